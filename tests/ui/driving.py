"""How the tests drive a page: they wait for what a reader would see, never for a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import Site, Tab
from ui.texts import Texts, load_texts

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DA, EN = load_texts("da"), load_texts("en")
WIDTHS = (1280, 768, 320)
_EACH = [(width, texts) for texts in (DA, EN) for width in WIDTHS]

ALL = pytest.mark.parametrize(
    ("tab", "t"), _EACH, indirect=["tab"], ids=[f"{width}-{texts.language}" for width, texts in _EACH]
)
"""Every width in every language."""

EACH = pytest.mark.parametrize(
    ("tab", "t"), [(1280, DA), (768, EN), (320, DA)], indirect=["tab"], ids=["1280-da", "768-en", "320-da"]
)
"""Each width and each language, for what breaks by one or by the other."""

ENDS = pytest.mark.parametrize(("tab", "t"), [(1280, DA), (320, EN)], indirect=["tab"], ids=["1280-da", "320-en"])
"""The widest in one language and the narrowest in the other."""


def suffix(t: Texts, mark: str = "?") -> str:
    """Give what an address carries in this language."""
    return f"{mark}lang=en" if t.language == "en" else ""


def open_live(tab: Tab, site: Site, path: str) -> None:
    """Open an interactive page and wait until Gradio has taken it over."""
    tab.page.goto(site.url + path)
    tab.page.wait_for_selector("body.is-live")


def ask(tab: Tab, query: str, t: Texts = DA) -> None:
    """Type a question as a reader does, and wait for its answer."""
    box = tab.page.get_by_label(t("search.label"))
    box.fill(query)
    box.press("Enter")
    tab.page.wait_for_function("query => document.title.startsWith(query)", arg=query)
    tab.page.wait_for_selector("[data-view][aria-busy=false]")


def leave(page: Page, act: Callable[[], object]) -> None:
    """Do what loads another page, and wait until that one is there: the old one may look like what is waited for."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        act()


def unfold_facets(page: Page) -> None:
    """Open the list of facets where the page is too narrow to show it."""
    fold = page.locator("[data-facets-fold]")
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").first.click()


def facet(page: Page, name: str) -> Locator:
    """Give a facet by its heading."""
    return page.locator(".facet", has=page.get_by_role("heading", name=name, exact=True))


def tab_to(page: Page, selector: str, *, key: str = "Tab", most: int = 250) -> None:
    """Press Tab until the focus is at what a selector finds, and see that the focus is shown there."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("selector => Boolean(document.activeElement?.matches(selector))", selector):
            assert is_focus_seen(page), selector
            return
    raise AssertionError(f"{key} never comes to {selector}")


def is_focus_seen(page: Page) -> bool:
    """Tell whether what has the focus, or the box around it, is outlined."""
    return bool(
        page.evaluate(
            "() => { for (let at = document.activeElement; at && at !== document.body; at = at.parentElement)"
            " { const style = getComputedStyle(at);"
            " if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true; } return false; }"
        )
    )


def fits(page: Page) -> bool:
    """Tell whether the page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def containing(text: str) -> re.Pattern[str]:
    """Give a pattern of whatever holds a text."""
    return re.compile(re.escape(text))
