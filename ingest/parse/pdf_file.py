"""Opening PDF files: damage, encryption, and what a file carries beside its pages."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass, field

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf.errors import PyPdfError

from ingest.parse.text import clean_text

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each oddity of a file
_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s{1,3}(\d{1,5})\s{1,3}obj\b")
_PAGE = re.compile(rb"/Type\s{0,3}/Page(?![a-zA-Z])")
_MAX_FIELDS = 500


@dataclass(slots=True)
class OpenedPdf:
    """A PDF file that pdfium can read, or the reason why it cannot."""

    document: pdfium.PdfDocument | None
    needs_password: bool = False
    is_damaged: bool = False  # cut short, or read only after its pages were gathered anew
    reason: str = ""
    flags: list[str] = field(default_factory=list)


def open_pdf(body: bytes) -> OpenedPdf:
    """Open a PDF file; an empty user password is tried, a truncated file's whole pages are gathered."""
    start = max(body.find(b"%PDF-"), 0)
    body = body[start:]
    is_cut = b"%%EOF" not in body.rstrip(b"\x00\r\n ")[-4096:]  # some servers pad files
    try:
        document = pdfium.PdfDocument(body)
        if not _has_page(document):
            raise pdfium.PdfiumError("no page can be loaded")
    except pdfium.PdfiumError as exc:
        if "password" in str(exc).lower():
            return OpenedPdf(None, needs_password=True, reason="the file is encrypted and needs a password")
        return _gather(body, str(exc))
    opened = OpenedPdf(document, is_damaged=is_cut)
    _read_flags(opened, document)
    return opened


def _has_page(document: pdfium.PdfDocument) -> bool:
    for index in range(min(len(document), 3)):
        try:
            document[index].close()
        except pdfium.PdfiumError:
            continue
        return True
    return False


def _gather(body: bytes, error: str) -> OpenedPdf:
    """Build a page tree from the page objects that are still whole, and open that.

    pdfium rebuilds a lost cross-reference table by itself, but not a lost page tree.
    """
    numbers = []
    starts = list(_OBJECT.finditer(body))
    for n, match in enumerate(starts):
        end = starts[n + 1].start() if n + 1 < len(starts) else len(body)
        piece = body[match.end() : min(end, match.end() + 4000)]
        if b"endobj" in piece and _PAGE.search(piece):
            numbers.append((int(match[1]), int(match[2])))
    if not numbers:
        return OpenedPdf(None, reason=f"damaged beyond reading ({error[:80]})")
    top = max(int(m[1]) for m in starts) + 1
    kids = b" ".join(b"%d %d R" % number for number in numbers)
    tail = (
        b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n"
        b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n"
        b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n0\n%%%%EOF\n"
    ) % (top, top + 1, top + 1, len(numbers), kids, top + 2, top)
    try:
        # what stands after the last whole object would swallow the new ones
        whole = body[: body.rfind(b"endobj") + len(b"endobj")]
        return OpenedPdf(pdfium.PdfDocument(whole + tail), is_damaged=True)
    except pdfium.PdfiumError as exc:
        return OpenedPdf(None, reason=f"damaged beyond reading ({str(exc)[:80]})")


def _read_flags(opened: OpenedPdf, document: pdfium.PdfDocument) -> None:
    handle = document.raw
    if pdfium_c.FPDFDoc_GetJavaScriptActionCount(handle) > 0:
        opened.flags.append("has_javascript")
    if pdfium_c.FPDFDoc_GetAttachmentCount(handle) > 0:
        opened.flags.append("has_attachments")
    form = pdfium_c.FPDF_GetFormType(handle)
    if form in (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND):
        opened.flags.append("xfa")
    if form != pdfium_c.FORMTYPE_NONE:
        opened.flags.append("form")


def catalog_flags(body: bytes) -> list[str]:
    """Look for JavaScript that runs when the file is opened, and XFA forms; pdfium counts named scripts only."""
    flags = []
    if re.search(rb"/OpenAction|/AA\b", body) and re.search(rb"/JavaScript|/JS\b", body):
        flags.append("has_javascript")
    if b"/XFA" in body:
        flags.append("xfa")
    return flags


def form_fields(body: bytes) -> list[tuple[str, str]]:
    """Give the names and values of a form's filled fields, in the file's order; none where it cannot be read."""
    try:
        fields = pypdf.PdfReader(io.BytesIO(body), strict=False).get_fields() or {}
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return []  # values are an addition to the page's text, which is read by itself
    found = []
    for name, entry in list(fields.items())[:_MAX_FIELDS]:
        value = entry.get("/V")
        label = clean_text(str(entry.get("/TU") or name))
        text = clean_text(str(value).removeprefix("/")) if value is not None else ""
        if text and text != "Off":
            found.append((label, text))
    return found


def document_info(document: pdfium.PdfDocument) -> dict[str, str]:
    """Give what the file says about itself; the author's name is left where it is."""
    info = {}
    for key in ("Title", "Subject", "CreationDate", "ModDate", "Producer"):
        value = clean_text(document.get_metadata_value(key) or "")
        if value:
            info[key.lower()] = value[:300]
    return info
