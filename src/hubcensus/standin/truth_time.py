"""When repositories and commits were made, and on how few they depend, in loops.

All of it was over before the month in which the stand-in is read, so that no month is partial but that in which the
Hub began to keep dates of creation.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hubcensus.standin.seen import Seen

__all__ = ["created", "in_time"]

_DATED_FROM = "2022-03-02T23:30:00"
_EARLIEST = "2016"
Dated = tuple[str, str, str | None]  # date, repository, first author


def created(part: str, rows: list[Seen]) -> dict[str, Any]:
    """Return how many repositories were made in each month."""
    dates = [row.created_at for row in rows if row.created_at is not None]
    months = Counter(date[:7] for date in dates if date[:19] >= _DATED_FROM)
    each = [{"month": month, "n": months[month], "partial": month == _DATED_FROM[:7]} for month in _from_to(months)]
    return {f"time.{part}.created_by_month": each if dates else None}


def in_time(kind: str, rows: list[Seen]) -> dict[str, Any]:
    """Return when the commits to a kind were made, and by how few developers and to how few owners."""
    commits = [(date, row.repo_id, author) for row in rows for date, author in row.history]
    dated = [one for one in commits if one[0] >= _EARLIEST]
    owners: Counter[str] = Counter()
    for row in rows:
        owners[row.repo_id.split("/")[0] if "/" in row.repo_id else f"/{row.repo_id}"] += len(row.history)
    found = {
        "commits_by_month": _by_month(dated) if dated else None,
        "hours": _by_hour(dated) if dated else None,
        "absence_factor": _needed(Counter(author for _, _, author in commits if author is not None).values()),
        "elephant_factor": _needed(owners.values()),
    }
    return {f"time.{kind}.{name}": value for name, value in found.items()}


def _by_month(dated: list[Dated]) -> list[dict[str, Any]]:
    first: dict[str, str] = {}
    months: dict[str, list[Dated]] = defaultdict(list)
    for date, repository, author in dated:
        months[date[:7]].append((date, repository, author))
        if author is not None:
            first[author] = min(first.get(author, date[:7]), date[:7])
    rows = []
    for month in _from_to(months):
        those = months.get(month, [])
        names = {author for _, _, author in those if author is not None}
        rows.append(
            {
                "month": month,
                "commits": len(those),
                "repositories": len({repository for _, repository, _ in those}),
                "developers": len(names),
                "newcomers": sum(first[name] == month for name in names),
                "partial": False,
            }
        )
    return rows


def _by_hour(dated: list[Dated]) -> list[dict[str, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    for date, _, _ in dated:
        counts[datetime.fromisoformat(date).weekday(), int(date[11:13])] += 1
    return [
        {"weekday": weekday, "hour": hour, "commits": counts[weekday, hour]}
        for weekday in range(7)
        for hour in range(24)
    ]


def _from_to(months: Iterable[str]) -> list[str]:
    """Return every month from the first to the last."""
    known = sorted(months)
    if not known:
        return []
    return [
        f"{year}-{month:02}"
        for year in range(int(known[0][:4]), int(known[-1][:4]) + 1)
        for month in range(1, 13)
        if known[0] <= f"{year}-{month:02}" <= known[-1]
    ]


def _needed(counts: Iterable[int]) -> int | None:
    """Return how many of the largest make half of all."""
    ranked = sorted(counts, reverse=True)
    made, whole = 0, sum(ranked)
    for place, count in enumerate(ranked, 1):
        made += count
        if count and 2 * made >= whole:
            return place
    return None
