"""Small made-up networks, their views and pages."""

from pathlib import Path

import polars as pl
import pytest

from hubcensus.report.explorer.columns import Facts
from hubcensus.report.explorer.page import explorer_page
from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.views import views
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network

SUBFIELDS = {"cv": "Computer vision", "nlp": "Natural language processing"}
CENSUS = {
    "hubcensus": "0.1.0",
    "snapshots": [
        {
            "snapshot": "2024-07-11",
            "source": "https://huggingface.co",
            "scope": {"kinds": ["model", "space"], "sort": "createdAt"},
        }
    ],
}
_TIES = {"source": pl.String, "target": pl.String, "weight": pl.Int64}


def network(
    nodes: dict[str, list[object]], ties: list[tuple[object, ...]], *more: str, directed: bool = True
) -> Network:
    """Return a network; ties have ``source``, ``target`` and what else is named."""
    edges = pl.DataFrame(ties, ["source", "target", *more], orient="row") if ties else pl.DataFrame(schema=_TIES)
    return Network(pl.DataFrame(nodes, dict.fromkeys(nodes, pl.String)), edges, directed)


def rings(n: int, of: int) -> list[tuple[object, ...]]:
    """Return ties of ``n`` developers in rings of so many, each ring tied to the next, heavier from ring to ring."""
    around = [(f"dev-{at:04}", f"dev-{at - at % of + (at + 1) % of:04}", 1 + at // of) for at in range(n)]
    return around + [(f"dev-{at:04}", f"dev-{at + of:04}", 1) for at in range(0, n - of, of)]


def networks_of(developers: Network) -> dict[str, Network]:
    """Return all networks of a census with these developers, and a few repositories."""
    uses = [
        ("team/app", "org/base"),
        ("team/app", "org/derived"),
        ("team/other", "org/base"),
        ("org/base", "org/derived"),
    ]
    repositories: dict[str, list[object]] = {
        "name": ["org/base", "org/derived", "org/alone", "team/app", "team/other", "org/base"],
        "kind": ["model", "model", "model", "space", "space", "space"],
    }
    data = network({"name": ["team/app", "org/base"], "kind": ["space", "dataset"]}, [("team/app", "org/base")])
    models: dict[str, list[object]] = {"name": ["org/base", "org/derived"], "kind": ["model", "model"]}
    met = [("org/base", "org/derived", 2, 0.001, True)]
    return {
        "collaboration-osborne2024-all": developers,
        "collaboration-osborne2024-cv": Network(developers.nodes.head(6), developers.edges.head(5), True),
        "dependencies-all": network(repositories, uses),
        "dataset-dependencies": data,
        "co-usage-all": network(models, met, "weight", "p", "backbone", directed=False),
        "lineage-all": network(models, [("org/derived", "org/base", RELATIONS[1])], "relation"),
    }


def facts_of(names: list[str]) -> Facts:
    """Return what is known: much of every second developer, little of repositories."""
    n = len(names)
    developers = pl.DataFrame(
        {
            "name": names,
            "commits": [at if at % 2 else None for at in range(n)],
            "first_day": [19_000 + at if at % 2 else None for at in range(n)],
            "bot": [False] * n,
        },
        {"name": pl.String, "commits": pl.Int64, "first_day": pl.Int64, "bot": pl.Boolean},
    )
    repositories = pl.DataFrame(
        {
            "kind": ["model", "space"],
            "name": ["org/base", "org/base"],
            "likes": [0, None],
            "license": ["mit", None],
            "created_day": [19_500, None],
        }
    )
    return Facts(developers, repositories, SUBFIELDS)


def shown(names: list[str], ties: list[tuple[object, ...]]) -> list[View]:
    """Return the views of a census with these developers."""
    networks = networks_of(network({"name": sorted(names)}, ties, "weight"))
    return list(views(networks.__getitem__, list(networks), facts_of(names)))


def filed(name: str, shown: list[View], factory: pytest.TempPathFactory) -> Path:
    path = factory.mktemp("explorer") / f"{name}.html"
    path.write_text(explorer_page(CENSUS, shown, "0123"), "utf-8")
    return path
