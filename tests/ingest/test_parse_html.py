from __future__ import annotations

import time

import pytest

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.html import parse_html
from tests.ingest.parsing import cells, kinds_and_texts, page, parse, table, texts

LONG = "Kommunen har arbejdet systematisk med at styrke borgernes mestring af hverdagen gennem hele perioden."


def test_blocks_point_at_their_own_text_and_are_joined_by_blank_lines() -> None:
    document = parse(page(f"<main><h1>Puljen</h1><p>{LONG}</p><ul><li>Første</li><li>Andet</li></ul></main>"))
    assert document.text == f"Puljen\n\n{LONG}\n\nFørste\n\nAndet"
    assert texts(document) == ["Puljen", LONG, "Første", "Andet"]
    assert document.status is DocumentStatus.OK
    assert document.language == "da"


def test_heading_paths_follow_levels() -> None:
    body = f"<main><h1>Pulje</h1><h2>A</h2><p>{LONG}</p><h3>A1</h3><p>Kort om A1.</p><h2>B</h2><p>Kort om B.</p></main>"
    document = parse(page(body))
    paths = {document.block_text(b): b.heading_path for b in document.blocks if b.kind is BlockKind.PARAGRAPH}
    assert paths == {LONG: ("Pulje", "A"), "Kort om A1.": ("Pulje", "A", "A1"), "Kort om B.": ("Pulje", "B")}


def test_site_furniture_is_left_out() -> None:
    body = f"""<a class="skip-link" href="#main">Gå til hovedindhold</a>
    <div id="cookie-banner">Vi bruger cookies til statistik. {LONG}</div>
    <header class="site-header"><nav><ul><li><a href="/">Forside</a></li></ul></nav></header>
    <main id="main"><ol class="breadcrumb"><li><a href="/a">Sundhed</a></li></ol>
    <h1>Projekt Nordlys</h1><p>Ældre end 12 mdr.</p><button aria-expanded="false">Indhold</button>
    <svg viewBox="0 0 1 1"><title>Pil</title></svg><p>{LONG}</p><p>LÆS OGSÅ <a href="/x">Noget helt andet</a></p>
    <div class="share-bar"><p>Del siden på</p></div><p>Del på LinkedIn</p>
    <section><h2>Relaterede nyheder</h2><ul><li><a href="/n">En anden nyhed</a></li></ul></section></main>
    <footer><p>Vejen 1, 2300 Byen</p></footer>"""
    assert kinds_and_texts(parse(page(body))) == [("heading", "Projekt Nordlys"), ("paragraph", LONG)]


@pytest.mark.parametrize(
    "line",
    ["Find os på LinkedIn", "Har du fundet en fejl på siden?",
     "Køb abonnement", "Bliv abonnent", "Modtag nyheder fra I sikre hænder",
     "Om cookies på siden"],
)  # fmt: skip
def test_what_closes_a_site_is_no_text_of_the_page(line: str) -> None:
    body = f"<main><h1>Nattevagten</h1><p>{LONG}</p></main><div class='x1'><p>{line}</p></div>"
    assert kinds_and_texts(parse(page(body))) == [("heading", "Nattevagten"), ("paragraph", LONG)]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("A-Å | Sitemap | Læs højt", False),
        ("Forside · Emner A-Å · Sitemap · Søg", False),
        ("Kontakt os • Ledige job • Presserum", False),
        ("Print | Del | Tip en ven", False),
        ("English | Log ind | Menu", False),
        ("Vejle | Horsens | Kontakt", True),
        ("© Eksempel Kommune | CVR 1", False),
        ("Læs højt | 1,2 mio. kr.", True),
        ("Menu | Projekt Godt i gang", True),
    ],
)
def test_a_menu_on_one_line_goes_only_if_all_its_parts_are_the_sites(line: str, *, stays: bool) -> None:
    document = parse(page(f"<main><h1>Godt i gang</h1><div>{line}</div><p>{LONG}</p></main>"))
    assert (line in document.text) is stays


