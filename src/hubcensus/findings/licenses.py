"""RQ1: which licences repositories have, and whether activity differs between the groups of them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.distribution import grouped
from hubcensus.findings.finding import INTERVAL, Finding, ends, plain
from hubcensus.findings.repositories import LICENSE_GROUPS
from hubcensus.kinds import VARIABLES
from hubcensus.measures import Statistic, Tallied, cliffs_delta, dunn, epsilon_squared, intervals, kruskal_wallis
from hubcensus.measures.bootstrap import Interval, Weights, share_at

__all__ = ["licenses"]

_TOP = 10
_TAGGED = "of the repositories whose tags are known"
_TESTED = "the study's three groups of licences, of the repositories whose licence is in one of them"
_ALONE = "p takes every repository for independent of all others, which those of one owner are not"


def licenses(prefix: str, variables: tuple[str, ...], repositories: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield the findings on the licences of one kind or subfield.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``activity.model``.
    variables
        What is compared between groups of licences.
    repositories
        The repositories, as ``findings.repositories`` describes them.
    missing
        Why there is nothing to measure, if so.
    """
    tagged = repositories.filter("has_tags")
    n = tagged.height
    missing = missing or ("" if n else "tags were not collected")
    prefix = f"{prefix}.license"
    method = f"first tag with 'license:', {_TAGGED}"
    classes, groups = _shares(tagged, "license_class"), _shares(tagged, "license_group")
    none = next((row for row in classes if row["group"] == "none"), {"share": 0.0 if n else None})
    one = plain(f"{prefix}.none_share", "RQ1", none["share"], "share", n, f"no {method}", missing=missing)
    yield replace(one.within(none.get("low"), none.get("high")), source="osborne2024")
    for name, value, how in (
        ("shares", _tags(tagged), method),
        ("classes", classes, f"class of the licence, {_TAGGED}; {INTERVAL}"),
        ("groups", groups, f"the study's groups of licences, {_TAGGED}; {INTERVAL}"),
    ):
        yield plain(f"{prefix}.{name}", "RQ1", value, "shares", n, how, source="osborne2024", missing=missing)
    for variable in variables:
        yield from _compared(f"{prefix}.{variable}", variable, tagged, missing)


def _tags(tagged: pl.DataFrame) -> list[dict[str, Any]]:
    counts = tagged["license"].drop_nulls().value_counts(name="n").sort(["n", "license"], descending=[True, False])
    rows = counts.head(_TOP).iter_rows(named=True)
    return [{"license": row["license"], "share": row["n"] / tagged.height} for row in rows]


