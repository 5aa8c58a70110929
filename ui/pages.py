"""The interactive pages, Søg and Match, as Gradio Blocks: one component holds the view, one event renews it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable

# Read when Gradio is imported: no usage reports, no version check, no request to any other host.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from ui.address import read_address
from ui.match_view import match_view
from ui.problems import add_page_handler
from ui.search_view import search_view
from ui.service import Service

# The view hands its element and Gradio's `trigger` to our own script; nothing else is inlined.
_ATTACH = "window.Puljespor.attach(element, trigger, props, watch)"


def build_pages(service: Service) -> gr.Blocks:
    """Give the Blocks of the interactive pages: Søg at the root, Match beside it."""

    def show_search(event: gr.EventData) -> str:
        return search_view(service, read_address(_asked(event, "address").partition("?")[2]))

    def show_match(event: gr.EventData) -> str:
        names = ("text", "municipality", "like", "language")
        text, municipality, like, language = (_asked(event, name) for name in names)
        return match_view(
            service,
            text=text,
            municipality=municipality,
            weights=_asked_weights(event),
            unlike=_asked_unlike(event),
            like=like,
            language=language,
        )

    with gr.Blocks(title="Puljespor", analytics_enabled=False) as blocks:
        gr.Navbar(visible=False)  # the menu in our own header leads to the pages
        _add_view("search", show_search)
    with blocks.route("Match", "match"):
        gr.Navbar(visible=False)
        _add_view("match", show_match)
    # Gradio looks into its queue a thousand times a second, 5 % of a core and in the way of every search. No event of
    # ours is queued.
    blocks._queue.sleep_when_free = blocks._queue.progress_update_sleep_when_free = 1.0
    return blocks


def _add_view(name: str, show: Callable[[gr.EventData], str]) -> None:
    view = gr.HTML("", elem_id=f"view-{name}", js_on_load=_ATTACH, apply_default_css=False, show_label=False)

    def answer(event: gr.EventData) -> str:
        # The turn makes every answer another text: the page is told of an answer only where the text has changed.
        return f"{show(event)}<!-- {_asked_turn(event)} -->"

    # No queue: an answer takes some 20 ms, and the queue's event stream alone would cost as much again. The page asks
    # one question at a time and keeps the newest that waits: "always_last" repeats the first.
    view.submit(
        answer, None, view, queue=False, show_progress="hidden", api_visibility="private", trigger_mode="multiple"
    )


def _asked(event: gr.EventData, name: str) -> str:
    """Give one value of what the browser sent along; it may have sent anything."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def _asked_turn(event: gr.EventData) -> int:
    turn = event._data.get("turn") if isinstance(event._data, dict) else None
    return turn if isinstance(turn, int) else 0


def _asked_weights(event: gr.EventData) -> dict[str, float]:
    given = event._data.get("weights") if isinstance(event._data, dict) else None
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name): float(value) for name, value in pairs if isinstance(value, int | float)}


def _asked_unlike(event: gr.EventData) -> tuple[str, ...]:
    given = event._data.get("unlike") if isinstance(event._data, dict) else None
    return tuple(str(record_id) for record_id in given[:100]) if isinstance(given, list) else ()


def mount_pages(app: FastAPI, service: Service) -> None:
    """Mount the Blocks at the root of the app; routes that stand already go before them."""
    with warnings.catch_warnings():
        # It warns of every app with several pages, although we ask for no rendering by Node.
        warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
        gr.mount_gradio_app(
            app,
            build_pages(service),
            path="/",
            footer_links=[],
            run_history=False,
            allowed_paths=[],
            show_error=False,
            max_file_size="10mb",
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            theme=gr.themes.Base(font=["sans-serif"], font_mono=["monospace"]),
        )
    inner = next(route.app for route in reversed(app.routes) if isinstance(route, Mount) and not route.path)
    assert isinstance(inner, FastAPI)  # Gradio's App is one
    add_page_handler(inner)