def test_an_element_named_like_furniture_stays_when_its_name_only_contains_the_word() -> None:
    name = '<div class="projekt-navn">Projektets navn står her i en hel sætning.</div>'
    body = f'{name}<div class="footernote"><p>{LONG}</p></div>'
    document = parse(page(f"<main><h1>Titel</h1>{body}</main>"))
    assert "Projektets navn står her i en hel sætning." in texts(document)
    assert LONG in texts(document)


def test_spans_are_expanded_and_header_rows_marked() -> None:
    html = """<table><caption>Tildelinger</caption><thead>
    <tr><th rowspan="2">Kommune</th><th colspan="2">Beløb</th></tr>
    <tr><th>2018</th><th>2019</th></tr></thead><tbody><tr><td>Havby</td><td>1.250.000,00</td><td>85.500</td></tr>
    <tr><td colspan="2">I alt</td><td>1.335.500</td></tr></tbody></table>"""
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p>{html}</main>"))
    assert table(document) == [
        ["Kommune", "Beløb", "Beløb"],
        ["Kommune", "2018", "2019"],
        ["Havby", "1.250.000,00", "85.500"],
        ["I alt", "I alt", "1.335.500"],
    ]
    rows = [b for b in document.blocks if b.kind is BlockKind.TABLE_ROW]
    assert [b.is_header for b in rows] == [True, True, False, False]
    assert len({b.group for b in rows}) == 1
    assert "Tildelinger" in texts(document, BlockKind.CAPTION)
    assert document.block_text(rows[2]) == "Havby\t1.250.000,00\t85.500"


def test_aria_tables_read_as_tables() -> None:
    html = (
        '<div role="table"><div role="row"><span role="columnheader">Projekt</span>'
        '<span role="columnheader">Beløb</span></div>'
        '<div role="row"><span role="cell">Havnelys</span><span role="cell">350.000 kr.</span></div></div>'
    )
    assert table(parse(page(f"<main><h1>T</h1><p>{LONG}</p>{html}</main>"))) == [
        ["Projekt", "Beløb"],
        ["Havnelys", "350.000 kr."],
    ]


def test_definition_lists_and_labelled_fields_are_definitions() -> None:
    html = """<dl><dt>Bevilget</dt><dd>350.000 kr.</dd></dl><p><strong>Målgruppe:</strong> borgere med KOL</p>
    <p>Projektperiode:<br>2018 - 2020</p>"""
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p>{html}</main>"))
    found = [cells(document, b) for b in document.blocks if b.kind is BlockKind.DEFINITION]
    assert found == [["Bevilget", "350.000 kr."], ["Målgruppe:", "borgere med KOL"], ["Projektperiode:", "2018 - 2020"]]


def test_closed_accordions_are_content_under_their_opener() -> None:
    html = """<details><summary>Havby Kommune</summary><p>Havby fik støtte til en akutfunktion.</p></details>
    <div><h3><button aria-controls="p1" aria-expanded="false">Sydvig Kommune</button></h3>
    <div id="p1" hidden><p>Sydvig fik støtte til en sygeplejeklinik.</p></div></div>
    <button data-target="#p2" aria-expanded="false" aria-controls="p2">Nordø Kommune</button>
    <div id="p2" class="collapse" style="display:none"><p>Nordø fik støtte til et rygestop.</p></div>"""
    document = parse(page(f"<main><h1>Puljen</h1><p>{LONG}</p>{html}</main>"))
    under = {document.block_text(b): b.heading_path[-1] for b in document.blocks if "støtte" in document.block_text(b)}
    assert under == {
        "Havby fik støtte til en akutfunktion.": "Havby Kommune",
        "Sydvig fik støtte til en sygeplejeklinik.": "Sydvig Kommune",
        "Nordø fik støtte til et rygestop.": "Nordø Kommune",
    }


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"', "hidden", 'aria-hidden="true"', 'style="font-size:0"', 'style="color:#fff"',
        'style="position:absolute;left:-9999px"', 'style="visibility: hidden"', 'style="opacity:0"', 'class="gemt"',
        'style="height:0;overflow:hidden"', 'style="color:#123456;background:#123456"', 'style="text-indent:-999em"',
    ],
)  # fmt: skip
def test_text_that_no_reader_sees_is_left_out(hiding: str) -> None:
    head = "<style>.gemt { display: none } p.andet{color:red}</style>"
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p><p {hiding}>SKJULT 99.999.999 kr.</p></main>", head=head))
    assert "SKJULT" not in document.text
    assert LONG in document.text


