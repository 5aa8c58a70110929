"""Fits the weights of document kinds on the labelled documents: `python -m tests.kinds.fit [--write]`.

Prints how many documents of each site get a right kind by weights fitted on the other sites alone, and with `--write`
stores the weights fitted on all of them in `ingest/kind_weights.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import ingest.kind_model
from corpus.places import find_municipalities
from ingest.classify import decide_by_rule
from ingest.extract.lines import Page
from ingest.kind_model import Seen, read_model, see
from tests.kinds.labelled import Labelled, labelled_documents, site_documents

WEIGHTS = Path(ingest.kind_model.__file__).with_name("kind_weights.json")
_STRENGTH = 0.1  # inverse of the penalty; .03 and .3 give within .01 of it
_SECOND = 0.3  # weight of a kind that may pass for right
_USUAL = 40  # documents of a kind; those of a rarer one weigh more, by the root of how much rarer it is
_LEAST_SPREAD = 0.3  # added to a sign's deviation, so that one rare sign does not decide
_LEAST_DOCUMENTS = 12  # that a word is in; 8 and 15 give the same
_MISSING_SITES = 2  # sites that a word may be absent from: what one writer says is no sign of a kind


def vocabulary(documents: Sequence[Labelled], seen: Sequence[Seen]) -> list[str]:
    """Give the words that are common and that nearly every site has, in order; names of municipalities are none."""
    n_documents: Counter[str] = Counter()
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for document, one in zip(documents, seen, strict=True):
        for word in one.words:
            n_documents[word] += 1
            sites[word].add(document.site)
    n_sites = max(2, len({d.site for d in documents}) - _MISSING_SITES)
    common = (w for w, n in n_documents.items() if n >= _LEAST_DOCUMENTS and len(sites[w]) >= n_sites)
    return sorted(word for word in common if not any(map(_is_place, word.rpartition(":")[2].split())))


@cache
def _is_place(word: str) -> bool:
    return len(word) > 3 and bool(find_municipalities(f"{word.capitalize()} Kommune"))


def fit(documents: Sequence[Labelled], seen: Sequence[Seen]) -> dict[str, Any]:
    """Give bias and weights as they are stored, in thousandths, for documents as they are seen."""
    names, words = list(seen[0].signs), vocabulary(documents, seen)
    signs = np.array([[s.signs[name] for name in names] for s in seen])
    present = np.array([[float(word in s.words) for word in words] for s in seen])
    scale = np.concatenate([signs.std(axis=0) + _LEAST_SPREAD, np.ones(len(words))])
    table = np.hstack([signs, present])
    mean = table.mean(axis=0)
    rows = [(i, kind.value, _SECOND if n else 1.0) for i, d in enumerate(documents) for n, kind in enumerate(d.kinds)]
    n_docs = Counter(kind for _, kind, _ in rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(
        ((table - mean) / scale)[[i for i, _, _ in rows]],
        [kind for _, kind, _ in rows],
        sample_weight=[weight * (_USUAL / n_docs[kind]) ** 0.5 for _, kind, weight in rows],
    )
    weights = (model.coef_ / scale).T
    bias = model.intercept_ - mean @ weights
    by_name = dict(zip([*names, *words], map(_thousandths, weights), strict=True))
    return {
        "kinds": [str(kind) for kind in model.classes_],
        "bias": _thousandths(bias),
        "signs": {name: by_name[name] for name in names},
        "words": {word: by_name[word] for word in words},
    }


def _thousandths(values: Iterable[float]) -> list[int]:
    return [round(1000 * float(value)) for value in values]


def as_text(stored: dict[str, Any]) -> str:
    """Give weights as JSON with one sign or word a line."""
    parts = [
        f'"{name}": {json.dumps(value)}'
        if isinstance(value, list)
        else f'"{name}": {{\n'
        + ",\n".join(f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(row)}" for key, row in value.items())
        + "\n}"
        for name, value in stored.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def cross_validate(
    documents: Sequence[Labelled], seen: Sequence[Seen], *, n_groups: int | None = None
) -> Iterator[tuple[str, int, int]]:
    """Give each site with its number of documents given a right kind by other sites' weights, and of all.

    Args:
        documents: the labelled documents.
        seen: what is seen of each.
        n_groups: into how many groups the sites are dealt, each left out as a whole; one for each site if `None`.
    """
    sites = list(dict.fromkeys(d.site for d in documents))
    n_groups = n_groups or len(sites)
    for left_out in (sites[n::n_groups] for n in range(n_groups)):
        others = [i for i, d in enumerate(documents) if d.site not in left_out]
        model = read_model(fit([documents[i] for i in others], [seen[i] for i in others]))
        for site in left_out:
            own = [i for i, d in enumerate(documents) if d.site == site]
            yield site, sum(model.choose(seen[i])[0] in documents[i].kinds for i in own), len(own)


def documents_and_seen(labelled: Iterable[Labelled]) -> tuple[list[Labelled], list[Seen]]:
    """Give the labelled documents that no rule decides alone, with what is seen of them."""
    documents = [d for d in labelled if decide_by_rule(d.document, Page(d.document)) is None]
    return documents, [see(d.document, Page(d.document)) for d in documents]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on all documents")
    arguments = parser.parse_args()
    documents, seen = documents_and_seen([*labelled_documents(), *site_documents()])
    n_right = n_all = 0
    for site, right, total in cross_validate(documents, seen):
        sys.stdout.write(f"{site:8} {right:4} of {total:4}  {right / total:.3f}\n")
        n_right, n_all = n_right + right, n_all + total
    sys.stdout.write(f"{'all':8} {n_right:4} of {n_all:4}  {n_right / n_all:.3f}\n")
    if arguments.write:
        WEIGHTS.write_text(as_text(fit(documents, seen)), "utf-8")


if __name__ == "__main__":
    main()
