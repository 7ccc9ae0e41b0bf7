"""Which class a licence is in, by the Hub's id of it and the name that its card gives it."""

import re
from functools import cache, lru_cache
from typing import TypeVar

import polars as pl

from hubcensus.licenses.table import license_table

__all__ = ["classes_of", "classify", "group_of"]

T = TypeVar("T")

_LONGEST = 200  # no licence has a longer name; whoever writes a novel there is not read to the end
_KEPT = 10_000  # how many different licences are remembered
_WORDS = re.compile(r"(^|-)(the|licen[cs]e|agreement|version)(?=-|$)")


@lru_cache(_KEPT)
def classify(license: str | None, license_name: str | None = None) -> str:
    """Return the class of a licence: a key of ``license_table().classes``.

    Parameters
    ----------
    license
        The Hub's id, an SPDX id or a ScanCode key, in any case; nothing means that none is named, which is not
        the same as tags that were never sent: leave these out before.
    license_name
        What the card calls it, if the id is ``other``: anybody's text.

    Examples
    --------
    >>> classify("apache-2.0"), classify("other", "flux-1-dev-non-commercial-license"), classify(None)
    ('permissive', 'non_commercial', 'none')
    """
    if not license or license.isspace():
        return "none"
    slug = _slug(license)
    return _class(_slug(license_name) if slug == "other" and license_name else slug)


def group_of(license_class: str) -> str | None:
    """Return the study's group of a class: permissive, restrictive or none; ``None`` if it is in no group."""
    return license_table().classes[license_class].group


def classes_of(licenses: pl.Series, names: pl.Series | None = None) -> pl.Series:
    """Return the class of each licence of a column, as ``classify`` does, without nulls.

    Parameters
    ----------
    licenses
        Ids; null where no licence is named.
    names
        What the cards call them, beside it; ``None`` if that is not known.
    """
    rows = pl.select(license=licenses, name=pl.lit(None) if names is None else names).cast(pl.String)
    pairs = rows.unique()
    classes = pl.Series("class", [classify(*pair) for pair in pairs.iter_rows()], pl.String)
    known = pairs.with_columns(classes)
    return rows.join(known, on=["license", "name"], how="left", nulls_equal=True, maintain_order="left")["class"]


def _class(slug: str) -> str:
    table = license_table()
    names = (slug, _WORDS.sub("", slug).strip("-"))  # mit, mit-license and the-mit-license are one
    row = _first(table.hub | table.names, names)
    if row:
        return row.license_class
    category = _first(_categories(), names) or ""
    return table.open.get(category) or _told(slug) or table.closed.get(category, "other")


def _first(found: dict[str, T], names: tuple[str, ...]) -> T | None:
    return next((found[name] for name in names if name in found), None)


def _told(slug: str) -> str | None:
    """Return the class that the name itself tells."""
    patterns = license_table().patterns
    return next((one.license_class for one in patterns if any(told.search(slug) for told in one.any)), None)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.+]+", "-", text[:_LONGEST].casefold()).strip("-")


@cache
def _categories() -> dict[str, str]:
    """Return ScanCode's category by id; SPDX's ids go first: ``bsl-1.0`` is Boost's there, not Business Source."""
    from license_expression import get_license_index

    licenses = [one for one in get_license_index() if not one["is_exception"]]
    ids = [(name, one["category"]) for one in licenses for name in one["other_spdx_license_keys"]]
    ids += [(one["license_key"], one["category"]) for one in licenses]
    ids += [(one["spdx_license_key"], one["category"]) for one in licenses if one["spdx_license_key"]]
    return {_slug(name): category for name, category in ids}
