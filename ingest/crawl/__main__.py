"""The crawl process: reads one job from standard input, crawls, and reports on standard output."""

from __future__ import annotations

import fcntl
import gc
import json
import logging
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from corpus.blobs import BlobStore
from ingest.addresses import AddressGuard
from ingest.crawl.backoff import Hosts
from ingest.crawl.identity import HEADERS, user_agent
from ingest.crawl.states import CrawlStates, PageState
from ingest.sources.description import CrawlLimits, Expected, Politeness, Source
from ingest.urls import UrlRules


def source_from_job(values: dict[str, Any]) -> Source:
    """Rebuild a source from its JSON form."""
    rules = values.pop("url_rules")
    nested: dict[str, Any] = {
        "politeness": Politeness(**values.pop("politeness")),
        "limits": CrawlLimits(**values.pop("limits")),
        "expected": Expected(**values.pop("expected")),
        "url_rules": UrlRules(rules["host_aliases"], frozenset(rules["caseless_hosts"])),
    }
    nested |= {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Source(**nested)


# Of Scrapy's own parts only those we use are loaded: its redirects, retries, robots.txt, cookies and decoding are
# replaced by ours, and the rest costs half a second of every crawl.
_EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
    "ingest.crawl.watch.Watch": 10,
}
_DOWNLOADER_MIDDLEWARES = {
    "ingest.crawl.gate.Gate": 50,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}


def scrapy_settings(source: Source, contact: str) -> dict[str, Any]:
    """Give Scrapy's settings for a source."""
    polite = source.politeness
    return {
        "AUTOTHROTTLE_ENABLED": polite.delay_s > 0,
        "AUTOTHROTTLE_START_DELAY": polite.delay_s,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, polite.delay_s),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(polite.concurrency),
        "CONCURRENT_REQUESTS": max(16, polite.concurrency),
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
        "CONCURRENT_ITEMS": 1,  # Scrapy starts that many tasks for each answer, and ours hold no items
        "CLOSESPIDER_TIMEOUT": int(source.limits.max_minutes * 60),
        "DEFAULT_REQUEST_HEADERS": HEADERS,
        "DNSCACHE_ENABLED": False,  # its cache would stand in front of the guard
        "DOWNLOADER_MIDDLEWARES_BASE": _DOWNLOADER_MIDDLEWARES,
        "DOWNLOAD_DELAY": polite.delay_s,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "DOWNLOAD_MAXSIZE": source.limits.max_file_bytes,
        "DOWNLOAD_TIMEOUT": polite.timeout_s,
        "DOWNLOAD_WARNSIZE": 0,
        "EXTENSIONS_BASE": _EXTENSIONS,
        "LOG_ENABLED": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "TWISTED_DNS_RESOLVER": "ingest.crawl.resolver.GuardedResolver",
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "USER_AGENT": user_agent(contact),
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # reads the source of each callback again: a tenth of a crawl's work
    }


def main() -> int:
    """Run the job on standard input; 0 when the crawl came to its end."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    job = json.loads(sys.stdin.readline())
    _stop_with_parent()
    source = source_from_job(job["source"])
    states_path = Path(job["states"])
    states_path.parent.mkdir(parents=True, exist_ok=True)
    with states_path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say(event="busy")
            return 1
        with CrawlStates(states_path) as states:
            return _crawl(source, states, job)


def _crawl(source: Source, states: CrawlStates, job: dict[str, Any]) -> int:
    # Heavy, and only this process needs it. The first looks through the whole call stack as it is loaded, which takes
    # a quarter of a second where Scrapy itself loads it, deep down. What is loaded stays: searching it for garbage
    # again and again while it comes is a sixth of the time that it takes.
    gc.disable()
    import scrapy.core.downloader.contextfactory  # noqa: F401
    from scrapy.crawler import CrawlerProcess

    from ingest.crawl.spider import SourceSpider

    gc.freeze()
    gc.enable()
    guard = AddressGuard.parse(job["allow_addresses"])
    hosts = Hosts(source.politeness.max_wait_s)
    removed = frozenset(job["removed"])
    for site, wait_s in job["waits"].items():
        hosts.note_wait(site, wait_s, time.monotonic())
    states.forget(removed)
    crawl_no = states.begin()
    settings = scrapy_settings(source, job["contact"]) | {"PULJESPOR_ALLOW": sorted(guard.allowed | _proxies())}
    process = CrawlerProcess(settings, install_root_handler=False)
    logging.getLogger("scrapy").setLevel(logging.INFO)  # its line for each answer says less than the page states
    crawler = process.create_crawler(SourceSpider)
    process.crawl(
        crawler,
        source=source,
        states=states,
        spool=BlobStore(Path(job["spool"])),
        blobs=BlobStore(Path(job["blobs"])),
        guard=guard,
        hosts=hosts,
        crawl_no=crawl_no,
        report=_report,
        known=job["known"],
        removed=removed,
        robots_read=job["robots_read"],
        tried=job["tried"],
    )
    process.start(install_signal_handlers=False)
    reason = crawler.stats.get_value("finish_reason") if crawler.stats else "no statistics"
    if reason not in ("finished", "closespider_timeout"):
        logging.error("the crawl ended early: %s", reason)
        return 1
    spider: Any = crawler.spider
    if job["robots_read"]:  # a part of the way was gone before, whether or not anything still leads there
        states.leave_out(crawl_no, spider.ledger.seen)
    states.settle_duplicates(crawl_no)
    unseen = _unseen(source, hosts, str(reason))
    states.finish(crawl_no)
    notices = unseen + _left_out(spider)
    if n_missed := len(job["known"].keys() - {page.canonical_url for page in states.pages(crawl_no)}):
        notices.append(f"{n_missed} pages that are in the corpus were not visited")
    notices += _removals(spider)
    states.save_end(crawl_no, job["terms"], is_complete=not unseen, notices=notices)
    _say(event="end", crawl_no=crawl_no, is_complete=not unseen, notices=notices)
    return 0


def _unseen(source: Source, hosts: Hosts, reason: str) -> list[str]:
    """Say what kept the crawl from looking at every page that is known: then absence says nothing."""
    found = [f"{host} was left alone: {state.parked}" for host, state in hosts.states.items() if state.parked]
    if reason == "closespider_timeout":
        found.append(f"the time limit of {source.limits.max_minutes:g} minutes was reached")
    return found


def _left_out(spider: Any) -> list[str]:
    """Say which links were not followed for limits and traps; pages that are known were asked for all the same."""
    return [f"{n} links were not followed: {why}" for why, n in sorted(spider.frontier.n_skipped.items())]


def _removals(spider: Any) -> list[str]:
    n_removed = spider.frontier.n_removed
    return [f"{n_removed} addresses were passed over: an editor has removed what stands there"] if n_removed else []


def _proxies() -> frozenset[str]:
    """Give the host:port of the configured proxies, which usually stand on a private address."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies

    found = set()
    for kind, url in getproxies().items():
        if kind in ("http", "https"):
            parts = urlsplit(url if "//" in url else f"//{url}")
            found.add(f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme == 'https' else 80)}")
    return frozenset(found)


def _report(page: PageState, n_done: int, n_known: int) -> None:
    _say(event="page", url=page.url, outcome=page.outcome.value, n_done=n_done, n_known=n_known)


def _say(**event: Any) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def _stop_with_parent() -> None:
    """End this process when standard input closes: whoever started the crawl has died."""

    def watch() -> None:
        while sys.stdin.read(4096):
            pass
        os._exit(2)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
