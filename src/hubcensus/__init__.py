"""hubcensus: a census of development activity on the Hugging Face Hub.

>>> import hubcensus as hc
>>> hc.take_census("my-census", hc.Scope(author="openai-community"))       # doctest: +SKIP
>>> census = hc.open("my-census")                                      # doctest: +SKIP
>>> hc.make_findings(census)["findings"]                               # doctest: +SKIP
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
    from hubcensus.study import make_findings, make_networks, make_report, make_tables, network_of
    from hubcensus.tables.store import Census
    from hubcensus.tables.store import open_census as open

__version__ = "0.1.0"

_HOMES = {
    "Census": "tables.store:Census",
    "CensusError": "errors:CensusError",
    "Scope": "collect.plan:Scope",
    "errors": "errors",
    "import_listing": "collect.listing:import_listing",
    "make_findings": "study:make_findings",
    "make_networks": "study:make_networks",
    "make_report": "study:make_report",
    "make_tables": "study:make_tables",
    "network_of": "study:network_of",
    "measures": "measures",
    "open": "tables.store:open_census",
    "take_census": "collect.census:take_census",
    "take_demo_census": "demo:take_demo_census",
}

__all__ = [
    "Census",
    "CensusError",
    "Scope",
    "errors",
    "import_listing",
    "make_findings",
    "make_networks",
    "make_report",
    "make_tables",
    "measures",
    "network_of",
    "open",
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
