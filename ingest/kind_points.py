"""What speaks for each kind of document: points for its title, address, wording and structure.

Points were set by reading pages of every kind; none is decisive alone, since one page is often several things over
time (an open call becomes an award list at the same address).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from corpus.documents import Document, DocumentKind
from ingest.extract.lines import Page
from ingest.kind_shape import Shape
from ingest.kind_words import TEXT, TITLE, URL

K = DocumentKind
_OPEN = re.compile(r"\b(?:puljen|der|midlerne) kan (?:nu )?søges|kan søges af\b|åben for ansøgning", re.IGNORECASE)
_POOL_SECTION = re.compile(
    r"^(?:puljens )?(?:formål|baggrund|ansøgningsfrist\w*|projektperiode|kriterier|om puljen|"
    r"spørgsmål og svar|målgruppe|ansøgningsmateriale|udmøntning af puljen)\b",
    re.IGNORECASE,
)


def word_points(signs: Mapping[str, float]) -> defaultdict[DocumentKind, float]:
    """Give the points of title, address and wording, from the signs that `ingest.kind_signs` read."""
    points: defaultdict[DocumentKind, float] = defaultdict(float)
    for number, (kind, value, _) in enumerate(TITLE):
        points[kind] += value * signs[f"title {number} {kind}"]
    for number, (kind, value, _) in enumerate(URL):
        points[kind] += value * signs[f"address {number} {kind}"]
    for number, (kind, value, most, _) in enumerate(TEXT):
        points[kind] += value * most * signs[f"text {number} {kind}"]
    return points


def judge_structure(
    document: Document, page: Page, shape: Shape, signs: Mapping[str, float], points: defaultdict[DocumentKind, float]
) -> None:
    """Add what structure says, and let what excludes something count against it."""
    text = document.text
    speaks_of_projects = bool(signs["project"])
    n_call = points[K.CALL]
    if speaks_of_projects and re.search(r"(?m)^Projektledelse:|^Fremfærd$", text):
        points[K.PROJECT_PAGE] += 2.5
    if shape.n_award_lines >= 2:
        points[K.AWARD_LIST] += 3 + min(4, shape.n_award_lines / 2)
    if re.search(
        r"\bpuljen\b[^.]{0,100}\b(?:er på|på) (?:i alt )?[\d,.]+ (?:mio|mill)|har (?:fordelt|"
        r"udmøntet) (?:midler|puljen|\d)",
        text[:1500],
        re.IGNORECASE,
    ):
        points[K.POOL_PAGE] += 3
    if shape.n_place_rows >= 3 and re.search(r"støtte|projekt", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 4
        points[K.FINAL_REPORT] -= 6  # a form has one value a field: its words over columns head a list
    # An accordion or cards: a part for each municipality, with its sum.
    is_parted = (shape.n_parts >= 2 and shape.n_sums >= 2) or (shape.n_parts >= 3 and shape.n_sums >= 1)
    if is_parted and re.search(r"pulje|støtte|tilskud|tilsagn|bevil|har fået", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 4
        points[K.PROJECT_PAGE] -= 4
    if shape.n_names >= 3 and re.search(r"projekt", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 3
    if shape.n_entries >= 3 and not signs["news address"]:
        points[K.PROJECT_PAGE] -= 4  # a title for each of several municipalities: a page of no one project
        points[K.PROGRAMME_PAGE] += 4
    if shape.n_questions >= 4:
        points[K.FAQ] += min(5, shape.n_questions)
    if shape.n_agenda >= 4:
        points[K.GOVERNANCE] += 3
    if signs["awarded"] or shape.n_award_lines >= 2 or is_parted:
        points[K.CALL] -= 4
        points[K.APPLICATION] -= 3
    else:
        points[K.AWARD_LIST] -= 3
        # A pool page with nothing awarded yet that asks for applications is a call.
        if n_call >= 3 and points[K.POOL_PAGE] >= 3:
            points[K.CALL] += 2.5
            points[K.POOL_PAGE] -= 1
            if _OPEN.search(text) and re.search(r"frist", text, re.IGNORECASE):
                points[K.CALL] = max(points[K.CALL], points[K.POOL_PAGE] + 1)
    if re.search(r"\bLKT\b|lærings- og kvalitetsteam", text[:1500], re.IGNORECASE) and points[K.GOVERNANCE] < 3:
        points[K.PROGRAMME_PAGE] += 3
    if signs["dated"]:
        points[K.NEWS] += 1.2
    if points[K.PROJECT_PAGE] > 3 and not speaks_of_projects:
        points[K.PROJECT_PAGE] -= 3
    sections = sum(bool(_POOL_SECTION.search(line.text)) for line in page.lines if len(line.text) < 60)
    if sections and points[K.POOL_PAGE] >= 6 and points[K.AWARD_LIST] > points[K.POOL_PAGE]:
        points[K.POOL_PAGE] = points[K.AWARD_LIST] + 1  # a pool's own page that lists its awards
    elif not sections and shape.n_award_lines >= 3 and points[K.POOL_PAGE] > points[K.AWARD_LIST] > 0:
        points[K.AWARD_LIST] = points[K.POOL_PAGE] + 1  # a list and nothing but
    head = " ".join(line.text for line in page.lines[:4] if line.href is None)
    if re.search(r"\b(?:slut|midtvejs|effekt)?evaluering af\b", head, re.IGNORECASE):
        points[K.EVALUATION] += 5
        points[K.AWARD_LIST] -= 3
    if re.search(r"\bprojektbeskrivelse\b(?!r)", head, re.IGNORECASE) and shape.n_parts <= 1:
        points[K.PROJECT_PAGE] += 7
    if re.search(r"/nyhed|/aktuelt/", document.url, re.IGNORECASE):
        points[K.POOL_PAGE] -= 3
        points[K.PROGRAMME_PAGE] -= 3
    if shape.n_questions >= 3 and points[K.FAQ] and not re.search(r"faq|spørgsmål", head, re.IGNORECASE):
        # a municipality's page may ask in its headings: "Hvem kan være med?"
        if signs["project article"] or re.search(r"\bprojektet har fået\b", text, re.IGNORECASE):
            points[K.FAQ] -= 4
            points[K.PROJECT_PAGE] += 3
    if signs["named after place"] and shape.n_parts <= 1:
        points[K.PROJECT_PAGE] += 5  # one page per project: ".../Klar til eget hjem/Gentofte"
    if "/nyhed" in document.url.lower():
        points[K.PROJECT_PAGE] -= 2.5
