"""Which reader a file goes to; runs inside a worker."""

from __future__ import annotations

from corpus.documents import DocumentStatus
from ingest.parse.docx import parse_docx
from ingest.parse.draft import Parsed
from ingest.parse.html import parse_html
from ingest.parse.job import ParseJob
from ingest.parse.language import detect_language
from ingest.parse.limits import Limits
from ingest.parse.pdf import parse_pdf
from ingest.parse.plain import parse_plain
from ingest.raw import DOCX, HTML, OLE, PDF, TEXT


def parse_here(job: ParseJob) -> Parsed:
    """Read one file in this process, without limits on time or memory."""
    if job.media_type == HTML:
        parsed = parse_html(job.body, job.declared, job.url)
    elif job.media_type == PDF:
        parsed = parse_pdf(job.body, job.limits)
    elif job.media_type == DOCX:
        parsed = parse_docx(job.body, job.limits)
    elif job.media_type == TEXT:
        parsed = parse_plain(job.body, job.declared, max_chars=job.limits.max_text_chars)
    elif job.media_type == OLE:
        return _refuse_ole(job.body)
    else:
        return Parsed(status=DocumentStatus.REJECTED, reason=f"not a page or document: {job.media_type}")
    text = " ".join(draft.text for draft in parsed.drafts)
    parsed.language = detect_language(text, parsed.meta.get("lang", ""))
    return _cap(parsed, job.limits)


def _refuse_ole(body: bytes) -> Parsed:
    """Say what the container of old Office files holds: a new file under a password, or an old one."""
    if "EncryptedPackage".encode("utf-16le") in body:
        return Parsed(status=DocumentStatus.NEEDS_PASSWORD, reason="the file is encrypted and needs a password")
    reason = "an old Word, Excel or PowerPoint file; save it as .docx or PDF"
    return Parsed(status=DocumentStatus.REJECTED, reason=reason)


def _cap(parsed: Parsed, limits: Limits) -> Parsed:
    total = 0
    cut = ""
    for n, draft in enumerate(parsed.drafts):
        total += len(draft.text)
        if total > limits.max_text_chars or n >= limits.max_blocks:
            most = f"{limits.max_blocks} blocks" if n >= limits.max_blocks else f"{limits.max_text_chars} characters"
            parsed.drafts, cut = parsed.drafts[:n], f"only the first {most} were read"
            break
    if cut and cut not in parsed.reason:
        parsed.status, parsed.reason = DocumentStatus.PARTIAL, "; ".join(filter(None, (parsed.reason, cut)))
    return parsed
