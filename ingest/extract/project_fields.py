"""Fields of one project's own page: its money, labelled periods and years, status and keywords."""

from __future__ import annotations

import re

from corpus.dates import find_dates, find_periods
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page, Span
from ingest.extract.statuses import find_status

_AWARDED_SUM = Cue(
    r"(?:fået|får|fik|modtag(?:et|er)|modtog|bevil(?:get|ling(?:en)?)|tildelt|støtte(?:[tnr]|de|beløb\w*)?|tilskud(?:det|sbeløb)?|"
    r"tilsagn(?:et)?|beløbet|"
    r"bevilges|puljemidler|har givet|gav|giver|skød|betalte|betaler|fra (?:sats)?puljen|til projektet)\b"
)


_NOT_AWARDED = Cue(
    r"ansøg|søgt|pulje[nr]? (?:på|er på|rummer)|samlet (?:pulje|ramme)|afsat|sparet|besparelse|udgift|koste|"
    r"pr\.? (?:borger|patient|år|måned)|medfinans|egenfinans|alle projekter|i alt \w+ projekter|\d+ projekter"
)

# "Der er brugt 2.298.020 kr. af det bevilgede tilskud på 2.377.415 kr."
_SPENT = Cue(
    r"\b(?:brugt|bruges|brugte|forbrug\w*|anvendt|anvendte|uforbrugt\w*|restbeløb\w*|tilbagebetal\w*)\b[^\d]{0,35}$"
)


