"""What the staff do, from end to end, with real clicks and keys: the acts in both languages and at three widths."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from corpus.settings import Settings, load_settings
from corpus.store import Store
from tests.ingest.webserver import Site as Pages
from tests.ingest.webserver import serve
from tests.ui.conftest import PATIENCE_MS, Tab, serving
from tests.ui.driving import DA, EN, fits, leave, tab_to
from tests.ui.staff_site import CPR, DeskSite, describe_source, fill
from ui.said import said
from ui.tasks import ingest_and_index
from ui.texts import Texts

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # the first one waits for a corpus and a server

PASSWORD = "en lang adgangskode"
WIDTHS = (1280, 768, 640, 320)  # 640 is a window of 1280 at 200 %
ESBJERG, HJOERRING = "Træning i eget hjem", "Ensomhed ved havet"
PAGES = (
    *("", "/kilder", "/forslag", "/karantaene", "/fjernede", "/udgaver", "/poster?q=Esbjerg", "/upload"),
    *("/slutrapporter", "/daekning", "/synonymer?term=demens&find=demens", "/log"),
)
VARIANTS = [(1280, DA), (768, EN), (320, DA), (320, EN)]
FLOWS = pytest.mark.parametrize(
    "desk", VARIANTS, indirect=True, ids=[f"{width}-{texts.language}" for width, texts in VARIANTS]
)
ONCE = pytest.mark.parametrize("desk", VARIANTS[:1], indirect=True, ids=["1280-da"])


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    """The site that is read; its second version is up when the staff come."""
    with serve(Pages()) as pages:
        yield pages


@pytest.fixture(scope="module")
def prepared(small_data: Settings, pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus made by ingest: the site's first version, published; who changes it takes a copy."""
    data = tmp_path_factory.mktemp("desk") / "data"
    data.mkdir()
    (data / "models").symlink_to(small_data.models.resolve())
    fill(pages, 1)
    describe_source(data, pages)
    report = ingest_and_index(load_settings(data), ["proeve"], publish=True, who="tests")
    assert report.published_version == 1
    fill(pages, 2)
    for name in ("editor", "administrator"):
        code = "from ui.cli import main; main()"
        words = ["account", name, "--role", name, "--password", PASSWORD, "--data", str(data)]
        subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
    return data


@pytest.fixture(scope="module")
def desk(
    prepared: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskSite]:
    """The pages over a copy of the corpus, for a window of one width and in one language."""
    width, texts = request.param
    data = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(prepared, data, symlinks=True)
    with serving(load_settings(data)) as site:
        yield DeskSite(site.url, site.settings, width, texts)


@pytest.fixture
def page(desk: DeskSite, tab: Tab) -> Page:
    """A page of the browser as wide as the desk is tried at."""
    tab.page.set_viewport_size({"width": desk.width, "height": 900})
    return tab.page


def sign_in(page: Page, desk: DeskSite, name: str = "administrator", path: str = "") -> None:
    page.goto(desk.address(""))
    page.get_by_label(desk.t("staff.name")).fill(name)
    page.get_by_label(desk.t("staff.password")).fill(PASSWORD)
    leave(page, page.get_by_role("button", name=desk.t("staff.sign_in")).click)
    page.wait_for_selector(".desk")
    if path:
        page.goto(desk.address(path))


def wait_for_job(page: Page) -> None:
    """Follow a job as the page shows it, until it is over."""
    page.wait_for_selector("#job[data-over='1']", timeout=240_000)
    assert page.locator(".job-state .health-done").count() == 1, page.locator("#job").inner_text()


def titles_found(page: Page, desk: DeskSite, query: str) -> list[str]:
    """Give the titles that a reader finds."""
    page.goto(f"{desk.url}/?q={query}")
    page.wait_for_selector("body.is-live")
    return [str(title) for title in page.locator(".card h3").all_inner_texts()]


def give_reason(page: Page, t: Texts, why: str) -> None:
    page.get_by_label(t("staff.why"), exact=True).locator("visible=true").last.fill(why)


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


