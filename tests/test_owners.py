"""Kinds of actor: a table that is consistent, a user's own before ours, and sentences for what cannot be read."""

from pathlib import Path

import pytest

from hubcensus.errors import UsageError
from hubcensus.owners import actor_types, owners_known


def test_an_owner_is_of_one_kind_and_said_to_be_somebody() -> None:
    every = [owner for one in actor_types() for owner in one.owners]
    assert len(every) == len(set(every)) > 100
    assert all(who.strip() for one in actor_types() for who in one.owners.values())


def test_rows_of_a_census_go_before_ours(tmp_path: Path) -> None:
    assert owners_known(tmp_path)["google"] == "company"
    (tmp_path / "owners.toml").write_text('[community.owners]\n"google" = "a joke"\n"my-lab" = "us"\n')
    known = owners_known(tmp_path)
    assert (known["google"], known["my-lab"], known["THUDM"]) == ("community", "community", "university")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[company", "cannot be read"),
        ("company = 3", "has a kind without owners"),
        ("[company]", "has a kind without owners"),
        ('[company.owners]\n"a" = 5', "an owner who is no text"),
        ('[firm.owners]\n"a" = "b"', "no kind of actor"),
    ],
)
def test_a_table_that_cannot_be_read_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "owners.toml").write_text(text)
    with pytest.raises(UsageError, match=said):
        owners_known(tmp_path)
