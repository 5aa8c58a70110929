"""The audit log, narrowed by person, act, words and days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corpus.errors import NoCorpusError
from corpus.review import audit_log, audit_names
from corpus.store import Store
from ui.staff.desk import Asked, Desk

PAGE_SIZE = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def register(desk: Desk) -> None:
    """Add the page."""

    @desk.page("/log", "staff/log.html", "log")
    def log(asked: Asked) -> Mapping[str, Any]:
        chosen = {"hvem": asked.get("hvem"), "handling": asked.get("handling"), "ord": asked.get("ord")[:200]}
        days = {name: asked.get(name) if _DAY.fullmatch(asked.get(name)) else "" for name in ("fra", "til")}
        page_no = min(max(1, asked.number("side", 1)), 10_000)
        values: dict[str, Any] = {"entries": [], "people": [], "actions": [], "has_more": False}
        try:
            with Store.open(desk.settings) as store:
                found = audit_log(
                    store,
                    limit=PAGE_SIZE + 1,
                    offset=(page_no - 1) * PAGE_SIZE,
                    who=chosen["hvem"],
                    action=chosen["handling"],
                    words=chosen["ord"],
                    since=days["fra"],
                    until=days["til"],
                )
                values |= {"entries": found[:PAGE_SIZE], "has_more": len(found) > PAGE_SIZE}
                values["people"], values["actions"] = audit_names(store)
        except NoCorpusError:
            pass
        return values | {"chosen": chosen | days, "page_no": page_no}
