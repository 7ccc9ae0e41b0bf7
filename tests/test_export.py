from pathlib import Path

import polars as pl
import pytest

from hubcensus.collect.census import take_census
from hubcensus.export.cells import write_csv
from hubcensus.export.origin import export_origin
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.standin.records import RecordedHub, records
from hubcensus.study import make_networks
from hubcensus.tables.store import Census, open_census
from oracle_origin import origin_files, read_origin

MANY = 10_000_000


def assert_equal_files(folder: Path, expected: dict[str, list[dict[str, object]]]) -> None:
    exported = read_origin(folder)
    assert sorted(exported) == sorted(expected)
    for name, rows in expected.items():
        assert sorted(map(repr, exported[name])) == sorted(map(repr, rows)), name


def test_the_origin_export_equals_the_scripts_rules_on_the_made_up_hub(
    hub: Population, census: Census, tmp_path: Path
) -> None:
    make_networks(census)
    assert len(export_origin(census, tmp_path)) == 11
    assert_equal_files(tmp_path, origin_files(records(hub)))


@pytest.mark.recorded
@pytest.mark.long
def test_the_origin_export_equals_the_scripts_rules_on_real_records(recorded: Path, tmp_path: Path) -> None:
    real = RecordedHub(recorded / "real-slice.ndjson.gz")
    with background(real, quota=MANY) as standin:
        take_census(tmp_path / "census", endpoint=standin.address)
    census = open_census(tmp_path / "census")
    make_networks(census)
    export_origin(census, tmp_path / "csv")
    assert_equal_files(tmp_path / "csv", origin_files(records(real)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    cell = write_csv(pl.DataFrame({"name": [text]})).splitlines(keepends=True)[1]
    assert cell.lstrip('"').startswith("'")


def test_zero_is_zero_and_unknown_is_empty() -> None:
    assert write_csv(pl.DataFrame({"a": [0, None], "b": ["x", None]})) == "a,b\n0,x\n,\n"
