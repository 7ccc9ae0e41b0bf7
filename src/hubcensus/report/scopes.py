"""What the census is of, in words: where and when it was read, which part of the Hub, and what follows from that."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from hubcensus.kinds import kind_named
from hubcensus.report.words import day, listed, shown

__all__ = ["HUB", "attribution", "is_hub", "is_part", "once", "part", "place", "scope", "when"]

HUB = "https://huggingface.co"
_HERE = re.compile(r"https?://(localhost|127\.|\[::1\])")
_NARROWING = (("author", "of the owner"), ("tag", "with the tag"), ("search", "with this in their names:"))
_FIRST = {
    "createdAt": "newest",
    "downloads": "most downloaded",
    "likes": "most liked",
    "lastModified": "last changed",
}
_PART = Markup("<strong>This is a part of the Hub: {}.</strong> ")
_FIRST_ONLY = Markup("Shares, means and curves speak of the {} only. ")
_UNSEEN = {
    "RQ2": ("work shared in models outside it", "isolates"),
    "RQ3": ("uses by spaces outside it", "unused models"),
}

Snapshots = Sequence[dict[str, Any]]


def once(texts: Iterable[str]) -> list[str]:
    """Return each text once, in the order of first appearance."""
    return list(dict.fromkeys(texts))


def is_hub(snapshots: Snapshots) -> bool:
    """Return whether the names are those of the Hub, and not of a made-up one at another address."""
    sources = [snapshot["source"] for snapshot in snapshots]
    return all(source.rstrip("/") == HUB or not source.startswith("http") for source in sources)


def place(snapshots: Snapshots) -> str:
    """Return what the census was taken of: the Hugging Face Hub, or one at another address."""
    if is_hub(snapshots):
        return "the Hugging Face Hub"
    others = once(snapshot["source"] for snapshot in snapshots if not is_hub([snapshot]))
    if all(_HERE.match(source) for source in others):
        return "a stand-in Hub"
    return f"the Hub at {listed([shown(source.partition('://')[2].rstrip('/')) for source in others])}"


def attribution(census: dict[str, Any]) -> str:
    """Return what made a table or a figure, and of what, for those who meet it far from its report."""
    snapshots = census["snapshots"]
    of = f" of {listed(once(day(one['snapshot']) for one in snapshots))}" if snapshots else ""
    return f"hubcensus {census['hubcensus']}, census of {place(snapshots)}{of}, made from {census['made_from']}."


def scope(of: dict[str, Any]) -> str:
    """Return what a snapshot is of, in words."""
    details, sort = of.get("details") or [], of.get("sort", "createdAt")
    narrowed = [f"{name} {shown(str(of[name]))}" for name, _ in _NARROWING if of.get(name)]
    limit = [f"at most {of['limit']:,} of each kind"] if of.get("limit") else []
    asked = f"with {listed(details)} of each" if details else "the listing only"
    kinds = listed([kind_named(name).plural for name in of.get("kinds", [])])
    if sort == "as recorded":
        order = "in the order in which it was recorded; whether it is complete is not known"
        return ", ".join([kinds, *narrowed, *limit, asked, order])
    return ", ".join([kinds, *narrowed, *limit, f"listed by {sort}", asked])


def is_part(of: dict[str, Any]) -> bool:
    """Return whether a scope leaves out some of the repositories of its kinds."""
    return any(of.get(name) for name in ("author", "tag", "search", "limit"))


def part(snapshots: Snapshots, answered: Iterable[str]) -> Markup:
    """Return what follows from the census being of a part of the Hub; nothing if it is of the whole.

    Parameters
    ----------
    snapshots
        What the findings stand on.
    answered
        Those of ``RQ2`` and ``RQ3`` that have an answer, which the part then distorts.
    """
    parts = [snapshot["scope"] for snapshot in snapshots if is_part(snapshot["scope"])]
    if not parts:
        return Markup("")
    firsts = once(_first(of) for of in parts if of.get("limit"))
    said = [_PART.format(Markup("; ").join(once(_repositories(of) for of in parts))), unseen(answered)]
    return Markup("").join([*said, *([_FIRST_ONLY.format(listed(firsts))] if firsts else [])]).rstrip()


def unseen(answered: Iterable[str]) -> Markup:
    """Return what a census of a part does not see for these questions, and what that does to their answers."""
    found = [_UNSEEN[question] for question in answered]
    if not found:
        return Markup("")
    what, wrong = (listed(words) for words in zip(*found, strict=True))
    return Markup("It does not see {}, so {} are overstated. ").format(what, wrong)


def _repositories(of: dict[str, Any]) -> Markup:
    narrowed = [
        Markup("{} <bdi>{}</bdi>").format(said, shown(str(of[name]))) for name, said in _NARROWING if of.get(name)
    ]
    limit = [f"at most the {_first(of)}"] if of.get("limit") else []
    return Markup(", ").join([Markup(" ").join(["repositories", *narrowed]), *limit])


def _first(of: dict[str, Any]) -> str:
    return f"{of['limit']:,} {_FIRST.get(of.get('sort', 'createdAt'), 'first')} of each kind"


def when(snapshot: dict[str, Any]) -> str:
    r"""Return when a snapshot was read; of a recorded listing, the day of the recording.

    Examples
    --------
    >>> at = {"snapshot": "2024-07-11", "source": "https://huggingface.co", "started_at": "2024-07-11T08:00:09Z"}
    >>> when({**at, "finished_at": "2024-07-11T21:30:00Z"})
    '11\xa0July\xa02024, 08:00 to 21:30 UTC'
    """
    begun, finished = snapshot["started_at"], snapshot["finished_at"]
    if not snapshot["source"].startswith("http"):
        return f"recorded {day(snapshot['snapshot'])}"
    if not begun:
        return "not known"
    if not finished:
        return f"from {_minute(begun)} UTC, not finished"
    if finished[:16] == begun[:16]:
        return f"{_minute(begun)} UTC"
    return f"{_minute(begun)} to {finished[11:16] if finished[:10] == begun[:10] else _minute(finished)} UTC"


def _minute(iso: str) -> str:
    return f"{day(iso)}, {iso[11:16]}"
