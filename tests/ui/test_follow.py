from __future__ import annotations

import email
import json
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.errors import NotFoundError, QueryError
from corpus.settings import Settings
from tests.ui.corpus import publish_one_more
from ui.alerts import send_alerts, tell_followers
from ui.follow_pages import follow_router
from ui.follows import CONFIRM_S, MOST_A_DAY, Follows
from ui.problems import add_handlers
from ui.service import Service
from ui.tasks import build_index

BASE = "https://puljespor.example.dk"


class Inbox:
    """A mail server's hand: keeps what it is given, and refuses an address that says so."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("afvist"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def links(self, n: int = -1) -> list[str]:
        text = self.mails[n].get_content()  # type: ignore[attr-defined]  # an EmailMessage by its policy
        return re.findall(rf"{BASE}(\S+)", text)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hand = Inbox()
    controller = Controller(hand, hostname="127.0.0.1", port=port)
    controller.start()
    yield hand, port
    controller.stop()


@pytest.fixture
def settings(tmp_path: Path, small_data: Settings, inbox: tuple[Inbox, int]) -> Settings:
    data = tmp_path / "data"
    shutil.copytree(small_data.data, data, symlinks=True)
    return Settings(
        data=data,
        threads=1,
        smtp_host="127.0.0.1",
        smtp_port=inbox[1],
        smtp_security="none",
        mail_from="Puljespor <puljespor@example.dk>",
        public_url=BASE,
    )


def pages(settings: Settings) -> TestClient:
    app = FastAPI()
    add_handlers(app)
    app.include_router(follow_router(Service(settings)))
    return TestClient(app, follow_redirects=False)


def publish(settings: Settings, record_id: str, title: str) -> None:
    publish_one_more(settings, record_id, title)
    build_index(settings)


def test_a_search_is_followed_told_of_once_and_stopped(settings: Settings, inbox: tuple[Inbox, int]) -> None:
    hand, _ = inbox
    browser = pages(settings)
    asked = {"email": "planlaegger@example.dk", "what": "q=kvikhedsprøven+i+hjemmeplejen"}
    answer = browser.post("/foelg", data=asked)
    assert answer.status_code == 200
    assert "planlaegger@example.dk" not in answer.text
    (confirm,) = hand.links()
    stored = settings.data.joinpath("follows.sqlite").read_bytes()
    assert confirm.rpartition("/")[2].encode() not in stored
    service = Service(settings)
    assert send_alerts(settings, service)["followed"] == 0  # not before it is confirmed
    assert browser.get(confirm).status_code == 200
    assert send_alerts(settings, service)["followed"] == 0  # and opening the link is not confirming
    assert browser.post(confirm).status_code == 200
    assert browser.post(confirm).status_code == 404
    assert send_alerts(settings, service) == {"followed": 1, "told": 0, "nothing_new": 1, "failed": 0}
    publish(settings, "p-kvik", "Kvikhedsprøven i hjemmeplejen")
    service.look_again()
    assert send_alerts(settings, service)["told"] == 1
    mail = hand.mails[-1]
    assert mail["To"] == "planlaegger@example.dk"
    assert "/projekt/p-kvik" in hand.links()
    assert send_alerts(settings, service)["told"] == 0  # each thing once
    stop = urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    drop = next(link for link in hand.links() if "post=p-kvik" in link)
    assert browser.get(drop).status_code == 200
    assert browser.post(drop.partition("?")[0], data={"post": "p-kvik"}).status_code == 200
    publish(settings, "p-kvik", "Kvikhedsprøven i hjemmeplejen, anden gang")
    service.look_again()
    assert send_alerts(settings, service)["told"] == 0  # dropped
    assert browser.get(stop).status_code == 200
    assert len(Follows(settings.data).confirmed()) == 1  # opening the link stops nothing
    assert browser.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert browser.get(stop).status_code == 404
    assert b"planlaegger@example.dk" not in b"".join(p.read_bytes() for p in settings.data.glob("follows.sqlite*"))


def test_a_followed_project_tells_when_results_come(settings: Settings, inbox: tuple[Inbox, int]) -> None:
    from corpus.store import Store
    from corpus.versioning import apply_changes
    from tests.corpus.making import make_change, make_page

    hand, _ = inbox
    browser = pages(settings)
    browser.post("/foelg?lang=en", data={"email": "a@example.dk", "post": "x-script"})
    browser.post(hand.links()[0].partition("?")[0])
    with Store.open(settings, write=True) as store, store.transaction() as connection:
        effect = "Ventetiden faldt fra 9 til 4 uger."
        page = make_page(store, effect, url="https://kommune.example/rapport")
        apply_changes(connection, [make_change(page, "x-script", {"effekt": (effect, effect)})], who="tests", note="")
    build_index(settings)
    assert send_alerts(settings, Service(settings))["told"] == 1
    mail = hand.mails[-1]
    assert str(mail["Subject"]).startswith("Results have come in: <script>")
    assert effect in mail.get_content()  # type: ignore[attr-defined]  # an EmailMessage by its policy


def test_who_cannot_be_told_is_tried_again(settings: Settings, inbox: tuple[Inbox, int]) -> None:
    follows = Follows(settings.data)
    for address in ("afvist@example.dk", "b@example.dk"):
        token = follows.ask(address, "search", "tema=demens", "da", told_until="", has_results=False)
        follows.confirm(str(token))
    said: list[str] = []
    service = Service(settings)
    assert send_alerts(settings, service, dry_run=True)["told"] == 2
    assert inbox[0].mails == []
    assert send_alerts(settings, service, say=said.append) == {"followed": 2, "told": 1, "nothing_new": 0, "failed": 1}
    assert "afvist" not in "".join(said)
    assert send_alerts(settings, service)["failed"] == 1


def test_nobodys_box_is_filled_by_others(tmp_path: Path) -> None:
    now = [1_000_000.0]
    follows = Follows(tmp_path, clock=lambda: now[0])

    def ask(n: int) -> str | None:
        return follows.ask("c@example.dk", "search", f"q={n}", "da", told_until="", has_results=False)

    tokens = [ask(n) for n in range(MOST_A_DAY + 1)]
    assert [token is None for token in tokens] == [False] * MOST_A_DAY + [True]
    follows.confirm(str(tokens[0]))
    assert ask(0) is None  # followed already
    now[0] += CONFIRM_S + 1
    with pytest.raises(NotFoundError):
        follows.confirm(str(tokens[1]))
    assert ask(7) is not None
    assert tmp_path.joinpath("follows.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "address", ["", "ingen", "a@b", "a@b.dk\nBcc: d@example.dk", "a b@example.dk", "x" * 300 + "@example.dk"]
)
def test_what_is_no_address_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    with pytest.raises(QueryError) as refused:
        Follows(tmp_path).ask(address, "search", "q=a", "da", told_until="", has_results=False)
    assert not address.strip() or address not in str(refused.value)


def test_one_connection_cannot_make_us_send_without_end(settings: Settings, inbox: tuple[Inbox, int]) -> None:
    browser = pages(settings)
    states = [
        browser.post("/foelg", data={"email": f"d{n}@example.dk", "what": "tema=demens"}).status_code for n in range(12)
    ]
    assert states == [200] * 10 + [429] * 2
    assert len(inbox[0].mails) == 10


def test_a_stop_link_of_another_follow_stops_nothing(settings: Settings) -> None:
    follows = Follows(settings.data)
    ids = []
    for address in ("e@example.dk", "f@example.dk"):
        token = follows.ask(address, "search", "tema=demens", "da", told_until="", has_results=False)
        ids.append(follows.confirm(str(token)).follow_id)
    with pytest.raises(NotFoundError):
        follows.find(ids[0], follows.stop_token(ids[1]))


def test_without_a_mail_server_there_is_atom_alone(client: TestClient) -> None:
    page = client.get("/foelg?q=demens").text
    assert 'type="email"' not in page
    assert "/feed.atom?q=demens" in page
    assert client.post("/foelg", data={"email": "a@example.dk", "what": "q=demens"}).status_code == 404


def test_a_dropped_record_is_in_no_feed(client: TestClient) -> None:
    def ids(path: str) -> list[str]:
        feed = ElementTree.fromstring(client.get(path).content)
        return [str(entry.text).rpartition("/")[2] for entry in feed.iterfind("{*}entry/{*}id")]

    found = ids("/feed.atom?tema=demens")
    assert ids(f"/feed.atom?tema=demens&udeladt={found[0]}") == found[1:]
    assert ids("/feed.atom?post=x-script") == ["x-script#revision-1"]


def test_news_since_a_moment_are_those_published_after_it(client: TestClient) -> None:
    everything = client.get("/foelg/nyt?tema=demens").text
    total = client.get("/api/v1/search", params={"theme": "demens", "limit": 0}).json()["total"]
    assert f'data-new="{total}"' in everything
    until = re.findall(r'data-until="([^"]+)"', everything)[0]
    nothing = client.get("/foelg/nyt", params={"tema": "demens", "siden": until}).text
    assert 'data-new="0"' in nothing
    assert json.dumps("<script>")[1:-1] not in client.get("/foelg/nyt?post=x-script").text


def test_a_publish_tells_those_who_follow_and_stands_where_no_mail_can_be_sent(
    settings: Settings, inbox: tuple[Inbox, int]
) -> None:
    hand, _ = inbox
    browser = pages(settings)
    browser.post("/foelg", data={"email": "planlaegger@example.dk", "what": "q=kvikhedsprøven+i+hjemmeplejen"})
    browser.post(hand.links()[0])
    publish(settings, "p-kvik", "Kvikhedsprøven i hjemmeplejen")
    said: list[str] = []
    broken = replace(settings, smtp_port=1)
    told = tell_followers(broken, say=said.append)
    assert told == {"problem": said[0]}
    assert "the mail server 127.0.0.1:1 cannot be used" in said[0]
    assert len(hand.mails) == 1
    counts = {"followed": 1, "told": 1, "nothing_new": 0, "failed": 0}
    assert tell_followers(settings, say=said.append) == counts
    assert said[-1] == "mail: 1 told, 0 with nothing new, 0 failed"
    assert "Kvikhedsprøven" in hand.mails[-1].get_content()  # type: ignore[attr-defined]  # an EmailMessage by its policy
