"""The peers, each set up as its documentation says, over the same passages and the same vectors.

An engine is built in one process and opened in another. `search` gives passage numbers, best first; where a vector is
given, the query is not encoded. Heavy imports stand where they are first needed, so that a cold start counts them.
"""

from __future__ import annotations

import os
import sqlite3
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Engine(Protocol):
    """What is measured."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        """Write an index."""
        ...

    def open(self, folder: Path, model: Path) -> None:
        """Open it."""
        ...

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        """Give the numbers of the k best passages, best first."""
        ...


class Encoder:
    """The bundled e5 weights in sentence-transformers."""

    def __init__(self, model: Path) -> None:
        self._path = model

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(self._path), device="cpu", local_files_only=True)

    def encode(self, query: str) -> Vector:
        """Give a query's unit vector."""
        vector: Vector = self._model.encode(f"query: {query}", normalize_embeddings=True, show_progress_bar=False)
        return vector


_known: dict[str, Vector] = {}
_encoder: list[Encoder] = []


def transform(inputs: list[str]) -> Vector:
    """Give the vectors of texts to txtai: those at hand, else encoded."""
    rows = [_known[text] if text in _known else _encoder[0].encode(text) for text in inputs]
    return np.stack(rows)


class Txtai:
    """txtai: dense vectors and BM25, weighted alike (`hybrid=True`)."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
        from txtai import Embeddings

        _known.update(zip(texts, vectors, strict=True))
        name = f"{transform.__module__}.transform"
        embeddings = Embeddings(method="external", transform=name, hybrid=True)
        embeddings.index((number, text, None) for number, text in enumerate(texts))
        embeddings.save(str(folder / "txtai"))

    def open(self, folder: Path, model: Path) -> None:
        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
        from txtai import Embeddings

        _encoder[:] = [Encoder(model)]
        self._embeddings = Embeddings()
        self._embeddings.load(str(folder / "txtai"))

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        if vector is None:
            _known.pop(query, None)
        else:
            _known[query] = vector
        return [int(number) for number, _ in self._embeddings.search(query, k)]


class Haystack:
    """Haystack 2: in-memory BM25 and embedding retrievers, joined by reciprocal rank fusion."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        rows = zip(texts, vectors.tolist(), strict=True)
        store.write_documents(
            [Document(id=str(i), content=text, embedding=vector) for i, (text, vector) in enumerate(rows)]
        )
        store.save_to_disk(str(folder / "haystack.json"))

    def open(self, folder: Path, model: Path) -> None:
        from haystack import Pipeline
        from haystack.components.embedders import SentenceTransformersTextEmbedder
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack.utils import ComponentDevice

        store = InMemoryDocumentStore.load_from_disk(str(folder / "haystack.json"))
        self._pipelines = {}
        for encodes in (True, False):
            pipeline = Pipeline()
            pipeline.add_component("words", InMemoryBM25Retriever(store))
            pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
            pipeline.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
            if encodes:
                embedder = SentenceTransformersTextEmbedder(
                    str(model), prefix="query: ", device=ComponentDevice.from_str("cpu"), progress_bar=False
                )
                pipeline.add_component("embed", embedder)
                pipeline.connect("embed.embedding", "dense.query_embedding")
            pipeline.connect("words", "join")
            pipeline.connect("dense", "join")
            self._pipelines[encodes] = pipeline

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        inputs: dict[str, dict[str, Any]] = {"words": {"query": query, "top_k": k}, "dense": {"top_k": k}}
        if vector is None:
            inputs["embed"] = {"text": query}
        else:
            inputs["dense"]["query_embedding"] = vector.tolist()
        documents = self._pipelines[vector is None].run(inputs)["join"]["documents"]
        return [int(document.id) for document in documents[:k]]


