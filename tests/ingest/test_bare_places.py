"""Parts of a page that are a municipality's name alone: on a page of one pool, each is the pool's project there."""

from __future__ import annotations

import io

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph

from corpus.documents import Document
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from ingest.raw import RawDocument
from ingest.reading import read
from tests.ingest.parsing import page, parse, texts
from tests.ingest.pdfs import flow_pdf

HTML = "text/html; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMED = (
    ("Nyborg", "Gulvet er ikke farligt", "2.140.000", "Der er færre fald end før."),
    ("Ikast-Brande", "Op at stå", "1.815.000", "Antallet af fald er uændret."),
    ("Struer", "Stolen i stuen", "960.000", "Der er flere fald end før."),
    ("Tønder", "Skridt for skridt", "1.220.500", "Der er færre fald end før."),
)
ROWS = "".join(f"<tr><td>{who}</td><td>{name}</td><td>{sum_} kr.</td></tr>" for who, name, sum_, _ in NAMED)
LIST = page(
    "<main><h1>Trygt på benene</h1><p>Puljen ”Trygt på benene” er udmøntet i november 2020. Fire kommuner har fået "
    f"støtte.</p><table><tr><th>Kommune</th><th>Projekttitel</th><th>Bevilling</th></tr>{ROWS}</table></main>"
)
SHAPES = {
    "headings": "<h3>{who}</h3><p>{said}</p>",
    "headings of municipalities": "<h2>{who} Kommune</h2><p>{said}</p>",
    "bold paragraphs": "<p><strong>{who} Kommune</strong></p><p>{said}</p>",
    "bold before the text": "<p><strong>{who}:</strong> {said}</p>",
    "terms": "<dl><dt>{who} Kommune</dt><dd>{said}</dd></dl>",
    "items": "<ul><li><b>{who}</b>: {said}</li></ul>",
    "items alone": "<ul><li>{who} Kommune</li></ul>",
    "buttons alone": '<div class="fold"><button> {who} Kommune</button></div>',
    "buttons in headings": "<h3><button>{who}</button></h3>",
    "buttons that open": '<button aria-controls="{n}">{who} Kommune</button><div id="{n}" hidden><p>{said}</p></div>',
    "details": "<details><summary>{who} Kommune</summary><p>{said}</p></details>",
}
TABLES = {
    "rows of projects": ("Projekt", "Hvad viser målingerne?"),
    "rows of municipalities": ("Kommune", "Resultat"),
    "rows of titles": ("Projekttitel", "Det fandt vi"),
}
REPORT = "<h1>Evaluering af puljen Trygt på benene</h1><p>Fire projekter fik støtte. Her er de enkelte projekter.</p>"


def read_out(body: bytes, media_type: str, url: str) -> Document:
    raw = RawDocument(url, url, media_type, body, "2026-05-01T08:00:00Z", None, None, "sst")
    return read(raw, is_cleared=lambda _: False).document


def parts(shape: str) -> str:
    if shape in TABLES:
        rows = "".join(f"<tr><td>{who}</td><td>{said}</td></tr>" for who, _, _, said in NAMED)
        return "<table><tr>{}</tr>{}</table>".format("".join(f"<th>{h}</th>" for h in TABLES[shape]), rows)
    return "".join(SHAPES[shape].format(n=f"p{n}", who=who, said=said) for n, (who, _, _, said) in enumerate(NAMED))


def as_word() -> bytes:
    word = docx.Document()
    word.add_heading("Evaluering af puljen Trygt på benene", 1)
    word.add_heading("De enkelte projekter", 2)
    for who, _, _, said in NAMED:
        word.add_heading(who, 3)
        word.add_paragraph(said)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    styles = getSampleStyleSheet()
    story = [Paragraph("Evaluering af puljen Trygt på benene", styles["Title"])]
    story.append(Paragraph("De enkelte projekter", styles["Heading1"]))
    for who, _, _, said in NAMED:
        story += [Paragraph(who, styles["Heading2"]), Paragraph(said, styles["BodyText"])]
    return flow_pdf(story)


def told(name: str) -> tuple[bytes, str, str]:
    if name == "Word":
        return as_word(), WORD, "evaluering.docx"
    if name == "PDF":
        return as_pdf(), "application/pdf", "evaluering.pdf"
    return page(f"<main>{REPORT}{parts(name)}</main>", title="Evaluering").encode(), HTML, "evaluering"


@pytest.mark.parametrize("is_first", [True, False], ids=("before the list", "after the list"))
@pytest.mark.parametrize("shape", [*SHAPES, *TABLES, "Word", "PDF"])
def test_a_part_that_is_only_a_municipality_is_the_pools_project_there(shape: str, is_first: bool) -> None:
    body, media_type, name = told(shape)
    folder = "a" if is_first else "z"
    listed = read_out(LIST.encode(), HTML, "https://www.sst.dk/da/m/trygt-paa-benene")
    report = read_out(body, media_type, f"https://www.sst.dk/da/{folder}/{name}")
    linking = link_candidates([listed, report], [c for d in (listed, report) for c in extract_candidates(d)], ())
    found = {
        next(e.value for e in items if e.field == "title" and e.document_id == listed.document_id): {
            e.document_id for e in items
        }
        for record_id, items in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.PROJECT
    }

    assert found == {title: {listed.document_id, report.document_id} for _, title, _, _ in NAMED}


@pytest.mark.parametrize(
    "markup",
    [
        "<form><button>Nyborg Kommune</button><button>Struer Kommune</button></form>",
        "<p><button>Nyborg Kommune</button></p><p>Ring til os.</p>",
        "<div><button>Find kommune</button><button>Find region</button></div>",
    ],
    ids=("in a form", "one alone", "tools"),
)
def test_other_buttons_are_no_parts_of_the_page(markup: str) -> None:
    read_texts = texts(parse(page(f"<main><h1>Trygt på benene</h1><p>Fire fik støtte.</p>{markup}</main>")))

    assert not any("Nyborg" in text or "Find" in text for text in read_texts)
