"""Arguments that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from hubcensus.collect.plan import SORTS, Scope
from hubcensus.kinds import KINDS
from hubcensus.schema import ACCESS_RESOURCES
from hubcensus.tables.store import Census, open_census

__all__ = ["FolderPath", "as_json", "census_argument", "scope_from", "scope_options"]

F = TypeVar("F", bound=Callable[..., Any])


class _FolderPath(click.ParamType[Path]):
    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value).strip():
            self.fail("the name of the folder is empty", param, ctx)
        return Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        return [CompletionItem(incomplete, type="dir")]


FolderPath = _FolderPath()

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class _CensusPath(click.ParamType[Census]):
    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Census:
        return open_census(FolderPath.convert(value, param, ctx))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        return FolderPath.shell_complete(ctx, param, incomplete)


def census_argument(function: F) -> F:
    """Take the folder of an existing census as the argument CENSUS."""
    return click.argument("census", type=_CensusPath())(function)


def scope_options(function: F) -> F:
    """Take the options of a scope."""
    options = (
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            type=click.Choice([k.name for k in KINDS]),
            help="May be repeated; default all.",
        ),
        click.option("--author", help="Only repositories of this user or organisation."),
        click.option("--tag", help="Only repositories with this tag, such as text-generation or license:mit."),
        click.option("--search", help="Only repositories with this in their name."),
        click.option("--limit", type=int, help="At most so many repositories of each kind."),
        click.option(
            "--sort", type=click.Choice(SORTS), help="Order of the listing; default createdAt, which stands still."
        ),
        click.option(
            "--details", help="What to ask each repository for: commits,discussions (default), one of them, or none."
        ),
        click.option("--owners", is_flag=True, default=None, help="Ask of each owner: a user, or an organisation?"),
    )
    for option in reversed(options):
        function = option(function)
    return function


def scope_from(kinds: tuple[str, ...], details: str | None, **others: Any) -> Scope | None:
    """Return the scope that the options name; ``None`` if they name none."""
    values = {name: value for name, value in others.items() if value is not None}
    if kinds:
        values["kinds"] = tuple(kind.name for kind in KINDS if kind.name in kinds)
    if details is not None:
        values["details"] = _details(details)
    return Scope(**values) if values else None


def _details(text: str) -> tuple[str, ...]:
    asked = set() if text == "none" else set(text.split(","))
    if unknown := asked - set(ACCESS_RESOURCES):
        raise click.BadParameter(
            f"{', '.join(sorted(unknown))} cannot be asked for; there are {', '.join(ACCESS_RESOURCES)}, and none",
            param_hint="--details",
        )
    return tuple(resource for resource in ACCESS_RESOURCES if resource in asked)
