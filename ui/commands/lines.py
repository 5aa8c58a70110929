"""Lines for a person: broken between words on a terminal, whole where a program or a file reads them."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from ui.commands.options import printable


class Lines:
    """Standard output, a line of text at a time."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._width = self._console.width if self._console.is_terminal else 0  # characters; 0 where nothing is broken

    def put(self, text: str, *, style: str = "", indent: int = 0, hang: int = 0, whole: bool = False) -> None:
        """Print a text behind `indent` spaces, what follows its first line behind `hang` more.

        An address is kept `whole`, so that it can be followed and copied.
        """
        line = " " * indent + printable(text)
        if self._width and not whole:
            rest = " " * (indent + hang)
            line = "\n".join(textwrap.wrap(line, max(self._width, 40), subsequent_indent=rest, break_on_hyphens=False))
        self._console.print(Text(line, style=style), soft_wrap=True)


__all__ = ["Lines"]
