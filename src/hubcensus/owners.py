"""What kind of actor stands behind an owner of repositories, where it is known."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from hubcensus.errors import UsageError

__all__ = [
    "ACCOUNT_TYPES",
    "OWNERS_FILE",
    "ActorType",
    "actor_types",
    "in_another_case",
    "kinds_of_owners",
    "owners_known",
]

OWNERS_FILE = "owners.toml"
"""Name of the table, ours and a user's own in a census folder."""

ACCOUNT_TYPES = {"user": "individual", "org": "organisation"}
"""Kind of actor by what the Hub says of an account, where no table says more."""


@dataclass(frozen=True)
class ActorType:
    """One kind of actor: its name, title and meaning, and the owners of that kind with who they are."""

    name: str
    title: str
    meaning: str
    owners: dict[str, str]


def actor_types() -> tuple[ActorType, ...]:
    """Return the kinds of actor, in the order of the table that comes with hubcensus."""
    content = _read(files("hubcensus").joinpath(OWNERS_FILE).read_text("utf-8"), OWNERS_FILE)
    return tuple(ActorType(name, row["title"], row["meaning"], row["owners"]) for name, row in content.items())


def owners_known(folder: Path) -> dict[str, str]:
    """Return the kind of actor by owner: what a census folder says in its own table first, then ours.

    Raises
    ------
    UsageError
        If the folder's table cannot be read, or names a kind that there is not.
    """
    return {owner: one.name for one in actor_types() for owner in one.owners} | _own(folder)


def kinds_of_owners(told: Iterable[tuple[str, str]], folder: Path) -> dict[str, str]:
    """Return the kind of actor by owner: as the tables say, else what the Hub says of the account.

    Parameters
    ----------
    told
        Owners, and what the Hub says of each: user or org.
    folder
        A census folder.
    """
    return {owner: ACCOUNT_TYPES.get(account, account) for owner, account in told} | owners_known(folder)


def in_another_case(folder: Path, owners: Iterable[str]) -> list[tuple[str, str]]:
    """Return those in a census folder's own table who are none of these owners but for the case, and who they are.

    Parameters
    ----------
    folder
        A census folder.
    owners
        The owners of its repositories, as the Hub writes them.
    """
    own, there = _own(folder), set(owners)
    named = {owner.casefold(): owner for owner in there}
    return [(name, named[name.casefold()]) for name in own if name not in there and name.casefold() in named]


def _own(folder: Path) -> dict[str, str]:
    """Return the kind of actor by owner, as a census folder's own table says; none if it has no table."""
    path = folder / OWNERS_FILE
    if not path.exists():
        return {}
    if not path.is_file():
        raise UsageError(f"'{path}' cannot be read (it is no file): {_FORM}")
    try:
        text = path.read_text("utf-8", "replace")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read ({error.strerror}): {_FORM}") from error
    own = _read(text, str(path))
    names = [one.name for one in actor_types()]
    if unknown := [name for name in own if name not in names]:
        raise UsageError(f"'{path}' names '{unknown[0]}', which is no kind of actor: there are {', '.join(names)}")
    return {owner: name for name, row in own.items() for owner in row["owners"]}


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also of numbers too long, and of brackets too deep
        raise UsageError(f"'{name}' cannot be read ({error}): {_FORM}") from error
    if not all(_is_kind(row) for row in content.values()):
        raise UsageError(f"'{name}' has a kind without owners, or an owner who is no text: {_FORM}")
    return content


_FORM = 'it is a TOML file with [KIND.owners] for kinds of actor, and rows like "owner" = "who that is"'


def _is_kind(row: Any) -> bool:
    owners = row.get("owners") if isinstance(row, dict) else None
    return isinstance(owners, dict) and all(isinstance(who, str) for who in owners.values())
