"""One list of awards in many renderings, as different systems and writers make them: each gives the same projects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import Told, projects, told, write_document
from tests.ingest.pdfs import table_pdf


@dataclass(frozen=True)
class Award:
    owner: str
    codes: tuple[str, ...]
    title: str
    amount: int


AWARDS = (
    Award("Faxe Kommune", ("0320",), "Nattelampen", 1_250_000),
    Award("Struer, Odder og Randers Kommuner", ("0671", "0727", "0730"), "60+ i vandet", 912_000),
    Award("Vejen Kommune", ("0575",), "Vejen ud af sofaen", 3_104_500),
    Award("Høje-Taastrup Kommune", ("0169",), "Ro på stuen", 640_000),
    Award("Aarhus Kommune", ("0751",), "Styrket samarbejde mellem hjemmepleje, sygepleje og almen praksis", 2_075_924),
)
INTRO = (
    "<h1>Puljen Tid til ro</h1><p>Styrelsen har i november 2020 fordelt midlerne i puljen Tid til ro. Fem projekter "
    "har fået støtte.</p><h2>Støttede projekter</h2>"
)
OUTRO = (
    "<p>Ansøgningerne fra Ishøj, Greve og Køge Kommuner kunne ikke imødekommes.</p><h2>Baggrund</h2><p>Finansloven.</p>"
)
FORMS = [
    [part.strip() if n == 0 else part.strip(" ") for n, part in enumerate(line.split("||"))]
    for line in (Path(__file__).parent / "list_forms.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def kroner(amount: int) -> str:
    return f"{amount:,} kr.".replace(",", ".")


def of_page(before: str, each: str, between: str, after: str) -> list[Told]:
    items = [each.format(owner=a.owner, title=a.title, amount=kroner(a.amount)) for a in AWARDS]
    listed = before + between.join(items) + after.replace("{owners}", "<br>".join(a.owner for a in AWARDS))
    html = f'<!doctype html><html lang="da"><body><main>{INTRO}{listed}{OUTRO}</main></body></html>'
    return projects(html.encode(), "text/html; charset=utf-8")


def wanted(*, titles: bool = True, sums: bool = True) -> list[Told]:
    return sorted(((a.codes, a.title if titles else None, a.amount if sums else None) for a in AWARDS), key=str)


@pytest.mark.parametrize(("name", "before", "each", "between", "after"), FORMS, ids=[form[0] for form in FORMS])
def test_the_same_awards_are_read_in_every_rendering(
    name: str, before: str, each: str, between: str, after: str
) -> None:
    assert of_page(before, each, between, after) == wanted(sums="{amount}" in each), name


@pytest.mark.parametrize("tag", ["h2", "h3", "h4", "h5"])
@pytest.mark.parametrize("each", ["<{tag}>{owner}</{tag}><p>{title}</p>", "<{tag}>{title}</{tag}><p>{owner}</p>"])
def test_headings_over_one_short_line_are_projects(tag: str, each: str) -> None:
    assert of_page("", each.replace("{tag}", tag), "", "") == wanted(sums=False)


@pytest.mark.parametrize("other", ["Slutrapport", "Effektevaluering"])
def test_a_file_under_a_municipality_is_no_project_of_that_name(other: str) -> None:
    each = "<h3>{owner}</h3>" + f"<p><a href='/fil.pdf'>{other}</a></p>"
    assert other not in {title for _, title, _ in of_page("", each, "", "")}


@pytest.mark.parametrize("ruled", [True, False])
def test_a_file_of_names_and_projects_is_no_text_in_two_columns(ruled: bool) -> None:
    rows = [("Kommune", "Projekt"), *((a.owner, a.title) for a in AWARDS)]
    body = table_pdf(rows, ruled=ruled, widths=(200, 280))
    url = "https://www.sst.dk/-/media/puljer/tid-til-ro-bevilget.pdf"
    assert projects(body, "application/pdf", url) == wanted(sums=False)


DEEDS = (
    "Seks projekter fra otte kommuner får i alt 12 mio. kr. fra puljen Tid til ro.\n"
    "Faxe og Odder kommuner vil bygge en fælles nattevagt op, mens Struer Kommune ansætter to sygeplejersker.\n"
    "Greve og Ishøj satser på henholdsvis en telefon og kurser. Nord for Køge vil Hørsholm Kommune indrette pladser.\n"
    "Og i Jylland går Skive og Vejen sammen om at tale med borgerne i tide.",
    "Styrelsen har udvalgt fem projekter, der får del i puljen Tid til ro.\n"
    "Samtidig åbner Tønder Kommune et faldhold, og Esbjerg Kommune opretter en klinik.\n"
    "Fredericia og Middelfart Kommuner laver et fælles rejsehold. Aabenraa Kommune vil træne personalet.\n"
    "- Vi glæder os også i Aarhus Kommune, siger borgmesteren.",
    "Ti kommuner får hver 1 mio. kr. fra puljen Tid til ro.\n"
    "Ministeren besøgte i dag Odense Kommune, som i forvejen har gode erfaringer.",
)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (DEEDS[0], [("0183",), ("0223",), ("0253",), ("0320", "0727"), ("0575", "0779"), ("0671",)]),
        (DEEDS[1], [("0410", "0607"), ("0550",), ("0561",), ("0580",)]),
        (DEEDS[2], []),
    ],
)
def test_what_each_municipality_will_do_tells_of_its_project(text: str, groups: list[tuple[str, ...]]) -> None:
    document = write_document(f"# Nye penge til ro\n12-03-2019\n{text}", kind=DocumentKind.NEWS)
    assert sorted(codes for codes, *_ in told(extract_candidates(document))) == groups
