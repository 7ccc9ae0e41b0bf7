"""Measures: pure functions of counts or of a graph, each with its range, errors and source."""

from hubcensus.measures.activity import mean, median, single_share, unknown_share, zero_share
from hubcensus.measures.communities import communities, modularity, split_modularity
from hubcensus.measures.concentration import ccdf, gini, lorenz, top_share
from hubcensus.measures.core import core_correlation, core_profile, discrete_core
from hubcensus.measures.registry import MEASURES, Measure, measure
from hubcensus.measures.structure import (
    component_sizes,
    degrees,
    density,
    giant_share,
    isolate_share,
    isolates,
    reciprocity,
)
from hubcensus.measures.ties import Ties

__all__ = [
    "MEASURES",
    "Measure",
    "Ties",
    "ccdf",
    "communities",
    "component_sizes",
    "core_correlation",
    "core_profile",
    "degrees",
    "density",
    "discrete_core",
    "giant_share",
    "gini",
    "isolate_share",
    "isolates",
    "lorenz",
    "mean",
    "measure",
    "median",
    "modularity",
    "reciprocity",
    "single_share",
    "split_modularity",
    "top_share",
    "unknown_share",
    "zero_share",
]