class LanceDb:
    """LanceDB: vectors and full text with its Danish analyser, reciprocal rank fusion; HNSW from 10 000 passages."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        import lancedb
        import pyarrow as pa

        n, dim = vectors.shape
        column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), dim)
        rows = pa.table({"number": pa.array(range(n)), "text": pa.array(texts), "vector": column})
        table = lancedb.connect(str(folder / "lance")).create_table("passages", rows)
        table.create_fts_index("text", language="Danish", stem=True, remove_stop_words=True, ascii_folding=False)
        if n >= 10_000:
            table.create_index(metric="cosine", vector_column_name="vector", index_type="IVF_HNSW_SQ")

    def open(self, folder: Path, model: Path) -> None:
        import lancedb
        from lancedb.rerankers import RRFReranker

        self._encoder = Encoder(model)
        self._table = lancedb.connect(str(folder / "lance")).open_table("passages")
        self._reranker = RRFReranker()

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        found = self._encoder.encode(query) if vector is None else vector
        search = self._table.search(query_type="hybrid").vector(found).text(query).rerank(self._reranker)
        numbers: list[int] = search.limit(k).select(["number"]).to_arrow()["number"].to_pylist()
        return numbers


class SqliteFts5:
    """SQLite FTS5: BM25 over words as written; no vectors."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        with sqlite3.connect(folder / "fts5.sqlite") as connection:
            connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'unicode61')")
            rows = ((number, text) for number, text in enumerate(texts))
            connection.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)
            connection.execute("INSERT INTO passages(passages) VALUES ('optimize')")

    def open(self, folder: Path, model: Path) -> None:
        self._connection = sqlite3.connect(folder / "fts5.sqlite")

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        words = ["".join(c for c in word if c.isalnum()) for word in query.split()]
        wanted = " OR ".join(f'"{word}"' for word in words if word)
        if not wanted:
            return []
        rows = self._connection.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (wanted, k)
        )
        return [number for (number,) in rows]


class Tantivy:
    """tantivy: BM25 with its Danish stemmer; no vectors."""

    def _analyser(self) -> Any:
        import tantivy

        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("danish")).build()

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="danish_words", index_option="freq")
        builder.add_unsigned_field("number", stored=True)
        return builder.build()

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        import tantivy

        (folder / "tantivy").mkdir(exist_ok=True)
        index = tantivy.Index(self._schema(), path=str(folder / "tantivy"))
        index.register_tokenizer("danish_words", self._analyser())
        writer = index.writer(num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path, model: Path) -> None:
        import tantivy

        self._index = tantivy.Index(self._schema(), path=str(folder / "tantivy"))
        self._index.register_tokenizer("danish_words", self._analyser())
        self._searcher = self._index.searcher()

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        words = " ".join("".join(c if c.isalnum() else " " for c in query).split())
        if not words:
            return []
        found = self._searcher.search(self._index.parse_query(words.lower(), ["text"]), k).hits
        return [self._searcher.doc(address)["number"][0] for _, address in found]


class Bm25s:
    """bm25s: BM25 with Danish Snowball stems; no vectors."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        import bm25s
        import Stemmer

        tokens = bm25s.tokenize(texts, stopwords=[], stemmer=Stemmer.Stemmer("danish"), show_progress=False)
        index = bm25s.BM25()
        index.index(tokens, show_progress=False)
        index.save(str(folder / "bm25s"))

    def open(self, folder: Path, model: Path) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("danish")
        self._index = bm25s.BM25.load(str(folder / "bm25s"), mmap=True)

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        import bm25s

        tokens = bm25s.tokenize(query, stopwords=[], stemmer=self._stemmer, show_progress=False, return_ids=False)
        if not tokens[0]:
            return []
        numbers, scores = self._index.retrieve(tokens, k=k, show_progress=False)
        return [int(n) for n, score in zip(numbers[0], scores[0], strict=True) if score > 0]


ENGINES: dict[str, type[Engine]] = {
    "txtai": Txtai,
    "haystack": Haystack,
    "lancedb": LanceDb,
    "fts5": SqliteFts5,
    "tantivy": Tantivy,
    "bm25s": Bm25s,
}
"""By name; the last three search by words only."""