@FLOWS
def test_a_run_is_read_decided_published_found_and_undone(desk: DeskSite, tab: Tab, page: Page) -> None:
    t = desk.t
    assert HJOERRING not in titles_found(page, desk, "ensomhed")
    sign_in(page, desk, path="/kilder")
    leave(page, button(page, f"{t('staff.start')} Prøvekommunen").click)
    wait_for_job(page)
    log = page.locator(".job-log")
    expect(log).to_contain_text("puljer/tryg-hjemme")
    expect(log).to_contain_text(t("stage_log.fetch"))
    outcome = page.locator("#job").inner_text()
    leave(page, page.get_by_role("link", name=t("staff.see_report")).click)
    refused = page.locator("section", has=page.get_by_role("heading", name=t("item_state_long.refused")))
    expect(refused).to_contain_text(said(t, "the server does not give it to us (403)"))
    expect(refused).to_contain_text("CPR")
    gone = page.locator("section", has=page.get_by_role("heading", name=t("item_state_long.gone")))
    expect(gone).to_contain_text("gammel-pulje")
    assert fits(page)

    leave(page, page.get_by_role("link", name=t("staff.see_proposals")).click)
    assert t("staff.proposals_wait", count=page.locator("article.proposal").count()) in outcome
    changed = page.locator("article", has=page.get_by_role("heading", name=ESBJERG))
    assert (changed.locator("del").inner_text(), changed.locator("ins").inner_text()) == ("900", "950")
    gone_record = page.locator("article", has=page.locator(".kind-gone")).first
    title = gone_record.locator("h3").inner_text()
    gone_record.locator("summary", has_text=t("staff.reject_one")).click()
    give_reason(page, t, "Siden kommer igen")
    leave(page, button(gone_record, t("staff.reject_one")).click)
    expect(page.locator(".notice").first).to_contain_text(t("staff.rejected_n", count=1))
    expect(page.locator("article h3").get_by_text(title, exact=True)).to_have_count(0)
    changed = page.locator("article", has=page.get_by_role("heading", name=ESBJERG))
    leave(page, button(changed, t("staff.approve_one")).click)
    expect(page.locator(".notice").first).to_contain_text(t("staff.approved_n", count=1))
    page.locator("input.pick").first.check()
    expect(page.locator("[data-marked]")).to_have_text("(1)")
    many = page.locator("form#many")
    many.get_by_role("radio", name=t("staff.reject_one")).check()
    button(many, t("staff.carry_out")).click()  # without a reason nothing is sent, and the mark stays
    expect(page.locator("#many input[name=why]")).to_be_focused()
    expect(page.locator("[data-marked]")).to_have_text("(1)")
    many.get_by_role("radio", name=t("staff.approve_one")).check()
    assert fits(page)
    page.get_by_label(t("staff.scope_all")).check()
    leave(page, button(page, t("staff.carry_out")).click)
    expect(page.locator(".nothing-waits")).to_be_visible()

    page.goto(desk.address("/poster"))
    page.get_by_label(t("staff.find_record")).fill("Akutsygepleje om natten")
    leave(page, lambda: page.keyboard.press("Enter"))
    leave(page, page.locator(".rows a").first.click)
    leave(page, page.get_by_role("link", name=f"{t('staff.correct')} {t('field.amount_dkk')}").click)
    value = page.get_by_label(t("staff.value"))
    expect(value).to_have_value("2400000")
    value.fill("mange")
    give_reason(page, t, "Tastefejl på siden")
    leave(page, button(page, t("staff.edit_button")).click)
    expect(page.get_by_role("alert")).to_contain_text(_whole_number(t))
    expect(page.locator("select[name=field]")).to_have_value("amount_dkk")
    expect(value).to_have_value("mange")
    page.locator("select[name=field]").select_option("title")
    page.wait_for_url("**felt=title**")
    page.locator("select[name=field]").select_option("amount_dkk")
    page.wait_for_url("**felt=amount_dkk**")
    expect(value).to_have_value("2400000")
    value.fill("2.500.000 kr.")
    give_reason(page, t, "Tastefejl på siden")
    leave(page, button(page, t("staff.edit_button")).click)
    expect(page.locator(".notice-mean").first).to_contain_text(t.label("field", "amount_dkk"))
    assert fits(page)

    page.goto(desk.address("/udgaver"))
    page.get_by_text(t("staff.see_next")).click()
    expect(page.locator(".next")).to_contain_text("2.500.000" if t.language == "da" else "2,500,000")
    page.get_by_label(t("staff.note"), exact=True).fill("Anden læsning")
    leave(page, button(page, t("staff.publish")).click)
    wait_for_job(page)
    expect(page.locator(".job-done")).to_contain_text(t("staff.done_publish", version=2))
    assert HJOERRING in titles_found(page, desk, "ensomhed")

    page.goto(desk.address("/udgaver"))
    expect(page.locator("table.versions")).to_contain_text("Anden læsning")
    undo = page.locator("form", has=button(page, t("staff.undo")))
    undo.get_by_label(t("staff.why")).fill("Det var en prøve")
    leave(page, button(page, t("staff.undo")).click)
    wait_for_job(page)
    expect(page.locator(".job-done")).to_contain_text(t("staff.done_undo", version=3, restores=1))
    assert fits(page)
    assert HJOERRING not in titles_found(page, desk, "ensomhed")
    page.goto(desk.address("/log?handling=undo"))
    expect(page.locator("table.log")).to_contain_text("Det var en prøve")
    assert tab.outside(desk.url) == []
    assert tab.complaints == []


