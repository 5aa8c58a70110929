"""The sentences of a page that may tell results, and what the rules make of each and of all.

A sentence counts when it reports (not plans) and says that something moved; `directions` tells which way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.comparisons import is_start_only
from ingest.extract.directions import OPPOSES, TURNS_TO_BAD, read_directions, takes_back
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcome_readings import Outcome, Reading, combine
from ingest.extract.outcome_signs import see_sentence
from ingest.extract.result_asides import is_aside, parts_of
from ingest.extract.result_cues import (
    announces_other,
    announces_results,
    concludes,
    draws_sum,
    is_labelled_result,
    is_of_others,
    is_too_early,
    lacks_verb,
    leaves_out_subject,
    names_in,
    plain_words,
    sets_aim,
    states_start,
    tells_grant,
    tells_liking,
    tells_need,
    tells_plans,
    tells_report,
    without_names,
)
from ingest.extract.result_forms import read_form
from ingest.extract.result_tables import as_said, cell, is_no_result, times_of
from ingest.extract.thing_signs import measured_in
from ingest.extract.told_figures import read_across

MAX_EARLIER = 3
"""Sentences before one whose figures it may answer."""
_NAMED_WITHIN = 6_000  # characters of a page in which its project is named
_SHORTEST = 14  # characters of a sentence that may tell a result, unless it answers a figure
_HAS_WORD = re.compile(r"[a-zæøå]{3}", re.IGNORECASE)
_HAS_FIGURE = re.compile(r"\d")
MAX_SENTENCES = 80
"""Sentences of one undertaking that are read for results; a report's first tell them."""


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of some lines that may tell results, and what the rules make of them."""

    sentences: tuple[Span, ...]
    plain: tuple[str, ...]  # what each says without names and asides on others
    signs: tuple[list[frozenset[str]], ...]  # of each sentence, clause by clause
    asides: tuple[bool, ...]  # of each sentence, whether it counts only where no other tells how it went
    ruled: Outcome | None
    is_ruled_by_asides: bool  # the rules read a direction in asides alone
    is_settled: bool  # the rules read it whole: it is a form, or sums up what it told
    is_certain: bool  # they stand where results are told


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence that may tell a result."""

    sentence: Span
    bare: str  # without names
    earlier: tuple[str, ...]  # those before it whose figures it may answer
    is_result: bool  # it stands where results are told
    plans: bool
    reports: bool
    is_aside: bool


def told_in_sentences(page: Page, sentences: Sequence[Span], topic: str = "") -> Told:
    """Give the sentences, or parts of some, that are known to be on one undertaking's results."""
    context = f"{' '.join(s.text for s in sentences)} {page.text[:600]}"
    read: list[Reading] = []
    seen: list[_Seen] = []
    earlier: list[str] = []
    for sentence in sentences:
        bare = " ".join(without_names(sentence.text).split())
        window = tuple(earlier[-MAX_EARLIER:])
        earlier.append(bare)
        plans, reports = tells_plans(bare), tells_report(bare)
        if is_of_others(bare) or takes_back(bare) or (plans and not reports):
            continue
        seen.append(_Seen(sentence, bare, window, True, plans, reports, is_aside(bare)))
        if directions := read_directions(bare, context, topic) | read_across(window, bare, context):
            read.append(Reading(sentence, directions, is_aside=is_aside(bare)))
    ruled = combine(read, certain=True) if read else None
    asides = tuple(s.is_aside for s in seen)
    by_asides = all(reading.is_aside for reading in read)
    plain = tuple(s.bare for s in seen)
    sentences = tuple(s.sentence for s in seen)
    return Told(sentences, plain, _signs(seen, context), asides, ruled, by_asides, False, True)


