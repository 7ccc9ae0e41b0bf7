"""What the numbers of the first question cost, beside the same by pandas, powerlaw and networkx, in one run.

Both ways read the same listing (a Parquet file with `id`, `likes`, `downloads`, `tags`, one row a model) and give:
share of zeros, median, share of the top 1 %, Gini, Spearman's correlation, Kruskal-Wallis between groups of
licences, the power law of the tail with its comparison to a lognormal, and lineage (generations, derivatives). Ours
gives an interval for each besides (whole owners drawn anew 400 times), and 100 draws for how well the power law
fits; without these, which the others do not have, it is `bare`. Nothing here fails when a target is missed. It
needs pandas, powerlaw and networkx.

python benchmarks/study.py LISTING.parquet [--models 760000]
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import click

Numbers = Iterator[tuple[str, Any]]


def ours(path: str, models: int, *, sure: bool) -> Numbers:
    """Yield the numbers by hubcensus; with intervals and the test of fit, if they are to be sure."""
    import igraph
    import numpy as np
    import polars as pl

    from hubcensus import measures
    from hubcensus.findings.distribution import Sample
    from hubcensus.findings.relations import related
    from hubcensus.licenses import classes_of, group_of
    from hubcensus.measures import Tallied

    frame = pl.scan_parquet(path).select("id", "likes", "downloads", "tags").head(models).collect()
    owner = pl.col("id").str.split("/").list.first().rank("dense")
    first = pl.col("tags").list.eval(pl.element().filter(pl.element().str.contains("license:"))).list.first()
    frame = frame.with_columns(owner_number=owner, license=first.str.split(":").list.last())
    group = classes_of(frame["license"]).map_elements(group_of, pl.String)
    asked = {
        "zero_share": {"measure": "zero_share"},
        "median": {"measure": "median"},
        "top_1pct_share": {"measure": "top_share", "top": 0.01},
        "gini": {"measure": "gini"},
    }
    for variable in ("likes", "downloads"):
        sample = Sample.of(frame[variable], frame["owner_number"])
        found = sample.intervals(asked) if sure else {}
        for name, of in asked.items():
            yield f"{variable}.{name}", (sample.value(**of), found.get(name))
        fit = measures.power_law(sample.counts, weights=sample.weights)
        p = measures.tail_p(sample.counts, fit, weights=sample.weights, seed=1) if sure else None
        lognormal = measures.alternatives(sample.counts, fit, weights=sample.weights)["lognormal"]
        yield f"{variable}.tail", (fit.xmin, fit.alpha, p, lognormal.ratio)
        counts = {name: frame[variable].filter(group == name) for name in ("permissive", "restrictive", "none")}
        test = measures.kruskal_wallis({name: Tallied.of(each.to_numpy()) for name, each in counts.items()})
        yield f"{variable}.kruskal_wallis", test.h
    if sure:
        yield "spearman", related(frame, "likes", "downloads")
    else:
        yield "spearman", measures.spearman(frame["likes"], frame["downloads"])
    tags = frame.select("id", pl.col("tags")).explode("tags").filter(pl.col("tags").str.starts_with("base_model:"))
    pairs = tags.select("id", base=pl.col("tags").str.split(":").list.last()).filter(pl.col("id") != pl.col("base"))
    names = pl.concat([pairs["id"], pairs["base"]]).unique().sort()
    ends = [pairs[end].replace_strict(names, range(len(names))).to_list() for end in ("id", "base")]
    graph = igraph.Graph(n=len(names), edges=list(zip(*ends, strict=True)), directed=True).simplify()
    yield "lineage", (int(measures.depth(graph).max()), int(np.max(measures.fertility(graph))))


def theirs(path: str, models: int) -> Numbers:
    """Yield the same numbers by pandas, powerlaw and networkx, as one would write them in a notebook."""
    import networkx as nx
    import numpy as np
    import pandas as pd
    import powerlaw
    from scipy import stats

    from hubcensus.licenses import classify, group_of

    frame = pd.read_parquet(path, columns=["id", "likes", "downloads", "tags"]).head(models)
    named = frame["tags"].map(lambda tags: next((tag.split(":")[-1] for tag in tags if "license:" in tag), None))
    group = named.map(lambda license: group_of(classify(license)))
    for variable in ("likes", "downloads"):
        counts = np.sort(frame[variable].to_numpy(dtype=float))
        n, rank = counts.size, np.arange(1, counts.size + 1)
        yield f"{variable}.zero_share", (counts == 0).mean()
        yield f"{variable}.median", np.median(counts)
        yield f"{variable}.top_1pct_share", counts[-round(n / 100) :].sum() / counts.sum()
        yield f"{variable}.gini", (2 * rank - n - 1) @ counts / (n * counts.sum())
        fit = powerlaw.Fit(counts[counts > 0].copy(), discrete=True, verbose=False)
        yield f"{variable}.tail", (fit.xmin, fit.alpha, *fit.distribution_compare("power_law", "lognormal"))
        of = [frame[variable][group == name] for name in ("permissive", "restrictive", "none")]
        yield f"{variable}.kruskal_wallis", stats.kruskal(*of).statistic
    yield "spearman", frame["likes"].corr(frame["downloads"], method="spearman")
    graph = nx.DiGraph()
    for model, tags in zip(frame["id"], frame["tags"], strict=True):
        bases = {tag.split(":")[-1] for tag in tags if tag.startswith("base_model:")}
        graph.add_edges_from((model, base) for base in bases if base != model)
    order = [node for part in nx.strongly_connected_components(graph) if len(part) > 1 for node in part]
    graph.remove_nodes_from(order)
    yield "lineage", (len(nx.dag_longest_path(graph)) - 1, max(degree for _, degree in graph.in_degree))


WAYS: dict[str, Callable[[str, int], Numbers]] = {
    "ours": lambda path, models: ours(path, models, sure=True),
    "bare": lambda path, models: ours(path, models, sure=False),
    "theirs": theirs,
}


@click.command(help=__doc__)
@click.argument("listing", type=click.Path(exists=True))
@click.option("--models", default=760_000, show_default=True, help="How many of its first rows.")
@click.option("--way", type=click.Choice(list(WAYS)), hidden=True)
def main(listing: str, models: int, way: str | None) -> None:
    """Run the ways in processes of their own and print their figures."""
    if way:
        began = time.perf_counter()
        numbers = {name: str(value) for name, value in WAYS[way](listing, models)}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        click.echo(json.dumps({"seconds": round(time.perf_counter() - began, 2), "GiB": round(peak, 2), **numbers}))
        return
    done = {}
    for each in WAYS:
        command = [sys.executable, __file__, listing, "--models", str(models), "--way", each]
        shown = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        done[each] = json.loads(shown.splitlines()[-1])
        click.echo(f"{each}: {json.dumps(done[each], indent=1)}")
    for each in ("ours", "bare"):
        click.echo(f"theirs takes {done['theirs']['seconds'] / done[each]['seconds']:.1f} times as long as {each}")


if __name__ == "__main__":
    main()
