from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Timer

import numpy as np
import pytest

from corpus.errors import BusyError, EncoderError, SnapshotError, VersionError
from corpus.records import Record, record_json
from corpus.settings import Settings
from index.build import build_snapshot, prune_snapshots
from index.build_lock import building, is_being_built
from index.encoder import open_passage_encoder
from index.snapshot import current_name, list_snapshots, open_snapshot, snapshots_folder, verify_snapshot


def test_what_is_built_is_what_is_opened(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records, settings, corpus_version=1)
    snapshot = open_snapshot(settings)
    assert snapshot.manifest == manifest
    assert (manifest.corpus_version, manifest.n_records, manifest.n_passages) == (1, 4, len(snapshot.passages))
    assert snapshot.records.ids == ["p-vejle", "p-odense", "p-tom", "pulje"]
    assert [snapshot.records.record(i) for i in range(4)] == [json.loads(json.dumps(record_json(r))) for r in records]
    assert snapshot.records.number("p-tom") == 2
    numbers = [snapshot.records.number(passage.record_id) for passage in snapshot.passages]
    assert snapshot.passages.record_no.tolist() == numbers == sorted(numbers)
    assert snapshot.warnings == []


def test_passages_and_vectors_stand_in_the_same_order(records: list[Record], settings: Settings) -> None:
    build_snapshot(records, settings, corpus_version=1)
    snapshot = open_snapshot(settings)
    texts = [passage.indexed_text for passage in snapshot.passages]
    vectors = open_passage_encoder(settings, len(texts)).encode(texts)
    query = snapshot.encode_query("borgere var trygge og blev ikke indlagt")
    assert query.tolist() == snapshot.query_encoder.encode("borgere var trygge og blev ikke indlagt").tolist()
    assert snapshot.encode_query("borgere var trygge og blev ikke indlagt") is query  # remembered
    assert not query.flags.writeable
    numbers, scores = snapshot.vectors.search(query, 3)
    expected = np.argsort(-(vectors @ query), kind="stable")[:3]
    assert numbers.tolist() == expected.tolist()
    np.testing.assert_allclose(scores, (vectors @ query)[expected], atol=2e-3)
    assert snapshot.passages.passage(int(numbers[0])).record_id == "p-vejle"


def test_columns_hold_every_record(records: list[Record], settings: Settings) -> None:
    build_snapshot(records, settings, corpus_version=1)
    snapshot = open_snapshot(settings)

    def rows(field: str) -> list[list[object]]:
        column = snapshot.columns[field]
        cuts = np.split(column.numbers, column.starts[1:-1])
        return [[column.values[i] for i in cut] for cut in cuts]

    assert rows("record_type") == [["project"], ["project"], ["project"], ["pool"]]
    assert rows("municipality") == [["0630"], ["0461"], [], []]
    assert snapshot.columns["municipality"].labels == ["Vejle", "Odense"]
    assert snapshot.columns["region"].labels == ["Region Syddanmark"]
    assert rows("theme") == [["akutfunktion"], ["ernæring"], ["rygestop"], []]
    assert rows("status") == [[], [], ["running"], []]
    assert rows("outcome") == [["better"], ["not_reported"], ["not_reported"], ["not_reported"]]
    assert rows("has_results") == [[True], [False], [False], [False]]
    assert rows("pool") == [["Puljen til akutindsats"], [], [], ["pulje"]]
    assert rows("source") == [["vejle.example", "styrelse.example"], ["styrelse.example"], [], ["styrelse.example"]]
    np.testing.assert_array_equal(snapshot.numbers["amount_dkk"], [1200000, 800000, np.nan, np.nan])
    np.testing.assert_array_equal(snapshot.numbers["period_from"], [np.nan, np.nan, 2021, np.nan])


