"""Ways to the same edges and the same structure, each run in a process of its own: `python ways.py WAY FOLDER`."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

__all__: list[str] = []


def edges(folder: Path) -> dict[str, Any]:
    """Ours: the ground of all rules, and the edges of the study's."""
    import polars as pl

    from hubcensus.networks.collaboration import collaboration
    from hubcensus.networks.engines import engine_named

    engine = engine_named("polars")
    begin = time.perf_counter()
    ground = _ground(folder, engine)
    found = engine.collect(collaboration(engine.keep(ground.work("commits")), "osborne2024"))
    seconds = time.perf_counter() - begin
    found.write_parquet(folder / "edges.parquet")
    nodes = engine.collect(ground.people)
    nodes.write_parquet(folder / "people.parquet")
    return {
        "pairs": found.height,
        "weight": int(found["weight"].sum()),
        "developers": nodes.height,
        "seconds": seconds,
        "polars": pl.__version__,
    }


def original(folder: Path) -> dict[str, Any]:
    """The study's: loops over commits into a list, and a count of equal rows by pandas; loops are left out after."""
    import pandas as pd
    import pyarrow.parquet as pq

    begin = time.perf_counter()
    columns = pq.read_table(folder / "commit_authors.parquet", columns=["repository", "author"])
    repository, author = columns["repository"].to_pylist(), columns["author"].to_pylist()
    listed = []
    start = 0
    while start < len(repository):
        end = start
        while end < len(repository) and repository[end] == repository[start]:
            end += 1
        authors = author[start:end]
        everyone = set(authors)
        for first in authors:
            if len(everyone) == 1:
                listed.append((first, first))
            for other in everyone:
                if other != first:
                    listed.append((first, other))
        start = end
    frame = pd.DataFrame(listed, columns=["source", "target"])
    counted = frame.groupby(["source", "target"]).size().reset_index(name="freq")
    counted = counted[counted["source"] != counted["target"]]
    seconds = time.perf_counter() - begin
    return {"pairs": len(counted), "weight": int(counted["freq"].sum()), "seconds": seconds}


def _ground(folder: Path, engine: Any) -> Any:
    import polars as pl

    from hubcensus.networks.ground import ground_of

    empty = {
        "discussions": pl.DataFrame(schema={"repository": pl.Int64, "author": pl.String, "kind": pl.String}),
        "repositories": pl.DataFrame(schema={"repository": pl.Int64, "owner": pl.String, "kind": pl.String}),
    }
    for name, frame in empty.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return ground_of(lambda name: engine.read([folder / f"{name}.parquet"]), engine.keep)


def structure(folder: Path) -> dict[str, Any]:
    """Ours: every finding on the community of the edges that ``edges`` wrote."""
    import polars as pl

    from hubcensus.findings import community
    from hubcensus.tables.network import Network

    people = pl.read_parquet(folder / "people.parquet")
    ties = pl.read_parquet(folder / "edges.parquet")
    for end in ("source", "target"):
        ties = ties.join(people, left_on=end, right_on="id").drop(end).rename({"name": end})
    network = Network.of(people.select("name").lazy(), ties.lazy())
    begin = time.perf_counter()
    found = {one.id: one.value for one in community("all", network, nobody())}
    return {"seconds": time.perf_counter() - begin, "reciprocity": found["community.all.reciprocity"]}


def nobody() -> Any:
    """Return that it is known of nobody whose models they work on."""
    import polars as pl

    return pl.DataFrame(schema={"name": pl.String, "home": pl.String})


def networkx(folder: Path) -> dict[str, Any]:
    """The same measures by networkx, but for betweenness, which it would need hours for."""
    import networkx as nx
    import polars as pl

    people = pl.read_parquet(folder / "people.parquet")
    ties = pl.read_parquet(folder / "edges.parquet")
    begin = time.perf_counter()
    graph = nx.DiGraph()
    graph.add_nodes_from(people["id"].to_list())
    graph.add_weighted_edges_from(ties.select("source", "target", "weight").rows())
    simple = graph.to_undirected()
    measures: list[Callable[[], Any]] = [
        lambda: nx.number_of_isolates(graph),
        lambda: max(map(len, nx.weakly_connected_components(graph))),
        lambda: nx.density(graph),
        lambda: nx.transitivity(simple),
        lambda: nx.average_clustering(simple),
        lambda: nx.degree_assortativity_coefficient(simple),
        lambda: nx.core_number(simple),
        lambda: nx.rich_club_coefficient(simple, normalized=False),
        lambda: nx.pagerank(graph, weight="weight"),
        *(partial(nx.community.louvain_communities, simple, weight="weight", seed=seed) for seed in (1, 2, 3)),
    ]
    reciprocity = nx.overall_reciprocity(graph)
    for measure in measures:
        measure()
    return {"seconds": time.perf_counter() - begin, "reciprocity": reciprocity}


