"""Commands that look at a census: status, audit, diff."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from hubcensus.cli.arguments import as_json, census_argument
from hubcensus.cli.text import printable
from hubcensus.collect.entries import utc_text
from hubcensus.schema import ACCOUNTS, OWNER
from hubcensus.tables.store import Census

if TYPE_CHECKING:
    from hubcensus.tables.audit import Accounts, Coverage
    from hubcensus.tables.certificate import Certificate

_WRONG = ("does not add up", "found", "should be")

__all__ = ["audit_command", "diff_command", "status_command"]


@click.command("status")
@census_argument
@as_json
def status_command(census: Census, as_json: bool) -> None:
    """Say how far CENSUS is, and what became of each request; also while it is being collected.

    \b
    Example:
      hubcensus status my-census
    """
    from hubcensus.cli.screen import table
    from hubcensus.collect.progress import status

    rows = status(census.folder)
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for snapshot in rows:
        state = f"complete since {snapshot['finished_at']}" if snapshot["finished_at"] else "not complete"
        click.echo(f"snapshot {snapshot['snapshot']} of {snapshot['source']}, {state}")
        table([(kind, f"{n:,}") for kind, n in snapshot["listed"].items()], ("listed", "repositories"))
        outcomes = [
            (f"{row['resource']} {row['outcome']}", f"{row['repositories']:,}") for row in snapshot["outcomes"]
        ]
        if outcomes:
            table(outcomes, ("outcome", "repositories, or owners"))
        for note in snapshot["notes"]:
            click.echo(f"note: {printable(note)}")
    if not rows:
        click.echo(f"nothing was read into '{census.folder}' yet")


@click.command("diff")
@census_argument
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--rows", "show_rows", is_flag=True, help="List the repositories, not only how many.")
@as_json
def diff_command(census: Census, before: str | None, after: str | None, show_rows: bool, as_json: bool) -> None:
    """Say what changed in CENSUS from snapshot BEFORE to snapshot AFTER; default: the last two.

    A repository is the same if the Hub's own id is, whatever it is called.

    \b
    Example:
      hubcensus diff my-census
      hubcensus diff my-census 2026-01-05 2026-07-05 --rows
    """
    from hubcensus.cli.screen import table
    from hubcensus.study import make_difference

    first, last, found = make_difference(census, before, after)
    if as_json:
        shown: list[dict[str, Any]] = [
            {"kind": one.kind, **one.counts} | ({"repositories": one.repositories.to_dicts()} if show_rows else {})
            for one in found
        ]
        click.echo(json.dumps({"before": first, "after": last, "kinds": shown}, ensure_ascii=False, indent=1))
        return
    click.echo(f"from {first} to {last}")
    names = list(found[0].counts)
    cells = [(name, *("unknown" if (n := one.counts[name]) is None else f"{n:,}" for one in found)) for name in names]
    table([(name.replace("_", " "), *rest) for name, *rest in cells], ("", *(f"{one.kind}s" for one in found)))
    for one in found if show_rows else ():
        for change, repo_id, earlier in one.repositories.iter_rows():
            was = f" (was {earlier})" if earlier else ""
            click.echo(printable(f"{one.kind} {change.replace('_', ' ')}: {repo_id}{was}"))


@click.command("audit")
@census_argument
@as_json
def audit_command(census: Census, as_json: bool) -> None:
    """Say what CENSUS saw and did not see, how and when, and check that it adds up; exit status 1 if it does not.

    Repeated, misplaced and unreadable items of a listing are told: they are the Hub's, and no error of the census.

    \b
    Example:
      hubcensus audit my-census
    """
    from hubcensus.cli.screen import table
    from hubcensus.study import make_audit
    from hubcensus.tables.certificate import said, said_of_owners

    found = make_audit(census)
    wrong = [check for check in found.checks if not check.holds]
    if as_json:
        rows: dict[str, Any] = {name: [vars(one) for one in part] for name, part in vars(found).items()}
        rows["coverage"] = [vars(one) | {"said": said(one)} for one in found.coverage]
        rows["accounts"] = [vars(one) | {"said": said_of_owners(one)} for one in found.accounts]
        rows["checks"] = [vars(one) | {"holds": one.holds} for one in found.checks]
        click.echo(json.dumps(rows, indent=1, default=utc_text))
    else:
        for line in _certificate(found):
            click.echo(line)
        if wrong:
            table([(f"{c.snapshot} {c.kind}: {c.what}", f"{c.found:,}", f"{c.expected:,}") for c in wrong], _WRONG)
        click.echo(f"{len(found.checks) - len(wrong)} of {len(found.checks)} sums are right")
    if wrong:
        raise click.exceptions.Exit(1)


def _certificate(found: "Certificate") -> Iterator[str]:
    """Yield, for each snapshot, when it was read, how its listings came, what became of each resource."""
    from hubcensus.cli.screen import duration
    from hubcensus.tables.certificate import said, said_of_owners

    for when in found.readings:
        span = (
            f"{utc_text(when.began_at)} to {utc_text(when.ended_at)}" if when.began_at and when.ended_at else "never"
        )
        waits = "" if when.longest_pause is None else f": longest wait {duration(when.longest_pause)}"
        waits += f", {when.pauses} of more than an hour" if when.pauses else ""
        yield f"snapshot {when.snapshot}, read {span}{waits}"
        for one in found.listings:
            if one.snapshot == when.snapshot:
                disorder = "order unknown" if one.out_of_order is None else f"{one.out_of_order:,} out of order"
                yield (
                    f"  {one.kind} listing: {one.items:,} items, pages {one.pages:,}, {one.repeated:,} repeated, "
                    f"{disorder}, {one.unreadable:,} unreadable"
                )
        for part in found.coverage:
            if part.snapshot == when.snapshot:
                yield f"  {part.kind} {part.resource}: {_sum(part)}"
                yield f"    {said(part)}"
        for owners in found.accounts:
            if owners.snapshot == when.snapshot:
                yield f"  {OWNER} {ACCOUNTS}: {_sum(owners)}"
                yield f"    {said_of_owners(owners)}"


def _sum(one: "Coverage | Accounts") -> str:
    parts = [f"{n:,} {outcome}" for outcome, n in (*one.outcomes.items(), ("pending", one.pending)) if n]
    return f"{one.listed:,} listed = {' + '.join(parts) or '0'}"
