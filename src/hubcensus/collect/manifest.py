"""``census.toml``: what is in a census folder, for people to read."""

from pathlib import Path
from typing import Any

import tomli_w

from hubcensus.collect.database import sentences
from hubcensus.collect.journal import Journal
from hubcensus.collect.reading import n_listed

__all__ = ["write_manifest"]


def write_manifest(folder: Path, journal: Journal, version: str) -> None:
    """Write ``census.toml`` from the journal: each snapshot, its scope, source, times and notes."""
    notes = journal.notes()
    snapshots: list[dict[str, Any]] = []
    for snapshot in journal.snapshots():
        row = {
            "name": snapshot.name,
            "source": snapshot.source,
            "started_at": snapshot.started_at,
            "finished_at": snapshot.finished_at or "not yet",
            "listed": n_listed(journal, snapshot),
            "notes": [text for name, text in notes if name == snapshot.name],
            "scope": snapshot.scope,
        }
        snapshots.append(row)
    text = tomli_w.dumps({"hubcensus": version, "snapshot": snapshots})
    aside = folder / "census.toml.new"
    with sentences(aside):
        aside.write_text("# Written by hubcensus; everything here is made again from journal.db.\n\n" + text, "utf-8")
    aside.replace(folder / "census.toml")
