"""The command people: who may be one person, who may be a bot, and what was decided."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hubcensus.cli.arguments import as_json, census_argument
from hubcensus.tables.store import Census

if TYPE_CHECKING:
    from hubcensus.networks.decisions import Decision, Decisions

__all__ = ["people_command"]

_ROWS = 50


@click.command("people")
@census_argument
@click.option("--least", type=click.IntRange(80, 100), default=85, show_default=True, help="Points of a candidate.")
@click.option("--one", "one", nargs=2, multiple=True, metavar="NAME NAME", help="These are one person.")
@click.option("--two", "two", nargs=2, multiple=True, metavar="NAME NAME", help="These are two people.")
@click.option("--bot", "bot", multiple=True, metavar="NAME", help="This is a bot.")
@click.option("--person", "person", multiple=True, metavar="NAME", help="This is a person, and no bot.")
@click.option("--undo", "undo", multiple=True, metavar="NAME", help="Take back all decisions on this name.")
@click.option("--accept", type=click.IntRange(80, 100), help="Decide 'one person' on all with so many points.")
@click.option("--take", type=click.Path(path_type=Path), help="Add the decisions in this file.")
@as_json
def people_command(
    census: Census, least: int, accept: int | None, take: Path | None, as_json: bool, **said: Any
) -> None:
    """Say which names in CENSUS may be one person's and which may be bots, and decide on them.

    Points go up to 100, and the evidence stands beside them; what is not decided is listed first. Decisions are
    kept in CENSUS/people.toml, a text that you can edit, undo and share; networks and findings follow them.

    \b
    Example:
      hubcensus people my-census
      hubcensus people my-census --one "Niels Rogge" nielsr --bot my-ci --two "Ibrahim Amin" "Ibrahim Ahmed"
      hubcensus people my-census --accept 95
      hubcensus people my-census --undo nielsr
    """
    from hubcensus.review import decide, decisions, take_decisions
    from hubcensus.study import make_names

    make_names(census)
    new = _decided(said)
    undone = [one.names for one in decisions(census).all if set(one.names) & set(said["undo"])]
    _check(census, said, new, {name for names in undone for name in names})
    new += _accepted(census, accept) if accept is not None else []
    before = set(decisions(census).all)
    if take is not None:
        take_decisions(census, take)
    taken = len(set(decisions(census).all) - before)
    made = decide(census, new=new, undone=undone) if new or undone else decisions(census)
    for sentence in made.contradictions():
        click.echo(sentence, err=True)
    if as_json:
        click.echo(json.dumps(_content(census, least, made), ensure_ascii=False, indent=1))
    elif new or undone or take is not None:
        done = f"{len(new) + taken} decided, {len(undone)} taken back"
        click.echo(f"{done}; in all {len(made.all)} in {census.folder}/people.toml")
    else:
        _show(_content(census, least, made))


def _check(census: Census, said: dict[str, Any], new: "list[Decision]", undone: set[str]) -> None:
    """Refuse what contradicts itself or takes nothing back; say which names are not in the census."""
    from hubcensus.errors import UsageError
    from hubcensus.review import strangers

    twice = [names for names, n in Counter(one.names for one in new).items() if n > 1]
    if twice:
        raise UsageError(f"{' and '.join(map(repr, twice[0]))}: two decisions on the same in one command")
    if gone := [name for name in said["undo"] if name not in undone]:
        raise UsageError(f"nothing was decided on '{gone[0]}', so there is nothing to take back")
    for name in strangers(census, [name for one in new for name in one.names]):
        click.echo(f"'{name}' is nobody's name in this census: the decision is kept without effect", err=True)


def _decided(said: dict[str, Any]) -> "list[Decision]":
    from hubcensus.networks.decisions import decision

    pairs = [(names, are) for key, are in (("one", "one person"), ("two", "two people")) for names in said[key]]
    names = [((name,), are) for key, are in (("bot", "a bot"), ("person", "a person")) for name in said[key]]
    return [decision(each, are) for each, are in [*pairs, *names]]


def _accepted(census: Census, points: int) -> "list[Decision]":
    """Decide on all candidates with so many points on which nothing was decided."""
    from hubcensus.networks.decisions import decision
    from hubcensus.review import candidates, decisions

    known = {one.names for one in decisions(census).all}
    found = candidates(census).filter(candidates(census)["points"] >= points).select("name", "other_name").rows()
    return [decision(pair, "one person") for pair in found if tuple(sorted(pair)) not in known]


def _content(census: Census, least: int, made: "Decisions") -> dict[str, Any]:
    from hubcensus.networks.bots import LIKELY
    from hubcensus.review import bots, candidates

    known = {one.names: one.are for one in made.all}
    pairs = [row for row in candidates(census).iter_rows(named=True) if row["points"] >= least]
    for row in pairs:
        row["decided"] = known.get(tuple(sorted((row["name"], row["other_name"]))))
    names = [row for row in bots(census).iter_rows(named=True) if row["points"] >= LIKELY or row["listed"]]
    for row in names:
        row["decided"] = known.get((row["name"],)) or ("on the list of known bots" if row["listed"] else None)
    decided = [{"names": list(one.names), "are": one.are} for one in made.all]
    return {"candidates": pairs, "bots": names, "decisions": decided}


def _show(content: dict[str, Any]) -> None:
    pairs = sorted(content["candidates"], key=lambda row: row["decided"] is not None)
    shown = [(row["points"], row["name"], row["other_name"], row["why"], row["decided"] or "") for row in pairs]
    _table(shown, ("points", "name", "other name", "evidence", "decided"), "may be one person")
    names = sorted(content["bots"], key=lambda row: row["decided"] is not None)
    rows = [(row["points"], row["name"], row["why"], row["decided"] or "") for row in names]
    _table(rows, ("points", "name", "evidence", "decided"), "are bots, or may be")


def _table(rows: list[tuple[Any, ...]], heads: tuple[str, ...], what: str) -> None:
    from hubcensus.cli.screen import table

    click.echo(f"{len(rows):,} {what}" + (f"; the first {_ROWS} (--json prints all):" if len(rows) > _ROWS else ""))
    if rows:
        table([tuple(str(cell) for cell in row) for row in rows[:_ROWS]], heads, numbers=False)
