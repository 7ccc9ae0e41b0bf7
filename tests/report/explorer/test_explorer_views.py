import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from small_networks import CENSUS, facts_of, network, networks_of, rings, shown

from hubcensus.measures import communities
from hubcensus.report.explorer import files
from hubcensus.report.explorer.files import Explored, write_explorer
from hubcensus.report.explorer.page import explorer_page
from hubcensus.report.explorer.picture import picture
from hubcensus.report.explorer.shown import SHOWN
from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.views import view_of, views
from hubcensus.tables.writer import take_over


def named(shown: list[View], name: str) -> View:
    return next(view for view in shown if view.words.name == name)


def test_nodes_have_the_degrees_cores_and_communities_of_the_whole_network(few: list[View]) -> None:
    view, whole = (
        named(few, "collaboration"),
        network({"name": [f"dev-{at:04}" for at in range(20)]}, rings(20, 5), "weight"),
    )
    graph = whole.graph()
    place = [whole.nodes["name"].to_list().index(name) for name in view.names]
    simple = graph.as_undirected(mode="collapse")
    assert view.values("ties").tolist() == np.array(simple.degree())[place].tolist()
    assert view.values("out").tolist() == np.array(graph.outdegree())[place].tolist()
    assert view.values("back").tolist() == np.array(graph.indegree())[place].tolist()
    assert view.values("core").tolist() == np.array(simple.coreness())[place].tolist()
    assert view.values("community").tolist() == communities(graph, 1)[place].tolist()


def test_an_isolate_is_counted_and_not_drawn(few: list[View]) -> None:
    view = named(few, "collaboration")
    assert view.left_out == {"isolates": 1, "nodes": 0, "ties": 0}
    assert len(view.names) == 20 and "lonely" not in view.names.to_list()


def test_bots_and_their_ties_are_left_out_and_all_others_stay() -> None:
    names = [f"dev-{at:04}" for at in range(20)]
    networks = networks_of(network({"name": names}, rings(20, 5), "weight"))
    facts = facts_of(names)
    bot = replace(facts, developers=facts.developers.with_columns(bot=pl.col("name") == "dev-0001"))
    with_bot, without = (
        named(list(views(networks.__getitem__, list(networks), known)), "collaboration") for known in (facts, bot)
    )
    ends = [
        {frozenset((view.names[a], view.names[b])) for a, b in _ends(view, view.ties.low >= 0)}
        for view in (with_bot, without)
    ]
    assert {tie for tie in ends[0] if "dev-0001" in tie}
    assert ends[1] == {tie for tie in ends[0] if "dev-0001" not in tie}


def test_a_space_a_model_and_a_dataset_of_one_name_are_three_nodes(few: list[View]) -> None:
    view = named(few, "dependencies")
    kinds = view.column("kind").values.to_list()
    assert sorted(kind for kind, name in zip(kinds, view.names, strict=True) if name == "org/base") == [
        "dataset",
        "model",
        "space",
    ]
    assert view.ties.low.size == 5


def test_a_tie_says_in_which_subfields_it_is(few: list[View]) -> None:
    view = named(few, "collaboration")
    ends = {frozenset((view.names[a], view.names[b])) for a, b in _ends(view, view.parts & 1 == 1)}
    assert ends == {frozenset(tie[:2]) for tie in rings(20, 5)[:5]}
    assert (view.parts >> 1 == 0).all()


def test_a_dataset_is_in_no_subfield(few: list[View]) -> None:
    view = named(few, "dependencies")
    assert not view.parts.any() and set(view.column("subfields").values) == {0, None}


def test_what_the_listing_would_say_is_unknown_of_what_is_not_listed(few: list[View]) -> None:
    view = named(few, "lineage")
    at = {name: place for place, name in enumerate(view.names)}
    out, subfields = view.column("out").values, view.column("subfields").values
    assert out[at["org/base"]] == 0 and subfields[at["org/base"]] == 0, "it is listed, and has no base"
    assert out[at["org/derived"]] == 1 and subfields[at["org/derived"]] is None, "a tie says what no listing does"
    uses = named(few, "dependencies")
    kinds, out = uses.column("kind").values, uses.column("out").values
    assert None in {n for kind, n in zip(kinds, out, strict=True) if kind != "space"}
    assert None not in {n for kind, n in zip(kinds, out, strict=True) if kind == "space"}


def test_a_developer_is_in_a_subfield_also_where_nobody_is_tied_to_them_there(few: list[View]) -> None:
    view = named(few, "collaboration")
    inside = {name for name, bits in zip(view.names, view.values("subfields"), strict=True) if bits & 1}
    tied_there = {view.names[end] for tie in _ends(view, view.parts & 1 == 1) for end in tie}
    assert inside == {f"dev-{at:04}" for at in range(6)} and inside - tied_there == {"dev-0005"}


def test_a_tie_of_lineage_says_its_relation(few: list[View]) -> None:
    view = named(few, "lineage")
    assert [view.relations[one] for one in view.relation] == ["quantized"]


