"""Which models are used together: pairs of models in the same space."""

import narwhals as nw

from hubcensus.networks.contributions import Frame

__all__ = ["LARGEST_SPACE", "co_usage", "compared"]

LARGEST_SPACE = 200
"""A space that uses more models is set aside and counted: its pairs grow with the square, and a leaderboard that
lists everything says little on which models belong together."""


def compared(uses: Frame) -> Frame:
    """Return the uses of the spaces that are not set aside, see ``LARGEST_SPACE``.

    Parameters
    ----------
    uses
        Frame with ``source`` (space) and ``target`` (model), one row a pair.
    """
    few = uses.group_by("source").agg(models=nw.len()).filter(nw.col("models") <= LARGEST_SPACE)
    return uses.join(few.select("source"), on="source", how="semi")


def co_usage(uses: Frame) -> Frame:
    """Return the pairs of models that the same spaces use.

    node       a model that a space uses
    edge       a space uses both models
    direction  none; the source is the one that comes first
    weight     how many spaces use both
    self-loop  none
    left out   spaces that use more than ``LARGEST_SPACE`` models

    Parameters
    ----------
    uses
        What ``compared`` returns; the models may be numbered as their names sort, which is faster.

    Returns
    -------
    Frame
        Frame with ``source``, ``target`` and ``weight`` (1 or more), one row a pair.
    """
    one = uses.select(space="source", source="target")
    other = uses.select(space="source", target="target")
    met = one.join(other, on="space").filter(nw.col("source") < nw.col("target"))
    return met.group_by("source", "target").agg(weight=nw.len()).with_columns(nw.col("weight").cast(nw.Int64))
