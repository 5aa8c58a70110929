"""`review`: what waits for a decision, and deciding it. The web page uses the same functions of `corpus.review`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from ui.commands.options import AsJson, Data, JsonAlways, Who, print_json, print_json_lines

Choice = TypeVar("Choice", bound=StrEnum)
Ids = Annotated[list[int] | None, typer.Argument(help="Numbers of proposals, as `review list` shows them.")]
Reason = Annotated[str, typer.Option("--why", help="The reason; it stands in the audit log.", prompt=True)]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(help="See, approve, reject and correct what ingestion proposes.", no_args_is_help=True)
    for name, command in (
        ("list", list_proposals),
        ("show", show),
        ("approve", approve),
        ("reject", reject),
        ("edit", edit),
        ("merge", merge),
        ("split", split),
        ("quarantine", quarantine),
        ("clear", clear),
        ("remove", remove),
        ("removals", removals),
        ("lift", lift),
        ("missing-reports", missing_reports),
        ("coverage", show_coverage),
        ("audit", audit),
    ):
        group.command(name)(command)
    app.add_typer(group, name="review")


def list_proposals(
    state: Annotated[str, typer.Option(help="pending, approved, rejected, published or all.")] = "pending",
    kind: Annotated[str, typer.Option(help="Only one kind of change: new, changed, gone, merge, ...")] = "",
    source: Annotated[str, typer.Option(help="Only what the pages of one source say.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List proposals, pending ones by default.

    Example: puljespor review list --state approved --kind changed
    """
    from corpus.changes import ChangeKind, ProposalState
    from corpus.queue import find_proposals
    from corpus.review import proposal_json, titles_of
    from corpus.settings import load_settings
    from corpus.store import Store

    wanted = None if state == "all" else _member(ProposalState, state, "state")
    kinds = [_member(ChangeKind, kind, "kind of change")] if kind else []
    with Store.open(load_settings(data)) as store:
        rows, _ = find_proposals(store, state=wanted, kinds=kinds, source=source, limit=sys.maxsize)
        titles = {} if as_json else titles_of(store, rows)
    if as_json:
        print_json_lines(proposal_json(row) for row in rows)
        return
    for row in rows:
        fields = ", ".join(change.field for change in row.diff[:5])
        title = titles.get(row.change.record_id) or row.change.payload.get("url", "")
        parts = (row.change.record_id, f"“{title}”" if title else "", fields, row.change.note)
        typer.echo(f"{row.proposal_id:>5}  {row.change.kind.value:<11} " + "  ".join(part for part in parts if part))
    typer.echo(f"{len(rows)} proposals.")


def _member(choices: type[Choice], given: str, what: str) -> Choice:
    from corpus.errors import QueryError

    try:
        return choices(given)
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise QueryError(f"{given[:60]!r} is no {what}.", remedy=f"One of: {known}.") from None


def show(proposal_id: Annotated[int, typer.Argument()], data: Data = None, as_json: AsJson = False) -> None:
    """Show one proposal field by field: old beside new, each with the words that state it.

    Example: puljespor review show 12
    """
    from corpus.reading import load_documents
    from corpus.review import proposal, proposal_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        found = proposal(store, proposal_id)
        with store.reading() as connection:
            urls = sorted(d.url for d in load_documents(connection, found.change.document_ids).values())
    if as_json:
        print_json(proposal_json(found))
        return
    typer.echo(f"{found.proposal_id}  {found.change.kind.value}  {found.change.record_id}  ({found.state.value})")
    for line in filter(None, (found.change.note, *(f"from {url}" for url in urls))):
        typer.echo(f"  {line}")
    for change in found.diff:
        typer.echo(f"  {change.field}:")
        for sign, value, quotes in (("-", change.old, change.old_quotes), ("+", change.new, change.new_quotes)):
            if value is not None:
                typer.echo(f"    {sign} {json.dumps(value, ensure_ascii=False)}  {' | '.join(quotes)[:200]}")


