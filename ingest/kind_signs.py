"""Signs of a document's kind: what its title, address, wording and shape show, as numbers of about 0 to 1."""

from __future__ import annotations

import math
import re
from urllib.parse import unquote, urlsplit

from corpus.dates import find_dates
from corpus.documents import BlockKind, Document
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.extract.lines import Page
from ingest.extract.project_pages import is_project_article
from ingest.extract.project_places import is_only_names
from ingest.extract.routes import is_file
from ingest.kind_shape import Shape, subtitles
from ingest.kind_words import TEXT, TITLE, URL

_TITLE = tuple((f"title {n} {kind}", f"subtitle {n} {kind}", Cue(x)) for n, (kind, _, x) in enumerate(TITLE))
_URL = tuple((f"address {n} {kind}", Cue(x)) for n, (kind, _, x) in enumerate(URL))
_TEXT = tuple((f"text {n} {kind}", most, Cue(x)) for n, (kind, _, most, x) in enumerate(TEXT))
_HEAD, _TAIL = 12_000, 3_000  # characters read for wording, of the start and the end
_AWARDED = re.compile(
    r"(?:projekter|kommuner) (?:blev|er) (?:ud)?valgt|valgt ud|blev (?:opslået og )?udmøntet|"
    r"er (?:blevet )?udmøntet|har fået tildelt|blev udvalgt|har fået (?:støtte|"
    r"tilsagn)|fordelt på \d+ projekter|har modtaget tilsagn|puljen er lukket|blev tildelt|"
    r"projekterne er (?:afsluttet|i gang)|tilsagn til|udmøntning af puljen|er givet tilsagn|fik tilsagn|"
    r"har givet tilsagn",
    re.IGNORECASE,
)
# An open call points to what an earlier pool paid.
_EARLIER = re.compile(r"\b(?:tidligere pulje|forrige (?:pulje|runde)|sidste gang|erfaringer fra)\b", re.IGNORECASE)
_OWNER = Cue(
    r"\bprojekt(?:ejer|kommune|holder)|støttet af (?:pulje|midler)|"
    r"har fået .{0,60}(?:tilskud|støtte|kr\.|kroner)|tilskud:"
)
# Who paid, in running text: a pool, the state, or a sum that was got.
_PAID = Cue(
    r"\b(?:\w*puljen?s?|statens? (?:støtte|tilskud|penge|midler)|fra staten|staten (?:har |havde )?(?:givet|betal\w+|"
    r"støtte\w*)|havde staten givet|statskroner|(?:ministeriet|styrelsen)\b[^.\n]{0,40}\b(?:givet|gav|bevilget|"
    r"bevilgede|betalt|betaler|støttet)|(?:fået|fik|modtaget|modtog|tildelt|bevilget|givet)\b[^.\n]{0,30}\b(?:kr\b|"
    r"kroner|mio\b|million\w*)|(?:tilskud|støtte|penge|midler|bevilling|tilsagn)\s(?:fra|gennem|via)\s)"
)
_PAST = Cue(r"\b(?:resultater?|viste|blev|steg|faldt|har betydet|er kommet ud af|erfaringer)\b")
_FUTURE = Cue(r"\b(?:skal|vil|forventes|kan|bør)\b")
_SAID = Cue(r"\b(?:siger|udtaler|fortæller|forklarer)\b")


def read_signs(document: Document, page: Page, shape: Shape) -> dict[str, float]:
    """Give the signs by name; the names are the same for every document."""
    signs: dict[str, float] = {}
    title = " ".join(filter(None, [document.title, page.title.text if page.title else ""]))
    under = subtitles(page)
    for name, name_under, cue in _TITLE:
        signs[name] = float(cue.search(title) is not None)
        signs[name_under] = float(cue.search(under) is not None)
    for name, cue in _URL:
        signs[name] = float(cue.search(document.url) is not None)
    text = document.text
    read = text if len(text) <= _HEAD else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    for name, most, cue in _TEXT:
        signs[name] = _share(cue, read, most)
    signs |= _shape_signs(shape)
    prose = "\n".join(line.text for line in page.lines if line.kind is not BlockKind.TABLE_ROW)[:_HEAD]
    signs["owner"] = _share(_OWNER, prose, 3)
    signs["paid for"] = float(_PAID.search(prose) is not None and _has_place(document))
    signs["past"] = _share(_PAST, prose, 10)
    signs["future"] = _share(_FUTURE, prose, 10)
    signs["said"] = _share(_SAID, prose, 2)
    head = " ".join(line.text for line in page.lines[:4])[:400]
    signs["dated"] = float(any(len(d.iso) == 10 for d in find_dates(head)))
    signs["news address"] = float(re.search(r"/nyhed|/aktuelt/|/nyt/", document.url, re.IGNORECASE) is not None)
    signs["file"] = float(is_file(document))
    signs["project"] = float(re.search(r"\bprojekt", text, re.IGNORECASE) is not None)
    signs["awarded"] = float(_has_awarded(text))
    signs["named after place"] = float(_is_named_after_place(document.url))
    signs["project article"] = float(is_project_article(page))
    return signs


def _share(cue: Cue, text: str, most: int) -> float:
    return min(most, sum(1 for _ in cue.finditer(text))) / most


def _shape_signs(shape: Shape) -> dict[str, float]:
    n_lines = max(1, shape.n_lines)
    return {
        "award lines": min(1.0, shape.n_award_lines / 4),
        "two award lines": float(shape.n_award_lines >= 2),
        "names": min(1.0, shape.n_names / 4),
        "place rows": min(1.0, shape.n_place_rows / 4),
        "award tables": min(1.0, float(shape.n_award_tables)),
        "questions": min(1.0, shape.n_questions / 5),
        "agenda items": min(1.0, shape.n_agenda / 4),
        "parts": min(1.0, shape.n_parts / 3),
        "sums": min(1.0, shape.n_sums / 3),
        "entries": min(1.0, shape.n_entries / 3),
        "places": min(1.0, shape.n_places / 5),
        "one place": float(shape.n_places == 1),
        "lines": math.log1p(n_lines) / 5,
        "rows": shape.n_rows / n_lines,
        "headings": min(1.0, 3 * shape.n_headings / n_lines),
        "links": shape.n_links / n_lines,
    }


def _has_place(document: Document) -> bool:
    """Tell whether a document names a municipality, or stands on one's site."""
    if home_municipality(document.url) is not None or municipalities_of_path(document.url):
        return True
    return any(m.confidence >= LIKELY for m in find_municipalities(document.text[:_HEAD]))


def _has_awarded(text: str) -> bool:
    """Tell whether a text says that money was given, other than by an earlier pool."""
    # sentence by sentence: a pattern that reaches for the phrase from every letter takes the square of the text
    return bool(_AWARDED.search(re.sub(r"[^.\n]+", lambda m: "" if _EARLIER.search(m[0]) else m[0], text)))


def _is_named_after_place(url: str) -> bool:
    """Tell whether an address ends in a municipality's name and nothing else, below a page of its own."""
    parts = [p for p in unquote(urlsplit(url).path).split("/") if p]
    if len(parts) < 3 or len(parts[-1]) > 40:
        return False
    name = re.sub(r"(?i)[-_ ]?(?:regions)?kommune$", "", parts[-1]).replace("-", " ").strip()
    spelled = {name, name.replace("ae", "æ").replace("oe", "ø").replace("aa", "å"), parts[-1]}
    return any(is_only_names(f"{text[:1].upper()}{text[1:]} Kommune") for text in spelled if text)
