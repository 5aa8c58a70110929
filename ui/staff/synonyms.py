"""The synonym list: finding, changing, adding and removing terms, and earlier versions of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from corpus.errors import NoCorpusError, QueryError
from corpus.review import audit_log
from corpus.store import Store
from corpus.synonyms import ACTION, SynonymRow, change_row, names_of, read_synonyms, save_synonyms
from ui.staff.desk import PATH, Asked, Desk, Done, words

_N_SHOWN = 60
_N_VERSIONS = 12


def register(desk: Desk) -> None:
    """Add the page and acts."""

    @desk.page("/synonymer", "staff/synonyms.html", "synonyms")
    def show(asked: Asked) -> Mapping[str, Any]:
        current = read_synonyms(desk.settings)
        find = asked.get("find")[:120]
        term = asked.get("term")[:120]
        found = current.find(find)
        return {
            "synonym_list": current,
            "find": find,
            "found": found[:_N_SHOWN],
            "n_found": len(found),
            "row": current.get(term) if term else None,
            "is_new": asked.get("ny") == "1",
            "versions": _versions(desk),
        }

    @desk.act("/synonymer/gem")
    def save(asked: Asked, form: FormData) -> Done:
        before = words(form, "before")
        row = SynonymRow(words(form, "term"), *(names_of(words(form, name)) for name in ("same", "near", "english")))
        current = read_synonyms(desk.settings)
        if row.term.casefold() != before.casefold() and current.get(row.term):
            raise QueryError(f"the term {row.term[:80]!r} is in the list already.", remedy="Change that line.")
        with Store.open(desk.settings, write=True) as store:
            made = save_synonyms(
                store, change_row(current, before or row.term, row), who=asked.session.name, why=words(form, "why")
            )
        desk.service.look_again()
        to = f"{PATH}/synonymer"
        return Done(asked.texts("staff.synonyms_saved", term=row.term, version=made.version), to)

    @desk.act("/synonymer/fjern")
    def remove(asked: Asked, form: FormData) -> Done:
        term = words(form, "before")
        with Store.open(desk.settings, write=True) as store:
            rows = change_row(read_synonyms(desk.settings), term, None)
            made = save_synonyms(store, rows, who=asked.session.name, why=words(form, "why"))
        desk.service.look_again()
        return Done(asked.texts("staff.synonyms_removed", term=term, version=made.version), f"{PATH}/synonymer")

    @desk.act("/synonymer/gendan")
    def restore(asked: Asked, form: FormData) -> Done:
        number = words(form, "version")
        if not (number.isascii() and number.isdecimal() and len(number) < 9):
            raise QueryError("no version was chosen.", remedy="Choose one.")
        rows = read_synonyms(desk.settings, int(number)).rows
        with Store.open(desk.settings, write=True) as store:
            made = save_synonyms(store, rows, who=asked.session.name, why=words(form, "why"))
        desk.service.look_again()
        return Done(asked.texts("staff.synonyms_restored", restored=number, version=made.version))


def _versions(desk: Desk) -> list[dict[str, Any]]:
    """Give the versions that staff have saved, newest first, out of the log."""
    try:
        with Store.open(desk.settings) as store:
            entries = audit_log(store, action=ACTION, limit=_N_VERSIONS)
    except NoCorpusError:
        return []
    return [{"number": int(entry.subject.split()[-1]), "entry": entry} for entry in entries]