def test_terms_count_passages_as_written(records: list[Record], settings: Settings) -> None:
    build_snapshot(records, settings, corpus_version=1)
    keywords = open_snapshot(settings).keywords
    assert (keywords.frequency("trygge"), keywords.frequency("trygg")) == (1, 0)
    assert (keywords.has_stem("tryg"), keywords.has_stem("trygge")) == (True, False)
    assert "trygge" in keywords.words_beginning("try")
    assert keywords.words_beginning("trygge", at_least=2) == []
    assert (keywords.is_in_a_word("rygg"), keywords.is_in_a_word("rygx"), keywords.is_in_a_word("")) == (
        True,
        False,
        False,
    )


def test_unchanged_corpus_is_not_built_again(
    records: list[Record], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_snapshot(records, settings, corpus_version=1)
    monkeypatch.setattr("index.embedding.open_passage_encoder", _refuse)
    assert build_snapshot(records, settings, corpus_version=1) == first


def test_only_the_changed_passage_is_embedded(records: list[Record], settings: Settings) -> None:
    build_snapshot(records, settings, corpus_version=1)
    changed = replace(records[2], values={**records[2].values, "title": "Røgfri skoletid"})
    steps: list[tuple[int, int]] = []
    manifest = build_snapshot(
        [*records[:2], changed, records[3]],
        settings,
        corpus_version=2,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert steps == [(1, 1)]
    assert manifest.corpus_version == 2
    assert open_snapshot(settings).records.record(2)["title"] == "Røgfri skoletid"


def test_older_versions_stay_until_too_many(records: list[Record], settings: Settings) -> None:
    settings = replace(settings, keep_snapshots=2)
    for version in (1, 2, 3):
        build_snapshot(records[:version], settings, corpus_version=version)
    assert [m.corpus_version for m in list_snapshots(settings)] == [3, 2]
    assert len(open_snapshot(settings, version=2).records) == 2
    with pytest.raises(VersionError, match=r"no index snapshot of corpus version 1\. Versions that have one: 2, 3\.$"):
        open_snapshot(settings, version=1)


def test_pruning_keeps_the_current_snapshot(records: list[Record], settings: Settings) -> None:
    names = [build_snapshot(records[:n], settings, corpus_version=n).name for n in (1, 2, 3)]
    (settings.index / "CURRENT").write_text(names[1])
    assert prune_snapshots(settings, 2) == [names[0]]
    assert prune_snapshots(settings, 0) == [names[2]]
    assert [m.name for m in list_snapshots(settings)] == [names[1]] == [open_snapshot(settings).manifest.name]


def test_damaged_file_is_named_and_the_last_good_snapshot_serves(records: list[Record], settings: Settings) -> None:
    first = build_snapshot(records[:2], settings, corpus_version=1)
    second = build_snapshot(records, settings, corpus_version=2)
    folder = snapshots_folder(settings) / second.name
    body = bytearray((folder / "vectors.npy").read_bytes())
    body[-1] ^= 1
    (folder / "vectors.npy").write_bytes(bytes(body))
    assert verify_snapshot(folder) == ["vectors.npy"]
    (folder / "ids.json").unlink()
    assert verify_snapshot(folder) == ["ids.json", "vectors.npy"]
    snapshot = open_snapshot(settings)
    assert snapshot.manifest.name == first.name
    assert len(snapshot.warnings) == 1
    assert second.name in snapshot.warnings[0]
    assert snapshot.warnings[0].endswith("ids.json is missing or cut short.")


def test_a_failed_build_leaves_the_good_snapshot_beside_a_damaged_one(
    records: list[Record], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings, keep_snapshots=2)
    good = build_snapshot(records[:1], settings, corpus_version=1)
    damaged = build_snapshot(records[:2], settings, corpus_version=2)
    (snapshots_folder(settings) / damaged.name / "ids.json").unlink()

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("index.build.write_manifest", fail)
    with pytest.raises((OSError, SnapshotError)):
        build_snapshot(records[:3], settings, corpus_version=3)
    assert open_snapshot(settings).manifest.name == good.name


def test_nothing_readable_names_the_file_and_gives_the_remedy_once(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records, settings, corpus_version=1)
    path = snapshots_folder(settings) / manifest.name / "records.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SnapshotError) as raised:
        open_snapshot(settings)
    message = str(raised.value)
    assert str(path) in message
    assert message.count("puljespor index build") == 1
    assert message.endswith("Run `puljespor index build`.")
    assert message.isascii()


def test_a_damaged_line_names_its_file(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records, settings, corpus_version=1)
    path = snapshots_folder(settings) / manifest.name / "records.jsonl"
    body = path.read_bytes()
    written = path.stat()
    path.write_bytes(b"\x00" + body[1:])
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))  # as a disk does it: nobody wrote
    snapshot = open_snapshot(settings)
    with pytest.raises(SnapshotError, match=r"line 1 of .*records\.jsonl is damaged"):
        snapshot.records.record(0)
    assert snapshot.records.record(1)


