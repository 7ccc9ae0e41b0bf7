"""The law of a tail: against its definitions, against powerlaw and igraph, and against planted truths."""

import importlib
import warnings
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import igraph
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize, special, stats

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.measures import VERDICTS, Alternative, PowerLaw
from hubcensus.measures.goodness import _Law
from hubcensus.measures.zeta import log_hurwitz, log_lerch, log_moments

Floats = NDArray[np.float64]
SAMPLES = st.lists(st.integers(0, 60), min_size=3, max_size=60).filter(lambda counts: len({*counts} - {0}) > 2)


def planted(alpha: float, xmin: int, n: int, seed: int) -> Floats:
    """Counts that follow a power law: by bisection of scipy's zeta function."""
    share = 1 - np.random.default_rng(seed).random(n)
    whole = special.zeta(alpha, xmin)
    low, high = np.full(n, float(xmin)), np.full(n, 2.0 * xmin)
    while (short := special.zeta(alpha, high) / whole >= share).any():
        high[short] *= 2
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        above = special.zeta(alpha, middle) / whole >= share
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return low


def lognormal(mu: float, sigma: float, n: int, seed: int) -> Floats:
    return np.floor(np.exp(np.random.default_rng(seed).normal(mu, sigma, n)))


def cut_off(counts: Floats, rate: float, seed: int) -> Floats:
    """Those that survive so many chances to be lost: a power law becomes a truncated one."""
    return counts[np.random.default_rng([seed, 1]).random(counts.size) < np.exp(-rate * counts)]


