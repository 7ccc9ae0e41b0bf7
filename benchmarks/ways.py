"""Ways to the same edges and the same structure, each run in a process of its own: `python ways.py WAY FOLDER`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__: list[str] = []


def edges(folder: Path) -> dict[str, Any]:
    """Ours: the ground of all rules, and the edges of the study's."""
    import polars as pl

    from hubcensus.networks.collaboration import collaboration
    from hubcensus.networks.engines import engine_named

    engine = engine_named("polars")
    ground = _ground(folder, engine)
    found = engine.collect(collaboration(ground.work("commits"), "osborne2024"))
    found.write_parquet(folder / "edges.parquet")
    nodes = engine.collect(ground.people)
    nodes.write_parquet(folder / "people.parquet")
    return {
        "pairs": found.height,
        "weight": int(found["weight"].sum()),
        "developers": nodes.height,
        "polars": pl.__version__,
    }


def original(folder: Path) -> dict[str, Any]:
    """The study's: loops over commits into a list, and a count of equal rows by pandas; loops are left out after."""
    import pandas as pd
    import pyarrow.parquet as pq

    columns = pq.read_table(folder / "commit_authors.parquet", columns=["repository", "author"])
    repository, author = columns["repository"].to_pylist(), columns["author"].to_pylist()
    begin = time.perf_counter()
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
    found = {one.id: one.value for one in community("all", network, pl.DataFrame(schema=["name", "home"]))}
    return {"seconds": time.perf_counter() - begin, "reciprocity": found["community.all.reciprocity"]}


def networkx(folder: Path) -> dict[str, Any]:
    """The same measures by networkx, but for betweenness and several seeds, which it would need hours for."""
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
        lambda: nx.community.louvain_communities(simple, weight="weight", seed=1),
    ]
    reciprocity = nx.overall_reciprocity(graph)
    for measure in measures:
        measure()
    return {"seconds": time.perf_counter() - begin, "reciprocity": reciprocity}


def rq2(folder: Path) -> dict[str, Any]:
    """Ours: edges by every rule, structure, and every statement against 100 draws of chance."""
    from hubcensus.findings import Variant, claimed
    from hubcensus.networks.engines import engine_named

    engine = engine_named("polars")
    ground = _ground(folder, engine)
    everyone = Variant("as_named", "every name", None, ())
    begin = time.perf_counter()
    said = {
        one.id: one.value
        for one in claimed("all", ground, engine, [everyone], lambda text: print(text, file=sys.stderr))
    }
    return {
        "claims_seconds": time.perf_counter() - begin,
        "verdicts": {id: value for id, value in said.items() if id.endswith("verdict")},
        **structure_of_all(folder),
    }


def structure_of_all(folder: Path) -> dict[str, Any]:
    """The structure again, for the whole of the question."""
    found = structure(folder)
    return {"structure_seconds": found["seconds"]}


if __name__ == "__main__":
    import json
    import resource

    way = {"edges": edges, "original": original, "structure": structure, "networkx": networkx, "rq2": rq2}[
        sys.argv[1]
    ]
    began = time.perf_counter()
    result = way(Path(sys.argv[2]))
    result["all_seconds"] = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    result["peak_gb"] = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(json.dumps(result))
