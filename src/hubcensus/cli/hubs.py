"""Commands with a stand-in Hub: standin serves one, demo runs everything on one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubcensus.cli.arguments import FolderPath

if TYPE_CHECKING:
    from hubcensus.standin.records import Hub

__all__ = ["demo_command", "standin_command"]


@click.command("demo")
@click.argument("folder", type=FolderPath, default="demo-census")
@click.option(
    "--population", type=click.IntRange(min=20), default=3000, help="Models of the made-up Hub; default 3000."
)
@click.option("--seed", type=int, default=1, help="Another seed makes another Hub.")
def demo_command(folder: Path, population: int, seed: int) -> None:
    """Serve a made-up Hub, take its census into FOLDER over HTTP, answer the questions, write the report.

    It needs no network and no token. The Hub is made up: its numbers say nothing about the real one.

    \b
    Example:
      hubcensus demo
    """
    from hubcensus.cli.facts import key_facts
    from hubcensus.cli.screen import collecting, stages
    from hubcensus.demo import take_demo_census
    from hubcensus.study import make_report
    from hubcensus.tables.store import open_census

    click.echo("A made-up Hub, served on this machine: its numbers say nothing about the real one.", err=True)
    with collecting(quiet=False) as watch:
        done = take_demo_census(folder, population, seed, watch=watch)
    click.echo(f"census of {done.listed.total():,} repositories with {done.n_requests:,} requests", err=True)
    with stages(quiet=False) as watch_stage:
        content, page = make_report(open_census(folder), watch_stage)
    click.echo(key_facts(content))
    click.echo(f"report: {page.absolute()}")


@click.command("standin")
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    help="Serve recorded repositories from this file (.ndjson, .ndjson.gz).",
)
@click.option(
    "--population", type=click.IntRange(min=1), default=3000, help="Make up a Hub with so many models; default 3000."
)
@click.option("--seed", type=int, default=1, help="Seed of the made-up Hub and of the faults.")
@click.option(
    "--truth",
    type=click.Path(path_type=Path),
    help="Write what a census of this Hub must find to this file, and end.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any that is free.")
@click.option("--quota", type=click.IntRange(min=1), default=100_000, help="Requests in a window; default 100000.")
@click.option("--window", type=click.FloatRange(min=0.1), default=300.0, help="Seconds of a window; default 300.")
@click.option(
    "--faults",
    help="What goes wrong, by share of requests: 5xx=0.02,504=0.01,cut=0.01,reset=0.01,slow=0.05,edge429=0.01",
)
def standin_command(
    records: Path | None,
    population: int,
    seed: int,
    truth: Path | None,
    port: int,
    quota: int,
    window: float,
    faults: str | None,
) -> None:
    """Serve a stand-in Hub on loopback, made up or recorded, until it is interrupted; prints its address.

    \b
    Example:
      hubcensus standin --population 500 --seed 7 --port 8000
      hubcensus collect my-census --endpoint http://127.0.0.1:8000
    """
    from hubcensus.standin import serve
    from hubcensus.standin.population import Population
    from hubcensus.standin.records import Hub, RecordedHub

    hub: Hub = RecordedHub(records) if records else Population(population, population // 3, population // 2, seed)
    if truth:
        _write_truth(hub, truth)
        return
    serve(hub, port=port, quota=quota, window=window, faults=faults, seed=seed, ready=click.echo)


def _write_truth(hub: "Hub", path: Path) -> None:
    import json

    from hubcensus.errors import StandinError
    from hubcensus.standin.truth import truth

    try:
        path.write_text(json.dumps(truth(hub), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise StandinError(f"'{path}' cannot be written: {error.strerror}") from error
    click.echo(path)
