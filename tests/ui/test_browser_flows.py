"""What a planner and a researcher do from end to end, with real clicks and keys, in both languages, at three widths."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.ui.conftest import Site, Tab
from tests.ui.driving import (
    ALL,
    ENDS,
    ask,
    containing,
    facet,
    fits,
    is_focus_seen,
    leave,
    open_live,
    suffix,
    tab_to,
    unfold_facets,
)
from ui.texts import Texts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@ALL
def test_a_planner_searches_refines_opens_compares_and_briefs(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    open_live(tab, site, f"/{suffix(t)}")
    ask(tab, "demens", t)
    expect(page).to_have_url(containing("q=demens"))
    heading = page.locator("#results-heading")
    before = heading.inner_text()
    unfold_facets(page)
    places = facet(page, t("facet.municipality"))
    places.get_by_role("button", name=t("search.more")).click()
    places.locator(".facet-value", has_text="Esbjerg").click()
    expect(page).to_have_url(containing("kommune=0561"))
    expect(heading).not_to_have_text(before)
    expect(page.locator(".card").first).to_contain_text("Esbjerg")
    assert fits(page)

    title = page.locator(".card h3").first.inner_text()
    page.locator(".card h3 a").first.click()
    expect(page.locator(".record h1")).to_have_text(title)
    page.locator(".record-side .evidence summary").first.click()
    expect(page.locator(".record-side .evidence blockquote").first).to_be_visible()
    assert fits(page)
    page.go_back()
    page.wait_for_selector("body.is-live")
    expect(page).to_have_url(containing("kommune=0561"))
    page.locator(".chip", has_text="Esbjerg").last.click()
    expect(page).not_to_have_url(containing("kommune"))
    expect(heading).to_have_text(before)

    for n in (0, 1):
        page.locator("[data-pick]").nth(n).check()
    titles = page.locator(".card h3").all_inner_texts()[:2]
    page.locator("[data-pickbar]").get_by_role("button", name=t("collection.compare")).click()
    expect(page.locator(".compare-table thead th a")).to_have_text(titles)
    cells = page.locator(".compare-table td:not(:has(.not-stated))")
    assert cells.count() == page.locator(".compare-table td:has(.source a)").count() > 4
    assert page.locator("html").get_attribute("lang") == t.language
    assert fits(page)
    page.get_by_role("link", name=t("compare.brief"), exact=True).click()
    expect(page.locator(".brief-item h2")).to_have_text(titles)
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=t("compare.docx")).click()
    said = "\n".join(paragraph.text for paragraph in Document(str(download.value.path())).paragraphs)
    assert all(title in said for title in titles)
    assert tab.outside(site.url) == []
    assert tab.complaints == []


@ALL
def test_a_project_is_matched_as_a_draft_weighed_and_turned_down(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    open_live(tab, site, f"/match{suffix(t)}")
    page.locator(".match-like summary").click()
    page.get_by_label(t("match.like_find")).fill("telemedicin KOL")
    leave(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_selector("body.is-live")
    choice = page.locator(".match-candidates a").first
    title = choice.inner_text()
    leave(page, choice.click)
    page.wait_for_selector("body.is-live")
    expect(page.locator(".match-model")).to_contain_text(title)
    expect(page.get_by_label(t("match.label"))).to_have_value(containing(title))
    cards = page.locator(".card")
    assert title not in page.locator(".card h3").all_inner_texts()
    assert page.locator(".aspects").first.locator("dt").count() >= 2
    page.get_by_label(t("match.municipality")).select_option("0561")
    page.get_by_role("button", name=t("match.button")).click()
    slider = page.get_by_label(t.label("aspect", "kommune"), exact=True)
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("value", "3.0")
    down = cards.first.get_attribute("data-record")
    page.locator(f".card[data-record='{down}'] [data-unlike]").click()
    expect(page.locator(f"[data-unlike-chosen='{down}']")).to_be_visible()
    expect(page.locator(f".card[data-record='{down}']")).to_have_count(0)
    expect(slider).to_have_attribute("value", "3.0")
    page.locator(f"[data-unlike-chosen='{down}']").click()
    expect(page.locator(f".card[data-record='{down}']")).to_have_count(1)
    for n in (0, 1):
        page.locator("[data-pick]").nth(n).check()
    page.locator("[data-pickbar]").get_by_role("button", name=t("match.brief")).click()
    expect(page.locator(".brief-item")).to_have_count(2)
    assert page.locator("html").get_attribute("lang") == t.language
    assert fits(page)
    assert tab.outside(site.url) == []
    assert tab.complaints == []


@ALL
def test_a_researcher_collects_notes_screens_and_exports(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    open_live(tab, site, f"/?q=demens{suffix(t, '&')}")
    for n in (0, 1):
        page.locator("[data-pick]").nth(n).check()
    ids = [str(page.locator("[data-pick]").nth(n).get_attribute("value")) for n in (0, 1)]
    ask(tab, "ernæring", t)
    page.locator("[data-pick]").first.check()
    ids.append(str(page.locator("[data-pick]").first.get_attribute("value")))
    page.locator(".menu").get_by_role("link", name=t("nav.collection")).click()
    rows = page.locator(".collected")
    expect(rows).to_have_count(3)
    first = page.locator(f"[data-item='{ids[0]}']")
    first.locator("[data-note]").fill("Ring til dem")
    first.get_by_label(t("collection.screening")).select_option("exclude")
    first.get_by_label(t("collection.reason")).fill("Kun regioner")
    page.reload()
    expect(first.locator("[data-note]")).to_have_value("Ring til dem")
    expect(first.get_by_label(t("collection.reason"))).to_have_value("Kun regioner")
    page.locator(".columns summary").click()
    for name in ("title", "municipalities"):
        box = page.locator(f".columns input[value='{name}']")
        if box.count():
            box.uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("collection.export"), exact=True).click()
    exported = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert sorted(row["record_id"] for row in exported) == sorted(ids)
    assert "title" not in exported[0]
    page.locator("[data-collection-form] select[name=format]").select_option("ris")
    page.get_by_label(t("collection.bundle")).check()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("collection.export"), exact=True).click()
    with zipfile.ZipFile(str(download.value.path())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read(manifest["file"]).decode().count("TY  - ") == 3
        assert archive.read("methods.txt").decode().startswith("The records" if t.language == "en" else "Posterne")
    page.locator(f"[data-item='{ids[2]}'] [data-drop]").click()
    expect(rows).to_have_count(2)
    assert fits(page)
    page.get_by_role("button", name=t("collection.compare")).click()
    expect(page.locator(".compare-table thead th")).to_have_count(3)
    assert tab.outside(site.url) == []
    assert tab.complaints == []


@ENDS
def test_the_keyboard_alone_searches_refines_opens_collects_and_compares(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    open_live(tab, site, f"/{suffix(t)}")
    page.wait_for_function("document.activeElement.id === 'q'")
    assert is_focus_seen(page)
    page.keyboard.type("demens")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'results-heading'")
    tab_to(page, "select[name=sort]")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(containing("sort=nyeste"))
    page.wait_for_function("document.activeElement.id === 'results-heading'")
    pools = ".facet-value[href*='type=pool']"
    if page.locator("[data-facets-fold]").evaluate("fold => !fold.open"):
        tab_to(page, "[data-facets-fold] > summary", key="Shift+Tab")
        page.keyboard.press("Enter")
        tab_to(page, pools)
    else:
        tab_to(page, pools, key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "[...new URLSearchParams(location.search).keys()].length > 2 + (document.body.dataset.lang === 'en')"
    )
    page.wait_for_function("document.activeElement.id === 'results-heading'")
    expect(page.locator(".chip:not(.chip-understood)")).to_have_count(1)

    tab_to(page, ".pick")
    page.keyboard.press("Space")
    expect(page.locator("[data-collection-count]")).to_have_text("1")
    picked = str(page.evaluate("document.activeElement.value"))
    tab_to(page, f".card:not([data-record='{picked}']) h3 a")
    title = str(page.evaluate("document.activeElement.innerText"))
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator(".record h1")).to_have_text(title)
    tab_to(page, "[data-collect]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-collect]")).to_have_attribute("aria-pressed", "true")
    tab_to(page, ".evidence summary")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence[open] blockquote").first).to_be_visible()
    tab_to(page, "[data-nav=collection]", key="Shift+Tab")
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator(".collected")).to_have_count(2)
    tab_to(page, "[data-collection-form] [data-compare]")
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator(".compare-table thead th a")).to_have_count(2)
    assert tab.complaints == []


@ENDS
def test_a_reader_marks_hits_that_fit_and_takes_a_mark_back(site: Site, tab: Tab, t: Texts) -> None:
    page = tab.page
    query = f"demens {t.language}"
    open_live(tab, site, f"/?q={query}{suffix(t, '&')}")
    card = page.locator(".card").first
    record_id = card.get_attribute("data-record")
    fit = card.get_by_role("button", name=t("card.fits"), exact=True)
    not_fit = card.get_by_role("button", name=t("card.fits_not"), exact=True)
    fit.click()
    expect(fit).to_have_attribute("aria-pressed", "true")
    expect(not_fit).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Tab")
    expect(not_fit).to_be_focused()
    assert is_focus_seen(page)
    page.keyboard.press("Enter")
    expect(not_fit).to_have_attribute("aria-pressed", "true")
    expect(fit).to_have_attribute("aria-pressed", "false")
    lines = page.request.get(f"{site.url}/api/v1/judgements").text().splitlines()
    marks = [row for row in map(json.loads, lines) if row["query"] == query]
    assert [(mark["record_id"], mark["grade"]) for mark in marks][-2:] == [(record_id, 3), (record_id, 0)]
    assert fits(page)
    assert tab.complaints == []


def test_print_leaves_the_frame_away(site: Site, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{site.url}/projekt/oth-telecare")
    expect(page.locator(".top")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".top", ".bottom", ".record-tools"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".record h1")).to_be_visible()
    expect(page.locator(".cite")).to_be_visible()


def test_a_draft_is_dropped_on_the_form(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/match")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["Rygestop for borgere med psykisk sygdom."], "udkast.txt", { type: "text/plain" }));
          const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.getElementById("udkast").dispatchEvent(drop);
        }"""
    )
    expect(page.locator("#udkast")).to_have_value("Rygestop for borgere med psykisk sygdom.")
    expect(page.locator("[data-file-note]")).to_have_text("udkast.txt")
    assert tab.complaints == []


def test_more_than_five_side_by_side_are_said_to_be_left_out(site: Site, tab: Tab) -> None:
    ids = ["x-script", "x-formula", "x-turned", "x-long", "oth-telecare", "sst-demens-13", "sst-demens-nordsjaelland"]
    tab.page.goto(f"{site.url}/sammenlign?" + "&".join(f"id={record_id}" for record_id in ids))
    expect(tab.page.locator(".compare-table thead th a")).to_have_count(5)
    expect(tab.page.locator(".notice")).to_contain_text("2 af dem")
