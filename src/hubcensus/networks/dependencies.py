"""What depends on what: spaces, and the models and datasets that they use."""

from typing import Literal

import narwhals as nw

from hubcensus.networks.contributions import Frame

__all__ = ["dependencies"]


def dependencies(uses: Frame, kind: Literal["model", "dataset"] = "model") -> Frame:
    """Return the edges from spaces to the models, or to the datasets, that they use.

    node       a space, or a model (a dataset), by its repo_id
    edge       the space's own list, which the Hub makes from its code, names the model (the dataset)
    direction  from the space to what it uses
    weight     none: a space uses a model or does not
    self-loop  none: a space and a model of the same name are two nodes
    left out   what is of the other kind; what spaces use whose list the Hub did not send

    The lists of the spaces are complete; the list of spaces on a model, which the original scripts read,
    ends after 100.

    Parameters
    ----------
    uses
        Frame with ``repo_id`` (the space), ``depends_on_kind`` and ``depends_on``.
    kind
        Which of the two.

    Returns
    -------
    Frame
        Frame with ``source`` (space) and ``target`` (model or dataset), one row a pair.
    """
    frame = uses.filter(nw.col("depends_on_kind") == kind)
    return frame.select(source=nw.col("repo_id"), target=nw.col("depends_on")).unique()
