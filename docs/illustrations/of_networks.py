"""The structure of a network of developers, and who is central in it."""

import numpy as np

from hubcensus import measures
from illustrations.drawing import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    ORANGE,
    WHITE,
    Plane,
    axis,
    illustration,
    told,
)
from illustrations.networks import CORE, TEAM

_PLANE = Plane(146)
_UNDIRECTED = measures.Ties.of(TEAM.graph).graph


def _team(title, **how):
    return title, _PLANE.layers(*TEAM.drawn(_PLANE, **how))


def _pointed(which):
    return [BLUE if one else FAINT for one in which]


@illustration("In each dot, to how many others a developer is tied; arrows both ways between two count once.")
def degrees():
    k = measures.degrees(TEAM.graph)
    return _team(
        f"degrees of A to I = {', '.join(map(str, k))}", texts=k.tolist(), size=[200 + 130 * int(n) for n in k]
    )


@illustration("Those who are tied to nobody are blue.")
def isolates():
    return _team(f"isolates = {measures.isolates(TEAM.graph)}", fill=_pointed(measures.degrees(TEAM.graph) == 0))


@illustration("Of the nine developers those who are tied to nobody, in blue, over all.")
def isolate_share():
    n = measures.isolates(TEAM.graph)
    return _team(
        f"isolate_share = {n} / {TEAM.graph.vcount()} = {told(measures.isolate_share(TEAM.graph))}",
        fill=_pointed(measures.degrees(TEAM.graph) == 0),
    )


@illustration("Each component in a colour of its own. Directions do not count, and an isolate is a component of one.")
def component_sizes():
    of = TEAM.graph.connected_components(mode="weak").membership
    sizes = measures.component_sizes(TEAM.graph).tolist()
    return _team(f"component_sizes = {sizes}", fill=[(BLUE, ORANGE, GREEN)[i] for i in of])


@illustration("The largest component, in blue, over all nine developers.")
def giant_share():
    of = np.array(TEAM.graph.connected_components(mode="weak").membership)
    sizes = measures.component_sizes(TEAM.graph)
    value = measures.giant_share(TEAM.graph)
    title = f"giant_share = {sizes[0]} / {TEAM.graph.vcount()} = {told(value)}"
    return _team(title, fill=_pointed(np.bincount(of)[of] == sizes[0]))


def _cells(plane, small, fill):
    """Draw a cell for each ordered pair: rows are who the tie is from, columns to whom."""
    names, at = list(small.places), 24
    n = len(names)
    corners = [
        (at + 15 * j, 15 * (n - 1 - i), at + 15 * j + 14, 15 * (n - i) - 1) for i in range(n) for j in range(n)
    ]
    return [
        plane.boxes(corners, [fill(i, j) for i in range(n) for j in range(n)]),
        plane.words([(at - 10, 15 * (n - i) - 8) for i in range(n)], names),
        plane.words([(at + 15 * j + 7, 15 * n + 8) for j in range(n)], names),
    ]


@illustration(
    "A cell for each developer (row) and each other one (column), blue where the one is tied to the other: the "
    "blue cells over all that are not white."
)
def density():
    matrix = TEAM.graph.get_adjacency()
    plane = Plane(152, 170)
    pairs = TEAM.graph.vcount() * (TEAM.graph.vcount() - 1)
    title = f"density = {TEAM.graph.ecount()} / {pairs} = {told(measures.density(TEAM.graph))}"
    return title, plane.layers(
        *_cells(plane, TEAM, lambda i, j: WHITE if i == j else BLUE if matrix[i][j] else FAINT)
    )


def _returned():
    both = {(one, other) for one, other, _ in TEAM.ties}
    return [(other, one) in both for one, other, _ in TEAM.ties]


@illustration("Ties that are returned are blue; a line with two heads is two ties.")
def reciprocity():
    back = _returned()
    title = f"reciprocity = {sum(back)} / {len(back)} = {told(measures.reciprocity(TEAM.graph))}"
    return _team(
        title, fill=GREY, tie=[BLUE if one else GREY for one in back], width=[3 if one else 1.5 for one in back]
    )


@illustration(
    "In each dot, and by its area, the share of the time in per cent. Ties lead to where the arrows point, and "
    "from those from whom no arrow leads the walk goes on anywhere."
)
def pagerank():
    share = measures.pagerank(TEAM.graph)
    top = list(TEAM.places)[int(share.argmax())]
    return _team(
        f"pagerank: {top} has {told(share.max())}",
        texts=[f"{100 * one:.0f}" for one in share],
        size=[3200 * float(one) for one in share],
    )


