"""One module per export format; each has `write(table)`, which gives the file's bytes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from corpus.errors import QueryError
from search.formats.table import ExportTable

__all__ = ["FORMATS", "ExportTable", "Format", "find_format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format."""

    name: str
    extension: str
    media_type: str
    module: str  # below search.formats; imported when the format is asked for

    def write(self, table: ExportTable) -> bytes:
        """Give the file of a table."""
        body: bytes = import_module(f"search.formats.{self.module}").write(table)
        return body


FORMATS = {
    format.name: format
    for format in (
        Format("csv", "csv", "text/csv; charset=utf-8", "csv_table"),
        Format(
            "xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx_table"
        ),
        Format("json", "json", "application/json", "json_lines"),
        Format("jsonl", "jsonl", "application/x-ndjson", "json_lines"),
        Format("parquet", "parquet", "application/vnd.apache.parquet", "parquet_table"),
        Format("ris", "ris", "application/x-research-info-systems", "ris"),
        Format("bib", "bib", "application/x-bibtex; charset=utf-8", "bibtex"),
        Format("360", "360.json", "application/json", "threesixty"),
        Format("brief", "html", "text/html; charset=utf-8", "brief"),
    )
}  # fmt: skip


def find_format(name: str) -> Format:
    """Give the format of this name.

    Raises:
        QueryError: there is none.
    """
    wanted = {"bibtex": "bib", "360giving": "360", "excel": "xlsx", "html": "brief"}.get(name.lower(), name.lower())
    if wanted not in FORMATS:
        raise QueryError(f"there is no export format {name[:40]!r}.", remedy=f"Formats: {', '.join(FORMATS)}.")
    return FORMATS[wanted]
