"""The pages over a census read it and nothing else, for nobody but the person at this machine."""

import csv
import io
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx2
import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.exploring import explore_command
from hubcensus.errors import ServingError, UsageError
from hubcensus.explore import queries
from hubcensus.explore.server import Explorer
from hubcensus.study import make_networks
from hubcensus.tables.store import Census, open_census
from test_hostile import hub, item, take

HOSTILE = [
    "=1+1",
    "'; DROP TABLE repositories; --",
    '"<script>document.title=1</script>',
    "\u202eback",
    "🤗",
    "n" * 10_000,
]
Get = Callable[..., httpx2.Response]


@pytest.fixture(scope="module")
def copy(census: Census, tmp_path_factory: pytest.TempPathFactory) -> Census:
    """A census with a report, a secret beside it, and ways out of the report that should lead nowhere."""
    folder = tmp_path_factory.mktemp("explore") / "census"
    shutil.copytree(census.folder, folder)
    shutil.rmtree(folder / "report", ignore_errors=True)
    (folder / "report" / "tables").mkdir(parents=True)
    (folder / "report" / "index.html").write_text("<p>the report</p>")
    (folder / "report" / "explorer.html").write_text("<p>the explorer</p>")
    (folder / "report" / "tables" / "a.csv").write_text("a,b\n")
    (folder.parent / "secret").write_text("secret")
    (folder / "report" / "out").symlink_to(folder.parent / "secret")
    return open_census(folder)


@pytest.fixture(scope="module")
def client(copy: Census) -> Iterator[httpx2.Client]:
    with Explorer(copy).in_background() as served, httpx2.Client(base_url=served.address) as client:
        yield client


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """The pages over a census in which every name is hostile."""
    at = "2024-01-01T00:00:00.000Z"
    commits = [
        {"id": f"{i:040x}", "title": name, "date": at, "authors": [{"user": name}]} for i, name in enumerate(HOSTILE)
    ]
    items = [item(i, id=f"a/{name}", tags=[name], likes=i) for i, name in enumerate(HOSTILE)]
    census = take(tmp_path_factory.mktemp("hostile"), hub(items, commits))
    make_networks(census)
    with Explorer(census).in_background() as served, httpx2.Client(base_url=served.address) as client:
        yield client


def said(response: httpx2.Response) -> str:
    """The sentence of a page that could not be made."""
    assert "Traceback" not in response.text and "<h1>This cannot be shown</h1>" in response.text
    (sentence,) = re.findall(r'<p class="care">(.*?)</p>', response.text, re.DOTALL)
    assert 'href="/"' in response.text
    return sentence[0].lower() + unescape(sentence)[1:]


def ask(table: str, *filters: tuple[str, str, str], **more: object) -> str:
    pairs = [pair for one in filters for pair in zip(("column", "how", "value"), one, strict=True)]
    return f"/json/{quote(table)}?{urlencode([*pairs, *more.items()])}"


# who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.2:{port}", ""]
)
def test_a_name_that_somebody_points_at_this_machine_is_refused(client: httpx2.Client, host: str) -> None:
    refused = client.get("/", headers={"host": host.format(port=client.base_url.port)})
    assert (refused.status_code, "Nothing is served under this name" in refused.text) == (403, True)


