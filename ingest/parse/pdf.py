"""PDF files: pages to blocks in reading order, tables, forms and scans included."""

from __future__ import annotations

import re
import subprocess
import time

import pypdfium2 as pdfium

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.draft import Draft, Parsed
from ingest.parse.labels import join_labels
from ingest.parse.limits import Limits
from ingest.parse.pdf_beside import notes_on, written_beside
from ingest.parse.pdf_boxes import find_boxes, insert_box
from ingest.parse.pdf_breaks import IsWord
from ingest.parse.pdf_carried import carry_rows
from ingest.parse.pdf_file import OpenedPdf, catalog_flags, document_info, form_fields, open_pdf
from ingest.parse.pdf_flow import Flow, body_height, flow_drafts, wrapped_at
from ingest.parse.pdf_furniture import find_furniture
from ingest.parse.pdf_grid import Grid, find_grids, read_grid
from ingest.parse.pdf_join import join_tables
from ingest.parse.pdf_lines import Line, read_regions
from ingest.parse.pdf_tables import find_tables
from ingest.parse.pdf_words import PageWords, Word, read_words
from ingest.parse.scan_quality import is_poor_layer
from ingest.parse.tidy import tidy
from ingest.parse.updated import find_stated_update

_SOFT_SHARE = 0.75  # of the time limit: what is read by then is kept, as partial
_MAX_BAD_SHARE = 0.02  # broken characters a word; one in fifty words is a slip, more is a broken font map
_LEAST_WRAPS = 4  # lines that go on in the next, from which on where they stop is the edge
_NARROW = 0.75  # of a page's full line
_SCAN_IMAGE_SHARE = 0.35
_MIN_VISIBLE_CHARS = 25
_OUTLINE_PATHS = 150  # a page of letters drawn as outlines has thousands
_BAD_TITLE = re.compile(
    r"(?i)^(?:\(?(?:untitled|anonymous|unspecified)\)?|microsoft word\b.*|.*\.(?:docx?|pdf|indd|pptx?|xlsx?)|print|"
    r"document\d*|dokument\d*|\W*|title|titel|powerpoint.*|slide \d+)$"
)


_STAMP = re.compile(r"(?i)^\W*(?:udkast|fortrolig\w*|draft)\W*$")


class _Reading:
    """The state of reading one file: what came out, and what could not be read."""

    def __init__(self, opened: OpenedPdf, limits: Limits) -> None:
        self.opened = opened
        self.limits = limits
        self.deadline = time.monotonic() + _SOFT_SHARE * limits.timeout_s
        self.n_ocr = 0
        self.unread: list[int] = []
        self.need_ocr: list[int] = []
        self.reasons: list[str] = []
        self.notes: list[str] = []  # texts of the pages' notes
        self.flags: set[str] = set(opened.flags)


def parse_pdf(body: bytes, limits: Limits) -> Parsed:
    """Read a PDF file.

    Visible text only: invisible ink, white on white and text off the page are left out and flagged. Pages without a
    usable text layer are read by OCR, where it is installed. Scripts, attachments and XFA are flagged, never run.
    """
    opened = open_pdf(body)
    if opened.document is None:
        status = DocumentStatus.NEEDS_PASSWORD if opened.needs_password else DocumentStatus.FAILED
        return Parsed(status=status, reason=opened.reason)
    reading = _Reading(opened, limits)
    reading.flags.update(catalog_flags(body))
    pages = _read_pages(opened.document, reading)
    parsed = _build(pages, opened.document, reading)
    if reading.flags & {"form", "xfa"}:
        parsed.drafts += [Draft(BlockKind.DEFINITION, pair) for pair in form_fields(body)]
    beside = [*written_beside(opened.document, body), *reading.notes]
    parsed.unseen = "\n".join([*(" ".join(word.text for word in page.hidden) for page in pages), *beside])
    return _judge(parsed, reading)


def _read_pages(document: pdfium.PdfDocument, reading: _Reading) -> list[PageWords]:
    pages: list[PageWords] = []
    n_pages = len(document)
    for index in range(min(n_pages, reading.limits.max_pages)):
        if time.monotonic() > reading.deadline:
            reading.reasons.append(f"time limit: {index} of {n_pages} pages read")
            break
        try:
            page = document[index]
        except pdfium.PdfiumError:
            if index >= len(pages) + 20 and not any(p.words for p in pages[-20:]):
                reading.reasons.append(f"the file claims {n_pages} pages")  # /Count can lie by billions
                break
            reading.unread.append(index + 1)
            pages.append(PageWords())
            continue
        try:
            pages.append(_read_page(page, index + 1, reading))
        finally:
            page.close()
    else:
        if n_pages > reading.limits.max_pages:
            reading.reasons.append(f"only the first {reading.limits.max_pages} of {n_pages} pages are read")
    return pages


