"""What commits cost: edges, structure, the whole second question, and time, beside loops, networkx and pandas.

Every way runs in a process of its own. Nothing here fails when a target is missed: it prints by how much. It needs
pandas and networkx. An example: `python benchmarks/networks.py --repositories 348000`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
from histories import write_histories
from runs import temporary

WAYS = Path(__file__).with_name("ways.py")


@click.command(help=__doc__)
@click.option("--repositories", type=click.IntRange(min=1000), default=348_000, show_default=True)
@click.option("--ways", default="edges,original,structure,networkx,rq2,times,pandas", show_default=True)
def main(repositories: int, ways: str) -> None:
    """Run the ways on one made-up Hub and print their figures."""
    with temporary() as folder:
        write_histories(folder, repositories)
        done = {way: _run(way, folder) for way in ways.split(",")}
    for way, result in done.items():
        click.echo(f"{way}: {json.dumps(result)}")
    for ours, theirs in (("edges", "original"), ("structure", "networkx"), ("times", "pandas")):
        if ours in done and theirs in done:
            ratio = done[theirs]["seconds"] / done[ours]["seconds"]
            click.echo(f"{theirs} takes {ratio:.1f} times as long as {ours}")


def _run(way: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(WAYS), way, str(folder)], stdout=subprocess.PIPE, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    main()
