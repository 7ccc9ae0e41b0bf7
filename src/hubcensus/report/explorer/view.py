"""What the explorer shows of one network: nodes with what is known of them, ties, and where each node is drawn."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.measures import Ties

__all__ = ["Column", "Type", "View", "Words"]

Type = Literal["number", "day", "group", "choice", "truth", "set"]


@dataclass(frozen=True, eq=False)
class Column:
    """Something that is known of nodes.

    Parameters
    ----------
    name, title
        For the address of the page, and for people.
    type
        ``number`` (0 or more), ``day`` (days since 1970, UTC), ``group`` (number of a community, 0 the largest),
        ``choice`` (a text), ``truth``, or ``set`` (bit *i* is set if the node has ``choices[i]``).
    values
        One for each node; null is unknown.
    choices
        Titles by value, of a ``choice``; those of the bits in order, of a ``set``.
    """

    name: str
    title: str
    type: Type
    values: pl.Series
    choices: dict[str, str]


@dataclass(frozen=True)
class Words:
    """How a network is spoken of.

    Parameters
    ----------
    name, title
        For the address of the page, and for the menu.
    about
        What a node and a tie are, in a sentence or two.
    nodes
        What its nodes are called together: ``developers``.
    out, back
        What a tie says of its source, and of its target: ``uses`` and ``is used by``. Equal if ties have no
        direction.
    weight
        What weights count; empty if there are none.
    time
        Name of the column that the filter of time reads.
    colour
        Name of the column that colours say at first.
    """

    name: str
    title: str
    about: str
    nodes: str
    out: str
    back: str
    weight: str
    time: str
    colour: str = "community"


@dataclass(frozen=True, eq=False)
class View:
    """One network as it is shown; nodes of one community stand together, the largest community first.

    Parameters
    ----------
    words
        How it is spoken of.
    names
        Name of each node, as text of the Hub: nothing is known of what is in it.
    columns
        What is known of the nodes.
    ties
        All ties between these nodes; nodes are numbered as ``names`` has them.
    drawn
        Whether a tie is drawn before somebody asks for it; shape ``(n_pairs,)``.
    parts
        In which parts of the Hub a tie is: bit *i* for the *i*-th of the subfields. Shape ``(n_pairs,)``.
    relation, relations
        Of each tie, which of ``relations`` it is; -1 for unknown. No relations, no such thing.
    place
        Where each node is drawn, within the unit square; shape ``(n, 2)``.
    left_out
        ``isolates`` that have no tie, ``nodes`` and ``ties`` that are beyond what the page can hold.
    """

    words: Words
    names: pl.Series
    columns: tuple[Column, ...]
    ties: Ties
    drawn: NDArray[np.bool_]
    parts: NDArray[np.int64]
    relation: NDArray[np.int64]
    relations: tuple[str, ...]
    place: NDArray[np.float64]
    left_out: dict[str, int]

    def column(self, name: str) -> Column:
        """Return one of its columns."""
        return next(column for column in self.columns if column.name == name)

    def values(self, name: str) -> NDArray[Any]:
        """Return the values of a column that is known of all nodes."""
        return self.column(name).values.to_numpy()