def test_localhost_is_this_machine(client: httpx2.Client) -> None:
    assert client.get("/", headers={"host": f"localhost:{client.base_url.port}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_asks_for_is_refused(client: httpx2.Client, headers: dict[str, str]) -> None:
    refused = client.get("/csv/repositories", headers=headers)
    assert (refused.status_code, "Another site asks for this" in refused.text) == (403, True)


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_what_a_page_of_ours_or_a_person_asks_for_is_not(client: httpx2.Client, site: str) -> None:
    headers = {"sec-fetch-site": site, "origin": str(client.base_url).rstrip("/")}
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_taken(client: httpx2.Client, method: str) -> None:
    refused = client.request(method, "/table/repositories")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path", ["/", "/table/tags", "/nothing", "/table/nothing", "/report/", "/report/%00", "/csv/tags"]
)
def test_every_answer_says_what_a_page_may_do(client: httpx2.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "script-src" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")


def test_the_explorer_of_the_report_may_run_its_script_and_fetch_nothing(client: httpx2.Client) -> None:
    assert '<a href="/report/explorer.html">' in client.get("/").text
    policy = client.get("/report/explorer.html").headers["content-security-policy"]
    assert "default-src 'none'; script-src 'unsafe-inline';" in policy
    assert policy.endswith("; frame-ancestors 'self'") and policy.count("'self'") == 1  # the page may show it
    assert "http" not in policy and "connect-src" not in policy


def test_it_is_bound_to_loopback_and_says_when_a_port_is_taken(client: httpx2.Client, copy: Census) -> None:
    assert client.base_url.host == "127.0.0.1"
    with pytest.raises(ServingError, match="cannot be used"):
        Explorer(copy, client.base_url.port)


# what is there


@pytest.mark.parametrize(
    "path",
    [
        "/report/../findings.json",
        "/report/%2e%2e/findings.json",
        "/report/..%2ffindings.json",
        "/report/%2e%2e%2f%2e%2e%2fsecret",
        "/report//etc/passwd",
        "/report/out",
        "/report/tables/",
        "/report/%00",
        "/journal.db",
        "/table/../journal.db",
        "/table/journal.db",
        "/csv//etc/passwd",
        "/table/lineage-all%2f..%2fmade-from.json",
    ],
)
def test_nothing_outside_of_the_report_and_the_tables_is_reached(client: httpx2.Client, path: str) -> None:
    connection = HTTPConnection(client.base_url.host, client.base_url.port)  # another client would tidy the path
    connection.request("GET", path)
    answer = connection.getresponse()
    assert (answer.status, b"<h1>This cannot be shown</h1>" in answer.read()) == (404, True)
    connection.close()


def test_the_report_is_served_as_it_is(client: httpx2.Client) -> None:
    assert client.get("/report/").text == "<p>the report</p>"
    assert client.get("/report/tables/a.csv").text == "a,b\n"
    assert '<a href="/report/">' in client.get("/").text


def test_the_first_page_has_every_table_and_its_rows(client: httpx2.Client, copy: Census) -> None:
    page = client.get("/").text
    for name, paths in copy.files().items():
        assert f'href="/table/{name}"' in page, name
        if "/" not in name:
            rows = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in paths)
            assert re.search(rf">{name}</a></th><td>{rows:,}</td>", page), name


@pytest.mark.parametrize(
    ("table", "meaning"),
    [
        ("repositories", "users who like it (likes)"),
        ("findings", "lower end of the interval of 95 %; null if there is none"),
        ("lineage-all/edges", "how a model was made from its base; null if not known, and in other networks"),
    ],
)
def test_every_table_says_what_its_columns_mean(client: httpx2.Client, table: str, meaning: str) -> None:
    page = client.get(f"/table/{table}").text
    assert f"<dd>{meaning}</dd>" in page
    assert page.count("<dt>") == page.count('<th scope="col"')


@pytest.mark.parametrize("sort", ["", "tag", "kind"])
def test_pages_add_up_to_all_rows_each_once(client: httpx2.Client, copy: Census, sort: str) -> None:
    expected = copy.table("tags").collect()
    found, page = [], 1
    while rows := re.findall(
        r"<tr>\n((?:<td.*\n)+)</tr>", client.get(f"/table/tags?rows=200&sort={sort}&page={page}").text
    ):
        found += [[unescape(re.sub("<.*?>", "", cell)) for cell in row.splitlines()] for row in rows]
        page += 1
    assert page > 3
    told = [(row[0], int(row[1].replace(",", "")), *row[2:]) for row in found]
    assert sorted(told) == sorted(row for row in expected.rows() if max(map(len, map(str, row))) <= 80)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([("kind", "is", "model")], pl.col("kind") == "model"),
        ([("likes", "from", "5"), ("likes", "to", "50")], pl.col("likes").is_between(5, 50)),
        ([("created_at", "from", "2023-01-01")], pl.col("created_at") >= pl.datetime(2023, 1, 1, time_zone="UTC")),
        ([("license", "unknown", "")], pl.col("license").is_null()),
        (
            [("license", "known", ""), ("disabled", "is", "false")],
            pl.col("license").is_not_null() & ~pl.col("disabled"),
        ),
        ([("repo_id", "contains", "A")], pl.col("repo_id").str.to_lowercase().str.contains("a")),
        ([("repo_id", "contains", "%")], pl.col("repo_id").str.contains("%", literal=True)),
    ],
)
def test_filters_find_what_polars_finds(
    client: httpx2.Client, copy: Census, filters: list[tuple[str, str, str]], expected: pl.Expr
) -> None:
    rows = client.get(ask("repositories", *filters)).json()
    wanted = copy.table("repositories").filter(expected).collect()
    assert [row["repo_id"] for row in rows] == wanted["repo_id"].to_list()


