"""No token and no address is kept, whatever else is in the body and however JSON writes its letters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.hub.secrets import redacted, redacted_body

TOKENS = ["hf_" + "aB3" * 12, "api_org_" + "x" * 34]
ADDRESSES = ["ann@example.com", "böb@exämple.org", "o.k+x@a.b.c.d.e.f.g.h.i.com", "a@b.co"]
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)


def every_letter(text: str) -> str:
    return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'


WAYS = [json.dumps, lambda text: json.dumps(text, ensure_ascii=False), every_letter]


@given(st.sampled_from([*TOKENS, *ADDRESSES]), WORDS, WORDS, st.sampled_from(range(len(WAYS))))
def test_secrets_are_taken_out_of_text_and_json_alike(secret: str, before: str, after: str, way: int) -> None:
    text = f"{before} {secret} {after}"
    if way == 2 and not text.isascii():
        text = f" {secret} ".encode("ascii", "ignore").decode()
    assert secret not in redacted(text)
    kept = json.loads(redacted_body(WAYS[way](text).encode()))
    assert secret.encode("ascii", "ignore").decode() not in kept
    assert kept == redacted(text)


@pytest.mark.parametrize("odd", [r'"\ud800"', "1e999", "[" * 900 + "]" * 900, '"cut', '"\xff"'])
@pytest.mark.parametrize("secret", [TOKENS[0], ADDRESSES[0]])
def test_one_odd_value_in_a_body_does_not_let_a_secret_through(odd: str, secret: str) -> None:
    body = f"[{every_letter(secret)}, {json.dumps(secret)}, {odd}]".encode("latin-1")
    kept = redacted_body(body).decode("latin-1")
    assert secret not in kept and every_letter(secret) not in kept
    assert kept.endswith(f", {odd}]")


@pytest.mark.parametrize(
    "text", ["\\a@example.com", "x\na@example.com", 'say "a@example.com"', "\u2028a@example.com"]
)
def test_an_address_after_an_escape_is_whole_and_the_escape_stays(text: str) -> None:
    for way in WAYS:
        kept = json.loads(redacted_body(way(text).encode()))
        assert kept == redacted(text) and "example" not in kept
        assert kept.startswith(text.split("a@")[0])


@given(st.dictionaries(WORDS, WORDS | st.lists(WORDS) | st.integers() | st.booleans()))
def test_what_holds_no_secret_stays_as_it_is(value: dict[str, object]) -> None:
    text = json.dumps(value)
    if "@" not in text:
        assert json.loads(redacted_body(text.encode())) == value


def test_two_secrets_stay_two_and_one_stays_one() -> None:
    one, two, again = (redacted(address) for address in ("a@b.co", "c@b.co", "A@b.co"))
    assert one != two and one == again
