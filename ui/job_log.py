"""The lines of a job's log in the language of the page; the file itself, for whoever runs the server, stays English."""

from __future__ import annotations

import re

from ui.said import said
from ui.texts import Texts

_CLOCK = re.compile(r"(\d\d:\d\d:\d\d  )(.*)", re.S)
_STEP = re.compile(r"(?P<stage>fetch|read|link|publish)  (?P<done>\d+)/(?P<total>\d+|\?)(?:  (?P<item>.*))?", re.S)
_COUNT = re.compile(r"(?P<state>[a-z]+): (?P<count>\d+)")


def log_line(texts: Texts, line: str) -> str:
    """Give a line as it is read; one of no known shape, such as a line of a trace, as it stands."""
    found = _CLOCK.fullmatch(line)
    clock, words = found.groups() if found else ("", line)
    if step := _STEP.fullmatch(words):
        how_far = texts("staff.done_of", done=step["done"], total=step["total"])
        return f"{clock}{texts.label('stage_log', step['stage'])} {how_far}  {step['item'] or ''}".rstrip()
    count = _COUNT.fullmatch(words)
    if count and f"item_state.{count['state']}" in texts.words:
        return f"{clock}{texts.label('item_state', count['state'])}: {count['count']}"
    return clock + said(texts, words.strip())
