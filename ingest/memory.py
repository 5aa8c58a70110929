"""What earlier runs know: the pages of a source, and which documents an editor has let in."""

from __future__ import annotations

from collections.abc import Collection

from corpus.errors import NoCorpusError, QueryError
from corpus.kept_out import KeptOut, Removal
from corpus.reading import load_documents
from corpus.removals import removals
from corpus.settings import Settings
from corpus.store import Store
from ingest.harvest import Memory
from ingest.sources.catalogue import all_url_rules
from ingest.urls import canonical_url


def load_memory(settings: Settings, source: str) -> Memory:
    """Give what is known of the pages of a source; nothing where there is no corpus yet."""
    try:
        with Store.open(settings) as store:
            states = {state.canonical_url: state for state in store.page_states(source)}
            refused = [s for s in states.values() if s.status == "refused" and s.document_id]
            with store.reading() as connection:
                documents = load_documents(connection, sorted({s.document_id or "" for s in refused}))
            refusals = {s.canonical_url: documents[s.document_id] for s in refused if s.document_id in documents}
            held = {s.body_sha256 or "" for s in states.values() if s.status == "quarantined"}
            cleared = _cleared(store, held) if held else frozenset()
            return Memory(states, refusals, cleared, KeptOut.of(removals(store)))
    except NoCorpusError:
        return Memory()


def before_crawl(settings: Settings, source: str) -> tuple[dict[str, str], frozenset[str]]:
    """Give what a crawl must know: the pages of its source, and what an editor has removed.

    Returns:
        The pages that are not known to be gone, canonical URL -> URL, and the hashes of addresses and contents.
    """
    try:
        with Store.open(settings) as store:
            known = {s.canonical_url: s.url for s in store.page_states(source) if s.status != "gone"}
            return known, frozenset(KeptOut.of(removals(store)).by_hash)
    except NoCorpusError:
        return {}, frozenset()


def keeping_out(settings: Settings, address: str) -> Removal | None:
    """Give the removal that keeps an address out, in whatever spelling of it; `None` where none does.

    Raises:
        QueryError: it is no web address.
    """
    try:
        canonical = canonical_url(address, all_url_rules(settings))
    except ValueError as exc:
        raise QueryError(f"{address[:200]!r} is no web address.", remedy="Give a whole one, https:// and all.") from exc
    with Store.open(settings) as store:
        return KeptOut.of(removals(store)).address(canonical)


def is_let_in(settings: Settings, sha256: str) -> bool:
    """Say whether an editor has let the document with these bytes in."""
    try:
        with Store.open(settings) as store:
            return bool(_cleared(store, {sha256}))
    except NoCorpusError:
        return False


def _cleared(store: Store, hashes: Collection[str]) -> frozenset[str]:
    from corpus.review import is_cleared  # loads all of reviewing: a crawl that finds nothing new does without

    return frozenset(sha256 for sha256 in hashes if is_cleared(store, sha256))
