"""A small picture of a network that stands by itself: the main part of what the explorer draws, where it does."""

from collections.abc import Iterator

import numpy as np
from markupsafe import escape

from hubcensus.report.explorer.view import View
from hubcensus.report.words import count, shown

__all__ = ["picture"]

_NODES, _TIES, _NAMED = 600, 900, 6
_SIDE = 640
_WIDE, _HIGH = 120, 16  # of a name
_MANY = 7  # communities with a colour, the largest
_STYLE = """
.ink{fill:#1d2129}.tie{stroke:#85888f;stroke-width:.7;stroke-opacity:.4;fill:none}.n{fill:#646a76}
.c0{fill:#0072b2}.c1{fill:#d55e00}.c2{fill:#007f5f}.c3{fill:#a8558a}.c4{fill:#9a6a00}.c5{fill:#2f86bd}.c6{fill:#6f6a00}
text{font:600 13px "Liberation Sans",Arial,sans-serif;text-anchor:middle}
text{paint-order:stroke;stroke:#fcfbf8;stroke-width:3px}
@media(prefers-color-scheme:dark){.ink{fill:#e8e6e1}text{stroke:#14171b}.n{fill:#a0a8b3}
.c0{fill:#56b4e9}.c1{fill:#f08a4b}.c2{fill:#3fc79c}.c3{fill:#e39cc6}.c4{fill:#e6b34a}.c5{fill:#8fc7ff}.c6{fill:#f0e442}}
""".replace("\n", "")


def picture(view: View) -> str:
    """Return a network as SVG, below 60 kB, readable on light and on dark paper.

    Drawn are the nodes with most ties, and of the ties between these that the explorer draws the heaviest.

    Parameters
    ----------
    view
        The network.
    """
    words, ties = view.words, view.values("ties")
    first = np.sort(np.lexsort((np.arange(ties.size), -ties))[:_NODES])
    said = f"{words.title}: {count(first.size)} of {count(ties.size)} {words.nodes} with a tie, those with most ties"
    title = escape(said if first.size else f"{words.title}: nobody is tied")
    body = "".join([*_lines(view, first), *_dots(view, first), *_names(view, first)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_frame(view, first)}" role="img" aria-label="{title}">'
        f"<title>{title}</title><style>{_STYLE}</style>{body}</svg>\n"
    )


def _lines(view: View, first: np.ndarray) -> Iterator[str]:
    inside = np.zeros(view.ties.n, dtype=np.bool_)
    inside[first] = True
    between = np.flatnonzero(inside[view.ties.low] & inside[view.ties.high] & view.drawn)
    heaviest = np.sort(between[np.argsort(-view.ties.total[between], kind="stable")][:_TIES])
    place = _at(view)
    ways = "".join(
        f"M{place[a, 0]:g} {place[a, 1]:g}L{place[b, 0]:g} {place[b, 1]:g}"
        for a, b in zip(view.ties.low[heaviest].tolist(), view.ties.high[heaviest].tolist(), strict=True)
    )
    yield f'<path class="tie" d="{ways}"/>'


def _dots(view: View, first: np.ndarray) -> Iterator[str]:
    place, ties, community = _at(view), view.values("ties"), view.values("community")
    grow = 9 / max(float(ties.max(initial=1)), 1) ** 0.5
    for node in first.tolist():
        colour = f"c{community[node]}" if community[node] < _MANY else "n"
        x, y, r = place[node, 0], place[node, 1], 1.6 + grow * ties[node] ** 0.5
        yield f'<circle class="{colour}" cx="{x:g}" cy="{y:g}" r="{r:.2g}"/>'


def _names(view: View, first: np.ndarray) -> Iterator[str]:
    """Yield the names of those with most ties, each where no other name is."""
    place, ties = _at(view), view.values("ties")
    named: list[tuple[float, float]] = []
    for node in first[np.argsort(-ties[first], kind="stable")].tolist():
        x, y = place[node, 0], place[node, 1] - 12
        if len(named) == _NAMED or any(abs(x - other) < _WIDE and abs(y - beside) < _HIGH for other, beside in named):
            continue
        named.append((x, y))
        yield f'<text class="ink" x="{x:g}" y="{y:g}">{escape(shown(view.names[node]))}</text>'


def _frame(view: View, first: np.ndarray) -> str:
    """Return the part of the plane in which the nodes are, with room for names."""
    if not first.size:
        return f"0 0 {_SIDE} {_SIDE // 4}"
    at = _at(view)[first]
    room = np.array([_WIDE / 2, 2 * _HIGH])
    (left, top), (right, bottom) = at.min(axis=0) - room, at.max(axis=0) + room
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"


def _at(view: View) -> np.ndarray:
    return np.rint(view.place * _SIDE)
