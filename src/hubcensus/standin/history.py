"""Commits and discussions of made-up repositories, made again from the seed at every request."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hubcensus.standin.vocabulary import BOT_TITLES, COMMIT_TITLES, DISCUSSION_TITLES

__all__ = ["History", "commit_id", "stamp"]


@dataclass(frozen=True)
class History:
    """What happened to one repository.

    Parameters
    ----------
    key
        Tells it from all others, of all seeds.
    kind, repo_id
        The repository.
    team
        The names in its commits, founder first.
    created, modified
        Seconds since 1970 of the first and the last commit.
    organisation
        Whether its owner is an organisation.
    """

    key: str
    kind: str
    repo_id: str
    team: tuple[str, ...]
    created: int
    modified: int
    organisation: bool

    def commits(self, count: int, *, unsigned: bool) -> list[dict[str, Any]]:
        """Return its commits, newest first; every member of the team is an author of one."""
        chance = random.Random(f"{self.key}/commits")
        led = chance.random() < 0.5
        rows = [self._commit(number, count, led, chance) for number in range(count)]
        if unsigned:
            rows[-1]["authors"] = []
        return rows[::-1]

    def _commit(self, number: int, count: int, led: bool, chance: random.Random) -> dict[str, Any]:
        authors = self._authors(number, led, chance)
        title = "initial commit" if number == 0 else BOT_TITLES.get(authors[-1]) or chance.choice(COMMIT_TITLES)
        passed = int((self.modified - self.created) * (number / max(1, count - 1)) ** 2)  # less and less often
        return {
            "id": commit_id(self.key, number),
            "title": title,
            "message": "",
            "authors": [{"user": name} for name in authors],
            "date": stamp(self.created + passed),
        }

    def _authors(self, number: int, led: bool, chance: random.Random) -> tuple[str, ...]:
        """Return the authors of a commit: in a led repository the founder comes first in all of them."""
        founder = self.team[0]
        if number == 0 or len(self.team) == 1:
            return (founder,)
        name = self.team[number] if number < len(self.team) else chance.choice(self.team)
        return (name,) if name == founder or not led else (founder, name)

    def discussions(self, count: int, people: list[str]) -> list[dict[str, Any]]:
        """Return its discussions, newest first, opened by some of these people."""
        chance = random.Random(f"{self.key}/discussions")
        return [self._discussion(number, count, people, chance) for number in range(count, 0, -1)]

    def _discussion(self, number: int, count: int, people: list[str], chance: random.Random) -> dict[str, Any]:
        is_pull_request = chance.random() < 0.4
        statuses = ("open", "closed", "merged", "merged", "draft") if is_pull_request else ("open", "open", "closed")
        passed = (self.modified - self.created) * number // count
        author = {"name": chance.choice(people), "type": "user"}
        row = {
            "num": number,
            "author": author,
            "repo": {"name": self.repo_id, "type": self.kind},
            "title": chance.choice(DISCUSSION_TITLES),
            "status": chance.choice(statuses),
            "createdAt": stamp(self.created + passed),
            "isPullRequest": is_pull_request,
            "numComments": chance.randint(1, 6),
            "topReactions": [],
            "numReactionUsers": 0,
            "pinned": False,
            "repoOwner": {
                "name": self.repo_id.split("/")[0],
                "isParticipating": False,
                "type": "org" if self.organisation else "user",
                "isDiscussionAuthor": False,
            },
        }
        if chance.random() < 0.03:  # the account has been deleted
            del row["author"]
        return row


def commit_id(key: str, number: int) -> str:
    """Return the id of a commit by its number, the first is 0."""
    return hashlib.sha1(f"{key}/{number}".encode(), usedforsecurity=False).hexdigest()


def stamp(seconds: int) -> str:
    """Return an instant as the Hub writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19] + ".000Z"
