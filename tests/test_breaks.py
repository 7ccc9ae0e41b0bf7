"""The table of breaks says what lies between two days, and no more."""

import re
from datetime import date
from pathlib import Path

import pytest

from hubcensus.breaks import BREAKS, FLOOR, breaks_between, retirements
from hubcensus.errors import UsageError
from hubcensus.hub.assumptions import CREATED_FLOOR
from hubcensus.networks.taxonomy import taxonomy_named
from hubcensus.schema import TABLES

TABLE = taxonomy_named("hf-2026")
TAGS = retirements(TABLE.retired, TABLE.source)


def dated(start: date, end: date, *concerns: str) -> list[date]:
    return [found.when for found in breaks_between(start, end, concerns, BREAKS + TAGS) if found.when]


def test_a_break_counts_between_two_days_and_not_on_one_side_of_both() -> None:
    assert dated(date(2022, 3, 1), date(2022, 3, 2), "created_at") == [FLOOR.date()]
    assert dated(date(2022, 3, 2), date(2026, 1, 1), "created_at") == []
    assert dated(date(2021, 1, 1), date(2022, 3, 1), "created_at") == []


def test_a_break_of_a_known_month_may_be_on_any_day_of_it() -> None:
    for start, end, expected in ((29, 30, 1), (1, 1, 0), (1, 2, 1), (30, 30, 0)):
        assert len(dated(date(2024, 9, start), date(2024, 9, end), "dataset", "downloads")) == expected
    assert "on a day that is not known" in next(one for one in BREAKS if not one.to_the_day).said


def test_a_break_concerns_only_its_kinds_columns_and_tags() -> None:
    whole = (date(2020, 1, 1), date(2026, 1, 1))
    assert dated(*whole, "model", "downloads") == [] == dated(*whole, "dataset", "likes") == dated(*whole, "dataset")
    assert dated(*whole, "downloads_all_time") == dated(*whole, "dataset", "downloads") == [date(2024, 9, 1)]
    assert dated(*whole, "conversational", "text2text-generation") == [date(2024, 2, 21), date(2025, 7, 10)]
    assert breaks_between(date(2026, 1, 1), date(2026, 1, 1), ("downloads",))[0].said == "at all times"


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UsageError, match="earlier day first"):
        breaks_between(date(2026, 1, 1), date(2025, 1, 1), ("likes",))


def test_every_break_names_known_columns_and_a_source() -> None:
    keys = re.findall(r"^@\w+\{(\w+),", Path("docs/references.bib").read_text("utf-8"), re.MULTILINE)
    columns = {column.name for table in TABLES for column in table.columns} | {"model", "dataset", "space"}
    assert {one.source for one in BREAKS + TAGS} <= set(keys)
    assert {name for one in BREAKS for name in one.concerns} <= columns
    assert CREATED_FLOOR == FLOOR
