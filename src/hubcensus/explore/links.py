"""Which cells of a table name a repository, an owner or a developer, and the address of its page."""

from typing import Any

from hubcensus.explore.asked import LONGEST, address

__all__ = ["account", "links", "repository"]

_OF_PEOPLE = "collaboration-"


def repository(kind: str, repo_id: str) -> str:
    """Return the address of the page of a repository."""
    return address("/repository", [("kind", kind), ("id", repo_id)])


def account(name: str) -> str:
    """Return the address of the page of an owner or developer."""
    return address("/account", [("name", name)])


def links(table: str, row: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of the pages that the cells of a row name, by column."""
    network, _, end = table.rpartition("/")
    if network:
        found = _of_network(network, end, row)
    else:
        found = {
            "repo_id": (row.get("kind"), row.get("repo_id")),
            "depends_on": (row.get("depends_on_kind"), row.get("depends_on")),
            "base_model": ("model", row.get("base_model")),
            "owner": (None, row.get("owner")),
            "author": (None, row.get("author")),
        }
    short = {column: (kind, name) for column, (kind, name) in found.items() if name and len(name) <= LONGEST}
    return {column: repository(kind, name) if kind else account(name) for column, (kind, name) in short.items()}


def _of_network(network: str, end: str, row: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    if end == "nodes":
        return {"name": (row.get("kind"), row["name"])}
    if network.startswith(_OF_PEOPLE):
        return {column: (None, row[column]) for column in ("source", "target")}
    uses = "dependencies" in network
    used = "dataset" if network.startswith("dataset") else "model"
    return {"source": ("space" if uses else "model", row["source"]), "target": (used, row["target"])}
