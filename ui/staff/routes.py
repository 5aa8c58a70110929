"""All routes of the staff, put together."""

from __future__ import annotations

from fastapi import APIRouter

from ui.service import Service
from ui.staff import (
    home,
    log,
    quarantine,
    queue,
    records,
    removals,
    reports,
    runs,
    signing_in,
    synonyms,
    uploads,
    versions,
)
from ui.staff.desk import Desk

_PARTS = (signing_in, home, runs, queue, records, quarantine, removals, versions, reports, synonyms, uploads, log)


def staff_router(service: Service) -> APIRouter:
    """Give the routes of the staff's pages; every one checks the role on the server."""
    desk = Desk(service)
    for part in _PARTS:
        part.register(desk)
    return desk.router
