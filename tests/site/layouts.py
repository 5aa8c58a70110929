"""What each host's CMS puts around a page's body: no two alike, and none of it is content."""

# ruff: noqa: E501 - a CMS does not wrap its markup, so neither does this
from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.site.source import Page

COMMON_ABSENT = {
    "kl_new": ("Gå til hovedindhold", "Vi bruger cookies", "Weidekampsgade 10", "Ældre end 12 mdr.", "Del på LinkedIn"),
    "kl_old": ("Log på DagensKommune", "Weidekampsgade 10", "Tilmeld nyhedsbrev"),
    "kl_news": ("Gå til hovedindhold", "Vi bruger cookies", "Weidekampsgade 10", "Del på LinkedIn"),
    "vpt_article": ("Abonnér på nyhedsbrevet", "Mest læste", "Om Viden på tværs", "Accepter alle"),
    "vpt_landing": ("Abonnér på nyhedsbrevet", "Accepter alle"),
    "sst": ("Gå til indhold", "viewBox", "Islands Brygge 67", "Tilgængelighedserklæring", "Menu Luk"),
    "sst_new": ("Spring til hovedindhold", "Islands Brygge 67", "Giv os feedback", "Nødvendige cookies"),
    "sum_old": ("Skip navigation", "EAN:", "Slotsholmsgade 10", "Udskriv siden"),
    "ism": ("Læs op", "Slotsholmsgade 10", "Pressehenvendelser", "Webtilgængelighed"),
    "socialstyrelsen": ("Læs højt", "Edisonsvej 1", "Print denne side"),
    "sbst": ("Edisonsvej 1", "Følg os på LinkedIn", "Tilmeld dig"),
    "stps": ("Hop til indhold", "Hovedvejen 1", "Cookiepolitik"),
    "lkt": ("Gå til indhold", "Powered by", "Følg LKT"),
    "docplayer": ("Save this PDF as:", "Starte visningen fra side", "Lignende dokumenter"),
    "municipal": ("Pil ned ikon", "Åbningstider i borgerservice", "Selvbetjening og MitID", "Oplæs tekst"),
    "agenda": ("Luk alle punkter", "Abonner på dagsordener"),
    "press": ("ANNONCE", "Læs også i avisen", "Log ind som abonnent"),
    "foreign": ("Hoppa till innehåll", "Gå til innhald"),
    "bare": (),
}
"""Boilerplate of each layout that must not be left in a page's main text."""


def _get(page: Page, name: str, default: str = "") -> str:
    return str(page.head.get(name, default))


def _contact(page: Page) -> list[str]:
    """Give the page's contact lines: name, title, telephone, e-mail; all invented, all planted as leak probes."""
    return [escape(str(line)) for line in page.head.get("contact", [])]


def _crumbs(page: Page, separator: str) -> str:
    return separator.join(f'<a href="#">{escape(c)}</a>' for c in page.head.get("crumbs", []))


