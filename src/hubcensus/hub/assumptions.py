"""What this tool assumes of the Hub, in one place; ``doctor`` asks whether it still holds."""

from datetime import UTC, datetime

__all__ = ["CREATED_FLOOR", "PLANS", "WINDOW_SECONDS"]

CREATED_FLOOR = datetime(2022, 3, 2, 23, 29, 4, tzinfo=UTC)
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
