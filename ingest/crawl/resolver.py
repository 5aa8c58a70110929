"""Name resolution for the crawler: what connects is what was checked."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from corpus.errors import FetchError
from ingest.addresses import AddressGuard

refusals: dict[tuple[str, int], str] = {}
"""Why a host and port was refused, for the report: the connection itself only sees a name without addresses."""


@implementer(IResolutionReceiver)
class _CheckingReceiver:
    """Gathers every address of a name, and passes them on only if all of them may be connected to."""

    def __init__(self, inner: Any, guard: AddressGuard, host: str, port: int) -> None:
        self.inner, self.guard, self.host, self.port = inner, guard, host, port
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.inner.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        if self.addresses:
            try:
                found = [address.host for address in self.addresses]
                self.guard.check_resolved(f"//{self.host}:{self.port}", self.host, self.port, found)
            except FetchError as exc:
                refusals[self.host, self.port] = exc.args[0]
                self.addresses = []
        # IPv4 first: municipal networks with half an IPv6 set-up are the ones that hang.
        for address in sorted(self.addresses, key=lambda a: ipaddress.ip_address(a.host.partition("%")[0]).version):
            self.inner.addressResolved(address)
        self.inner.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Scrapy's resolver, set by `TWISTED_DNS_RESOLVER`.

    The connection is made to the addresses given out here, so a name that answers differently a second later
    (DNS rebinding) is not asked a second time. Twisted sends IP literals through it too.
    """

    def __init__(self, reactor: Any, guard: AddressGuard) -> None:
        self.reactor = reactor
        self.guard = guard
        self.original: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """Build from Scrapy's settings; `PULJESPOR_ALLOW` holds the allowed host:port pairs."""
        return cls(reactor, AddressGuard(frozenset(crawler.settings.getlist("PULJESPOR_ALLOW"))))

    def install_on_reactor(self) -> None:
        """Take over the reactor's name resolution."""
        self.reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve a name as Twisted asks for it, through the guard."""
        receiver = _CheckingReceiver(resolutionReceiver, self.guard, hostName.lower(), portNumber)
        resolution: IHostResolution = self.original.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution
