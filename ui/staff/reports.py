"""The register of projects whose final report is due and not found."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from fastapi.responses import Response

from corpus.errors import NoCorpusError
from corpus.municipalities import municipality
from corpus.review import MissingReport, missing_reports
from corpus.store import Store
from search.formats.csv_table import safe_cell
from ui.staff.desk import Asked, Desk

_COLUMNS = (
    *("record_id", "title", "municipalities", "pool", "period_to", "due", "days_overdue"),
    *("has_results", "pool_is_evaluated"),
)


def register(desk: Desk) -> None:
    """Add the page and the file."""

    @desk.page("/slutrapporter", "staff/missing.html", "missing")
    def missing(asked: Asked) -> Mapping[str, Any]:
        rows = _missing(desk)
        return {"rows": rows, "names": {row.record_id: _places(row) for row in rows}}

    @desk.file("/slutrapporter.csv")
    def missing_csv(asked: Asked) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="mangler-slutrapport.csv"', "Cache-Control": "no-store"}
        return Response(register_csv(_missing(desk)), media_type="text/csv; charset=utf-8", headers=headers)


def register_csv(rows: list[MissingReport]) -> bytes:
    """Give the register as CSV with a byte order mark; no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        values = asdict(row) | {"municipalities": _places(row)}
        writer.writerow([safe_cell(_plain(values[name])) for name in _COLUMNS])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _plain(value: Any) -> str | int | None:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value if isinstance(value, int) or value is None else str(value)


def _places(row: MissingReport) -> str:
    return "; ".join(municipality(code).name for code in row.municipalities)


def _missing(desk: Desk) -> list[MissingReport]:
    try:
        with Store.open(desk.settings) as store:
            return missing_reports(store, datetime.now(UTC).date())
    except NoCorpusError:
        return []
