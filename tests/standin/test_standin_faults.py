"""Faults come in the shares that were asked for, the same at every run."""

import httpx2
import pytest

from hubcensus.errors import UsageError
from hubcensus.standin import background
from hubcensus.standin.faults import Faults
from hubcensus.standin.records import RecordedHub

EVERY = "5xx=0.02,504=0.01,cut=0.01,reset=0.01,slow=0.05,edge429=0.01,delay=0.001"


def test_the_same_seed_makes_the_same_faults():
    runs = [[Faults.parse(EVERY, seed).of(number) for number in range(500)] for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_faults_come_in_their_shares():
    faults = [Faults.parse(EVERY, 3).of(number) for number in range(20_000)]
    names = [fault.name for fault in faults if fault]
    for name, share in {"status": 0.03, "cut": 0.01, "reset": 0.01, "slow": 0.05, "edge429": 0.01}.items():
        assert names.count(name) / len(faults) == pytest.approx(share, rel=0.25)


@pytest.mark.parametrize("text", ["5xx", "5xx=much", "nonsense=0.1", "5xx=1.5", "cut=-1", "5xx=0.6,504=0.6", "=1"])
def test_what_is_no_fault_is_refused_with_a_sentence(text):
    with pytest.raises(UsageError, match=r"write shares of requests such as 5xx=0\.02"):
        Faults.parse(text)


def test_no_faults_is_said_by_nothing():
    assert Faults.parse("").of(0) is None


def first_answer(faults):
    with background(RecordedHub.of([]), faults=faults) as standin:
        try:
            with httpx2.Client() as client:
                return client.get(f"{standin.address}/api/models"), standin.log
        except httpx2.TransportError as error:
            return error, standin.log


@pytest.mark.parametrize(
    ("faults", "statuses"), [("5xx=1", {500, 502, 503}), ("504=1", {504}), ("slow=1,delay=0", {200})]
)
def test_a_faulty_status_still_says_the_quota(faults, statuses):
    answer, log = first_answer(faults)
    assert answer.status_code in statuses
    assert "ratelimit" in answer.headers
    assert set(log.statuses) <= statuses


def test_the_edge_refuses_without_a_quota():
    answer, log = first_answer("edge429=1")
    assert answer.status_code == 429
    assert "ratelimit" not in answer.headers
    assert log.statuses == {429: 1}


def test_a_cut_answer_ends_before_its_length():
    error, log = first_answer("cut=1")
    assert isinstance(error, httpx2.RemoteProtocolError)
    assert log.statuses == {200: 1}


def test_a_reset_connection_gives_no_answer():
    error, log = first_answer("reset=1")
    assert isinstance(error, httpx2.ReadError | httpx2.RemoteProtocolError)
    assert log.statuses == {0: 1}
