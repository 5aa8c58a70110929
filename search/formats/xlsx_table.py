"""XLSX: every text is a string cell, never a formula or a live link; the search stands on a second sheet."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from search.formats.table import ExportTable, one_line

MAX_CELL = 32_767  # characters, by the format


def write(table: ExportTable) -> bytes:
    """Give the table as a workbook with the sheets "Resultater" and "Søgning"."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime.fromisoformat(table.date).replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Resultater")
        sheet.write_row(0, 0, table.columns, bold)
        sheet.freeze_panes(1, 0)
        for row_no, row in enumerate(table.rows(), start=1):
            for column_no, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(row_no, column_no, value)
                elif value:
                    sheet.write_string(row_no, column_no, value.replace("\x00", "")[:MAX_CELL])
        about = book.add_worksheet("Søgning")
        for row_no, (name, value) in enumerate(_about(table)):
            about.write_string(row_no, 0, name, bold)
            about.write_string(row_no, 1, one_line(value)[:MAX_CELL])
    return stream.getvalue()


def _about(table: ExportTable) -> list[tuple[str, str]]:
    filters = "; ".join(f"{name} = {', '.join(values)}" for name, values in table.filters.items())
    return [
        ("Søgning", table.query),
        ("Filtre", filters),
        ("Dato", table.date),
        ("Korpusversion", str(table.corpus_version)),
        ("Indeks", table.snapshot),
        ("Metode", table.methods),
    ]
