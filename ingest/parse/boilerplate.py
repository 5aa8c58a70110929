"""Page furniture: lines and containers that belong to the site, not to the page.

Every pattern is one seen on the pages of KL, VPT, SST, the ministries or the mirrors of PDF files.
"""

from __future__ import annotations

import re
from functools import cache

_LINE = re.compile(
    r"""(?ix)^\W{0,4}(?:
      (?:gå|spring|hop)\ (?:direkte\ )?til\ (?:hoved)?(?:indhold(?:et)?|menu(?:en)?|navigation(?:en)?|søgning)
    | gå\ til\ (?:forsiden|top(?:pen)?|sidens\ indhold)
    | (?:skip|jump)\ (?:to\ )?(?:main\ )?(?:navigation|content|menu)
    | (?:til\ )?(?:top(?:pen)?|sidens\ top)(?:\ af\ siden)?
    | english | engelsk | in\ english | dansk
    | ældre\ end\ \d{1,3}\ (?:mdr|måneder|md|år)\.?
    | indhold | indholdsfortegnelse | indhold\ på\ siden | på\ denne\ side | menu | hovedmenu | navigation | søg | luk
    | åbn
    | top\ banner | banner | billede | foto | ikon
    | (?:læs|lyt|hør)\ (?:siden\ )?(?:højt|op) | lyt\ til\ (?:siden|artiklen) | læs\ op | oplæsning | adgang\ med\ tegn
    | (?:print|udskriv)(?:\ (?:denne\ )?side(?:n)?)? | tip\ en\ ven
    | del(?:\ (?:siden|artiklen|denne\ side|indhold(?:et)?|nyheden))?
    | del\ (?:den\ )?(?:siden\ |artiklen\ )?(?:på|via|med)\ (?:facebook|linked|twitter|x|bluesky|mail|sociale).{0,30}
    | (?:facebook|linkedin|twitter|instagram|youtube|bluesky)
    | find\ os\ (?:også\ )?på\ .{2,40}
    | har\ du\ fundet\ en\ fejl\b.{0,40} | (?:fandt|fandtes)\ du\ (?:det|hvad)\ du\ søgte.{0,20}
    | køb\ abonnement\b.{0,30} | bliv\ abonnent\b.{0,30} | \d+\ visninger
    | (?:modtag|få)\ (?:nyheder|nyhedsbrev(?:et)?|vores\ nyhedsbrev)\b.{0,40}
    | (?:om|indstillinger\ for)\ cookies\ på\ .{1,30}
    | kopi(?:é|e)r\ link(?:et)? | copied!? | kopieret!? | share | print\ page
    | (?:pil|kryds|plus|minus|lup|hængelås|telefon|mail|kalender|download|dokument|link)
      \ (?:ned|op|(?:til\ )?højre|venstre)?\ ?ikon
    | (?:vis|skjul|fold|åbn|luk)\ (?:alle|mere|mindre|ud|ind|alt)(?:\ (?:ud|ind|afsnit))?
    | (?:du\ er\ her|her\ er\ du):?.{0,80}
    | log\ (?:ind|på|ud) | min\ side | tilmeld\ (?:dig\ )?(?:vores\ )?nyhedsbrev(?:et)?\.? | nyhedsbrev
    | abonn[eé]r(?:\ på\ (?:vores\ )?nyheder(?:\ fra\ .{2,40})?)?
    | ledige\ (?:stillinger|job)\ (?:i|hos|ved)\ .{2,40}
    | tilbage(?:\ til\ (?:oversigt(?:en)?|nyheder|forrige\ side|listen))? | forrige(?:\ side)? | næste(?:\ side)?
    | accept(?:er|ér)\ (?:alle(?:\ cookies)?|cookies) | (?:afvis|kun\ nødvendige)\ ?(?:alle|cookies)?
    | cookie-?indstillinger
    | (?:vi|dette\ website|denne\ hjemmeside)\ bruger\ cookies.{0,200}
    | var\ (?:denne\ side|siden|dette)\ (?:til\ hjælp|nyttig).{0,40} | giv\ feedback | kontakt\ redaktionen
    | powered\ by\ .{1,40} | ©.{0,80} | (?:copyright|ophavsret)\b.{0,80} | alle\ rettigheder\ forbeholdes.{0,40}
    | starte\ visningen\ fra\ side:?.{0,20} | størrelse:\ px.{0,40} | save\ this\ pdf\ as\b.{0,160}
    | word\ png\ txt\ jpg.{0,100} | annonce(?:r|indhold)? | reklame | sponseret(?:\ indhold)? | transkript
    | hele\ teksten
    | whistleblower[\w-]* | (?:web)?tilgængelighed(?:serklæring)? | privatlivs?politik | cookie-?politik
    | (?:persondata|databeskyttelses|privatlivs)-?(?:politik|beskyttelse)? | databeskyttelse | sitemap | sidekort
    | (?:om|kontakt)\ os | ledige\ (?:stillinger|job) | job\ og\ karriere | presserum | åbningstider
    | [A-ZÆØÅ][\wæøå.\ -]{2,40}\ \d{1,3}[A-Z]?,\ \d{4}\ [A-ZÆØÅ][\wæøå.\ -]{2,30}
    | academic\ year:\ .{0,12} | \d+\ views? | visninger:?\ \d+
    )\W{0,3}$"""
)
_MENU_PARTED = re.compile(r"\s[|·•]\s")
_MENU_WORD = re.compile(
    r"(?i)^\W{0,3}(?:(?:emner\s)?(?:fra\s)?a\s?(?:-|–|til)\s?å|forsiden?|kontakt)\W{0,3}$"
)  # among others only
_MARKUP_DEBRIS = re.compile(r"^\W{0,3}(?:xmlns\s*=|<?svg\b|viewBox\s*=|<?path\s+d=|&lt;svg)", re.I)
_CROSS_LINK = re.compile(r"^\W{0,3}(?:LÆS OGSÅ|SE OGSÅ|LÆS MERE OM EMNET|Læs også|Se også)\b\s*:?\s*\S.{0,200}$")
_CROSS_LINK_ALONE = re.compile(r"^\W{0,3}(?:læs|se) også\W{0,2}$", re.I)

