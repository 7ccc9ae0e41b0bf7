"""The page: a document of findings into one HTML text that asks the network for nothing and runs no script."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from hubcensus.findings.claimed import DRAWS
from hubcensus.findings.claims import RARE
from hubcensus.findings.statements import STATEMENTS
from hubcensus.kinds import KINDS, VARIABLES
from hubcensus.networks.collaboration import RULES
from hubcensus.report import answers, claims, panels, scopes, unseen, words
from hubcensus.report.adoption_tables import kind_of_actor
from hubcensus.report.columns import column_styles, layout
from hubcensus.report.contents import figures_of, parts_of, people_of, sheets_of
from hubcensus.report.environment import environment, source_hash
from hubcensus.report.flow import flow
from hubcensus.report.methods import methods
from hubcensus.report.passages import cited, in_html
from hubcensus.report.reading import Reading, brief, caution, exact
from hubcensus.report.tables import ACTIVITY
from hubcensus.report.threats import threats
from hubcensus.report.time_panels import COMMITTED, CONCERNS, crossed
from hubcensus.report.writers import plain
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES, TABLES

__all__ = ["render"]

_SINGLE = "activity.{}.contributors.single_share"
_LONGEST_LINK = 200  # characters of an id: the Hub's own are far shorter


def render(document: dict[str, Any], network: str = "") -> str:
    """Return the page of a document; the same document gives the same page.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    network
        The picture of the explorer, as SVG; without it there is no explorer beside the page.
    """
    census, reading = document["census"], Reading(document)
    snapshots = census["snapshots"]
    counted = answers.counted_kinds(reading)
    outcomes = {**OUTCOMES, "pending": "still to be asked"}
    parts, sheets = parts_of(census), sheets_of(document)
    style = Markup("{}\n{}").format(Markup(_css()), column_styles(sheets.values()))
    dates = scopes.once(words.day(snapshot["snapshot"]) for snapshot in snapshots)
    return _with_numbers(
        _templates()
        .get_template("page.html.j2")
        .render(
            census=census,
            network=Markup(_STYLED.sub("", network)),
            policy=_policy(style, explored=bool(network)),
            style=style,
            reading=reading,
            snapshots=snapshots,
            dates=dates,
            place=scopes.place(snapshots),
            sources=scopes.once(snapshot["source"] for snapshot in snapshots),
            is_hub=scopes.is_hub(snapshots),
            part=scopes.part(snapshots, unseen.answered(reading)),
            unfinished=[snapshot for snapshot in snapshots if not snapshot["finished_at"]],
            scopes=scopes,
            kinds=KINDS,
            variables=VARIABLES,
            columns=list(ACTIVITY.items()),
            counted=counted,
            single_known=[kind for kind in counted if reading.value(_SINGLE.format(kind.name)) is not None],
            parts=parts,
            titles=dict(parts),
            without_bots=people_of(reading, parts) != parts,
            resources=ACCESS_RESOURCES,
            outcomes=list(outcomes),
            glossary_of_outcomes=[(outcome.replace("_", " "), meaning) for outcome, meaning in outcomes.items()],
            gaps=unseen.gaps(reading),
            unseen=unseen,
            flows={kind.name: flow(reading, kind) for kind in KINDS},
            answers=answers,
            claims=claims,
            marks=claims.marks(),
            statements=STATEMENTS,
            rare=RARE,
            draws=DRAWS,
            figures=figures_of(document),
            methods=(done := methods(document)),
            threats=(threatened := threats(document)),
            cited=cited([*done, *threatened]),
            codebook=TABLES,
            rules_of_ties=len(RULES),
            crossed={what: crossed(reading, what) for what in CONCERNS},
            committed_legend=panels.legend(COMMITTED),
            sheets=sheets,
            caution=caution,
            kind_legend=panels.legend(
                [kind.plural for kind in KINDS], [kind.plural for kind in KINDS if kind not in counted]
            ),
            part_legend=panels.legend([title for _, title in parts]),
        )
    )


def _policy(style: str, explored: bool) -> str:
    """Return what the page may do: be drawn in this style, and show the explorer beside it; nothing more."""
    return (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src-elem {source_hash(style)}; "
        "style-src-attr 'unsafe-inline'" + "; frame-src 'self'" * explored
    )


@cache
def _css() -> str:
    return files("hubcensus.report").joinpath("templates", "page.css").read_text("utf-8")


_STYLED = re.compile("<style>.*?</style>")  # the page has the same style for it
_MARK, _REFERENCE = "\ue000", "\ue001"  # of private use: names of the Hub are shown without such letters
_NUMBERED = re.compile(f"{_MARK}([A-Z][a-z]+):([^{_MARK}]+){_MARK}")
_REFERRED = re.compile(f"{_REFERENCE}([A-Z][a-z]+):([^{_REFERENCE}]+){_REFERENCE}")


def _with_numbers(page: str) -> str:
    """Return the page with its tables and figures numbered as they come, and what refers to them."""
    numbers: dict[tuple[str, str], int] = {}
    counters: Counter[str] = Counter()
    for kind, id in _NUMBERED.findall(page):
        counters[kind] += 1
        numbers[kind, id] = counters[kind]
    page = _NUMBERED.sub(lambda mark: f"{mark[1]} {numbers[mark[1], mark[2]]}", page)
    return _REFERRED.sub(lambda mark: f"{mark[1]} {numbers.get((mark[1], mark[2]), '')}".rstrip(), page)


@cache
def _templates() -> Environment:
    made = environment("hubcensus.report")
    made.filters.update(
        count=words.count,
        share=words.share,
        shown=words.shown,
        listed=words.listed,
        scope=scopes.scope,
        when=scopes.when,
        plural=words.plural,
        exact=exact,
        brief=brief,
        beginning=lambda named, start: {name: one for name, one in named.items() if name.startswith(start)},
        only=lambda named, *names: {name: named[name] for name in names},
        cited=in_html,
        layout=layout,
        hub=_hub_address,
        numbered=lambda kind, id: Markup("{0}{1}:{2}{0}").format(_MARK, kind, id),
        reference=lambda kind, id: Markup("{0}{1}:{2}{0}").format(_REFERENCE, kind, id),
        one_line=plain,
        actor=kind_of_actor,
        retired=answers.retired_tags,
    )
    return made


def _hub_address(id: str) -> str:
    """Return the address of a page on the Hub; empty for an id that is too long to be one."""
    return f"{scopes.HUB}/{quote(id)}" if len(id) <= _LONGEST_LINK else ""
