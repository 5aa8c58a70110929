"""JSON Lines: one result a line, as `search --json` gives it; as "json" one list."""

from __future__ import annotations

import orjson

from search.formats.table import COLUMNS, ExportTable


def write(table: ExportTable) -> bytes:
    """Give the results in order, one a line, as JSON Lines and within the list alike: whole, or the chosen columns."""
    chosen = table.columns if table.columns != tuple(COLUMNS) else ()
    rows = [dict(zip(chosen, row, strict=True)) for row in table.rows()] if chosen else table.results
    lines = [orjson.dumps(dict(row)) for row in rows]
    if table.file_stem.endswith(".list"):
        return b"[" + b",\n".join(lines) + b"]\n"
    return b"".join(line + b"\n" for line in lines)
