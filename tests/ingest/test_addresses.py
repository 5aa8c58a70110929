from __future__ import annotations

import ipaddress
import json
from pathlib import Path

import pytest

from corpus.errors import FetchError
from ingest.addresses import AddressGuard, is_public

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile" / "manifest.jsonl"
PUBLIC = "93.184.216.34"


def resolve_public(host: str, port: int) -> list[str]:
    return [PUBLIC]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fec0::1]/",
        "http://100.64.3.4/",
        "http://169.254.169.254/",
        "http://192.168.1.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://localhost/",
        "http://printer.local/",
        "http://intranet/",
        "http://user@havby.dk/",
        "http://havby.dk:22/",
        "http://havby.dk\\@127.0.0.1/",
        "http://havby.dk/a b",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//havby.dk/",
        "http://",
    ],
)
def test_refused_by_form(url: str) -> None:
    with pytest.raises(FetchError, match="refused"):
        AddressGuard().check(url, resolve_public)


@pytest.mark.parametrize(
    "url", ["https://www.havby.dk/", "http://havby.dk:8080/x?y=1", f"http://{PUBLIC}/", "https://ærø.dk/"]
)
def test_public_web_addresses_pass(url: str) -> None:
    assert AddressGuard().check(url, resolve_public) == [PUBLIC]


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "::1", "::ffff:127.0.0.1", "fe80::1%eth0", "64:ff9b::7f00:1", "100.127.0.1"]
)
def test_refused_by_what_the_name_resolves_to(address: str) -> None:
    with pytest.raises(FetchError, match="resolves to the private address"):
        AddressGuard().check("https://havby.dk/", lambda host, port: [PUBLIC, address])


def test_a_name_without_address_is_an_error() -> None:
    def nothing(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match="cannot be resolved"):
        AddressGuard().check("https://havby.dk/", nothing)
    with pytest.raises(FetchError, match="has no address"):
        AddressGuard().check("https://havby.dk/", lambda host, port: [])


def test_the_allow_list_opens_exactly_one_host_and_port() -> None:
    guard = AddressGuard.parse("127.0.0.1:18970, sag.intranet:80")
    assert guard.check("http://127.0.0.1:18970/x", resolve_public) == ["127.0.0.1"]
    assert guard.check("http://sag.intranet/", lambda host, port: ["10.0.0.9"]) == ["10.0.0.9"]
    for url in ("http://127.0.0.1:18971/", "http://localhost:18970/", "http://127.1:18970/", "http://[::1]:18970/"):
        with pytest.raises(FetchError):
            guard.check(url, resolve_public)


@pytest.mark.parametrize("text", ["127.0.0.1", ":80", "a:b"])
def test_a_wrong_allow_list_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        AddressGuard.parse(text)


def test_public_agrees_with_the_registry_of_special_addresses() -> None:
    special = [
        "0.0.0.0",
        "10.0.0.0",
        "127.255.0.1",
        "169.254.1.1",
        "172.31.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
    ]
    assert [a for a in special if is_public(ipaddress.ip_address(a))] == []
    usual = ["1.1.1.1", "193.3.0.1", "2a00:1450:400f::1", "172.32.0.1", "100.128.0.1"]
    assert [a for a in usual if not is_public(ipaddress.ip_address(a))] == []


@pytest.mark.skipif(not HOSTILE.is_file(), reason="../shared/hostile is not beside this checkout")
def test_shared_policy_list_is_refused_whole() -> None:
    rows = [json.loads(line) for line in HOSTILE.read_text("utf-8").splitlines()]
    urls = [url for row in rows if row["kind"] == "url_policy" for url in row["input"]]
    assert len(urls) > 30
    let_through = []
    for url in urls:
        try:
            AddressGuard().check(url, resolve_public)
        except FetchError:
            continue
        let_through.append(url)
    assert let_through == []