def test_links_are_absolute_and_kept_with_their_blocks() -> None:
    html = '<p><a href="../pdf/liste.pdf">De udvalgte projekter (pdf)</a></p>'
    html += '<ul><li><a href="/havby">Havby Kommune</a></li></ul>'
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p>{html}<a href='javascript:alert(1)'>x</a></main>"))
    link = next(b for b in document.blocks if b.kind is BlockKind.LINK)
    assert (document.block_text(link), link.href) == (
        "De udvalgte projekter (pdf)",
        "https://www.eksempel.dk/pdf/liste.pdf",
    )
    item = next(b for b in document.blocks if b.kind is BlockKind.LIST_ITEM)
    assert item.href == "https://www.eksempel.dk/havby"
    assert document.links == (
        ("De udvalgte projekter (pdf)", "https://www.eksempel.dk/pdf/liste.pdf"),
        ("Havby Kommune", "https://www.eksempel.dk/havby"),
    )


def test_the_title_is_the_h1_not_the_kicker_above_it() -> None:
    top = "<p>Samarbejde på vagt</p><h1>Seks kommuner prøver nye veje om natten</h1>"
    body = f"<article>{top}<p>{LONG}</p><p>{LONG[:70]}</p></article>"
    document = parse(page(body, title="Seks kommuner prøver nye veje om natten | Viden på tværs"))
    assert document.title == "Seks kommuner prøver nye veje om natten"
    assert "Samarbejde på vagt" not in document.text


def test_without_h1_the_window_title_serves_less_the_site_name() -> None:
    assert parse(page(f"<main><p>{LONG}</p></main>", title="Nikotinfri hverdag - KL")).title == "Nikotinfri hverdag"


def test_a_repeated_lead_stands_once() -> None:
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p><p>09 NOV 2017</p><p>{LONG}</p><p>Mere.</p></main>"))
    assert texts(document).count(LONG) == 1
    assert document.last_updated == "2017-11-09"


