"""Lists whose items ran together into one paragraph, numbered, each with a label that says whose it is."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.extract.run_together import split_items
from tests.ingest.extract.pages import write_document

_LEAD = "# Tre projekter om mad\n\n15-03-2019\n\nMed Pulje til mad og motion får tre kommuner støtte."
_AWARDS = [
    ("Friskere liv", "Silkeborg", "2.105.000 kr."),
    ("Suppe, stol og samvær", "Allerød", "1.340.000 kr."),
    ("Mad på hjul", "Syddjurs", "640.000 kr."),
]
_SUMS = [2_105_000, 1_340_000, 640_000]


def told(text: str, kind: DocumentKind = DocumentKind.POOL_PAGE) -> list[tuple[object, ...]]:
    """Give each project's municipality, name, sum and period."""
    projects = []
    for candidate in extract_candidates(write_document(text, kind=kind)):
        if candidate.record_type is RecordType.PROJECT:
            said: dict[str, object] = {}
            for statement in candidate.statements:
                said.setdefault(statement.field, statement.value)
            fields = ("municipalities", "title", "amount_dkk", "period_from", "period_to")
            projects.append(tuple(said.get(field) for field in fields))
    return projects


def wanted(*, has_sum: bool = True, period: tuple[str | None, str | None] = (None, None)) -> list[tuple[object, ...]]:
    codes = ("0740", "0201", "0706")
    rows = zip(codes, _AWARDS, _SUMS, strict=True)
    return [(code, title, amount if has_sum else None, *period) for code, (title, _, _), amount in rows]


def items_of(form: str) -> str:
    return " ".join(form.format(n=n, t=t, o=o, a=a) for n, (t, o, a) in enumerate(_AWARDS, start=1))


@pytest.mark.parametrize("kind", [DocumentKind.POOL_PAGE, DocumentKind.NEWS])
@pytest.mark.parametrize(
    ("form", "period"),
    [
        ("{n}. {t}: Projektejer: {o} Kommune, {a}, april 2019 - september 2021", ("2019-04", "2021-09")),
        ("{n}) {t}: Projektejer: {o} Kommune; {a}; april 2019 til september 2021", ("2019-04", "2021-09")),
        ("Projekt {n}: {t}. Ansøger: {o} Kommune. {a} April 2019 til september 2021.", ("2019-04", "2021-09")),
        ("Projekt {n}: {t} – Kommune: {o} – {a} – 2019-2021", ("2019", "2021")),
        ("Projekt nr. {n}: {t}. Kommune: {o}. Beløb: {a}", (None, None)),
        ("{n}. ”{t}”, Kommune: {o}, Beløb: {a}, Periode: 2019-2021", ("2019", "2021")),
        ("{n}. {t}; Ansøger: {o} Kommune; Bevilling: {a}; Periode: 2019-2021", ("2019", "2021")),
        ("({n}) {t} (Tilskudsmodtager: {o} Kommune, {a})", (None, None)),
        ("{n}. {o} Kommune: {t}, {a}", (None, None)),
        ("{n}. Kommune: {o}, Projekt: {t}, Beløb: {a}", (None, None)),
        ("{n}. {t} - Projektejer: {o} Kommune - {a} - april 2019-september 2021", ("2019-04", "2021-09")),
    ],
)
def test_numbered_items_in_one_paragraph_are_projects(
    form: str, period: tuple[str | None, str | None], kind: DocumentKind
) -> None:
    after = "Projekterne er for ældre."
    assert told(f"{_LEAD} {items_of(form)} {after}", kind) == wanted(period=period)
    assert told(f"{_LEAD}\n\n{items_of(form)}", kind) == wanted(period=period)


@pytest.mark.parametrize("before", ["", " 33 søgte om tilsammen 28,1 mio. kr.; der er 15,6 mio. kr. i puljen."])
def test_the_period_of_all_stands_below_the_paragraph(before: str) -> None:
    items = items_of("{n}. {t}: Projektejer: {o} Kommune, Sundhed og Omsorg")
    page = f"{_LEAD}{before} {items}\n\nProjekterne løber fra april 2019 til september 2021."
    assert told(page) == wanted(has_sum=False, period=("2019-04", "2021-09"))


