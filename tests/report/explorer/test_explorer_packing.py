import base64
import gzip
from dataclasses import fields

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.measures.ties import Pairs
from hubcensus.report.explorer.packing import packed, text_of, unpacked
from hubcensus.report.explorer.view import Column, View, Words

NAME = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
COUNT = st.none() | st.integers(0, 2**40) | st.integers(0, 3)


@st.composite
def views_of_any(draw: st.DrawFn) -> View:
    names = draw(st.lists(NAME, max_size=12))
    n = len(names)
    node = st.integers(0, max(n - 1, 0))
    pairs = draw(st.lists(st.tuples(node, node, st.integers(1, 2**33)), max_size=30 * (n > 0)))
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    ties = Pairs(n, rows[:, 0], rows[:, 1]).ties(rows[:, 2].astype(np.float64), np.zeros(len(rows)))
    m = ties.low.size

    def values(one: st.SearchStrategy[object], dtype: type[pl.DataType], name: str) -> pl.Series:
        return pl.Series(name, draw(st.lists(one, min_size=n, max_size=n)), dtype)

    def each(one: st.SearchStrategy[object]) -> np.ndarray:
        return np.array(draw(st.lists(one, min_size=m, max_size=m)), dtype=np.int64)

    bits = st.none() | st.integers(0, 2**31 - 1)
    columns = (
        Column("likes", "likes", "number", values(COUNT, pl.Int64, "likes"), {}),
        Column("bot", "bot", "truth", values(st.none() | st.booleans(), pl.Boolean, "bot"), {}),
        Column("license", "licence", "choice", values(st.none() | NAME, pl.String, "license"), {"mit": "MIT"}),
        Column("subfields", "subfields", "set", values(bits, pl.Int64, "subfields"), {"cv": "Vision"}),
    )
    place = np.array(draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=n, max_size=n)))
    return View(
        words=Words(*["</script>"] * len(fields(Words))),
        names=pl.Series("name", names, pl.String),
        columns=columns,
        ties=ties,
        drawn=each(st.booleans()).astype(bool),
        parts=each(st.integers(0, 2**31 - 1)),
        relation=each(st.integers(-1, 3)),
        relations=("merge",),
        place=place.reshape(-1, 2),
        left_out={"isolates": 1, "nodes": 2, "ties": 3},
    )


@given(views_of_any())
def test_a_view_comes_out_as_it_went_in(view: View) -> None:
    head, arrays = unpacked(gzip.decompress(base64.b64decode(text_of(view))))
    text, ends = bytes(arrays["text"]).decode().encode("utf-16-le"), np.cumsum(arrays["lengths"], dtype=np.int64) * 2
    begins = np.append(0, ends[:-1])
    assert [text[a:b].decode("utf-16-le") for a, b in zip(begins, ends, strict=False)] == view.names.to_list()
    low = np.repeat(np.arange(view.ties.n), arrays["higher"])
    high, last = [], {}
    for node, step in zip(low.tolist(), arrays["high"].tolist(), strict=True):
        last[node] = last.get(node, node) + step
        high.append(last[node])
    assert low.tolist() == view.ties.low.tolist() and high == view.ties.high.tolist()
    for name, of in (
        ("there", view.ties.there),
        ("back", view.ties.back),
        ("drawn", view.drawn),
        ("parts", view.parts),
    ):
        assert arrays[name].tolist() == of.tolist()
    assert (arrays["relation"].astype(int) - 1).tolist() == view.relation.tolist()
    assert np.abs(np.column_stack([arrays["x"], arrays["y"]]) / 4095 - view.place).max(initial=0) < 1 / 4095
    assert head["leftOut"] == view.left_out and head["title"] == view.words.title


@given(views_of_any())
def test_what_is_unknown_stays_unknown_and_is_not_zero(view: View) -> None:
    head, arrays = unpacked(packed(view))
    for column, said in zip(view.columns[:3], head["columns"], strict=False):
        found = [None if value == 0 else int(value) - 1 for value in arrays[f"column.{column.name}"].tolist()]
        if column.type == "choice":
            found = [None if one is None else said["choices"][one] for one in found]
            assert found == [column.choices.get(one, one) if one is not None else None for one in column.values]
        else:
            assert found == column.values.cast(pl.Int64).to_list()
    bits = [None if value == 0 else int(value) - 1 for value in arrays["column.subfields"].tolist()]
    assert bits == view.column("subfields").values.to_list()
