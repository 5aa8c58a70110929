"""HTML text to a tree that nothing has fallen out of."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.parse.html_builder import make_soup

# libxml2 drops what lies deeper than 256 elements, without a word; a Python walk must stay under its stack too
MAX_DEPTH = 120
# An unquoted "<" ends the search for ">": in a script that is never closed it would be sought from every "<" to the end
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>|<!--.*?(?:-->|\Z)", re.S)
_TAG_START = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th|option)\b)[a-z]",
    re.I,
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr frame keygen".split())
_RAW = frozenset(("script", "style", "textarea", "title", "noscript", "template"))
_SELF_CLOSING = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"))
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code em font i kbd label mark q s samp small span strike strong sub sup tt u var".split()
)
# <noframes> is read as raw text, <plaintext> would swallow the rest of the page, <xmp> and <listing> are text too:
# all are preformatted text
_OBSOLETE = re.compile(r"<(/?)(?:plaintext|xmp|listing|noframes)\b[^>]{0,200}>", re.I)


@dataclass(slots=True)
class Page:
    """A page's tree with its elements at hand: asking the tree again and again costs more than building it."""

    soup: BeautifulSoup
    by_name: dict[str, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    by_role: dict[str, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    openers: list[Tag] = field(default_factory=list)  # elements that open another: aria-controls, data-target, "#id"
    text_chars: int = 0

    @property
    def body(self) -> Tag:
        """The body, or the whole tree of a page without one."""
        return self.soup.body or self.soup


_OPENING = frozenset(("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "data-accordion-target"))


def index_tree(soup: BeautifulSoup) -> Page:
    """Walk the tree once, and note its elements by name and role."""
    page = Page(soup)
    node = soup.contents[0] if soup.contents else None
    while node is not None:
        if isinstance(node, Tag):
            page.by_name[node.name].append(node)
            attrs = node.attrs
            if attrs:
                if "role" in attrs:
                    page.by_role[str(attrs["role"]).lower()].append(node)
                href = attrs.get("href")
                if (href and href[:1] == "#" and len(href) > 1) or not _OPENING.isdisjoint(attrs):
                    page.openers.append(node)
        elif isinstance(node, NavigableString):
            page.text_chars += len(node)
        node = node.next_element
    return page


def build_tree(html: str) -> BeautifulSoup:
    """Parse HTML with lxml, after flattening what nests deeper than `MAX_DEPTH`."""
    html = _OBSOLETE.sub(r"<\1div>", html.replace("\x00", ""))
    if _may_be_deep(html):
        html = flatten(html)
    return make_soup(html)


def _may_be_deep(html: str) -> bool:
    """Tell quickly whether elements may nest too deep; those that close by themselves are not counted."""
    depth = deepest = 0
    for match in _TAG_START.finditer(html):
        if match[1]:
            depth -= 1
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest > MAX_DEPTH - 20


def flatten(html: str, max_depth: int = MAX_DEPTH) -> str:
    """Remove the tags that open deeper than `max_depth`, keeping their text apart by line breaks."""
    stack: list[str] = []
    cuts: list[tuple[int, int, str]] = []
    raw_until = ""
    for match in _TAG.finditer(html):
        name = (match[2] or "").lower()
        if not name or name in _VOID:
            continue
        if raw_until:
            if match[1] and name == raw_until:
                raw_until = ""
            continue
        if match[1]:
            _close(stack, name, match, cuts, max_depth)
        elif name in _RAW:
            raw_until = name
        elif not match[0].endswith("/>"):
            if stack and name in _SELF_CLOSING and stack[-1] == name:
                stack.pop()
            stack.append(name)
            if len(stack) > max_depth:
                cuts.append((match.start(), match.end(), "" if name in _INLINE else "<br>"))
    return _cut(html, cuts) if cuts else html


def _close(stack: list[str], name: str, match: re.Match[str], cuts: list[tuple[int, int, str]], limit: int) -> None:
    # an end tag closes what was left open inside its element, but stray end tags must not empty the stack;
    # looking further back than this would make a page of stray end tags quadratic
    for back in range(1, min(len(stack), 40) + 1):
        if stack[-back] == name:
            if len(stack) - back + 1 > limit:
                cuts.append((match.start(), match.end(), "" if name in _INLINE else "<br>"))
            del stack[-back:]
            return


def _cut(html: str, cuts: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    place = 0
    for start, end, instead in cuts:
        between = html[place:start]
        # one break is enough between two removed tags with nothing between them
        is_repeat = not between.strip() and pieces[-1:] == ["<br>"]
        pieces += [between] if is_repeat else [between, instead]
        if is_repeat:
            pieces[-2:] = ["<br>"]
        place = end
    return "".join([*pieces, html[place:]])
