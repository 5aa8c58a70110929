"""The little markup that paper files are written in: headings, paragraphs, bullets, tables, page breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper: heading, paragraph, bullets, table or newpage."""

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()  # lines as typed, or bullets
    rows: tuple[tuple[str, ...], ...] = ()


def read_markup(text: str) -> list[Part]:
    """Read `# heading`, `- bullet`, `| cell | cell` and `<newpage>`; other lines are paragraphs."""
    return list(_parts(text.splitlines()))


def _parts(lines: list[str]) -> Iterator[Part]:
    i = 0
    while i < len(lines):
        line = lines[i].strip()
        mark = line.split(" ", 1)[0]
        if not line:
            i += 1
        elif line == "<newpage>":
            yield Part("newpage")
            i += 1
        elif mark in ("#", "##", "###"):
            yield Part("heading", line[len(mark) + 1 :], len(mark))
            i += 1
        else:
            run = _run(lines[i:], mark)
            i += len(run)
            if mark == "-":
                yield Part("bullets", items=tuple(each[2:] for each in run))
            elif mark == "|":
                rows = tuple(tuple(c.strip() for c in each[1:].split("|")) for each in run)
                yield Part("table", rows=rows)
            else:
                yield Part("paragraph", " ".join(run), items=tuple(run))


def _run(lines: list[str], mark: str) -> list[str]:
    """Give the lines that belong together with the first: bullets, rows, or lines up to the next of another kind."""
    special = {"#", "##", "###", "<newpage>", "-", "|"}
    run = [lines[0].strip()]
    for line in lines[1:]:
        stripped = line.strip()
        following = stripped.split(" ", 1)[0]
        if not stripped or (following != mark if mark in "-|" else following in special):
            break
        run.append(stripped)
    return run
