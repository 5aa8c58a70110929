"""Bytes to text: which encoding they really are in."""

from __future__ import annotations

import codecs
import re

from ingest.parse.text import repair_mojibake

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_DECL = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Labels that mean Windows-1252 on the web, whatever they say (WHATWG Encoding Standard, section 4.2).
_AS_CP1252 = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "iso_8859-1", "windows-1252"}
# Encodings that can hide markup from a reader of bytes; a label that names one is not believed.
_REFUSED = {
    "utf-7",
    "utf7",
    "unicode-1-1-utf-7",
    "utf-32",
    "hz-gb-2312",
    "iso-2022-jp",
    "iso-2022-kr",
    "idna",
    "punycode",
}
_META_BYTES = 4096
_SAMPLE_BYTES = 60_000
_CANDIDATES = ("utf-8", "cp1252", "cp865", "cp850", "mac_roman")
_EXPECTED = frozenset("æøåÆØÅéÉäöüÄÖÜ–—‘’“”…•·§½°€\u00a0«»´")


def decode_bytes(body: bytes, declared: str = "") -> str:
    """Decode a page or text file; never fails.

    Order: byte order mark; UTF-16 without a mark (zero bytes tell); valid UTF-8 (long text in another encoding is
    practically never valid UTF-8 by chance, so this wins over a wrong label); header label; meta label; detection.
    UTF-8 that was read as Windows-1252 once before is repaired.

    Args:
        body: the bytes.
        declared: a Content-Type value or charset name; may be empty or wrong.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, errors="replace")
    zeros = body[:2000:2].count(0), body[1:2000:2].count(0)
    # of every two bytes the same one is zero; a run of zero bytes is damage
    if max(zeros) > len(body[:2000]) * 0.3 and min(zeros) < 0.2 * max(zeros):
        return body.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", errors="replace")
    try:
        return repair_mojibake(body.decode("utf-8"))
    except UnicodeDecodeError as exc:
        # one broken byte among much valid UTF-8 is damage, not another encoding
        if _is_mostly_utf8(body, exc):
            return body.decode("utf-8", errors="replace")
    for label in _labels(body, declared):
        text = _decode_as(body, label)
        if text is not None:
            return text
    return _detect(body)


def _is_mostly_utf8(body: bytes, exc: UnicodeDecodeError) -> bool:
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return exc.start > 0 and broken * 20 < sum(1 for c in text if "\x7f" < c != "\ufffd")


def _labels(body: bytes, declared: str) -> list[str]:
    found = [m[1] for m in [_HEADER.search(declared)] if m]
    head = body[:_META_BYTES]
    found += [m[1].decode("ascii") for m in [_XML_DECL.search(head), _META.search(head)] if m]
    return [label.lower() for label in found]


def _decode_as(body: bytes, label: str) -> str | None:
    if label in _REFUSED or label.startswith(("utf-8", "utf8")):  # UTF-8 was tried on the bytes already
        return None
    try:
        name = "cp1252" if label in _AS_CP1252 else codecs.lookup(label).name
        if not codecs.lookup(name)._is_text_encoding:
            return None
        return _decode_cp1252(body) if name == "cp1252" else body.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def _decode_cp1252(body: bytes) -> str:
    """Decode Windows-1252 as browsers do: the five unassigned bytes become their C1 controls."""
    text = body.decode("cp1252", errors="replace")
    if "\ufffd" not in text:
        return text
    return "".join(chr(byte) if char == "\ufffd" else char for byte, char in zip(body, text, strict=True))


def _detect(body: bytes) -> str:
    """Decode undeclared bytes that are no valid UTF-8: as what makes most of the odd bytes Danish letters.

    Windows-1252 is what they nearly always are; the others are those of old DOS and Macintosh files.
    """
    sample = body[:_SAMPLE_BYTES]
    best = max(_CANDIDATES, key=lambda name: (_danish_share(sample.decode(name, errors="replace")), name == "cp1252"))
    return _decode_cp1252(body) if best == "cp1252" else body.decode(best, errors="replace")


def _danish_share(text: str) -> float:
    odd = [char for char in text if char > "\x7f"]
    return sum(1 for char in odd if char in _EXPECTED) / len(odd) if odd else 1.0
