"""The claim tester on hubs of which the truth is known: authors at random, a planted core, planted communities."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import narwhals as nw
import numpy as np
import pytest

from hubcensus import measures
from hubcensus.errors import CensusError
from hubcensus.findings import Variant, chance, claimed
from hubcensus.findings.claims import VERDICTS, Claim, chance_of, stamp_of, verdict_of
from hubcensus.findings.coin import at_random, forced
from hubcensus.findings.dealing import deals_of
from hubcensus.findings.elsewhere import elsewhere
from hubcensus.findings.finding import Finding
from hubcensus.findings.statements import STATEMENTS
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.engines import engine_named
from hubcensus.networks.ground import Ground
from planted_hub import ground_of_teams, with_communities, with_core, without_structure

COMMIT_RULES = [name for name, rule in RULES.items() if rule.of == "commits"]


def said(ground: Ground) -> dict[str, Finding]:
    bots_in = Variant("as_named", "everyone", None, ())
    return {one.id: one for one in claimed("all", ground, engine_named("polars"), [bots_in])}


@pytest.fixture(scope="module")
def random_hub() -> dict[str, Finding]:
    return said(ground_of_teams(without_structure(seed=1)))


@pytest.fixture(scope="module")
def core_hub() -> dict[str, Finding]:
    return said(ground_of_teams(with_core(seed=1)))


@pytest.fixture(scope="module")
def community_hub() -> dict[str, Finding]:
    return said(ground_of_teams(with_communities(seed=1)))


def test_osborne2024_finds_full_reciprocity_among_authors_at_random_and_is_stamped() -> None:
    assert at_random("osborne2024").mutual.all()
    assert forced("osborne2024") == {"reciprocity", "everywhere"}
    assert all(not forced(rule) for rule in RULES if rule != "osborne2024")


def test_authors_at_random_make_reciprocity_true_by_construction(random_hub: dict[str, Finding]) -> None:
    assert random_hub["claims.all.reciprocity.osborne2024.as_named"].value == 1.0
    assert random_hub["claims.all.reciprocity.osborne2024.stamp"].value == "by construction"
    assert random_hub["claims.all.reciprocity.verdict"].value == "true only by construction"


@pytest.mark.parametrize("rule", COMMIT_RULES)
@pytest.mark.parametrize("statement", ["core", "communities"])
def test_no_core_and_no_communities_are_claimed_of_random_teams(
    random_hub: dict[str, Finding], statement: str, rule: str
) -> None:
    assert random_hub[f"claims.all.{statement}.{rule}.stamp"].value == "not beyond chance"


@pytest.mark.parametrize("rule", COMMIT_RULES)
def test_a_planted_core_is_claimed(core_hub: dict[str, Finding], rule: str) -> None:
    assert core_hub[f"claims.all.core.{rule}.stamp"].value == "beyond chance"


@pytest.mark.parametrize("rule", COMMIT_RULES)
def test_planted_communities_are_claimed(community_hub: dict[str, Finding], rule: str) -> None:
    assert community_hub[f"claims.all.communities.{rule}.stamp"].value == "beyond chance"


@pytest.mark.parametrize("rule", ["osborne2024", "temporal", "copresence", "window"])
def test_a_planted_core_is_found(rule: str) -> None:
    teams = with_core(seed=1)
    (deal, *_) = deals_of(ground_of_teams(teams), engine_named("polars"), [rule])
    pairs = measures.Pairs(deal.n, deal.developer[deal.source], deal.developer[deal.target])
    found = set(np.flatnonzero(measures.discrete_core(pairs.ties(*deal.rules[rule]))).tolist())
    planted = set(range(teams.core))
    hits = len(found & planted)
    assert 2 * hits / (len(found) + len(planted)) >= 0.9


def test_a_rule_of_discussions_says_nothing_where_none_was_read() -> None:
    ground = ground_of_teams(without_structure(seed=1))
    found = said(replace(ground, opened=ground.opened.filter(nw.col("repository") < 0)))
    for statement in ("isolates", "core", "communities"):
        assert found[f"claims.all.{statement}.discussion.as_named"].value is None
        assert found[f"claims.all.{statement}.discussion.stamp"].value == "unknown"


def test_chance_is_the_same_on_one_core_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    (deal, _) = deals_of(ground_of_teams(without_structure(seed=2)), engine_named("polars"))
    on_one = chance.by_chance(deal, draws=4, seed=1)
    monkeypatch.setattr(chance, "_WORTH_A_PROCESS", 0)
    done: list[int] = []
    assert chance.by_chance(deal, draws=4, seed=1, told=done.append) == on_one
    assert done == [1, 2, 3, 4]


def test_a_process_that_ends_before_its_draws_are_through_is_an_error_in_words() -> None:
    with (
        elsewhere(chance.chain, "nothing to deal") as draws,
        pytest.raises(CensusError, match=r"ended before .*exit status 1"),
    ):
        next(draws)


def test_a_second_process_runs_nothing_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('not of the library')")
    monkeypatch.chdir(tmp_path)
    (deal, _) = deals_of(ground_of_teams(without_structure(seed=2)), engine_named("polars"))
    with elsewhere(chance.chain, deal, 1, 1) as draws:
        assert next(draws) == next(chance.chain(deal, 1, 1))


def test_a_second_process_finds_what_this_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beside.py").write_text("def three():\n    yield 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    from beside import three

    with elsewhere(three) as found:
        assert next(found) == 3


def test_a_process_that_reads_nothing_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("true"))  # ends at once and reads nothing
    with pytest.raises(CensusError, match="ended before"), elsewhere(chance.chain, bytes(10_000_000)) as draws:
        next(draws)


def claim(stamp: str, steady: bool = True) -> Claim:
    return Claim(None, {}, None, stamp, steady)


@pytest.mark.parametrize(
    ("stamps", "verdict"),
    [
        (["beyond chance", "as by chance", "unknown"], "holds under all rules"),
        (["as by chance", "as by chance"], "holds under all rules, but no more than by chance"),
        (["beyond chance", "not so"], "depends on the rule"),
        (["by construction", "beyond chance", "not so"], "depends on the rule"),
        (["by construction", "not so", "unknown"], "true only by construction"),
        (["not so", "unknown"], "does not hold"),
        (["not beyond chance", "unknown"], "not beyond chance"),
        (["not beyond chance", "beyond chance"], "depends on the rule"),
        (["unknown"], "unknown"),
    ],
)
def test_a_verdict_is_of_all_rules_that_say_anything(stamps: list[str], verdict: str) -> None:
    assert verdict in VERDICTS
    assert verdict_of({str(place): claim(stamp) for place, stamp in enumerate(stamps)}) == verdict


def test_what_changes_with_who_counts_as_a_person_says_so() -> None:
    claims = {"one": claim("beyond chance"), "other": claim("beyond chance", steady=False)}
    assert verdict_of(claims) == "depends on who counts as a person"


def test_a_draw_without_a_number_does_not_make_what_is_seen_any_rarer() -> None:
    core = next(one for one in STATEMENTS if one.name == "core")
    drawn = [{"core": 0.1}] * 30 + [{"core": None}] * 70
    found = chance_of(core, 0.9, drawn)
    assert found is not None
    assert (found.draws, found.p) == (30, 71 / 101)
    assert stamp_of(core, 0.9, found, forced=False) == "not beyond chance"
