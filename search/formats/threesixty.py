"""360Giving JSON (schema 1.4), with what came of a grant as an extension: `outcome`.

The standard asks for an amount, a date, a funder and a recipient. A record that does not state them all is no grant in
its sense: it is left out of `grants` and named in `notIncluded`. Organisations have no CVR number in the corpus, so
their ids are our own; places are by Statistics Denmark's codes, which the standard's list lacks (`geoCodeType`
"DK-KOM").
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from search.formats.table import ExportTable, recipients

PREFIX = "360G-puljespor"
LOCAL, SUBNATIONAL = "GLS050", "GLS040"  # one local authority; several


def write(table: ExportTable) -> bytes:
    """Give the package."""
    grants: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for result in table.results:
        missing = _missing(result["record"])
        if missing:
            left_out.append({"id": result["record_id"], "title": result["title"], "missing": missing})
        else:
            grants.append(_grant(result))
    package = {
        "version": "1.4",
        "identifier": f"{PREFIX}-{table.snapshot}",
        "title": f"Puljespor: {table.query}",
        "description": table.methods,
        "issued": table.date,
        "modified": table.date,
        "grants": grants,
        "notIncluded": left_out,
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _missing(record: Mapping[str, Any]) -> list[str]:
    required = {
        "amountAwarded": record["amount_dkk"],
        "awardDate": record["year_awarded"],
        "fundingOrganization": record["funders"],
        "recipientOrganization": record["municipalities"] or record["grantees"],
    }
    return [name for name, value in required.items() if value in (None, [])]


def _grant(result: Mapping[str, Any]) -> dict[str, Any]:
    record = result["record"]
    pool = record.get("pool") or record.get("programme")
    grant: dict[str, Any] = {
        "id": f"{PREFIX}-{result['record_id']}",
        "title": result["title"],
        "description": record["summary"] or result["title"],
        "currency": "DKK",
        "amountAwarded": record["amount_dkk"],
        "awardDate": str(record["year_awarded"]),
        "fundingOrganization": [_organisation(name) for name in record["funders"]],
        "recipientOrganization": _recipients(record),
        "beneficiaryLocation": [
            {"name": place["name"], "countryCode": "DK", "geoCode": place["code"], "geoCodeType": "DK-KOM"}
            for place in record["municipalities"]
        ],
        "locationScope": LOCAL if len(record["municipalities"]) == 1 else SUBNATIONAL,
        "plannedDates": _dates(record["period"] or {}),
        "grantProgramme": [_stated({"code": pool["pool_id"], "title": pool["name"]})] if pool else [],
        "classifications": [{"vocabulary": "Puljespor temaer", "title": theme} for theme in record["themes"]],
        "relatedDocument": [_stated({"title": d["title"], "url": d["url"]}) for d in record["documents"]],
        "dataSource": next((d["url"] for d in record["documents"]), None),
        "dateModified": record["updated_at"],
        "outcome": _outcome(record),
    }
    return _stated(grant)


def _stated(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not stated: the standard knows no null."""
    return {name: value for name, value in body.items() if value not in (None, [], "")}


def _recipients(record: Mapping[str, Any]) -> list[dict[str, str]]:
    names = recipients({**record, "grantees": []})
    places = [
        {"id": f"{PREFIX}-org:kommune-{place['code']}", "name": name}
        for place, name in zip(record["municipalities"], names, strict=True)
    ]
    return places or [_organisation(name) for name in record["grantees"]]


def _organisation(name: str) -> dict[str, str]:
    spelled = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return {"id": f"{PREFIX}-org:{re.sub('[^a-z0-9]+', '-', plain).strip('-')}", "name": name}


def _dates(period: Mapping[str, Any]) -> list[dict[str, str]]:
    dates = {"startDate": period.get("from"), "endDate": period.get("to")}
    stated = {name: str(value) for name, value in dates.items() if value}
    return [stated] if stated else []


def _outcome(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    outcome = record["outcome"]
    if outcome["direction"] == "not_reported" and not outcome["text"]:
        return []
    told = [e for e in record["evidence"] if e["field"] in ("effekt", "outcome_direction")]
    source = told[0] if told else {}
    return [
        _stated(
            {
                "direction": outcome["direction"],
                "quote": source.get("quote") or outcome["text"],
                "page": source.get("page_no"),
                "sourceUrl": source.get("url"),
                "status": source.get("origin"),
            }
        )
    ]
