"""The page in a browser: no request, no message, no script, no sideways scrolling."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a browser at {CHROMIUM}"),
]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, path: Path, **context: Any) -> tuple[Page, list[str]]:
    """Open a file; return the page and all that it should not have done."""
    page = browser.new_context(**context).new_page()
    wrong: list[str] = []
    page.on("request", lambda request: None if request.url == path.as_uri() else wrong.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(path.as_uri())
    return page, wrong


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def test_nothing_is_requested_and_nothing_goes_wrong(browser: Browser, any_file: Path) -> None:
    page, wrong = opened(browser, any_file)
    unfold(page)
    assert wrong == []
    assert page.title().startswith("Development activity on the Hugging Face Hub")
    page.context.close()


def test_planted_scripts_run_nothing_and_are_text(browser: Browser, rich_file: Path) -> None:
    page, wrong = opened(browser, rich_file)
    page.hover("#top-models-all")
    assert wrong == [] and page.title() not in ("ran", "1")
    assert "<script>document.title='ran'</script>" in page.inner_text("#top-models-all")
    assert page.locator("main script, main img").count() == 0
    page.context.close()


def test_without_javascript_the_answers_and_figures_are_there(browser: Browser, rich_file: Path) -> None:
    page, wrong = opened(browser, rich_file, java_script_enabled=False)
    assert page.locator("#summary .answer").count() == 3
    assert page.locator("figure svg[role=img]").count() == 10
    assert all(box and box["height"] > 100 for box in (f.bounding_box() for f in page.locator("svg[role=img]").all()))
    assert wrong == []
    page.context.close()


def test_the_page_does_not_scroll_sideways(browser: Browser, any_file: Path) -> None:
    page, _ = opened(browser, any_file)
    unfold(page)
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_folded_table_is_printed(browser: Browser, rich_file: Path) -> None:
    page, _ = opened(browser, rich_file)
    folded = page.locator("#top-models-cv")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    page.context.close()


def test_a_link_to_a_finding_leads_to_its_row(browser: Browser, rich_file: Path) -> None:
    page, _ = opened(browser, rich_file)
    page.locator("#table-activity .number").last.click()
    assert page.url.endswith("#activity.space.pull_requests.gini")
    assert page.locator("tr:target").is_visible()
    page.context.close()


def test_the_address_of_a_finding_unfolds_its_row_without_javascript(browser: Browser, rich_file: Path) -> None:
    page, _ = opened(browser, rich_file, java_script_enabled=False)
    row = page.locator('[id="activity.model.likes.gini"]')
    assert not row.is_visible()
    page.goto(f"{rich_file.as_uri()}#activity.model.likes.gini")
    assert row.is_visible() and not page.locator('[id="activity.model.likes.median"]').is_visible()
    page.context.close()


def test_on_a_phone_the_first_column_stays_and_texts_are_stacked(browser: Browser, rich_file: Path) -> None:
    page, _ = opened(browser, rich_file, viewport={"width": 390, "height": 800})
    unfold(page)
    for table in ("activity", "community", "coverage"):
        scrolled = page.locator(f".scroll:has(#table-{table})")
        scrolled.evaluate("each => each.scrollLeft = 150")
        first = scrolled.locator("tbody tr > :first-child").last.bounding_box()
        assert first and first["x"] == scrolled.evaluate("each => each.getBoundingClientRect().x")
    for table in page.locator("table.stacked").all():
        assert table.evaluate("each => each.scrollWidth <= each.parentElement.clientWidth")
    page.context.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_summary(browser: Browser, rich_file: Path) -> None:
    page, _ = opened(browser, rich_file)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#summary"
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (360, "dark")])
def test_the_rules_of_accessibility_find_nothing(browser: Browser, rich_file: Path, width: int, scheme: str) -> None:
    page, _ = opened(browser, rich_file, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.evaluate(
        "document.querySelectorAll('details:not(.made), .made:nth-of-type(-n + 3)').forEach(d => d.open = true)"
    )
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.context.close()
