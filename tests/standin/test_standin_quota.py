"""The quota of the stand-in: fixed windows, a count a caller, said on every answer."""

import httpx2
import pytest

from hubcensus.standin import background
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import RecordedHub


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_what_is_left_falls_by_one_a_request_to_none(clock):
    quota = Quota(2, 300.0, clock)
    answers = [quota.take(None) for _ in range(4)]
    assert [within for within, _ in answers] == [True, True, False, False]
    assert [said["ratelimit"] for _, said in answers] == [f'"api";r={left};t=200' for left in (1, 0, 0, 0)]
    assert answers[0][1]["ratelimit-policy"] == '"fixed window";"api";q=2;w=300'


def test_a_window_ends_on_the_clock_not_after_the_first_request(clock):
    quota = Quota(1, 300.0, clock)
    quota.take(None)
    clock.now = 1199.9
    assert quota.take(None)[0] is False
    clock.now = 1200.0
    assert quota.take(None) == (
        True,
        {"ratelimit": '"api";r=0;t=300', "ratelimit-policy": '"fixed window";"api";q=1;w=300'},
    )


def test_callers_do_not_share_a_quota(clock):
    quota = Quota(1, 300.0, clock)
    assert quota.take(None)[0]
    assert quota.take("hf_somebody")[0]
    assert not quota.take("hf_somebody")[0]


def test_the_refusal_names_the_ip_or_the_quota():
    quota = Quota(1000, 300.0)
    assert quota.refusal(None).startswith("We had to rate limit your IP (127.0.0.1). To continue")
    assert "you hit the quota of 1000 api requests per 5 minutes period" in quota.refusal("hf_somebody")


def test_over_the_quota_is_429_in_plain_text_without_retry_after(clock):
    with background(RecordedHub.of([]), quota=2) as standin, httpx2.Client(base_url=standin.address) as client:
        standin.quota.clock = clock
        answers = [client.get("/api/models") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["content-type"].startswith("text/plain")
        assert answers[2].headers["ratelimit"] == '"api";r=0;t=200'
        assert "retry-after" not in answers[2].headers
        clock.now += 200
        assert client.get("/api/models").status_code == 200


def test_refusals_and_redirects_count_too(awkward, ask):
    left = [
        int(ask(path).headers["ratelimit"].split(";")[1].removeprefix("r="))
        for path in ("/api/models", "/api/models/acme/missing", "/api/models/acme/old-name", "/nowhere")
    ]
    assert left == list(range(left[0], left[0] - 4, -1))
