"""The tables of the record store, and the revision of them that this release writes.

Everything that a version shows is dated: a row with `valid_from` and `valid_to` belongs to the versions
`valid_from <= N < valid_to` (`valid_to` null: still). Rows are closed, never changed, so that a reader at version N
sees the same whatever is published meanwhile.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, Integer, MetaData, String, Table, Text

HEAD = "0001"
"""The newest migration under `corpus/migrations/versions`."""

metadata = MetaData()

_ORDERED_ID = String(200).with_variant(String(200, collation="C"), "postgresql")
_ORDERED_URL = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by code point everywhere, so that a corpus comes in the same order whichever database holds it."""

documents = Table(
    "documents",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),  # order of arrival
    Column("document_id", String(40), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False, index=True),
    Column("media_type", String(200), nullable=False),
    Column("fetched_at", String(40), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("has_body", Integer, nullable=False),  # 1 where the original bytes are in the blob store
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),  # JSON, see corpus/rows.py
    Column("title", Text),
    Column("kind", String(40), nullable=False),
    Column("language", String(20)),
    Column("status", String(40), nullable=False),
    Column("status_reason", Text, nullable=False),
    Column("last_modified", String(40)),
    Column("last_updated", String(40)),
    Column("source", String(200), nullable=False),
    Column("n_pages", Integer),
    Column("links", Text, nullable=False),  # JSON
    Column("meta", JSON, nullable=False),
    Column("valid_from", Integer),  # first version published after its arrival; null until then
    sqlite_autoincrement=True,
)

evidence = Table(
    "evidence",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=True),
    Column("evidence_id", String(40), nullable=False),
    Column("record_id", String(200), nullable=False),
    Column("field", String(60), nullable=False),
    Column("value", Text, nullable=False),  # JSON
    Column("quote", Text, nullable=False),
    Column("document_id", String(40), index=True),
    Column("url", Text),
    Column("page_no", Integer),
    Column("char_start", Integer),
    Column("char_end", Integer),
    Column("origin", String(20), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("extractor", String(200), nullable=False),
    Column("observed_at", String(40), nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer),
    Index("ix_evidence_record", "record_id", "valid_from"),
    Index("ux_evidence_period", "evidence_id", "valid_from", unique=True),
    Index("ix_evidence_open", "valid_to", "field"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("record_id", _ORDERED_ID, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("record_type", String(20), nullable=False),
    Column("pool_id", String(200)),
    Column("is_gone", Integer, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer, index=True),
)

redirects = Table(
    "redirects",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=True),
    Column("record_id", String(200), nullable=False, index=True),
    Column("target", String(200), nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer),
)

versions = Table(
    "versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("published_at", String(40), nullable=False),
    Column("who", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("restores", Integer),  # the version whose content an undo brought back
    Column("counts", JSON, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("proposal_id", Integer, primary_key=True, autoincrement=True),
    Column("content_hash", String(64), nullable=False, index=True),
    Column("run_id", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("record_id", String(200), nullable=False, index=True),
    Column("record_type", String(20), nullable=False),
    Column("change", Text, nullable=False),  # JSON of the RecordChange
    Column("diff", Text, nullable=False),  # JSON list of field changes, as they were when proposed
    Column("created_at", String(40), nullable=False),
    Column("decided_by", String(200)),
    Column("decided_at", String(40)),
    Column("why", Text, nullable=False),
    Column("version", Integer),  # the version that it was published in
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("who", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    sqlite_autoincrement=True,
)

page_states = Table(
    "page_states",
    metadata,
    Column("canonical_url", _ORDERED_URL, primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", String(64)),
    Column("document_id", String(40), index=True),
    Column("last_seen", String(40), nullable=False),
    Column("status", String(40), nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("source", String(200), nullable=False, index=True),
    Column("run_id", String(80), nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", String(80), primary_key=True),
    Column("targets", JSON, nullable=False),
    Column("started", String(40), nullable=False),
    Column("ended", String(40)),
    Column("state", String(40), nullable=False),
    Column("counts", JSON, nullable=False),
)

moves = Table(
    "moves",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=True),
    Column("statement_key", String(64), nullable=False, index=True),  # what a split took away, wherever it is read
    Column("record_id", String(200), nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer),
)
