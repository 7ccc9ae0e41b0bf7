"""What the original study would have found on this census: its numbers by its own definitions, flaws included."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.adoption import sample_of
from hubcensus.findings.cap import LISTED_SPACES
from hubcensus.findings.distribution import Sample
from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.findings.repositories import LICENSE_GROUPS
from hubcensus.measures import Tallied, absence_factor, kruskal_wallis
from hubcensus.tables.network import Network

__all__ = ["COMPARED", "replication"]

COMPARED = ("likes", "downloads", "commits", "discussions")
"""The counts that the study calls right-skewed."""

_PREFIX = "replication.osborne2024"
_ANY = ("likes", "downloads")  # of these its files have an empty cell where there are none


def replication(
    repositories: Mapping[str, pl.DataFrame],
    not_collected: Mapping[str, str],
    authors: pl.DataFrame,
    network: Network,
) -> Iterator[Finding]:
    """Yield the numbers of Osborne, Ding and Kirk (2024), as their scripts would have given them on this census.

    Parameters
    ----------
    repositories
        The repositories of each kind, as ``findings.repositories`` describes them.
    not_collected
        Why there are none of a kind, if so; empty if there are.
    authors
        Frame with ``repository`` and ``author``: who has a commit to which model, each once, every name as it stands.
    network
        Which space uses which model.
    """
    for kind, frame in repositories.items():
        missing = not_collected[kind] or ("" if frame.height else f"no {kind} is in the scope of this census")
        yield from _skewed(kind, frame, missing)
        if kind == "model":
            yield from _of_models(frame, missing)
        if kind != "space":
            yield from _unlicensed(kind, frame, missing)
    yield _isolates(authors)
    yield from _used(network, not_collected["space"] or not_collected["model"])


def _skewed(kind: str, frame: pl.DataFrame, missing: str) -> Iterator[Finding]:
    for variable in COMPARED:
        if kind == "space" and variable == "downloads":
            continue
        of = "of the repositories with any" if variable in _ANY else "of the repositories where they are known"
        method = f"skewness of the {variable} {of}; how the study saw it is not known"
        sample, none = _seen(frame, variable), missing or _none(frame, variable)
        yield _of(f"{kind}.{variable}.skewness", "skewness", sample, method, none)


def _seen(frame: pl.DataFrame, variable: str) -> Sample:
    """Return the counts that the study's files hold: of likes and downloads those above 0, all others missing."""
    known = pl.col(variable) > 0 if variable in _ANY else pl.col(variable) >= 0
    return Sample.of(frame.select(pl.when(known).then(variable)).to_series(), frame["owner_number"])


def _none(frame: pl.DataFrame, variable: str) -> str:
    """Return why there is no such count, if so; what was not read is not zero, though the files do not tell."""
    if not frame[variable].count():
        return f"{variable} were not collected"
    return "" if _seen(frame, variable).n else f"no repository has any {variable}"


def _of_models(frame: pl.DataFrame, missing: str) -> Iterator[Finding]:
    some, owners = _seen(frame, "downloads"), frame["owner_number"]
    none = missing or _none(frame, "downloads")
    filled = Sample.of(frame["downloads"].fill_null(0), owners)
    method = "share of the listed whose downloads are zero or unknown, which the files do not tell apart"
    unread = none if none.endswith("not collected") or missing else ""
    yield _of("model.downloads.missing_share", "zero_share", filled, method, unread)
    method = "share of all downloads that the first 1 % have, of the models with any"
    yield _of("model.downloads.top_1pct_share", "top_share", some, method, none, top=0.01)
    with_any = frame.select(pl.when(pl.col("contributors") > 0).then("contributors")).to_series()
    method = "share with exactly one author of commits, of the models with any; every name counts"
    none = missing or _none(frame, "contributors")
    yield _of("model.contributors.single_share", "single_share", Sample.of(with_any, owners), method, none)
    yield _tested(frame, missing)


