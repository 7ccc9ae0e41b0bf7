"""A census in a notebook: findings and tables of the report as polars frames, its figures as Altair charts.

Each call first makes the findings anew if the census has changed, as ``hubcensus findings`` and ``report`` do.
"""

from typing import TYPE_CHECKING

from hubcensus.errors import NotCollected, no_such
from hubcensus.findings import Finding
from hubcensus.findings.asked import matching
from hubcensus.study import make_findings
from hubcensus.tables.store import Census
from hubcensus.tables.tidy import frame

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

__all__ = ["figure", "finding", "list_figures", "list_findings", "list_sheets", "sheet"]


def list_findings(census: Census, pattern: str = "*") -> "pl.DataFrame":
    """Return the findings of a census as a tidy frame, one a row.

    Parameters
    ----------
    census
        What ``open`` returns.
    pattern
        As in ``hubcensus findings``: an id, its beginning up to a dot, or a pattern of the whole id with ``*`` for
        anything.

    Returns
    -------
    DataFrame
        ``id``, ``question``, ``value`` where it is a number, its interval ``low`` and ``high``, ``unit``, ``n``,
        ``word`` where it is a word or a truth, ``form`` (``number``, ``word``, ``truth``, ``list``; null where there
        is no answer), ``method``, ``source``, ``notes``. Shares are between 0 and 1.

    Raises
    ------
    UsageError
        If no id matches.

    Examples
    --------
    >>> hc.list_findings(census, "activity.*.likes.gini")                   # doctest: +SKIP
    """
    return frame(matching(make_findings(census)["findings"], pattern))


def finding(census: Census, id: str) -> Finding:
    """Return one finding of a census by its id, with its value as it is: also a list.

    Parameters
    ----------
    census
        What ``open`` returns.
    id
        Such as ``activity.model.likes.gini``.

    Raises
    ------
    UsageError
        If no finding has the id.

    Examples
    --------
    >>> one = hc.finding(census, "activity.model.likes.gini")               # doctest: +SKIP
    >>> one.value, one.low, one.high, one.notes                             # doctest: +SKIP
    """
    found = {row["id"]: row for row in make_findings(census)["findings"]}
    if id not in found:
        raise no_such("finding", id, found, "list_findings(census)")
    return Finding(**found[id])


def list_figures(census: Census) -> "pl.DataFrame":
    """Return the figures of the report that have anything to draw.

    Parameters
    ----------
    census
        What ``open`` returns.

    Returns
    -------
    DataFrame
        ``name``, ``shows``, ``basis`` (what it was made from) and ``not_drawn`` (which lines are missing and why).

    Examples
    --------
    >>> for name in hc.list_figures(census)["name"]:                        # doctest: +SKIP
    ...     hc.figure(census, name).save(f"{name}.svg")
    """
    import polars as pl

    from hubcensus.report.contents import figures_of

    rows = [
        (name, panel.picture.description, panel.basis, panel.missing or None)
        for name, panel in figures_of(make_findings(census)).items()
        if panel.picture
    ]
    return pl.DataFrame(rows, dict.fromkeys(("name", "shows", "basis", "not_drawn"), pl.String), orient="row")


def figure(census: Census, name: str) -> "alt.LayerChart":
    """Return a figure of the report as an Altair chart, to show, to change, and to save.

    Parameters
    ----------
    census
        What ``open`` returns.
    name
        The stem of its file in ``report/figures``, such as ``lorenz-likes``; ``list_figures`` has all.

    Raises
    ------
    UsageError
        If no figure is called so.
    NotCollected
        If the census has nothing to draw in it.

    Examples
    --------
    >>> hc.figure(census, "lorenz-likes")                                   # doctest: +SKIP
    >>> hc.figure(census, "core").properties(width=600).save("core.png")    # doctest: +SKIP
    """
    from hubcensus.report.contents import figures_of

    there = figures_of(make_findings(census))
    if name not in there:
        raise no_such("figure", name, there, "list_figures(census)")
    if (picture := there[name].picture) is None:
        raise NotCollected(f"there is nothing to draw in figure '{name}' of '{census.folder}': {there[name].missing}")
    return picture.chart


def list_sheets(census: Census) -> "pl.DataFrame":
    """Return the tables of the report.

    Parameters
    ----------
    census
        What ``open`` returns.

    Returns
    -------
    DataFrame
        ``name``, ``caption``, ``rows`` (how many) and ``notes`` (a list of what stands below it).

    Examples
    --------
    >>> hc.list_sheets(census).filter(pl.col("name").str.starts_with("groups-"))  # doctest: +SKIP
    """
    import polars as pl

    from hubcensus.report.contents import sheets_of

    rows = [
        (one.name, one.caption, len(one.rows), list(one.notes)) for one in sheets_of(make_findings(census)).values()
    ]
    columns: dict[str, pl.DataType] = {
        "name": pl.String(),
        "caption": pl.String(),
        "rows": pl.Int64(),
        "notes": pl.List(pl.String),
    }
    return pl.DataFrame(rows, columns, orient="row")


def sheet(census: Census, name: str) -> "pl.DataFrame":
    """Return a table of the report as a frame, with exact values; ends of intervals have columns of their own.

    It is the CSV file of the same name, but that texts are as they are on the Hub: in the file, one that a
    spreadsheet would run as a formula has an apostrophe before it. Shares are between 0 and 1; what is not known is
    null.

    Parameters
    ----------
    census
        What ``open`` returns.
    name
        The stem of its file in ``report/tables``, such as ``model-ranks-all``; ``list_sheets`` has all.

    Raises
    ------
    UsageError
        If no table is called so, or it would be of what the census does not have.

    Examples
    --------
    >>> hc.sheet(census, "model-ranks-all")                                 # doctest: +SKIP
    """
    from hubcensus.report import writers
    from hubcensus.report.contents import sheets_of

    there = sheets_of(make_findings(census))
    if name not in there:
        raise no_such("table of the report", name, there, "list_sheets(census)")
    return writers.frame(there[name])
