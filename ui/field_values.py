"""Values of a record's fields as the staff read and write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.evidence import MULTI_FIELDS
from corpus.municipalities import municipalities, regions
from ui.formats import format_date, format_kroner
from ui.texts import Texts

_KRONER = ("amount_dkk", "applied_dkk", "stated_total_dkk")
_COUNTS = ("year_awarded", "n_applications", "n_projects")
_OBJECTS = ("frames", "flags")
_GROUPS = {"status": "status", "outcome_direction": "outcome", "pool_kind": "pool_kind"}


def show_value(texts: Texts, field: str, value: Any) -> str:
    """Give a field's value in words: municipalities by name, amounts in kroner; empty for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(show_value(texts, field, one) for one in value)
    if field == "municipalities":
        known = municipalities().get(value)
        return known.name if known else str(value)
    if field == "regions":
        return regions().get(value, str(value))
    if field in _KRONER and isinstance(value, int):
        return format_kroner(value, texts.language)
    if field in ("period_from", "period_to", "deadlines"):
        return format_date(str(value), texts.language)
    if field in _GROUPS:
        return texts.label(_GROUPS[field], str(value))
    if isinstance(value, dict):
        return _show_object(texts, field, value)
    return str(value)


def show_flag(texts: Texts, flag: Mapping[str, Any]) -> str:
    """Give what staff and readers should know of a record, in words: a printed total that its rows contradict."""
    key = f"flag.{flag.get('code')}"
    if key not in texts.words:
        return json.dumps(flag, ensure_ascii=False)
    kroner = {
        name.removesuffix("_dkk"): format_kroner(n, texts.language) for name, n in flag.items() if name.endswith("_dkk")
    }
    return texts(key, **kroner)


def _show_object(texts: Texts, field: str, value: dict[str, Any]) -> str:
    if field == "flags":
        return show_flag(texts, value)
    if field == "frames":
        parts = (value.get("year"), format_kroner(value.get("amount_dkk"), texts.language), value.get("label"))
        return " · ".join(str(part) for part in parts if part)
    return json.dumps(value, ensure_ascii=False)


def write_value(field: str, value: Any) -> str:
    """Give a field's value as `read_value` reads it back."""
    if value is None:
        return ""
    if field in _OBJECTS:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def read_value(field: str, text: str) -> Any:
    """Give a field's value as an editor wrote it: a number where the field is one, a list where it has several.

    Municipalities may be written by name or code. What cannot be read is given as it stands: checking refuses it.
    """
    text = text.strip()
    if not text:
        return None
    if field in _OBJECTS:
        try:
            return json.loads(text)
        except ValueError:
            return text
    if field in MULTI_FIELDS:
        parts = [part.strip() for part in text.split(";") if part.strip()]
        return [_code(field, part) for part in parts]
    digits = text.removesuffix("kr.").removesuffix("kr").replace(".", "").replace(" ", "").replace("\u00a0", "")
    if field in (*_KRONER, *_COUNTS) and digits.isascii() and digits.isdecimal():
        return int(digits)
    return text


def _code(field: str, name: str) -> str:
    if field == "municipalities":
        for code, place in municipalities().items():
            if place.name.casefold() == name.casefold().removesuffix(" kommune"):
                return code
    if field == "regions":
        for code, region in regions().items():
            if region.casefold() == name.casefold():
                return code
    return name
