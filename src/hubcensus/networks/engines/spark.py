"""Spark, on this machine or, by Spark Connect, on a cluster that sees the census under the same path."""

import os
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from polars import selectors as cs

from hubcensus.errors import EngineError
from hubcensus.networks.contributions import Frame

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
except ImportError as error:
    raise EngineError(
        "Spark is not installed: run `pip install 'hubcensus[spark]'`, and install Java 17 or later"
    ) from error

__all__ = ["Spark"]

_RETRIES = 4
"""How often a server that does not answer is asked again, which takes seconds; Spark by itself takes ten minutes."""

_GIST = re.compile(r'details = "(.*)"|^: (.*)', re.MULTILINE)
"""What matters in an error of a server, and in one of Java."""


class Spark:
    """The session of this process if there is one, or a new one, where ``SPARK_REMOTE`` says or on this machine."""

    def __init__(self) -> None:
        self._session = _remote(os.environ["SPARK_REMOTE"]) if "SPARK_REMOTE" in os.environ else _local()

    def read(self, paths: Sequence[Path]) -> Frame:
        """Return the rows of Parquet files."""
        with _told(f"Spark cannot read '{paths[0].parent}': every machine of it has to see the census at this path"):
            rows: Frame = nw.from_native(self._session.read.parquet(*(_no_pattern(path) for path in paths)))
            rows.collect_schema()  # a server is asked only now
        return rows

    def frame(self, rows: pl.DataFrame) -> Frame:
        """Return rows of polars, sent to where Spark runs."""
        frame: Frame = nw.from_native(self._session.createDataFrame(rows.to_arrow()))
        return frame

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once and hold the result where Spark runs."""
        with _told("Spark failed"):
            held: Frame = nw.from_native(frame.to_native().localCheckpoint())
        return held

    def collect(self, frame: Frame) -> pl.DataFrame:
        """Return the result as polars, whole numbers as Int64."""
        with _told("Spark failed"):
            return pl.DataFrame(frame.to_native().toArrow()).with_columns(cs.integer().cast(pl.Int64))


def _local() -> SparkSession:
    """Return a session on this machine, which nothing outside can reach and which says nothing but errors."""
    logging = Path(__file__).with_name("log4j2.properties")
    settings: dict[str, Any] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()}",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",  # by which a moment's day is told
        "spark.sql.shuffle.partitions": "16",
    }
    with _told("Spark did not start: it needs Java 17 or later"):
        return SparkSession.builder.appName("hubcensus").master("local[*]").config(map=settings).getOrCreate()


def _remote(address: str) -> SparkSession:
    """Return a session of the server at an address."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    if not address.startswith("sc://"):
        raise EngineError(f"SPARK_REMOTE is '{address}': it has to be an address such as sc://host:15002")
    warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")  # our error says it
    with _told("the Spark server that SPARK_REMOTE names does not answer"):
        session = SparkSession.builder.getOrCreate()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
        session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say what an error of Spark means here."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        found = _GIST.search(str(error))
        gist = found[found.lastindex or 0] if found else str(error).strip().partition("\n")[0]
        raise EngineError(f"{what} ({gist})") from error


def _no_pattern(path: Path) -> str:
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path))
