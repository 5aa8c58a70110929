"""The sum that a page says each of its projects got: "Hver kommune har fået 900.000 kr."."""

from __future__ import annotations

from corpus.money import find_amounts
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page

_WHO = (
    r"(?:(?:projekt|deltager|model|pulje|støtte|forsøgs)?(?:kommune|projekt|indsats|modtager|ansøger|deltager|tilsagn)|"
    r"plejehjem|plejecenter|bosted)"
)
# "til hver", "pr. kommune", "hver" right after the sum
_EACH_AFTER = Cue(
    rf"\s?(?:i\s(?:støtte|tilskud)\s)?(?:(?:til\s)?hvert?\b(?!\ssin|\s\d|\s(?:år|måned|uge|dag))|(?:pr\.|per)\s{_WHO}\w*)"
)
# "hver kommune", "hvert af de tre projekter", "kommunerne ... hver især", "det samme for alle" before it
_EACH_BEFORE = Cue(
    rf"\b(?:hvert?\s(?:\w+\s)?{_WHO}|hvert?\saf\s|{_WHO}\w*\b[^.]{{0,60}}\bhver\b|hver\sisær|"
    rf"alle\s(?:\w+\s){{0,2}}{_WHO}|samtlige\s(?:\w+\s){{0,2}}{_WHO}|(?:det\s)?samme\sfor\salle|ens\sfor\salle)"
)
_ALL_TOGETHER = Cue(r"\b(?:i alt|tilsammen|sammenlagt|samlet|til sammen|deler|fordelt på|mellem sig|alle \w+ deler)\b")
# what may be had, is asked for or spent is no award
_NO_AWARD = Cue(
    r"\b(?:kan|kunne|skal selv|ansøg\w*|søg(?:e|es|t|te)|højst|maksimal\w*|maks|op til|mindst|budget\w*|koste\w*|"
    r"udgift\w*|egenbetaling|medfinans\w*|egenfinans\w*|spare\w*|løn\w*|forbrug\w*|brugt|timer|borger|patient|"
    r"regning|afslag)\b"
)


def sum_of_each(page: Page, lines: list[Line] | None) -> Found | None:
    """Give the sum that a page, or some of its lines, says each of its projects got; `None` if none is said."""
    for sentence, line in page.sentences_of(lines):
        if (line.cells and len(line.cells) != 2) or line.is_heading or _NO_AWARD.search(sentence.text):
            continue
        amounts = find_amounts(sentence.text)
        for mention in amounts:
            if mention.amount_to_dkk or mention.is_approximate or mention.amount_dkk < 10_000:
                continue
            before, after = sentence.text[: mention.char_start], sentence.text[mention.char_end :]
            is_each = bool(_EACH_AFTER.match(after))
            if not is_each and len(amounts) == 1 and not _ALL_TOGETHER.search(sentence.text):
                is_each = bool(_EACH_BEFORE.search(before))
            if is_each:
                at = sentence.char_start
                return Found(mention.amount_dkk, at + mention.char_start, at + mention.char_end, 0.8)
    return None
