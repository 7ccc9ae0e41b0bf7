"""A database of one file has all of the census, opened by other programs, whole or not at all."""

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.studying import export_command
from hubcensus.errors import CensusError, UsageError
from hubcensus.export.databases import DATABASES, export_database
from hubcensus.schema import TABLES
from hubcensus.study import export, make_findings
from hubcensus.tables.store import Census
from test_hostile import hub, item, take

HOSTILE = [
    "=1+1",
    "'; DROP TABLE repositories; --",
    '"<script>x</script>',
    "\u202eback",
    "n" * 10_000,
    "🤗",
    "ann@example.com",
]
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def databases(census: Census, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("databases")
    return {format: export(census, format, [], folder)[0] for format in DATABASES}


@pytest.fixture(params=list(DATABASES))
def database(request: pytest.FixtureRequest, databases: dict[str, Path]) -> Path:
    return databases[request.param]


def asked(path: Path, query: str) -> Rows:
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(query).fetchall()
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(query).fetchall()


def plain(rows: Iterator[tuple[Any, ...]] | Rows) -> Rows:
    """Rows with instants as both programs can be read."""
    return [tuple(datetime.fromisoformat(v) if _is_instant(v) else v for v in row) for row in rows]


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 27 and value.endswith("Z") and value[10] == "T"


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_is_there_row_by_row_and_unknown_is_null(database: Path, census: Census, table: str) -> None:
    expected = census.table(table).collect()
    names = ", ".join(f'"{name}"' for name in expected.columns)
    assert plain(asked(database, f'SELECT {names} FROM "{table}"')) == plain(expected.rows())


def test_every_network_is_there_node_by_node_and_edge_by_edge(database: Path, census: Census) -> None:
    sizes = []
    for name in census.networks():
        network = census.network(name)
        for table, rows in (("nodes", network.nodes), ("edges", network.edges)):
            names = ", ".join(f'"{column}"' for column in rows.columns)
            assert asked(database, f"SELECT {names} FROM {table} WHERE network = '{name}'") == rows.rows()
        sizes.append((name, network.directed, network.nodes.height, network.edges.height))
    assert asked(database, "SELECT * FROM networks") == sizes


def test_every_finding_is_there_with_its_list(database: Path, census: Census) -> None:
    rows = asked(database, "SELECT id, value, items, low, notes FROM findings")
    findings = census.findings()["findings"]
    assert [row[0] for row in rows] == [one["id"] for one in findings]
    for (_, value, items, low, notes), one in zip(rows, findings, strict=True):
        if isinstance(one["value"], list):
            assert (value, json.loads(items)) == (None, one["value"])
        elif isinstance(one["value"], float):
            assert (value, items) == (one["value"], None)
        assert (low, notes) == (one["low"], one["notes"])
    about = dict(asked(database, "SELECT name, value FROM about"))
    assert json.loads(about["made_from"]) == census.findings()["census"]["made_from"]


def test_the_codebook_has_every_column_that_there_is(database: Path) -> None:
    said = set(asked(database, "SELECT table_name, column_name FROM codebook WHERE meaning <> ''"))
    there = {(name, None) for (name,) in asked(database, "SELECT DISTINCT table_name FROM codebook")}
    for name, _ in list(there):
        there |= {(name, row[0]) for row in asked(database, f"SELECT name FROM pragma_table_info('{name}')")}
    assert said == there
    assert {"repositories", "nodes", "edges", "findings", "codebook"} <= {name for name, _ in there}


def test_duckdb_says_of_each_table_and_column_what_it_is(databases: dict[str, Path]) -> None:
    path = databases["duckdb"]
    said = asked(path, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = 'census'")
    book = {row[:2]: row[2:] for row in asked(path, "SELECT table_name, column_name, meaning, unit FROM codebook")}
    assert len(said) > 100
    for table, column, comment in said:
        meaning, unit = book[table, column]
        assert comment == (f"{meaning} ({unit})" if unit else meaning)
    for table, comment in asked(path, "SELECT table_name, comment FROM duckdb_tables()"):
        assert comment == book[table, None][0]


@pytest.mark.parametrize(
    "query",
    [
        "repositories WHERE kind = 'model' AND repo_id = 'a/b'",
        "repositories WHERE owner = 'a'",
        "tags WHERE kind = 'model' AND repo_id = 'a/b'",
        "commit_authors WHERE author = 'a'",
        "dependencies WHERE depends_on = 'a/b'",
        "lineage WHERE base_model = 'a/b'",
        "edges WHERE source = 'a'",
        "edges WHERE target = 'a'",
        "nodes WHERE name = 'a'",
        "findings WHERE id = 'a'",
        "repositories JOIN commits USING (repository) WHERE repositories.repo_id = 'a/b'",
    ],
)
def test_sqlite_finds_what_people_ask_without_reading_all(databases: dict[str, Path], query: str) -> None:
    steps = asked(databases["sqlite"], f"EXPLAIN QUERY PLAN SELECT * FROM {query}")
    assert all("SEARCH" in step[3] and "AUTOMATIC" not in step[3] for step in steps), steps


def test_datasette_opens_the_file(census: Census, databases: dict[str, Path]) -> None:
    ask = "/census/repositories.json?kind=model&_shape=objects&_size=max&_sort=repo_id"
    got = subprocess.run(
        [sys.executable, "-m", "datasette", databases["sqlite"], "--get", ask],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = census.table("repositories").filter(kind="model").collect()["repo_id"].sort()
    assert [row["repo_id"] for row in json.loads(got.stdout)["rows"]] == listed.to_list()


def test_hostile_names_are_data_and_addresses_are_not_there(tmp_path: Path) -> None:
    commits = [
        {"id": f"{i:040x}", "title": name, "date": "2024-01-01T00:00:00.000Z", "authors": [{"user": name}]}
        for i, name in enumerate(HOSTILE)
    ]
    census = take(tmp_path / "census", hub([item(1, likes=3)], commits))
    for format in DATABASES:
        (path,) = export(census, format, [], tmp_path)
        authors = {row[0] for row in asked(path, "SELECT author FROM commit_authors")}
        assert authors >= set(HOSTILE[:-1])
        assert b"example.com" not in path.read_bytes()
        assert asked(path, "SELECT likes, downloads FROM repositories") == [(3, None)]


def test_the_same_census_gives_the_same_content(database: Path, census: Census, tmp_path: Path) -> None:
    (again,) = export(census, database.suffix[1:], [], tmp_path)
    for (table,) in asked(database, "SELECT DISTINCT table_name FROM codebook"):
        assert asked(database, f'SELECT * FROM "{table}"') == asked(again, f'SELECT * FROM "{table}"')


_KILLED = """
import os, signal, sys
from pathlib import Path
from hubcensus.export.databases import export_database
from hubcensus.tables.store import open_census

def killed(stage, done=0, of=0):
    if stage == "tags":
        os.kill(os.getpid(), signal.SIGKILL)

census = open_census(sys.argv[1])
export_database(census, census.findings(), sys.argv[2], Path(sys.argv[3]), killed)
"""


@pytest.mark.parametrize("format", list(DATABASES))
def test_an_export_that_is_killed_leaves_no_file_and_the_next_is_whole(
    census: Census, tmp_path: Path, format: str
) -> None:
    words = [sys.executable, "-c", _KILLED, str(census.folder), format, str(tmp_path)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    left = [path.name for path in tmp_path.iterdir()]
    assert left and all(".new" in name for name in left)
    (path,) = export(census, format, [], tmp_path)
    assert asked(path, "SELECT count(*) FROM tags")[0][0] == census.table("tags").select(pl.len()).collect().item()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


_FULL = """
import resource, sys
from pathlib import Path
from hubcensus.errors import CensusError
from hubcensus.export.databases import export_database
from hubcensus.tables.store import open_census

census = open_census(sys.argv[1])
document = census.findings()
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    export_database(census, document, sys.argv[2], Path(sys.argv[3]))
except CensusError as error:
    print(error)
"""


@pytest.mark.parametrize("format", list(DATABASES))
def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(census: Census, tmp_path: Path, format: str) -> None:
    words = [sys.executable, "-c", _FULL, str(census.folder), format, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert f"{tmp_path / 'census'}.{format}' cannot be written (" in done.stdout
    assert ": make room, or give another folder" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_what_was_there(census: Census, tmp_path: Path) -> None:
    (tmp_path / "census.sqlite").write_text("of before")

    def failing(stage: str, done: int = 0, of: int = 0) -> None:
        if stage == "tags":
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(
        CensusError, match=r"census\.sqlite' cannot be written \(database or disk is full\): make room"
    ):
        export_database(census, make_findings(census), "sqlite", tmp_path, failing)
    assert [path.name for path in tmp_path.iterdir()] == ["census.sqlite"]
    assert (tmp_path / "census.sqlite").read_text() == "of before"


def test_a_whole_census_takes_no_name_of_a_network(census: Census, tmp_path: Path) -> None:
    words = [str(census.folder), "--format", "sqlite", "--network", "lineage-all", "--out", str(tmp_path)]
    with pytest.raises(UsageError, match="leave it out for origin, duckdb, sqlite"):
        CliRunner().invoke(export_command, words, catch_exceptions=False)


def test_the_code_on_sharing_runs_as_it_stands(
    databases: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).parents[1] / "docs" / "sharing.md").read_text("utf-8")
    (tmp_path / "shared").symlink_to(databases["duckdb"].parent)
    monkeypatch.chdir(tmp_path)
    (python,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(python, {})
    assert capsys.readouterr().out == "downloads in the last 30 days, as the Hub counts them\n"
    (sql,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    with duckdb.connect("shared/census.duckdb", read_only=True) as connection:
        for query in duckdb.extract_statements(sql):
            assert connection.execute(query).fetchall()


@pytest.mark.parametrize("format", ["duckdb", "sqlite"])
def test_two_exports_at_once_both_end_well(census: Census, tmp_path: Path, format: str) -> None:
    words = [sys.executable, "-m", "hubcensus", "export", str(census.folder), "--format", format]
    running = [subprocess.Popen([*words, "--out", str(tmp_path), "--quiet"]) for _ in range(2)]
    assert [one.wait() for one in running] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == [f"census.{format}"]
