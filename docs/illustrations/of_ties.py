"""How ties are mixed and returned, and the communities in them."""

import altair as alt
import numpy as np

from hubcensus import measures
from illustrations.drawing import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    Plane,
    illustration,
    titled,
    told,
)
from illustrations.networks import TEAM, Small

_PLANE = Plane(146)
_HALF = Plane(120, 138)
_COMMUNITIES = (BLUE, ORANGE, GREEN, PURPLE)

_STAR = Small(
    {"A": (69, 60), "B": (69, 108), "C": (20, 76), "D": (38, 16), "E": (100, 16), "F": (118, 76)},
    [("A", other, 1) for other in "BCDEF"],
    directed=False,
)
_ALIKE = Small(
    {"A": (30, 100), "B": (80, 100), "C": (30, 48), "D": (80, 48), "E": (118, 100), "F": (118, 48)},
    [(one, other, 1) for one, other in ("AB", "AC", "AD", "BC", "BD", "CD", "EF")],
    directed=False,
)
_BLOCKS = Small(
    {"A": (18, 100), "B": (18, 30), "C": (52, 65), "D": (88, 65), "E": (120, 100), "F": (120, 30)},
    [(one, other, 1) for one, other in ("AB", "AC", "BC", "CD", "DE", "DF", "EF")],
    directed=False,
)
_OTHER_TIES = Small(
    _BLOCKS.places, [(one, other, 1) for one, other in ("AB", "BC", "DE", "EF", "AE")], directed=False
)


def _coloured(membership):
    return [_COMMUNITIES[i] if i >= 0 else FAINT for i in membership]


@illustration(
    "In each dot its degree. To the left many are tied to few, and the correlation is as low as can be; to the "
    "right each is tied to those with as many ties."
)
def assortativity():
    panels = []
    for small in (_STAR, _ALIKE):
        value = measures.assortativity(small.graph)
        layers = small.drawn(_HALF, texts=measures.degrees(small.graph).tolist(), size=260)
        panels.append((value, titled(_HALF.layers(*layers), told(value))))
    return f"assortativity = {told(panels[0][0])} and {told(panels[1][0])}", alt.hconcat(*(one for _, one in panels))


@illustration(
    "Two groups, blue and orange. To the left all ties but one stay within a group; to the right, with other "
    "groups on the same ties, most lead from one to the other."
)
def group_assortativity():
    panels = []
    for groups in ([0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]):
        value = measures.group_assortativity(_BLOCKS.graph, groups)
        panels.append(
            (value, titled(_HALF.layers(*_BLOCKS.drawn(_HALF, fill=_coloured(groups), size=260)), told(value)))
        )
    title = f"group_assortativity = {told(panels[0][0])} and {told(panels[1][0])}"
    return title, alt.hconcat(*(one for _, one in panels))


@illustration(
    "A pair of bars for each two who are tied: the weight there, and the weight back. What is returned is blue, "
    "as much of the one as of the other; what is not is grey."
)
def weighted_reciprocity():
    ties = measures.Ties.of(TEAM.graph)
    plane = Plane(140)
    wide, names = plane.width / ties.low.size, "ABCDEFGHI"
    boxes, fills = [], []
    for i, (there, back) in enumerate(zip(ties.there, ties.back, strict=True)):
        least = min(there, back)
        for x, weight in ((wide * i + 6, there), (wide * i + 19, back)):
            boxes += [(x, 26, x + 11, 26 + 25 * least), (x, 26 + 25 * least, x + 11, 26 + 25 * weight)]
            fills += [BLUE, FAINT]
    title = f"weighted_reciprocity = {told(measures.weighted_reciprocity(TEAM.graph))}"
    return title, plane.layers(
        plane.boxes(boxes, fills),
        plane.segments([(0, 26, plane.width, 26)], INK, 1),
        plane.words(
            [(wide * i + 18, 14) for i in range(ties.low.size)],
            [f"{names[a]}, {names[b]}" for a, b in zip(ties.low, ties.high, strict=True)],
        ),
    )


@illustration(
    "In each dot the shell of a developer, the largest k of a k-core that holds them. A tie is in the shell of "
    "its outer end: ties of shell 2 are blue and those of shell 1 orange, and thick where they are returned."
)
def shell_reciprocity():
    coreness = dict(zip(TEAM.places, TEAM.graph.as_undirected().coreness(), strict=True))
    both = {(one, other) for one, other, _ in TEAM.ties}
    shell = [min(coreness[one], coreness[other]) for one, other, _ in TEAM.ties]
    rows = measures.shell_reciprocity(TEAM.graph)
    title = "shell_reciprocity: " + ", ".join(f"{told(share)} in shell {k:g}" for k, share in rows)
    return title, _PLANE.layers(
        *TEAM.drawn(
            _PLANE,
            fill=GREY,
            texts=list(coreness.values()),
            tie=[BLUE if k == 2 else ORANGE for k in shell],
            width=[4 if (other, one) in both else 1.5 for one, other, _ in TEAM.ties],
        )
    )


@illustration("Each community that the algorithm finds in a colour of its own; the isolate, in grey, is in none.")
def communities():
    found = measures.communities(TEAM.graph, seed=1)
    title = "communities of A to I = " + ", ".join(map(str, found))
    return title, _PLANE.layers(*TEAM.drawn(_PLANE, fill=_coloured(found)))


@illustration(
    "The same ties with two sets of communities. To the left all ties but one lie inside a community; to the "
    "right fewer do than by chance."
)
def modularity():
    panels = []
    for groups in ([0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]):
        value = measures.modularity(_BLOCKS.graph, np.array(groups))
        panels.append(
            (
                value,
                titled(_HALF.layers(*_BLOCKS.drawn(_HALF, fill=_coloured(groups), size=260)), f"Q = {told(value)}"),
            )
        )
    return f"modularity = {told(panels[0][0])} and {told(panels[1][0])}", alt.hconcat(*(one for _, one in panels))


@illustration(
    "To the left the ties in which the communities were found, with their modularity there. To the right other "
    "ties of the same developers, in which they are measured."
)
def held_modularity():
    found = measures.communities(_BLOCKS.graph, seed=1)
    seen = measures.modularity(_BLOCKS.graph, found)
    value = measures.held_modularity(measures.Ties.of(_OTHER_TIES.graph), found)
    panels = [
        titled(_HALF.layers(*small.drawn(_HALF, fill=_coloured(found), size=260)), said)
        for small, said in ((_BLOCKS, f"found: Q = {told(seen)}"), (_OTHER_TIES, f"measured: Q = {told(value)}"))
    ]
    return f"held_modularity = {told(value)}", alt.hconcat(*panels)


@illustration(
    "What three seeds find, a row for each seed and a dot for each developer, coloured by community. Two agree on "
    "all; the third puts one developer elsewhere, which the index between each two of them says."
)
def stability():
    found = [
        np.array(each) for each in ([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1, 1])
    ]
    plane = Plane(112)
    dots = [(76 + 29 * i, 96 - 36 * row) for row in range(3) for i in range(8)]
    return f"stability = {told(measures.stability(found))}", plane.layers(
        plane.dots(dots, [_COMMUNITIES[i] for each in found for i in each], 300),
        plane.words([(0, 96 - 36 * row) for row in range(3)], [f"seed {row + 1}" for row in range(3)], align="left"),
    )
