"""Counts of a few repositories: how many have any, and what is typical."""

import altair as alt
import numpy as np

from hubcensus import measures
from illustrations.drawing import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    Plane,
    axis,
    illustration,
    titled,
    told,
)

LIKES = [0, 0, 1, 1, 2, 4, 6, 10]
_AUTHORS = [1, 1, 1, 2, 1, 4, 1, 3]
_LISTED = [3, 6, np.nan, 0, 8, np.nan, 1, 2]


def said(counts):
    """Return counts with commas between."""
    return ", ".join("?" if count != count else f"{count:g}" for count in counts)


def bars(counts, blue, *, level=(), of="repositories"):
    """Return a bar for each count with its number below, some of them blue, and level lines at some values."""
    plane, tops = Plane(130), np.nan_to_num(counts)
    wide, high = plane.width / len(counts), 92 / tops.max()
    middle = [wide * (i + 0.5) for i in range(len(counts))]
    fill = [BLUE if one else FAINT for one in blue]
    return plane.layers(
        plane.boxes([(x - 14, 32, x + 14, 32 + top * high) for x, top in zip(middle, tops, strict=True)], fill),
        plane.segments([(0, 32, plane.width, 32)], INK, 1),
        plane.words([(x, 22) for x in middle], said(counts).split(", "), [BLUE if one else INK for one in blue]),
        plane.words([(plane.width / 2, 5)], of),
        *(
            layer
            for value, name, colour in level
            for layer in (
                plane.segments([(0, 32 + value * high, plane.width, 32 + value * high)], colour, strokeDash=[4, 3]),
                plane.words([(0, 32 + value * high)], name, colour, align="left", dy=-7),
            )
        ),
    )


@illustration("A bar for each repository that is listed, and a blue question mark for each whose count is unknown.")
def unknown_share():
    title = f"unknown_share of {said(_LISTED)} = {told(measures.unknown_share(_LISTED))}"
    return title, bars(_LISTED, np.isnan(_LISTED))


@illustration("A bar for each repository, as high as its count; the numbers of those without any are blue.")
def zero_share():
    return f"zero_share of {said(LIKES)} = {told(measures.zero_share(LIKES))}", bars(LIKES, [n == 0 for n in LIKES])


@illustration("A bar for each repository, as high as it has contributors; those with exactly one are blue.")
def single_share():
    title = f"single_share of {said(_AUTHORS)} = {told(measures.single_share(_AUTHORS))}"
    return title, bars(_AUTHORS, [n == 1 for n in _AUTHORS])


@illustration(
    "The counts in rising order. The line is the quantile at three quarters, a quarter of the way from the sixth "
    "count to the seventh; the six blue counts do not exceed it."
)
def quantile():
    value = measures.quantile(LIKES, 0.75)
    title = f"quantile of {said(LIKES)} at 0.75 = {told(value)}"
    return title, bars(LIKES, [n <= value for n in LIKES], level=[(value, told(value), INK)])


@illustration(
    "The counts in rising order. Their number is even, so the median is the mean of the two in the middle, in blue."
)
def median():
    value = measures.median(LIKES)
    title = f"median of {said(LIKES)} = {told(value)}"
    return title, bars(LIKES, [i in (3, 4) for i in range(8)], level=[(value, told(value), INK)])


@illustration(
    "The counts in rising order, with their mean (blue line) and, to compare, their median (orange line). The "
    "mean is above five of the eight counts, as the largest pull it up."
)
def mean():
    value, middle = measures.mean(LIKES), measures.median(LIKES)
    lines = [(value, f"mean {told(value)}", BLUE), (middle, f"median {told(middle)}", ORANGE)]
    return f"mean of {said(LIKES)} = {told(value)}", bars(LIKES, [False] * 8, level=lines)


@illustration(
    "How many repositories have each count, twice: as many on both sides of the mean, and a few with far more "
    "than the others."
)
def skewness():
    samples = {0: [1, 2, 2, 3, 3, 3, 4, 4, 5], 1: [0, 0, 0, 0, 1, 1, 1, 2, 6]}
    values = [measures.skewness(counts) for counts in samples.values()]
    panels = [
        titled(_histogram(counts), f"skewness {told(round(value, 12))}")
        for counts, value in zip(samples.values(), values, strict=True)
    ]
    return f"skewness = {told(round(values[0], 12))} and {told(values[1])}", alt.hconcat(*panels)


def _histogram(counts):
    plane = Plane(100, 138, axis("count", -0.6, 6.6, [0, 2, 4, 6]), axis("", 0, 4.4))
    value, n = np.unique(counts, return_counts=True)
    centre = float(np.mean(counts))
    return plane.layers(
        plane.boxes([(x - 0.4, 0, x + 0.4, y) for x, y in zip(value, n, strict=True)]),
        plane.segments([(centre, 0, centre, 4.4)], INK, strokeDash=[4, 3]),
        plane.words([(centre, 4.2)], "mean", align="left", dx=4),
    )
