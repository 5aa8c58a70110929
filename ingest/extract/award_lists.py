"""Award lists in all their forms, and whether a list is of awards at all.

A list is read into entries (who, what, how much) by a reader for each form; the entries that stand together are a
run, and a run counts only where its heading, its introduction or its own amounts say that something was awarded.
Applicants, refusals, nominations and contact lists look the same and do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from corpus.documents import DocumentKind
from ingest.cues import Cue
from ingest.extract.award_blocks import block_runs
from ingest.extract.award_cycles import cycle_runs
from ingest.extract.award_fields import bracket_runs, field_runs
from ingest.extract.award_lines import line_runs
from ingest.extract.award_nested import nested_runs
from ingest.extract.award_tables import table_runs
from ingest.extract.award_terms import term_runs
from ingest.extract.award_words import AWARD, NEGATIVE
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.lines import Page
from ingest.extract.place_tables import tells_of_places
from ingest.extract.section_heads import ROUND_HEADING, TRACK_HEADING

READERS: tuple[Callable[[Page], Iterable[AwardRun]], ...] = (
    table_runs,
    term_runs,
    bracket_runs,
    field_runs,
    cycle_runs,
    nested_runs,
    block_runs,
)
"""One reader for each form of list that has a form; single lines are read last, and only where none of these reads."""


def find_award_runs(page: Page, kind: DocumentKind) -> list[AwardRun]:
    """Give every award list of a page, in order of place."""
    formed = [run for reader in READERS for run in reader(page)]
    read = [(e.char_start, e.char_end) for run in formed if _accept(run, kind, page) for e in run.entries]
    runs = sorted([*formed, *_left_over(line_runs(page), read)], key=lambda r: r.entries[0].char_start)
    accepted: list[AwardRun] = []
    left: list[AwardRun] = []
    for run in runs:
        if _accept(run, kind, page) or (accepted and _goes_on(accepted[-1], run)):
            accepted.append(run)
        else:
            left.append(run)
    before: list[AwardRun] = []
    for run in reversed(left):  # what went before the part whose words say that it is of awards
        after = next(
            (r for r in [*before[::-1], *accepted] if r.entries[0].char_start > run.entries[-1].char_end), None
        )
        if after is not None and _goes_on(run, after) and not NEGATIVE.search(run.context):
            before.append(run)
    return sorted([*before, *accepted], key=lambda r: r.entries[0].char_start) if before else accepted


def _left_over(runs: Iterable[AwardRun], read: list[tuple[int, int]]) -> Iterator[AwardRun]:
    """Give the runs with those entries alone that stand apart from all that was read before."""
    starts = sorted(read)
    for run in runs:
        entries = [e for e in run.entries if not _overlaps(e, starts)]
        if entries:
            yield run if len(entries) == len(run.entries) else replace(run, entries=entries)


def _overlaps(entry: Entry, spans: list[tuple[int, int]]) -> bool:
    """Tell whether an entry shares characters with one of these spans, which are in order of their starts."""
    before = bisect_left(spans, (entry.char_end, 0)) - 1
    return before >= 0 and spans[before][1] > entry.char_start


def _goes_on(before: AwardRun, run: AwardRun) -> bool:
    """Tell whether a run is the next part of a list: names under "Model B" after those under "Model A"."""
    first, second = before.entries[-1], run.entries[0]
    is_alike = first.form == second.form and bool(second.path) and first.path[:-1] == second.path[:-1]
    is_next = first.path != second.path and second.line_index - first.line_index <= 4
    return is_alike and is_next and bool(second.places) and not NEGATIVE.search(run.context)


_LEAD_LINES = 4
_GIVES = Cue(
    r"\b(?:får|fik|modtager|modtog|har (?:nu |netop )?(?:fået|modtaget)|er (?:nu |netop )?(?:tildelt|udvalgt|"
    r"bevill?i?get)|"
    r"støttes|deler|uddeler|har (?:nu |netop )?(?:fordelt|uddelt|givet))\b[^.]{0,60}\b(?:støtte|midler|penge|tilskud|"
    r"tilsagn|kr|mio|millioner|pulje\w*)|\b(?:støttede|udvalgte) (?:projekter|kommuner)\b"
)


def _leads_to_awards(page: Page) -> bool:
    """Tell whether the title and first lines of a page say that it tells of money given."""
    return any(_GIVES.search(line.text) and not NEGATIVE.search(line.text) for line in page.lines[:_LEAD_LINES])


_LEAST_FORMS = 3


def is_whole_form(run: AwardRun) -> bool:
    """Tell whether a run is of forms, one after another, each with its project's name and sum."""
    return len(run.entries) >= _LEAST_FORMS and all(e.form == "fields" and e.title and e.amount for e in run.entries)


