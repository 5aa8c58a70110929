"""What is told once for a pool, a list or a round reaches each project of it; the nearest telling wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

FIELDS = ("year_awarded", "period_from", "period_to")
FIRST, SECOND = ("Odder", "Skive", "Vejle"), ("Herning", "Randers", "Viborg")
TITLES = ("Morgenlys", "Ro i huset", "Nattens gang")
INTRO = "# Pulje til ro om natten\nPuljen skal hjælpe ældre, der sover dårligt."
ITEMS = "\n".join(f"- {n} Kommune: {t} – 900.000 kr." for n, t in zip(FIRST, TITLES, strict=True))
TOLD = [
    line.split("|")
    for line in (Path(__file__).parent / "told_of_all.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def facts(markup: str, kind: DocumentKind) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for project in extract_candidates(write_document(markup, kind=kind)):
        if project.record_type is RecordType.PROJECT:
            values = {s.field: str(s.value) for s in sorted(project.statements, key=lambda s: s.confidence)}
            found.append(tuple(values.get(field, "-") for field in FIELDS))
    return found


def page_of(form: str, told: str) -> tuple[str, DocumentKind]:
    rows = "\n".join(f"{n} Kommune\t{t}\t900.000 kr." for n, t in zip(FIRST, TITLES, strict=True))
    parts = "\n".join(
        f"## {n} Kommune: {t}\nKommunen får 900.000 kr. til en sygeplejerske, der taler med borgerne om søvn."
        for n, t in zip(FIRST, TITLES, strict=True)
    )
    pages = {
        "above a list": (f"{INTRO}\n{told}\n## Støttede projekter\n{ITEMS}", DocumentKind.POOL_PAGE),
        "below a list": (
            f"{INTRO}\n## Støttede projekter\n{ITEMS}\n## Om projekterne\n{told}",
            DocumentKind.AWARD_LIST,
        ),
        "above a table": (f"{INTRO}\n{told}\nKommune\tProjekt\tBeløb\n{rows}", DocumentKind.AWARD_LIST),
        "above parts": (f"{INTRO}\n{told}\n{parts}", DocumentKind.AWARD_LIST),
        "in news": (
            "# Tre kommuner får penge til bedre søvn\nPuljen til ro om natten er fordelt. Odder Kommune får "
            "900.000 kr. til Morgenlys. Skive Kommune får 900.000 kr. til Ro i huset, og Vejle "
            f"Kommune får 900.000 kr. til Nattens gang.\n{told}",
            DocumentKind.NEWS,
        ),
    }
    return pages[form]


@pytest.mark.parametrize("form", ["above a list", "below a list", "above a table", "above parts", "in news"])
def test_what_a_page_says_once_is_each_projects(form: str) -> None:
    wrong = []
    for *wanted, told in TOLD:
        given = facts(*page_of(form, told))
        asked = [tuple(v if w != "-" else "-" for v, w in zip(values, wanted, strict=True)) for values in given]
        wrong += [(told, given)] if asked != [tuple(wanted)] * 3 else []
    assert wrong == []


ROUNDS = (
    ("Første opslag (2017)", "Genopslag (2018)", "første opslag", "genopslaget"),
    ("1. udmøntning (2017)", "2. udmøntning (2018)", "1. udmøntning", "2. udmøntning"),
    ("Runde 1 (2017)", "Runde 2 (2018)", "runde 1", "runde 2"),
    ("Projekter støttet i 2017", "Projekter støttet i 2018", "2017", "2018"),
    ("Første runde, december 2017", "Anden runde, december 2018", "første runde", "anden runde"),
)
OF_ROUNDS = (
    "Projekter fra {0} løber 2018 - 2020. Projekter fra {1} løber 2019 - 2021.",
    "Projekter fra {0} gennemføres i 2018-2020, mens projekter fra {1} gennemføres i 2019-2021.",
    "Projektperiode: {0}: 2018-2020, {1}: 2019-2021",
    "- {0}: 2018-2020\n- {1}: 2019-2021",
    "{0}\t2018-2020\n{1}\t2019-2021",
)
WANTED = [("2017", "2018", "2020")] * 3 + [("2018", "2019", "2021")] * 3


def two_lists(first: str, second: str) -> str:
    lists = ["\n".join(f"- {name} Kommune – 900.000 kr." for name in names) for names in (FIRST, SECOND)]
    return f"## {first}\n{lists[0]}\n## {second}\n{lists[1]}"


@pytest.mark.parametrize("told", OF_ROUNDS)
@pytest.mark.parametrize(("first", "second", "a", "b"), ROUNDS)
def test_each_round_has_its_own_period(first: str, second: str, a: str, b: str, told: str) -> None:
    page = f"{INTRO}\n{two_lists(first, second)}\n## Projektperiode\n{told.format(a, b)}"
    assert facts(page, DocumentKind.POOL_PAGE) == WANTED


UNDER = (
    "Projekterne løber fra {0} til {1}.",
    "Projektperiode: {0}-{1}",
    "De tre projekter gennemføres fra {0} til {1}.",
    "{0}-{1}",
    "Alle projekter afsluttes i {1}, og de begyndte i {0}.",
    "Tilskuddene dækker perioden {0}-{1}.",
)


@pytest.mark.parametrize("told", UNDER)
@pytest.mark.parametrize(("first", "second", "a", "b"), ROUNDS[:3])
def test_what_stands_under_a_rounds_heading_is_that_rounds(first: str, second: str, a: str, b: str, told: str) -> None:
    page = two_lists(f"{first}\n{told.format(2018, 2020)}", f"{second}\n{told.format(2019, 2021)}")
    assert facts(f"{INTRO}\n{page}", DocumentKind.POOL_PAGE) == WANTED


@pytest.mark.parametrize(
    "heading",
    [
        "Projekter {0}-{1}",
        "Støttede projekter ({0} – {1})",
        "Runde med projektperiode {0}-{1}",
        "Projektperiode {0}-{1}",
        "Uddeling (projekterne løber {0}-{1})",
    ],
)
def test_a_period_in_a_lists_heading_is_no_year_of_award(heading: str) -> None:
    page = f"{INTRO}\n{two_lists(heading.format(2018, 2020), heading.format(2019, 2021))}"
    assert facts(page, DocumentKind.POOL_PAGE) == [("-", "2018", "2020")] * 3 + [("-", "2019", "2021")] * 3


def linked(*documents: Document) -> dict[str, dict[str, str]]:
    """Give the surest values of each project that has a title of its own, by title."""
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)])
    found: dict[str, dict[str, str]] = {}
    for record_id, evidence in linking.evidence.items():
        if linking.record_types[record_id] is RecordType.PROJECT:
            values = {e.field: str(e.value) for e in sorted(evidence, key=lambda e: e.confidence)}
            found[values["title"]] = values
    return found


OWN = (
    "# Morgenlys\nOdder Kommune har fået 900.000 kr. fra Pulje til ro om natten til projektet Morgenlys. {0}\n"
    "Borgerne får besøg af en sygeplejerske, der taler med dem om vaner."
)


@pytest.mark.parametrize(
    "pool",
    [
        "Projektperiode\t2018-2021\n## Deltagere\nDer er tre projekter, som fik tilsagn i foråret 2018.",
        "## Projektperiode\n2018-2021\n## Udmøntning\nPuljen blev udmøntet i foråret 2018.",
        "De støttede projekter løber fra 2018 til 2021. Midlerne er fordelt den 3. maj 2018.",
    ],
)
@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ("", ("2018", "2018", "2021")),
        ("Projektet løber fra 2019 til 2020.", ("2018", "2019", "2020")),
        ("Tilsagnet er givet i 2017.", ("2017", "2018", "2021")),
    ],
)
def test_a_pools_period_and_year_hold_for_a_project_on_a_page_of_its_own(
    pool: str, own: str, wanted: tuple[str, ...]
) -> None:
    documents = (
        write_document(f"{INTRO}\n{pool}", url="https://example.dk/puljer/ro", kind=DocumentKind.POOL_PAGE),
        write_document(OWN.format(own), url="https://example.dk/morgenlys", kind=DocumentKind.PROJECT_PAGE),
    )
    values = linked(*documents)["Morgenlys"]
    assert tuple(values.get(field, "-") for field in FIELDS) == wanted


def test_a_pool_of_rounds_implies_nothing() -> None:
    rounds = "Projekter fra første runde løber 2018 - 2020. Projekter fra anden runde løber 2019 - 2021."
    documents = (
        write_document(f"{INTRO}\n{rounds}", url="https://example.dk/puljer/ro", kind=DocumentKind.POOL_PAGE),
        write_document(OWN.format(""), url="https://example.dk/morgenlys", kind=DocumentKind.PROJECT_PAGE),
    )
    assert "period_from" not in linked(*documents)["Morgenlys"]
