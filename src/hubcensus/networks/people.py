"""Who may be one person under several names: candidates with points and evidence, for a person to decide on."""

import igraph
import polars as pl

from hubcensus.networks.spelling import SPELLINGS, alike, inside

__all__ = ["LEAST", "THRESHOLDS", "candidates", "persons"]

THRESHOLDS = (85, 90, 95)
"""Points from which candidates are taken for one person where a finding is given by threshold."""

LEAST = 80
"""Points below which a pair is no candidate."""

_LARGEST_HOUSEHOLD = 10  # in a repository of more authors, two alike names are more often two people
_TOGETHER, _AT_HOME, _TWO_ACCOUNTS = 5, 9, -10


def candidates(names: pl.DataFrame, members: pl.DataFrame, owned: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of names that may be one person's, with points and the evidence for each.

    Spelling alone gives up to 100 points, see ``spelling.alike``; names that meet in a small repository are
    compared more freely, see ``spelling.inside``. People commit to one repository under their account and under the
    name that git knows: names that meet in one get 5 points more, and 9 if it is one's own. Two names that both own
    repositories are two accounts, which most people do not have: 10 less.

    Parameters
    ----------
    names
        Frame with ``id`` and ``name``.
    members
        Frame with ``repository`` and ``author``, an id: who has a commit to what, each once.
    owned
        Frame with ``repository`` and ``owner``, a name.

    Returns
    -------
    DataFrame
        ``id``, ``other``, ``name``, ``other_name``, ``points`` (``LEAST`` to 100) and ``why``, most points first.
    """
    homes = owned.join(names, left_on="owner", right_on="name").select("repository", home="id")
    met = _meetings(members, homes)
    spelled = pl.concat([alike(names), inside(names, met)])
    best = spelled.sort("points", descending=True, maintain_order=True).unique(
        ["id", "other"], keep="first", maintain_order=True
    )
    pairs = best.join(met, on=["id", "other"], how="left")
    for end, name in (("id", "name"), ("other", "other_name")):
        pairs = pairs.join(names.select(pl.col("id").alias(end), pl.col("name").alias(name)), on=end)
    owners = owned["owner"].drop_nulls().unique()
    return _scored(
        pairs.with_columns(accounts=pl.all_horizontal(pl.col("name", "other_name").is_in(owners.implode())))
    )


def _meetings(members: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """Return who meets whom in how many small repositories, and in how many that are one's own."""
    small = members.filter(pl.len().over("repository").is_between(2, _LARGEST_HOUSEHOLD))
    pairs = small.join(small, on="repository", suffix="_other").filter(pl.col("author") < pl.col("author_other"))
    housed = pairs.join(homes, on="repository", how="left")
    home = pl.any_horizontal(pl.col("home") == pl.col(end) for end in ("author", "author_other"))
    counted = housed.group_by(id="author", other="author_other").agg(met=pl.len(), home=home.sum())
    return counted.sort("id", "other")


def _scored(pairs: pl.DataFrame) -> pl.DataFrame:
    met, home = pl.col("met").fill_null(0), pl.col("home").fill_null(0)
    more = pl.when(home > 0).then(_AT_HOME).when(met > 0).then(_TOGETHER).otherwise(0)
    less = pl.when("accounts").then(_TWO_ACCOUNTS).otherwise(0)
    calls = {key: called for key, (_, called) in SPELLINGS.items()}
    why = pl.concat_str(
        pl.col("spelling").replace_strict(calls),
        pl.when(met > 0).then(pl.format("repositories shared: {}, their own: {}", met, home)),
        pl.when("accounts").then(pl.lit("both own repositories")),
        separator="; ",
        ignore_nulls=True,
    )
    scored = pairs.with_columns(points=(pl.col("points") + more + less).clip(0, 100), why=why)
    kept = scored.filter(pl.col("points") >= LEAST).select("id", "other", "name", "other_name", "points", "why")
    return kept.sort(["points", "name", "other_name"], descending=[True, False, False])


def persons(pairs: pl.DataFrame, apart: set[tuple[int, int]], weight: pl.DataFrame) -> pl.DataFrame:
    """Return under which one name each person goes, of all names that the pairs hold together.

    Parameters
    ----------
    pairs
        Frame with ``id`` and ``other``: names of one person, the surest first.
    apart
        Names of two people, the lesser id first; what would join them is left out, the least sure of it.
    weight
        Frame with ``id`` and ``weight``: of a person's names the heaviest stands for all, of equals the first.

    Returns
    -------
    DataFrame
        ``author`` and ``person``, ids, for every name that stands under another.
    """
    ids = pl.concat([pairs["id"], pairs["other"].alias("id")]).unique().sort()
    held = _groups(pairs, ids) if not apart else _groups(_kept_apart(pairs, apart), ids)
    of = pl.DataFrame({"id": ids, "group": held}).join(weight, on="id", how="left")
    heaviest = of.sort(["weight", "id"], descending=[True, False], nulls_last=True).group_by(
        "group", maintain_order=True
    )
    named = of.join(heaviest.agg(person=pl.col("id").first()), on="group")
    return named.filter(pl.col("id") != pl.col("person")).select(author="id", person="person").sort("author")


def _groups(pairs: pl.DataFrame, ids: pl.Series) -> list[int]:
    ends = [ids.search_sorted(pairs[end]).to_list() for end in ("id", "other")]
    graph = igraph.Graph(n=ids.len(), edges=list(zip(*ends, strict=True)))
    return list(graph.connected_components().membership)


def _kept_apart(pairs: pl.DataFrame, apart: set[tuple[int, int]]) -> pl.DataFrame:
    """Leave out each pair that, after the surer ones before it, would join two who are apart."""
    of: dict[int, set[int]] = {}
    kept = []
    for one, other in pairs.select("id", "other").rows():
        ours, theirs = of.get(one, {one}), of.get(other, {other})
        joins = ours is theirs or not any((min(a, b), max(a, b)) in apart for a in ours for b in theirs)
        kept.append(joins)
        if joins and ours is not theirs:
            ours |= theirs
            of.update(dict.fromkeys(ours, ours))
    return pairs.filter(pl.Series(kept, dtype=pl.Boolean))
