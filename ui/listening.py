"""The port that a server is to listen on, taken before anything slow is done for it."""

from __future__ import annotations

import errno
import socket

from corpus.errors import QueryError


def take_port(host: str, port: int) -> socket.socket:
    """Bind a TCP socket that does not listen yet; port 0 takes a free one (`getsockname()[1]` says which).

    Raises:
        QueryError: the address is no address of this machine, or the port is in use or not to be had.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as exc:
        raise QueryError(f"{host[:80]!r} is no address.", remedy="Give --host 127.0.0.1, or 0.0.0.0 for all.") from exc
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was stopped a moment ago is in nobody's way
    try:
        taken.bind(address)
    except OSError as exc:
        taken.close()
        raise _refusal(exc, host, port) from exc
    return taken


def _refusal(exc: OSError, host: str, port: int) -> QueryError:
    if exc.errno == errno.EADDRINUSE:
        remedy = "Stop what uses it (another Puljespor?), or choose another port, e.g. --port 7861."
        return QueryError(f"port {port} on {host} is in use.", remedy=remedy)
    if exc.errno == errno.EADDRNOTAVAIL:
        return QueryError(f"{host} is no address of this machine.", remedy="Give --host 127.0.0.1, or 0.0.0.0 for all.")
    return QueryError(
        f"port {port} on {host} cannot be had: {exc.strerror}.", remedy="Choose another, e.g. --port 7861."
    )


__all__ = ["take_port"]
