from __future__ import annotations

import pytest

from corpus.documents import Document
from corpus.errors import QuarantineError
from ingest.guard import guard_document
from ingest.guard_cpr import find_cpr
from ingest.guard_names import collect_names
from tests.ingest.parsing import page, parse, texts

LONG = "Kommunen har arbejdet systematisk med at styrke borgernes mestring af hverdagen gennem hele perioden."


def guarded(body: str, **options: str) -> Document:
    return guard_document(parse(page(f"<main><h1>Projekt Nordlys</h1><p>{LONG}</p>{body}</main>", **options)))


# All names, addresses and numbers are invented. 070761-4285 is the textbook number that passes modulus 11.
@pytest.mark.parametrize(
    "text",
    [
        "CPR 070761-4285",
        "070761 4285",
        "0707614285",
        "070761–4285",
        "070761‑4285",
        "070761 - 4285",
        "07 07 61-4285",
        "07.07.61-4285",
        "070761-\n4285",
        "070761\n4285",
        "０７０７６１－４２８５",
        "cpr.nr.: 1212129999",
        "010118-1234",  # fails modulus 11, as numbers issued since 2007 may
        "290200-1111",  # 29 February of a leap year
        "personnummer 311299 1234",
        "07071961-4285",
        "07 07 61 - 42 85",
        "070761-42 85",
        "07-07-61-4285",
        "07/07/61 4285",
        "070761_4285",
        "0 7 0 7 6 1 4 2 8 5",
        "0 7 0 7 6 1 - 4 2 8 5",
        "O7O761-4285",  # as OCR reads it
        "07076l-4285",
        "cpr-nr.: Ol0118-1234",
        "CPR-nr. 310245-0017",  # a slip: no 31st of February, but the label says what it is
        "personnummer: 670118-1234",  # given for want of another: day and 60
    ],
)
def test_cpr_numbers_are_found_in_every_dress(text: str) -> None:
    assert len(find_cpr(f"Borgeren {text} deltog.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "tlf. 33 70 33 70",
        "+45 3370 3370",
        "EAN 5798000000000",
        "EAN-nr. 5798 0098 11223",
        "CVR 62 54 79 14",
        "320118-1234",  # no 32nd day
        "CPR-nr. (fx 123456-7890)",  # what a form shows
        "cpr 000000-0000",
        "011318-1234",  # no 13th month
        "310418-1234",  # no 31st of April
        "bevilget 1.010.118.234 kr.",
        "i alt 0101181234 kr.",
        "Sagsnr. 1001181234",
        "Journalnummer: 0101181234",
        "kontonr. 0101181234",
        "12345678901234567890",
        "2018-2020 2019-2021",
        "01-01-2018 til 31-12-2020",
        "ISBN 978-87-7104-123-4",
        "a010118-1234567",
        "2010118-1234",
        "01-01-18-2020",
        "01/02/19 2021",
        "010118_1230.pdf",
        "1 2 0 1 1 8 1 2 3 4",  # figures of a table
        "01 01 18 - 12 34",
        "OIOBSS-SOIB",
        "tlf. 07 07 61 42",
        "sag 18/010118-1234567",
        "EAN 57 98 00 98 12 34 5",
        "beløb 010.118 - 12 34 kr.",
    ],
)
def test_other_numbers_are_no_cpr(text: str) -> None:
    assert find_cpr(f"Der står {text} på siden.") == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>Nr. 0707<b>61</b>-<i>42</i>85</p>",
        "<p>070761<br>-4285</p>",
        "<table><tr><td>Navn</td><td>CPR</td></tr><tr><td>A</td><td>070761-4285</td></tr></table>",
        '<p><a href="/borger/070761-4285">Se mere</a></p>',
        "<p>070761&shy;-&#8203;4285</p>",
    ],
)
def test_a_cpr_number_quarantines_and_the_message_never_tells_it(body: str) -> None:
    with pytest.raises(QuarantineError) as caught:
        guarded(body)
    assert "4285" not in str(caught.value)
    assert "070761" not in repr(caught.value) + str(caught.value.__dict__)


