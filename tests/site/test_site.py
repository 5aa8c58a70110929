"""The fixture site judges others, so it is judged first: gold and pages must agree."""

from __future__ import annotations

import html
import io
import re
import urllib.request

from docx import Document as WordDocument
from pypdf import PdfReader

from ingest.gold import load_gold
from tests.site.build import GOLD_FOLDER, Resource, build_gold, build_site, gold_rows
from tests.site.server import serve_site


def _visible(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode("cp1252")  # the page whose header lies
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _read(resource: Resource) -> str:
    """Give a page's or file's text by the plainest means there are; nothing for scans and locked or broken files."""
    if resource.media_type.startswith("text/html"):
        return _visible(resource.body)
    if resource.media_type == "application/pdf":
        reader = PdfReader(io.BytesIO(resource.body))
        if reader.is_encrypted and not reader.decrypt(""):
            return ""
        return " ".join(page.extract_text() for page in reader.pages)
    document = WordDocument(io.BytesIO(resource.body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([p.text for p in document.paragraphs] + cells)


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _states_amount(amount: object, squeezed: str) -> bool:
    """Tell whether an amount stands in squeezed text in digits, or as a number of millions."""
    if not isinstance(amount, int):
        return True
    millions = f"{amount / 1e6:g}".replace(".", "")
    return str(amount) in squeezed or f"{millions}mio" in squeezed or f"{millions}millioner" in squeezed


def test_every_page_that_gold_names_is_served() -> None:
    served = {path.rstrip("/") for path in build_site()}
    gold = build_gold()
    named = (
        {d for record in gold.projects for d in record.documents}
        | {d for p in gold.pools for d in p.documents}
        | {d.url for d in gold.documents}
    )
    assert named - served == set()


def test_every_project_page_has_gold_as_a_document() -> None:
    gold = build_gold()
    assert {d for p in gold.projects for d in p.documents} - {d.url for d in gold.documents} == set()


def test_snippets_stand_on_their_pages_and_so_does_the_boilerplate() -> None:
    site = {path.rstrip("/"): resource for path, resource in build_site().items()}
    for document in build_gold().documents:
        if "ok" in document.statuses and (text := _squeeze(_read(site[document.url]))):
            for snippet in document.present:
                assert _squeeze(snippet) in text, (document.url, snippet)


def test_leak_probes_are_really_planted() -> None:
    site = build_site()
    for leak in build_gold().leaks:
        assert _squeeze(leak.text) in _squeeze(_read(site[leak.url])), leak


def test_titles_and_amounts_of_gold_stand_on_the_pages_it_names() -> None:
    site = {path.rstrip("/"): resource for path, resource in build_site().items()}
    for project in build_gold().projects:
        pages = [_squeeze(_read(site[d])) for d in project.documents]
        if all(pages):
            whole = " ".join(pages).casefold()
            assert _squeeze(project.title or "").casefold() in whole, project.id
            assert len(project.documents) > 1 or _states_amount(project.amount_dkk, whole), project.id


def test_second_version_differs_by_changed_gone_and_new_pages() -> None:
    first, second = build_site(1), build_site(2)
    changed = {p for p in first.keys() & second.keys() if first[p].body != second[p].body}
    assert changed
    assert first.keys() - second.keys()
    assert second.keys() - first.keys()


def test_pages_are_served_with_validators_over_real_sockets() -> None:
    with serve_site() as server:
        path = "/sst.dk/da/puljer/styrket-naerhed-i-hjemmesygeplejen"
        with urllib.request.urlopen(server.base + path) as answer:
            body, etag = answer.read(), answer.headers["ETag"]
            assert answer.headers["Last-Modified"] == "Thu, 28 Mar 2019 13:21:00 GMT"
        assert body == build_site()[path].body
        request = urllib.request.Request(server.base + path, headers={"If-None-Match": etag})
        try:
            urllib.request.urlopen(request)
            status = 200
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
        assert status == 304
        with urllib.request.urlopen(server.base + "/sitemap.xml") as answer:
            assert answer.read().count(b"<loc>") == sum(r.is_listed for r in build_site().values())


def test_ids_are_unique() -> None:
    ids = [(row["type"], row["id"]) for row in gold_rows() if "id" in row]
    assert len(ids) == len(set(ids))


def test_gold_file_is_in_step_with_the_pages() -> None:
    written = load_gold(GOLD_FOLDER.parent / "gold.jsonl")
    assert written == build_gold(1), "run `python -m tests.site.build`"
