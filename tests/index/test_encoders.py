from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from corpus.settings import Settings
from corpus.starter import starter_records
from index.e5_convert import convert_bundled
from index.e5_graph import quantise
from index.encoder import encoder_id, open_passage_encoder, open_query_encoder
from index.encoding import Graph, n_idle_processors
from index.folders import outdated_folders
from index.onnx_encoder import PLACES_NAME, WORDS_NAME, OnnxEncoder, OnnxQueryEncoder, onnx_folder
from index.torch_encoder import TorchPassageEncoder, load_model


def danish_texts() -> list[str]:
    records = starter_records()
    return [str(r["title"]) for r in records] + [str(r["target_group"]) for r in records if r["target_group"]][:39]


def test_query_vectors_lie_near_the_passage_encoders(settings: Settings) -> None:
    texts = danish_texts()
    folder = onnx_folder(settings.models)
    quick = OnnxEncoder(folder, Graph.QUICK, "query: ")
    full = OnnxEncoder(folder, Graph.FLOAT, "query: ")
    cosines = [float(quick.encode(text) @ full.encode(text)) for text in texts]
    assert len(texts) == 200
    assert min(cosines) >= 0.99


def test_onnx_and_sentence_transformers_give_the_same_passages(settings: Settings) -> None:
    texts = [r["summary_da"] for r in starter_records()[:8]] + ["kort", ""]
    by_torch = TorchPassageEncoder(settings).encode(texts)
    by_onnx = open_passage_encoder(settings, len(texts)).encode(texts)
    assert by_onnx.shape == (10, 384)
    assert (by_torch * by_onnx).sum(axis=1).min() >= 0.999  # bfloat16 on some processors
    np.testing.assert_allclose(np.linalg.norm(by_onnx, axis=1), 1, atol=1e-5)


