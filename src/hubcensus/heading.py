"""The head of the findings: what they stand on."""

import json
from datetime import datetime
from typing import Any

from hubcensus import __version__
from hubcensus.networks.build import RULE
from hubcensus.networks.taxonomy import Taxonomy
from hubcensus.tables.store import Census

__all__ = ["about"]


def about(census: Census, sorted_by: Taxonomy, stamp: str) -> dict[str, Any]:
    """Return what the findings stand on, for their head."""
    snapshots = census.newest("snapshots").sort("number", "kind").collect()
    return {
        "hubcensus": __version__,
        "made_from": stamp,
        "rule": RULE,
        "taxonomy": {"name": sorted_by.name, "title": sorted_by.title, "source": sorted_by.source},
        "subfields": {subfield.name: subfield.title for subfield in sorted_by.subfields},
        "snapshots": [
            {
                **row,
                "scope": json.loads(row["scope"]),
                **{at: _instant(row[at]) for at in ("started_at", "finished_at")},
            }
            for row in snapshots.iter_rows(named=True)
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