def kl_new(page: Page) -> str:
    """KL's present CMS: skip link, mega menu, breadcrumb list, collapsed table of contents, contact card."""
    crumbs = "".join(f'<li class="breadcrumb__item"><a href="#">{escape(c)}</a></li>' for c in page.head["crumbs"])
    flag = '<div class="age-flag"><span>Ældre end 12 mdr.</span></div>' if page.head.get("is_old") else ""
    updated = f'<p class="page-meta">Sidst opdateret: {page.head["updated"]}</p>' if page.head.get("updated") else ""
    contact = ""
    if lines := _contact(page):
        name, *rest = lines
        items = "".join(f'<p class="contact-card__line">{line}</p>' for line in rest)
        contact = (
            '<section class="contact-card" aria-label="Kontakt"><h2>Kontakt</h2>'
            f'<div class="contact-card__person"><h3>{name}</h3>{items}</div></section>'
        )
    return f"""<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])} - KL</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{escape(_get(page, "kicker"))}">
<link rel="stylesheet" href="/kl.dk/dist/site.css"><script>window.dataLayer=[];dataLayer.push({{"site":"kl"}})</script></head>
<body class="t-article"><a class="skip-link" href="#main">Gå til hovedindhold</a>
<div id="cookie-overlay" role="dialog"><h2>Vi bruger cookies</h2><p>Vi bruger cookies til at føre statistik over besøg.
Du kan altid trække dit samtykke tilbage.</p><button>Tillad alle</button><button>Kun nødvendige</button></div>
<header class="site-header"><a class="logo" href="/kl.dk/"><svg viewBox="0 0 80 40"><title>KL</title><path d="M0 0h80v40H0z"/></svg></a>
<nav class="mega" aria-label="Hovedmenu"><ul><li><a href="#">Forside</a></li><li><a href="#">Fagområder</a><ul><li><a href="#">Arbejdsgiver</a></li>
<li><a href="#">Økonomi og administration</a></li><li><a href="#">Sundhed og ældre</a></li><li><a href="#">Teknik og miljø</a></li></ul></li>
<li><a href="#">Nyheder</a></li><li><a href="#">Politik</a></li><li><a href="#">Om KL</a></li></ul></nav></header>
<main id="main"><ol class="breadcrumb">{crumbs}</ol>
<div class="page-hero"><h1>{escape(page.head["title"])}</h1><p class="page-hero__kicker">{escape(_get(page, "kicker"))}</p></div>
{flag}<div class="layout"><aside class="toc"><button aria-expanded="false">Indhold</button><ul hidden></ul></aside>
<div class="rich-text"><div class="rte">
{page.body}
</div></div></div>{updated}</main>{contact}
<footer class="site-footer"><div class="footer-col"><p>KL · Weidekampsgade 10 · 2300 København S</p><p>CVR 62 54 79 14</p></div>
<div class="footer-col"><a href="#">Del på LinkedIn</a><a href="#">Privatlivspolitik</a></div></footer></body></html>"""


def kl_old(page: Page) -> str:
    """KL's former CMS: tables for layout, no skip link, no date."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{escape(page.head["title"])}</title></head><body>
<div id="top"><a href="/kl.dk/">KL</a> | <a href="#">Log på DagensKommune</a> | <a href="#">A til Å</a></div>
<table width="960" border="0" cellspacing="0" cellpadding="0"><tr><td width="200" valign="top" class="leftmenu">
<ul><li><a href="#">Arbejdsgiver</a></li><li><a href="#">Kompetence</a></li><li><a href="#">Løn og vilkår</a></li><li><a href="#">Rammeaftaler</a></li></ul></td>
<td valign="top" class="content"><h1>{escape(page.head["title"])}</h1><p class="manchet">{escape(_get(page, "kicker"))}</p>
{page.body}
</td><td width="180" valign="top"><div class="box"><h4>Tilmeld nyhedsbrev</h4><p>Få besked hver torsdag</p></div></td></tr></table>
<div id="foot">KL, Weidekampsgade 10, 2300 København S</div></body></html>"""


def kl_news(page: Page) -> str:
    """KL's news: the date stands over the title."""
    contact = "".join(f"<p>{line}</p>" for line in _contact(page))
    box = f'<aside class="contact"><h3>Kontakt</h3>{contact}</aside>' if contact else ""
    return f"""<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head>
<body class="t-news"><a class="skip-link" href="#main">Gå til hovedindhold</a><div class="cookie">Vi bruger cookies <button>OK</button></div>
<header><nav><a href="/kl.dk/">Forside</a> <a href="#">Nyheder</a> <a href="#">Arrangementer</a></nav></header>
<main id="main"><article><p class="news-date">{page.head["date"]}</p><h1>{escape(page.head["title"])}</h1>
<p class="news-lead">{escape(_get(page, "kicker"))}</p>
{page.body}
</article></main>{box}<footer><p>KL · Weidekampsgade 10 · 2300 København S</p><a href="#">Del på LinkedIn</a></footer></body></html>"""


