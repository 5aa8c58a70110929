from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BusyError
from corpus.settings import Settings
from search.gate import decide
from ui import job_process
from ui.job_log import log_line
from ui.jobs import Jobs, JobState, write_json
from ui.said import said
from ui.texts import load_texts

ROOT = Path(__file__).resolve().parents[2]
DA, EN = load_texts("da"), load_texts("en")


@pytest.mark.parametrize(
    ("line", "danish", "english"),
    [
        ("12:00:01  fetch  3/12  https://a.example/x", "hentet 3 af 12  https://a.example/x", "fetched 3 of 12"),
        ("12:00:02  link  0/?  ", "forbundet 0 af ?", "linked 0 of ?"),
        ("12:00:03  changed: 4", "ændrede: 4", "changed: 4"),
        ("12:00:04  Building the index of corpus version 7.", "Bygger indekset over udgave 7.", "Building the index"),
        ("12:00:05    44 of 440 passages embedded", "44 af 440 afsnit er regnet om til betydning", "44 of 440"),
    ],
)
def test_a_line_of_the_log_is_read_in_the_pages_language(line: str, danish: str, english: str) -> None:
    assert log_line(DA, line) == f"{line[:10]}{danish}"
    assert log_line(EN, line).startswith(f"{line[:10]}{english}")


def test_a_line_of_a_trace_stands_as_it_is() -> None:
    line = 'Traceback (most recent call last): File "x.py"'
    assert (log_line(DA, line), log_line(EN, line)) == (line, line)


def test_everything_that_a_job_says_of_itself_has_danish() -> None:
    source = (ROOT / "ui" / "job_process.py").read_text("utf-8")
    lines = [re.sub(r"\{[^{}]*\}", "7", text) for text in re.findall(r'tell\.say\(f?"([^"]+)"\)', source)]
    lines = [line.replace("nDCG@10 7", "nDCG@10 0.777") for line in lines if line != "7: 7"]
    assert len(lines) >= 5
    assert [line for line in lines if log_line(DA, line) == line] == []


def test_the_reasons_of_the_gate_are_said_in_both_languages() -> None:
    for reason in decide(None, None, []).reasons:
        assert said(EN, reason).startswith("fewer than 5 judged queries")
        assert said(DA, reason).startswith("færre end 5 bedømte søgninger, ")
    why = "nDCG@10 0,612 -> 0,431 på 40 bedømte søgninger; 12 søgninger er blevet dårligere; tabet er større end 0,02"
    refused = (
        f"the new index s-7 is refused, and the one before serves on: {why}. Most was lost on ”x” 0.9 -> 0.1. Run y."
    )
    assert "nDCG@10 0.612 -> 0.431 on 40 judged queries; 12 queries have become worse" in said(EN, refused)
    assert "0,612 -> 0,431 på 40 bedømte søgninger" in said(DA, refused)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OSError(28, "No space left on device"), "Se efter, om der er plads på disken"),
        (RuntimeError("x is None"), "kør »puljespor doctor«"),
        (BusyError("another job is at work.", remedy="Wait until it is done, or stop it."), "Vent, til det er færdigt"),
    ],
)
def test_a_job_that_fails_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception, told: str
) -> None:
    def fail(*_: Any) -> dict[str, Any]:
        raise fault

    kinds: dict[str, Callable[..., dict[str, Any]]] = {"index": fail}
    monkeypatch.setattr(job_process, "_KINDS", kinds)
    job_id = "20200101T000000000000-abcd"
    folder = tmp_path / "jobs" / job_id
    folder.mkdir(parents=True)
    write_json(
        folder / "job.json", {"kind": "index", "arguments": {}, "who": "anna", "started": "2020-01-01T00:00:00Z"}
    )
    settings = Settings(data=tmp_path)
    assert job_process.run_job(settings, job_id) is JobState.FAILED
    message = Jobs(settings).get(job_id).result["message"]
    assert told in said(DA, message)
    assert said(EN, message) == message
    assert ("Traceback" in capsys.readouterr().out) is not isinstance(fault, BusyError)