def test_bfloat16_passages_lie_near_the_full_ones(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [r["summary_da"] for r in starter_records()[:4]]
    full = open_passage_encoder(settings, len(texts)).encode(texts)
    monkeypatch.setattr("index.torch_encoder.is_good_at_bfloat16", lambda: True)
    half = TorchPassageEncoder(settings).encode(texts)
    assert half.dtype == np.float32
    assert (half * full).sum(axis=1).min() >= 0.999
    assert (half != full).any()


def test_passages_keep_their_order_and_never_depend_on_one_another(settings: Settings) -> None:
    encoder = open_passage_encoder(settings, 3)
    steps: list[tuple[int, int]] = []
    together = encoder.encode(["en", "to ord her", "tre"], lambda done, total: steps.append((done, total)))
    alone = np.concatenate([encoder.encode([text]) for text in ("en", "to ord her", "tre")])
    assert (together == alone).all()
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_loading_a_model_prints_nothing(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    load_model(settings)
    assert "Loading weights" not in "".join(capfd.readouterr())


def test_queries_need_no_torch(settings: Settings) -> None:
    onnx_folder(settings.models)
    code = (
        "import sys; from corpus.settings import Settings; from pathlib import Path;"
        "from index.encoder import open_query_encoder;"
        "v = open_query_encoder(Settings(data=Path(sys.argv[1]))).encode('akutfunktion');"
        "print(v.shape, [m for m in ('torch', 'transformers', 'onnx', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.data)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "(384,) []"


def test_any_other_model_by_its_folder(settings: Settings) -> None:
    folder = convert_bundled(settings.models)
    other = replace(settings, encoder=str(folder), encoder_query_prefix="q: ", encoder_passage_prefix="p: ")
    bundled = OnnxEncoder(onnx_folder(settings.models), Graph.FLOAT, "q: ")
    vector = open_query_encoder(other).encode("akutfunktion")
    assert float(vector @ bundled.encode("akutfunktion")) >= 0.9999
    assert encoder_id(other) == f"{folder}|p: "


def test_model_that_is_not_there_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no-such-model.*Give the path.*multilingual-e5-small"):
        open_query_encoder(replace(settings, encoder=str(tmp_path / "no-such-model")))


def test_what_an_older_release_wrote_is_outdated(tmp_path: Path) -> None:
    newest = tmp_path / "onnx-e5-small-1571fc-11"
    kept = [newest, *(tmp_path / name for name in ("onnx-e5-small-1571fc-12", "multilingual-e5-small-1571fc", "eget"))]
    gone = [tmp_path / name for name in ("onnx-e5-small-1571fc-3", "onnx-e5-small-09ab-10", ".converting-left")]
    for folder in (*kept, *gone, tmp_path / ".converting-now"):
        folder.mkdir()
    os.utime(tmp_path / ".converting-left", (0, 0))
    assert sorted(outdated_folders(newest)) == sorted(gone)
    assert list(outdated_folders(tmp_path / "nothing" / newest.name)) == []


def test_damaged_graph_names_the_folder(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for path in onnx_folder(settings.models).iterdir():
        (folder / path.name).symlink_to(path)
    (folder / Graph.QUICK).unlink()
    (folder / Graph.QUICK).write_bytes(b"not a graph")
    with pytest.raises(EncoderError, match=r"cannot load .*layers-s7\.onnx.*Remove the folder"):
        OnnxEncoder(folder, Graph.QUICK, "query: ")


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        (WORDS_NAME, lambda body: body[: len(body) // 2], "damaged"),
        (WORDS_NAME, lambda body: body[:128] + bytes(len(body) - 128), r"words\.npy lacks words"),
        (PLACES_NAME, lambda body: body[:40], "damaged"),
        (PLACES_NAME, lambda body: body[:128] + b"\xff" * (len(body) - 128), "gives no vectors"),
        ("pieces.npy", lambda body: body[:200], "damaged"),
    ],
    ids=["words-cut", "words-zero", "places-cut", "places-no-numbers", "pieces-cut"],
)
def test_damaged_tables_are_an_error_and_never_vectors_of_nothing(
    settings: Settings, tmp_path: Path, name: str, damage: Callable[[bytes], bytes], said: str
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for path in onnx_folder(settings.models).iterdir():
        (folder / path.name).symlink_to(path)
    body = (folder / name).read_bytes()
    (folder / name).unlink()
    (folder / name).write_bytes(damage(body))
    with pytest.raises(EncoderError, match=f"{said}.*Remove the folder"):
        OnnxEncoder(folder, Graph.QUICK, "query: ").encode("hjemmepleje")


def test_quantised_matrix_is_within_half_a_step() -> None:
    matrix = np.random.default_rng(1).normal(size=(5, 7)).astype(np.float32)
    steps, scale = quantise(matrix)
    assert steps.dtype == np.int8
    assert np.abs(steps).max() == 63  # two products with an 8-bit value fit into 16 bits
    assert (np.abs(steps.T * scale[:, None] - matrix) <= scale[:, None] / 2 + 1e-7).all()


def test_query_graph_keeps_what_tells_queries_apart(settings: Settings) -> None:
    folder = onnx_folder(settings.models)
    texts = danish_texts()[:60]
    quick, full = (
        np.stack([OnnxEncoder(folder, graph, "query: ").encode(text) for text in texts])
        for graph in (Graph.QUICK, Graph.FLOAT)
    )
    quick, full = quick - full.mean(axis=0), full - full.mean(axis=0)
    cosines = (quick * full).sum(axis=1) / np.linalg.norm(quick, axis=1) / np.linalg.norm(full, axis=1)
    assert cosines.mean() >= 0.975


def test_two_threads_give_the_same_vector_to_the_last_bit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = onnx_folder(settings.models)
    encoder = OnnxQueryEncoder(folder, Graph.QUICK, "query: ")
    texts = danish_texts()[:12]
    monkeypatch.setattr("index.onnx_encoder.n_idle_processors", lambda: 0)
    alone = [encoder.encode(text) for text in texts]
    assert encoder._pair is None
    monkeypatch.setattr("index.onnx_encoder.n_idle_processors", lambda: 1)
    together = [encoder.encode(text) for text in texts]
    assert encoder._pair is not None
    assert (np.stack(alone) == np.stack(together)).all()


def test_where_threads_ask_in_turn_each_query_has_one_thread(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = OnnxQueryEncoder(onnx_folder(settings.models), Graph.QUICK, "query: ")
    monkeypatch.setattr("index.onnx_encoder.n_idle_processors", lambda: 1)
    monkeypatch.setattr("index.onnx_encoder._ALONE_S", math.inf)  # however slow the machine is
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        for _ in range(6):
            for asker in (one, other):
                asker.submit(encoder.encode, "demens").result()
        assert encoder._pair is None
        other.submit(encoder.encode, "demens").result()
        assert encoder._pair is not None


@pytest.mark.parametrize("n_idle", [0, 1, 2])
def test_an_errand_is_done_once_whoever_has_time_for_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, n_idle: int
) -> None:
    encoder = OnnxQueryEncoder(onnx_folder(settings.models), Graph.QUICK, "query: ")
    monkeypatch.setattr("index.onnx_encoder.n_idle_processors", lambda: n_idle)
    for number, text in enumerate(danish_texts()[:6]):
        done: list[int] = []
        vector = encoder.encode(text, partial(done.append, number))
        assert done == [number]
        assert (vector == encoder.encode(text)).all()


@pytest.mark.parametrize(("state", "n_idle"), [(b"0.1 0.2 0.3 1/80 99\n", 1), (b"0.1 0.2 0.3 5/80 99\n", 0)])
def test_processors_idle_where_nobody_else_runs(monkeypatch: pytest.MonkeyPatch, state: bytes, n_idle: int) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: {0, 1})
    monkeypatch.setattr(Path, "read_bytes", lambda path: state)
    assert n_idle_processors() == n_idle