def vpt_article(page: Page) -> str:
    """Viden på tværs: kicker above the title, byline and date glued, tag, related articles."""
    tag = f'<div class="tags"><a href="#">{page.head["tag"]}</a></div>' if page.head.get("tag") else ""
    byline = f'<div class="byline"><span>Af {_get(page, "author")}</span> <span>{_get(page, "date")}</span></div>'
    return f"""<!doctype html><html lang="da" dir="ltr"><head><meta charset="utf-8"/><title>{escape(page.head["title"])} | Viden på tværs</title>
<link rel="canonical" href="{page.path}"/></head><body class="node-article not-front">
<div id="consent"><p>Siden bruger cookies.</p><a class="btn">Accepter alle</a></div>
<div class="region-header"><a href="/vpt.dk/">Viden på tværs</a><ul class="menu"><li><a href="#">Arbejdsmiljø</a></li><li><a href="#">Ældrepleje</a></li>
<li><a href="#">Ledelse</a></li><li><a href="#">Fremfærd</a></li></ul></div>
<div class="layout-content"><div class="block-system-main"><div class="node__content"><div class="field field--kicker">{escape(_get(page, "kicker"))}</div>
<h1 class="page-title"><span>{escape(page.head["title"])}</span></h1><div class="field field--lead">{escape(_get(page, "lead"))}</div>
{byline}{tag}<div class="field field--body text-formatted">
{page.body}
</div></div></div>
<aside class="sidebar"><h2>Mest læste</h2><ul><li><a href="#">Sådan holder I et godt teammøde</a></li><li><a href="#">Ti råd om natarbejde</a></li></ul></aside></div>
<div class="newsletter"><h3>Abonnér på nyhedsbrevet</h3><form><input name="e"/><button>Tilmeld</button></form></div>
<footer><p>Om Viden på tværs: et samarbejde mellem arbejdsgivere og faglige organisationer</p></footer></body></html>"""


def vpt_landing(page: Page) -> str:
    """Viden på tværs: landing page of a project, without date or byline."""
    return f"""<!doctype html><html lang="da"><head><meta charset="utf-8"/><title>{escape(page.head["title"])}</title></head><body>
<div class="cookie"><a>Accepter alle</a></div><div class="banner" role="banner"><h1 class="visually-hidden">{escape(page.head["title"])}</h1>Top banner</div>
<div class="paragraph paragraph--type--text"><div class="inner">
{page.body}
</div></div><div class="newsletter"><h3>Abonnér på nyhedsbrevet</h3></div></body></html>"""


def sst(page: Page) -> str:
    """The Danish Health Authority's CMS to 2022: SVG debris, repeated lead in news, upper-case month at the end."""
    title, lead = escape(page.head["title"]), escape(_get(page, "lead"))
    stamp = f'<p class="meta">{page.head["stamp"]}</p>' if page.head.get("stamp") else ""
    again = f'<p class="lead-mobile">{lead}</p>' if page.head.get("repeat_lead") else ""
    updated = f'<div class="page-updated">Opdateret {page.head["updated"]}</div>' if page.head.get("updated") else ""
    lead_html = f'<p class="lead">{lead}</p>' if lead else ""
    contact = "".join(f"<li>{line}</li>" for line in _contact(page))
    box = f'<div class="sidebox"><h3>Kontakt</h3><ul>{contact}</ul></div>' if contact else ""
    return f"""<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>{title} - Sundhedsstyrelsen</title><link rel="canonical" href="{page.path}"></head>
<body><svg style="display:none" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 54 54"><symbol id="icon"><path d="M1 1"/></symbol></svg>
<a href="#content" class="visuallyhidden focusable">Gå til indhold</a>
<div class="header"><a href="/sst.dk/da" class="brand">Sundhedsstyrelsen</a><div class="lang"><a href="/sst.dk/en">English</a></div>
<button class="burger">Menu<span>Luk</span></button><ul class="mainnav"><li><a href="#">Viden</a></li><li><a href="#">Puljer</a></li><li><a href="#">Udgivelser</a></li>
<li><a href="#">Nyheder</a></li></ul></div>
<div class="container"><div class="row"><div id="content" class="col-8"><div class="article"><h1>{title}</h1>{lead_html}{stamp}{again}
{page.body}
{updated}</div></div><div class="col-4">{box}</div></div></div>
<div class="footer"><p>Sundhedsstyrelsen, Islands Brygge 67, 2300 København S</p><a href="#">Tilgængelighedserklæring</a></div></body></html>"""


