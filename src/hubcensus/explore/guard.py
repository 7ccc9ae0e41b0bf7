"""Who may ask: this machine's own browser, of this address, to read; every answer says what a page may do."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

_PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_REPORT = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_EXPLORER = (  # its own policy names the one script that it brings; it can fetch nothing
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """Refuses what does not come from a page of this server or from the person at the keyboard.

    A name that somebody else points at 127.0.0.1 is in the header ``Host``; a page of somebody else that asks is in
    ``Origin`` or ``Sec-Fetch-Site``.

    Parameters
    ----------
    app
        What answers the rest.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update({**_HEADERS, "content-security-policy": _policy(scope["path"])})
            await send(message)

        await (_refusal(scope) or self._app)(scope, receive, sent)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    """Return the answer to a request that is refused."""
    headers, port = Headers(scope=scope), scope["server"][1]
    ours = {f"127.0.0.1:{port}", f"localhost:{port}"}
    if scope["method"] not in ("GET", "HEAD"):
        return PlainTextResponse("A census is read only: ask with GET.\n", 405, {"allow": "GET, HEAD"})
    if headers.getlist("host") != [headers.get("host")] or headers["host"].lower() not in ours:
        return PlainTextResponse(f"Nothing is served under this name: open http://127.0.0.1:{port}/\n", 403)
    strange = headers.getlist("origin") and {*headers.getlist("origin")} - {f"http://{one}" for one in ours}
    if strange or {*headers.getlist("sec-fetch-site")} - {"none", "same-origin"}:
        said = f"Another site asks for this. If you do, type the address yourself: http://127.0.0.1:{port}/\n"
        return PlainTextResponse(said, 403)
    return None


def _policy(path: str) -> str:
    if path == "/report/explorer.html":
        return _EXPLORER
    return _REPORT if path.startswith("/report/") else _PAGE
