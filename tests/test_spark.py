"""Spark, on this machine and by Spark Connect: the same edges as polars and DuckDB, the same bytes."""

import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comparing import decided_copy, networks_on
from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import Credit, contributions, dated, known_as, openings
from hubcensus.networks.engines import Engine, engine_named
from hubcensus.tables.store import Census
from test_rules import Commit, frames

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: `make test-long` installs it")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (os.environ.get("JAVA_HOME") or shutil.which("java")), reason="Java is not installed"),
]

NAMES = [*"abcdefghijklmnopqrstuvwxyz", "A", "Ä", "ß", "名前", "a-b", "a_b", "Z", "\U0001f917", "it's", "e\u0301"]
ALIASES = pl.DataFrame({"author": ["a", "A", "Ä"], "person": ["a", "a", "a"]})
BOTS = ("z", "it's")
ONE_SUBFIELD = 'title = "one"\n[subfields.nlp]\ntitle = "NLP"\ntags = ["text-generation", "fill-mask"]\n'


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    yield engine_named("spark")
    pyspark.sql.SparkSession.getActiveSession().stop()


def histories(seed: int) -> list[list[Commit]]:
    draw = random.Random(seed)
    return [
        [
            (draw.sample(NAMES, draw.randrange(4)), draw.randrange(-20_000, 20_000) if draw.random() < 0.1 else place)
            for place in range(draw.randrange(30))
        ]
        for _ in range(60)
    ]


def edges_on(engine: Engine, seed: int, credit: Credit, rule: str) -> pl.DataFrame:
    authors, commits = (engine.frame(frame) for frame in frames(histories(seed)))
    if RULES[rule].of == "discussions":
        owners = authors.select("repository", owner="author").unique()
        return engine.collect(collaboration(openings(authors, owners), rule))
    known = known_as(authors, engine.frame(ALIASES), BOTS)
    return engine.collect(collaboration(contributions(dated(known, commits), credit, largest_team=30), rule))


@pytest.mark.parametrize("credit", ["first", "full", "fractional"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_and_credit_gives_exactly_equal_edges_on_all_engines(
    spark: Engine, rule: str, credit: Credit
) -> None:
    expected = edges_on(engine_named("polars"), 1, credit, rule)
    assert expected.height > 30
    for engine in (engine_named("duckdb"), spark):
        assert_frame_equal(edges_on(engine, 1, credit, rule), expected, check_row_order=False, check_exact=True)


def test_networks_have_the_same_bytes_on_spark_with_decisions_and_in_a_folder_of_any_name(
    spark: Engine, census: Census, tmp_path: Path
) -> None:
    copy = decided_copy(census, tmp_path / "a [b]{c}*?\\, d=é")
    assert networks_on("spark", copy) == networks_on("polars", copy)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Spark Connect server on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = Path(pyspark.__file__).parent
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
    }
    command = [home / "bin" / "spark-submit", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    options = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    with subprocess.Popen(
        [*command, *options],
        env=os.environ | {"SPARK_HOME": str(home)},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        began = next((line for line in process.stderr if "Spark Connect server started" in line), None)
        rest = Thread(target=process.stderr.read)  # a full pipe would stop the server
        rest.start()
        try:
            assert began
            yield f"sc://127.0.0.1:{port}"
        finally:
            process.terminate()
            rest.join()


def program(census: Census, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(census.folder / "networks")
    command = [sys.executable, "-m", "hubcensus", "networks", census.folder, "--engine", "spark", "--quiet"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_networks_have_the_same_bytes_by_spark_connect(census: Census, server: str, tmp_path: Path) -> None:
    copy = decided_copy(census, tmp_path / "copy")
    (copy.folder / "taxonomy.toml").write_text(ONE_SUBFIELD)
    expected = networks_on("polars", copy)
    done = program(copy, SPARK_REMOTE=server, JAVA_HOME="/nowhere")  # which only the server needs
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder = copy.folder / "networks"
    assert {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*.parquet")} == expected


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"JAVA_HOME": "/nowhere"}, "Spark did not start: it needs Java 17 or later"),
        ({"SPARK_REMOTE": "host:15002"}, "it has to be an address such as sc://host:15002"),
        (
            {"SPARK_REMOTE": "sc://127.0.0.1:1/;token=secret"},
            "the Spark server that SPARK_REMOTE names does not answer",
        ),
    ],
)
def test_spark_that_cannot_start_is_told_in_a_sentence(
    census: Census, tmp_path: Path, environment: dict[str, Any], sentence: str
) -> None:
    done = program(Census(shutil.copytree(census.folder, tmp_path / "copy")), **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
