"""What the staff's functions can say is read out of their source, so that a new message without Danish is noticed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.said import said
from ui.texts import load_texts

ROOT = Path(__file__).resolve().parents[2]
DA, EN = load_texts("da"), load_texts("en")
ERRORS = {"ActError", "CorpusError", "NotFoundError", "BusyError", "QueryError", "_wrong"}
ACTS = (
    *("corpus/decisions.py", "corpus/edits.py", "corpus/publishing.py", "corpus/quarantine.py", "corpus/synonyms.py"),
    *("corpus/field_values.py", "corpus/proposals.py", "ui/jobs.py"),
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui" / "staff").glob("*.py")),
)
TECHNICAL = ("cannot read ", "no project or pool ")
"""A damaged file, and what the store says itself: tried elsewhere."""


def text_of(node: ast.expr | None) -> str:
    """Give the text of a literal, with 7 for everything that is filled in; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    return ""


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return "'7'" if part.conversion == ord("r") else "7"
    return text_of(part)


def messages(path: str) -> Iterator[str]:
    """Give what the errors of a module say, remedy included, as a page gets it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS):
            continue
        if node.func.id == "_wrong":
            problem, remedy = (text_of(argument) for argument in node.args[1:3])
            yield f"line 7 of the synonym list: {problem}. {remedy}"
            continue
        remedy = next((text_of(word.value) for word in node.keywords if word.arg == "remedy"), "")
        message = text_of(node.args[0])
        if message and not message.startswith("line 7"):
            yield f"{message} {remedy}" if remedy else message


@pytest.mark.parametrize("path", ACTS)
def test_every_message_of_an_act_has_danish(path: str) -> None:
    said_as = {message: said(DA, message) for message in messages(path) if not message.startswith(TECHNICAL)}
    assert [message for message, danish in said_as.items() if message == danish] == []


def test_the_messages_are_found_at_all() -> None:
    assert len([message for path in ACTS for message in messages(path)]) > 35


@pytest.mark.parametrize(
    ("message", "danish"),
    [
        ("as before: https://a.example/x: no visible text", "Som før: Der er ingen tekst i den."),
        ("https://a.example/x: the server answers 404; it was there before", "https://a.example/x: Den er væk"),
        ("the same content", "Samme indhold som en anden side."),
        ("'x' is no value for year_awarded. It must be a year such as 2018.", "'x' er ikke en gyldig værdi"),
        ("{0.__class__} is no value for themes. It must be one of a, b.", "{0.__class__} er ikke en gyldig værdi"),
        (
            "2 CPR numbers (certain) in block 3, page 2. The document is held back",
            "2 mulige CPR-numre, det første på side 2",
        ),
        ("1 CPR number (likely) in block 3.", "Ét muligt CPR-nummer i afsnit 3."),
    ],
)
def test_reasons_are_said_in_danish_with_what_they_name(message: str, danish: str) -> None:
    assert said(DA, message).startswith(danish)
    assert said(EN, message) == message
