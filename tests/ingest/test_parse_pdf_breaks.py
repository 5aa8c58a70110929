from __future__ import annotations

import pytest
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.pdfbase.pdfmetrics import stringWidth

from corpus.documents import BlockKind, Document
from ingest.parse.pdf_breaks import goes_on, is_known_word, join_cell
from tests.ingest.parsing import parse, table, texts
from tests.ingest.pdfs import lines_pdf, table_pdf

ROWS = [
    ["Kommune", "Projekt", "Periode", "Beløb"],
    ["Frederikshavn", "Rehabilitering i hjemmet", "2021 – 2023", "1.450.000"],
    ["Sønderborg", "Tættere på borgeren", "2021 – 2024", "880.000"],
    ["Ikast-Brande", "Demens i nattevagten og om dagen", "2022 – 2023", "2.265.000"],
    ["Jammerbugt", "Forebyggelse for fædre", "2020 – 2022", "12.265.000"],
    ["Varde", "Ny hverdag", "2019 – 2021", "450.000"],
]
SET_BREAKS = [
    ["Kommune", "Projekt", "Periode", "Beløb"],
    ["Frederiks-\nhavn", "Rehabili-\ntering i hjemmet", "2021 –\n2023", "1.450.\n000"],
    ["Sønder-\nborg", "Tættere på borgeren", "2021-\n2024", "880.\n000 kr."],
    ["Ikast-\nBrande", "Demens i nattevagten", "01.08.\n2022", "2.265.000\nkr."],
    ["Lyngby-\nTaarbæk", "Sundheds- og\nforebyggelse", "2020–\n2022", "kr.\n12.265.000"],
    ["Varde", "Ny hverdag", "2019\n- 2021", "450.000,\n00"],
]
SET_WHOLE = [
    ["Kommune", "Projekt", "Periode", "Beløb"],
    ["Frederikshavn", "Rehabilitering i hjemmet", "2021 – 2023", "1.450.000"],
    ["Sønderborg", "Tættere på borgeren", "2021-2024", "880.000 kr."],
    ["Ikast-Brande", "Demens i nattevagten", "01.08.2022", "2.265.000 kr."],
    ["Lyngby-Taarbæk", "Sundheds- og forebyggelse", "2020–2022", "kr. 12.265.000"],
    ["Varde", "Ny hverdag", "2019 - 2021", "450.000,00"],
]


def read(body: bytes) -> Document:
    return parse(body, "application/pdf", url="https://www.eksempel.dk/a.pdf")


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("set_at", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("widths", [(48, 150, 44, 44), (44, 120, 40, 38), (52, 70, 60, 70)], ids=str)
@pytest.mark.parametrize("align", [TA_LEFT, TA_CENTER, TA_RIGHT])
def test_a_narrow_column_breaks_no_value_in_two(
    ruled: bool, set_at: str, widths: tuple[float, ...], align: int
) -> None:
    assert table(read(table_pdf(ROWS, ruled=ruled, widths=widths, set_at=set_at, align=align))) == ROWS


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("set_at", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("size", [7, 9])
def test_breaks_that_the_writer_set_part_no_value(ruled: bool, set_at: str, size: float) -> None:
    found = table(read(table_pdf(SET_BREAKS, ruled=ruled, widths=(70, 150, 70, 70), set_at=set_at, size=size)))
    assert found == SET_WHOLE


def test_a_paragraph_right_above_a_table_is_no_row_of_it() -> None:
    document = read(table_pdf(ROWS, ruled=False, widths=(48, 150, 44, 44), set_at="MIDDLE"))
    assert texts(document, BlockKind.HEADING) == ["Bevilgede projekter"]
    assert document.blocks[1].is_header


@pytest.mark.parametrize("ruled", [True, False])
def test_values_of_their_own_stay_apart(ruled: bool) -> None:
    rows = [
        ["Kommune", "År", "Borgere", "Beløb"],
        ["Odense", "2021", "12", "5.000"],
        ["Varde", "2022", "125", "1.000"],
        ["Skive", "2023", "1", "-2.000"],
        ["Morsø", "2024", "17", "-"],
        ["Fanø", "2025", "-", "3.000"],
    ]
    assert table(read(table_pdf(rows, ruled=ruled, widths=(90, 60, 60, 60), size=10))) == rows


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["1.450.", "000"], "1.450.000"),
        (["1.450", ".000 kr."], "1.450.000 kr."),
        (["12.26", "5.000"], "12.265.000"),
        (["12.2", "65.0", "00"], "12.265.000"),
        (["1.450.000,", "00"], "1.450.000,00"),
        (["1.450.000", ",-"], "1.450.000,-"),
        (["01.08.", "2022"], "01.08.2022"),
        (["2021-2", "023"], "2021-2023"),
        (["2021 –", "2023"], "2021 – 2023"),
        (["Hverdags", "rehabilite", "ring"], "Hverdagsrehabilitering"),
        (["Vesthimmer", "lands Kommune"], "Vesthimmerlands Kommune"),
        (["Ringkøbing-", "Skjern"], "Ringkøbing-Skjern"),
        (["KOL-", "forløb"], "KOL-forløb"),
        (["Rehabili-", "tering"], "Rehabilitering"),
        # two words, two values
        (["Alt er i", "gang"], "Alt er i gang"),
        (["Der er ydet til", "skud"], "Der er ydet til skud"),
        (["Tidlig", "indsats"], "Tidlig indsats"),
        (["Ny", "Sted"], "Ny Sted"),
        (["12", "5.000"], "12 5.000"),
        (["2021", "2022"], "2021 2022"),
        (["1.450.000", "880.000"], "1.450.000 880.000"),
        (["fase 1.", "2022"], "fase 1. 2022"),
        (["", "Varde"], "Varde"),
    ],
    ids=lambda case: "/".join(case) if isinstance(case, list) else "",
)
def test_the_lines_of_a_cell_are_joined_as_one_value_or_two(lines: list[str], whole: str) -> None:
    assert join_cell(lines, lambda word: word in ("hverdagsrehabilitering", "tilskud", "igang")) == whole


