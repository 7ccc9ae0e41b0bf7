"""Commands that make something of a census: networks, study, report, export, sql."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import click

from hubcensus.cli.arguments import FolderPath, as_json, census_argument
from hubcensus.cli.text import echo_data, printable
from hubcensus.networks.engines import EngineName
from hubcensus.tables.store import MADE, Census
from hubcensus.watch import Watch

__all__ = [
    "export_command",
    "networks_command",
    "report_command",
    "sql_command",
    "study_command",
]

_WHOLE = ("origin", "duckdb", "sqlite")  # formats of a whole census

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")


@click.command("networks")
@census_argument
@click.option(
    "--taxonomy", help="From now on, sort models by osborne2024 (the default), hf-2026, or your own TOML file."
)
@click.option(
    "--engine",
    default="polars",
    type=click.Choice(get_args(EngineName)),
    show_default=True,
    help="What runs the joins where networks are to be built; spark is an extra.",
)
@quiet_option
def networks_command(census: Census, taxonomy: str | None, engine: EngineName, quiet: bool) -> None:
    """Build the networks of CENSUS, overall and by subfield: who works with whom, what uses what, what came of what.

    A taxonomy is kept in CENSUS/taxonomy.toml, where you can change it; without that file it is the default. All
    engines give the same networks, byte for byte. spark runs on this machine, or on the cluster that SPARK_REMOTE
    names, which has to see the census under the same path: see docs/engines.md.

    \b
    Example:
      hubcensus networks my-census
      hubcensus networks my-census --taxonomy hf-2026
      SPARK_REMOTE=sc://host:15002 hubcensus networks my-census --engine spark
    """
    import logging

    from hubcensus.cli.screen import stages
    from hubcensus.review import choose_taxonomy
    from hubcensus.study import make_networks

    logging.getLogger().addHandler(logging.NullHandler())  # Spark's bridge to Java logs a traceback when interrupted
    if taxonomy is not None:
        choose_taxonomy(census, taxonomy)
    with stages(quiet) as watch:
        make_networks(census, watch, engine)
    if not quiet:
        for name in census.networks():
            nodes, edges = census.network(name)
            click.echo(f"{census.folder / 'networks' / name}: {nodes.height:,} nodes, {edges.height:,} edges")


@click.command("study")
@census_argument
@quiet_option
def study_command(census: Census, quiet: bool) -> None:
    """Answer the three questions from CENSUS: tables, networks, findings.json; each only if something changed.

    \b
    Example:
      hubcensus study my-census
    """
    from hubcensus.cli.facts import key_facts
    from hubcensus.cli.screen import stages
    from hubcensus.study import make_findings

    with stages(quiet) as watch:
        content = make_findings(census, watch)
    if not quiet:
        _say_whom_the_hub_writes_otherwise(census)
        click.echo(key_facts(content))
        click.echo(f"all {len(content['findings'])} findings: {census.folder / 'findings.json'}")


@click.command("report")
@census_argument
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@quiet_option
def report_command(census: Census, open_it: bool, quiet: bool) -> None:
    """Write the page of CENSUS, report/index.html, after the study.

    Beside it: report/explorer.html, in which its networks are looked at, searched and filtered; report/tables, each
    table as CSV, LaTeX and Markdown; report/figures, each figure as SVG, PDF, CSV and LaTeX; and methods and threats
    to validity as text for a paper, with references.bib.

    \b
    Example:
      hubcensus report my-census --open
    """
    from hubcensus.cli.facts import key_facts
    from hubcensus.cli.screen import stages
    from hubcensus.study import make_report

    with stages(quiet) as watch:
        content, page = make_report(census, watch)
    if not quiet:
        _say_whom_the_hub_writes_otherwise(census)
        click.echo(key_facts(content))
    click.echo(page)
    if open_it:
        click.launch(page.absolute().as_uri())


def _say_whom_the_hub_writes_otherwise(census: Census) -> None:
    """Say which rows of the census' own owners.toml have no effect for the case of a letter alone."""
    from hubcensus.owners import OWNERS_FILE, in_another_case

    owners = census.newest("repositories").select("owner").drop_nulls().unique().collect()["owner"]
    for name, owner in in_another_case(census.folder, owners):
        click.echo(
            printable(f"'{name}' in {OWNERS_FILE} has no effect: the Hub writes '{owner}', so write it so"), err=True
        )


