"""Models: what they are made from, what uses them, and which are used together."""

from itertools import combinations

import numpy as np
import polars as pl
from narwhals import from_native

from hubcensus import measures
from hubcensus.networks import co_usage as pairs_of
from hubcensus.networks import dependencies as uses_of
from hubcensus.networks import lineage as bases_of
from illustrations.drawing import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    Plane,
    axis,
    illustration,
    told,
)
from illustrations.networks import Small

_PLANE = Plane(160)
_FAMILY = Small(
    {
        "R": (70, 144),
        "S": (180, 144),
        "A": (40, 98),
        "B": (104, 98),
        "C": (16, 52),
        "M": (124, 52),
        "D": (124, 12),
        "X": (226, 98),
        "Y": (276, 98),
    },
    [(*pair, 1) for pair in ("AR", "BR", "CA", "MA", "MS", "DM", "XY", "YX")],
)
"""Models, with arrows to their bases: M is a merge of two, and X and Y name each other."""


@illustration(
    "Arrows lead from a model to its bases. In each dot its generation, 0 in blue: the merge is one deeper than "
    "the deeper of its bases. The two that name each other have no depth, which is -1."
)
def depth():
    found = measures.depth(_FAMILY.graph).tolist()
    fill = [FAINT if d < 0 else (BLUE, GREEN, ORANGE, PURPLE)[d] for d in found]
    return f"depth: at most {max(found)}", _PLANE.layers(*_FAMILY.drawn(_PLANE, texts=found, fill=fill))


@illustration("Arrows lead from a model to its bases. In each dot, and by its size, how many arrows lead to it.")
def fertility():
    found = measures.fertility(_FAMILY.graph).tolist()
    drawn = _FAMILY.drawn(_PLANE, texts=found, size=[200 + 150 * n for n in found])
    return f"fertility: {sum(found)} ties to bases in all", _PLANE.layers(*drawn)


@illustration(
    "Arrows lead from a model to its bases. In the dot of each model without a base (blue) the number of its "
    "descendants; the merge and what was made from it are in both families."
)
def family_sizes():
    found = measures.family_sizes(_FAMILY.graph).tolist()
    texts = [n if n >= 0 else name for name, n in zip(_FAMILY.places, found, strict=True)]
    fill = [BLUE if n >= 0 else FAINT for n in found]
    sizes = " and ".join(str(n) for n in found if n >= 0)
    return f"family_sizes = {sizes}", _PLANE.layers(*_FAMILY.drawn(_PLANE, texts=texts, fill=fill))


@illustration(
    "Arrows lead from a model to its bases. Of the models with a base, those with exactly one are blue and the "
    "merge is orange; models without a base, in grey, do not count."
)
def single_base_share():
    bases = _FAMILY.graph.outdegree()
    value = measures.single_base_share(_FAMILY.graph)
    title = f"single_base_share = {bases.count(1)} / {sum(n > 0 for n in bases)} = {told(value)}"
    return title, _PLANE.layers(*_FAMILY.drawn(_PLANE, fill=[(FAINT, BLUE, ORANGE)[n] for n in bases]))


