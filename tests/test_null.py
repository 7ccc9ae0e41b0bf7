"""Chance keeps everyone's numbers, and gives every possible network as often as any other."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from hubcensus.networks.null import dealt

Cells = list[tuple[int, int]]


@given(
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=40).map(sorted),
    st.integers(0, 2**32),
)
@settings(max_examples=60)
def test_everyone_keeps_the_number_of_repositories_and_nobody_is_twice_in_one(cells: Cells, seed: int) -> None:
    developer, repository = (np.array([cell[at] for cell in cells], dtype=np.int64) for at in (0, 1))
    for drawn in dealt(developer, repository, draws=3, seed=seed):
        assert sorted(drawn) == sorted(developer)
        assert len(set(zip(drawn.tolist(), repository.tolist(), strict=True))) == len(cells)


def possible(rows: list[int], columns: list[int]) -> list[frozenset[tuple[int, int]]]:
    """All ways to fill a matrix of zeros and ones with these sums."""
    found = []
    for bits in product((0, 1), repeat=len(rows) * len(columns)):
        matrix = np.array(bits).reshape(len(rows), len(columns))
        if matrix.sum(1).tolist() == rows and matrix.sum(0).tolist() == columns:
            found.append(frozenset(zip(*map(np.ndarray.tolist, np.nonzero(matrix)), strict=True)))
    return found


@pytest.mark.parametrize(
    ("rows", "columns"),
    [([1, 1, 1], [1, 1, 1]), ([2, 1, 1], [2, 1, 1]), ([2, 2, 1, 1], [3, 2, 1]), ([3, 1, 1, 1], [2, 2, 2])],
)
def test_every_possible_network_comes_as_often(rows: list[int], columns: list[int]) -> None:
    everything = possible(rows, columns)
    start = sorted(everything[0])
    developer, repository = (np.array([cell[at] for cell in start], dtype=np.int64) for at in (0, 1))
    draws = 300 * len(everything)
    drawn = dealt(developer, repository, draws, seed=5)
    counts = Counter(frozenset(zip(d.tolist(), repository.tolist(), strict=True)) for d in drawn)
    assert set(counts) == set(everything)
    assert chisquare([counts[one] for one in everything]).pvalue > 0.001


def test_the_same_seed_deals_the_same() -> None:
    developer, repository = np.repeat(np.arange(50), 4), np.tile(np.arange(40), 5)
    first, again = ([d.tolist() for d in dealt(developer, repository, 3, seed)] for seed in (9, 9))
    assert first == again
    assert first != [d.tolist() for d in dealt(developer, repository, 3, seed=10)]


def test_little_of_the_start_is_left() -> None:
    """After the burn-in, memberships stay in place about as often as by chance."""
    developer, repository = np.repeat(np.arange(1000), 2), np.arange(2000) % 700
    (drawn,) = dealt(developer, repository, 1, seed=1)
    assert (drawn == developer).mean() < 0.02


def test_nothing_to_deal_is_dealt() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert [drawn.size for drawn in dealt(empty, empty, 2, seed=1)] == [0, 0]
    one = np.zeros(1, dtype=np.int64)
    assert [drawn.tolist() for drawn in dealt(one, one, 2, seed=1)] == [[0], [0]]
