from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from corpus.errors import CorpusError, NotFoundError
from corpus.settings import Settings, load_settings
from ingest.run import ingest_targets
from tests.ingest.webserver import Site, serve
from tests.ui.conftest import make_app
from tests.ui.corpus import publish_one_more
from tests.ui.staff_site import describe_source
from ui.accounts import IDLE_S, LOCK_AFTER, LOCK_S, SESSION_S, Accounts, Note, Role, Sessions
from ui.tasks import index_status

PASSWORD = "en lang adgangskode"


@pytest.fixture
def staff_data(small_data: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(small_data.data, tmp_path / "data", symlinks=True)
    settings = Settings(data=tmp_path / "data", threads=1)
    accounts = Accounts(settings.data)
    for role in Role:
        accounts.add(role.name.lower(), PASSWORD, role)
    return settings


@pytest.fixture
def staff(staff_data: Settings) -> Iterator[TestClient]:
    """The pages over a copy of the small corpus."""
    with TestClient(make_app(staff_data), follow_redirects=True) as staff:
        yield staff


def sign_in(staff: TestClient, name: str, password: str = PASSWORD) -> str:
    """Sign in and give the session's CSRF token, empty where it did not succeed."""
    page = staff.post("/redaktion/ind", data={"name": name, "password": password}).text
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def routes(staff: TestClient, method: str) -> list[str]:
    """Give the staff's addresses that take a method, with something in the places to fill in."""
    from ui.service import Service
    from ui.staff import staff_router

    service: Service = staff.app.state.service  # type: ignore[attr-defined]  # Starlette's app has a state
    paths = [r.path for r in staff_router(service).routes if isinstance(r, APIRoute) and method in (r.methods or ())]
    return [re.sub(r"\{[^}]+\}", "1", path) for path in paths]


def wait_for(staff: TestClient, started: str) -> str:
    """Give the page of a job once it is over, out of the page that an act has led to."""
    job = re.search(r'data-job="([^"]+)"', started)
    assert job, started[-2000:]
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        text = staff.get(job[1]).text
        if 'data-over="1"' in text:
            return text
        time.sleep(0.2)
    raise AssertionError("the job does not end")


OPEN = {"/redaktion/ind"}
"""What may be posted by whoever is not signed in."""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_password_is_kept_as_argon2_and_the_file_is_for_its_owner(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("anna", PASSWORD, Role.EDITOR)
    path = tmp_path / "accounts.json"
    assert PASSWORD not in path.read_text()
    assert "$argon2id$" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert accounts.check("anna", PASSWORD) is Role.EDITOR
    assert accounts.check("anna", PASSWORD + "x") is None
    assert accounts.check("ingen", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "kort"), ("../x", PASSWORD), ("", PASSWORD), ("A B", PASSWORD)]
)
def test_a_bad_name_or_password_makes_no_account(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(CorpusError):
        Accounts(tmp_path).add(name, password, Role.EDITOR)
    assert not (tmp_path / "accounts.json").exists()


def test_a_name_is_closed_after_too_many_wrong_passwords(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("anna", PASSWORD, Role.EDITOR)
    sessions = Sessions(accounts)
    clock = Clock()
    sessions.clock = clock
    for _ in range(LOCK_AFTER):
        assert sessions.sign_in("anna", "forkert adgangskode") is None
    assert sessions.sign_in("anna", PASSWORD) is None
    clock.now = LOCK_S + 1
    assert sessions.sign_in("anna", PASSWORD) is not None


def test_signing_out_ends_the_session(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("anna", PASSWORD, Role.EDITOR)
    sessions = Sessions(accounts)
    token = sessions.sign_in("anna", PASSWORD)
    assert sessions.find(token) is not None
    sessions.sign_out(token)
    assert sessions.find(token) is None
    assert sessions.find(None) is None


def test_a_session_ends_with_the_day_and_when_nobody_uses_it(tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(Accounts(tmp_path), clock=clock)
    idle, used = (sessions.open("anna", Role.EDITOR, id_token="x") for _ in range(2))
    while clock.now + IDLE_S / 2 < SESSION_S:
        clock.now += IDLE_S / 2
        assert sessions.find(used) is not None
    assert sessions.find(idle) is None
    clock.now = SESSION_S + 1.0
    assert sessions.find(used) is None


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("anna", PASSWORD, Role.ADMINISTRATOR)
    accounts.add("bo", PASSWORD, Role.READER)
    sessions = Sessions(accounts)
    token = sessions.sign_in("anna", PASSWORD)
    sessions.leave_note(token, Note("gemt"))
    accounts.add("anna", PASSWORD, Role.READER)
    session = sessions.find(token)
    assert session is not None
    assert session.role is Role.READER
    assert accounts.all() == {"anna": Role.READER, "bo": Role.READER}
    assert (sessions.take_note(token), sessions.take_note(token)) == (Note("gemt"), None)
    accounts.remove("anna")
    assert sessions.find(token) is None
    with pytest.raises(NotFoundError):
        accounts.remove("anna")


def test_nobody_sees_or_does_anything_without_signing_in(staff: TestClient) -> None:
    posts = routes(staff, "POST")
    assert len(posts) > 15
    refused = {path: staff.post(path, data={"csrf": "x"}).status_code for path in posts if path not in OPEN}
    assert set(refused.values()) == {401}, refused
    pages = [path for path in routes(staff, "GET") if "oidc" not in path and path != "/redaktion"]
    assert {path: staff.get(path).status_code for path in pages} == dict.fromkeys(pages, 401)
    assert 'name="csrf"' not in staff.get("/redaktion").text
    assert sign_in(staff, "editor", "forkert adgangskode") == ""


def test_a_reader_may_look_and_do_nothing(staff: TestClient) -> None:
    csrf = sign_in(staff, "reader")
    assert csrf
    posts = [path for path in routes(staff, "POST") if path not in (*OPEN, "/redaktion/ud")]
    refused = {path: staff.post(path, data={"csrf": csrf}).status_code for path in posts}
    assert refused == dict.fromkeys(posts, 403)
    looked_at = ("/forslag", "/kilder", "/udgaver", "/karantaene", "/fjernede", "/log", "/daekning", "/synonymer")
    for path in (*looked_at, "/upload"):
        page = staff.get("/redaktion" + path).text
        assert set(re.findall(r'method="post" action="([^"?]+)', page)) == {"/redaktion/ud"}, path


def test_an_editor_may_not_what_only_administrators_may(staff: TestClient) -> None:
    csrf = sign_in(staff, "editor")
    kept = (
        *("/redaktion/udgaver/fortryd", "/redaktion/udgaver/indeks", "/redaktion/karantaene/fjern"),
        "/redaktion/fjernede/luk-ind",
    )
    assert {staff.post(path, data={"csrf": csrf, "why": "x"}).status_code for path in kept} == {403}
    forged = [path for path in routes(staff, "POST") if path not in OPEN]
    answers = {path: staff.post(path, data={"csrf": "gættet"}).status_code for path in forged}
    assert set(answers.values()) == {403}, answers


def test_a_sign_in_from_another_site_is_refused(staff: TestClient) -> None:
    form = {"name": "editor", "password": PASSWORD}
    assert staff.post("/redaktion/ind", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_signing_in_leads_on_to_the_page_that_was_asked_for_and_to_no_other_site(staff: TestClient) -> None:
    asked = staff.get("/redaktion/log?ord=x")
    assert 'name="to" value="/redaktion/log?ord=x"' in asked.text
    for to, place in {
        "/redaktion/log?ord=x": "/redaktion/log?ord=x",
        "//ondt.example/": "/redaktion",
        "https://ondt.example/redaktion": "/redaktion",
        "/redaktion\\..\\x": "/redaktion",
        "/redaktionen": "/redaktion",
    }.items():
        form = {"name": "editor", "password": PASSWORD, "to": to}
        assert staff.post("/redaktion/ind", data=form, follow_redirects=False).headers["location"] == place


def test_the_session_cookie_is_out_of_reach_of_script_and_other_sites(staff: TestClient) -> None:
    answer = staff.post("/redaktion/ind", data={"name": "editor", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert answer.headers["location"] == "/redaktion"


@pytest.mark.parametrize(("lang", "words"), [("da", "Det kræver rollen redaktør."), ("en", "This needs the role of")])
def test_refusals_are_pages_in_the_language_of_the_page(staff: TestClient, lang: str, words: str) -> None:
    csrf = sign_in(staff, "reader")
    address = f"/redaktion/forslag/afgoer?lang={lang}"
    page = staff.post(address, data={"csrf": csrf}, headers={"accept": "text/html"})
    assert (page.status_code, words in page.text) == (403, True)
    assert f'<html lang="{lang}">' in page.text
    large = {"accept": "text/html", "content-length": str(99 * 1024**2)}
    page = staff.post(f"/redaktion/upload/se?lang={lang}", headers=large)
    assert page.status_code == 413
    assert ("højst 32 MB" if lang == "da" else "at most 32 MB") in page.text
    staff.cookies.clear()
    page = staff.post(address, headers={"accept": "text/html"})
    assert (page.status_code, "/redaktion" in page.text) == (401, True)
    assert staff.post(address).json()["detail"] == "Nobody is signed in."


def test_an_editor_corrects_and_publishes_and_an_administrator_undoes(staff: TestClient) -> None:
    csrf = sign_in(staff, "editor")
    title = "Akutteam med rettet titel"
    form = {"csrf": csrf, "record_id": "x-formula", "field": "title", "value": title, "why": "Titlen var en formel."}
    assert "Rettet: x-formula, Titel" in staff.post("/redaktion/post/ret", data=form).text
    assert staff.get("/api/v1/projects/x-formula").json()["title"] != title
    assert title in staff.get("/redaktion/udgaver").text
    started = staff.post("/redaktion/udgaver/udgiv", data={"csrf": csrf, "note": "prøve"})
    assert "Udgivet: udgave 2" in wait_for(staff, started.text)
    assert staff.get("/api/v1/projects/x-formula").json()["title"] == title
    assert "intet at udgive" in staff.post("/redaktion/udgaver/udgiv", data={"csrf": csrf}).text
    csrf = sign_in(staff, "administrator")
    started = staff.post("/redaktion/udgaver/fortryd", data={"csrf": csrf, "why": "Det var en prøve."})
    assert "Fortrudt: udgave 3 er magen til udgave 1" in wait_for(staff, started.text)
    assert staff.get("/api/v1/projects/x-formula").json()["title"] != title
    versions = staff.get("/redaktion/udgaver").text
    assert "Magen til udgave 1" in versions
    assert "Det var en prøve." in staff.get("/redaktion/log?handling=undo").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("year_awarded", "snart", "skal være et årstal"),
        ("amount_dkk", "mange", "skal være et helt tal"),
        ("municipalities", "Andeby", "er ikke en kommune"),
        ("period_to", "31/12", "skal være en dato"),
        ("status", "fin", "Feltet kan være"),
        ("nonsense", "x", "Der er intet felt"),
    ],
)
def test_a_wrong_value_is_refused_in_danish(staff: TestClient, field: str, value: str, said: str) -> None:
    csrf = sign_in(staff, "editor")
    form = {"csrf": csrf, "record_id": "x-formula", "field": field, "value": value, "why": "prøve"}
    assert said in staff.post("/redaktion/post/ret", data=form).text
    assert "kræver en begrundelse" in staff.post("/redaktion/post/ret", data=form | {"why": " "}).text


def test_what_was_typed_stands_in_the_form_when_it_is_refused(staff: TestClient) -> None:
    csrf, path = sign_in(staff, "editor"), "/redaktion/post/x-formula"
    typed = {"field": "amount_dkk", "value": "<b>mange", "why": 'Tast"fejl'}
    form = typed | {"csrf": csrf, "record_id": "x-formula", "back": path}
    refused = staff.post("/redaktion/post/ret", data=form).text
    assert "skal være et helt tal" in refused
    assert '<option value="amount_dkk" selected>' in refused
    assert 'aria-describedby="value-hint">&lt;b&gt;mange</textarea>' in refused
    assert 'name="why" value="Tast&#34;fejl"' in refused
    again = staff.get(path).text
    assert '<option value="title" selected>' in again
    assert "mange" not in again
    staff.post("/redaktion/post/ret", data=form | {"back": "/redaktion/forslag"})
    assert "mange" not in staff.get("/redaktion/post/x-script").text, "another record's form"
    accepted = staff.post("/redaktion/post/ret", data=form | {"value": "70000"}).text
    assert "Rettet: x-formula" in accepted
    assert '<option value="title" selected>' in accepted


def test_a_version_whose_index_is_missing_is_said_and_mended_by_the_page(
    staff: TestClient, staff_data: Settings
) -> None:
    publish_one_more(staff_data, "p-nyt", "Gåture ved fjorden")
    missing, button = "Udgave 2 er udgivet, men søgningen bruger den ikke endnu", "Lav indekset"
    sign_in(staff, "reader")
    seen = staff.get("/redaktion/udgaver").text
    assert missing in seen
    assert button not in seen, "a reader may not"
    csrf = sign_in(staff, "editor")
    assert button in staff.get("/redaktion/udgaver").text
    started = staff.post("/redaktion/udgaver/udgiv", data={"csrf": csrf})
    assert "Udgivet: udgave 2" in wait_for(staff, started.text)
    after = staff.get("/redaktion/udgaver").text
    assert missing not in after
    assert "Intet er godkendt" in after
    assert index_status(staff_data)["is_current"]


def test_a_run_takes_sources_and_addresses_and_never_the_disk(staff: TestClient, staff_data: Settings) -> None:
    csrf = sign_in(staff, "editor")
    for target, said in {
        "/etc/passwd": "hverken en kilde eller en adresse",
        "../data": "hverken en kilde eller en adresse",
        "file:///etc/passwd": "hverken en kilde eller en adresse",
        "http://127.0.0.1:1/": "port 1 ",
        "http://10.0.0.1/": "lokale net",
        "http://localhost/": "lokale net",
        "": "hverken en kilde eller en adresse",
    }.items():
        page = staff.post("/redaktion/kilder/start", data={"csrf": csrf, "target": target}).text
        assert said.casefold() in page.casefold(), target
    assert not (staff_data.data / "jobs").exists()


def test_records_are_merged_and_split_with_both_sides_shown(staff: TestClient) -> None:
    csrf = sign_in(staff, "editor")
    page = staff.get("/redaktion/post/x-turned?med=x-formula").text
    assert "x-formula går ind i den" in page
    assert "Der er ingen anden post" in staff.get("/redaktion/post/x-turned?med=findes-ikke").text
    form = {"csrf": csrf, "keep": "x-turned", "drop": "x-formula", "why": "Samme indsats"}
    assert "x-formula går ind i x-turned" in staff.post("/redaktion/post/saml", data=form).text
    page = staff.get("/redaktion/post/x-long").text
    chosen = re.findall(r'name="evidence" value="([^"]+)"', page)
    form = {"csrf": csrf, "record_id": "x-long", "why": "To indsatser"}
    assert "kan ikke deles sådan" in staff.post("/redaktion/post/del", data=form).text
    split = staff.post("/redaktion/post/del", data=form | {"evidence": chosen[:1]})
    assert "Ny post fra næste udgave: x-long-2" in split.text
    assert "merge" in staff.get("/redaktion/log").text or "Slog sammen" in staff.get("/redaktion/log").text


def test_the_synonym_list_is_edited_and_search_uses_it(staff: TestClient) -> None:
    csrf = sign_in(staff, "editor")
    row = {"csrf": csrf, "before": "", "term": "zwolletræning", "same": "demens", "near": "", "english": ""}
    said = staff.post("/redaktion/synonymer/gem", data=row | {"why": "Ordet bruges i Skive"}).text
    assert "Listen er nu udgave 1" in said
    assert "zwolletræning" in staff.get("/redaktion/synonymer?find=zwolle").text
    found = staff.get("/api/v1/search", params={"q": "zwolletræning", "mode": "lexical"}).json()["results"]
    assert "demens" in found[0]["title"].lower()
    assert "står allerede i listen" in staff.post("/redaktion/synonymer/gem", data=row | {"why": "igen"}).text
    law = row | {"term": "§ 107-tilbud x", "same": "§ 108-tilbud x", "why": "prøve"}
    assert "holdes adskilt" in staff.post("/redaktion/synonymer/gem", data=law).text
    back = {"csrf": csrf, "version": "0", "why": "Tilbage"}
    assert "gendannet som udgave 2" in staff.post("/redaktion/synonymer/gendan", data=back).text
    assert "Ordet bruges i Skive" in staff.get("/redaktion/log?handling=synonyms").text


def test_the_register_of_missing_reports_is_a_csv_without_formulas(staff: TestClient) -> None:
    sign_in(staff, "reader")
    answer = staff.get("/redaktion/slutrapporter.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("record_id,title,municipalities,pool,period_to,due,days_overdue")
    assert not [line for line in lines if line.startswith(("=", "+", "-", "@"))]


def test_hostile_titles_are_text_on_the_staffs_pages(staff: TestClient) -> None:
    sign_in(staff, "administrator")
    for path in ("/post/x-script", "/post/x-turned", "/post/x-long", "/post/x-script?med=x-long", "/slutrapporter"):
        page = staff.get("/redaktion" + path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.text)


def test_a_document_is_removed_with_proof(staff: TestClient) -> None:
    csrf = sign_in(staff, "administrator")
    document = staff.get("/api/v1/projects/x-script").json()["documents"][0]["document_id"]
    assert document in staff.get("/redaktion/post/x-script").text
    form = {"csrf": csrf, "document_id": document, "why": "Ejeren har bedt om det"}
    assert (
        "Samlingen har intet dokument"
        in staff.post("/redaktion/karantaene/fjern", data=form | {"document_id": "findes-ikke"}).text
    )
    page = wait_for(staff, staff.post("/redaktion/karantaene/fjern", data=form).text)
    assert "Dokumentet er fjernet og findes ingen steder mere." in page
    assert "dokumenter: 0" in page
    assert staff.get(f"/dokument/{document}").status_code == 404
    listed = staff.get("/redaktion/fjernede").text
    assert "1 fjernet dokument holdes ude." in listed
    assert document in listed
    assert "Ejeren har bedt om det" in listed
    assert "Nej, ingen fjernelse" in staff.get("/redaktion/fjernede?adresse=https://findes.ikke.example/").text
    assert "er ikke en adresse på nettet" in staff.get("/redaktion/fjernede?adresse=findes.ikke").text
    form = {"csrf": csrf, "document_id": document, "why": " "}
    assert "Det kræver en begrundelse" in staff.post("/redaktion/fjernede/luk-ind", data=form).text
    said = staff.post("/redaktion/fjernede/luk-ind", data=form | {"why": "Siden er rettet"}).text
    assert f"Fjernelsen af {document} gælder ikke mere" in said
    assert "0 fjernede dokumenter" in staff.get("/redaktion/fjernede").text
    assert f"Ingen fjernelse af et dokument {document} gælder" in (
        staff.post("/redaktion/fjernede/luk-ind", data=form | {"why": "igen"}).text
    )
    log = staff.get("/redaktion/log?handling=lift_removal").text
    assert "Lukkede fjernet dokument ind igen" in log
    assert "Siden er rettet" in log


def test_somebody_says_that_most_of_a_site_is_gone(staff_data: Settings) -> None:
    with serve(Site()) as site:
        names = [f"/puljer/{letter}" for letter in "abcdef"]
        for name in names:
            site.page(name, f"<p>Nyt om arbejdet i gruppe {name}.</p>" * 9)
        site.page("/puljer", "".join(f'<a href="{name}">x</a>' for name in names))
        describe_source(staff_data.data, site)
        source = staff_data.data / "sources" / "proeve.toml"
        source.write_text(source.read_text("utf-8").partition("[expected]")[0], "utf-8")
        settings = load_settings(staff_data.data)
        assert ingest_targets(["proeve"], settings).counts["new"] == 7
        for name in names[1:]:
            del site.pages[name]
        frozen = ingest_targets(["proeve"], settings)
        assert frozen.frozen
        with TestClient(make_app(settings), follow_redirects=True) as staff:
            csrf = sign_in(staff, "editor")
            for path in ("/kilder", f"/koersel/{frozen.run_id}"):
                assert 'action="/redaktion/kilder/vaek"' in staff.get("/redaktion" + path).text
            form = {"csrf": csrf, "target": "proeve", "why": ""}
            assert "Det kræver en begrundelse" in staff.post("/redaktion/kilder/vaek", data=form).text
            form["why"] = "Kommunen har lagt siderne ned"
            job = wait_for(staff, staff.post("/redaktion/kilder/vaek", data=form).text)
            assert re.search(r"<strong>5</strong>\s*væk", job), job
            log = staff.get("/redaktion/log?handling=accept_gone").text
            assert "Sagde god for, at sider er væk hos" in log
            assert "Kommunen har lagt siderne ned" in log
            assert 'action="/redaktion/kilder/vaek"' not in staff.get("/redaktion/kilder").text
