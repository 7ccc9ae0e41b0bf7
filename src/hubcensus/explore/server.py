"""The pages over a census, as an ASGI application and as a server on loopback: they read, and nothing else."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import duckdb
import polars as pl
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hubcensus.errors import CensusError, NotCollected, UsageError, no_such
from hubcensus.explore.asked import LONGEST, Asked
from hubcensus.explore.guard import Guard
from hubcensus.explore.pages import STYLES, rendered, style
from hubcensus.explore.queries import Part, download, names_like, part, repositories_like, sizes, tables_of, ties
from hubcensus.explore.things import of_account, of_repository
from hubcensus.export.cells import write_csv
from hubcensus.export.contents import DESCRIBED
from hubcensus.kinds import KINDS
from hubcensus.loopback import Loopback
from hubcensus.report.words import shown
from hubcensus.schema import TABLES
from hubcensus.tables.store import Census

__all__ = ["Explorer", "explorer"]

_KINDS = [kind.name for kind in KINDS]
_BUSY = (
    "the tables cannot be read just now: another command may be making them anew. Try again in a minute; "
    "if it stays so, run `hubcensus study` and look at what it says"
)


class Explorer(Loopback):
    """The pages over a census at an address of this machine.

    Parameters
    ----------
    census
        A census with tables.
    port
        The port, 0 for any that is free.
    """

    def __init__(self, census: Census, port: int = 0) -> None:
        super().__init__(explorer(census), port)


def explorer(census: Census) -> Guard:
    """Return the pages over a census as an ASGI application."""
    pages = {
        "/": _start,
        "/find": _find,
        "/table/{name:path}": _table,
        "/repository": _repository,
        "/account": _account,
        "/csv/{name:path}": _csv,
        "/json/{name:path}": _json,
    }
    report = StaticFiles(directory=census.folder / "report", html=True, check_dir=False)
    app = Starlette(
        routes=[
            *(Route(path, partial(_answered, page, census)) for path, page in pages.items()),
            *(Route(f"/{name}", partial(_style, name)) for name in STYLES),
            Mount("/report", report),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    return Guard(app)  # around all of it, so that an error too has its headers


Page = Callable[[Census, Request], Response]


def _answered(page: Page, census: Census, request: Request) -> Response:
    """Answer with a page; with a sentence and a status where it cannot be made."""
    try:
        return page(census, request)
    except UsageError as error:
        raise HTTPException(400, str(error)) from error
    except CensusError as error:
        raise HTTPException(503, str(error)) from error
    except (duckdb.IOException, duckdb.InvalidInputException, pl.exceptions.ComputeError, OSError) as error:
        raise HTTPException(503, _BUSY) from error


def _whole(census: Census) -> list[str]:
    """Return the tables that there are; refuse if one is not there that a census has: it would be told as unknown."""
    there = tables_of(census)
    if not census.folder.is_dir():
        raise NotCollected(f"there is no census in '{census.folder}' any more")
    missing = [table.name for table in TABLES if table.name not in there]
    if missing or not census.networks():
        lost = [*missing, "networks"][0]
        raise NotCollected(f"'{lost}' is not there just now: another command may be making it anew")
    return there


def _start(census: Census, request: Request) -> Response:
    there = sizes(census, _whole(census))
    tables = {name: n for name, n in there.items() if "/" not in name}
    networks = [
        (name, there[f"{name}/nodes"], there[f"{name}/edges"])
        for name in census.networks()
        if f"{name}/nodes" in there
    ]
    pages = [name for name in ("index.html", "explorer.html") if (census.folder / "report" / name).is_file()]
    return _page("start", folder=census.folder.absolute().name, tables=tables, networks=networks, pages=pages)


def _find(census: Census, request: Request) -> Response:
    """Answer with the repositories and names that hold a text."""
    text = Asked.of(request.query_params).search.strip()
    if not text:
        return RedirectResponse("/", 303)
    found = {kind: repositories_like(census, kind, text) for kind in _KINDS}
    return _page("find", text=text, found=found, names=names_like(census, text))


def _table(census: Census, request: Request) -> Response:
    name, asked = _which(census, request)
    return _page("table", part=part(census, name, asked), about=DESCRIBED[name.rpartition("/")[2]])


def _repository(census: Census, request: Request) -> Response:
    kind, repo_id = request.query_params.get("kind", ""), _lookup(request, "id")
    _whole(census)
    if kind not in _KINDS:
        raise HTTPException(404, f"there is no kind of repository '{kind}': there are {', '.join(_KINDS)}")
    return _thing(kind, repo_id, of_repository(census, kind, repo_id), ties(census, repo_id, kind))


def _account(census: Census, request: Request) -> Response:
    _whole(census)
    name = _lookup(request, "name")
    return _thing(None, name, of_account(census, name), ties(census, name, None))


def _thing(kind: str | None, name: str, sections: list[tuple[str, Part]], networks: list[dict[str, Any]]) -> Response:
    if not sections and not networks:
        raise HTTPException(404, f"the census knows no {kind or 'owner or developer'} '{shown(name)}'")
    return _page("thing", kind=kind, name=name, sections=sections, networks=networks)


def _csv(census: Census, request: Request) -> Response:
    name, asked = _which(census, request)
    return _file(write_csv(download(census, name, asked)), name, "csv", "text/csv")


def _json(census: Census, request: Request) -> Response:
    name, asked = _which(census, request)
    return _file(download(census, name, asked).write_json(), name, "json", "application/json")


def _which(census: Census, request: Request) -> tuple[str, Asked]:
    """Return the table and the part of it that an address names."""
    name, there = request.path_params["name"], _whole(census)
    if name not in there:
        raise HTTPException(404, str(no_such("table", shown(name), there, "the first page")))
    return name, Asked.of(request.query_params)


def _lookup(request: Request, name: str) -> str:
    text = request.query_params.get(name, "")
    if not 0 < len(text) <= LONGEST:
        raise HTTPException(404, f"the address has to have {name}, of at most {LONGEST} letters")
    return text


def _file(text: str, name: str, ending: str, type: str) -> Response:
    filename = re.sub(r"[^\w-]", "-", name, flags=re.ASCII)
    headers = {"content-disposition": f'attachment; filename="{filename}.{ending}"'}
    return Response(text, media_type=f"{type}; charset=utf-8", headers=headers)


def _style(name: str, request: Request) -> Response:
    return Response(style(name), media_type="text/css")


def _page(template: str, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(rendered(template, **values), status)


def _refused(request: Request, error: Exception) -> Response:
    """Answer with a sentence and a next step."""
    status, said = getattr(error, "status_code", 500), str(getattr(error, "detail", error))
    if status == 404 and said == "Not Found":
        said = f"nothing is served under {shown(request.url.path)}"
    return _page("problem", status, said=said)


def _failed(request: Request, error: Exception) -> Response:
    said = f"something unexpected happened, which is a fault of hubcensus ({type(error).__name__}: {error})"
    return _page("problem", 500, said=said)
