from __future__ import annotations

import pytest

from ingest.parse.site_lines import is_site_line
from tests.ingest.parsing import page, parse, texts

HEAD = "<h1>Ro i hverdagen på Lindegården</h1>"
OWN = (
    "<p>Kommunen fik 1,2 mio. kr. fra puljen til at skabe ro i hverdagen for beboere med demens på Lindegården.</p>"
    "<p>Projektet løb fra 2019 til 2021, og medarbejderne blev oplært i at møde beboerne i øjenhøjde.</p>"
    "<h2>Resultater</h2><p>Antallet af magtanvendelser faldt fra 21 til 9 om året, og de pårørende er trygge.</p>"
)
AFTER = "<p>Flere kommuner er interesserede i at høre om erfaringerne fra Lindegården.</p>"
TITLES = "<div>Borgmester trækker sig efter kritik</div><div>Ny skole åbner i august</div>"
FURNITURE = {
    "most read": f"<div>Mest læste lige nu</div>{TITLES}",
    "most read, as a list": "<h3>Mest læste</h3><ol><li>Borgmester går efter kritik</li><li>Ny skole åbner</li></ol>",
    "others read": "<p>Lige nu læser andre</p><p><a href='/a'>Ny skole åbner i august</a></p>",
    "see also": "<h3>Læs også</h3><ul><li><a href='/x'>Flere får hjælp</a></li><li><a href='/y'>Nyt hjem</a></li></ul>",
    "more on the subject": "<h3>Mere om emnet</h3><a href='/q'>Quiz: Hvor god er du til arbejdsmiljø?</a>",
    "more on the theme": "<p>Læs mere om temaet</p><p>Fem råd om nattevagter</p><p>Quiz: Kender du din vagtplan?</p>",
    "same theme": "<h2>Artikler om samme emne</h2><ul><li><a href='/a'>Fem råd om nattevagter</a></li></ul>",
    "within the theme": "<h4>Flere artikler inden for temaet:</h4><div><a href='/a'>Fem råd om nattevagter</a></div>",
    "other articles": "<div>Andre artikler</div><div>Fem råd om nattevagter</div><div>Test din viden</div>",
    "more on this subject": "<h3>Find mere viden om dette emne</h3><a href='/a'>Fem råd om nattevagter</a>",
    "sign-up": "<h3>Få nyheder fra os</h3><p>Tilmeld dig vores nyhedsbrev og få de seneste nyheder i din indbakke.</p>"
    "<p>Ved tilmelding accepterer du vores betingelser.</p>",
    "sign-up, asked": "<p>Vil du have nyheder fra os? Tilmeld dig nyhedsbrevet her.</p>",
    "sign-up, form": "<p>Få vores nyhedsbrev hver fredag</p><p>Din e-mailadresse</p><p>Tilmeld</p>",
    "cookies": "<p>Vi bruger cookies til at forbedre din oplevelse. Læs mere om vores brug af cookies.</p>"
    "<p>Tillad alle</p><p>Kun nødvendige</p>",
    "cookies of a site": "<p>Lindeby.dk anvender cookies for at huske dine indstillinger og lave statistik.</p>",
    "cookies, three lines": "<p>Denne hjemmeside benytter cookies</p><p>Vi indsamler statistik. "
    "Du kan altid ændre dit samtykke.</p><p>Accepter</p><p>Afvis</p>",
    "useful": "<p>Var denne side nyttig?</p><p>Ja</p><p>Nej</p>",
    "found": "<p>Fandt du det, du søgte?</p><p>Ja tak</p><p>Nej, desværre</p><p>Send os dine kommentarer</p>",
    "helped": "<p>Hjalp siden dig?</p><p>Ja / Nej</p>",
    "chat": "<div>Kan vi hjælpe dig?</div><div>Skriv til os i chatten</div>",
    "share": "<p>Del på: Facebook | LinkedIn | X | E-mail</p>",
    "share below": "<div>Del nyhed</div><div>Mail</div><div>Facebook</div>",
    "share, print": "<p>Del artiklen</p><p>Facebook</p><p>Kopiér link</p><p>Print</p>",
    "menu below": "<div>Forside</div><div>Borger</div><div>Erhverv</div><div>Politik</div><div>Om kommunen</div>",
    "menu, spaces": "<p>Forside Borger Erhverv Politik Kontakt Søg</p>",
    "menu, dots": "<p>Forside · Borger · Sundhed og ældre · Job · Kultur og fritid · Kontakt</p>",
    "footer": "<div><p>Rådhuspladsen 1, 8000 Lindeby</p><p>Telefon 88 88 88 88</p>"
    "<p>CVR 12345678</p><p>EAN-numre</p><p>Tilgængelighedserklæring</p></div>",
    "footer of a paper": "<p>Ansvarshavende redaktør: Egon Opdigtsen</p><p>Abonnement · Annoncering · Cookies</p>",
    "hours": "<p>Åbningstider: Mandag-torsdag 10-15, fredag 10-13</p><p>Ring til os på 88 88 88 88</p>",
    "pay wall": "<p>Allerede abonnent? Log ind</p><p>Få adgang til alle artikler for 1 kr. den første måned.</p>",
    "free items": "<p>Du har 3 gratis artikler tilbage denne måned.</p>",
    "comments": "<p>Kommentarer (0)</p><p>Skriv en kommentar</p>",
    "app": "<p>Hent vores app i App Store og Google Play</p>",
    "back": "<p>Tilbage til nyhedsoversigten</p>",
    "others you may read": "<h3>Andre indsatser du måske vil læse om</h3><a href='/a'>Fem råd om nattevagter</a>",
    "others you may like": "<h2>Flere projekter, som du måske også vil have glæde af</h2><a href='/a'>Nyt hjem</a>",
    "subscribe": "<p>Abonner på nyheder fra kommunen</p>",
    "jobs in few words": "<p>Ledige stillinger i kommunen</p>",
    "jobs": "<p>Vil du arbejde hos os? Se ledige stillinger i Lindeby Kommune</p>",
}
ON_THE_SUBJECT = {
    "others you may read",
    "others you may like",
    "more on the subject",
    "more on the theme",
    "same theme",
    "within the theme",
    "other articles",
    "more on this subject",
}
AT_THE_END = {
    "most read",
    "most read, as a list",
    "see also",
    "footer",
    "hours",
} | ON_THE_SUBJECT  # or up to the next heading


