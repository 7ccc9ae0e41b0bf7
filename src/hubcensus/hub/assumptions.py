"""What this tool assumes of the Hub, in one place; ``doctor`` asks whether it still holds."""

from dataclasses import dataclass

from hubcensus.breaks import FLOOR

__all__ = [
    "ASSUMPTIONS",
    "CREATED_FLOOR",
    "PAGE_LENGTH",
    "PLANS",
    "SPACES_CAP",
    "WHOLE_HUB",
    "WINDOW_SECONDS",
    "Assumption",
]

CREATED_FLOOR = FLOOR
"""No repository says that it is older; 7,828 models say exactly this (listing of July 2024)."""

WINDOW_SECONDS = 300
"""Length of the fixed windows in which the Hub counts requests (its RateLimit-Policy, October 2026)."""

PLANS: dict[str, int] = {
    "anonymous": 500,
    "free account": 1_000,
    "PRO": 2_500,
    "Team, Academia Hub": 3_000,
    "Enterprise": 6_000,
    "Enterprise Plus": 10_000,
}
"""API requests in a window, by plan (the Hub's documentation of rate limits, September 2025)."""

PAGE_LENGTH = {"listing": 1000, "commits": 1000, "discussions": 50}
"""Items on a full page, the most that the Hub gives; what it does is in ``ASSUMPTIONS``."""

SPACES_CAP = 100
"""Spaces that a model names of those that use it."""

WHOLE_HUB = {"model": 3_000_000, "dataset": 1_000_000, "space": 1_400_000}
"""Repositories of the whole Hub, rounded (autumn 2026)."""


@dataclass(frozen=True)
class Assumption:
    """Something that this tool takes for granted of the Hub.

    Parameters
    ----------
    says
        What is assumed.
    evidence
        On what ground, and of when.
    otherwise
        What a census is like if it does not hold.
    needed
        Whether there is no right census without it.
    """

    says: str
    evidence: str
    otherwise: str
    needed: bool = False


ASSUMPTIONS: dict[str, Assumption] = {
    "pages": Assumption(
        "a page of a listing holds 1,000 repositories",
        "935 recorded pages of exactly 1,000, July 2024; other users, 2026",
        "shorter pages are followed all the same: more requests, the same census",
    ),
    "next page": Assumption(
        "the Link header names the next page, which begins after the last repository",
        "recorded 2024 and 2026: 935,000 rows without one that repeats",
        "a listing ends at its first page: no census of this Hub is complete",
        needed=True,
    ),
    "order": Assumption(
        "sorted by createdAt, the newest come first",
        "recorded 2026; the key never changes, so that nothing is skipped while it is read",
        "repositories may be skipped or repeated while the listing is read; audit counts what is out of order",
    ),
    "fields": Assumption(
        "a listing gives every field that a table keeps",
        "the Hub's own lists of fields, 2026",
        "what it does not give is left out, noted, and unknown in the tables",
    ),
    "refusal of a field": Assumption(
        "an unknown field is answered by status 400 and the list of those that are known",
        "recorded October 2026",
        "a field that the Hub retires would stop the listing",
    ),
    "commits": Assumption(
        "1,000 commits come at once",
        "the Hub's description of its API, 2026; its maximum was never recorded",
        "shorter pages are followed; where the length is refused, pages of the Hub's own length are read",
    ),
    "total of commits": Assumption(
        "X-Total-Count says how many commits there are",
        "recorded October 2026",
        "the Link header, or a page that is not full, tells where a history ends",
    ),
    "discussions": Assumption(
        "50 discussions come on a page, with their number in all",
        "recorded October 2026; 2.4.0 of the client reads them so",
        "shorter pages are followed all the same",
    ),
    "missing repository": Assumption(
        "a repository that is gone or private answers 401 without a code, or 404 RepoNotFound",
        "recorded October 2026 without a token; others' notes with one",
        "what is gone would be counted as unavailable",
    ),
    "missing branch": Assumption(
        "a repository without that branch answers 404 RevisionNotFound",
        "recorded October 2026; for a repository without commits, never",
        "counted as unavailable, or, where an empty list comes, as read with no commit",
    ),
    "spaces of a model": Assumption(
        "a model names no more than 100 of the spaces that use it",
        "recorded lists, 2024 and 2026; this tool reads the models that each space names instead",
        "nothing changes, but networks made from these lists would be whole",
    ),
    "accounts": Assumption(
        "the overview of a user answers for users only, that of an organisation for organisations only",
        "recorded October 2026: the name of an organisation is no user's",
        "a census with --owners would take organisations for users",
    ),
    "quota": Assumption(
        "every answer says what is left of the quota, in fixed windows of 300 seconds",
        "recorded October 2026",
        "it asks as fast as the Hub answers, and waits where it is refused",
    ),
}
"""What is assumed, by name; ``doctor`` asks whether it still holds."""
