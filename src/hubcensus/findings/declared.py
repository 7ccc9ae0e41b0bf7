"""RQ3: whether spaces declare the models that they use, or the Hub found them in their code."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from hubcensus.findings.actors import BY_SPACES, users
from hubcensus.findings.finding import Finding, plain
from hubcensus.measures import intervals
from hubcensus.measures.bootstrap import share_at

__all__ = ["declared"]


def declared(part: str, uses: pl.DataFrame, missing: str = "") -> Iterator[Finding]:
    """Yield which part of the uses of the models of one part of the Hub is declared.

    Parameters
    ----------
    part
        As in ``adoption``.
    uses
        Frame with ``source`` (space) and ``declared``, null where the card of the space is not known.
    missing
        Why there is nothing to measure, if so.
    """
    known = uses.drop_nulls("declared")
    n = known.height
    missing = missing or ("" if uses.height else "no space uses a model of this part")
    missing = missing or ("" if n else "the cards of spaces were not collected")
    share = known["declared"].sum() / n if n else None
    method = "uses that the space's card names too; the others the Hub found in its code"
    one = plain(f"adoption.{part}.declared_share", "RQ3", share, "share", n, method, missing=missing)
    found = {} if missing else intervals({"share": share_at(1)}, known["declared"].cast(pl.Int64), users(known))
    low, high = found.get("share", (None, None))
    yield one if low is None else replace(one, low=low, high=high, method=f"{method}; {BY_SPACES}")
