"""Lines of plain text that belong to the site: sharing, signing up, cookies, feedback, menus, subscriptions.

Only the page itself is looked at. What stands on most pages of a host would tell more, but then the text of a page, and
the places of all that is quoted from it, would hang on which other pages are known, and in which order they came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.documents import BlockKind
from ingest.parse.draft import Draft

_PLAIN = (BlockKind.PARAGRAPH, BlockKind.LINK, BlockKind.LIST_ITEM)
_MAX_CHARS = 260
_MIN_MENU = 3  # lines of a menu below one another
_MAX_HEADLINE = 120  # characters of the title of another page

_SURE = re.compile(
    r"""(?ix)^\W{0,4}(?:
      (?:var|er|synes\ du,?\ at)\ (?:denne\ side|siden|dette|indholdet|artiklen|oplysningerne)\ .{0,20}
        (?:hjælp(?:som)?|nyttige?|brugbare?|relevante?)\b.{0,60}
    | (?:fandt|fandtes|fik)\ du\ (?:det|hvad|svar|den\ information|de\ oplysninger|hjælp)\b.{0,60}\?.{0,20}
    | (?:hjalp|kunne)\ (?:siden|artiklen|indholdet|du\ bruge\ (?:siden|indholdet))\b.{0,30}\?.{0,20}
    | (?:giv|send|skriv)\ os\ (?:din|dine|gerne\ din)?\ ?(?:feedback|kommentar(?:er)?|ris\ (?:og|eller)\ ros).{0,40}
    | hjælp\ os\ med\ at\ (?:blive\ bedre|forbedre\ (?:siden|hjemmesiden)).{0,40}
    | kan\ vi\ hjælpe\ dig\W* | (?:skriv\ til|chat\ med)\ os\b.{0,40}
    | ring\ til\ os\ (?:på\ )?(?:\w+\.?\ )?\d[\d\ ]{6,12}
    | (?:vil\ du\ (?:have|modtage)|tilmeld|modtag|abonn[eé]r|skriv\ dig\ op|bliv\ opdateret|
      hold\ dig\ (?:opdateret|orienteret)|få\ (?:vores|nyheder|de\ seneste|seneste|alle|besked|inspiration))\b
      .{0,90}\bnyhedsbrev(?:et|e)?\b.{0,120}
    | tilmeld\ (?:dig\ )?(?:vores\ |til\ )?nyhedsbrev.{0,140}
    | (?:ved\ (?:at\ tilmelde\ dig|tilmelding|at\ klikke))\b.{0,160}\b(?:accepterer|samtykker|giver)\b.{0,120}
    | du\ kan\ (?:altid|til\ enhver\ tid)\ (?:afmelde\ dig|ændre|trække|tilbagekalde)\b.{0,40}
      (?:igen|samtykke|nyhedsbrev\w*|indstillinger|tilmelding)\b.{0,40}
    | (?:vi|siden|sitet|hjemmesiden|websitet|(?:denne|dette|vores)\ \w{4,12}|[\w-]+\.[a-z]{2,3})(?:\ og\ [\w\ ]{3,30})?
      \ (?:bruger|anvender|benytter|gemmer|sætter)\ (?:vi\ )?(?:(?!ingen)\w+\ ){0,2}cookies\b.{0,230}
    | ved\ at\ (?:klikke|fortsætte|bruge)\b.{0,120}\bcookies\b.{0,100}
    | (?:accepter|tillad|godkend|afvis|acceptér)(?:\ (?:alle|valgte|nødvendige|udvalgte))?(?:\ cookies)?
    | (?:kun\ nødvendige|tilpas|vis\ detaljer|administrer\ (?:samtykke|cookies)|gem\ (?:valg|indstillinger))
      (?:\ cookies)?
    | .{0,120}\bændre\ dit\ samtykke\b.{0,60}
    | (?:allerede|er\ du)\ abonnent\b.{0,80} | (?:kære\ læser\W+)?du\ har\ (?:\d+|ingen)\ gratis\ artik.{0,60}
    | (?:få|prøv|køb)\ (?:fri\ )?(?:fuld\ )?(?:adgang\ til\ (?:alle|hele|alt)|abonnement).{0,120}
    | (?:læs|se)\ (?:hele\ )?(?:artiklen|historien)\ med\ (?:et\ )?abonnement.{0,60}
    | artiklen\ fortsætter\ (?:efter|under)\ .{0,30}
    | kommentarer\ ?\(\d+\) | (?:skriv|tilføj|læg)\ (?:en\ )?kommentar
    | log\ ind\ for\ at\ (?:kommentere|læse|se)\b.{0,60}
    | (?:ansv(?:arshavende|\.)|chef)\s?(?:chef)?redaktør\b.{0,60}
    | hent\ (?:vores\ |.{1,20}s\ )?app\b.{0,80} | (?:få|hør)\ (?:teksten|siden|artiklen)\ (?:læst\ )?op
    | (?:.{0,60}\W)?se\ (?:alle\ |vores\ |de\ )?ledige\ (?:stillinger|job)\b.{0,50}
    | (?:se\ alle|flere|alle)\ nyheder | tilbage\ til\ \w*(?:oversigt|forside|liste)\w*
    | (?:dit|min|din)\ (?:e-?mail-?adresse|navn\ og\ e-?mail)
    | (?:del|send)\ (?:nyhed(?:en)?|historien|opslag(?:et)?|projektet|link(?:et)?)(?:\ (?:på|via|med|til)\b.{0,50})?
    | cvr(?:[ .-]*nr)?\.?:?\ ?\d{2}\ ?\d{2}\ ?\d{2}\ ?\d{2}(?:\W.{0,60})?
    )\W{0,4}$"""
)
# what follows a site's line: the buttons of a question, the fields of a form
_FOLLOWING = re.compile(
    r"(?i)^\W{0,3}(?:ja|nej|ja tak|nej tak|ja\W{1,3}nej|nej,? desværre|delvist|ved ikke|tilmeld(?: dig)?|send|afvis|"
    r"accept[eé]r|ok|okay|luk|forstået|e-?mail|mail|navn|fornavn|efternavn|telefon|sms|print|bluesky|messenger|whatsapp|"
    r"ean-?(?:nr|numre|nummer)\.?(?:\W.{0,30})?|find vej|ris og ros|sikker post|digital post)[\s!?:]{0,3}$"
)
_NETWORK = r"facebook|linkedin|twitter|x|instagram|bluesky|whatsapp|messenger|e-?mail|mail|sms|print|kopi[eé]r link"
_SHARING = re.compile(
    rf"(?i)^\W{{0,3}}(?:del|send)?(?:\s?(?:siden|artiklen|nyheden|denne side|den))?(?:\s?(?:på|via|med|til en ven))?"
    rf"(?:\s?sociale medier)?\s?:?(?:[\s,/|·•–-]+(?:og\s)?(?:{_NETWORK})\b)+\W{{0,3}}$"
)
# at the end of a page, among lines that are the site's: where it is and how it is reached
_CLOSING = re.compile(
    r"(?i)^\W{0,3}(?:(?:tlf|telefon|hovednummer)\b.{0,40}|åbningstider?\b.{0,90}|"
    r"[\w.\s-]{3,40}\s\d{1,3}\s?[a-z]?,?\s\d{4}\s[\w\s]{2,30})$"
)
_PARTED = re.compile(r"\s?[|·•>›»/]\s?|\s[–-]\s")
_MENU = frozenset(
    (
        "forside|forsiden|borger|erhverv|politik|om kommunen|om os|kontakt|kontakt os|søg|menu|nyheder|presse|job|"
        "jobs|kultur|kultur og fritid|sundhed og ældre|sundhed|ældre|børn og unge|børn og familie|by og miljø|trafik|"
        "selvbetjening|om siden|log ind|english|a-å|arrangementer|kalender|udgivelser|publikationer|puljer|"
        "ledige stillinger|abonnement|annoncering|annoncer|cookies|cookiepolitik|privatlivspolitik|"
        "handelsbetingelser|tilgængelighed|sitemap|tilgængelighedserklæring|e-avis|podcast|debat|sport|lokalt|"
        "indland|udland|navne|kundeservice|whistleblower"
    ).split("|")
)
ON_THE_SUBJECT = (
    r"(?:læs |se |find )?(?:mere|flere|andre)(?: (?:artikler|nyheder|indhold|viden|links|historier|læsning|inspiration|"
    r"materialer?))? (?:om|fra|inden ?for|i|på|til) (?:dette |det |samme )?(?:emnet?|tema(?:et)?)|"
    r"(?:artikler|nyheder|indhold|viden|links|sider) (?:om|inden ?for|med) (?:det )?samme (?:emne|tema)|"
    r"andre artikler|mere af samme slags|"
    r"(?:andre|flere|lignende) (?:\w+,? ){0,3}?(?:(?:som )?du måske|måske) (?:også )?(?:vil|kan|gerne vil)(?: være)? "
    r"(?:\w+ )?(?:læse|interessere\w*|lide|have glæde af)(?: \w+)?"
)
"""What stands above links to other pages on the same subject, where it names no project: "Mere om emnet"."""
_OTHERS = re.compile(
    r"(?i)^\W{0,3}(?:mest læste?|mest sete|lige nu læser|andre læser|læserne læser|læs (?:også|mere om emnet)|se også|"
    r"seneste nyheder|flere nyheder|andre nyheder|relaterede? (?:artikler|nyheder|indhold)|populært lige nu|"
    r"(?:du vil måske også|måske kan du) (?:læse|lide)|anbefalet til dig)(?:\s[\wæøå]+){0,3}\W{0,3}$|"
    rf"^\W{{0,3}}(?:{ON_THE_SUBJECT})\W{{0,3}}$"
)


def drop_site_lines(drafts: Sequence[Draft], is_site: Callable[[Draft], bool]) -> list[Draft]:
    """Give the blocks without the site's own lines, what follows them, and titles of other pages below theirs.

    Args:
        drafts: in reading order.
        is_site: tells further blocks that are the site's.
    """
    dropped = [is_site(d) or is_site_line(d.text) or _opens_others(d) for d in drafts]
    _mark_menus(drafts, dropped)
    for n, draft in enumerate(drafts[1:], start=1):
        dropped[n] |= dropped[n - 1] and draft.kind in _PLAIN and bool(_FOLLOWING.match(draft.text))
    is_below = False
    for n, draft in enumerate(drafts):
        is_below = _opens_others(draft) or (is_below and (dropped[n] or _may_be_headline(draft)))
        dropped[n] = dropped[n] or is_below
    _mark_end(drafts, dropped)
    return [draft for draft, gone in zip(drafts, dropped, strict=True) if not gone]


def is_site_line(text: str) -> bool:
    """Tell whether a line of its own can only be the site's; a path to the page is not: it may name its pool."""
    if len(text) > _MAX_CHARS or "\t" in text:
        return False
    return bool(_SURE.match(text) or _SHARING.match(text)) or _is_menu_line(text)


