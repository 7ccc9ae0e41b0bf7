"""Groups, pairs of counts, and durations: ranks, dominance, and what lasts."""

import altair as alt
import numpy as np

from hubcensus import measures
from illustrations.drawing import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    WHITE,
    Plane,
    axis,
    illustration,
    titled,
    told,
)

_GROUPS = {"cv": [0, 1, 2, 3, 5], "nlp": [3, 4, 7, 9, 12, 15], "audio": [1, 2, 4, 6, 8]}
_COLOURS = dict(zip(_GROUPS, (BLUE, ORANGE, GREEN), strict=True))


def _tallied(groups):
    return {name: measures.Tallied.of(counts) for name, counts in groups.items()}


def _ranks(groups):
    """Return the ranks of each group among all counts, equal ones having the mean of theirs."""
    whole = np.sort(np.concatenate(list(groups.values())))
    first, last = (np.searchsorted(whole, list(range(20)), side) for side in ("left", "right"))
    return {name: [(first[n] + last[n] + 1) / 2 for n in counts] for name, counts in groups.items()}


def _strips(groups, height=110, width=244):
    """Return a plane and a row of dots for each group, at the ranks, with a thick line at their mean."""
    ranks = _ranks(groups)
    n = sum(map(len, groups.values()))
    plane = Plane(height, width, axis("rank among all", 0, n + 1, [1, n]))
    at = {name: height - 22 - 34 * place for place, name in enumerate(groups)}
    colours = [_COLOURS[name] for name in groups]
    means = {name: float(np.mean(of)) for name, of in ranks.items()}
    return (
        plane,
        [
            plane.dots(
                [(x, at[name]) for name, of in ranks.items() for x in of],
                [_COLOURS[name] for name, of in ranks.items() for _ in of],
                50,
            ),
            plane.segments([(means[name], at[name] - 11, means[name], at[name] + 11) for name in groups], colours, 3),
            plane.words([(0.1, at[name] + 13) for name in groups], list(groups), colours, align="left"),
        ],
    )


@illustration(
    "A dot for each repository at the rank of its count among all, a row for each group. The thick lines are the "
    "mean ranks: the further they are from the middle (dashed), the larger is H."
)
def kruskal_wallis():
    test = measures.kruskal_wallis(_tallied(_GROUPS))
    plane, layers = _strips(_GROUPS)
    middle = (sum(map(len, _GROUPS.values())) + 1) / 2
    title = f"kruskal_wallis: H = {told(test.h)}, df = {test.df}, p = {told(test.p)}"
    return title, plane.layers(plane.segments([(middle, 0, middle, 110)], INK, 1, strokeDash=[4, 3]), *layers)


@illustration(
    "Two pairs of groups by rank. To the left their counts lie among each other, and next to nothing of the "
    "variance of ranks is between them; to the right they are apart."
)
def epsilon_squared():
    pairs = [{"cv": [0, 2, 4, 6, 8], "nlp": [1, 3, 5, 7, 9]}, {"cv": [0, 1, 2, 3, 5], "nlp": [4, 6, 7, 8, 9]}]
    values = [measures.epsilon_squared(_tallied(pair)) for pair in pairs]
    panels = [_strips(pair, 78, 136) for pair in pairs]
    charts = [titled(plane.layers(*layers), told(v)) for v, (plane, layers) in zip(values, panels, strict=True)]
    return f"epsilon_squared = {told(values[0])} and {told(values[1])}", alt.hconcat(*charts)


@illustration(
    "The groups of the test of Kruskal and Wallis. Each pair is compared by its mean ranks (thick lines); below, "
    "z and the p that allows for three tests."
)
def dunn():
    plane, layers = _strips(_GROUPS, 160)
    tests = measures.dunn(_tallied(_GROUPS))
    said = [f"{test.one} - {test.other}: z = {test.z:.2f}, p = {test.p_holm:.2f}" for test in tests]
    text = plane.words([(0.1, 38 - 15 * i) for i in range(3)], said, align="left")
    return f"dunn: {len(tests)} pairs of groups", plane.layers(*layers, text)


@illustration(
    "A cell for each pair of a count of the one group (rows) and one of the other (columns): blue where that of "
    "the one is above, orange where it is below, grey where they are equal. Blue less orange, over all cells, is "
    "the value."
)
def cliffs_delta():
    one, other = [1, 2, 4, 5], [0, 2, 2, 3]
    value = measures.cliffs_delta(measures.Tallied.of(one), measures.Tallied.of(other))
    plane = Plane(160, 190)
    cells = [(40 + 36 * j, 28 * i, 74 + 36 * j, 28 * i + 26) for i in range(4) for j in range(4)]
    signs = [int(np.sign(x - y)) for x in one for y in other]
    return f"cliffs_delta of {one} and {other} = {told(value)}", plane.layers(
        plane.boxes(cells, [{1: BLUE, -1: ORANGE, 0: FAINT}[sign] for sign in signs]),
        plane.words(
            [(x + 17, y + 13) for x, y, _, _ in cells],
            [{1: "+", -1: "−", 0: "0"}[sign] for sign in signs],
            [WHITE if sign else INK for sign in signs],
        ),
        plane.words([(28, 28 * i + 13) for i in range(4)], one),
        plane.words([(57 + 36 * j, 122) for j in range(4)], other),
        plane.words([(40, 142)], "the other", align="left"),
        plane.words([(4, 122)], "the one", align="left"),
    )


@illustration(
    "A dot for each repository by its rank in likes and in downloads. On the diagonal the order would be the "
    "same, and the correlation 1."
)
def spearman():
    likes, downloads = [0, 1, 2, 4, 6, 9, 15], [3, 0, 40, 25, 90, 700, 300]
    value = measures.spearman(likes, downloads)
    ranks = [np.argsort(np.argsort(each)) + 1 for each in (likes, downloads)]
    plane = Plane(
        130, 150, axis("rank by likes", 0.5, 7.5, [1, 4, 7]), axis("rank by downloads", 0.5, 7.5, [1, 4, 7])
    )
    return f"spearman of {likes} and {downloads} = {told(value)}", plane.layers(
        plane.line([(1, 1), (7, 7)], FAINT, 2), plane.dots(zip(*ranks, strict=True), size=70)
    )


@illustration(
    "The share that lasts longer (blue) with its interval (shaded). It falls where something ended; at an orange "
    "tick something was last seen that had not ended, and from there on counts no more among those that could."
)
def kaplan_meier():
    durations, ended = [1, 2, 3, 3, 5, 6, 8, 9, 11, 12], [1, 1, 0, 1, 1, 0, 1, 0, 1, 0]
    curve = measures.kaplan_meier(durations, ended)
    plane = Plane(
        130, 236, axis("months", 0, 12.5, [0, 3, 6, 9, 12]), axis("share that lasts longer", 0, 1.04, [0, 0.5, 1])
    )
    steps = list(zip([0, *curve.time], [1, *curve.survival], strict=True))
    last = [(t, measures.survival_at(curve, t)[0]) for t, end in zip(durations, ended, strict=True) if not end]
    share, low, high = measures.survival_at(curve, 6)
    title = f"kaplan_meier: {told(share)} ({told(low)} to {told(high)}) last longer than 6 months"
    return title, plane.layers(
        plane.between(zip(curve.time, curve.low, curve.high, strict=True), interpolate="step-after"),
        plane.line(steps, interpolate="step-after"),
        plane.segments([(t, y - 0.05, t, y + 0.05) for t, y in last], ORANGE, 2),
    )
