"""Counts shared out: Lorenz curve, concentration, and on how few the whole depends."""

from itertools import pairwise

import numpy as np

from hubcensus import measures
from illustrations.drawing import BLUE, FAINT, GREY, INK, ORANGE, WHITE, Plane, axis, illustration, told
from illustrations.of_counts import LIKES, said

_MADE = [1000, 433, 343, 332, 202, 90, 42, 33]
_OWNED = [4, 2, 1, 1]


def _shares(height=150):
    ends = [0, 0.25, 0.5, 0.75, 1]
    return Plane(
        height, 236, axis("share of the repositories", 0, 1, ends), axis("share of the likes", 0, 1, [0, 0.5, 1])
    )


def _curve(plane):
    curve = measures.lorenz(LIKES, len(LIKES) + 1)
    return curve, [plane.line([(0, 0), (1, 1)], GREY, 1), plane.line(curve), plane.dots(curve, size=36)]


@illustration(
    "The curve of eight repositories, a dot for each one more from the least liked on. The least liked half has "
    "what the dashed lines show; if all had as much, the curve would be the diagonal."
)
def lorenz():
    plane = _shares()
    half = float(measures.lorenz(LIKES, 3)[1, 1])
    to_half = plane.segments([(0.5, 0, 0.5, half), (0, half, 0.5, half)], ORANGE, strokeDash=[4, 3])
    return f"lorenz of {said(LIKES)}: the lower half has {told(half)}", plane.layers(
        *_curve(plane)[1], to_half, plane.words([(0.04, half)], told(half), ORANGE, dy=-8, align="left")
    )


@illustration(
    "The Lorenz curve below the diagonal, which it would be if all had as much. The coefficient is the shaded "
    "area over the whole area below the diagonal."
)
def gini():
    plane = _shares()
    curve, layers = _curve(plane)
    return f"gini of {said(LIKES)} = {told(measures.gini(LIKES))}", plane.layers(
        plane.between([(x, y, x) for x, y in curve]), *layers
    )


@illustration(
    "The Lorenz curve read from above: the most liked quarter, right of the dashed line, has the orange part of "
    "the whole."
)
def top_share():
    value, plane = measures.top_share(LIKES, 0.25), _shares()
    return f"top_share of {said(LIKES)}, the top quarter = {told(value)}", plane.layers(
        *_curve(plane)[1],
        plane.segments([(0.75, 0, 0.75, 1)], INK, 1, strokeDash=[4, 3]),
        plane.segments([(0.985, 1 - value, 0.985, 1)], ORANGE, 5),
        plane.words([(0.96, 1 - value)], told(value), ORANGE, align="right", dy=8),
    )


@illustration(
    "Each side of the large square is the whole, cut into the shares of four owners. Two units drawn with "
    "replacement are of the same owner in the blue squares: the index is their area."
)
def hhi():
    plane = Plane(150, 150)
    ends = np.concatenate([[0], np.cumsum(_OWNED)]) / sum(_OWNED) * 150
    return f"hhi of {said(_OWNED)} = {told(measures.hhi(_OWNED))}", plane.layers(
        plane.boxes([(0, 0, 150, 150)], FAINT),
        plane.segments([(at, 0, at, 150) for at in ends] + [(0, at, 150, at) for at in ends], WHITE, 1),
        plane.boxes([(low, low, high, high) for low, high in pairwise(ends)]),
        plane.words([((low + high) / 2, (low + high) / 2) for low, high in pairwise(ends)], _OWNED, WHITE),
    )


@illustration(
    "For each count the share of the repositories with at least so many, from all down to the one with the most."
)
def ccdf():
    rows = measures.ccdf(LIKES)
    plane = Plane(130, 236, axis("likes", 0, 10.5, [0, 2, 4, 6, 8, 10]), axis("share", 0, 1.08, [0, 0.5, 1]))
    title = f"ccdf of {said(LIKES)}: {told(rows[4, 1])} have at least {rows[4, 0]:g}"
    return title, plane.layers(
        plane.line(rows, interpolate="step-before"),
        plane.dots(rows, [BLUE] * 4 + [ORANGE, BLUE], 44),
    )


def _stacked(title, below):
    plane = Plane(96)
    ends = np.concatenate([[0], np.cumsum(_MADE)]) / sum(_MADE) * plane.width
    needed = measures.absence_factor(_MADE)
    fill = [BLUE if i < needed else FAINT for i in range(len(_MADE))]
    wide = [(i, n) for i, n in enumerate(_MADE) if n > 80]
    return title, plane.layers(
        plane.boxes([(low + 0.5, 44, high - 0.5, 70) for low, high in pairwise(ends)], fill),
        plane.words(
            [((ends[i] + ends[i + 1]) / 2, 57) for i, _ in wide],
            [n for _, n in wide],
            [WHITE if i < needed else INK for i, _ in wide],
        ),
        plane.segments([(plane.width / 2, 36, plane.width / 2, 80)], ORANGE, 2),
        plane.words([(plane.width / 2, 88)], "half", ORANGE),
        *below(plane, fill),
    )


@illustration(
    "Contributions of eight contributors side by side, the largest first. The blue ones reach half of the whole, "
    "and fewer do not."
)
def absence_factor():
    value = measures.absence_factor(_MADE)
    return _stacked(
        f"absence_factor of {said(_MADE)} = {value}",
        lambda plane, _: [plane.words([(0, 24)], f"{value} of {len(_MADE)} contributors", BLUE, align="left")],
    )


@illustration(
    "Above, the contributions of eight contributors side by side, the largest first; below, a dot for each "
    "contributor. The share is that of the blue dots, who together reach half of the whole."
)
def absence_share():
    value = measures.absence_share(_MADE)
    return _stacked(
        f"absence_share of {said(_MADE)} = {told(value)}",
        lambda plane, fill: [plane.dots([(12 + 26 * i, 18) for i in range(len(_MADE))], fill, 260)],
    )