def _whole_number(t: Texts) -> str:
    return "skal være et helt tal" if t.language == "da" else "must be a whole number"


@FLOWS
def test_records_are_merged_and_split_by_hand(desk: DeskSite, tab: Tab, page: Page) -> None:
    t = desk.t
    sign_in(page, desk, "editor")
    with Store.open(desk.settings) as store:
        ids = {str(record.values.get("title")): record.record_id for record in store.records()}
    keep, drop = ids[ESBJERG], ids["Hverdagsrehabilitering for alle"]
    page.goto(desk.address(f"/post/{keep}"))
    page.get_by_label(t("staff.other_record")).fill(drop)
    leave(page, button(page, t("staff.compare")).click)
    expect(page.locator(".sides del").first).to_be_visible()
    assert page.locator(".sides .is-same").count() > 0
    form = page.locator("form", has=button(page, t("staff.merge_button")))
    form.get_by_label(t("staff.why")).fill("Samme projekt")
    leave(page, button(form, t("staff.merge_button")).click)
    expect(page.locator(".notice").first).to_contain_text(t("staff.merged", keep=keep, drop=drop))
    page.get_by_text(t("staff.choose_evidence")).click()
    form = page.locator("form", has=button(page, t("staff.split_button")))
    form.get_by_role("checkbox").first.check()
    form.get_by_label(t("staff.new_id")).fill("proeve-delt")
    form.get_by_label(t("staff.why")).fill("To projekter")
    leave(page, button(form, t("staff.split_button")).click)
    expect(page.locator(".notice").first).to_contain_text(t("staff.split_done", id="proeve-delt"))
    assert fits(page)
    page.goto(desk.address("/udgaver"))
    expect(page.locator(".desk-page h1")).to_be_visible()
    expect(page.locator("#h-next + p")).to_contain_text(t("approved_change.merge", count=1))
    page.get_by_text(t("staff.see_next")).click()
    expect(page.locator(".next .kind-merge")).to_have_text(t("change_made.merge"))
    assert button(page, t("staff.undo")).count() == 0, "an editor may not"
    assert tab.complaints == []


@FLOWS
def test_quarantine_tells_the_cause_and_never_the_number(desk: DeskSite, tab: Tab, page: Page) -> None:
    t = desk.t
    sign_in(page, desk, "editor", path="/karantaene")
    held = page.locator("article")
    expect(held).to_have_count(1)
    expect(held).to_contain_text("CPR")
    assert not [part for part in (CPR, CPR.replace("-", ""), "Vrøvlsen") if part in page.content()]
    held.locator("summary").click()
    give_reason(page, t, "Et journalnummer")
    leave(page, button(held, t("staff.clear")).click)
    expect(page.locator(".notice").first).to_contain_text("puljer/referat")
    assert fits(page)
    page.goto(desk.address("/log?handling=clear"))
    expect(page.locator("table.log")).to_contain_text("Et journalnummer")
    assert tab.complaints == []


@ONCE
def test_a_file_is_looked_at_before_it_enters(desk: DeskSite, tab: Tab, page: Page, tmp_path: Path) -> None:
    sign_in(page, desk, "editor", path="/upload")
    report = tmp_path / "sund-start.html"
    text = "<p>Horsens Kommune fik i 2020 bevilget 700.000 kr. fra Sundhedsstyrelsens pulje Sund start.</p>"
    report.write_text(f"<html><head><title>Sund start</title></head><body><main>{text}</main></body></html>", "utf-8")
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "sund-start.html", { type: "text/html" }));
          const place = document.querySelector("[data-drop]");
          place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        report.read_text("utf-8"),
    )
    expect(page.locator("[data-drop] [data-file-name]")).to_have_text("sund-start.html")
    leave(page, button(page, DA("staff.look_first")).click)
    expect(page.locator(".desk-page h1")).to_have_text("sund-start.html")
    expect(page.locator("section", has_text="forslag").last).to_contain_text("700.000")
    leave(page, button(page, DA("staff.take_in")).click)
    wait_for_job(page)
    leave(page, page.get_by_role("link", name=DA("staff.see_proposals")).click)
    expect(page.locator("article").first).to_be_visible()
    page.goto(desk.url + "/redaktion/upload")
    bad = tmp_path / "borger.html"
    bad.write_text(f"<html><body><main><p>Borger med cpr-nr. {CPR} i Stevns Kommune.</p></main></body></html>", "utf-8")
    page.set_input_files("#upload-file", str(bad))
    leave(page, button(page, DA("staff.look_first")).click)
    expect(page.get_by_role("alert")).to_contain_text(DA("staff.upload_held"))
    assert CPR not in page.content()
    stored = [path for path in desk.settings.data.rglob("*") if path.is_file() and CPR.encode() in path.read_bytes()]
    assert stored == []


