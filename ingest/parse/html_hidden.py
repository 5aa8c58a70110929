"""What a reader of the page does not see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import Tag

from ingest.parse.boilerplate import is_furniture_line
from ingest.parse.html_tree import Page
from ingest.parse.text import clean_text

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


_HEADS = ("h2", "h3", "h4", "h5", "h6", "dt", "header", "div", "p")  # what a button may stand alone in
_MAX_LABEL_CHARS = 160
_FOLDING = re.compile(r"(?i)accordion|akkordeon|collapse|panel|foldud|fold-ud|foldout|harmonika|expand|toggle")


class Visibility:
    """Tells hidden elements of one page, style sheets in the page included.

    A closed accordion or tab is not hidden: what a control on the page opens (aria-controls, a link to its id,
    `<details>`, `role=tabpanel`, a button right before it) is content, and so is what hides under headings beside one
    another.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._names = _hidden_names(page)
        self._opened = _opened_ids(page)
        self._folds: frozenset[str] | None = None  # what hides under two headings or more; sought once it is asked for

    def is_hidden(self, tag: Tag) -> bool:
        """Tell whether this element, seen alone, is kept from sight."""
        return self._is_kept_away(tag) and not self._is_panel(tag)

    def is_fold_button(self, tag: Tag) -> bool:
        """Tell a button by what comes next: a part of the page that is kept from sight until it is pressed."""
        if tag.name != "button" or not _reads_as_label(tag):
            return False
        after = _after(tag)
        return after is not None and self._is_kept_away(after)

    def _is_kept_away(self, tag: Tag) -> bool:
        attrs = tag.attrs
        if not attrs:
            return False
        style = str(attrs.get("style", ""))
        if "hidden" in attrs or attrs.get("aria-hidden") == "true" or (style and _hides(style)):
            return True
        if not self._names:
            return False
        classes = str(attrs.get("class") or "").split()
        return any(f".{name}" in self._names for name in classes) or f"#{attrs.get('id', '')}" in self._names

    def _is_panel(self, tag: Tag) -> bool:
        attrs = tag.attrs
        if attrs.get("id") in self._opened or attrs.get("role") == "tabpanel" or "aria-labelledby" in attrs:
            return attrs.get("role") not in ("dialog", "alertdialog", "menu")
        around = [tag, *list(tag.parents)[:2]]
        if any(_FOLDING.search(str(t.attrs.get("class") or "")) for t in around if t.name not in ("body", "html")):
            return attrs.get("role") not in ("dialog", "alertdialog", "menu")
        if attrs.get("role") in ("dialog", "alertdialog", "menu"):
            return False
        return _follows_opener(tag) or _follows_button(tag) or self._follows_heading(tag)

    def _follows_heading(self, tag: Tag) -> bool:
        """Tell whether this is one of several parts that hide under headings: a script opens them."""
        if _heading_before(tag) is None:
            return False
        if self._folds is None:
            headings = [h for name in _FOLD_HEADINGS for h in self._page.by_name[name]]
            below = [after for h in headings if (after := _next_tag(h)) is not None and self._is_kept_away(after)]
            counts = Counter(map(_looks, below))
            self._folds = frozenset(looks for looks, n in counts.items() if n > 1)
        return _looks(tag) in self._folds


_FOLD_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt", "summary", "label")


def _next_tag(tag: Tag) -> Tag | None:
    after = tag.find_next_sibling()
    return after if isinstance(after, Tag) else None


def _heading_before(tag: Tag) -> Tag | None:
    before = tag.find_previous_sibling()
    return before if isinstance(before, Tag) and before.name in _FOLD_HEADINGS else None


def _looks(tag: Tag) -> str:
    return f"{tag.name}.{tag.attrs.get('class') or ''}"


def _reads_as_label(tag: Tag) -> bool:
    """Tell a heading on a button from the name of a tool: it has two words or asks, and is none of the site's own."""
    text = clean_text(tag.get_text(" "))
    return (" " in text or text.endswith("?")) and len(text) <= _MAX_LABEL_CHARS and not is_furniture_line(text)


def _after(tag: Tag) -> Tag | None:
    """Give the element after this one, or after what holds nothing else: a heading, a term or a head around it."""
    for _ in range(3):
        after = _next_tag(tag)
        if after is not None:
            return after
        if not isinstance(tag.parent, Tag) or tag.parent.name not in _HEADS or tag.find_previous_sibling() is not None:
            return None
        tag = tag.parent
    return None


def _follows_button(tag: Tag) -> bool:
    """Tell whether a button with a heading's words on it, and nothing else, stands right before this."""
    before = tag.find_previous_sibling()
    for _ in range(3):
        if not isinstance(before, Tag):
            return False
        if before.name == "button":
            return _reads_as_label(before)
        parts = [child for child in before.children if isinstance(child, Tag)]
        if before.name not in _HEADS or len(parts) != 1:
            return False
        before = parts[0]
    return False


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
