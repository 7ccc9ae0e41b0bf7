"""Kinds of actor: a table that is consistent, a user's own before ours, and sentences for what cannot be read."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hubcensus.cli.app import app
from hubcensus.errors import CensusError, UsageError
from hubcensus.owners import actor_types, in_another_case, owners_known
from hubcensus.study import make_findings
from hubcensus.tables.store import Census, open_census


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


def test_an_owner_in_another_case_is_named_and_one_who_is_elsewhere_is_not(tmp_path: Path) -> None:
    assert in_another_case(tmp_path, ["google"]) == []
    (tmp_path / "owners.toml").write_text(
        '[company.owners]\n"Google" = "a"\n"NASA" = "b"\n"nvidia" = "c"\n"not-here" = "d"\n'
    )
    assert in_another_case(tmp_path, ["nasa", "google", "nvidia"]) == [("Google", "google"), ("NASA", "nasa")]
    assert in_another_case(tmp_path, ["Nvidia", "nvidia"]) == []


def test_the_report_says_whom_the_hub_writes_otherwise(census: Census, tmp_path: Path) -> None:
    folder = shutil.copytree(census.folder, tmp_path / "copy")
    owner = census.newest("repositories").select("owner").drop_nulls().collect()["owner"][0]
    (folder / "owners.toml").write_text(f'[company.owners]\n"{owner.upper()}" = "a"\n"not-here" = "b"\n')
    for command in ("report", "study"):
        said = CliRunner().invoke(app, [command, str(folder)])
        assert said.exit_code == 0
        sentence = f"'{owner.upper()}' in owners.toml has no effect: the Hub writes '{owner}', so write it so"
        assert said.stderr.splitlines()[-1] == sentence  # after stages, if the machine is so busy that these are told
    assert CliRunner().invoke(app, ["study", str(folder), "-q"]).output == ""


@pytest.mark.parametrize("name", ["owners.toml", "people.toml", "taxonomy.toml"])
def test_what_is_no_file_is_not_waited_for(census: Census, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(census.folder, tmp_path / "copy")
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with pytest.raises(CensusError, match="it is no file"):
        make_findings(open_census(folder))
