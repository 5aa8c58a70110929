"""BibTeX: `@misc` for an award; corporate authors in braces, TeX's own characters escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from search.formats.table import ExportTable, one_line, ranked, recipients

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "_": r"\_", "#": r"\#", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write(table: ExportTable) -> bytes:
    """Give the results as BibTeX entries, in order; keys are unique."""
    entries: list[str] = []
    keys: set[str] = set()
    for result in table.results:
        key = _key(result["record_id"])
        while key in keys:
            key += "a"
        keys.add(key)
        entries.append(_entry(key, result, table))
    return "\n".join(entries).encode()


def _entry(key: str, result: Mapping[str, Any], table: ExportTable) -> str:
    record = result["record"]
    amount = f"{record['amount_dkk']} kr." if record["amount_dkk"] is not None else ""
    notes = (ranked(result), amount, f"korpusversion {table.corpus_version}")
    url = next((d["url"] for d in record["documents"]), None)
    fields = {
        "title": f"{{{escape(result['title'])}}}",
        "author": " and ".join(f"{{{escape(name)}}}" for name in recipients(record)),
        "institution": escape("; ".join(record["funders"])),
        "year": escape(record["year_awarded"]),
        "number": escape(result["record_id"]),
        "url": re.sub(r"[{}\s\\]", "", str(url)) if url else "",
        "note": escape("; ".join(note for note in notes if note)),
        "langid": "danish",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def escape(value: Any) -> str:
    """Give text in which nothing is a TeX command."""
    return "".join(_ESCAPES.get(char, char) for char in one_line(value))


def _key(record_id: str) -> str:
    plain = unicodedata.normalize("NFKD", record_id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9:-]", "", plain) or "post"
