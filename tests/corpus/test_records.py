from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from corpus.evidence import Evidence, Origin
from corpus.records import OUTVOTED, Record, RecordType, derive_values, record_json


def statement(field: str, value: Any, *, host: str, path: str, at: str, start: int = 0) -> Evidence:
    return Evidence(
        evidence_id=f"{host}-{value}",
        record_id="r",
        field=field,
        value=value,
        quote=str(value),
        document_id=f"{host}{path}",
        url=f"https://{host}{path}",
        page_no=None,
        char_start=start,
        char_end=start + 1,
        origin=Origin.EXTRACTED,
        confidence=0.9,
        extractor="test/1",
        observed_at=at,
    )


@pytest.mark.parametrize("seconds", list(permutations(("05", "06", "07"))))
@pytest.mark.parametrize("host", ["kl.example", "127.0.0.1:5001"])
def test_the_second_of_fetching_chooses_nothing(seconds: Sequence[str], host: str) -> None:
    paths = ("/a", "/b", "/c")
    times = [f"2024-05-01T10:00:{second}Z" for second in seconds]
    years = [
        statement("year_awarded", 2018 + n, host=host, path=path, at=at)
        for n, (path, at) in enumerate(zip(paths, times, strict=True))
    ]
    themes = [statement("themes", path[1:], host=host, path=path, at=at) for path, at in zip(paths, times, strict=True)]
    assert derive_values([*years, *themes]) == {"year_awarded": 2020, "themes": ["a", "b", "c"]}


def test_a_later_day_is_believed_before_an_earlier() -> None:
    old = statement("year_awarded", 2018, host="kl.example", path="/z", at="2024-05-01T23:59:59Z")
    new = statement("year_awarded", 2019, host="kl.example", path="/a", at="2024-05-02T00:00:01Z")
    assert derive_values([new, old]) == derive_values([old, new]) == {"year_awarded": 2019}


def test_within_a_page_the_first_statement_is_believed() -> None:
    at = "2024-05-01T10:00:00Z"
    first = statement("year_awarded", 2018, host="kl.example", path="/a", at=at, start=10)
    second = statement("year_awarded", 2019, host="kl.example", path="/a", at=at, start=400)
    assert derive_values([second, first]) == {"year_awarded": 2018}


def test_a_grant_holds_until_anything_tells_how_it_went_on() -> None:
    at = "2024-05-01T10:00:00Z"
    granted = statement("status", "awarded", host="kl.example", path="/liste", at=at)
    told = statement("status", "completed", host="kl.example", path="/nyt", at=at)
    inferred = replace(told, origin=Origin.INFERRED, confidence=0.56)
    assert derive_values([granted, inferred]) == derive_values([inferred, granted]) == {"status": "completed"}
    said = replace(granted, origin=Origin.STAFF, confidence=1.0)
    assert derive_values([said, told]) == {"status": "awarded"}


def test_what_a_record_does_not_believe_is_shown_as_hardly_right() -> None:
    listed = statement("status", "awarded", host="kl.example", path="/list", at="2024-05-01T10:00:00Z")
    ended = statement("status", "completed", host="kl.example", path="/report", at="2023-05-01T10:00:00Z")
    frame = replace(statement("amount_dkk", 9_000_000, host="kl.example", path="/list", at="2024"), confidence=0.8)
    grant = statement("amount_dkk", 1_250_000, host="kl.example", path="/list", at="2024")
    by_staff = replace(statement("status", "running", host="s", path="/", at="2020"), origin=Origin.STAFF)
    evidence = (listed, ended, frame, grant)
    record = Record("r", RecordType.PROJECT, derive_values(evidence), evidence, ())
    shown = {item["value"]: item["confidence"] for item in record_json(record)["evidence"]}
    assert shown == {"awarded": OUTVOTED["status"], "completed": 0.9, 9_000_000: OUTVOTED["amount_dkk"], 1_250_000: 0.9}
    kept = replace(record, values={"status": "completed"}, evidence=(by_staff,))
    assert record_json(kept)["evidence"][0]["confidence"] == 0.9