def rq2(folder: Path) -> dict[str, Any]:
    """Ours: the second question as `hubcensus study` answers it, on all models, whoever counts as a person.

    That is the structure under the study's rule, and every statement under every rule, each with and without bots and
    for three thresholds of aliases; and the statements against 100 draws of chance. One in twenty developers is taken
    for an alias, and ten for bots.
    """
    import polars as pl

    from hubcensus.cli.screen import stages
    from hubcensus.findings import Variant, claimed, community
    from hubcensus.networks.build import collaboration_network
    from hubcensus.networks.engines import engine_named

    engine = engine_named("polars")
    ground = _ground(folder, engine)
    people = engine.collect(ground.people)
    other = people.filter(pl.col("id") % 20 == 1).select(author="id", person=pl.col("id") - 1)
    aliases, bots = engine.frame(other), tuple(range(0, 20_000, 2_000))
    variants = [Variant("without_bots", "no bots", None, bots), Variant("as_named", "every name", None, ())]
    variants += [Variant(f"aliases_{least}", "aliases", aliases, bots) for least in (85, 90, 95)]
    seconds = {"ground": time.perf_counter() - began}
    said = {}
    for variant in variants:
        begin = time.perf_counter()
        network = collaboration_network(
            ground.known_as(variant.aliases, variant.bots), "osborne2024", people.lazy(), engine
        )
        said |= {one.id: one.value for one in community("all", network, nobody(), variant=variant.name)}
        seconds[f"structure {variant.name}"] = time.perf_counter() - begin
    begin = time.perf_counter()
    with stages(quiet=False) as watch:
        said |= {one.id: one.value for one in claimed("all", ground, engine, variants, watch)}
    seconds["statements"] = time.perf_counter() - begin
    return {
        "parts": {part: round(spent, 1) for part, spent in seconds.items()},
        "verdicts": {id: value for id, value in said.items() if id.endswith("verdict")},
    }


_SNAPSHOT = datetime(2026, 1, 1, tzinfo=UTC)
_TIMED = ("n", "survival_365", "resumed_share", "returned_90", "absence_factor", "elephant_factor")


def times(folder: Path) -> dict[str, Any]:
    """Ours: everything that findings say of the commits to one kind in time, with intervals."""
    import polars as pl

    from hubcensus.findings import History, in_time
    from hubcensus.kinds import kind_named

    commits, authors = (pl.scan_parquet(folder / f"{name}.parquet") for name in ("commits", "commit_authors"))
    of = {"commits": pl.len(), "contributors": pl.lit(2), "owner_number": pl.col("repository").first() // 5}
    read = commits.group_by("repository").agg(**of).collect(engine="streaming")
    begin = time.perf_counter()
    history = History(commits, authors, _SNAPSHOT, ())
    found = {one.id.rpartition(".")[2]: one.value for one in in_time(kind_named("model"), read, history, "")}
    seconds = time.perf_counter() - begin
    return {"findings": len(found), "seconds": seconds, **{name: ({"n": history.n} | found)[name] for name in _TIMED}}


def pandas(folder: Path) -> dict[str, Any]:
    """The same numbers by pandas and scipy, as one would write them in a notebook, without intervals."""
    import pandas as pd
    from scipy import stats

    begin = time.perf_counter()
    commits = pd.read_parquet(folder / "commits.parquet", columns=["repository", "commit", "committed_at"])
    authors = pd.read_parquet(folder / "commit_authors.parquet", columns=["repository", "commit", "author"])
    rows = commits.merge(authors, on=["repository", "commit"])
    at, day = rows["committed_at"], rows["committed_at"].dt.normalize()
    rows.groupby([at.dt.year, at.dt.month]).agg({"commit": "size", "repository": "nunique", "author": "nunique"})
    rows.groupby([at.dt.dayofweek, at.dt.hour]).size()
    span = at.groupby(rows["repository"]).agg(["min", "max"])
    silence = pd.Timestamp(_SNAPSHOT) - pd.Timedelta(days=180)
    span = span[span["min"] < silence]
    lasted, ended = (span["max"].clip(upper=silence) - span["min"]) / pd.Timedelta(days=1), span["max"] < silence
    curve = stats.ecdf(stats.CensoredData.right_censored(lasted, ~ended)).sf
    ordered = rows.sort_values(["repository", "committed_at"])
    rest = ordered.groupby("repository")["committed_at"].diff().groupby(ordered["repository"]).max()
    resumed = (rest >= pd.Timedelta(days=180)).reindex(span.index)
    days = pd.DataFrame({"author": rows["author"], "day": day}).drop_duplicates().sort_values(["author", "day"])
    first = days.groupby("author")["day"].min()
    again = days[days["day"] > days["author"].map(first)].groupby("author")["day"].min() - first
    old = first < pd.Timestamp(_SNAPSHOT).normalize() - pd.Timedelta(days=90)
    made = {"absence_factor": rows["author"], "elephant_factor": rows["repository"] // 5}
    half = {name: int((of.value_counts().cumsum() < len(rows) / 2).sum()) + 1 for name, of in made.items()}
    numbers = {
        "n": len(rows),
        "survival_365": float(curve.evaluate(365)),
        "resumed_share": float(resumed[resumed | ended].mean()),
        "returned_90": float((again[old] <= pd.Timedelta(days=90)).mean()),
        **half,
    }
    return {"seconds": time.perf_counter() - begin, "pandas": pd.__version__, **numbers}


if __name__ == "__main__":
    import json

    from memory import Held, highest

    ways = (edges, original, structure, networkx, rq2, times, pandas)
    way = {each.__name__: each for each in ways}[sys.argv[1]]
    began, held = time.perf_counter(), Held()
    result = way(Path(sys.argv[2]))
    result["all_seconds"] = time.perf_counter() - began
    result["peak_gb"] = round(max(highest(), held.most), 2)
    print(json.dumps(result))
