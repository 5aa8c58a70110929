"""BeautifulSoup trees out of lxml with less ado: HTML has no XML namespaces to keep account of."""

from __future__ import annotations

from collections.abc import Mapping

from bs4 import BeautifulSoup
from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # put there at run time
from bs4.element import AttributeDict


class _PlainBuilder(LXMLTreeBuilder):  # type: ignore[misc]  # as above
    """The library's builder, less its look-up of namespaces: with it every attribute is stored three times."""

    def start(
        self, tag: str | bytes, attrib: Mapping[str | bytes, str | bytes], nsmap: Mapping[str | None, str] | None = None
    ) -> None:
        if self.soup is not None:
            self.soup.handle_starttag(str(tag), None, None, AttributeDict(attrib))

    def end(self, tag: str | bytes) -> None:
        if self.soup is not None:
            self.soup.endData()
            self.soup.handle_endtag(str(tag), None)


def make_soup(html: str) -> BeautifulSoup:
    """Parse HTML with lxml. Every attribute is one string, classes too: making lists of them takes longer."""
    builder = _PlainBuilder(multi_valued_attributes=None, attribute_dict_class=AttributeDict, store_line_numbers=False)
    return BeautifulSoup(html, builder=builder)
