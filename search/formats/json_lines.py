"""JSON Lines: one result a line, as `search --json` gives it; as "json" one list."""

from __future__ import annotations

import json

from search.formats.table import ExportTable


def write(table: ExportTable) -> bytes:
    """Give the results whole, in order; every result is one line, as JSON Lines and within the list alike."""
    lines = [json.dumps(dict(result), ensure_ascii=False) for result in table.results]
    if table.file_stem.endswith(".list"):
        return ("[" + ",\n".join(lines) + "]\n").encode()
    return "".join(f"{line}\n" for line in lines).encode()
