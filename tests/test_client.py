import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest

from hubcensus.errors import HubUnreachable, TokenRefused, UsageError
from hubcensus.hub.client import HubClient, Reply, endpoint_or_default
from hubcensus.hub.wire import BadReply, Commit, decode

HUB = "https://hub.example"
Handler = Callable[[httpx2.Request], httpx2.Response]


def get(handler: Handler, path: str = "/api/models", **options: object) -> tuple[Reply, list[float]]:
    """One request through a client whose waits pass at once; the reply, and how long it would have waited."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def one() -> Reply:
        async with HubClient(HUB, transport=httpx2.MockTransport(handler), sleep=sleep) as client:
            return await client.get(path, **options)  # type: ignore[arg-type]

    return asyncio.run(one()), waits


def answers(*responses: httpx2.Response | Exception) -> Handler:
    """A handler that gives these answers in turn, the last one for ever."""
    left = list(responses)

    def handler(_: httpx2.Request) -> httpx2.Response:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(status: int) -> None:
    reply, waits = get(answers(httpx2.Response(status), httpx2.Response(200, json=[])))
    assert (reply.status, len(waits)) == (200, 1)


@pytest.mark.parametrize("error", [httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("cut")])
def test_a_lost_connection_is_asked_again(error: Exception) -> None:
    reply, _ = get(answers(httpx2.Response(200, json=[]), error, httpx2.Response(200, json=[])))
    assert reply.status == 200


def test_json_that_is_cut_is_asked_again() -> None:
    whole = httpx2.Response(200, content=b'[{"id":"a"}]')
    reply, waits = get(
        answers(httpx2.Response(200, content=b'[{"id":"a'), whole), read=lambda b: decode(b, list[Commit])
    )
    assert [commit.id for commit in reply.content] == ["a"]
    assert len(waits) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_will_not_pass_is_asked_once(status: int) -> None:
    reply, waits = get(answers(httpx2.Response(status, headers={"x-error-code": "GatedRepo"})))
    assert (reply.status, waits) == (status, [])
    assert reply.headers["x-error-code"] == "GatedRepo"


def test_a_server_that_keeps_failing_gives_the_last_answer_after_five_tries() -> None:
    reply, waits = get(answers(httpx2.Response(503)))
    assert (reply.status, len(waits)) == (503, 4)


def test_nothing_at_the_address_is_a_sentence_about_the_address() -> None:
    with pytest.raises(HubUnreachable, match=r"no Hub answers at https://hub.example .*--endpoint"):
        get(answers(httpx2.ConnectError("refused")))


def test_a_refused_token_stops_at_once() -> None:
    refusal = httpx2.Response(401, json={"error": "Invalid credentials in Authorization header"})
    with pytest.raises(TokenRefused, match="hf auth login"):
        get(answers(refusal))


def test_a_redirect_is_followed_and_recorded() -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/models/old":
            return httpx2.Response(307, headers={"location": "/api/models/new?p=1"})
        return httpx2.Response(200, json=[])

    reply, _ = get(handler, "/api/models/old")
    assert (reply.path, reply.landed_on, reply.status) == ("/api/models/old", "/api/models/new?p=1", 200)


def test_a_redirect_to_another_host_is_not_followed() -> None:
    asked: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(307, headers={"location": "https://elsewhere.example/api"})

    reply, waits = get(handler)
    assert (reply.status, waits) == (307, [])
    assert reply.headers["x-error-message"].startswith("it leads to https://elsewhere.example/api")
    assert set(asked) == {"hub.example"}


def test_a_circle_of_redirects_ends() -> None:
    circle = httpx2.Response(307, headers={"location": "/api/models"})
    reply, _ = get(answers(circle), "/api/models?x=1")
    assert reply.status == 0
    assert "redirected" in (reply.trouble or "")


def test_the_token_goes_to_the_hub_only_in_its_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_madeupfortests")
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=[])

    reply, _ = get(handler)
    assert seen[0].headers["authorization"] == "Bearer hf_madeupfortests"
    assert "hf_madeupfortests" not in repr(reply)


def test_tokens_and_addresses_in_a_body_are_not_kept_and_stay_apart() -> None:
    secrets = ["hf_" + letter * 34 for letter in "ab"] + ["ada@example.org", "Bob@Example.org", "bob@example.org"]
    reply, _ = get(answers(httpx2.Response(200, json=secrets, headers={"x-error-message": secrets[0]})))
    assert "hf_REDACTED-" in reply.headers["x-error-message"]
    kept = json.loads(reply.body)
    assert not any(secret in reply.body.decode() for secret in secrets)
    assert len(set(kept)) == 4  # an address is the same in any case
    assert kept[3] == kept[4]


@pytest.mark.parametrize(
    "wrong", ["", "huggingface.co", "ftp://hub", "http://", "http://[::1", "http://a:99999", "http://me:secret@hub"]
)
def test_an_endpoint_that_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="address of a Hub") as refused:
        endpoint_or_default(wrong)
    assert "secret" not in str(refused.value)


@pytest.mark.recorded
def test_recorded_answers_of_the_hub_mean_what_they_say(recorded: Path) -> None:
    from hubcensus.hub.wire import outcome_of

    expected = {
        "commits-gated": "gated",
        "commits-gpt2": "ok",
        "commits-bad-revision": "unavailable",
        "discussions-gpt2": "ok",
        "model-not-found": "missing_or_private",
    }
    for name, outcome in expected.items():
        answer = json.loads((recorded / "New1Direction__repo.ing" / f"{name}.json").read_text("utf-8"))
        assert outcome_of(answer["status"], answer["headers"]) == outcome, name


def test_a_body_without_end_is_given_up_and_not_held() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 2**20
            yield b"x" * 2**20

    reply, _ = get(lambda _: httpx2.Response(200, content=endless()))
    assert reply.status == 0
    assert "larger than 64 MiB" in (reply.trouble or "")
    assert sent <= 5 * 66 * 2**20  # five attempts


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (rb"a\ud800b", "a\ufffdb"),
        (rb"\udc00\udc00", "\ufffd\ufffd"),
        (rb"\ud83d\ude00\ud83d", "\U0001f600\ufffd"),
        (b"a\xffb", "a\ufffdb"),
        (rb"a\u0000b", "a\0b"),
    ],
)
def test_text_that_is_no_unicode_does_not_cost_the_reply(title: bytes, read: str) -> None:
    body = b'[{"id":"c","title":"' + title + b'"}]'
    assert decode(body, list[Commit])[0].title == read


def test_json_nested_without_end_is_a_bad_reply() -> None:
    for body in (b"[" * 100_000, b'[{"id":' + b"[" * 100_000):
        with pytest.raises(BadReply):
            decode(body, list[Commit])
