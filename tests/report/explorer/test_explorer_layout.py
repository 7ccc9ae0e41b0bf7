import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.measures.ties import Pairs, Ties
from hubcensus.report.explorer.drawing import disparity, drawn
from hubcensus.report.explorer.layout import discs, layout


def ties_of(pairs: list[tuple[int, int, int]], n: int) -> Ties:
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    return Pairs(n, rows[:, 0], rows[:, 1]).ties(rows[:, 2].astype(np.float64), None)


@st.composite
def networks(draw: st.DrawFn) -> tuple[Ties, np.ndarray]:
    community = np.repeat(np.arange(9), sorted(draw(st.lists(st.integers(1, 30), min_size=9, max_size=9)))[::-1])
    node = st.integers(0, community.size - 1)
    pairs = draw(st.lists(st.tuples(node, node, st.integers(1, 9)), max_size=80))
    return ties_of(pairs, community.size), community


@given(networks())
def test_no_disc_lies_over_another(made: tuple[Ties, np.ndarray]) -> None:
    centre, radius = discs(*made)
    apart = np.hypot(*(centre[:, None] - centre[None]).transpose(2, 0, 1))
    reach = radius[:, None] + radius[None]
    one, other = np.triu_indices(radius.size, 1)
    assert (apart[one, other] >= reach[one, other]).all()


@given(networks())
def test_every_node_is_in_the_square_and_in_its_disc(made: tuple[Ties, np.ndarray]) -> None:
    ties, community = made
    place = layout(ties, community)
    assert place.shape == (community.size, 2) and (place >= 0).all() and (place <= 1).all()
    centre, radius = discs(ties, community)
    low, high = (centre - radius[:, None]).min(axis=0), (centre + radius[:, None]).max(axis=0)
    away = np.hypot(*((place - 0.5) * (high - low).max() + (low + high) / 2 - centre[community]).T)
    assert (away <= radius[community] + 1e-9).all()


def test_the_same_seed_gives_the_same_places_and_another_seed_others() -> None:
    community = np.repeat(np.arange(3), [20, 10, 5])
    ties = ties_of([(at, (at * 7 + 3) % 35, 1) for at in range(35)], 35)
    assert (layout(ties, community, 5) == layout(ties, community, 5)).all()
    assert not (layout(ties, community, 5) == layout(ties, community, 6)).all()


@pytest.mark.parametrize("n", [0, 1])
def test_no_node_and_one_node_have_places(n: int) -> None:
    assert layout(ties_of([], n), np.zeros(n, dtype=np.int64)).tolist() == [[0.5, 0.5]] * n


def test_few_ties_are_all_drawn() -> None:
    assert drawn(ties_of([(0, 1, 1), (1, 2, 1)], 3)).all()


def test_what_is_drawn_of_many_ties_keeps_to_the_budget_and_holds_what_is_joined_together() -> None:
    n = 60
    ties = ties_of([(a, b, 1 + (a * b) % 7) for a in range(n) for b in range(a + 1, n)], n)
    kept = drawn(ties, budget=2 * n)
    assert kept.sum() == 2 * n
    joined = {0}
    for _ in range(n):
        joined |= {
            other
            for a, b in zip(ties.low[kept].tolist(), ties.high[kept].tolist(), strict=True)
            for one, other in ((a, b), (b, a))
            if one in joined
        }
    assert joined == set(range(n))


def test_disparity_of_a_star_has_a_closed_form() -> None:
    ties = ties_of([(0, 1, 6), (0, 2, 3), (0, 3, 1)], 4)
    assert disparity(ties) == pytest.approx([(1 - share) ** 2 for share in (0.6, 0.3, 0.1)])
