"""Which keys of an item the Hub tells, by endpoint and by what was asked."""

from typing import Any

__all__ = ["SORTS", "InvalidOption", "asked", "told"]

_MODEL = [
    "author",
    "baseModels",
    "cardData",
    "childrenModelCount",
    "config",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "evalResults",
    "gated",
    "gguf",
    "inference",
    "inferenceProviderMapping",
    "lastModified",
    "library_name",
    "likes",
    "mask_token",
    "model-index",
    "pipeline_tag",
    "private",
    "resourceGroup",
    "safetensors",
    "sha",
    "siblings",
    "spaces",
    "tags",
    "transformersInfo",
    "trendingScore",
    "usedStorage",
    "widgetData",
    "xetEnabled",
]
_DATASET = [
    "author",
    "cardData",
    "citation",
    "createdAt",
    "disabled",
    "description",
    "downloads",
    "downloadsAllTime",
    "gated",
    "lastModified",
    "likes",
    "mainSize",
    "paperswithcode_id",
    "private",
    "siblings",
    "sha",
    "tags",
    "trendingScore",
    "usedStorage",
    "resourceGroup",
    "xetEnabled",
]
_SPACE = [
    "author",
    "cardData",
    "datasets",
    "disabled",
    "lastModified",
    "createdAt",
    "likes",
    "private",
    "region",
    "runtime",
    "sdk",
    "siblings",
    "sha",
    "subdomain",
    "tags",
    "trendingScore",
    "models",
    "usedStorage",
    "resourceGroup",
    "xetEnabled",
]

_EXPANDABLE = {"model": _MODEL, "dataset": _DATASET, "space": _SPACE}
_ONE_BY_ONE = {"childrenModelCount", "usedStorage"}
_ONLY_EXPANDED = {"downloadsAllTime", "trendingScore", "childrenModelCount", "baseModels"}

_LISTED = {
    "model": [
        "_id",
        "id",
        "likes",
        "trendingScore",
        "private",
        "downloads",
        "tags",
        "pipeline_tag",
        "library_name",
        "createdAt",
        "modelId",
    ],
    "dataset": [
        "_id",
        "id",
        "author",
        "disabled",
        "gated",
        "lastModified",
        "likes",
        "trendingScore",
        "private",
        "sha",
        "downloads",
        "tags",
        "createdAt",
        "key",
        "description",
        "citation",
        "paperswithcode_id",
    ],
    "space": ["_id", "id", "likes", "trendingScore", "private", "sdk", "tags", "createdAt"],
}
_LISTED_IN_FULL = {
    "model": ["author", "disabled", "gated", "lastModified", "sha", "siblings", "config", "cardData"],
    "dataset": ["cardData"],
    "space": [
        "author",
        "disabled",
        "gated",
        "lastModified",
        "sha",
        "siblings",
        "cardData",
        "runtime",
        "subdomain",
        "models",
        "datasets",
    ],
}

SORTS = {
    "model": ("trendingScore", "createdAt", "lastModified", "likes", "downloads"),
    "dataset": ("trendingScore", "createdAt", "lastModified", "likes", "downloads"),
    "space": ("trendingScore", "createdAt", "lastModified", "likes"),
}
"""What a listing of each kind can be sorted by; the first is the default."""


class InvalidOption(Exception):
    """A parameter has a value that the Hub does not know."""

    def __init__(self, options: list[str]) -> None:
        expected = "|".join(f'"{option}"' for option in options)
        super().__init__(f"✖ Invalid option: expected one of {expected}")


def asked(kind: str, expand: list[str], *, full: bool = False, listing: bool) -> list[str] | None:
    """Return the keys that an answer holds, ``None`` for all that a single repository tells.

    Raises
    ------
    InvalidOption
        If something asked for cannot be expanded on this endpoint.
    """
    if expand:
        options = [key for key in _EXPANDABLE[kind] if not (listing and key in _ONE_BY_ONE)]
        if not set(expand) <= set(options):
            raise InvalidOption(options)
        return ["_id", "id", *expand]
    if not listing:
        return None
    return _LISTED[kind] + (_LISTED_IN_FULL[kind] if full else [])


def told(item: dict[str, Any], keys: list[str] | None) -> dict[str, Any]:
    """Return what an answer says of an item; a key without value is absent."""
    if keys is None:
        return {key: value for key, value in item.items() if key not in _ONLY_EXPANDED}
    return {key: item[key] for key in keys if key in item}
