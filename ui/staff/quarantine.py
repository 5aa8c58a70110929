"""Documents held back for personal data, letting one in, and removing one from everything with proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from corpus.errors import NoCorpusError, QueryError
from corpus.review import clear_quarantine, quarantined
from corpus.store import Store
from ui.accounts import Role
from ui.staff.desk import PATH, Asked, Desk, Done, numbers, words


def register(desk: Desk) -> None:
    """Add the page and acts."""

    @desk.page("/karantaene", "staff/quarantine.html", "quarantine")
    def held(asked: Asked) -> Mapping[str, Any]:
        try:
            with Store.open(desk.settings) as store:
                return {"held": quarantined(store), "document_id": asked.get("dokument")[:60]}
        except NoCorpusError:
            return {"held": [], "document_id": ""}

    @desk.act("/karantaene/luk-ind")
    def clear(asked: Asked, form: FormData) -> Done:
        for number in numbers(form, "id")[:1]:
            with Store.open(desk.settings, write=True) as store:
                item = clear_quarantine(store, number, who=asked.session.name, why=words(form, "why"))
            return Done(asked.texts("staff.cleared", url=item.change.payload["url"]))
        raise QueryError("no proposal was chosen.", remedy="Put a mark at one.")

    @desk.act("/karantaene/fjern", Role.ADMINISTRATOR)
    def remove(asked: Asked, form: FormData) -> Done:
        document_id, why = words(form, "document_id"), words(form, "why")
        if not why:
            raise QueryError("removing a document needs a reason.", remedy="Say why.")
        with Store.open(desk.settings) as store:
            document = store.document(document_id)  # that there is one is said at once, not by the job
        job = desk.jobs.start("remove", {"document_id": document.document_id, "why": why}, who=asked.session.name)
        return Done(asked.texts("staff.removing"), f"{PATH}/job/{job.job_id}")
