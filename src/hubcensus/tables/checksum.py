"""The checksum of a document of findings, by which a file that was changed is known."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

__all__ = ["checksum", "is_whole"]


def checksum(document: Mapping[str, Any]) -> str:
    """Return the checksum of all that a document holds but the checksum in its head; its layout makes no difference.

    Parameters
    ----------
    document
        Content of ``findings.json``.

    Returns
    -------
    str
        32 hexadecimal digits: BLAKE2b of the content as JSON with sorted keys.
    """
    head = {name: value for name, value in document["census"].items() if name != "checksum"}
    return blake2b(json.dumps({**document, "census": head}, sort_keys=True).encode(), digest_size=16).hexdigest()


def is_whole(document: Any) -> bool:
    """Return whether a document is one of findings and as it was written: its checksum is that of its content."""
    try:
        return bool(document["census"]["checksum"] == checksum(document))
    except (AttributeError, KeyError, TypeError):
        return False
