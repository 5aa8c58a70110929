"""Tables that go on over a page break, put together; tables to blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parse.draft import Draft
from ingest.parse.html_tables import Row, row_drafts
from ingest.parse.pdf_breaks import IsWord, join_cell
from ingest.parse.pdf_flow import Flow
from ingest.parse.pdf_tables import PdfTable

_SAME_EDGE = 14.0  # points that a column may shift between pages


@dataclass(slots=True)
class TableDrafts:
    """The blocks of a table's part on one page; parts of one table share the group."""

    group: int
    drafts: list[Draft]


def join_tables(flows: Sequence[Flow], is_word: IsWord) -> dict[tuple[int, int], TableDrafts]:
    """Turn each page's tables into blocks, by (page number, index of the part).

    A table at the end of a page and one with the same columns at the start of the next are one: they share their
    group, and a header row that is repeated is left out.

    Args:
        flows: the pages.
        is_word: tells the words that stand somewhere in the file, in lower case; cells broken in them are mended.
    """
    done: dict[tuple[int, int], TableDrafts] = {}
    group = 10_000  # apart from the groups of lists
    open_table: PdfTable | None = None
    header: list[str] = []
    for flow in flows:
        for n, part in enumerate(flow.parts):
            if not isinstance(part, PdfTable):
                open_table = None
                continue
            goes_on = open_table is not None and _same_columns(open_table, part)
            if not goes_on:
                group += 1
            rows: list[Row] = [
                ([join_cell(cell.split("\n"), is_word) for cell in row.cells], False) for row in part.rows
            ]
            if goes_on and rows and rows[0][0] == header:
                rows = rows[1:]
            drafts = row_drafts(rows, group)
            if goes_on:
                for draft in drafts:
                    draft.is_header = False
            elif drafts:
                header = list(drafts[0].cells)
                drafts[0].is_header = drafts[0].is_header or part.is_bold_first
            done[flow.page_no, n] = TableDrafts(group, drafts)
            open_table = part
    return done


def _same_columns(first: PdfTable, second: PdfTable) -> bool:
    if len(first.edges) != len(second.edges):
        return False
    return all(
        min(abs(a[0] - b[0]), abs(a[1] - b[1])) < _SAME_EDGE or (a[0] < b[1] and b[0] < a[1])
        for a, b in zip(first.edges, second.edges, strict=True)
    )
