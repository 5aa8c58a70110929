"""Fits the weights of document kinds on the labelled documents: `python -m tests.kinds.fit [--write]`.

Prints how many documents of each site get a right kind by weights fitted on the other sites alone, and with `--write`
stores the weights fitted on all of them in `ingest/kind_weights.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import ingest.kind_model
from corpus.documents import DocumentKind
from ingest.classify import decide_by_rule
from ingest.extract.lines import Page
from ingest.kind_model import KindModel, kind_signs
from tests.kinds.labelled import Labelled, labelled_documents

WEIGHTS = Path(ingest.kind_model.__file__).with_name("kind_weights.json")
_STRENGTH = 0.3  # inverse of the penalty; .1 and 1 give within .01 of it
_SECOND = 0.3  # weight of a kind that may pass for right
_USUAL = 40  # documents of a kind; those of a rarer one weigh more, by the root of how much rarer it is
_LEAST_SPREAD = 0.3  # added to a sign's deviation, so that one rare sign does not decide


def fit(documents: Sequence[Labelled], signs: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Give bias and weights as they are stored, for signs as they are read."""
    names = list(signs[0])
    table = np.array([[s[name] for name in names] for s in signs])
    mean, spread = table.mean(axis=0), table.std(axis=0) + _LEAST_SPREAD
    rows = [(i, kind.value, _SECOND if n else 1.0) for i, d in enumerate(documents) for n, kind in enumerate(d.kinds)]
    n_docs = Counter(kind for _, kind, _ in rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(
        ((table - mean) / spread)[[i for i, _, _ in rows]],
        [kind for _, kind, _ in rows],
        sample_weight=[weight * (_USUAL / n_docs[kind]) ** 0.5 for _, kind, weight in rows],
    )
    weights = model.coef_ / spread
    bias = model.intercept_ - weights @ mean
    return {
        "bias": {str(kind): round(float(b), 3) for kind, b in zip(model.classes_, bias, strict=True)},
        "weights": {
            name: {str(kind): round(float(w), 3) for kind, w in zip(model.classes_, weights[:, n], strict=True)}
            for n, name in enumerate(names)
        },
    }


def read_model(stored: dict[str, Any]) -> KindModel:
    """Give the model of stored weights."""
    return KindModel(
        {DocumentKind(kind): b for kind, b in stored["bias"].items()},
        {sign: {DocumentKind(kind): w for kind, w in by.items()} for sign, by in stored["weights"].items()},
    )


def cross_validate(documents: Sequence[Labelled], signs: Sequence[dict[str, float]]) -> Iterator[tuple[str, int, int]]:
    """Give each site with its number of documents given a right kind by the others' weights, and of all."""
    for site in dict.fromkeys(d.site for d in documents):
        others = [i for i, d in enumerate(documents) if d.site != site]
        model = read_model(fit([documents[i] for i in others], [signs[i] for i in others]))
        own = [i for i, d in enumerate(documents) if d.site == site]
        yield site, sum(model.choose(signs[i])[0] in documents[i].kinds for i in own), len(own)


def documents_and_signs() -> tuple[list[Labelled], list[dict[str, float]]]:
    """Give the labelled documents that no rule decides alone, with their signs."""
    documents = [d for d in labelled_documents() if decide_by_rule(d.document, Page(d.document)) is None]
    return documents, [kind_signs(d.document, Page(d.document)) for d in documents]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on all documents")
    arguments = parser.parse_args()
    documents, signs = documents_and_signs()
    n_right = n_all = 0
    for site, right, total in cross_validate(documents, signs):
        sys.stdout.write(f"{site:8} {right:4} of {total:4}  {right / total:.3f}\n")
        n_right, n_all = n_right + right, n_all + total
    sys.stdout.write(f"{'all':8} {n_right:4} of {n_all:4}  {n_right / n_all:.3f}\n")
    if arguments.write:
        WEIGHTS.write_text(json.dumps(fit(documents, signs), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
