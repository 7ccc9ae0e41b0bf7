"""The table of licences, ``hub.toml``: classes, rows made by hand, patterns, categories of ScanCode."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["LicenseClass", "Pattern", "Row", "Table", "license_table"]


@dataclass(frozen=True)
class LicenseClass:
    """A class of licences, and which of the study's three groups it is in; ``None`` for no group."""

    name: str
    title: str
    meaning: str
    group: str | None


@dataclass(frozen=True)
class Row:
    """The class of one licence, and why, or the ScanCode key of the same licence."""

    license_class: str
    why: str
    key: str | None


@dataclass(frozen=True)
class Pattern:
    """A class that the name of a licence tells, and how."""

    license_class: str
    why: str
    any: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Table:
    """All of ``hub.toml``, by licence (``hub``, ``names``) and by ScanCode's category (``open``, ``closed``)."""

    classes: dict[str, LicenseClass]
    hub: dict[str, Row]
    names: dict[str, Row]
    patterns: tuple[Pattern, ...]
    open: dict[str, str]
    closed: dict[str, str]
    spdx: tuple[str, ...]


@cache
def license_table() -> Table:
    """Read the table that comes with hubcensus."""
    content = tomllib.loads(files("hubcensus.licenses").joinpath("hub.toml").read_text("utf-8"))
    return Table(
        {name: _class(name, row) for name, row in content["classes"].items()},
        _rows(content["hub"]),
        _rows(content["names"]),
        tuple(Pattern(row["class"], row["why"], tuple(map(re.compile, row["any"]))) for row in content["patterns"]),
        content["open"],
        content["closed"],
        tuple(content["spdx"]["ids"]),
    )


def _class(name: str, row: dict[str, str]) -> LicenseClass:
    return LicenseClass(name, row["title"], row["meaning"], row.get("group"))


def _rows(rows: dict[str, dict[str, str]]) -> dict[str, Row]:
    return {license: Row(row["class"], row.get("why", ""), row.get("key")) for license, row in rows.items()}