@ONCE
def test_the_keyboard_alone_signs_in_decides_and_signs_out(desk: DeskSite, tab: Tab, page: Page) -> None:
    page.goto(desk.url + "/redaktion/forslag")
    tab_to(page, "input[name=name]")
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("article.proposal").first).to_be_visible()
    tab_to(page, ".reject > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".reject input[name=why]")
    page.keyboard.type("Afvist med tastaturet")
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator(".notice-mean").first).to_contain_text(DA("staff.rejected_n", count=1))
    tab_to(page, ".desk-who button")
    leave(page, lambda: page.keyboard.press("Enter"))
    page.goto(f"{desk.url}/redaktion")
    expect(page.locator("input[name=password]")).to_be_visible()


def serious(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, list[str]]]:
    """Give what axe calls serious or critical, each with some of the places."""
    return [
        (one["id"], [node["html"][:140] for node in one["nodes"][:3]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@ONCE
def test_every_page_fits_is_quiet_and_passes_axe(desk: DeskSite, tab: Tab, page: Page) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    source = Path(axe_module.__file__).with_name("axe.min.js").read_text("utf-8")
    alerts: list[str] = []

    def note(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    sign_in(page, desk)
    with Store.open(desk.settings) as store:
        ids = [record.record_id for record in store.records()]
        runs = [run.run_id for run in store.runs() if run.state == "done"]
    jobs = sorted(path.name for path in (desk.settings.data / "jobs").iterdir() if path.is_dir())
    more = [f"/post/{ids[-1]}?med={ids[-2]}", f"/koersel/{runs[-1]}", f"/job/{jobs[-1]}", "/forslag/1"]
    faults: dict[str, list[object]] = {}
    for path in (*PAGES, *more):
        page.goto(f"{desk.url}/redaktion{path}")
        expect(page.locator(".desk-page h1")).to_have_count(1)
        page.evaluate(source)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wrong: list[object] = [wide] if wide > 0 else []
            if width in (1280, 320):  # between the two, nothing else is shown than in one of them
                wrong += serious(page.evaluate("axe.run(document, {resultTypes: ['violations']})"))
            if wrong:
                faults[f"{path} {width}"] = wrong
    assert faults == {}
    assert (alerts, tab.outside(desk.url), tab.complaints) == ([], [], [])


@ONCE
def test_the_staffs_pages_speak_english_by_the_switch(desk: DeskSite, tab: Tab, page: Page) -> None:
    sign_in(page, desk, path="/forslag")
    leave(page, page.get_by_role("link", name="English").click)
    page.wait_for_selector("html[lang=en]")
    for path in ("/kilder", "/udgaver", "/log", "/synonymer"):
        page.locator(f".desk-nav a[href^='/redaktion{path}']").click()
        page.wait_for_url(f"**/redaktion{path}?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("staff_tab.synonyms"))


@pytest.mark.parametrize("desk", [VARIANTS[2]], indirect=True, ids=["320-da"])
def test_the_list_of_places_is_folded_on_a_small_screen(desk: DeskSite, tab: Tab, page: Page) -> None:
    sign_in(page, desk, path="/log")
    places = page.locator(".desk-nav li a")
    expect(places.first).to_be_hidden()
    page.locator(".desk-nav summary").click()
    leave(page, places.filter(has_text=DA("staff_tab.coverage")).click)
    expect(page.locator(".desk-nav summary")).to_contain_text(DA("staff_tab.coverage"))
    expect(places.first).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(places.first).to_be_visible()
    expect(page.locator(".desk-nav summary")).to_be_hidden()


@ONCE
def test_without_script_a_run_is_started_and_followed(desk: DeskSite, tab: Tab, page: Page) -> None:
    assert tab.page.context.browser
    context = tab.page.context.browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        sign_in(page, desk, path="/kilder")
        page.set_default_timeout(PATIENCE_MS)
        leave(page, button(page, f"{DA('staff.start')} Prøvekommunen").click)
        wait_for_job(page)  # the page asks for itself again
    finally:
        context.close()
