"""A small snapshot in memory with a toy encoder: real columns and keyword index, vectors by counting letters."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.municipalities import municipalities
from index.analysis import clean
from index.columns import read_columns, read_numbers, write_columns
from index.keyword_files import write_keywords
from index.keywords import KeywordIndex
from index.passages import Passage
from index.sentences import split_sentences
from search.engine import Searcher

DIM = 256
Floats = npt.NDArray[np.float32]


def toy_vector(text: str) -> Floats:
    """Count a text's letter trigrams into `DIM` places, unit length: like texts have like vectors."""
    vector = np.full(DIM, 0.01, dtype=np.float32)
    padded = f" {clean(text)} "
    for i in range(len(padded) - 2):
        vector[zlib.crc32(padded[i : i + 3].encode()) % DIM] += 1
    unit: Floats = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


class ToyRecords:
    def __init__(self, bodies: Sequence[dict[str, Any]]) -> None:
        self._bodies = list(bodies)
        self.ids = [str(body.get("project_id") or body["pool_id"]) for body in bodies]

    def __len__(self) -> int:
        return len(self.ids)

    def record(self, number: int) -> dict[str, Any]:
        return self._bodies[number]

    def number(self, record_id: str) -> int:
        try:
            return self.ids.index(record_id)
        except ValueError:
            raise KeyError(record_id) from None


class ToyPassages:
    def __init__(self, passages: Sequence[Passage], record_no: Sequence[int]) -> None:
        self._passages = list(passages)
        self.record_no = np.array(record_no, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._passages)

    def passage(self, number: int) -> Passage:
        return self._passages[number]


@dataclass
class ToyVectors:
    rows: Floats

    def search(
        self, vector: Floats, k: int, allowed: npt.NDArray[np.bool_] | None = None, nearest: Any = None
    ) -> tuple[npt.NDArray[np.int32], Floats]:
        scores = self.rows @ vector
        numbers = np.arange(len(scores)) if allowed is None else np.flatnonzero(allowed)
        order = np.lexsort((numbers, -scores[numbers]))[:k]
        found = numbers[order].astype(np.int32)
        return found, scores[found].astype(np.float32)

    def similarity(self, vector: Floats, numbers: npt.NDArray[np.integer]) -> Floats:
        found: Floats = self.rows[numbers] @ vector
        return found


@dataclass
class ToySentences:
    rows: list[Floats]  # of each passage's sentences, shape (n, DIM)

    def best(self, vector: Floats, passages: npt.NDArray[np.integer]) -> Floats:
        scores = [float((self.rows[p] @ vector).max(initial=-np.inf)) for p in passages.tolist()]
        return np.array(scores, dtype=np.float32)


@dataclass
class ToySnapshot:
    records: ToyRecords
    passages: ToyPassages
    columns: dict[str, Any]
    numbers: dict[str, Any]
    keywords: KeywordIndex
    vectors: Any
    sentences: Any
    manifest: Any
    n_encoded: list[str] = field(default_factory=list)

    def encode_query(self, text: str, meanwhile: Any = None) -> Floats:
        self.n_encoded.append(text)
        return toy_vector(text)


def _sentence_rows(text: str) -> Floats:
    return np.array([toy_vector(sentence) for sentence in split_sentences(text)], dtype=np.float32).reshape(-1, DIM)


def toy_record(record_id: str, title: str, *, texts: Sequence[str] = (), **values: Any) -> dict[str, Any]:
    """Give a record's public JSON, and beside it, under "_texts", what its passages say."""
    get = values.get
    codes = [code for code, place in municipalities().items() if place.name in get("places", ())]
    names = [municipalities()[code].name for code in codes]
    regions = {municipalities()[code].region_code: municipalities()[code].region_name for code in codes}
    record_type = get("record_type", "project")
    pool = {"pool_id": get("pool_id"), "name": get("pool")} if get("pool") else None
    return {
        f"{record_type}_id": record_id,
        "record_type": record_type,
        "title": title,
        "municipalities": [{"code": c, "name": n} for c, n in zip(codes, names, strict=True)],
        "regions": [{"code": c, "name": n} for c, n in sorted({**regions, **get("regions", {})}.items())],
        "grantees": [],
        "funders": get("funders", []),
        "year_awarded": get("year"),
        "period": {"from": get("start"), "to": get("end")},
        "amount_dkk": get("amount"),
        "status": get("status", "unknown"),
        "themes": get("themes", []),
        "target_group": get("target_group"),
        "summary": get("summary", texts[0] if texts else None),
        "outcome": {"direction": get("outcome", "not_reported"), "text": get("effect")},
        "dimensions": {},
        "flags": [],
        "pool" if record_type == "project" else "programme": pool,
        "evidence": [],
        "documents": [
            {
                "document_id": f"d-{record_id}",
                "url": f"https://eksempel.dk/{record_id}",
                "title": title,
                "kind": get("kind", "project_page"),
                "status": "ok",
                "fetched_at": "2026-01-02T03:04:05Z",
                "sha256": "0" * 64,
            }
        ],
        "is_gone": False,
        "revision": 1,
        "updated_at": "2026-01-02T03:04:05Z",
        "_texts": list(texts),
    }


def toy_snapshot(bodies: Sequence[dict[str, Any]], *, version: int = 1) -> ToySnapshot:
    """Index records as the real snapshot does: a card each, then their texts."""
    bodies = [dict(body) for body in bodies]
    texts = [body.pop("_texts") for body in bodies]
    passages: list[Passage] = []
    record_no: list[int] = []
    for number, body in enumerate(bodies):
        record_id = str(body.get("project_id") or body["pool_id"])
        url = body["documents"][0]["url"]
        places = " ".join(f"{place['name']} Kommune" for place in body["municipalities"])
        card = "\n".join(part for part in (body["title"], places, ", ".join(body["themes"])) if part)
        passages.append(Passage(f"c-{record_id}", record_id, None, card, url, None, None, None, True))
        for i, text in enumerate(texts[number]):
            passages.append(
                Passage(f"p{i}-{record_id}", record_id, f"d-{record_id}", text, url, None, 0, len(text), False)
            )
        record_no += [number] * (1 + len(texts[number]))
    indexed = [passage.indexed_text for passage in passages]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_columns(folder, bodies)
        write_keywords(folder, indexed)
        return ToySnapshot(
            records=ToyRecords(bodies),
            passages=ToyPassages(passages, record_no),
            columns=read_columns(folder),
            numbers=read_numbers(folder),
            keywords=KeywordIndex(folder, len(passages)),
            vectors=ToyVectors(np.stack([toy_vector(text) for text in indexed])),
            sentences=ToySentences([_sentence_rows(passage.text) for passage in passages]),
            manifest=SimpleNamespace(
                built_at="2026-01-01T00:00:00+00:00",
                name=f"{version:06d}-toy",
                corpus_version=version,
                corpus_hash="h",
                analyser_version=1,
                encoder="toy",
                encoder_checksum="toy",
                n_records=len(bodies),
                n_passages=len(passages),
                files={"a": "1"},
            ),
        )


def toy_searcher(bodies: Sequence[dict[str, Any]], *, version: int = 1) -> Searcher:
    """Give a searcher over a toy snapshot."""
    return Searcher(toy_snapshot(bodies, version=version))
