"""Developers who do not exist, some of them under several names, with what they committed to."""

import random
from dataclasses import dataclass

import polars as pl

__all__ = ["Planted", "planted"]

_START = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "bra",
    "cle",
    "dro",
)
_END = ("n", "r", "s", "l", "m", "nd", "rt", "x", "ck", "th")


@dataclass(frozen=True)
class Planted:
    """Names, who works where, who owns repositories, and which pairs are one person's."""

    names: pl.DataFrame
    members: pl.DataFrame
    owned: pl.DataFrame
    pairs: set[tuple[str, str]]


def planted(people: int, seed: int) -> Planted:
    """Make people with given names and surnames as uneven as real ones, so that many share one or both.

    One in eight commits under two or three names: their login with other marks and case (half of them), their words
    turned round, digits added, a letter mistyped, an initial for the given name, an accent. Three in five of
    these do so in a repository of their own. Some different people share all but the digits of a login.
    """
    chance = random.Random(seed)
    given = [_word(chance, 2) for _ in range(300)]
    family = [_word(chance, chance.choice((2, 3, 3))) for _ in range(3000)]
    taken: set[str] = set()
    rows, owners, pairs = [], [], set()
    for person in range(people):
        first, last = given[int(300 * chance.random() ** 2)], family[int(3000 * chance.random() ** 1.5)]
        login = _login(first, last, chance, taken)
        own = [f"{login}/{number}" for number in range(chance.choice((0, 1, 1, 2, 5)))]
        rows += [(login, repository) for repository in own]
        owners += [login] if own else []
        if not own or chance.random() < 0.2:
            rows.append((login, f"org-{chance.randrange(people // 10 + 1)}"))
        others: set[str] = set()
        for _ in range(chance.choice((1, 1, 2)) if person % 8 == 0 else 0):
            other = _another(first, last, login, chance)
            if other not in taken:
                taken.add(other)
                others.add(other)
                home = own and chance.random() < 0.6
                rows.append((other, chance.choice(own) if home else f"org-{chance.randrange(people // 10 + 1)}"))
        everyone = sorted({login, *others})
        pairs |= {(a, b) for at, a in enumerate(everyone) for b in everyone[at + 1 :]}
    return _frames(rows, owners, pairs)


def _frames(rows: list[tuple[str, str]], owners: list[str], pairs: set[tuple[str, str]]) -> Planted:
    held = pl.DataFrame(rows, schema=["name", "repo"], orient="row").unique(maintain_order=True)
    names = held.select("name").unique().sort("name").with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    members = held.join(names, on="name").select(pl.col("repo").rank("dense").alias("repository"), author="id")
    owned = held.select(repository=pl.col("repo").rank("dense"), owner=pl.col("repo").str.split("/").list.first())
    return Planted(names, members, owned.filter(pl.col("owner").is_in(owners)).unique(maintain_order=True), pairs)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_START) for _ in range(syllables)) + chance.choice(_END)


def _login(first: str, last: str, chance: random.Random, taken: set[str]) -> str:
    """Return a login that nobody has, whatever its case and marks: that is how the Hub gives them."""
    form = chance.choice(
        (f"{first}{last}", f"{first}-{last}", f"{first[0]}{last}", f"{last}{first[0]}", first + last[:3])
    )
    login = form
    while login in taken or login.replace("-", "") in taken:
        login = f"{form}{chance.randrange(1, 999)}"
    taken |= {login, login.replace("-", "")}
    return login


def _another(first: str, last: str, login: str, chance: random.Random) -> str:
    full = f"{first.capitalize()} {last.capitalize()}"
    typo = chance.randrange(1, len(full) - 1)
    forms = (
        [full] * 4
        + [full.replace(" ", "")] * 2
        + [login.upper(), f"{first}_{last}", f"{first}.{last}", login.replace("-", "_")]
    )
    forms += [f"{last.capitalize()} {first.capitalize()}"] * 2 + [f"{login}{chance.randrange(10, 99)}"] * 2
    forms += [full[:typo] + full[typo + 1 :], f"{first[0]}{last}", full.replace("a", "á").replace("o", "ö")] * 2
    return chance.choice(forms)