def test_rows_come_in_the_order_of_a_column_unknown_last(client: httpx2.Client) -> None:
    for more in ({}, {"desc": 1}):
        likes = [row["downloads"] for row in client.get(ask("repositories", sort="downloads", **more)).json()]
        known = [n for n in likes if n is not None]
        assert likes == sorted(known, reverse=bool(more)) + [None] * (len(likes) - len(known))
        assert len(known) < len(likes)


def test_the_page_of_a_repository_has_what_tables_and_networks_know(client: httpx2.Client, copy: Census) -> None:
    edges = copy.network("lineage").edges
    base = edges["target"].mode().sort()[0]
    page = unescape(client.get("/repository", params={"kind": "model", "id": base}).text)
    n, query = edges.filter(target=base).height, urlencode([("column", "target"), ("how", "is"), ("value", base)])
    assert f'<a href="/table/lineage-all/edges?{query}">{n}</a>' in page
    derived = copy.table("lineage").filter(base_model=base).collect()
    assert f'Made from it <span class="n">{derived.height}</span>' in page
    assert f">{derived['repo_id'].sort()[0]}</bdi>" in page


def test_the_page_of_a_name_has_what_it_owns_and_did(client: httpx2.Client, copy: Census) -> None:
    authors = copy.table("commit_authors").collect()
    author = authors["author"].mode().sort()[0]
    page = client.get("/account", params={"name": author}).text
    assert f'Credited for commits <span class="n">{authors.filter(author=author).height:,}</span>' in page
    assert "collaboration-osborne2024-all" in page


