"""Single answers are the Hub's, to the letter."""

from awkward_hub import CREATED


def test_a_gated_repository_is_refused_in_the_recorded_words(ask):
    answer = ask("/api/models/acme/gated/commits/main")
    said = (
        "Access to model acme/gated is restricted. You must have access to it and be authenticated to access it. "
        "Please log in."
    )
    assert answer.status_code == 401
    assert answer.headers["x-error-code"] == "GatedRepo"
    assert answer.headers["x-error-message"] == said
    assert answer.json() == {"error": said}


def test_a_token_without_grant_is_refused_with_403(ask):
    answer = ask("/api/models/acme/gated/commits/main", headers={"authorization": "Bearer hf_somebody"})
    assert (answer.status_code, answer.headers["x-error-code"]) == (403, "GatedRepo")


def test_gated_comes_before_disabled(ask):
    assert ask("/api/models/acme/both/commits/main").headers["x-error-code"] == "GatedRepo"
    answer = ask("/api/models/acme/disabled/commits/main")
    assert (answer.status_code, answer.headers["x-error-message"]) == (
        403,
        "Access to this resource is disabled.",
    )


def test_missing_and_unheard_of_look_the_same_to_the_anonymous(ask):
    for repo_id in ("acme/missing", "acme/unheard-of"):
        for resource in ("", "/commits/main", "/discussions"):
            answer = ask(f"/api/models/{repo_id}{resource}")
            assert (answer.status_code, answer.json()) == (401, {"error": "Invalid username or password."})
            assert "x-error-code" not in answer.headers


def test_a_bad_token_is_refused_everywhere(ask):
    answer = ask("/api/models", headers={"authorization": "Bearer hf_invalid"})
    assert (answer.status_code, answer.json()) == (
        401,
        {"error": "Invalid credentials in Authorization header"},
    )


def test_a_renamed_repository_redirects_relatively_with_path_and_query(ask):
    answer = ask("/api/models/acme/old-name/commits/main?limit=1")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/api/models/acme/new-name/commits/main?limit=1"
    assert answer.headers["content-type"].startswith("text/plain")
    assert "ratelimit" in answer.headers


def test_the_wrong_case_redirects(ask):
    assert ask("/api/models/Acme/Plain").headers["location"] == "/api/models/acme/plain"


def test_disabled_discussions_are_refused(ask):
    answer = ask("/api/models/acme/silent/discussions")
    assert (answer.status_code, answer.json()) == (403, {"error": "Discussions are disabled for this repo"})


def test_what_was_not_recorded_is_not_found(ask):
    assert ask("/api/models/acme/unrecorded").json() == {
        "_id": "65937ac5000000000000000a",
        "id": "acme/unrecorded",
        "modelId": "acme/unrecorded",
        "spaces": [],
    }
    assert ask("/api/models/acme/unrecorded/commits/main").status_code == 404
    assert ask("/api/models/acme/unrecorded/discussions").status_code == 404


def test_one_request_counts_the_commits(ask):
    answer = ask("/api/models/acme/long/commits/main?limit=1")
    assert answer.headers["x-total-count"] == "1234"
    assert len(answer.json()) == 1


def test_a_page_of_commits_holds_1000_at_most(ask, awkward):
    answer = ask("/api/models/acme/long/commits/main?limit=5000")
    assert len(answer.json()) == 1000
    following = answer.links["next"]["url"]
    assert following.startswith(awkward.address)
    last = ask(following)
    assert len(last.json()) == 234
    assert "link" not in last.headers


def test_discussions_past_the_end_still_advance(ask):
    answer = ask("/api/models/acme/debated/discussions?p=7").json()
    assert answer == {"discussions": [], "count": 120, "start": 350}


def test_only_the_first_page_counts_closed_discussions(ask):
    first = ask("/api/models/acme/debated/discussions").json()
    assert (len(first["discussions"]), first["count"], first["start"]) == (50, 120, 0)
    assert first["numClosedDiscussions"] == 60
    assert "numClosedDiscussions" not in ask("/api/models/acme/debated/discussions?p=1").json()


def test_accounts_are_told_apart(ask):
    org = ask("/api/organizations/acme/overview").json()
    assert (org["name"], org["numModels"], org["numSpaces"]) == ("acme", 11, 120)
    assert ask("/api/users/acme/overview").json() == {"error": "This user does not exist"}
    assert ask("/api/users/nobody/overview").status_code == 404


def test_unknown_paths_are_not_found(ask):
    assert ask("/api/agent-harnesses").status_code == 404
    assert ask("/").status_code == 404


def test_every_answer_says_what_it_exposes(ask):
    headers = ask("/api/models/acme/plain").headers
    assert "X-Total-Count" in headers["access-control-expose-headers"]
    assert headers["etag"].startswith('W/"')
    assert headers["x-request-id"].startswith("Root=1-")


def test_hostile_titles_and_dates_arrive_unchanged(ask):
    row = ask("/api/models/acme/plain/commits/main").json()[0]
    assert (row["title"], row["date"], row["authors"]) == (
        "commit 2",
        CREATED,
        [{"user": "ann"}, {"user": "bob"}],
    )


def test_nonsense_is_refused_and_not_an_error_of_ours(ask):
    assert ask("/api/models/acme/plain/commits/%00%0d%0ax-injected:%201").status_code == 404
    assert ask("/api/models/acme/plain/commits/main?p=" + "9" * 5000).status_code == 400
    assert ask("/api/models/acme/plain/commits/main?p=999999999999").json() == []
    assert ask("/api/models//").status_code == 401
    assert ask("/api/models/a/b/c/d").status_code == 401
