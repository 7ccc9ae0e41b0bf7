"""Networks of a few developers, and how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, degrees, hypot

import igraph

from illustrations.drawing import BLUE, FAINT, GREY, INK, WHITE, Many, Plane

Tie = tuple[str, str, float]


@dataclass(frozen=True)
class Small:
    """A network: where each developer is, and who is tied to whom, with which weight."""

    places: dict[str, tuple[float, float]]
    ties: Sequence[Tie]
    directed: bool = True

    @cached_property
    def graph(self) -> igraph.Graph:
        """The network as the measures take it."""
        number = {name: i for i, name in enumerate(self.places)}
        ends = [(number[one], number[other]) for one, other, _ in self.ties]
        graph = igraph.Graph(n=len(number), edges=ends, directed=self.directed)
        graph.es["weight"] = [float(weight) for *_, weight in self.ties]
        return graph

    def drawn(
        self,
        plane: Plane,
        *,
        fill: Many = BLUE,
        texts: Many | None = None,
        size: Many = 330,
        tie: Many = GREY,
        width: Many = 1.5,
    ) -> list:
        """Return ties, arrow heads, dots and what is written in them."""
        shown = list(self.places) if texts is None else texts
        across = [(*self.places[one], *self.places[other]) for one, other, _ in self.ties]
        colours = [tie] * len(across) if isinstance(tie, str) else list(tie)
        layers = [plane.segments(across, colours, width)]
        if self.directed:
            layers.append(plane.heads(*_heads(across), colours))
        fills = [fill] * len(self.places) if isinstance(fill, str) else list(fill)
        ink = [INK if colour in (FAINT, WHITE) else WHITE for colour in fills]
        dots = plane.dots(self.places.values(), fills, size)
        return [*layers, dots, plane.words(self.places.values(), shown, ink)]

    def weights(self, plane: Plane) -> list:
        """Return the weight of each tie beside its middle; of two between the same, nearer to where each ends."""
        both = {(one, other) for one, other, _ in self.ties}
        at = []
        for one, other, _ in self.ties:
            (a, b), (c, d) = self.places[one], self.places[other]
            share = 0.64 if (other, one) in both else 0.5
            long = hypot(c - a, d - b)
            at.append((a + share * (c - a) - 9 * (d - b) / long, b + share * (d - b) + 9 * (c - a) / long))
        return [plane.words(at, [f"{weight:g}" for *_, weight in self.ties])]


_RADIUS = 14  # from the middle of a dot to the middle of the head of an arrow


def _heads(across):
    """Return where heads of arrows are, short of the dots that they point to, and how they are turned."""
    points, angles = [], []
    for a, b, c, d in across:
        long = hypot(c - a, d - b)
        points.append((c - _RADIUS * (c - a) / long, d - _RADIUS * (d - b) / long))
        angles.append(degrees(atan2(c - a, d - b)))
    return points, angles


TEAM = Small(
    {
        "A": (24, 116),
        "B": (24, 30),
        "C": (84, 73),
        "D": (150, 73),
        "E": (210, 116),
        "F": (210, 30),
        "G": (268, 116),
        "H": (268, 30),
        "I": (117, 16),
    },
    [
        ("A", "B", 3),
        ("B", "A", 1),
        ("A", "C", 2),
        ("B", "C", 1),
        ("C", "D", 1),
        ("D", "E", 4),
        ("E", "D", 2),
        ("E", "F", 1),
        ("D", "F", 2),
        ("G", "H", 1),
    ],
)
"""Nine developers: two triangles and a bridge, a pair, and one who is tied to nobody."""

CORE = Small(
    {
        "A": (106, 104),
        "B": (190, 104),
        "C": (106, 46),
        "D": (190, 46),
        "E": (40, 118),
        "F": (40, 32),
        "G": (256, 118),
        "H": (256, 32),
    },
    [(one, other, 1) for one, other in ("AB", "AC", "AD", "BC", "BD", "CD", "AE", "CE", "CF", "BG", "DH", "GH")],
    directed=False,
)
"""Eight developers: four who are all tied to each other, and four around them."""
