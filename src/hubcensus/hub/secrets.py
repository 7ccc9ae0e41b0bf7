"""Access tokens and e-mail addresses, taken out of everything that the Hub sends before it is kept."""

import hashlib
import re

__all__ = ["WITHHELD", "redacted", "redacted_body"]

WITHHELD = "hf_REDACTED-"
"""What a name begins with, or holds, where a token was taken out."""

_TOKEN = re.compile(r"(?:hf_|api_org_)[A-Za-z0-9]{30,}")
_LONGEST = 64  # letters before the @ of an address
_LOCAL = re.compile(rf"[\w.%+-]{{1,{_LONGEST}}}$")
_DOMAIN = re.compile(r"@(?:[\w-]{1,63}\.){1,20}[^\W\d_]{2,24}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_ESCAPED = re.compile(r"u[0-9a-fA-F]{4}|.", re.DOTALL)
_SIGNS = (b"hf_", b"api_org_", b"@", b"\\u")


def redacted(text: str) -> str:
    """Return a text in which each token and each address is replaced by a stand-in made from its hash.

    Two of them stay two, and the same one stays the same.
    """
    return _without_addresses(_without_tokens(text), escaped=False)


def redacted_body(body: bytes) -> bytes:
    """Return a body without tokens and addresses, however JSON escapes their letters; one without any as it came.

    It need not be JSON, or whole: it is taken as text. Where something is taken out, letters and digits are no longer
    escaped.
    """
    if not any(sign in body for sign in _SIGNS):
        return body
    text = _ESCAPE.sub(_unescaped, body.decode("utf-8", "surrogateescape"))
    kept = _without_addresses(_without_tokens(text), escaped=True)
    return body if kept == text else kept.encode("utf-8", "surrogateescape")


def _unescaped(escape: re.Match[str]) -> str:
    """Return a letter, a digit or a sign of addresses and tokens by itself, and every other escape as it is."""
    letter = chr(int(escape[1], 16)) if escape[1] else ""
    return letter if letter.isalnum() or letter in {*"@._%+-"} else escape[0]


def _without_tokens(text: str) -> str:
    return _TOKEN.sub(lambda match: WITHHELD + _digest(match[0]), text)


def _without_addresses(text: str, *, escaped: bool) -> str:
    """Return a text without addresses; where it is escaped, the letter after a backslash is none of an address."""
    kept, end = [], 0
    for domain in _DOMAIN.finditer(text):
        before = text[max(end, domain.start() - _LONGEST) : domain.start()]
        if local := _LOCAL.search(before):
            begin = domain.start() - len(local[0])
            if escaped and _backslashes(text, begin) % 2:
                begin += len(_ESCAPED.match(local[0])[0])  # type: ignore[index]  # there is a letter
            if begin < domain.start():
                kept += [text[end:begin], "email-" + _digest(text[begin : domain.end()].lower())]
                end = domain.end()
    return "".join([*kept, text[end:]])


def _backslashes(text: str, end: int) -> int:
    """Return how many backslashes stand just before a place."""
    begin = end
    while begin and text[begin - 1] == "\\":
        begin -= 1
    return end - begin


def _digest(secret: str) -> str:
    return hashlib.blake2b(secret.encode("utf-8", "surrogatepass"), digest_size=6, person=b"hubcensus").hexdigest()
