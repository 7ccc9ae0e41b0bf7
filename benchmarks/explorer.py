"""The explorer of a made-up network as large as that of the whole Hub: size of the page, its making, time to open.

It prints one line of JSON. The other networks of the page are as large as the page lets them be.
"""

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from playwright.sync_api import sync_playwright

from hubcensus.report.explorer.columns import Facts
from hubcensus.report.explorer.page import explorer_page
from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.views import SHOWN, view_of
from hubcensus.tables.network import Network

CHROMIUM = "/usr/bin/chromium"
SUBFIELDS = {"cv": "Computer vision", "nlp": "Natural language processing", "mm": "Multimodal"}
LETTERS = np.array(list("eeeeeeaaaaaiiiiiooonnnnnrrrrrssssttttlllldddhhhmmmccccuuggbbkkppyyffvvwwjzxq0123456789-_"))
CENSUS = {"hubcensus": "benchmark", "snapshots": []}


def names(n: int, dice: np.random.Generator, *, repositories: bool) -> list[str]:
    """Return different names, as long as those of the Hub: about 9 letters an owner, 27 a repository."""
    letters, lengths = dice.choice(LETTERS, (n, 28)), dice.integers(4, 14, n) + 6 * repositories
    ends = ["".join(row[:length]) for row, length in zip(letters.tolist(), lengths.tolist(), strict=True)]
    owners = [f"{ends[number // 3][:9]}/" * repositories for number in dice.permutation(n).tolist()]
    taken: set[str] = set()
    for at, (owner, end) in enumerate(zip(owners, ends, strict=True)):
        name = f"{owner}{end}" if f"{owner}{end}" not in taken else f"{owner}{end}{at}"
        taken.add(name)
        ends[at] = name
    return ends


def network(n: int, m: int, kind: str, dice: np.random.Generator) -> Network:
    """Return a network of groups of very different sizes: most ties are within a group, some have very many."""
    size = np.sort(dice.pareto(1.1, n // 20) + 1)[::-1]
    group = dice.choice(size.size, n, p=size / size.sum())
    order = np.argsort(group, kind="stable")
    begin = np.searchsorted(group[order], np.arange(size.size + 1))
    liked = dice.pareto(1.3, n) + 1
    one = dice.choice(n, 3 * m, p=liked / liked.sum())
    low, high = begin[group[one]], begin[group[one] + 1]
    near = order[(low + dice.random(one.size) ** 2 * (high - low)).astype(np.int64)]
    other = np.where(dice.random(one.size) < 0.9, near, dice.integers(0, n, one.size))
    pairs = np.unique(np.column_stack([one, other])[one != other], axis=0)
    pairs = pairs[np.sort(dice.permutation(len(pairs))[:m])]
    named = pl.Series(names(n, dice, repositories=kind != "developer"))
    return Network(
        pl.DataFrame({"name": named, "kind": [kind] * n}),
        pl.DataFrame(
            {
                "source": named.gather(pairs[:, 0]),
                "target": named.gather(pairs[:, 1]),
                "weight": np.minimum(dice.pareto(1.2, len(pairs)) + 1, 5000).astype(np.int64),
            }
        ),
    )


def facts(networks: list[Network], dice: np.random.Generator) -> Facts:
    """Return as much of each node as a census knows."""
    frames = [one.nodes.with_columns(**_numbers(one.nodes.height, dice)) for one in networks]
    first = dice.integers(18_500, 20_500, frames[0].height)
    later = np.where(dice.random(first.size) < 0.58, 0, dice.integers(1, 300, first.size))  # as in a slice of the Hub
    developers = frames[0].drop("kind", "downloads", "likes")
    developers = developers.with_columns(first_day=first, last_day=first + later, bot=pl.lit(False))
    licence = pl.Series(["mit", "apache-2.0", None])
    others = pl.concat(frames[1:])
    n = others.height
    return Facts(
        developers,
        others.with_columns(
            created_day=dice.integers(18_500, 20_800, n), license=licence.gather(dice.integers(0, 3, n))
        ),
        SUBFIELDS,
    )


def _numbers(n: int, dice: np.random.Generator) -> dict[str, pl.Series]:
    columns = ("commits", "models", "downloads", "likes")
    return {name: pl.Series(np.minimum(dice.pareto(0.8, n), 10**7).astype(np.int64)) for name in columns}


def parts(whole: Network, dice: np.random.Generator) -> list[list[Network]]:
    """Return three subfields, of about a third each."""
    inside = [whole.edges.filter(pl.Series(dice.random(whole.edges.height) < 0.35)) for _ in SUBFIELDS]
    ends = [pl.concat([edges["source"], edges["target"]]).unique() for edges in inside]
    return [
        [Network(whole.nodes.filter(pl.col("name").is_in(of.implode())), edges)]
        for of, edges in zip(ends, inside, strict=True)
    ]


def opened(path: Path) -> dict[str, float]:
    """Return how long it took until the page was ready, in seconds, and what it holds in memory."""
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        found = page.evaluate(
            "() => ({marks: Object.fromEntries(performance.getEntriesByType('mark').map(m => [m.name, m.startTime])),"
            " heap: performance.memory.usedJSHeapSize})"
        )
        browser.close()
    marks = {f"{name}_s": round(at / 1000, 2) for name, at in found["marks"].items()}
    return {**marks, "heap_mb": round(found["heap"] / 1e6)}


def main() -> None:
    """Make the page, open it, print what it cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--nodes", type=int, default=75_000)
    arguments.add_argument("--ties", type=int, default=270_000)
    arguments.add_argument("--keep", type=Path, help="write the page here")
    given = arguments.parse_args()
    dice = np.random.default_rng(1)
    sizes = [(given.nodes, given.ties, "developer"), *[(6_000, 25_000, "model")] * 3]
    networks = [network(*size, dice) for size in sizes]
    known = facts(networks, dice)
    begun = time.process_time()
    views: list[View] = [
        view_of(shown, [one], parts(one, dice), known) for shown, one in zip(SHOWN, networks, strict=True)
    ]
    made = time.process_time() - begun
    page = explorer_page(CENSUS, views, "benchmark")
    with TemporaryDirectory() as folder:
        path = (given.keep or Path(folder) / "explorer.html").absolute()
        path.write_text(page, "utf-8")
        first = views[0]
        shown = {"nodes": len(first.names), "ties": first.ties.low.size, "drawn": int(first.drawn.sum())}
        cost = {"page_mb": round(len(page) / 1e6, 2), "views_cpu_s": round(made, 1)}
        print(json.dumps({**shown, **cost, **opened(path)}))


if __name__ == "__main__":
    main()
