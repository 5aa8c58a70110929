"""Signing in with an OpenID Connect provider: discovery, authorisation code with PKCE, state and nonce, roles.

Authlib builds the requests and exchanges the code, joserfc checks the signature and the claims of the ID token.
"""

from __future__ import annotations

import ipaddress
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from corpus.errors import PuljesporError
from corpus.settings import Settings
from ui.accounts import Role

CALLBACK = "/redaktion/oidc/tilbage"
BEGIN_S = 600.0  # from leaving for the provider to coming back
_TIMEOUT_S = 10.0
_LEEWAY_S = 60  # clocks differ
_FRESH_S = 3600.0  # how long what discovery gave is used
_MOST_BEGUN = 1000
_SIGNED_BY = ("RS256", "PS256", "ES256", "ES384", "RS384", "RS512", "PS384", "PS512", "ES512", "EdDSA")
"""Signatures that are accepted: asymmetric ones, never `none` and never one made with the client's secret."""


class SignInError(PuljesporError):
    """Somebody could not be signed in by the provider. `key` names the text that a page says."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was sent to the provider and has not come back."""

    state: str
    nonce: str
    verifier: str  # of PKCE
    redirect_uri: str
    to: str  # page to go to afterwards
    at: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the provider has named, with the role that its claim gives."""

    name: str
    role: Role
    id_token: str
    to: str


@dataclass
class OpenIdConnect:
    """One provider, by the settings. What is begun is kept in memory, bound to the browser by a cookie."""

    settings: Settings
    clock: Callable[[], float] = time.monotonic
    _begun: dict[str, Begun] = field(default_factory=dict)  # cookie -> sign-in
    _metadata: dict[str, Any] = field(default_factory=dict)
    _keys: Any = None
    _read_at: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_on(self) -> bool:
        """Say whether a provider is set."""
        return bool(self.settings.oidc_issuer and self.settings.oidc_client_id)

    @property
    def label(self) -> str:
        """Give what the button calls the provider."""
        return self.settings.oidc_label or (urlsplit(self.settings.oidc_issuer).hostname or "")

    def begin(self, redirect_uri: str, *, to: str) -> tuple[str, str]:
        """Give the address to send the browser to, and the cookie by which it is known again.

        Raises:
            SignInError: the provider cannot be reached, or its description is wrong.
        """
        metadata = self._discover()
        nonce, verifier, cookie = (secrets.token_urlsafe(32) for _ in range(3))
        url, state = self._client(redirect_uri).create_authorization_url(
            metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier
        )
        now = self.clock()
        with self._lock:
            self._begun = {key: one for key, one in self._begun.items() if one.at + BEGIN_S > now}
            while len(self._begun) >= _MOST_BEGUN:
                self._begun.pop(next(iter(self._begun)))
            self._begun[cookie] = Begun(state, nonce, verifier, redirect_uri, to, now)
        return str(url), cookie

    def finish(self, cookie: str | None, query: Mapping[str, str]) -> Person:
        """Give who came back from the provider. A sign-in can be finished once.

        Raises:
            SignInError: the answer does not belong to this browser, cannot be verified, or gives no role here.
        """
        with self._lock:
            begun = self._begun.pop(cookie or "", None)
        if begun is None or begun.at + BEGIN_S <= self.clock():
            raise SignInError("oidc_late", "no sign-in was begun in this browser, or it took too long.")
        if not secrets.compare_digest(query.get("state", "").encode(), begun.state.encode()):
            raise SignInError("oidc_refused", "the provider's answer has another state.")
        metadata = self._discover()
        if query.get("iss", metadata["issuer"]) != metadata["issuer"]:
            raise SignInError("oidc_refused", "the answer comes from another issuer.")
        if "error" in query or not query.get("code"):
            raise SignInError("oidc_refused", f"the provider refused: {query.get('error', 'no code')[:80]}.")
        token = self._exchange(metadata, begun, query["code"])
        claims = self._verify(metadata, str(token.get("id_token") or ""), begun.nonce)
        role = self._role(claims)
        if role is None:
            raise SignInError("oidc_no_role", "the provider gives this person no role here.")
        name = next(
            (str(claims[key]) for key in (self.settings.oidc_name_claim, "email", "sub") if claims.get(key)), ""
        )
        return Person(name[:120], role, str(token["id_token"]), begun.to)

    def end_session_url(self, id_token: str, back: str) -> str:
        """Give where the provider's own session is ended; empty where it has no such place."""
        try:
            place = self._discover().get("end_session_endpoint")
        except SignInError:
            return ""
        if not place:
            return ""
        query = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": back,
            "client_id": self.settings.oidc_client_id,
        }
        return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"

    # --- the provider ----------------------------------------------------------------------------------------------

    def _client(self, redirect_uri: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        has_secret = bool(self.settings.oidc_client_secret)
        return OAuth2Client(
            client_id=self.settings.oidc_client_id,
            client_secret=self.settings.oidc_client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if has_secret else "none",
            scope=self.settings.oidc_scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )

    def _exchange(self, metadata: Mapping[str, Any], begun: Begun, code: str) -> Mapping[str, Any]:
        import httpx2
        from authlib.common.errors import AuthlibBaseError

        try:
            with self._client(begun.redirect_uri) as client:
                token: Mapping[str, Any] = client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                )
        except (AuthlibBaseError, httpx2.HTTPError, ValueError) as exc:
            raise SignInError("oidc_refused", f"the code was not exchanged ({type(exc).__name__}).") from exc
        return token

    def _verify(self, metadata: Mapping[str, Any], id_token: str, nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwt import JWTClaimsRegistry

        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        algorithms = [name for name in _SIGNED_BY if name in offered]
        try:
            try:
                token = jwt.decode(id_token, self._keys, algorithms=algorithms)
            except (JoseError, ValueError):  # the provider may have turned to a new key since
                self._read_at = float("-inf")
                self._discover()
                token = jwt.decode(id_token, self._keys, algorithms=algorithms)
            registry = JWTClaimsRegistry(
                leeway=_LEEWAY_S,
                iss={"essential": True, "value": metadata["issuer"]},
                aud={"essential": True, "value": self.settings.oidc_client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(token.claims)
        except (JoseError, ValueError) as exc:
            raise SignInError("oidc_refused", f"the ID token does not hold ({type(exc).__name__}).") from exc
        claims: Mapping[str, Any] = token.claims
        if claims.get("azp", self.settings.oidc_client_id) != self.settings.oidc_client_id:
            raise SignInError("oidc_refused", "the ID token was made for another client.")
        return claims

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        """Give the highest role that the claim's values give."""
        value: Any = claims
        for part in self.settings.oidc_role_claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        values = {str(one) for one in (value if isinstance(value, list) else str(value or "").split())}
        wanted = {
            Role.ADMINISTRATOR: self.settings.oidc_administrator,
            Role.EDITOR: self.settings.oidc_editor,
            Role.READER: self.settings.oidc_reader,
        }
        return next(
            (r for r, names in wanted.items() if values & {n.strip() for n in names.split(",") if n.strip()}), None
        )

    def _discover(self) -> dict[str, Any]:
        import httpx2
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        with self._lock:
            if self.clock() - self._read_at < _FRESH_S:
                return self._metadata
            issuer = self.settings.oidc_issuer.rstrip("/")
            try:
                _check_address(issuer)
                with httpx2.Client(timeout=_TIMEOUT_S) as client:
                    metadata = _object(client.get(f"{issuer}/.well-known/openid-configuration"))
                    if str(metadata.get("issuer", "")).rstrip("/") != issuer:
                        raise ValueError("it names another issuer")
                    for key in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                        _check_address(str(metadata.get(key, "")))
                    keys: Any = _object(client.get(metadata["jwks_uri"]))
                self._keys = KeySet.import_key_set(keys)
            except (httpx2.HTTPError, JoseError, ValueError, KeyError) as exc:
                raise SignInError("oidc_away", f"the provider's description cannot be used ({exc}).") from exc
            self._metadata, self._read_at = metadata, self.clock()
            return metadata


def _object(answer: Any) -> dict[str, Any]:
    answer.raise_for_status()
    body = answer.json()
    if not isinstance(body, dict):
        raise ValueError("it is no JSON object")
    return body


def _check_address(url: str) -> None:
    """Refuse an address that is not encrypted, but for this very machine.

    Raises:
        ValueError: it is no https address.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    try:
        is_local = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_local = False
    if parts.scheme != "http" or not is_local:
        raise ValueError(f"{url[:200]!r} is no https address")