@pytest.mark.parametrize(
    "name", ["records.jsonl", "vectors.npy", "sentences.codes.npy", "grams.rows.npy", "vocabulary.marisa"]
)
def test_a_file_that_was_written_over_does_not_serve(name: str, records: list[Record], settings: Settings) -> None:
    first = build_snapshot(records[:2], settings, corpus_version=1)
    second = build_snapshot(records, settings, corpus_version=2)
    path = snapshots_folder(settings) / second.name / name
    body = path.read_bytes()
    path.write_bytes(body[:-8] + bytes(255 - byte for byte in body[-8:]))
    snapshot = open_snapshot(settings)
    assert snapshot.manifest.name == first.name
    assert snapshot.warnings == [f"the index snapshot {second.name} was passed over: {path} is damaged."]
    assert verify_snapshot(path.parent) == [name]


def test_a_copied_snapshot_serves(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records, settings, corpus_version=1)
    folder = snapshots_folder(settings) / manifest.name
    for path in folder.iterdir():
        path.touch()
    assert open_snapshot(settings).warnings == []


def test_truncated_file_does_not_serve(records: list[Record], settings: Settings) -> None:
    first = build_snapshot(records[:2], settings, corpus_version=1)
    second = build_snapshot(records, settings, corpus_version=2)
    path = snapshots_folder(settings) / second.name / "vectors.npy"
    path.write_bytes(path.read_bytes()[:-1000])
    assert open_snapshot(settings).manifest.name == first.name


def test_damaged_snapshot_is_built_again(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records, settings, corpus_version=1)
    folder = snapshots_folder(settings) / manifest.name
    (folder / "passages.jsonl").write_text("")
    again = build_snapshot(records, settings, corpus_version=1)
    assert again.name == manifest.name
    assert verify_snapshot(folder) == []


