"""Every licence of the Hub is in one class, and nothing that anybody writes there breaks that."""

import doctest
import re
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_license_index

from hubcensus.licenses import classes_of, classify, group_of, license_table

TABLE = license_table()
OFFERED = [*TABLE.hub, *TABLE.spdx]
BY_KEY = {one["license_key"]: one for one in get_license_index()}
BY_SPDX = {str(one["spdx_license_key"]).casefold(): one for one in BY_KEY.values()}
NON_COMMERCIAL = re.compile(r"-nc-|-noncommercial-")  # ScanCode has no such category

# The Hub's ids in listings of July 2024, the most common first, and later ones.
SEEN = """
    apache-2.0 mit openrail creativeml-openrail-m other cc-by-nc-4.0 llama2 unknown cc-by-4.0 llama3 openrail++
    afl-3.0 cc-by-nc-sa-4.0 cc-by-sa-4.0 gpl-3.0 gemma cc artistic-2.0 bsd-3-clause bigscience-openrail-m
    bigscience-bloom-rail-1.0 cc-by-nc-nd-4.0 bigcode-openrail-m wtfpl agpl-3.0 cc0-1.0 unlicense cc-by-sa-3.0 gpl bsd
    cc-by-nc-2.0 cc-by-3.0 cc-by-2.0 gpl-2.0 lgpl-3.0 c-uda bsl-1.0 bsd-2-clause cc-by-nd-4.0 osl-3.0 cc-by-nc-3.0
    ms-pl pddl cdla-permissive-2.0 ecl-2.0 bsd-3-clause-clear cc-by-nc-nd-3.0 zlib gfdl mpl-2.0 odbl cc-by-nc-sa-3.0
    lgpl cc-by-nc-sa-2.0 deepfloyd-if-license lgpl-2.1 odc-by epl-2.0 lgpl-lr cc-by-2.5 eupl-1.1 isc ncsa etalab-2.0
    cdla-sharing-1.0 postgresql lppl-1.3c epl-1.0 ofl-1.1 apple-ascl cdla-permissive-1.0 llama3.1 llama3.2 llama3.3
    llama4 apple-amlr h-research intel-research eupl-1.2 openmdw-1.0 open-mdw fair-noncommercial-research-license
    grok2-community
"""


def test_every_class_has_a_licence_and_every_row_a_class_and_a_reason() -> None:
    rows = [*TABLE.hub.values(), *TABLE.names.values()]
    assert {row.license_class for row in rows} | {"none"} == set(TABLE.classes)
    assert all(bool(row.why) != bool(row.key) for row in rows)
    named = {*TABLE.open.values(), *TABLE.closed.values(), *(pattern.license_class for pattern in TABLE.patterns)}
    assert named <= set(TABLE.classes)
    assert {one["category"] for one in BY_KEY.values()} == set(TABLE.open) | set(TABLE.closed)
    assert {group_of(name) for name in TABLE.classes} == {"permissive", "restrictive", "none", None}


def test_every_id_of_the_hub_is_offered_by_the_table_and_only_three_cannot_be_sorted() -> None:
    assert set(OFFERED) == set(SEEN.split())
    assert len(set(OFFERED)) == len(OFFERED)
    assert {id for id in OFFERED if classify(id) == "other"} == {"other", "unknown", "cc"}


@pytest.mark.parametrize("id", sorted({*TABLE.spdx} - {"gpl"}))
def test_the_class_of_an_spdx_id_is_its_category_at_scancode(id: str) -> None:
    expected = (TABLE.open | TABLE.closed)[(BY_SPDX.get(id) or BY_SPDX[f"{id}-only"])["category"]]
    assert classify(id) == ("non_commercial" if NON_COMMERCIAL.search(id) else expected)


@pytest.mark.parametrize("id", sorted(id for id, row in (TABLE.hub | TABLE.names).items() if row.key))
def test_a_row_made_by_hand_agrees_with_the_same_licence_at_scancode(id: str) -> None:
    key = (TABLE.hub | TABLE.names)[id].key
    category = BY_KEY[key]["category"]
    expected = (TABLE.open | TABLE.closed)[category]
    rail, nc = "rail" in id, str(key).endswith("-nc")  # ScanCode files both under "Proprietary Free"
    assert classify(id) == ("restricted_use" if rail else "non_commercial" if nc else expected)
    assert classify(key) == classify(id)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tongyi-qianwen-license-agreement", "vendor"),
        ("tongyi-qianwen-research", "non_commercial"),
        ("Meta Llama 3 Community License Agreement", "vendor"),
        ("flux-1-dev-non-commercial-license", "non_commercial"),
        ("lunit-non-commercial", "non_commercial"),
        ("mnpl", "non_commercial"),
        ("yi-license", "vendor"),
        ("deepseek", "restricted_use"),
        ("CreativeML Open RAIL++-M", "restricted_use"),
        ("faipl-1.0-sd", "restricted_use"),
        ("The MIT License", "permissive"),
        ("modified-mit", "vendor"),
        ("Apache License, Version 2.0", "permissive"),
        ("NVIDIA License", "vendor"),
        ("LicenseRef-scancode-gemma-tou-2024-04-01", "vendor"),
        ("BUSL-1.1", "restricted_use"),
        ("other", "other"),
        ("1765456-0", "other"),
        ("bespoke-lora-trained-license", "other"),
    ],
)
def test_the_name_on_the_card_sorts_other_as_far_as_it_tells(name: str, expected: str) -> None:
    assert classify("other", name) == expected


def test_a_name_on_the_card_counts_only_under_other() -> None:
    assert classify("mit", "flux-1-dev-non-commercial-license") == "permissive"
    assert classify(None, "mit") == "none"


def test_boost_is_not_business_source_and_case_does_not_matter() -> None:
    assert classify("bsl-1.0") == classify("BSL-1.0") == "permissive"
    assert classify("busl-1.1") == "restricted_use"


@pytest.mark.parametrize("nothing", [None, "", "  \t\n"])
def test_no_licence_is_none(nothing: str | None) -> None:
    assert classify(nothing) == "none"


ODD = [
    "LicenseRef-x",
    "['mit', 'apache-2.0']",
    "\x00\x1b[31m",
    "许可证",
    "‮",
    "\ud800",
    "-",
    "mit" * 10**6,
    "(" * 10**5,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_what_is_no_licence_is_other(text: str) -> None:
    assert classify(text) == classify("other", text) == "other"


@given(st.none() | st.text(), st.none() | st.text())
def test_any_text_has_a_class(license: str | None, name: str | None) -> None:
    assert classify(license, name) in TABLE.classes


@given(st.lists(st.tuples(st.sampled_from([None, "", "mit", "other"]), st.sampled_from([None, "", "mnpl", "gemma"]))))
def test_a_column_is_sorted_row_by_row(rows: list[tuple[str | None, str | None]]) -> None:
    licenses, names = (pl.Series([row[i] for row in rows], dtype=pl.String) for i in (0, 1))
    assert classes_of(licenses, names).to_list() == [classify(*row) for row in rows]
    assert classes_of(licenses).to_list() == [classify(license) for license, _ in rows]


def test_the_licences_of_the_world_are_read_only_when_one_is_asked_for() -> None:
    code = "import sys, hubcensus.licenses; assert 'license_expression' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_example_in_the_docs_is_right() -> None:
    # The function is wrapped by its cache, so that doctest does not find it in the module by itself.
    examples = doctest.DocTestFinder(recurse=False).find(classify.__wrapped__, globs={"classify": classify})
    assert sum(doctest.DocTestRunner().run(example).attempted for example in examples) == 1
