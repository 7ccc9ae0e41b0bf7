"""Who is one person and who is a bot: what was planted is found, and what people decided is followed."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from hubcensus.cli.people import people_command
from hubcensus.errors import UsageError
from hubcensus.networks.bots import LIKELY, bot_list, bot_scores
from hubcensus.networks.decisions import KINDS_OF_DECISION, Decisions, decision
from hubcensus.networks.people import candidates, persons
from hubcensus.networks.spelling import alike
from hubcensus.review import bots, bots_among, decide, one_name_each
from hubcensus.review import candidates as candidates_of
from hubcensus.standin.population import Population
from hubcensus.study import make_networks, network_of
from hubcensus.tables.store import Census
from planted_people import Planted, planted

Pairs = set[tuple[str, str]]


def named(*names: str) -> pl.DataFrame:
    return pl.DataFrame({"id": range(len(names)), "name": names})


def held_together(found: pl.DataFrame, names: pl.DataFrame) -> Pairs:
    """All pairs of names that go under one, those that follow from others too."""
    stands = persons(found.select("id", "other"), set(), names.select("id", weight=pl.lit(1)))
    called = dict(names.select("id", "name").rows())
    groups: dict[int, set[int]] = {}
    for name, person in stands.rows():
        groups.setdefault(person, {person}).add(name)
    return {
        (min(a, b), max(a, b))
        for group in groups.values()
        for a, b in combinations([called[name] for name in group], 2)
    }


@pytest.fixture(scope="module", params=[1, 2])
def people(request: pytest.FixtureRequest) -> Planted:
    return planted(8000, seed=request.param)


def test_planted_aliases_are_found_and_few_others(people: Planted) -> None:
    """Two in five planted aliases share neither letters nor a repository with the account; nothing finds these."""
    found = candidates(people.names, people.members, people.owned)
    taken = held_together(found.filter(pl.col("points") >= 90), people.names)
    right = taken & people.pairs
    assert len(right) / len(taken) >= 0.95
    assert len(right) / len(people.pairs) >= 0.55


def test_the_aliases_of_the_standin_are_found(hub: Population, census: Census) -> None:
    number = {name: n for n, one in enumerate(hub._who.people) for name in (one.login, one.author, *one.variants)}
    rows = candidates_of(census).filter(pl.col("points") >= 90).select("name", "other_name").rows()
    right = {tuple(sorted(pair)) for pair in rows if number.get(pair[0], -1) == number.get(pair[1], -2)}
    there = {pair for group in hub.planted()["aliases"] for pair in combinations(sorted(group), 2)}
    assert len(there) >= 3
    assert len(right) / len(rows) >= 0.95
    assert len(there & right) / len(there) >= 0.9


@given(st.lists(st.text("abc", min_size=2, max_size=4), min_size=1, max_size=3), st.lists(st.booleans(), min_size=12))
@settings(max_examples=50)
def test_names_that_differ_only_in_case_marks_and_accents_are_found(words: list[str], upper: list[bool]) -> None:
    plain = " ".join(words)
    letters = "".join(letter.upper() if up else letter for letter, up in zip(plain, upper * 2, strict=False))
    odd = letters.replace(" ", "_-.").replace("a", "á") + "!"
    assert alike(named(plain, odd)).select("id", "other", "spelling").rows() == [(0, 1, "letters")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Doe", "Doe, John"),
        ("Nils Reimers", "nreimers"),
        ("Sławomir Dadas", "slawomir-dadas"),
        ("johndoe", "johndoe42"),
        ("Vesteinn Snaebjarnarson", "Vesteinn Snaebjarnason"),
    ],
)
def test_names_of_one_person_are_alike(one: str, other: str) -> None:
    assert alike(named(one, other)).height == 1


@pytest.mark.parametrize(
    ("one", "other"), [("model-user-1", "model-user-2"), ("anna", "anne"), ("🦙🦙", "🤗"), ("John Doe", "Jane Roe")]
)
def test_names_of_two_people_are_not_alike(one: str, other: str) -> None:
    assert alike(named(one, other)).filter(pl.col("points") >= 85).is_empty()


def test_an_initial_that_fits_two_people_is_nobodys() -> None:
    found = alike(named("Nils Reimers", "Nora Reimers", "nreimers"))
    assert found.filter(pl.col("points") >= 85).is_empty()


def test_a_name_that_meets_an_account_in_its_own_repository_counts_for_more() -> None:
    names = named("Mirco Ravanelli", "ravanellim")
    apart = pl.DataFrame({"repository": [1, 2], "author": [0, 1]})
    at_home = pl.DataFrame({"repository": [1, 1], "author": [0, 1]})
    owned = pl.DataFrame({"repository": [1], "owner": ["ravanellim"]})
    assert candidates(names, apart, owned).filter(pl.col("points") >= 85).is_empty()
    (row,) = candidates(names, at_home, owned).iter_rows(named=True)
    assert (row["points"], "their own: 1" in row["why"]) == (99, True)


def test_two_people_are_kept_apart_whatever_would_join_them() -> None:
    pairs = pl.DataFrame({"id": [0, 1, 2], "other": [1, 2, 3]})
    weight = pl.DataFrame({"id": [0, 1, 2, 3], "weight": [1, 5, 2, 9]})
    assert persons(pairs, set(), weight).rows() == [(0, 3), (1, 3), (2, 3)]
    assert persons(pairs, {(0, 2)}, weight).rows() == [(0, 1), (2, 3)]


def commits(
    name: str, days: int, hours: range, repositories: int, title: str, owner: str
) -> list[tuple[object, ...]]:
    chance = random.Random(name)
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    return [
        (
            name,
            number % repositories,
            owner,
            title.format(number),
            begun + timedelta(days=number % days, hours=chance.choice(hours)),
        )
        for number in range(120)
    ]


def test_planted_bots_are_found_by_what_they_do_and_people_are_not() -> None:
    bots = [commits(f"service-{n}", 60, range(24), 110, "Convert model {}", "someone") for n in range(20)]
    diligent = [commits(f"Jo {n}", 9, range(9, 22), 110, "Adding weights (#{})", "someone") for n in range(20)]
    busy = [commits(f"ann-{n}", 90, range(24), 6, "{} things", f"ann-{n}") for n in range(200)]
    rows = [row for each in (*bots, *diligent, *busy) for row in each]
    schema = ["name", "repository", "owner", "title", "committed_at"]
    scores = bot_scores(pl.DataFrame(rows, schema=schema, orient="row").lazy()).filter(pl.col("points") >= LIKELY)
    assert set(scores["name"]) == {f"service-{n}" for n in range(20)}
    assert scores["why"][0] == (
        "says nearly always the same; comes once to many repositories; owns none of them; works around the clock"
    )


def test_a_name_alone_makes_a_bot_only_if_it_says_so() -> None:
    names = ["my-bot", "ci[bot]", "Talbot", "botanist", "DumBot", "bot"]
    rows = [(name, 1, "x", "t", datetime(2024, 1, 1, tzinfo=UTC)) for name in names]
    schema = ["name", "repository", "owner", "title", "committed_at"]
    scores = bot_scores(pl.DataFrame(rows, schema=schema, orient="row").lazy()).filter(pl.col("points") >= LIKELY)
    assert set(scores["name"]) == {"my-bot", "ci[bot]", "DumBot", "bot"}


def test_the_list_of_bots_knows_those_of_the_standin_and_names_that_are_nobodys(hub: Population) -> None:
    names = pl.Series([*hub.planted()["bots"], "Ubuntu", "Your Name", "ubuntu-fan"])
    assert set(names) - set(bot_list().among(names)) == {"ubuntu-fan"}


@given(
    st.lists(
        st.tuples(st.sets(st.text(max_size=8), min_size=2, max_size=2), st.sampled_from(["one person", "two people"]))
    )
)
def test_decisions_are_read_as_they_were_written_and_the_last_one_counts(made: list[tuple[set[str], str]]) -> None:
    decisions, last = Decisions(), {}
    for names, are in made:
        decisions = decisions.decided([decision(tuple(names), are)])
        last[tuple(sorted(names))] = are
    again = Decisions.of_text(decisions.text(), "here")
    assert {one.names: one.are for one in again.all} == last
    assert again.text() == decisions.text()
    assert again.undone(names for names, _ in made) == Decisions()


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "decision = 1",
        "[[decision]]\nare = 'a bot'",
        "[[decision]]\nnames = ['a']\nare = 'a cat'",
        "[[decision]]\nnames = ['a', 'a']\nare = 'one person'",
        "[[decision]]\nnames = [1, 2]\nare = 'one person'",
        "[[decision]]\nnames = 'ab'\nare = 'one person'",
        "[[decisions]]\nnames = ['a', 'b']\nare = 'one person'",
        "x = " + "[" * 5000,
    ],
)
def test_a_file_that_holds_no_decisions_is_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="'here' holds no decisions"):
        Decisions.of_text(text, "here")


def test_what_is_decided_is_followed_by_the_networks_and_can_be_undone(census: Census, tmp_path: Path) -> None:
    copy = Census(Path(shutil.copytree(census.folder, tmp_path / "copy")))
    nodes, _ = copy.network("collaboration-copresence-all")
    one, other = nodes["name"][0], nodes["name"][1]
    decide(copy, new=[decision((one, other), "one person")], undone=[])
    make_networks(copy)
    after, edges = copy.network("collaboration-copresence-all")
    assert after.height == nodes.height - 1
    assert edges.filter(pl.col("source") == pl.col("target")).is_empty()
    decide(copy, new=[], undone=[(one, other)])
    make_networks(copy)
    assert copy.network("collaboration-copresence-all").nodes.equals(nodes)


def test_names_that_a_census_does_not_know_decide_nothing() -> None:
    made = Decisions().decided([decision(("x", "y"), "one person"), decision(("a", "x"), "two people")])
    people, weight = named("a", "b"), pl.DataFrame({"id": [0, 1], "weight": [1, 1]})
    assert one_name_each(people, weight, made) is None
    assert set(KINDS_OF_DECISION) == {"one person", "two people", "a bot", "a person"}


def test_likely_bots_are_left_out_unless_they_were_decided_to_be_persons() -> None:
    found = pl.DataFrame(
        {
            "name": ["ci-bot", "SFconvertbot", "busy"],
            "points": [LIKELY, 0, LIKELY - 1],
            "listed": [False, True, False],
        }
    )
    names = pl.Series(["ann", "busy", "ci-bot", "SFconvertbot"])
    assert bots_among(names, found, Decisions()) == ["SFconvertbot", "ci-bot"]
    new = [("ci-bot", "a person"), ("ann", "a bot"), ("gone", "a bot")]
    made = Decisions().decided([decision((name,), are) for name, are in new])
    assert bots_among(names, found, made) == ["SFconvertbot", "ann"]


@pytest.mark.parametrize("people", ["as_named", "without_bots", "aliases_90"])
def test_a_network_of_any_choice_of_person_is_that_of_the_findings(census: Census, people: str) -> None:
    network = network_of(census, "collaboration-osborne2024-all", people)
    value = {row["id"]: row["value"] for row in census.findings()["findings"]}
    of = f"community.all.{people}".replace(".as_named", "")
    assert (network.nodes.height, network.edges.height) == (value[f"{of}.developers"], value[f"{of}.edges"])
    if people != "as_named":
        assert not set(network.nodes["name"]) & set(bots_among(network.nodes["name"], bots(census), Decisions()))


@pytest.mark.parametrize(
    ("name", "people", "said"),
    [("lineage-all", "without_bots", "no network of developers"), ("collaboration-temporal-all", "x", "no choice")],
)
def test_a_choice_of_person_that_cannot_be_is_a_sentence(census: Census, name: str, people: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        network_of(census, name, people)


def test_decisions_that_contradict_or_take_nothing_back_are_refused(census: Census, tmp_path: Path) -> None:
    copy = shutil.copytree(census.folder, tmp_path / "copy")

    def say(*words: str) -> Result:
        return CliRunner().invoke(people_command, [str(copy), *words])

    assert "two decisions on the same" in str(say("--one", "a", "b", "--two", "b", "a").exception)
    assert "nothing was decided on 'a'" in str(say("--undo", "a").exception)
    assert not (copy / "people.toml").exists()
    assert "'nobody here' is nobody's name" in say("--bot", "nobody here").stderr
    assert say("--undo", "nobody here").exit_code == 0


def test_a_bot_is_nobodys_alias() -> None:
    people, weight = named("ann", "ann-bot", "anne"), pl.DataFrame({"id": [0, 1, 2], "weight": [1, 9, 2]})
    found = pl.DataFrame({"name": ["ann", "ann"], "other_name": ["ann-bot", "anne"]})
    made = Decisions().decided([decision(("ann-bot", "anne"), "one person")])
    aliases = one_name_each(people, weight, made, found, bots=["ann-bot"])
    assert aliases is not None
    assert aliases.rows() == [(0, 2)]


def test_decisions_that_cannot_all_be_followed_are_said() -> None:
    pairs = [("a", "b", "one person"), ("b", "c", "one person"), ("a", "c", "two people"), ("x", "y", "two people")]
    made = Decisions().decided([decision((one, other), are) for one, other, are in pairs])
    (said,) = made.contradictions()
    assert "'a' and 'c' are decided to be two people" in said
    (also, again) = made.decided([decision(("a",), "a bot"), decision(("b",), "a bot")]).contradictions()
    assert "one of them a bot" in also
    assert "one of them a bot" in again
