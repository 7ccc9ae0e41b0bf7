"""Commands that fill a census: collect, import, status."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from hubcensus.cli.arguments import FolderPath, as_json, scope_from, scope_options
from hubcensus.collect.plan import Scope
from hubcensus.errors import UsageError
from hubcensus.kinds import KINDS, kind_named

_NOTHING = "nothing on this Hub matches the scope: check the spelling of --author, --tag and --search"

__all__ = ["collect_command", "import_command", "plan_command"]


@click.command("plan")
@scope_options
@click.option("--endpoint", help="Address of the Hub; default HF_ENDPOINT, else the Hub itself.")
@click.option("--models", type=click.IntRange(min=0), help="How many there are, instead of asking the Hub.")
@click.option("--datasets", type=click.IntRange(min=0), help="The same for datasets.")
@click.option("--spaces", type=click.IntRange(min=0), help="The same for spaces.")
@as_json
def plan_command(
    endpoint: str | None, models: int | None, datasets: int | None, spaces: int | None, as_json: bool, **scope: Any
) -> None:
    """Say what a census of a scope would cost: requests, hours at each plan's quota, disk.

    It asks the Hub for the sizes with at most 25 requests a kind; with --models, --datasets or --spaces it
    asks nothing.

    \b
    Example:
      hubcensus plan --author openai-community
      hubcensus plan --models 2960000 --datasets 1000000 --spaces 1440000
    """
    from hubcensus.cli.costs import show_cost
    from hubcensus.collect.cost import Size, cost_of, survey
    from hubcensus.hub.client import endpoint_or_default

    wanted = scope_from(**scope) or Scope()
    given = {"model": models, "dataset": datasets, "space": spaces}
    sizes = {kind: Size(n, "given") for kind, n in given.items() if n is not None and kind in wanted.kinds}
    cost = cost_of(wanted, sizes or survey(endpoint_or_default(endpoint), wanted).sizes)
    if as_json:
        click.echo(json.dumps(cost.as_dict(), indent=1))
    else:
        show_cost(cost, wanted)


@click.command("collect")
@click.argument("census", type=FolderPath)
@scope_options
@click.option("--endpoint", help="Address of the Hub; default HF_ENDPOINT, else the Hub itself.")
@click.option("--new-snapshot", is_flag=True, help="Begin the next snapshot of a census that is complete.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before what takes more than a day.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def collect_command(
    census: Path, endpoint: str | None, new_snapshot: bool, yes: bool, quiet: bool, **scope: Any
) -> None:
    """Read the Hub into the folder CENSUS, or go on where that stopped.

    It says first what a new snapshot costs if all is asked for (the next one of a census asks only for what
    changed, and costs less), and on a terminal asks before one that takes more than a day.

    Every reply is kept before anything is made of it, so it may be stopped at any moment. The token is the
    one of `hf auth login` or HF_TOKEN; a census of public repositories needs none, but is faster with one.

    \b
    Example:
      hubcensus collect my-census --author openai-community
      hubcensus collect whole-hub --details none
    """
    from hubcensus.cli.costs import announce
    from hubcensus.cli.screen import collecting
    from hubcensus.collect.census import take_census

    wanted = scope_from(**scope)
    begun: list[Scope] = []

    def before(scope: Scope, address: str) -> None:
        announce(scope, address, quiet=quiet, ask=not yes)
        begun.append(scope)

    with collecting(quiet) as watch:
        done = take_census(census, wanted, endpoint, new_snapshot=new_snapshot, before=before, watch=watch)
    if not quiet:
        listed = ", ".join(f"{done.listed[kind.name]:,} {kind.plural}" for kind in KINDS if done.listed[kind.name])
        asked = f"with {done.n_requests:,} requests" if done.n_requests else "nothing was left to ask"
        click.echo(f"snapshot {done.snapshot} is complete: {listed or 'no repository'}; {asked}", err=True)
        if new_snapshot and not begun:
            click.echo("it was not complete before: the same command now takes the next snapshot", err=True)
        click.echo(f"next: hubcensus report {census}" if listed else _NOTHING, err=True)


@click.group("import")
def import_command() -> None:
    """Take recorded data as a snapshot, instead of asking the Hub."""


@import_command.command("listing")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("census", type=FolderPath)
@click.option("--kind", required=True, type=click.Choice([kind.name for kind in KINDS]), help="What the files list.")
@click.option("--captured", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day of the recording, UTC.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def listing_command(files: tuple[Path, ...], census: Path, kind: str, captured: datetime, quiet: bool) -> None:
    """Take recorded listings, FILES, as a snapshot of CENSUS.

    A file is Parquet with the listing's keys as columns (_id, id, likes, downloads, tags, createdAt, ...),
    or a page of JSON as the Hub sends it; .json.gz too.

    \b
    Example:
      hubcensus import listing models.parquet hub-2024 --kind model --captured 2024-07-11
    """
    from hubcensus.collect.listing import import_listing

    if captured.date() > datetime.now(UTC).date():
        raise UsageError(f"--captured is the day of the recording, and {captured:%Y-%m-%d} is yet to come")
    n = import_listing(census, list(files), kind_named(kind), date(captured.year, captured.month, captured.day))
    if not quiet:
        click.echo(
            f"{n:,} {kind_named(kind).plural} of {captured:%Y-%m-%d}; next: hubcensus report {census}", err=True
        )
