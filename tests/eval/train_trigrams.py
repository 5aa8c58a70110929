"""Write `corpus/data/trigrams.tsv`: how much a word's three letters speak for English against Danish.

English: the words of the docstrings of Python's standard library. Danish: the starter corpus and our own word lists.
Each distinct word counts once, so that a frequent word does not decide. Run it from the repository's root:

    python tests/eval/train_trigrams.py
"""

from __future__ import annotations

import ast
import json
import math
import re
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

DATA = Path("corpus/data")
MIN_COUNT = 4
"""Trigrams in fewer words are chance."""


def main() -> None:
    """Count, compare and write."""
    english = _trigrams(_english_words())
    danish = _trigrams(_danish_words())
    n_english, n_danish = sum(english.values()), sum(danish.values())
    lines = ["# log2 of how much likelier three letters are in an English than in a Danish word; _ is a word's edge."]
    for trigram in sorted(set(english) | set(danish)):
        if english[trigram] + danish[trigram] >= MIN_COUNT:
            ratio = math.log2((english[trigram] + 0.5) / n_english) - math.log2((danish[trigram] + 0.5) / n_danish)
            lines.append(f"{trigram}\t{ratio:.2f}")
    (DATA / "trigrams.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def _trigrams(words: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in sorted(set(words)):
        padded = f"_{word}_"
        counts.update({padded[i : i + 3] for i in range(len(padded) - 2)})
    return counts


def _words(text: str) -> Iterator[str]:
    yield from (w for w in re.findall(r"[^\W\d_]+", text.lower()) if len(w) > 1)


def _english_words() -> Iterator[str]:
    """Give the words that stand in at least three modules' docstrings, names in code left out."""
    modules: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
        text = " ".join(ast.get_docstring(node) or "" for node in nodes)
        modules.update(set(_words(re.sub(r"\w*[_.(]\w+|\b[a-z]+[A-Z]\w*", " ", text))))
    yield from (word for word, count in modules.items() if count >= 3)
    for line in (DATA / "english.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from _words(line.split("\t")[0])


def _danish_words() -> Iterator[str]:
    for line in (DATA / "starter.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        yield from _words(" ".join(str(record.get(key) or "") for key in ("title", "summary_da", "results_da", "pool")))
    for line in (DATA / "synonyms.tsv").read_text("utf-8").splitlines():
        yield from _words(" ".join(line.split("\t")[:3]))


if __name__ == "__main__":
    main()
