"""How models are sorted into subfields: how many are in each, in two at once, and in none."""

from collections.abc import Iterator

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.networks.taxonomy import Taxonomy, overlaps

__all__ = ["retired_in", "subfields"]


def subfields(taxonomy: Taxonomy, members: dict[str, pl.DataFrame], tagged: pl.DataFrame) -> Iterator[Finding]:
    """Yield the findings on the subfields of models.

    Parameters
    ----------
    taxonomy
        What sorts them.
    members
        Frame with ``repository``, each once, by name of the subfield.
    tagged
        Frame with ``repository``: the models whose tags are known.
    """
    n = tagged.height
    source = taxonomy.source if taxonomy.source != "user" else "hubcensus"
    missing = "" if n else "tags were not collected"
    for name, frame in members.items():
        share = frame.height / n if n else None
        method = f"models with a tag of the subfield, of those whose tags are known; taxonomy: {taxonomy.title}"
        yield plain(
            f"subfields.{name}.models", "census", frame.height, "models", n, method, source=source, missing=missing
        )
        yield plain(
            f"subfields.{name}.model_share", "census", share, "share", n, method, source=source, missing=missing
        )
    sorted_ones = pl.concat([pl.DataFrame(schema=tagged.schema), *members.values()]).unique().height
    none = (n - sorted_ones) / n if n else None
    method = "models without a tag of any subfield, of those whose tags are known"
    yield plain("subfields.unmapped_share", "census", none, "share", n, method, source=source, missing=missing)
    method = "models in both of two subfields; of one with itself, models in it"
    yield plain("subfields.overlap", "census", overlaps(members), "models", n, method, source=source, missing=missing)
    gone = [{"tag": tag, "until": f"{day:%Y-%m-%d}"} for tag, day in taxonomy.retired]
    how = "tags that the Hub gives no longer, with the last day; models of before still have them"
    yield plain("subfields.retired", "census", gone, "tags", len(gone), how, source=source)


def retired_in(taxonomy: Taxonomy, subfield: str) -> str:
    """Say which tags of a subfield the Hub gives no longer, so that fewer new models are in it; empty if none."""
    tags = {tag for one in taxonomy.subfields if one.name == subfield for tag in one.tags}
    gone = [f"'{tag}' after {day:%Y-%m-%d}" for tag, day in taxonomy.retired if tag in tags]
    return (
        f"the Hub no longer gives the tags {', '.join(gone)}: later models lack them for that alone" if gone else ""
    )
