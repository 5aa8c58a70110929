"""RIS for reference managers: a GRANT an award, and a RPRT for each report or evaluation of it.

Rank and score stand in N1, so that the order is kept. Field use as in Zotero's translators.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.formats.table import ExportTable, one_line, ranked, recipients

_REPORTS = {"final_report": "Slutrapport", "evaluation": "Evaluering"}


def write(table: ExportTable) -> bytes:
    """Give the results as RIS, in order, lines ending in CR LF as the format asks."""
    entries = []
    for result in table.results:
        entries.append(_entry(_grant(result, table)))
        entries += [_entry(lines) for lines in _reports(result)]
    return "".join(entries).encode()


def _entry(lines: list[tuple[str, Any]]) -> str:
    kept = [(tag, text) for tag, value in lines if (text := one_line(value))]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in kept) + "ER  - \r\n\r\n"


def _grant(result: Mapping[str, Any], table: ExportTable) -> list[tuple[str, Any]]:
    record = result["record"]
    places = [place["name"] for place in record["municipalities"]]
    period = record["period"] or {}
    pool = record.get("pool") or record.get("programme") or {}
    fetched = [d["fetched_at"][:10] for d in record["documents"] if d.get("fetched_at")]
    return [
        ("TY", "GRANT"),
        *(("AU", name) for name in recipients(record)),
        ("TI", result["title"]),
        ("AB", record["summary"]),
        *(("KW", theme) for theme in record["themes"]),
        *(("PB", funder) for funder in record["funders"]),
        ("T2", pool.get("name")),
        ("C5", result["record_id"]),
        ("PY", record["year_awarded"]),
        ("CY", "; ".join(places)),
        ("SE", " – ".join(str(period.get(end) or "") for end in ("from", "to")) if any(period.values()) else None),
        ("NV", f"{record['amount_dkk']} DKK" if record["amount_dkk"] is not None else None),
        ("M1", record["status"] if record["status"] != "unknown" else None),
        ("M3", "Pulje" if result["record_type"] == "pool" else "Projekt"),
        ("DB", f"Puljespor, korpusversion {table.corpus_version}"),
        ("LA", "da"),
        *(("UR", url) for url in dict.fromkeys(d["url"] for d in record["documents"])),
        ("Y2", max(fetched).replace("-", "/") if fetched else None),
        ("N1", ranked(result)),
        ("N1", record["outcome"]["text"]),
    ]


def _reports(result: Mapping[str, Any]) -> list[list[tuple[str, Any]]]:
    return [
        [
            ("TY", "RPRT"),
            ("TI", document["title"] or result["title"]),
            ("M3", _REPORTS[document["kind"]]),
            ("T2", result["title"]),
            ("LA", "da"),
            ("UR", document["url"]),
            ("N1", f"Rapport om {result['record_id']}"),
        ]
        for document in result["record"]["documents"]
        if document["kind"] in _REPORTS
    ]
