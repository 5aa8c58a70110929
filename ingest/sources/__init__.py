"""Sources: the public sites that are read, one TOML file each, with what to fetch and how politely."""

from ingest.sources.catalogue import find_source, load_catalogue
from ingest.sources.description import Source, read_source

__all__ = ["Source", "find_source", "load_catalogue", "read_source"]
