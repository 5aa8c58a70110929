"""The register of removals: what was removed and is kept out, whether an address is, and letting one in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from corpus.errors import NoCorpusError, QueryError
from corpus.review import Removal, lift_removal, removals
from corpus.store import Store
from ingest.memory import keeping_out
from ui.accounts import Role
from ui.said import said_failure
from ui.staff.desk import Asked, Desk, Done, words

PAGE_SIZE = 50


def register(desk: Desk) -> None:
    """Add the page and the act."""

    @desk.page("/fjernede", "staff/removals.html", "removals")
    def removed(asked: Asked) -> Mapping[str, Any]:
        address = asked.get("adresse").strip()[:2000]
        page_no = min(max(1, asked.number("side", 1)), 10_000)
        held: list[Removal] = []
        problem = ""
        try:
            if address:
                found = keeping_out(desk.settings, address)
                held = [found] if found else []
            else:
                with Store.open(desk.settings) as store:
                    held = removals(store)
        except QueryError as exc:
            problem = said_failure(asked.texts, exc)
        except NoCorpusError:
            pass
        first = (page_no - 1) * PAGE_SIZE
        return {
            "removals": held[first : first + PAGE_SIZE],
            "count": len(held),
            "has_more": len(held) > first + PAGE_SIZE,
            "page_no": page_no,
            "address": address,
            "problem": problem,
        }

    @desk.act("/fjernede/luk-ind", Role.ADMINISTRATOR)
    def lift(asked: Asked, form: FormData) -> Done:
        document_id, why = words(form, "document_id"), words(form, "why")
        with Store.open(desk.settings, write=True) as store:
            lift_removal(store, document_id, who=asked.session.name, why=why)
        return Done(asked.texts("staff.lifted", id=document_id))
