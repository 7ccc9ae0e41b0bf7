"""Which networks the explorer shows, and what is said of them."""

from dataclasses import dataclass

from hubcensus.networks.build import RULE
from hubcensus.report.explorer.view import Words

__all__ = ["SHOWN", "Shown"]


@dataclass(frozen=True)
class Shown:
    """A network that is shown.

    Parameters
    ----------
    words
        How it is spoken of.
    of
        Names of networks, as ``network_name`` takes them, which are shown as one.
    most_nodes, most_ties
        What is kept of a larger network: the nodes with most ties, and the strongest ties between them.
    """

    words: Words
    of: tuple[str, ...]
    most_nodes: int = 4_000
    most_ties: int = 15_000


SHOWN = (
    Shown(
        Words(
            "collaboration",
            "Developers who work together",
            "A dot is an author of commits to models, known and likely bots left out. A tie joins the first author "
            f"of a commit to all other authors of the same model (rule {RULE}); its weight is how many commits "
            "made it.",
            "developers",
            "leads",
            "follows",
            "commits",
            "first_day",
        ),
        ("collaboration",),
        75_000,
        270_000,
    ),
    Shown(
        Words(
            "dependencies",
            "Spaces and what they use",
            "A dot is a space, a model or a dataset. A tie leads from a space to a model or dataset that it names.",
            "repositories",
            "uses",
            "is used by",
            "",
            "created_day",
            "kind",
        ),
        ("dependencies", "dataset-dependencies"),
    ),
    Shown(
        Words(
            "co-usage",
            "Models that are used together",
            "A dot is a model that spaces use. A tie joins two models that the same spaces use more often than by "
            "chance; its weight is how many spaces.",
            "models",
            "is used with",
            "is used with",
            "spaces",
            "created_day",
        ),
        ("co-usage",),
    ),
    Shown(
        Words(
            "lineage",
            "Models and what they were made from",
            "A dot is a model. A tie leads from a model to the base that its tags name, with how it was made; of two "
            "models that name each other it is one.",
            "models",
            "is made from",
            "is the base of",
            "",
            "created_day",
        ),
        ("lineage",),
    ),
)
"""The networks, in the order of the menu."""
