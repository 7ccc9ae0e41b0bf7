"""Access tokens and e-mail addresses, taken out of everything that the Hub sends before it is kept."""

import hashlib
import re
from typing import Any

import msgspec

__all__ = ["WITHHELD", "redacted", "redacted_body"]

WITHHELD = "hf_REDACTED-"
"""What a name begins with, or holds, where a token was taken out."""

_DOMAIN = r"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
_TOKEN = re.compile(r"hf_[A-Za-z0-9]{30,}")
_EMAIL = re.compile(r"(?<!\\)[A-Za-z0-9._%+-]{1,64}" + _DOMAIN)
_SIGNS = tuple(re.compile(sign.encode()) for sign in (_TOKEN.pattern, _DOMAIN, r"\\u00"))
"""What a body of JSON holds if it holds a token or an address: as it is, or with letters escaped."""


def redacted(text: str) -> str:
    """Return a text in which each token and each address is replaced by a stand-in made from its hash.

    Two of them stay two, and the same one stays the same.
    """
    if "hf_" in text:
        text = _TOKEN.sub(lambda match: WITHHELD + _digest(match[0]), text)
    if "@" in text:
        text = _EMAIL.sub(lambda match: "email-" + _digest(match[0].lower()), text)
    return text


def redacted_body(body: bytes) -> bytes:
    """Return a body of JSON without tokens and addresses, however they are escaped.

    A body that cannot hold any is returned as it is, and one that is no JSON is taken as text.
    """
    if not any(sign.search(body) for sign in _SIGNS):
        return body
    try:
        return msgspec.json.encode(_walked(msgspec.json.decode(body)))
    except (msgspec.DecodeError, msgspec.EncodeError, UnicodeError, RecursionError, OverflowError):
        return redacted(body.decode("utf-8", "replace")).encode()


def _walked(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, list):
        return [_walked(item) for item in value]
    if isinstance(value, dict):
        return {redacted(key): _walked(item) for key, item in value.items()}
    return value


def _digest(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=6, person=b"hubcensus").hexdigest()
