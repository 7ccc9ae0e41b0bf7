"""What is in a database of one file: the tables of a census, networks, findings, what columns mean."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from hubcensus.schema import TABLES, Column, Table
from hubcensus.tables.network import Network
from hubcensus.tables.store import Census
from hubcensus.tables.tidy import frame

__all__ = ["DESCRIBED", "Part", "codebook", "parts"]

_ROWS = 100_000  # of a network at a time, as in the parts of a table
_NETWORK = Column("network", "text", "name of the network, as in docs/rules.md and docs/dependencies.md")

_NETWORKS = Table(
    "networks",
    "one network",
    (
        _NETWORK,
        Column("directed", "truth", "its edges have a direction"),
        Column("nodes", "integer", "how many nodes it has", "nodes"),
        Column("edges", "integer", "how many edges it has", "edges"),
    ),
)
_NODES = Table(
    "nodes",
    "one node of one network; bots are among the developers, and findings leave them out",
    (
        _NETWORK,
        Column("name", "text", "a developer, or the repo_id of a space, model or dataset"),
        Column("kind", "text", "model, dataset or space; null for a developer"),
        Column("listed", "truth", "the census lists it; null for a developer"),
        Column("in_part", "truth", "it is of the network's part of the Hub; null where no node says so"),
        Column("spaces", "integer", "spaces that use it; null where the network does not count them", "spaces"),
    ),
)
_EDGES = Table(
    "edges",
    "one edge of one network",
    (
        _NETWORK,
        Column(
            "source", "text", "name of the node that it begins at: the space that uses, the model that was derived"
        ),
        Column("target", "text", "name of the node that it leads to: what is used, the base"),
        Column("weight", "number", "how strong it is, as the network's rule says; null if it has no weights"),
        Column(
            "p", "number", "chance to meet as often if uses were dealt at random; null but for models used together"
        ),
        Column("backbone", "truth", "kept by the test of p; null but for models used together"),
        Column("relation", "text", "how a model was made from its base; null if not known, and in other networks"),
    ),
)
_FINDINGS = Table(
    "findings",
    "one finding",
    (
        Column("id", "text", "what was found, from the general to the particular, as in docs/findings.md"),
        Column("question", "text", "RQ1, RQ2, RQ3, or census for what was and was not read"),
        Column("value", "number", "the answer where it is a number; a share is between 0 and 1"),
        Column("low", "number", "lower end of the interval of 95 %; null if there is none"),
        Column("high", "number", "upper end of the interval of 95 %; null if there is none"),
        Column("unit", "text", "what the value counts"),
        Column("n", "integer", "how many repositories, developers or ties it was made from; null if it has no such"),
        Column("word", "text", "the answer where it is a word, true or false"),
        Column("form", "text", "number, word, truth or list; null where there is no answer, and notes say why"),
        Column("method", "text", "how it was made"),
        Column("source", "text", "key of the definition's source in docs/references.bib"),
        Column("notes", "text", "what readers should know"),
        Column("items", "text", "the answer where it is a list, as JSON"),
    ),
)
_ABOUT = Table(
    "about",
    "one fact on the census that all of this is from",
    (Column("name", "text", "what it says"), Column("value", "text", "as JSON")),
)
_CODEBOOK = Table(
    "codebook",
    "one column, or one table where column_name is null",
    (
        Column("table_name", "text", "the table"),
        Column("column_name", "text", "the column; null where the row is on the table"),
        Column("type", "text", "how its values are written"),
        Column("meaning", "text", "what it is; for a table, what one row is"),
        Column("unit", "text", "what a quantity counts; null if it is none"),
    ),
)

DESCRIBED = {table.name: table for table in (*TABLES, _NETWORKS, _NODES, _EDGES, _FINDINGS, _ABOUT, _CODEBOOK)}
"""Every table of a database, by name: what its rows and columns are."""


@dataclass(frozen=True)
class Part:
    """One table of a database: its columns, and its rows in frames of bounded size."""

    table: Table
    frames: Iterator[pl.DataFrame]


def parts(census: Census, document: dict[str, Any]) -> Iterator[Part]:
    """Yield all tables of a database but the codebook, in a defined order; a frame may lack columns that are null.

    Parameters
    ----------
    census
        A census with tables and networks.
    document
        Content of its ``findings.json``.
    """
    for table in TABLES:
        yield Part(table, (pl.read_parquet(path, glob=False) for path in census.parts(table.name)))
    networks = ((name, census.network(name)) for name in census.networks())
    yield Part(_NETWORKS, (_counted(name, network) for name, network in networks))
    yield Part(_NODES, _slices((name, census.network(name).nodes) for name in census.networks()))
    yield Part(_EDGES, _slices((name, census.network(name).edges) for name in census.networks()))
    yield Part(_FINDINGS, iter([_findings(document["findings"])]))
    about = [(name, _json(value)) for name, value in document["census"].items()]
    yield Part(_ABOUT, iter([pl.DataFrame(about, ["name", "value"], orient="row")]))


def codebook(types: dict[str, str]) -> Part:
    """Return the codebook of a database as a table of it.

    Parameters
    ----------
    types
        How values of each type of ``schema`` are written there.
    """
    rows = [
        row
        for table in DESCRIBED.values()
        for row in (
            (table.name, None, "table", f"a row is {table.row}", None),
            *((table.name, one.name, types[one.type], one.meaning, one.unit or None) for one in table.columns),
        )
    ]
    names = dict.fromkeys((column.name for column in _CODEBOOK.columns), pl.String)
    return Part(_CODEBOOK, iter([pl.DataFrame(rows, names, orient="row")]))


def _counted(name: str, network: Network) -> pl.DataFrame:
    sizes = {"nodes": network.nodes.height, "edges": network.edges.height}
    return pl.DataFrame({"network": name, "directed": network.directed, **sizes})


def _slices(frames: Iterable[tuple[str, pl.DataFrame]]) -> Iterator[pl.DataFrame]:
    for name, rows in frames:
        yield from rows.select(pl.lit(name).alias("network"), pl.all()).iter_slices(_ROWS)


def _findings(rows: list[dict[str, Any]]) -> pl.DataFrame:
    items = [_json(row["value"]) if isinstance(row["value"], list) else None for row in rows]
    return frame(rows).with_columns(items=pl.Series(items, dtype=pl.String))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
