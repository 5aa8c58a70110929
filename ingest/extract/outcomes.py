"""What a page reports as results: better, no change, worse or mixed, with the sentences that say so.

`told_outcomes` reads the sentences by rule; here the rules and the learned model together decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import OutcomeDirection
from ingest.extract.directions import denies_measuring
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcome_model import TELLS, Chances, OutcomeModel, agreed, doubted, outcome_model, settled
from ingest.extract.outcome_readings import Outcome
from ingest.extract.outcome_wording import Verdicts
from ingest.extract.plain_words import without_names
from ingest.extract.result_cues import has_turn, tells_liking
from ingest.extract.told_outcomes import Told, read_told, told_in_sentences

SURE_ALONE = 0.52
"""Probability that a direction needs which no rule sees and no heading announces; one of five has 0.2 or more."""
_TELLS_CLEARLY = 0.6  # probability of a direction


def find_outcome(
    page: Page, lines: list[Line] | None = None, *, needs_section: bool = False, is_report: bool = False
) -> Outcome | None:
    """Give what a page, or some of its lines, report as results; `None` if they report none.

    Rules read each sentence; what they and the learned model make of all of them decides. Of forms, and of sentences
    that sum up, the rules say what each tells.

    Args:
        page: the page.
        lines: the lines to read; all by default.
        needs_section: count only sentences under a heading that announces results.
        is_report: the lines are a report's own on one project, so that every sentence may tell a result.
    """
    return _decide(read_told(page, lines, needs_section=needs_section, is_report=is_report))


def find_in_sentences(page: Page, sentences: Sequence[Span], topic: str = "") -> Outcome | None:
    """Give what sentences, or parts of some, tell that are known to be on one undertaking's results.

    Args:
        page: the page.
        sentences: the sentences.
        topic: what was measured, where they leave it out as a table's cell does.
    """
    return _decide(told_in_sentences(page, sentences, topic))


def weigh_told(told: Told, model: OutcomeModel) -> tuple[Verdicts, list[Chances]]:
    """Give each verdict's probability and what each sentence tells; both empty where none may tell results.

    Where the rules have settled it, no sentence is told of by itself.
    """
    chances = [model.tell(signs) for signs in told.signs]
    counted, ruled = counted_sentences(told, chances)
    said = [*told.plain] if told.is_settled else [told.plain[n] for n in counted]
    if told.ruled is not None and (told.is_settled or not said):
        said += [without_names(span.text) for span in told.ruled.sentences if not said or span not in told.sentences]
    if not said:
        return {}, []
    weighed = (
        model.weigh([chances[n] for n in counted], turns=has_turn(said), ruled=ruled)
        if chances and not told.is_settled
        else settled(ruled)
    )
    worded = model.wording.tell(said)
    return agreed(weighed, worded if told.ruled is None else doubted(worded)), chances


def counted_sentences(told: Told, chances: Sequence[Chances]) -> tuple[list[int], OutcomeDirection]:
    """Give which sentences count, by their number, and what the rules make of them.

    Asides count where no other sentence tells how it went, by the rules or clearly by its words.
    """
    main = [n for n, is_beside in enumerate(told.asides) if not is_beside]
    ruled = told.ruled.direction if told.ruled is not None else OutcomeDirection.NOT_REPORTED
    if told.ruled is not None and not told.is_ruled_by_asides:
        effects = [n for n in main if not tells_liking(told.plain[n])]
        if ruled is OutcomeDirection.NO_CHANGE and chances and all(chances[n][1] < _TELLS_CLEARLY for n in effects):
            main = effects or main  # liked, without effect
        return main, ruled
    if chances and any(max(chances[n]) > _TELLS_CLEARLY for n in main):
        return main, OutcomeDirection.NOT_REPORTED
    return [*range(len(told.sentences))], ruled


def _decide(told: Told) -> Outcome | None:
    verdicts, chances = weigh_told(told, outcome_model())
    if not verdicts:
        return None
    direction = max(verdicts, key=verdicts.__getitem__)
    if direction is OutcomeDirection.NOT_REPORTED or (told.ruled is None and any(map(denies_measuring, told.plain))):
        return None
    if told.ruled is None and not told.is_certain and verdicts[direction] < SURE_ALONE:
        return None
    if told.ruled is not None and told.ruled.direction is direction:
        return told.ruled
    first, *others = _quotes(told, direction, chances)
    sure = 0.8 if told.is_certain else 0.65
    return Outcome(direction, (first, *sorted(others[:2], key=lambda s: s.char_start)), sure * verdicts[direction])


def _quotes(told: Told, direction: OutcomeDirection, chances: Sequence[Chances]) -> list[Span]:
    """Give the sentences, first those that tell a direction most surely."""
    if not chances:
        wording = outcome_model().wording
        spans = told.sentences or (told.ruled.sentences if told.ruled is not None else ())
        return sorted(spans, key=lambda span: -wording.tell([without_names(span.text)])[direction])
    if direction is OutcomeDirection.MIXED:
        order = sorted(range(len(chances)), key=lambda n: -max(chances[n][3], min(chances[n][0], max(chances[n][1:3]))))
    else:
        column = TELLS.index(direction)
        order = sorted(range(len(chances)), key=lambda n: -chances[n][column])
    return [told.sentences[n] for n in order]
