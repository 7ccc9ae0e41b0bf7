"""RQ1: which law the tail of a count follows, and whether it has earned the name Pareto."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

from hubcensus.errors import MeasureError
from hubcensus.findings.distribution import Sample
from hubcensus.findings.finding import Finding, plain
from hubcensus.kinds import VARIABLES
from hubcensus.measures import VERDICTS, Alternative, PowerLaw, alternatives, power_law, tail_p, verdict

__all__ = ["Tail", "tail_of", "tails"]

_SEED = 1
DRAWS = 100
"""Sets drawn from a power law to test it."""
_NORMAL = 1.96  # standard errors on either side of an estimate: 95 %


class Tail:
    """The power law of one tail, how well it fits, and the laws that it is compared with."""

    def __init__(self, sample: Sample) -> None:
        of: dict[str, Any] = {"weights": sample.weights}
        self.fit: PowerLaw = power_law(sample.counts, **of)
        self.p: float = tail_p(sample.counts, self.fit, draws=DRAWS, seed=_SEED, **of)
        self.compared: dict[str, Alternative] = alternatives(sample.counts, self.fit, **of)
        self.verdict: str = verdict(self.fit, self.p, self.compared)


def tail_of(sample: Sample) -> tuple[Tail | None, str]:
    """Return the tail, or why there is none."""
    if not sample.n:
        return None, ""
    try:
        return Tail(sample), ""
    except MeasureError as error:
        return None, str(error)


def tails(prefix: str, variable: str, tail: Tail | None, missing: str) -> Iterator[Finding]:
    """Yield the findings on the tail of one variable.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``activity.model.likes``.
    variable
        A key of ``VARIABLES``.
    tail
        The tail.
    missing
        Why there is none, if so.
    """
    what, n = VARIABLES[variable].what, tail.fit.n if tail else 0
    for name, value, unit, method, source in _FOUND:
        found = value(tail) if tail else None
        one = plain(
            f"{prefix}.tail.{name}",
            "RQ1",
            found,
            unit or what,
            n,
            method.format(what),
            source=source,
            missing=missing,
        )
        if tail and name == "alpha":
            reach = _NORMAL * tail.fit.standard_error
            one = replace(one, low=tail.fit.alpha - reach, high=tail.fit.alpha + reach)
        if tail and name == "verdict":
            few = f"{_FEW}; " * (tail.verdict == "power law" and n < _MANY)
            one = one.noted(few + VERDICTS[tail.verdict])
        yield one


_MANY = 10_000
_FEW = "of lognormals of so few counts up to four in ten pass as a power law too"
_Row = tuple[str, Callable[[Tail], Any], str, str, str]
_FOUND: tuple[_Row, ...] = (
    ("verdict", lambda tail: tail.verdict, "one of the laws", "which law the tail of {} follows", "broido2019"),
    ("xmin", lambda tail: tail.fit.xmin, "", "{} from which on a power law fits best", "clauset2009"),
    (
        "alpha",
        lambda tail: tail.fit.alpha,
        "exponent",
        f"exponent of the discrete power law of {{}} from xmin on; interval: {_NORMAL} standard errors, xmin given",
        "clauset2009",
    ),
    (
        "decades",
        lambda tail: tail.fit.decades,
        "powers of ten",
        "from xmin to the most {}, on a logarithmic scale",
        "stumpf2012",
    ),
    ("n", lambda tail: tail.fit.n_tail, "repositories", "repositories in the tail of {}", "clauset2009"),
    (
        "share",
        lambda tail: tail.fit.n_tail / tail.fit.n,
        "share",
        "repositories in the tail, of those with any {}",
        "clauset2009",
    ),
    (
        "distance",
        lambda tail: tail.fit.distance,
        "distance",
        "distance of Kolmogorov and Smirnov between the tail of {} and its power law",
        "clauset2009",
    ),
    (
        "p",
        lambda tail: tail.p,
        "p",
        f"of {DRAWS} sets of {{}} drawn from the power law and fitted anew, the share that are further from theirs",
        "clauset2009",
    ),
    (
        "alternatives",
        lambda tail: [{"law": name, **asdict(other)} for name, other in tail.compared.items()],
        "log-likelihood ratio",
        "how much likelier a power law makes the tail of {} than each of four other laws does",
        "vuong1989",
    ),
)
