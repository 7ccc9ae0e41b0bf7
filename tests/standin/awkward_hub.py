"""A hand-made Hub: records of every awkward state."""

CREATED = "2024-01-02T03:04:05.000Z"


def hub_id(number, seconds=0x65937AC5):
    return f"{seconds:08x}{number:016x}"


def commit(number, *authors):
    return {
        "id": f"{number:040x}",
        "title": f"commit {number}",
        "message": "",
        "authors": [{"user": name} for name in authors],
        "date": CREATED,
    }


def discussion(number, repo_id, status="open", author="ann", is_pull_request=False):
    row = {
        "num": number,
        "repo": {"name": repo_id, "type": "model"},
        "title": f"discussion {number}",
        "status": status,
        "createdAt": CREATED,
        "isPullRequest": is_pull_request,
        "numComments": 1,
        "repoOwner": {"name": "acme", "type": "org"},
    }
    return row | ({"author": {"name": author, "type": "user"}} if author else {})


def record(kind, number, repo_id, commits=None, discussions=None, answers=None, **item):
    row = {
        "kind": kind,
        "item": {"_id": hub_id(number), "id": repo_id, **item},
        "commits": commits,
        "discussions": discussions,
    }
    return row | ({"answers": answers} if answers else {})


def awkward_records():
    commits = [commit(2, "ann", "bob"), commit(1, "ann")]
    full = {"createdAt": CREATED, "likes": 3, "downloads": 7, "tags": ["license:mit", "fill-mask"]}
    return [
        record("model", 1, "acme/plain", commits, [discussion(1, "acme/plain")], **full, author="acme"),
        record("model", 2, "acme/gated", commits, [], **full, gated="manual"),
        record("model", 3, "acme/disabled", commits, [], **full, disabled=True),
        record("model", 4, "acme/both", commits, [], **full, disabled=True, gated="auto"),
        record("model", 5, "acme/missing", commits, [], {"missing": True}, **full),
        record("model", 6, "acme/old-name", commits, [], {"renamed_to": "acme/new-name"}, **full),
        record("model", 7, "acme/silent", commits, None, {"discussions_disabled": True}, **full),
        record("model", 8, "acme/no-main", commits, [], {"no_main": True}, **full),
        record("model", 9, "gpt9", commits, [], **full),
        record("model", 10, "acme/unrecorded"),
        record("model", 11, "acme/long", [commit(n, "ann") for n in range(1234, 0, -1)], [], **full),
        record(
            "model",
            12,
            "acme/debated",
            commits,
            [discussion(n, "acme/debated", "closed" if n % 2 else "open") for n in range(120, 1, -1)]
            + [discussion(1, "acme/debated", "merged", author=None, is_pull_request=True)],
            **full,
        ),
        record("dataset", 20, "acme/data", commits, [], **full, gated=False),
        *(record("space", 100 + n, f"acme/space-{n}", models=["acme/plain"]) for n in range(120)),
    ]