# Names of containers that hold furniture: a class or id as a whole, with the prefixes and suffixes that style guides
# add. Whole names only: "nav" in "navn", or "menu" in "content-with-menu", must not remove a project.
_PREFIX = (
    r"(?:[a-z]{1,3}[-_]{1,2}|js-|block-|region-|module-|component-|widget-|site-|page-|global-|main-|top-|mobile-|"
    r"left-|right-|side-|sub-|mega-|local-|the-|umb-|kl-|sst-|vpt-)*"
)
_SUFFIX = (
    r"(?:(?:[-_]{1,2}(?:container|wrapper|wrap|inner|outer|list|items?|block|section|area|content|text|box|bar|row|"
    r"component|widget|links?|buttons?|icons?|group|panel|holder|region|overlay|module|top|bottom|primary|secondary|"
    r"main|mobile|desktop|\d+|\w*hidden))|__[\w-]+|--[\w-]+)*"
)
_CORES = "|".join(
    r"""
    nav navbar navigation navigations?menu menu hovedmenu sidemenu topmenu leftmenu rightmenu burger(?:-?menu)? mega
    breadcrumbs? bread-crumbs? broedkrummer? brødkrummer? brodkrummer? crumbs? sidebar-?nav
    cookies? (?:cookie|consent|gdpr|privacy|samtykke)[-_]?(?:banner|bar|wall|notice|popup|modal|box|info)?
    (?:cookie|consent|gdpr|privacy)[-_]?(?:consent|declaration|overlay|dialog|manager|message|layer|policy)
    cookieinformation coioverlay coi-\w+ cybotcookiebot\w* onetrust[\w-]* footer foot sidefod fodpanel bundmenu bund
    bottom
    (?:share|sharing|social|deling|del|some|sociale)(?:[-_]?(?:links|buttons|icons|box|media|medier|knapper|tools))?
    (?:share|del)[-_]?(?:this|side|siden|bar) addthis\w* a2a\w*
    skip(?:[-_]?(?:link|links|nav|navigation|to|content|main|to-content|to-main))?
    sr-only screen-?reader(?:-text)? visually-?hidden toc table-?of-?contents indholdsfortegnelse on-this-page
    pagination pager paging search(?:[-_]?(?:form|box|bar|field|button))? soeg soegefelt søgning site-?search
    newsletter nyhedsbrev advert(?:s|ising|isement)? ads? ad-?(?:banner|slot) promo popup modal overlay toolbar
    tool-?tip feedback print(?:-only|-button)? related(?:[-_]?(?:content|articles?|news|posts?|pages?|items?|stories))?
    relater(?:et|ede)(?:[-_]?\w+)? (?:læs|laes|se)-?(?:også|ogsaa|ogsa) read-?(?:more-?)?also recommended
    recommendations seneste-?nyheder latest-?news most-?read mest-?l(?:ae|æ)ste age-?(?:banner|warning|notice|flag)
    old-?content(?:-\w+)? back-?to-?top to-?top til-?toppen language(?:-?(?:switch(?:er)?|selector|menu))?
    lang-?switch(?:er)? sprog(?:vælger|vaelger)? icon-?text ikon read-?aloud adgang-?med-?tegn rating comments?
    disqus\w*
    """.split()
)
_CONTAINER = re.compile(rf"(?i)^{_PREFIX}(?:{_CORES}){_SUFFIX}$")

NOT_A_PAGE = re.compile(
    r"(?i)^\W{0,3}(?:siden (?:blev |kunne )?ikke (?:fundet|findes)|siden findes ikke|side ikke fundet|page not found|"
    r"404\b.{0,40}|fejl 404.{0,40}|"
    r"vi kan(?: desværre)? ikke finde (?:den side|siden).{0,60}|adgang nægtet|access denied|403 forbidden)\W{0,3}$"
)


def is_furniture_line(text: str) -> bool:
    """Tell whether a line of its own is page furniture: skip link, share bar, menu, age banner, debris, cross link."""
    if len(text) > 260:
        return False
    return bool(
        _LINE.match(text)
        or _MARKUP_DEBRIS.match(text)
        or _CROSS_LINK.match(text)
        or _CROSS_LINK_ALONE.match(text)
        or _is_menu(text)
    )


def _is_menu(text: str) -> bool:
    """Tell whether a line is a menu written as one: "A-Å | Sitemap | Læs højt"."""
    parts = _MENU_PARTED.split(text)
    return len(parts) > 1 and all(_LINE.match(part) or _MENU_WORD.match(part) for part in parts)


@cache
def is_furniture_name(name: str) -> bool:
    """Tell whether one class name or id says that its element holds furniture."""
    return len(name) <= 80 and bool(_CONTAINER.match(name))