def test_cpr_numbers_in_title_and_metadata_quarantine_too() -> None:
    with pytest.raises(QuarantineError):
        guarded("", head='<meta name="description" content="Borger 070761-4285">')
    with pytest.raises(QuarantineError):
        guard_document(parse(page(f"<main><h1>Sag 070761-4285</h1><p>{LONG}</p></main>")))


# (text, what must be gone, what must be left)
SENTENCES = [
    ("Udfyldt af: Dagfinn Opdigtsen", "Opdigtsen", "Udfyldt af: [navn]"),
    ("Indsendt af: Dagfinn Opdigtsen", "Opdigtsen", "Indsendt af: [navn]"),
    (
        "Formanden for udvalget, Dagfinn Opdigtsen, er glad for puljen.",
        "Opdigtsen",
        "Formanden for udvalget, [navn], er glad for puljen.",
    ),
    (
        "”Det virker,” siger Dagfinn Opdigtsen, der er centerchef.",
        "Opdigtsen",
        "”Det virker,” siger [navn], der er centerchef.",
    ),
    (
        "”Det virker,” siger centerchef i Vejle Kommune Dagfinn Opdigtsen.",
        "Opdigtsen",
        "”Det virker,” siger centerchef i Vejle Kommune [navn].",
    ),
    (
        "Sundhedsminister Ælfrida Q. Påfundsen udtaler: Det er godt.",
        "Påfundsen",
        "Sundhedsminister [navn] udtaler: Det er godt.",
    ),
    ("Projektleder: Dagfinn Opdigtsen-Falsk", "Opdigtsen", None),
    (
        "Dagfinn Opdigtsen, projektleder, fortæller om forløbet.",
        "Opdigtsen",
        "[navn], projektleder, fortæller om forløbet.",
    ),
    (
        "Spørgsmål kan rettes til Dagfinn Opdigtsen på dao@post.invalid.",
        "Opdigtsen",
        "Spørgsmål kan rettes til [navn] på [e-mail].",
    ),
    ("Foto: Dagfinn Opdigtsen", "Opdigtsen", None),
    ("17. november 2021 kl. 09.12 · Af Gudbrand Opdigtsen Fnug", "Gudbrand", None),
    (
        "4. februar 2022 Af Gro Opdigtsen Kontakt redaktionen",
        "Opdigtsen",
        "4. februar 2022 Af [navn] Kontakt redaktionen",
    ),
    ("Af Dagfinn von Opdigtsen og Ælfrida Påfundsen", "Opdigtsen", None),
    ("Ring til Ælfrida Påfundsen på telefon 33 70 33 70.", "Påfundsen", None),
    ("Mette Opdigtsen og Lars Påfundsen deltog i mødet.", "Opdigtsen", "[navn] og [navn] deltog i mødet."),
    (
        "Tilmelding sendes til projektledelsen, Fie Påfund-Sen, KL, fps@post.invalid",
        "Påfund",
        "Tilmelding sendes til projektledelsen, [navn], KL, [e-mail]",
    ),
    ("Rapporten er skrevet af Trunte Fjollerik, Kresten Pjevs og Bolette Vrøvl.", "Vrøvl", None),
    ("Den 85-årige Ketty Vams fra Havby får hjælp.", "Vams", "Den 85-årige [navn] fra Havby får hjælp."),
    ("Trunte Fjollerik er ansat som projektleder.", "Fjollerik", "[navn] er ansat som projektleder."),
    ("Ifølge Dagfinn Opdigtsen, der leder projektet, går det godt.", "Opdigtsen", None),
    (
        "Det fortæller sygeplejerske Ælfrida Påfundsen fra Havby.",
        "Påfundsen",
        "Det fortæller sygeplejerske [navn] fra Havby.",
    ),
    ("Skriv til dao (at) post.dk eller dao[at]post.dk.", "post.dk", "Skriv til [e-mail] eller [e-mail]."),
    ("Kontakt os på +45 12 34 56 78 eller 1234 5678.", "5678", None),
    ("Der arbejdes videre.</p><p>Med venlig hilsen Ingefred Fnugmose", "Fnugmose", None),
    ("Der arbejdes videre. Venlig hilsen Ingefred Fnugmose", "Fnugmose", None),
    ("Der arbejdes videre.</p><p>Med venlig hilsen</p><p>Ingefred Fnugmose", "Fnugmose", None),
    ("Mvh. Ingefred Fnugmose, Havby Kommune", "Fnugmose", None),
    ("De bedste hilsner<br>sundhedschef Ingefred Fnugmose", "Fnugmose", None),
    ("På styregruppens vegne</p><p>Ingefred Fnugmose", "Fnugmose", None),
    ("Med venlig hilsen Vejle Kommune", "xx", "Med venlig hilsen Vejle Kommune"),
    ("Med venlig hilsen Dansk Sygeplejeråd", "xx", "Med venlig hilsen Dansk Sygeplejeråd"),
    ("Beboerne fik en hilsen fra Plejecenter Solgården.", "xx", "Beboerne fik en hilsen fra Plejecenter Solgården."),
]


