"""Whom an undertaking is for, in the page's words."""

from __future__ import annotations

import re

from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page

_TARGET_LABEL = re.compile(
    r"^(?:(?:projektets |primære? |puljens )?målgruppe(?:n|r)?|målgruppe for (?:projektet|indsatsen)|"
    r"hvem er målgruppen\??|borgergruppe)\s*:?\s*$",
    re.IGNORECASE,
)
_TARGET_INLINE = re.compile(
    r"^\s*(?:projektets |primær |puljens )?målgruppe(?:n)?\s*:\s*(?P<value>\S.{2,250})$", re.IGNORECASE
)
_TARGET_SENTENCE = re.compile(
    r"\bmålgruppe(?:n)?(?:\s(?:for|i)\s(?:projektet|indsatsen|puljen|forløbet|tilbuddet))?\s(?:er|var|"
    r"omfatter|omfattede|består af|udgøres af)\s(?P<value>[^.;\n]{4,200})",
    re.IGNORECASE,
)
_TARGET_AIMED = re.compile(
    r"\b(?:henvender sig (?:særligt |især |primært )?til|retter sig (?:særligt |især )?mod|rettet mod|"
    r"målrettet(?: mod)?|\w*indsats(?:en|er|erne)? (?:til|for|over for)|projekt(?:et)? for)"
    r"\s(?P<value>(?!at\b|med\b|den\b|det\b)[a-zæøå][^.;,\n]{9,120})",
)
# "med særligt fokus på ældre medicinske patienter og udsatte grupper": persons, not matters, are a target group
_TARGET_FOCUS = re.compile(
    r"\bmed (?:et )?(?:særligt?e? |stort )?fokus på (?P<value>(?:\w+ ){0,2}?(?:ældre|borgere|mennesker|patienter|"
    r"børn|unge|"
    r"familier|pårørende|beboere|gravide|kvinder|mænd)\b[^.;,:\n\"”–]{0,90})"
)


def find_target_group(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give whom the undertaking is for, in the page's words."""
    chosen = lines if lines is not None else page.lines
    for position, line in enumerate(chosen):
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _TARGET_LABEL.match(page.text[a:b].strip()) and d > c:
                return _shorten(page.text[c:d], c, 0.92)
        inline = _TARGET_INLINE.match(line.text)
        if inline:
            return _shorten(inline["value"], line.char_start + inline.start("value"), 0.92)
        if _TARGET_LABEL.match(line.text) and position + 1 < len(chosen):
            value = chosen[position + 1]
            if not (page.has_markup and value.is_heading):
                return _shorten(value.text, value.char_start, 0.88)
    for pattern, confidence in ((_TARGET_SENTENCE, 0.85), (_TARGET_FOCUS, 0.65), (_TARGET_AIMED, 0.6)):
        for sentence, _line in page.sentences_of(chosen):
            match = pattern.search(sentence.text)
            if match:
                return _shorten(match["value"], sentence.char_start + match.start("value"), confidence)
    return None


# A target group is a noun phrase: "mennesker med psykiske lidelser" ends where "er en stor udfordring" begins, unless
# the verb is of a clause that describes them ("borgere, der er", "som har").
_FINITE = re.compile(
    r"(?<!\bder)(?<!\bsom)(?<!\bogså)(?<!\bikke)(?<!\bde)\s(?:er en|er et|er den|er det|er stor\w*|"
    r"er vigtig\w*|er blevet|"
    r"skal|kan være|kræver|bliver|fylder|udgør|betyder|viser|giver|blev)\s|\s(?:eller|og) (?:på|om|hvordan)\b|"
    r"\s[-–]\s|,?\s(?:så|for at|ved at|hvor|herunder|blev opslået)\b"
)


def _shorten(text: str, start: int, confidence: float) -> Found | None:
    """Keep the first sentence, at most 220 characters."""
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    stop = re.search(r"[.\n](?:\s|$)", body)
    value = body[: stop.start()] if stop and stop.start() > 3 else body
    if len(value) > 220:
        value = value[:220].rsplit(" ", 1)[0]
    verb = _FINITE.search(value)
    if verb and verb.start() > 3:
        value = value[: verb.start()]
    value = value.rstrip(" ,;:")
    return Found(value, start + lead, start + lead + len(value), confidence) if len(value) > 3 else None
