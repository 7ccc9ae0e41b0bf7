"""The tables of RQ1 in time: how long work lasts, who comes back, on how few it depends, when it is done."""

from collections.abc import Iterator
from datetime import date

from hubcensus.breaks import BREAKS, retirements
from hubcensus.kinds import KINDS, Kind
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, counted, text
from hubcensus.report.words import count

__all__ = ["breaks_sheet", "hours_sheets", "time_sheet"]

_ROWS = {
    "survival_30": "Repositories still worked on after 30 days",
    "survival_365": "After a year",
    "survival_730": "After two years",
    "survival_median": "Days until half are worked on no more",
    "resumed_share": "Of those that rested for 180 days, worked on again",
    "returned_30": "Newcomers who commit again within 30 days",
    "returned_90": "Within 90 days",
    "returned_365": "Within a year",
    "absence_factor_without_bots": "Developers who made half of all commits (absence factor)",
    "absence_share_without_bots": "These, as a share of all developers",
    "elephant_factor": "Owners whose repositories have half of all commits (elephant factor)",
    "repository_absence_one_share": "Repositories of two or more where one made half",
    "created_at_floor": "Repositories older than the Hub's dates",
    "odd_dates": "Commits left out for their dates",
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def time_sheet(reading: Reading) -> Sheet:
    """Return how long work lasts and on whom it depends, by kind."""
    kinds = [kind for kind in KINDS if reading.value(f"time.{kind.name}.commits_by_month")]
    rows = [
        (text(label), *(cited(reading, f"time.{kind.name}.{name}") for kind in kinds))
        for name, label in _ROWS.items()
    ]
    n = (
        text("n, repositories whose time of work is known"),
        *(counted(reading, f"time.{kind.name}.survival") for kind in kinds),
    )
    return Sheet(
        "time",
        "How long repositories are worked on, who comes back, and on how few the work depends.",
        ("Measure", *(kind.plural.capitalize() for kind in kinds)),
        (*rows, n) if kinds else (),
        (
            "A repository is worked on until its last commit, if none came in the last 180 days before the census; "
            "else it counts as censored (Kaplan-Meier, from its first commit). Intervals are 95 %: log-log for "
            "survival and Wilson's for newcomers, which both take all for independent, though repositories of one "
            "owner are not; whole owners drawn anew for repositories, owners and developers for those who made half, "
            "but where a heavy tail would make it wrong.",
            "Without commits that stand for a squashed history and, but for owners, those of known and likely bots; "
            "a commit's developer is its first author. Git dates commits by the clock of who made them.",
        ),
    )


def hours_sheets(reading: Reading) -> Iterator[Sheet]:
    """Yield when commits are made, by hour and weekday, for each kind."""
    for kind in KINDS:
        yield _hours(reading, kind)


def _hours(reading: Reading, kind: Kind) -> Sheet:
    id = f"time.{kind.name}.hours"
    of = {(row["hour"], row["weekday"]): row["commits"] for row in reading.value(id) or ()}
    rows = [
        (text(f"{hour:02}:00"), *(Cell(count(of[hour, day]), of[hour, day], id) for day in range(7)))
        for hour in range(24 * bool(of))
    ]
    return Sheet(
        f"hours-{kind.name}",
        f"{kind.plural.capitalize()}: commits by hour and weekday, UTC, n = {count(reading[id].n or 0)}.",
        ("Hour, UTC", *_WEEKDAYS),
        tuple(rows),
        ("Where on Earth who commits is not known, so an hour here is morning for some and night for others.",),
    )


def breaks_sheet(reading: Reading) -> Sheet:
    """Return where numbers of before and after do not mean the same."""
    retired = reading.value("subfields.retired") or []
    gone = retirements([(row["tag"], date.fromisoformat(row["until"])) for row in retired], "huggingface2026tasks")
    rows = [(text(each.said), text(each.what)) for each in (*BREAKS, *gone)]
    return Sheet(
        "breaks",
        "Breaks: where numbers of before and after do not mean the same.",
        ("When", "What"),
        tuple(rows),
    )