@pytest.mark.parametrize(("sentence", "gone", "left"), SENTENCES)
def test_names_and_contacts_are_masked_and_sentences_still_read(sentence: str, gone: str, left: str | None) -> None:
    document = guarded(f"<p>{sentence}</p>")
    assert gone not in repr(document)
    if left is not None:
        assert left in texts(document)


@pytest.mark.parametrize(
    "sentence",
    [
        "Vejle Kommune, Region Syddanmark og Steno Diabetes Center Odense deltager i projektet.",
        "Puljen Styrket Indsats på Ældreområdet er udmøntet af Sundhedsstyrelsen.",
        "Projektejer: Havby Kommune, Center for Sundhed",
        "Kræftens Bekæmpelse, Dansk Sygeplejeråd og Røde Kors støtter Projekt Nordlys.",
        "Plejecenter Anna Ancher og Hans Knudsen Instituttet er med.",
        "Novo Nordisk Fonden og Ole Kirks Fond har bevilget 1.250.000 kr.",
        "Kommunen har CVR 62 54 79 14 og EAN 5798000000000.",
        "Sagen har nr. 18/12345 og beløbet er 12 345 678 kr.",
        "Projektledelse: KL og Dansk Sygeplejeråd",
        "Ansvarlig: Socialstyrelsen",
        "Det siger Sundhedsstyrelsen, og Danske Regioner siger det samme.",
        "Lærings- og Kvalitetsteam for Hoftenære Frakturer i Region Hovedstaden fortsætter.",
        "Projekt Tidlig Opsporing kører i Ikast-Brande og Høje-Taastrup.",
        "Evalueringen er lavet af Deloitte og VIVE i perioden 2018 2020.",
        "Alle borgere på Frederiksberg og i Sankt Hans By kan deltage.",
        "Kommunen bruger Virtual Reality og udvikler Digital Hverdag, og borgerne træner Tai Chi.",
        "Havby indleder Styrket Hverdag og leder Projekt Rask Igen, og Styrket Hverdag (2) følger.",
        "Medlemmerne af Ældre Sagen og Danske Patienter er hørt.",
        "Sundhedshuset Karen Blixen og metoden Marte Meo er med i projekt ”Otto Stor”.",
    ],
)
def test_places_institutions_titles_and_numbers_stay(sentence: str) -> None:
    assert sentence in texts(guarded(f"<p>{sentence}</p>"))


