"""Pages as editors write them, beside those of the list forms: which projects, names and sums are read of them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from reportlab.lib.styles import getSampleStyleSheet

from corpus.municipalities import municipalities
from ingest.extract.lines import Page
from ingest.extract.periods import find_period
from tests.ingest.extract.pages import Told, projects, write_document
from tests.ingest.pdfs import Paragraph, flow_pdf, table_pdf

HTML = "text/html; charset=utf-8"
POOL_URL = "https://www.sst.dk/da/puljer/rolige-naetter"
FILE_URL = "https://www.sst.dk/-/media/puljer/rolige-naetter"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INTRO = (
    "<h1>Pulje til rolige nætter</h1><p>Styrelsen har i juni 2018 behandlet 31 ansøgninger. Midlerne er fordelt på {n} "
    "projekter.</p>"
)
AWARDS = (
    (("0727",), "Odder Kommune", "Nat uden uro", 1_250_000),
    (("0575",), "Vejen Kommune", "Lyset ned", 655_000),
    (("0671",), "Struer Kommune", "Mørke vinduer", 812_000),
)
RENDERINGS = [
    [part.strip() if n == 0 else part.strip(" ") for n, part in enumerate(line.split("||"))]
    for line in (Path(__file__).parent / "renderings.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def kroner(amount: int) -> str:
    return f"{amount:,} kr.".replace(",", ".")


def html(body: str) -> bytes:
    return f'<!doctype html><html lang="da"><body><main>{body}</main></body></html>'.encode()


def of_pool(body: str, *, n: str = "tre") -> list[Told]:
    return projects(html(INTRO.format(n=n) + body + "<h2>Baggrund</h2><p>Mange sover dårligt.</p>"), HTML, POOL_URL)


@pytest.mark.parametrize(("name", "before", "each", "between", "after"), RENDERINGS, ids=[r[0] for r in RENDERINGS])
def test_awards_are_read_in_renderings_of_all_kinds(
    name: str, before: str, each: str, between: str, after: str
) -> None:
    items = [each.format(owner=o, title=t, amount=kroner(a)) for _, o, t, a in AWARDS]
    wanted = [(codes, t, a if "{amount}" in each else None) for codes, _, t, a in AWARDS]
    assert of_pool(before + between.join(items) + after) == sorted(wanted, key=str), name


@pytest.mark.parametrize(
    "body",
    [
        "<p>Model A: Odder, Skive og Struer</p><p>Model B: Ikast-Brande og Vejen</p>",
        "<p>I model A deltager Odder, Skive og Struer kommuner, mens model B afprøves i Ikast-Brande og Vejen "
        "kommuner.</p>",
        "<h3>Spor 1</h3><p>Kommunerne Odder, Skive og Struer arbejder med spor 1.</p>"
        "<h3>Spor 2</h3><p>Kommunerne Ikast-Brande og Vejen arbejder med spor 2.</p>",
        "<ul><li>Projektbeskrivelse Odder Kommune</li><li>Projektbeskrivelse Skive Kommune</li>"
        "<li>Projektbeskrivelse Struer Kommune</li><li>Projektbeskrivelse fra Ikast-Brande Kommune</li>"
        "<li>Projektbeskrivelse for Vejen Kommune</li></ul>",
    ],
)
def test_names_told_track_by_track_are_a_project_each(body: str) -> None:
    assert of_pool(body, n="fem") == [((c,), None, None) for c in ("0575", "0671", "0727", "0756", "0779")]


def test_headings_of_lists_are_no_names_of_projects() -> None:
    granted = "<br>".join(f"{owner}: {kroner(amount)}" for _, owner, _, amount in AWARDS)
    body = (
        f"<h3>Følgende kommuner har fået tilsagn</h3><p>{granted}</p>"
        "<h3>Følgende kommuner har fået afslag</h3><p>Skive Kommune<br>Lejre Kommune</p>"
    )
    assert of_pool(body) == sorted(((codes, None, amount) for codes, _, _, amount in AWARDS), key=str)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Odder Kommune modtager 2,1 mio. kr. til »Nat uden uro«. Desuden får Struer Kommune 2,5 mio. kr. og Vejen "
            "Kommune 2 mio. kr. til henholdsvis »Mørke vinduer« og »Lyset ned«.",
            [
                (("0575",), "Lyset ned", 2_000_000),
                (("0671",), "Mørke vinduer", 2_500_000),
                (("0727",), "Nat uden uro", 2_100_000),
            ],
        ),
        (
            "Skive Kommune har fået 1,4 mio. kr. De sidste 2 mio. kr. deles af Struer og Lemvig Kommuner, som er gået "
            "sammen om et projekt om mørke vinduer.",
            [(("0665", "0671"), None, 2_000_000), (("0779",), None, 1_400_000)],
        ),
        (
            '"Det er et stort skridt," siger ministeren. De tre kommuner er Odder, Skive og Struer. De får henholdsvis '
            "7,1, 5,9 og 6 mio. kr.",
            [(("0671",), None, 6_000_000), (("0727",), None, 7_100_000), (("0779",), None, 5_900_000)],
        ),
    ],
)
def test_sums_told_in_order_go_to_whom_they_are_told_of(text: str, wanted: list[Told]) -> None:
    page = f"<h1>Nye penge til natten</h1><p>05-01-2018</p><p>Puljen til rolige nætter er fordelt.</p><p>{text}</p>"
    assert projects(html(page), HTML, "https://www.ism.dk/nyheder/2018/januar/natten") == wanted


@pytest.mark.parametrize(
    "title",
    [
        "Ring før du falder",
        "Mail fra mormor",
        "Telefonvennen",
        "Kontakten der holder",
        "Læs mere højt",
        "Åbningstid for alle",
        "Kontakt mellem generationer",
    ],
)
def test_names_that_begin_as_contact_lines_do_are_names(title: str) -> None:
    listed = of_pool(f"<ul><li>Odder Kommune: {title}</li><li>Vejen Kommune: Lyset ned</li></ul>", n="to")
    assert listed == [(("0575",), "Lyset ned", None), (("0727",), title, None)]
    cards = of_pool(
        f"<h3>{title}</h3><p>Odder Kommune. Bevilget 600.000 kr.</p>"
        "<h3>Lyset ned</h3><p>Vejen Kommune. Bevilget 700.000 kr.</p>",
        n="to",
    )
    assert cards == [(("0575",), "Lyset ned", 700_000), (("0727",), title, 600_000)]
    own = f"<h1>Odder Kommune</h1><p>{title}</p><p>Emneord: ensomhed</p><h2>Resumé af projektet</h2><p>Ældre mødes.</p>"
    url = "https://www.sst.dk/da/Viden/AEldre/Omsorg%20og%20naervaer/Odder"
    assert projects(html(own), HTML, url) == [(("0727",), title, None)]


@pytest.mark.parametrize(
    "article",
    [
        "<h1>Rejseholdet kørte på begge sider</h1><p>Odder og Skive har delt et rejsehold.</p>"
        "<h2>Fremgang i Odder</h2><p>I Odder er sygefraværet faldet fra 8 til 5 procent.</p>"
        "<h2>Stilstand i Skive</h2><p>I Skive er der intet sket, og ledelsen blev skiftet ud.</p>"
        "<h2>Kort om projektet</h2><p>Rejseholdet fik 2,4 mio. kr. fra Fremfærd.</p>",
        "<h1>Nye roller gav ro</h1><p>Projektet Nye roller i Odder og Skive er slut. Det fik 2,4 mio. kr. fra "
        "Fremfærd.</p>"
        "<h2>Mere ro i Odder</h2><p>Medarbejderne i Odder siger, at de har fået mere ro i hverdagen.</p>"
        "<h2>Svært i Skive</h2><p>I Skive skiftede ledelsen, og møderne blev aflyst.</p>",
        "<h1>To kommuner, ét hold</h1><p>Odder og Skive er gået sammen om et udrykningshold, der fik 2,4 mio. kr. fra "
        "Fremfærd.</p><h2>Odder</h2><p>I Odder kører holdet ud hver dag og møder alle nye borgere.</p>"
        "<h2>Skive</h2><p>I Skive kører holdet to gange om ugen og møder kun få.</p>",
    ],
)
def test_parts_on_how_a_joint_project_went_at_each_place_are_no_projects(article: str) -> None:
    page = article + "<p>Projektledelse: KL og FOA</p>"
    told = projects(html(page), HTML, "https://vpt.dk/hjemmepleje/rejsehold")
    assert [(codes, amount) for codes, _, amount in told] == [(("0727", "0779"), 2_400_000)]


def test_parts_with_names_are_projects_of_their_own() -> None:
    page = (
        "<h1>To veje til bedre samarbejde</h1><p>Odder og Skive har afprøvet nye måder i projektet Fælles vagt.</p>"
        "<p>Fremfærd</p><h2>Tavlemøder i Odder</h2><p>I Odder mødes alle ved tavlen hver morgen, og det hjælper.</p>"
        "<h2>Makkerpar i Skive</h2><p>I Skive går to sammen på de svære besøg, og det giver ro.</p>"
        "<p>Projektledelse: KL og FOA</p>"
    )
    told = projects(html(page), HTML, "https://vpt.dk/hjemmepleje/samarbejde")
    assert {codes for codes, _, _ in told} >= {("0727",), ("0779",)}


ELEMENTS = (
    ("Ugemødet i Odder", "I Odder er mødet flyttet ud på gangen, og man står op."),
    ("Makkerpar i Skive Kommune", "I Skive går to sammen på de svære besøg, og det giver ro."),
    ("Tavlen på gangen hos Struer", "I Struer hænger borgernes mål på en tavle, som alle kan læse."),
)
WHOLES = (
    "Da Rolig hånd begyndte i Odder, Skive og Struer, klarede 31 procent sig selv. Da projektet sluttede, var det 45.",
    "Efter to år er tallene gjort op i projektet Rolig hånd. I alle tre kommuner har borgerne fået det bedre.",
    "Projektet Rolig hånd i Odder, Skive og Struer har halveret klagerne fra 20 til 10 pct. af besøgene.",
    "Tre kommuner har afprøvet projektet »Rolig hånd«, og 45 % klarer sig nu selv mod 31 % før.",
    "Siden Rolig hånd startede i tre kommuner, er 45 pct. blevet selvhjulpne. Projektet er støttet af Fremfærd.",
)


@pytest.mark.parametrize("lead", WHOLES)
def test_elements_of_one_project_at_each_of_its_places_are_no_projects(lead: str) -> None:
    parts = "".join(f"<h2>{heading}</h2><p>{told}</p>" for heading, told in ELEMENTS)
    page = (
        f"<h1>Flere bliver selvhjulpne</h1><p>En ny måde at samarbejde på.</p><p>Fremfærd</p><p>{lead}</p>{parts}"
        "<h2>Kort om projektet</h2><p>Projektet løb fra 2022 til 2024.</p><p>Projektledelse: KL og FOA</p>"
    )
    told = projects(html(page), HTML, "https://vpt.dk/hjemmepleje/rolig-haand-resultater")
    assert [(codes, title) for codes, title, _ in told] == [(("0671", "0727", "0779"), "Rolig hånd")]


@pytest.mark.parametrize(
    "lead",
    [
        "Odder, Skive og Struer har gået tre veje i projektet Rolig hånd, og 45 procent klarer sig nu selv.",
        "Odder, Skive og Struer har afprøvet nye former i projektet Rolig hånd.",
        "De tre projekter i Odder, Skive og Struer har fået 45 procent til at klare sig selv i indsatsen Rolig hånd.",
    ],
)
def test_elements_that_are_each_places_own_are_projects(lead: str) -> None:
    parts = "".join(f"<h2>{heading}</h2><p>{told}</p>" for heading, told in ELEMENTS)
    page = f"<h1>Flere bliver selvhjulpne</h1><p>Fremfærd</p><p>{lead}</p>{parts}<p>Projektledelse: KL og FOA</p>"
    told = projects(html(page), HTML, "https://vpt.dk/hjemmepleje/rolig-haand-resultater")
    assert {codes for codes, _, _ in told} >= {("0671",), ("0727",), ("0779",)}


HEADINGS = (
    ("3. Resultater i Odder", "4. Resultater i Vejen", "5. Resultater i Struer"),
    ("Case 1: Odder Kommune", "Case 2: Vejen Kommune", "Case 3: Struer Kommune"),
    ("Effekter i Odder Kommune", "Effekter i Vejen Kommune", "Effekter i Struer Kommune"),
    ("Fremgang i Odder", "Ingen forskel i Vejen", "Tilbagegang i Struer"),
    ("Sådan gik det i Odder", "Sådan gik det i Vejen", "Sådan gik det i Struer"),
)
TOLD = "Personalet er undervist, beboerne er spurgt før og efter, og der er talt med pårørende. "


@pytest.mark.parametrize("headings", HEADINGS, ids=[h[0] for h in HEADINGS])
def test_headings_of_an_evaluations_parts_are_no_names(headings: tuple[str, ...]) -> None:
    styles = getSampleStyleSheet()
    story = [
        Paragraph("Evaluering af puljen til rolige nætter", styles["Heading1"]),
        Paragraph("Styrelsen, maj 2021. Puljen gav støtte til tre kommuner i 2018-2020.", styles["BodyText"]),
    ]
    for n, heading in enumerate(headings, 1):
        told = f"{TOLD}Målingen er gentaget {n} gange."
        story += [Paragraph(heading, styles["Heading2"]), Paragraph(told, styles["BodyText"])]
    given = projects(flow_pdf(story), "application/pdf", f"{FILE_URL}-evaluering.pdf")
    assert given == [(("0575",), None, None), (("0671",), None, None), (("0727",), None, None)]


def test_a_report_of_one_project_with_a_part_for_each_partner_is_one() -> None:
    document = docx.Document()
    document.add_heading("Slutrapport for projektet Nætter uden uro", 1)
    document.add_paragraph("Odder, Skive og Struer kommuner, marts 2021")
    document.add_paragraph(
        "Odder Kommune er projektejer, og Skive og Struer Kommuner er partnere. Projektet har fået 3,2 mio. kr. fra "
        "puljen til rolige nætter og løb fra august 2018 til juli 2020."
    )
    for place in ("Odder", "Skive", "Struer"):
        document.add_heading(f"{place} Kommune", 2)
        document.add_paragraph(f"I {place} har to plejehjem deltaget, og opkaldene om natten er faldet.")
    stream = io.BytesIO()
    document.save(stream)
    url = "https://www.odder.dk/media/slutrapport.docx"
    assert projects(stream.getvalue(), WORD, url) == [(("0671", "0727", "0779"), "Nætter uden uro", 3_200_000)]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("n_columns", [2, 3])
def test_a_last_row_alone_on_its_page_is_a_row(ruled: bool, n_columns: int) -> None:
    names = [m.name for m in municipalities().values()]

    def body(n_rows: int) -> bytes:
        rows = [
            (name, f"Stille nat nr. {n}", f"{n * 137_000:,}".replace(",", "."))
            for n, name in enumerate(names[:n_rows], 1)
        ]
        kept = [[row[0], *row[4 - n_columns :]] for row in [("Kommune", "Projekt", "Beløb"), *rows]]
        return table_pdf(kept, ruled=ruled, widths=(140, 200, 90)[:n_columns], repeat=0)

    n_rows = next(n for n in range(30, len(names)) if _rows_on_page_two(body(n)) == 1)
    told = projects(body(n_rows), "application/pdf", f"{FILE_URL}.pdf")
    assert (len(told), max(amount or 0 for _, _, amount in told)) == (n_rows, n_rows * 137_000)


def _rows_on_page_two(body: bytes) -> int:
    pages = PdfReader(io.BytesIO(body)).pages
    return pages[1].extract_text().count(".000") if len(pages) > 1 else 0


def test_names_by_track_under_a_list_with_partners_are_none_of_their_own() -> None:
    body = (
        "<ul><li>Nat uden uro: Projektejer: Odder Kommune og Skive Kommune</li><li>Lyset ned: Projektejer: Vejen "
        "Kommune</li></ul><h3>Model A: Nattevagt</h3><ul><li>Odder, Skive og Vejen</li></ul>"
    )
    assert of_pool(body, n="to") == [(("0575",), "Lyset ned", None), (("0727", "0779"), "Nat uden uro", None)]


def test_a_sum_that_two_share_for_one_purpose_is_their_joint_projects() -> None:
    page = "<h1>Penge til natten</h1><p>05-01-2018</p><p>Puljen til rolige nætter er fordelt.</p><p>{}</p>"
    url = "https://www.ism.dk/nyheder/2018/januar/natten"
    joint = "Odder og Skive kommuner deler 2.460.500 kr. til projektet »Vi kommer forbi«."
    assert projects(html(page.format(joint)), HTML, url) == [(("0727", "0779"), "Vi kommer forbi", 2_460_500)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Slutrapport fra Odder Kommune. Støttet af Pulje til rolige nætter, 2018 - 2020.", ("2018", "2020")),
        ("Fonden støttede med 1.100.000 kr. fra 2020 til 2022.", ("2020", "2022")),
        ("Odder Kommune har fået 600.000 kr. til Nat uden uro i 2018-2020.", ("2018", "2020")),
        ("Odder begyndte i maj 2018 og har fået 1,8 mio. kr. fra en fond.", ("2018-05", None)),
        ("Styrelsen har i årene 2018-2021 støttet lokale projekter med i alt 6 mio. kr.", (None, None)),
    ],
)
def test_years_of_a_grant_are_the_projects_years(text: str, wanted: tuple[str | None, str | None]) -> None:
    found = find_period(Page(write_document(f"# Nat uden uro\n{text}\n## Formål\nAt give ro.")))
    assert tuple(end.value if end is not None else None for end in found) == wanted


def test_years_alone_below_a_title_are_the_projects_years() -> None:
    found = find_period(Page(write_document("# Nat uden uro\n2017-2019\nOdder Kommune har dæmpet lyset.")))
    assert tuple(end.value if end is not None else None for end in found) == ("2017", "2019")
