from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Site, Tab
from tests.ui.corpus import SCRIPT_TITLE
from tests.ui.driving import ALL, DA, EACH, EN, open_live, suffix
from tests.ui.test_page_images import LINES, QUOTE, publish_report, report
from ui.tasks import build_index

if TYPE_CHECKING:
    from ui.texts import Texts

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("t", [DA, EN], ids=["da", "en"])


def collect(tab: Tab, site: Site, *ids: str) -> None:
    """Put records into the browser's collection, as their pages' buttons do."""
    tab.page.goto(f"{site.url}/was")
    titles = {record_id: SCRIPT_TITLE if record_id == "x-script" else record_id for record_id in ids}
    tab.page.evaluate(
        "titles => Object.entries(titles).forEach(([id, title]) => Puljespor.collection.put(id, { title }))", titles
    )


@pytest.fixture(scope="module")
def with_report(site: Site) -> Site:
    """The site with a project whose result stands on page 2 of a PDF."""
    publish_report(site.settings, report(*LINES))
    build_index(site.settings)
    return site


@EACH
def test_evidence_in_a_pdf_is_seen_on_its_page(with_report: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    page.goto(f"{with_report.url}/projekt/x-rapport{suffix(t)}")
    picture = page.locator(".record-results .evidence-page img").first
    assert not picture.is_visible()
    page.locator(".record-results .evidence summary").first.click()
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 500", arg=picture.element_handle())
    assert QUOTE[:40] in str(picture.get_attribute("alt"))
    page.locator(".record-results .evidence-page").first.click()
    expect(page.locator(".page-picture img")).to_be_visible()
    assert QUOTE in page.locator("blockquote").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name=t("page_image.record")).click()
    page.wait_for_selector(".record h1")
    assert tab.outside(with_report.url) == []
    assert tab.complaints == []


