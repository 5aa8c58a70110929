"""What is seen of a sentence that may tell a result, clause by clause: words, and what the rules of `directions` see.

Signs are names; a learned model gives each its weight (`outcome_model`). Things that are good or bad to have more of
and words of movement stand for each other ("BAD DOWN"), so that what is learned of fewer falls holds for infections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.comparisons import is_start_only
from ingest.extract.directions import (
    cues_of_clause,
    mark_words,
    read_directions,
)
from ingest.extract.figure_verdicts import compare_figures
from ingest.extract.quantities import is_of_others
from ingest.extract.told_figures import compare_across, read_across

_CUT = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÆØÅ•\"”»–-])|\n|;\s|:\s|,\s|\s[–-]\s|\s(?=(?:men|mens|medens|hvorimod|selvom|selv om)\s)|"
    r"\s(?=og\s(?:\w+\s){1,3}(?:er|blev|var|har|fik|steg|faldt|gik|kom|tog|mistede|voksede)\b)"
)
_NEGATIONS = frozenset("ikke ingen intet inden ej aldrig hverken næppe ingenting nul uden".split())
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-zæøåéü]+|%")
_ENDINGS = tuple("ernes erne edes ende este ene ede ere est et en er es te t e s n r".split())
_SHORTEST_STEM = 3
_PREFIX, _SUFFIX = 5, 5  # letters of a longer word's beginning and end
_LONG_STEM, _COMPOUND = 6, 8  # letters above which these are signs of their own
_CORE = frozenset(("GOOD", "BAD", "UP", "DOWN"))
_CODES = {
    OutcomeDirection.BETTER: "better",
    OutcomeDirection.WORSE: "worse",
    OutcomeDirection.NO_CHANGE: "same",
    OutcomeDirection.MIXED: "mixed",
}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Give a word, in lower case, without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Give where the clauses of a sentence begin and end."""
    found: list[tuple[int, int]] = []
    begin = 0
    for match in _CUT.finditer(sentence):
        if match.start() - begin >= 3:
            found.append((begin, match.start()))
            begin = match.end()
    if len(sentence) - begin >= 2:
        found.append((begin, len(sentence)))
    return found


def see_sentence(
    sentence: str, context: str, earlier: Sequence[str], *, plans: bool, reports: bool
) -> list[frozenset[str]]:
    """Give the signs of each clause of a sentence.

    Args:
        sentence: the sentence.
        context: what the project is about, as for `read_directions`.
        earlier: sentences before it that figures of it may be set against, nearest last.
        plans: it has words of plans and goals.
        reports: it has words of reporting.
    """
    whole = {f"S:{_CODES[d]}" for d in read_directions(sentence, context)}
    whole |= {name for name, holds in (("PLANS", plans), ("REPORTS", reports)) if holds}
    whole |= {f"across:{_CODES[d]}" for d in read_across(earlier, sentence, context)}
    if is_start_only(sentence.lower()):
        whole.add("start only")
    for change, value, aim in compare_across(earlier, sentence):
        whole |= {f"figures of two:{value if value or change else 'same'}{aim}", f"figures of two go:{change}{aim}"}
    figures = compare_figures(sentence)
    seen: list[frozenset[str]] = []
    core_before: list[str] = []
    for n, (begin, end) in enumerate(clauses(sentence)):
        clause = sentence[begin:end]
        marked = mark_words(clause)
        signs, core = _signs_of_words(clause, marked)
        signs |= whole | set(_signs_of_rules(clause, context, has_no=bool(_NEGATIONS & {w for w, _ in _words(clause)})))
        for at, change, value in figures:
            if begin <= at < end:
                signs |= {f"figures:{value if value or change else 'same'}", f"figures go:{change}"}
        if core_before and not {"GOOD", "BAD"} & set(core):
            thing = [c for c in core_before if c in ("GOOD", "BAD")][-1:]
            signs |= {f"of before:{thing[0]} {' '.join(core[:3])}"} if thing else set()
        signs.add("first" if n == 0 else "later")
        if n and (first := _WORD.search(clause.lower())):
            signs.add(f"begins:{first[0]}")
        core_before = core or core_before
        seen.append(frozenset(signs))
    return seen


def _words(clause: str) -> Iterator[tuple[str, int]]:
    for match in _WORD.finditer(clause.lower()):
        yield match[0], match.start()


def _signs_of_words(clause: str, marked: list[tuple[int, int, str]]) -> tuple[set[str], list[str]]:
    """Give words, stems and runs of them, and what good, bad, up, down and not there is, in order."""
    signs: set[str] = {"any"}
    run: list[str] = []
    denied = ""
    n_words = 0
    for word, at in _words(clause):
        n_words += 1
        root = "#" if word[0].isdigit() else stem(word)
        mark = next((m for a, b, m in marked if a <= at < b), None)
        signs.add(f"w:{denied}{root}")
        if len(root) > _LONG_STEM:
            signs.add(f"p:{denied}{root[:_PREFIX]}")
        if len(root) > _COMPOUND:
            signs.add(f"e:{denied}{root[-_SUFFIX:]}")
        if mark is not None:
            signs.add(f"t:{denied}{mark}")
        if not run or run[-1] != (mark or root):
            run.append(mark or root)
        if word in _NEGATIONS:
            denied = "!"
    signs |= {f"b:{a} {b}" for a, b in pairwise(run)}
    signs |= {f"c:{a} {b} {c}" for a, b, c in zip(run, run[1:], run[2:], strict=False)}
    core = ["NOT" if x in _STEMMED_NEGATIONS else x for x in run if x in _CORE or x in _STEMMED_NEGATIONS]
    signs.add("k:" + " ".join(core[:5]))
    signs |= {f"kk:{a} {b}" for a, b in pairwise(core)}
    signs.add(f"length:{min(4, n_words // 4)}")
    return signs, core


_STEMMED_NEGATIONS = frozenset(map(stem, _NEGATIONS))
_OTHER_CUES = {
    name: Cue(pattern)
    for name, pattern in {
        "turn": r"^(?:men|mens|medens|dog|derimod|til gengæld|hvorimod|imidlertid|omvendt|tværtimod|desværre)\b",
        "plans here": r"\b(?:skal|skulle|vil|ville|ønske\w*|håb\w*|forvent\w*|mål|målet|formål\w*|"
        r"for at|hensigt\w*|tanken)\b",
    }.items()
}


def _signs_of_rules(clause: str, context: str, *, has_no: bool) -> Iterator[str]:
    for direction in read_directions(clause, context):
        yield f"R:{_CODES[direction]}"
        yield f"R:{_CODES[direction]}:{has_no}"
    yield from (f"{name}:{has_no}" for name in cues_of_clause(clause))
    if is_of_others(clause):
        yield "of others"
    if has_no:
        yield "NOT"
    yield from (name for name, cue in _OTHER_CUES.items() if cue.search(clause))