def approve(
    ids: Ids = None,
    everything: Annotated[bool, typer.Option("--all", help="Approve everything that is pending.")] = False,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Approve proposals; `publish` makes them part of the next version.

    Example: puljespor review approve 12 13
    """
    from corpus.errors import QueryError
    from corpus.review import approve as approve_proposals
    from corpus.settings import load_settings
    from corpus.store import Store

    if not ids and not everything:
        raise QueryError("nothing to approve was named.", remedy="Give numbers, or --all.")
    with Store.open(load_settings(data), write=True) as store:
        n_approved = len(approve_proposals(store, "all" if everything else ids or [], who=who))
    then = "Next: puljespor publish" if n_approved else "Nothing waits: `puljespor review list --state all` shows all."
    _say(as_json, f"{n_approved} approved. {then}", approved=n_approved)


def reject(ids: Ids, why: Reason, who: Who = "cli", data: Data = None, as_json: AsJson = False) -> None:
    """Reject proposals for good, with a reason: the same content is not proposed again.

    Example: puljespor review reject 14 --why "Et opslag, ikke en tildeling"
    """
    from corpus.review import reject as reject_proposals
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data), write=True) as store:
        n_rejected = len(reject_proposals(store, ids or [], who=who, why=why))
    _say(as_json, f"{n_rejected} rejected.", rejected=n_rejected)


def edit(
    record_id: Annotated[str, typer.Argument()],
    field: Annotated[str, typer.Argument(help="A field of the record, e.g. amount_dkk.")],
    value: Annotated[str, typer.Argument(help="The right value; JSON, or plain text. `null` says it is not known.")],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Correct a field. Corrections are kept for ever; a re-read never overwrites them.

    Example: puljespor review edit sst-psyk-vejle amount_dkk 3671132 --why "Tastefejl på siden"
    """
    from corpus.review import edit_field
    from corpus.settings import load_settings
    from corpus.store import Store

    try:
        parsed = json.loads(value)
    except json.JSONDecodeError:
        parsed = value
    with Store.open(load_settings(data), write=True) as store:
        edit_field(store, record_id, field, parsed, who=who, why=why)
    _say(as_json, f"{record_id}: {field} corrected. Next: puljespor publish", record_id=record_id, field=field)


def merge(
    keep: Annotated[str, typer.Argument()],
    drop: Annotated[str, typer.Argument()],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Merge a record into another; the dropped id redirects from then on.

    Example: puljespor review merge sst-a sst-b --why "Samme projekt"
    """
    from corpus.review import merge as merge_records
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data), write=True) as store:
        merge_records(store, keep, drop, who=who, why=why)
    _say(as_json, f"{drop} goes into {keep}. Next: puljespor publish", keep=keep, drop=drop)


def split(
    record_id: Annotated[str, typer.Argument()],
    new_record_id: Annotated[str, typer.Argument()],
    evidence_ids: Annotated[list[str], typer.Argument(help="Evidence that belongs to the new record.")],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Split evidence off into a record of its own.

    Example: puljespor review split sst-a sst-a-2 0f3c... --why "To projekter"
    """
    from corpus.review import split as split_record
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data), write=True) as store:
        split_record(store, record_id, evidence_ids, new_record_id=new_record_id, who=who, why=why)
    said = f"{new_record_id} is split off {record_id}. Next: puljespor publish"
    _say(as_json, said, record_id=record_id, new_record_id=new_record_id)


def quarantine(data: Data = None, as_json: AsJson = False) -> None:
    """List documents that are held back because of personal data: address, hash and counts, never the text.

    Example: puljespor review quarantine
    """
    from corpus.review import proposal_json, quarantined
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        held = quarantined(store)
    if as_json:
        print_json_lines(proposal_json(row) for row in held)
        return
    for row in held:
        typer.echo(f"{row.proposal_id:>5}  {row.change.payload['reason']}  {row.change.payload['url']}")
    typer.echo(f"{len(held)} in quarantine.")