def sst_new(page: Page) -> str:
    """The Danish Health Authority's CMS from 2022: components, accordions, date before the text."""
    tags = f'<p class="theme-tags">{page.head["tags"]}</p>' if page.head.get("tags") else ""
    date = (
        f'<time class="c-date" datetime="{_get(page, "iso")}">{page.head["date"]}</time>'
        if page.head.get("date")
        else ""
    )
    sub = f'<h2 class="c-hero__sub">{escape(page.head["subtitle"])}</h2>' if page.head.get("subtitle") else ""
    section = f'<p class="c-section">{page.head["section"]}</p>' if page.head.get("section") else ""
    updated = f'<p class="c-updated">Opdateret {page.head["updated"]}</p>' if page.head.get("updated") else ""
    return f"""<!DOCTYPE html><html lang="da-DK"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head>
<body data-component="page"><a class="sr-only" href="#m">Spring til hovedindhold</a><div class="cookiebar"><p>Nødvendige cookies er slået til.</p></div>
<header class="c-header"><nav><a href="#">Fagperson</a><a href="#">Borger</a><a href="#">Kommune og region</a></nav></header>
<div id="m" role="main"><div class="c-hero">{section}{tags}<h1>{escape(page.head["title"])}</h1>{sub}{date}</div><div class="c-rte"><div><div>
{page.body}
</div></div></div>{updated}</div><div class="c-feedback"><button>Giv os feedback</button></div>
<footer class="c-footer">Sundhedsstyrelsen · Islands Brygge 67 · 2300 København S</footer></body></html>"""


