"""The sector's five dimensions of an undertaking, each as the passage that speaks of it, or absent."""

from __future__ import annotations

import re

from corpus.records import DIMENSIONS
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page, split_sentences

MAX_PASSAGE = 700  # characters; whole sentences

_HEADINGS = {
    "maalgruppe": re.compile(r"målgruppe|hvem (?:er|henvender|var)|borgergruppe", re.IGNORECASE),
    "metode": re.compile(
        r"metode|indsatsen\b|indsatsens indhold|aktiviteter|hvad (?:gik|går) (?:projektet|indsatsen) ud på|"
        r"sådan (?:gjorde|gør|arbejde)|beskrivelse af "
        r"(?:projektet|indsatsen)|projektets indhold|hvordan arbejde|fremgangsmåde|intervention|"
        r"hvad har (?:vi|I|kommunen) gjort|det gjorde vi|tilgang",
        re.IGNORECASE,
    ),
    "implementering": re.compile(
        r"implementering|forankring|organisering|videreføre|fortsættelse|efter projektperioden|drift|"
        r"udbredelse|fortsætte|barrierer|fremmende|hæmmende|"
        r"hvorvidt, og i hvilken form|læringspunkter|anbefalinger|gode råd",
        re.IGNORECASE,
    ),
    "effekt": re.compile(
        r"effekt|resultat|hvad kom der ud|udbytte|virkning|målopfyldelse|hvad opnåede|opnåede|mål(?:et|"
        r"ene)? er (?:op)?nået|hvorvidt og hvorledes",
        re.IGNORECASE,
    ),
    "oekonomi": re.compile(
        r"økonomi|budget|regnskab|omkostning|finansiering|ressourceforbrug|pris\b|udgift|besparelse", re.IGNORECASE
    ),
}
_SENTENCES = {
    "metode": re.compile(
        r"\b(?:projektet|kommunen|kommunerne|indsatsen|man|vi)\b[^.]{0,40}\b(?:afprøve[rd]?e?|udvikle[rd]e?|"
        r"tilbyder|tilbød|arbejde[rd]e? (?:med|efter)|indfør(?:te|er)|"
        r"bygger på|består af|bestod af|ansatte|oprettede|etablere[rd]e?|uddannede|træne[rd]e?|gennemfør(?:te|"
        r"er)|samle[rd]e?|besøger|besøgte|benytte[rd]e?)\b",
        re.IGNORECASE,
    ),
    "implementering": re.compile(
        r"\b(?:forankre[st]|forankret|implementere[trs]|gået i drift|sat i drift|overgået til drift|"
        r"fortsætter efter|videreført|videreføres|udbredt til|udbredes til|"
        r"ledelsesopbakning|en del af driften|fast del af)\b",
        re.IGNORECASE,
    ),
    "oekonomi": re.compile(
        r"\b(?:sparet|besparelse[rn]?|udgiften|udgifterne|omkostning\w*|rentabel|business case|"
        r"økonomisk gevinst|kostede|koster|tjent hjem|tjener sig hjem|pris pr)\b",
        re.IGNORECASE,
    ),
}
_PLAN_HEAD = re.compile(r"forvent|formål|baggrund|kriterier|ansøg", re.IGNORECASE)


def find_dimensions(page: Page, lines: list[Line] | None = None) -> dict[str, Found]:
    """Give the passage of each dimension that the page (or some of its lines) speaks of.

    A passage under a heading of its own comes first; for metode, implementering and økonomi a sentence may do.
    Effekt comes from its heading only: what results there are, `outcomes` reads.
    """
    chosen = lines if lines is not None else page.lines
    indexes = {line.index for line in chosen}
    found: dict[str, Found] = {}
    for line in chosen:
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            for name, pattern in _HEADINGS.items():
                label = page.text[a:b]
                if name not in found and pattern.search(label) and d - c > 12 and not _PLAN_HEAD.search(label):
                    found[name] = _passage(page, c, d, 0.85)
            continue
        label = line.text.rstrip(": ")
        if not (line.is_heading or line.text.endswith(":")) or len(label) > 110 or _PLAN_HEAD.search(label):
            continue
        for name in DIMENSIONS:
            if name in found or not _HEADINGS[name].search(label):
                continue
            body = _body(page, line, indexes)
            if body:
                found[name] = _passage(page, body[0].char_start, body[-1].char_end, 0.85)
    for name, pattern in _SENTENCES.items():
        if name in found:
            continue
        for sentence, line in page.sentences_of(chosen):
            if not line.is_heading and len(sentence.text) > 40 and pattern.search(sentence.text):
                if _PLAN_HEAD.search(line.section) and name != "metode":
                    continue
                found[name] = Found(sentence.text, sentence.char_start, sentence.char_end, 0.6)
                break
    return found


def _body(page: Page, heading: Line, indexes: set[int]) -> list[Line]:
    body: list[Line] = []
    for line in page.lines[heading.index + 1 :]:
        if line.index not in indexes or (line.is_heading and (page.has_markup or len(line.text) < 60)):
            break
        if line.text.endswith(":") and len(line.text) < 60 and body:
            break
        body.append(line)
    return body


def _passage(page: Page, start: int, end: int, confidence: float) -> Found:
    """Give the whole sentences from a place on, at most `MAX_PASSAGE` characters."""
    stop = start
    for sentence in split_sentences(page.text[start:end], start):
        if sentence.char_end - start > MAX_PASSAGE and stop > start:
            break
        stop = sentence.char_end
    text = page.text[start:stop].strip()
    begin = start + page.text[start:stop].index(text) if text else start
    return Found(text, begin, begin + len(text), confidence)
