"""The command that shows a census in the browser: explore."""

import os

import click

from hubcensus.cli.arguments import census_argument
from hubcensus.tables.store import Census

__all__ = ["explore_command"]


@click.command("explore")
@census_argument
@click.option("--serve", is_flag=True, help="Serve tables, networks and report of CENSUS on this machine instead.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where to serve; default: any that is free.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is opened, and errors.")
def explore_command(census: Census, serve: bool, port: int, quiet: bool) -> None:
    """Write page and explorer of CENSUS and open them in the browser; with --serve, look into the tables too.

    --serve prints an address of this machine and answers there until it is interrupted. Its pages search, filter and
    sort every table and network, show all that is known of a repository, an owner or a developer, and give what they
    show as CSV and JSON. They read and change nothing, and nobody else can reach them: see docs/exploring.md.

    \b
    Example:
      hubcensus explore my-census
      hubcensus explore my-census --serve --port 8000
    """
    from hubcensus.cli.screen import stages
    from hubcensus.errors import UsageError
    from hubcensus.report.explorer.files import PAGE
    from hubcensus.study import make_report

    if port and not serve:
        raise UsageError("--port says where to serve: give --serve too")

    if not serve or os.access(census.folder, os.W_OK):  # what cannot be written is served as it is
        with stages(quiet) as watch:
            _, page = make_report(census, watch)
    if serve:
        from hubcensus.explore.server import Explorer

        Explorer(census, port).run(click.echo)
    else:
        for one in (page, page.with_name(PAGE)):
            click.echo(one)
            click.launch(one.absolute().as_uri())
