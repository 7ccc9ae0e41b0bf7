"""When two censuses are the same: all rows of all tables, times of reading aside; all bytes of all networks."""

import shutil
from pathlib import Path

import polars as pl

from hubcensus.networks.decisions import decision
from hubcensus.networks.engines import EngineName
from hubcensus.review import decide
from hubcensus.schema import TABLES
from hubcensus.study import make_networks, make_tables
from hubcensus.tables.store import Census

__all__ = ["MANY", "assert_same_tables", "decided_copy", "networks_on", "tables_of"]

MANY = 10_000_000
"""A quota that no test reaches."""

_TIMES = {
    "access": ["read_at"],
    "owners": ["read_at"],
    "pages": ["read_at"],
    "snapshots": ["started_at", "finished_at", "source"],
}


def tables_of(census: Census) -> dict[str, pl.DataFrame]:
    """All tables, times of reading aside."""
    make_tables(census)
    return {t.name: census.table(t.name).collect().drop(_TIMES.get(t.name, [])) for t in TABLES}


def assert_same_tables(one: Census, other: Census) -> None:
    """Fail where any row of any table differs."""
    ours, theirs = tables_of(one), tables_of(other)
    for name, frame in ours.items():
        assert frame.equals(theirs[name]), name


def decided_copy(census: Census, folder: Path) -> Census:
    """A copy of a census with a decision that two who are tied are one person."""
    copy = Census(shutil.copytree(census.folder, folder))
    one, other, _ = copy.network("collaboration").edges.sort("weight").row(-1)
    decide(copy, new=[decision((one, other), "one person")], undone=[])
    return copy


def networks_on(engine: EngineName, census: Census) -> dict[str, bytes]:
    """The files of all networks, made by an engine."""
    folder = census.folder / "networks"
    shutil.rmtree(folder)
    make_networks(census, engine_name=engine)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*.parquet")}
