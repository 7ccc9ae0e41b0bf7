import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.app import app
from hubcensus.errors import CensusError, NotCollected, UsageError
from hubcensus.schema import TABLES
from hubcensus.study import make_findings, make_networks, make_tables
from hubcensus.tables.store import Census, open_census
from hubcensus.tables.writer import replaced_folder

DTYPES = {"text": pl.String, "integer": pl.Int64, "truth": pl.Boolean, "instant": pl.Datetime("us", "UTC")}


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def copy(census: Census, tmp_path: Path) -> Census:
    """A copy of the census with nothing made from its journal yet."""
    shutil.copytree(
        census.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("tables", "networks", "findings.json")
    )
    return open_census(tmp_path / "copy")


def test_everything_after_the_journal_is_made_again_byte_for_byte(census: Census, copy: Census) -> None:
    make_findings(copy)
    for part in ("tables", "networks"):
        assert digests(copy.folder / part) == digests(census.folder / part)
    assert (copy.folder / "findings.json").read_bytes() == (census.folder / "findings.json").read_bytes()


def test_what_has_not_changed_is_not_made_again(census: Census) -> None:
    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in census.folder.rglob("*.parquet")}

    before = times()
    make_findings(census)
    assert times() == before


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_the_columns_and_types_of_the_schema(table: object, census: Census) -> None:
    schema = census.table(table.name).collect_schema()  # type: ignore[attr-defined]
    assert dict(schema) == {c.name: DTYPES[c.type] for c in table.columns}  # type: ignore[attr-defined]


def test_counts_are_known_where_access_says_so_and_only_there(census: Census) -> None:
    repositories = census.table("repositories").collect()
    access = census.table("access").collect()
    for resource, column in (("commits", "commits"), ("commits", "contributors"), ("discussions", "discussions")):
        read = access.filter(pl.col("outcome").is_in(["ok", "renamed"]), resource=resource)["repository"]
        known = repositories.filter(pl.col(column).is_not_null())["repository"]
        assert set(known) == set(read)


def test_a_counted_thing_has_as_many_rows(census: Census) -> None:
    for table in ("commits", "discussions"):
        counted = census.table("repositories").select(pl.col(table).sum()).collect().item()
        assert census.table(table).collect().height == counted


def test_an_unknown_table_names_the_tables(census: Census) -> None:
    with pytest.raises(UsageError, match="there are snapshots, pages, repositories"):
        census.table("repos")


def test_what_is_not_made_yet_says_which_command_makes_it(copy: Census) -> None:
    with pytest.raises(NotCollected, match="hubcensus study"):
        copy.table("tags")
    with pytest.raises(NotCollected, match="hubcensus study"):
        copy.findings()


def test_sql_reads_this_census_and_nothing_else(census: Census, tmp_path: Path) -> None:
    counted = census.sql("select kind, count(*) as n from repositories group by kind order by kind")
    assert dict(counted.iter_rows()) == {"dataset": 80, "model": 240, "space": 120}
    assert census.sql('select count(*) from "collaboration-osborne2024-all/edges"').item() > 0
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for query in (f"select * from read_csv('{tmp_path}/secret.csv')", "selec 1"):
        with pytest.raises(UsageError, match="DuckDB"):
            census.sql(query)


def test_sql_lists_tables_and_columns(census: Census) -> None:
    named = {table.name for table in TABLES}
    frames = {f"{name}/{part}" for name in census.networks() for part in ("nodes", "edges")}
    assert set(census.sql("show tables")["name"]) == named | frames | {"findings"}
    for table in TABLES:
        assert census.sql(f"describe {table.name}")["column_name"].to_list() == [one.name for one in table.columns]


def test_the_command_prints_the_name_of_every_table(census: Census) -> None:
    said = CliRunner().invoke(app, ["sql", str(census.folder), "show tables"]).output
    assert all(f" {name} " in said for name in census.sql("show tables")["name"])


def test_sql_sees_each_finding_with_its_value(census: Census) -> None:
    rows = census.findings()["findings"]
    assert census.sql("select id from findings")["id"].to_list() == [row["id"] for row in rows]
    (gini,) = (row for row in rows if row["id"] == "activity.model.likes.gini")
    found = census.sql("select value, low, high, n from findings where id = 'activity.model.likes.gini'")
    assert found.rows() == [(gini["value"], gini["low"], gini["high"], gini["n"])]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select * from nowhere", "no table 'nowhere': there are access, .*, tags, findings, and \"NAME/nodes\""),
        ('select * from "collaboration-x/nodes"', "no table 'collaboration-x/nodes': there are access, "),
        ("select colour from tags", "no column 'colour': tags has snapshot, repository, kind, repo_id, tag$"),
        (
            "select colour, tags from tags",
            "no column '(colour|tags)': tags has snapshot, repository, kind, repo_id, tag$",
        ),
        ("select t.colour from tags t", "no column 'colour': tags has snapshot, repository, kind, repo_id, tag$"),
        ("select r.likes, colour from tags, repositories r", "'colour': tags has .*; repositories has snapshot, "),
        ("with x as (select 1 as a) select b from x", "no column 'b'$"),
        ("select colour from findings", "no column 'colour': findings has id, question, value, "),
    ],
)
def test_a_name_that_sql_does_not_find_is_told_with_those_that_there_are(
    query: str, said: str, census: Census
) -> None:
    with pytest.raises(UsageError, match=said):
        census.sql(query)


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    with replaced_folder(folder) as aside:
        (aside / "a").write_text("old")
    with pytest.raises(RuntimeError), replaced_folder(folder) as aside:
        (aside / "a").write_text("half")
        raise RuntimeError
    assert (folder / "a").read_text() == "old"
    with replaced_folder(folder) as aside:
        (aside / "b").write_text("new")
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".f.lock", "f"]


def test_tables_and_networks_can_be_made_one_after_the_other(copy: Census) -> None:
    make_tables(copy)
    assert copy.networks() == []
    make_networks(copy)
    assert len(copy.networks()) == 41


@pytest.mark.parametrize("link", [False, True])
def test_a_file_or_link_in_the_place_of_a_folder_is_refused_and_stays(link: bool, tmp_path: Path) -> None:
    place = tmp_path / "report"
    (tmp_path / "elsewhere").mkdir()
    if link:
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.write_text("mine")
    for _ in range(2):
        with pytest.raises(CensusError, match="move it away"), replaced_folder(place):
            raise AssertionError
    assert place.is_symlink() if link else place.read_text() == "mine"
    assert not (tmp_path / "report.old").exists()
