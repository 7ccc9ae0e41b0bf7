"""Which networks the explorer shows, and what is said of them."""

from dataclasses import dataclass

from hubcensus.networks.build import RULE

__all__ = ["SHOWN", "Shown"]


@dataclass(frozen=True)
class Shown:
    """A network that is shown.

    Parameters
    ----------
    name, title, about, nodes, out, back, weight, time
        As in ``View``.
    of
        Names of networks, as ``network_name`` takes them, which are shown as one.
    most_nodes, most_ties
        What is kept of a larger network: the nodes with most ties, and the strongest ties between them.
    """

    name: str
    title: str
    about: str
    nodes: str
    out: str
    back: str
    weight: str
    time: str
    of: tuple[str, ...]
    most_nodes: int = 4_000
    most_ties: int = 15_000


SHOWN = (
    Shown(
        "collaboration",
        "Developers who work together",
        "A dot is an author of commits to models, known and likely bots left out. A tie joins the first author of a "
        f"commit to all other authors of the same model (rule {RULE}); its weight is how many commits made it.",
        "developers",
        "leads",
        "follows",
        "commits",
        "first_day",
        ("collaboration",),
        75_000,
        270_000,
    ),
    Shown(
        "dependencies",
        "Spaces and what they use",
        "A dot is a space, a model or a dataset. A tie leads from a space to a model or dataset that it names.",
        "repositories",
        "uses",
        "is used by",
        "",
        "created_day",
        ("dependencies", "dataset-dependencies"),
    ),
    Shown(
        "co-usage",
        "Models that are used together",
        "A dot is a model that spaces use. A tie joins two models that the same spaces use more often than by "
        "chance; its weight is how many spaces.",
        "models",
        "is used with",
        "is used with",
        "spaces",
        "created_day",
        ("co-usage",),
    ),
    Shown(
        "lineage",
        "Models and what they were made from",
        "A dot is a model. A tie leads from a model to the base that its tags name, with how it was made; of two "
        "models that name each other it is one.",
        "models",
        "is made from",
        "is the base of",
        "",
        "created_day",
        ("lineage",),
    ),
)
"""The networks, in the order of the menu."""
