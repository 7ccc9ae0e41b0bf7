"""Text from the Hub on its way to a terminal."""

import sys
import unicodedata

import click

__all__ = ["echo_data", "printable"]


def echo_data(text: str) -> None:
    """Print data as it stands; to a terminal, without what would steer it."""
    click.echo(printable(text) if sys.stdout.isatty() else text, nl=not text.endswith("\n"), color=True)


def printable(text: str) -> str:
    """Return a text in which nothing steers a terminal: controls, escapes and turns of direction become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t" else c for c in text)
