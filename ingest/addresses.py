"""The address guard: which URLs a crawl may ask for, and which addresses it may connect to.

Three gates, since each alone can be walked round: the URL's own form, every address its host resolves to, and the
address at connect time (`ingest/crawl/resolver.py` hands the connection the checked address, so a name that
resolves differently a second later gains nothing).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import idna

from corpus.errors import FetchError

Resolver = Callable[[str, int], Iterable[str]]
"""Gives the IP addresses of a host name, as `socket.getaddrinfo` does; raises `OSError` where there are none."""

_ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})  # the ports public web servers use; others are other services
_FORBIDDEN_NAMES = re.compile(
    r"(?:.*\.)?(?:localhost|local|internal|intranet|lan|home\.arpa|localdomain)", re.IGNORECASE
)
# RFC 6052 and RFC 8215: an IPv4 address in the last 32 bits, which a NAT64 gateway would connect to.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_CGNAT = ipaddress.IPv4Network("100.64.0.0/10")
# Anything inet_aton() would read as an address although it is not in the usual four-part form: 127.1, 0x7f000001.
_ALLOW = "An intranet host can be allowed as host:port in the setting allow_addresses."
_REWRITE = "Write the address as a browser shows it, from https:// on."
_ODD_NUMBER = re.compile(r"(?:0[xX][0-9A-Fa-f]*|\d+)(?:\.(?:0[xX][0-9A-Fa-f]*|\d+))*\.?")


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Decides on URLs and addresses. `allowed` holds host:port pairs that may be reached although private."""

    allowed: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, allow_addresses: str) -> AddressGuard:
        """Read the setting `allow_addresses`: comma-separated host:port pairs.

        Raises:
            ValueError: a part is not host:port.
        """
        pairs = [pair.strip().lower() for pair in allow_addresses.split(",") if pair.strip()]
        for pair in pairs:
            host, _, port = pair.rpartition(":")
            if not host or not port.isdigit():
                raise ValueError(f"allow_addresses must list host:port pairs, got {pair!r}")
        return cls(frozenset(pairs))

    def allows_pair(self, host: str, port: int) -> bool:
        """Say whether this very host and port stand on the allow-list."""
        return f"{host.lower()}:{port}" in self.allowed

    def check_url(self, url: str) -> tuple[str, int]:
        """Check a URL's form and give its host (ASCII, lower case) and port.

        Raises:
            FetchError: another scheme than http(s), a user name, an impossible or odd host, or a port of another
                service.
        """
        if url != url.strip() or re.search(r"[\s\x00-\x1f\x7f\\]", url):
            raise _refusal(url, "has a space, control character or backslash", _REWRITE)
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as exc:
            raise _refusal(url, f"cannot be read ({exc})", _REWRITE) from exc
        scheme = parts.scheme.lower()
        if scheme not in ("http", "https"):
            raise _refusal(url, f"has the scheme {scheme or '(none)'!r}; only http and https are fetched", _REWRITE)
        if "@" in parts.netloc or "%" in parts.netloc:
            raise _refusal(url, "has a user name or an escape in its host", _REWRITE)
        host = _ascii_host(url, parts.hostname or "")
        port = port if port is not None else (443 if scheme == "https" else 80)
        if self.allows_pair(host, port):
            return host, port
        if port not in _ALLOWED_PORTS:
            raise _refusal(url, f"asks for port {port}, which is no web server's")
        address = _literal(host)
        if address is None:
            if _ODD_NUMBER.fullmatch(host):
                raise _refusal(url, "has an IP address in an odd form as its host", _REWRITE)
            if _FORBIDDEN_NAMES.fullmatch(host.rstrip(".")) or "." not in host.rstrip("."):
                raise _refusal(url, "names a machine of the local network")
        elif not is_public(address):
            raise _refusal(url, f"points at the private address {address}")
        return host, port

    def check_resolved(self, url: str, host: str, port: int, addresses: Iterable[str]) -> list[str]:
        """Check every address that a host resolved to, and give them.

        One private address among public ones refuses the host: which one a connection takes is chance.

        Raises:
            FetchError: the host resolved to nothing, or to an address that is not public.
        """
        found = list(addresses)
        if not found:
            raise FetchError(f"{host} has no address.", url=url, remedy="Check the host name.")
        if self.allows_pair(host, port):
            return found
        for text in found:
            address = _literal(text.partition("%")[0])
            if address is None or not is_public(address):
                if address is not None and self.allows_pair(str(address), port):
                    continue
                raise _refusal(url, f"resolves to the private address {text}")
        return found

    def check(self, url: str, resolver: Resolver) -> list[str]:
        """Check a URL and everything its host resolves to, and give the addresses that may be connected to.

        Raises:
            FetchError: the URL or an address is refused, or the host does not resolve.
        """
        host, port = self.check_url(url)
        address = _literal(host)
        if address is not None:
            return self.check_resolved(url, host, port, [str(address)])
        try:
            found = list(resolver(host, port))
        except OSError as exc:
            raise FetchError(f"{host} cannot be resolved: {exc}.", url=url, remedy="Check the host name.") from exc
        return self.check_resolved(url, host, port, found)


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether an address belongs to the public internet, whatever form wraps it.

    IPv4-mapped, NAT64, 6to4 and Teredo addresses are judged by the IPv4 address inside.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _NAT64):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address in _SIX_TO_FOUR and address.sixtofour is not None:
            return is_public(address.sixtofour)
        if address in _TEREDO and address.teredo is not None:
            return is_public(address.teredo[1])
        if address.is_site_local:
            return False
    elif address in _CGNAT:
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    )


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _ascii_host(url: str, host: str) -> str:
    if not host:
        raise _refusal(url, "has no host", _REWRITE)
    if _literal(host) is not None:
        return host.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as exc:
            raise _refusal(url, f"has an impossible host name ({exc})", _REWRITE) from exc
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9.])?", host):
        raise _refusal(url, "has an impossible host name", _REWRITE)
    return host.lower()


def _refusal(url: str, reason: str, remedy: str = _ALLOW) -> FetchError:
    shown = url if len(url) <= 200 else url[:200] + "..."
    return FetchError(f"refused {shown!r}: it {reason}.", url=url, remedy=remedy)
