"""Running text: what stands between two block elements, as lines, each with its bold parts and links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.text import clean_text

_LINE_BREAK = "\x1e"  # no white space of the source text; clean_text removes what is left of it


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of running text, cleaned."""

    text: str
    bold: Sequence[str] = ()  # texts that are bold, in order
    anchors: Sequence[tuple[str, str]] = ()  # label and target of its links, in order


class RunningText:
    """Gathers pieces of text until a block ends; what is bold or a link is noted with the line that it begins on."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._n_breaks = 0
        self._bold: defaultdict[int, list[str]] = defaultdict(list)  # by the number of line breaks before it
        self._anchors: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)

    def add(self, text: str) -> None:
        """Add text as it stands in the page; elements that only style keeps apart ("2022", "Af ...") are set apart."""
        if self._pieces and _begins_anew(text, self._pieces[-1]) and _goes_on(self._pieces[-1]):
            self._pieces.append(" ")
        self._pieces.append(text.replace(_LINE_BREAK, " ") if _LINE_BREAK in text else text)

    def break_line(self) -> None:
        """Add a line break."""
        self._pieces.append(_LINE_BREAK)
        self._n_breaks += 1

    def mark(self) -> tuple[int, int]:
        """Give the place that the text has come to."""
        return len(self._pieces), self._n_breaks

    def text_since(self, place: tuple[int, int]) -> str:
        """Give the text added since a place; nothing of what was taken since."""
        return clean_text("".join(self._pieces[place[0] :]))

    def note_bold(self, place: tuple[int, int]) -> None:
        """Note that the text since a place is bold."""
        self._bold[place[1]].append(self.text_since(place))

    def note_anchor(self, place: tuple[int, int], label: str, target: str) -> None:
        """Note that the text since a place is a link."""
        self._anchors[place[1]].append((label, target))

    def take_lines(self) -> list[TextLine]:
        """Give the lines gathered, those without text left out, and begin anew."""
        if not self._pieces:
            return []
        raw, bold, anchors = "".join(self._pieces), self._bold, self._anchors
        has_breaks = self._n_breaks > 0
        self._begin()
        lines: Iterator[tuple[str, range]] = _split_lines(raw) if has_breaks else iter([(raw, range(1))])
        return [
            TextLine(text, [b for n in held for b in bold.get(n, ())], [a for n in held for a in anchors.get(n, ())])
            for line, held in lines
            if (text := clean_text(line))
        ]


_SUM = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _begins_anew(text: str, before: str) -> bool:
    """Tell whether a text begins with a word of its own, a sum, or anything that no "Kommune" goes on with."""
    if before.endswith(("ommune", "ommuner")):
        return text[:1].isdecimal() or text[:1].isupper()
    return (text[:1].isupper() and text[1:2].islower()) or (text[:1].isdecimal() and _SUM.match(text) is not None)


def _goes_on(text: str) -> bool:
    """Tell whether a text ends in the midst of a word or right after it."""
    return text[-1:].islower() or text[-1:].isdecimal() or text[-1:] in ".!?:)"


def _split_lines(raw: str) -> Iterator[tuple[str, range]]:
    """Split at line breaks, but not inside a sentence that was only broken for its looks.

    Gives each line with the numbers of the lines as written that it holds.
    """
    pieces: list[str] = []
    first = n_chars = 0
    for n, line in enumerate(raw.split(_LINE_BREAK)):
        line = line.strip()
        last = pieces[-1] if pieces else ""
        # a long line without an end, before a lower-case letter, goes on
        if line and last and last[-1] not in ".:!?" and line[0].islower() and n_chars > 40:
            pieces.append(line)
            n_chars += 1 + len(line)
            continue
        if n:
            yield " ".join(pieces), range(first, n)
        pieces, first, n_chars = [line], n, len(line)
    yield " ".join(pieces), range(first, raw.count(_LINE_BREAK) + 1)
