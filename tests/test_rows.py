import string

from hypothesis import given
from hypothesis import strategies as st

from hubcensus.hub.wire import Account, Commit, CommitAuthor, Discussion, ListedItem
from hubcensus.schema import TABLES
from hubcensus.tables import rows

TEXT = st.text(string.ascii_letters + string.punctuation + "é漢 ", max_size=20)


def item(**values: object) -> ListedItem:
    return ListedItem(hub_id="0" * 24, repo_id="a/b", **values)  # type: ignore[arg-type]


@given(TEXT)
def test_an_id_is_split_at_its_first_slash(repo_id: str) -> None:
    owner, name = rows.split_id(repo_id)
    assert repo_id == (name if owner is None else f"{owner}/{name}")
    assert owner is None or "/" not in owner


@given(st.lists(TEXT, max_size=6))
def test_a_licence_is_the_first_tag_that_holds_the_word(tags: list[str]) -> None:
    with_word = [tag for tag in tags if "license:" in tag]
    assert rows.license_of(tags) == (with_word[0].split(":", 1)[1] if with_word else None)


def test_a_base_model_counts_once_with_its_relation() -> None:
    tags = [
        "base_model:x/y",
        "base_model:finetune:x/y",
        "base_model:adapter:p/q:r",
        "base_model:z/plain",
        "base_model:z/plain",
    ]
    assert list(rows.lineage_rows(tags)) == [
        ("x/y", "finetune"),
        ("p/q:r", "adapter"),
        ("z/plain", None),
    ]


def test_a_tag_that_names_no_base_is_none_and_spaces_around_a_name_are_not_of_it() -> None:
    tags = ["base_model:", "base_model:finetune:", "base_model: ", "base_model:merge: x/y "]
    assert list(rows.lineage_rows(tags)) == [("x/y", "merge")]


def test_gating_is_unknown_no_auto_or_manual() -> None:
    gates = [rows.repository_row(item(gated=gated), ())[7] for gated in (None, False, "false", "auto", "manual")]
    assert gates == [None, "no", "no", "auto", "manual"]


def test_a_key_that_the_hub_left_out_is_unknown() -> None:
    row = rows.repository_row(item(), ())
    assert {value for value in row[3:-1] if value is not False} <= {None}


def test_history_is_oldest_first_and_each_commit_once() -> None:
    commits = [Commit(id=name) for name in ("c", "b", "b", "a")]
    assert [commit.id for commit in rows.history(commits)] == ["a", "b", "c"]


def test_a_commit_without_authors_is_a_commit_and_credits_nobody() -> None:
    commits = [Commit(id="a", authors=[]), Commit(id="b", authors=[CommitAuthor("x"), CommitAuthor("y")])]
    assert [row[3] for row in rows.commit_rows(commits)] == [0, 2]
    assert list(rows.commit_author_rows(commits)) == [(1, 0, "x"), (1, 1, "y")]


def test_a_discussion_of_a_deleted_account_has_no_author() -> None:
    opened = Discussion(num=1, author=Account("x", "user"), owner=Account("y", "org"))
    found = [row[:4] for row in rows.discussion_rows([Discussion(num=2), opened])]
    assert found == [(1, "x", "user", "org"), (2, None, None, None)]


def test_every_column_says_what_it_means() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)), table.name
        assert all(column.meaning for column in table.columns), table.name
