"""Names for people, organisations and models that do not exist."""

from dataclasses import dataclass

__all__ = ["BOTS", "FAMILIES", "HOSTILE_NAMES", "Person", "organisation", "person"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BOTS = ("SFconvertbot", "system", "librarian-bot", "parquet-converter", "github-actions[bot]")
"""Accounts that are no people; the names are the real Hub's."""

HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.invalid","click")',
    'O\'Brien, "Bob"',
    "محمد بن سالم",
    "王小明 🤗",
    "Zoë Ångström-Łukasiewicz",
    "Дарья Ковалёва",
    "a&amp;b <img src=x>",
    "\\textbf{50%} of $x_1$ & #2",
    "a|b\\c\td",
    "'; DROP TABLE commits; --",
    "🦙🦙🦙",
)
"""Author names that break careless readers, tables and pages."""

FAMILIES = _words(
    "kestrel borealis tern osprey merlin lumen cirrus basalt juniper tamarack petrel saffron quartz "
    "linnet marten heron alder zephyrine cobalt sorrel fulmar yarrow onyx pipit larch dunlin gannet "
    "bramble auklet siskin tundra fathom"
)
"""Families of models."""

_FIRST = _words(
    "jana arjun mei tomas aisha luca ingrid kofi yuki priya diego elena samir hanna mateo nadia olu "
    "petra rafael sofia wei zainab anton bea carlos dina emeka farah goran hiro ines jonas kavya leo "
    "maya niko otis paula quentin rosa stefan tara umar vera wanda xavier yara zoltan amara bruno chloe "
    "dmitri esra felix greta hugo isla jiro karin lars mina noor oscar pilar ravi sanne timo ulla "
    "viktor willa ximena yusuf zora"
)
_LAST_START = _words(
    "lind berg alm dahl eken fors gran hag kov lav mar nor ost pell quin ros sand tal ulv van wes yar "
    "zim bel cor del fen gol hol"
)
_LAST_END = _words(
    "berg strom gren holm mann sen ova ski etti ano ez ura moto kar wala oye ade uddin ic escu aki ard "
    "eau ley ton well field wood by dal"
)
_ORG_START = _words(
    "northwind openlattice bluefjord sparrowhawk tidepool graniteworks farsight papercrane hollowtree "
    "meridian lanternfish copperleaf driftwood stonebridge ravenloft clearwater mossgrove highmoor "
    "redpine silverbirch"
)
_ORG_END = ("ai", "labs", "research", "nlp", "vision", "community", "university", "ml", "datasets", "foundation")


@dataclass(frozen=True)
class Person:
    """A developer's names.

    Parameters
    ----------
    login
        The account, as it stands in ids.
    author
        The name in commits: the login, or the git name where the e-mail address is not known to the Hub.
    variants
        Spellings under which the same person can commit.
    """

    login: str
    author: str
    variants: tuple[str, ...]


def person(number: int) -> Person:
    """Return the names of a developer; no two numbers share any."""
    # A stride without a common divisor walks through all names and keeps neighbours unlike.
    surnames = len(_LAST_START) * len(_LAST_END)
    again, place = divmod(number, len(_FIRST) * surnames)
    first, last = divmod(place * 7919 % (len(_FIRST) * surnames), surnames)
    given = _FIRST[first]
    surname = _LAST_START[last // len(_LAST_END)] + _LAST_END[last % len(_LAST_END)] + ("x" * again)
    full = f"{given.capitalize()} {surname.capitalize()}"
    variants = (f"{given}-{surname}", full.replace(" ", ""), full)
    login = (*variants[:2], f"{given}{surname}", f"{surname}-{given}", f"{given}-{surname}-{number}")[number % 5]
    return Person(login, full if number % 10 in (3, 6, 9) else login, variants)


def organisation(number: int) -> str:
    """Return the name of an organisation; no two numbers share one."""
    again, place = divmod(number, len(_ORG_START) * len(_ORG_END))
    end, start = divmod(place * 57 % (len(_ORG_START) * len(_ORG_END)), len(_ORG_START))
    return f"{_ORG_START[start]}-{_ORG_END[end]}" + (f"-{again}" if again else "")
