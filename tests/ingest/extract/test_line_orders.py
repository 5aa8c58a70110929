"""Lines of a list in every order of owner, name and sum, and with the signs that editors put between them."""

from __future__ import annotations

from itertools import permutations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

AWARDS = (
    ("Odder Kommune", "Nat uden uro", "1.250.000 kr.", "2021-2023"),
    ("Vejen Kommune", "Lyset ned på gangen", "655.000 kr.", "2021-2022"),
    ("Aalborg Kommune", "Mørke vinduer", "812.500 kr.", "2021-2024"),
    ("Foreningen Ro i Natten", "Ro i kroppen før sengetid", "2.055.000 kr.", "2022-2023"),
)
READ = [
    ("Nat uden uro", 1_250_000, "2021", "2023"),
    ("Lyset ned på gangen", 655_000, "2021", "2022"),
    ("Mørke vinduer", 812_500, "2021", "2024"),
    ("Ro i kroppen før sengetid", 2_055_000, "2022", "2023"),
]
INTRO = "# Pulje til rolige nætter\n\nSundhedsstyrelsen har i 2021 givet midler til følgende projekter:\n\n"


def read(lines: list[str]) -> list[tuple[object, ...]]:
    document = write_document(INTRO + "\n".join(f"- {line}" for line in lines), kind=DocumentKind.POOL_PAGE)
    found = []
    for candidate in extract_candidates(document):
        values = {s.field: s.value for s in candidate.statements}
        if "municipalities" in values or "grantees" in values:
            found.append(tuple(values.get(f) for f in ("title", "amount_dkk", "period_from", "period_to")))
    return found


def written(order: tuple[int, ...], first: str, second: str, parts: tuple[str, ...]) -> str:
    a, b, c = (parts[n] for n in order)
    line = f"{a} ({b})" if first == "()" else f"{a}{first}{b}"
    return f"{line} ({c})" if second == "()" else f"{line}{second}{c}"


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
@pytest.mark.parametrize("first", [" – ", ", ", ": ", "()", " | "])
@pytest.mark.parametrize("second", [" – ", ", ", ": ", " | "])
def test_owner_name_and_sum_are_read_in_any_order(order: tuple[int, ...], first: str, second: str) -> None:
    found = read([written(order, first, second, award) for award in AWARDS[:3]])
    assert [each[:2] for each in found] == [each[:2] for each in READ[:3]]


@pytest.mark.parametrize(
    "form",
    [
        "{0} – {1} – {2} – {3}",
        "{0}: {1}. Bevilling: {2} Projektperiode: {3}",
        "{1}, {0} ({2}, {3})",
        "{1} – {0} – {2} ({3})",
        "{0} – {2} ({3}) – {1}",
        "{0}: ”{1}” ({2} i perioden {3})",
        "{0} får {2} til {1} i perioden {3}",
        "{1} ({0}), {2}, {3}",
    ],
)
def test_each_line_has_a_period_of_its_own_that_is_no_part_of_its_name(form: str) -> None:
    assert read([form.format(*award) for award in AWARDS]) == READ


@pytest.mark.parametrize(
    "form",
    [
        "{2} til {0} for projektet ”{1}”",
        "{1}: Projektejer: {0}. {2}",
        "{0} – {2} – {1}",
    ],
)
def test_an_association_is_read_as_its_neighbours_are(form: str) -> None:
    assert [each[:2] for each in read([form.format(*award) for award in AWARDS])] == [each[:2] for each in READ]


def test_the_next_sentence_may_say_what_the_project_is_called() -> None:
    lines = [f"{owner} tildeles {kroner} Projektet hedder {title}." for owner, title, kroner, _ in AWARDS[:3]]
    assert [each[:2] for each in read(lines)] == [each[:2] for each in READ[:3]]
