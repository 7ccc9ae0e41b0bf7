"""The command line: arguments, one call, what to print."""

from hubcensus.cli.app import main

__all__ = ["main"]