# What was turned down, told in passing above the list of what was not ("følgende" would introduce a list of it), and
# which meeting the list was printed for.
_REFUSED_ASIDE = re.compile(
    r"(?<![^\s/.])(?:bilag|notat|sag|punkt)(?: \d+)?(?: til| for| på| fra) [^./:]{0,60}?\w*møde\w*(?:[^./]|\d\.)*|"
    # "Der var ansøgt om i alt 33,7 mio. kr."
    r"(?<![^\s/.])(?:\w+ ){1,4}?(?:ansøgt|søgt) (?:om|af|til) [^./:]{1,80}\.(?=\s|$)|"
    r"(?<![^\s/.])(?![^./:]*\b(?:følgende|nedenstående|herunder|nedenfor|disse)\b)"
    r"[^./:]*\b(?:ikke (?:blevet )?(?:imødekommet|støttet|prioriteret)|"
    r"(?:fik|får|fået|gives|givet) afslag|afslået|afvist)\b"
    r"[^./:]*\.(?=\s|$)",
    re.IGNORECASE,
)


_OF_OTHERS = re.compile(
    r"(?:\w*møde(?:r|rne|steder)?|kontakt\w*|(?:de |alle |årets )?ansøgere?(?:ne)?|kalender\w*|datoer|oplæg\w*|"
    r"arrangementer|"
    r"ekspert\w*|rådgiver\w*|konsulenter\w*|(?:tidligere|andre|lignende|beslægtede) (?:projekter|puljer|indsatser)|"
    r"her kan du (?:høre|læse|se|få) .*|seminarer|temadage|workshops|webinarer|målgruppen?)\W*",
    re.IGNORECASE,
)
"""Headings of lists that look like awards: of meetings, of those who advise or ask, of what another pool paid."""
_LEAST_NAMED = 3
_OF_LIST = re.compile(
    rf"(?:{ROUND_HEADING.pattern}|{TRACK_HEADING.pattern}.*|"
    r"(?:de |puljens |alle |lokale |valgte |gennemførte |igangværende |støttede )*"
    r"(?:(?:\d+|to|tre|fire|fem|seks|syv|otte|ni|ti) )?(?:projekter|kommuner|indsatser|initiativer)(?:ne)?|"
    r"(?:liste|oversigt)(?:en)?(?: over .*)?|"
    r"hvem (?:er med|deltager|deltog|var med|fik (?:penge|støtte|midler))|her er (?:de|projekterne|kommunerne)\b.*|"
    r"resultat(?:et)? af (?:ansøgnings|tildelings|udvælgelses)\w*|(?:19|20)\d\d)\W*",
    re.IGNORECASE,
)
"""Headings over a pool's projects that say nothing of money: "Første runde 2020", "Model A", "De fem projekter"."""


