from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from corpus.missing_reports import MissingReport, add_months, last_day, missing_reports
from corpus.records import RecordType
from corpus.review import approve, propose, publish
from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.making import make_change, make_page

ENDS = "Havprojektet løb til {} og er nu stoppet."


def add(
    store: Store,
    record_id: str,
    ends: str,
    *,
    kind: DocumentKind = DocumentKind.PROJECT_PAGE,
    stopped: bool = False,
    pool: bool = False,
) -> None:
    text = ENDS.format(ends)
    page = make_page(store, text, url=f"https://example.dk/{record_id}", kind=kind)
    facts: dict[str, tuple[object, str]] = {"title": ("Havprojektet", "Havprojektet"), "period_to": (ends, ends)}
    if stopped:
        facts["status"] = ("stopped", "stoppet")
    record_type = RecordType.POOL if pool else RecordType.PROJECT
    propose(store, "r", [make_change(page, record_id, facts, record_type=record_type)])


def test_the_register_names_what_is_overdue_and_nothing_else(tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path), write=True) as store:
        add(store, "long", "2018")
        add(store, "month", "2026-02")
        add(store, "day", "2026-03-31")
        add(store, "not-yet", "2026-04")
        add(store, "reported", "2018", kind=DocumentKind.FINAL_REPORT)
        add(store, "evaluated", "2018", kind=DocumentKind.EVALUATION)
        add(store, "stopped", "2018", stopped=True)
        add(store, "pool", "2018", pool=True)
        approve(store, "all", who="eva")
        publish(store, who="eva")
        register = missing_reports(store, date(2026, 7, 1))
    assert [(item.record_id, item.due, item.days_overdue) for item in register] == [
        ("long", "2019-03-31", 2649),
        ("month", "2026-05-31", 31),
        ("day", "2026-06-30", 1),
    ]
    assert register[0] == MissingReport("long", "Havprojektet", (), None, "2018", "2019-03-31", 2649, False, False)


@pytest.mark.parametrize(
    ("iso", "day"),
    [
        ("2018", date(2018, 12, 31)),
        ("2020-02", date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 28)),
        ("2021-02-03", date(2021, 2, 3)),
    ],
)
def test_the_last_day_of_what_is_stated(iso: str, day: date) -> None:
    assert last_day(iso) == day


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2018, 12, 31), date(2019, 3, 31)),
        (date(2019, 11, 30), date(2020, 2, 29)),
        (date(2020, 2, 29), date(2020, 5, 31)),
        (date(2020, 10, 15), date(2021, 1, 15)),
    ],
)
def test_three_months_later(day: date, later: date) -> None:
    assert add_months(day, 3) == later


def test_an_evaluation_of_the_whole_pool_is_told_but_is_no_report_of_the_project(tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path), write=True) as store:
        page = make_page(store, "Havpuljen er evalueret.", kind=DocumentKind.EVALUATION)
        pool = make_change(page, "pool", {"title": ("Havpuljen", "Havpuljen")}, record_type=RecordType.POOL)
        award = make_page(store, "Havpuljen: Havby, til 2018", url="https://example.dk/liste")
        facts = {"pool": ("Havpuljen", "Havpuljen"), "period_to": ("2018", "2018")}
        propose(store, "r", [pool, make_change(award, "p", facts)])
        approve(store, "all", who="eva")
        publish(store, who="eva")
        (missing,) = missing_reports(store, date(2026, 7, 1))
    assert (missing.record_id, missing.pool_is_evaluated) == ("p", True)
