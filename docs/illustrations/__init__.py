"""Figures of the docs: what each measure and each network means, on small made-up examples."""

from illustrations import of_concentration, of_counts, of_groups, of_models, of_networks, of_rules, of_tails, of_ties  # noqa: F401
from illustrations.drawing import ILLUSTRATIONS, Illustration

__all__ = ["ILLUSTRATIONS", "Illustration"]
