from __future__ import annotations

import pytest

from tests.ingest.parsing import page, parse

H1 = "<h1>Friskere liv sammen</h1>"
BODY = (
    "<p>Havby Kommune har fået 1.250.000 kr. fra puljen til Friskere liv sammen, som løber 2018-2021.</p>"
    "<p>Projektet begyndte den 1. marts 2018.</p>"
)

UNDER_TITLE = (
    ("<p>28 FEB 2022</p>", "2022-02-28"),
    ("<div>Aktivitet, Demens</div><p>28 FEB 2022</p>", "2022-02-28"),
    ("<p>EVALUERINGER 14 JAN 2021</p>", "2021-01-14"),
    ("<p>VIDEN OG INSPIRATION 30 AUG 2022</p>", "2022-08-30"),
    ("<p>Publiceret den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Publiceret: 03-05-2022</p>", "2022-05-03"),
    ("<p>Publiceret tirsdag den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Udgivet d. 3. maj 2022 af kommunikation</p>", "2022-05-03"),
    ("<p>Offentliggjort 3. maj 2022 kl. 09:12</p>", "2022-05-03"),
    ("<p>Dato: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Nyhed | 3. maj 2022</p>", "2022-05-03"),
    ("<p>Nyhed 03.05.2022</p>", "2022-05-03"),
    ("<p>03-05-2022</p>", "2022-05-03"),
    ("<p>2022-05-03</p>", "2022-05-03"),
    ("<p>tirsdag d. 3. maj 2022</p>", "2022-05-03"),
    ("<p>Havby, den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Af Anna Hansen 01/06/2021</p>", "2021-06-01"),
    ("<p>Af Anna Hansen, 1. juni 2021</p>", "2021-06-01"),
    ("<p>31/08/2022 09:48</p>", "2022-08-31"),
    ("<p>31-08-2022 kl. 09.48</p>", "2022-08-31"),
    ("<p>Oprettet 27.11.17</p>", "2017-11-27"),
    ("<p>06/3/15</p>", "2015-03-06"),
    ("<p>Oprettet 01.02.2019 | Opdateret 03.05.2022</p>", "2022-05-03"),
    ("<p>Publiceret 1. februar 2019. Opdateret 3. maj 2022.</p>", "2022-05-03"),
    ('<time datetime="2022-05-03T10:00:00+02:00">3. maj</time>', "2022-05-03"),
    ("<p><time>3. maj 2022</time></p>", "2022-05-03"),
    ("<p>3. maj 2022 | Sundhed</p>", "2022-05-03"),
    ("<p>Sundhed · 3. maj 2022</p>", "2022-05-03"),
    ("<p>Pressemeddelelse, 3. maj 2022</p>", "2022-05-03"),
    ("<p>Artikel fra 3. maj 2022</p>", "2022-05-03"),
    ("<p>3. maj 2022 - 3 min. læsetid</p>", "2022-05-03"),
    ("<p>Havby 3. maj 2022 Kl. 06.30</p>", "2022-05-03"),
    ("<p>Havby. 3. maj 2022 Kl. 06:30</p>", "2022-05-03"),
    ("<p>Lokalt: 3. maj 2022 Kl. 06:00 Af Ada Opdigt Kontakt redaktionen</p>", "2022-05-03"),
    ("<p>Sundhed: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Ældre : 03-05-2022 kl. 6.00</p>", "2022-05-03"),
    ("<p>Lokale nyheder: tirsdag den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Velfærd: 3. maj 2022 · 2 min.</p>", "2022-05-03"),
    ("<p>Møde: 3. maj 2022</p>", None),
    ("<p>Uddeling: 3. maj 2022</p>", None),
    ("<p>Store Havby 3. maj 2022</p>", "2022-05-03"),
    ("<p>Havby - 3. maj 2022 kl. 6.30</p>", "2022-05-03"),
    ("<p>Nørre Havby, tirsdag den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Havby 3. maj 2022 klokken 06:30</p>", "2022-05-03"),
    ("<p>Lokalt 3. maj 2022</p>", "2022-05-03"),
    ("<p>Tirsdag 3. maj 2022 - 06:30</p>", "2022-05-03"),
    ("<p>Bragt 3. maj 2022</p>", "2022-05-03"),
    ("<p>Lagt på nettet 3. maj 2022</p>", "2022-05-03"),
    ("<p>3. maj '22</p>", "2022-05-03"),
    ("<p>2. maj 2022 (opdateret 3. maj 2022)</p>", "2022-05-03"),
    ("<p>Dato for offentliggørelse: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Tekst: Anna Hansen · 3. maj 2022 · Foto: Bo Berg</p>", "2022-05-03"),
)
AT_END = (
    ("<p>Opdateret 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidst redigeret: 03/05-22</p>", "2022-05-03"),
    ("<p>Sidst redigeret 3/5-2022</p>", "2022-05-03"),
    ("<p>Sidst opdateret 3/5 2022</p>", "2022-05-03"),
    ("<p>Senest ændret den 3. maj 2022 kl. 14.05</p>", "2022-05-03"),
    ("<p>Siden er senest opdateret d. 03.05.2022</p>", "2022-05-03"),
    ("<p>Opdateret 28 FEB 2022</p>", "2022-02-28"),
    ("<p>Sidst opdateret:</p><p>3. maj 2022</p>", "2022-05-03"),
    ("<dl><dt>Sidst opdateret</dt><dd>3. maj 2022</dd></dl>", "2022-05-03"),
    ("<dl><dt>Senest redigeret</dt><dd>3. maj 2022</dd></dl>", "2022-05-03"),
    ("<table><tr><th>Sidst opdateret</th><td>3. maj 2022</td></tr></table>", "2022-05-03"),
    ("<p>Sidst opdateret den 3. maj 2022 af Sundhed og Omsorg</p>", "2022-05-03"),
    ("<p>Denne side er opdateret 3. maj 2022</p>", "2022-05-03"),
    ("<p>Teksten er sidst rettet 3.5.2022</p>", "2022-05-03"),
    ("<p>Seneste opdatering: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidste opdatering d. 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidst revideret i maj 2022</p>", "2022-05"),
    ("<p>Opdateret maj 2022</p>", "2022-05"),
    ("<p>Opdateret: 2022-05-03 14:11</p>", "2022-05-03"),
    ("<p>Sidst opdateret: tirsdag 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidst opdateret kl. 14.05, 3. maj 2022</p>", "2022-05-03"),
    ("<p>OPDATERET 3. MAJ 2022</p>", "2022-05-03"),
    ("<small>Version 2, senest opdateret 3. maj 2022</small>", "2022-05-03"),
    ("<p>Last updated: 3 May 2022</p>", "2022-05-03"),
    ("<p>Siden blev sidst opdateret 3. maj 2022.</p>", "2022-05-03"),
    ("<p>Indhold opdateret: 3.5.22</p>", "2022-05-03"),
    ("<p>Dato for sidste opdatering: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidst gennemgået 3. maj 2022</p>", "2022-05-03"),
    ("<p>Senest gennemset den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Indholdet er kontrolleret 3. maj 2022</p>", "2022-05-03"),
    ("<p>Sidst opdateret af Sundhed og Omsorg, 3. maj 2022</p>", "2022-05-03"),
    ("<p>Senest redigeret: 2022/05/03</p>", "2022-05-03"),
    ("<p>Sidste opdatering på siden: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Opdateringen er foretaget 3. maj 2022</p>", "2022-05-03"),
    ("<p>Opdateret senest den 3. maj 2022</p>", "2022-05-03"),
    ("<p>Ændret sidst: 3. maj 2022</p>", "2022-05-03"),
    ("<p>Updated 3 May 2022</p>", "2022-05-03"),
    ("<p>Senest opdateret i maj måned 2022</p>", "2022-05"),
)
IN_FOOTER = (
    ("<p>Sidst opdateret 03-05-2022</p>", "2022-05-03"),
    ("<p>Siden er sidst opdateret: <span>3. maj 2022</span></p>", "2022-05-03"),
    ("<p>Ændret</p><p>3. maj 2022</p>", "2022-05-03"),
    ("<p>Redigeret 3. maj 2022</p>", "2022-05-03"),
    ("<p>Revisionsdato: 3. maj 2022</p>", "2022-05-03"),
)
IN_HEAD = (
    ('<meta name="last-modified" content="2022-05-03">', "2022-05-03"),
    ('<meta property="article:modified_time" content="2022-05-03T08:00:00Z">', "2022-05-03"),
    ('<meta property="article:published_time" content="2022-05-03">', "2022-05-03"),
    ('<meta name="DC.Date.Modified" content="03-05-2022">', "2022-05-03"),
    ('<meta name="dcterms.modified" content="2022-05-03">', "2022-05-03"),
    ('<meta name="revised" content="tirsdag den 3. maj 2022, 10.00">', "2022-05-03"),
    ('<meta http-equiv="last-modified" content="Tue, 03 May 2022 08:00:00 GMT">', "2022-05-03"),
    ('<meta itemprop="dateModified" content="2022-05-03">', "2022-05-03"),
    ('<meta name="pubdate" content="20220503">', "2022-05-03"),
    ('<meta name="date" content="20220503T080000">', "2022-05-03"),
    (
        '<script type="application/ld+json">{"dateModified":"2022-05-03T08:00:00Z","datePublished":"2022"}</script>',
        "2022-05-03",
    ),
    (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2022-05-03"}]}</script>',
        "2022-05-03",
    ),
)
NO_DATE = (
    ("end", "<p>Ansøgningsfrist: 3. maj 2022</p>"),
    ("end", "<p>Projektet sluttede den 3. maj 2022.</p>"),
    ("top", "<p>Frist</p><p>3. maj 2022</p>"),
    ("end", "<p>Oversigt (opdateret 1. november 2016)</p>"),
    (
        "end",
        "<p>Kortet over kommunens tilbud blev i løbet af projektet flere gange ændret"
        ", og den sidste udgave, som blev opdateret den 3. maj 2022 af frivillige, hænger på torvet.</p>",
    ),
    ("end", "<p>Projektperiode</p><p>maj 2022</p>"),
    ("end", "<p>Mødedato: 3. maj 2022</p>"),
    ("top", "<p>Ansøgningsfrist 3. maj 2022</p>"),
    ("top", "<p>Konference 3. maj 2022</p>"),
    ("top", "<p>Projektstart: 3. maj 2022</p>"),
    ("top", "<p>Opstart 3. maj 2022</p>"),
    ("top", "<p>Havby Kommune, maj 2022</p>"),
    ("top", "<p>Mødet den 3. maj 2022</p>"),
    ("top", "<h2>Havby Byråd 3. maj 2022</h2>"),
    ("top", "<p>Senest 3. maj 2022</p>"),
    ("end", "<p>Havby 3. maj 2022 vågner projektet til live igen.</p>"),
    ("end", "<p>Listen over borgere blev gennemgået 3. maj 2022</p>"),
)


