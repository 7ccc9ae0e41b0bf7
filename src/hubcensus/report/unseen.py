"""What the census did not see, in sentences: what could not be read, of which years, and what does not add up."""

from collections.abc import Iterable

from markupsafe import Markup

from hubcensus.findings.repositories import UNKNOWN
from hubcensus.kinds import KINDS
from hubcensus.report.reading import Reading
from hubcensus.report.words import listed, plural, share
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES

__all__ = ["answered", "by_year", "gaps", "not_read", "unread"]

_NOT_READ = Markup("The {} of {} were not read.")
_SO_MANY = Markup('<a class="number" href="#table-coverage">{:,}</a> {}')
_BY_YEAR = Markup(
    'That depends on their age: of the models of {} the commits of <a class="number" href="#table-read">{}</a> were '
    'read, of those of {} <a class="number" href="#table-read">{}</a>.'
)
_UNEVEN = 0.1  # from this difference on between years it is said


def unread(reading: Reading, kind: str, resource: str) -> int | None:
    """Return of how many listed repositories of a kind it was not read; ``None`` if it was not asked for."""
    outcomes = [reading.value(f"census.{kind}.{resource}.{name}") for name in (*OUTCOMES, "pending")]
    read = [reading.value(f"census.{kind}.{resource}.{name}") for name in ("ok", "renamed")]
    return None if None in outcomes else sum(outcomes) - sum(read)


def not_read(reading: Reading, resource: str) -> Markup:
    """Return of which repositories a resource was not read; nothing if it was read of all, or not asked for."""
    left = [(kind.name, n) for kind in KINDS if (n := unread(reading, kind.name, resource))]
    so_many = [_SO_MANY.format(n, plural(n, kind)) for kind, n in left]
    return _NOT_READ.format(resource, Markup(listed(so_many))) if so_many else Markup("")


def by_year(reading: Reading) -> Markup:
    """Return whether it depends on the age of models if their commits were read; nothing if it does not by much."""
    years = [row for row in reading.value("census.model.read_by_year") or () if row["year"] != UNKNOWN]
    shares = sorted((row["share"], row["year"]) for row in years)
    if not shares or shares[-1][0] - shares[0][0] < _UNEVEN:
        return Markup("")
    (least, of), (most, other) = shares[0], shares[-1]
    return _BY_YEAR.format(of, share(least), other, share(most))


def gaps(reading: Reading) -> list[str]:
    """Return which repositories are unaccounted for: outcomes that do not add up to those listed."""
    outcomes = (*OUTCOMES, "pending")
    asked = [
        (kind, resource)
        for kind in KINDS
        for resource in ACCESS_RESOURCES
        if not reading.absent(f"census.{kind.name}.{resource}", outcomes)
    ]
    return [
        f"{resource} of {kind.plural}"
        for kind, resource in asked
        if _total(reading, f"census.{kind.name}.{resource}", outcomes)
        != (reading.value(f"census.{kind.name}.listed") or 0)
    ]


def _total(reading: Reading, of: str, outcomes: Iterable[str]) -> int:
    return sum(reading.value(f"{of}.{outcome}") or 0 for outcome in outcomes)


def answered(reading: Reading) -> list[str]:
    """Return which of the questions on ties between repositories have an answer."""
    asked = (("RQ2", "community.all.developers"), ("RQ3", "adoption.all.edges"))
    return [question for question, id in asked if reading.value(id)]
