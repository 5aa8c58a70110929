"""Pages on several projects that say what a known pool is for, and not that it is one.

"Otte kommuner har prøvet kræfter med opsøgende tandpleje for borgere i hjemløshed", and then a heading a place: where
another page has "Puljen til opsøgende tandpleje for borgere i hjemløshed", the projects are of that pool.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.documents import BlockKind, Document, DocumentKind
from corpus.evidence import Origin
from corpus.pools import pool_key
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.likeness import is_telling_name

_SUBJECT = re.compile(r"^(?:ansøgnings|sats)?puljen?\s(?:til|om|for|vedr\.)\s(?P<subject>.+)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s\([^()]*\)$")  # "(initiativ 9)", which no report repeats
_LEAST_WORDS = 4
"""Words of a subject that no sentence has by chance: "bedre hverdag med demens", not "mere nærhed"."""
_DOERS = re.compile(r"\b(?:kommuner(?:ne)?|projekter(?:ne)?|steder|byer|forsøg(?:ene)?)\b", re.IGNORECASE)
_REPORT = re.compile(
    r"^\W*(?:hvad (?:virkede|virker|lærte vi|har vi lært)|"
    r"\w*evaluering\w*|\w*opsamling\w*|erfaring(?:er|sopsamling)\w*|resultater\w*|\w*rapport\w*|status)\s?(?:af|fra|på|om|for|i|"
    r"[:–-])\s|\s?[:–,(-]\s?(?:\w*evaluering|\w*opsamling|erfaringer|resultater|\w*rapport)\w*\W*$",
    re.IGNORECASE,
)
"""A line that says which whole a report on several projects is about: "Evaluering af Rolige nætter på plejehjem"."""
_TO_COME = re.compile(r"\b(?:kan\s(?:\w+\s)?søge|søg\b|ansøg\w*|frist\w*)", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+")
_CONFIDENCE = 0.75


def with_subject_pools(
    candidates: Sequence[Candidate], documents: Mapping[str, Document], told: Iterable[str]
) -> list[Candidate]:
    """Give the candidates, projects of pages that name no pool with the one whose whole subject the page's lead says.

    Args:
        candidates: those of the run.
        documents: theirs, by id.
        told: names of pools that other pages tell, and known ones.
    """
    every = {
        m["subject"].casefold(): name
        for name in sorted(told)
        if (m := _SUBJECT.match(_IN_BRACKETS.sub("", name))) and is_telling_name(m["subject"])
    }
    subjects = {subject: name for subject, name in every.items() if len(subject.split()) >= _LEAST_WORDS}
    by_document: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_document[candidate.document_id].append(candidate)
    found: dict[str, Statement] = {}
    for document_id, own in by_document.items() if every else ():
        document = documents[document_id]
        stated = _stated(own, document, subjects) or _titled(own, document, every)
        if stated is not None:
            found[document_id] = stated
    return [
        replace(c, statements=(*c.statements, found[c.document_id])) if c.document_id in found else c
        for c in candidates
    ]


_LIST_OF = re.compile(
    r"^(?:(?:støttede|udvalgte|bevilgede) )?(?:projekter|tilskud|tilsagn|bevillinger|"
    r"projektoversigt|projektliste|oversigt|"
    r"liste)\s?[:–-]\s(?P<subject>.+)$",
    re.IGNORECASE,
)


def _titled(own: Sequence[Candidate], document: Document, subjects: Mapping[str, str]) -> Statement | None:
    """Give the pool whose whole subject a list's title says behind what it is: "Støttede projekter - ..."."""
    if any(s.field == "pool" for c in own for s in c.statements) or document.kind is not DocumentKind.AWARD_LIST:
        return None
    heading = next((b for b in document.blocks if b.kind is BlockKind.HEADING), None)
    title = document.text[heading.char_start : heading.char_end] if heading is not None else ""
    listed = _LIST_OF.match(title)
    if heading is None or listed is None or listed["subject"].casefold() not in subjects:
        return None
    start, end = (heading.char_start + at for at in listed.span("subject"))
    name, quote = subjects[listed["subject"].casefold()], listed["subject"]
    return Statement("pool", name, quote, start, end, heading.page_no, _CONFIDENCE, "subject-pool/1", Origin.INFERRED)


def _stated(own: Sequence[Candidate], document: Document, subjects: Mapping[str, str]) -> Statement | None:
    """Give the pool whose subject stands above a page's projects; `None` if it names one, or several may be meant."""
    if any(c.record_type is not RecordType.PROJECT or any(s.field == "pool" for s in c.statements) for c in own):
        return None
    places = [[s for s in c.statements if s.field == "municipalities"] for c in own]
    if len({s.value for of_one in places for s in of_one}) < 2 or not all(places):
        return None
    lead_end = min(s.char_start for of_one in places for s in of_one)
    is_evaluation = document.kind is DocumentKind.EVALUATION
    hits: list[tuple[int, int, str]] = []
    for sentence in _SENTENCE.finditer(document.text, 0, lead_end):
        line = sentence[0].strip()
        told_by = _DOERS.search(line) or _REPORT.search(line) or (is_evaluation and line.casefold() in subjects)
        if not told_by or _TO_COME.search(sentence[0]):
            continue
        text = sentence[0].casefold()
        for subject, name in subjects.items():
            at = re.search(rf"\b{re.escape(subject)}(?!\w)", text)
            if at:
                hits.append((sentence.start() + at.start(), sentence.start() + at.end(), name))
    # a longer subject that begins or ends with a shorter one's words is the one that is said
    whole = [h for h in hits if not any(o[0] <= h[0] and h[1] <= o[1] and o[:2] != h[:2] for o in hits)]
    if len({pool_key(name) for _, _, name in whole}) != 1:
        return None
    start, end, name = whole[0]
    page_no = next((b.page_no for b in document.blocks if b.char_start <= start < b.char_end), None)
    quote = document.text[start:end]
    return Statement("pool", name, quote, start, end, page_no, _CONFIDENCE, "subject-pool/1", Origin.INFERRED)
