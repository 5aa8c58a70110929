"""CSV (RFC 4180) with a byte order mark, so that spreadsheets read æ, ø and å; no cell is a formula."""

from __future__ import annotations

import csv
import io

from search.formats.table import ExportTable, Value

# What a spreadsheet takes for the beginning of a formula or a command; see OWASP, "CSV Injection".
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(table: ExportTable) -> bytes:
    """Give the table as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([[safe_cell(value) for value in row] for row in table.rows()])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def safe_cell(value: Value) -> str:
    """Give a cell's text; an apostrophe before what would be run as a formula. Numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = value.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text
