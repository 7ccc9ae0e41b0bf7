"""The pages over a census in a browser: found by search, downloaded, without a script, at any width."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hubcensus.explore.server import Explorer
from hubcensus.study import make_report
from hubcensus.tables.store import Census

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def address(census: Census) -> Iterator[str]:
    with Explorer(census).in_background() as served:
        yield served.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on which nothing goes wrong."""
    page, wrong = browser.new_context(java_script_enabled=request.param).new_page(), []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.context.close()
    assert wrong == []


def test_a_repository_is_found_by_search_and_its_commits_are_downloaded(
    page: Page, address: str, census: Census, tmp_path: Path
) -> None:
    commits = census.table("commits").filter(kind="model").collect()
    wanted = commits["repo_id"].mode().sort()[0]
    page.goto(address)
    page.get_by_label("Find").fill(wanted)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=wanted, exact=True).first.click()
    assert page.locator("h1").inner_text() == wanted
    page.get_by_role("link", name=re.compile(" in commits$|^In commits$")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "commits.csv"
    download.value.save_as(tmp_path / "commits.csv")
    rows = csv.DictReader((tmp_path / "commits.csv").read_text("utf-8").splitlines())
    assert {row["commit_id"] for row in rows} == set(commits.filter(repo_id=wanted)["commit_id"])


def test_a_table_is_filtered_by_its_form_and_a_filter_removed(page: Page, address: str, census: Census) -> None:
    spaces = census.table("repositories").filter(kind="space").collect().height
    page.goto(f"{address}/table/repositories")
    page.get_by_label("Column").select_option("kind")
    page.get_by_label("Value").fill("space")
    page.get_by_role("button", name="Show").click()
    assert f"of {spaces}." in page.locator(".caption").inner_text()
    page.get_by_role("link", name="remove the filter").click()
    assert f"of {census.table('repositories').collect().height}." in page.locator(".caption").inner_text()


@pytest.mark.parametrize("width", [360, 1300])
def test_no_page_scrolls_sideways(browser: Browser, address: str, census: Census, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    author = census.table("commit_authors").collect()["author"][0]
    for path in ("/", "/table/repositories", "/find?search=a", f"/account?name={author}", "/nothing"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()


@pytest.mark.parametrize("served", [False, True], ids=["file", "served"])
def test_the_explorer_opens_on_the_page_and_is_not_asked_for_before(
    browser: Browser, address: str, census: Census, served: bool
) -> None:
    _, path = make_report(census)
    tab, asked, wrong = browser.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    tab.goto(f"{address}/report/index.html" if served else path.as_uri())
    tab.locator(".here summary").click()
    assert len(asked) == 1
    tab.get_by_role("link", name="what spaces use").last.click()
    inside = tab.frame_locator("iframe[name=explorer]")
    inside.locator("html[data-ready]").wait_for(state="attached")
    assert inside.locator("#view").input_value() == "dependencies"
    inside.get_by_role("link", name="The report").first.click()
    tab.wait_for_url(re.compile(r"index\.html$"))
    assert len(tab.frames) == 2 and not [said for said in wrong if "WebGL" not in said]
    tab.close()
