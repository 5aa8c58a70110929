"""The words of the pages, Danish and English, as data: the same keys in both languages.

`da.toml` and `en.toml` hold what everybody sees, `staff.da.toml` and `staff.en.toml` what the staff alone do.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ui.formats import format_number

LANGUAGES = ("da", "en")
"""Languages the pages speak; the first is the default."""

_COUNTED = {"count", "total", "shown", "done", "n", "projects", "pools", "documents", "evidence"}
"""Places that hold a number of things, written with the language's thousands mark; a year never is."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language, by dotted key."""

    language: str
    words: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the text at `key`, with `{name}` places filled in; where `count` is 1, the text at `key_one` if any.

        Raises:
            KeyError: no such text; a page that names one is wrong.
        """
        if str(values.get("count")) == "1" and f"{key}_one" in self.words:
            key = f"{key}_one"
        text = self.words[key]
        return text.format(**{name: self._written(name, value) for name, value in values.items()}) if values else text

    def _written(self, name: str, value: object) -> object:
        return format_number(value, self.language) if name in _COUNTED and isinstance(value, int) else value

    def label(self, group: str, value: str) -> str:
        """Give the shown name of a coded value, or the value itself where it has none."""
        return self.words.get(f"{group}.{value}", value)


@cache
def load_texts(language: str) -> Texts:
    """Read one language's words; an unknown language gets the default's."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    words: dict[str, str] = {}
    for file in (f"{name}.toml", f"staff.{name}.toml"):
        tables = tomllib.loads(files("ui.texts").joinpath(file).read_text("utf-8"))
        words |= {f"{group}.{key}": text for group, table in tables.items() for key, text in table.items()}
    return Texts(name, words)


__all__ = ["LANGUAGES", "Texts", "load_texts"]
