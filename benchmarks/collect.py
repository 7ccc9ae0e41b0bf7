"""What a census costs: requests, time, quota and memory, beside what was meant.

Every client and every stand-in Hub is a process of its own, on loopback. Nothing here fails when a target is
missed: it prints by how much. An example: `python benchmarks/collect.py --only memory --sizes 300000 600000`.
"""

import json
import os
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import click
from asking import first_snapshot, second_snapshot
from figures import Figure, lines
from pacing import memory, quota, speed

PARTS = ("requests", "second", "speed", "quota", "memory")


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="Small sizes: a few minutes in all.")
@click.option("--only", help=f"Parts to run, with commas between them; default {','.join(PARTS)}.")
@click.option("--models", type=click.IntRange(min=20), help="Models of the Hub of the first three parts.")
@click.option("--quota", "limit", type=click.IntRange(min=20), default=300, show_default=True)
@click.option("--window", type=float, default=10.0, show_default=True, help="Seconds of a window of the quota.")
@click.option("--windows", type=click.IntRange(min=3), help="Whole windows of the quota; default 10, quick 4.")
@click.option("--sizes", type=(int, int), help="Repositories of the two Hubs whose memory is compared.")
@click.option("--seconds", type=float, default=600.0, show_default=True, help="Most time for either of them.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file, too.")
def main(
    quick: bool,
    only: str | None,
    models: int | None,
    limit: int,
    window: float,
    windows: int | None,
    sizes: tuple[int, int] | None,
    seconds: float,
    json_file: Path | None,
) -> None:
    """Run the parts and print their figures."""
    models = models or (1000 if quick else 5000)
    sizes = sizes or ((3000, 6000) if quick else (30_000, 60_000))
    measured: dict[str, Callable[[], Iterator[Figure]]] = {
        "requests": lambda: first_snapshot(models),
        "second": lambda: second_snapshot(models),
        "speed": lambda: speed(models),
        "quota": lambda: quota(limit, window, windows or (4 if quick else 10)),
        "memory": lambda: memory(sizes, seconds),
    }
    done = {part: list(_shown(part, measured[part])) for part in _wanted(only)}
    if json_file is not None:
        parts = {part: [figure.as_dict() for figure in figures] for part, figures in done.items()}
        json_file.write_text(json.dumps({"machine": _machine(), "parts": parts}, indent=1) + "\n")


def _wanted(only: str | None) -> tuple[str, ...]:
    parts = tuple(only.split(",")) if only else PARTS
    if unknown := set(parts) - set(PARTS):
        raise click.UsageError(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    return parts


def _shown(part: str, measure: Callable[[], Iterator[Figure]]) -> Iterator[Figure]:
    click.echo(f"\n{part}")
    for figure in measure():
        click.echo(lines([figure])[0])
        yield figure


def _machine() -> dict[str, object]:
    names = ("hubcensus", "huggingface_hub", "httpx2")
    return {"cores": os.cpu_count(), "python": platform.python_version()} | {name: version(name) for name in names}


if __name__ == "__main__":
    main()
