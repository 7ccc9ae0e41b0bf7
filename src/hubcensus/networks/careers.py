"""What each developer did: commits, models, and from when to when."""

import narwhals as nw

from hubcensus.networks.contributions import Frame

__all__ = ["careers"]


def careers(authors: Frame) -> Frame:
    """Return what each author of commits to models did.

    Parameters
    ----------
    authors
        Frame with ``repository``, ``commit``, ``author`` and ``day``, a row an author of a commit; see
        ``contributions.dated``. Commits that stand for a whole history are left out before.

    Returns
    -------
    Frame
        Frame with ``author``, ``commits`` and ``models`` (1 or more), ``first_day`` and ``last_day`` (days since
        1970, null if none of the commits has a date), one row an author.
    """
    once = authors.group_by("repository", "commit", "author").agg(nw.col("day").min())
    of_model = once.group_by("repository", "author").agg(
        commits=nw.len(), first_day=nw.col("day").min(), last_day=nw.col("day").max()
    )
    return of_model.group_by("author").agg(
        nw.col("commits").sum(),
        models=nw.len(),
        first_day=nw.col("first_day").min(),
        last_day=nw.col("last_day").max(),
    )