def sum_old(page: Page) -> str:
    """The ministry's site to 2018: skip navigation, date line, contact information below."""
    contact = "<br/>".join(_contact(page))
    more = f'<div class="news-contact"><strong>Yderligere oplysninger:</strong><br/>{contact}</div>' if contact else ""
    date = page.head.get("date")
    box = f'<div class="rightcolumn">{page.head["box"]}</div>' if page.head.get("box") else ""
    day = f"<span class='date'>{date}</span>" if date else ""
    updated = (
        f'<div class="lastupdated">Sidst opdateret {page.head["updated"]}</div>' if page.head.get("updated") else ""
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{escape(page.head["title"])}</title></head><body>
<a href="#c">Skip navigation</a><div id="wrap"><div id="nav"><a href="#">Sundhed</a> <a href="#">Ældre</a> <a href="#">Ministeriet</a> <a href="#">Puljer</a></div>
<div id="tools"><a href="#">Udskriv siden</a></div><div id="c"><h1>{escape(page.head["title"])}</h1>{day}
{page.body}
{more}{updated}</div>{box}<div id="kontaktinfo"><h4>Kontaktinformation</h4>Sundheds- og Ældreministeriet<br>Slotsholmsgade 10-12<br>1216 København K<br>| tlf: 12 26 90 00 | EAN: 5798000362055</div></div></body></html>"""


def ism(page: Page) -> str:
    """The ministry's present site: date under the title, press contact as a collapsed table."""
    contact = "".join(f"<td>{line}</td>" for line in _contact(page))
    press = (
        '<div class="press"><h2>Pressehenvendelser til Sundhedsministeriet</h2><table><tr><th>Titel</th>'
        f"<th>(pressetelefon modtager IKKE SMS'er)</th><th>Kontor</th></tr><tr>{contact}</tr></table></div>"
        if contact
        else ""
    )
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"/><title>{escape(page.head["title"])}</title>
<meta property="article:published_time" content="{_get(page, "iso")}"/></head><body><div class="toolbar"><a>Læs op</a></div>
<header><a href="/ism.dk/">Indenrigs- og Sundhedsministeriet</a><nav><a href="#">Nyheder</a><a href="#">Temaer</a><a href="#">Lovgivning</a></nav></header>
<main><div class="news-item"><h1>{escape(page.head["title"])}</h1><div class="meta">{page.head["date"]}</div><div class="manchet"><p>{escape(_get(page, "lead"))}</p></div>
<div class="body">
{page.body}
</div></div>{press}</main><footer>Slotsholmsgade 10-12 · 1216 København K · <a href="#">Webtilgængelighed</a></footer></body></html>"""


def socialstyrelsen(page: Page) -> str:
    """The social authority's project pages: breadcrumb with angle brackets, labelled fields."""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])} — Socialstyrelsen</title></head>
<body class="template-document portaltype-project"><div id="portal-tools"><a>Læs højt</a> <a>Print denne side</a></div>
<div id="portal-breadcrumbs">{_crumbs(page, " &gt; ")}</div><div id="content"><h1 class="documentFirstHeading">{escape(page.head["title"])}</h1>
<p class="documentDescription">{escape(_get(page, "lead"))}</p><div id="content-core">
{page.body}
</div></div><div id="portal-footer">Socialstyrelsen, Edisonsvej 1, 5000 Odense C</div></body></html>"""


def sbst(page: Page) -> str:
    """Social- og Boligstyrelsen: news and publications, publisher and year glued."""
    publisher = f'<div class="pub">{page.head["publisher"]}</div>' if page.head.get("publisher") else ""
    date = f'<div class="date">{page.head["date"]}</div>' if page.head.get("date") else ""
    updated = f'<div class="upd">Senest opdateret {page.head["updated"]}</div>' if page.head.get("updated") else ""
    contact = "".join(f"<p>{line}</p>" for line in _contact(page))
    box = f'<section class="kontakt"><h2>Kontakt</h2>{contact}</section>' if contact else ""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head><body>
<header><nav><a href="#">Børn</a><a href="#">Voksne</a><a href="#">Ældre</a></nav></header><main><article><h1>{escape(page.head["title"])}</h1>{date}{publisher}
{page.body}
</article>{updated}{box}<section><h2>Nyhedsbrev</h2><p>Tilmeld dig vores nyhedsbrev</p></section></main>
<footer>Social- og Boligstyrelsen · Edisonsvej 1 · 5000 Odense C · Følg os på LinkedIn</footer></body></html>"""


def stps(page: Page) -> str:
    """The patient safety authority's local projects."""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head><body>
<a href="#i">Hop til indhold</a><div class="topbar"><a href="#">Ret og pligt</a><a href="#">Læring</a><a href="#">Tilsyn</a></div>
<div id="i"><h1>{escape(page.head["title"])}</h1><p class="dato">{page.head["date"]}</p><p class="intro">{escape(_get(page, "lead"))}</p>
{page.body}
</div><div class="bund">Styrelsen for Patientsikkerhed, Hovedvejen 1, 6400 Sønderborg <a href="#">Cookiepolitik</a></div></body></html>"""


def lkt(page: Page) -> str:
    """The learning and quality teams' site."""
    return f"""<!DOCTYPE html><html lang="da-DK"><head><meta charset="UTF-8"><title>{escape(page.head["title"])} – Kvalitetsteams</title></head>
<body class="wp-singular page"><a class="screen-reader-text" href="#c">Gå til indhold</a><header><nav><a href="#">Om LKT</a><a href="#">Teams</a></nav></header>
<div id="c" class="entry-content"><h1>{escape(page.head["title"])}</h1>
{page.body}
</div><footer><p>Følg LKT</p><p>Powered by Nordlys Webbureau</p></footer></body></html>"""


def docplayer(page: Page) -> str:
    """A mirror of PDF files: viewer furniture, then the text in one run."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(page.head["title"])} - PDF Gratis download</title></head><body>
<div class="nav"><a href="#">Log ind</a><a href="#">Registrer</a></div><h1>{escape(page.head["title"])}</h1>
<div class="save">Save this PDF as: <span>WORD</span> <span>PNG</span> <span>TXT</span> <span>JPG</span></div><div>Størrelse: px</div>
<div>Starte visningen fra side:</div><a href="#">Download "{escape(page.head["title"])}"</a><h2>Transkript</h2>
<div class="transcript">{page.body}</div><h3>Lignende dokumenter</h3><ul><li><a href="#">Vejledning om affaldssortering</a></li><li><a href="#">Referat af generalforsamling</a></li></ul></body></html>"""


def municipal(page: Page) -> str:
    """A municipality's own site: self-service, opening hours, accordion icons."""
    date = f'<div class="news__date">{page.head["date"]}</div>' if page.head.get("date") else ""
    updated = f'<div class="updated">Sidst opdateret {page.head["updated"]}</div>' if page.head.get("updated") else ""
    contact = "".join(f"<div>{line}</div>" for line in _contact(page))
    box = f'<div class="contactbox"><h3>Kontakt</h3>{contact}</div>' if contact else ""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])} | {_get(page, "site")}</title></head><body>