def test_nothing_built_says_how_to_build(settings: Settings) -> None:
    with pytest.raises(SnapshotError, match="puljespor demo"):
        open_snapshot(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    (settings.data / "corpus.sqlite").touch()
    with pytest.raises(SnapshotError, match="puljespor index build"):
        open_snapshot(settings)


def test_nothing_readable_says_how_to_build(records: list[Record], settings: Settings) -> None:
    manifest = build_snapshot(records[:1], settings, corpus_version=1)
    (snapshots_folder(settings) / manifest.name / "manifest.json").write_text("{")
    with pytest.raises(SnapshotError, match="puljespor index build"):
        open_snapshot(settings)


def test_other_encoder_is_refused(records: list[Record], settings: Settings) -> None:
    build_snapshot(records[:1], settings, corpus_version=1)
    snapshot = open_snapshot(replace(settings, encoder="intfloat/other"))
    assert sorted(snapshot.keywords.search("words", "akutteam", 5)[0].tolist()) == [0, 1, 2, 3]
    with pytest.raises(EncoderError, match=r"not of 'intfloat/other.*puljespor index build"):
        snapshot.encode_query("akutteam")


def test_two_builds_at_once_are_refused(records: list[Record], settings: Settings) -> None:
    settings.index.mkdir(parents=True)
    with (settings.index / "building.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="another process is building"):
            build_snapshot(records, settings, corpus_version=1)


def test_empty_corpus_makes_a_snapshot_that_finds_nothing(settings: Settings) -> None:
    build_snapshot([], settings, corpus_version=1)
    snapshot = open_snapshot(settings)
    assert (len(snapshot.records), len(snapshot.passages)) == (0, 0)
    assert snapshot.keywords.search("words", "akutteam", 5)[0].tolist() == []
    assert snapshot.vectors.search(snapshot.encode_query("akutteam"), 5)[0].tolist() == []
    assert snapshot.vectors.similarity(snapshot.encode_query("akutteam"), np.zeros(0, dtype=np.int64)).tolist() == []


def test_the_first_record_follows_an_empty_corpus(records: list[Record], settings: Settings) -> None:
    build_snapshot([], settings, corpus_version=1)
    build_snapshot(records[:1], settings, corpus_version=2)
    assert len(open_snapshot(settings).passages) > 0


_KILLED_BUILD = """
import os, signal, sys
from pathlib import Path
import index.build
from corpus.settings import Settings
from index.build import build_snapshot
from tests.index.making import make_record

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(index.build, sys.argv[2], die)
records = [make_record(f"p-{i}", title=f"Projekt nummer {i}") for i in range(3)]
build_snapshot(records, Settings(data=Path(sys.argv[1]), threads=1), corpus_version=2)
"""


@pytest.mark.parametrize(
    "moment",
    [
        "_make_room",
        "_write_tables",
        "write_keywords",
        "VectorFiles",
        "_settle",
        "write_codes",
        "write_manifest",
        "_make_current",
        "prune_snapshots",
    ],
)
def test_killed_build_leaves_a_snapshot_serving(
    moment: str, records: list[Record], settings: Settings, tmp_path: Path
) -> None:
    first = build_snapshot(records[:1], settings, corpus_version=1)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_BUILD, str(settings.data), moment],
        env={**os.environ, "PYTHONPATH": str(root)},
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    snapshot = open_snapshot(settings)
    assert snapshot.warnings == []
    assert snapshot.manifest.corpus_version == (2 if moment == "prune_snapshots" else 1)
    assert moment == "prune_snapshots" or snapshot.manifest == first
    again = build_snapshot(records, settings, corpus_version=3)
    assert current_name(settings) == again.name
    assert not list(snapshots_folder(settings).glob(".building-*"))


def test_while_the_first_index_is_built_a_reader_is_told_to_wait(settings: Settings) -> None:
    settings.index.mkdir(parents=True)
    with building(settings), pytest.raises(SnapshotError, match="It is being built just now: try again"):
        open_snapshot(settings)
    with pytest.raises(SnapshotError, match="Run `puljespor demo`"):
        open_snapshot(settings)


def test_asking_whether_one_builds_keeps_nobody_from_building(settings: Settings) -> None:
    settings.index.mkdir(parents=True)
    with (settings.index / "building.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        Timer(0.05, lambda: fcntl.flock(stream, fcntl.LOCK_UN)).start()
        with building(settings):
            assert is_being_built(settings)
    assert not is_being_built(settings)


def test_reading_never_opens_a_database_or_torch(records: list[Record], settings: Settings) -> None:
    build_snapshot(records, settings, corpus_version=1)
    code = (
        "import sys; from pathlib import Path; from corpus.settings import Settings;"
        "from index.snapshot import open_snapshot; s = open_snapshot(Settings(data=Path(sys.argv[1])));"
        "s.vectors.search(s.encode_query('akut'), 3); s.keywords.search('words', 'akut', 3); s.records.record(0);"
        "print([m for m in ('torch', 'transformers', 'sqlalchemy', 'onnx') if m in sys.modules])"
    )
    shutil.rmtree(settings.index / "embeddings.sqlite", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.data)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def _refuse(*_: object) -> None:
    raise AssertionError("nothing should be embedded")
