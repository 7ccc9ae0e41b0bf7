"""Pages and replies of one Hub: paced, retried, redirects followed, secrets taken out."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2
from huggingface_hub import constants, get_token

from hubcensus import __version__
from hubcensus.errors import HubError, HubUnreachable, TokenRefused, UsageError
from hubcensus.hub.quota import Governor
from hubcensus.hub.secrets import redacted, redacted_body
from hubcensus.hub.wire import BadReply

__all__ = ["CONCURRENCY", "HubClient", "Reply", "endpoint_or_default"]

CONCURRENCY = 64
"""Requests that may be under way at once: enough for the largest quota sold, 333 a second, at 190 ms an answer."""

_KEPT_HEADERS = ("link", "x-total-count", "x-error-code", "x-error-message", "ratelimit", "ratelimit-policy")
_MAY_PASS = {408, 429, 500, 502, 503, 504}
_ATTEMPTS = 5
_REFUSALS = 8  # of one request for want of quota, each after a wait
_REDIRECTS = 5
_LARGEST = 64 * 2**20  # bytes; a page of a listing has about one million
_TIMEOUT = httpx2.Timeout(60.0, connect=20.0)


@dataclass(frozen=True)
class Reply:
    """One answer of the Hub, or the reason why there is none.

    Parameters
    ----------
    path
        What was asked for: path and query.
    status
        HTTP status; 0 if nothing answered.
    headers
        Those that matter to a census, names in lower case.
    body
        The body as it came, without tokens and e-mail addresses.
    read_at
        When it was read, UTC.
    landed_on
        The path that answered, if the Hub redirected there; else ``None``.
    content
        What ``read`` made of the body of a 200.
    trouble
        Why the last attempt failed, if it did.
    """

    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    read_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    landed_on: str | None = None
    content: Any = None
    trouble: str | None = None


def endpoint_or_default(endpoint: str | None) -> str:
    """Return the Hub's address: the one given, else ``HF_ENDPOINT``, else the Hub itself.

    Raises
    ------
    UsageError
        If it is not an http or https address.
    """
    address = (constants.ENDPOINT if endpoint is None else endpoint).rstrip("/")
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        fine = fine and parts.username is None and address.isascii()
    except ValueError:
        fine = False
    if not fine:
        shown = address.rpartition("@")[2]
        raise UsageError(f"'{shown}' is not the address of a Hub: give one like https://huggingface.co")
    return address


class HubClient:
    """Asks one Hub for one path at a time, as often as its quota allows.

    Parameters
    ----------
    endpoint
        Address of the Hub.
    transport
        In place of the network, for tests.
    sleep
        How to wait between attempts; a test passes one that does not.

    Attributes
    ----------
    governor
        What is known of the quota.
    n_requests
        How many requests were sent.
    has_token
        Whether they carry an access token.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.governor = Governor(sleep=sleep)
        self.n_requests = 0
        self._heard = False
        self._sleep = sleep
        self._jitter = random.Random()
        headers = _headers()
        self.has_token = "authorization" in headers
        limits = httpx2.Limits(max_connections=CONCURRENCY, max_keepalive_connections=CONCURRENCY)
        try:
            self._http = httpx2.AsyncClient(headers=headers, limits=limits, timeout=_TIMEOUT, transport=transport)
        except (ValueError, OSError) as error:
            raise HubError(
                f"no connection can be set up with the proxy and certificate settings of this machine: {error}"
            ) from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(
        self,
        path: str,
        params: list[tuple[str, str]] | None = None,
        read: Callable[[bytes], Any] = bytes,
    ) -> Reply:
        """Ask for a path until the answer is final.

        Parameters
        ----------
        path
            Path on this Hub; it may carry its own query.
        params
            Query to add, in order.
        read
            Makes something of the body of a 200; what it refuses with ``BadReply`` is asked again.

        Returns
        -------
        Reply
            The final answer. After the last attempt in vain its status is 0 or the last one seen; a redirect
            to another host is final, since no token is taken there.

        Raises
        ------
        HubUnreachable
            If no answer ever came from this Hub.
        TokenRefused
            If the Hub refuses the token.
        """
        if params:
            path = f"{path}?{urlencode(params)}"
        attempt, refusals = 0, 0
        while True:
            reply = await self._follow(path, read)
            if reply.trouble is None and reply.status not in _MAY_PASS:
                self._refuse_token(reply)
                return reply
            if reply.status == 429:  # the governor holds the next request back
                refusals += 1
                if refusals == _REFUSALS:
                    return reply
            else:
                attempt += 1
                if attempt == _ATTEMPTS:
                    return self._given_up(reply)
                await self._sleep(2.0 ** (attempt - 1) * (0.5 + self._jitter.random()))

    async def _follow(self, path: str, read: Callable[[bytes], Any]) -> Reply:
        at = path
        for _ in range(_REDIRECTS):
            reply = await self._ask(at)
            location = reply.headers.pop("location", None)
            if reply.status not in (301, 302, 307, 308) or location is None:
                return _read(reply, path, at, read)
            url = _joined(self.endpoint + at, location)
            if not url.startswith(self.endpoint + "/"):
                message = f"it leads to {redacted(url)}, and a census reads one Hub"
                return replace(reply, path=path, headers={**reply.headers, "x-error-message": message})
            at = url.removeprefix(self.endpoint)
        return Reply(path, 0, trouble=f"the Hub redirected {_REDIRECTS} times in a row")

    async def _ask(self, path: str) -> Reply:
        family = _family(path)
        bucket = await self.governor.turn(family)
        self.n_requests += 1
        try:
            async with self._http.stream("GET", self.endpoint + path) as response:
                self._heard = True
                body = await _bounded(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, BadReply) as error:
            bucket.back()
            return Reply(path, 0, trouble=_in_words(error))
        except BaseException:  # whatever ends it, the request is not under way any more
            bucket.back()
            raise
        self.governor.answered(bucket, response.status_code, response.headers, family)
        headers = {name: redacted(response.headers[name]) for name in _KEPT_HEADERS if name in response.headers}
        if "location" in response.headers:
            headers["location"] = response.headers["location"]
        return Reply(path, response.status_code, headers, redacted_body(body))

    def _given_up(self, reply: Reply) -> Reply:
        if not self._heard and reply.status == 0:
            raise HubUnreachable(
                f"no Hub answers at {self.endpoint} ({reply.trouble}): "
                "check the address (--endpoint or HF_ENDPOINT) and the network"
            )
        return reply

    def _refuse_token(self, reply: Reply) -> None:
        if reply.status == 401 and b"Invalid credentials in Authorization header" in reply.body:
            raise TokenRefused(
                "the Hub refuses the access token: run `hf auth login` again, or unset HF_TOKEN to go on without one"
            )


