"""The page: a document of findings into one HTML file that asks the network for nothing and runs no script."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from hubcensus.kinds import KINDS
from hubcensus.report import answers, panels, words
from hubcensus.report.reading import Reading, exact
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES
from hubcensus.tables.writer import replaced_text

__all__ = ["render", "write_report"]

_HUB = "https://huggingface.co"
_LONGEST_LINK = 200  # characters of an id: the Hub's own are far shorter


def render(document: dict[str, Any]) -> str:
    """Return the page of a document; the same document gives the same page.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """
    census, reading = document["census"], Reading(document)
    snapshots = census["snapshots"]
    counted = answers.counted_kinds(reading)
    outcomes = {**OUTCOMES, "pending": "not asked for"}
    parts = [("all", "All models"), *((name, words.shown(title)) for name, title in census["subfields"].items())]
    dates = _once(words.day(snapshot["snapshot"]) for snapshot in snapshots)
    page = _templates().get_template("page.html.j2")
    return page.render(
        title=" ".join(
            [
                "Development activity on the Hugging Face Hub:",
                "a census",
                *(["of"] if dates else []),
                words.listed(dates),
            ]
        ),
        census=census,
        reading=reading,
        snapshots=snapshots,
        dates=dates,
        sources=_once(snapshot["source"] for snapshot in snapshots),
        scopes=_once(words.scope(snapshot["scope"]) for snapshot in snapshots),
        is_hub=_is_hub(snapshots),
        kinds=KINDS,
        counted=counted,
        single_known=[
            k.name for k in KINDS if reading.value(f"activity.{k.name}.contributors.single_share") is not None
        ],
        parts=parts,
        resources=ACCESS_RESOURCES,
        outcomes=list(outcomes),
        glossary_of_outcomes=[(outcome.replace("_", " "), meaning) for outcome, meaning in outcomes.items()],
        gaps=_gaps(reading, outcomes),
        summary=answers.summary(reading),
        answers=answers,
        panels=panels,
        kind_legend=panels.legend(
            [kind.plural for kind in KINDS], [kind.plural for kind in KINDS if kind not in counted]
        ),
        part_legend=panels.legend([title for _, title in parts]),
    )


def write_report(document: dict[str, Any], folder: Path) -> Path:
    """Write the page as ``index.html`` into a folder, whole or not at all, and return its path.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    folder
        Where; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    replaced_text(path, render(document))
    return path


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("hubcensus.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=words.count,
        share=words.share,
        shown=words.shown,
        listed=words.listed,
        scope=words.scope,
        exact=exact,
        last_word=lambda id: id.rpartition(".")[2],
        hub=_hub_address,
    )
    return environment


def _hub_address(id: str) -> str:
    """Return the address of a page on the Hub; empty for an id that is too long to be one."""
    return f"{_HUB}/{quote(id)}" if len(id) <= _LONGEST_LINK else ""


def _gaps(reading: Reading, outcomes: Iterable[str]) -> list[str]:
    """Return which repositories are unaccounted for: outcomes that do not add up to those listed."""
    sums = [
        (f"{resource} of {kind.plural}", f"census.{kind.name}", resource)
        for kind in KINDS
        for resource in ACCESS_RESOURCES
    ]
    return [
        name
        for name, prefix, resource in sums
        if sum(reading.value(f"{prefix}.{resource}.{outcome}") or 0 for outcome in outcomes)
        != (reading.value(f"{prefix}.listed") or 0)
    ]


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _is_hub(snapshots: list[dict[str, Any]]) -> bool:
    """Return whether the names are those of the Hub, and not of a made-up one at another address."""
    sources = [snapshot["source"] for snapshot in snapshots]
    return all(source.rstrip("/") == _HUB or not source.startswith("http") for source in sources)
