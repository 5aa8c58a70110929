"""Whole runs by `ingest_targets`: files, folders, a site over a loopback socket, kills and bad input."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import DocumentStatus
from corpus.errors import FetchError
from corpus.records import RecordType
from corpus.review import ProposalState, approve, clear_quarantine, proposals, publish, quarantined, reject
from corpus.settings import Settings
from corpus.store import Store
from ingest.parse.limits import DEFAULT_LIMITS
from ingest.progress import Progress
from ingest.report import ItemState, RunReport
from ingest.run import ingest_targets
from ingest.targets import allow_named
from tests.ingest.webserver import Reply, Site, serve

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
VEJLE, RANDERS, STRUER = (
    ("Vejle", "Akutsygepleje hele døgnet", "1.250.000"),
    ("Randers", "Sammen om akutte forløb", "980.000"),
    ("Struer", "Tidlig opsporing i hjemmet", "775.500"),
)
Row = tuple[str, str, str]


def award_page(rows: Sequence[Row], pool: str = "Pulje til nære akutfunktioner", extra: str = "") -> str:
    cells = "".join(
        f"<tr><td>{place} Kommune</td><td>{title}</td><td>{sum_} kr.</td></tr>" for place, title, sum_ in rows
    )
    return (
        f"<p>Sundhedsstyrelsen har i 2019 uddelt midler fra {pool.lower()} i kommunerne. "
        "Projekterne løber fra 2019 til 2021.</p><h2>Udmøntning af puljen</h2>"
        "<table><tr><th>Ansøger</th><th>Projekt</th><th>Bevilget beløb</th></tr>"
        f"{cells}</table>{extra}<p>Opdateret 28 MAR 2019</p>"
    )


def html(body: str, title: str = "Pulje til nære akutfunktioner") -> str:
    head = f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><main><h1>{title}</h1>{body}</main></body></html>"


def projects(settings: Settings) -> dict[str, int | None]:
    """The published projects: title and amount."""
    with Store.open(settings) as store:
        return {r.values["title"]: r.values.get("amount_dkk") for r in store.records(record_type=RecordType.PROJECT)}


def amounts(*rows: Row) -> dict[str, int]:
    return {title: int(amount.replace(".", "")) for _, title, amount in rows}


def states(report: RunReport) -> dict[str, ItemState]:
    return {item.url.rpartition("/")[2]: item.state for item in report.items}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "sider"
    pages.mkdir()
    (pages / "pulje.html").write_text(html(award_page([VEJLE, RANDERS])), "utf-8")
    return pages


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", threads=1)


# files


def test_files_are_published_and_nothing_of_the_machine_enters(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    report = ingest_targets([str(folder)], settings, who="test")
    assert (report.counts["new"], report.exit_code, report.published_version) == (1, 0, 1)
    assert projects(settings) == amounts(VEJLE, RANDERS)
    with Store.open(settings) as store:
        records = list(store.records())
        assert {e.url for r in records for e in r.evidence} == {"file:sider/pulje.html"}
        texts = {d.document_id: d.text for d in store.documents()}
        assert all(
            texts[e.document_id or ""][e.char_start : e.char_end] == e.quote for r in records for e in r.evidence
        )
        assert str(tmp_path) not in repr(records)


def test_the_same_again_proposes_nothing_and_reads_nothing(folder: Path, settings: Settings) -> None:
    ingest_targets([str(folder)], settings)
    seen: list[Progress] = []
    report = ingest_targets([str(folder), str(folder / "pulje.html")], settings, progress=seen.append)
    assert (report.counts["unchanged"], report.proposals, report.published_version) == (1, {}, None)
    assert {step.stage for step in seen} == {"fetch"}


def test_a_changed_file_takes_the_place_of_its_older_version(folder: Path, settings: Settings) -> None:
    ingest_targets([str(folder)], settings)
    changed = (RANDERS[0], RANDERS[1], "1.020.000")
    (folder / "pulje.html").write_text(html(award_page([VEJLE, changed, STRUER])), "utf-8")
    report = ingest_targets([str(folder)], settings)
    assert states(report) == {"pulje.html": ItemState.CHANGED}
    assert report.proposals == {"changed": 1, "new": 1}
    assert projects(settings) == amounts(VEJLE, changed, STRUER)
    with Store.open(settings) as store:
        newest = store.documents_at("file:sider/pulje.html")[0].document_id
        assert len(store.documents_at("file:sider/pulje.html")) == 2
        assert {e.document_id for r in store.records() for e in r.evidence} == {newest}


def test_other_bytes_with_the_same_words_are_no_change(folder: Path, settings: Settings) -> None:
    ingest_targets([str(folder)], settings)
    page = folder / "pulje.html"
    page.write_text(page.read_text("utf-8").replace("<main>", "<!-- token 17 --><main>"), "utf-8")
    report = ingest_targets([str(folder)], settings)
    assert (states(report), report.proposals) == ({"pulje.html": ItemState.UNCHANGED}, {})
    assert ingest_targets([str(folder)], settings).counts["unchanged"] == 1


def test_a_project_that_its_list_no_longer_names_stays_and_is_marked(folder: Path, settings: Settings) -> None:
    ingest_targets([str(folder)], settings)
    (folder / "pulje.html").write_text(html(award_page([VEJLE])), "utf-8")
    report = ingest_targets([str(folder)], settings)
    assert report.proposals == {"gone": 1}
    with Store.open(settings) as store:
        marked = {r.values["title"]: r.is_gone for r in store.records(record_type=RecordType.PROJECT)}
    assert marked == {VEJLE[1]: False, RANDERS[1]: True}


def test_a_page_that_was_a_call_keeps_what_it_said_then(folder: Path, settings: Settings) -> None:
    call = (
        "<p>Ansøgningsfrist: mandag d. 2. september 2019 kl. 12.00</p><h2>Om puljen</h2><p>Kommunerne kan nu søge om "
        "midler fra pulje til nære akutfunktioner. Der er afsat 20 mio. kr. til puljen i 2019.</p>"
        "<h2>Ansøgning</h2><p>Ansøgningen sendes elektronisk. Der kan søges om op til 2 mio. kr.</p>"
    )
    page = folder / "pulje.html"
    page.write_text(html(call), "utf-8")
    assert ingest_targets([str(folder)], settings).items[0].kind == "call"
    page.write_text(html(award_page([VEJLE])), "utf-8")
    ingest_targets([str(folder)], settings)
    assert projects(settings) == amounts(VEJLE)
    with Store.open(settings) as store:
        kinds = {d.document_id: d.kind.value for d in store.documents()}
        cited = {kinds[e.document_id or ""] for r in store.records() for e in r.evidence}
    assert "call" in cited
    assert cited & {"pool_page", "award_list"}


def test_one_broken_file_among_many_is_a_line_and_the_rest_goes_on(folder: Path, settings: Settings) -> None:
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "ikke.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "halv.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    with (folder / "stor.pdf").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "ring").symlink_to(folder)
    (folder / "selv.txt").symlink_to(folder / "selv.txt")
    (folder / "undermappe").mkdir()
    (folder / "undermappe" / "to.html").write_text(html(award_page([STRUER], "Pulje til tidlig opsporing")), "utf-8")
    report = ingest_targets([str(folder)], settings)
    found = states(report)
    assert {name for name, state in found.items() if state is ItemState.REFUSED} == {
        "tom.pdf", "ikke.pdf", "halv.pdf", "stor.pdf", "selv.txt",
    }  # fmt: skip
    assert projects(settings) == amounts(VEJLE, RANDERS, STRUER)
    assert report.exit_code == 1
    lines = [json.loads(line) for line in Path(report.issues_path or "").read_text("utf-8").splitlines()]
    assert {line["url"].rpartition("/")[2] for line in lines} == set(found) - {"pulje.html", "to.html"}
    assert all(line["cause"] and line["remedy"] for line in lines)
    again = ingest_targets([str(folder)], settings)
    assert (again.counts["unchanged"], again.counts["refused"], again.proposals) == (2, 5, {})
    assert all(issue.cause and issue.remedy for issue in again.issues)


def test_the_report_is_one_json_object(folder: Path, settings: Settings) -> None:
    answer = json.loads(json.dumps(ingest_targets([str(folder)], settings).json()))
    assert answer["counts"]["new"] == 1
    assert [set(item) for item in answer["new"]] == [{"url", "kind", "reason", "remedy"}]


@pytest.mark.parametrize("dry_run", [False, True])
def test_names_of_files_that_are_not_there_make_no_data_folder(
    settings: Settings, tmp_path: Path, dry_run: bool
) -> None:
    fresh = replace(settings, data=tmp_path / "ny")
    report = ingest_targets(["mappe/en.pdf", "mappe/to"], fresh, dry_run=dry_run)
    assert [(item.state, item.url) for item in report.items] == [
        (ItemState.REFUSED, "mappe/en.pdf"),
        (ItemState.REFUSED, "mappe/to"),
    ]
    assert (report.exit_code, report.is_dry_run, report.issues_path) == (1, dry_run, None)
    assert not fresh.data.exists()
    there = tmp_path / "er-her.html"
    there.write_text("<html lang='da'><title>Nyt</title><p>En side om noget andet.</p></html>", "utf-8")
    kept = ingest_targets(["mappe/en.pdf", str(there)], fresh, dry_run=dry_run)
    assert kept.counts["refused"] == 1
    assert (kept.issues_path is not None, (fresh.data / "corpus.sqlite").is_file()) == (not dry_run, not dry_run)


@pytest.mark.parametrize("target", ["findes-ikke", "mappe/findes-ikke.pdf"])
def test_a_target_that_is_nothing(target: str, settings: Settings) -> None:
    if "/" in target:
        report = ingest_targets([target], settings)
        assert [(item.state, item.reason) for item in report.items] == [
            (ItemState.REFUSED, "there is no file or folder 'findes-ikke.pdf'.")
        ]
        return
    with pytest.raises(FetchError, match=r"no source, file or folder.*Known sources: kik, kl"):
        ingest_targets([target], settings)


def test_starter_and_files_in_one_run(folder: Path, settings: Settings) -> None:
    report = ingest_targets(["starter", str(folder)], settings)
    assert report.published_version == 2
    with Store.open(settings) as store:
        assert len(list(store.records())) > 150
    assert ingest_targets(["starter"], settings).items == ()


def test_a_dry_run_says_the_same_and_keeps_nothing(folder: Path, settings: Settings) -> None:
    dry = ingest_targets([str(folder)], settings, dry_run=True)
    assert not settings.data.exists()
    real = ingest_targets([str(folder)], settings)
    assert (dry.counts, dry.proposals) == (real.counts, real.proposals)
    with Store.open(settings) as store:
        made = [(p.change.kind.value, p.change.record_id, tuple(c.field for c in p.diff)) for p in proposals(store)]
    assert [(change.kind, change.record_id, change.fields) for change in dry.planned] == made
    assert {VEJLE[1], RANDERS[1]} < {change.title for change in dry.planned}
    assert real.planned == ()


def test_a_document_whose_records_take_too_long_to_read_is_a_line_and_the_rest_goes_on(
    folder: Path, settings: Settings
) -> None:
    ingest_targets([str(folder)], settings)
    before = projects(settings)
    (folder / "pulje.html").write_text(html(award_page([VEJLE, STRUER])), "utf-8")
    limits = replace(DEFAULT_LIMITS, timeout_s=0.0)
    report = ingest_targets([str(folder), "starter"], settings, limits=limits)
    (issue,) = [issue for issue in report.issues if issue.level == "error"]
    assert issue.url.endswith("/pulje.html")
    assert issue.cause.startswith("no records were read out of it: time limit")
    assert issue.remedy
    assert report.exit_code == 1
    assert before.items() < projects(settings).items()  # what the older version states stands, and the starter corpus
    later = ingest_targets([str(folder)], settings)  # on a day when there is time, the page being as it was
    assert (later.exit_code, later.proposals["new"]) == (0, 1)
    assert ingest_targets([str(folder)], settings).proposals == {}


def test_runs_of_one_second_keep_their_order(folder: Path, settings: Settings) -> None:
    begun = [ingest_targets([str(folder)], settings).run_id for _ in range(5)]
    with Store.open(settings) as store:
        assert [run.run_id for run in store.runs()] == begun


def test_a_dry_run_over_a_corpus_keeps_nothing_of_it(folder: Path, settings: Settings) -> None:
    ingest_targets(["starter"], settings)
    before = sorted(p.relative_to(settings.data) for p in settings.data.rglob("*"))
    with Store.open(settings) as store:
        kept = [d.document_id for d in store.documents()]
        n_runs = len(store.runs())
    dry = ingest_targets([str(folder)], settings, dry_run=True)
    assert dry.counts["new"] > 0
    with Store.open(settings) as store:
        assert ([d.document_id for d in store.documents()], len(store.runs()), proposals(store)) == (kept, n_runs, [])
    assert sorted(p.relative_to(settings.data) for p in settings.data.rglob("*")) == before


def test_personal_numbers_hold_a_file_back_until_an_editor_lets_it_in(folder: Path, settings: Settings) -> None:
    number = "070761-4285"  # the usual textbook number
    secret = html(award_page([STRUER], "Pulje til opsporing", extra=f"<p>Deltager {number} er udgået.</p>"))
    (folder / "pulje.html").write_text(secret, "utf-8")
    report = ingest_targets([str(folder)], settings)
    assert (states(report), report.exit_code) == ({"pulje.html": ItemState.REFUSED}, 1)
    assert number not in json.dumps(report.json())
    kept = [path for path in settings.data.rglob("*") if path.is_file() and b"4285" in path.read_bytes()]
    assert kept == []
    again = ingest_targets([str(folder)], settings)
    assert again.counts["refused"] == 1
    with Store.open(settings, write=True) as store:
        assert report.waiting == again.waiting == len(proposals(store, state=ProposalState.PENDING)) == 1
        (entry,) = quarantined(store)
        clear_quarantine(store, entry.proposal_id, who="redaktør", why="Et eksempelnummer.")
    assert ingest_targets([str(folder)], settings).counts["changed"] == 1  # read anew
    assert projects(settings) == amounts(STRUER)
    with Store.open(settings) as store:
        assert all(number not in document.text for document in store.documents())


def test_review_keeps_files_waiting_when_asked(folder: Path, settings: Settings) -> None:
    report = ingest_targets([str(folder)], settings, publish=False)
    assert (report.published_version, report.waiting, report.proposals) == (None, 3, {"new": 3})
    # a further page of a project that waits for review is the same project
    (folder / "nyhed.html").write_text(html(award_page([VEJLE])), "utf-8")
    ingest_targets([str(folder)], settings, publish=False)
    with Store.open(settings, write=True) as store:
        approve(store, "all", who="redaktør")
        publish(store, who="redaktør")
    assert projects(settings) == amounts(VEJLE, RANDERS)


def test_what_was_rejected_is_not_proposed_again(folder: Path, settings: Settings) -> None:
    ingest_targets([str(folder)], settings, publish=False)
    with Store.open(settings, write=True) as store:
        wrong = [p.proposal_id for p in proposals(store) if "randers" in p.change.record_id]
        reject(store, wrong, "Ikke en tildeling", who="redaktør")
    page = award_page([VEJLE, RANDERS], extra="<p>Kommunerne samarbejder om puljens opgaver.</p>")
    (folder / "pulje.html").write_text(html(page), "utf-8")
    ingest_targets([str(folder)], settings)
    assert projects(settings) == amounts(VEJLE)


def test_a_kill_at_any_moment_and_the_same_end(folder: Path, settings: Settings) -> None:
    works = ("fald", "kost", "søvn", "demens", "diabetes", "hjerte", "lunger", "smerter", "ensomhed", "motion")
    places = ("Vejle", "Randers", "Struer", "Herning", "Odder", "Faxe", "Solrød", "Morsø", "Nyborg", "Assens")
    for place, work in zip(places, works, strict=True):
        page = award_page([(place, f"Indsats mod {work} i hjemmeplejen", "500.000")], f"Pulje til {work}")
        (folder / f"{work}.html").write_text(html(page, f"Pulje til {work}"), "utf-8")
    code = (
        "import sys; from pathlib import Path; from corpus.settings import Settings;"
        "from ingest.run import ingest_targets;"
        "ingest_targets([sys.argv[1]], Settings(data=Path(sys.argv[2]), threads=1))"
    )
    command = [sys.executable, "-c", code, str(folder), str(settings.data)]
    for seconds in (0.7, 1.6, 2.4, 3.2, 4.2):
        child = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        time.sleep(seconds)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    ingest_targets([str(folder)], settings)
    whole = Settings(data=settings.data.parent / "whole", threads=1)
    ingest_targets([str(folder)], whole)
    assert projects(settings) == projects(whole)
    assert len(projects(whole)) == len(places) + 2
    with Store.open(settings) as store:
        assert proposals(store, state=ProposalState.PENDING) == []


# sites


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(Site()) as running:
        running.page("/", '<p>Puljer</p><a href="/pulje">Pulje</a><a href="/anden">Anden</a>', title="Puljer")
        running.page("/pulje", award_page([VEJLE, RANDERS]), title="Pulje til nære akutfunktioner")
        running.page("/anden", award_page([STRUER], "Pulje til tidlig opsporing"), title="Pulje til tidlig opsporing")
        yield running


@pytest.fixture
def web(site: Site, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", threads=1, allow_addresses=site.address)


def test_a_site_waits_for_review_and_a_second_crawl_finds_nothing(site: Site, web: Settings) -> None:
    seen: list[Progress] = []
    report = ingest_targets([site.url + "/"], web, progress=seen.append)
    assert (report.counts["new"], report.published_version, report.waiting) == (3, None, 5)
    assert {step.stage for step in seen} >= {"fetch", "read", "link"}
    assert projects(web) == {}
    seen.clear()
    again = ingest_targets([site.url + "/"], web, progress=seen.append)
    assert (again.counts["unchanged"], again.counts["new"], again.proposals) == (3, 0, {})
    assert "read" not in {step.stage for step in seen}
    assert not list((web.data / "crawl" / "spool").glob("*/*"))


def test_a_changed_site_gives_exactly_what_changed(site: Site, web: Settings) -> None:
    ingest_targets([site.url + "/"], web, publish=True)
    site.page("/", '<p>Puljer</p><a href="/pulje">Pulje</a><a href="/ny">Ny</a>', title="Puljer")
    higher = (VEJLE[0], VEJLE[1], "1.500.000")
    site.page("/pulje", award_page([higher, RANDERS]), title="Pulje til nære akutfunktioner")
    new = ("Odder", "Genoptræning tæt på borgeren", "640.000")
    site.page("/ny", award_page([new], "Pulje til genoptræning"), title="Pulje til genoptræning")
    del site.pages["/anden"]
    report = ingest_targets([site.url + "/"], web, publish=True)
    assert {url: state for url, state in states(report).items() if state is not ItemState.UNCHANGED} == {
        "": ItemState.CHANGED,
        "pulje": ItemState.CHANGED,
        "ny": ItemState.NEW,
        "anden": ItemState.GONE,
    }
    assert projects(web) == amounts(higher, RANDERS, new, STRUER)
    with Store.open(web) as store:
        gone = {r.values["title"] for r in store.records(record_type=RecordType.PROJECT) if r.is_gone}
        (tombstone,) = store.documents_at(site.url + "/anden")
    assert gone == {STRUER[1]}
    assert tombstone.status is DocumentStatus.GONE
    site.page("/", '<p>Puljer</p><a href="/pulje">Pulje</a><a href="/ny">Ny</a><a href="/anden">A</a>', title="Puljer")
    again = ingest_targets([site.url + "/"], web, publish=True)
    assert (again.counts["gone"], again.counts["skipped"], again.proposals) == (0, 1, {})  # told when it went
    # and back again
    site.page("/anden", award_page([STRUER], "Pulje til tidlig opsporing"), title="Pulje til tidlig opsporing")
    ingest_targets([site.url + "/"], web, publish=True)
    with Store.open(web) as store:
        assert [r.record_id for r in store.records() if r.is_gone] == []


def test_a_crawl_that_gives_far_less_freezes_removals(site: Site, web: Settings) -> None:
    names = [f"/p{letter}" for letter in "abcdefgh"]
    links = "".join(f'<a href="{name}">x</a>' for name in names)
    for name in names:
        site.page(name, f"<p>Nyt om arbejdet i gruppe {name}.</p>" * 9)
    site.page("/", links)
    ingest_targets([site.url + "/"], web, publish=True)
    for name in names[:7]:
        del site.pages[name]
    report = ingest_targets([site.url + "/"], web, publish=True)
    assert "2 pages where 9 are known" in next(iter(report.frozen.values()))
    assert (report.counts["gone"], report.counts["deferred"]) == (0, 7)
    assert {item.reason for item in report.of(ItemState.DEFERRED)} == {
        "missing for now: the server answers 404; it was there before"
    }
    assert report.exit_code == 0
    with Store.open(web) as store:
        assert [d.url for d in store.documents() if d.status is DocumentStatus.GONE] == []
    assert any("nothing of it is taken for gone" in notice for notice in report.json()["notices"])
    assert "--accept-gone" in next(issue.remedy for issue in report.issues if issue.level == "notice")
    accepted = ingest_targets([site.url + "/"], web, publish=True, accepts_gone=True)
    assert (accepted.counts["gone"], accepted.frozen) == (7, {})
    with Store.open(web) as store:
        assert len([d for d in store.documents() if d.status is DocumentStatus.GONE]) == 7


def test_after_two_crawls_in_an_outage_everything_is_as_before(site: Site, web: Settings) -> None:
    names = [f"/p{letter}" for letter in "abcdef"]
    for name, onward in zip(names, [*names[1:], "/anden"], strict=True):
        body = f"<p>Nyt om arbejdet i gruppe {name}.</p>" * 9 + f'<a href="{onward}">videre</a>'
        site.page(name, body, ETag=f'"{name}"')
    site.page("/", '<a href="/pulje">Pulje</a><a href="/pa">A</a>', title="Puljer")
    ingest_targets([site.url + "/"], web, publish=True)
    before, up = projects(web), dict(site.pages)
    for path in up:
        site.pages[path] = Reply(b"", 410)
    for _ in range(2):
        down = ingest_targets([site.url + "/"], web, publish=True)
        assert "it gave 0 pages where 9 are known" in next(iter(down.frozen.values()))
    site.pages.update(up)
    site.page("/pf", "<p>Nyt om arbejdet i gruppe f, som nu er lagt om.</p>" * 9 + '<a href="/anden">videre</a>')
    report = ingest_targets([site.url + "/"], web, publish=True)
    assert (report.counts["unchanged"], report.counts["changed"], report.frozen) == (8, 1, {})
    assert states(report)["pf"] is ItemState.CHANGED
    assert projects(web) == before
    with Store.open(web) as store:
        assert [r.record_id for r in store.records() if r.is_gone] == []


def test_a_source_that_gives_too_few_projects_fails_and_proposes_nothing(site: Site, web: Settings) -> None:
    sources = web.data / "sources"
    sources.mkdir(parents=True)
    text = f'title = "Havby"\nstart = ["{site.url}/"]\npublish = "auto"\n[politeness]\ndelay_s = 0\n'
    text += "[expected]\nmin_projects = "
    (sources / "havby.toml").write_text(text + "10\n", "utf-8")
    report = ingest_targets(["havby"], web)
    assert (report.exit_code, report.proposals, report.published_version) == (1, {}, None)
    assert "3 projects, fewer than the 10 expected" in report.issues[0].cause
    (sources / "havby.toml").write_text(text + "1\nmax_projects = 2\n", "utf-8")
    report = ingest_targets(["havby"], web)
    assert report.exit_code == 0
    assert projects(web) == amounts(VEJLE, RANDERS, STRUER)
    assert "3 projects, more than the 2 expected" in report.json()["notices"][0]


def test_a_disk_that_takes_no_page_ends_the_crawl_and_costs_no_page(site: Site, web: Settings) -> None:
    spool = web.data / "crawl" / "spool"
    spool.parent.mkdir(parents=True)
    spool.write_text("no folder")  # what is fetched cannot be kept, as on a full disk
    report = ingest_targets([site.url + "/"], web)
    assert (report.exit_code, report.proposals) == (1, {})
    assert re.search(r"broke off .*cannot store", report.issues[0].cause)
    spool.unlink()
    again = ingest_targets([site.url + "/"], web)
    assert (again.counts["new"], again.counts["refused"], again.proposals) == (3, 0, {"new": 5})


def test_a_dry_run_of_a_site_leaves_no_trace(site: Site, web: Settings) -> None:
    dry = ingest_targets([site.url + "/"], web, dry_run=True)
    assert (dry.counts["new"], dry.proposals) == (3, {"new": 5})
    assert not web.data.exists()
    assert ingest_targets([site.url + "/"], web).counts["new"] == 3


def test_a_site_that_cannot_be_had_is_no_success(site: Site, web: Settings) -> None:
    site.pages["/robots.txt"] = Reply(status=503)
    closed = ingest_targets([site.url + "/"], web)
    assert ([item.state for item in closed.items], closed.exit_code) == ([ItemState.DEFERRED], 1)
    del site.pages["/robots.txt"]
    missing = ingest_targets([site.url + "/findes-ikke"], web)
    assert ([item.state for item in missing.items], missing.exit_code) == ([ItemState.REFUSED], 1)
    assert missing.items[0].remedy


def test_a_page_that_moved_takes_its_projects_along(site: Site, web: Settings) -> None:
    ingest_targets([site.url + "/"], web, publish=True)
    site.pages["/flyttet"] = site.pages["/anden"]
    site.pages["/anden"] = Reply(status=301, headers={"Location": "/flyttet"})
    ingest_targets([site.url + "/"], web, publish=True)
    with Store.open(web) as store:
        found = {r.values["title"]: r for r in store.records(record_type=RecordType.PROJECT)}
    assert set(found) == {VEJLE[1], RANDERS[1], STRUER[1]}
    assert not found[STRUER[1]].is_gone
    assert {e.url for e in found[STRUER[1]].evidence} == {site.url + "/flyttet"}


def test_addresses_that_may_not_be_asked(site: Site, settings: Settings) -> None:
    with pytest.raises(FetchError, match="refused"):
        ingest_targets([site.url + "/"], settings)
    with pytest.raises(FetchError, match="only http and https"):
        ingest_targets(["ftp://havby.dk/"], settings)
    assert site.hits == []


def test_the_command_line_may_name_a_private_address_and_no_more(site: Site, settings: Settings) -> None:
    private = [site.url + "/x", "http://Intranet:8080/", "http://evil@10.0.0.1/", "http://[::1"]
    named = allow_named(settings, [*private, "kl", "https://havby.example/"])
    assert named.allow_addresses == f"{site.address},intranet:8080"
    site.pages["/"] = Reply(status=302, headers={"Location": "http://127.0.0.1:9/"})
    report = ingest_targets([site.url + "/"], named)
    assert [(item.state, "refused" in item.reason) for item in report.items] == [(ItemState.REFUSED, True)]


def test_a_public_name_on_the_command_line_goes_through_the_proxy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://havby.example/pulje"  # that only the proxy can resolve
    with serve(Site()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        proxy.page(url, award_page([VEJLE]))
        report = ingest_targets([url], allow_named(settings, [url]), publish=False)
    assert [(item.url, item.state) for item in report.items] == [(url, ItemState.NEW)]


def test_an_address_means_the_page_below_it_and_its_files(site: Site, web: Settings) -> None:
    site.page("/pulje", award_page([VEJLE]) + '<a href="/pulje/2">2</a><a href="/anden">A</a><a href="/x/b.txt">t</a>')
    site.page("/pulje/2", "<p>Mere om akutfunktioner i kommunerne og deres samarbejde.</p>")
    report = ingest_targets([site.url + "/pulje"], web)
    assert set(states(report)) == {"pulje", "2"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")
def test_the_five_real_pages(settings: Settings) -> None:
    report = ingest_targets([str(SEEDS)], settings)
    assert (report.counts["new"], report.exit_code) == (5, 0)
    with Store.open(settings) as store:
        records = list(store.records())
    found = [r for r in records if r.record_type is RecordType.PROJECT]
    assert sorted(r.values["municipalities"][0] for r in found) == ["0101", "0630", "0657", "0756", "0810", "0813"]
    assert not any("ffektevaluering" in r.values["title"] for r in found)
    pools = {r.values["title"]: r.values for r in records if r.record_type is RecordType.POOL}
    assert len(pools) == 3
    frames = [sorted(f["amount_dkk"] for f in v["frames"]) for v in pools.values() if v.get("frames")]
    assert frames == [[50_800_000, 100_000_000, 100_000_000]]
