"""The stand-in Hub as an ASGI application."""

import asyncio
import zlib
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hubcensus.kinds import KINDS
from hubcensus.standin.faults import Fault, Faults
from hubcensus.standin.fields import InvalidOption
from hubcensus.standin.listing import Listings, SpacesOfModels
from hubcensus.standin.log import RequestLog
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import Hub
from hubcensus.standin.replies import BadRequest, Reply, ok, refused
from hubcensus.standin.repository import Asked, Repositories

__all__ = ["StandinHub"]

_KINDS = {kind.plural: kind.name for kind in KINDS}
_EXPOSED = "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link"
_TOKENS_REFUSED = ("bad", "hf_invalid")


class StandinHub:
    """An ASGI application that answers as the Hub's API does.

    Parameters
    ----------
    hub
        What is served.
    quota
        How much a caller may ask.
    faults
        What goes wrong, ``None`` for nothing.
    log
        Counts what was asked.
    """

    def __init__(self, hub: Hub, quota: Quota, faults: Faults | None, log: RequestLog) -> None:
        spaces = SpacesOfModels(hub)
        self._hub = hub
        self._listings = Listings(hub, spaces)
        self._repositories = Repositories(hub, spaces)
        self._quota = quota
        self._faults = faults
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        segments = [unquote(part) for part in scope["raw_path"].decode("ascii").split("/")[1:]]
        fault = self._faults.of(self._log.total) if self._faults else None
        reply = self._at_the_edge(fault) or self._metered(request, segments, fault)
        asked = f"{request.method} {scope['raw_path'].decode('ascii')}"
        if request.url.query:
            asked += f"?{request.url.query}"
        status = 0 if fault and fault.name == "reset" else reply.status
        self._log.add(asked, _resource(segments), status)
        await self._send(reply, fault, scope, receive, send)

    def _at_the_edge(self, fault: Fault | None) -> Reply | None:
        """Return the answer of the edge, which knows no quota, where it is the edge that answers."""
        if fault and fault.name == "edge429":
            return Reply(429, b"Too Many Requests", {"content-type": "text/html"})
        return None

    def _metered(self, request: Request, segments: list[str], fault: Fault | None) -> Reply:
        """Answer within the quota, and say on every answer what is left of it."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or None
        within, left = self._quota.take(token)
        if not within:
            reply = Reply(429, self._quota.refusal(token).encode(), {"content-type": "text/plain; charset=utf-8"})
        elif fault and fault.status >= 500:
            reply = refused(fault.status, "Internal Error - We're working hard to fix this as soon as possible!")
        elif token and token.startswith(_TOKENS_REFUSED):
            reply = refused(401, "Invalid credentials in Authorization header")
        else:
            reply = self._routed(request, segments, token)
        return Reply(reply.status, reply.body, reply.headers | left | self._about(reply))

    def _about(self, reply: Reply) -> dict[str, str]:
        checksum = zlib.crc32(reply.body)
        return {
            "x-request-id": f"Root=1-{self._log.total:08x}-{checksum:024x}",
            "etag": f'W/"{len(reply.body):x}-{checksum:08x}"',
            "access-control-expose-headers": _EXPOSED,
        }

    def _routed(self, request: Request, segments: list[str], token: str | None) -> Reply:
        server, port = request.scope["server"]
        url = f"http://{server}:{port}{request.scope['raw_path'].decode('ascii')}"
        try:
            return self._answered(segments, request.query_params, token, url)
        except (InvalidOption, BadRequest) as error:
            return refused(400, str(error))

    def _answered(self, segments: list[str], query: QueryParams, token: str | None, url: str) -> Reply:
        match segments:
            case ["api", plural] if plural in _KINDS:
                return self._listings.page(_KINDS[plural], query, url)
            case ["api", plural, *rest] if plural in _KINDS and rest:
                return self._repositories.reply(Asked.of(_KINDS[plural], rest, query, token), url)
            case ["api", "users", name, "overview"]:
                return self._account(name, "user")
            case ["api", "organizations", name, "overview"]:
                return self._account(name, "org")
        return refused(404, "Sorry, we can't find the page you are looking for.")

    def _account(self, name: str, kind: str) -> Reply:
        account = self._hub.account(name)
        if account is None or account["type"] != kind:
            return refused(404, f"This {'user' if kind == 'user' else 'organization'} does not exist")
        counts = {f"num{plural.capitalize()}": account["counts"][kind] for plural, kind in _KINDS.items()}
        if kind == "org":
            return ok({"name": name, "fullname": name, **counts, **account.get("about", {})})
        about = account.get("about", {})
        return ok({"user": name, "fullname": name, "type": "user", "isPro": False, "orgs": [], **counts, **about})

    async def _send(self, reply: Reply, fault: Fault | None, scope: Scope, receive: Receive, send: Send) -> None:
        name = fault.name if fault else None
        if name == "slow" and self._faults:
            await asyncio.sleep(self._faults.delay)
        if name == "reset":
            scope["state"]["connection"].abort()
        elif name == "cut":
            await _send_half(reply, send)
        else:
            await Response(reply.body, reply.status, reply.headers)(scope, receive, send)


async def _send_half(reply: Reply, send: Send) -> None:
    """Promise the whole body and send half: the server closes the connection behind it."""
    headers = reply.headers | {"content-length": str(len(reply.body))}
    raw: list[Any] = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})


def _resource(segments: list[str]) -> str:
    if segments[0] != "api" or len(segments) < 2 or segments[1] not in _KINDS:
        return "other"
    if len(segments) == 2:
        return "listing"
    resource = Asked.of(segments[1], segments[2:], QueryParams(), None).resource
    return "info" if resource == "revision" else resource
