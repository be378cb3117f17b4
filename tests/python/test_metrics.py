"""Estimates of plain columns."""

from __future__ import annotations

import pickle

import numpy
import pandas
import polars
import pyarrow
import pytest
import voc

SCORES = [10, 9, 8, 6, 10]


def test_nps_by_hand() -> None:
    # 3 promoters, 1 passive, 1 detractor of 5: 60 % less 20 %.
    estimate = voc.nps(SCORES)
    assert estimate.value == pytest.approx(40.0)
    assert estimate.n == 5
    assert estimate.low is not None and estimate.high is not None
    assert estimate.low < 40 < estimate.high
    assert "\n" not in str(estimate) and "n=5" in str(estimate)
    assert pickle.loads(pickle.dumps(estimate)) == estimate


@pytest.mark.parametrize(
    "column",
    [
        tuple(SCORES),
        iter(SCORES),
        [10.0, 9, 8, None, 6, float("nan"), 10],
        numpy.array(SCORES),
        polars.Series(SCORES, dtype=polars.UInt8),
        polars.Series([*SCORES, None]),
        pandas.Series(SCORES),
        pandas.Series([*SCORES, None]),
        pyarrow.array(SCORES),
        pyarrow.chunked_array([SCORES[:2], [None], SCORES[2:]]),
        pyarrow.array([str(score) for score in SCORES]).dictionary_encode().cast("string").cast("int8"),
    ],
    ids=lambda column: type(column).__module__.split(".")[0] + "." + type(column).__name__,
)
def test_every_kind_of_column_gives_the_same(column: object) -> None:
    assert voc.nps(column) == voc.nps(SCORES)


def test_csat_and_rate_by_hand() -> None:
    assert voc.csat([5, 4, 3, 1]).value == pytest.approx(0.5)
    assert voc.csat([7, 6, 1], scale=(1, 7), top_box=1).value == pytest.approx(1 / 3)
    assert voc.rate([True, True, False, None]).value == pytest.approx(2 / 3)
    assert voc.rate(polars.Series([True, False])).n == 2


def test_nothing_is_absent_and_not_zero() -> None:
    for estimate in [voc.nps([]), voc.csat([None]), voc.rate(polars.Series([], dtype=polars.Boolean))]:
        assert (estimate.value, estimate.low, estimate.high, estimate.n) == (None, None, None, 0)
        assert "no answer" in str(estimate)


def test_groups_give_a_table() -> None:
    table = voc.nps(SCORES, by=["b", "a", None, "b", "a"])
    assert table.columns[:3] == ["group", "value", "n"]
    rows = {row["group"]: (row["value"], row["n"]) for row in table.to_dicts()}
    assert rows == {None: (0.0, 1), "a": (100.0, 2), "b": (0.0, 2)}
    frame = polars.DataFrame({"s": SCORES, "g": ["b", "a", None, "b", "a"]})
    again = voc.nps(frame["s"], by=frame["g"].cast(polars.Categorical))
    assert again.to_dicts() == table.to_dicts()
    with pytest.raises(voc.VocError, match="one group for each"):
        voc.nps(SCORES, by=["a"])


def test_answers_that_are_none_are_named() -> None:
    with pytest.raises(voc.VocError) as caught:
        voc.nps([10, 11])
    assert (caught.value.code, caught.value.path) == ("out_of_range", "1")
    with pytest.raises(voc.VocError) as caught:
        voc.nps([10, 8.5])
    assert (caught.value.code, caught.value.path) == ("wrong_type", "1")
    with pytest.raises(voc.VocError):
        voc.nps(SCORES, confidence=1.0)
    with pytest.raises(TypeError):
        voc.nps("10, 9")
    with pytest.raises(voc.VocError):
        voc.nps(polars.Series([[1], [2]]))
