"""Pages and replies of one Hub: paced, retried, redirects followed, secrets taken out."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2
from huggingface_hub import constants, get_token

from hubcensus import __version__
from hubcensus.errors import HubError, HubUnreachable, TokenRefused, UsageError
from hubcensus.hub.quota import Governor
from hubcensus.hub.wire import BadReply, redacted

__all__ = ["HubClient", "Reply", "endpoint_or_default"]

_KEPT_HEADERS = ("link", "x-total-count", "x-error-code", "x-error-message", "ratelimit", "ratelimit-policy")
_MAY_PASS = {408, 429, 500, 502, 503, 504}
_ATTEMPTS = 5
_REDIRECTS = 5
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
    address = (endpoint or constants.ENDPOINT).rstrip("/")
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine:
        raise UsageError(f"'{address}' is not the address of a Hub: give one like https://huggingface.co")
    return address


class HubClient:
    """Asks one Hub for one path at a time, as often as its quota allows.

    Parameters
    ----------
    endpoint
        Address of the Hub.
    concurrency
        How many requests may be under way at once.
    transport
        In place of the network, for tests.
    sleep
        How to wait between attempts; a test passes one that does not.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        concurrency: int = 16,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.governor = Governor(sleep=sleep)
        self.n_requests = 0
        self._sleep = sleep
        self._jitter = random.Random()
        headers = {"user-agent": f"hubcensus/{__version__}"}
        if token := get_token():
            headers["authorization"] = f"Bearer {token}"
        limits = httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
        self._http = httpx2.AsyncClient(headers=headers, limits=limits, timeout=_TIMEOUT, transport=transport)

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
            The final answer. After the last attempt in vain its status is 0 or the last one seen.

        Raises
        ------
        HubUnreachable
            If no answer ever came from this Hub.
        TokenRefused
            If the Hub refuses the token.
        HubError
            If the Hub leads elsewhere.
        """
        if params:
            path = f"{path}?{urlencode(params)}"
        attempt = 0
        while True:
            reply = await self._follow(path, read)
            if reply.trouble is None and reply.status not in _MAY_PASS:
                self._refuse_token(reply)
                return reply
            if reply.status != 429:
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
            at = self._on_this_hub(urljoin(self.endpoint + at, location))
        return Reply(path, 0, trouble=f"the Hub redirected {_REDIRECTS} times in a row")

    def _on_this_hub(self, url: str) -> str:
        if not url.startswith(self.endpoint + "/"):
            raise HubError(
                f"the Hub at {self.endpoint} sends us on to {urlsplit(url).netloc}: "
                "a census reads one Hub and takes no token elsewhere; give that address as --endpoint"
            )
        return url.removeprefix(self.endpoint)

    async def _ask(self, path: str) -> Reply:
        await self.governor.turn()
        self.n_requests += 1
        try:
            response = await self._http.get(self.endpoint + path)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            self.governor.unanswered()
            return Reply(path, 0, trouble=_in_words(error))
        except BaseException:
            self.governor.unanswered()
            raise
        self.governor.answered(response.status_code, response.headers)
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        if "location" in response.headers:
            headers["location"] = response.headers["location"]
        return Reply(path, response.status_code, headers, redacted(response.content))

    def _given_up(self, reply: Reply) -> Reply:
        if self.governor.quota_used is None and reply.status == 0 and self.n_requests <= _ATTEMPTS:
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


def _read(reply: Reply, asked: str, landed: str, read: Callable[[bytes], Any]) -> Reply:
    content, trouble = None, reply.trouble
    if reply.status == 200:
        try:
            content = read(reply.body)
        except BadReply as error:
            trouble = f"the answer could not be read: {error}"
    return Reply(
        path=asked,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
        read_at=reply.read_at,
        landed_on=None if landed == asked else landed,
        content=content,
        trouble=trouble,
    )


def _in_words(error: Exception) -> str:
    name = type(error).__name__
    return f"{name}: {error}" if str(error) else name
