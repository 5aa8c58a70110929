"""What a project is called: as labelled, under a municipality's name, in quotes, or as the headline has it."""

from __future__ import annotations

import re

from corpus.documents import DocumentKind
from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page, Span
from ingest.extract.project_places import KOMMUNE_TITLE

QUOTED_PROJECT = re.compile(
    r"\b(?:projekt(?:et|ets)?|indsats(?:en)?|forsøg(?:et)?|initiativ(?:et)?|Om projektet)\s(?:om\s|med titlen\s|"
    r"med navnet\s|kaldet\s)?[\"”“»„'‘](?P<name>[^\"”“»«„\n]{3,140}?)[\"”“«”'’](?![\w])",
)


NAMED_PROJECT = re.compile(
    r"\b[Pp]rojektet\s(?:hedder\s|kaldes\s)?(?P<name>[A-ZÆØÅ][\wæøå-]*(?:\s(?!i\s[A-ZÆØÅ])[\w-]+){0,7}?)"
    r"(?=\s(?:blev|bliver|er|var|har|havde|lod|fik|på\s[A-ZÆØÅ]|i\s[A-ZÆØÅ]|og\s(?:er|blev|har|løber)|gav|"
    r"skal|løber|sluttede|"
    r"startede|som|der|hos)\b|[.,:])"
)


CALLED = re.compile(
    r"(?:^|[.!?]\s|\n)[\"”“]?(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){0,6}?)[\"”“]?\s(?:hed|hedder|kaldes|"
    r"kaldtes)\s(?:det|projektet|indsatsen)\b"
)


_HEAD_PREFIX = re.compile(
    r"^(?:statusnotat|statusnotits|tilsagn om (?:støtte|tilskud)|tilsagn|bevilling til|tilskud til|"
    r"projektbeskrivelse|slutrapport|slutafrapportering|afrapportering|"
    r"evaluering|slutevaluering|midtvejsevaluering|erfaringsopsamling|statusrapport|effektevaluering|case|"
    r"projektbeskrivelse|projekt|evalueringsrapport|rapport)"
    r"(?:\s(?:af|fra|for|om|på|af projektet|for projektet|fra projektet))?\s*[:–—-]?\s+(?=[\"”“»„A-ZÆØÅa-zæøå])",
    re.IGNORECASE,
)


META_LINE = re.compile(
    r"^(?:emneord|opdateret|af [A-ZÆØÅ]\w+ [A-ZÆØÅ]|læs mere|fremfærd$|sidst opdateret|publiceret|download|"
    r"hent |\d{1,2}[ ./-]|tema:|tags?:|kategori)",
    re.IGNORECASE,
)


def find_title(page: Page, lines: list[Line], labels: list[Label], kind: DocumentKind) -> Found | None:
    """Give the undertaking's name: as labelled, the line under a municipality's name, in quotes, or the headline."""
    for label in labels:
        if label.role == "title" and 3 < len(label.value.text) < 220:
            return bare_title(label.value, 0.95)
    head = page.title
    if head is None:
        return None
    if KOMMUNE_TITLE.match(head.text):
        for line in lines[:8]:
            if line.char_start <= head.char_start or META_LINE.match(line.text):
                continue
            if len(line.text) < 160 and not line.text.endswith((".", ":")):
                return bare_title(Span(line.text, line.char_start, line.char_end), 0.93)
            break
        return None
    quoted = QUOTED_PROJECT.search(head.text) or re.search(r"[\"”“»„](?P<name>[^\"”“»«„]{4,140})[\"”“«”]", head.text)
    if quoted:
        return Found(
            quoted["name"].strip(), head.char_start + quoted.start("name"), head.char_start + quoted.end("name"), 0.93
        )
    if kind in (DocumentKind.NEWS, DocumentKind.PROJECT_PAGE) and page.document.url and "vpt.dk" in page.document.url:
        body = QUOTED_PROJECT.search(page.text)
        if body:
            return Found(body["name"].strip(), body.start("name"), body.end("name"), 0.85)
    if kind is DocumentKind.NEWS:
        body = QUOTED_PROJECT.search(page.text) or NAMED_PROJECT.search(page.text) or CALLED.search(page.text)
        if body:
            return Found(body["name"].strip(), body.start("name"), body.end("name"), 0.88)
    text, start = head.text, head.char_start
    prefix = _HEAD_PREFIX.match(text)
    if (
        prefix
        and kind in (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION, DocumentKind.PROJECT_PAGE)
        and len(text) - prefix.end() > 6
    ):
        text, start = text[prefix.end() :], start + prefix.end()
    return bare_title(Span(text, start, start + len(text)), 0.85)


def bare_title(span: Span, confidence: float) -> Found | None:
    """Give a title without quotes and without the owner before or behind it; `None` if nothing is left."""
    text = span.text.strip().strip('"”“»«„').rstrip(" .:–-")
    # "Friskere liv – Havby Kommune" and "Havby Kommune: Friskere liv": the owner is no part of the name.
    owner_first = re.match(r"^[A-ZÆØÅ][\wæøåÆØÅ-]+(?:\s[A-ZÆØÅ]\w+)?\s(?:Regionsk|K)ommune\s*[:–—-]\s+(?=\S)", text)
    in_brackets = re.search(r"\s*\([^()]*\)$", text)
    if in_brackets and in_brackets.start() > 3 and find_municipalities(in_brackets[0]):
        text = text[: in_brackets.start()]
    owner_last = re.search(r"\s*[,–—-]\s+[A-ZÆØÅ][\wæøåÆØÅ-]+\s(?:Regionsk|K)ommune$", text)
    if owner_first and len(text) - owner_first.end() > 4:
        text = text[owner_first.end() :]
    elif owner_last and owner_last.start() > 4:
        text = text[: owner_last.start()]
    text = text.strip(' "”“»«„')
    if len(text) < 3:
        return None
    begin = span.char_start + span.text.index(text)
    return Found(text, begin, begin + len(text), confidence)


def find_named_project(page: Page, lines: list[Line]) -> Found | None:
    """Give the project that some lines call by its name: in quotes, or "Projektet Havby i bevægelse er slut"."""
    for line in lines:
        match = QUOTED_PROJECT.search(line.text) or NAMED_PROJECT.search(line.text) or CALLED.search(line.text)
        if match:
            name = match["name"].strip(" .")
            return Found(
                name, line.char_start + match.start("name"), line.char_start + match.start("name") + len(name), 0.88
            )
    return None
