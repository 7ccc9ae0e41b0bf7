"""What a person sees while a command runs: on stderr, and only lines where it is no terminal."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.table import Column
from rich.text import Text

from hubcensus.cli.text import printable
from hubcensus.collect.progress import Progress as Collected
from hubcensus.kinds import kind_named
from hubcensus.schema import OUTCOMES
from hubcensus.watch import Watch, unwatched

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from hubcensus.report.sheets import Sheet

__all__ = ["collecting", "duration", "sheet", "stages", "table"]

_WIDTH = 160  # columns where there is no terminal
_LINE_EVERY = 60.0  # seconds between lines where there is no terminal


@contextmanager
def collecting(quiet: bool) -> Iterator[Callable[[Collected], None]]:
    """Show how a collection goes: bars on a terminal, else a line a minute."""
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
    """Show a bar for each kind that is listed and each resource that is read, and the pace below them."""
    whole = Column(no_wrap=True)
    columns = (
        TextColumn("{task.description}", table_column=whole),
        TextColumn("{task.fields[count]}", table_column=replace(whole, justify="right")),
        BarColumn(bar_width=12),
        TextColumn("{task.fields[said]}", table_column=Column(ratio=1)),
    )
    bars, pace, tasks = Bars(*columns, console=console, expand=True), Text(), dict[str, TaskID]()

    def update(name: str, done: int, total: int | None, said: str = "") -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name, count="", said="")
        count = f"{done:,}" if total in (None, done) else f"{done:,} of {total:,}"
        bars.update(tasks[name], completed=done, total=total, count=count, said=said)

    def show(progress: Collected) -> None:
        for kind, n in progress.listed.items():
            update(f"{kind_named(kind).plural} listed", n, None if progress.listing == kind else n)
        for resource in progress.resources if progress.listing is None else ():
            done = sum(n for (name, _), n in progress.outcomes.items() if name == resource)
            update(f"{resource} read", done, progress.wanted_of(resource), _outcomes(progress, resource))
        pace.plain = _pace(progress)

    with Live(Group(bars, pace), console=console, refresh_per_second=4):
        yield show


def _lines() -> Callable[[Collected], None]:
    last = time.monotonic()

    def show(progress: Collected) -> None:
        nonlocal last
        if time.monotonic() - last >= _LINE_EVERY:
            last = time.monotonic()
            said = (f"{resource}: {_outcomes(progress, resource) or '0'}" for resource in progress.resources)
            click.echo("; ".join((f"{progress.listed.total():,} listed", *said, _pace(progress))), err=True)

    return show


def _outcomes(progress: Collected, resource: str) -> str:
    """Return how many answers there are of each class."""
    counts = [(outcome, progress.outcomes[resource, outcome]) for outcome in OUTCOMES]
    return ", ".join(f"{n:,} {outcome.replace('_', ' ')}" for outcome, n in counts if n)


def _pace(progress: Collected) -> str:
    parts = [f"{progress.per_second:,.1f} requests/s"]
    if progress.quota_used is not None:
        parts.append(f"{progress.quota_used:.0%} of the quota used")
    if progress.seconds_held is not None:
        parts.append(f"waiting {duration(progress.seconds_held)} for the next quota")
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
def stages(quiet: bool) -> Iterator[Watch]:
    """Show which stage of a study is at work, with a bar where steps are counted; a line a minute elsewhere."""
    console = Console(stderr=True)
    if quiet:
        yield unwatched
    elif not console.is_terminal:
        yield _stage_lines()
    else:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"))
        with Bars(*columns, console=console, transient=True) as bars:
            task = bars.add_task("reading the journal", total=None, said="")

            def show(stage: str, done: int = 0, of: int = 0) -> None:
                bars.update(task, description=stage, completed=done, total=of or None, said=_counted(done, of))

            yield show


def _stage_lines() -> Watch:
    last = time.monotonic()

    def show(stage: str, done: int = 0, of: int = 0) -> None:
        nonlocal last
        if time.monotonic() - last >= _LINE_EVERY:
            last = time.monotonic()
            click.echo(f"{stage} {_counted(done, of)}".rstrip(), err=True)

    return show


def _counted(done: int, of: int) -> str:
    return f"{done:,} of {of:,}" if of else ""


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...], *, numbers: bool = True) -> None:
    """Print rows as columns on stdout: the first to the left, the others to the right if they are numbers."""
    from rich import box
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, head in enumerate(heads):
        shown.add_column(head, justify="right" if place and numbers else "left", no_wrap=not place, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(shown)


def sheet(one: "Sheet") -> None:
    """Print a sheet on stdout: its caption, its rows within the width of the terminal, its notes."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, heading in enumerate(one.headings):
        side: JustifyMethod = "right" if one.of_numbers(place) else "left"
        shown.add_column(Text(printable(heading)), justify=side, overflow="fold")
    for row in one.rows:
        shown.add_row(*(Text(printable(cell.shown).replace("\N{NO-BREAK SPACE}%", "%")) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    console.print(Text(printable(one.caption), style="bold"), "", shown, "")
    for note in one.notes:
        console.print(Padding(Text(printable(note)), (0, 0, 0, 2)))
