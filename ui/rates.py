"""How much one address may ask: generous for people and their scripts, a stop for what runs wild."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.refusals import refuse

_BURST = 3000.0  # requests at once: an office behind one address, each page some ten
_PER_S = 150.0  # requests a second thereafter: twenty people who never pause stay below it
_SIGN_IN_BURST = 20.0  # sign-ins at once, beside the lock-out of an account
_SIGN_IN_PER_S = 0.2
_SIGN_IN = "/redaktion/ind"
_MOST_ADDRESSES = 10_000
_FREE = ("/static/", "/healthz")


class Bucket:
    """A token bucket for each key, the least lately used forgotten first."""

    def __init__(self, burst: float, per_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_s, self.clock = burst, per_s, clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> (tokens, when)

    def take(self, key: str) -> float:
        """Take one token; give 0, or the seconds until there is one."""
        with self._lock:
            now = self.clock()
            tokens, at = self._left.pop(key, (self.burst, now))
            tokens = min(self.burst, tokens + (now - at) * self.per_s)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self.per_s
            self._left[key] = (tokens if wait else tokens - 1, now)
            if len(self._left) > _MOST_ADDRESSES:
                self._left.popitem(last=False)
            return wait


class RateLimit:
    """ASGI middleware: answers 429 with problem details and Retry-After where an address asks too much.

    The address is that of the connection. Behind a proxy uvicorn sets it from the header that the proxy is trusted
    with; a header that anybody can write is not read here.
    """

    def __init__(self, app: ASGIApp, *, asking: Bucket | None = None, signing_in: Bucket | None = None) -> None:
        self.app = app
        self.asking = asking or Bucket(_BURST, _PER_S)
        self.signing_in = signing_in or Bucket(_SIGN_IN_BURST, _SIGN_IN_PER_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self.app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        wait = self.asking.take(address)
        if not wait and scope["path"] == _SIGN_IN and scope["method"] == "POST":
            wait = self.signing_in.take(address)
        if not wait:
            await self.app(scope, receive, send)
            return
        seconds = max(1, math.ceil(wait))
        detail = f"This address asks too much. Wait {seconds} s."
        await refuse(scope, receive, send, 429, detail, {"retry-after": str(seconds)})