def _family(path: str) -> str:
    """Return which requests the Hub may count together with this one."""
    words = path.partition("?")[0].split("/")[4:]
    return next((word for word in ("commits", "discussions") if word in words), "listings")


async def _bounded(response: httpx2.Response) -> bytes:
    """Read a body, unless it is larger than anything that the Hub sends."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST:
            raise BadReply(f"the answer is larger than {_LARGEST // 2**20} MiB")
    return bytes(body)


def _read(reply: Reply, asked: str, landed: str, read: Callable[[bytes], Any]) -> Reply:
    content, trouble = None, reply.trouble
    if reply.status == 200:
        try:
            content = read(reply.body)
        except BadReply as error:
            trouble = f"the answer could not be read: {error}"
    landed_on = None if landed == asked else redacted(landed)
    return replace(reply, path=asked, landed_on=landed_on, content=content, trouble=trouble)


def _in_words(error: Exception) -> str:
    name = type(error).__name__
    return redacted(f"{name}: {error}") if str(error) else name


def _headers() -> dict[str, str]:
    headers = {"user-agent": f"hubcensus/{__version__}"}
    if token := get_token():
        if not (token.isascii() and token.isprintable()):
            raise TokenRefused("the access token has characters that no token has: run `hf auth login` again")
        headers["authorization"] = f"Bearer {token}"
    return headers


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return "an address that is none"
