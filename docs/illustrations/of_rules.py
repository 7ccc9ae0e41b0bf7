"""Edge rules between developers: the same commits, and the ties that each rule makes of them."""

import polars as pl
from narwhals import from_native

from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import contributions, openings
from illustrations.drawing import BLUE, FAINT, GREY, ORANGE, Plane, illustration
from illustrations.networks import Small

# repository, day, authors: two commits have two authors
_COMMITS = [
    ("bert", 0, "A"),
    ("bert", 12, "BC"),
    ("bert", 20, "A"),
    ("bert", 75, "C"),
    ("clip", 5, "B"),
    ("clip", 80, "D"),
]
_OPENED = [("bert", 3, "B"), ("bert", 26, "B"), ("bert", 60, "D"), ("clip", 14, "A")]
_OWNERS = {"bert": "A", "clip": "C"}
_PLANE = Plane(206)
_ROWS = {"bert": 180, "clip": 146}
_PLACES = {"A": (100, 86), "B": (100, 16), "C": (34, 51), "D": (180, 16)}


def _lazy(**columns):
    return from_native(pl.LazyFrame(columns))


def _work():
    """Return the commits as the rules read them."""
    rows = [
        (repository, number, position, author, day)
        for number, (repository, day, authors) in enumerate(_COMMITS)
        for position, author in enumerate(authors)
    ]
    names = ("repository", "commit", "position", "author", "day")
    return contributions(_lazy(**dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))


def _timeline(events, labels, colour):
    """Return a row for each repository with a dot at each event, and what is said of it above."""
    points = [(54 + 2.7 * day, _ROWS[name]) for name, day, _ in events]
    return [
        _PLANE.segments([(48, y, 296, y) for y in _ROWS.values()], FAINT, 2),
        _PLANE.words([(0, y) for y in _ROWS.values()], labels, align="left"),
        _PLANE.dots(points, colour, 70),
        _PLANE.words(points, [" + ".join(who) for *_, who in events], dy=-13),
        _PLANE.segments([(54, 124, 54 + 2.7 * 90, 124)], GREY, 1),
        _PLANE.words([(54 + 2.7 * day, 114) for day in (0, 30, 60, 90)], ["day 0", "30", "60", "90"]),
    ]


def _rule(name, work, timeline):
    """Return the events above, and below them the ties that the rule makes."""
    ties = sorted(collaboration(work, name).select("source", "target", "weight").collect().rows())
    small = Small(_PLACES, ties, RULES[name].directed)
    total = sum(weight for *_, weight in ties)
    return f"{name}: {len(ties)} ties of weight {total:g} in all", _PLANE.layers(
        *timeline, *small.drawn(_PLANE), *small.weights(_PLANE)
    )


def _of_commits(name):
    return _rule(name, _work(), _timeline(_COMMITS, list(_ROWS), BLUE))


@illustration(
    "Above, commits to two repositories, with their authors, the first one first; below, the ties. Whoever is a "
    "first author once is tied to all others of the repository, so B and D, who each are, are joined both ways."
)
def osborne2024():
    return _of_commits("osborne2024")


@illustration(
    "Above, commits to two repositories, with their authors, the first one first; below, the ties. Each leads "
    "from the first author of a commit to someone with an earlier one: A, who came back on day 20, is tied to B "
    "and C."
)
def temporal():
    return _of_commits("temporal")


@illustration(
    "Above, commits to two repositories, with their authors, the first one first; below, the ties. All lead to "
    "who made the oldest commit, A in the one and B in the other."
)
def founder():
    return _of_commits("founder")


@illustration(
    "Above, commits to two repositories, with their authors; below, the ties. All authors of a repository are "
    "tied to each other, whatever the order and the number of their commits."
)
def copresence():
    return _of_commits("copresence")


@illustration(
    "Above, commits to two repositories, with their authors; below, the ties. With three authors each gives half "
    "to each other one, with two all of it."
)
def fractional():
    return _of_commits("fractional")


@illustration(
    "Above, commits to two repositories, with their authors; below, the ties. B and D are not tied: their commits "
    "to the same repository are more than 30 days apart."
)
def window():
    return _of_commits("window")


@illustration(
    "Above, who opened discussions in two repositories, and who owns these; below, the ties, from who opened to "
    "the owner."
)
def discussion():
    repositories, _, authors = map(list, zip(*_OPENED, strict=True))
    owned = _lazy(repository=list(_OWNERS), owner=list(_OWNERS.values()))
    work = openings(_lazy(repository=repositories, author=authors), owned)
    labels = [f"{name} ({owner})" for name, owner in _OWNERS.items()]
    return _rule("discussion", work, _timeline(_OPENED, labels, ORANGE))
