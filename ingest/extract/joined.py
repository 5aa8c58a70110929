"""The one undertaking that several municipalities join: "Fem nye kommuner er med i anden bølge af I sikre hænder"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import amount_found
from ingest.extract.lines import Page
from ingest.extract.pool_forms import is_bare
from ingest.extract.project_pages import extract_project

_LEAST = 2  # municipalities; one alone has a project of its own
_QUOTED = r"[\"”“»„'‘](?P<quoted>[^\"”“»«„\n]{4,80}?)[\"”“«”'’]"
_ENDS = (
    r"(?=[.,;:()!?]|$|\s[–—-]\s|\s(?:er|var|blev|bliver|har|havde|skal|kan|vil|som|der|slut\w*|begynder|begyndte|starter|"
    r"startede|går|gik|og|fra|til|med|i\s(?:19|20)\d\d|i\s(?:januar|februar|marts|april|maj|juni|juli|august|"
    r"september|oktober|november|december|foråret|efteråret|næste))\b)"
)
_NAMED = rf"(?:{_QUOTED}|(?P<name>[A-ZÆØÅ][\wæøå-]*(?:\s[\w-]+){{1,6}}?){_ENDS})"
_THING = r"(?:programmet|projektet|initiativet|indsatsen|kampagnen|satsningen|samarbejdet|partnerskabet|forløbet)"
_WAVE = r"(?:bølge|runde|hold|etape|fase|omgang|generation)(?:n|en|et)?"
_JOINED = (
    re.compile(
        r"\b(?:første|anden|tredje|fjerde|femte|næste|nye?|seneste|sidste|\d\.)\s"
        rf"{_WAVE}\s(?:af|i)\s(?:{_THING}\s)?{_NAMED}"
    ),
    re.compile(
        r"\b(?:udvalgt til|optaget i|(?:tilslutte[rd]e?|tilsluttet|slutter|sluttede) sig(?: til)?|tilslutter sig|"
        r"del(?:tager|tage|tog) i|"
        rf"(?:er|går|gik|kommer|kom|gået|kommet|træder|trådte) (?:nu )?(?:med|ind) i)\s{_THING}\s{_NAMED}"
    ),
)
# what each got or does by itself makes them several
_APART = Cue(
    r"\bprojekter(?:ne)?\b|\bhver(?:t)? (?:sit|deres|kommunes?)\b|\bhver især\b|\bpuljen\s[\"”“»„A-ZÆØÅ]|"
    r"\b(?:modtager|får|fik|tildeles|bevill?i?ges)\b[^.]{0,40}\b(?:kr\b|mio|kroner)"
)


def extract_joined(page: Page, pool: Found | None) -> Candidate | None:
    """Give the project that a news item's municipalities take part in together; `None` where each has its own.

    Args:
        page: the news item.
        pool: the pool that it names; where that is another than what they join, what they have is the pool's.
    """
    if _APART.search(page.text):
        return None
    name = _joined_name(page)
    if name is None or (pool is not None and pool.value != name.value):
        return None
    groups: list[dict[str, Found]] = []
    for sentence, line in page.sentences:
        mentions = [m for m in find_municipalities(sentence.text) if m.confidence >= LIKELY]
        places = {m.code: Found(m.code, sentence.char_start + m.char_start, sentence.char_start + m.char_end, 0.85)
                  for m in reversed(mentions)}  # fmt: skip
        if len(places) >= _LEAST and not line.cells:
            groups.append(places)
    if not groups or any(not group.keys() <= groups[0].keys() for group in groups):
        return None
    joint = [groups[0][code] for code in reversed(groups[0])]
    project = extract_project(page, DocumentKind.NEWS, None, title=name, places=joint)
    return _with_frame(page, project) if project is not None else None


_SET_ASIDE = re.compile(
    r"\b(?:afsat|sat af|bevill?i?get|støttet|finansieret|betalt|får|fået|fik|koster|budget\w*)\b", re.IGNORECASE
)
_YEARS = re.compile(r"\b(?P<a>(?:19|20)\d\d)\s?(?:[-–]|til)\s?(?P<b>(?:19|20)\d\d)\b")


def _with_frame(page: Page, project: Candidate) -> Candidate:
    """Give the project with the only sum that is said to be set aside for it, and the years for which it is."""
    told = [s for s, line in page.sentences if not line.cells and _SET_ASIDE.search(s.text) and find_amounts(s.text)]
    if len(told) != 1 or len(find_amounts(told[0].text)) != 1:
        return project
    sentence, at = told[0], told[0].char_start
    draft = Draft(page, project.record_type, "article/1", statements=list(project.statements))
    if not draft.has("amount_dkk"):
        draft.state("amount_dkk", amount_found(find_amounts(sentence.text)[0], at, 0.75))
    years = _YEARS.search(sentence.text)
    if years is not None and not draft.has("period_from") and not draft.has("period_to"):
        for field, group in (("period_from", "a"), ("period_to", "b")):
            draft.state(field, Found(years[group], at + years.start(group), at + years.end(group), 0.75))
    return replace(project, statements=tuple(draft.statements))


def _joined_name(page: Page) -> Found | None:
    for sentence, _ in page.sentences:
        for pattern in _JOINED:
            match = pattern.search(sentence.text)
            group = "quoted" if match is not None and match["quoted"] else "name"
            if match is None or is_bare(match[group]) or "pulje" in match[group].lower():
                continue
            if find_municipalities(match[group]):
                continue
            start = sentence.char_start + match.start(group)
            return Found(match[group], start, start + len(match[group]), 0.85)
    return None
