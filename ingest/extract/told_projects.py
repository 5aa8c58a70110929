"""The one project that an article tells of: a pool that paid, one or a few municipalities, and what came of it.

Municipal news and articles seldom say "projektet ”…”": they say that Havby has trained people on Hjertestien, "et
projekt under puljen Et stærkere hjerte". A pool's support and whose it is suffice for a candidate; its name is taken
where words point it out, else the headline stands in for it, so low that linking does not hold it against a join.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.dates import find_dates
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.places import LIKELY, find_municipalities
from corpus.records import Status
from corpus.themes import STRONG, find_themes
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.lines import Line, Page, Span
from ingest.extract.owners import find_owner
from ingest.extract.project_pages import extract_project
from ingest.extract.project_titles import find_named_project
from ingest.extract.projects import inferred_title
from ingest.extract.told_gifts import find_gift
from ingest.extract.told_names import told_name, told_places
from ingest.extract.told_pools import ASKS, find_paying_pool
from ingest.extract.told_status import AWARD_NEWS, settle_status

_OTHER_PAGE = Cue(
    r"\btilmeld(?:ing|e|\sdig)|\bwebinar|\bkonferencen?\b|\bstillingen?\b|\bkollega til\b|vi søger en\b|"
    r"send (?:din )?ansøgning|\bansøgningsfrist|\bkommissorium|dagsorden|\bstatistik|tabellen viser|"
    r"\bhøring(?:en|sfrist)?\b|\bbekendtgørelse"
)
_HEALTH = re.compile(
    r"sundhed|patient|brugere|misbrug|stoffer|hjemløs|psykisk|sårbar|udsatte|handicap|demens|tænder|rygning|rusmid|"
    r"plejehjem|beboer|\bsyg|\blæge|ældre|\bpleje|træn[eit]|omsorg|behandling|\bborgere\b",
    re.I,
)


def is_other_page(text: str) -> bool:
    """Tell whether a page asks people to come, apply or answer, whatever it names on the way."""
    return bool(_OTHER_PAGE.search(text))


def is_of_health(lines: list[Line]) -> bool:
    """Tell whether lines are about health, care or those who need it."""
    text = "\n".join(line.text for line in lines)
    return _HEALTH.search(text) is not None or any(m.confidence >= STRONG for m in find_themes(text))


def extract_told(page: Page, kind: DocumentKind) -> Candidate | None:
    """Give the project that an article tells a pool has paid for, or `None`."""
    if _OTHER_PAGE.search(page.text) or (page.title is not None and ASKS.search(page.title.text)):
        return None
    paid = find_paying_pool(page) or _given(page)
    if paid is None or not is_of_health(page.lines):
        return None
    pool, sentence, line = paid
    places = told_places(page, sentence, line)
    title = page.title
    # A headline that names the pool and no place is of the pool: "Evaluering af puljen ... er klar".
    of_pool = title is not None and pool is not None and str(pool.value).casefold() in title.text.casefold()
    is_alone = len({m.code for m in find_municipalities(page.text) if m.confidence >= LIKELY}) == 1
    owner = None if places else find_owner(page)
    if owner is not None:
        described = inferred_title(page, [], owner, pool, done=False)
        project = extract_project(
            page, kind, pool, title=find_named_project(page, page.lines) or described, owner=owner
        )
        return _settled(page, project)
    if not places or (of_pool and title is not None and not find_municipalities(title.text) and not is_alone):
        return None
    name = told_name(page, line, places, pool)
    described = inferred_title(page, places, None, pool, done=False)
    return _settled(page, extract_project(page, kind, pool, title=name or described, places=places))


def _given(page: Page) -> tuple[None, Span, Line] | None:
    """Give where a foundation or public body is said to have given the money, where no pool is."""
    gift = find_gift(page)
    return (None, *gift) if gift is not None else None


def _settled(page: Page, project: Candidate | None) -> Candidate | None:
    """Give an article's project with status and year as far as the article's date settles them."""
    if project is None:
        return None
    draft = Draft(page, project.record_type, "article/2", is_main=True, statements=list(project.statements))
    settle_status(page, draft)
    if not draft.has("year_awarded") and draft.value("status") == Status.AWARDED.value and AWARD_NEWS.search(page.text):
        draft.state("year_awarded", _year_of_news(page))
    return replace(project, statements=tuple(draft.statements), is_main=True)


def _year_of_news(page: Page) -> Found | None:
    for line in page.lines[:6]:
        for date in find_dates(line.text) if len(line.text) < 60 else ():
            if len(date.iso) == 10:
                start = line.char_start
                return Found(int(date.iso[:4]), start + date.char_start, start + date.char_end, 0.6, Origin.INFERRED)
    return None