def read_told(
    page: Page, lines: list[Line] | None = None, *, needs_section: bool = False, is_report: bool = False
) -> Told:
    """Give the sentences that may tell results, as `find_outcome` reads them."""
    context = " ".join(line.text for line in (lines if lines is not None else page.lines))[:4000]
    if lines is not None:  # what the whole page is about: undernourishment, say
        context = f"{context} {page.text[:600]}"
    headings = dict.fromkeys(heading for line in (lines if lines is not None else page.lines) for heading in line.path)
    names = names_in([*([page.title.text] if page.title is not None else []), *headings], page.text[:_NAMED_WITHIN])
    topic = ""  # what the sentence before measured: "Færre skal på sygehus. Antallet er faldet fra 40 til 22."
    earlier: list[str] = []  # the sentences before it, whose figures may be answered
    is_early = False  # a sentence says that it is too early to tell: then only figures do
    was_silent = False  # the sentence before may tell a result and told no direction
    section = ""
    told_before = -1  # where the last sentence that told a direction ends
    in_section: list[Reading] = []
    elsewhere: list[Reading] = []
    seen: list[_Seen] = []
    form_line, form, has_form = -1, None, False
    table_topic = ""  # what its header says that its figures are of
    heads: dict[int, str] = {}  # what the columns of a table are of, before or after
    for sentence, line in _cut_at_figures(page.sentences_of(lines)):
        if line.is_heading:
            continue
        if line.index != form_line:
            form_line, form = line.index, _form_of(line)
            if form:
                has_form = True
                whole = Span(line.text, line.char_start, line.char_end)
                in_section.append(Reading(whole, form))
        if line.section != section:
            section, topic, earlier, was_silent = line.section, "", [], False
        if line.cells and len(line.cells) > 2:
            if found := times_of(line):
                heads, table_topic = found, cell(line, 0)
                continue
            if is_no_result(cell(line, 0)):
                continue
            text = as_said(line, heads, table_topic) if heads else ""
            if text and (told_by_row := read_directions(text, context)):
                in_section.append(Reading(sentence, told_by_row))
                has_form = True
                continue
        if form or (len(sentence.text) < _SHORTEST and not (earlier and _HAS_FIGURE.search(sentence.text))):
            continue
        above = " / ".join(line.path[1:] or line.path)
        is_result = (
            is_report
            or is_labelled_result(line.text)
            or (announces_results(above) and not re.search(r"forvent", above, re.IGNORECASE))
        )
        if is_report and announces_other(line.section) and not announces_results(line.section):
            continue
        if (not is_result and announces_other(above)) or sentence.text.endswith("?"):
            continue
        if not is_result and lacks_verb(sentence.text):
            continue
        bare = plain_words(sentence.text, names)
        if is_of_others(bare):
            earlier += [sentence.text] if states_start(sentence.text) else []
            continue
        window = tuple(earlier[-MAX_EARLIER:])
        earlier.append(bare)
        across = read_across(window, bare, context)
        beside = is_aside(bare)
        is_early |= is_too_early(bare)
        plans = tells_plans(sentence.text) and not (is_result and tells_need(sentence.text))
        reports = bool(across) or tells_report(sentence.text)
        if (reports or not plans) and not takes_back(bare) and not sets_aim(bare) and _HAS_WORD.search(bare):
            seen.append(_Seen(sentence, bare, window, is_result, plans, reports, beside))
        if (plans and not (is_result and reports)) or not (is_result or reports) or sets_aim(bare):
            topic = measured_in(bare) or topic
            continue
        own_topic = measured_in(bare)
        leaves_out = leaves_out_subject(bare, own_topic)
        directions = (
            across
            if is_start_only(bare.lower())
            else across | read_directions(bare, context, topic if leaves_out else "")
        )
        topic = own_topic or topic
        follows = 0 <= sentence.char_start - told_before <= 2
        # "Indlæggelserne faldt. Til gengæld måtte flere ...": the other side, whatever it is
        if not directions and OPPOSES.match(sentence.text) and follows:
            directions = {OutcomeDirection.MIXED}
        # "To blev raske. Omvendt kom der flere klager": what came before was good
        elif was_silent and len(directions) == 1 and TURNS_TO_BAD.match(sentence.text) and not follows:
            directions = directions | {OutcomeDirection.MIXED}
        was_silent = not directions
        if directions:
            told_before = sentence.char_end
            sums_up = concludes(sentence.text) or (follows and draws_sum(sentence.text))
            is_liked = directions == {OutcomeDirection.BETTER} and tells_liking(sentence.text)
            reading = Reading(sentence, directions, sums_up, is_liked, beside)
            (in_section if is_result else elsewhere).append(reading)
    if is_early:
        elsewhere = [reading for reading in elsewhere if _HAS_FIGURE.search(reading.sentence.text)]
        seen = [s for s in seen if s.is_result or _HAS_FIGURE.search(s.bare)]
    read = in_section or ([] if needs_section else elsewhere)
    headline = _headline(page) if lines is None and not in_section else None
    if headline is not None and headline.directions < set().union(*(r.directions for r in read)):
        read = [headline]
    ruled = combine(read, certain=bool(in_section)) if read else None
    is_settled = has_form or any(reading.sums_up for reading in read)
    is_certain = any(s.is_result for s in seen)
    in_section_only = needs_section or (is_certain and bool(in_section or not elsewhere))
    chosen = [s for s in seen if s.is_result or not in_section_only][:MAX_SENTENCES]
    return Told(
        sentences=tuple(s.sentence for s in chosen),
        plain=tuple(s.bare for s in chosen),
        signs=() if is_settled else _signs(chosen, context),
        asides=tuple(s.is_aside for s in chosen),
        ruled=ruled,
        is_ruled_by_asides=all(reading.is_aside for reading in read),
        is_settled=is_settled,
        is_certain=is_certain,
    )


