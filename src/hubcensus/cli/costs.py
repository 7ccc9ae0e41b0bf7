"""What a census would cost, as a person reads it."""

import click

from hubcensus.cli.screen import duration, table
from hubcensus.collect.cost import Cost
from hubcensus.collect.plan import Scope
from hubcensus.kinds import kind_named

__all__ = ["in_a_line", "show_cost"]


def show_cost(cost: Cost, scope: Scope) -> None:
    """Print the cost, what is exact in it, and what it leaves out."""
    sizes = [(kind_named(kind).plural, f"{size.repositories:,}", size.how) for kind, size in cost.sizes.items()]
    table(sizes, ("repositories", "n", "how it is known"))
    requests = [(resource, f"{n:,}") for resource, n in cost.requests.items()] + [("in all", f"{cost.total:,}")]
    table(requests, ("requests for", "n"))
    table([(plan, duration(hours * 3600)) for plan, hours in cost.hours().items()], ("at the quota of", "takes"))
    click.echo(f"disk: about {_size(cost.disk)}")
    if scope.details:
        click.echo(
            "On top come one request for every 1,000 commits or 50 discussions of a repository beyond the first, "
            "and two for each renamed one. Networks, subfields and the models that spaces use cost nothing more."
        )
    else:
        click.echo("Without commits and discussions there are no contributors and no network of developers.")


def in_a_line(cost: Cost) -> str:
    """Return the cost in one line."""
    sizes = ", ".join(
        f"{'about ' if size.how == 'estimated' else ''}{size.repositories:,} {kind_named(kind).plural}"
        for kind, size in cost.sizes.items()
    )
    free, anonymous = (duration(cost.hours()[plan] * 3600) for plan in ("free account", "anonymous"))
    return (
        f"{sizes}: {cost.total:,} requests, {free} with a free token, {anonymous} without one, "
        f"about {_size(cost.disk)} of disk"
    )


def _size(n: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if n < 1000:
            return f"{n:.0f} {unit}"
        n /= 1000
    return f"{n:.1f} TB"
