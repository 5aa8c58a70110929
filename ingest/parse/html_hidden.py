"""What a reader of the page does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from ingest.parse.html_tree import Page

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_MAX_CSS_CHARS = 200_000
_SIMPLE = re.compile(r"^\s*([.#])([\w-]{1,80})\s*$")
_HIDING = re.compile(
    r"""(?ix)(?<![\w-])(?:
      display\s*:\s*none | visibility\s*:\s*(?:hidden|collapse) | opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)
    | font-size\s*:\s*0(?:\.\d{0,2})?(?:px|pt|em|rem|%)?\s*(?:;|$|!) | text-indent\s*:\s*-\d{3,}
    | (?:left|top|right|margin-left|margin-top)\s*:\s*-\d{4,} | clip\s*:\s*rect\(\s*[01](?:px)?
    | clip-path\s*:\s*inset\(\s*(?:50|100)%
    | transform\s*:\s*scale\(\s*0\s*\)
    )"""
)
_ZERO_BOX = re.compile(r"(?i)(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?:px|em)?\s*(?:;|$|!)")
_COLOUR = re.compile(r"(?i)(?<![\w-])color\s*:\s*([^;!]{1,40})")
_BACKGROUND = re.compile(r"(?i)(?<![\w-])background(?:-color)?\s*:\s*([^;!]{1,60})")
_WHITE = re.compile(
    r"(?i)^(?:white|#fff|#ffffff|rgba?\(\s*255\s*,\s*255\s*,\s*255\b.*|transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))\s*$"
)


_FOLDING = re.compile(r"(?i)accordion|akkordeon|collapse|panel|foldud|fold-ud|foldout|harmonika|expand|toggle")


class Visibility:
    """Tells hidden elements of one page, style sheets in the page included.

    A closed accordion or tab is not hidden: what a control on the page opens (aria-controls, a link to its id,
    `<details>`, `role=tabpanel`) is content.
    """

    def __init__(self, page: Page) -> None:
        self._names = _hidden_names(page)
        self._opened = _opened_ids(page)

    def is_hidden(self, tag: Tag) -> bool:
        """Tell whether this element, seen alone, is kept from sight."""
        attrs = tag.attrs
        if not attrs:
            return False
        style = str(attrs.get("style", ""))
        hides = "hidden" in attrs or attrs.get("aria-hidden") == "true" or bool(style and _hides(style))
        if not hides and self._names:
            classes = str(attrs.get("class") or "").split()
            hides = any(f".{name}" in self._names for name in classes) or f"#{attrs.get('id', '')}" in self._names
        return hides and not self._is_panel(tag)

    def _is_panel(self, tag: Tag) -> bool:
        attrs = tag.attrs
        if attrs.get("id") in self._opened or attrs.get("role") == "tabpanel" or "aria-labelledby" in attrs:
            return attrs.get("role") not in ("dialog", "alertdialog", "menu")
        around = [tag, *list(tag.parents)[:2]]
        if any(_FOLDING.search(str(t.attrs.get("class") or "")) for t in around if t.name not in ("body", "html")):
            return attrs.get("role") not in ("dialog", "alertdialog", "menu")
        return _follows_opener(tag)


def _follows_opener(tag: Tag) -> bool:
    """Tell whether the element right before it says that it opens something: `<button aria-expanded="false">`."""
    before = tag.find_previous_sibling()
    return isinstance(before, Tag) and (
        before.has_attr("aria-expanded") or any(child.has_attr("aria-expanded") for child in before.find_all(True))
    )


def _hides(style: str) -> bool:
    if _HIDING.search(style) or ("overflow" in style and _ZERO_BOX.search(style)):
        return True
    colour = _COLOUR.search(style)
    if not colour:
        return False
    background = _BACKGROUND.search(style)
    ink = colour[1].strip().lower()
    if background:
        return background[1].strip().lower().split(" ")[0] == ink
    return bool(_WHITE.match(ink))


def _hidden_names(page: Page) -> set[str]:
    names: set[str] = set()
    for sheet in page.by_name["style"]:
        for selectors, body in _rules(_COMMENT.sub("", sheet.get_text()[:_MAX_CSS_CHARS])):
            # white text in a style sheet stands on a dark ground set elsewhere more often than not
            if _HIDING.search(body) or ("overflow" in body and _ZERO_BOX.search(body)):
                names |= {m[1] + m[2] for part in selectors.split(",") if (m := _SIMPLE.match(part))}
    return names


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Give selectors and body of each rule; what is for print alone is left out."""
    start = n_print = 0
    opened: list[tuple[str, bool]] = []
    for brace in re.finditer(r"[{}]", css):
        piece = css[start : brace.start()].strip()
        start = brace.end()
        if brace[0] == "{":
            is_print = bool(re.match(r"@media\s+print\b", piece))
            opened.append((piece, is_print))
            n_print += is_print
        elif opened:
            selectors, is_print = opened.pop()
            n_print -= is_print
            if not n_print and len(selectors) <= 400 and not selectors.startswith("@"):
                yield selectors, piece[:2000]


def _opened_ids(page: Page) -> set[str]:
    ids: set[str] = set()
    for tag in page.openers:
        ids.update(str(tag.attrs.get("aria-controls", "")).split())
        for name in ("href", "data-target", "data-bs-target", "data-toggle-target", "data-accordion-target"):
            value = str(tag.attrs.get(name, ""))
            if name != "href" or value.startswith("#"):
                ids.add(value.lstrip("#"))
    ids.discard("")
    return ids