def test_lists_nest_and_line_breaks_part_short_lines() -> None:
    html = "<ul><li>Havby<ul><li>Nord</li></ul></li></ul><p>Havby Kommune<br>Sydvig Kommune<br>Nordø Kommune</p>"
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p>{html}</main>"))
    items = [(document.block_text(b), b.level) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert items == [("Havby", 1), ("Nord", 2)]
    assert texts(document)[-3:] == ["Havby Kommune", "Sydvig Kommune", "Nordø Kommune"]


def test_inline_tags_do_not_break_words_apart() -> None:
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p><p>0707<b>61</b>-<i>42</i>85 og so<wbr>l&shy;skin</p></main>"))
    assert texts(document)[-1] == "070761-4285 og solskin"


@pytest.mark.parametrize(
    ("closing", "stays"),
    [
        ("<h3>Hold dig i gang</h3><p>Et samarbejde mellem tre foreninger</p>", False),
        ("<h3>Økonomi</h3><p>Kommunen fik 400.000 kr.</p>", True),
        (f"<p>{LONG}</p><p>{LONG[::-1]}</p>", True),
    ],
)
def test_the_few_last_words_of_a_page_without_parts_are_the_sites(closing: str, *, stays: bool) -> None:
    body = f'<div class="x"><div class="a"><h1>T</h1><p>{LONG * 2}</p></div><div class="b">{closing}</div></div>'
    document = parse(page(body))
    assert any(text in document.text for text in ("Hold dig i gang", "400.000", LONG[::-1])) is stays


ADDRESS = "<p>Styrelsen for Havby, Havnegade 3A, 2300 København S</p>"
LINKS = "<p><a>Was-erklæring</a></p><p><a>Abonnér på nyheder</a></p>"
SITE_ENDS = (
    f"<div class=ft>{ADDRESS}{LINKS}</div>",
    f"<div class=a>{ADDRESS}</div><div class=b>{LINKS}</div>",
    "<section><h4>Kontakt os</h4><p>Havby Kommune, Rådhuspladsen 1, 8000 Havby</p><p>Tlf. 12 34 56 78</p>"
    "<p>CVR 12345678 · EAN 5798000000000</p><p>Man-fre kl. 9-15</p></section>",
    "<div><ul><li>Om os</li><li>Presse</li><li>Job</li><li>Cookies</li></ul><small>© 2023 Havby Kommune</small></div>",
    "<p>Følg os på Facebook og LinkedIn</p><p>Telefon: 70 10 20 30</p>",
    "<table><tr><td>Styrelsen</td><td>Telefon 72 22 74 00</td></tr><tr><td>Tilgængelighed</td></tr></table>",
    f"<ul><li>Privatlivspolitik</li><li>Sitemap</li></ul>{ADDRESS}",
)
CONTENT_ENDS = (
    "<div><h3>Økonomi</h3><p>Kommunen fik 400.000 kr. og har telefon 70 10 20 30.</p></div>",
    "<div><p>Projektet løber til 2023. Kontakt os på tlf. 70 10 20 30.</p></div>",
    "<div><h3>Resultat</h3><p>35 ud af 100 ringer nu på en telefon, og flere abonnerer på et nyhedsbrev.</p></div>",
    f"<div><p>{LONG}</p><p>{LONG} Om os kan man læse på en hjemmeside med cookies.</p></div>",
)


@pytest.mark.parametrize("wrap", ['<div class="x">{}</div>', "{}", "<div><div>{}</div></div>"])
@pytest.mark.parametrize("end", SITE_ENDS)
def test_a_site_ends_in_its_address_and_links_whatever_holds_them(end: str, wrap: str) -> None:
    body = f'<div class="hd"><a href="#m">Borger</a></div><div class="a"><h1>T</h1><p>{LONG * 2}</p></div>{end}'
    document = parse(page(wrap.format(body)))
    assert document.text.endswith(LONG.strip()[-20:])


@pytest.mark.parametrize("end", CONTENT_ENDS)
def test_last_words_with_a_number_of_the_projects_stay(end: str) -> None:
    document = parse(page(f'<div class="a"><h1>T</h1><p>{LONG * 2}</p></div>{end}'))
    assert not document.text.endswith(LONG.strip()[-20:]) or document.text.count(LONG.strip()[-20:]) > 2


def test_footers_of_cards_are_read_and_the_pages_is_not() -> None:
    cards = "".join(f"<article><h3>{n}</h3><footer>Bevilling: {n} kr.</footer></article>" for n in (1200, 3400))
    document = parse(page(f"<main><h1>T</h1><p>{LONG}</p>{cards}</main><footer>Vejen 1</footer>"))
    assert "Bevilling: 1200 kr." in document.text
    assert "Vejen 1" not in document.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<span>11. januar 2022</span><span>Af Dagfinn Opdigtsen Kontakt redaktionen</span>", "2022-01-11"),
        ("06/02/2022 09:48 Af Dagfinn Opdigtsen", "2022-02-06"),
        ("Havby · 14. december 2019 Kl. 06.00 · Dagfinn", "2019-12-14"),
    ],
)
def test_a_date_beside_a_byline_is_the_pages(line: str, day: str) -> None:
    document = parse(page(f'<main><h1>T</h1><div class="meta">{line}</div><p>{LONG}</p></main>'))
    assert document.last_updated == day
    assert "2022Af" not in document.text