@pytest.mark.parametrize("name", FURNITURE)
@pytest.mark.parametrize("wrap", ["<main>{}{}</main>", "<div class='k2'>{}</div><div class='q7'>{}</div>"])
def test_what_a_site_says_of_itself_is_no_text_of_the_page(name: str, wrap: str) -> None:
    expected = texts(parse(page(f"<main>{HEAD}{OWN}</main>")))
    assert texts(parse(page(wrap.format(HEAD + OWN, FURNITURE[name])))) == expected


@pytest.mark.parametrize("name", [n for n in FURNITURE if n not in AT_THE_END])
def test_it_goes_in_the_middle_of_the_page_as_well(name: str) -> None:
    expected = texts(parse(page(f"<main>{HEAD}{OWN}{AFTER}</main>")))
    assert texts(parse(page(f"<main>{HEAD}{OWN}{FURNITURE[name]}{AFTER}</main>"))) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Få kommuner har et nyhedsbrev om projektet.",
        "Borgerne kan tilmelde sig et nyhedsbrev om indsatsen.",
        "Projektets app bruger ingen cookies, fordi borgerne skal være trygge ved den.",
        "Nyhedsbrevet fra projektet udkom fire gange i 2021.",
        "Del af puljen: 1,2 mio. kr.",
        "Del 2: Facebook som redskab",
        "Ja, siger Vejle | Nej, siger Horsens | Måske, siger Odense",
        "Var projektet til hjælp for borgerne? Det mener 8 ud af 10.",
        "Fandt du hjælp i akutteamet? 92 procent svarede ja.",
        "Kultur · Sundhed · Ensomhed",
        "Sundhed | 1,2 mio. kr. | 2021",
        "Borger, pårørende og medarbejdere mødes hver uge",
        "Hent vores erfaringer fra to år med app og træning hjem i rapporten, som udkom i 2021.",
        "Log ind for at se filmen var for svært for mange af de ældre, viser evalueringen af projektet fra 2020.",
        "Forside > Projekter > Børn og unge > Sunde familier fra start",
        "Ring til os, så finder vi en makker til dig.",
        "Torsdag 14-17. Ny deltager? Kom en halv time før.",
        "Redaktør af rapporten var en forsker fra universitetet.",
        "Ældre",
        "Ja",
        "Telefon",
        "Vejle Kommune",
    ],
)
def test_what_only_sounds_alike_stays(line: str) -> None:
    assert not is_site_line(line)
    assert line in texts(parse(page(f"<main>{HEAD}{OWN}<p>{line}</p>{AFTER}</main>")))


@pytest.mark.parametrize(
    "part",
    [
        "<p>Ansøger</p><p>Vejle Kommune</p><p>CVR 12345678</p><p>Beløb</p><p>1,2 mio. kr.</p>",
        "<p>Er I i mål?</p><p>Ja</p><p>Fortsætter indsatsen?</p><p>Nej</p>",
        "<ul><li><a href='/v'>Vejle Kommune</a></li><li>Odder Kommune</li></ul><p>Var siden nyttig?</p>",
        "<p>Odder Kommune</p><p>Vejle Kommune</p><p>Var siden nyttig?</p>",
        "<h3>Kan en kommune søge til to modeller?</h3><p>Nej.</p><p>Forside &gt; Puljer &gt; Nyheder</p>",
        "<ul><li>Sundhed</li><li>Ældre</li></ul>",
        "<p>Læs også</p><p>Projektet er det første af sin slags, og det har kostet 1,2 mio. kr. indtil nu.</p>",
        "<h3>Mere om projektet</h3><p>Vejle Kommune</p>",
        "<h3>Mere om temaerne i puljen</h3><ul><li>Ældre</li></ul>",
        "<h3>Flere kommuner om emnet</h3><p>Vejle Kommune</p>",
        "<p>Andre artikler i ordningen: 1,2 mio. kr.</p>",
        "<p>Mere om emnet</p><p>Projektet har kostet 1,2 mio. kr. indtil nu.</p>",
        "<h3>Nyheder</h3><p>Projektet har fået endnu et år, og kommunen har lagt 400.000 kr. oveni, så det kan gå på. "
        "Det sker, fordi de pårørende har bedt om det, og fordi medarbejderne ikke vil undvære det mere.</p>",
    ],
)
def test_fields_and_answers_of_the_page_stay(part: str) -> None:
    found = parse(page(f"<main>{HEAD}{OWN}{part}{AFTER}</main>")).text
    kept = [line for line in ("Vejle Kommune", "1,2 mio. kr.", "Fortsætter", "Nej", "Ældre", "400.000") if line in part]
    assert kept
    assert all(line in found for line in kept)