@pytest.mark.parametrize(
    ("before", "after", "is_rest"),
    [
        ("2021 –", "2023", True),
        ("2021", "– 2023", True),
        ("450.000", "kr.", True),
        ("kr.", "450.000", True),
        ("1 450", "000", True),
        ("Bevilget", "beløb", True),
        ("Bevilget i", "2022", True),
        ("2021", "2023", False),
        ("450.000", "880.000", False),
        ("450.000", "-20.000", False),
        ("–", "2023", False),
        ("450.000", "ikke oplyst", False),
    ],
)
def test_what_can_only_be_the_rest_of_a_value(before: str, after: str, is_rest: bool) -> None:
    assert goes_on(before, after) is is_rest


def test_words_are_known_from_the_corpus_and_from_the_file_itself() -> None:
    rows = [["Kommune", "Projekt"], ["Odense", "Bro\nbyggerordningen"], ["Varde", "Hjemmeteamet"]]
    assert is_known_word("jammerbugt")
    assert not is_known_word("brobyggerordningen")
    assert table(read(table_pdf(rows, ruled=True, widths=(90, 200))))[1][1] == "Bro byggerordningen"
    rows[2][1] = "Brobyggerordningen"
    assert table(read(table_pdf(rows, ruled=True, widths=(90, 200))))[1][1] == "Brobyggerordningen"


def test_text_set_in_half_a_page_goes_on_where_the_next_word_found_no_room() -> None:
    told = [
        "I Odder var 41 procent sunde efter et halvt år,",
        "hvor det plejede at være 24 procent. Varde endte",
        "på 25 procent, og holdet Stop sammen i Silkeborg",
        "lod alle stoppe, langt mere end det sædvanlige på",
        "30 procent. Det er flere end tidligere, siger de,",
        "der stod for det i kommunen.",
        "Odder Kommune, oktober 2022",
    ]
    lines = [(60.0, 100.0 + 14 * n, line) for n, line in enumerate(told)]
    found = texts(read(lines_pdf([lines])))
    assert found == [" ".join(told[:-1]), told[-1]]


def test_a_word_of_the_text_above_that_stands_over_a_column_is_no_cell() -> None:
    rows = [(72.0, 140.0 + 18 * n, f"Odder {n}") for n in range(9)]
    rows += [(304.0, 140.0 + 18 * n, f"20{n + 10}") for n in range(9)]
    rows += [(420.0, 140.0 + 18 * n, f"{n + 1}.450.000 kr.") for n in range(9)]
    words = "Oversigt over tilskud givet i årene 2016 og 2017 fra"
    above = [(72.0, 120.0, words), (72.0 + stringWidth(f"{words} ", "Helvetica", 9), 120.0, "pulje til rygestop.")]
    shift = 304.0 - above[1][0]
    document = read(lines_pdf([[*((x + shift, y, text) for x, y, text in above), *rows]], size=9))
    assert document.blocks[0].kind is BlockKind.PARAGRAPH
    assert texts(document)[0] == f"{words} pulje til rygestop."


def test_a_sum_that_ends_in_a_dash_ends_its_line() -> None:
    lines = ["• Odder Kommune: kr. 870.000,-", "• Stevns Kommune: kr. 760.000,-", "Der er givet tilskud fra Puljen."]
    document = read(lines_pdf([[(78.0, 100.0 + 20 * n, line) for n, line in enumerate(lines)]]))
    assert texts(document)[-2:] == ["Stevns Kommune: kr. 760.000,-", "Der er givet tilskud fra Puljen."]


def test_a_line_right_above_a_table_that_reaches_over_two_columns_is_no_cell() -> None:
    rows = [
        ("Kommune", "Projektets navn", "Beløb"),
        ("Odder", "Varmestuen", "4.350.000"),
        ("Skive", "Sårvogn", "2.970.000"),
    ]
    rows += [("Struer", "Dør til dør", "2.415.000"), ("Lemvig", "Følgeskab", "1.990.000")]
    cells = [
        (x, 110.0 + 18 * n, text)
        for n, row in enumerate(rows)
        for x, text in zip((72.0, 226.0, 381.0), row, strict=True)
    ]
    document = read(lines_pdf([[(66.0, 95.0, "Tilsagn givet den 19. september 2019 til fire"), *cells]]))
    assert table(document)[0] == ["Kommune", "Projektets navn", "Beløb"]
