import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hubcensus.collect.listing import import_listing
from hubcensus.collect.progress import status
from hubcensus.errors import CensusError, ListingError, UsageError
from hubcensus.kinds import kind_named
from hubcensus.study import make_audit, make_difference, make_findings, make_tables
from hubcensus.tables.store import open_census

DAY = date(2024, 7, 11)
ITEMS: list[dict[str, Any]] = [
    {"_id": "a" * 24, "id": "x/one", "likes": 0, "downloads": 5, "tags": ["license:mit"], "gated": "false"},
    {"_id": "b" * 24, "id": 'Büro/名前, "q"', "likes": 3, "downloads": 0, "tags": [], "gated": "auto"},
]


def listed(folder: Path) -> list[dict[str, Any]]:
    make_tables(open_census(folder))
    return open_census(folder).table("repositories").collect().to_dicts()


def written(folder: Path, form: str) -> Path:
    path = folder / f"listing.{form}"
    if form == "parquet":
        pl.DataFrame(ITEMS).with_columns(createdAt=datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)).write_parquet(path)
    elif form == "json":
        path.write_text(json.dumps(ITEMS), "utf-8")
    else:
        path.write_bytes(gzip.compress(json.dumps(ITEMS).encode()))
    return path


@pytest.mark.parametrize("form", ["parquet", "json", "json.gz"])
def test_a_recorded_listing_becomes_a_snapshot_in_any_form(form: str, tmp_path: Path) -> None:
    census = tmp_path / "census"
    assert import_listing(census, [written(tmp_path, form)], kind_named("model"), DAY) == 2
    rows = listed(census)
    assert [(row["repo_id"], row["likes"], row["downloads"], row["license"], row["gated"]) for row in rows] == [
        ("x/one", 0, 5, "mit", "no"),
        ('Büro/名前, "q"', 3, 0, None, "auto"),
    ]
    assert {row["snapshot"] for row in rows} == {"2024-07-11"}
    assert {row["commits"] for row in rows} == {None}
    if form == "parquet":
        assert rows[0]["created_at"] == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_models_and_datasets_of_two_days_are_one_study(tmp_path: Path) -> None:
    census = tmp_path / "census"
    import_listing(census, [written(tmp_path, "json")], kind_named("model"), DAY)
    import_listing(census, [written(tmp_path, "json.gz")], kind_named("dataset"), date(2024, 7, 9))
    found = {row["id"]: row["value"] for row in make_findings(open_census(census))["findings"]}
    assert (found["census.model.listed"], found["census.dataset.listed"], found["census.space.listed"]) == (
        2,
        2,
        None,
    )
    assert found["activity.model.downloads.zero_share"] == 0.5
    audit = make_audit(open_census(census))
    coverage, sums = audit.coverage, audit.checks
    assert coverage == []  # nothing but the listings was in the scope, so nothing is pending
    assert all(check.holds for check in sums)
    with pytest.raises(UsageError, match="no kind in common"):
        make_difference(open_census(census))


def test_a_repository_that_is_listed_twice_counts_once(tmp_path: Path) -> None:
    files = [written(tmp_path, "json"), written(tmp_path, "json.gz")]
    assert import_listing(tmp_path / "census", files, kind_named("model"), DAY) == 2
    assert len(listed(tmp_path / "census")) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.parquet", b"no parquet"),
        ("x.json", b"{}"),
        ("x.json", b"[{]"),
        ("x.json.gz", b"no gzip"),
        ("x.csv", b"a,b"),
    ],
)
def test_a_file_that_is_no_listing_is_refused_and_nothing_is_kept(name: str, content: bytes, tmp_path: Path) -> None:
    census = tmp_path / "census"
    import_listing(census, [written(tmp_path, "json")], kind_named("model"), DAY)
    bad = tmp_path / name
    bad.write_bytes(content)
    with pytest.raises(ListingError, match=name):
        import_listing(census, [written(tmp_path, "json"), bad], kind_named("model"), DAY)
    assert [row["snapshot"] for row in status(census)] == ["2024-07-11"]


