"""What two figures set against each other are worth: better, no change or worse."""

from __future__ import annotations

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.comparisons import Comparison

# What a figure without a known measure is of, told by what people did or had to do
_UNWANTED = Cue(
    r"\b(?:ikke|aldrig|ingen|uden(?! for\b)|mangl\w+|måtte|nødt|tvunget|tilbage i (?:fængsel|behandling)|igen\b|"
    r"vildt?\b|lå [^.;]{0,40}i sengen|faldet (?:mindst|siden|hjemme)|faldt (?:\d|\w+ (?:beboer|borger))|røg\b|forlod|"
    r"sagde op|afvist\w*|glemte|"
    r"(?:blev|er) (?:\w+ )?kørt|tilkald\w+|"
    r"ambulance\w*|spildt|venter?|ventede|alene|forsk?ellige (?:hjælpere|ansigter|medarbejdere)|"
    r"(?:sygeplejersker|hjælpere|ansigter) om|give op|gav op|på gaden|bag rattet|i bilen)\b"
)
_WANTED = Cue(
    r"\b(?:kunne|kan|klare[rd]\w*|fik lov|inden for|løst|gennemfør\w*|til tiden|selv\b|besvaret|kommer|spise[rd]?\w*|"
    r"mødte|møder|tog imod|tager imod|har fået|ude hos|hjemme|sove|går|gik (?:tur|til)|cykle\w*|dyrke\w*|deltog|"
    r"til (?:tjek|læge|tandlæge)|egen læge|de oplysninger|tilmeldt|opnåede|nåede|brugte tilbud\w*|svømme\w*|"
    r"med en (?:\w+ )?(?:registreret|opdateret|nedskrevet|aktuel) \w+|"
    r"videre i|lykkedes for|på plads|i (?:job|arbejde|uddannelse|beskæftigelse)|"
    r"(?:fik|fået) (?:talt|tjekket|lagt|lavet|gennemgået)|"
    r"rejste\b(?! inden)|løfte\w*|korrekt\w*|opdateret|udfyldt|stadig i)\b"
)


def guess_sign(text: str) -> int:
    """Give +1 or -1, or 0, for whether more is good of what a text without a known measure tells of: "på gaden" -1."""
    return -1 if _UNWANTED.search(text) else int(bool(_WANTED.search(text)))


def verdict_of(comparison: Comparison, sign: int) -> OutcomeDirection | None:
    """Give what a comparison tells of what is good (+1) or bad (-1) to have more of, or of nobody knows (0)."""
    if comparison.aim:  # an aim that was not reached is no step back
        sign = 1 if comparison.is_of_people and comparison.aim == "least" else sign
        if not sign and (comparison.aim == "least" and not comparison.is_share):
            sign = 1
        if comparison.aim == "least":
            reached = comparison.sign * (sign or 1) >= 0
        else:
            reached = comparison.sign >= 0 if comparison.aim == "floor" else comparison.sign <= 0
        return OutcomeDirection.BETTER if reached else OutcomeDirection.NO_CHANGE
    if comparison.sign == 0:
        return OutcomeDirection.NO_CHANGE
    if not sign:
        return None
    return OutcomeDirection.BETTER if comparison.sign == sign else OutcomeDirection.WORSE
