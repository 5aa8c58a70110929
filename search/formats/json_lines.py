"""JSON Lines: one result a line, as `search --json` gives it; as "json" one list."""

from __future__ import annotations

import json

from search.formats.table import COLUMNS, ExportTable


def write(table: ExportTable) -> bytes:
    """Give the results in order, one a line, as JSON Lines and within the list alike: whole, or the chosen columns."""
    chosen = table.columns if table.columns != tuple(COLUMNS) else ()
    rows = [dict(zip(chosen, row, strict=True)) for row in table.rows()] if chosen else table.results
    lines = [json.dumps(dict(row), ensure_ascii=False) for row in rows]
    if table.file_stem.endswith(".list"):
        return ("[" + ",\n".join(lines) + "]\n").encode()
    return "".join(f"{line}\n" for line in lines).encode()
