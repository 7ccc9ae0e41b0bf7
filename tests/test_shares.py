"""Findings on owners, licences, groups, relations and actors say what counting by hand gives."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from hubcensus.breaks import FLOOR
from hubcensus.findings import Finding, activity, actors, agreement, drift, flow, otherwise
from hubcensus.findings.agreement import signs
from hubcensus.findings.licenses import licenses
from hubcensus.findings.owners import owners
from hubcensus.findings.repositories import described
from hubcensus.kinds import VARIABLES, kind_named
from hubcensus.measures import Tallied, epsilon_squared
from hubcensus.tables.audit import Coverage
from hubcensus.tables.network import Network

MODEL = kind_named("model")
LICENSES = ("apache-2.0", "llama3", None, "gpl-3.0")
SCHEMA = {
    "repository": pl.Int64,
    "repo_id": pl.String,
    "owner": pl.String,
    "created_at": pl.Datetime("us", "UTC"),
    "license": pl.String,
    "license_name": pl.String,
    "has_tags": pl.Boolean,
    **dict.fromkeys(VARIABLES, pl.Int64),
}
ROWS = [
    {
        "repository": i,
        "repo_id": f"o{i % 30}/m{i}",
        "owner": f"o{i % 30}",
        "created_at": FLOOR + timedelta(seconds=6 * i if i < 4 else 86400 * (300 + 365 * (i % 2) + i)),
        "license": LICENSES[i % 4],
        "has_tags": i % 10 != 9,
        "likes": i**2 % 37,
        "downloads": i**3 % 101 if i % 5 else None,
        "contributors": i % 13,
    }
    for i in range(120)
]
TYPES = pl.DataFrame({"owner": ["o0", "o1", "o2"], "owner_type": ["org", "user", "org"]})
MODELS = described(pl.DataFrame(ROWS, schema=SCHEMA), TYPES)


def by_id(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings}


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    return by_id(activity("model", MODEL, MODELS))


def known(variable: str, **of: Any) -> list[Any]:
    rows = (row for row in ROWS if all(row[name] == value for name, value in of.items()))
    return [row[variable] for row in rows if row.get(variable) is not None]


def test_an_owner_has_what_all_of_its_repositories_have(found: dict[str, Finding]) -> None:
    totals = {f"o{i}": sum(known("likes", owner=f"o{i}")) for i in range(30)}
    first = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    top = found["activity.model.owners.likes.top"].value
    assert [(row["owner"], row["total"], row["repositories"]) for row in top] == [(*pair, 4) for pair in first]
    whole = sum(totals.values())
    assert found["activity.model.owners.likes.hhi"].value == pytest.approx(
        sum((each / whole) ** 2 for each in totals.values())
    )
    assert top[0]["share"] == pytest.approx(first[0][1] / whole)


def test_numbers_of_a_group_are_those_of_its_repositories_alone(found: dict[str, Finding]) -> None:
    rows = {row["group"]: row for row in found["activity.model.downloads.by_year"].value}
    assert sum(row["listed"] for row in rows.values()) == len(ROWS)
    assert rows["2022-03-02 or before"]["listed"] == 4
    of_2023 = [r["downloads"] for r in ROWS if r["created_at"].year == 2023 and r.get("downloads") is not None]
    assert (rows["2023"]["n"], rows["2023"]["median"]) == (len(of_2023), np.median(of_2023))
    kinds = {row["group"]: row for row in found["activity.model.likes.by_owner_kind"].value}
    assert {name: row["listed"] for name, row in kinds.items()} == {"organisation": 8, "person": 4, "unknown": 108}
    assert kinds["organisation"]["mean"] == pytest.approx(
        np.mean(known("likes", owner="o0") + known("likes", owner="o2"))
    )
    teams = {row["group"]: row["listed"] for row in found["activity.model.likes.by_contributors"].value}
    counts = [row["contributors"] for row in ROWS]
    assert teams["3 to 5"] == sum(3 <= count <= 5 for count in counts)
    assert teams["more than 10"] == sum(count > 10 for count in counts)


def test_licences_are_shares_of_the_repositories_whose_tags_are_known(found: dict[str, Finding]) -> None:
    tagged = [row["license"] for row in ROWS if row["has_tags"]]
    classes = {row["group"]: row for row in found["activity.model.license.classes"].value}
    expected = {"permissive": "apache-2.0", "vendor": "llama3", "none": None, "strong_copyleft": "gpl-3.0"}
    assert {name: row["n"] for name, row in classes.items()} == {
        name: tagged.count(tag) for name, tag in expected.items()
    }
    none = found["activity.model.license.none_share"]
    assert none.value == classes["none"]["share"] == tagged.count(None) / len(tagged)
    assert none.low is not None and none.high is not None and none.low < none.value < none.high
    assert (none.low, none.high) == (classes["none"]["low"], classes["none"]["high"])


def test_groups_of_licences_are_compared_as_scipy_does(found: dict[str, Finding]) -> None:
    groups = [
        [row["likes"] for row in ROWS if row["has_tags"] and row["license"] in of]
        for of in (("apache-2.0",), ("llama3", "gpl-3.0"), (None,))
    ]
    test = stats.kruskal(*groups)
    assert found["activity.model.license.likes.kruskal_wallis"].value[0]["h"] == pytest.approx(test.statistic)
    size = found["activity.model.license.likes.epsilon_squared"]
    assert size.value == pytest.approx(test.statistic / (sum(map(len, groups)) - 1))
    assert [row["n"] for row in found["activity.model.license.likes.groups"].value] == list(map(len, groups))
    pair = found["activity.model.license.likes.pairs"].value[0]
    u = stats.mannwhitneyu(groups[0], groups[1]).statistic
    assert (pair["one"], pair["other"]) == ("permissive", "restrictive")
    assert pair["delta"] == pytest.approx(2 * u / (len(groups[0]) * len(groups[1])) - 1)
    assert pair["low"] <= pair["delta"] <= pair["high"]


def test_counts_go_together_as_scipy_says_where_both_are_known(found: dict[str, Finding]) -> None:
    rows = {(row["one"], row["other"]): row for row in found["activity.model.spearman"].value}
    both = [(row["likes"], row["downloads"]) for row in ROWS if row.get("downloads") is not None]
    one = rows["likes", "downloads"]
    assert (one["n"], one["rho"]) == (len(both), pytest.approx(stats.spearmanr(both).statistic))
    assert one["low"] <= one["rho"] <= one["high"]
    assert ("likes", "commits") not in rows  # no commits were read


USES = [(f"u{i % 25}/s{i}", f"o{min(i, 9) % 3}/m{i % 7}") for i in range(60)] + [("loner", "gpt2"), ("x/y", "gpt2")]
EDGES = pl.DataFrame(USES, schema=["source", "target"], orient="row")


def test_ranks_lie_within_their_intervals_and_nobody_is_before_the_first() -> None:
    found = by_id(actors("all", EDGES, TYPES.rename({"owner_type": "type"}), "", "model"))
    uses: dict[str, int] = {}
    for _, model in USES:
        uses[model] = uses.get(model, 0) + 1
    for row in found["adoption.all.model_ranks"].value:
        assert row["uses"] == uses[row["model"]]
        assert 1 <= row["rank_low"] <= row["rank_high"]
        assert row["uses_low"] <= row["uses"] <= row["uses_high"]
    assert found["adoption.all.model_hhi"].value == pytest.approx(sum((n / len(USES)) ** 2 for n in uses.values()))
    ranked = sorted(uses.values(), reverse=True)
    half = next(k for k in range(1, len(ranked) + 1) if sum(ranked[:k]) >= len(USES) / 2)
    assert found["adoption.all.models_half"].value == half
    types = {row["type"]: row for row in found["adoption.all.by_owner_type"].value}
    assert types["org"]["uses"] == sum(model.startswith(("o0/", "o2/")) for _, model in USES)
    assert sum(row["share"] for row in types.values()) == pytest.approx(1)
    unknown = types["unknown"]["share"] if "unknown" in types else 0
    assert types["org"]["share_at_most"] == pytest.approx(types["org"]["share"] + unknown)


def test_equals_share_the_best_rank_and_owners_have_their_models_and_kind() -> None:
    types = TYPES.rename({"owner_type": "type"}).filter(owner="o0")
    found = by_id(actors("all", EDGES, types, "", "model"))
    uses = Counter(model for _, model in USES)
    for row in found["adoption.all.model_ranks"].value:
        assert row["rank"] == 1 + sum(n > uses[row["model"]] for n in uses.values())
    assert len({row["rank"] for row in found["adoption.all.model_ranks"].value}) < 10
    for row in found["adoption.all.owner_ranks"].value:
        assert row["models"] == len({model for model in uses if model.startswith(row["owner"] + "/")})
        assert row["type"] == ("org" if row["owner"] == "o0" else "unknown")
    kinds = {row["type"]: row for row in found["adoption.all.by_owner_type"].value}
    assert kinds["unknown"]["share_at_most"] is None and kinds["org"]["share_at_most"] == 1


def test_epsilon_squared_by_chance_is_its_mean_over_all_orders_of_the_groups() -> None:
    counts = np.array([3, 1, 4, 1, 5, 9, 2, 6])
    sizes = []
    for one in combinations(range(8), 3):
        rest = [place for place in range(8) if place not in one]
        for other in combinations(rest, 3):
            third = [place for place in rest if place not in other]
            groups = {
                name: Tallied.of(counts[list(each)]) for name, each in zip("abc", (one, other, third), strict=True)
            }
            sizes.append(epsilon_squared(groups))
    frame = MODELS.filter(pl.col("license_group").is_in(["permissive", "restrictive", "none"])).head(8)
    frame = frame.with_columns(likes=pl.Series(counts), license_group=pl.Series([*"aaabbbcc"]))
    names = {"a": "permissive", "b": "restrictive", "c": "none"}
    frame = frame.with_columns(pl.col("license_group").replace(names), has_tags=True)
    found = by_id(licenses("activity.model", ("likes",), frame, ""))
    assert found["activity.model.license.likes.epsilon_by_chance"].value == pytest.approx(np.mean(sizes))


def test_which_years_were_read_is_counted_and_those_before_the_dates_come_first() -> None:
    years = ["2023", "2022", "2022-03-02 or before", "2023", "unknown"]
    rows = pl.DataFrame({"commits": [1, None, 0, None, 2], "contributors": [1, None, 0, None, 1], "by_year": years})
    seen = {"commits": Coverage("s", "model", "commits", 5, {"ok": 3}, 0)}
    found = by_id(flow(MODEL, rows, 5, seen))["census.model.read_by_year"].value
    assert [(row["year"], row["listed"], row["read"]) for row in found] == [
        ("2022-03-02 or before", 1, 1),
        ("2022", 1, 0),
        ("2023", 2, 1),
        ("unknown", 1, 1),
    ]


def test_where_no_commits_were_read_nobody_is_said_to_have_none() -> None:
    nothing = pl.Series([None, None], dtype=pl.Int64)
    rows = pl.DataFrame({"commits": nothing, "contributors": nothing, "by_year": ["2023", "2023"]})
    seen = {"commits": Coverage("s", "model", "commits", 2, {"unavailable": 2}, 0)}
    found = by_id(flow(MODEL, rows, 2, seen))
    assert found["census.model.flow.read"].value == 0
    assert found["census.model.flow.active"].value is None and found["census.model.flow.shared"].value is None


def test_key_developers_stand_by_other_rules_as_their_degree_there_says() -> None:
    nodes = pl.DataFrame({"name": ["a", "b", "c"]})
    tied = pl.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "weight": [1, 1]})
    networks = {"copresence": Network(nodes, tied), "founder": Network(nodes, tied.head(0))}
    key = [{"developer": "b"}, {"developer": "a"}, {"developer": "gone"}]
    rows = otherwise("all.without_bots", key, networks, [("b", "B!"), ("x", "y")]).value
    assert [(row["copresence"], row["founder"]) for row in rows] == [(2, 1), (1, 1), (None, None)]
    assert [row["alike"] for row in rows] == [["B!"], [], []]


def test_few_owners_of_spaces_give_ranks_without_an_interval_and_a_note() -> None:
    found = by_id(actors("all", EDGES.head(5), TYPES.rename({"owner_type": "type"}), "", "model"))
    ranks = found["adoption.all.model_ranks"]
    assert "rank_low" not in ranks.value[0]
    assert "no interval" in ranks.notes


def test_signs_that_are_unknown_are_left_out_of_the_agreement() -> None:
    bases = pl.DataFrame({"source": ["a", "b", "c"], "target": ["o0/m0", "o0/m0", "o1/m1"]})
    without = signs(MODELS, None, bases)
    assert without["spaces"].null_count() == MODELS.height
    found = by_id(agreement("all", without))
    assert {row["one"] for row in found["adoption.all.agreement.pairs"].value} == {"likes", "downloads"}
    counted = signs(MODELS, EDGES, bases)
    row = counted.filter(repo_id="o0/m0").row(0, named=True)
    assert (row["spaces"], row["derivatives"]) == (sum(model == "o0/m0" for _, model in USES), 2)


def test_a_sign_that_is_the_same_for_all_has_no_correlation_and_still_its_names() -> None:
    alike = MODELS.head(3).with_columns(likes=pl.lit(1, pl.Int64), downloads=pl.Series([1, 2, 3], dtype=pl.Int64))
    bases = pl.DataFrame({"source": ["a"], "target": ["nobody"]})
    [row] = by_id(agreement("all", signs(alike, None, bases)))["adoption.all.agreement.pairs"].value
    assert row == {"one": "likes", "other": "downloads", "first": 3, "in_both": 3}


def test_the_largest_counts_that_are_taken_add_up_over_an_owner() -> None:
    rows = [{**row, "owner": f"o{i % 3}", "likes": 2**53} for i, row in enumerate(ROWS * 13)][:1500]
    models = described(pl.DataFrame(rows, schema=SCHEMA), TYPES)
    top = by_id(owners("x", "likes", models, ""))["x.top"].value
    assert [row["share"] for row in top] == pytest.approx([1 / 3] * 3)
    assert sum(row["total"] for row in top) == 1500 * 2**53


def test_licences_of_models_and_their_bases_are_compared_where_both_are_known() -> None:
    pairs = [(4, 0), (8, 0), (1, 0), (2, 0), (9, 0), (3, 2), (6, 2)]  # 9 has no tags, 2 names no licence
    name = {row["repository"]: row["repo_id"] for row in ROWS}
    edges = pl.DataFrame(
        [(name[one], name[base], "finetune") for one, base in pairs] + [("not/listed", name[0], None)],
        schema=["source", "target", "relation"],
        orient="row",
    )
    found = by_id(drift("all", edges, MODELS))
    shares = [found[f"lineage.all.license.{became}_share"].value for became in ("kept", "changed", "dropped")]
    assert shares == [0.5, 0.25, 0.25]
    assert found["lineage.all.license.kept_share"].n == 4
    classes = {(row["base"], row["model"]): row["pairs"] for row in found["lineage.all.license.classes"].value}
    assert classes == {
        ("permissive", "permissive"): 2,
        ("permissive", "vendor"): 1,
        ("permissive", "none"): 1,
        ("none", "strong_copyleft"): 1,
        ("none", "none"): 1,
    }