def with_body(alpha: float, xmin: int, n: int, seed: int) -> Floats:
    """A power law from xmin on, as many that are evenly below, and some zeros."""
    return np.concatenate([planted(alpha, xmin, n, seed), np.arange(n) % (xmin + 2), np.zeros(n // 3)])


SETS: dict[str, Callable[[], Floats]] = {
    "a power law": lambda: planted(2.1, 1, 2000, 1),
    "a steep power law": lambda: planted(3.2, 2, 1500, 2),
    "a power law above a body": lambda: with_body(2.5, 8, 1500, 3),
    "a lognormal": lambda: lognormal(1.5, 1.2, 2000, 4),
    "few": lambda: planted(2.5, 1, 60, 5),
}


def exponent(tail: Floats, xmin: float) -> float:
    """The likeliest exponent, by scipy alone."""
    mean = np.log(tail).mean()
    found = optimize.minimize_scalar(
        lambda a: a * mean + np.log(special.zeta(a, xmin)),
        bounds=(1.0001, 25),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(found.x)


def furthest(tail: Floats, alpha: float) -> float:
    """Kolmogorov and Smirnov's distance as it is defined: over every whole number up to the largest."""
    xmin, largest = int(tail.min()), int(tail.max())
    law = np.cumsum(np.arange(xmin, largest + 1.0) ** -alpha) / special.zeta(alpha, xmin)
    sample = np.cumsum(np.bincount(tail.astype(int), minlength=largest + 1)[xmin:]) / tail.size
    return float(np.abs(law - sample).max())


def by_definition(counts: Floats) -> tuple[float, float, float]:
    """The distance, xmin and exponent of the tail that is closest to its law: every one tried, in full."""
    tries = []
    for xmin in np.unique(counts[counts > 0])[:-2]:
        tail = counts[counts >= xmin]
        if (alpha := exponent(tail, xmin)) < 20:
            tries.append((furthest(tail, alpha), xmin, alpha))
    return min(tries)


@pytest.fixture(scope="module")
def powerlaw() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("powerlaw")


@given(st.floats(1.01, 20), st.integers(1, 10**9))
def test_the_zeta_function_is_that_of_scipy(s: float, q: int) -> None:
    theirs = special.zeta(s, float(q))
    if theirs > 1e-290:
        assert np.exp(log_hurwitz(s, q)) == pytest.approx(theirs, rel=1e-10)


@pytest.mark.parametrize(("s", "q"), [(1.05, 1), (2.1, 1), (2.5, 31), (3.0, 32), (19.0, 7), (2.2, 10**6)])
def test_the_moments_of_the_logarithm_are_slopes_of_the_zeta_function(s: float, q: int) -> None:
    with mpmath.workdps(40):
        slope, bend = (mpmath.diff(lambda t: mpmath.log(mpmath.zeta(t, q)), s, order) for order in (1, 2))
    mean, variance = log_moments(np.array([s]), np.array([float(q)]))
    assert (mean[0], variance[0]) == (pytest.approx(float(-slope), rel=1e-10), pytest.approx(float(bend), rel=1e-8))


@pytest.mark.parametrize(
    ("s", "decay", "q"),
    [(2.1, 1e-9, 1), (1.2, 1e-6, 1000), (0.0, 0.3, 5), (2.5, 2.0, 3), (18.0, 1e-3, 40), (3.0, 0.02, 1)],
)
def test_the_sum_with_a_cut_off_is_that_of_mpmath(s: float, decay: float, q: int) -> None:
    with mpmath.workdps(100):
        theirs = mpmath.log(mpmath.lerchphi(mpmath.exp(-mpmath.mpf(decay)), s, q)) - mpmath.mpf(decay) * q
    assert log_lerch(s, decay, q) == pytest.approx(float(theirs), rel=1e-10, abs=1e-10)


@settings(deadline=None, max_examples=60)
@given(SAMPLES)
def test_a_fit_is_the_closest_of_all_tails(counts: list[int]) -> None:
    x = np.array(counts, dtype=float)
    try:
        fit = measures.power_law(counts)
    except MeasureError as refusal:
        assert "faster than any power law" in str(refusal)
        return
    tail = x[x >= fit.xmin]
    assert fit.distance == pytest.approx(by_definition(x)[0], abs=1e-6)
    assert fit.distance == pytest.approx(furthest(tail, fit.alpha), abs=1e-9)
    assert fit.alpha == pytest.approx(exponent(tail, fit.xmin), rel=1e-6)
    assert (fit.n_tail, fit.n) == (tail.size, np.count_nonzero(x))


@pytest.mark.parametrize("name", SETS)
def test_a_fit_is_what_trying_every_tail_gives(name: str) -> None:
    counts = SETS[name]()
    fit, (distance, xmin, alpha) = measures.power_law(counts), by_definition(counts)
    assert (fit.xmin, fit.alpha, fit.distance) == (
        xmin,
        pytest.approx(alpha, rel=1e-7),
        pytest.approx(distance, rel=1e-6),
    )


@pytest.mark.parametrize("name", [name for name in SETS if name != "few"])
def test_a_fit_is_that_of_powerlaw_and_of_igraph(name: str, powerlaw: ModuleType) -> None:
    counts = SETS[name]()
    fit = measures.power_law(counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = powerlaw.Fit(
            counts[counts > 0],
            discrete=True,
            estimate_discrete=False,
            parameter_ranges={"alpha": [1.01, 20]},
            verbose=0,
        )
    ours = (fit.xmin, fit.alpha, fit.distance)
    assert ours == (theirs.xmin, pytest.approx(theirs.alpha, abs=1e-4), pytest.approx(theirs.D, abs=2e-5))
    igraphs = igraph.power_law_fit(counts[counts > 0].astype(int).tolist(), method="discrete")
    assert ours == (igraphs.xmin, pytest.approx(igraphs.alpha, abs=1e-5), pytest.approx(igraphs.D, abs=1e-6))


def test_where_values_are_rare_the_distance_above_them_counts_too() -> None:
    counts = SETS["few"]()
    fit, theirs = measures.power_law(counts), igraph.power_law_fit(counts.astype(int).tolist(), method="discrete")
    assert (fit.xmin, fit.alpha) == (theirs.xmin, pytest.approx(theirs.alpha, abs=1e-5))
    values, first = np.unique(np.sort(counts), return_index=True)
    law = special.zeta(fit.alpha, values) / special.zeta(fit.alpha, fit.xmin)
    assert np.abs(1 - law - first / counts.size).max() == pytest.approx(theirs.D, abs=1e-6)
    assert furthest(counts, fit.alpha) == pytest.approx(fit.distance)
    assert fit.distance > theirs.D + 1e-4


@pytest.mark.parametrize("name", SETS)
def test_the_standard_error_is_that_of_the_curvature_of_the_likelihood(name: str) -> None:
    counts = SETS[name]()
    fit = measures.power_law(counts)
    step = 1e-3
    up, here, down = (np.log(special.zeta(fit.alpha + d, fit.xmin)) for d in (step, 0, -step))
    assert fit.standard_error == pytest.approx((fit.n_tail * (up - 2 * here + down) / step**2) ** -0.5, rel=1e-4)


@pytest.mark.parametrize(("alpha", "xmin"), [(2.1, 1), (2.5, 3), (3.2, 5)])
def test_a_planted_exponent_is_found_within_two_standard_errors(alpha: float, xmin: int) -> None:
    fits = [measures.power_law(planted(alpha, xmin, 5000, seed)) for seed in range(40)]
    assert sum(abs(fit.alpha - alpha) <= 2 * fit.standard_error for fit in fits) >= 36


def test_large_counts_are_fitted_too() -> None:
    counts = planted(1.9, 10**6, 3000, 7)
    fit = measures.power_law(counts)
    assert fit.xmin < 1.1e6
    assert fit.alpha == pytest.approx(1.9, abs=3 * fit.standard_error)


@pytest.mark.parametrize("name", SETS)
def test_weights_are_repeated_counts_for_every_step(name: str) -> None:
    counts = SETS[name]()
    values, w = np.unique(counts, return_counts=True)
    fit = measures.power_law(counts)
    assert fit == measures.power_law(values, weights=w)
    assert measures.alternatives(counts, fit) == measures.alternatives(values, fit, weights=w)
    once, again = (
        measures.tail_p(counts, fit, draws=20, seed=3),
        measures.tail_p(values, fit, weights=w, draws=20, seed=3),
    )
    assert once == again


@pytest.mark.parametrize("counts", [[0, 0], [1, 1, 2], [0, 3, 3, 3]])
def test_too_few_different_counts_are_refused(counts: list[int]) -> None:
    with pytest.raises(MeasureError, match="at least 3 different counts above 0"):
        measures.power_law(counts)


@pytest.mark.parametrize("wrong", [[1, 2, 3.5], [1, 2, float("inf")]])
def test_what_is_no_whole_number_is_refused(wrong: list[float]) -> None:
    with pytest.raises(MeasureError, match=r"whole numbers|infinite"):
        measures.power_law(wrong)


def test_counts_without_any_power_law_are_refused() -> None:
    with pytest.raises(MeasureError, match="faster than any power law"):
        measures.power_law([1000] * 10**5 + [1001, 1002])


def test_a_fit_of_other_counts_is_refused() -> None:
    fit = measures.power_law(SETS["few"]())
    with pytest.raises(MeasureError, match="alternatives: this power law was fitted to other counts"):
        measures.alternatives([1, 2, 3], fit)
    with pytest.raises(MeasureError, match="tail_p: this power law was fitted to other counts"):
        measures.tail_p([1, 2, 3], fit, seed=1)
    with pytest.raises(MeasureError, match="at least one draw"):
        measures.tail_p(SETS["few"](), fit, draws=0, seed=1)


def law_of(name: str, xmin: int) -> Callable[..., Floats]:
    """Logarithms of shares by scipy.stats or direct sums: of x and of the law's parameters."""

    def lognormal_(x: Floats, mu: float, sigma: float) -> Floats:
        law = stats.lognorm(sigma, scale=np.exp(mu))
        return np.log(law.sf(x - 0.5) - law.sf(x + 0.5)) - law.logsf(xmin - 0.5)

    def stretched(x: Floats, rate: float, beta: float) -> Floats:
        law = stats.weibull_min(beta, scale=rate ** (-1 / beta))
        return np.log(law.sf(x) - law.sf(x + 1)) - law.logsf(xmin)

    def truncated(x: Floats, alpha: float, rate: float) -> Floats:
        every = np.arange(xmin, 2e6)
        return -alpha * np.log(x) - rate * x - np.log((every**-alpha * np.exp(-rate * every)).sum())

    return {
        "exponential": lambda x, rate: stats.geom.logpmf(x - xmin + 1, -np.expm1(-rate)),
        "lognormal": lognormal_,
        "stretched exponential": stretched,
        "truncated power law": truncated,
    }[name]


LAWS = ("exponential", "lognormal", "stretched exponential", "truncated power law")


def bent(seed: int) -> tuple[Floats, PowerLaw, dict[str, Alternative]]:
    """Counts of a tail that bends enough for every law to have a maximum, all of them in it."""
    counts = cut_off(planted(1.5, 3, 4000, seed), 0.01, seed)
    tail = PowerLaw(3, int(counts.max()), exponent(counts, 3), 0.0, counts.size, counts.size, 0.0)
    return counts, tail, measures.alternatives(counts, tail)


@pytest.mark.parametrize("name", LAWS)
def test_a_ratio_and_its_p_are_direct_sums_over_the_repositories(name: str) -> None:
    counts, fit, compared = bent(1)
    other = compared[name]
    gain = -fit.alpha * np.log(counts) - np.log(special.zeta(fit.alpha, fit.xmin))
    gain = gain - law_of(name, fit.xmin)(counts, **other.parameters)
    assert other.ratio == pytest.approx(gain.sum(), rel=1e-6)
    assert other.z == pytest.approx(gain.sum() / (gain.std() * counts.size**0.5), rel=1e-6)
    nested = name == "truncated power law"
    assert other.p == pytest.approx(stats.chi2.sf(-2 * gain.sum(), 1) if nested else 2 * stats.norm.sf(abs(other.z)))
    assert other.identified


@pytest.mark.parametrize("name", LAWS)
def test_no_parameters_are_likelier(name: str) -> None:
    counts, fit, compared = bent(2)
    values, w = np.unique(counts, return_counts=True)
    start = np.array(list(compared[name].parameters.values()))
    law = law_of(name, fit.xmin)

    def loss(scales: Floats) -> float:
        return -float(w @ law(values, *(start * scales)))

    better = optimize.minimize(
        loss, np.ones(start.size), method="Nelder-Mead", options={"fatol": 1e-8, "xatol": 1e-8}
    )
    assert better.fun == pytest.approx(loss(np.ones(start.size)), abs=1e-4)
    assert better.x == pytest.approx(np.ones(start.size), abs=2e-3)


def test_the_parameters_of_laws_that_are_there_are_found() -> None:
    counts, _, compared = bent(3)
    assert compared["truncated power law"].parameters["alpha"] == pytest.approx(1.5, abs=0.1)
    assert compared["truncated power law"].parameters["rate"] == pytest.approx(0.01, rel=0.2)
    counts = np.rint(np.exp(np.random.default_rng(1).normal(5, 1, 20_000))).clip(1)
    whole = PowerLaw(1, int(counts.max()), exponent(counts, 1), 0.0, counts.size, counts.size, 0.0)
    found = measures.alternatives(counts, whole)["lognormal"]
    assert found.parameters == pytest.approx({"mu": 5, "sigma": 1}, abs=0.03)
    counts = np.random.default_rng(1).geometric(0.02, 20_000)
    whole = PowerLaw(1, int(counts.max()), exponent(counts, 1), 0.0, counts.size, counts.size, 0.0)
    compared = measures.alternatives(counts, whole)
    assert compared["exponential"].parameters["rate"] == pytest.approx(0.02, rel=0.03)
    assert compared["stretched exponential"].parameters["beta"] == pytest.approx(1, abs=0.03)


def test_a_law_that_runs_off_is_not_identified() -> None:
    counts = planted(2.5, 1, 20_000, 1)
    compared = measures.alternatives(counts, measures.power_law(counts))
    assert not compared["stretched exponential"].identified
    poisson = np.random.default_rng(1).poisson(30, 20_000).clip(1)
    whole = PowerLaw(1, int(poisson.max()), exponent(poisson, 1), 0.0, poisson.size, poisson.size, 0.0)
    assert not measures.alternatives(poisson, whole)["truncated power law"].identified


def fitted(n_tail: int = 1000, n: int = 2000, most: int = 1000) -> PowerLaw:
    return PowerLaw(1, most, 2.5, 0.01, n_tail, n, 0.01)


def other(ratio: float, p: float, parameters: int = 2, *, identified: bool = True) -> Alternative:
    return Alternative(dict.fromkeys("ab"[:parameters], 1.0), ratio, ratio, p, identified)


HEAVY = {
    "exponential": other(200, 0, 1),
    "lognormal": other(-0.4, 0.8),
    "stretched exponential": other(20, 0.01),
    "truncated power law": other(-0.2, 0.5),
}


@pytest.mark.parametrize(
    ("fit", "p", "changed", "said"),
    [
        (fitted(), 0.1, {}, "power law"),
        (fitted(), 0.09, {}, "heavy tail, law undecided"),
        (fitted(49), 0.5, {}, "too few"),
        (fitted(most=9), 0.5, {}, "too short"),
        (fitted(most=9), 0.0, {"exponential": other(-30, 0.01, 1)}, "exponential"),
        (fitted(most=10), 0.5, {}, "power law"),
        (fitted(50, 400), 0.5, {}, "power law"),
        (fitted(50, 501), 0.5, {}, "heavy tail, law undecided"),
        (fitted(), 0.5, {"exponential": other(3, 0.2, 1)}, "undecided"),
        (fitted(), 0.5, {"lognormal": other(-9, 0.01)}, "lognormal"),
        (
            fitted(),
            0.0,
            {"lognormal": other(-9, 0.01), "truncated power law": other(-11, 1e-6)},
            "truncated power law",
        ),
        (
            fitted(),
            0.0,
            {"lognormal": other(-9, 1e-9), "truncated power law": other(-9.9, 1e-6)},
            "heavy tail, law undecided",
        ),
        (fitted(), 0.5, {"lognormal": other(-9, 0.01, identified=False)}, "heavy tail, law undecided"),
        (fitted(), 0.5, {"truncated power law": other(-1.5, 0.08)}, "heavy tail, law undecided"),
        (fitted(), 0.5, {"stretched exponential": other(-30, 0.01)}, "stretched exponential"),
        (fitted(), 0.0, {"exponential": other(-30, 0.01, 1)}, "exponential"),
    ],
)
def test_a_verdict_has_to_be_earned(fit: PowerLaw, p: float, changed: dict[str, Alternative], said: str) -> None:
    assert measures.verdict(fit, p, HEAVY | changed) == said
    assert said in VERDICTS


def verdict_of(counts: Floats, seed: int, draws: int = 100) -> tuple[str, float]:
    values, w = np.unique(counts, return_counts=True)
    fit = measures.power_law(values, weights=w)
    p = measures.tail_p(values, fit, weights=w, draws=draws, seed=seed)
    return measures.verdict(fit, p, measures.alternatives(values, fit, weights=w)), p


def test_planted_laws_get_their_names() -> None:
    assert verdict_of(planted(2.3, 1, 10_000, 1), 1)[0] == "power law"
    assert verdict_of(cut_off(planted(1.8, 1, 20_000, 2), 0.01, 2), 1)[0] == "truncated power law"
    assert verdict_of(np.random.default_rng(3).geometric(0.05, 10_000), 1)[0] in ("exponential", "undecided")
    assert verdict_of(lognormal(1, 1.5, 100_000, 4), 1)[0] != "power law"


@pytest.mark.long
def test_the_p_of_true_power_laws_is_even() -> None:
    p = np.array([verdict_of(planted(2.5, 2, 2000, seed), seed)[1] for seed in range(80)])
    assert 0.02 <= (p < 0.1).mean() <= 0.25
    assert 0.3 <= p.mean() <= 0.7
    assert stats.kstest(p, "uniform").pvalue > 0.001


@pytest.mark.long
@pytest.mark.parametrize(("mu", "sigma"), [(2, 1), (0.3, 2), (2, 3)])
def test_a_planted_lognormal_is_hardly_ever_a_power_law(mu: float, sigma: float) -> None:
    said = [verdict_of(lognormal(mu, sigma, 100_000, seed), seed, draws=20)[0] for seed in range(100)]
    assert said.count("power law") <= 2


@pytest.mark.long
@pytest.mark.parametrize(("alpha", "xmin"), [(2.1, 1), (2.5, 3), (3.2, 5)])
def test_a_planted_power_law_mostly_is_one(alpha: float, xmin: int) -> None:
    said = [verdict_of(planted(alpha, xmin, 10_000, seed), seed, draws=20)[0] for seed in range(50)]
    assert said.count("power law") >= 35


def test_drawn_tails_follow_the_law_far_out_too() -> None:
    fit = PowerLaw(3, 1000, 2.2, 0.0, 500, 500, 0.0)
    values, n = _Law.of(fit).draw(2_000_000, np.random.default_rng(1))
    edges = np.array([3, 4, 5, 7, 10, 20, 33, 35, 36, 40, 60, 100, 101, 103, 200, 1000, 1e4])
    seen = [n[(values >= low) & (values < high)].sum() for low, high in pairwise([*edges, np.inf])]
    tail = special.zeta(2.2, edges) / special.zeta(2.2, 3)
    assert stats.chisquare(seen, -np.diff(tail, append=0) * n.sum()).pvalue > 0.001
    assert np.array_equal(values, np.unique(values))