def _are_projects(run: AwardRun) -> bool:
    """Tell whether a list on a pool's page is of its projects by its form, or by what it stands under.

    "Ro i natten: Projektejer: Havby Kommune" is one, and so is one of three places with a name each.
    """
    if len({tuple(p.value for p in e.places) for e in run.entries}) < len(run.entries):
        return False
    if len(run.entries) > 1 and all(e.form == "F" and e.title and e.places for e in run.entries):
        return True
    is_of_list = all(e.path and _OF_LIST.fullmatch(e.path[-1]) for e in run.entries)
    least = 2 if is_of_list else _LEAST_NAMED
    if all(e.form == "C" and e.title and e.places for e in run.entries):
        return len(run.entries) >= least
    return is_of_list and sum(len(e.places) for e in run.entries) >= _LEAST_NAMED


def _lists_evaluated(run: AwardRun) -> bool:
    """Tell whether a table of an evaluation says of each place what its project is called, or where it stands."""
    said = [e for e in run.entries if e.form == "table" and e.places and (e.title or e.status_cell)]
    places = {tuple(p.value for p in e.places) for e in said}
    return len(said) == len(places) >= _LEAST_NAMED and len(said) * 4 >= len(run.entries) * 3


def _accept(run: AwardRun, kind: DocumentKind, page: Page) -> bool:
    """Tell whether a run is of awards: its surroundings say so, or a page of awards prints amounts beside names."""
    heads = run.context
    if kind in (
        DocumentKind.CALL,
        DocumentKind.APPLICATION,
        DocumentKind.GOVERNANCE,
        DocumentKind.FAQ,
        DocumentKind.NOISE,
    ):
        return False
    if any(e.path and _OF_OTHERS.fullmatch(e.path[-1]) for e in run.entries):
        return False
    if run.is_of_results and (kind is DocumentKind.EVALUATION or not any(e.title for e in run.entries)):
        return kind is DocumentKind.EVALUATION and tells_of_places(page)
    results = [e for e in run.entries if e.places and e.outcome_cell]
    if kind is DocumentKind.EVALUATION and len(results) >= 2:
        return True  # how each municipality's project went, whatever the words around say of money
    if kind is DocumentKind.EVALUATION and _lists_evaluated(run):
        return True
    if kind is DocumentKind.AWARD_LIST and is_whole_form(run) and AWARD.search(heads) and "afslag" not in heads.lower():
        return True  # whoever else is named above, each form says who got what for what
    aside = _REFUSED_ASIDE.sub("", heads)
    if aside != heads and (AWARD.search(aside) or _leads_to_awards(page)):
        heads = aside
    if NEGATIVE.search(heads):
        award = [m.start() for m in AWARD.finditer(heads)]
        if not award or max(m.end() for m in NEGATIVE.finditer(heads)) > max(award):
            return False
    with_amount = sum(e.amount is not None for e in run.entries)
    with_place = sum(bool(e.places) for e in run.entries)
    if not with_place and not (with_amount >= 2 and kind in (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)):
        return (
            with_amount >= 1 and len(run.entries) == 1 and bool(AWARD.search(heads)) and kind is DocumentKind.AWARD_LIST
        )
    is_awards = kind in (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)
    if with_amount:
        return is_awards or bool(AWARD.search(heads)) or (kind is DocumentKind.NEWS and with_amount >= 2)
    page_awards = bool(AWARD.search(heads)) or (
        is_awards and bool(re.search(r"har fået (?:støtte|tildelt)|afsluttede projekter|støttede", page.text))
    )
    shaped = any(e.form in ("C", "F", "E", "fields") for e in run.entries)
    if is_awards and _are_projects(run):
        return True
    titled = [e for e in run.entries if e.title is not None and (e.places or e.owner)]
    if len(titled) >= 3 and len(titled) == len(run.entries) and _leads_to_awards(page):
        return True  # the lead of a news item says what its list is of, whatever words stand right above it
    if len(run.entries) >= 2 and page_awards:
        return True
    if len(run.entries) >= 2 and all(e.form == "table" and e.title and e.places for e in run.entries):
        return bool(re.search(r"pulje|støtte|tilsagn|udvalgt|valgt ud", page.text, re.IGNORECASE))
    names = sum(len(e.places) for e in run.entries)
    return page_awards and (shaped or names >= 2)
