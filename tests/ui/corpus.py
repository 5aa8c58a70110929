"""A small corpus for the pages' tests: some of the starter corpus, and records with hostile words."""

from __future__ import annotations

from corpus.changes import RecordChange
from corpus.settings import Settings
from corpus.starter import starter_corpus
from corpus.store import Store
from corpus.versioning import apply_changes
from tests.corpus.making import make_change, make_page

SCRIPT_TITLE = "<script>alert('puljespor')</script> Akutteam <img src=x onerror=alert(1)>"
FORMULA_TITLE = '=HYPERLINK("http://ondt.example","Klik")'
TURNED_TITLE = "Rygestop \u202egnitsetorp\u202c i kommunen"
LONG_TITLE = "Hjemmerehabilitering " * 480  # some 10 000 characters
STARTER_PREFIXES = ("sst-demens", "oth-telecare", "sst-videreudvikling", "sst-ernaering", "kl-kvalitetspulje")


def publish_small_corpus(settings: Settings) -> None:
    """Publish the corpus as version 1."""
    documents, changes = starter_corpus()
    chosen = [change for change in changes if change.record_id.startswith(STARTER_PREFIXES)]
    cited = {document_id for change in chosen for document_id in change.document_ids}
    with Store.open(settings, write=True) as store, store.transaction() as connection:
        for document in documents:
            if document.document_id in cited:
                store.save_document(document, None)
        apply_changes(connection, [*chosen, *_hostile(store)], who="tests", note="")


def publish_one_more(settings: Settings, record_id: str, title: str) -> None:
    """Publish one further project as the next version."""
    with Store.open(settings, write=True) as store, store.transaction() as connection:
        page = make_page(store, f"{title}\n\nForløbet varede et år.", url=f"https://kommune.example/{record_id}")
        apply_changes(connection, [make_change(page, record_id, {"title": (title, title)})], who="tests", note="")


def _hostile(store: Store) -> list[RecordChange]:
    changes = []
    titles = {"x-script": SCRIPT_TITLE, "x-formula": FORMULA_TITLE, "x-turned": TURNED_TITLE, "x-long": LONG_TITLE}
    for record_id, title in titles.items():
        text = f'{title}\n\nUdgangspunktet er <b onclick=alert(2)>ondsindet</b> tekst & "anførsel" om {record_id}.'
        page = make_page(store, text, url=f"https://kommune.example/{record_id}?a=1&b=<2>")
        changes.append(make_change(page, record_id, {"title": (title, title), "grantees": (["Foreningen"], "tekst")}))
    return changes