<div class="top"><a href="#">Oplæs tekst</a><a href="#">Selvbetjening og MitID</a></div><nav class="mm"><a href="#">Borger</a><a href="#">Erhverv</a><a href="#">Politik</a></nav>
<section class="page"><div class="col"><h1>{escape(page.head["title"])}</h1>{date}
{page.body}
{updated}</div></section>{box}<div class="acc"><button>Åbningstider i borgerservice <img alt="Pil ned ikon" src="/x.svg"></button></div></body></html>"""


def agenda(page: Page) -> str:
    """A council agenda: dozens of items on one page."""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head><body>
<div class="ctl"><button>Luk alle punkter</button><a href="#">Abonner på dagsordener</a></div><h1>{escape(page.head["title"])}</h1><div class="items">
{page.body}
</div></body></html>"""


def press(page: Page) -> str:
    """A local paper: advertisements between paragraphs, a byline with the editor's contact."""
    date = f"<time>{page.head['date']}</time>" if page.head.get("date") else ""
    return f"""<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head><body><div class="ad">ANNONCE</div>
<header><a href="#">Log ind som abonnent</a></header><article><h1>{escape(page.head["title"])}</h1>{date}
{page.body}
</article><aside><h4>Læs også i avisen</h4><a href="#">Stormen lukkede havnen</a></aside></body></html>"""


def foreign(page: Page) -> str:
    """A Swedish or Norwegian page."""
    skip = "Hoppa till innehåll" if page.head["lang"] == "sv" else "Gå til innhald"
    return f"""<!DOCTYPE html><html lang="{page.head["lang"]}"><head><meta charset="utf-8"><title>{escape(page.head["title"])}</title></head><body>
<a href="#x">{skip}</a><main id="x"><h1>{escape(page.head["title"])}</h1>
{page.body}
</main></body></html>"""


def bare(page: Page) -> str:
    """The page file is the whole page."""
    return page.body


_LAYOUTS: dict[str, Callable[[Page], str]] = {
    f.__name__: f
    for f in (
        kl_new, kl_old, kl_news, vpt_article, vpt_landing, sst, sst_new, sum_old, ism, socialstyrelsen,
        sbst, stps, lkt, docplayer, municipal, agenda, press, foreign, bare,
    )
}  # fmt: skip


def render(page: Page) -> bytes:
    """Give the page's HTML as its host would send it."""
    return _LAYOUTS[page.layout](page).encode(str(page.head.get("encoding", "utf-8")))
