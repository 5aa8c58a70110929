from __future__ import annotations

import pytest

from corpus.documents import BlockKind, Document, DocumentStatus
from ingest.parse.encoding import decode_bytes
from ingest.parse.language import detect_language
from ingest.parse.text import clean_text
from ingest.parse.updated import find_last_updated
from ingest.raw import BINARY, DOCX, HTML, PDF, TEXT, XML, ZIP, sniff_media_type
from tests.ingest.parsing import kinds_and_texts, parse, table, texts

LONG = "Kommunen har arbejdet systematisk med at styrke borgernes mestring af hverdagen gennem hele perioden."

KL_PAGE = f"""Gå til hovedindhold
Arbejdsgiver
Kompetenceudvikling

Puljen Faglighed i Hverdagen

Udvikling af sundhed i kommunerne

Ældre end 12 mdr.

Indhold

  Ti projekter har fået støtte

  {LONG}

  De udvalgte projekter (pdf)

  Puljens formål:

  • At understøtte den faglige kvalitet.
  • At skabe ny viden om effekten.

  1. Data af høj kvalitet
  2. Vidensdeling

  Nordhavn Kommune

   Sydvig Kommune

  Sidst opdateret: 3. maj 2024
"""


def plain(text: str) -> Document:
    return parse(text, "text/plain; charset=utf-8", url="https://www.eksempel.dk/a.txt")


def test_extracted_text_of_a_page_becomes_the_page_again() -> None:
    document = plain(KL_PAGE)
    assert document.title == "Puljen Faglighed i Hverdagen"
    assert document.last_updated == "2024-05-03"
    assert kinds_and_texts(document) == [
        ("heading", "Puljen Faglighed i Hverdagen"),
        ("paragraph", "Udvikling af sundhed i kommunerne"),
        ("heading", "Ti projekter har fået støtte"),
        ("paragraph", LONG),
        ("paragraph", "De udvalgte projekter (pdf)"),
        ("paragraph", "Puljens formål:"),
        ("list_item", "At understøtte den faglige kvalitet."),
        ("list_item", "At skabe ny viden om effekten."),
        ("list_item", "Data af høj kvalitet"),
        ("list_item", "Vidensdeling"),
        ("paragraph", "Nordhavn Kommune"),
        ("paragraph", "Sydvig Kommune"),
    ]


def test_a_flattened_table_is_put_together() -> None:
    rows = "\n\n".join(
        f"{name}\n\n\n{amount} "
        for name, amount in (("Havby", "1.964.400"), ("Sydvig, Nordø og Østby", "2.233.341"), ("I alt", "4.197.741"))
    )
    document = plain(f"Ni projekter får støtte\n\n{LONG}\n\nKommune:\n\nTildelt beløb\n(kr.):\n\n{rows}\n")
    assert table(document) == [
        ["Kommune:", "Tildelt beløb (kr.):"],
        ["Havby", "1.964.400"],
        ["Sydvig, Nordø og Østby", "2.233.341"],
        ["I alt", "4.197.741"],
    ]


def test_speech_with_a_dash_is_no_list() -> None:
    document = plain(
        f"Seks kommuner prøver noget nyt\n\n{LONG}\n\n- Vi er glade for det, siger lederen.\n\n{LONG} Igen."
    )
    assert texts(document, BlockKind.LIST_ITEM) == []


def test_labelled_fields_and_long_labelled_parts() -> None:
    document = plain(
        f"Projekt Nordlys\n\n{LONG}\n\nProjektperiode:\n\n2014 - 2017\n\nBaggrund for projektet:\n\n{LONG} {LONG}"
    )
    assert ("definition", "Projektperiode:\t2014 - 2017") in kinds_and_texts(document)
    assert ("heading", "Baggrund for projektet:") in kinds_and_texts(document)


def test_kicker_and_glued_byline() -> None:
    document = plain(
        "Nær forebyggelse\n\nInvitation: Deltag i projekt om nær forebyggelse i kommunerne\n\n"
        f"{LONG}\n\nAf Fiktiv Opdigtsen 01/06/2021\nFremfærd\n\n{LONG} Mere."
    )
    assert document.title == "Invitation: Deltag i projekt om nær forebyggelse i kommunerne"
    assert document.last_updated == "2021-06-01"


@pytest.mark.parametrize("text", ["", " \n\n\t", "\ufeff"])
def test_text_without_letters_is_empty(text: str) -> None:
    assert plain(text).status is DocumentStatus.EMPTY


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Sidst opdateret: 22. april 2024", "2024-04-22"),
        ("Opdateret 28 MAR 2019", "2019-03-28"),
        ("Senest opdateret 31-05-2022", "2022-05-31"),
        ("Siden er sidst opdateret den 1. maj 2020", "2020-05-01"),
        ("Sidst opdateret 09-11-2017", "2017-11-09"),
        ("Sidst opdateret: 3.5.2024 kl. 12.10", "2024-05-03"),
        ("Opdateret: d. 7. september 2021", "2021-09-07"),
        ("Opdateret marts 2021", "2021-03"),
        ("Af Fiktiv Mellem Opdigtsen 01/06/2021", "2021-06-01"),
        ("09-11-2017", "2017-11-09"),
        ("05.01.2018", "2018-01-05"),
        ("7. marts 2020", "2020-03-07"),
        ("EVALUERINGER 14 JAN 2021", "2021-01-14"),
        ("VIDEN OG INSPIRATION 30 AUG 2022", "2022-08-30"),
        ("Oprettet 27.11.17", "2017-11-27"),
        ("31/08/2022 09:48", "2022-08-31"),
        ("Publiceret 14. december 2020", "2020-12-14"),
        ("Sidst opdateret: 31. februar 2024", None),
        ("Listen over projekter (opdateret 1. november 2016)", None),
        ("Ansøgningsfrist: 11. december 2017", None),
        ("Ældre end 12 mdr.", None),
        ("Dagsorden for Sundhedsudvalget den 14. september 2022", None),
        ("Lejre, 14. juni 2019 Kl. 09:12", "2019-06-14"),
        ("København K, den 3. maj 2021", "2021-05-03"),
        ("Tilmeld dig, 14. juni 2019 i Odense", None),
    ],
)
def test_update_lines_in_all_spellings(line: str, iso: str | None) -> None:
    assert find_last_updated(["Titel", line, LONG], {}) == iso


