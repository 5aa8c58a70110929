"""Evaluations: of one project, of several under a heading or in a row each, or of those that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.number_words import pattern_of_words, whole_number
from corpus.places import LIKELY, find_municipalities
from corpus.records import OutcomeDirection, RecordType, Status
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.award_lists import find_award_runs
from ingest.extract.award_pages import extract_awards, with_shared_facts
from ingest.extract.directions import read_directions
from ingest.extract.draft import Draft, Found
from ingest.extract.ended import goes_on
from ingest.extract.entries import Entry, names_run
from ingest.extract.home_place import municipalities_of_path
from ingest.extract.lines import Line, Page
from ingest.extract.measured_rows import BY_FIGURES
from ingest.extract.pool_pages import extract_pool
from ingest.extract.pool_titles import list_title
from ingest.extract.project_pages import extract_project, extract_sections
from ingest.extract.project_sections import places_of_parts, split_sections
from ingest.extract.project_titles import is_headline
from ingest.extract.projects import finish, inferred_title, state_themes
from ingest.extract.section_rows import with_rows
from ingest.extract.told_by_place import PlaceResult, results_by_place
from ingest.extract.told_projects import extract_told
from ingest.extract.withdrawals import extract_withdrawals, find_withdrawals

KIND = DocumentKind.EVALUATION
EXTRACTOR = "evaluation/2"
MAX_NAMED = 20
"""Municipalities in one sentence beyond which it is a map of the country."""

_HALF_WAY = Cue(r"midtvejs|halvvejs|foreløbig|statusnotat|statusrapport")
_REPORT = Cue(r"slutevaluering\w*|evaluering\w*|erfaringsopsamling\w*|slutrapport\w*|opsamling\w*|resultat\w*")
# "Evaluator har fulgt projekterne i Struer, Haderslev og Køge"
_COVERS = Cue(
    r"\bprojekt(?:er|erne)?\s(?:\w+\s){0,3}?i\s|\b(?:udmøntet|givet|fordelt|støttet?|gik)\b[^.]{0,60}\bkommuner\b|\b(?:fulgt|besøgt|interviewet|evalueret|undersøgt|omfatter|dækker|deltog|"
    r"deltager|deltagende|indgår|indgik)\b[^.]{0,80}\b(?:kommuner(?:ne)?|projekt\w*)\b"
)


def extract_evaluation(page: Page, pool: Found | None) -> list[Candidate]:
    """Give the pool that is evaluated, if the page names one, and its projects."""
    owner = [extract_pool(page, KIND, pool, [])] if pool else []
    if (joint := places_of_parts(page)) and (one := extract_project(page, KIND, pool, places=joint)) is not None:
        return [*owner, one]
    sections = split_sections(page)
    if sections:
        projects = [*_apart(page, pool, extract_sections(page, KIND, pool, sections), sections)]
        told = extract_withdrawals(page, pool, projects)
        own_lines = {line.index for _, lines in sections for line in lines}
        return owner + with_shared_facts(page, KIND, with_rows(page, KIND, pool, told, own_lines), own_lines)
    runs = find_award_runs(page, KIND)
    if sum(len(run.entries) for run in runs) >= 2:
        runs = [replace(run, entries=_with_results(page, run.entries)) for run in runs]
        pool = pool or _titled(page, [entry for run in runs for entry in run.entries])
        owner = [extract_pool(page, KIND, pool, runs)] if pool else []
        is_measured = any(run.is_of_results for run in runs)
        is_table = not is_measured and any(entry.form == "table" for run in runs for entry in run.entries)
        rows = [_as_ended(page, c) for c in extract_awards(page, KIND, pool, runs)]
        is_short = is_measured or _n_counted(page) > len(rows)
        rows = list(_with_told(page, pool, rows, is_whole=is_table and not is_short, is_short=is_short))
        return owner + extract_withdrawals(page, pool, rows)
    if led := _led_by_places(page, pool):
        return owner + extract_withdrawals(page, pool, led)
    project = extract_project(page, KIND, pool)
    is_counted = _COUNTED.search(page.text[:_LEAD]) is not None or _is_of_row(page)
    places = [s for s in project.statements if s.field == "municipalities"] if project else []
    titled = page.title is not None and pool is not None and str(pool.value) in page.title.text
    if project is None or titled or not places:
        named = _named_projects(page, pool) if pool else []
        only = extract_told(page, KIND) if not named else None
        if only is not None and is_counted and not _is_titled_after(page, only):
            return owner + extract_withdrawals(page, pool, [])
        named = extract_withdrawals(page, pool, named) if named else named
        return owner + (named or ([only] if only else []))
    named = _named_projects(page, pool) if pool or is_counted else []
    codes = frozenset[str]().union(*(c.codes for c in named))
    is_more = is_counted or project.codes < codes  # it covers more than those that it tells most of
    if len(named) >= _LEAST_LED and (is_more or (project.codes == codes and _tells_of_projects(page, codes))):
        return owner + extract_withdrawals(page, pool, named)
    if is_counted and project.codes and not _is_titled_after(page, project):
        return owner + extract_withdrawals(page, pool, [])  # the only one that it says a word of apart, in passing
    return [project]


def _is_titled_after(page: Page, project: Candidate) -> bool:
    """Tell whether the title or address of a page names the places of a project."""
    title = page.title.text if page.title is not None else ""
    named = {m.code for m in find_municipalities(title) if m.confidence >= LIKELY}
    return bool(project.codes & (named | municipalities_of_path(page.document.url)))


_LEAD = 300  # characters
# "Erfaringsopsamling fra seks projekter"
_COUNTED = re.compile(
    r"\b(?:evaluering|opsamling|erfaring|resultat|rapport|status|hæfte)\w*\s(?:af|fra|på|i|om|over)\s(?:de\s|alle\s)?"
    r"(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\d{1,2})\s(?:\w+\s){0,2}?(?:projekter|kommuner)(?:ne)?\b",
    re.IGNORECASE,
)


_ALL_OF = re.compile(
    rf"\b(?:de|alle|samtlige)\s(?P<n>\d{{1,2}}|{pattern_of_words(2, 20)})\s(?:\w+\s)?(?:projekter|kommuner)\b",
    re.IGNORECASE,
)
_OF_COUNTED = re.compile(
    rf"\b(?:i|fra|af|om)\s(?P<n>\d{{1,2}}|{pattern_of_words(2, 20)})\s(?:\w+\s)?(?:projekter|kommuner)\b", re.IGNORECASE
)
_COUNTED_WITHIN = 800  # characters


# "Samlet evaluering af projekter i Havby, Sydvig og Østby"
_OF_ROW = re.compile(r"\b(?i:projekter|forsøg|indsatser)(?:ne|ene)?\s(?:i|fra|hos)\s(?=[A-ZÆØÅ])")


def _is_of_row(page: Page) -> bool:
    """Tell whether a page says at its beginning that it is on the projects of three places or more."""
    for sentence, _ in page.sentences:
        if sentence.char_start > _LEAD:
            return False
        of_row = _OF_ROW.search(sentence.text)
        run = names_run(sentence.text, find_municipalities(sentence.text)) if of_row is not None else None
        if of_row is not None and run is not None and run[0] == of_row.end() and len(run[2]) >= _LEAST_LED:
            return True
    return False


def _n_counted(page: Page) -> int:
    """Give how many projects a page says at its beginning that it is on: "de otte projekter"; 0 if it does not say."""
    titled = _OF_COUNTED.search(page.title.text) if page.title is not None else None
    said = titled or _ALL_OF.search(page.text[:_COUNTED_WITHIN])
    return whole_number(said["n"]) if said is not None else 0


def _tells_of_projects(page: Page, codes: Collection[str]) -> bool:
    """Tell whether a sentence says that places have projects, and not one: "Vi har fulgt projekterne i Havby, ..."."""
    return any(
        _PROJECTS.search(sentence.text) and {m.code for m in find_municipalities(sentence.text)} >= set(codes)
        for sentence, _ in page.sentences
    )


_PROJECTS = re.compile(r"\bprojekter(?:ne)?\b", re.IGNORECASE)


def _titled(page: Page, entries: list[Entry]) -> Found | None:
    """Give what a table of nothing but places is of by the title: "Lokale fællesskaber. Slutevaluering"."""
    is_of_places = all(e.form == "table" and e.places and e.title is None for e in entries)
    named = list_title(page) if is_of_places and len(entries) >= _LEAST_LED else None
    if named is None or is_headline(str(named.value)):
        return None
    name = _REPORTS.sub("", str(named.value))
    return replace(named, value=name, char_end=named.char_start + len(name)) if name else None


_REPORTS = re.compile(
    r"[\s.,:–-]+(?:slut|tvær|midtvejs)?(?:evaluering|status|rapport|opsamling|opgørelse|resultater)\w*$", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b(?:er|har|blev|var|fik|kom|ses|gav|giver|viser|viste|gik|nåede|når|kan|kunne|steg|faldt|måtte|lykkedes)\b"
)


def _with_results(page: Page, entries: list[Entry]) -> list[Entry]:
    """Give the entries of an evaluation, what they tell taken for results; all of a row if most are sentences."""
    found = [_with_result(page, e) for e in entries]
    n_told = sum(e.outcome_cell is not None for e in found)
    is_row = 2 * n_told > len(entries) >= _LEAST_LED
    return [_with_result(page, e, is_result=True) for e in entries] if is_row else found


def _with_result(page: Page, entry: Entry, *, is_result: bool = False) -> Entry:
    """Give an entry of an evaluation, what it tells taken for the result: "Havby: Flere kom i arbejde."."""
    said = entry.told or entry.title
    if said is None or entry.form == "table" or not entry.places:
        return entry
    if (entry.told is None or entry.title is None) and not is_result and not _SAYS.search(str(said.value)):
        return entry
    is_sentence = entry.amount is None and entry.told is None and page.text[said.char_end : said.char_end + 1] == "."
    if is_sentence:  # what happened there, and what the line goes on to say of it
        return replace(entry, title=None, outcome_cell=(said.char_start, max(said.char_end + 1, entry.char_end)))
    if not read_directions(str(said.value)):
        return entry
    title = entry.title if entry.told is not None else None
    return replace(entry, title=title, outcome_cell=(said.char_start, said.char_end))


def _with_told(
    page: Page, pool: Found | None, rows: list[Candidate], *, is_whole: bool, is_short: bool
) -> Iterator[Candidate]:
    """Give the rows of a list, those that tell no result with what the text beside the list tells of their place.

    Args:
        page: the page.
        pool: the pool that is evaluated.
        rows: the projects of the list.
        is_whole: it is a table, and so has them all; of paragraphs that begin with places some may not look like rows.
        is_short: it leaves some out: those without figures, or the rest of those that the page counts.
    """
    results: dict[str, PlaceResult] = {}
    for result in results_by_place(page, [line for line in page.lines if not line.cells]):
        results.setdefault(result.code, result)
    known = frozenset[str]().union(*(row.codes for row in rows))
    for row in rows:
        found = [results[code] for code in sorted(row.codes) if code in results]
        told = found[0].found() if found and len({one.found() for one in found}) == 1 else None
        stated = [s for s in row.statements if s.field == "outcome_direction"]
        is_more = told is not None and told.value == OutcomeDirection.MIXED.value  # than figures of one measure tell
        if told is not None and (not stated or (is_more and stated[0].confidence <= BY_FIGURES)):
            draft = Draft(page, row.record_type, EXTRACTOR)
            draft.state("outcome_direction", told)
            kept = (s for s in row.statements if s.field not in ("outcome_direction", "effekt"))
            row = replace(row, statements=(*kept, *draft.statements))
        yield row
    if is_whole or not known or (len(results) <= len(known) and not is_short):
        return
    together: dict[int, list[PlaceResult]] = {}  # "Havby og Sydvig Kommuner: ..." is one project
    for result in results.values():
        together.setdefault(result.sentences[0].char_start, []).append(result)
    given_up = {place.value for places, _, _ in find_withdrawals(page) for place in places}  # read from there
    for alike in together.values():
        if not (known | given_up) & {result.code for result in alike}:
            yield project_of_place(page, pool, [result.place for result in alike], alike[0])


@lru_cache(maxsize=8)  # each row of a page asks
def _ended(text: str) -> tuple[int, int] | None:
    """Give where a page says that it is a report, unless it is one at half-way."""
    report = _REPORT.search(text)
    return None if report is None or _HALF_WAY.search(text[:1500]) else report.span()


def _as_ended(page: Page, candidate: Candidate) -> Candidate:
    """Give a row of an evaluation, whose project has ended though the row says only who had it."""
    status = next((s for s in candidate.statements if s.field == "status"), None)
    ended = _ended(page.text)
    if candidate.record_type is not RecordType.PROJECT or ended is None:
        return candidate
    if status is not None and status.value != Status.AWARDED.value:
        return candidate
    draft = Draft(page, candidate.record_type, EXTRACTOR)
    draft.state("status", Found(Status.COMPLETED.value, *ended, 0.8))
    kept = tuple(s for s in candidate.statements if s.field != "status")
    return replace(candidate, statements=(*kept, *draft.statements))


def _named_projects(page: Page, pool: Found | None) -> list[Candidate]:
    """Give a project for each municipality of the sentence that says whose were evaluated, and how each one went."""
    covered: dict[str, Found] = {}
    for sentence, line in page.sentences:
        mentions = [m for m in find_municipalities(sentence.text) if m.confidence >= LIKELY]
        n_codes = len({m.code for m in mentions})
        if line.is_heading or not 2 <= n_codes <= MAX_NAMED or not _COVERS.search(sentence.text):
            continue
        for m in mentions:
            place = Found(m.code, sentence.char_start + m.char_start, sentence.char_start + m.char_end, 0.85)
            covered.setdefault(m.code, place)
        break
    results = results_by_place(page)
    if not covered:
        return (
            [project_of_place(page, pool, [r.place], r) for r in results] if len({r.code for r in results}) > 1 else []
        )
    told = {r.code: r for r in reversed(results)}
    return [project_of_place(page, pool, [place], told.get(code)) for code, place in covered.items()]


def _led_by_places(page: Page, pool: Found | None) -> list[Candidate]:
    """Give the projects of paragraphs that each begin with whose they are: "Havby Kommune har ...", "Sydvig: ...".

    Fewer than three may be of one project's partners; and most must tell how it went there.
    """
    led: dict[int, list[Found]] = {}
    for line in page.lines:
        mentions = [m for m in find_municipalities(line.text[:_HEAD]) if m.confidence >= LIKELY]
        if (
            not line.is_heading
            and not line.cells
            and mentions
            and _LEADS.fullmatch(line.text[: mentions[0].char_start])
        ):
            at = line.char_start
            led[line.index] = [Found(mentions[0].code, at + mentions[0].char_start, at + mentions[0].char_end, 0.85)]
    results = {r.code: r for r in reversed(results_by_place(page, [page.lines[index] for index in led]))}
    codes = {place.value for places in led.values() for place in places}
    if len(codes) < _LEAST_LED or len(codes) < len(led) or len(results) * 2 <= len(codes):
        return []
    return [project_of_place(page, pool, places, results.get(str(places[0].value))) for places in led.values()]


_HEAD = 40  # characters
_LEAST_LED = 3
_LEADS = re.compile(r"(?:I|På|[•*–-])?\s?")


def project_of_place(page: Page, pool: Found | None, places: list[Found], result: PlaceResult | None) -> Candidate:
    """Give the project of one place, or of some together, that an evaluation tells of."""
    going = goes_on(page, places)
    ended = _ended(page.text) if going is None else None
    draft = Draft(page, RecordType.PROJECT, EXTRACTOR)
    title = result.title if result is not None else None
    draft.state("title", title or inferred_title(page, places, None, pool, done=ended is not None))
    draft.state_all("municipalities", places)
    draft.state("pool", pool)
    if ended is not None:
        draft.state("status", Found(Status.COMPLETED.value, *ended, 0.8))
    draft.state("status", going)
    draft.state("outcome_direction", result.found() if result is not None else None)
    state_themes(draft, page)
    return finish(draft, pool)


def _apart(
    page: Page, pool: Found | None, candidates: list[Candidate], sections: list[tuple[Line, list[Line]]]
) -> Iterator[Candidate]:
    """Give sections' projects, those of one heading ("Havby og Sydvig") apart where the text tells of each place.

    Where most headings are of one place each, "Havby og Sydvig kommuner", or text on "projektet", is of one they share.
    """
    is_shared = sum(len(c.codes) > 1 for c in candidates) * 2 < len(candidates) > 2
    for candidate in candidates:
        named = next((s for s in candidate.statements if s.field == "title"), None)
        codes = candidate.codes
        at = next((s.char_start for s in candidate.statements if s.field == "municipalities"), -1)
        lines = next((ls for _, ls in sections if ls[0].char_start <= at < ls[-1].char_end), None)
        results: list[PlaceResult] = []
        if lines is not None and is_shared and _SHARED.search(" ".join(line.text for line in lines)):
            lines = None
        if len(codes) > 1 and lines is not None and (named is None or named.origin is not Origin.EXTRACTED):
            results = [r for r in results_by_place(page, lines) if r.code in codes]
        if {r.code for r in results} == codes and codes:
            yield from (project_of_place(page, pool, [r.place], r) for r in results)
        else:
            yield candidate


_SHARED = re.compile(
    r"^[^.]{4,80}?\b[Kk]ommuner\b(?!ne)|\b[Pp]rojektet\b|"
    r"\b(?:fælles|sammen om|gået sammen|gik sammen|delte|slog sig sammen)\b"
)