def _headline(page: Page) -> Reading | None:
    """Give what the headline of a news item tells of how a project went: it decides where the item tells both ways."""
    title = page.title
    if title is None or page.document.kind is not DocumentKind.NEWS:
        return None
    if tells_plans(title.text) or tells_grant(title.text) or title.text.endswith("?") or lacks_verb(title.text):
        return None
    directions = read_directions(without_names(title.text), page.text[:600])
    return Reading(title, directions, sums_up=True) if len(directions) == 1 else None


_FIGURE_ENDS = re.compile(
    r"(?:(?<=[a-zæøå%:]\s\d\d)|(?<=[a-zæøå%:]\s\d)|(?<=\d,\d)|(?<=\s\d\d\d)|(?<=\s\d\d\d\d))\.\s(?=[A-ZÆØÅ])"
)


def _cut_at_figures(sentences: Iterable[tuple[Span, Line]]) -> Iterator[tuple[Span, Line]]:
    """Cut sentences where a figure ends one: "Gennemsnittet var 58. Da barnet var ti måneder, var det 47."."""
    for sentence, line in sentences:
        at = 0
        for stop in _FIGURE_ENDS.finditer(sentence.text):
            yield from ((part, line) for part in parts_of(sentence_part(sentence, at, stop.start() + 1)))
            at = stop.end()
        rest = sentence_part(sentence, at, len(sentence.text)) if at else sentence
        yield from ((part, line) for part in parts_of(rest))


def sentence_part(sentence: Span, start: int, end: int) -> Span:
    """Give a part of a sentence."""
    return Span(sentence.text[start:end], sentence.char_start + start, sentence.char_start + end)


def _signs(seen: Sequence[_Seen], context: str) -> tuple[list[frozenset[str]], ...]:
    return tuple(see_sentence(s.bare, context, s.earlier, plans=s.plans, reports=s.reports) for s in seen)


def _form_of(line: Line) -> set[OutcomeDirection] | None:
    return read_form(line.text) if ":" in line.text and not line.cells and len(line.text) <= _LONGEST_FORM else None


_LONGEST_FORM = 600  # characters
