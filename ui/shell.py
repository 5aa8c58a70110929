"""Gradio's page, made ours before it is sent: language, title, our header and the first view, no outside addresses.

Gradio renders in the browser, some hundred milliseconds after the page has arrived. So the shell carries the first
view, rendered on the server: it is there at once, it works with no JavaScript at all, and Gradio's own component takes
it over when it is ready (`static/puljespor.js`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import escape

from corpus.errors import IntegrityError
from ui.render import asset_version, render
from ui.texts import Texts

_META = re.compile(r"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*/>", re.S)
_LANGUAGE = re.compile(r"<html\s+lang=\"en\"")
_MANIFEST = re.compile(r"\s*<link rel=\"manifest\"[^>]*/>")
_RESIZER = re.compile(
    r"<script>\s*\(\(\) => \{\s*const root = .*?</script>", re.S
)  # for embedding; we are not embedded
_SCRIPT = re.compile(r"<script(?=[\s>])")
_BODY = re.compile(r"(<body[^>]*>)(.*?)</body>", re.S)


class FirstView(NamedTuple):
    """What the shell is filled with."""

    texts: Texts
    current: str  # name of the chosen menu entry
    title: str
    content: str  # the middle of the page, as HTML
    language_link: str
    version: int | None


def dress_shell(shell: str, view: FirstView, *, nonce: str) -> str:
    """Give Gradio's page with our frame and first view in it, each inline script with the nonce.

    Raises:
        IntegrityError: the installed Gradio's page is not cut as this function knows it.
    """
    if not (_LANGUAGE.search(shell) and _BODY.search(shell) and "<gradio-app" in shell):
        raise IntegrityError(
            "the installed Gradio has another page frame than this release knows.",
            remedy="Install the locked requirements: make run.",
        )
    texts = view.texts
    page = _META.sub("", shell)
    page = _MANIFEST.sub("", _RESIZER.sub("", page))
    page = _LANGUAGE.sub(f'<html lang="{texts.language}"', page, count=1)
    page = _SCRIPT.sub(f'<script nonce="{nonce}"', page)
    head = (
        f"<title>{escape(view.title)}</title>"
        f'<meta name="description" content="{escape(texts("site.description"))}">'
        '<link rel="icon" href="/static/mark.svg" type="image/svg+xml">'
        '<link rel="preload" href="/static/fonts/hanken-grotesk-latin-wght-normal.woff2" as="font" type="font/woff2" '
        "crossorigin>"
        f'<link rel="stylesheet" href="/static/puljespor.css?{asset_version()}">'
        "</head>"
    )
    page = page.replace("</head>", head, 1)
    # Before Gradio's module: deferred scripts run in order, and ours prepares what Gradio starts with.
    ours = f'<script nonce="{nonce}" src="/static/puljespor.js?{asset_version()}" defer></script>'
    page = page.replace(f'<script nonce="{nonce}" type="module"', ours + f'<script nonce="{nonce}" type="module"', 1)
    frame = render(
        "_shell_body.html",
        t=texts,
        current=view.current,
        content=view.content,
        other_language_link=view.language_link,
        version=view.version,
    )
    before, after = frame.split("<!--gradio-->")
    return _BODY.sub(lambda m: _body_tag(texts) + before + m.group(2) + after + "</body>", page, count=1)


def _body_tag(texts: Texts) -> str:
    return f'<body class="has-gradio" data-lang="{texts.language}">'