@pytest.mark.parametrize(("html", "date"), UNDER_TITLE)
def test_a_date_under_the_title_dates_a_page(html: str, date: str) -> None:
    assert parse(page(f"<main>{H1}{html}{BODY}</main>")).last_updated == date


@pytest.mark.parametrize(("html", "date"), AT_END)
def test_a_line_that_says_updated_dates_a_page_and_is_no_text_of_it(html: str, date: str) -> None:
    document = parse(page(f"<main>{H1}{BODY}{html}</main>"))
    assert document.last_updated == date
    assert document.text.splitlines()[-1] == "Projektet begyndte den 1. marts 2018."


@pytest.mark.parametrize(("html", "date"), IN_FOOTER)
def test_a_footer_may_say_when_its_page_was_updated(html: str, date: str) -> None:
    assert parse(page(f"<main>{H1}{BODY}</main><footer>{html}</footer>")).last_updated == date


@pytest.mark.parametrize(("html", "date"), IN_HEAD)
def test_a_machine_readable_date_dates_a_page(html: str, date: str) -> None:
    assert parse(page(f"<main>{H1}{BODY}</main>", head=html)).last_updated == date


@pytest.mark.parametrize(("place", "html"), NO_DATE)
def test_dates_of_other_things_date_no_page(place: str, html: str) -> None:
    parts = (html, BODY) if place == "top" else (BODY, html)
    assert parse(page(f"<main>{H1}{''.join(parts)}</main>")).last_updated is None


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<div class="intro">{0}</div><div class="stamp">EVALUERINGER 10 MAJ 2022</div>', "2022-05-10"),
        ('<p>{0}</p><p class="dato">VIDEN OG INSPIRATION 17 JAN 2023</p>', "2023-01-17"),
        ('<div class="stamp">11 MAR 2021</div><div>{0}</div>', "2021-03-11"),
        ("<time>17. januar 2023</time>", "2023-01-17"),
        ("<span>17-01-2023</span>", "2023-01-17"),
    ],
)
@pytest.mark.parametrize("wrapper", ["<section id='indhold'>{0}</section>", "<div>{0}</div>", "{0}"])
def test_a_date_beside_the_title_in_its_header_dates_a_page(wrapper: str, head: str, date: str) -> None:
    lead = "Kommunen har prøvet en ny vej til at hjælpe borgerne."
    html = wrapper.format(f"<header>{H1}{head.format(lead)}</header>{BODY}")
    assert parse(page(html)).last_updated == date