def test_columns_of_odd_types_are_read_or_named(tmp_path: Path) -> None:
    odd = {"_id": [b"a" * 24], "id": [b"x/one"], "likes": [3.0], "downloads": ["7"], "createdAt": [date(2024, 5, 1)]}
    pl.DataFrame(odd).write_parquet(tmp_path / "odd.PARQUET")
    import_listing(tmp_path / "c", [tmp_path / "odd.PARQUET"], kind_named("model"), DAY)
    (row,) = listed(tmp_path / "c")
    assert (row["repo_id"], row["likes"], row["downloads"]) == ("x/one", 3, 7)
    assert row["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)
    pl.DataFrame({"_id": ["a"], "id": ["b"], "tags": ["text"]}).write_parquet(tmp_path / "tags.parquet")
    with pytest.raises(ListingError, match=r"column tags .* should be lists of texts"):
        import_listing(tmp_path / "c", [tmp_path / "tags.parquet"], kind_named("model"), DAY)


def test_instants_of_another_zone_are_told_in_utc(tmp_path: Path) -> None:
    noon = pl.Series([datetime(2024, 5, 1, 12)]).dt.replace_time_zone("Europe/Berlin")
    pl.DataFrame({"_id": ["a"], "id": ["b"], "createdAt": noon}).write_parquet(tmp_path / "zone.parquet")
    import_listing(tmp_path / "c", [tmp_path / "zone.parquet"], kind_named("model"), DAY)
    assert listed(tmp_path / "c")[0]["created_at"] == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_a_missing_file_and_a_parquet_without_ids_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("[]")
    with pytest.raises(ListingError, match="there is no repository in"):
        import_listing(tmp_path / "c", [tmp_path / "empty.json"], kind_named("model"), DAY)
    with pytest.raises(CensusError, match="cannot be read"):
        import_listing(tmp_path / "c", [tmp_path / "none.json"], kind_named("model"), DAY)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(ListingError, match="no columns _id and id"):
        import_listing(tmp_path / "c", [tmp_path / "a.parquet"], kind_named("model"), DAY)


@pytest.mark.recorded
def test_raw_pages_of_2024_are_read_as_they_were_recorded(recorded: Path, tmp_path: Path) -> None:
    pages = recorded / "TStalnaker44__hugging_face_analysis_replication" / "raw_pages"
    for kind, n in (("model", 5), ("dataset", 3)):
        files = sorted(pages.glob(f"{kind}s_page*.json.gz"))
        assert import_listing(tmp_path / kind, files, kind_named(kind), DAY) == n * 1000


@pytest.mark.recorded
@pytest.mark.long
def test_the_hub_of_july_2024_answers_rq1_and_says_what_it_does_not_hold(recorded: Path, tmp_path: Path) -> None:
    folder = recorded / "TStalnaker44__hugging_face_analysis_replication"
    import_listing(tmp_path, [folder / "DERIVED_models_list_2024-07-11.parquet"], kind_named("model"), DAY)
    files = [folder / "DERIVED_datasets_list_2024-07-09.parquet"]
    import_listing(tmp_path, files, kind_named("dataset"), date(2024, 7, 9))
    rows = {row["id"]: row for row in make_findings(open_census(tmp_path))["findings"]}
    models = pl.read_parquet(folder / "DERIVED_models_list_2024-07-11.parquet", columns=["downloads", "tags"])
    assert rows["activity.model.repositories"]["value"] == 760_000
    assert rows["activity.dataset.repositories"]["value"] == 175_000
    zero = models.select((pl.col("downloads") == 0).mean()).item()
    assert rows["activity.model.downloads.zero_share"]["value"] == pytest.approx(zero)
    top = models["downloads"].sort(descending=True).head(7600).sum() / models["downloads"].sum()
    assert rows["activity.model.downloads.top_1pct_share"]["value"] == pytest.approx(top)
    bare = models.select(pl.col("tags").list.join("\n").str.contains("license:").not_().mean()).item()
    assert rows["activity.model.license.none_share"]["value"] == pytest.approx(bare)
    assert rows["activity.model.commits.median"]["value"] is None
    assert rows["community.all.developers"]["value"] is None


def test_the_same_files_are_not_taken_twice(tmp_path: Path) -> None:
    census = tmp_path / "census"
    import_listing(census, [written(tmp_path, "json")], kind_named("model"), DAY)
    before = status(census)
    with pytest.raises(UsageError, match="already: it is the snapshot 2024-07-11"):
        import_listing(census, [written(tmp_path, "json")], kind_named("model"), DAY)
    assert status(census) == before


def test_other_content_in_a_file_of_the_same_name_is_taken(tmp_path: Path) -> None:
    census = tmp_path / "census"
    for folder, likes in (("one", 1), ("other", 2)):
        path = tmp_path / folder / "models.json"
        path.parent.mkdir()
        path.write_text(json.dumps([{"_id": "a" * 24, "id": "a/b", "likes": likes}]))
        import_listing(census, [path], kind_named("model"), DAY)
    assert [row["snapshot"] for row in status(census)] == ["2024-07-11", "2024-07-11.2"]


def test_what_a_recorded_listing_does_not_say_is_unknown_in_its_certificate(tmp_path: Path) -> None:
    import_listing(tmp_path, [written(tmp_path, "json")], kind_named("model"), DAY)
    rows = make_findings(open_census(tmp_path))["findings"]
    found, notes = ({row["id"]: row[name] for row in rows} for name in ("value", "notes"))
    assert found["census.model.listing.repeated"] == 0
    for name in ("listing.out_of_order", "listing.pauses", "listing.longest_pause", "flow.reachable", "flow.shared"):
        assert found[f"census.model.{name}"] is None
    assert found["census.space.listing.repeated"] is None
    for id in ("activity.model.commits.median", "community.all.developers", "time.model.elephant_factor"):
        assert (found[id], notes[id]) == (None, "commits were not collected")
