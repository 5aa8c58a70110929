"""Documents read in an earlier run that tell of a project which a later run makes known."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import RecordType
from corpus.review import ProposalState, proposals
from corpus.settings import Settings
from corpus.store import Store
from ingest.run import ingest_targets

LIST = """<p>Puljen ”Sansernes rum” er fordelt i oktober 2019 til dæmpning af uro hos mennesker med demens.</p>
<h2>Projekter, der har fået tildelt midler</h2><table>
<tr><th>Kommune</th><th>Projekt</th><th>Bevilget beløb</th></tr>
<tr><td>Nyborg</td><td>Duftenes have</td><td>1.912.500 kr.</td></tr>
<tr><td>Lolland</td><td>Sang til kaffen</td><td>2.480.000 kr.</td></tr>
<tr><td>Hjørring</td><td>Nathjemmet</td><td>2.990.000 kr.</td></tr>
<tr><td>Varde</td><td>Geden på gangen (GPG)</td><td>740.000 kr.</td></tr>
<tr><td>Solrød</td><td>Radioen fra før</td><td>512.000 kr.</td></tr></table>"""

PAGES = {  # what each says, and the project that it tells of once the list is known
    "brev": ("Haven dufter igen", "<p>Duftenes have i Nyborg slog dørene op for beboerne i maj.</p>", "Duftenes have"),
    "nyt": (
        "Nyt fra centrene",
        "<p>På Lolland klinger Sang til kaffen nu på fem centre. Sansernes rum betaler.</p>",
        "Sang til kaffen",
    ),
    "referat": (
        "Referat af udvalgets møde",
        "<h2>1. Dagsorden</h2><p>Godkendt.</p><h2>2. Nathjemmet</h2><p>Nathjemmet i Hjørring kører videre til juni. "
        "Projektet er støttet af Sansernes rum.</p>",
        "Nathjemmet",
    ),
    "avis": (
        "Dyr på besøg",
        "<p>I Varde kommer dyrene ind på stuerne. GPG er et projekt, som beboerne venter på hele ugen.</p>",
        "Geden på gangen (GPG)",
    ),
    "bilag": (
        "Status",
        "<p>Uroen dæmpes i Solrød Kommune. Det er støtten fra Sansernes rum, der betaler for radioerne.</p>",
        "Radioen fra før",
    ),
    "vejr": ("Vejret", "<p>Det blæser i Nyborg og Varde, og duftenes have er lukket for vinteren.</p>", None),
}


def write(folder: Path, name: str, title: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    head = f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{title}</title></head>'
    (folder / f"{name}.html").write_text(f"{head}<body><main><h1>{title}</h1>{body}</main></body></html>", "utf-8")


def told(settings: Settings) -> dict[str, set[str]]:
    """Give the titles of the projects that each file is published as telling of."""
    found: dict[str, set[str]] = {}
    with Store.open(settings) as store:
        for record in store.records(record_type=RecordType.PROJECT):
            for document in record.documents:
                name = document.url.rpartition("/")[2].removesuffix(".html")
                found.setdefault(name, set()).add(str(record.values["title"]))
    return found


@pytest.fixture(scope="module")
def in_two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Path]:
    folder = tmp_path_factory.mktemp("again")
    settings = Settings(data=folder / "data", threads=1)
    for name, (title, body, _) in PAGES.items():
        write(folder / "sider", name, title, body)
    ingest_targets([str(folder / "sider")], settings, who="test")
    write(folder / "sider", "pulje", "Sansernes rum", LIST)
    ingest_targets([str(folder / "sider")], settings, who="test")
    return settings, folder


@pytest.mark.parametrize(("name", "title"), [(name, page[2]) for name, page in PAGES.items()])
def test_a_page_of_an_earlier_run_tells_of_a_project_that_a_list_makes_known(
    in_two_runs: tuple[Settings, Path], name: str, title: str | None
) -> None:
    assert told(in_two_runs[0]).get(name, set()) == ({title} if title else set())


def test_two_runs_end_as_one_and_a_third_has_nothing_to_say(in_two_runs: tuple[Settings, Path]) -> None:
    settings, folder = in_two_runs
    together = Settings(data=folder / "together", threads=1)
    ingest_targets([str(folder / "sider")], together, who="test")
    assert told(settings) == told(together)
    report = ingest_targets([str(folder / "sider")], settings, who="test")
    assert dict(report.proposals) == {}
    with Store.open(settings) as store:
        assert list(proposals(store, state=ProposalState.PENDING)) == []