_FIELD_BEFORE = re.compile(r"[·•|]\s?$")
_FIELD_AFTER = re.compile(r"\W{0,4}(?:$|[·•|])")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a sum is all of a line, or one of the fields that dots part: "Havby Kommune · 900.000 kr."."""
    if len(text) - (end - start) <= 4:
        return True
    before = not start or _FIELD_BEFORE.search(text, max(0, start - 3), start) is not None
    return len(text) <= 120 and before and _FIELD_AFTER.match(text, end) is not None


def _alone(page: Page, lines: list[Line]) -> Found | None:
    """Give the one sum that stands alone on a line of a section, as on a card."""
    if lines is page.lines or len(lines) > 8:
        return None
    sums = [
        Found(m.amount_dkk, line.char_start + m.char_start, line.char_start + m.char_end, 0.8)
        for line in lines
        for m in find_amounts(line.text)
        if _stands_alone(line.text, m.char_start, m.char_end) and m.amount_dkk >= 10_000 and not m.amount_to_dkk
    ]
    return sums[0] if len(sums) == 1 else None


def find_amount(page: Page, lines: list[Line], labels: list[Label]) -> Found | None:
    """Give what the project was awarded: as labelled, else as a sentence says; sums applied for or saved are none."""
    for label in labels:
        if label.role == "amount":
            amounts = find_amounts(label.value.text)
            plain = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+)\b.*", label.value.text)
            if amounts and amounts[0].amount_dkk >= 1000:
                m = amounts[0]
                return Found(
                    m.amount_dkk, label.value.char_start + m.char_start, label.value.char_start + m.char_end, 0.96
                )
            if plain:
                return Found(
                    int(plain[1].replace(".", "")), label.value.char_start, label.value.char_start + plain.end(1), 0.93
                )
        if label.role == "funder" and (paid := find_amounts(label.value.text)) and len(paid) == 1:
            m, at = paid[0], label.value.char_start  # "Finansiering: 900.000 kr. fra puljen Havby i bevægelse (2024)"
            if m.amount_dkk >= 10_000 and re.match(r"\W{0,2}(?:fra|af)\b", label.value.text[m.char_end :].strip()):
                return Found(m.amount_dkk, at + m.char_start, at + m.char_end, 0.88)
    best = _alone(page, lines)
    for sentence, line in page.sentences_of(lines):
        if line.cells:
            continue
        for m in find_amounts(sentence.text):
            near = sentence.text[max(0, m.char_start - 110) : m.char_end + 45]
            if m.amount_dkk < 10_000 or not _AWARDED_SUM.search(near) or m.amount_to_dkk:
                continue
            clause = sentence.text[max(0, m.char_start - 70) : m.char_end + 25]
            if _NOT_AWARDED.search(clause) or _SPENT.search(sentence.text[max(0, m.char_start - 60) : m.char_start]):
                continue
            confidence = 0.87 - (0.1 if m.is_approximate else 0.0)
            if best is None or confidence > best.confidence:
                best = Found(
                    m.amount_dkk, sentence.char_start + m.char_start, sentence.char_start + m.char_end, confidence
                )
    return best


def state_labels(draft: Draft, labels: list[Label]) -> None:
    """State periods, year, target group and status as the labelled values have them."""
    for label in labels:
        text, start = label.value.text, label.value.char_start
        if label.role == "period":
            for p in find_periods(text):
                span = (start + p.char_start, start + p.char_end)
                draft.state("period_from", Found(p.from_iso, *span, 0.95) if p.from_iso else None)
                draft.state("period_to", Found(p.to_iso, *span, 0.95) if p.to_iso else None)
        elif label.role in ("start", "end") and (dates := find_dates(text)):
            d = dates[0]
            name = "period_from" if label.role == "start" else "period_to"
            draft.state(name, Found(d.iso, start + d.char_start, start + d.char_end, 0.94))
        elif label.role == "year" and (year := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)):
            draft.state("year_awarded", Found(int(year[0]), start + year.start(), start + year.end(), 0.93))
        elif label.role == "funder" and find_amounts(text) and (year := re.search(r"\((20\d\d)\)$", text)):
            draft.state("year_awarded", Found(int(year[1]), start + year.start(1), start + year.end(1), 0.8))
        elif label.role == "target":
            draft.state(
                "target_group",
                Found(text.rstrip("."), start, start + len(text.rstrip(".")), 0.93) if len(text) < 260 else None,
            )
        elif label.role == "status":
            for pattern, status in (
                (r"stop|afbrudt|lukket ned|opgivet", Status.STOPPED),
                (r"afslut|slut|færdig|gennemført", Status.COMPLETED),
                (r"i gang|igang|løber|løbende|aktiv|pågår|kører", Status.RUNNING),
                (r"bevilget|tildelt|tilsagn|godkendt|planlagt|opstart", Status.AWARDED),
            ):
                if re.search(pattern, text, re.IGNORECASE):
                    draft.state("status", Found(status.value, start, start + len(text), 0.95))
                    break


def find_keywords(lines: list[Line]) -> list[tuple[Span, float]]:
    """Give the page's own keywords ("Emneord: a, b, c"), which weigh as much as its title."""
    for line in lines:
        if re.match(r"(?:emneord|nøgleord|temaer|emner)\s*:", line.text, re.IGNORECASE):
            return [(Span(line.text, line.char_start, line.char_end), 1.5)]
    return []


def find_project_status(page: Page, lines: list[Line], kind: DocumentKind, draft: Draft) -> Found | None:
    """Give where the project stands: what words say, else that a report or a section of results exists."""
    stated = find_status(page, lines)
    if stated is not None and stated.value == Status.STOPPED.value:
        return stated
    if (
        kind in (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION)
        and page.title is not None
        and not re.search(r"midtvejs|status", page.title.text, re.I)
    ):
        word = re.search(
            r"slutrapport\w*|slutafrapportering\w*|slutevaluering\w*|evaluering\w*|erfaringsopsamling\w*|"
            r"afrapportering\w*",
            page.text,
            re.IGNORECASE,
        )
        if word:
            sure = 0.9 if kind is DocumentKind.FINAL_REPORT else 0.86  # what tells of a stop outranks an evaluation
            return Found(Status.COMPLETED.value, word.start(), word.end(), sure)
    outcome = [s for s in draft.statements if s.field == "outcome_direction"]
    if stated is not None and stated.value in (Status.COMPLETED.value, Status.RUNNING.value):
        return stated
    section = next(
        (
            line
            for line in lines
            if line.is_heading and re.search(r"hvad kom der ud af|resultater|hvad opnåede", line.text, re.IGNORECASE)
        ),
        None,
    )
    if outcome and section is not None:
        return Found(Status.COMPLETED.value, section.char_start, section.char_end, 0.75, Origin.INFERRED)
    return stated
