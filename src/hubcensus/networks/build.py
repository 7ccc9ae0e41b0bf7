"""Every network of a census, by name, from its tables: overall and for each subfield."""

from collections.abc import Callable, Iterator

import polars as pl

from hubcensus.networks.collaboration import collaboration, developers
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.network import Network
from hubcensus.networks.taxonomy import Taxonomy, in_subfield

__all__ = ["RULE", "build_networks", "network_name"]

RULE = "osborne2024"


def network_name(of: str, subfield: str) -> str:
    """Return the name of a network: what it is of, its rule if there are several, and its part of the Hub."""
    return f"collaboration-{RULE}-{subfield}" if of == "collaboration" else f"{of}-{subfield}"


def build_networks(table: Callable[[str], pl.LazyFrame], taxonomy: Taxonomy) -> Iterator[tuple[str, Network]]:
    """Yield (name, network) for collaboration and dependencies, overall and by subfield.

    Parameters
    ----------
    table
        Gives a table of the newest snapshot by its name.
    taxonomy
        Its subfields.
    """
    models = table("commit_authors").filter(pl.col("kind") == "model")
    tags = table("tags").filter(pl.col("kind") == "model")
    parts: dict[str, pl.LazyFrame | None] = {"all": None}
    parts |= {subfield.name: in_subfield(tags, subfield).collect().lazy() for subfield in taxonomy.subfields}
    names = table("repositories").filter(pl.col("kind") == "model").select("repository", "repo_id")
    for part, members in parts.items():
        authors = models if members is None else models.join(members, on="repository", how="semi")
        yield network_name("collaboration", part), _collaboration(authors)
        listed = names if members is None else names.join(members, on="repository", how="semi")
        yield network_name("dependencies", part), _dependencies(table("dependencies"), listed, members is None)


def _collaboration(authors: pl.LazyFrame) -> Network:
    """Join on integers, which is several times faster than on names, and put the names back."""
    people = developers(authors).collect(engine="streaming").sort("developer").with_row_index("id").lazy()
    by_id = authors.join(people, left_on="author", right_on="developer").select(
        "repository", "commit", "position", author="id"
    )
    edges = collaboration(by_id)
    for end in ("source", "target"):
        edges = edges.join(people, left_on=end, right_on="id").drop(end).rename({"developer": end})
    return Network.of(people.select(name="developer"), edges.select("source", "target", "weight"))


def _dependencies(uses: pl.LazyFrame, listed: pl.LazyFrame, whole: bool) -> Network:
    """Overall every use counts; in a subfield, those of the models that are listed and in it.

    Nodes are the spaces that use a model, and every model of the part, used or not.
    """
    edges = dependencies(uses)
    if not whole:
        edges = edges.join(listed, left_on="target", right_on="repo_id", how="semi")
    spaces = edges.select(name="source").unique().with_columns(kind=pl.lit("space"), listed=pl.lit(True))
    models = listed.select(name="repo_id").unique().with_columns(listed=pl.lit(True))
    used = edges.select(name="target").unique().join(models, on="name", how="anti")
    models = pl.concat([models, used.with_columns(listed=pl.lit(False))]).with_columns(kind=pl.lit("model"))
    return Network.of(pl.concat([spaces, models.select("name", "kind", "listed")], how="diagonal"), edges)