def test_noindex_is_honoured_and_gives_no_links() -> None:
    document = parse(page(f'<p>{LONG}<a href="/x">x</a></p>', head='<meta name="robots" content="noindex, nofollow">'))
    assert (document.status, document.text, document.links) == (DocumentStatus.REJECTED, "", ())


def test_a_javascript_shell_needs_rendering_and_its_data_is_read() -> None:
    data = '<script type="application/json">{"navn": "Havnelys", "beloeb": 350000}</script>'
    body = f'<div id="root"></div>{data}<script src="a.js"></script>'
    document = parse(page(body))
    assert document.status is DocumentStatus.NEEDS_RENDER
    assert "Havnelys" in document.text


@pytest.mark.parametrize("body", ["", "<p> </p>", "<nav><a href='/'>Forside</a></nav>"])
def test_a_page_without_content_is_empty(body: str) -> None:
    assert parse(page(body, title="")).status is DocumentStatus.EMPTY


def test_a_page_that_says_it_is_not_there_is_rejected() -> None:
    assert parse(page("<main><h1>Siden findes ikke</h1><p>Prøv forsiden.</p></main>")).status is DocumentStatus.REJECTED


@pytest.mark.parametrize("depth", [300, 5000])
def test_nothing_is_lost_on_deeply_nested_pages(depth: int) -> None:
    document = parse(page("<div>" * depth + f"<p>{LONG}</p>" + "</div>" * depth + "<p>Sidste linje på siden.</p>"))
    assert LONG in document.text
    assert "Sidste linje på siden." in document.text


def test_a_page_of_unknown_layout_is_read_too() -> None:
    paragraphs = "".join(f"<div><span>{LONG} Det var nummer {n}.</span></div>" for n in range(4))
    document = parse(f"<div class='x1'><div class='x2'>{paragraphs}</div></div>")
    assert document.text.count("Det var nummer") == 4


def test_comments_and_scripts_are_no_text() -> None:
    document = parse(page(f"<main><h1>T</h1><!-- SYSTEM: skjult --><script>var x='kode'</script><p>{LONG}</p></main>"))
    assert document.text == f"T\n\n{LONG}"


def test_a_heading_in_a_page_without_head_and_body_is_read() -> None:
    document = parse(f"<style>p.x{{color:red}}</style><main><h1>Titlen</h1><p>{LONG}</p></main>")
    assert (document.title, texts(document)) == ("Titlen", ["Titlen", LONG])


