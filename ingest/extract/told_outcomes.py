"""The sentences of a page that may tell results, and what the rules make of each and of all.

A sentence counts when it reports (not plans) and says that something moved; `directions` tells which way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.comparisons import is_start_only
from ingest.extract.directions import (
    IN_SPITE,
    OPPOSES,
    TURNS_TO_BAD,
    read_directions,
    takes_back,
    without_aim,
)
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcome_readings import Outcome, Reading, combine
from ingest.extract.outcome_signs import see_sentence
from ingest.extract.plain_words import names_in, plain_words, without_names
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
    sets_aim,
    states_start,
    tells_grant,
    tells_habit,
    tells_idea,
    tells_liking,
    tells_need,
    tells_plans,
    tells_report,
)
from ingest.extract.result_forms import read_form
from ingest.extract.result_tables import as_said, cell, is_no_result, times_of
from ingest.extract.thing_signs import measured_in, sign_of_thing
from ingest.extract.told_figures import read_across

MAX_EARLIER = 3
"""Sentences before one whose figures it may answer."""
_NAMED_WITHIN = 6_000  # characters of a page in which its project is named
_SHORTEST = 14  # characters of a sentence that may tell a result, unless it answers a figure
_NOT_BETTER = {OutcomeDirection.WORSE, OutcomeDirection.NO_CHANGE}
_HAS_WORD = re.compile(r"[a-zæøå]{3}", re.IGNORECASE)
_HAS_FIGURE = re.compile(r"\d")
_SAME_AS_BEFORE = Cue(
    r"^(?:det|dette|tallet|andelen|niveauet|resultatet) (?:er|var|svarer til|ligger på) (?:\w+ ){0,2}?"
    r"(?:det |den |de )?samme (?:\w+ )?som (?:før|tidligere|hidtil|inden|året før|ved|i)\b"
)
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
        seen.append(_Seen(sentence, without_aim(bare), window, True, plans, reports, is_aside(bare)))
        across = read_across(window, bare, context)
        is_same = _is_as_before(bare, across)
        directions = {OutcomeDirection.NO_CHANGE} if is_same else across | read_directions(bare, context, topic)
        if directions:
            read.append(Reading(sentence, directions, sums_up=is_same, is_aside=is_aside(bare)))
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
    read_lines = lines if lines is not None else page.lines
    context = " ".join(line.text for line in read_lines)[:4000]
    if lines is not None:  # what the whole page is about: undernourishment, say
        context = f"{context} {page.text[:600]}"
    headings = dict.fromkeys(heading for line in read_lines for heading in line.path)
    names = names_in([*([page.title.text] if page.title is not None else []), *headings], page.text[:_NAMED_WITHIN])
    walk = _Walk(context, names, is_report=is_report)
    for sentence, line in _cut_at_figures(page.sentences_of(lines)):
        if not line.is_heading:
            walk.take(sentence, line)
    in_section, elsewhere, seen = walk.in_section, walk.elsewhere, walk.seen
    if walk.is_early:
        elsewhere = [reading for reading in elsewhere if _HAS_FIGURE.search(reading.sentence.text)]
        seen = [s for s in seen if s.is_result or _HAS_FIGURE.search(s.bare)]
    read = in_section or ([] if needs_section else elsewhere)
    headline = _headline(page) if lines is None and not in_section else None
    if headline is not None and headline.directions < set().union(*(r.directions for r in read)):
        read = [headline]
    is_settled = walk.has_form or any(reading.sums_up for reading in read)
    is_certain = any(s.is_result for s in seen)
    in_section_only = needs_section or (is_certain and bool(in_section or not elsewhere))
    chosen = [s for s in seen if s.is_result or not in_section_only][:MAX_SENTENCES]
    return Told(
        sentences=tuple(s.sentence for s in chosen),
        plain=tuple(s.bare for s in chosen),
        signs=() if is_settled else _signs(chosen, context),
        asides=tuple(s.is_aside for s in chosen),
        ruled=combine(read, certain=bool(in_section)) if read else None,
        is_ruled_by_asides=all(reading.is_aside for reading in read),
        is_settled=is_settled,
        is_certain=is_certain,
    )


class _Walk:
    """A walk through the sentences of a page: what it has read, and what the next one may refer to."""

    def __init__(self, context: str, names: Sequence[str], *, is_report: bool) -> None:
        self._context = context
        self._names = names
        self._is_report = is_report
        self.in_section: list[Reading] = []  # where results are told
        self.elsewhere: list[Reading] = []
        self.seen: list[_Seen] = []
        self.has_form = False
        self._explains = False  # the sentence before says that there was an idea, which this one tells
        self.is_early = False  # a sentence says that it is too early to tell: then only figures do
        self._section = ""
        self._asked = ""  # the last line of the section that is a question alone, as a heading is
        self._topic = ""  # what was measured: "Færre skal på sygehus. Antallet er faldet fra 40 til 22."
        self._earlier: list[str] = []  # the sentences before this one, whose figures may be answered
        self._was_silent = False  # the sentence before may tell a result and told no direction
        self._was_good = False  # ... and names something good: "borgerne var trygge"
        self._told_before = -1  # where the last sentence that told a direction ends
        self._form_line = -1
        self._form: set[OutcomeDirection] | None = None
        self._table_topic = ""  # what its header says that its figures are of
        self._heads: dict[int, str] = {}  # what the columns of a table are of, before or after

    def take(self, sentence: Span, line: Line) -> None:
        """Read the next sentence, which stands in no heading."""
        self._enter(line)
        if (len(line.cells) > 2 and self._take_row(sentence, line)) or self._form:
            return
        if len(sentence.text) < _SHORTEST and not (self._earlier and _HAS_FIGURE.search(sentence.text)):
            return
        is_result = self._is_result(line)
        if sentence.text.endswith("?") or self._is_of_other(line, is_result=is_result):
            return
        if not is_result and lacks_verb(sentence.text):
            return
        bare = plain_words(sentence.text, self._names)
        if is_of_others(bare):
            self._earlier += [sentence.text] if states_start(sentence.text) else []
            return
        self._weigh(sentence, bare, is_result=is_result)

    def _enter(self, line: Line) -> None:
        """Note on entering a line whether it is a form, and on entering a section that nothing goes on from before."""
        if line.index != self._form_line:
            self._form_line, self._form = line.index, _form_of(line)
            if self._form:
                self.has_form = True
                self.in_section.append(Reading(Span(line.text, line.char_start, line.char_end), self._form))
        if line.section != self._section:
            self._section, self._topic, self._earlier, self._was_silent = line.section, "", [], False
            self._asked = ""
        if line.text.endswith("?") and len(line.text) <= _LONGEST_QUESTION:
            self._asked = line.text

    def _take_row(self, sentence: Span, line: Line) -> bool:
        """Read a row of a table; tell whether there is nothing more in it."""
        if found := times_of(line):
            self._heads, self._table_topic = found, cell(line, 0)
            return True
        if is_no_result(cell(line, 0)):
            return True
        text = as_said(line, self._heads, self._table_topic) if self._heads else ""
        if text and (told := read_directions(text, self._context)):
            self.in_section.append(Reading(sentence, told))
            self.has_form = True
            return True
        return False

    def _is_result(self, line: Line) -> bool:
        above = " / ".join(line.path[1:] or line.path)
        is_announced = announces_results(f"{above} / {self._asked}") and not re.search(r"forvent", above, re.IGNORECASE)
        return self._is_report or is_labelled_result(line.text) or is_announced

    def _is_of_other(self, line: Line, *, is_result: bool) -> bool:
        """Tell whether a line stands under a heading of what a project is, wants or costs."""
        if self._is_report:
            return announces_other(line.section) and not announces_results(line.section)
        return not is_result and announces_other(" / ".join(line.path[1:] or line.path))

    def _weigh(self, sentence: Span, bare: str, *, is_result: bool) -> None:
        """Read a sentence on the project itself; `bare` is without what tells no result in it."""
        window = tuple(self._earlier[-MAX_EARLIER:])
        self._earlier.append(bare)
        across = read_across(window, bare, self._context)
        if self._explains and tells_habit(bare):
            return
        self._explains = tells_idea(bare)
        beside = is_aside(bare)
        self.is_early |= is_too_early(bare)
        plans = tells_plans(sentence.text) and not (is_result and tells_need(sentence.text))
        reports = bool(across) or tells_report(sentence.text)
        if (
            (reports or not plans)
            and not takes_back(bare)
            and not sets_aim(bare)
            and (across or _HAS_WORD.search(bare))
        ):
            self.seen.append(_Seen(sentence, without_aim(bare), window, is_result, plans, reports, beside))
        own_topic = measured_in(bare)
        topic, self._topic = self._topic, own_topic or self._topic
        if (plans and not (is_result and reports)) or not (is_result or reports) or sets_aim(bare):
            return
        directions = across
        if not is_start_only(bare.lower()):
            left_out = topic if leaves_out_subject(bare, own_topic) else ""
            directions = across | read_directions(bare, self._context, left_out)
        is_same = _is_as_before(bare, across)
        directions = {OutcomeDirection.NO_CHANGE} if is_same else directions
        follows = 0 <= sentence.char_start - self._told_before <= 2
        # "Indlæggelserne faldt. Til gengæld måtte flere ...": the other side, whatever it is
        if not directions and OPPOSES.match(sentence.text) and follows:
            directions = {OutcomeDirection.MIXED}
        # "To blev raske. Omvendt kom der flere klager": what came before was good
        elif self._was_silent and len(directions) == 1 and TURNS_TO_BAD.match(sentence.text) and not follows:
            directions = directions | {OutcomeDirection.MIXED}
        elif self._was_good and directions <= _NOT_BETTER and directions and IN_SPITE.match(sentence.text):
            directions = directions | {OutcomeDirection.MIXED}
        self._was_silent = not directions
        self._was_good = not directions and sign_of_thing(bare) > 0
        if directions:
            self._told_before = sentence.char_end
            sums_up = concludes(sentence.text) or (follows and (is_same or draws_sum(sentence.text)))
            is_liked = directions == {OutcomeDirection.BETTER} and tells_liking(sentence.text)
            reading = Reading(sentence, directions, sums_up, is_liked, beside)
            (self.in_section if is_result else self.elsewhere).append(reading)


def _is_as_before(bare: str, across: set[OutcomeDirection]) -> bool:
    """Tell whether a sentence says that its figures are as before: "Det er det samme som før, hvor tallet var 24"."""
    return bool(across) and _SAME_AS_BEFORE.search(bare) is not None


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
_LONGEST_QUESTION = 80