def test_a_space_and_a_model_of_one_name_are_two(copy: Census, tmp_path: Path) -> None:
    census = open_census(Path(shutil.copytree(copy.folder, tmp_path / "census", symlinks=True)))
    folder = census.folder / "networks" / "dependencies-all"
    nodes = [("model", "a/b"), ("space", "a/b"), ("space", "c/d"), ("space", "e/f")]
    pl.DataFrame(nodes, ["kind", "name"], orient="row").write_parquet(folder / "nodes.parquet")
    edges = [("a/b", "a/b"), ("c/d", "a/b"), ("e/f", "a/b")]
    pl.DataFrame(edges, ["source", "target"], orient="row").write_parquet(folder / "edges.parquet")
    assert queries.ties(census, "a/b", "model") == [{"network": "dependencies-all", "source": 0, "target": 3}]
    assert queries.ties(census, "a/b", "space") == [{"network": "dependencies-all", "source": 1, "target": 0}]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/repository?kind=model&id=no/such", 404, "the census knows no model 'no/such'."),
        (
            "/repository?kind=monster&id=a",
            404,
            "there is no kind of repository 'monster': there are model, dataset, space.",
        ),
        ("/repository?kind=model", 404, "the address has to have id"),
        ("/account?name=nobody-of-this-name", 404, "the census knows no owner or developer"),
        ("/table/repositores", 404, "did you mean 'repositories'?"),
        ("/nothing", 404, "nothing is served under /nothing"),
        ("/table/tags?sort=nothing", 400, "there is no column 'nothing': there are snapshot, "),
        ("/table/tags?sort=tag;drop", 400, "there is no column 'tag;drop'"),
        ("/table/tags?column=nothing&how=is&value=1", 400, "there is no column 'nothing'"),
        ("/table/tags?column=tag&how=like&value=1", 400, "a column cannot be filtered by 'like'"),
        ("/table/tags?column=tag&how=is", 400, "one of them is missing"),
        ("/table/repositories?column=likes&how=from&value=many", 400, "likes is a whole number, and 'many' is none"),
        ("/table/tags?rows=201", 400, "rows is a whole number from 1 to 200"),
        ("/table/tags?page=0", 400, "page is a whole number"),
        ("/table/tags?page=1e9", 400, "page is a whole number"),
        (f"/table/tags?search={'a' * 501}", 400, "at most 500 are taken"),
        ("/table/tags?" + "&".join(["column=tag&how=is&value=a"] * 9), 400, "at most 8 are taken"),
    ],
)
def test_what_is_not_there_or_makes_no_sense_is_a_sentence_with_a_next_step(
    client: httpx2.Client, path: str, status: int, sentence: str
) -> None:
    refused = client.get(path)
    assert refused.status_code == status
    assert sentence in said(refused)


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", '"; DROP VIEW tags; --', "$search", "{{7*7}}", "read_csv('/etc/passwd')", "\x00"]
)
def test_sql_is_a_text_like_any_other(client: httpx2.Client, text: str) -> None:
    for path in (ask("tags", search=text), ask("tags", ("tag", "is", text)), ask("tags", ("tag", "contains", text))):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (200, [])
    assert "49" not in re.sub(
        r"\d+,?\d*</", "", client.get("/find", params={"search": text}).text.partition("<h1>")[2][:40]
    )


def test_hostile_names_are_text_on_every_page(hostile: httpx2.Client) -> None:
    pages = [
        hostile.get("/table/repositories").text,
        hostile.get("/table/commit_authors").text,
        hostile.get("/find", params={"search": "<script>"}).text,
        hostile.get("/account", params={"name": HOSTILE[2]}).text,
        hostile.get("/repository", params={"kind": "model", "id": f"a/{HOSTILE[2]}"}).text,
        hostile.get("/table/tags", params={"search": HOSTILE[2]}).text,
    ]
    for page in pages:
        assert "<script" not in page and "\u202e" not in page and HOSTILE[5] not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", HOSTILE[:-1])
def test_a_hostile_name_has_its_page(hostile: httpx2.Client, name: str) -> None:
    assert hostile.get("/account", params={"name": name}).status_code == 200
    assert hostile.get("/repository", params={"kind": "model", "id": f"a/{name}"}).status_code == 200


def test_downloads_are_what_is_shown_and_no_cell_is_a_formula(hostile: httpx2.Client) -> None:
    got = hostile.get("/csv/commit_authors?column=author&how=contains&value=1")
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert got.headers["content-disposition"] == 'attachment; filename="commit_authors.csv"'
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert {row["author"] for row in rows} == {"'=1+1", HOSTILE[2]}
    same = hostile.get("/json/commit_authors?column=author&how=contains&value=1")
    assert {row["author"] for row in json.loads(same.text)} == {"=1+1", HOSTILE[2]}


# while it is there


