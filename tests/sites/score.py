"""Reading a labelled site without a crawl, and scoring what was found in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from corpus.documents import Document, document_json
from corpus.records import Record, RecordType, derive_values, record_json
from ingest.evaluation import ExtractionReport, evaluate_extraction
from ingest.evaluation.report import Json
from ingest.extract import extract_candidates
from ingest.gold import Gold, load_gold
from ingest.link import link_candidates
from ingest.raw import RawDocument
from ingest.reading import read

FOLDER = Path(__file__).parent
NAMES = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty_first",
    "twenty_second",
    "twenty_third",
    "twenty_fourth",
    "twenty_fifth",
    "twenty_sixth",
    "twenty_seventh",
    "twenty_eighth",
    "twenty_ninth",
)
BASE = "http://127.0.0.1:8099"
FETCHED_AT = "2026-11-22T07:00:00Z"


def raw_documents(site: str) -> Iterator[RawDocument]:
    """Give every page and file as a crawl would have fetched it."""
    for line in (FOLDER / site / "index.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        url = BASE + quote(row["path"], safe="/%")
        body = (FOLDER / site / "pages" / row["file"]).read_bytes()
        yield RawDocument(url, url, row["media_type"], body, FETCHED_AT, None, None, site)


def gold(site: str) -> Gold:
    """Give what the pages say, as their writers labelled them."""
    return load_gold(FOLDER / site / "gold.jsonl")


def site_hash(site: str) -> str:
    """Give a hash of every page and gold row: figures are only compared on equal ones."""
    digest = hashlib.sha256()
    for path in sorted((FOLDER / site).glob("**/*")):
        if path.suffix not in (".py", ".pyc") and path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def evaluate(site: str) -> ExtractionReport:
    """Parse, guard, classify, extract and link the whole site, and score it."""
    return evaluate_documents(site, [read(raw, is_cleared=lambda _: False).document for raw in raw_documents(site)])


def evaluate_documents(site: str, documents: Sequence[Document]) -> ExtractionReport:
    """Extract from documents of a site, link what they say, and score it."""
    projects, pools = records(documents)
    return evaluate_extraction(projects, pools, [document_json(d) for d in documents], gold(site))


def records(documents: Sequence[Document]) -> tuple[list[Json], list[Json]]:
    """Give the projects and the pools that documents tell of, as users get them."""
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)], ())
    by_id = {d.document_id: d for d in documents}
    found = [
        Record(record_id, linking.record_types[record_id], derive_values(evidence), evidence, _cited(evidence, by_id))
        for record_id, evidence in linking.evidence.items()
    ]
    projects: list[Json] = [record_json(r) for r in found if r.record_type is RecordType.PROJECT]
    return projects, [record_json(r) for r in found if r.record_type is RecordType.POOL]


def _cited(evidence: tuple[object, ...], by_id: dict[str, Document]) -> tuple[Document, ...]:
    ids = {getattr(e, "document_id", None) for e in evidence}
    return tuple(by_id[i] for i in sorted(i for i in ids if i))
