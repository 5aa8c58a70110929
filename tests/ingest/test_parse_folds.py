from __future__ import annotations

import pytest

from ingest.guard import guard_document
from tests.ingest.parsing import page, parse, texts

ASKED = (
    ("Må vi flytte penge?", "Ja, op til ti procent af budgettet."),
    ("Hvornår er fristen?", "Fristen er den 1. maj."),
    ("Kan vi få mere tid?", "Skriv i god tid, så kan perioden forlænges."),
)
SHAPES = {
    "labels in paragraphs": "<p>Spørgsmål</p><p>{q}</p><p>Svar</p><p>{a}</p>",
    "labels with colons": "<p>Spørgsmål:</p><p>{q}</p><p>Svar:</p><p>{a}</p>",
    "labels with numbers": "<p>Spørgsmål {n}</p><p>{q}</p><p>Svar {n}</p><p>{a}</p>",
    "labels as headings": "<h3>Spørgsmål</h3><p>{q}</p><h3>Svar</h3><p>{a}</p>",
    "labels in bold": "<p><b>Spørgsmål</b><br>{q}</p><p><b>Svar</b><br>{a}</p>",
    "labels on the line": "<p><b>Spørgsmål:</b> {q}</p><p><b>Svar:</b> {a}</p>",
    "labels as terms": "<dl><dt>Spørgsmål</dt><dd>{q}</dd><dt>Svar</dt><dd>{a}</dd></dl>",
    "details": "<details><summary>{q}</summary><p>{a}</p></details>",
    "details, bare text": "<details><summary><h3>{q}</h3></summary>{a}</details>",
    "button, hidden": "<button>{q}</button><div hidden>{a}</div>",
    "button in an item": '<div class="i"><button type="button">{q}</button><div hidden><p>{a}</p></div></div>',
    "button, style": '<button class="q">{q}</button><div style="display:none">{a}</div>',
    "button, style sheet": '<style>.a{{display:none}}</style><button>{q}</button><div class="a">{a}</div>',
    "button, no height": '<button>{q}</button><div style="max-height:0;overflow:hidden"><p>{a}</p></div>',
    "button in a heading": "<h3><button>{q}</button></h3><div hidden><p>{a}</p></div>",
    "button in a head": "<section><header><button>{q}</button></header><div hidden>{a}</div></section>",
    "button in a term": "<dl><dt><button>{q}</button></dt><dd hidden>{a}</dd></dl>",
    "aria-controls": '<h3><button aria-controls="a{n}">{q}</button></h3><div id="a{n}" hidden>{a}</div>',
    "aria-expanded": '<div role="button" aria-expanded="false">{q}</div><div aria-hidden="true">{a}</div>',
    "link to the answer": '<a href="#a{n}">{q}</a><div id="a{n}" style="display:none">{a}</div>',
    "collapse": '<h4><a data-toggle="collapse" href="#a{n}">{q}</a></h4><div id="a{n}" class="collapse">{a}</div>',
    "terms": "<dl><div><dt>{q}</dt><dd><p>{a}</p></dd></div></dl>",
    "heading": "<h3>{q}</h3><div>{a}</div>",
    "heading, hidden": "<h3>{q}</h3><div hidden>{a}</div>",
    "heading, style sheet": '<style>.a{{display:none}}</style><h3>{q}</h3><div class="a">{a}</div>',
    "label and box": '<input type="checkbox" id="c{n}"><label for="c{n}">{q}</label><div hidden>{a}</div>',
    "own elements": '<x-fold><span slot="title">{q}</span><div slot="content">{a}</div></x-fold>',
    "rows": "<table><tr><th>Spørgsmål</th><th>Svar</th></tr><tr><td>{q}</td><td>{a}</td></tr></table>",
}
PAGES = (
    "<main><h1>Spørgsmål om tilskud</h1>{}</main>",
    "<div><h1>Regler</h1><h2>Spørgsmål til puljen</h2><div>{}</div></div>",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("around", PAGES, ids=("title", "heading"))
def test_questions_and_answers_are_content_in_every_shape(shape: str, around: str) -> None:
    parts = "".join(SHAPES[shape].format(n=n, q=q, a=a) for n, (q, a) in enumerate(ASKED))
    document = guard_document(parse(page(around.format(parts))))
    missing = [part for asked in ASKED for part in asked if part not in document.text]
    assert not missing, document.text


@pytest.mark.parametrize(
    "html",
    [
        "<button>Menu</button><div hidden>Puljer og projekter på andre sider</div>",
        "<button>Læs siden op</button><div hidden>Puljer og projekter på andre sider</div>",
        "<h2>Bevilling</h2><div hidden>Puljer og projekter på andre sider</div>",
        '<button>Vis et vindue</button><div hidden role="dialog">Puljer og projekter på andre sider</div>',
        "<p>Havby fik støtte.</p><div hidden>Puljer og projekter på andre sider</div>",
    ],
    ids=("menu", "tool", "one heading", "dialog", "paragraph"),
)
def test_what_no_control_opens_stays_unread(html: str) -> None:
    document = parse(page(f"<main><h1>Friskere liv sammen</h1><p>Havby Kommune fik 1.250.000 kr.</p>{html}</main>"))
    assert "andre sider" not in document.text


@pytest.mark.parametrize("heading", ["Har du spørgsmål?", "Spørgsmål til puljen", "Spørgsmål om ansøgningen"])
def test_a_heading_over_persons_opens_a_contact_block_whatever_it_asks(heading: str) -> None:
    html = f"<main><h1>Puljen</h1><p>Puljen er lukket.</p><h2>{heading}</h2><p>Konsulent i enheden</p>"
    document = guard_document(parse(page(html + "<p>Telefon: 12 34 56 78</p></main>")))
    assert texts(document)[-1] == "Puljen er lukket."
