from __future__ import annotations

import http.client
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from corpus.settings import Settings
from tests.ui.conftest import make_app
from tests.ui.provider import CLIENT_ID, SECRET, Provider, serve_provider
from ui.accounts import Role
from ui.oidc import BEGIN_S, OpenIdConnect, SignInError

BACK = "http://testserver/redaktion/oidc/tilbage"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with serve_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    """The provider, as it is when nothing is wrong."""
    running.claims = {"preferred_username": "anna", "roles": ["puljespor-editor"]}
    running.changes, running.algorithm, running.signing_key = {}, "RS256", None
    return running


def settings_for(provider: Provider, data: Path) -> Settings:
    return Settings(data=data, oidc_issuer=provider.issuer, oidc_client_id=CLIENT_ID, oidc_client_secret=SECRET)


@pytest.fixture
def relying(provider: Provider, tmp_path: Path) -> OpenIdConnect:
    return OpenIdConnect(settings_for(provider, tmp_path))


def visit(url: str) -> str:
    """Go where a browser is sent, and give where it is sent then."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().headers["Location"]
    finally:
        connection.close()


def answer_of(relying: OpenIdConnect) -> tuple[str, dict[str, str]]:
    """Sign in at the provider; give the browser's cookie and what it brings back."""
    url, cookie = relying.begin(BACK, to="/redaktion")
    back = visit(url)
    return cookie, {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def test_a_person_is_named_with_the_highest_role_that_the_claim_gives(
    provider: Provider, relying: OpenIdConnect
) -> None:
    provider.claims["roles"] = ["andet", "puljespor-reader", "puljespor-administrator"]
    person = relying.finish(*answer_of(relying))
    assert (person.name, person.role, person.to) == ("anna", Role.ADMINISTRATOR, "/redaktion")
    assert provider.refusals == []


def test_a_claim_may_lie_deep_and_be_words(provider: Provider, tmp_path: Path) -> None:
    settings = replace(settings_for(provider, tmp_path), oidc_role_claim="realm.roles", oidc_reader="gæst, læser")
    relying = OpenIdConnect(settings)
    provider.claims = {"realm": {"roles": "noget læser"}, "email": "a@kommune.example"}
    person = relying.finish(*answer_of(relying))
    assert (person.name, person.role) == ("a@kommune.example", Role.READER)


@pytest.mark.parametrize(
    "changes",
    [{"aud": "en anden"}, {"iss": "https://ondt.example"}, {"nonce": "gættet"}, {"exp": 1}, {"azp": "en anden"}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_token_with_a_wrong_claim_signs_nobody_in(
    provider: Provider, relying: OpenIdConnect, changes: dict[str, object]
) -> None:
    provider.changes = changes
    with pytest.raises(SignInError) as caught:
        relying.finish(*answer_of(relying))
    assert caught.value.key == "oidc_refused"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_is_not_signed_with_the_providers_key_signs_nobody_in(
    provider: Provider, relying: OpenIdConnect, algorithm: str
) -> None:
    provider.algorithm = algorithm
    with pytest.raises(SignInError):
        relying.finish(*answer_of(relying))
    provider.algorithm, provider.signing_key = "RS256", RSAKey.generate_key(2048, {"kid": "1"})
    with pytest.raises(SignInError):
        relying.finish(*answer_of(relying))


def test_a_new_key_of_the_provider_is_fetched(provider: Provider, relying: OpenIdConnect) -> None:
    assert relying.finish(*answer_of(relying)).name == "anna"
    provider.key = RSAKey.generate_key(2048, {"kid": "2", "use": "sig"})
    assert relying.finish(*answer_of(relying)).name == "anna"


def test_an_answer_counts_once_in_the_browser_that_began_and_not_for_long(
    provider: Provider, relying: OpenIdConnect
) -> None:
    cookie, query = answer_of(relying)
    for wrong_cookie, wrong_query, key in (
        ("en anden", query, "oidc_late"),
        (None, query, "oidc_late"),
    ):
        with pytest.raises(SignInError) as caught:
            relying.finish(wrong_cookie, wrong_query)
        assert caught.value.key == key
    assert relying.finish(cookie, query).name == "anna"
    with pytest.raises(SignInError):
        relying.finish(cookie, query)
    cookie, query = answer_of(relying)
    with pytest.raises(SignInError, match="state"):
        relying.finish(cookie, query | {"state": "gættet"})
    cookie, query = answer_of(relying)
    with pytest.raises(SignInError, match="issuer"):
        relying.finish(cookie, query | {"iss": "https://ondt.example"})
    cookie, query = answer_of(relying)
    with pytest.raises(SignInError, match="access_denied"):
        relying.finish(cookie, {"state": query["state"], "error": "access_denied"})
    cookie, query = answer_of(relying)
    started = relying.clock()
    relying.clock = lambda: started + BEGIN_S + 1
    with pytest.raises(SignInError, match="too long"):
        relying.finish(cookie, query)


def test_a_code_of_another_sign_in_is_not_exchanged(provider: Provider, relying: OpenIdConnect) -> None:
    _, stolen = answer_of(relying)
    cookie, own = answer_of(relying)
    with pytest.raises(SignInError):
        relying.finish(cookie, own | {"code": stolen["code"]})
    assert provider.refusals.pop() == "code or verifier"


@pytest.mark.parametrize("issuer", ["http://login.example", "https://", "ftp://127.0.0.1", "http://127.0.0.1:9"])
def test_a_provider_that_cannot_be_used_is_said_to_be_away(tmp_path: Path, issuer: str) -> None:
    relying = OpenIdConnect(Settings(data=tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT_ID))
    with pytest.raises(SignInError) as caught:
        relying.begin(BACK, to="/redaktion")
    assert caught.value.key == "oidc_away"


@pytest.fixture
def staff(provider: Provider, small_data: Settings, tmp_path: Path) -> Iterator[TestClient]:
    shutil.copytree(small_data.data, tmp_path / "data", symlinks=True)
    settings = settings_for(provider, tmp_path / "data")
    with TestClient(make_app(settings), follow_redirects=False, headers={"accept": "text/html"}) as staff:
        yield staff


def sign_in(staff: TestClient, path: str) -> str:
    """Sign in by the provider's button on a page, and give the page that it ends on."""
    page = staff.get(path)
    button = re.search(r'class="button primary" href="([^"]+)"', page.text)
    assert button
    sent = staff.get(button[1].replace("&amp;", "&"))
    assert sent.status_code == 303
    assert "samesite=lax" in sent.headers["set-cookie"].lower()
    back = urlsplit(visit(sent.headers["location"]))
    landed = staff.get(f"{back.path}?{back.query}")
    leads = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', landed.text)
    return staff.get(leads[1].replace("&amp;", "&")).text if leads else landed.text


def test_staff_sign_in_with_the_provider_and_out_again(staff: TestClient, provider: Provider) -> None:
    page = sign_in(staff, "/redaktion/log?ord=x")
    assert "Logget ind som anna" in page
    assert 'name="ord" value="x"' in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    refused = staff.post("/redaktion/udgaver/fortryd", data={"csrf": csrf[1], "why": "x"})
    assert refused.status_code == 403, "an editor"
    out = staff.post("/redaktion/ud", data={"csrf": csrf[1]})
    assert f"{provider.issuer}/end_session?id_token_hint=" in out.text
    assert staff.get("/redaktion/log").status_code == 401


def test_somebody_without_a_role_is_told_so(staff: TestClient, provider: Provider) -> None:
    provider.claims["roles"] = []
    assert "har ingen rolle her" in sign_in(staff, "/redaktion")
    assert staff.get("/redaktion/log").status_code == 401


def test_without_a_provider_there_is_no_way_in_by_one(client: TestClient) -> None:
    assert client.get("/redaktion/oidc").status_code == 404
    assert client.get("/redaktion/oidc/tilbage?code=x&state=y").status_code == 404
    assert "/redaktion/oidc" not in client.get("/redaktion").text