@pytest.mark.parametrize(
    "last",
    [
        "<div>Få Socialstyrelsens nyhedsbrev</div>",
        "<div>Køb abonnement fra 99 kr. om måneden</div>",
        "<aside>Følg os på Facebook</aside>",
        "<div>Tilmeld dig vores nyhedsbrev her</div>",
        "<section>Kontakt os på telefon 12 34 56 78</section>",
    ],
)
@pytest.mark.parametrize("layout", ["{0}{1}", "<div><div>{0}</div></div>{1}", "<section>{0}</section>{1}"])
def test_the_few_words_of_a_site_below_a_page_are_no_text_of_it(layout: str, last: str) -> None:
    text = parse(page(layout.format(f"{H1}{BODY}", last))).text
    assert text.endswith("Projektet begyndte den 1. marts 2018.")


@pytest.mark.parametrize(
    "last",
    [
        "<div>Havby Kommune fik 900.000 kr.</div>",
        "<div>Løber 2018-2021</div>",
        "<p>Læs mere i nyhedsbrevet fra 2019.</p>",
    ],
)
def test_what_says_something_below_the_paragraphs_stays(last: str) -> None:
    assert not parse(page(f"{H1}{BODY}{last}")).text.endswith("Projektet begyndte den 1. marts 2018.")
