"""Who develops on a made-up Hub: bots, a prolific core, communities around it, and many on their own."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubcensus.standin.names import BOTS, HOSTILE_NAMES, Person, organisation, person

__all__ = ["Authorship", "Society", "authorship", "society"]

_DEVELOPERS_PER_MODEL = 0.45
_TEAMED = 0.085
_WITH_BOT = 0.02
_SHARED_MODELS = 0.125
_SMALLEST_POOL = 12


@dataclass(frozen=True)
class Society:
    """The developers by number: bots, then the core, then members of communities, then the others.

    Parameters
    ----------
    people
        The names of each developer.
    organisations
        The names of organisations; the first ones are those of the communities.
    core
        Numbers of the core.
    communities
        Numbers of each community, its part of the core first.
    alone
        Numbers of those without a community.
    """

    people: list[Person]
    organisations: list[str]
    core: range
    communities: list[list[int]]
    alone: range


@dataclass(frozen=True)
class Authorship:
    """Who works on the repositories of a kind.

    Parameters
    ----------
    lead
        The founder of each repository.
    teams
        All developers, founder first, of those with more than one.
    community
        The community that owns a shared repository.
    """

    lead: NDArray[np.int32]
    teams: dict[int, tuple[int, ...]]
    community: dict[int, int]

    def team(self, position: int) -> tuple[int, ...]:
        """Return the developers of a repository, founder first."""
        return self.teams.get(position) or (int(self.lead[position]),)


def society(models: int) -> Society:
    """Return the developers of a Hub with so many models."""
    developers = max(3 * _SMALLEST_POOL, round(_DEVELOPERS_PER_MODEL * models))
    pool = max(_SMALLEST_POOL, round(_TEAMED * developers))
    first = len(BOTS)
    core = range(first, first + max(3, pool // 10))
    n_communities = max(2, round(0.8 * pool**0.5))
    communities = [list(core[at::n_communities]) for at in range(n_communities)]
    for number in range(core.stop, first + pool):
        communities[number % n_communities].append(number)
    alone = range(first + pool, first + developers)
    people = [Person(bot, bot, (bot,)) for bot in BOTS]
    people += [person(number) for number in range(developers)]
    _name_hostile(people, alone, communities)
    names = [organisation(number) for number in range(n_communities + developers // 30)]
    return Society(people, names, core, communities, alone)


def authorship(who: Society, repositories: int, shared: float, chance: random.Random) -> Authorship:
    """Decide who works on each repository of a kind, of which so large a share has several authors."""
    positions = list(range(repositories))
    chance.shuffle(positions)
    n_shared = round(shared * repositories)
    n_with_bot = min(round(_WITH_BOT * len(who.alone)), n_shared // 4)
    teams = {position: _with_bot(who, at) for at, position in enumerate(positions[:n_with_bot])}
    community: dict[int, int] = {}
    for at, position in enumerate(positions[n_with_bot:n_shared]):
        community[position] = at % len(who.communities)
        teams[position] = _team(who, at, chance)
    lead = np.zeros(repositories, dtype=np.int32)
    lead[list(teams)] = [team[0] for team in teams.values()]
    for at, position in enumerate(positions[n_shared:]):
        lead[position] = who.alone[at] if at < len(who.alone) else _prolific(who, chance)
    return Authorship(lead, teams, community)


def _name_hostile(people: list[Person], alone: range, communities: list[list[int]]) -> None:
    """Give the awkward names to some who work alone, and every third to a member of a community."""
    for at, name in enumerate(HOSTILE_NAMES):
        number = communities[at // 3 % len(communities)][-1] if at % 3 == 0 else alone[-1 - at]
        people[number] = Person(people[number].login, name, (name,))


def _with_bot(who: Society, at: int) -> tuple[int, ...]:
    return who.alone[at], at % 3


def _team(who: Society, at: int, chance: random.Random) -> tuple[int, ...]:
    """Return a team: every seventh of the core, the others of one community and often led by its core."""
    if at % 7 == 0:
        return tuple(chance.sample(who.core, min(len(who.core), chance.randint(2, 5))))
    group = who.communities[at % len(who.communities)]
    member = group[at // len(who.communities) % len(group)]
    team = [member, *chance.sample(group, min(len(group), chance.randint(1, 3)))]
    if chance.random() < 0.5:
        team.insert(0, group[0])
    if chance.random() < 0.08:
        team.append(chance.randrange(len(BOTS)))
    if len(set(team)) == 1:
        team.append(group[0] if member != group[0] else group[-1])
    return tuple(dict.fromkeys(team))


def _prolific(who: Society, chance: random.Random) -> int:
    """Return the founder of one more repository: often of the core, and few of the others often."""
    if chance.random() < 0.15:
        return who.core[int(len(who.core) * chance.random() ** 2)]
    return who.alone[int(len(who.alone) * chance.random() ** 3)]
