"""The status of an award as its page words it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from corpus.evidence import Origin
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Page
from ingest.extract.periods import is_period_label

_AWARD_WORDS = Cue(
    r"har fået tildelt(?: midler)?|har fået støtte|er tildelt|tildelt(?:\sbeløb)?|bevill?i?get(?:\sbeløb)?|"
    r"har modtaget støtte|støttede projekter|udmøntet|modtager|får støtte|tilsagn|har fået"
)


@lru_cache(maxsize=8)
def _award_spans(text: str) -> list[tuple[int, int]]:
    """Give where a page has words of award, in order; cached, since each entry of its lists asks."""
    return [match.span() for match in _AWARD_WORDS.finditer(text)]


def award_status(page: Page, entry: Entry) -> Found:
    """Give "awarded" with the nearest words before the entry that say so; the amount itself if none do."""
    spans = _award_spans(page.text)
    index = bisect_right(spans, (entry.char_start, len(page.text))) - 1
    if index >= 0:
        return Found(Status.AWARDED.value, *spans[index], 0.76)
    anchor = entry.amount or (entry.places[0] if entry.places else entry.owner)
    start, end = (anchor.char_start, anchor.char_end) if anchor else (entry.char_start, entry.char_end)
    return Found(Status.AWARDED.value, start, end, 0.7, Origin.INFERRED)


_RUNS = Cue(r"\b(?:løber|kører|varer|gennemføres|begynder|starter|fortsætter|strækker sig|er slut|slutter)\b")


def settle_by_dates(draft: Draft) -> None:
    """State an award as running whose stated period holds the day on which its page was fetched."""
    start, end = draft.value("period_from"), draft.value("period_to")
    day = draft.page.document.fetched_at[:10]
    if draft.value("status") != Status.AWARDED.value or not start or not end or not day:
        return
    if not (str(start) <= day[: len(str(start))] and day[: len(str(end))] <= str(end)):
        return
    until = max((s for s in draft.statements if s.field == "period_to"), key=lambda s: s.confidence)
    sentence = draft.page.sentence_at(until.char_start)
    is_told = sentence is not None and bool(_RUNS.search(sentence.text))
    if not is_told and not is_period_label(draft.page, until.char_start):
        return  # a period in a column is what was planned when the list was made
    draft.statements = [s for s in draft.statements if s.field != "status"]
    draft.state("status", Found(Status.RUNNING.value, until.char_start, until.char_end, 0.77, Origin.INFERRED))
