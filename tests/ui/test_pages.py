from __future__ import annotations

import json
import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from tests.ui.corpus import LONG_TITLE, SCRIPT_TITLE
from ui.texts import load_texts

PAGES = ["/", "/?q=demens", "/?q=xyzzyx", "/match", "/udforsk", "/udforsk?q=demens", "/samling", "/data", "/was"]
RECORDS = ["/pulje/sst-demens-13", "/projekt/oth-telecare", "/projekt/x-script", "/projekt/x-long"]
COMPARED = ["/sammenlign?id=oth-telecare&id=x-script", "/notat?id=oth-telecare&id=x-formula"]


class Outline(HTMLParser):
    """The tags of a page with their attributes, and the text between them, data blocks left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._is_data = False
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._is_data = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._is_data = False

    def handle_data(self, data: str) -> None:
        if not self._is_data:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def open_page(client: TestClient, path: str) -> Outline:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text[:300]
    return Outline(response.text)


def record_path(client: TestClient, record_id: str) -> str:
    answer = client.get(f"/projekt/{record_id}", headers={"Accept": "text/html"})
    return str(answer.headers["location"]) if answer.status_code == 301 else f"/projekt/{record_id}"


@pytest.mark.parametrize("path", [*PAGES, *RECORDS, *COMPARED])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_page_stands_in_its_language_with_one_heading(client: TestClient, path: str, language: str) -> None:
    if path in RECORDS:
        path = record_path(client, path.rpartition("/")[2])
    path += ("&" if "?" in path else "?") + f"lang={language}" if language == "en" else ""
    page = open_page(client, path)
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"]["lang"] == language
    assert tags.count("h1") == 1
    assert tags.index("title") < tags.index("body")
    assert load_texts(language)("site.footer_missing") in page.text


@pytest.mark.parametrize("path", [*PAGES, *RECORDS, *COMPARED])
def test_no_page_names_an_outside_host_to_load_from(client: TestClient, path: str) -> None:
    if path in RECORDS:
        path = record_path(client, path.rpartition("/")[2])
    for tag, attributes in open_page(client, path).tags:
        if tag in ("script", "link", "img", "iframe", "source", "video", "audio", "object", "embed"):
            for name in ("src", "href", "data", "srcset"):
                if tag == "link" and attributes.get("rel") == "canonical":
                    continue
                assert not urlsplit(attributes.get(name) or "").netloc, (tag, attributes)


@pytest.mark.parametrize("path", [*PAGES, *RECORDS])
def test_the_policy_lets_no_outside_host_in(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "http" not in policy
    assert "*" not in policy
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in re.findall(r"script-src [^;]*", policy)[0]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_search_page_works_without_script(client: TestClient) -> None:
    page = open_page(client, "/?q=demens")
    assert "sst-demens" in " ".join(str(attributes.get("href")) for tag, attributes in page.tags if tag == "a")
    forms = [attributes for tag, attributes in page.tags if tag == "form"]
    assert {"action": "/", "method": "get", "role": "search"}.items() <= forms[0].items()


def test_the_front_pages_map_comes_after_what_the_keyboard_should_reach_first(client: TestClient) -> None:
    page = client.get("/").text
    links = [attrs.get("href") or "" for tag, attrs in Outline(page[page.index("data-ask") :]).tags if tag == "a"]
    dots = [i for i, link in enumerate(links) if "kommune=" in link or "municipality=" in link]
    draft = next(i for i, link in enumerate(links) if link.startswith("/match"))
    assert dots
    assert draft < min(dots)


def test_hostile_words_are_text_on_every_page(client: TestClient) -> None:
    for path in ("/?q=akutteam", "/projekt/x-script", "/notat?id=x-script", "/sammenlign?id=x-script&id=x-long"):
        response = client.get(path, headers={"Accept": "text/html"})
        page = Outline(response.text)
        assert not [1 for tag, attributes in page.tags if tag == "img" and attributes.get("src") == "x"], path
        assert not [1 for _, attributes in page.tags if {"onerror", "onclick"} & set(attributes)], path
        assert SCRIPT_TITLE in page.text or SCRIPT_TITLE in client.get("/projekt/x-script").text or path, path
        assert "alert('puljespor')</script>" not in response.text


def test_a_hostile_query_is_text(client: TestClient) -> None:
    query = '"><script>alert(3)</script>\u202e'
    response = client.get("/", params={"q": query}, headers={"Accept": "text/html"})
    assert "<script>alert(3)" not in response.text
    boxes = [a for tag, a in Outline(response.text).tags if tag == "input" and a.get("id") == "q"]
    assert boxes[0]["value"] == query


def test_a_title_of_ten_thousand_characters_is_cut(client: TestClient) -> None:
    page = open_page(client, "/projekt/x-long")
    assert LONG_TITLE not in page.text
    assert "Hjemmerehabilitering" in page.text


def test_a_record_page_states_where_each_fact_stands(client: TestClient) -> None:
    record = client.get("/api/v1/projects/oth-telecare").json()
    if record.get("status") == 404:
        record = client.get("/api/v1/pools/oth-telecare").json()
    page = open_page(client, record_path(client, "oth-telecare"))
    assert record["title"] in page.text
    for item in record["evidence"]:
        if item["field"] in ("effekt", "summary", "target_group"):
            assert " ".join(item["quote"].split()) in page.text
    assert "ikke oplyst" in page.text


def test_a_record_page_carries_json_ld(client: TestClient) -> None:
    page = client.get(record_path(client, "oth-telecare")).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    body = json.loads(found[1])
    assert body["@context"] == "https://schema.org"
    assert body["identifier"] == "oth-telecare"
    assert body["@type"] in ("MonetaryGrant", "FundingScheme")


def test_a_pool_under_the_project_address_leads_to_its_own(client: TestClient) -> None:
    response = client.get("/projekt/kl-kvalitetspulje")
    assert (response.status_code, response.headers["location"]) == (301, "/pulje/kl-kvalitetspulje")


def test_an_unknown_record_is_a_page_for_people_and_a_problem_for_machines(client: TestClient) -> None:
    for accept, kind in (("text/html", "text/html"), ("application/json", "application/problem+json")):
        response = client.get("/projekt/findes-ikke", headers={"Accept": accept})
        assert response.status_code == 404
        assert response.headers["content-type"].startswith(kind)


def test_nothing_found_says_what_was_searched_and_what_to_try(client: TestClient) -> None:
    page = open_page(client, "/?q=rygestop&kommune=0411&tilstand=exact")
    texts = load_texts("da")
    assert texts("search.failed") in page.text or texts("search.nothing") in page.text


def test_the_match_form_answers_without_script(client: TestClient) -> None:
    draft = "Aflastning af pårørende til mennesker med demens i et rådgivningscenter"
    response = client.post("/match", data={"text": draft, "municipality": "0561"})
    assert response.status_code == 200
    assert "sst-demens" in response.text
    assert draft in response.text


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    response = client.post("/api/v1/match/text", content=b"x" * (13 * 1024 * 1024))
    assert response.status_code == 413


def test_every_record_is_in_the_sitemap_and_its_address_answers(client: TestClient) -> None:
    found = re.findall(r"<loc>http://testserver(/(?:projekt|pulje)/[^<]+)</loc>", client.get("/sitemap.xml").text)
    total = sum(client.get(f"/api/v1/{kind}").json()["total"] for kind in ("projects", "pools"))
    assert len(set(found)) == total
    assert client.get(found[0]).status_code == 200


def test_the_feed_holds_what_the_search_finds(client: TestClient) -> None:
    feed = ElementTree.fromstring(client.get("/feed.atom", params={"tema": "demens"}).content)
    titles = [str(title.text) for title in feed.iterfind("{*}entry/{*}title")]
    answer = client.get("/api/v1/search", params={"theme": "demens", "limit": 100}).json()
    assert sorted(titles) == sorted(result["title"] for result in answer["results"])


def test_the_word_brief_opens_and_holds_the_titles(client: TestClient) -> None:
    import io

    from docx import Document

    body = client.get("/notat.docx?id=x-script&id=oth-telecare").content
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(body)).paragraphs)
    assert SCRIPT_TITLE in words


def test_health_metrics_and_robots(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "corpus_version": 1}
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/metrics").status_code == 200


def test_a_match_begins_with_a_stored_project_which_is_no_result_itself(client: TestClient) -> None:
    record = client.get("/api/v1/projects/oth-telecare").json()
    page = client.get("/match?som=oth-telecare").text
    assert escape(record["title"]) in page
    assert 'id="match-results"' in page
    assert 'data-record="oth-telecare"' not in page
    assert 'name="som" value="oth-telecare"' in page
    assert "/match?som=oth-telecare&amp;lang=en" in page
    draft = {"text": "Hjemmemonitorering af borgere med KOL, aftalt i kommunen.", "som": "oth-telecare"}
    posted = client.post("/match", data=draft).text
    assert draft["text"] in posted
    assert 'data-record="oth-telecare"' not in posted
    assert 'data-record="oth-telecare"' in client.post("/match", data={"text": draft["text"]}).text


def test_a_project_to_begin_with_is_found_by_title_or_words(client: TestClient) -> None:
    title = client.get("/api/v1/projects/oth-telecare").json()["title"]
    assert 'name="som" value="oth-telecare"' in client.get("/match", params={"find": title}).text
    found = client.get("/match", params={"find": "demens"}).text
    assert found.count('href="/match?som=sst-demens') > 1
    assert 'id="match-results"' not in found
    for asked in ({"som": "findes-ikke"}, {"find": '"'}, {"find": "<script>alert(1)</script>"}):
        page = client.get("/match", params=asked)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.text
    assert 'role="alert"' in client.get("/match?som=findes-ikke").text


def _chosen_order(client: TestClient, path: str) -> tuple[str | None, list[str | None]]:
    """Give the order that is shown as chosen, and the names of all."""
    options = [attrs for tag, attrs in open_page(client, path).tags if tag == "option"]
    orders = [o for o in options if o.get("value") in ("relevans", "bedste", "nyeste", "aeldste", "beloeb", "mindste")]
    return next(o["value"] for o in orders if "selected" in o), [o["value"] for o in orders]


def test_an_order_that_the_question_asks_for_is_shown_and_can_be_undone(client: TestClient) -> None:
    chosen, names = _chosen_order(client, "/?q=de+dyreste+demensprojekter")
    assert chosen == "beloeb"
    assert names[0] == "bedste"
    assert _chosen_order(client, "/?q=de+dyreste+demensprojekter&sort=bedste")[0] == "relevans"
    assert _chosen_order(client, "/?q=demens")[1][0] == "relevans"
    page = open_page(client, "/?q=de+dyreste+demensprojekter&lang=en").text
    assert "Order: largest amount first" in page
