"""The explorer in a browser: search, neighbours, filters, colours, the address; nothing is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from small_networks import filed, shown

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a browser at {CHROMIUM}"),
]
_QUIET = ["--no-sandbox", "--disable-background-networking"]
_DRAWING = [*_QUIET, "--enable-unsafe-swiftshader"]
_SVG = "{http://www.w3.org/2000/svg}"
_OF_THE_DRIVER = "GPU stall due to ReadPixels"  # software WebGL says so of every picture


@pytest.fixture(scope="module", params=["drawing", "no WebGL"])
def any_browser(request: pytest.FixtureRequest, playwright: Any) -> Iterator[Browser]:
    arguments = _DRAWING if request.param == "drawing" else [*_QUIET, "--disable-3d-apis"]
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_DRAWING)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    with sync_playwright() as playwright:
        yield playwright


def opened(browser: Browser, path: Path, fragment: str = "", **context: Any) -> tuple[Page, list[str]]:
    """Open a page at a fragment of its address; return it, ready, and all that it should not have done."""
    page = browser.new_context(reduced_motion="reduce", **context).new_page()
    wrong: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(path.as_uri()) else wrong.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(f"{path.as_uri()}{fragment}")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page, wrong


def grave(wrong: list[str]) -> list[str]:
    return [one for one in wrong if _OF_THE_DRIVER not in one]


def test_every_network_opens_without_a_request_or_a_message(browser: Browser, any_page: Path) -> None:
    page, wrong = opened(browser, any_page)
    for view in ("collaboration", "dependencies", "co-usage", "lineage"):
        page.select_option("#view", view)
        page.wait_for_url(f"**#view={view}")
    assert grave(wrong) == [] and page.title().startswith("Networks of the Hugging Face Hub")
    page.context.close()


def test_a_name_is_found_by_the_keyboard_and_shows_what_is_known(any_browser: Browser, few_page: Path) -> None:
    page, _ = opened(any_browser, few_page)
    page.fill("#search", "DEV-000")
    assert page.locator("#suggestions [role=option]").count() == 10
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "dev-0001"
    known = page.inner_text("#panel .known")
    assert "commits\n1\n" in known and known.endswith("first commit\n9 January 2022")
    assert page.evaluate("document.activeElement.id") == "looked-at"
    page.context.close()


def test_unknown_is_said_and_is_not_zero(browser: Browser, few_page: Path) -> None:
    page, _ = opened(browser, few_page, "#view=dependencies&node=org%2Fbase&kind=space")
    assert "likes\nunknown" in page.inner_text("#panel .known")
    page, _ = opened(browser, few_page, "#view=dependencies&node=org%2Fbase&kind=model")
    assert "likes\n0\n" in page.inner_text("#panel .known")
    assert page.get_attribute("#panel a", "href") == "https://huggingface.co/org/base"
    page, _ = opened(browser, few_page, "#view=lineage&node=org%2Fderived")  # it is not listed
    known = page.inner_text("#panel .known")
    assert "is made from\n1\n" in known and "subfields\nunknown" in known
    assert page.get_attribute("#panel a", "rel") == "noopener noreferrer"
    page.context.close()


def test_all_neighbours_are_listed_and_lead_on(any_browser: Browser, few_page: Path) -> None:
    page, _ = opened(any_browser, few_page, "#view=collaboration&node=dev-0005")
    assert page.inner_text("#panel h3") == "Tied to 4"
    assert {name.split("\n")[0] for name in page.locator(".neighbours li").all_inner_texts()} == {
        "dev-0000",
        "dev-0006",
        "dev-0009",
        "dev-0010",
    }
    assert "leads 2 commits" in page.inner_text(".neighbours li:has-text('dev-0006')")
    assert "follows 1 commit" in page.inner_text(".neighbours li:has-text('dev-0000')")
    assert page.inner_text("#legend p") == "20 of 20 developers shown, and all that dev-0005 is tied to."
    page.click(".neighbours button:has-text('dev-0010')")
    assert page.inner_text("#panel h2") == "dev-0010" and page.url.endswith("node=dev-0010")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("dev-0005")
    page.context.close()


def test_a_click_on_a_dot_looks_at_it(browser: Browser, few_page: Path) -> None:
    page, _ = opened(browser, few_page, "#view=collaboration&node=dev-0005")
    page.click("#panel .close")
    assert page.locator("#panel").is_hidden() and "node" not in page.url
    page.locator("#graph").hover()  # the dot was brought to the middle
    page.locator("#graph").click()
    expect(page.locator("#panel h2")).to_have_text("dev-0005")
    page.context.close()


def test_a_click_on_paper_looks_at_nothing(browser: Browser, few_page: Path) -> None:
    page, _ = opened(browser, few_page, "#view=collaboration&node=dev-0005")
    page.click("#graph", position={"x": 3, "y": 3})
    expect(page.locator("#panel")).to_be_hidden()
    page.context.close()


def test_filters_count_what_they_let_through(any_browser: Browser, few_page: Path) -> None:
    page, _ = opened(any_browser, few_page)
    shown = "#legend p >> nth=0"
    assert page.inner_text(shown) == "20 of 20 developers shown."
    for field, value, left in (
        ("weight", "3", 10),
        ("core", "3", 0),
        ("from", "2022-02", 0),
        ("part", "Computer vision", 5),
    ):
        page.evaluate("document.querySelector('#more').open = true")
        page.select_option("#part", value) if field == "part" else page.fill(f"#{field}", value)
        page.dispatch_event(f"#{field}", "change")
        assert page.inner_text(shown).startswith(f"{left} of 20"), field
        page.click("#reset")
        assert page.inner_text(shown).startswith("20 of 20")
    page.fill("#to", "2022-01")
    page.dispatch_event("#to", "change")
    assert "10 developers without a known date left out." in page.inner_text("#legend")
    page.context.close()


def test_every_colour_is_named_and_counted(any_browser: Browser, few_page: Path) -> None:
    page, _ = opened(any_browser, few_page)
    page.evaluate("document.querySelector('#more').open = true")
    for colour in page.locator("#colour option").evaluate_all("all => all.map(one => one.value)"):
        page.select_option("#colour", colour)
        counts = page.locator(".colours .n").all_inner_texts()
        assert sum(int(count) for count in counts) == 20, colour
        assert all(page.locator(".colours li span:nth-child(2)").all_inner_texts())
    page.context.close()


def test_an_address_opens_what_it_says(any_browser: Browser, few_page: Path) -> None:
    page, _ = opened(any_browser, few_page, "#view=collaboration&node=dev-0003&colour=core&size=commits&core=2")
    assert page.input_value("#colour") == "core" and page.input_value("#size") == "commits"
    assert page.input_value("#core") == "2" and page.inner_text("#panel h2") == "dev-0003"
    page.context.close()


def test_an_address_that_anybody_wrote_does_no_harm(any_browser: Browser, few_page: Path) -> None:
    evil = quote("<img src=x onerror=document.title='ran'>")
    fragment = "#" + "&".join(
        f"{name}={evil}" for name in ("view", "node", "colour", "size", "part", "weight", "core", "from")
    )
    page, wrong = opened(any_browser, few_page, fragment)
    assert page.input_value("#view") == "collaboration" and page.input_value("#colour") == "community"
    assert "not in this picture" in page.inner_text("#banner")
    assert page.locator("main img").count() == 0 and page.title() != "ran"
    page.goto(f"{few_page.as_uri()}#view=__proto__&colour=constructor&node=%E0%A4%A")
    assert grave([one for one in wrong if "WebGL" not in one]) == []
    page.context.close()


def test_hostile_names_are_text(browser: Browser, hostile_page: Path, hostile: list[str]) -> None:
    page, wrong = opened(browser, hostile_page, "#view=collaboration&node=" + quote(hostile[0], safe=""))
    assert page.inner_text("#panel h2") == hostile[0]
    assert page.locator(".neighbours li").count() == len(hostile) - 1
    assert page.locator("#panel a").count() == 0  # none of them can be a name on the Hub
    assert not {*"\u202e\u2067\x07"} & {*page.inner_text("#panel")}
    page.fill("#search", "<script>")
    assert page.locator("#suggestions [role=option]").count() == 1
    assert grave(wrong) == [] and page.title().startswith("Networks")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_an_empty_network_says_so(any_browser: Browser, none_page: Path) -> None:
    page, _ = opened(any_browser, none_page)
    assert "There is no tie in this network" in page.inner_text("#banner")
    assert page.inner_text("#legend") == ""
    page.context.close()


def test_without_webgl_the_page_says_so(playwright: Any, few_page: Path) -> None:
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*_QUIET, "--disable-3d-apis"])
    page, _ = opened(browser, few_page)
    assert page.locator("#no-picture").is_visible() and page.locator("#picture").is_hidden()
    browser.close()


def test_without_javascript_the_page_says_where_the_same_is_found(browser: Browser, few_page: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(few_page.as_uri())
    assert "hubcensus export" in page.inner_text("noscript")
    page.context.close()


def test_it_fits_a_narrow_screen(browser: Browser, any_page: Path) -> None:
    page, _ = opened(browser, any_page, viewport={"width": 360, "height": 740})
    page.evaluate("document.querySelector('#more').open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_every_control_has_a_name(browser: Browser, few_page: Path) -> None:
    page, _ = opened(browser, few_page, "#node=dev-0003")
    page.evaluate("document.querySelector('#more').open = true")
    for one in page.locator("select, input").all():
        assert one.evaluate("one => one.labels.length === 1 && one.labels[0].textContent.trim() !== ''")
    for one in page.locator("button").all():
        assert one.evaluate("one => (one.getAttribute('aria-label') ?? one.textContent).trim() !== ''")
    page.context.close()


def saved(page: Page, ending: str, folder: Path) -> bytes:
    with page.expect_download() as download:
        page.click(f"#{ending}")
    path = folder / download.value.suggested_filename
    assert path.name == f"hubcensus-collaboration.{ending}"
    download.value.save_as(path)
    return path.read_bytes()


def test_the_picture_can_be_saved_with_its_title_and_its_legend(
    browser: Browser, few_page: Path, tmp_path: Path
) -> None:
    page, wrong = opened(browser, few_page, "#node=dev-0005&core=1", accept_downloads=True)
    png = saved(page, "png", tmp_path)
    size = page.evaluate(
        "[document.querySelector('#graph').clientWidth, document.querySelector('#graph').clientHeight]"
    )
    wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))  # of its header
    assert png.startswith(b"\x89PNG") and wide > size[0] + 200 and high > size[1] + 50
    svg = ElementTree.fromstring(saved(page, "svg", tmp_path))
    texts = [one.text for one in svg.iter(f"{_SVG}text")]
    assert texts[0] == "Developers who work together" and "Networks of the Hugging Face Hub" in str(texts[1])
    assert {"Core, from k = 1.", "Colour: community", "dev-0005"} <= set(texts)
    assert "and all that dev-0005 is tied to." in " ".join(map(str, texts))
    assert grave(wrong) == []
    page.context.close()


def test_a_saved_svg_has_every_dot_and_every_tie_that_is_drawn(
    browser: Browser, few_page: Path, tmp_path: Path
) -> None:
    page, _ = opened(browser, few_page, accept_downloads=True)
    (drawing,) = ElementTree.fromstring(saved(page, "svg", tmp_path)).findall(f"{_SVG}svg")
    (ties,) = drawing.findall(f"{_SVG}path")
    said = page.inner_text("#banner")  # all of them in a network as small as this
    assert (
        f"all {ties.attrib['d'].count('M')} ties between {len(drawing.findall(f'{_SVG}circle'))} developers" in said
    )
    page.context.close()


def test_a_name_in_a_saved_picture_is_text(browser: Browser, any_page: Path, tmp_path: Path) -> None:
    hostile = '"><script>alert(1)</script>'
    page, wrong = opened(browser, any_page, accept_downloads=True)
    page.evaluate(f"document.title = {hostile!r}")
    texts = [one.text for one in ElementTree.fromstring(saved(page, "svg", tmp_path)).iter(f"{_SVG}text")]
    assert str(texts[1]).startswith(hostile)
    assert grave(wrong) == []
    page.context.close()


def test_a_network_of_many_is_ready_soon(browser: Browser, many_page: Path) -> None:
    page, wrong = opened(browser, many_page)
    assert "1,500 developers" in page.inner_text("#banner")
    assert page.evaluate("performance.getEntriesByName('explorer-ready')[0].startTime") < 10_000
    assert grave(wrong) == []
    page.context.close()


@pytest.mark.parametrize("damage", ["", "!!!!", "H4sI"])
def test_a_network_that_is_damaged_says_so_and_the_others_open(
    browser: Browser, few_page: Path, tmp_path: Path, damage: str
) -> None:
    text = re.sub(r'(data-view="collaboration"[^>]*>)[^<]*', rf"\g<1>{damage}", few_page.read_text("utf-8"))
    (tmp_path / "damaged.html").write_text(text, "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "damaged.html").as_uri())
    page.wait_for_selector("#unread:not([hidden])")
    assert "the file is damaged" in page.inner_text("#unread") and page.locator("#starting").count() == 0
    page.select_option("#view", "lineage")
    page.wait_for_selector("#unread", state="hidden")
    page.close()


def test_a_page_that_is_cut_off_says_so(browser: Browser, few_page: Path, tmp_path: Path) -> None:
    text = few_page.read_text("utf-8")
    (tmp_path / "cut.html").write_text(text[: text.index('data-view="lineage"')], "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "cut.html").as_uri())
    assert "the file is cut off" in page.inner_text("#starting")
    page.close()


@pytest.mark.parametrize(
    "fragment", ["weight=2.5", "weight=-1", "core=abc", "core=9999999999", "from=hello", "from=2023-13&to=0000-00"]
)
def test_a_filter_that_is_none_filters_nothing_and_is_not_told(
    browser: Browser, few_page: Path, tmp_path: Path, fragment: str
) -> None:
    page, wrong = opened(browser, few_page, f"#{fragment}", accept_downloads=True)
    assert page.inner_text("#legend p") == "20 of 20 developers shown."
    texts = [one.text for one in ElementTree.fromstring(saved(page, "svg", tmp_path)).iter(f"{_SVG}text")]
    assert texts[2:4] == ["20 of 20 developers shown.", "Colour: community"] and grave(wrong) == []
    page.context.close()


def test_a_name_that_begins_with_a_mark_of_order_moves_no_other(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    names = ["\ufefffirst", "second", "third\uffff\x0b"]
    path = filed("marked", shown(names, [(names[0], name, 2) for name in names[1:]]), tmp_path_factory)
    page, _ = opened(browser, path, "#node=second", accept_downloads=True)
    assert page.inner_text("#panel h2") == "second"
    texts = [one.text for one in ElementTree.fromstring(saved(page, "svg", tmp_path)).iter(f"{_SVG}text")]
    assert {"second", "\ufffdfirst"} <= set(texts)
    page.context.close()
