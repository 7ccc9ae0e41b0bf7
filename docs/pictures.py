"""Make the pictures of the README: the report and the explorer of the made-up Hub, as a browser shows them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from hubcensus.demo import take_demo_census
from hubcensus.study import make_report
from hubcensus.tables.store import open_census

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 900}


def main() -> None:
    """Write one PNG for each page; the Hub is the same each time, but not the day of the census."""
    HERE.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        take_demo_census(Path(folder) / "census")
        _, page = make_report(open_census(Path(folder) / "census"))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for name in ("index", "explorer"):
            tab = browser.new_page(viewport=SIZE, color_scheme="light")
            tab.goto(page.with_name(f"{name}.html").as_uri())
            tab.wait_for_timeout(2000)
            tab.screenshot(path=HERE / f"{name.replace('index', 'report')}.png")
        browser.close()


if __name__ == "__main__":
    main()
