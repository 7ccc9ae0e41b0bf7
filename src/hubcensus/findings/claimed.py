"""RQ2: the headline statements under every rule, against chance, and whoever counts as a person."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from hubcensus.findings.chance import Deal, Measured, by_chance
from hubcensus.findings.claims import Chance, Claim, chance_of, stamp_of, telling, under, verdict_of
from hubcensus.findings.coin import forced
from hubcensus.findings.dealing import deals_of
from hubcensus.findings.finding import Finding
from hubcensus.findings.statements import STATEMENTS, Statement
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.contributions import Frame
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import Ground
from hubcensus.watch import Watch, unwatched

__all__ = ["DRAWS", "Variant", "claimed"]

DRAWS = 100
SEED = 1
_UNDER = "rules under which it is so beyond chance; n is of those that say anything on it"


@dataclass(frozen=True)
class Variant:
    """One decision on who counts as a person: its name in findings, what it is, and what it changes."""

    name: str
    title: str
    aliases: Frame | None
    bots: tuple[int, ...]


def claimed(
    part: str, ground: Ground, engine: Engine, variants: Sequence[Variant], watch: Watch = unwatched
) -> Iterator[Finding]:
    """Yield what is to be said of each statement on one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    ground
        Who did what to its models.
    engine
        Runs the joins.
    variants
        Who counts as a person; chance is compared with the first.
    watch
        Is told what is done.
    """
    measured = {}
    for variant in variants:
        watch(f"statements on {part}, {variant.title}")
        deals = deals_of(ground.known_as(variant.aliases, variant.bots), engine)
        measured[variant.name] = {k: v for deal in deals for k, v in deal.measured(deal.developer, SEED).items()}
        if variant is variants[0]:
            drawn = {rule: draws for deal in deals for rule, draws in _by_rule(deal, watch, part).items()}
    for one in STATEMENTS:
        claims = {rule: _claim(one, rule, measured, drawn.get(rule, [])) for rule in RULES}
        for rule, claim in claims.items():
            yield from _of_rule(f"claims.{part}.{one.name}.{rule}", one, claim, variants)
        verdict = verdict_of(claims)
        prefix, n = f"claims.{part}.{one.name}", len(telling(claims))
        yield Finding(f"{prefix}.verdict", "RQ2", verdict, "", n, one.sentence, "hubcensus")
        so, none = under(claims) if n else None, "" if n else "no rule says anything on it"
        yield Finding(f"{prefix}.rules", "RQ2", so, "rules", n, _UNDER, "hubcensus", notes=none)


def _by_rule(deal: Deal, watch: Watch, part: str) -> dict[str, list[Measured]]:
    rules = list(deal.rules)
    stage = f"draws of chance on {part}, {len(rules)} {'rule' if len(rules) == 1 else 'rules'}"
    draws = by_chance(deal, DRAWS, SEED, lambda done: watch(stage, done, DRAWS))
    return {rule: [draw[rule] for draw in draws] for rule in rules}


def _claim(
    one: Statement,
    rule: str,
    measured: dict[str, dict[str, Measured]],
    drawn: list[Measured],
) -> Claim:
    values = {name: of_rule[rule][one.name] if rule in of_rule else None for name, of_rule in measured.items()}
    value = next(iter(values.values()))
    chance = chance_of(one, value, drawn)
    stamp = stamp_of(one, value, chance, forced=one.name in forced(rule))
    known = [each for each in values.values() if each is not None]
    steady = len({one.holds(each) for each in known}) < 2
    return Claim(value, values, chance, stamp, steady)


def _few(chance: Chance | None) -> str:
    """Return how many draws gave no number, if any did."""
    none = DRAWS - chance.draws if chance else 0
    return f"{none} of {DRAWS} draws gave no number: p counts them as if they spoke for the statement" if none else ""


def _of_rule(prefix: str, one: Statement, claim: Claim, variants: Sequence[Variant]) -> Iterator[Finding]:
    missing = "" if claim.chance else "the rule or the data say nothing on it"
    for variant in variants:
        method = f"{one.measured}; {variant.title}"
        value = claim.variants[variant.name]
        notes = "" if value is not None else missing or "nothing to measure with these developers"
        yield Finding(f"{prefix}.{variant.name}", "RQ2", value, "", None, method, one.source, notes=notes)
    drawn: dict[str, float | None] = asdict(claim.chance) if claim.chance else {}
    yield Finding(
        f"{prefix}.chance",
        "RQ2",
        drawn.get("mean"),
        "",
        claim.chance.draws if claim.chance else None,
        "mean over draws of who works on which model, everyone's and every model's numbers kept, and 95 % of them",
        "rao1996",
        low=drawn.get("low"),
        high=drawn.get("high"),
        notes=missing or _few(claim.chance),
    )
    said: tuple[tuple[str, float | str | bool | None, str], ...] = (
        ("z", drawn.get("z"), "standard deviations of the draws from their mean"),
        ("p", drawn.get("p"), "share of the draws, this network among them, that speak for it at least as much"),
        ("stamp", claim.stamp, one.sentence),
        ("steady", claim.steady, "whether it is so, or not so, whoever counts as a person"),
    )
    for name, told, method in said:
        why = "" if told is not None else missing or "all draws are alike"
        yield Finding(f"{prefix}.{name}", "RQ2", told, "", None, method, "hubcensus", notes=why)
