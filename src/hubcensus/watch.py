"""Who is told how far a long step is."""

from typing import Protocol

__all__ = ["Watch", "unwatched"]


class Watch(Protocol):
    """Is told what is done, and how much of it where that is known."""

    def __call__(self, stage: str, done: int = 0, of: int = 0) -> None:
        """Take note that ``done`` steps ``of`` so many are through; 0 of 0 if there are no steps to count."""


def unwatched(stage: str, done: int = 0, of: int = 0) -> None:
    """Tell nobody."""
