"""Text from the Hub on its way to a terminal."""

import unicodedata

__all__ = ["printable"]


def printable(text: str) -> str:
    """Return a text in which nothing steers a terminal: controls, escapes and turns of direction become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t" else c for c in text)
