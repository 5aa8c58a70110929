"""The starter corpus: 161 records as facts from public pages, retold in words of our own.

Each source page stands as a document whose text is what the records retell of it, a fact a line; the pages themselves
were not fetched, and `DocumentKind.FACTS` says so. A record's first source carries its facts; its further sources
carry its title, so that a fact is not found several times where it was retold once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from corpus.audit import write_audit
from corpus.changes import ChangeKind, RecordChange, Version
from corpus.documents import Block, BlockKind, Document, DocumentKind, DocumentStatus, make_document_id
from corpus.evidence import Evidence, Origin, make_evidence_id
from corpus.municipalities import municipalities, regions
from corpus.reading import follow_redirects
from corpus.records import RecordType
from corpus.removals import load_removals
from corpus.schema import evidence
from corpus.store import Store
from corpus.versioning import apply_changes, current_version, move_evidence

EXTRACTOR = "starter/1"
CONFIDENCE = 0.8  # retold by hand from pages seen only in part
INFERRED_CONFIDENCE = 0.7  # an outcome's direction is our reading of the words
RETOLD_AT = "2026-11-01T00:00:00Z"
SOURCE = "starter"

_STATUS_WORDS = {
    "awarded": "bevilget",
    "running": "i gang",
    "completed": "afsluttet",
    "stopped": "stoppet",
    "unknown": "ukendt",
}


@dataclass(frozen=True, slots=True)
class _Fact:
    """A value, and the words of a line that state it."""

    field: str
    value: Any
    words: str
    origin: Origin = Origin.EXTRACTED
    confidence: float = CONFIDENCE


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    facts: tuple[_Fact, ...] = ()
    kind: BlockKind = BlockKind.PARAGRAPH


def starter_records() -> list[dict[str, Any]]:
    """Give the lines of `data/starter.jsonl`, one object a record."""
    text = files("corpus").joinpath("data/starter.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def starter_corpus() -> tuple[list[Document], list[RecordChange]]:
    """Give the starter corpus as documents and as one change a record, both in the order of the file."""
    cited: dict[str, list[tuple[dict[str, Any], bool]]] = {}
    records = starter_records()
    for record in records:
        for i, url in enumerate(record["source_urls"]):
            cited.setdefault(url, []).append((record, i == 0))
    documents: list[Document] = []
    statements: dict[str, list[Evidence]] = {record["id"]: [] for record in records}
    for url, entries in cited.items():
        document, found = _write_document(url, entries)
        documents.append(document)
        for item in found:
            statements[item.record_id].append(item)
    changes = [
        RecordChange(
            kind=ChangeKind.NEW,
            record_id=record["id"],
            record_type=RecordType(record["record_type"]),
            add=tuple(statements[record["id"]]),
            document_ids=tuple(dict.fromkeys(e.document_id for e in statements[record["id"]] if e.document_id)),
        )
        for record in records
    ]
    return documents, changes


def load_starter(store: Store, who: str = "starter") -> Version | None:
    """Publish the starter corpus as a version; give `None` where all of it was published before.

    What has been published once is not published again, so that merges, undone versions and removed documents stay as
    the staff left them; staff corrections outrank these facts as they do any others. Where a release retells a page
    anew, the old telling ends.
    """
    documents, changes = starter_corpus()
    with store.transaction() as connection:
        columns = (evidence.c.evidence_id, evidence.c.document_id, evidence.c.valid_to)
        rows = connection.execute(sa.select(*columns).where(evidence.c.extractor.like("starter/%"))).all()
        known = {row.document_id for row in rows} | {removal.document_id for removal in load_removals(connection)}
        fresh = [document for document in documents if document.document_id not in known]
        if not fresh:
            return None
        for document in fresh:
            store.save_document(document, None)
        told = {document.document_id for document in documents}
        stale = tuple(row.evidence_id for row in rows if row.document_id not in told and row.valid_to is None)
        version = current_version(connection)
        fresh_ids = {document.document_id for document in fresh}
        targets = {c.record_id: follow_redirects(connection, c.record_id, version) for c in changes}
        parts = [part for c in changes if (part := _fresh_part(c, fresh_ids, targets[c.record_id])).add]
        parts[0] = replace(parts[0], retire=stale)
        made = apply_changes(connection, parts, who=who, note="Startkorpus")
        write_audit(connection, who, "starter", f"version {made.version}", "", {"documents": len(fresh)})
        return made


def _fresh_part(change: RecordChange, document_ids: set[str], record_id: str) -> RecordChange:
    """Give what a change says out of some documents, of the record that it goes by now."""
    kept = [e for e in change.add if e.document_id in document_ids]
    add = kept if record_id == change.record_id else [move_evidence(e, record_id) for e in kept]
    return replace(change, record_id=record_id, add=tuple(add))


def _write_document(url: str, entries: Sequence[tuple[dict[str, Any], bool]]) -> tuple[Document, list[Evidence]]:
    """Write the retelling of one page: for each record the lines of its facts, or its title alone."""
    parts: list[str] = []
    blocks: list[Block] = []
    placed: list[tuple[str, _Fact, int]] = []
    length = 0
    for record, is_first in entries:
        heading = record["title"]
        for line in _lines(record) if is_first else _lines(record)[:1]:
            is_heading = line.kind is BlockKind.HEADING
            path = () if is_heading else (heading,)
            end = length + len(line.text)
            blocks.append(Block(line.kind, length, end, heading_path=path, level=2 if is_heading else 0))
            placed += [(record["id"], fact, length + at) for fact, at in _places(line)]
            parts.append(line.text)
            length = end + 2
    text = "\n\n".join(parts)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        document_id=make_document_id(url, sha256),
        url=url,
        canonical_url=url,
        media_type="text/plain",
        fetched_at=RETOLD_AT,
        sha256=sha256,
        text=text,
        blocks=tuple(blocks),
        title=_document_title([record for record, _ in entries]),
        kind=DocumentKind.FACTS,
        language="da",
        status=DocumentStatus.FACTS,
        source=SOURCE,
    )
    return document, [_statement(record_id, fact, at, document) for record_id, fact, at in placed]


def _statement(record_id: str, fact: _Fact, char_start: int, document: Document) -> Evidence:
    return Evidence(
        evidence_id=make_evidence_id(record_id, fact.field, fact.value, document.document_id, char_start, fact.origin),
        record_id=record_id,
        field=fact.field,
        value=fact.value,
        quote=fact.words,
        document_id=document.document_id,
        url=document.url,
        page_no=None,
        char_start=char_start,
        char_end=char_start + len(fact.words),
        origin=fact.origin,
        confidence=fact.confidence,
        extractor=EXTRACTOR,
        observed_at=RETOLD_AT,
    )


def _document_title(records: Sequence[Mapping[str, Any]]) -> str:
    """Give the title of the pool that a page tells of, else of its first record."""
    pools = [record for record in records if record["record_type"] == "pool"]
    title: str = (pools or list(records))[0]["title"]
    return title


def _places(line: _Line) -> Iterator[tuple[_Fact, int]]:
    """Give the facts of a line with their places: one behind the other, or in words that others state too."""
    after = 0
    for fact in line.facts:
        at = line.text.find(fact.words, after)
        if at >= 0:
            after = at + len(fact.words)
        yield fact, at if at >= 0 else line.text.index(fact.words)


def _lines(record: Mapping[str, Any]) -> list[_Line]:
    """Give what a record's first source retells: its title, its story, and a line for every further fact."""
    get = record.get
    title = [_Fact("title", record["title"], record["title"])]
    if kind := get("pool_kind"):
        title.append(_Fact("pool_kind", kind, record["title"], Origin.INFERRED))
    lines = [_Line(record["title"], tuple(title), BlockKind.HEADING)]
    story = [_Fact("summary", record["summary_da"], record["summary_da"])]
    story += [_Fact(said["field"], said["value"], said["words"]) for said in get("said", [])]
    lines.append(_Line(record["summary_da"], tuple(story)))
    if results := get("results_da"):
        facts = [_Fact("effekt", results, results)]
        if direction := get("outcome_direction"):
            facts.append(_Fact("outcome_direction", direction, results, Origin.INFERRED, INFERRED_CONFIDENCE))
        lines.append(_Line(f"Resultater: {results}", tuple(facts)))
    if target := get("target_group"):
        lines.append(
            _Line(f"Målgruppe: {target}.", (_Fact("target_group", target, target), _Fact("maalgruppe", target, target)))
        )
    lines += _place_lines(record) + _money_lines(record)
    themes = record["themes"]
    lines.append(_Line(f"Temaer: {', '.join(themes)}.", tuple(_Fact("themes", t, t) for t in themes)))
    words = _STATUS_WORDS[record["status"]]
    lines.append(_Line(f"Status: {words}.", (_Fact("status", record["status"], words),)))
    return lines


