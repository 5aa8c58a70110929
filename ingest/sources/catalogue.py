"""All sources: those shipped beside this file, and the data folder's own, which win where names agree."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

from corpus.errors import SourceError
from corpus.settings import Settings
from ingest.sources.description import Source, read_source
from ingest.urls import NO_RULES, UrlRules

SHIPPED = Path(__file__).parent


def load_catalogue(settings: Settings) -> dict[str, Source]:
    """Give every source by name.

    Raises:
        SourceError: a description is wrong.
    """
    sources: dict[str, Source] = {}
    for folder in (SHIPPED, settings.data / "sources"):
        for path in sorted(folder.glob("*.toml")):
            source = read_source(path)
            sources[source.name] = source
    return sources


def find_source(name: str, settings: Settings) -> Source:
    """Give a source by its name.

    Raises:
        SourceError: there is none of this name, or its description is wrong.
    """
    for folder in (settings.data / "sources", SHIPPED):
        path = folder / f"{name}.toml"
        if path.is_file():
            return read_source(path)
    known = ", ".join(sorted(load_catalogue(settings)))
    raise SourceError(f"there is no source {name!r}.", remedy=f"Known sources: {known}.", source=name)


def all_url_rules(settings: Settings) -> UrlRules:
    """Give what all sources together know about URLs, for pages that come by another way than a crawl."""
    rules = (source.url_rules for source in load_catalogue(settings).values())
    return reduce(UrlRules.merged, rules, NO_RULES)