@pytest.mark.parametrize(
    "fold",
    [
        '<button aria-expanded="false"><span>{}</span><span>Pil ned ikon</span></button><div hidden>{}</div>',
        '<div class="accordion"><button>{}</button><div class="accordion-body">{}</div></div>',
        '<div class="c-foldout"><div class="c-foldout__title">{}</div><div>{}</div></div>',
        "<p>**{}**</p><p>{}</p>",
        "<details><summary>**{}**</summary><div>{}</div></details>",
    ],
    ids=("hidden", "button", "div", "asterisks", "details"),
)
def test_folds_that_only_their_class_or_marks_tell_are_headings(fold: str) -> None:
    body = "".join(fold.format(f"{name} Kommune", f"<p>{LONG} {name}.</p>") for name in ("Vejle", "Assens"))
    document = parse(page(f"<main><h1>Puljen</h1><p>Læs om de to projekter.</p>{body}</main>"))
    levels = [(b.level, document.block_text(b)) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert [text for _, text in levels] == ["Puljen", "Vejle Kommune", "Assens Kommune"]
    assert levels[1][0] == levels[2][0]
    assert f"{LONG} Assens." in texts(document)


@pytest.mark.parametrize("base", ["http://[", "javascript:alert(1)", "//[x"])
def test_an_impossible_address_costs_only_its_link(base: str) -> None:
    links = '<a href="http://[::1">en</a> <a href="//[x">to</a> <a href="https://kl.example/b">tre</a>'
    document = parse(page(f"<main><h1>Titel</h1><p>{LONG}</p><p>{links}</p></main>", head=f'<base href="{base}">'))
    assert document.status is DocumentStatus.OK
    assert [target for _, target in document.links] == ["https://kl.example/b"]


def test_each_line_has_its_own_links_and_bold_words() -> None:
    lines = "<b>Pulje:</b> Liv nu<br><a href='/a'>Læs mere</a><br>Struer <a href='/b'>Læs mere</a><br><b>Mål</b>"
    document = parse(page(f"<main><h1>Titel</h1><p>{LONG}</p><p>{lines}</p><p>{LONG} Igen.</p></main>"))
    after = document.blocks[2:-1]
    found = [(b.kind.value, document.block_text(b), (b.href or "").rpartition("/")[2]) for b in after]
    assert found == [
        ("definition", "Pulje:\tLiv nu", ""),
        ("link", "Læs mere", "a"),
        ("paragraph", "Struer Læs mere", "b"),
        ("heading", "Mål", ""),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "".join(f'<a href="/{n}">Navn {n}</a><br>' for n in range(4000)) + "</p>",
        "<p>" + "".join(f"<b>Navn {n}</b><br>" for n in range(4000)) + "</p>",
        "".join(f"<h1>Navn {n}</h1>" for n in range(4000)),
        "<div>" + "".join(f"<span>Sidst opdateret {n}</span>" for n in range(4000)) + "</div>",
        "<p>a" + "\u0301\u0323" * 60_000 + "</p>",
        "<script>" + "a<b;" * 60_000,
    ],
    ids=["links", "bold", "h1", "updated", "marks", "script"],
)
def test_much_of_the_same_takes_time_in_proportion(body: str) -> None:
    source = page(f"<main><h1>Titel</h1><p>{LONG}</p></main>{body}").encode()
    started = time.process_time()
    assert LONG in " ".join(d.text for d in parse_html(source, "", "https://kl.example/a").drafts)
    assert time.process_time() - started < 10  # squares took from half a minute up


@pytest.mark.parametrize(
    ("much", "reason"),
    [("<br>" * 121_000, "first 120000 elements"), ("<li><a href='/a'>A</a>" * 10_001, "first 10000 links")],
    ids=["elements", "links"],
)
def test_a_page_of_too_much_is_read_in_part_and_says_so(much: str, reason: str) -> None:
    html = page(f"<main><h1>Titel</h1><p>{LONG}</p>{much}<p>Slut.</p></main>")
    parsed = parse_html(html.encode(), "", "https://kl.example/")
    assert parsed.status is DocumentStatus.PARTIAL
    assert reason in parsed.reason
    assert LONG in " ".join(draft.text for draft in parsed.drafts)
    assert len(parsed.links) <= 10_000


def test_a_table_of_numbers_and_a_text_beside_each_is_a_numbered_list() -> None:
    texts_of = [f"Projekt nummer {n} - Odder Kommune. Det handler om træning efter hoftebrud." for n in (1, 2, 3)]
    rows = "".join(f"<tr><td>{n}</td><td>{text}</td></tr>" for n, text in enumerate(texts_of, start=1))
    document = parse(page(f"<main><h1>Projekter</h1><table>{rows}</table></main>"))
    assert texts(document, BlockKind.LIST_ITEM) == texts_of
    figures = "".join(f"<tr><td>{n}</td><td>{n}0 pct.</td></tr>" for n in (1, 2, 3))
    assert not texts(parse(page(f"<main><h1>Tal</h1><table>{figures}</table></main>")), BlockKind.LIST_ITEM)
