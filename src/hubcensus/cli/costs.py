"""What a census would cost, as a person reads it."""

import sys

import click

from hubcensus.cli.screen import duration, table
from hubcensus.collect.cost import Cost, cost_of, survey
from hubcensus.collect.plan import Scope
from hubcensus.kinds import kind_named

__all__ = ["announce", "show_cost", "size"]

_DAY = 86_400.0
_ABOUT = {"estimated": "about ", "at least": "at least "}


def show_cost(cost: Cost, scope: Scope) -> None:
    """Print the cost, what is exact in it, and what it leaves out."""
    sizes = [(kind_named(kind).plural, f"{size.repositories:,}", size.how) for kind, size in cost.sizes.items()]
    table(sizes, ("repositories", "n", "how it is known"))
    requests = [(resource, f"{n:,}") for resource, n in cost.requests.items()] + [("in all", f"{cost.total:,}")]
    table(requests, ("requests for", "n"))
    table([(plan, duration(hours * 3600)) for plan, hours in cost.hours().items()], ("at the quota of", "takes"))
    click.echo(f"disk: about {size(cost.disk)}")
    if scope.owners:
        click.echo("On top come one request for each owner who is a user, and two for each organisation.")
    if scope.details:
        click.echo(
            "On top come one request for every 1,000 commits or 50 discussions of a repository beyond the first, "
            "and up to three for each renamed one. Networks, subfields and the models that spaces use cost nothing "
            "more."
        )
    else:
        click.echo("Without commits and discussions there are no contributors and no network of developers.")


def announce(scope: Scope, endpoint: str, *, quiet: bool, ask: bool) -> None:
    """Say what a new snapshot will cost; on a terminal, ask before one that takes more than a day."""
    ask = ask and sys.stdin.isatty() and sys.stderr.isatty()
    if quiet and not ask:
        return
    found = survey(endpoint, scope)
    cost = cost_of(scope, found.sizes)
    seconds = cost.total / found.per_second if found.per_second else 0.0
    if not quiet:
        click.echo(_in_a_line(cost, seconds, scope.owners), err=True)
    if ask and seconds > _DAY:
        click.confirm("Go on?", default=True, abort=True, err=True)


def _in_a_line(cost: Cost, seconds: float, owners: bool) -> str:
    sizes = ", ".join(
        f"{_ABOUT.get(size.how, '')}{size.repositories:,} {kind_named(kind).plural}"
        for kind, size in cost.sizes.items()
    )
    takes = f"{duration(seconds)} at the quota in use" if seconds else "no quota is named"
    more = " and one or two for each owner" if owners else ""
    return f"{sizes}: {cost.total:,} requests{more}, {takes}, about {size(cost.disk)} of disk"


def size(n: float) -> str:
    """Return bytes as people say them."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if n < 1000:
            return f"{n:.0f} {unit}"
        n /= 1000
    return f"{n:.1f} TB"