def test_of_a_larger_network_those_with_most_ties_are_kept_and_the_others_counted() -> None:
    ties = [*rings(20, 5), *(("dev-0000", f"extra-{at}", 1) for at in range(30))]
    names = sorted({name for tie in ties for name in tie[:2]})
    few = replace(SHOWN[0], most_nodes=10, most_ties=9)
    view = view_of(few, [network({"name": names}, ties, "weight")], [], facts_of(names))
    assert view.ties.low.size == 9 and len(view.names) <= 10
    assert view.left_out == {"isolates": 0, "nodes": 50 - len(view.names), "ties": len(ties) - 9}
    assert view.values("ties").max() == 33


def test_unknown_is_null_and_zero_is_zero(few: list[View]) -> None:
    view = named(few, "dependencies")
    known = dict(
        zip(zip(view.column("kind").values, view.names, strict=True), view.column("likes").values, strict=True)
    )
    assert known["model", "org/base"] == 0 and known["space", "org/base"] is None


def test_the_same_census_gives_the_same_page(few: list[View]) -> None:
    again = shown([*(f"dev-{at:04}" for at in range(20)), "lonely"], rings(20, 5))
    assert explorer_page(CENSUS, few, "s") == explorer_page(CENSUS, again, "s")


def test_the_page_lets_its_own_style_and_script_run_and_nothing_else(hostile_page: Path) -> None:
    page = hostile_page.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy and "unsafe" not in policy[1] and policy[1].startswith("default-src 'none'")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert style and script
    for of in (style[1], script[1]):
        assert base64.b64encode(sha256(of.encode()).digest()).decode() in policy[1].replace("&#43;", "+")
    assert not re.search(r"<(link|img|iframe)\b|\bsrc=|\bon\w+=\"|\bstyle=\"", page.replace(script[1], ""))
    assert "document.title='ran'" not in page


def test_a_picture_is_small_and_by_itself(few: list[View]) -> None:
    for view in few:
        svg = picture(view)
        ElementTree.fromstring(svg)
        assert len(svg.encode()) < 60_000 and "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_of_hostile_names_is_sound(hostile: list[str]) -> None:
    svg = picture(shown(hostile, [(hostile[0], name, 2) for name in hostile[1:]])[0])
    root = ElementTree.fromstring(svg)
    assert {each.tag.rpartition("}")[2] for each in root.iter()} == {
        "svg",
        "title",
        "style",
        "path",
        "circle",
        "text",
    }


def test_the_page_is_made_again_only_if_something_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"dev-{at:04}" for at in range(20)]
    networks = networks_of(network({"name": names}, rings(20, 5), "weight"))
    asked: list[int] = []
    explored = Explored(networks.__getitem__, list(networks), lambda: asked.append(1) or facts_of(names))
    folders = [tmp_path / str(at) for at in range(3)]
    for folder in folders:
        folder.mkdir()
    write_explorer(CENSUS, explored, folders[0], tmp_path / "none")
    write_explorer(CENSUS, explored, folders[1], folders[0])
    assert len(asked) == 1
    for name in (files.PAGE, files.PICTURE):
        assert (folders[1] / name).read_bytes() == (folders[0] / name).read_bytes()
    write_explorer({**CENSUS, "made_from": "other"}, explored, folders[2], folders[1])
    assert len(asked) == 2


@pytest.mark.parametrize("name", [files.PAGE, files.PICTURE])
@pytest.mark.parametrize("harm", [lambda text: text[:-100], lambda text: text[:-100] + "x" * 100, lambda text: ""])
def test_a_file_that_was_harmed_is_made_again(tmp_path: Path, name: str, harm: Callable[[str], str]) -> None:
    names = [f"dev-{at:04}" for at in range(20)]
    networks = networks_of(network({"name": names}, rings(20, 5), "weight"))
    explored = Explored(networks.__getitem__, list(networks), lambda: facts_of(names))
    whole, harmed, again = (tmp_path / at for at in ("whole", "harmed", "again"))
    for folder in (whole, harmed, again):
        folder.mkdir()
    for folder in (whole, harmed):
        write_explorer(CENSUS, explored, folder, tmp_path / "none")
    (harmed / name).write_text(harm((harmed / name).read_text("utf-8")), "utf-8")
    write_explorer(CENSUS, explored, again, harmed)
    for one in (files.PAGE, files.PICTURE):
        assert (again / one).read_bytes() == (whole / one).read_bytes()


def test_files_are_taken_over_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    (tmp_path / "old").write_text("all of it")
    take_over(tmp_path / "old", tmp_path / "new")
    assert (tmp_path / "new").read_text() == "all of it"


def test_the_explorer_of_a_census_has_its_developers(census: object, tmp_path: Path) -> None:
    from hubcensus.study import make_report

    _, index = make_report(census)
    page = index.with_name("explorer.html").read_text("utf-8")
    assert re.findall(r'data-view="([^"]+)"', page) == [shown.words.name for shown in SHOWN]
    assert index.with_name("explorer.svg").read_text("utf-8").startswith("<svg")


def _ends(view: View, chosen: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(view.ties.low[chosen].tolist(), view.ties.high[chosen].tolist(), strict=True))


def test_what_the_script_bundles_has_its_licence_beside_it() -> None:
    from importlib.resources import files as room

    licences = room("hubcensus.report.explorer").joinpath("LICENSES.txt").read_text("utf-8")
    pinned = json.loads(room("hubcensus.report.explorer").joinpath("source", "package.json").read_text("utf-8"))
    for name, version in pinned["dependencies"].items():
        assert f"{name} {version} (MIT)" in licences
