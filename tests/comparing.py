"""When two censuses are the same: all rows of all tables, times of reading aside."""

import polars as pl

from hubcensus.schema import TABLES
from hubcensus.study import make_tables
from hubcensus.tables.store import Census

__all__ = ["MANY", "assert_same_tables", "tables_of"]

MANY = 10_000_000
"""A quota that no test reaches."""

_TIMES = {"access": ["read_at"], "pages": ["read_at"], "snapshots": ["started_at", "finished_at", "source"]}


def tables_of(census: Census) -> dict[str, pl.DataFrame]:
    """All tables, times of reading aside."""
    make_tables(census)
    return {t.name: census.table(t.name).collect().drop(_TIMES.get(t.name, [])) for t in TABLES}


def assert_same_tables(one: Census, other: Census) -> None:
    """Fail where any row of any table differs."""
    ours, theirs = tables_of(one), tables_of(other)
    for name, frame in ours.items():
        assert frame.equals(theirs[name]), name