def _shares(tagged: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    """Return how many repositories are in each class or group, most first, with the interval of the share."""
    counts = tagged[column].value_counts(name="n").sort(["n", column], descending=[True, False])
    names = counts[column].to_list()
    place = pl.col(column).replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    statistics = {name: share_at(at) for at, name in enumerate(names)}
    found = intervals(statistics, tagged.select(place).to_series().to_numpy(), tagged["owner_number"])
    return [
        {"group": name, "n": n, "share": n / tagged.height, **ends(found.get(name))} for name, n in counts.iter_rows()
    ]


def _compared(prefix: str, variable: str, tagged: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield how activity differs between the three groups: how much first, and only then whether."""
    what = VARIABLES[variable].what
    known = tagged.filter(pl.col("license_group").is_in(LICENSE_GROUPS)).drop_nulls(variable)
    missing = missing or _why_not(known, variable, what)
    rows = [] if missing else grouped(known.select(variable, "owner_number", "license_group"))
    rows.sort(key=lambda row: LICENSE_GROUPS.index(row["group"]))
    n, unit = known.height, f"{what} per repository"
    method = f"{what} per repository, by {_TESTED}; {INTERVAL}"
    yield plain(f"{prefix}.groups", "RQ1", rows, unit, n, method, source="osborne2024", missing=missing)
    groups = None if missing else _Groups(known, variable)
    found = groups.intervals() if groups else {}
    size = epsilon_squared(groups.tallied()) if groups else None
    about = f"share of the variance of ranks that lies between {_TESTED}"
    one = plain(f"{prefix}.epsilon_squared", "RQ1", size, "share", n, about, source="tomczak2014", missing=missing)
    yield one.within(*found.get("", (None, None)))
    test = kruskal_wallis(groups.tallied())._asdict() if groups else None
    alone = test["df"] / (n - 1) if test else None
    about = "epsilon squared that is expected if groups are alike: one less than there are groups, over n - 1"
    yield plain(f"{prefix}.epsilon_by_chance", "RQ1", alone, "share", n, about, source="tomczak2014", missing=missing)
    about = f"Kruskal-Wallis test of {what} between {_TESTED}; read epsilon squared first"
    one = plain(f"{prefix}.kruskal_wallis", "RQ1", [test], "test", n, about, source="kruskal1952", missing=missing)
    yield one.noted(_ALONE)
    pairs = groups.pairs(found) if groups else []
    about = f"Cliff's delta of each pair of groups, then Dunn's test with Holm's adjustment; {INTERVAL}"
    one = plain(f"{prefix}.pairs", "RQ1", pairs, "delta, z and p", n, about, source="cliff1993", missing=missing)
    yield one.noted(_ALONE)


def _why_not(known: pl.DataFrame, variable: str, what: str) -> str:
    if not known.height:
        return f"no repository has known {what} and a licence of one of the groups"
    if known["license_group"].n_unique() < 2:
        return "all licences that are in a group are in the same one"
    return "every count is the same" if known[variable].n_unique() < 2 else ""


class _Groups:
    """Counts in groups, each pair of a group and a count once, to be weighted anew in every draw."""

    def __init__(self, known: pl.DataFrame, variable: str) -> None:
        self.names = names = [name for name in LICENSE_GROUPS if (known["license_group"] == name).any()]
        place = pl.col("license_group").replace_strict(names, range(len(names)), return_dtype=pl.Int64)
        pairs = known.group_by(place.alias("place"), variable).agg("owner_number").sort("place", variable)
        self.n = pairs["owner_number"].list.len().to_numpy().astype(np.float64)
        self.rows, self.owners = (
            np.repeat(np.arange(pairs.height), self.n.astype(np.int64)),
            pairs["owner_number"].explode(),
        )
        self.counts = pairs[variable].cast(pl.Float64).to_numpy()
        ends = np.searchsorted(pairs["place"].to_numpy(), np.arange(len(names) + 1))
        self.slices = {name: slice(*ends[place : place + 2]) for place, name in enumerate(names)}

    def tallied(self, weights: Weights | None = None) -> dict[str, Tallied]:
        w = self.n if weights is None else weights
        return {name: Tallied.of(self.counts[each], w[each]) for name, each in self.slices.items() if w[each].any()}

    def intervals(self) -> dict[str, Interval]:
        """Return the interval of epsilon squared under an empty name, and of each pair's delta under both names."""
        statistics = {"": Statistic(lambda w: epsilon_squared(self.tallied(w)))}
        for pair in combinations(self.names, 2):
            statistics[" ".join(pair)] = Statistic(partial(self._delta, *pair))
        return intervals(statistics, self.rows, self.owners)

    def _delta(self, one: str, other: str, weights: Weights | None = None) -> float:
        groups = self.tallied(weights)
        if one not in groups or other not in groups:
            raise MeasureError("a draw without a repository of one of the groups")
        return cliffs_delta(groups[one], groups[other])

    def pairs(self, found: dict[str, Interval]) -> list[dict[str, Any]]:
        return [
            {
                "one": test.one,
                "other": test.other,
                "delta": self._delta(test.one, test.other),
                **ends(found.get(f"{test.one} {test.other}")),
                "z": test.z,
                "p_holm": test.p_holm,
            }
            for test in dunn(self.tallied())
        ]
