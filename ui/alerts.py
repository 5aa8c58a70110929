"""What is new for those who follow: records of a search that came or changed, and a record that has got results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from corpus.errors import NotFoundError, PuljesporError
from corpus.settings import Settings
from ui.address import Address, read_address
from ui.follows import Follow, Follows
from ui.formats import plain
from ui.mailing import MailError, open_mailer
from ui.record_pages import record_id_of
from ui.render import record_link
from ui.search_view import chosen_values
from ui.service import Service
from ui.texts import Texts, load_texts

NEAREST = 50
"""Results of a search in words that are followed: nearly every record is a little near any words."""

_MOST_TOLD = 30  # in one mail; the rest is counted


@dataclass(frozen=True, slots=True)
class News:
    """What one follower is to be told."""

    follow: Follow
    records: tuple[Mapping[str, Any], ...]  # the newest first
    until: str  # time of the newest change
    has_results: bool  # of a followed record, now
    got_results: bool = False


def followed_records(service: Service, follow_kind: str, what: str) -> list[dict[str, Any]]:
    """Give the records that a follow is about now; none where a followed record is gone."""
    if follow_kind == "record":
        try:
            return [service.record(what)]
        except NotFoundError:
            return []
    address = read_address(what)
    return list(islice(service.matching(address), NEAREST if address.query else None))


def has_results(record: Mapping[str, Any]) -> bool:
    """Tell whether a record states what came of it."""
    return record["outcome"]["direction"] != "not_reported" or bool(record["outcome"]["text"])


def newest_change(records: Iterable[Mapping[str, Any]]) -> str:
    """Give the time of the newest change of some records; empty for none."""
    return max((str(record["updated_at"] or "") for record in records), default="")


def news_for(service: Service, follow: Follow) -> News | None:
    """Give what is new since a follower was last told, or nothing."""
    records = followed_records(service, follow.kind, follow.what)
    fresh = [
        r for r in records if str(r["updated_at"] or "") > follow.told_until and record_id_of(r) not in follow.dropped
    ]
    if not fresh:
        return None
    fresh.sort(key=lambda record: str(record["updated_at"]), reverse=True)
    results = follow.kind == "record" and has_results(fresh[0])
    got_results = results and not follow.has_results
    return News(follow, tuple(fresh), newest_change(fresh), results, got_results)


def search_name(texts: Texts, address: Address) -> str:
    """Give a followed search in words: its query and what is chosen."""
    chosen = [f"{item['name']}: {item['label']}" for item in chosen_values(texts, address, {})]
    words = [f"»{plain(address.query, 120)}«"] if address.query else []
    return " · ".join([*words, *chosen]) or texts("search.all_link")


def send_alerts(
    settings: Settings, service: Service, *, dry_run: bool = False, say: Callable[[str], None] | None = None
) -> dict[str, int]:
    """Mail everybody what is new, each once; who could not be told is tried again the next time.

    Gives counts: `followed`, `told`, `nothing_new` and `failed`. Neither addresses nor queries are said.

    Raises:
        CorpusError: no mail server is set.
        MailError: it cannot be reached.
    """
    follows = Follows(settings.data)
    counts = {"followed": 0, "told": 0, "nothing_new": 0, "failed": 0}
    waiting: list[News] = []
    for follow in follows.confirmed():
        counts["followed"] += 1
        news = news_for(service, follow)
        if news is None:
            counts["nothing_new"] += 1
        else:
            waiting.append(news)
    if dry_run or not waiting:
        counts["told"] = len(waiting)
        return counts
    with open_mailer(settings) as mailer:
        for news in waiting:
            subject, text = alert_words(settings, follows, news)
            stop = stop_link(settings, follows, news.follow)
            headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
            try:
                mailer.send(news.follow.email, subject, text, headers)
            except MailError as exc:
                counts["failed"] += 1
                if say is not None:
                    say(str(exc))
                continue
            follows.told(news.follow, news.until, has_results=news.has_results)
            counts["told"] += 1
    return counts


def tell_followers(settings: Settings, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Mail everybody what is new, after a publish that stands whether or not a mail can be sent.

    Gives the counts of `send_alerts`, or the `problem` where the mail server cannot be used.
    """
    try:
        counts = send_alerts(settings, Service(settings), say=say)
    except PuljesporError as exc:
        say(str(exc))
        return {"problem": str(exc)}
    say(f"mail: {counts['told']} told, {counts['nothing_new']} with nothing new, {counts['failed']} failed")
    return dict(counts)


def alert_words(settings: Settings, follows: Follows, news: News) -> tuple[str, str]:
    """Give the subject and the text of a mail."""
    texts = load_texts(news.follow.language)
    stop = stop_link(settings, follows, news.follow)
    if news.follow.kind == "record":
        record = news.records[0]
        key = "results" if news.got_results else "changed"
        title = plain(record["title"] or texts("card.untitled"), 120)
        subject = texts(f"follow.mail_{key}", title=title)
        lines = [subject, "", settings.public_url.rstrip("/") + record_link(record, texts.language)]
        if news.got_results and record["outcome"]["text"]:
            lines += ["", f"»{plain(record['outcome']['text'], 600)}«"]
    else:
        address = read_address(news.follow.what)
        name = search_name(texts, address)
        subject = texts("follow.mail_search", count=len(news.records), name=name)
        lines = [subject, settings.public_url.rstrip("/") + address.link(), ""]
        for record in news.records[:_MOST_TOLD]:
            lines += _record_lines(settings, texts, record, stop)
        if len(news.records) > _MOST_TOLD:
            lines.append(texts("follow.mail_more", count=len(news.records) - _MOST_TOLD))
    lines += ["", "-- ", texts("follow.mail_foot"), stop]
    return subject, "\n".join(lines) + "\n"


def _record_lines(settings: Settings, texts: Texts, record: Mapping[str, Any], stop: str) -> list[str]:
    key = "follow.mail_new" if record["revision"] == 1 else "follow.mail_revised"
    dropping = f"{stop}?post={quote(record_id_of(record), safe='')}"
    return [
        f"- {plain(record['title'] or texts('card.untitled'), 160)} ({texts(key)})",
        f"  {settings.public_url.rstrip('/')}{record_link(record, texts.language)}",
        f"  {texts('follow.mail_drop')} {dropping}",
    ]


def stop_link(settings: Settings, follows: Follows, follow: Follow) -> str:
    """Give the address by which a follower stops."""
    return f"{settings.public_url.rstrip('/')}/foelg/stop/{follow.follow_id}/{follows.stop_token(follow.follow_id)}"


def confirm_words(settings: Settings, texts: Texts, name: str, token: str) -> tuple[str, str]:
    """Give the subject and the text of the mail that asks an address to confirm."""
    link = f"{settings.public_url.rstrip('/')}/foelg/bekraeft/{token}"
    link += "" if texts.language == "da" else f"?lang={texts.language}"
    lines = [texts("follow.confirm_mail", name=name), "", link, "", texts("follow.confirm_mail_note")]
    return texts("follow.confirm_subject"), "\n".join(lines) + "\n"
