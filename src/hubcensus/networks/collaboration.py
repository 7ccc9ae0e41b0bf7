"""Who works with whom: edges between the authors of commits, by named rules."""

import narwhals as nw
from narwhals.typing import IntoLazyFrameT

__all__ = ["collaboration", "developers"]


def developers(commit_authors: IntoLazyFrameT) -> IntoLazyFrameT:
    """Return everyone who is an author of a commit.

    Parameters
    ----------
    commit_authors
        Frame with ``author``.

    Returns
    -------
    IntoLazyFrameT
        Frame with ``developer``, each once.
    """
    return nw.from_native(commit_authors).select(developer=nw.col("author")).unique().to_native()


def collaboration(commit_authors: IntoLazyFrameT) -> IntoLazyFrameT:
    """Return the collaboration edges of Osborne, Ding and Kirk (2024), rule ``osborne2024``.

    node       an author of a commit to a model repository
    edge       in one repository, the first author of a commit and every other author of any commit there
    direction  from the first author to the other
    weight     how many commits made the edge
    self-loop  from a first author to itself, one a commit, in a repository with a single author
    left out   commits without authors; repositories whose commits were not read

    Because the rule points to all other authors, two who each are once a first author in a repository
    are always joined both ways: its reciprocity is true by construction.

    Parameters
    ----------
    commit_authors
        Frame with ``repository``, ``commit``, ``position`` (0 is the first author) and ``author``.

    Returns
    -------
    IntoLazyFrameT
        Frame with ``source``, ``target`` and ``weight``, one row a pair, self-loops among them.

    References
    ----------
    .. [1] C. Osborne, J. Ding, H. R. Kirk, "The AI community building the future?", J. Comput. Soc. Sci. 7,
       2067 (2024); the rule is that of its collection script ``hf-collabnet``.
    """
    authors = nw.from_native(commit_authors)
    members = authors.select("repository", "author").unique()
    led = (
        authors.filter(nw.col("position") == 0)
        .group_by("repository", "author")
        .agg(weight=nw.len())
        .rename({"author": "source"})
    )
    alone = members.group_by("repository").agg(n=nw.len()).filter(nw.col("n") == 1).select("repository")
    ties = led.join(members.rename({"author": "target"}), on="repository")
    pairs = ties.filter(nw.col("source") != nw.col("target"))
    loops = ties.join(alone, on="repository", how="semi")
    edges = nw.concat([frame.select("source", "target", "weight") for frame in (pairs, loops)])
    counted: IntoLazyFrameT = edges.group_by("source", "target").agg(nw.col("weight").sum()).to_native()
    return counted