@illustration(
    "In each dot, and by its area, between how many pairs a developer lies. All ways between the two triangles "
    "lead over the bridge."
)
def betweenness():
    found = measures.betweenness(TEAM.graph)[:, 0]
    names = "ABCDEFGHI"
    highest = " and ".join(name for name, one in zip(names, found, strict=True) if one == found.max())
    return _team(
        f"betweenness: {highest} lie between {told(found.max())} pairs",
        texts=[f"{one:g}" for one in found],
        size=[200 + 60 * float(one) for one in found],
    )


@illustration(
    "In each dot the weight of all ties of a developer, there and back; beside each tie its weight. Where two are "
    "tied both ways, each weight is nearer to where its arrow ends."
)
def strengths():
    s = measures.strengths(TEAM.graph)
    title = f"strengths of A to I = {', '.join(f'{one:g}' for one in s)}"
    return title, _PLANE.layers(
        *TEAM.drawn(_PLANE, texts=[f"{one:g}" for one in s], size=[200 + 60 * float(one) for one in s]),
        *TEAM.weights(_PLANE),
    )


@illustration(
    "Paths of two ties by who is in their middle: in each dot, how many of them have ends that are tied too, of "
    "how many there are. All dots together are the value."
)
def transitivity():
    k = np.array(_UNDIRECTED.degree())
    closed = np.nan_to_num(_UNDIRECTED.transitivity_local_undirected()) * k * (k - 1) / 2
    paths = k * (k - 1) // 2
    texts = [f"{round(a)}/{b}" for a, b in zip(closed, paths, strict=True)] + ["0/0"]
    title = f"transitivity = {round(closed.sum())} / {paths.sum()} = {told(measures.transitivity(TEAM.graph))}"
    return _team(title, texts=texts, size=700, fill=_pointed([*(paths > 0), False]))


@illustration(
    "In each dot the share of the pairs of those tied to a developer who are tied to each other, 0 for fewer than "
    "two; the value is the mean over all nine."
)
def mean_clustering():
    local = np.nan_to_num([*_UNDIRECTED.transitivity_local_undirected(), 0])
    value = measures.mean_clustering(TEAM.graph)
    return _team(
        f"mean_clustering = {told(value)}", texts=[f"{one:.2g}" for one in local], size=760, fill=_pointed(local > 0)
    )


@illustration(
    "In each dot the largest k of a k-core that holds a developer. In the 2-core are the blue ones, in the 1-core "
    "also the orange ones, and in the 0-core all."
)
def core_profile():
    coreness = TEAM.graph.as_undirected().coreness()
    title = f"core_profile = {measures.core_profile(TEAM.graph).tolist()}"
    return _team(title, texts=coreness, fill=[(FAINT, ORANGE, BLUE)[k] for k in coreness])


@illustration(
    "The core is blue, all else the periphery. The one exception is the orange tie, which joins two of the "
    "periphery; no other core leaves fewer."
)
def discrete_core():
    ties = measures.Ties.of(CORE.graph)
    core = measures.discrete_core(ties)
    outside = [not core[i] and not core[j] for i, j in CORE.graph.get_edgelist()]
    names = "".join(name for name, one in zip(CORE.places, core, strict=True) if one)
    return f"discrete_core: {', '.join(names)}", _PLANE.layers(
        *CORE.drawn(
            _PLANE,
            fill=_pointed(core),
            tie=[ORANGE if one else GREY for one in outside],
            width=[3 if one else 1.5 for one in outside],
        )
    )


@illustration(
    "A cell for each pair, dark where it is tied. In the core (blue) all pairs should be, in the periphery "
    "(orange) none; pairs between the two, in grey, do not count. The network is that of `discrete_core`."
)
def core_correlation():
    ties = measures.Ties.of(CORE.graph)
    core = measures.discrete_core(ties)
    matrix = CORE.graph.get_adjacency()
    plane = Plane(138, 160)

    def fill(i, j):
        if i == j:
            return WHITE
        tied = matrix[i][j]
        if core[i] != core[j]:
            return GREY if tied else "#f1f2f4"
        return {(True, 1): BLUE, (True, 0): "#cfe3f0", (False, 1): ORANGE, (False, 0): "#f8e0d0"}[bool(core[i]), tied]

    value = measures.core_correlation(ties, core)
    return f"core_correlation = {told(value)}", plane.layers(*_cells(plane, CORE, fill))


@illustration(
    "For each degree, the share of the pairs of developers of a higher degree that are tied, in the network of "
    "`discrete_core`. The four in its middle have more than 2 others and are all tied to each other."
)
def rich_club():
    rows = measures.rich_club(CORE.graph)
    plane = Plane(
        120, 236, axis("degree k", 0, 4.2, [0, 1, 2, 3, 4]), axis("share that is tied", 0, 1.08, [0, 0.5, 1])
    )
    title = f"rich_club: {told(rows[0, 1])} above degree 0, {told(rows[-1, 1])} above degree {rows[-1, 0]:g}"
    return title, plane.layers(plane.line(rows), plane.dots(rows))
