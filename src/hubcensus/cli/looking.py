"""Commands that look at a census: status, audit, diff."""

import json
from typing import Any

import click

from hubcensus.cli.arguments import as_json, census_argument
from hubcensus.cli.text import printable
from hubcensus.tables.store import Census

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
            table(outcomes, ("outcome", "repositories"))
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
    """Say what CENSUS saw and did not see, and check that it adds up; exit status 1 if anything does not.

    \b
    Example:
      hubcensus audit my-census
    """
    from hubcensus.cli.screen import table
    from hubcensus.study import make_audit

    coverage, found = make_audit(census)
    if as_json:
        rows = {"coverage": [vars(one) for one in coverage], "checks": [vars(c) | {"holds": c.holds} for c in found]}
        click.echo(json.dumps(rows, indent=1))
    else:
        for one in coverage:
            seen = [f"{n:,} {outcome}" for outcome, n in (*one.outcomes.items(), ("pending", one.pending)) if n]
            click.echo(f"{one.snapshot} {one.kind} {one.resource}: {one.listed:,} listed = {' + '.join(seen) or '0'}")
        wrong = [check for check in found if not check.holds]
        if wrong:
            table([(f"{c.snapshot} {c.kind}: {c.what}", f"{c.found:,}", f"{c.expected:,}") for c in wrong], _WRONG)
        click.echo(f"{len(found) - len(wrong)} of {len(found)} sums are right")
    if not all(check.holds for check in found):
        raise click.exceptions.Exit(1)
