"""Names that are no names, planted in a Hub: they go through everything as text, and steer nothing."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.hub.client import HubClient
from hubcensus.study import export, make_report
from hubcensus.tables.store import Census, open_census
from test_census import no_sleep

NAMES = [
    "<script>document.title='ran'</script>",
    "<img src=x onerror=alert(1)>",
    '"onmouseover="alert(1)',
    "</style></title><b>",
    "=HYPERLINK(1)",
    "+1-2",
    "@SUM(1)",
    "-cmd",
    "turned\u202eback\u2067",
    "esc\x1b[31m\x1b]0;title\x07",
    "zero\u200bwidth\ufeff",
    "\U0001f917 hug \u202a",
    "tex\\input{x}$^_%&#~",
    "`code` *bold* [x](javascript:1) |",
    "{{7*7}}{% raw %}",
    "new\nline\ttab",
    "n" * 10_000,
]
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def _hub(request: httpx2.Request) -> httpx2.Response:
    """A Hub whose models, owners, developers, tags and licences are all named so, and whose spaces use them."""
    path = request.url.path
    if path == "/api/models":
        return httpx2.Response(200, json=[_model(place, name) for place, name in enumerate(NAMES)])
    if path == "/api/spaces":
        used = [f"{name}/{name}" for name in NAMES]
        spaces = [
            {"_id": f"{900 + n:024x}", "id": f"{NAMES[n]}/s{n}", "models": used, "likes": n}
            for n in range(len(NAMES))
        ]
        return httpx2.Response(200, json=spaces)
    if path == "/api/datasets":
        return httpx2.Response(200, json=[])
    if path.endswith("/commits/main"):
        return httpx2.Response(200, json=[_commit(place) for place in range(len(NAMES))])
    return httpx2.Response(200, json={"discussions": [], "count": 0, "start": 0})


def _model(place: int, name: str) -> dict[str, Any]:
    tags = [name, "text-generation", f"license:{name}", f"base_model:{NAMES[0]}/{NAMES[0]}"]
    at = f"2023-01-{1 + place:02}T00:00:00.000Z"
    return {
        "_id": f"{place:024x}",
        "id": f"{name}/{name}",
        "author": name,
        "likes": place,
        "downloads": 7 * place,
        "tags": tags,
        "createdAt": at,
    }


def _commit(place: int) -> dict[str, Any]:
    names = [NAMES[place], NAMES[(place + 1) % len(NAMES)]]
    authors = [{"user": name, "avatar": None} for name in names]
    return {
        "id": f"{place:040x}",
        "title": NAMES[place],
        "message": "",
        "authors": authors,
        "date": "2023-05-01T00:00:00.000Z",
    }


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Census:
    folder = tmp_path_factory.mktemp("names") / "census"

    def client(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=httpx2.MockTransport(_hub), sleep=no_sleep)

    take_census(folder, Scope(), "https://hub.example", client=client)  # type: ignore[arg-type]
    made = open_census(folder)
    make_report(made)
    return made


def test_no_name_is_lost(named: Census) -> None:
    ids = named.table("repositories").filter(kind="model").collect()["repo_id"]
    assert sorted(ids) == sorted(f"{name}/{name}" for name in NAMES)


def test_the_report_and_all_its_texts_have_no_name_that_steers(named: Census) -> None:
    for path in sorted((named.folder / "report").rglob("*")):
        if path.suffix in (".html", ".tex", ".md", ".svg"):
            text = path.read_text("utf-8")
            assert not _STEERS.search(text), path
            assert "n" * 500 not in text, path
    page = (named.folder / "report" / "index.html").read_text("utf-8")
    seen: list[tuple[str, dict[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, dict(attributes)))  # type: ignore[method-assign]
    parser.feed(page)
    assert not {tag for tag, _ in seen} & {"script", "img", "object"}
    frames = [attributes for tag, attributes in seen if tag == "iframe"]
    assert frames == [{"name": "explorer", "title": "Explorer of the networks"}]
    assert not [name for _, attributes in seen for name in attributes if name.startswith("on")]
    assert not [one["href"] for tag, one in seen if tag == "a" and str(one["href"]).lower().startswith("javascript")]


def test_every_file_that_the_report_names_is_there(named: Census) -> None:
    report = named.folder / "report"
    for page in ("index.html", "explorer.html"):
        links = re.findall(r'href="(?!#|https?:)([^"#]+)', (report / page).read_text("utf-8"))
        assert links and [link for link in links if not (report / link).is_file()] == []


def test_no_cell_of_a_file_is_a_formula(named: Census, tmp_path: Path) -> None:
    written = [*(named.folder / "report").rglob("*.csv"), *export(named, "origin", [], tmp_path / "origin")]
    networks = ["collaboration-osborne2024-all", "dependencies-all", "lineage-all"]
    written += export(named, "csv", networks, tmp_path / "csv")
    assert len(written) > 40
    csv.field_size_limit(10**7)
    for path in written:
        for row in csv.reader(path.read_text("utf-8").splitlines(keepends=True)):
            for cell in row:
                assert not re.match(r"\s*[=+@]|\s*-(?![\d.])", cell), (path, cell[:80])


def test_networks_are_whole_xml(named: Census, tmp_path: Path) -> None:
    for format in ("graphml", "gexf"):
        for path in export(named, format, ["collaboration-osborne2024-all", "dependencies-all"], tmp_path / format):
            ElementTree.parse(path)


@pytest.mark.parametrize(
    "order",
    [
        ["findings", "adoption.all"],
        ["findings", "community.all.without_bots.key_developers"],
        ["people"],
        ["replicate", "osborne2024"],
        ["sql", "select name, owner from repositories"],
        ["status"],
        ["audit"],
    ],
)
def test_nothing_that_is_printed_steers_a_terminal(order: list[str], named: Census) -> None:
    name = order[0]
    rest = order[1:]
    arguments = [name, *rest, str(named.folder)] if name == "replicate" else [name, str(named.folder), *rest]
    shown = _on_a_terminal([sys.executable, "-m", "hubcensus", *arguments])
    assert "Traceback" not in shown
    coloured = re.sub("\x1b\\[[\\d;?]*[a-zA-Z]", "", shown.replace("\r", ""))
    assert not _STEERS.search(coloured), repr(_STEERS.search(coloured))
    assert "\x1b]0;" not in shown and "\x1b[31m\x1b" not in shown


def _on_a_terminal(command: list[str]) -> str:
    """Return what a command shows on a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        process.wait()
    os.close(ours)
    return shown.decode("utf-8", "replace")


def test_findings_hold_the_names_as_they_came(named: Census) -> None:
    text = (named.folder / "findings.json").read_text("utf-8")
    owners = {
        row["owner"]
        for one in json.loads(text)["findings"]
        if one["id"] == "adoption.all.owner_ranks"
        for row in one["value"]
    }
    assert "<img src=x onerror=alert(1)>" in owners and len(owners) >= 10
