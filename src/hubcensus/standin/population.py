"""A made-up Hub from a seed, skewed as the real one is known to be, with truths planted in it."""

import random
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import StandinError
from hubcensus.standin.awkward import GHOSTS, plant
from hubcensus.standin.columns import Columns, columns, uses
from hubcensus.standin.history import History, commit_id, stamp
from hubcensus.standin.items import (
    dataset_tags,
    library,
    model_ids,
    model_tags,
    other_ids,
    relation,
    space_keys,
    spread,
)
from hubcensus.standin.names import BOTS
from hubcensus.standin.society import Authorship, Society, authorship, society
from hubcensus.standin.vocabulary import TASKS

__all__ = ["Population"]

_SHARED = {"model": 0.125, "dataset": 0.08, "space": 0.06}
_GATED = (False, "auto", "manual")
_FIRST_ACCOUNT = 1_530_000_000  # the middle of 2018
_SORTS = {
    "createdAt": "created",
    "lastModified": "modified",
    "likes": "likes",
    "downloads": "downloads",
    "trendingScore": "trending",
}


class Population:
    """A made-up Hub; the same numbers make the same Hub, byte for byte.

    Parameters
    ----------
    models, datasets, spaces
        How many repositories of each kind; at least 20 models.
    seed
        Decides everything else.
    """

    version = 0

    def __init__(self, models: int = 3000, datasets: int = 1000, spaces: int = 1500, seed: int = 1) -> None:
        if models < 20 or datasets < 1 or spaces < 1:
            raise StandinError("A population needs at least 20 models, 1 dataset and 1 space.")
        self._seed = seed
        self._who = society(models)
        sizes = {"model": models, "dataset": datasets, "space": spaces}
        self._columns = {kind: self._drawn(kind, size) for kind, size in sizes.items()}
        self._ids = {kind: self._named(kind) for kind in sizes}
        self._uses = uses(spaces, self._columns["model"].fame, seed)
        self._spellings = _spellings(self._who, self._columns["model"].authors)
        self._positions = {kind: self._index(kind) for kind in sizes}

    def _drawn(self, kind: str, size: int) -> Columns:
        chance = random.Random(f"{self._seed}/{kind}/authors")
        return columns(kind, authorship(self._who, size, _SHARED[kind], chance), self._seed)

    def _named(self, kind: str) -> list[str]:
        of = self._columns[kind]
        ids = model_ids(self._who, of) if kind == "model" else other_ids(self._who, of, kind)
        plant(kind, of, ids, self._seed)
        return ids

    def _index(self, kind: str) -> dict[str, int]:
        places = {repo_id.lower(): place for place, repo_id in enumerate(self._ids[kind])}
        for place, answers in self._columns[kind].answers.items():
            if "renamed_to" in answers:
                places[answers["renamed_to"].lower()] = place
        return places

    def ids(self, kind: str) -> Sequence[str]:
        """See `Hub.ids`."""
        return self._ids[kind]

    def hub_ids(self, kind: str) -> NDArray[np.bytes_]:
        """See `Hub.hub_ids`."""
        return np.array([self._hub_id(kind, place) for place in range(self._columns[kind].size)], dtype="S24")

    def values(self, kind: str, key: str) -> NDArray[np.float64]:
        """See `Hub.values`."""
        of = self._columns[kind]
        values: NDArray[np.float64] = getattr(of, _SORTS[key]).astype(np.float64)
        for place, keys in of.absent.items():
            if key in keys:
                values[place] = np.nan
        return values

    def position(self, kind: str, repo_id: str) -> int | None:
        """See `Hub.position`."""
        return self._positions[kind].get(repo_id.lower())

    def item(self, kind: str, position: int) -> dict[str, Any]:
        """See `Hub.item`."""
        item = self._common(kind, position)
        if kind == "model":
            item |= self._model_keys(position)
        elif kind == "dataset":
            item |= self._dataset_keys(position)
        else:
            item |= self._space_keys(position)
        for key in self._columns[kind].absent.get(position, ()):
            item.pop(key, None)
        return item

    def commits(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """See `Hub.commits`."""
        of = self._columns[kind]
        unsigned = position in of.unsigned
        return self._history(kind, position).commits(self._n_commits(kind, position), unsigned=unsigned)

    def discussions(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """See `Hub.discussions`."""
        if "discussions_disabled" in self.answers(kind, position):
            return None
        count = int(self._columns[kind].discussions[position])
        return self._history(kind, position).discussions(count, self._talkative)

    def answers(self, kind: str, position: int) -> dict[str, Any]:
        """See `Hub.answers`."""
        return self._columns[kind].answers.get(position, {})

    def account(self, name: str) -> dict[str, Any] | None:
        """See `Hub.account`."""
        counts = {kind: owners[name] for kind, owners in self._owners.items()}
        if not any(counts.values()):
            return None
        is_org, mood = name in self._organisations, zlib.crc32(f"{self._seed}/account/{name}".encode())
        about: dict[str, Any] = {"numFollowers": spread(mood, 0, 50)}
        if is_org:
            about |= {"numUsers": 1 + spread(mood, 1, 30), "isVerified": spread(mood, 2, 10) == 0}
        else:
            about |= {"createdAt": stamp(_FIRST_ACCOUNT + spread(mood, 3, 10**8))}
        return {"type": "org" if is_org else "user", "counts": counts, "about": about}

    def planted(self) -> dict[str, Any]:
        """See `Hub.planted`."""
        return {
            "core": [name for number in self._who.core for name in self._names(number)],
            "communities": [[n for number in group for n in self._names(number)] for group in self._who.communities],
            "aliases": [self._names(number) for number in self._spellings],
            "bots": list(BOTS),
        }

    @cached_property
    def _talkative(self) -> list[str]:
        return [person.author for person in self._who.people[: 50 + 10 * len(self._who.core)]]

    @cached_property
    def _organisations(self) -> frozenset[str]:
        return frozenset(self._who.organisations)

    @cached_property
    def _owners(self) -> dict[str, Counter[str]]:
        return {kind: Counter(repo_id.partition("/")[0] for repo_id in ids) for kind, ids in self._ids.items()}

    def _names(self, number: int) -> list[str]:
        """Return the names in commits to models of a developer."""
        spelled = self._spellings.get(number, {})
        return sorted(set(spelled.values())) or [self._who.people[number].author]

    def _author(self, kind: str, position: int, number: int) -> str:
        spelled = self._spellings.get(number, {}) if kind == "model" else {}
        return spelled.get(position) or self._who.people[number].author

    def _hub_id(self, kind: str, position: int) -> str:
        of = self._columns[kind]
        return f"{of.created[position]:08x}{of.suffix[position]:016x}"

    def _key(self, kind: str, position: int) -> str:
        return f"{self._seed}/{kind}/{position}"

    def _n_commits(self, kind: str, position: int) -> int:
        of = self._columns[kind]
        return max(int(of.commits[position]), len(of.authors.team(position)))

    def _history(self, kind: str, position: int) -> History:
        of = self._columns[kind]
        repo_id = self.answers(kind, position).get("renamed_to") or self._ids[kind][position]
        return History(
            key=self._key(kind, position),
            kind=kind,
            repo_id=repo_id,
            team=tuple(self._author(kind, position, number) for number in of.authors.team(position)),
            created=int(of.created[position]),
            modified=int(of.modified[position]),
            organisation=repo_id.partition("/")[0] in self._organisations,
        )

    def _common(self, kind: str, position: int) -> dict[str, Any]:
        of = self._columns[kind]
        repo_id = self._ids[kind][position]
        owner, slash, _ = repo_id.partition("/")
        return {
            "_id": self._hub_id(kind, position),
            "id": repo_id,
            **({"author": owner} if slash else {}),
            "private": False,
            "disabled": bool(of.disabled[position]),
            "gated": _GATED[of.gated[position]],
            "likes": int(of.likes[position]),
            "trendingScore": int(of.trending[position]),
            "createdAt": stamp(int(of.created[position])),
            "lastModified": stamp(int(of.modified[position])),
            "sha": commit_id(self._key(kind, position), self._n_commits(kind, position) - 1),
        }

    def _downloads(self, kind: str, position: int) -> dict[str, int]:
        downloads = int(self._columns[kind].downloads[position])
        return {"downloads": downloads, "downloadsAllTime": 9 * downloads + position % 7}

    def _model_keys(self, position: int) -> dict[str, Any]:
        of, ids = self._columns["model"], self._ids["model"]
        mood, task, base = int(of.mood[position]), TASKS[of.task[position]][0], int(of.base[position])
        keys: dict[str, Any] = self._downloads("model", position) | {
            "tags": model_tags(of, ids, self._ids["dataset"], position),
            "library_name": library(mood),
        }
        if task:
            keys["pipeline_tag"] = task
        if base >= 0:
            models = [{"_id": self._hub_id("model", base), "id": ids[base]}]
            keys["baseModels"] = {"relation": relation(mood), "models": models}
        return keys

    def _dataset_keys(self, position: int) -> dict[str, Any]:
        of = self._columns["dataset"]
        return self._downloads("dataset", position) | {"tags": dataset_tags(of, position), "key": ""}

    def _space_keys(self, position: int) -> dict[str, Any]:
        of, datasets = self._columns["space"], self._ids["dataset"]
        mood = int(of.mood[position])
        models = [self._ids["model"][place] for place in self._uses[position]]
        if models and spread(mood, 10, 40) == 0:
            models.append(GHOSTS[spread(mood, 11, len(GHOSTS))])
        keys: dict[str, Any] = space_keys(of, self._ids["space"][position], position)
        keys["cardData"] = {"sdk": keys["sdk"], "title": self._ids["space"][position], "tags": ["demo"]}
        if models:
            keys["models"] = models
            keys["cardData"]["models"] = [model for at, model in enumerate(models) if spread(mood, 14 + at, 5) == 0]
        if spread(mood, 12, 8) == 0:
            keys["datasets"] = [datasets[spread(mood, 13, len(datasets))]]
        return keys


def _spellings(who: Society, authors: Authorship) -> dict[int, dict[int, str]]:
    """Plant aliases: developers who commit to each of their models under another spelling, by position."""
    models: dict[int, list[int]] = {}
    for position in range(len(authors.lead)):
        for number in authors.team(position):
            models.setdefault(number, []).append(position)
    several = [n for n in sorted(models) if len(who.people[n].variants) == 3 and len(models[n]) > 1]
    pool = [number for number in several if number < who.alone.start and number not in who.core]
    alone = [number for number in several if number in who.alone]
    many = max(2, len(who.people) // 200)
    return {
        number: {place: who.people[number].variants[at % 3] for at, place in enumerate(models[number])}
        for number in pool[:many] + alone[:: max(1, len(alone) // many)][:many]
    }
