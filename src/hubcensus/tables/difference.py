"""What changed between two snapshots: born, vanished, renamed, moved, gated, and what was gained."""

from dataclasses import dataclass

import polars as pl

__all__ = ["Difference", "difference"]

_SHOWN = ("repository", "repo_id", "owner", "gated", "likes", "downloads")


@dataclass(frozen=True)
class Difference:
    """What changed for one kind.

    Parameters
    ----------
    kind
        Name of the kind.
    counts
        How many were ``before`` and ``after``, ``born``, ``vanished``, ``renamed``, ``moved`` (another owner),
        ``newly_gated``; ``likes_gained`` and ``downloads_gained`` by those that are in both snapshots and whose
        counts are known in both.
    repositories
        One row a repository that was born, vanished, renamed, moved or newly gated: ``change``, ``repo_id``,
        ``before`` (its earlier name, where it has one).
    """

    kind: str
    counts: dict[str, int | None]
    repositories: pl.DataFrame


def difference(kind: str, before: pl.DataFrame, after: pl.DataFrame) -> Difference:
    """Compare the rows of one kind in two snapshots of the table ``repositories``.

    A repository is the same if its number is, whatever it is called: renamed is not vanished and born.
    """
    old, new = before.select(_SHOWN), after.select(_SHOWN)
    both = old.join(new, on="repository", suffix="_after", maintain_order="left")
    renamed = both.filter(pl.col("repo_id") != pl.col("repo_id_after"))
    changes = {
        "born": new.join(old, on="repository", how="anti").select("repo_id", before=pl.lit(None, pl.String)),
        "vanished": old.join(new, on="repository", how="anti").select("repo_id", before=pl.lit(None, pl.String)),
        "renamed": renamed.select("repo_id_after", "repo_id"),
        "moved": renamed.filter(pl.col("owner").ne_missing(pl.col("owner_after"))).select("repo_id_after", "repo_id"),
        "newly_gated": both.filter(gated="no")
        .filter(pl.col("gated_after") != "no")
        .select("repo_id_after", pl.lit(None, pl.String)),
    }
    frames = [
        frame.rename(dict(zip(frame.columns, ("repo_id", "before"), strict=True))).select(
            change=pl.lit(change), repo_id="repo_id", before="before"
        )
        for change, frame in changes.items()
    ]
    counts: dict[str, int | None] = {"before": old.height, "after": new.height}
    counts |= {change: frame.height for change, frame in changes.items()}
    counts |= {f"{name}_gained": _gained(both, name) for name in ("likes", "downloads")}
    return Difference(kind, counts, pl.concat(frames).sort("change", "repo_id"))


def _gained(both: pl.DataFrame, name: str) -> int | None:
    """Return by how much a count grew over those known in both; ``None`` if there is none."""
    grown = (both[f"{name}_after"] - both[name]).drop_nulls()
    return int(grown.sum()) if grown.len() else None
