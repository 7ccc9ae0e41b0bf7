"""Numbers and names as people read them."""

import math
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

__all__ = [
    "absence",
    "between",
    "count",
    "day",
    "decimal",
    "listed",
    "plural",
    "probability",
    "rounded",
    "share",
    "shown",
]

_LONGEST = 80  # characters of a name that are shown
_NBSP = "\N{NO-BREAK SPACE}"
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def count(value: float) -> str:
    """Return a count or a mean: whole from 1,000 on, else with three significant digits.

    Examples
    --------
    >>> count(760000), count(12.534), count(2.0)
    ('760,000', '12.5', '2')
    """
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return decimal(value)


def decimal(value: float) -> str:
    """Return three significant digits, and more where they would read as 1 though the value is below it.

    Examples
    --------
    >>> decimal(0.9503), decimal(0.9998), decimal(0.0024303), decimal(1.0)
    ('0.950', '0.9998', '0.00243', '1')
    """
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.{_places(value, 1)}f}"


def share(value: float) -> str:
    r"""Return a share in percent: 0 % and 100 % are said only where nothing or everything is meant.

    Examples
    --------
    >>> share(0.98919), share(0.99995), share(0.00004), share(0.0)
    ('98.9\xa0%', '99.995\xa0%', '0.004\xa0%', '0\xa0%')
    """
    percent = 100 * value
    if percent in (0, 100):
        return f"{percent:.0f}{_NBSP}%"
    text = f"{percent:.{_places(percent, 100)}f}"
    return f"{text if 0.1 <= percent <= 99.5 else text.rstrip('0').rstrip('.')}{_NBSP}%"


def between(low: float, high: float, form: Callable[[float], str]) -> str:
    r"""Return an interval in words, its unit once.

    Examples
    --------
    >>> between(0.12, 0.345, share)
    '12.0 to 34.5\xa0%'
    """
    return f"{form(low).removesuffix(f'{_NBSP}%')} to {form(high)}"


def probability(value: float, least: float = 0.001) -> str:
    """Return a p as people report it: not below what it can be told from 0.

    Examples
    --------
    >>> probability(0.0312), probability(1e-300), probability(0, 1 / 100)
    ('0.0312', 'below 0.001', 'below 0.01')
    """
    return f"below {least:g}" if value < least else decimal(value)


def _places(value: float, whole: float) -> int:
    """Return how many decimal places show three digits, and the gap to the whole as well."""
    wanted = 2 - math.floor(math.log10(abs(value)))
    if 0 < whole - value < 0.005 * whole:
        wanted = max(wanted, -math.floor(math.log10((whole - value) * (1 + 1e-9))))
    return min(max(wanted, 0), 15)


def rounded(value: float) -> str:
    r"""Return a count for a sentence: millions and more in words.

    Examples
    --------
    >>> rounded(1838905161), rounded(57131)
    ('1.84\xa0billion', '57,131')
    """
    for scale, name in _SCALES:
        if value >= scale:
            return f"{value / scale:.3g}{_NBSP}{name}"
    return count(value)


def shown(name: str) -> str:
    """Return a name for display: shortened, and without characters that would steer the page or cannot be seen."""
    text = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" else c for c in text)


def day(iso: str) -> str:
    r"""Return ``2024-07-11`` as 11 July 2024; a text that is no date as it is.

    Examples
    --------
    >>> day("2024-07-11"), day("pilot")
    ('11\xa0July\xa02024', 'pilot')
    """
    try:
        at = date.fromisoformat(iso[:10])
    except ValueError:
        return shown(iso)
    return f"{at.day}{_NBSP}{_MONTHS[at.month - 1]}{_NBSP}{at.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["models", "datasets", "spaces"])
    'models, datasets and spaces'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plural(value: float, noun: str) -> str:
    """Return the form of a noun that goes with a number.

    Examples
    --------
    >>> plural(1, "model"), plural(0, "model")
    ('model', 'models')
    """
    return noun if value == 1 else f"{noun}s"


def absence(note: str) -> str:
    """Return what stands in the place of a value that is not there, whose finding has this note.

    What is not in the scope, or not in a recorded listing, was not collected; what could have been asked of each
    repository or owner was not asked for; what was asked for, and the Hub did not give, was not read. All else is not
    defined: all that it takes is known, and there is nothing to measure.

    Examples
    --------
    >>> absence("spaces were not collected"), absence("commits were asked for, and none was read")
    ('not collected', 'not read')
    """
    for words in ("not asked for", "not collected"):
        if words in note:
            return words
    return "not read" if note.endswith(("was read", "still to be asked for")) else "not defined"
