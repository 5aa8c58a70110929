"""Questions about single sentences of pages, as retrieval sets: what `puljespor evaluate FOLDER` scores.

    python -m tests.eval.told_questions FOLDER

writes three sets of the same documents, the pages of `tests/sites` in parts of some 220 words: questions, claims
and English questions, each about one thing that one part tells among others. They were written by hand with the page in
view.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from ingest.reading import read
from tests.sites.score import BASE, NAMES, raw_documents

ROWS = Path(__file__).with_name("told-questions.jsonl")
KINDS = ("question", "claim", "english")
PART_WORDS, FEWEST_WORDS, LAST_WORDS = 220, 35, 80


def main(folder: Path) -> None:
    """Write the sets."""
    parts = site_parts()
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    for kind in KINDS:
        own = folder / f"told-{kind}"
        own.mkdir(parents=True, exist_ok=True)
        corpus = [{"_id": name, "title": "", "text": text} for name, text in parts.items()]
        queries = [{"_id": f"q{number}", "text": row[kind]} for number, row in enumerate(rows)]
        grades = [f"q{number}\t{row['part']}\t1" for number, row in enumerate(rows)]
        _write(own / "corpus.jsonl", [json.dumps(row, ensure_ascii=False) for row in corpus])
        _write(own / "queries.jsonl", [json.dumps(row, ensure_ascii=False) for row in queries])
        _write(own / "qrels.tsv", ["query-id\tcorpus-id\tscore", *grades])


def site_parts() -> dict[str, str]:
    """Give the text of every Danish page in parts, by site, path and number; one text under two addresses once."""
    parts: dict[str, str] = {}
    for site in NAMES[:13]:  # those that there were when the questions were written
        for raw in raw_documents(site):
            document = read(raw, is_cleared=lambda _: False).document
            text = re.sub(r"\s*\n\s*", "\n", document.text).strip()
            if document.language == "da" and len(text.split()) >= FEWEST_WORDS:
                name = f"{site}{raw.url.removeprefix(BASE)}"
                parts |= {f"{name}#{number}": part for number, part in enumerate(cut(text))}
    firsts = {part[:200]: name for name, part in reversed(parts.items())}
    return {name: part for name, part in parts.items() if firsts[part[:200]] == name}


def cut(text: str) -> list[str]:
    """Cut a text at line ends into parts of `PART_WORDS` words; a short last one goes with the one before."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if sum(len(held.split()) for held in parts[-1]) >= PART_WORDS:
            parts.append([])
        parts[-1].append(line)
    if len(parts) > 1 and sum(len(line.split()) for line in parts[-1]) < LAST_WORDS:
        last = parts.pop()
        parts[-1] += last
    return ["\n".join(part) for part in parts]


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