_USES = np.array(
    [
        [1, 1, 1, 1, 1],
        [1, 1, 0, 0, 0],
        [1, 1, 0, 0, 0],
        [1, 1, 0, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
    ]
)


def _meetings():
    """Return the pairs of models that meet in the spaces (rows), in how many, and the p of each."""
    met = _USES.T @ _USES
    pairs = [(i, j) for i, j in combinations(range(_USES.shape[1]), 2) if met[i, j]]
    one, other = np.array(pairs).T
    return pairs, met, measures.meeting_p(met[one, other], one, other, _USES.sum(axis=0), _USES.sum(axis=1))


@illustration(
    "Which space (row) uses which model (column), in blue. To the right each pair of models that meet, in how "
    "many spaces, and how likely that many or more are by chance; a large space brings all of its models "
    "together."
)
def meeting_p():
    pairs, met, p = _meetings()
    plane, n = Plane(164), len(_USES)
    boxes = [(44 + 19 * j, 18 * (n - 1 - i), 61 + 19 * j, 18 * (n - i) - 2) for i in range(n) for j in range(5)]
    names = "ABCDE"
    rows = [f"{names[i]}, {names[j]}: {met[i, j]}, p = {each:.2f}" for (i, j), each in zip(pairs, p, strict=True)]
    best = int(p.argmin())
    return f"meeting_p of {names[pairs[best][0]]} and {names[pairs[best][1]]} = {told(p[best])}", plane.layers(
        plane.boxes(boxes, [BLUE if used else FAINT for used in _USES.ravel()]),
        plane.words([(52 + 19 * j, 18 * n + 8) for j in range(5)], list(names)),
        plane.words([(0, 18 * (n - i) - 10) for i in range(n)], [f"space {i + 1}" for i in range(n)], align="left"),
        plane.words(
            [(176, 142 - 15 * i) for i in range(len(rows))],
            rows,
            [BLUE if i == best else INK for i in range(len(rows))],
            align="left",
        ),
    )


@illustration(
    "Probabilities of six pairs in rising order. The line is what each may be at most, at a false discovery rate "
    "of 0.1 and with ten tests; kept, in blue, is all up to the last that does not exceed it, also what lies "
    "above the line before."
)
def backbone():
    p = np.array([0.004, 0.025, 0.027, 0.06, 0.08, 0.095])
    kept = measures.backbone(p, 10, 0.1)
    plane = Plane(130, 236, axis("place among the pairs", 0, 6.5, range(1, 7)), axis("p", 0, 0.1, [0, 0.05, 0.1]))
    shown = [(i + 1, each) for i, each in enumerate(p) if each <= 0.1]
    title = f"backbone of {', '.join(map(told, p))}: {kept.sum()} are kept"
    return title, plane.layers(
        plane.line([(0, 0), (6.5, 0.065)], ORANGE, 1.5),
        plane.dots(shown, [BLUE if one else GREY for one in kept], 70),
    )


def _frame(rows, *names):
    return from_native(pl.LazyFrame(rows, schema=list(names), orient="row"))


def _edges(frame):
    return sorted(frame.collect().rows())


def _bipartite(ties, left, right, plane, x=(60, 230), fill=ORANGE):
    """Return two columns of dots with what is tied between them."""
    at = {name: (x[0], plane.height - 16 - 34 * i) for i, name in enumerate(left)}
    at |= {name: (x[1], plane.height - 16 - 34 * i) for i, name in enumerate(right)}
    small = Small(at, [(one, other, 1) for one, other in ties])
    return [
        *small.drawn(plane, fill=[BLUE] * len(left) + [fill] * len(right), texts="", size=200),
        plane.words(
            [(at[name][0] + (-14 if name in left else 14), at[name][1]) for name in left], list(left), align="right"
        ),
        plane.words([(at[name][0] + 14, at[name][1]) for name in right], list(right), align="left"),
    ]


_SPACES = ("chat", "draw", "demo")
_LISTED = [
    ("chat", "model", "llama"),
    ("chat", "model", "bert"),
    ("chat", "dataset", "wiki"),
    ("draw", "model", "clip"),
    ("demo", "model", "llama"),
    ("demo", "model", "bert"),
    ("demo", "model", "clip"),
    ("demo", "dataset", "wiki"),
    ("demo", "dataset", "coco"),
]


def _used(kind):
    return _edges(uses_of.dependencies(_frame(_LISTED, "repo_id", "depends_on_kind", "depends_on"), kind))


@illustration(
    "Spaces (blue) and the models (orange) that their lists name. The datasets that they name as well are of the "
    "other network."
)
def dependencies():
    plane, ties = Plane(104), _used("model")
    layers = _bipartite(ties, _SPACES, ("llama", "bert", "clip"), plane)
    return f"dependencies: {len(ties)} ties from {len(_SPACES)} spaces to models", plane.layers(*layers)


@illustration("Spaces (blue) and the datasets (green) that their lists name; one that names none is tied to none.")
def dataset_dependencies():
    plane, ties = Plane(104), _used("dataset")
    layers = _bipartite(ties, _SPACES, ("wiki", "coco"), plane, fill=GREEN)
    return f"dataset-dependencies: {len(ties)} ties from {len(_SPACES)} spaces to datasets", plane.layers(*layers)


@illustration(
    "Models with arrows to the bases that their tags name, coloured by relation. Two tags name the same base of "
    "one model, as an adapter and as a fine-tune: the first counts. The tag of a model that names itself is left "
    "out."
)
def lineage():
    tags = [
        ("A", "R", "finetune"),
        ("B", "R", "adapter"),
        ("B", "R", "finetune"),
        ("C", "A", "quantized"),
        ("M", "A", "merge"),
        ("M", "S", "merge"),
        ("S", "S", "finetune"),
    ]
    ties = _edges(bases_of.lineage(_frame(tags, "repo_id", "base_model", "relation")))
    colours = {"finetune": BLUE, "adapter": GREEN, "quantized": PURPLE, "merge": ORANGE}
    plane = Plane(150)
    places = {"R": (100, 134), "S": (200, 134), "A": (60, 76), "B": (140, 76), "C": (24, 18), "M": (140, 18)}
    small = Small(places, [(one, other, 1) for one, other, _ in ties])
    return f"lineage: {len(ties)} ties from {len(tags)} tags", plane.layers(
        *small.drawn(plane, fill=GREY, tie=[colours[relation] for *_, relation in ties], width=2),
        plane.words([(230, 90 - 16 * i) for i in range(4)], list(colours), list(colours.values()), align="left"),
    )


@illustration(
    "To the left, which space (blue) uses which model (orange). To the right the models, tied where a space uses "
    "both, with the number of such spaces."
)
def co_usage():
    used = _frame(_used("model"), "source", "target")
    ties = _edges(pairs_of.co_usage(pairs_of.compared(used)))
    plane = Plane(104)
    small = Small({"llama": (210, 82), "bert": (280, 82), "clip": (245, 26)}, ties, directed=False)
    return f"co-usage: {', '.join(f'{a} and {b} {n}' for a, b, n in ties)}", plane.layers(
        *_bipartite(_used("model"), _SPACES, ("llama", "bert", "clip"), plane, x=(40, 130)),
        *small.drawn(plane, fill=ORANGE, texts="", size=200, width=[2 * n for *_, n in ties]),
        *small.weights(plane),
        plane.words([(210, 100), (280, 100), (245, 9)], list(small.places)),
    )
