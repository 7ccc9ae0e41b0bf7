"""A made-up Hub is the same at every run and skewed as the published results say."""

from collections import Counter

import pytest

from hubcensus.errors import StandinError
from hubcensus.standin.names import person
from hubcensus.standin.population import Population
from hubcensus.standin.records import RecordedHub, instant, records, write_records
from hubcensus.standin.truth import truth


@pytest.fixture(scope="module")
def rows(population):
    return list(records(population))


@pytest.fixture(scope="module")
def found(population):
    return truth(population)


def of_kind(rows, kind):
    return [row for row in rows if row["kind"] == kind]


def test_the_same_seed_makes_the_same_bytes(tmp_path):
    contents = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        path = tmp_path / f"{name}.ndjson"
        write_records(records(Population(200, 60, 100, seed)), path)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1] != contents[2]


@pytest.mark.parametrize("size", [20, 60, 500])
def test_small_populations_stand(size):
    assert truth(Population(size, size // 3, size // 2))["findings"]["activity.model.repositories"] == size


def test_an_empty_population_is_refused_with_a_sentence():
    with pytest.raises(StandinError, match="at least 20 models"):
        Population(models=0)


def test_every_repository_is_told_apart(rows):
    ids = [(row["kind"], row["item"]["id"].lower()) for row in rows]
    assert len(set(ids)) == len(rows) == 5500
    assert len({row["item"]["_id"] for row in rows}) == len(rows)


def test_the_id_of_a_repository_begins_with_its_creation(rows):
    assert all(int(row["item"]["_id"][:8], 16) == instant(row["item"]["createdAt"]) for row in rows)


@pytest.mark.parametrize("seed", [2, 3])
def test_the_skews_are_the_published_ones(seed):
    findings = truth(Population(3000, 1000, 1500, seed))["findings"]
    for name, low, high in (
        ("activity.model.downloads.zero_share", 0.70, 0.80),
        ("activity.model.downloads.top_1pct_share", 0.985, 0.995),
        ("activity.model.likes.zero_share", 0.75, 0.90),
        ("activity.model.license.none_share", 0.62, 0.68),
        ("activity.dataset.license.none_share", 0.68, 0.76),
        ("activity.model.contributors.single_share", 0.85, 0.89),
        ("community.all.isolate_share", 0.87, 0.91),
        ("adoption.all.unused_share", 0.90, 0.97),
        ("adoption.all.in_degree_max", 101, 400),
    ):
        assert low <= findings[name] <= high, name


def test_the_planted_truths_can_be_seen(found, rows):
    planted = found["planted"]
    assert len(planted["core"]) >= 10
    assert len(planted["communities"]) >= 6
    assert len(planted["aliases"]) >= 8
    assert {"SFconvertbot", "system", "librarian-bot"} <= set(planted["bots"])
    names = {author["user"] for row in rows for commit in row["commits"] for author in commit["authors"]}
    assert names.issuperset(planted["core"])
    assert all(names.issuperset(group) for group in planted["communities"] + planted["aliases"])


def test_the_core_is_prolific(found, rows):
    models = Counter(
        name
        for row in of_kind(rows, "model")
        for name in {author["user"] for commit in row["commits"] for author in commit["authors"]}
    )
    core = [models[name] for name in found["planted"]["core"]]
    assert sum(core) / len(core) > 10 * models.total() / len(models)


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_every_awkward_answer_is_there(rows, kind):
    repositories = of_kind(rows, kind)
    states = {key for row in repositories for key in row.get("answers", {})}
    assert states == {"missing", "renamed_to", "discussions_disabled", "no_main"}
    assert any(row["item"]["disabled"] for row in repositories)
    assert any(len(row["commits"]) > 1000 for row in repositories)
    assert any(len(row["discussions"] or ()) > 100 for row in repositories)
    assert any(not commit["authors"] for row in repositories for commit in row["commits"])
    assert any("author" not in talk for row in repositories for talk in row["discussions"] or ())
    assert any(row["item"]["createdAt"] == "2022-03-02T23:29:04.000Z" for row in repositories)
    for key in ("tags", "likes", "author"):
        assert any(key not in row["item"] for row in repositories)
    gates = {row["item"]["gated"] for row in repositories}
    assert gates == ({False} if kind == "space" else {False, "auto", "manual"})
    assert any("/" not in row["item"]["id"] for row in repositories) == (kind != "space")


def test_some_spaces_use_models_that_are_not_there(rows):
    listed = {row["item"]["id"] for row in of_kind(rows, "model")}
    used = {model for row in of_kind(rows, "space") for model in row["item"].get("models", ())}
    assert used - listed
    assert used & listed


def test_hostile_names_and_titles_are_in_the_commits_to_models(rows):
    commits = [commit for row in of_kind(rows, "model") for commit in row["commits"]]
    names = {author["user"] for commit in commits for author in commit["authors"]}
    assert {"<script>alert(1)</script>", 'O\'Brien, "Bob"', "محمد بن سالم", "🦙🦙🦙"} <= names
    assert "=1+1" in {commit["title"] for commit in commits}


def test_derived_models_say_from_what_and_how(rows):
    listed = {row["item"]["id"] for row in of_kind(rows, "model")}
    tags = [tag for row in of_kind(rows, "model") for tag in row["item"].get("tags", ()) if "base_model:" in tag]
    plain = {tag.removeprefix("base_model:") for tag in tags if tag.count(":") == 1}
    related = {tuple(tag.split(":")[1:]) for tag in tags if tag.count(":") == 2}
    ghosts = {base for _, base in related} - listed
    assert ghosts == {"vanished-labs/wraith-7b", "gone-since/phantom-diffusion", "phantom-base"}
    assert plain <= listed
    assert {relation for relation, _ in related} == {"finetune", "quantized", "adapter", "merge"}


def test_nothing_in_it_looks_like_a_secret_or_an_address(rows):
    text = repr(rows)
    assert "hf_" not in text
    assert "@" not in text


def test_accounts_are_users_and_organisations(population):
    owners = {repo_id.partition("/")[0] for repo_id in population.ids("model") if "/" in repo_id}
    types = Counter(population.account(owner)["type"] for owner in owners)
    assert types["user"] > 5 * types["org"] > 0
    assert population.account("nobody-at-all") is None


def test_no_two_people_share_a_name():
    people = [person(number) for number in range(70_000)]  # more than there are full names
    assert len({someone.login for someone in people}) == len(people)
    assert len({name for someone in people for name in someone.variants}) == 3 * len(people)


def test_the_records_of_a_population_serve_as_the_same_hub(population, rows):
    recorded = RecordedHub.of(rows)
    for kind in ("model", "dataset", "space"):
        assert list(recorded.ids(kind)) == list(population.ids(kind))
        assert (recorded.hub_ids(kind) == population.hub_ids(kind)).all()
        both = recorded.values(kind, "likes"), population.values(kind, "likes")
        assert repr(both[0].tolist()) == repr(both[1].tolist())
    assert truth(recorded)["findings"] == truth(population)["findings"]
