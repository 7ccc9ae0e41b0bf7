"""Sizes of the page and of the explorer, and what it takes to make them: of a made-up Hub, and of recorded listings.

The made-up Hub is that of `hubcensus demo`. Listings are Parquet files as `hubcensus import listing` takes them; they
are imported first, and the report is then made from nothing. Each step is a process of its own; the time of opening
is that until the browser says that the page is there, the median of three. Nothing here fails when a target is
missed.

python benchmarks/report.py [--models LISTING.parquet] [--datasets LISTING.parquet] [--captured DATE]
"""

import statistics
import time
from pathlib import Path

import click
from runs import command, temporary

CHROMIUM = Path("/usr/bin/chromium")


@click.command()
@click.option("--models", type=click.Path(exists=True), help="Recorded listing of models.")
@click.option("--datasets", type=click.Path(exists=True), help="Recorded listing of datasets.")
@click.option("--captured", default="2024-07-11", show_default=True, help="Day of the recording.")
def main(models: str | None, datasets: str | None, captured: str) -> None:
    """Print sizes in MB (millions of bytes), seconds, and memory in MB."""
    with temporary() as folder:
        demo = folder / "demo"
        _timed("demo: census, study and report", "demo", str(demo))
        _sizes(demo / "report")
        listings = {kind: path for kind, path in (("model", models), ("dataset", datasets)) if path}
        if listings:
            census = folder / "listings"
            for kind, path in listings.items():
                _timed(
                    f"import of {kind}s",
                    "import",
                    "listing",
                    path,
                    str(census),
                    "--kind",
                    kind,
                    "--captured",
                    captured,
                )
            _timed("report of the listings, from nothing", "report", str(census))
            _sizes(census / "report")


def _timed(what: str, *arguments: str) -> None:
    done = command(*arguments)
    print(f"{what}: {done.seconds:.1f} s, {done.cpu:.1f} s of CPU, {done.peak:.0f} MB", flush=True)


def _sizes(report: Path) -> None:
    for page in sorted(report.glob("*.html")):
        said = f"  {page.name}: {page.stat().st_size / 1e6:.2f} MB"
        print(said + (f", there after {_opened(page):.2f} s" if CHROMIUM.exists() else ""), flush=True)
    files = [path for path in report.rglob("*") if path.is_file()]
    print(f"  all {len(files)} files: {sum(path.stat().st_size for path in files) / 1e6:.2f} MB", flush=True)


def _opened(page: Path) -> float:
    """Return after how many seconds the page is loaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        taken = []
        for _ in range(3):
            tab = browser.new_page()
            begun = time.perf_counter()
            tab.goto(page.as_uri())
            taken.append(time.perf_counter() - begun)
            tab.close()
        browser.close()
    return statistics.median(taken)


if __name__ == "__main__":
    main()