def _read_page(page: pdfium.PdfPage, page_no: int, reading: _Reading) -> PageWords:
    found = read_words(page)
    reading.notes += notes_on(page)
    visible = sum(len(word.text) for word in found.words)
    is_scan = found.image_share >= _SCAN_IMAGE_SHARE and visible < _MIN_VISIBLE_CHARS
    is_outline = visible == 0 and found.n_paths >= _OUTLINE_PATHS
    is_broken = found.bad_share > _MAX_BAD_SHARE
    if not (is_scan or is_outline or is_broken):
        if found.hidden:
            reading.flags.add("hidden_text")
        return found
    if is_scan and found.hidden and not is_poor_layer(" ".join(word.text for word in found.hidden)):
        # a scan's own OCR layer is written in invisible ink; a good one is the page's text
        found.words, found.hidden = found.hidden + found.words, []
        reading.flags.add("ocr_layer")
        return found
    return _scan(page, page_no, found, reading, is_broken)


def _scan(page: pdfium.PdfPage, page_no: int, found: PageWords, reading: _Reading, is_broken: bool) -> PageWords:
    from ingest.parse.ocr import ocr_remedy, read_scan  # numpy and Pillow, needed for scans only

    remedy = ocr_remedy()
    left_s = reading.deadline - time.monotonic()
    if remedy or reading.n_ocr >= reading.limits.max_ocr_pages or left_s < 2:
        reading.need_ocr.append(page_no)
        if remedy and remedy not in reading.reasons:
            reading.reasons.append(remedy)
        found.words = [] if is_broken else found.words
        return found
    reading.n_ocr += 1
    try:
        scanned, confidence = read_scan(page, left_s)
    except (OSError, subprocess.TimeoutExpired) as exc:
        reading.need_ocr.append(page_no)
        said = "it took too long" if isinstance(exc, subprocess.TimeoutExpired) else str(exc)
        reading.reasons.append(f"OCR failed on page {page_no}: {said}"[:120])
        return found
    reading.flags.add("ocr")
    if confidence < 60:
        reading.flags.add("ocr_low_confidence")
    return scanned


def _build(pages: list[PageWords], document: pdfium.PdfDocument, reading: _Reading) -> Parsed:
    grids = [find_grids(page.words, page.rules_h, page.rules_v) for page in pages]
    regions = [_regions(page, found) for page, found in zip(pages, grids, strict=True)]
    flat = [[line for region in page for line in region] for page in regions]
    drop = find_furniture([(lines, page.height) for lines, page in zip(flat, pages, strict=True)])
    flows = []
    for index, page in enumerate(pages):
        flow = Flow(index + 1)
        _fill(flow, regions[index], page, grids[index], {n for number, n in drop if number == index})
        flows.append(flow)
    carry_rows(flows)
    _set_right_edges(flows, pages)
    tables = join_tables(flows, _word_test(pages))
    body = body_height(flows)
    drafts: list[Draft] = []
    group = 0
    for flow in flows:
        for draft in flow_drafts(flow, body, group):
            if draft.group == -1:
                table = tables[flow.page_no, int(draft.text)]
                drafts += [
                    Draft(row.kind, row.cells, page_no=flow.page_no, is_header=row.is_header, group=table.group)
                    for row in table.drafts
                ]
            else:
                drafts.append(draft)
        group = max((d.group for d in drafts), default=group)
    info = document_info(document)
    title = _title(drafts, info)
    parsed = Parsed(drafts=drafts, title=title, n_pages=len(document))
    # the file's own modification date tells when it was exported, not when its content was updated
    parsed.last_updated = find_stated_update([d.text for d in drafts])
    parsed.drafts = join_labels(tidy(drafts, title))
    parsed.meta = {k: v for k, v in info.items() if k in ("title", "subject")}
    return parsed


def _word_test(pages: list[PageWords]) -> IsWord:
    """Tell the words of the file; they are put together when first asked for."""
    words: set[str] = set()

    def is_word(word: str) -> bool:
        if not words:
            words.update(w.text.casefold().strip('.,:;()»«"') for page in pages for w in page.words)
        return word in words

    return is_word