def _tested(frame: pl.DataFrame, missing: str) -> Finding:
    known = frame.filter("has_tags", pl.col("license_group").is_in(LICENSE_GROUPS)).drop_nulls("contributors")
    counts = {name: known.filter(license_group=name)["contributors"] for name in LICENSE_GROUPS}
    groups = {name: Tallied.of(each.to_numpy()) for name, each in counts.items() if each.len()}
    try:
        p = None if missing else kruskal_wallis(groups).p
    except MeasureError as error:
        p, missing = None, str(error) if known.height else "no model has known contributors and a known licence"
    method = (
        "Kruskal-Wallis test of contributors between permissive, restrictive and no licence; "
        "which test and which counts the study took is not known"
    )
    id = f"{_PREFIX}.model.license.contributors.p"
    return plain(id, "RQ1", p, "p", known.height, method, source="osborne2024", missing=missing)


def _unlicensed(kind: str, frame: pl.DataFrame, missing: str) -> Iterator[Finding]:
    missing = missing or ("" if frame["has_tags"].any() else "tags were not collected")
    has = Sample.of(frame["license"].is_not_null().cast(pl.Int64), frame["owner_number"])
    method = "share of the listed without a tag with 'license:', those whose tags are unknown among them"
    yield _of(f"{kind}.license.none_share", "zero_share", has, method, missing)


def _isolates(authors: pl.DataFrame) -> Finding:
    """Return the share of isolates.

    Each commit ties its first author to all other authors of the model, so whoever has a model with another author is
    tied, and nobody else: the ties themselves are not needed.
    """
    n = authors["author"].n_unique()
    shared = authors.filter(pl.len().over("repository") > 1)
    share = 1 - shared["author"].n_unique() / n if n else None
    method = (
        "share of the authors of commits to models who share no model with another: every name, bots, squash commits "
        "and teams of any size among them; the study's merge of aliases was by hand and cannot be repeated"
    )
    missing = "" if n else "no commit to a model was read"
    id = f"{_PREFIX}.developers.isolate_share"
    return plain(id, "RQ2", share, "share", n, method, source="osborne2024", missing=missing)


def _used(network: Network, missing: str) -> Iterator[Finding]:
    """Yield how concentrated the uses are that the Hub's list of spaces on each listed model shows."""
    listed = network.nodes.filter(pl.col("listed"), kind="model")
    uses = network.edges.join(listed, left_on="target", right_on="name", how="semi")
    cut = uses.group_by("target").agg(spaces=pl.len().clip(upper_bound=LISTED_SPACES)).sort("target")
    missing = missing or ("" if cut.height else "no space uses a listed model")
    read = f"read from the Hub's list of at most {LISTED_SPACES} spaces on each listed model"
    method = f"share of the uses that the first 1 % of used models have, {read}"
    yield _of("uses.top_1pct_share", "top_share", sample_of(cut, "target"), method, missing, "RQ3", top=0.01)
    owned = cut.filter(pl.col("target").str.contains("/", literal=True))
    totals = owned.group_by(owner=pl.col("target").str.split("/").list.first()).agg(pl.col("spaces").sum())["spaces"]
    none = missing or ("" if totals.len() else "no model that is used has an owner")
    half = None if none else absence_factor(totals.to_numpy())
    method = f"smallest number of owners of models who together have half of the uses, {read}"
    id = f"{_PREFIX}.uses.owners_half"
    yield plain(id, "RQ3", half, "owners", totals.len(), method, source="osborne2024", missing=none)


def _of(
    name: str, measure: str, sample: Sample, method: str, missing: str, question: str = "RQ1", **options: Any
) -> Finding:
    """Return what a measure says of a sample, with its interval, as a number of the study."""
    of = None if missing else sample.counts
    id = f"{_PREFIX}.{name}"
    one = measured(id, question, measure, of, sample.n, missing=missing, weights=sample.weights, **options)
    asked = {} if missing or measure == "skewness" else {"": {"measure": measure, **options}}
    return replace(one, method=method, source="osborne2024").within(*sample.intervals(asked).get("", ()))
