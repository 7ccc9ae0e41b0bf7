"""Documents of findings, made by the findings themselves from small made-up frames; some names are hostile."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hubcensus.findings import Finding, activity, actors, adoption, cap, co_usage, community, coverage, lineage
from hubcensus.findings.repositories import described
from hubcensus.kinds import KINDS, VARIABLES, kind_named
from hubcensus.report.page import render
from hubcensus.schema import OUTCOMES
from hubcensus.tables.audit import Coverage
from hubcensus.tables.network import Network

SUBFIELDS = {"cv": "Computer vision", "nlp": "Natural language processing"}
HOSTILE = [
    "<script>document.title='ran'</script>/x",
    'quote"onmouseover="x/<img src=x onerror=document.title=1>',
    "turned\u202eback/\u2067name",
    "long/" + "n" * 10_000,
    "control\x07\x00/bell",
    "brace{{7*7}}/{% raw %}",
]
_NOBODY = pl.DataFrame(schema={"name": pl.String, "home": pl.String})
_NAMED = {"name": pl.String}
_NO_PAIRS = pl.DataFrame(
    schema={"source": pl.String, "target": pl.String, "weight": pl.Int64, "p": pl.Float64, "backbone": pl.Boolean}
)
_COUNTED = {
    "repo_id": pl.String,
    "owner": pl.String,
    "created_at": pl.Datetime("us", "UTC"),
    "license": pl.String,
    "license_name": pl.String,
    "has_tags": pl.Boolean,
    **dict.fromkeys(VARIABLES, pl.Int64),
}
_NO_ACTORS = pl.DataFrame(schema={"owner": pl.String, "type": pl.String})
_NO_TYPES = pl.DataFrame(schema={"owner": pl.String, "owner_type": pl.String})


def document(
    rows: dict[str, list[dict[str, Any]]], uses: dict[str, int], ties: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return a document as ``findings.json`` holds it: rows by kind, spaces by model, ties between developers."""
    findings = [finding for kind in KINDS for finding in _on_kind(kind.name, rows.get(kind.name))]
    missing = "" if "space" in rows else "spaces were not collected"
    no_models = "" if "model" in rows else "models were not collected"
    for part in ("all", *SUBFIELDS):
        findings += community(part, _collaboration(ties), _NOBODY)
        findings += adoption(part, _dependencies(uses), missing)
        findings += actors(part, _dependencies(uses).edges, _NO_ACTORS, missing, "model")
        findings += cap(part, _dependencies(uses), missing)
        findings += co_usage(part, _co_usage(list(uses)), _dependencies(uses).edges, missing)
        findings += lineage(
            part, _lineage(list(uses)), pl.DataFrame({"repo_id": list(uses)[:1]}, {"repo_id": pl.String}), no_models
        )
    findings += adoption("datasets", _dependencies(uses, "dataset"), missing, "dataset")
    census = {
        "hubcensus": "0.1.0",
        "made_from": "0123456789abcdef",
        "rule": "osborne2024",
        "taxonomy": {"name": "osborne2024", "title": "Osborne, Ding and Kirk (2024)", "source": "osborne2024"},
        "subfields": SUBFIELDS,
        "snapshots": [_snapshot(kind, len(found)) for kind, found in rows.items()],
    }
    written = {"census": census, "findings": [finding.as_dict() for finding in findings]}
    return json.loads(json.dumps(written, allow_nan=False))


def _on_kind(kind: str, rows: list[dict[str, Any]] | None) -> list[Finding]:
    """Return the findings on a kind; one without rows is in the scope and empty, ``None`` is not in it."""
    frame = pl.DataFrame(rows or [], schema=_COUNTED)
    listed = None if rows is None else len(rows)
    read = {what: sum(row.get(what) is not None for row in rows or []) for what in ("commits", "discussions")}
    seen = {
        what: Coverage(
            "2026-11-22", kind, what, len(rows or []), dict.fromkeys(OUTCOMES, 0) | {"ok": n}, len(rows or []) - n
        )
        for what, n in read.items()
        if n or not rows
    }
    missing = "" if rows is not None else f"{kind}s were not collected"
    return [
        *coverage(kind_named(kind), listed, seen),
        *activity(kind, kind_named(kind), described(frame, _NO_TYPES), missing),
    ]


def _collaboration(ties: list[tuple[str, str]]) -> Network:
    names = sorted({name for tie in ties for name in tie})
    edges = [(a, b, 1) for a, b in ties if a != b]
    return Network(
        pl.DataFrame({"name": names}, schema={"name": pl.String}),
        pl.DataFrame(edges, schema={"source": pl.String, "target": pl.String, "weight": pl.Int64}, orient="row"),
    )


def _dependencies(uses: dict[str, int], kind: str = "model") -> Network:
    edges = [(f"team/space-{i}", model) for model, n in uses.items() for i in range(n)]
    models = [(kind, model, True) for model in (*uses, "nobody/uses-me") if uses]
    return Network(
        pl.DataFrame(models, schema={"kind": pl.String, "name": pl.String, "listed": pl.Boolean}, orient="row"),
        pl.DataFrame(edges, schema={"source": pl.String, "target": pl.String}, orient="row"),
    )