def _set_right_edges(flows: list[Flow], pages: list[PageWords]) -> None:
    """Set how far a full line reaches: in one column as far from the right edge as the text begins from the left.

    Where sentences go on from line to line long before that, the text is set in half a page, which is noted too.
    """
    for flow, page in zip(flows, pages, strict=True):
        starts = sorted(flow.breaks)
        for n, start in enumerate(starts):
            end = starts[n + 1] if n + 1 < len(starts) else len(flow.parts)
            lines = [part for part in flow.parts[start:end] if isinstance(part, Line)]
            left = min((line.x0 for line in lines), default=0.0)
            right = max((line.x1 for line in lines), default=0.0)
            is_column = len(starts) > 1 and right - left < 0.55 * page.width
            full = right if is_column else max(right, min(page.width - left, 0.93 * page.width))
            flow.rights[start] = full
            wraps = wrapped_at(lines)
            if len(wraps) >= _LEAST_WRAPS and max(wraps) - left < _NARROW * (full - left):
                flow.wraps[start] = max(wraps)


def _regions(page: PageWords, grids: list[Grid]) -> list[list[Line]]:
    """Give the regions of the words outside ruled tables, boxes in their places; none lies both above and below one."""
    within = {id(word) for grid in grids for word in grid.words}
    boxes = find_boxes(page, [word for word in page.words if id(word) not in within])
    within |= {id(word) for _, words in boxes for word in words}
    bands: list[list[Word]] = [[] for _ in range(len(grids) + 1)]
    for word in page.words:
        if id(word) not in within:
            bands[sum(1 for grid in grids if grid.top <= (word.y0 + word.y1) / 2)].append(word)
    regions = [region for band in bands for region in read_regions(band, page.rules_v)]
    for box, words in boxes:
        regions = insert_box(regions, box, words, page)
    return regions


def _fill(flow: Flow, regions: list[list[Line]], page: PageWords, grids: list[Grid], drop: set[int]) -> None:
    n = 0
    waiting = list(grids)
    for region in regions:
        while waiting and waiting[0].top <= (region[0].y0 + region[0].y1) / 2:
            flow.parts.append(read_grid(waiting.pop(0)))
        flow.breaks.add(len(flow.parts))
        kept = []
        for line in region:
            if n not in drop and not _STAMP.match(line.text):
                kept.append(line)
            n += 1
        tables = find_tables(kept, page.rules_h)
        place = 0
        for table in tables:
            flow.parts += kept[place : table.first_line]
            flow.parts.append(table)
            place = table.first_line + table.n_lines
        flow.parts += kept[place:]
    flow.parts += [read_grid(grid) for grid in waiting]
    for region in read_regions(page.turned):
        flow.breaks.add(len(flow.parts))
        flow.parts += [line for line in region if not _STAMP.match(line.text)]


def _title(drafts: list[Draft], info: dict[str, str]) -> str | None:
    first = [d for d in drafts if d.page_no == 1]
    headings = [d for d in first if d.kind is BlockKind.HEADING and d.level < 3] or [
        d for d in first if d.kind is BlockKind.HEADING
    ]
    if headings:
        top = min(d.level for d in headings)
        return next(d.text for d in headings if d.level == top)
    said = info.get("title", "")
    return said if said and not _BAD_TITLE.match(said) else None


def _judge(parsed: Parsed, reading: _Reading) -> Parsed:
    has_text = any(draft.text for draft in parsed.drafts)
    if reading.flags:
        parsed.meta["flags"] = ",".join(sorted(reading.flags))
    if reading.need_ocr and not has_text:
        parsed.status = DocumentStatus.NEEDS_OCR
        parsed.reason = " ".join(["no text layer.", *reading.reasons])
    elif not has_text:
        parsed.status, parsed.reason = DocumentStatus.EMPTY, "no text on any page"
        if reading.opened.is_damaged and parsed.n_pages:
            # the pages were found, but what is written on them was cut away
            parsed.status = DocumentStatus.PARTIAL
            parsed.reason = f"the file is cut short: {parsed.n_pages} page(s) found, the text of none"
        elif reading.opened.is_damaged or reading.unread or reading.reasons:
            parsed.status, parsed.reason = (
                DocumentStatus.FAILED,
                "; ".join(reading.reasons) or "damaged: no page can be read",
            )
    elif reading.opened.is_damaged or reading.unread or reading.need_ocr or reading.reasons:
        parsed.status = DocumentStatus.PARTIAL
        parsed.reason = "; ".join(_partial_reasons(reading))
    return parsed


def _partial_reasons(reading: _Reading) -> list[str]:
    reasons = list(reading.reasons)
    if reading.opened.is_damaged:
        reasons.insert(0, "the file is damaged or cut short: whole pages only")
    if reading.unread:
        reasons.append(f"{len(reading.unread)} page(s) could not be read, the first is {reading.unread[0]}")
    if reading.need_ocr:
        reasons.append(f"{len(reading.need_ocr)} page(s) without text need OCR, the first is {reading.need_ocr[0]}")
    return reasons
