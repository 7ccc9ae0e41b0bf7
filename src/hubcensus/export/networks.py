"""A network with what is known of its nodes, as GraphML, GEXF, Parquet or CSV."""

import re
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import polars as pl

from hubcensus.export.cells import write_csv
from hubcensus.measures import communities, degrees
from hubcensus.tables.network import Network
from hubcensus.tables.writer import made_folder, replaced_text, write_parquet

__all__ = ["FORMATS", "described", "export_network"]

_SEED = 1
_KINDS = {pl.String: "string", pl.Boolean: "boolean", pl.Int64: "long", pl.Float64: "double"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def described(network: Network, subfields: dict[str, pl.Series], bots: list[str]) -> Network:
    """Return the network with what is known of its nodes.

    Parameters
    ----------
    network
        Of developers, or of spaces, models and datasets.
    subfields
        Names of the nodes in each subfield.
    bots
        Names that count as bots.

    Returns
    -------
    Network
        ``nodes`` with ``name``, ``kind``, ``degree`` (nodes tied in either direction), ``core`` (largest k of a
        k-core), ``community`` (-1 for isolates; Leiden, seed 1, in the backbone if there is one), ``subfields``
        (names, ``;`` between) and ``bot``.
    """
    graph = network.graph()
    if "weight" not in network.edges:
        graph.es["weight"] = 1.0
    held = network.backbone().graph() if "backbone" in network.edges else graph
    core = np.asarray(graph.as_undirected(mode="collapse").coreness(), dtype=np.int64)
    inside = [pl.lit(None, dtype=pl.String)]  # there may be no subfields
    inside += [
        pl.when(pl.col("name").is_in(names.implode())).then(pl.lit(subfield)) for subfield, names in subfields.items()
    ]
    nodes = network.nodes.with_columns(
        *([] if "kind" in network.nodes else [pl.lit("developer").alias("kind")]),
        pl.Series("degree", degrees(graph), dtype=pl.Int64),
        pl.Series("core", core, dtype=pl.Int64),
        pl.Series("community", communities(held, _SEED), dtype=pl.Int64),
        pl.concat_str(inside, separator=";", ignore_nulls=True).alias("subfields"),
        pl.col("name").is_in(bots).alias("bot"),
    )
    return Network(nodes, network.edges.with_columns(_kinds_of_ends(nodes)), network.directed)


def _kinds_of_ends(nodes: pl.DataFrame) -> list[pl.Expr]:
    """Return the kinds of the ends of every edge, where one name may be two nodes."""
    kinds = nodes["kind"].unique().to_list()
    if "space" not in kinds:
        return []
    used = next((kind for kind in kinds if kind != "space"), "space")
    return [pl.lit("space").alias("source_kind"), pl.lit(used).alias("target_kind")]


def export_network(network: Network, name: str, format: str, folder: Path) -> list[Path]:
    """Write a network into ``folder`` in one of ``FORMATS`` and return the paths."""
    made_folder(folder)
    return FORMATS[format](network, name, folder)


def _parquet(network: Network, name: str, folder: Path) -> list[Path]:
    paths = [folder / f"{name}-{part}.parquet" for part in ("nodes", "edges")]
    for frame, path in zip(network, paths, strict=True):
        write_parquet(frame, path)
    return paths


def _csv(network: Network, name: str, folder: Path) -> list[Path]:
    paths = [folder / f"{name}-{part}.csv" for part in ("nodes", "edges")]
    for frame, path in zip(network, paths, strict=True):
        replaced_text(path, write_csv(frame))
    return paths


def _graphml(network: Network, name: str, folder: Path) -> list[Path]:
    path = folder / f"{name}.graphml"
    graph = network.graph()
    for frame, of in ((network.nodes, graph.vs), (network.edges.drop("source", "target"), graph.es)):
        for column in frame.select(pl.selectors.string()).columns:
            of[column] = [_xml(text) for text in frame[column]]
    with path.open("wb") as file:
        graph.write_graphml(file)
    return [path]


def _gexf(network: Network, name: str, folder: Path) -> list[Path]:
    path = folder / f"{name}.gexf"
    replaced_text(path, "\n".join(_gexf_lines(network)) + "\n")
    return [path]


def _gexf_lines(network: Network) -> Iterator[str]:
    pairs = network.pairs()
    ends = [pairs["source"], pairs["target"]]
    weights = pairs["weight"] if "weight" in pairs else pl.repeat(1, pairs.height, eager=True)
    more = pairs.drop("source", "target", "weight", strict=False)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f'<graph defaultedgetype="{"directed" if network.directed else "undirected"}">'
    yield from _gexf_attributes(network.nodes.drop("name"), "node")
    yield from _gexf_attributes(more, "edge")
    yield "<nodes>"
    names = network.nodes["name"]
    for number, (name, row) in enumerate(zip(names, network.nodes.drop("name").iter_rows(), strict=True)):
        yield f'<node id="{number}" label={quoteattr(_xml(name))}>{_gexf_values(row)}</node>'
    yield "</nodes><edges>"
    rows = more.iter_rows() if more.width else repeat((), pairs.height)
    for number, (source, target, weight, row) in enumerate(zip(*ends, weights, rows, strict=True)):
        edge = f'<edge id="{number}" source="{source}" target="{target}" weight="{weight}"'
        yield f"{edge}>{_gexf_values(row)}</edge>" if row else f"{edge}/>"
    yield "</edges></graph></gexf>"


def _gexf_attributes(frame: pl.DataFrame, of: str) -> Iterator[str]:
    if frame.width:
        yield f'<attributes class="{of}">'
        for number, (column, dtype) in enumerate(frame.schema.items()):
            yield f'<attribute id="{number}" title="{column}" type="{_KINDS[dtype.base_type()]}"/>'
        yield "</attributes>"


def _gexf_values(row: tuple[object, ...]) -> str:
    known = ((at, cell) for at, cell in enumerate(row) if cell is not None)
    values = (f'<attvalue for="{at}" value={quoteattr(_value(cell))}/>' for at, cell in known)
    return f"<attvalues>{''.join(values)}</attvalues>"


def _value(cell: object) -> str:
    return str(cell).lower() if isinstance(cell, bool) else _xml(str(cell))


def _xml(text: str | None) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text or "")


FORMATS: dict[str, Callable[[Network, str, Path], list[Path]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "parquet": _parquet,
    "csv": _csv,
}
"""The formats, by name."""
