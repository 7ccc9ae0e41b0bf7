import pytest

from hubcensus.report.words import absence, count, day, decimal, listed, plural, rounded, share, shown

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, "0"), (0.0, "0"), (1, "100"), (1.0, "100"), (0.989191, "98.9"), (0.5, "50.0"), (0.0123, "1.23"),
        (0.00004, "0.004"), (1e-9, "0.0000001"), (0.99995, "99.995"), (0.9999999, "99.99999"), (0.995, "99.5"),
    ],
)  # fmt: skip
def test_a_share_has_three_digits_and_is_never_rounded_to_nothing_or_everything(value: float, read: str) -> None:
    assert share(value) == f"{read}{NBSP}%"


@pytest.mark.parametrize("value", [10.0**-k for k in range(1, 12)] + [1 - 10.0**-k for k in range(1, 12)])
def test_only_zero_reads_as_zero_and_only_one_as_one(value: float) -> None:
    assert share(value) not in {f"0{NBSP}%", f"100{NBSP}%"}
    assert 0 < float(share(value).removesuffix(f"{NBSP}%")) < 100
    assert 0 < float(decimal(value)) < 1


def test_counts_have_separators_and_means_three_digits() -> None:
    assert [count(n) for n in (0, 2.0, 0.236, 12.534, 1234.5, 760_000)] == [
        "0", "2", "0.236", "12.5", "1,234", "760,000",
    ]  # fmt: skip


def test_large_counts_in_sentences_are_words() -> None:
    assert [rounded(n) for n in (57_131, 1_838_905_161, 2_000_000, 3.2e12)] == [
        "57,131", f"1.84{NBSP}billion", f"2{NBSP}million", f"3.2{NBSP}trillion",
    ]  # fmt: skip


def test_a_long_name_is_shortened_and_what_steers_text_is_made_visible() -> None:
    assert len(shown("n" * 10_000)) == 80 and shown("n" * 10_000).endswith("…")
    assert shown("a\u202eb\x00c") == "a\ufffdb\ufffdc"
    assert shown("مرحبا/模型") == "مرحبا/模型"


def test_a_date_is_read_as_one_and_another_name_as_it_is() -> None:
    assert day("2024-07-11") == f"11{NBSP}July{NBSP}2024"
    assert day("pilot") == "pilot"


def test_lists_read_as_lists() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]


def test_only_one_is_singular() -> None:
    assert [plural(n, "model") for n in (0, 1, 1.0, 1.5, 2)] == ["models", "model", "model", "models", "models"]


def test_not_collected_not_asked_for_not_read_and_not_defined_are_four_things() -> None:
    assert absence("spaces were not collected") == "not collected"
    assert absence("commits were not asked for") == "not asked for"
    assert absence("owners were not asked for: `collect --owners` does") == "not asked for"
    assert absence("commits were asked for, and none was read") == "not read"
    assert absence("no commit to a model of this part was read") == "not read"
    assert absence("commits are still to be asked for") == "not read"
    assert absence("reciprocity is a share of the ties, and there is none") == "not defined"
