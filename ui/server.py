"""The web application: API, server-rendered pages, and the interactive pages mounted at the root."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route

from corpus.settings import Settings
from ui.address import Address
from ui.api import api_router
from ui.collection import collection_router
from ui.compression import Compression
from ui.explore import explore_router, warm
from ui.follow_pages import follow_router
from ui.listening import take_port
from ui.machines import machine_router
from ui.match_pages import match_router
from ui.problems import add_handlers
from ui.rates import RateLimit
from ui.record_pages import record_router
from ui.search_view import search_view
from ui.security import SecurityHeaders
from ui.service import Service
from ui.shell_middleware import DressedPages
from ui.staff import staff_router

Say = Callable[[str], None]

_SWITCH_S = 0.001  # how long a thread that makes a page may keep the loop that answers waiting; Python's own is 5 ms


def create_app(settings: Settings) -> FastAPI:
    """Give the web application over a data folder; snapshots are opened when first asked for."""
    from ui.mcp_server import PATH, McpEndpoint  # takes a second to import; only serving needs it

    service = Service(settings)
    assistants = McpEndpoint(service)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with assistants.lifespan():
            yield

    app = FastAPI(
        title="Puljespor",
        version="1",
        summary="Precedents among grant-funded health projects in Danish municipalities",
        docs_url=None,  # its page loads script from another host; /data describes the API instead
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
    )
    app.state.service = service
    add_handlers(app)
    app.include_router(api_router(service))
    app.include_router(record_router(service))
    app.include_router(explore_router(service))
    app.include_router(collection_router(service))
    app.include_router(follow_router(service))
    app.include_router(machine_router(service))
    app.include_router(match_router(service))
    app.include_router(staff_router(service))
    app.router.routes.append(Route(PATH, assistants, include_in_schema=False))
    app.mount("/static", StaticFiles(directory=str(files("ui").joinpath("static"))), name="static")
    from ui.pages import mount_pages  # Gradio takes seconds to import; only serving needs it

    mount_pages(app, service)
    app.add_middleware(DressedPages, service=service)
    app.add_middleware(RateLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Compression)
    return app


def run_server(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    listener: socket.socket | None = None,
    say: Say | None = None,
) -> None:
    """Serve until stopped, on a port of this host, or on the socket that `take_port` has bound to one.

    Raises:
        QueryError: the port cannot be had.
    """
    import uvicorn

    from ui.protocol import ProblemProtocol

    taken = listener or take_port(host, port)
    app = create_app(settings)
    app.state.service.version()  # opens the snapshot, or says what is wrong with it
    search_view(app.state.service, Address(query="forebyggelse"))  # loads the encoder, and compiles the page
    threading.Thread(target=warm, args=(app.state.service,), daemon=True).start()
    sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()  # what is loaded stays: a collection that walked all of it would hold every answer up by 0.1 s
    if say is not None:
        shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
        say(f"Puljespor is on http://{shown}:{taken.getsockname()[1]}  (stop with Ctrl-C)")
    # The access log would hold what people search for.
    config = uvicorn.Config(app, http=ProblemProtocol, log_level="warning", access_log=False)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[taken])
