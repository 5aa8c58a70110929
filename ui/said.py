"""What the search says in passing, in the reader's language: its messages by their shape, its chips by their field.

The search speaks one language a message (errors in English, notices in Danish), for machines and logs. A page gives
the message in the page's own language; `[said]` of the texts holds both wordings of each shape. A message of no known
shape is given as it stands, after a line in the reader's language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import PuljesporError
from ui.address import SORTS
from ui.texts import Texts

_AT = r"(?: at character (?P<at>\d+))?"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(shape, re.S))
    for key, shape in (
        (
            "lacking",
            r"(?P<count>\d+) post(?:er)? uden oplysning om (?P<field>.+?) er udeladt af filteret ”(?P<label>.+)”; .+",
        ),
        ("none_satisfies", r"Ingen post opfylder ”(?P<label>.+)”\."),
        ("no_query_words", r"Søgningen har ingen ord; her er hele samlingen\."),
        ("none_holds", r"Ingen post indeholder (?P<words>”.+”)\."),
        ("widened", r"Ingen poster, der svarer på søgningen, opfylder filtrene; .+"),
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
        ("no_manifest", r"\S.* is (?:no manifest|a manifest of another release)\b.*"),
        ("no_statement", r"no statement ['\"](?P<value>.*?)['\"]\..*"),
        ("used_link", r"this link has been used, or is too old\..*"),
        ("no_follow", r"nothing is followed by this link\..*"),
        ("no_place", r"Not Found"),
        ("no_version", r"there is no index snapshot of corpus version (?P<n>\d+)\..*"),
        ("none_chosen", r"none of the chosen records is in the corpus\..*"),
        ("no_integer", r"query\.(?P<value>\w+): Input should be (?:a valid integer|greater|less)\b.*"),
        ("no_file", r"File not allowed: .*"),
        ("signed_out", r"Nobody is signed in\."),
        ("role_reader", r"This needs the role of reader\."),
        ("role_editor", r"This needs the role of editor\."),
        ("role_administrator", r"This needs the role of administrator\."),
        ("other_session", r"The form is not from this session\."),
        ("other_site", r"The form is not from this site\."),
        ("too_large", r"At most (?P<n>\d+) MB are read\."),
        ("too_many", r"This address asks too much\. Wait (?P<n>\d+) s\."),
        ("forbidden", r"Forbidden"),
        ("server_failed", r"The server failed at this\."),
        ("address_full", r"The address holds too much\."),
        ("no_method", r"Method Not Allowed"),
        ("starter_note", r"Startkorpus"),
        ("gate_few", r"færre end (?P<n>\d+) bedømte søgninger"),
        ("gate_none", r"intet at sammenligne med"),
        ("gate_change", r"nDCG@10 (?P<before>[\d,]+) -> (?P<after>[\d,]+) på (?P<n>\d+) bedømte søgninger"),
        ("gate_worse", r"(?P<n>\d+) søgninger er blevet dårligere"),
        ("gate_margin", r"tabet er større end (?P<value>[\d,]+)"),
        (
            "index_refused",
            r"the new index .* is refused, and the one before serves on: (?P<why>.*)\. "
            r"Most was lost on (?P<lost>.*?)\. Run .*",
        ),
    )
)


@cache
def _danish_shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give what the staff's functions say, by shape, with its Danish."""
    text = files("ui.texts").joinpath("shapes.da.toml").read_text("utf-8")
    return tuple((re.compile(row["when"], re.S), row["say"]) for row in tomllib.loads(text)["shape"])


def said(texts: Texts, message: str) -> str:
    """Give a message of the search, of a run or of the staff's functions in the page's language."""
    words = _said(texts, message)
    if words != message:
        return words
    for shape, say in _danish_shapes() if texts.language == "da" else ():
        if found := shape.fullmatch(message):
            return say.format(**{name: said(texts, value or "") for name, value in found.groupdict().items()})
    parts = message.split("; ")
    told = [said(texts, part) for part in parts] if len(parts) > 1 else []
    return "; ".join(told) if told and all(new != old for new, old in zip(told, parts, strict=True)) else message


def _said(texts: Texts, message: str) -> str:
    for key, shape in _SHAPES:
        found = shape.fullmatch(message)
        if found:
            parts = {name: value or "" for name, value in found.groupdict().items()}
            if "field" in parts:
                parts["field"] = texts.label("facet", parts["field"]).lower()
            if "why" in parts:
                parts["why"] = said(texts, parts["why"])
            if key.startswith("gate_") and texts.language == "en":
                parts = {name: value.replace(",", ".") for name, value in parts.items()}
            return texts(f"said.{key}", **parts)
    return message


def said_failure(texts: Texts, failure: PuljesporError) -> str:
    """Give an expected failure in the page's language; one of no known shape after a line that is."""
    message = str(failure)
    words = said(texts, message)
    return words if words != message or texts.language == "en" else texts("said.other", message=message)


def chip_label(texts: Texts, chip: Mapping[str, Any]) -> str:
    """Give the words of a chip, its field's name in the page's language."""
    if chip.get("field") == "sort":
        order = {value: name for name, value in SORTS.items()}[str(chip["value"])]
        return f"{texts('search.sort')}: {texts(f'sort.{order}').lower()}"
    label = str(chip["label"])
    name, colon, value = label.partition(": ")
    field = f"facet.{chip.get('field')}"
    coded = str(chip.get("id", "")).partition(":")[2]
    shown = texts.words.get(f"{chip.get('field')}.{coded}", value)  # a theme, a status: those have words in English
    return f"{texts.words[field]}: {shown}" if colon and name and field in texts.words else label
