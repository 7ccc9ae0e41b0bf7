"""Answers in the shape of the Hub's: a status, a body, and the headers that clients read."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.datastructures import QueryParams

__all__ = ["BadRequest", "Reply", "many", "moved", "next_link", "number", "ok", "refused"]

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Reply:
    """One answer.

    Parameters
    ----------
    status
        The HTTP status.
    body
        The bytes of the body.
    headers
        The headers beside those that every answer has.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class BadRequest(Exception):
    """A parameter makes no sense."""


def ok(payload: object, headers: dict[str, str] | None = None) -> Reply:
    """Return a good answer."""
    return Reply(200, _encode(payload), {"content-type": "application/json; charset=utf-8"} | (headers or {}))


def refused(status: int, message: str, code: str | None = None, headers: dict[str, str] | None = None) -> Reply:
    """Return a refusal as the Hub words it: in the body, in X-Error-Message and by X-Error-Code."""
    said = {"content-type": "application/json; charset=utf-8", "x-error-message": _in_header(message)}
    if code:
        said["x-error-code"] = code
    return Reply(status, _encode({"error": message}), said | (headers or {}))


def moved(location: str) -> Reply:
    """Return a redirect as the Hub does it: temporary, relative, in plain text."""
    body = f"Temporary Redirect. Redirecting to {location}".encode()
    return Reply(307, body, {"content-type": "text/plain; charset=utf-8", "location": location})


def next_link(url: str, query: QueryParams, changes: dict[str, Any]) -> dict[str, str]:
    """Return the Link header to the next page: absolute, with all parameters."""
    pairs = [pair for pair in query.multi_items() if pair[0] not in changes]
    return {"link": f'<{url}?{urlencode([*pairs, *changes.items()])}>; rel="next"'}


def many(query: QueryParams, name: str) -> list[str]:
    """Return all values of a parameter: repeated, with ``[]``, or joined by commas."""
    values = query.getlist(name) + query.getlist(f"{name}[]")
    return [part for value in values for part in value.split(",") if part]


def number(query: QueryParams, name: str, default: int, cap: int | None = None) -> int:
    """Return a whole number among the parameters, cut at the cap.

    Raises
    ------
    BadRequest
        If it is not a number from 0 up.
    """
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise BadRequest(f"✖ Invalid input: expected number, received {text!r}")
    return int(text) if cap is None else min(int(text), cap)


def _in_header(message: str) -> str:
    return "".join(sign if " " <= sign <= "~" else " " for sign in message).strip()
