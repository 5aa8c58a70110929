"""Tables whose column gives both a municipality and its project's name, beside columns that tell of what was done."""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from ingest.extract import extract_candidates
from ingest.raw import RawDocument
from ingest.reading import read
from tests.ingest.extract.pages import told, write_document

_ROWS = (
    ("Randers", "Haven bag huset", "Beboerne dyrker grøntsager tre gange om ugen.", "Flere spiser grønt hver dag."),
    ("Høje-Taastrup", "Sundhedsvejen", "Yoga i to opgangsfællesskaber.", "Deltagerne sover bedre end før."),
    ("Vejle", "Pulsen op", "Træning i det lokale center.", "Vægten er uændret efter et år."),
)
_WANTED = [((place,), name, None) for place, name, _, _ in _ROWS]
_HEADING = "Godt i gang. Slutevaluering"
_INTRO = "Evalueringen af puljen til sunde vaner bygger på skemaer og besøg i kommunerne."
_FORMS = pytest.mark.parametrize(
    ("header", "cell", "order"),
    [
        ("Kommune og projekt\tHvad blev gjort?\tHvad viser målingerne?", "{place}, {name}", (0, 1, 2)),
        ("Projekt/kommune\tIndsats\tResultat", "{name}, {place}", (0, 1, 2)),
        ("Kommune – projekt\tAktiviteter\tHvad kom der ud af det?", "{place}: {name}", (0, 1, 2)),
        ("Sted og titel\tHvordan foregik det?\tEffekt", "{name} ({place})", (0, 1, 2)),
        ("Kommune\tHvad gik indsatsen ud på?\tResultater", "{place} – {name}", (0, 1, 2)),
        ("Beskrivelse af indsatsen\tKommune (projektnavn)\tResultat", "{place} ({name})", (1, 0, 2)),
        ("Projektets navn og kommune\tHvad er der lavet?\tResultat", "{name} / {place} Kommune", (0, 1, 2)),
        ("Resultat\tHvad blev gjort?\tKommune og projekt", "{place} Kommune {name}", (2, 1, 0)),
    ],
)


def _table(header: str, cell: str, order: tuple[int, ...]) -> list[list[str]]:
    whole = [[cell.format(place=place, name=name), done, became] for place, name, done, became in _ROWS]
    return [header.split("\t"), *([row[n] for n in order] for row in whole)]


def _projects(document: Document) -> list[tuple[tuple[str, ...], str | None, int | None]]:
    return sorted(told(extract_candidates(document)), key=str)


@_FORMS
def test_blocks(header: str, cell: str, order: tuple[int, ...]) -> None:
    rows = "\n".join("\t".join(row) for row in _table(header, cell, order))
    page = write_document(f"# {_HEADING}\n{_INTRO}\n## Projekterne\n{rows}", kind=DocumentKind.EVALUATION)
    assert _projects(page) == _names_to_codes()


@_FORMS
def test_html(header: str, cell: str, order: tuple[int, ...]) -> None:
    head, *rows = _table(header, cell, order)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    top = "".join(f"<th>{c}</th>" for c in head)
    html = (
        f"<html lang=da><title>{_HEADING}</title><main><h1>{_HEADING}</h1><p>{_INTRO}</p><h2>Projekterne</h2>"
        f"<table><tr>{top}</tr>{body}</table></main></html>"
    )
    url = "https://example.dk/udgivelser/2018/godt-i-gang-slutevaluering"
    raw = RawDocument(url, url, "text/html", html.encode(), "2026-05-01T08:00:00Z")
    assert _projects(read(raw, is_cleared=lambda _: False).document) == _names_to_codes()


def _names_to_codes() -> list[tuple[tuple[str, ...], str | None, int | None]]:
    codes = {"Randers": "0730", "Høje-Taastrup": "0169", "Vejle": "0630"}
    return sorted((((codes[places[0]],), name, amount) for places, name, amount in _WANTED), key=str)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Ansøger\tProjekt", ("Randers Kommune, Sundhedscentret\tHaven bag huset", "Vejle, Bostøtten\tPulsen op")),
        ("Kommune\tProjekttitel", ("Randers, Havehuset\tHaven bag huset", "Vejle, Det gule hus\tPulsen op")),
    ],
)
def test_a_department_beside_names_is_no_name(header: str, rows: tuple[str, str]) -> None:
    page = write_document(f"# {_HEADING}\n{_INTRO}\n{header}\n" + "\n".join(rows), kind=DocumentKind.EVALUATION)
    assert _projects(page) == [(("0630",), "Pulsen op", None), (("0730",), "Haven bag huset", None)]
