"""What the seven scripts of the original study would collect, restated in dictionaries and loops.

Nothing here is shared with the package: a test that compares the two compares two readings of the study.
"""

import csv
import json
from collections import Counter
from pathlib import Path

COUNTS = {"likes", "downloads", "commits", "discussions", "freq"}
LISTS = {"tags", "commits_contributors", "discussions_contributors"}
GUARDED = tuple("=+-@\t\r")

SUBFIELDS = {
    "cv": {
        "computer-vision",
        "depth-estimation",
        "image-classification",
        "object-detection",
        "image-segmentation",
        "image-to-image",
        "unconditional-image-generation",
        "video-classification",
        "zero-shot-image-classification",
    },
    "nlp": {
        "text-classification",
        "token-classification",
        "table-question-answering",
        "question-answering",
        "zero-shot-classification",
        "translation",
        "summarization",
        "conversational",
        "text-generation",
        "text2text-generation",
        "fill-mask",
        "sentence-similarity",
    },
    "mm": {
        "multimodal",
        "feature-extraction",
        "text-to-image",
        "image-to-text",
        "text-to-video",
        "visual-question-answering",
        "document-question-answering",
        "graph-machine-learning",
    },
}


def _repository_columns(kind: str) -> list[str]:
    columns = ["owner", kind, "id", "lastModified", "license", "tags", "likes"]
    if kind != "space":
        columns.append("downloads")
    return [*columns, "commits", "commits_contributors", "discussions", "discussions_contributors"]


REPOSITORIES = {kind: f"hf-data-{kind}s.csv" for kind in ("model", "dataset", "space")}
COLLABORATION = "hf-edgelist-contributors"
DEPENDENCIES = "hf-edgelist-spaces-dependencies"

COLUMNS = {name: _repository_columns(kind) for kind, name in REPOSITORIES.items()}
for _ending in ("", "-cv", "-nlp", "-mm"):
    COLUMNS[f"{COLLABORATION}{_ending}.csv"] = ["source", "target", "freq"]
    COLUMNS[f"{DEPENDENCIES}{_ending}.csv"] = ["source", "target"]
"""The eleven files and their columns, in order."""


def origin_files(records) -> dict[str, list[dict[str, object]]]:
    """Return the rows of the eleven files, in no particular order; what is not known is None."""
    files: dict[str, list[dict[str, object]]] = {name: [] for name in COLUMNS}
    edges = {ending: Counter() for ending in ("", "-cv", "-nlp", "-mm")}
    tags_of_model: dict[str, set[str]] = {}
    models_of_space: dict[str, set[str]] = {}

    for record in records:
        kind, item = record["kind"], record["item"]
        files[REPOSITORIES[kind]].append(_repository_row(record))
        if kind == "model":
            tags = set(item.get("tags") or [])
            tags_of_model.setdefault(item["id"], set()).update(tags)
            found = _collaboration(_known_commits(record) or [])
            for ending in _endings(tags):
                edges[ending].update(found)
        elif kind == "space":
            models_of_space.setdefault(item["id"], set()).update(item.get("models") or [])

    for ending, counted in edges.items():
        for (source, target), freq in counted.items():
            row = {"source": source, "target": target, "freq": freq}
            files[f"{COLLABORATION}{ending}.csv"].append(row)

    for space, models in models_of_space.items():
        for model in models:
            if model not in tags_of_model:
                continue
            for ending in _endings(tags_of_model[model]):
                files[f"{DEPENDENCIES}{ending}.csv"].append({"source": space, "target": model})
    return files


def read_origin(folder) -> dict[str, list[dict[str, object]]]:
    """Read the eleven files back into the form of `origin_files`; a file with other columns is a ValueError."""
    csv.field_size_limit(2**31 - 1)  # thousands of contributors stand in one cell
    files: dict[str, list[dict[str, object]]] = {}
    for name, columns in COLUMNS.items():
        with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            if header != columns:
                raise ValueError(f"{name}: the columns are {header}, not {columns}")
            files[name] = [
                {column: _cell(column, text) for column, text in zip(columns, row, strict=True)} for row in rows
            ]
    return files


def _endings(tags: set[str]) -> list[str]:
    """Return the endings of the files that a model with these tags counts for."""
    endings = [""]
    for subfield, members in SUBFIELDS.items():
        if tags & members:
            endings.append(f"-{subfield}")
    return endings


def _repository_row(record) -> dict[str, object]:
    kind, item = record["kind"], record["item"]
    before, slash, after = item["id"].partition("/")
    tags = item.get("tags")
    row = {
        "owner": before if slash else None,
        kind: after if slash else before,
        "id": item["id"],
        "lastModified": item.get("lastModified"),
        "license": _license(tags or []),
        "tags": None if tags is None else list(dict.fromkeys(tags)),
        "likes": item.get("likes"),
    }
    if kind != "space":
        row["downloads"] = item.get("downloads")

    row["commits"] = row["commits_contributors"] = None
    commits = _known_commits(record)
    if commits is not None:
        row["commits"] = len(commits)
        row["commits_contributors"] = sorted(_authors(commits))

    row["discussions"] = row["discussions_contributors"] = None
    discussions = _known_discussions(record)
    if discussions is not None:
        row["discussions"] = len(discussions)
        row["discussions_contributors"] = sorted({_opener(discussion) for discussion in discussions})
    return row


def _license(tags: list[str]) -> str | None:
    for tag in tags:
        if "license:" in tag:
            return tag.split(":", 1)[1]
    return None


def _known_commits(record) -> list[dict] | None:
    item, answers = record["item"], record.get("answers") or {}
    if item.get("gated") in ("auto", "manual") or item.get("disabled") is True:
        return None
    if answers.get("missing") or answers.get("no_main"):
        return None
    return _once(record["commits"], "id")


def _known_discussions(record) -> list[dict] | None:
    answers = record.get("answers") or {}
    if answers.get("missing") or answers.get("discussions_disabled"):
        return None
    return _once(record["discussions"], "num")


def _once(rows: list[dict] | None, key: str) -> list[dict] | None:
    """Return the rows without those whose key occurred before."""
    if rows is None:
        return None
    first: dict[object, dict] = {}
    for row in rows:
        first.setdefault(row[key], row)
    return list(first.values())


def _opener(discussion) -> str:
    author = discussion.get("author")
    return "deleted" if author is None else author["name"]


def _authors(commits: list[dict]) -> set[str]:
    return {author["user"] for commit in commits for author in commit["authors"]}


def _collaboration(commits: list[dict]) -> Counter:
    """Return the edges of one repository: each commit's first author to all its other authors, ever."""
    everyone = _authors(commits)
    edges = Counter()
    for commit in commits:
        if not commit["authors"]:
            continue
        first = commit["authors"][0]["user"]
        if len(everyone) == 1:
            edges[first, first] += 1
        for other in everyone - {first}:
            edges[first, other] += 1
    return edges


def _cell(column: str, text: str) -> object:
    if text == "":
        return None
    if column in COUNTS:
        return int(text)
    if column in LISTS:
        return json.loads(text)
    guarded = text[1:].startswith(GUARDED) or text[1:].lstrip().startswith(GUARDED)
    return text[1:] if text[0] == "'" and guarded else text
