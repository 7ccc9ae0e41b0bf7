"""The command doctor: the Hub, the token, the quota and the disk before a census."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from hubcensus.cli.arguments import FolderPath, as_json
from hubcensus.collect.doctor import Diagnosis

__all__ = ["doctor_command"]

_WORDS = {True: "holds", False: "DIFFERS", None: "not seen"}


@click.command("doctor")
@click.argument("folder", type=FolderPath, default=".")
@click.option(
    "--endpoint",
    help="Address of the Hub; default that of the census in FOLDER, else HF_ENDPOINT, else the Hub itself.",
)
@as_json
def doctor_command(folder: Path, endpoint: str | None, as_json: bool) -> None:
    """Say whether the Hub still answers as this tool assumes, with which quota, and whether the disk is large enough.

    It takes about fifteen requests. FOLDER is where a census is, or is to be kept; default here. If there is one, the
    Hub that it was taken of is asked. Exit status 1 if something differs without which no census is right.

    \b
    Example:
      hubcensus doctor
      hubcensus doctor my-census
      hubcensus doctor --endpoint http://127.0.0.1:8000
    """
    from hubcensus.collect.census import hub_of
    from hubcensus.collect.doctor import examine
    from hubcensus.hub.client import endpoint_or_default

    address = endpoint_or_default(hub_of(folder) if endpoint is None else endpoint)
    found = examine(address)
    free, needed = _disk(folder)
    if as_json:
        examined = [vars(one) | asdict(one.assumption) for one in found.examined]
        kept = {"endpoint": address, "requests": found.requests, "has_token": found.has_token, "plan": found.plan}
        quota = dict(zip(("requests", "seconds"), found.limit or (None, None), strict=True))
        disk = {"free_bytes": free, "whole_hub_bytes": needed}
        click.echo(json.dumps(kept | {"quota": quota, "disk": disk, "examined": examined}, indent=1))
    else:
        _show(address, found, free, needed)
    if any(one.holds is False and one.assumption.needed for one in found.examined):
        raise click.exceptions.Exit(1)


def _show(address: str, found: Diagnosis, free: int, needed: int) -> None:
    from hubcensus.cli.costs import size
    from hubcensus.cli.text import printable

    click.echo(f"{address} in {found.requests} requests:")
    for one in found.examined:
        click.echo(f"{_WORDS[one.holds]:>8}  {one.assumption.says}")
        click.echo(printable(f"          {one.seen}"))
        if one.holds is False:
            click.echo(f"          so: {one.assumption.otherwise} (evidence: {one.assumption.evidence})")
    token = "a token is in use" if found.has_token else "no token is in use: `hf auth login` gives a larger quota"
    click.echo(f"token: {token}")
    if found.limit:
        plan = f", that of the plan {found.plan}" if found.plan else ""
        click.echo(f"quota: {found.limit[0]:,} requests in {found.limit[1]} seconds{plan}")
    fits = "enough for" if free > needed else "too little for"
    click.echo(f"disk: {size(free)} free, {fits} a census of the whole Hub, which takes about {size(needed)}")


def _disk(folder: Path) -> tuple[int, int]:
    """Return the bytes that are free where a folder is or will be, and those of a census of the whole Hub."""
    from hubcensus.collect.cost import Size, cost_of
    from hubcensus.collect.plan import Scope
    from hubcensus.hub.assumptions import WHOLE_HUB

    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    sizes = {kind: Size(n, "given") for kind, n in WHOLE_HUB.items()}
    return shutil.disk_usage(there).free, cost_of(Scope(), sizes).disk
