"""What a person sees while a command runs: on stderr, and only lines where it is no terminal."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hubcensus.cli.text import printable
from hubcensus.collect.progress import Progress as Collected

__all__ = ["collecting", "duration", "stages", "table"]

_WIDTH = 160  # columns where there is no terminal
_LINE_EVERY = 60.0  # seconds between lines where there is no terminal


@contextmanager
def collecting(quiet: bool) -> Iterator[Callable[[Collected], None]]:
    """Show how a collection goes: a bar on a terminal, else a line a minute."""
    console = Console(stderr=True)
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        with _bars(console) as show:
            yield show
    else:
        yield _lines()


@contextmanager
def _bars(console: Console) -> Iterator[Callable[[Collected], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("listing", total=None, pace="")

        def show(progress: Collected) -> None:
            if progress.listing is not None:
                name, done, total = f"listing {progress.listing}s", progress.listed[progress.listing], None
            else:
                name, done, total = "reading repositories", progress.settled, progress.wanted
            bars.update(task, description=name, completed=done, total=total, pace=_pace(progress))

        yield show


def _lines() -> Callable[[Collected], None]:
    last = time.monotonic()

    def show(progress: Collected) -> None:
        nonlocal last
        if time.monotonic() - last >= _LINE_EVERY:
            last = time.monotonic()
            click.echo(
                f"{progress.listed.total():,} listed, {progress.settled:,} of {progress.wanted:,} answers, "
                f"{_pace(progress)}",
                err=True,
            )

    return show


def _pace(progress: Collected) -> str:
    parts = [f"{progress.per_second:,.0f} requests/s"]
    if progress.quota_used is not None:
        parts.append(f"{progress.quota_used:.0%} of the quota")
    if progress.seconds_left is not None and progress.listing is None:
        parts.append(f"{duration(progress.seconds_left)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a length of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.1f} days"


@contextmanager
def stages(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show which stage of a study is at work, on a terminal."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    with console.status("reading the journal") as status:
        yield lambda stage: status.update(stage)


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> None:
    """Print rows as columns on stdout: the first to the left, the others to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, head in enumerate(heads):
        shown.add_column(head, justify="right" if place else "left", no_wrap=not place, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(shown)
