"""A second client of the same caller: one request every so many seconds, until it is ended.

It asks for the account of nobody, so that the Hub can tell its requests from those of a census.
"""

import sys
import time

import httpx2


def ask(address: str, every: float) -> None:
    """Ask evenly, whatever the answers are."""
    with httpx2.Client() as http:
        at = time.monotonic()
        while True:
            http.get(f"{address}/api/users/nobody/overview")
            at += every
            time.sleep(max(0.0, at - time.monotonic()))


if __name__ == "__main__":
    ask(sys.argv[1], float(sys.argv[2]))
