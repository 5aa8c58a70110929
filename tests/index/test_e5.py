from __future__ import annotations

import ctypes
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import EncoderError
from corpus.starter import starter_records
from index.e5 import E5Weights, check_weights, dequantise, find_weights
from index.e5_convert import convert_bundled
from index.onnx_encoder import onnx_folder
from index.unigram import UnigramTokenizer

TEXTS = [
    "Rødgrød med fløde på Ærø, Åbenrå og ØSTERBRO",
    "»Citat«, „citat“, “citat”, 'citat' og \"citat\"",
    "3.157.599 kr. i 2018-2021, 50,8 mio. kr. og § 83 a, stk. 2",
    "glad 😀, tommel 👍🏽, ukendt 🫠🫡 og flag 🇩🇰",
    "tabulator\ther\tog\tder",
    "linje\nskift\r\nog\n\nafsnit",
    "mange    mellemrum   i   træk ",
    "  begynder med to",
    "sa\u030adan o\u0308delagt A\u030arhus e\u0301n",
    "blød\u00adbindestreg, nul\u200bbredde, hårdt\u00a0mellemrum",
    "½ ① ﬁnt ™ … № ﬀ",
    "中文 日本語 한국어 العربية Ελληνικά кириллица",
    "▁ understreg ▁▁ og ▁tekst",
    "",
    "a",
    "genindlæggelsesforebyggelsesprojektmedarbejderuddannelsesplan",
]


class Engine:
    """The package's own C engine, by ctypes, on any weights image."""

    def __init__(self, image: bytes) -> None:
        (path,) = find_weights().parent.glob("_engine*.so")
        self._library = ctypes.CDLL(str(path))
        self._library.e5_load_mem.restype = ctypes.c_void_p
        self._library.e5_load_mem.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self._library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
        self._library.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self._image = image  # the engine reads it as long as it lives
        self._model = self._library.e5_load_mem(image, len(image))
        assert self._model

    def embed(self, text: str, *, is_query: bool) -> NDArray[np.float32]:
        vector = np.zeros(384, dtype=np.float32)
        self._library.e5_embed(self._model, text.encode(), int(is_query), vector.ctypes.data)
        return vector

    def count_tokens(self, text: str) -> int:
        return int(self._library.e5_token_count(self._model, text.encode(), 1))


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return E5Weights(find_weights())


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(find_weights().read_bytes())


@pytest.fixture(scope="module")
def bag_engine() -> Engine:
    """The engine with no layers: its vectors are the mean of the tokens' normed embeddings, places included."""
    image = bytearray(find_weights().read_bytes())
    image[12:16] = (0).to_bytes(4, "little")
    return Engine(bytes(image))


@pytest.fixture(scope="module")
def folder(models: Path) -> Path:
    return convert_bundled(models)


def test_pinned_weights_are_whole() -> None:
    check_weights(find_weights())


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"E5S1 and something else")
    with pytest.raises(EncoderError, match=r"damaged.*pip install"):
        check_weights(path)


def test_other_file_is_no_weights_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(EncoderError, match="not an E5S1"):
        E5Weights(path)


def test_dequantise_unpacks_low_and_high_nibbles() -> None:
    nibbles = [(j % 16, (j + 5) % 16) for j in range(16)]
    block = np.frombuffer(np.float16(0.5).tobytes() + bytes(low | high << 4 for low, high in nibbles), dtype=np.uint8)
    expected = [(low - 8) * 0.5 for low, _ in nibbles] + [(high - 8) * 0.5 for _, high in nibbles]
    assert dequantise(block).tolist() == expected


def test_vectors_equal_the_engine(engine: Engine, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [record["summary_da"] for record in starter_records()[:50]]
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    ours = model.encode([f"passage: {text}" for text in texts], normalize_embeddings=True, show_progress_bar=False)
    theirs = np.array([engine.embed(text, is_query=False) for text in texts])
    cosines = (ours * theirs).sum(axis=1)
    assert len(texts) == 50
    assert cosines.min() >= 0.999


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_equal_the_engine(text: str, weights: E5Weights, bag_engine: Engine, models: Path) -> None:
    ids = UnigramTokenizer(onnx_folder(models)).encode(f"query: {text}", max_tokens=512)
    assert len(ids) == bag_engine.count_tokens(text)
    rows = dequantise(weights.blocks("emb.word")[ids]).reshape(len(ids), 384)
    rows = rows + weights.tensor("emb.pos")[: len(ids)] + weights.tensor("emb.type")[0]
    normed = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + 1e-12)
    mean = (normed * weights.tensor("emb.ln.w") + weights.tensor("emb.ln.b")).mean(axis=0)
    np.testing.assert_allclose(bag_engine.embed(text, is_query=True), mean / np.linalg.norm(mean), atol=2e-6)


def test_both_tokenizers_give_the_same_ids(folder: Path, models: Path) -> None:
    from tokenizers import Tokenizer

    library = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ours = UnigramTokenizer(onnx_folder(models))
    texts = TEXTS + [record["summary_da"] for record in starter_records()]
    for text in (f"passage: {text}" for text in texts):  # the library gives a text of nothing no token at all
        assert ours.encode(text, max_tokens=10_000) == library.encode(text).ids, text


def test_long_texts_are_cut_before_the_end_token(models: Path) -> None:
    tokenizer = UnigramTokenizer(onnx_folder(models))
    whole = tokenizer.encode("ord " * 600, max_tokens=10_000)
    cut = tokenizer.encode("ord " * 600, max_tokens=512)
    assert (len(cut), cut[:511], cut[-1]) == (512, whole[:511], whole[-1])


def test_conversion_leaves_one_whole_folder(folder: Path, models: Path) -> None:
    assert convert_bundled(models) == folder
    assert not list(models.glob(".converting-*"))
    assert json.loads((folder / "config.json").read_text())["vocab_size"] == 250_037