def test_a_question_that_takes_too_long_is_a_sentence(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_SECONDS", 0.0)
    monkeypatch.setattr(queries, "_count", lambda connection, *_: connection.execute(ENDLESS).fetchall())
    refused = client.get("/table/tags")
    assert (refused.status_code, "this took more than" in said(refused)) == (503, True)


ENDLESS = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = 7"


def test_tables_that_are_made_anew_meanwhile_are_a_sentence(copy: Census, tmp_path: Path) -> None:
    census = open_census(Path(shutil.copytree(copy.folder, tmp_path / "census", symlinks=True)))
    with Explorer(census).in_background() as served, httpx2.Client(base_url=served.address) as client:
        (part,) = census.parts("tags")
        part.write_bytes(b"half")
        refused = client.get("/table/tags")
        assert (refused.status_code, "may be making them anew" in said(refused)) == (503, True)
        shutil.rmtree(census.folder / "tables")
        for path in ("/repository?kind=model&id=a/b", "/table/tags", "/find?search=a", "/"):
            assert (gone := client.get(path)).status_code == 503 and said(gone)


def test_the_command_opens_page_and_explorer_that_it_writes(copy: Census, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    page = copy.folder / "report" / "index.html"
    monkeypatch.setattr("hubcensus.study.make_report", lambda census, watch: ({}, page))
    monkeypatch.setattr("click.launch", opened.append)
    done = CliRunner().invoke(explore_command, [str(copy.folder)], catch_exceptions=False)
    explorer = page.with_name("explorer.html")
    assert (done.exit_code, done.stdout) == (0, f"{page}\n{explorer}\n")
    assert opened == [page.absolute().as_uri(), explorer.absolute().as_uri()]


@pytest.mark.long
def test_the_command_serves_and_says_where(copy: Census, tmp_path: Path) -> None:
    census = shutil.copytree(copy.folder, tmp_path / "census", symlinks=True)
    words = [sys.executable, "-m", "hubcensus", "explore", str(census), "--serve", "--quiet"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert "Development activity" in httpx2.get(f"{address}/report/").text
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0


_SERVE = """
import sys
from hubcensus.explore.server import Explorer
from hubcensus.tables.store import open_census
Explorer(open_census(sys.argv[1])).run(lambda address: print(address, flush=True))
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_traceback(copy: Census, stop: signal.Signals) -> None:
    words = [sys.executable, "-c", _SERVE, str(copy.folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert httpx2.get(f"{address}/").status_code == 200
        process.send_signal(stop)
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0


@pytest.mark.parametrize("room", ["tables", "networks"])
@pytest.mark.parametrize("path", ["/", "/table/repositories", "/repository?kind=model&id=x", "/account?name=x"])
def test_what_is_not_there_just_now_is_not_said_to_be_unknown(
    census: Census, tmp_path: Path, path: str, room: str
) -> None:
    folder = Path(shutil.copytree(census.folder, tmp_path / "census"))
    with (
        Explorer(open_census(folder)).in_background() as served,
        httpx2.Client(base_url=served.address) as client,
    ):
        (folder / room).rename(folder / "elsewhere")
        answer = client.get(path)
        assert answer.status_code == 503 and "is not there just now" in said(answer)
        shutil.rmtree(folder)
        assert "there is no census in" in said(client.get(path))


def test_a_port_is_of_serving(copy: Census) -> None:
    refused = CliRunner().invoke(explore_command, [str(copy.folder), "--port", "8000"])
    assert isinstance(refused.exception, UsageError) and "--serve" in str(refused.exception)


def test_a_census_that_cannot_be_written_is_served_as_it_is(copy: Census, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []

    def refused(*_: object) -> None:
        raise AssertionError("nothing can be written here")

    def run(explorer: Explorer, ready: object) -> None:
        served.append(explorer.address)
        explorer._socket.close()

    monkeypatch.setattr("os.access", lambda path, mode: False)
    monkeypatch.setattr("hubcensus.study.make_report", refused)
    monkeypatch.setattr(Explorer, "run", run)
    assert CliRunner().invoke(explore_command, [str(copy.folder), "--serve"]).exit_code == 0
    assert len(served) == 1
