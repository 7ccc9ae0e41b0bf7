"""Whose models developers mostly work on, against the same count in plain loops."""

from collections import Counter, defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.networks.homes import HOMES, homes

NAMES = "abcd"
OWNERS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "x", "y", None]), st.sampled_from(["user", "org", None])),
    min_size=5,
    max_size=5,
)
MEMBERS = st.sets(st.tuples(st.integers(0, 4), st.sampled_from(NAMES))).map(sorted)


def by_hand(members: list[tuple[int, str]], owners: list[tuple[str | None, str | None]]) -> dict[str, str]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for repository, name in members:
        owner, kind = owners[repository]
        if owner == name:
            counted[name]["own"] += 1
        elif owner is not None:
            counted[name][{"org": "organisation", "user": "person", None: "another"}[kind]] += 1
    return {name: max(HOMES, key=lambda home: counts[home]) for name, counts in counted.items()}


@given(MEMBERS, OWNERS)
def test_a_home_is_where_most_models_are_and_of_equals_the_nearest(
    members: list[tuple[int, str]], owners: list[tuple[str | None, str | None]]
) -> None:
    held = pl.LazyFrame(members, {"repository": pl.Int64, "name": pl.String}, orient="row")
    rows = [(number, *owner) for number, owner in enumerate(owners)]
    owned = pl.LazyFrame(rows, {"repository": pl.Int64, "owner": pl.String, "owner_type": pl.String}, orient="row")
    found = homes(held, owned)
    assert dict(found.rows()) == by_hand(members, owners)
    assert found["name"].is_sorted()