def test_items_are_cut_from_the_text_around_them() -> None:
    first, second = "1) Ro: Ansøger: Odder Kommune", "2) Lys: Ansøger: Vejle Kommune, Plejen."
    text = f"To får støtte: {first}, og {second} De begynder i maj. Alle er glade."
    assert [(piece.strip(), is_item) for piece, _, is_item in split_items(text)] == [
        ("To får støtte:", False),
        (first, True),
        (second, True),
        ("De begynder i maj. Alle er glade.", False),
    ]
    assert all(text[at : at + len(piece)] == piece for piece, at, _ in split_items(text))


@pytest.mark.parametrize(
    "text",
    [
        "1. Projektets navn: Ro i natten 2. Kommune: Odder 3. Beløb: 900.000 kr.",
        "Puljen har to formål: 1. Mere ro i Odder Kommune 2. Flere ture i Vejle Kommune",
        "1. Ro: Projektejer: Odder Kommune 3. Lys: Projektejer: Vejle Kommune",
        "1. Ro: Projektejer: Odder Kommune 2) Lys: Projektejer: Vejle Kommune",
        "Kontakt til kommunerne: afsnit 1. Ansøger: Odder Kommune",
        "Se bilag 1. Ansøger: Odder Kommune " + "har " * 70 + "2. Ansøger: Vejle Kommune",
        "Mødet er kl. 10. Ansøger: Odder Kommune kl. 11. Ansøger: Vejle Kommune",
    ],
)
def test_other_numbers_are_not_of_items(text: str) -> None:
    assert list(split_items(text)) == [(text, 0, False)]


@pytest.mark.parametrize(
    "lead", ["Disse kommuner fik afslag:", "Følgende kommuner har søgt puljen:", "Følgende ansøgninger blev afvist:"]
)
def test_applicants_that_ran_together_are_no_projects(lead: str) -> None:
    items = items_of("{n}. {t}: Projektejer: {o} Kommune")
    assert told(f"# Ansøgere til pulje til mad og motion\n\n{lead} {items}", DocumentKind.NEWS) == []


@pytest.mark.parametrize("kind", [DocumentKind.POOL_PAGE, DocumentKind.NEWS])
@pytest.mark.parametrize("lead", ["", "Pengene er fordelt sådan: ", "Støtten går til: "])
@pytest.mark.parametrize("form", ["{o}: {t} ({a})", "{o} Kommune: {t}, {a}", "{o} Kommune ({t}), {a}"])
def test_items_that_semicolons_part_are_projects(form: str, lead: str, kind: DocumentKind) -> None:
    items = "; ".join(form.format(t=t.replace(",", " og"), o=o, a=a.removesuffix(".")) for t, o, a in _AWARDS)
    found = told(f"{_LEAD}\n{lead}{items}.", kind)
    assert [(code, amount) for code, _, amount, _, _ in found] == list(
        zip(("0740", "0201", "0706"), _SUMS, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Møderne holdes i Odense; i Vejle; og i Skive.",
        "Odense fik 2 mio. kr.; det var mere end ventet; kommunen er glad.",
        "Vejle: den 3. maj; Skive: den 9. juni; Odense: den 12. juni.",
    ],
)
def test_other_semicolons_part_nothing(text: str) -> None:
    assert [piece for piece, _, is_item in split_items(text) if is_item] == []


def test_items_with_their_place_in_brackets_are_projects_between_semicolons() -> None:
    items = "; ".join(f"{title} ({place}) {amount}" for title, place, amount in _AWARDS)
    assert told(f"{_LEAD} De tre projekter er: {items}.", DocumentKind.NEWS) == wanted()


def test_items_in_brackets_of_which_one_lacks_a_sum_are_no_list() -> None:
    text = "Det er: Ro (Odder) 1.200.000 kr.; Lys (Vejle); Luft (Skive) 900.000 kr."
    assert list(split_items(text)) == [(text, 0, False)]
