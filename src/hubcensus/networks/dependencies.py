"""What depends on what: spaces and the models that they use."""

import narwhals as nw

from hubcensus.networks.contributions import Frame

__all__ = ["dependencies"]


def dependencies(uses: Frame) -> Frame:
    """Return the edges from spaces to the models that they use.

    node       a space, or a model, by its repo_id
    edge       the space's own list, which the Hub makes from its code, names the model
    direction  from the space to the model
    weight     none: a space uses a model or does not
    self-loop  none: a space and a model of the same name are two nodes
    left out   datasets; models of spaces whose list the Hub did not send

    The lists of the spaces are complete; the list of spaces on a model, which the original scripts read,
    ends after 100.

    Parameters
    ----------
    uses
        Frame with ``repo_id`` (the space), ``depends_on_kind`` and ``depends_on``.

    Returns
    -------
    Frame
        Frame with ``source`` (space) and ``target`` (model), one row a pair.
    """
    frame = uses.filter(nw.col("depends_on_kind") == "model")
    return frame.select(source=nw.col("repo_id"), target=nw.col("depends_on")).unique()