def test_contact_blocks_are_dropped_to_their_end_and_no_further() -> None:
    block = """<h2>Kontakt</h2><p>Specialkonsulent</p><p>Dagfinn Opdigtsen</p><p>Center for Sundhed</p>
    <p>Telefon: +45 1234 5678</p><p>E-mail: <a href="mailto:dao@post.invalid">dao@post.invalid</a></p>"""
    document = guarded(f"{block}<h2>Resultater</h2><p>{LONG[:60]} og det gik godt.</p>")
    assert texts(document) == ["Projekt Nordlys", LONG, "Resultater", f"{LONG[:60]} og det gik godt."]
    assert "Opdigtsen" not in repr(document)
    assert "mailto" not in repr(document)


def test_a_person_named_once_with_a_cue_is_masked_everywhere() -> None:
    body = (
        "<p>Projektleder Dagfinn Quist Opdigtsen begyndte i maj.</p>"
        "<p>Ifølge Opdigtsen gik det godt, og Dagfinn Opdigtsens plan holdt.</p>"
    )
    document = guarded(body)
    assert "Opdigtsen" not in document.text
    assert texts(document)[-1] == "Ifølge [navn] gik det godt, og [navn]s plan holdt."


def test_offsets_hold_and_a_second_guarding_changes_nothing() -> None:
    document = guarded(
        "<p>”Godt,” siger Dagfinn Opdigtsen.</p><table><tr><th>Kommune</th><th>Kontakt</th></tr>"
        "<tr><td>Havby Kommune</td><td>Ælfrida Påfundsen, ap@post.invalid</td></tr></table><p>Slut.</p>"
    )
    for block in document.blocks:
        assert document.block_text(block) == document.text[block.char_start : block.char_end] != ""
        assert all(block.char_start <= start <= end <= block.char_end for start, end in block.cells)
    assert guard_document(document) == document


def test_meta_and_link_labels_are_guarded() -> None:
    body = '<p>Kontakt projektleder Dagfinn Opdigtsen.</p><p><a href="/x">Læs om Dagfinn Opdigtsen</a></p>'
    head = '<meta name="author" content="Ælfrida Påfundsen"><meta name="description" content="Af Dagfinn Opdigtsen">'
    document = guarded(body, head=head)
    assert "Opdigtsen" not in repr(document)
    assert "Påfundsen" not in repr(document)


def test_years_in_a_row_are_no_address() -> None:
    said = "Projekterne strækker sig over årene 2021, 2022 og 2023."
    document = guarded(f"<p>{said}</p><p>Havnegade 12, 5000 Odense C</p>")
    assert said in document.text
    assert "Havnegade" not in document.text


BYLINES = (
    "Af {} 14/09/2022",
    "Af {}",
    "Af {} 14. september 2022",
    "Af {} d. 14. maj 2022",
    "Af {} tirsdag den 3. maj 2022",
    "Af {}, 14.09.2022",
    "Af {}. 19. februar 2019",
    "Af {}. Tirsdag den 3. maj 2022",
    "Af {}.",
    "Af {} / 14. september 2022",
    "Af {}: 14. september 2022",
    "Af {} Opdateret 14-09-2022",
    "AF {} | 14/09/22",
    "Tekst: {}",
    "Af {} og Karen Mosekær 14/09/2022",
    "– Det går godt, siger {}.",
)


@pytest.mark.parametrize("line", BYLINES)
@pytest.mark.parametrize(
    "name",
    [
        "Ditte Maj Eghoved",
        "Maj Lindekrog",
        "Jens August Vestersø",
        "Bo Dan Nord",
        "Sten Bror Vester",
        "Find Lov Bækhus",
    ],
)
def test_words_that_are_months_and_quarters_are_names_in_a_byline(line: str, name: str) -> None:
    assert any(name in found for found in collect_names(line.format(name)))


@pytest.mark.parametrize(
    "line",
    [
        "Af Sundhedsstyrelsen August 2021",
        "Af Region Syddanmark 14/09/2022",
        "Af Ældre Sagen 3/2 2020",
        "I Maj Juni Juli",
    ],
)
def test_a_byline_of_an_organisation_names_nobody(line: str) -> None:
    assert collect_names(line) == frozenset()
