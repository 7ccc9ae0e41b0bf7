"""Measures: pure functions of counts or of a graph, each with its range, errors and source."""

from hubcensus.measures.activity import mean, median, quantile, single_share, skewness, unknown_share, zero_share
from hubcensus.measures.alternatives import Alternative, alternatives
from hubcensus.measures.backbone import backbone, meeting_p
from hubcensus.measures.bootstrap import Statistic, intervals
from hubcensus.measures.centrality import betweenness, pagerank
from hubcensus.measures.cohesion import (
    mean_clustering,
    shell_reciprocity,
    strengths,
    transitivity,
    weighted_reciprocity,
)
from hubcensus.measures.communities import communities, held_modularity, modularity, stability
from hubcensus.measures.concentration import ccdf, gini, hhi, lorenz, top_share
from hubcensus.measures.core import core_correlation, core_profile, discrete_core
from hubcensus.measures.dependence import absence_factor, absence_share
from hubcensus.measures.goodness import tail_p
from hubcensus.measures.groups import Tallied, cliffs_delta, dunn, epsilon_squared, kruskal_wallis
from hubcensus.measures.lineage import depth, family_sizes, fertility, single_base_share
from hubcensus.measures.mixing import assortativity, group_assortativity, rich_club
from hubcensus.measures.registry import MEASURES, Measure, measure
from hubcensus.measures.relations import ranked_together, spearman
from hubcensus.measures.structure import (
    component_sizes,
    degrees,
    density,
    giant_share,
    isolate_share,
    isolates,
    reciprocity,
)
from hubcensus.measures.survival import Survival, kaplan_meier, survival_at, survival_time
from hubcensus.measures.tails import PowerLaw, power_law
from hubcensus.measures.ties import Pairs, Ties
from hubcensus.measures.verdicts import VERDICTS, verdict

__all__ = [
    "MEASURES",
    "VERDICTS",
    "Alternative",
    "Measure",
    "Pairs",
    "PowerLaw",
    "Statistic",
    "Survival",
    "Tallied",
    "Ties",
    "absence_factor",
    "absence_share",
    "alternatives",
    "assortativity",
    "backbone",
    "betweenness",
    "ccdf",
    "cliffs_delta",
    "communities",
    "component_sizes",
    "core_correlation",
    "core_profile",
    "degrees",
    "density",
    "depth",
    "discrete_core",
    "dunn",
    "epsilon_squared",
    "family_sizes",
    "fertility",
    "giant_share",
    "gini",
    "group_assortativity",
    "held_modularity",
    "hhi",
    "intervals",
    "isolate_share",
    "isolates",
    "kaplan_meier",
    "kruskal_wallis",
    "lorenz",
    "mean",
    "mean_clustering",
    "measure",
    "median",
    "meeting_p",
    "modularity",
    "pagerank",
    "power_law",
    "quantile",
    "ranked_together",
    "reciprocity",
    "rich_club",
    "shell_reciprocity",
    "single_base_share",
    "single_share",
    "skewness",
    "spearman",
    "stability",
    "strengths",
    "survival_at",
    "survival_time",
    "tail_p",
    "top_share",
    "transitivity",
    "unknown_share",
    "verdict",
    "weighted_reciprocity",
    "zero_share",
]
