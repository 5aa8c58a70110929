"""Renews the pictures in `docs/images`: `python -m tests.ui.pictures [DATA]`.

The public pages are shown over the starter corpus (in a folder of its own, or in DATA), the staff's over a small site
that is read twice, so that proposals wait.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.settings import Settings, load_settings
from tests.ingest.webserver import Site as Pages
from tests.ingest.webserver import serve
from tests.ui.conftest import CHROMIUM, CHROMIUM_FLAGS, serving
from tests.ui.staff_site import describe_source, fill
from ui.accounts import Accounts, Role
from ui.tasks import ensure_ready, ingest_and_index

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DRAFT = (
    "Vi vil oprette et akutteam af sygeplejersker, der rykker ud til borgere i eget hjem og på plejehjem, så færre "
    "indlægges. Målgruppen er ældre medicinske patienter. Teamet samarbejder med praktiserende læger og sygehuset."
)
_NAME, _PASSWORD = "redaktion", "kun til billederne"


def main() -> None:
    """Run the command."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        settings = load_settings(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "public")
        ensure_ready(settings, say=_say)
        show_public(browser, settings)
        show_staff(browser, Settings(data=Path(folder) / "staff", threads=1))


def show_public(browser: Browser, settings: Settings) -> None:
    """Take the pictures of what everybody sees."""
    with serving(settings) as site:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{site.url}/")
        _take(page, "forside", "body.is-live")
        page.goto(f"{site.url}/?q=forebyggelse+af+genindl%C3%A6ggelser")
        _take(page, "soeg", "body.is-live .card")
        record = page.locator(".card h3 a").nth(1).get_attribute("href")
        page.goto(f"{site.url}{record}")
        _take(page, "projekt", "h1")
        page.goto(f"{site.url}/match")
        page.wait_for_selector("body.is-live")
        page.locator("#udkast").fill(DRAFT)
        page.locator("[data-match] button[type=submit]").first.click()
        page.wait_for_selector("#match-results")
        page.evaluate("window.scrollTo(0, 0)")
        _take(page, "match", "[data-view][aria-busy=false]")
        page.goto(f"{site.url}/udforsk")
        _take(page, "udforsk", "svg")
        figure = page.locator("section[aria-labelledby=h-meaning]")
        while not figure.locator("svg a").count():  # it is laid out beside the server, once for a version
            page.wait_for_timeout(2000)
            page.reload()
        figure.screenshot(path=IMAGES / "landskab.png")
        page.close()
        phone = browser.new_page(viewport={"width": 390, "height": 844})
        phone.goto(f"{site.url}/?q=demens")
        _take(phone, "soeg-390", "body.is-live .card")
        phone.close()


def show_staff(browser: Browser, settings: Settings) -> None:
    """Take the pictures of the staff's overview and of a proposal with its differences."""
    settings.data.mkdir(parents=True)
    with serve(Pages()) as pages:
        fill(pages, 1)
        describe_source(settings.data, pages)
        ingest_and_index(load_settings(settings.data), ["proeve"], publish=True, who="pictures")
        fill(pages, 2)
        ingest_and_index(load_settings(settings.data), ["proeve"], who="pictures")
    Accounts(settings.data).add(_NAME, _PASSWORD, Role.ADMINISTRATOR)
    with serving(load_settings(settings.data)) as site:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{site.url}/redaktion")
        page.locator("input[name=name]").fill(_NAME)
        page.locator("input[type=password]").fill(_PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        _take(page, "redaktion", ".desk")
        page.goto(f"{site.url}/redaktion/forslag")
        page.locator("main a[href*='/redaktion/forslag/']").first.click()
        _take(page, "redaktion-forslag", ".desk")
        page.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _take(page: Page, name: str, ready: str) -> None:
    page.wait_for_selector(ready, timeout=120_000)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png")
    _say(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
