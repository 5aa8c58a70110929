"""A source to begin from: every key, with what it means and what it is where it is left out."""

TEMPLATE = """\
# A source: a site, or a part of one, that `puljespor ingest NAME` crawls. NAME is the name of this file without .toml:
# lower-case letters, digits, - and _. Keep it in the data folder under sources/; a name that is shipped is replaced.
# Lines that begin with # are off.
title = "Eksempel Kommune"
start = ["https://www.eksempel.dk/puljer"]  # where the crawl begins; whole addresses

# sitemaps = ["https://www.eksempel.dk/sitemap.xml"]  # read too, with those that robots.txt names
# hosts = ["projekter.eksempel.dk"]  # further hosts whose pages belong here
# documents_from = ["cdn.eksempel.dk"]  # further hosts that linked PDF and Word files may come from

# Patterns over path and query, without regard to case: * is anything, slashes too, ? one character.
follow = ["/puljer*", "/nyheder/*pulje*"]  # left out: the whole site
never = ["*/soeg*", "*/job*", "*/kalender*"]  # wins over follow

publish = "review"  # or "auto": what is found is published without anybody looking
# full_refetch_days = 30  # fetched in full at least this often, whatever the server says of changes

[politeness]
# delay_s = 1.0  # least seconds between two requests
# concurrency = 2  # requests at a time
# timeout_s = 30.0
# max_wait_s = 120.0  # longest pause that a server may ask for

[limits]
# max_pages = 2000
# max_depth = 8  # links from a start page
# max_minutes = 120

[expected]
min_projects = 0  # fewer than this, and nothing of the run is proposed: the site has changed
max_projects = 500  # more than this is noted

[urls]
# aliases = { "eksempel-kommune.dk" = "eksempel.dk" }  # other names of the same host
# caseless = ["eksempel.dk"]  # hosts that take upper and lower case as the same
"""
