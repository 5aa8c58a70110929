from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import PATIENCE_MS, Site, Tab
from tests.ui.corpus import SCRIPT_TITLE, publish_one_more
from tests.ui.driving import DA, EN, ask, open_live
from ui.tasks import build_index

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Route

pytestmark = pytest.mark.browser

ASKED = re.compile("/gradio_api/run/predict")


def test_the_box_keeps_the_focus_when_the_page_comes_alive(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/")
    page.wait_for_function("document.activeElement.id === 'q'")
    page.keyboard.type("demens")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    assert page.url.endswith("/?q=demens")


def test_the_back_button_and_a_link_show_the_same(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/")
    ask(tab, "demens")
    titles = page.locator(".card h3").all_inner_texts()
    ask(tab, "ernæring")
    assert page.locator(".card h3").all_inner_texts() != titles
    page.go_back()
    page.wait_for_function(
        "() => document.getElementById('q').value === 'demens' && document.title.startsWith('demens')"
    )
    assert page.locator(".card h3").all_inner_texts() == titles
    open_live(tab, site, "/?q=demens")
    assert page.locator(".card h3").all_inner_texts() == titles


def test_the_keyboard_skips_to_the_content_and_finds_the_box(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/?q=demens")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("ernæring")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.title.startsWith('ernæring')")
    page.wait_for_function("document.activeElement.id === 'results-heading'")


def test_understood_chips_can_be_turned_off(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/?q=demens+i+Esbjerg+Kommune")
    chip = page.locator(".chip-understood", has_text="Esbjerg")
    assert chip.count() == 1
    chip.click()
    page.wait_for_function("() => location.search.includes('uden=')")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.chip-understood')].some(c => c.innerText.includes('Esbjerg'))"
    )


def test_chosen_results_are_exported_where_they_are_found(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/?q=demens")
    boxes = page.locator("[data-pick]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    ids = [boxes.nth(n).get_attribute("value") for n in (0, 1)]
    with page.expect_download() as csv_download:
        page.get_by_role("button", name="CSV", exact=True).click()
    csv_text = Path(csv_download.value.path()).read_text("utf-8-sig")
    with page.expect_download() as json_download:
        page.get_by_role("button", name="JSON", exact=True).click()
    exported = json.loads(Path(json_download.value.path()).read_text("utf-8"))
    assert all(str(record_id) in csv_text for record_id in ids)
    assert str(ids[0]) in json.dumps(exported)
    assert tab.outside(site.url) == []


def test_a_draft_is_matched_and_weighed(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/match")
    draft = "Målgruppen er pårørende til mennesker med demens. Metoden er aflastning i et rådgivningscenter i Esbjerg."
    page.get_by_label(DA("match.label")).fill(draft)
    page.get_by_label(DA("match.municipality")).select_option("0561")
    page.get_by_role("button", name=DA("match.button")).click()
    page.wait_for_selector("#match-results")
    assert page.get_by_label(DA("match.label")).input_value() == draft
    first = page.locator(".card h3 a").first.get_attribute("href")
    assert first
    assert "demens" in first
    assert page.locator(".aspects").first.locator("dt").count() >= 3
    with page.expect_response(ASKED):
        page.locator("[data-weight=kommune]").fill("3")
    page.wait_for_function("() => document.querySelector('[data-weight=kommune]').getAttribute('value') === '3.0'")
    turned_down = page.locator(".card").first.get_attribute("data-record")
    page.locator("[data-unlike]").first.click()
    page.wait_for_selector(f"[data-unlike-chosen='{turned_down}']")
    assert page.locator(f".card[data-record='{turned_down}']").count() == 0
    page.locator("[data-unlike-chosen]").click()
    page.wait_for_selector(f".card[data-record='{turned_down}']")
    assert draft not in "".join(tab.requests)
    assert tab.complaints == []


def test_the_newest_question_is_the_one_answered(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/")
    held: list[Route] = []
    page.route(ASKED, lambda route: held.append(route), times=1)
    box = page.get_by_label(DA("search.label"))
    with page.expect_request(ASKED):
        box.fill("demens")
        box.press("Enter")
    for query in ("ernæring", "genoptræning"):
        box.fill(query)
        box.press("Enter")
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_function("document.title.startsWith('genoptræning')")
    assert page.get_by_label(DA("search.label")).input_value() == "genoptræning"
    assert page.locator("[data-view]").get_attribute("data-address") == "/?q=genoptr%C3%A6ning"


def test_hostile_words_run_nothing(site: Site, tab: Tab) -> None:
    page = tab.page
    alerts: list[str] = []

    def note(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    open_live(tab, site, "/?q=Akutteam+ondsindet")
    assert SCRIPT_TITLE in page.locator(".card h3").all_inner_texts()
    page.goto(site.url + "/projekt/x-script")
    assert page.locator("h1").inner_text() == SCRIPT_TITLE
    ask_path = "/?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    open_live(tab, site, ask_path)
    assert page.locator("#q").input_value() == '"><img src=x onerror=alert(1)>'
    assert alerts == []


@pytest.mark.parametrize(
    "path", ["/", "/?q=demens", "/match", "/udforsk", "/projekt/x-long", "/samling", "/data", "/was", "/foelg?lang=en"]
)
def test_no_page_scrolls_sideways_or_complains(site: Site, tab: Tab, path: str) -> None:
    tab.page.goto(site.url + path)
    if path.startswith(("/?", "/match")) or path == "/":
        tab.page.wait_for_selector("body.is-live")
    wide = {}
    for width in (1280, 768, 640, 320):  # 640 is a window of 1280 at 200 %
        tab.page.set_viewport_size({"width": width, "height": 900})
        wide[width] = tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert {width: over for width, over in wide.items() if over > 0} == {}
    assert tab.outside(site.url) == []
    assert tab.complaints == []


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=demens&lang=en", "/?q=xyzzyx+qqq&tilstand=exact", "/match", "/udforsk", "/projekt/x-script"),
        *("/samling", "/sammenlign?id=x-script&id=x-formula", "/notat?id=x-script", "/data", "/was", "/redaktion"),
        "/projekt/findes-ikke",
    ],
)
def test_axe_finds_nothing_serious(site: Site, tab: Tab, path: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    tab.page.goto(site.url + path)
    if path.startswith(("/?", "/match")) or path == "/":
        tab.page.wait_for_selector("body.is-live")
    source = Path(axe_module.__file__).with_name("axe.min.js").read_text("utf-8")
    # Playwright evaluates in the page without the page's policy, so that axe runs although no page would load it.
    tab.page.evaluate(source)
    found = tab.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_english_by_a_switch_keeps_the_search(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/")
    ask(tab, "demens")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] body.is-live")
    assert "lang=en" in page.url
    assert "q=demens" in page.url
    expect(page.locator("#results-heading")).to_contain_text("results")
    expect(page.get_by_label(EN("search.label"))).to_have_value("demens")


def test_a_new_version_is_found_without_a_restart(site: Site, tab: Tab) -> None:
    page = tab.page
    open_live(tab, site, "/?q=kvikhedsprøven")
    publish_one_more(site.settings, "p-kvik", "Kvikhedsprøven i hjemmeplejen")
    build_index(site.settings)
    found = page.locator(".card h3", has_text="Kvikhedsprøven i hjemmeplejen")
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not found.count() and time.monotonic() < deadline:  # the server looks for another snapshot now and then
        open_live(tab, site, "/?q=kvikhedsprøven")
    assert "Kvikhedsprøven i hjemmeplejen" in page.locator(".card h3").first.inner_text()
