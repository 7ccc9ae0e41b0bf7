"""Who works with whom: edges between developers, by named rules."""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw

from hubcensus.networks.contributions import Frame, nth

__all__ = ["RULES", "WINDOW_DAYS", "Rule", "collaboration"]

WINDOW_DAYS = 30
"""How far apart two commits may lie for the rule ``window``."""

Edges = Callable[[Frame], Frame]
_ONCE = nw.lit(1, nw.Int64)


@dataclass(frozen=True)
class Rule:
    """One way to say who is tied to whom.

    Parameters
    ----------
    name
        Its name in commands, files and findings.
    title
        What an edge is, for people.
    directed
        Whether an edge has a direction; where not, ``source`` comes before ``target``.
    source
        Key of where it comes from in ``references.bib``.
    of
        What it reads: ``commits`` or ``discussions``.
    formula, symbols
        The weight of an edge, as lines of LaTeX, and what each symbol there is, as Markdown.
    edges
        From a frame of these to ``source``, ``target`` and ``weight``, several rows a pair, loops among them.
    """

    name: str
    title: str
    directed: bool
    source: str
    of: str
    formula: str
    symbols: str
    edges: Edges


RULES: dict[str, Rule] = {}


def collaboration(work: Frame, rule: str = "osborne2024") -> Frame:
    """Return who is tied to whom by a rule.

    Parameters
    ----------
    work
        What ``contributions`` returns, for rules of commits; what ``openings`` returns, for rules of discussions.
    rule
        Name of one of ``RULES``.

    Returns
    -------
    Frame
        Frame with ``source``, ``target`` and ``weight`` (above 0), one row a pair of different developers.
    """
    edges = RULES[rule].edges(work)
    pairs = edges.filter(nw.col("source") != nw.col("target"))
    return pairs.group_by("source", "target").agg(nw.col("weight").sum())


def _rule(
    title: str, *, directed: bool, source: str, formula: str, symbols: str, of: str = "commits"
) -> Callable[[Edges], Edges]:
    def enter(function: Edges) -> Edges:
        RULES[function.__name__] = Rule(function.__name__, title, directed, source, of, formula, symbols, function)
        return function

    return enter


@_rule(
    "first authors to all others of the repository",
    directed=True,
    source="osborne2024",
    formula=r"w_{ij} = \sum_{r\,:\,j \in M_r} c_{ir}",
    symbols=(
        "$M_r$ are the authors of repository $r$, and $c_{ir}$ is how many of its commits have $i$ as first author."
    ),
)
def osborne2024(work: Frame) -> Frame:
    """Tie as Osborne, Ding and Kirk (2024) do.

    node       an author of a commit to a model repository
    edge       in one repository, the first author of a commit and every other author of any commit there
    direction  from the first author to the other
    weight     how many commits made the edge
    self-loop  none; the original writes one a commit in a repository with a single author, and so does its export
    left out   commits without authors; repositories whose commits were not read

    Because the rule points to all other authors, two who each are once a first author in a repository
    are always joined both ways: its reciprocity is true by construction.

    References
    ----------
    .. [1] C. Osborne, J. Ding, H. R. Kirk, "The AI community building the future?", J. Comput. Soc. Sci. 7,
       2067 (2024); the rule is that of its collection script ``hf-collabnet``.
    """
    return _led(work).join(_members(work, "target"), on="repository").select("source", "target", "weight")


@_rule(
    "authors to those who were there before them",
    directed=True,
    source="scholtes2016",
    formula=r"w_{ij} = \sum_r \sum_{c \in C_{ir}} [t_{jr} < t_c]",
    symbols=(
        "$C_{ir}$ are the commits to repository $r$ with $i$ as first author, $t_c$ is the place of commit $c$ "
        "in their order, and $t_{jr}$ that of the first one with $j$ among its authors."
    ),
)
def temporal(work: Frame) -> Frame:
    """Tie those who build on what others have begun.

    node       an author of a commit to a model repository
    edge       in one repository, the first author of a commit and everyone with an earlier commit there
    direction  from the later to the earlier
    weight     how many commits made the edge
    self-loop  none
    left out   commits without authors; repositories whose commits were not read

    References
    ----------
    .. [1] I. Scholtes, P. Mavrodiev, F. Schweitzer, "From Aristotle to Ringelmann", Empir. Softw. Eng. 21, 642
       (2016): ties in time order; theirs are between those who change the same file.
    """
    arrived = work.group_by("repository", "author").agg(arrived=nw.col("commit").min()).rename({"author": "target"})
    made = work.filter(nw.col("credit") > 0).select("repository", "commit", source="author", weight="credit")
    ties = made.join(arrived, on="repository").filter(nw.col("arrived") < nw.col("commit"))
    return ties.select("source", "target", "weight")


@_rule(
    "authors to who began the repository",
    directed=True,
    source="hubcensus",
    formula=r"w_{ij} = \sum_r c_{ir}\,[j = f_r]",
    symbols=(
        "$f_r$ is the first author of the oldest commit to repository $r$, and $c_{ir}$ is how many of its "
        "commits have $i$ as first author."
    ),
)
def founder(work: Frame) -> Frame:
    """Tie those who contribute to the one who began.

    node       an author of a commit to a model repository
    edge       in one repository, the first author of a commit and the first author of the oldest commit
    direction  from the contributor to the founder
    weight     how many commits made the edge
    self-loop  none
    left out   commits without authors; repositories whose commits were not read

    The rule is ours: a star around whoever began, the least that a shared repository says.
    """
    oldest = work.group_by("repository").agg(commit=nw.col("commit").min())
    leads = work.join(oldest, on=["repository", "commit"])
    first = leads.group_by("repository").agg(position=nw.col("position").min())
    founders = leads.join(first, on=["repository", "position"]).select("repository", target="author")
    return _led(work).join(founders, on="repository").select("source", "target", "weight")