def clear(
    proposal_id: Annotated[int, typer.Argument()],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let a document out of quarantine, by name and with a reason; the next ingest takes it in.

    Example: puljespor review clear 15 --who "Navn" --why "Sagsnumre, ikke CPR-numre"
    """
    from corpus.review import clear_quarantine
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data), write=True) as store:
        clear_quarantine(store, proposal_id, who=who, why=why)
    _say(as_json, "Cleared. Ingest the document again to take it in.", cleared=proposal_id)


def remove(
    document_id: Annotated[str, typer.Argument()],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: JsonAlways = True,
) -> None:
    """Remove a document from every store and prove that it is gone; its facts leave the records.

    It does not come back while its page stands: `removals` lists what is kept out, `lift` lets it in again.

    Example: puljespor review remove 48a493693352b77e6a96 --why "Ejeren har bedt om det"
    """
    from corpus.settings import load_settings
    from ui.tasks import remove_and_index

    print_json(remove_and_index(load_settings(data), document_id, who=who, why=why))


def removals(
    address: Annotated[str, typer.Option("--url", help="Only what keeps this address out.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the removed documents that are kept out: number, day, name and reason; no address and no word is kept.

    Example: puljespor review removals --url https://example.dk/puljer/side
    """
    from corpus.review import removals as removals_in_force
    from corpus.settings import load_settings
    from corpus.store import Store
    from ingest.memory import keeping_out

    settings = load_settings(data)
    if address:
        found = keeping_out(settings, address)
        held = [found] if found else []
    else:
        with Store.open(settings) as store:
            held = removals_in_force(store)
    if as_json:
        print_json_lines({"document_id": r.document_id, "at": r.at, "who": r.who, "why": r.why} for r in held)
        return
    for row in held:
        typer.echo(f"{row.document_id}  {row.at[:10]}  {row.who}: {row.why}")
    typer.echo(f"{len(held)} removed and kept out.")


def lift(
    document_id: Annotated[str, typer.Argument()],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let a removed document in again, by name and with a reason; the next ingest takes it in if its page stands.

    Example: puljespor review lift 48a493693352b77e6a96 --who "Navn" --why "Siden er rettet"
    """
    from corpus.review import lift_removal
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data), write=True) as store:
        lift_removal(store, document_id, who=who, why=why)
    _say(as_json, "Lifted. Ingest the source again to take it in.", lifted=document_id)


def missing_reports(data: Data = None, as_json: JsonAlways = True) -> None:
    """List projects that ended more than three months ago and whose report is not found.

    Example: puljespor review missing-reports
    """
    from dataclasses import asdict
    from datetime import UTC, datetime

    from corpus.review import missing_reports as overdue
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(asdict(row) for row in overdue(store, datetime.now(UTC).date()))


def show_coverage(data: Data = None, as_json: AsJson = False) -> None:
    """Count which fields the projects state, over all and by source, pool and year.

    Example: puljespor review coverage
    """
    from dataclasses import asdict

    from corpus.review import coverage
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        report = coverage(store)
    if as_json:
        print_json(asdict(report))
        return
    typer.echo(f"{report.all.n_projects} projects in version {report.version}")
    for field, count in report.all.filled.items():
        typer.echo(f"  {field:<18} {count:>6}  {count / max(report.all.n_projects, 1):.0%}")
    for row in report.by_source:
        typer.echo(f"{row.name or '(none)':<20} {row.n_projects:>6} projects, {row.share:.0%} of all fields")


def audit(
    who: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    action: Annotated[str, typer.Option(help="Only this act, such as approve.")] = "",
    words: Annotated[str, typer.Option(help="Only what mentions this.")] = "",
    data: Data = None,
    as_json: JsonAlways = True,
) -> None:
    """Print who did what, when and why, newest first.

    Example: puljespor review audit --action publish
    """
    from dataclasses import asdict

    from corpus.review import audit_log
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(asdict(row) for row in audit_log(store, who=who, action=action, words=words))


def _say(as_json: bool, line: str, **done: Any) -> None:
    """Print what an act did, for people or machines."""
    if as_json:
        print_json(done)
    else:
        typer.echo(line)
