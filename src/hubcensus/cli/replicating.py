"""The command that sets what a study published beside a census."""

import json
import sys

import click

from hubcensus.cli.arguments import as_json, census_argument
from hubcensus.tables.store import Census

__all__ = ["replicate_command"]


@click.command("replicate")
@click.argument("name")
@census_argument
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV of what is compared, with exact values.")
@click.option("--latex", "as_latex", is_flag=True, help="Print LaTeX tables.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown tables.")
def replicate_command(
    name: str, census: Census, as_json: bool, as_csv: bool, as_latex: bool, as_markdown: bool
) -> None:
    """Set the published results of the study NAME beside CENSUS: by the study's rule, by ours, and why they differ.

    There is one study, osborne2024. What cannot be compared stands in a table of its own. The page has both.

    \b
    Example:
      hubcensus replicate osborne2024 my-census
      hubcensus replicate osborne2024 my-census --latex > replication.tex
    """
    from hubcensus.cli.screen import sheet, stages
    from hubcensus.errors import UsageError
    from hubcensus.report import replication, writers
    from hubcensus.report.scopes import attribution
    from hubcensus.study import make_findings

    forms = [form for form, asked in zip(_FORMS, (as_json, as_csv, as_latex, as_markdown), strict=True) if asked]
    if len(forms) > 1:
        raise UsageError(f"{' and '.join(forms)} are forms of the same tables: give one of them")
    replication.published(name)  # a wrong name is said before anything is made
    with stages(quiet=not sys.stderr.isatty()) as watch:
        document = make_findings(census, watch)
    sheets = replication.sheets(document, name)
    if as_json:
        click.echo(json.dumps([writers.as_json(one) for one in sheets], ensure_ascii=False, indent=1))
    elif as_csv:
        click.echo(writers.csv(sheets[0]), nl=False)
    elif forms:
        write, source = writers.latex if as_latex else writers.markdown, attribution(document["census"])
        click.echo("\n".join(write(one.attributed(source)) for one in sheets), nl=False)
    else:
        for one in sheets:
            sheet(one)
            click.echo()


_FORMS = ("--json", "--csv", "--latex", "--markdown")