def _is_menu_line(text: str) -> bool:
    """Tell whether most parts of a line are what menus hold: "Forside · Borger · Sundhed og ældre · Kontakt"."""
    parts = [part.strip(" .:").casefold() for part in _PARTED.split(text)]
    if len(parts) >= _MIN_MENU:
        return sum(part in _MENU for part in parts) >= max(_MIN_MENU, 0.6 * len(parts))
    words = text.casefold().split()
    return len(words) > _MIN_MENU and words[0] == "forside" and sum(word in _MENU for word in words) >= 0.6 * len(words)


def _mark_menus(drafts: Sequence[Draft], dropped: list[bool]) -> None:
    """Mark the runs of lines that are a menu's items each."""
    start = 0
    for n in range(len(drafts) + 1):
        if n < len(drafts) and drafts[n].kind in _PLAIN and drafts[n].text.strip(" .:").casefold() in _MENU:
            continue
        if n - start >= _MIN_MENU:
            dropped[start:n] = [True] * (n - start)
        start = n + 1


def _mark_end(drafts: Sequence[Draft], dropped: list[bool]) -> None:
    """Mark what closes the page together with lines of the site: its address and hours."""
    start = len(drafts)
    while start and (dropped[start - 1] or _may_close(drafts[start - 1])):
        start -= 1
    if any(dropped[start:]):
        dropped[start:] = [True] * (len(drafts) - start)


def _may_close(draft: Draft) -> bool:
    return draft.kind is BlockKind.PARAGRAPH and draft.href is None and bool(_CLOSING.match(draft.text))


def _opens_others(draft: Draft) -> bool:
    return draft.kind in _PLAIN and bool(_OTHERS.match(draft.text))


def _may_be_headline(draft: Draft) -> bool:
    """Tell whether a block may be the title of another page: short, no sentence."""
    return draft.kind in _PLAIN and len(draft.text) <= _MAX_HEADLINE and draft.text[-1:] not in ".:;"
