"""The crawler: Scrapy in a process of its own, with our gates for addresses, robots.txt, waiting, size and traps."""

from ingest.crawl.process import CrawlSummary, crawl
from ingest.crawl.states import CrawlStates, Outcome, PageState

__all__ = ["CrawlStates", "CrawlSummary", "Outcome", "PageState", "crawl"]
