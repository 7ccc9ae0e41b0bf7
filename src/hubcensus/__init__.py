"""hubcensus: a census of development activity on the Hugging Face Hub.

>>> import hubcensus as hc
>>> hc.take_census("my-census", hc.Scope(author="openai-community"))       # doctest: +SKIP
>>> census = hc.open("my-census")                                      # doctest: +SKIP
>>> hc.list_findings(census, "activity.model.likes")                   # doctest: +SKIP
>>> hc.figure(census, "lorenz-likes")                                  # doctest: +SKIP
>>> hc.measures.gini([0, 0, 0, 1])
0.75
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubcensus import errors, measures
    from hubcensus.collect.census import take_census
    from hubcensus.collect.listing import import_listing
    from hubcensus.collect.plan import Scope
    from hubcensus.demo import take_demo_census
    from hubcensus.errors import CensusError
    from hubcensus.notebook import figure, finding, list_figures, list_findings, list_sheets, sheet
    from hubcensus.study import make_findings, make_networks, make_report, make_tables, network_of
    from hubcensus.tables.store import Census
    from hubcensus.tables.store import open_census as open

__version__ = "0.1.0"

_HOMES = {
    "Census": "tables.store:Census",
    "CensusError": "errors:CensusError",
    "Scope": "collect.plan:Scope",
    "errors": "errors",
    "figure": "notebook:figure",
    "finding": "notebook:finding",
    "import_listing": "collect.listing:import_listing",
    "list_figures": "notebook:list_figures",
    "list_findings": "notebook:list_findings",
    "list_sheets": "notebook:list_sheets",
    "make_findings": "study:make_findings",
    "make_networks": "study:make_networks",
    "make_report": "study:make_report",
    "make_tables": "study:make_tables",
    "measures": "measures",
    "network_of": "study:network_of",
    "open": "tables.store:open_census",
    "sheet": "notebook:sheet",
    "take_census": "collect.census:take_census",
    "take_demo_census": "demo:take_demo_census",
}

__all__ = [
    "Census",
    "CensusError",
    "Scope",
    "errors",
    "figure",
    "finding",
    "import_listing",
    "list_figures",
    "list_findings",
    "list_sheets",
    "make_findings",
    "make_networks",
    "make_report",
    "make_tables",
    "measures",
    "network_of",
    "open",
    "sheet",
    "take_census",
    "take_demo_census",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``import hubcensus`` alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hubcensus' has no attribute '{name}'")
    module, _, attribute = _HOMES[name].partition(":")
    found = import_module(f"hubcensus.{module}")
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    """Return the public names, which are there before they are imported."""
    return __all__
