from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.settings import Settings, load_settings
from corpus.store import Store
from tests.ingest.webserver import Site as Pages
from tests.ingest.webserver import serve
from tests.ui.conftest import Site, Tab, serving
from tests.ui.staff_site import CPR, describe_source, fill
from ui.tasks import ingest_and_index
from ui.texts import load_texts

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # the first one waits for a corpus and a server

DA, EN = load_texts("da"), load_texts("en")
PASSWORD = "en lang adgangskode"
WIDTHS = (1280, 768, 320)
ESBJERG, HJOERRING = "Træning i eget hjem", "Ensomhed ved havet"
PAGES = (
    *("", "/kilder", "/forslag", "/karantaene", "/udgaver", "/poster?q=Esbjerg", "/upload", "/slutrapporter"),
    *("/daekning", "/synonymer?term=demens&find=demens", "/log"),
)


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    """The site that is read; its second version is up when the staff come."""
    with serve(Pages()) as pages:
        yield pages


@pytest.fixture(scope="module")
def desk(small_data: Settings, pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages over a corpus made by ingest: the site's first version, published."""
    data = tmp_path_factory.mktemp("desk") / "data"
    data.mkdir()
    shutil.copytree(small_data.models, data / "models", symlinks=True)
    fill(pages, 1)
    describe_source(data, pages)
    settings = load_settings(data)
    report = ingest_and_index(settings, ["proeve"], publish=True, who="tests")
    assert report.published_version == 1
    fill(pages, 2)
    for name in ("editor", "administrator"):
        code = "from ui.cli import main; main()"
        words = ["account", name, "--role", name, "--password", PASSWORD, "--data", str(data)]
        subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
    with serving(settings) as site:
        yield site


def sign_in(page: Page, site: Site, name: str = "administrator", path: str = "") -> None:
    page.goto(site.url + "/redaktion")
    page.get_by_label(DA("staff.name")).fill(name)
    page.get_by_label(DA("staff.password")).fill(PASSWORD)
    page.get_by_role("button", name=DA("staff.sign_in")).click()
    page.wait_for_selector(".desk")
    if path:
        page.goto(f"{site.url}/redaktion{path}")


def wait_for_job(page: Page) -> None:
    """Follow a job as the page shows it, until it is over."""
    page.wait_for_selector("#job[data-over='1']", timeout=120_000)
    assert page.locator(".job-state .health-done").count() == 1, page.locator("#job").inner_text()


def titles_found(page: Page, site: Site, query: str) -> list[str]:
    """Give the titles that a reader finds."""
    page.goto(f"{site.url}/?q={query}")
    page.wait_for_selector("body.is-live")
    return [str(title) for title in page.locator(".card h3").all_inner_texts()]


def give_reason(page: Page, why: str) -> None:
    page.get_by_label(DA("staff.why"), exact=True).locator("visible=true").last.fill(why)


def test_a_run_is_read_decided_published_found_and_undone(desk: Site, tab: Tab) -> None:
    page = tab.page
    assert HJOERRING not in titles_found(page, desk, "ensomhed")
    sign_in(page, desk, path="/kilder")
    page.get_by_role("button", name=f"{DA('staff.start')} Prøvekommunen").click()
    page.wait_for_selector("#job")
    wait_for_job(page)
    assert "puljer/tryg-hjemme" in page.locator(".job-log").inner_text()
    outcome = page.locator("#job").inner_text()
    page.get_by_role("link", name=DA("staff.see_report")).click()
    refused = page.locator("section", has=page.get_by_role("heading", name=DA("item_state_long.refused")))
    assert "Stedet giver os den ikke (403)." in refused.inner_text()
    assert "muligt CPR-nummer" in refused.inner_text()
    gone = page.locator("section", has=page.get_by_role("heading", name=DA("item_state_long.gone")))
    assert "gammel-pulje" in gone.inner_text()

    page.get_by_role("link", name=DA("staff.see_proposals")).click()
    assert DA("staff.proposals_wait", count=page.locator("article.proposal").count()) in outcome
    changed = page.locator("article", has=page.get_by_role("heading", name=ESBJERG))
    assert (changed.locator("del").inner_text(), changed.locator("ins").inner_text()) == ("900", "950")
    gone_record = page.locator("article", has=page.locator(".kind-gone")).first
    title = gone_record.locator("h3").inner_text()
    gone_record.locator("summary", has_text=DA("staff.reject_one")).click()
    give_reason(page, "Siden kommer igen")
    gone_record.get_by_role("button", name=DA("staff.reject_one")).click()
    page.wait_for_selector(".notice-mean")
    assert DA("staff.rejected_n", count=1) in page.locator(".notice").first.inner_text()
    assert page.locator("article h3", has_text=title).locator(f"text='{title}'").count() == 0
    page.locator("article", has=page.get_by_role("heading", name=ESBJERG)).get_by_role(
        "button", name=DA("staff.approve_one")
    ).click()
    page.wait_for_selector(".notice-mean")
    boxes = page.locator("input.pick")
    boxes.first.check()
    assert page.locator("[data-marked]").inner_text() == "(1)"
    page.get_by_label(DA("staff.scope_all")).check()
    page.get_by_role("button", name=DA("staff.carry_out")).click()
    page.wait_for_selector(".nothing-waits")

    page.goto(desk.url + "/redaktion/poster")
    page.get_by_label(DA("staff.find_record")).fill("Akutsygepleje om natten")
    page.keyboard.press("Enter")
    page.locator(".rows a").first.click()
    page.get_by_role("link", name=f"{DA('staff.correct')} {DA('field.amount_dkk')}").click()
    assert page.get_by_label(DA("staff.value")).input_value() == "2400000"
    page.get_by_label(DA("staff.value")).fill("mange")
    give_reason(page, "Tastefejl på siden")
    page.get_by_role("button", name=DA("staff.edit_button")).click()
    assert "skal være et helt tal" in page.get_by_role("alert").inner_text()
    page.goto(page.url.split("?")[0] + "?felt=amount_dkk#ret")
    page.get_by_label(DA("staff.value")).fill("2.500.000 kr.")
    give_reason(page, "Tastefejl på siden")
    page.get_by_role("button", name=DA("staff.edit_button")).click()
    page.wait_for_selector(".notice-mean")

    page.goto(desk.url + "/redaktion/udgaver")
    page.get_by_text(DA("staff.see_next")).click()
    assert "2.500.000" in page.locator(".next").inner_text()
    page.get_by_label(DA("staff.note")).fill("Anden læsning")
    page.get_by_role("button", name=DA("staff.publish")).click()
    wait_for_job(page)
    assert DA("staff.done_publish", version=2) in page.locator(".job-done").inner_text()
    assert HJOERRING in titles_found(page, desk, "ensomhed")

    page.goto(desk.url + "/redaktion/udgaver")
    assert "Anden læsning" in page.locator("table.versions").inner_text()
    page.locator("form", has=page.get_by_role("button", name=DA("staff.undo"))).get_by_label(DA("staff.why")).fill(
        "Det var en prøve"
    )
    page.get_by_role("button", name=DA("staff.undo")).click()
    wait_for_job(page)
    assert DA("staff.done_undo", version=3, restores=1) in page.locator(".job-done").inner_text()
    assert HJOERRING not in titles_found(page, desk, "ensomhed")
    page.goto(desk.url + "/redaktion/log?handling=undo")
    assert "Det var en prøve" in page.locator("table.log").inner_text()
    assert tab.outside(desk.url) == []
    assert tab.complaints == []


def test_records_are_merged_and_split_by_hand(desk: Site, tab: Tab) -> None:
    page = tab.page
    sign_in(page, desk, "editor")
    with Store.open(desk.settings) as store:
        ids = {str(record.values.get("title")): record.record_id for record in store.records()}
    keep, drop = ids[ESBJERG], ids["Hverdagsrehabilitering for alle"]
    page.goto(f"{desk.url}/redaktion/post/{keep}")
    page.get_by_label(DA("staff.other_record")).fill(drop)
    page.get_by_role("button", name=DA("staff.compare")).click()
    assert page.locator(".sides del").count() > 0
    assert page.locator(".sides .is-same").count() > 0
    form = page.locator("form", has=page.get_by_role("button", name=DA("staff.merge_button")))
    form.get_by_label(DA("staff.why")).fill("Samme projekt")
    form.get_by_role("button", name=DA("staff.merge_button")).click()
    assert DA("staff.merged", keep=keep, drop=drop) in page.locator(".notice").first.inner_text()
    page.get_by_text(DA("staff.choose_evidence")).click()
    form = page.locator("form", has=page.get_by_role("button", name=DA("staff.split_button")))
    form.get_by_role("checkbox").first.check()
    form.get_by_label(DA("staff.new_id")).fill("proeve-delt")
    form.get_by_label(DA("staff.why")).fill("To projekter")
    form.get_by_role("button", name=DA("staff.split_button")).click()
    assert DA("staff.split_done", id="proeve-delt") in page.locator(".notice").first.inner_text()
    page.goto(desk.url + "/redaktion/udgaver")
    assert page.get_by_role("button", name=DA("staff.undo")).count() == 0, "an editor may not"


def test_quarantine_tells_the_cause_and_never_the_number(desk: Site, tab: Tab) -> None:
    page = tab.page
    sign_in(page, desk, "editor", path="/karantaene")
    held = page.locator("article")
    assert held.count() == 1
    assert "muligt CPR-nummer" in held.inner_text()
    assert not [part for part in (CPR, CPR.replace("-", ""), "Vrøvlsen") if part in page.content()]
    held.locator("summary").click()
    give_reason(page, "Et journalnummer")
    held.get_by_role("button", name=DA("staff.clear")).click()
    assert "puljer/referat" in page.locator(".notice").first.inner_text()
    page.goto(desk.url + "/redaktion/log?handling=clear")
    assert "Et journalnummer" in page.locator("table.log").inner_text()


def test_a_file_is_looked_at_before_it_enters(desk: Site, tab: Tab, tmp_path: Path) -> None:
    page = tab.page
    sign_in(page, desk, "editor", path="/upload")
    report = tmp_path / "sund-start.html"
    text = "<p>Horsens Kommune fik i 2020 bevilget 700.000 kr. fra Sundhedsstyrelsens pulje Sund start.</p>"
    report.write_text(f"<html><head><title>Sund start</title></head><body><main>{text}</main></body></html>", "utf-8")
    with page.expect_event("domcontentloaded"):
        page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.items.add(new File([text], "sund-start.html", { type: "text/html" }));
              const place = document.querySelector("[data-drop]");
              place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
              document.querySelector("form.upload").requestSubmit();
            }""",
            report.read_text("utf-8"),
        )
    page.wait_for_selector("h1:has-text('sund-start.html')")
    assert "700.000" in page.locator("section", has_text="forslag").last.inner_text()
    page.get_by_role("button", name=DA("staff.take_in")).click()
    wait_for_job(page)
    page.get_by_role("link", name=DA("staff.see_proposals")).click()
    assert page.locator("article").count() >= 1
    page.goto(desk.url + "/redaktion/upload")
    bad = tmp_path / "borger.html"
    bad.write_text(f"<html><body><main><p>Borger med cpr-nr. {CPR} i Stevns Kommune.</p></main></body></html>", "utf-8")
    page.set_input_files("#upload-file", str(bad))
    page.get_by_role("button", name=DA("staff.look_first")).click()
    assert DA("staff.upload_held") in page.get_by_role("alert").inner_text()
    assert CPR not in page.content()
    stored = [path for path in desk.settings.data.rglob("*") if path.is_file() and CPR.encode() in path.read_bytes()]
    assert stored == []


def test_the_keyboard_alone_signs_in_decides_and_signs_out(desk: Site, tab: Tab) -> None:
    page = tab.page
    page.goto(desk.url + "/redaktion/forslag")
    tab_to(page, "input[name=name]")
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".desk")
    total = page.locator("article.proposal").count()
    assert total > 0
    tab_to(page, ".reject > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".reject input[name=why]")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("Afvist med tastaturet")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-mean")
    assert DA("staff.rejected_n", count=1) in page.locator(".notice").first.inner_text()
    tab_to(page, ".desk-who button")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=password]")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def serious(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, list[str]]]:
    """Give what axe calls serious or critical, each with some of the places."""
    return [
        (one["id"], [node["html"][:140] for node in one["nodes"][:3]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_every_page_fits_is_quiet_and_passes_axe(desk: Site, tab: Tab) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    source = Path(axe_module.__file__).with_name("axe.min.js").read_text("utf-8")
    page = tab.page
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
        assert page.locator(".desk-page h1").count() == 1, path
        page.evaluate(source)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wrong: list[object] = [wide] if wide > 0 else []
            if width != 768:  # between the two, nothing else is shown than in one of them
                wrong += serious(page.evaluate("axe.run(document, {resultTypes: ['violations']})"))
            if wrong:
                faults[f"{path} {width}"] = wrong
    assert faults == {}
    assert (alerts, tab.outside(desk.url), tab.complaints) == ([], [], [])


def test_the_staffs_pages_speak_english_by_the_switch(desk: Site, tab: Tab) -> None:
    page = tab.page
    sign_in(page, desk, path="/forslag")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en]")
    for path in ("/kilder", "/udgaver", "/log", "/synonymer"):
        page.locator(f".desk-nav a[href^='/redaktion{path}']").click()
        page.wait_for_url(f"**/redaktion{path}?lang=en")
    assert page.get_by_role("heading", level=1).inner_text() == EN("staff_tab.synonyms")


def test_without_script_a_run_is_started_and_followed(desk: Site, tab: Tab) -> None:
    assert tab.page.context.browser
    context = tab.page.context.browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        sign_in(page, desk, path="/kilder")
        page.get_by_role("button", name=f"{DA('staff.start')} Prøvekommunen").click()
        page.wait_for_selector("#job")
        wait_for_job(page)  # the page asks for itself again
    finally:
        context.close()
