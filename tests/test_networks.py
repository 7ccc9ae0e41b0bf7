"""Networks of a census: what depends on what, subfields, the graph, and the same bytes on polars and DuckDB."""

import sys
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comparing import decided_copy, networks_on
from hubcensus.errors import EngineError
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.engines import engine_named
from hubcensus.networks.taxonomy import in_subfield, taxonomy_named
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


def test_without_the_extra_spark_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hubcensus.networks.engines.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(EngineError, match=r"pip install 'hubcensus\[spark\]'.*Java 17"):
        engine_named("spark")


@pytest.mark.parametrize("directed", [True, False])
def test_the_graph_has_a_node_a_developer_isolates_too(directed: bool) -> None:
    nodes = pl.LazyFrame({"name": ["c", "a", "b"]})
    edges = pl.LazyFrame({"source": ["a"], "target": ["c"], "weight": [3]})
    graph = Network.of(nodes, edges, directed=directed).graph()
    assert (graph.vcount(), graph.is_directed()) == (3, directed)
    assert [(edge.source, edge.target, edge["weight"]) for edge in graph.es] == [(0, 2, 3.0)]


def test_networks_have_the_same_bytes_on_duckdb_with_decisions_and_in_a_folder_of_any_name(
    census: Census, tmp_path: Path
) -> None:
    copy = decided_copy(census, tmp_path / "a [b]*?")
    before = {path.parent.name: path.read_bytes() for path in (census.folder / "networks").glob("*/edges.parquet")}
    made = networks_on("polars", copy)
    assert made["collaboration-osborne2024-all/edges.parquet"] != before["collaboration-osborne2024-all"]
    assert {name.split("-")[1] for name in made if name.startswith("collaboration")} == set(RULES)
    kinds = {f"{of}-{part}" for of in ("dependencies", "lineage", "co-usage") for part in ("all", "cv", "nlp", "mm")}
    others = {name.partition("/")[0] for name in made if not name.startswith("collaboration")}
    assert others == {*kinds, "dataset-dependencies"}
    assert networks_on("duckdb", copy) == made


def test_duckdb_needs_no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    engine = engine_named("duckdb")
    rows = pl.DataFrame({"author": ["a", "b", None], "n": [1, 2, 3]})
    assert engine.collect(engine.keep(engine.frame(rows))).equals(rows)