def _co_usage(names: list[str]) -> Network:
    """Return each model used with the next; every other pair is in the backbone."""
    pairs = [(a, b, 9, 1e-9, place % 2 == 0) for place, (a, b) in enumerate(pairwise(names))]
    edges = pl.DataFrame(pairs, ["source", "target", "weight", "p", "backbone"], orient="row")
    nodes = pl.DataFrame({"name": names}, _NAMED).with_columns(kind=pl.lit("model"), listed=True, spaces=9)
    return Network(nodes, edges if pairs else _NO_PAIRS, directed=False)


def _lineage(names: list[str]) -> Network:
    """Return each model derived from the one before."""
    pairs = [(b, a, None if place % 2 else "finetune") for place, (a, b) in enumerate(pairwise(names))]
    edges = pl.DataFrame(pairs, dict.fromkeys(("source", "target", "relation"), pl.String), orient="row")
    nodes = pl.DataFrame({"name": names}, _NAMED).with_columns(kind=pl.lit("model"), listed=True, in_part=True)
    return Network(nodes, edges)


def _snapshot(kind: str, n: int) -> dict[str, Any]:
    return {
        "snapshot": "2024-07-11",
        "number": 1,
        "kind": kind,
        "repositories": n,
        "source": "https://huggingface.co",
        "scope": {"kinds": [kind], "sort": "createdAt", "details": ["commits", "discussions"], "author": HOSTILE[0]},
        "started_at": "2024-07-11T08:00:00Z",
        "finished_at": None,
        "notes": HOSTILE[1],
    }


def repository(i: int, license: str | None = "mit") -> dict[str, Any]:
    """Return the counts of a repository: skewed, many zeros, known."""
    return {
        "likes": 3**i if i % 2 else 0,
        "downloads": 7**i if i % 3 else 0,
        "commits": i + 1,
        "contributors": 1 + i % 4,
        "discussions": i // 3,
        "downloads_all_time": 9 * 7**i,
        "commit_days": 1 + i // 2,
        "pull_requests": i // 4,
        "owner": f"owner-{i % 5}",
        "repo_id": f"owner-{i % 5}/{i}",
        "created_at": datetime(2023, 1 + i % 12, 1, tzinfo=UTC),
        "license": license,
        "has_tags": True,
    }


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    """Names that are no names."""
    return HOSTILE


@pytest.fixture(scope="session")
def rich() -> dict[str, Any]:
    """A census of everything, with hostile names of models, owners and licences."""
    rows = [repository(i, HOSTILE[i] if i < len(HOSTILE) else "mit") for i in range(12)]
    uses = {name: 9 - i for i, name in enumerate(HOSTILE)} | {"plain owner/model é": 20, "b/c": 1}
    ties = [("ana", "ben"), ("ben", "ana"), ("ben", "cho"), ("cho", "ana"), ("dev", "dev")]
    return document({"model": rows, "dataset": rows[:5], "space": rows[:7]}, uses, ties)


@pytest.fixture(scope="session")
def listing() -> dict[str, Any]:
    """A listing of models only: no commits, no discussions, no other kind."""
    rows = [{**repository(i % 12), "commits": None, "contributors": None, "discussions": None} for i in range(30)]
    return document({"model": rows}, {}, [])


@pytest.fixture(scope="session")
def empty() -> dict[str, Any]:
    """A census that lists nothing."""
    return document({}, {}, [])


@pytest.fixture(scope="session")
def unmatched() -> dict[str, Any]:
    """A census in whose scope there is nothing."""
    return document({"model": [], "dataset": [], "space": []}, {}, [])


@pytest.fixture(scope="session")
def tiny() -> dict[str, Any]:
    """One model without any activity and without a licence."""
    only = {
        "repo_id": "one",
        "likes": 0,
        "downloads": 0,
        "commits": 1,
        "contributors": 1,
        "discussions": 0,
        "has_tags": True,
    }
    return document({"model": [only]}, {}, [("ana", "ana")])


@pytest.fixture(scope="session")
def rich_page(rich: dict[str, Any]) -> str:
    return render(rich)


@pytest.fixture(scope="session", params=["rich", "listing", "empty", "unmatched", "tiny"])
def any_document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def any_page(any_document: dict[str, Any], rich: dict[str, Any], rich_page: str) -> str:
    return rich_page if any_document is rich else render(any_document)


@pytest.fixture(scope="session")
def any_file(any_page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed(any_page, tmp_path_factory)


@pytest.fixture(scope="session")
def rich_file(rich_page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed(rich_page, tmp_path_factory)


def filed(page: str, factory: pytest.TempPathFactory) -> Path:
    path = factory.mktemp("report") / "index.html"
    path.write_text(page, "utf-8")
    return path