@ALL
def test_a_search_is_followed_in_the_browser(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    open_live(tab, site, f"/?tema=demens{suffix(t, '&')}")
    page.get_by_role("link", name=t("search.feed")).click()
    page.get_by_role("button", name=t("follow.save"), exact=True).click()
    row = page.locator("[data-follow-list] > li")
    expect(row.locator(".follow-count")).to_contain_text(t("follow.nothing_new", count="").split("  ")[0].strip())
    # as if it had last been looked at before everything was published
    page.evaluate(
        "() => { const kept = Puljespor.store.read('followed', {});"
        "for (const item of Object.values(kept)) item.until = ''; Puljespor.store.write('followed', kept); }"
    )
    page.goto(f"{site.url}/foelg{suffix(t)}")
    news = row.locator("[data-news]")
    expect(news.first).to_be_visible()
    total, dropped = news.count(), news.first.get_attribute("data-news")
    news.first.get_by_role("button").click()
    expect(news).to_have_count(total - 1)
    assert f"udeladt={dropped}" in str(row.get_by_role("link", name=t("follow.atom")).get_attribute("href"))
    row.get_by_role("button", name=t("follow.seen")).click()
    expect(news).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    row.get_by_role("button", name=t("follow.remove")).click()
    expect(row).to_have_count(0)
    assert tab.outside(site.url) == []
    assert tab.complaints == []


def test_a_project_is_followed_from_its_page(site: Site, tab: Tab) -> None:
    page, t = tab.page, DA
    page.goto(f"{site.url}/projekt/x-script")
    page.locator(".record-tools").get_by_role("link", name=t("follow.link"), exact=True).click()
    page.get_by_role("button", name=t("follow.save"), exact=True).click()
    link = page.locator("[data-follow-list] h3 a")
    assert link.inner_text() == SCRIPT_TITLE
    link.click()
    page.wait_for_selector(".record h1")


@ALL
def test_the_explore_page_leads_on_from_dots_and_cells(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    page.goto(f"{site.url}/udforsk{suffix(t)}")
    page.get_by_label(t("facet.target_group")).select_option("demens")
    page.wait_for_url("**gruppe=demens**")
    page.goto(f"{site.url}/udforsk?tema=demens{suffix(t, '&')}")
    dots = page.locator(".landscape a")
    shown = dots.count()
    rows = page.locator("section:has(.landscape) tbody tr")
    assert rows.count() == shown > 0
    dots.first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('.dot')).strokeWidth") == "3px"
    cell = page.locator(".gaps-wide .gap:not(.gap-0) a").first
    count = cell.inner_text().split()[0]
    cell.click()
    page.wait_for_selector("#results-heading")
    assert page.locator("#results-heading").inner_text().startswith(f"{count} ")
    page.go_back()
    dots.first.press("Enter")
    page.wait_for_selector(".record h1")
    assert tab.outside(site.url) == []


@EACH
def test_two_people_compare_their_marks(site: Site, tab: Tab, t: Texts, tmp_path: Path) -> None:
    page = tab.page
    ids = ("x-script", "x-formula", "x-turned", "x-long")
    collect(tab, site, *ids)
    page.goto(f"{site.url}/samling{suffix(t)}")
    page.wait_for_selector(".collected")
    for record_id, mark in zip(ids, ("include", "include", "exclude", "exclude"), strict=True):
        page.locator(f"[data-item={record_id}] [data-screening]").select_option(mark)
    page.locator("[data-item=x-long] [data-reason]").fill('=HYPERLINK("http://ond.example")')
    with page.expect_download() as download:
        page.get_by_role("button", name=t("collection.notes_export")).click()
    mine = Path(download.value.path()).read_text("utf-8-sig")
    assert mine.splitlines()[0] == '"id","title","screening","reason","note"'
    assert "\"'=HYPERLINK" in mine
    other = tmp_path / "anden.csv"
    other.write_text("\ufeff" + mine.replace('"include"', '"exclude"', 1), "utf-8")
    page.locator(".agreement summary").click()
    page.locator("[data-agreement-file]").set_input_files(other)
    result = page.locator("[data-agreement]")
    expect(result).to_contain_text(t("agreement.result", n=4, percent=75))
    expect(result).to_contain_text(t("agreement.kappa", kappa="0.50" if t.language == "en" else "0,50"))
    assert result.locator("tbody tr").count() == 1
    assert SCRIPT_TITLE in result.locator("tbody").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not any("anden" in asked for asked in tab.requests)
    assert tab.complaints == []


def test_kappa_is_what_another_program_gives(site: Site, tab: Tab) -> None:
    from random import Random

    from sklearn.metrics import cohen_kappa_score

    tab.page.goto(site.url + "/samling")
    random = Random(3)
    for _ in range(5):
        n = random.randint(4, 40)
        marks = [[random.choice(["include", "exclude", "exclude"]) for _ in range(n)] for _ in range(2)]
        sides = [{f"r{i}": mark for i, mark in enumerate(side)} for side in marks]
        sides[0]["only"], sides[1]["blank"] = "include", ""
        found = tab.page.evaluate("([mine, theirs]) => Screening.compare(mine, theirs)", sides)
        assert found["n"] == n
        assert found["kappa"] == pytest.approx(cohen_kappa_score(*marks))
    same = {"a": "include", "b": "include"}
    assert tab.page.evaluate("marks => Screening.compare(marks, marks).kappa", same) is None
    rows = tab.page.evaluate('Screening.readCsv(\'id;screening\\r\\n"a;""b";include\\r\\nc,d;\\\'=x\\n\')')
    assert rows == [{"id": 'a;"b', "screening": "include"}, {"id": "c,d", "screening": "=x"}]


@LANGUAGES
def test_columns_methods_and_a_repeated_export(site: Site, tab: Tab, t: Texts, tmp_path: Path) -> None:
    page = tab.page
    collect(tab, site, "x-script", "x-formula")
    page.goto(f"{site.url}/samling{suffix(t)}")
    page.wait_for_selector(".collected")
    page.locator(".methods summary").click()
    expect(page.locator("[data-methods-text]")).to_contain_text("manifest.json")
    page.locator(".columns summary").click()
    for box in page.locator(".columns input").all():
        if box.get_attribute("value") not in ("record_id", "title"):
            box.uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("collection.export"), exact=True).click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0] == "record_id,title"
    assert len(lines) == 3
    manifest = json.loads(page.evaluate("fetch('/api/v1/export/manifest?q=demens').then(a => a.text())"))["manifest"]
    manifest["records"] = manifest["records"][1:]
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest), "utf-8")
    page.get_by_label(t("replay.file")).set_input_files(path)
    page.get_by_role("button", name=t("replay.button"), exact=True).click()
    page.wait_for_selector(".replay")
    assert f"{t('replay.added')} (1)" in page.locator(".replay").inner_text()
    assert tab.complaints == []


@pytest.mark.parametrize(
    "path", ["/foelg?q=demens&lang=en", "/foelg", "/udforsk?tema=demens", "/projekt/x-rapport", "/samling", "/data"]
)
def test_axe_finds_nothing_serious_on_what_is_new(with_report: Site, tab: Tab, path: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    collect(tab, with_report, "x-script", "x-rapport")
    tab.page.goto(with_report.url + path)
    if path == "/samling":
        tab.page.wait_for_selector(".collected")
    for fold in tab.page.locator("main details > summary").all():
        fold.click()
    if path == "/projekt/x-rapport":
        tab.page.locator(".evidence-page").first.scroll_into_view_if_needed()
    source = Path(axe_module.__file__).with_name("axe.min.js").read_text("utf-8")
    tab.page.evaluate(source)
    found = tab.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