def test_what_the_page_says_in_words_comes_before_its_metadata() -> None:
    meta = {"modified": "2025-01-02T10:00:00+01:00", "published": "2019-01-01"}
    assert find_last_updated(["Sidst opdateret: 3. maj 2024"], meta) == "2024-05-03"
    assert find_last_updated(["Ingen dato"], meta) == "2025-01-02"
    assert find_last_updated([], {"published": "2019-01"}) == "2019-01"


DANISH = "Ærø Kommune får støtte – “særlig pulje” … 500 €"
MANGLED = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in DANISH.encode())


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (DANISH.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (DANISH.encode("cp1252"), ""),
        (DANISH.encode(), "text/html; charset=iso-8859-1"),
        (DANISH.encode(), ""),
        (b"\xef\xbb\xbf" + DANISH.encode(), "text/html; charset=latin1"),
        (b"\xff\xfe" + DANISH.encode("utf-16-le"), "text/html"),
        (DANISH.encode("utf-16-be"), "text/html; charset=utf-8"),
        (DANISH.encode() + b"\0" * 1_500, "text/html; charset=utf-8"),  # damage, and no other encoding
        (MANGLED.encode(), "text/html; charset=utf-8"),  # read wrongly once before
        (b'<meta charset="windows-1252">' + DANISH.encode("cp1252"), ""),
    ],
)  # fmt: skip
def test_wrongly_declared_encodings_are_read_right(body: bytes, declared: str) -> None:
    assert decode_bytes(body, declared).removeprefix('<meta charset="windows-1252">').rstrip("\0") == DANISH


def test_utf7_is_not_honoured() -> None:
    assert "<script>" not in decode_bytes(b"+ADw-script+AD4-alert(1)", "text/html; charset=utf-7")


def test_cleaned_text_is_nfc_without_invisible_characters() -> None:
    assert clean_text("A\u030alborg\u00a0 kom\u00admu\u200bne\tfi\ufb01\x00 ") == "Ålborg kommune fifi"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vejle Kommune får støtte til en akutfunktion for ældre borgere", "da"),
        ("Kommunen har fått støtte til et prosjekt for eldre innbyggere", "no"),
        ("Kommunen har fått stöd till ett projekt för äldre medborgare", "sv"),
        ("The municipality has received funding for a health project", "en"),
        ("Projekt Nordlys i Havby Kommune", "da"),
        ("Tilskudd til kommuner og fylkeskommuner som vil utvikle helsetjenesten", "no"),
        ("Bidrag till kommuner som vill utveckla hälso- och sjukvården", "sv"),
        ("1.250.000", None),
        # Danish of many "den" and "der", which German has too
        (
            "Udpegning af medlemmer. Den ene er chef, den anden leder. Den 9. maj mødes den nye gruppe.",
            "da",
        ),
        ("Den, der kommer først, får den bedste plads. Den, der venter, får den, der er ledig.", "da"),
        ("Møde den 3. juni, den 4. juli, den 5. august, den 6. september, den 7. oktober og den 8. november.", "da"),
        ("Der er kaffe. Der er te. Der er plads til den, der vil. Den tredje gang lukkes der.", "da"),
        ("Svar sendes til den, der leder mødet, senest den 1. marts. Der betales ikke for den tid, der bruges.", "da"),
        ("Der Bericht ist fertig, und die Gemeinde hat den Antrag auf ein Projekt nicht erhalten.", "de"),
        ("Die Kommune fördert das Projekt der Pflege mit den Mitteln des Landes.", "de"),
    ],
)
def test_near_languages_are_told_apart_on_short_texts(text: str, code: str | None) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("body", "declared", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "text/html", "a.html", PDF),
        (b"junk\n" * 400 + b"%PDF-1.4", "", "", PDF),
        (b"<!DOCTYPE html><html>", "application/pdf", "a.pdf", HTML),
        (b"\xff\xd8\xff\xe0 JFIF", "text/html", "", "image/jpeg"),
        (b"<p>Halvt</p><table>", "", "", HTML),
        ("almindelig tekst æøå".encode(), "text/plain", "a.txt", TEXT),
        (b"\xff\xfe" + "<html><body>".encode("utf-16-le"), "", "", HTML),
        (b'<?xml version="1.0"?><urlset>', "text/html", "", XML),
        (b"PK\x03\x04" + bytes(30) + b"word/document.xml", "", "a.zip", DOCX),
        (b"PK\x03\x04" + bytes(30), "", "a.docx", ZIP),
        (bytes(range(32)) * 40, "text/html", "a.html", BINARY),
        (b"", "application/pdf", "", PDF),
    ],
)  # fmt: skip
def test_bytes_win_over_labels(body: bytes, declared: str, name: str, kind: str) -> None:
    assert sniff_media_type(body, declared, name) == kind
