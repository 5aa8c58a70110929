"""A removed document is in no store, index or archive of the data folder: its words are sought in every byte."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from corpus.settings import Settings
from corpus.store import Store
from index.snapshot import list_snapshots
from ingest.run import ingest_targets
from tests.ingest.test_run import RANDERS, STRUER, VEJLE, award_page, html
from ui.cli import app
from ui.tasks import build_index

WORDS = ("hvidkløverstrup", "Kvalmelindring", "333.222")
ONLY_HERE = ("Odense", "Kvalmelindring Zebrafink", "333.222")


def holders(settings: Settings) -> list[str]:
    """Give the files that hold one of the words in any of its usual codings."""
    needles = [word.encode(coding) for word in WORDS for coding in ("utf-8", "utf-16-le", "latin-1")]
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(needle in path.read_bytes() for needle in needles))


def test_a_removed_document_is_in_no_byte_of_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", threads=1)
    folder = tmp_path / "ind"
    folder.mkdir()
    (folder / "a.html").write_text(html(award_page([VEJLE, RANDERS])), "utf-8")
    extra = "<p>Særligt for Odense Kommune er stedet hvidkløverstrup.</p>"
    (folder / "b.html").write_text(html(award_page([STRUER, ONLY_HERE], "Pulje til ro", extra=extra)), "utf-8")
    ingest_targets([str(folder)], settings)
    build_index(settings, accept_worse=True)
    assert {"corpus.sqlite", "passages.jsonl", "records.jsonl"} <= set(holders(settings))
    with Store.open(settings) as store:
        (gone,) = [document for document in store.documents() if document.url.endswith("b.html")]
    command = ["review", "remove", gone.document_id, "--why", "bedt om det", "--data", str(settings.data)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    proof = json.loads(done.stdout)
    assert (proof["is_proven"], set(proof["left"].values())) == (True, {0})
    assert "indexes" in proof["left"]
    assert holders(settings) == []
    assert [manifest.corpus_version for manifest in list_snapshots(settings)] == [proof["version"]]
