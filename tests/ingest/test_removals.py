"""A removed document does not come back, from its page, another address, other bytes or a file, until it is let in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.documents import Document
from corpus.errors import CorpusError, NotFoundError
from corpus.review import audit_log, lift_removal, removals, remove_document
from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store
from ingest.report import ItemState, RunReport
from ingest.run import ingest_targets
from ingest.targets import allow_named
from tests.ingest.test_run import RANDERS, STRUER, VEJLE, award_page, html
from tests.ingest.webserver import Reply, Site, serve
from ui.cli import app
from ui.tasks import remove_and_index

GONE = "/puljer/to"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(Site()) as server:
        server.page("/", '<p>Vores puljer.</p><a href="/puljer/en">En</a> <a href="/puljer/to">To</a>')
        server.pages["/puljer/en"] = Reply(html(award_page([VEJLE, RANDERS])).encode())
        below = '<p>Læs om <a href="/puljer/to/mere">baggrunden for puljen</a>.</p>'
        server.pages[GONE] = Reply(html(award_page([STRUER], "Pulje til ro", extra=below), "Pulje til ro").encode())
        server.page("/puljer/to/mere", "<p>Baggrunden for puljen er en aftale om satspuljen for 2019.</p>" * 4)
        yield server


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    return allow_named(Settings(data=tmp_path / "data", threads=1), [site.url])


def take_in(site: Site, settings: Settings) -> RunReport:
    site.hits.clear()
    return ingest_targets([f"{site.url}/"], settings, publish=False)


def documents(settings: Settings) -> dict[str, Document]:
    """The stored documents, by the path of their address."""
    with Store.open(settings) as store:
        return {document.url.partition("/puljer")[2]: document for document in store.documents()}


def remove(settings: Settings, document: Document) -> dict[str, object]:
    proof = remove_and_index(settings, document.document_id, who="eva", why="en person har bedt om det")
    assert proof["is_proven"], proof["left"]
    return proof


def test_a_removed_page_that_still_stands_is_neither_asked_for_nor_back(site: Site, settings: Settings) -> None:
    take_in(site, settings)
    before = documents(settings)
    proof = remove(settings, before["/to"])
    assert (proof["keeps_out_address"], proof["others"]) == (True, ())
    report = take_in(site, settings)
    assert site.n_hits(GONE) == 0
    assert documents(settings).keys() == before.keys() - {"/to"}
    assert report.counts["gone"] == 0
    assert site.n_hits("/puljer/to/mere") == 1  # what it led to is asked for by itself
    assert "1 addresses were passed over: an editor has removed what stands there" in str(report.json()["notices"])


def test_no_address_and_no_word_of_it_is_kept(site: Site, settings: Settings) -> None:
    first = take_in(site, settings)
    gone = documents(settings)["/to"]
    assert gone.url in (settings.runs / first.run_id / "report.json").read_text("utf-8")
    remove(settings, gone)
    take_in(site, settings)
    address = gone.url.encode()
    named = [p.name for p in settings.runs.rglob("*") if p.is_file() and address + b'"' in p.read_bytes()]
    assert named == []
    (states,) = (settings.data / "crawl").glob("*.sqlite")
    with sqlite3.connect(states) as db:
        assert db.execute("SELECT count(*) FROM pages WHERE canonical_url LIKE '%/to'").fetchone() == (0,)
    with Store.open(settings) as store:
        (removal,) = removals(store)
        assert {len(value) for value in removal.hashes} == {64}
        assert GONE not in json.dumps([entry.detail for entry in audit_log(store)])


def test_copies_of_it_stay_out_too(site: Site, settings: Settings) -> None:
    take_in(site, settings)
    remove(settings, documents(settings)["/to"])
    body = site.pages[GONE].body  # type: ignore[union-attr]  # a plain reply, set above
    site.pages["/puljer/kopi"] = Reply(body)
    site.pages["/puljer/dateret"] = Reply(body.replace(b"</body>", b"<!-- 12:04:31 --></body>"))
    site.pages["/puljer/sendt"] = Reply(status=301, headers={"Location": GONE})
    canon = f'<link rel="canonical" href="{site.url}{GONE}">'.encode()
    site.pages["/puljer/navngivet"] = Reply(body.replace(b"Struer", b"Lemvig").replace(b"</head>", canon + b"</head>"))
    links = "".join(f'<a href="/puljer/{name}">x</a>' for name in ("en", "kopi", "dateret", "sendt", "navngivet"))
    site.page("/", f"<p>Vores puljer.</p>{links}")
    report = take_in(site, settings)
    assert documents(settings).keys() == {"", "/en", "/to/mere"}
    passed = {item.url.rpartition("/")[2] for item in report.of(ItemState.SKIPPED)}
    assert passed == {"kopi", "dateret", "sendt", "navngivet"}
    take_in(site, settings)
    assert site.n_hits("/puljer/dateret") == 0  # whose bytes are never the same: its address is known now
    assert documents(settings).keys() == {"", "/en", "/to/mere"}


def test_a_named_editor_lets_it_in_again_with_a_reason(site: Site, settings: Settings) -> None:
    take_in(site, settings)
    gone = documents(settings)["/to"]
    remove(settings, gone)
    with Store.open(settings, write=True) as store:
        with pytest.raises(CorpusError, match="reason"):
            lift_removal(store, gone.document_id, who="bo", why=" ")
        lift_removal(store, gone.document_id, who="bo", why="siden er rettet")
        with pytest.raises(NotFoundError):
            lift_removal(store, gone.document_id, who="bo", why="igen")
        assert removals(store) == []
        acts = [(e.who, e.action, e.subject, e.why) for e in audit_log(store, words=gone.document_id)]
    assert acts == [
        ("bo", "lift_removal", gone.document_id, "siden er rettet"),
        ("eva", "remove_document", gone.document_id, "en person har bedt om det"),
    ]
    take_in(site, settings)
    assert documents(settings)["/to"].document_id == gone.document_id


def test_an_older_version_is_removed_alone(site: Site, settings: Settings) -> None:
    take_in(site, settings)
    old = documents(settings)["/to"]
    site.pages[GONE] = Reply(html(award_page([STRUER, RANDERS], "Pulje til ro"), "Pulje til ro").encode())
    take_in(site, settings)
    new = documents(settings)["/to"]
    proof = remove(settings, old)
    assert (proof["keeps_out_address"], proof["others"]) == (False, (new.document_id,))
    take_in(site, settings)
    assert site.n_hits(GONE) == 1
    assert documents(settings)["/to"] == new


def test_a_removed_file_is_refused_and_another_of_its_name_is_not(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", threads=1)
    file = tmp_path / "rapport.html"
    file.write_text(html(award_page([VEJLE])), "utf-8")
    ingest_targets([str(file)], settings, publish=False)
    with Store.open(settings) as store:
        (document,) = store.documents()
    remove(settings, document)
    report = ingest_targets([str(file)], settings)
    (item,) = report.items
    assert (item.state, report.exit_code) == (ItemState.REFUSED, 1)
    assert item.reason.startswith("removed on ")
    assert item.reason.endswith(f"by eva, and kept out since (removal {document.document_id})")
    file.write_text(html(award_page([RANDERS])), "utf-8")
    assert [item.state for item in ingest_targets([str(file)], settings, publish=False).items] == [ItemState.NEW]


def test_a_removed_page_of_the_starter_corpus_stays_away_until_it_is_let_in(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with Store.open(settings, write=True) as store:
        load_starter(store)
        document = next(store.documents())
        assert remove_document(store, document.document_id, who="eva", why="en fejl").is_proven
        assert load_starter(store) is None
        lift_removal(store, document.document_id, who="bo", why="en fejl")
        assert load_starter(store) is not None
        assert store.document(document.document_id) == document


def test_the_command_line_lists_and_lifts(site: Site, settings: Settings) -> None:
    take_in(site, settings)
    gone = documents(settings)["/to"]
    remove(settings, gone)

    def puljespor(*words: str) -> str:
        done = CliRunner().invoke(app, ["review", *words, "--data", str(settings.data)])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert f"{gone.document_id}  " in puljespor("removals", "--url", gone.url.replace("http:", "HTTP:"))
    assert puljespor("removals", "--url", site.url + "/").startswith("0 removed")
    (row,) = [json.loads(line) for line in puljespor("removals", "--json").splitlines()]
    assert (row["document_id"], row["who"], row["why"]) == (gone.document_id, "eva", "en person har bedt om det")
    puljespor("lift", gone.document_id, "--why", "siden er rettet")
    assert puljespor("removals") == "0 removed and kept out.\n"