@_rule(
    "authors of the same repository",
    directed=False,
    source="newman2001",
    formula=r"w_{ij} = \sum_r [i, j \in M_r]",
    symbols="$M_r$ are the authors of repository $r$.",
)
def copresence(work: Frame) -> Frame:
    """Tie all who work on the same repository.

    node       an author of a commit to a model repository
    edge       two authors of commits to the same repository
    direction  none
    weight     how many repositories they share
    self-loop  none
    left out   commits without authors; repositories whose commits were not read

    References
    ----------
    .. [1] M. E. J. Newman, "The structure of scientific collaboration networks", PNAS 98, 404 (2001).
    """
    return _together(work).select("source", "target", weight=_ONCE)


@_rule(
    "authors of the same repository, less in larger teams",
    directed=False,
    source="newman2001weights",
    formula=r"w_{ij} = \sum_{r\,:\,i,j \in M_r} \frac{1}{n_r - 1}",
    symbols="$M_r$ are the $n_r$ authors of repository $r$.",
)
def fractional(work: Frame) -> Frame:
    """Tie all who work on the same repository, each giving 1 to it in all.

    node       an author of a commit to a model repository
    edge       two authors of commits to the same repository
    direction  none
    weight     the sum of 1 / (n - 1) over the repositories that they share, n the number of its authors
    self-loop  none
    left out   commits without authors; repositories whose commits were not read

    References
    ----------
    .. [1] M. E. J. Newman, "Scientific collaboration networks. II", Phys. Rev. E 64, 016132 (2001), Eq. (2).
    """
    sizes = _members(work, "author").group_by("repository").agg(n=nw.len())
    ties = _together(work).join(sizes, on="repository")
    return ties.select("source", "target", weight=nth(nw.col("n") - 1))


@_rule(
    f"authors of the same repository within {WINDOW_DAYS} days",
    directed=False,
    source="bird2008",
    formula=r"w_{ij} = \sum_r \left[ \min_{s \in T_{ir},\,t \in T_{jr}} |s - t| \le d \right]",
    symbols=f"$T_{{ir}}$ are the days of the commits of $i$ to repository $r$, and $d = {WINDOW_DAYS}$.",
)
def window(work: Frame) -> Frame:
    """Tie those who work on the same repository at about the same time.

    node       an author of a commit to a model repository
    edge       two authors with commits to the same repository at most ``WINDOW_DAYS`` days apart
    direction  none
    weight     how many repositories they share so
    self-loop  none
    left out   commits without authors or date; repositories whose commits were not read

    References
    ----------
    .. [1] C. Bird et al., "Latent social structure in open source projects", FSE 2008: ties within a window of time.
    """
    days = work.filter(~nw.col("day").is_null()).select("repository", "author", "day").unique()
    ours = days.with_columns(slot=nw.col("day") // WINDOW_DAYS).rename({"author": "source"})
    near = [days.with_columns(slot=nw.col("day") // WINDOW_DAYS + step) for step in (-1, 0, 1)]
    theirs = nw.concat(near).rename({"author": "target", "day": "other"})
    ties = ours.join(theirs, on=["repository", "slot"]).filter(
        nw.col("source") < nw.col("target"), (nw.col("day") - nw.col("other")).abs() <= WINDOW_DAYS
    )
    return ties.select("repository", "source", "target").unique().select("source", "target", weight=_ONCE)


@_rule(
    "who opens a discussion to the owner",
    directed=True,
    source="bird2006",
    of="discussions",
    formula=r"w_{ij} = \sum_{r\,:\,o_r = j} d_{ir}",
    symbols=(
        "$o_r$ is the owner of repository $r$, and $d_{ir}$ is how many discussions and pull requests $i$ opened "
        "there."
    ),
)
def discussion(work: Frame) -> Frame:
    """Tie those who speak up to those whose repository it is.

    node       an author of a commit to a model; who opened a discussion on a model, or owns one where one was
    edge       the opener of a discussion or pull request, and the owner of the repository
    direction  from the opener to the owner
    weight     how many discussions and pull requests made the edge
    self-loop  none
    left out   openers whose account is deleted; repositories without an owner, or whose discussions were not read

    References
    ----------
    .. [1] C. Bird et al., "Mining email social networks", MSR 2006: who answers whom, from messages.
    """
    return work.select(source="author", target="owner", weight=_ONCE)


def _members(work: Frame, name: str) -> Frame:
    return work.select("repository", nw.col("author").alias(name)).unique()


def _led(work: Frame) -> Frame:
    """Return what each credited author did in a repository: ``source`` and ``weight``."""
    made = work.filter(nw.col("credit") > 0).group_by("repository", "author").agg(weight=nw.col("credit").sum())
    return made.rename({"author": "source"})


def _together(work: Frame) -> Frame:
    """Return every two authors of a repository, the lesser first."""
    pairs = _members(work, "source").join(_members(work, "target"), on="repository")
    return pairs.filter(nw.col("source") < nw.col("target"))