def _place_lines(record: Mapping[str, Any]) -> list[_Line]:
    names, region, grantees = record["municipalities"], record["region"], record["grantees"]
    lines: list[_Line] = []
    if names:
        label = "Kommune" if len(names) == 1 else "Kommuner"
        facts = tuple(_Fact("municipalities", _codes()[name], name) for name in names)
        lines.append(_Line(f"{label}: {', '.join(names)}.", facts))
    if region:
        code = next(code for code, name in regions().items() if name == region)
        lines.append(_Line(f"Region: {region}.", (_Fact("regions", code, region),)))
    if grantees:
        lines.append(_Line(f"Ansvarlig: {record['lead']}.", tuple(_Fact("grantees", g, g) for g in grantees)))
    return lines


def _money_lines(record: Mapping[str, Any]) -> list[_Line]:
    lines: list[_Line] = []
    if pool := record["pool"]:
        lines.append(_Line(f"Pulje: {pool}.", (_Fact("pool", pool, pool),)))
    if funders := record["funders"]:
        lines.append(_Line(f"Støttet af: {record['funder']}.", tuple(_Fact("funders", f, f) for f in funders)))
    if year := record["year_awarded"]:
        lines.append(_Line(f"Tildelt i {year}.", (_Fact("year_awarded", year, str(year)),)))
    if amount := record["amount_dkk"]:
        words = f"{amount:,} kr.".replace(",", ".")
        lines.append(_Line(f"Beløb: {words}", (_Fact("amount_dkk", amount, words),)))
    start, end = record["period"]
    if start or end:
        words = f"{start}-{end}" if start and end else f"fra {start}" if start else f"til {end}"
        pairs = (("period_from", start), ("period_to", end))
        facts = tuple(_Fact(field, str(year), str(year)) for field, year in pairs if year)
        lines.append(_Line(f"Periode: {words}.", facts))
    return lines


@cache
def _codes() -> dict[str, str]:
    """Give the codes of municipalities by present and former name; one that was split in 2007 has none."""
    codes = {alias: m.code for m in municipalities().values() for alias in m.aliases if "(del af)" not in alias}
    return codes | {m.name: m.code for m in municipalities().values()}
