"""Content-Encoding, decoded under a cap on what comes out, so that no small answer becomes a large one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

try:
    import brotli  # type: ignore[import-untyped]  # ships no types
except ImportError:  # pragma: no cover  # an optional codec: without it we do not ask for it
    brotli = None

ACCEPT_ENCODING = "gzip, deflate, br" if brotli is not None else "gzip, deflate"
MAX_LAYERS = 2  # servers and proxies stack two by mistake; three is an attack
_CHUNK = 64 * 1024


class TooLargeError(ValueError):
    """The decoded body passes the cap."""


class TruncatedError(ValueError):
    """The encoded body ends before its end."""


class UndecodableError(ValueError):
    """The body is not encoded as it says, nor is it plain."""


def decode_body(body: bytes, content_encoding: str, *, max_bytes: int) -> bytes:
    """Undo a body's content encodings.

    A body that claims an encoding but does not begin like it is given as it is: servers mislabel plain pages.
    Junk after a complete gzip stream is ignored.

    Raises:
        TooLargeError: more than `max_bytes` would come out, or the encodings are stacked too high.
        TruncatedError: a stream ends early.
        UndecodableError: an unknown encoding, or bytes that cannot be decoded.
    """
    names = [name.strip().lower() for name in content_encoding.split(",") if name.strip()]
    names = [name for name in names if name not in ("identity", "none", "utf-8")]
    if len(names) > MAX_LAYERS:
        raise TooLargeError(f"{len(names)} content encodings upon each other")
    for name in reversed(names):
        body = _decode_one(body, name.removeprefix("x-"), max_bytes)
    if len(body) > max_bytes:
        raise TooLargeError(f"{len(body)} bytes, more than {max_bytes}")
    return body


def _decode_one(body: bytes, name: str, max_bytes: int) -> bytes:
    if name == "gzip":
        if not body.startswith(b"\x1f\x8b"):
            return body
        return _collect(_inflate(body, 16 + zlib.MAX_WBITS), max_bytes)
    if name == "deflate":
        # The standard means zlib; some servers send raw deflate.
        is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
        if not is_zlib and body[:1] == b"<":
            return body
        return _collect(_inflate(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS), max_bytes)
    if name == "br" and brotli is not None:
        return _collect(_unbrotli(body), max_bytes)
    raise UndecodableError(f"the content encoding {name!r} was not asked for")


def _collect(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    out = bytearray()
    for piece in pieces:
        out += piece
        if len(out) > max_bytes:
            raise TooLargeError(f"decodes to more than {max_bytes} bytes")
    return bytes(out)


def _inflate(body: bytes, window_bits: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(window_bits)
    data = body
    try:
        while not decoder.eof:
            piece = decoder.decompress(data, _CHUNK)
            data = decoder.unconsumed_tail
            if not piece and not data:
                raise TruncatedError("the compressed stream is cut off")
            yield piece
    except zlib.error as exc:
        raise UndecodableError(f"the compressed stream is damaged ({exc})") from exc


def _unbrotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    process: Callable[..., bytes] = decoder.process
    data = body
    try:
        while not decoder.is_finished():
            piece = process(data, output_buffer_limit=_CHUNK)
            if not piece and not data and decoder.can_accept_more_data():
                raise TruncatedError("the compressed stream is cut off")
            data = b""
            yield piece
    except brotli.error as exc:
        raise UndecodableError(f"the compressed stream is damaged ({exc})") from exc
