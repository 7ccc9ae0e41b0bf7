"""A network in other people's formats is the network: opened again by igraph, networkx and polars."""

from pathlib import Path

import igraph
import networkx as nx
import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.studying import export_command
from hubcensus.errors import UsageError
from hubcensus.study import export
from hubcensus.tables.store import Census

NAMES = [
    "collaboration-osborne2024-all",
    "collaboration-copresence-nlp",
    "dependencies-cv",
    "dependencies-all",
    "dataset-dependencies",
    "lineage-all",
    "lineage-cv",
    "co-usage-all",
]
ATTRIBUTES = {"kind", "degree", "core", "community", "subfields", "bot"}
Opened = tuple[list[dict[str, object]], set[tuple[int, int]], bool]


def by_igraph(path: Path) -> Opened:
    graph = igraph.Graph.Read_GraphML(str(path))
    return [vertex.attributes() for vertex in graph.vs], {edge.tuple for edge in graph.es}, graph.is_directed()


def by_networkx(path: Path) -> Opened:
    read = nx.read_graphml if path.suffix == ".graphml" else nx.read_gexf
    graph = read(path)
    order = {node: place for place, node in enumerate(graph)}
    nodes = [{"name": data.get("label"), **data} for _, data in graph.nodes(data=True)]
    return nodes, {(order[a], order[b]) for a, b in graph.edges()}, graph.is_directed()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:Could not add vertex ids")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("format", "reader"), [("graphml", by_igraph), ("graphml", by_networkx), ("gexf", by_networkx)]
)
def test_a_network_is_opened_again_as_it_is(
    census: Census, tmp_path: Path, name: str, format: str, reader: object
) -> None:
    (path,) = export(census, format, [name], tmp_path)
    network = census.network(name)
    nodes, edges, directed = reader(path)  # type: ignore[operator]
    assert directed == network.directed
    assert len(nodes) == network.nodes.height
    assert all(set(node) >= ATTRIBUTES for node in nodes)
    assert [node["name"] for node in nodes] == network.nodes["name"].str.replace_all("\x00", "\ufffd").to_list()
    ends = set(network.pairs().select("source", "target").rows())
    assert edges == ends or (not directed and {tuple(sorted(pair)) for pair in edges} == ends)


@pytest.mark.parametrize("name", NAMES)
def test_frames_say_of_each_node_what_is_known(census: Census, tmp_path: Path, name: str) -> None:
    nodes, edges = (pl.read_parquet(path) for path in export(census, "parquet", [name], tmp_path))
    network = census.network(name)
    assert edges.select(network.edges.columns).equals(network.edges)
    if "dependencies" in name and edges.height:  # a space and a model may have one name
        used = "dataset" if name.startswith("dataset") else "model"
        assert edges.select("source_kind", "target_kind").unique().rows() == [("space", used)]
    assert set(nodes.columns) >= ATTRIBUTES
    graph = network.graph().as_undirected(mode="collapse")
    held = network.backbone().graph().degree() if "backbone" in edges else graph.degree()
    assert nodes["degree"].to_list() == graph.degree()
    assert nodes["core"].to_list() == graph.coreness()
    assert (nodes["community"] == -1).to_list() == [degree == 0 for degree in held]
    if name == "collaboration-osborne2024-all":
        assert set(nodes.filter("bot")["name"]) >= {"SFconvertbot"} & set(nodes["name"])
        cv = census.network("collaboration", subfield="cv").nodes["name"]
        assert set(nodes.filter(pl.col("subfields").str.contains("cv"))["name"]) == set(cv)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:Could not add vertex ids")
@pytest.mark.parametrize("name", ["lineage-all", "co-usage-all"])
@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_what_is_known_of_an_edge_goes_out_with_it(census: Census, tmp_path: Path, name: str, format: str) -> None:
    (path,) = export(census, format, [name], tmp_path)
    opened = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[format](path)
    pairs = census.network(name).pairs()
    number = {node: place for place, node in enumerate(opened)}
    read = {(number[a], number[b]): data for a, b, data in opened.edges(data=True)}
    assert pairs.height == len(read) > 0
    for row in pairs.iter_rows(named=True):
        pair = row.pop("source"), row.pop("target")
        data = read.get(pair) or read[pair[::-1]]
        for key, value in row.items():
            same = pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
            assert data.get(key) == same or (value is None and not data.get(key))


def test_cells_of_a_network_are_guarded(census: Census, tmp_path: Path) -> None:
    path, _ = export(census, "csv", ["collaboration-osborne2024-all"], tmp_path)
    assert not any(line.startswith(("=", "+", "-", "@", '"=')) for line in path.read_text("utf-8").splitlines())


def test_a_network_is_named_by_its_parts_or_whole(census: Census) -> None:
    by_parts = census.network("collaboration", rule="copresence", subfield="nlp")
    assert by_parts.nodes.equals(census.network("collaboration-copresence-nlp").nodes)
    assert (by_parts.directed, by_parts.graph().is_directed()) == (False, False)
    assert census.network("co-usage", subfield="cv").edges.columns[2:] == ["weight", "p", "backbone"]
    assert census.network("lineage").nodes.equals(census.network("lineage-all").nodes)
    nodes, _ = census.network("dependencies")
    assert nodes.equals(census.network("dependencies-all").nodes)
    with pytest.raises(UsageError, match="there is no network 'collaboration-nearness-all'"):
        census.network("collaboration", rule="nearness")


def test_a_choice_of_person_is_refused_where_it_would_change_nothing(census: Census, tmp_path: Path) -> None:
    words = [str(census.folder), "--format", "origin", "--people", "without_bots", "--out", str(tmp_path / "csv")]
    with pytest.raises(UsageError, match="every name as it stands"):
        CliRunner().invoke(export_command, words, catch_exceptions=False)
    assert not (tmp_path / "csv").exists()
