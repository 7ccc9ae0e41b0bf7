"""Fetch paths with nothing but the HTTP client, as many at a time as the census: what its journal and care cost.

The paths come on standard input, as a list in JSON. It prints how many it asks for at a time.
"""

import asyncio
import json
import sys
from collections.abc import Iterator

import click
import httpx2

from hubcensus.hub.client import CONCURRENCY


async def fetch(address: str, paths: list[str]) -> None:
    """Fetch every path once."""
    limits = httpx2.Limits(max_connections=CONCURRENCY, max_keepalive_connections=CONCURRENCY)
    todo = iter(paths)
    async with httpx2.AsyncClient(limits=limits, timeout=60.0) as http, asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(_work(http, address, todo))


async def _work(http: httpx2.AsyncClient, address: str, todo: Iterator[str]) -> None:
    for path in todo:
        await http.get(address + path)


if __name__ == "__main__":
    asyncio.run(fetch(sys.argv[1], json.load(sys.stdin)))
    click.echo(CONCURRENCY)
