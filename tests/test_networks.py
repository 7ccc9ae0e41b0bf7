"""Networks of a census: what depends on what, subfields, the graph, and equal edges on every engine."""

import narwhals as nw
import polars as pl
import pytest

from hubcensus.networks.build import build_networks
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.engines import engine_named
from hubcensus.networks.ground import ground_of
from hubcensus.networks.taxonomy import in_subfield, taxonomy_named
from hubcensus.standing import tables_on
from hubcensus.tables.network import Network
from hubcensus.tables.store import Census


def test_a_space_uses_a_model_once_and_datasets_are_left_out() -> None:
    uses = pl.DataFrame(
        [("s", "model", "m"), ("s", "model", "m"), ("s", "dataset", "d"), ("m", "model", "m")],
        schema=["repo_id", "depends_on_kind", "depends_on"],
        orient="row",
    )
    edges = dependencies(nw.from_native(uses.lazy())).to_native().collect().sort("source")
    assert edges.rows() == [("m", "m"), ("s", "m")]


def test_a_space_uses_a_dataset_once_and_models_are_left_out() -> None:
    uses = pl.DataFrame(
        [("s", "dataset", "d"), ("s", "dataset", "d"), ("s", "model", "m")],
        schema=["repo_id", "depends_on_kind", "depends_on"],
        orient="row",
    )
    assert dependencies(nw.from_native(uses.lazy()), "dataset").to_native().collect().rows() == [("s", "d")]


def test_a_model_is_in_every_subfield_that_a_tag_of_its_names() -> None:
    tags = pl.DataFrame({"repository": [1, 1, 2, 3], "tag": ["fill-mask", "text-to-image", "mit", "text-to-image"]})
    members = {
        subfield.name: sorted(in_subfield(nw.from_native(tags.lazy()), subfield).to_native().collect()["repository"])
        for subfield in taxonomy_named("osborne2024").subfields
    }
    assert members == {"cv": [], "nlp": [1], "mm": [1, 3]}


@pytest.mark.parametrize("directed", [True, False])
def test_the_graph_has_a_node_a_developer_isolates_too(directed: bool) -> None:
    nodes = pl.LazyFrame({"name": ["c", "a", "b"]})
    edges = pl.LazyFrame({"source": ["a"], "target": ["c"], "weight": [3]})
    graph = Network.of(nodes, edges, directed=directed).graph()
    assert (graph.vcount(), graph.is_directed()) == (3, directed)
    assert [(edge.source, edge.target, edge["weight"]) for edge in graph.es] == [(0, 2, 3.0)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_network_is_the_same_on_duckdb(census: Census) -> None:
    taxonomy = taxonomy_named("osborne2024")
    made = {}
    for name in ("polars", "duckdb"):
        engine = engine_named(name)
        table = tables_on(engine, census)
        made[name] = dict(build_networks(table, ground_of(table, engine.keep), engine, taxonomy))
    assert set(made["duckdb"]) == set(made["polars"])
    parts = ("all", "cv", "nlp", "mm")
    kinds = {f"{of}-{part}" for of in ("dependencies", "lineage", "co-usage") for part in parts}
    assert {name for name in made["polars"] if not name.startswith("collab")} == {*kinds, "dataset-dependencies"}
    assert {name.split("-")[1] for name in made["polars"] if name.startswith("collab")} == set(RULES)
    for name, network in made["polars"].items():
        other = made["duckdb"][name]
        assert network.nodes.equals(other.nodes), name
        assert network.edges.equals(other.edges), name
