"""What was made from what: models and their base models."""

import narwhals as nw

from hubcensus.networks.contributions import Frame
from hubcensus.schema import RELATIONS

__all__ = ["lineage", "self_references"]


def lineage(bases: Frame) -> Frame:
    """Return the edges from derived models to their bases.

    node       a model, by its repo_id; a base need not be listed: it may be deleted, private, renamed
    edge       a ``base_model`` tag of the derived model, which the Hub makes from its card, names the base
    direction  from the derived model to its base
    weight     none; ``relation`` is one of ``RELATIONS``, null if the tags give none
    self-loop  left out; ``self_references`` returns the models that name themselves
    left out   models whose tags the Hub did not send; a second relation of a pair: the first in ``RELATIONS`` counts

    Parameters
    ----------
    bases
        Frame with ``repo_id`` (the derived model), ``base_model`` and ``relation``.

    Returns
    -------
    Frame
        Frame with ``source`` (derived), ``target`` (base) and ``relation``, one row a pair.

    References
    ----------
    .. [1] B. Laufer, H. Oderinwale, J. Kleinberg, "Anatomy of a Machine Learning Ecosystem: 2 Million Models on
       Hugging Face", arXiv:2508.06811 (2025): model family trees from the same tags.
    """
    others = bases.filter(nw.col("repo_id") != nw.col("base_model"))
    ranked = others.select(source=nw.col("repo_id"), target=nw.col("base_model"), rank=_rank())
    pairs = ranked.group_by("source", "target").agg(nw.col("rank").min())
    return pairs.select("source", "target", relation=_relation())


def self_references(bases: Frame) -> Frame:
    """Return ``repo_id`` of the models that name themselves as their base, each once."""
    return bases.filter(nw.col("repo_id") == nw.col("base_model")).select("repo_id").unique()


def _rank() -> nw.Expr:
    rank = nw.lit(len(RELATIONS))
    for place, name in enumerate(RELATIONS):
        rank = nw.when(nw.col("relation") == name).then(nw.lit(place)).otherwise(rank)
    return rank


def _relation() -> nw.Expr:
    relation = nw.lit(None, dtype=nw.String)
    for place, name in enumerate(RELATIONS):
        relation = nw.when(nw.col("rank") == place).then(nw.lit(name)).otherwise(relation)
    return relation
