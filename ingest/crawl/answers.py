"""Judging answers: what a response or a failure means for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)

from ingest.crawl.backoff import backoff_s, parse_retry_after
from ingest.crawl.decode import TooLargeError, TruncatedError, UndecodableError, decode_body
from ingest.crawl.gate import Refused, unresolved
from ingest.crawl.links import header_directives
from ingest.crawl.states import Outcome
from ingest.crawl.watch import Received
from ingest.raw import DOCX, HTML, PDF, TEXT, XML, sniff_media_type
from ingest.sources.description import Source

_READABLE = frozenset({HTML, PDF, DOCX, TEXT})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer is. `body` is decoded, and only there when the outcome has one."""

    outcome: Outcome
    reason: str = ""
    http_status: int | None = None
    body: bytes = b""
    media_type: str = ""  # as the bytes show
    content_type: str = ""  # as declared


def retry_wait(status: int, headers: Any, attempt: int, *, max_wait_s: float) -> float | None:
    """Give the seconds to wait before asking again; `None` where the answer is final.

    A Retry-After that says nothing usable counts as none: the wait then doubles with each try, up to `max_wait_s`.
    """
    if status not in (408, 429, 500, 502, 503, 504):
        return None
    value = headers.get(b"Retry-After")
    asked = parse_retry_after(value.decode("latin-1")) if value else None
    return asked if asked is not None else min(backoff_s(attempt), max_wait_s)


def judge(response: Any, source: Source, *, is_conditional: bool, is_sitemap: bool = False) -> Answer:
    """Judge a response that is no redirect and need not be asked for again."""
    status = response.status
    if status == 304:
        if is_conditional:
            return Answer(Outcome.UNCHANGED, http_status=304)
        return Answer(Outcome.FAILED, "the server answers 304 although nothing was conditional", 304)
    if status in (404, 410):
        return Answer(Outcome.FAILED, f"there is no such page ({status})", status)
    if status in (401, 403, 407, 451):
        return Answer(Outcome.FAILED, f"the server does not give it to us ({status})", status)
    if status == 206:
        return Answer(Outcome.PARTIAL, "the server gives a part that was not asked for (206)", status)
    if status == 204:
        return Answer(Outcome.EMPTY, "the answer has no content", status)
    if not 200 <= status < 300:
        return Answer(Outcome.FAILED, f"the server answers {status}", status)
    return _judge_body(response, source, is_sitemap=is_sitemap)


def _judge_body(response: Any, source: Source, *, is_sitemap: bool) -> Answer:
    status = response.status
    if "partial" in response.flags or "dataloss" in response.flags:
        return Answer(Outcome.PARTIAL, "the answer was cut off", status)
    encoding = b", ".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
    limits = source.limits
    try:
        body = decode_body(response.body, encoding, max_bytes=limits.max_file_bytes)
    except TooLargeError as exc:
        return Answer(Outcome.TOO_LARGE, str(exc), status)
    except TruncatedError as exc:
        return Answer(Outcome.PARTIAL, str(exc), status)
    except UndecodableError as exc:
        return Answer(Outcome.FAILED, str(exc), status)
    if not body.strip():
        return Answer(Outcome.EMPTY, "the answer is empty", status)
    tags = response.headers.getlist(b"X-Robots-Tag")
    directives = frozenset[str]().union(*(header_directives(tag.decode("latin-1")) for tag in tags))
    if directives & {"noindex", "none"} and not is_sitemap:
        return Answer(Outcome.REJECTED, "the server asks not to index it (X-Robots-Tag)", status)
    declared = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
    kind = sniff_media_type(body, declared, urlsplit(response.url).path)
    if kind in (HTML, TEXT) and len(body) > limits.max_page_bytes:
        return Answer(Outcome.TOO_LARGE, f"{len(body)} bytes, more than {limits.max_page_bytes}", status)
    if kind not in _READABLE and not (is_sitemap and (kind == XML or body.startswith(b"\x1f\x8b"))):
        return Answer(Outcome.REJECTED, f"{kind} is no page, PDF or Word file", status)
    return Answer(Outcome.OK, "", status, body, kind, declared)


def failure_of(failure: Any, request: Any) -> tuple[Outcome, str, bool]:
    """Give outcome and reason of a request that brought no response, and whether asking again makes sense."""
    error = failure.value
    if isinstance(error, Refused):
        return error.outcome, error.reason, False
    if isinstance(error, StopDownload) or "stopped" in request.meta:
        outcome, reason = request.meta.get("stopped", (Outcome.FAILED, "the download was stopped"))
        return outcome, reason, False
    if isinstance(error, CannotResolveHostError):
        error = unresolved(request.url)
        return error.outcome, error.reason, False
    if isinstance(error, DownloadTimeoutError):
        # Not asked again in this crawl: a server that hangs is not helped by more requests.
        received: Received | None = request.meta.get("progress")
        if received and received.n_bytes and received.n_announced:
            reason = f"the answer stalled after {received.n_bytes} of {received.n_announced} bytes"
            return Outcome.FAILED, reason, False
        return Outcome.TIMEOUT, f"no whole answer within {request.meta.get('download_timeout', 0):.0f} s", False
    if isinstance(error, DownloadCancelledError):
        return Outcome.TOO_LARGE, "larger than the limit", False
    if isinstance(error, ResponseDataLossError):
        return Outcome.PARTIAL, "the answer was cut off", True
    if isinstance(error, UnsupportedURLSchemeError):
        return Outcome.BLOCKED, "no web address", False
    if isinstance(error, DownloadConnectionRefusedError):
        return Outcome.FAILED, "the connection was refused", True
    if isinstance(error, DownloadFailedError):
        return Outcome.FAILED, f"the connection broke ({_first_line(error)})", True
    return Outcome.FAILED, f"{type(error).__name__}: {_first_line(error)}", False


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
