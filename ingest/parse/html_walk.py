"""The walk over a page's tree: elements to drafts, furniture and hidden parts left out."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString

from corpus.documents import BlockKind
from ingest.parse.boilerplate import is_furniture_name
from ingest.parse.draft import Draft
from ingest.parse.html_ends import closing_parts, part_footers
from ingest.parse.html_folds import is_fold_head, is_place_button, opens_panel, opens_part, unmarked
from ingest.parse.html_hidden import Visibility
from ingest.parse.html_line_drafts import line_draft
from ingest.parse.html_lines import RunningText
from ingest.parse.html_links import PageLinks
from ingest.parse.html_main import MAX_UPDATE_LINES, UPDATES, find_main, is_link_list, is_pages_own, lines_on_updates
from ingest.parse.html_tables import MAX_ROWS, is_layout_table, row_drafts, table_rows
from ingest.parse.html_text import BLOCKS, SKIPPED, item_text, text_of
from ingest.parse.html_tree import Page
from ingest.parse.limits import DEFAULT_LIMITS
from ingest.parse.text import clean_text
from ingest.parse.updated import is_date_line

_SKIPPED_ROLES = frozenset(
    "navigation banner contentinfo search menu menubar dialog alertdialog toolbar tooltip status alert".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_READERS = {
    "table": "_table",
    "ul": "_list",
    "ol": "_list",
    "menu": "_list",
    "dl": "_definitions",
    "summary": "_opener",
    "button": "_opener",
    "a": "_anchor",
    "b": "_bold_text",
    "strong": "_bold_text",
    "pre": "_preformatted",
    "figcaption": "_caption",
    "caption": "_caption",
    "legend": "_caption",
}


class Walker:
    """Reads one page; use `walk_page` once. Past `max_drafts` blocks it goes no further."""

    def __init__(self, page: Page, url: str, *, max_drafts: int = DEFAULT_LIMITS.max_blocks) -> None:
        self._max_drafts = max_drafts
        self._cut = ""
        self._links = PageLinks(url, [str(tag["href"]) for tag in page.by_name["base"] if tag.get("href")])
        self._page = page
        self._visibility = Visibility(page)
        self._running = RunningText()
        self._list_depth = 0
        self._group = 0
        self._opener_level = 0  # of the openers beside one another; 0 outside them
        self._in_main = False
        self._footers = part_footers(page)
        self._closing: frozenset[int] = frozenset()  # the site's last words on a page that marks no main part
        self.drafts: list[Draft] = []
        self.h1s: list[str] = []
        self._h1_texts: set[str] = set()
        self.dropped_lines: list[str] = []  # furniture that may still say when the page was updated

    @property
    def links(self) -> list[tuple[str, str]]:
        """The page's links so far: label and absolute address."""
        return self._links.found

    @property
    def cut(self) -> str:
        """What was left out for its size, in words."""
        return self._cut or self._links.cut

    def walk_page(self) -> list[Draft]:
        """Give the page's content in order; `links` and `h1s` are filled on the way."""
        body = self._page.body
        main = find_main(self._page)
        if main is None:
            self._closing = closing_parts(self._page)
            self._walk(body)
            self._flush()
            return self.drafts
        for h1 in self._page.by_name["h1"]:
            if main not in h1.parents and not any(
                self._is_skipped(p) for p in h1.parents if p.name not in ("header", None)
            ):
                self._heading(h1, 1)
        self._in_main = True
        self._walk(main)
        self._flush()
        self._walk_outside(main)
        return self.drafts

    def _walk_outside(self, main: Tag) -> None:
        """Read boxes beside the main part ("Praktiske oplysninger"), and note lines that say when it was updated."""
        for aside in self._page.by_name["aside"]:
            outside = main not in aside.parents and aside not in main.parents and aside.find_parent("aside") is None
            if outside and not self._is_skipped(aside) and not is_link_list(aside):
                self._walk(aside)
                self._flush()
        self.dropped_lines += lines_on_updates(self._page, main)[: MAX_UPDATE_LINES - len(self.dropped_lines)]

    def _is_skipped(self, tag: Tag) -> bool:
        attrs = tag.attrs
        if (tag.name in SKIPPED and id(tag) not in self._footers) or attrs.get("role") in _SKIPPED_ROLES:
            return True
        if id(tag) in self._closing:
            return True
        if not attrs or tag.name in ("body", "html", "main"):
            return False
        if self._visibility.is_hidden(tag):
            return True
        names = str(attrs["class"]).split() if "class" in attrs else []
        furniture = any(map(is_furniture_name, names)) or ("id" in attrs and is_furniture_name(str(attrs["id"])))
        return furniture and tag.find(("h1", "main")) is None

    def _walk(self, parent: Tag) -> None:
        for child in parent.children:
            if type(child) is NavigableString:
                self._running.add(str(child))
            elif isinstance(child, Tag):
                if len(self.drafts) > self._max_drafts:
                    self._cut = f"only the first {self._max_drafts} blocks were read"
                    return
                self._visit(child)

    def _visit(self, tag: Tag) -> None:
        name = tag.name
        role = tag.attrs.get("role") if tag.attrs else None
        if name == "br":
            self._running.break_line()
        elif self._is_skipped(tag):
            self._note_dropped(tag)
        elif name in _HEADINGS or role == "heading":
            self._heading(tag, _HEADINGS.get(name) or _aria_level(tag))
        elif name in _READERS:
            getattr(self, _READERS[name])(tag)
        elif role in ("table", "grid"):
            self._table(tag)
        elif name == "header" and not self._in_main and is_pages_own(tag):
            self._page_header(tag)
        elif name in ("div", "span", "p") and tag.attrs and is_fold_head(tag):
            self._opener(tag)
        elif name in BLOCKS:
            self._flush()
            self._walk(tag)
            self._flush()
        else:
            self._walk(tag)

    def _caption(self, tag: Tag) -> None:
        self._flush()
        self._emit(BlockKind.CAPTION, clean_text(tag.get_text()))

    def _preformatted(self, tag: Tag) -> None:
        self._flush()
        for n, line in enumerate(tag.get_text().split("\n")):
            if n:
                self._running.break_line()
            self._running.add(line)
        self._flush()

    def _note_dropped(self, tag: Tag) -> None:
        if tag.name in ("footer", "div", "section", "p") and not self._visibility.is_hidden(tag):
            self.dropped_lines += [
                line for s in tag.stripped_strings if UPDATES.search(line := clean_text(s)) and len(line) < 120
            ]

    def _page_header(self, tag: Tag) -> None:
        for h1 in tag.find_all("h1"):
            self._heading(h1, 1)
            for stamp in h1.find_next_siblings(("div", "p", "span", "time")):
                if is_date_line(text := clean_text(stamp.get_text(" "))):
                    self._emit(BlockKind.PARAGRAPH, text)

    def _heading(self, tag: Tag, level: int) -> None:
        self._flush()
        text = unmarked(clean_text(text_of(tag)))
        anchor = next((node for node in tag.descendants if isinstance(node, Tag) and node.name == "a"), None)
        href = self._links.note(text, anchor) if anchor is not None else None
        self._opener_level = 0 if level < self._opener_level else self._opener_level
        is_repeated = level == 1 and text in self._h1_texts
        if level == 1 and text:
            self.h1s.append(text)
            self._h1_texts.add(text)
        if text and not is_repeated:
            self.drafts.append(Draft(BlockKind.HEADING, (text,), level=level, href=href))

    def _opener(self, tag: Tag) -> None:
        """Read what opens a folded part as its heading; any other button is furniture."""
        text = unmarked(clean_text(text_of(tag)))
        if not text or not (opens_part(tag) or self._visibility.is_fold_button(tag) or is_place_button(tag)):
            return
        self._open(text)

    def _open(self, text: str) -> None:
        self._flush()
        if not self._opener_level:
            self._opener_level = min(self._level() + 1, 6)
        if text:
            self.drafts.append(Draft(BlockKind.HEADING, (text,), level=self._opener_level))

    def _level(self) -> int:
        """Give the level of the last marked heading; bold lines beside one another keep one level."""
        for draft in reversed(self.drafts):
            if draft.kind is BlockKind.HEADING:
                return draft.level - 1 if draft.group == -1 else draft.level
        return 1

    def _anchor(self, tag: Tag) -> None:
        if opens_panel(tag):
            self._opener(tag)
            return
        if any(isinstance(node, Tag) and node.name in BLOCKS for node in tag.descendants):
            self._flush()
            self._links.note(clean_text(text_of(tag)), tag)
            self._walk(tag)
            self._flush()
            return
        start = self._running.mark()
        self._walk(tag)
        label = self._running.text_since(start)
        href = self._links.note(label, tag)
        if href and label:
            self._running.note_anchor(start, label, href)

    def _bold_text(self, tag: Tag) -> None:
        start = self._running.mark()
        self._walk(tag)
        self._running.note_bold(start)

    def _table(self, tag: Tag) -> None:
        self._flush()
        if tag.name == "table" and is_layout_table(tag):
            self._walk(tag)
            self._flush()
            return
        hidden = frozenset(id(t) for t in tag.find_all(True) if t.attrs and self._visibility.is_hidden(t))
        for anchor in tag.find_all("a", href=True):
            self._links.note(clean_text(anchor.get_text()), anchor)
        caption = tag.find("caption")
        if isinstance(caption, Tag):
            self._emit(BlockKind.CAPTION, clean_text(caption.get_text()))
        self._group += 1
        rows = table_rows(tag, hidden)
        if len(rows) >= MAX_ROWS:
            self._cut = f"only the first {MAX_ROWS} rows of a table were read"
        self.drafts += row_drafts(rows, self._group)

    def _list(self, tag: Tag) -> None:
        self._flush()
        self._list_depth += 1
        self._group += 1
        group = self._group
        for child in tag.children:
            if not isinstance(child, Tag) or self._is_skipped(child):
                continue
            if child.name == "li":
                self._item(child, group)
            else:
                self._visit(child)
        self._flush()
        self._list_depth -= 1

    def _item(self, tag: Tag, group: int) -> None:
        first = len(self.drafts)
        self._walk(tag)
        self._flush()
        new = self.drafts[first:]
        is_card = any(d.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.DEFINITION) for d in new)
        if is_card or not new:
            return
        own = [d for d in new if d.kind in (BlockKind.PARAGRAPH, BlockKind.LINK)]
        rest = [d for d in new if d.kind not in (BlockKind.PARAGRAPH, BlockKind.LINK)]
        if own:
            href = next((d.href for d in own if d.href), None)
            text = item_text([d.text for d in own])
            rest.insert(0, Draft(BlockKind.LIST_ITEM, (text,), level=self._list_depth, group=group, href=href))
        self.drafts[first:] = rest

    def _definitions(self, tag: Tag) -> None:
        self._flush()
        self._group += 1
        group, terms = self._group, ""
        is_folded = False  # whether the last term opens what stands below it
        for part in tag.find_all(("dt", "dd")):
            if self._is_skipped(part) or part.find_parent("dl") is not tag:
                continue
            if part.name == "dt" and (opener := part.find(("button", "summary"))) is not None:
                terms, is_folded = "", True
                self._open(unmarked(clean_text(text_of(opener))))
                continue
            if part.name == "dd" and is_folded and not terms:
                self._walk(part)
                self._flush()
                continue
            text = clean_text(text_of(part))
            for anchor in part.find_all("a", href=True):
                self._links.note(clean_text(anchor.get_text()), anchor)
            if part.name == "dt":
                terms = text
            elif text:
                cells = (terms, text) if terms else (text,)
                kind = BlockKind.DEFINITION if terms else BlockKind.PARAGRAPH
                self.drafts.append(Draft(kind, cells, group=group))

    def _flush(self) -> None:
        """End the running text: it becomes one block, or one per line where it has line breaks between lines."""
        for line in self._running.take_lines():
            if line.text:
                self.drafts.append(line_draft(line, level=min(self._level() + 1, 6), in_list=self._list_depth > 0))

    def _emit(self, kind: BlockKind, text: str, href: str | None = None) -> None:
        if text:
            self.drafts.append(Draft(kind, (text,), href=href))


def _aria_level(tag: Tag) -> int:
    level = str(tag.get("aria-level", "2"))
    return min(max(int(level), 1), 6) if level.isdecimal() and len(level) == 1 else 2
