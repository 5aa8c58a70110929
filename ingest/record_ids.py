"""Readable ids for new records: source, pool or title, municipality: "sst-rygestop-havby"."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from corpus.documents import Document
from ingest.extract.draft import places_key, slug

_HOSTS = (
    ("kl", re.compile(r"(?:^|[/.@])kl\.dk")),
    ("vpt", re.compile(r"(?:^|[/.])vpt\.dk")),
    ("sst", re.compile(r"(?:^|[/.])(?:sst|sundhedsstyrelsen)\.dk")),
    ("stps", re.compile(r"(?:^|[/.])stps\.dk")),
    ("sbst", re.compile(r"(?:^|[/.])(?:socialstyrelsen|sbst|social)\.dk")),
    ("sum", re.compile(r"(?:^|[/.])(?:sum|ism|sundhedsministeriet|indenrigsogsundhed\w*|aeldreministeriet|sm)\.dk")),
    ("lkt", re.compile(r"(?:^|[/.])kvalitetsteams\.dk")),
    ("ish", re.compile(r"(?:^|[/.])isikrehaender\.dk")),
)  # fmt: skip
_FILLER = frozenset(
    "pulje puljen puljer til fra den det der af i for og med om en et de styrket styrkelse styrkede ved samt "
    "midler ansoegningspulje satspuljen".split()
)

_NO_NAMES = frozenset({"", "index", "default", "home"})


def source_slug(document: Document) -> str:
    """Give the short name of where a document comes from."""
    for name, pattern in _HOSTS:
        if pattern.search(document.url):
            return name
    source = slug(document.source, 12)
    return source if source and source not in ("files", "file") else "dok"


def _short(text: str, n_words: int) -> str:
    words = [w for w in slug(text, 120).split("-") if w not in _FILLER]
    return "-".join(words[:n_words])


def _page_words(document: Document) -> str:
    """Give the words of a page's own name: the same whatever else is read, and in whatever order."""
    names = [slug(unquote(name).rsplit(".", 1)[0], 120) for name in urlsplit(document.url).path.split("/")]
    return _short(next((name for name in reversed(names) if name not in _NO_NAMES), ""), 4)


def new_record_id(
    document: Document,
    *,
    pool: str | None,
    title: str | None,
    codes: Collection[str],
    owner: str | None,
    taken: Collection[str],
) -> str:
    """Give an id that is not taken and that the same facts give again.

    Args:
        document: the document that first tells of it.
        pool: name of its pool, or of the pool itself.
        title: its own title, where a source states one.
        codes: its municipalities.
        owner: a grantee that is no municipality.
        taken: ids in use.
    """
    who = places_key(sorted(codes)[:2]) if codes else slug(owner or "", 24)
    if len(codes) > 2:
        who += f"-{len(codes)}"
    what = _short(pool or "", 4) or _short(title or "", 4) or _page_words(document)
    parts = [source_slug(document), what, who]
    base = "-".join(p for p in parts if p) or "projekt"
    if base not in taken:
        return base
    if title:
        longer = f"{base}-{_short(title, 4)}".rstrip("-")
        if longer not in taken:
            return longer
        base = longer
    if (words := _page_words(document)) and words not in base:
        base = f"{base}-{words}"
        if base not in taken:
            return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
