"""What the search says in passing, in the reader's language: its messages by their shape, its chips by their field.

The search speaks one language a message (errors in English, notices in Danish), for machines and logs. A page gives
the message in the page's own language; `[said]` of the texts holds both wordings of each shape. A message of no known
shape is given as it stands, after a line in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corpus.errors import PuljesporError
from ui.texts import Texts

_AT = r"(?: at character (?P<at>\d+))?"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(shape, re.S))
    for key, shape in (
        ("lacking", r"(?P<n>\d+) poster uden oplysning om (?P<field>.+?) er udeladt af filteret ”(?P<label>.+)”; .+"),
        ("read_part", r"Kun de første (?P<n>\d+) ord af udkastet er sammenlignet afsnit for afsnit\."),
        ("quote", r"the quote at character (?P<at>\d+) is never closed\..*"),
        ("empty_value", r"nothing follows (?P<field>\S+?): at character (?P<at>\d+)\..*"),
        ("empty_filter", r"the filter on (?P<field>\S+) has no value\..*"),
        ("no_field", rf"there is no field '(?P<value>.*?)'{_AT}\. Did you mean (?P<near>.+)\?"),
        ("no_value", rf"(?P<field>\w+) has no value ['\"](?P<value>.*?)['\"]{_AT}\. .*"),
        ("no_number", r"['\"](?P<value>.*?)['\"] is no number for (?P<field>\w+).*"),
        ("turned_round", r"the range ['\"](?P<value>.*?)['\"] of (?P<field>\w+).* is turned round\..*"),
        ("too_long", r"the query has (?P<n>\d+) characters; at most (?P<most>\d+) are read\..*"),
        ("draft_long", r"the draft has (?P<n>\d+) characters; at most (?P<most>\d+) are read\..*"),
        ("no_words", r"the draft has no words\..*"),
        ("nothing_asked", r"neither a query nor a filter is given\..*"),
        ("no_municipality", r"there is no municipality ['\"](?P<value>.*?)['\"]\..*"),
        ("no_record", r"there is no record ['\"](?P<value>.*?)['\"]\..*"),
        ("no_document", r"no document ['\"](?P<value>.*?)['\"]\..*"),
        ("no_place", r"Not Found"),
    )
)


def said(texts: Texts, message: str) -> str:
    """Give a message of the search in the page's language."""
    for key, shape in _SHAPES:
        found = shape.fullmatch(message)
        if found:
            parts = {name: value or "" for name, value in found.groupdict().items()}
            if "field" in parts:
                parts["field"] = texts.label("facet", parts["field"]).lower()
            return texts(f"said.{key}", **parts)
    return message


def said_failure(texts: Texts, failure: PuljesporError) -> str:
    """Give an expected failure in the page's language; one of no known shape after a line that is."""
    message = str(failure)
    words = said(texts, message)
    return words if words != message or texts.language == "en" else texts("said.other", message=message)


def chip_label(texts: Texts, chip: Mapping[str, Any]) -> str:
    """Give the words of a chip, its field's name in the page's language."""
    label = str(chip["label"])
    name, colon, value = label.partition(": ")
    field = f"facet.{chip.get('field')}"
    return f"{texts.words[field]}: {value}" if colon and name and field in texts.words else label
