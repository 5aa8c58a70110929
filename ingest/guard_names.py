"""Personal names in running text: found by what stands around them, and by common first names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ingest.guard_first_names import FIRST_NAMES

# A word of a name: capital then small letters, a hyphenated one, or an initial. "KL" or "COPD" is none.
_UPPER, _LOWER = "A-ZÆØÅÄÖÉÜŠŽ", "a-zæøåäöéüáíóúèçğşıñß"
_WORD = rf"[{_UPPER}][{_LOWER}]+(?:['’][{_LOWER}]+)?(?:-[{_UPPER}][{_LOWER}]+)*"
_INITIAL = rf"[{_UPPER}]\."
_PARTICLE = r"(?:van|von|de|der|af|la|el|al|bin|da|du|ten|zu)"
_SP = r"[ \u00a0]{1,2}"
NAME = rf"{_WORD}(?:{_SP}(?:{_INITIAL}|{_PARTICLE}{_SP}{_WORD}|{_WORD})){{1,4}}"
_LOOSE_NAME = rf"(?:{_INITIAL}{_SP})?{_WORD}(?:{_SP}(?:{_INITIAL}|{_PARTICLE}{_SP}{_WORD}|{_WORD})){{0,4}}"

_SPEECH = (
    "siger|fortæller|forklarer|udtaler|mener|understreger|påpeger|tilføjer|konstaterer|vurderer|oplyser|pointerer|"
    "supplerer|uddyber|svarer|"
    "fremhæver|slutter|indrømmer|erkender|fastslår|bemærker|udtalte|sagde|fortalte|forklarede|lyder det fra|"
    "lød det fra|skriver|afslutter|"
    "håber|glæder sig|vurderede|opfordrer|spørger|griner|smiler|roser|uddybede|husker|beskriver|reflekterer|beretter|"
    "nævner|tilkendegiver"
)
_ROLE = (
    # no start of word is asked for: "chefkonsulent" and "sundhedsminister" end in the role
    r"(?:(?:konsulent|direktør|chef|leder|koordinator|minister|borgmester|formand|forkvinde|næstformand|"
    r"sygeplejerske|terapeut|fysioterapeut|"
    r"læge|overlæge|professor|lektor|forsker|adjunkt|ph\.?d\.?(?:-studerende)?|medarbejder|assistent|hjælper|rådmand|"
    r"ordfører|sekretær|redaktør|journalist|"
    r"fotograf|forfatter|psykolog|pædagog|socialrådgiver|jordemoder|diætist|farmaceut|specialist|vejleder|rådgiver|"
    r"ansvarlig|projektejer|"
    r"fuldmægtig|kontorchef|evaluator|analytiker|pårørende|beboer|bruger|frivillig|tovholder|repræsentant|"
    r"tillidsmand|akademiker|planlægger|partner|"
    r"udvikler|underviser|instruktør|træner|kandidat|stipendiat|studerende|praktiker|byrådsmedlem|medlem|præsident|"
    r"general|inspektør|viceborgmester)(?:en|n|ren|eren|et)?)"
)
# Roles that stand straight before a name. "udvikler", "træner", "bruger" and "indleder" are verbs as often as not,
# and what is developed or used has a name in capitals too.
_TITLE = (
    r"(?:konsulent|direktør|chef|(?<!ind)(?<!an)(?<!af)(?<!ud)(?<!vej)leder|koordinator|minister|borgmester|formand|"
    r"forkvinde|sygeplejerske|terapeut|læge|professor|lektor|seniorforsker|adjunkt|ph\.?d\.?(?:-studerende)?|medarbejder|"
    r"assistent|sundhedshjælper|rådmand|ordfører|sekretær|redaktør|journalist|fotograf|forfatter|psykolog|pædagog|"
    r"socialrådgiver|jordemoder|diætist|farmaceut|projektejer|projektansvarlig|fuldmægtig|evaluator|analytiker|beboer|"
    r"borgeren|tovholder|tillidsmand|planlægningschef|byrådsmedlem|udvalgsmedlem|præsident|inspektør|sagsbehandler)"
)
_TITLED = rf"{_TITLE}(?:en|n|ren|eren|et)?"
# what a page sets beside a byline, run together with it
_PAGE_WORD = r"Kontakt|Foto|Læs|Del|Abonn[eé]r|Følg|Skriv|Send|Journalist|Redaktør|Opdateret|Publiceret"
_CONTACT_LABEL = (
    r"(?:projektleder|projektledere|projektejer|projektansvarlig|projektkoordinator|projektledelse(?:n)?|"
    r"kontaktperson(?:er)?|kontakt|kontaktes|ansvarlig|"
    r"tovholder|forfatter(?:e)?|redaktør|redaktion|redigeret|udarbejdet|skrevet|tekst|foto(?:graf)?|"
    r"illustration(?:er)?|journalist|pressekontakt|udfyldt|indsendt|afleveret|indberettet|"
    r"henvendelse(?:r)?|projektmedarbejder(?:e)?|programleder|specialkonsulent|chefkonsulent|konsulent|navn|leder|"
    r"ledere|evaluator(?:er)?|"
    r"projektleders navn|underskrift|underskrevet|kontaktoplysninger|ansøger(?:s)? kontaktperson|sagsbehandler|"
    r"behandlet|attn\.?|att\.?|revisor)"
)

# Institutions, streets, funds and works are often named after people: what follows the name tells.
_NOT_PERSON_NEXT = re.compile(
    r"(?i)^(?:s)?[ \u00a0]?-?(?:kommune|kommuner|regionskommune|region|fond|fonden|fonds|legat|center|centret|"
    r"centeret|plejecenter|plejehjem|hospital|sygehus|universitet|"
    r"institut|skole|skolen|højskole|gymnasium|vej|gade|allé|plads|torv|boulevard|hus|huset|hjem|hjemmet|stiftelse|"
    r"selskab|forening|"
    r"kirke|kirken|akademi|college|rådgivning|consulting|research|metoden|modellen|model|skala|test|score|scale|"
    r"index|indeks|programmet|projektet|puljen|"
    r"sundhedshus|psykiatri|klinik|klinikken|afdeling|bibliotek|museum|gård|minde|a/s|aps|i/s|amba|ngo|gruppen|group|by)\b"
)
_ORG_WORD = frozenset(
    """
    Kommune Kommuner Region Regioner Regionskommune Danmark Danske Dansk Sundhed Ældre Center Centret Centeret
    Institut Styrelsen Styrelse
    Sundhedsstyrelsen Socialstyrelsen Ministeriet Sundhedsministeriet Fond Fonden Fonds Legat Universitet Hospital
    Universitetshospital Sygehus
    Psykiatri Forening Foreningen Forbund Råd Rådet Udvalg Udvalget Pulje Puljen Projekt Projektet Program Programmet
    Social Sociale Nationale
    National Nationalt Kvalitetsprogram Landsforening Kræftens Bekæmpelse Røde Kors Steno Diabetes Novo Nordisk
    Aalborg Aarhus København Odense
    Plejecenter Plejehjem Bosted Skole Skolen Højskole Professionshøjskole Professionshøjskolen Vidensråd Kommunernes
    Landsforening Gruppen Plads
    Vej Gade Allé Selskab Ny Nye Nyt Den Det De En Et Der Her Hvor Hvad Hvis Når Som Og Eller Men I På Til Fra Med For
    Om Af Ved Efter Under Over
    Januar Februar Marts April Maj Juni Juli August September Oktober November December Mandag Tirsdag Onsdag Torsdag
    Fredag Lørdag Søndag
    Lærings Kvalitetsteam Kvalitetsteams Kvalitet Fremfærd Indsats Indsatsen Model Spor Fase Bilag Side Tabel Figur
    Afsnit Kapitel Rapport
    Slutrapport Evaluering Baggrund Formål Målgruppe Metode Effekt Økonomi Implementering Resultater Konklusion
    Kontakt Telefon Mail Email
    Nord Syd Øst Vest Midt Sydvest Sydøst Sjælland Syddanmark Nordjylland Midtjylland Hovedstaden Fyn Jylland Bornholm
    Lolland Falster Grønland
    Læs Se Hent Download Klik Find Kom Sammen Vi Vores Jeg Du Han Hun Man Alle Mange Flere Samlet Ansøger Ansøgning
    Afdeling Enhed Team
    Deloitte Rambøll Implement Consulting Group Oxford Research Cowi Vive Kora Viden Velfærd Rehabilitering
    Forebyggelse Tidlig Styrket Bedre
    Dansk Sygeplejeråd Ergoterapeutforeningen Fysioterapeuter Kost Ernæringsforbundet Psykiatrien Sundhedskartellet
    Sundhedsdatastyrelsen Statens
    Institutionen Beskæftigelse Arbejdsmarked Børn Unge Voksne Handicap Omsorg Pleje Sundheds Ældreudvalg
    Ældreudvalget Sundhedsudvalget Byråd Byrådet
    Kommunalbestyrelsen Regionsrådet Økonomiudvalget Socialudvalget Folketinget Regeringen Finansloven Satspuljen
    Danske Regioner Lov Loven Paragraf
    """.split()
)

# words of those that are names of people as well: "Ditte Maj", "Jens Nord"
_ALSO_NAMES = frozenset("April Maj Juni Juli August Nord Syd Øst Vest Fyn Falster Lolland Lov Find Kors".split())

_QUARTERS = frozenset("Nord Syd Øst Vest".split())  # and surnames

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # - "..., siger Fornavn Efternavn" and "siger sundhedschef i Havby Fornavn Efternavn"
        rf"\b(?:{_SPEECH})(?:,)?{_SP}(?:[^.,;:\n]{{0,60}}?{_SP})??(?P<n>{NAME})",
        rf"(?P<n>{NAME})(?:,[^.;\n]{{3,110}}?,)?{_SP}(?:{_SPEECH})\b",
        # "sundhedsminister Fornavn Efternavn", "Formanden for KL's udvalg, Fornavn Efternavn,"
        rf"(?i:{_TITLED}),?{_SP}(?P<n>{NAME})",
        rf"(?i:{_TITLED}){_SP}(?:for|i|ved|hos|på|fra){_SP}[^.;:\n]{{2,90}}?,?{_SP}(?P<n>{NAME})"
        rf"(?=[ \u00a0]*(?:[,.;:)(–-]|$|\n|(?:og|er|har|fra|ved|i|på|siger|til|som|der|med|kan|vil)\b))",
        # "Fornavn Efternavn, projektleder" and "Fornavn Efternavn, som er leder"
        rf"(?P<n>{NAME}),{_SP}(?:(?:der|som){_SP}er{_SP})?(?:[\w-]{{1,30}}{_SP}){{0,2}}[\w-]{{0,30}}?(?i:{_TITLED})\b",
        rf"(?P<n>{NAME}){_SP}\((?i:[^)]{{0,30}}{_TITLED})",
        # "NAVN er ansat som projektleder", "den 85-årige NAVN", "NAVN, 72 år,", "NAVN på 85 år"
        rf"(?P<n>{NAME}){_SP}(?:er|var|blev|arbejder|har{_SP}været)(?:{_SP}[\w-]+){{0,3}}?{_SP}[\w-]{{0,30}}?(?i:{_TITLED})\b",
        rf"\d{{1,3}}-årige?{_SP}(?:[\w-]+{_SP}){{0,2}}?(?P<n>{NAME})",
        rf"(?P<n>{NAME})(?:(?:,|{_SP}på){_SP}\d{{1,3}}{_SP}år\b|{_SP}\((?:1[89]|[2-9]\d|10\d)(?:{_SP}år)?\))",
        # credits, labelled contacts: "Foto: ...", "Projektleder: ..."
        rf"(?i:\b{_CONTACT_LABEL})(?:{_SP}(?i:af|ved|til|hos|er|v/|"
        rf"om projektet))?[ \u00a0]?[:\t]{{1,2}}[ \u00a0\t]{{0,2}}(?i:(?:{_TITLED}),?{_SP})?(?P<n>{_LOOSE_NAME}(?:(?:,|"
        rf"{_SP}og|{_SP}&|{_SP}/){_SP}{NAME}){{0,5}})",
        rf"(?i:\b(?:kontakt|kontakte|kontaktes|henvendelse(?:r)?(?:{_SP}(?:til|hos))?|ring{_SP}til|skriv{_SP}til|"
        rf"tilmelding(?:en)?{_SP}(?:sendes{_SP})?(?:til|hos)|sendes{_SP}til|spørgsmål{_SP}(?:kan{_SP}(?:rettes|"
        rf"stilles){_SP})?til|(?:udarbejdet|udfyldt|indsendt|"
        rf"godkendt|afleveret|indberettet|opdateret|interviewet){_SP}af|skrevet{_SP}af|ledet{_SP}af|ledes{_SP}af|v/|"
        rf"ved{_SP}(?=(?:projekt)?leder)))[ \u00a0]?(?:[\wæøå-]+{_SP}){{0,3}}?(?P<n>{NAME})",
        # labels that stand before other things as often: "Yderligere oplysninger: ...", "Interview: ..."
        rf"(?i:\b(?:(?:yderligere|flere|nærmere|mere){_SP}(?:oplysninger|information|info|viden)|spørgsmål|koordinator|"
        rf"sagsbeh\.|forfatter\(e\)|ansvarlig{_SP}for{_SP}[\w]{{3,30}}|underskrift|interview|reportage|indlæg|"
        rf"læserbrev|debat|kronik))[ \u00a0]?[:\t](?:[^\n:;]{{0,30}}?,)?[ \u00a0\t]{{0,2}}(?P<n>{NAME})"
        rf"(?=[ \u00a0]*(?:$|\n|[,.;|(–-]|\d|\[))",
        rf"(?i:\b(?:indlæg|læserbrev|kronik){_SP}af){_SP}(?P<n>{NAME})",
        # "Projektlederen hedder ...", "... | Journalist", "19. februar 2019 | ...", "Tekst ... Foto ..."
        rf"(?i:{_TITLED}){_SP}(?:er|hedder|hed|var){_SP}(?P<n>{NAME})",
        rf"(?P<n>{NAME})[ \u00a0]?[|·•][ \u00a0]?(?i:{_TITLED})\b",
        rf"\b(?:19|20)\d\d[ \u00a0]?[|·•][ \u00a0]?(?P<n>{NAME})(?=[ \u00a0]*(?:$|\n))",
        rf"(?:^|\n|[.!?]{_SP})(?:Foto|Tekst|Illustration){_SP}(?P<n>{NAME}?)(?=[ \u00a0]*(?:$|\n|[,./(|]|Foto\b))",
        rf"{_SP}Foto{_SP}(?P<n>{NAME})(?=[ \u00a0]*(?:$|\n))",
        # name beside its mail or telephone (masked before)
        rf"(?P<n>{NAME})(?:,[^.;\n\[]{{0,60}})?[ \u00a0,:|(–-]{{1,4}}(?:(?i:mail|e-mail|tlf\.?|telefon|mobil|på|"
        rf"tel\.?):?[ \u00a0]?)?\[(?:e-mail|telefon)\]",
    )
)  # fmt: skip
_DAY = r"(?i:den|d\.|kl\.|(?:man|tirs|ons|tors|fre|lør|søn)dag)"
# "Af Fornavn Efternavn 14/09/2022": a byline is of people, whatever words their names are
_BYLINE = re.compile(
    rf"(?:^|\n|[·•|]|\d)\W{{0,3}}(?:(?:[Aa]f|AF|[Bb]y|BY):?|(?:[Tt]ekst|[Ss]krevet|[Ff]oto)(?: af|:)){_SP}"
    rf"(?P<n>{NAME}(?:(?:,|{_SP}og|{_SP}&){_SP}{NAME}){{0,5}}?)"
    rf"(?=[ \u00a0]*(?:$|\n|\d|[,;:|/–—·•(-]|\.[ \u00a0]*(?:$|\n|\d|(?:{_PAGE_WORD}|{_DAY})(?!\w))|"
    rf"(?:{_PAGE_WORD}|{_DAY})(?!\w)))"
)
# "Deltagere: Fornavn Efternavn (KL), Fornavn Efternavn (Region X)": every name of the list counts
_ATTENDANCE = re.compile(
    r"(?im)\b(?:deltagere|til stede|tilstede|fraværende|mødedeltagere|fremmødte|medlemmer(?:ne)?|referent|mødeleder|"
    r"ordstyrer|dirigent|afbud(?: fra)?|"
    r"styregruppe(?:n)?|arbejdsgruppe(?:n)?|følgegruppe(?:n)?|projektgruppe(?:n)?|ekspertgruppe(?:n)?|bidragydere|"
    r"interviewede|underskrifter|underskrevet af|ansvarshavende)[ \t]{0,2}:[^\n]{0,1200}"
)
_LISTED = re.compile(
    rf"(?:^|[:,;(/]|\bog\b|\bsamt\b|\t)\s?(?P<n>{NAME})(?=\s?(?:[,;.()/\t–-]|$|og\b|samt\b|fra\b))", re.M
)
_LOOSE = re.compile(_LOOSE_NAME)
_ENDS_IN_ROLE = re.compile(rf"(?i)[a-zæøå](?:{_ROLE})$|^(?:{_ROLE})$")
# Institutions and works named after a person: "Plejecenter Anna Ancher", "Sankt Hans By", "Hans Knudsen Instituttet"
_NOT_PERSON_BEFORE = re.compile(
    r"(?i)(?:(?:pleje|ældre|sundheds|aktivitets|bo|område|rehabiliterings|demens|genoptrænings|omsorgs|medborger)?"
    r"(?:centret|centeret|center|hjemmet|hjem|huset|hus|gården|gård|skolen|skole|bosted|botilbud|kirke|hospital|"
    r"hospice|institut|fond|fonden|legat|stiftelsen)|sankt|skt\.|projekt(?:et)?|puljen|pulje|programmet|metoden|"
    r"modellen|prisen|vej|gade|plads|kampagnen|initiativet|bogen|filmen)[ \u00a0][\"”“'»]?$"
)
_INSTITUTION = re.compile(
    r"(?i)^(?:institut|kommun|center|centre|fond|hospit|universitet|sygehus|plejehjem|plejecent|selskab|forening|"
    r"stiftelse|skole|højskole|gymnasi|børnehospital|hospice|museum|bibliotek|akademi|legat)|^(?:hus|huset|vej|gade|plads|allé|torv|marker|bakker|by|gård|gården|park|parken|have|haven)$"
)
# "Region Nordjylland, Nære Sundhedstilbud": a part of an administration
_OFFICE = re.compile(
    r"(?i)(?:tilbud|forvaltning(?:en)?|afdeling(?:en)?|indsats(?:er)?|omsorg(?:en)?|pleje(?:n)?|enhed(?:en)?|"
    r"område(?:t)?|team(?:et)?|service|sundhed|samarbejde(?:t)?|funktion(?:en)?|træning|behandling|udvikling|"
    r"ydelser|opgaver)$"
)
_JOINT = rf"(?:{_SP}\([^()\n]{{1,40}}\))?(?:,|,?{_SP}(?:og|samt|&)){_SP}"
_NEXT_NAME = re.compile(rf"{_JOINT}(?P<n>{NAME})")
_NAME_BEFORE = re.compile(rf"(?P<n>{NAME}){_JOINT}$")
_FIRST_NAME_SPEAKS = re.compile(rf"\b(?:{_SPEECH}),?{_SP}(?P<n>{_WORD})(?=[.,;!”\"]|$|{_SP}(?:og|om|i|fra|,))")
_TITLE_LINE = rf"[\w/, -]{{0,40}}?(?i:{_ROLE})(?:[ ,][\w/, -]{{0,40}})?"
_CLOSING = (
    r"(?i:(?:med\s)?(?:(?:de\s)?(?:venlig|bedste|mange|kærlig|hjertelig)\w{0,3}\s){1,2}hils(?:en|ner)|hilsen|"
    r"d?\.?\s?m\.?v\.?h\.?|v\.?h\.)"
)
_CARDS = (
    # "Med venlig hilsen Fornavn Efternavn", "På styregruppens vegne" and the name on the line below
    re.compile(
        rf"(?m)(?:(?:^|[.!?]\s|\t){_CLOSING}|(?i:\bvegne(?:\saf\s[^\n]{{2,60}})?))(?:,|\.)?[ \u00a0\n]{{1,3}}"
        rf"(?:(?i:{_TITLED}),?{_SP})?(?P<n>{NAME})(?=[ \u00a0]*(?:$|[,.|(/–-]))"
    ),
    re.compile(rf"(?m)^(?P<n>{NAME})$(?=\n{_TITLE_LINE}$)"),
    re.compile(rf"(?m)^{_TITLE_LINE}\n(?P<n>{NAME})$"),
)
_LINE = re.compile(r"[^\n]+")
_MAY_NAME = re.compile(rf"[{_UPPER}][\w.'’-]{{0,60}}[ \u00a0](?:{_PARTICLE}[ \u00a0])?[{_UPPER}]")
_CAPITALISED = re.compile(rf"(?<![\w-]){NAME}")


def collect_names(text: str, is_place: frozenset[str] = frozenset()) -> frozenset[str]:
    """Give the personal names in a text, each once, white space within them as one space.

    A name counts when a cue stands by it (speech, role, byline, contact label, mail or telephone) or when it begins
    with a common first name; never when it names an institution, a street, a fund or a place. What a text repeats is
    read once.

    Args:
        text: running text, blocks parted by line breaks; e-mails and telephones masked as "[e-mail]", "[telefon]".
        is_place: words that are names of places, which a name must not consist of.
    """
    pieces = dict.fromkeys(piece for line in _LINE.finditer(text) for piece in _overlapping(line[0]))
    names = {
        piece[start:end]
        for piece in pieces
        # most lines have no two capitals beside one another and no label, and so no name
        if _MAY_NAME.search(piece) or (len(piece) < 120 and ":" in piece)
        for start, end in _merge(_names_in_line(piece, is_place))
    }
    names |= {text[start:end] for start, end in _names_beside_titles(text, is_place)}
    return frozenset(re.sub(r"\s+", " ", name) for name in names)


_PIECE, _OVERLAP = 3000, 300  # characters; cues stand at most some hundred characters from the name


def _overlapping(line: str) -> Iterator[str]:
    """Give a long line in pieces that overlap, so that no name and cue are cut apart."""
    begin = 0
    while len(line) - begin > _PIECE:
        end = line.rfind(" ", begin + _PIECE // 2, begin + _PIECE) + 1 or begin + _PIECE
        yield line[begin:end]
        begin = max(line.rfind(" ", begin + 1, end - _OVERLAP) + 1, begin + 1, end - 2 * _OVERLAP)
    yield line[begin:]


def _names_in_line(text: str, is_place: frozenset[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for n, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(text):
            spans += _split_names(text, *match.span("n"), is_place, is_sure=n == 0)
    for match in _BYLINE.finditer(text):
        spans += _split_names(text, *match.span("n"), is_place, is_sure=True)
    for match in _ATTENDANCE.finditer(text):
        for name in _LISTED.finditer(match[0]):
            spans += _split_names(text, match.start() + name.start("n"), match.start() + name.end("n"), is_place)
    for match in _CAPITALISED.finditer(text):
        spans += _by_first_name(text, match, is_place)
    for match in _FIRST_NAME_SPEAKS.finditer(text):
        if match["n"] in FIRST_NAMES:
            spans.append(match.span("n"))
    return _with_neighbours(text, spans, is_place) if spans else spans


def _with_neighbours(text: str, spans: list[tuple[int, int]], places: frozenset[str]) -> list[tuple[int, int]]:
    """Add the names that are coordinated with those found: "skrevet af A, B og C", "A (Havby), B (KL) og C"."""
    found = set(spans)
    waiting = list(spans)
    while waiting:
        start, end = waiting.pop()
        after = _NEXT_NAME.match(text, end)
        before = _NAME_BEFORE.search(text, max(0, start - 120), start)
        for match in (after, before):
            span = _trim(text, *match.span("n")) if match else None
            if span and span not in found and len(text[slice(*span)].split()) > 1 and _is_person(text, *span, places):
                found.add(span)
                waiting.append(span)
    return list(found)


def _names_beside_titles(text: str, places: frozenset[str]) -> list[tuple[int, int]]:
    """Find names that are a line of their own above or below a line that is a job title: cards of staff."""
    spans = []
    for pattern in _CARDS:
        for match in pattern.finditer(text):
            spans += _split_names(text, *match.span("n"), places)
    return spans


def _split_names(
    text: str, start: int, end: int, places: frozenset[str], *, is_sure: bool = False
) -> list[tuple[int, int]]:
    found = []
    for match in _LOOSE.finditer(text, start, end):
        span = _trim(text, match.start(), match.end(), is_sure=is_sure)
        if span and _is_person(text, *span, places, is_sure=is_sure):
            found.append(span)
    return found


def _by_first_name(text: str, match: re.Match[str], places: frozenset[str]) -> list[tuple[int, int]]:
    words = list(re.finditer(r"[^ \u00a0]+", match[0]))
    for n, word in enumerate(words[:-1]):
        first = word[0].split("-")[0]
        if first in FIRST_NAMES or word[0] in FIRST_NAMES:
            span = _trim(text, match.start() + word.start(), match.end())
            # two first names alone ("Anna og ...") or a first name with a word of an institution are no full name
            return [span] if span and n < 3 and _is_person(text, *span, places) else []
    return []


def _trim(text: str, start: int, end: int, *, is_sure: bool = False) -> tuple[int, int] | None:
    """Cut words that belong to the sentence or are a role off both ends; nothing for the name of an institution.

    In a byline, or behind "siger", a month is a name, but for the last one before a year.
    """
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^ \u00a0]+", text[start:end])]
    first = _ORG_WORD - _ALSO_NAMES if is_sure else _ORG_WORD
    last = first if is_sure and not _YEAR_NEXT.match(text, end) else _ORG_WORD
    if words and text[slice(*words[0])] in FIRST_NAMES:
        last -= _QUARTERS
    while words and (text[slice(*words[0])] in first or _ENDS_IN_ROLE.search(text[slice(*words[0])])):
        words.pop(0)
    while words and text[slice(*words[-1])] in last:
        if text[slice(*words[-1])] in _SUFFIX_WORDS:
            return None
        words.pop()
    return (words[0][0], words[-1][1]) if words else None


_YEAR_NEXT = re.compile(r"[ \u00a0](?:19|20)\d\d\b")
_SUFFIX_WORDS = frozenset(
    "Kommune Kommuner Region Regionskommune Fond Fonden Fonds Legat Center Centret Centeret Institut Universitet "
    "Hospital "
    "Universitetshospital Sygehus Plejecenter Plejehjem Bosted Skole Skolen Højskole Vej Gade Allé Plads Selskab "
    "Forening Foreningen "
    "Consulting Group Research Projekt Projektet Puljen Pulje Kors Bekæmpelse Nordisk".split()
)


def _is_person(text: str, start: int, end: int, places: frozenset[str], *, is_sure: bool = False) -> bool:
    words = text[start:end].split()
    if _NOT_PERSON_BEFORE.search(text[max(0, start - 40) : start]) or _INSTITUTION.match(words[-1]):
        return False
    if _OFFICE.search(words[-1]):
        return False
    if _NOT_PERSON_NEXT.match(text[end : end + 24]):
        return False
    is_named = is_sure or words[0].split("-")[0] in FIRST_NAMES
    if any(word in _ORG_WORD and not (is_named and word in _ALSO_NAMES) for word in words):
        return False
    plain = [word for word in words if not word.endswith(".")]
    if not plain or any(len(word) > 24 for word in plain):
        return False
    if all(word.removesuffix("s") in places or word in places for word in plain):
        return False
    return len(plain) > 1 or len(words) > 1 or plain[0] in FIRST_NAMES


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@cache
def name_pattern(names: frozenset[str], is_place: frozenset[str] = frozenset()) -> re.Pattern[str] | None:
    """Give a pattern that finds names again elsewhere in the document: whole, without middle names, surname alone.

    A surname alone counts only with a genitive or capital as written, and only where it is no place's name.
    """
    forms: set[str] = set()
    for name in names:
        words = name.split()
        forms.add(name)
        if len(words) > 1:
            forms |= {f"{words[0]} {words[-1]}"}
            if words[-1] not in is_place and words[-1].removesuffix("s") not in is_place:
                forms.add(words[-1])
    forms = {form for form in forms if len(form) > 2 and form not in _ORG_WORD}
    if not forms:
        return None
    options = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{options})(?=s?(?:(?![\w-])|(?:19|20)\d\d(?!\d)))")