@click.command("export")
@census_argument
@click.option(
    "--format",
    "format_",
    required=True,
    type=click.Choice([*_WHOLE, "graphml", "gexf", "parquet", "csv"]),
    help="origin: the CSV files of the original scripts; duckdb, sqlite: all in one file; the others: networks.",
)
@click.option(
    "--network", "names", multiple=True, help="Which network, such as collaboration-temporal-cv; repeatable."
)
@click.option(
    "--people",
    default="as_named",
    show_default=True,
    help="Who counts as a developer: as_named, without_bots, aliases_85, aliases_90 or aliases_95.",
)
@click.option("--out", required=True, type=FolderPath, help="Folder to write into; made if it does not exist.")
@quiet_option
def export_command(census: Census, format_: str, names: tuple[str, ...], people: str, out: Path, quiet: bool) -> None:
    """Write CENSUS in another format.

    origin: the eleven CSV files of Osborne, Ding and Kirk's scripts, same names and columns. An unknown is
    an empty cell, 0 is 0, a set of names is a JSON array, and a text that a spreadsheet would run as a
    formula (it begins with = + - or @) has an apostrophe before it. Uses of models that are not listed are left out.

    duckdb, sqlite: a database of one file, census.duckdb or census.sqlite, with all tables, all networks in nodes and
    edges, the findings, and what each column means in codebook.

    graphml, gexf, parquet, csv: networks, with name, kind, degree, core, community, subfields and bot of each node,
    and all that is known of each edge.

    \b
    Example:
      hubcensus export my-census --format origin --out csv
      hubcensus export my-census --format sqlite --out shared
      hubcensus export my-census --format gexf --network lineage-cv --out gephi
      hubcensus export my-census --format csv --network collaboration-copresence-all --people without_bots --out csv
    """
    from hubcensus.cli.screen import stages
    from hubcensus.errors import UsageError
    from hubcensus.study import export

    if (format_ in _WHOLE) == bool(names):
        whole = ", ".join(_WHOLE)
        raise UsageError(f"--network says which network to write: leave it out for {whole}, give it for the others")
    if format_ in _WHOLE and people != "as_named":
        raise UsageError("--people is of networks: exports of a whole census have every name as it stands")
    if any(out.resolve().is_relative_to((census.folder / room).resolve()) for room in MADE):
        raise UsageError(f"'{out}' is a folder that hubcensus makes again by itself: write the export elsewhere")
    with stages(quiet) as watch:
        written = export(census, format_, list(names), out, watch, people)
    if not quiet:
        for path in written:
            click.echo(path)


@click.command("sql")
@census_argument
@click.argument("query")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, all rows.")
def sql_command(census: Census, query: str, as_json: bool, as_csv: bool) -> None:
    """Ask the tables of CENSUS in SQL (DuckDB).

    `show tables` lists them, `describe repositories` the columns of one; docs/codebook.md says what they mean.
    findings has a row for each finding; a network's frames are "NAME/nodes" and "NAME/edges". Findings and networks
    are made first if the query is on them.

    \b
    Example:
      hubcensus sql my-census "show tables"
      hubcensus sql my-census "describe repositories"
      hubcensus sql my-census "select kind, count(*) as n from repositories group by kind"
      hubcensus sql my-census "select kind, likes, commits from repositories where repo_id = 'openai-community/gpt2'"
      hubcensus sql my-census "select id, value, low, high from findings where id like 'activity.%.likes.gini'"
    """
    import polars as pl

    from hubcensus.cli.screen import stages
    from hubcensus.export.cells import write_csv

    with stages(quiet=not sys.stderr.isatty()) as watch:
        _make_for(query)(census, watch)
    answer = census.sql(query)
    if as_csv:
        echo_data(write_csv(answer))
    elif as_json:
        echo_data(answer.write_json())
    else:
        with pl.Config(
            tbl_rows=200, tbl_cols=-1, fmt_str_lengths=60, tbl_width_chars=_width(), tbl_hide_dataframe_shape=True
        ):
            click.echo(printable(str(answer)))


def _make_for(query: str) -> Callable[[Census, Watch], object]:
    """Return what makes all that a query is on."""
    from hubcensus.study import make_findings, make_networks, make_tables

    if re.search(r'(?:\b(?:from|join|describe|summarize)\b|,)\s*"?findings\b', query, re.IGNORECASE):
        return make_findings
    return make_networks if re.search('/(?:nodes|edges)"', query) else make_tables


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 200
