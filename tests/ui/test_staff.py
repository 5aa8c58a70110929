from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.errors import CorpusError
from corpus.settings import Settings
from tests.ui.conftest import make_app
from ui.accounts import LOCK_AFTER, Accounts, Role, Sessions

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
    for _ in range(LOCK_AFTER):
        assert sessions.sign_in("anna", "forkert adgangskode") is None
    assert sessions.sign_in("anna", PASSWORD) is None


def test_signing_out_ends_the_session(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("anna", PASSWORD, Role.EDITOR)
    sessions = Sessions(accounts)
    token = sessions.sign_in("anna", PASSWORD)
    assert sessions.find(token) is not None
    sessions.sign_out(token)
    assert sessions.find(token) is None
    assert sessions.find(None) is None


def test_nobody_acts_without_signing_in(staff: TestClient) -> None:
    for path in ("afgoer", "ret", "udgiv", "fortryd", "ud"):
        assert staff.post(f"/redaktion/{path}", data={"csrf": "x"}).status_code == 401
    assert "csrf" not in staff.get("/redaktion").text
    assert sign_in(staff, "editor", "forkert adgangskode") == ""


def test_a_form_from_elsewhere_and_a_role_too_low_are_refused(staff: TestClient) -> None:
    reader = sign_in(staff, "reader")
    assert reader
    assert staff.post("/redaktion/udgiv", data={"csrf": reader}).status_code == 403
    editor = sign_in(staff, "editor")
    assert staff.post("/redaktion/udgiv", data={"csrf": "gættet"}).status_code == 403
    assert staff.post("/redaktion/fortryd", data={"csrf": editor, "why": "x"}).status_code == 403


def test_the_session_cookie_is_out_of_reach_of_script_and_other_sites(staff: TestClient) -> None:
    answer = staff.post("/redaktion/ind", data={"name": "editor", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_an_editor_corrects_and_publishes_and_an_administrator_undoes(staff: TestClient) -> None:
    csrf = sign_in(staff, "editor")
    title = "Akutteam med rettet titel"
    form = {"csrf": csrf, "record_id": "x-formula", "field": "title", "value": title, "why": "Titlen var en formel."}
    page = staff.post("/redaktion/ret", data=form).text
    assert "Rettet: x-formula" in page
    assert staff.get("/api/v1/projects/x-formula").json()["title"] != title
    assert "Udgivet: udgave 2" in staff.post("/redaktion/udgiv", data={"csrf": csrf, "note": "prøve"}).text
    assert staff.get("/api/v1/projects/x-formula").json()["title"] == title
    csrf = sign_in(staff, "administrator")
    page = staff.post("/redaktion/fortryd", data={"csrf": csrf, "why": "Det var en prøve."}).text
    assert "Fortrudt: udgave 3" in page
    assert "Det var en prøve." in page
    assert staff.get("/api/v1/projects/x-formula").json()["title"] != title
