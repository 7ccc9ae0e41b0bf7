"""The register of measures: what each is of, unit, formula, and the key of its source in ``references.bib``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

__all__ = ["MEASURES", "Measure", "measure"]

F = TypeVar("F", bound=Callable[..., Any])
Of = Literal[
    "counts", "counts of two kinds", "durations", "graph", "groups", "lineage", "pairs", "partitions", "tails", "ties"
]


@dataclass(frozen=True)
class Measure:
    """One registered measure."""

    name: str
    function: Callable[..., Any]
    of: Of
    unit: str
    source: str
    formula: str
    symbols: str
    influence: Callable[..., Any] | None = None

    @property
    def method(self) -> str:
        """What it says of itself in one line."""
        return (self.function.__doc__ or "").strip().split("\n", 1)[0]


MEASURES: dict[str, Measure] = {}


def measure(
    *, of: Of, unit: str, source: str, formula: str, symbols: str, influence: Callable[..., Any] | None = None
) -> Callable[[F], F]:
    """Enter a function into the register, for findings, report, docs and the tests over all measures.

    ``formula`` is what it computes, as lines of LaTeX; ``symbols`` says what each symbol there is, as Markdown.
    ``influence`` is the influence function of a smooth measure of counts, for its interval; it takes what the measure
    takes, the different counts and how many repositories have each, and returns a number for each of these counts.
    """

    def enter(function: F) -> F:
        MEASURES[function.__name__] = Measure(
            function.__name__, function, of, unit, source, formula, symbols, influence
        )
        return function

    return enter
