"""Tallies that are kept: worked out by hand in ``tests/tallies`` (Rust and Node read the same files)."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import voc
from matching import Names, match

FILES = sorted((Path(__file__).parents[1] / "tallies").glob("*.json"))


def rows_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in file["rows"] for _ in range(row.get("times", 1))]


def counted(file: dict[str, Any], rows: list[dict[str, Any]]) -> voc.Tallies:
    by = {name: [row["group"][place] for row in rows] for place, name in enumerate(file["by"])}
    weights = [row["weight"] for row in rows] if file["written"].get("weighted") else None
    answers = [row["answer"] for row in rows]
    return voc.Tallies(answers, by=by, weights=weights, scale=tuple(file["scale"]))


def asked(tallies: voc.Tallies, ask: dict[str, Any]) -> list[dict[str, Any]]:
    of, question = dict(ask["of"]), ask.get("question", {})
    found = tallies.metric(of.pop("kind"), **of, **question)
    assert isinstance(found, voc.Table)
    rows = found.to_dicts()
    for row in rows:
        row["group"] = [row.pop(name) for name in tallies.by]
    return rows


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_as_worked_out_by_hand(path: Path) -> None:
    file = json.loads(path.read_text(encoding="utf-8"))
    rows = rows_of(file)
    whole = counted(file, rows)
    written = json.dumps(file["written"], separators=(",", ":"), ensure_ascii=False)
    assert whole.to_json() == written and bytes(whole) == written.encode()
    assert voc.Tallies.from_json(written) == voc.Tallies.from_json(written.encode()) == whole
    for cut in range(len(rows) + 1):
        first, last = counted(file, rows[:cut]), counted(file, rows[cut:])
        assert last + first == whole == sum([first, last])
        assert bytes(whole - last) == bytes(first)
    for metric in file["metrics"]:
        # Python asks for no other scale than that of the tallies.
        if "scale" in metric["ask"]["of"]:
            continue
        match(metric["rows"], asked(whole, metric["ask"]), Names(), f"{metric['ask']}")
    for one in file["strangers"]:
        with pytest.raises(voc.VocError) as caught:
            whole.merge(voc.Tallies.from_json(json.dumps(one["with"])))
        assert (caught.value.code, caught.value.path) == (one["error"]["code"], one["error"]["path"])


def test_there_are_files() -> None:
    assert len(FILES) >= 3


def test_any_parts_are_the_same_bytes() -> None:
    random = np.random.default_rng(20_261_126)
    frame = pd.DataFrame(
        {
            "ltr": random.integers(0, 11, 3000),
            "unit": random.choice(["a", "b", "c"], 3000),
            "channel": random.choice(["web", "phone"], 3000),
            "weight": random.integers(1, 4000, 3000) / 1000,
        }
    )

    def of(part: pd.DataFrame) -> voc.Tallies:
        by = pl.from_pandas(part[["unit", "channel"]])
        return voc.Tallies(part["ltr"].to_numpy(), by, part["weight"].tolist(), scale=(0, 10))

    whole = of(frame)
    for _ in range(20):
        shuffled = frame.sample(frac=1, random_state=int(random.integers(1 << 31)))
        ends = [0, *sorted(random.integers(0, 3000, 4)), 3000]
        parts = [of(shuffled.iloc[first:last]) for first, last in zip(ends, ends[1:], strict=False)]
        assert bytes(sum(parts)) == bytes(whole)
        assert bytes(whole - parts[0]) == bytes(sum(parts[1:]))
    by = frame[["unit", "channel"]]
    plain = voc.nps(frame["ltr"].to_numpy(), by=by, weights=frame["weight"].tolist(), totals=True, min_n=5)
    found = whole.metric("nps", totals=True, min_n=5)
    assert isinstance(found, voc.Table) and found.to_dicts() == plain.to_dicts()


def test_a_number_of_all() -> None:
    march, april = (voc.Tallies(answers, scale=(1, 5)) for answers in ([5, 4, None], [1]))
    both = march + april
    assert (both.n, both.by, both.scale, both.is_weighted) == (3, [], (1, 5), False)
    assert both.metric("csat") == voc.csat([5, 4, 1])
    assert both.metric("share", of=[1]) == voc.share([5, 4, 1], of=[1], scale=(1, 5))
    worth = {1: 0.0, 4: 50.0, 5: 100.0, 2: 0.0, 3: 25.0}
    assert both.metric("points", worth=worth) == voc.points([5, 4, 1], worth)
    weighted = voc.Tallies([5, 1], weights=[1, 0.5], scale=(1, 5)).metric("mean", population=40)
    assert isinstance(weighted, voc.WeightedEstimate) and weighted.effective_n == pytest.approx(1.8)
    assert repr(both) == "<Tallies of 3 answers from 1 to 5>"
    again = pickle.loads(pickle.dumps(both))
    assert again == both == copy.copy(both) and len({again, both}) == 1 and both != march


def test_what_does_not_add_up_raises() -> None:
    tallies = voc.Tallies([5, 4], scale=(1, 5))
    estimate = voc.csat([5, 4])
    for add in (lambda: tallies + estimate, lambda: tallies.merge(estimate), lambda: estimate + tallies):  # type: ignore[arg-type, operator]
        with pytest.raises(TypeError, match="tally their answers"):
            add()
    with pytest.raises(TypeError, match="not with int"):
        tallies + 1  # type: ignore[operator]
    with pytest.raises(voc.VocError, match="not on the scale"):
        voc.Tallies([5, 6], scale=(1, 5))
    assert voc.Tallies([5, 6], scale=(1, 5), outside="count").n == 1
    with pytest.raises(voc.VocError, match="more answers were taken out"):
        (tallies - voc.Tallies([1], scale=(1, 5))).metric("mean")
    with pytest.raises(TypeError, match="min_n"):
        tallies.metric("mean", min_n=5)
    with pytest.raises(TypeError, match="outside"):
        tallies.metric("mean", outside="count")
    with pytest.raises(voc.VocError, match="NPS is asked"):
        tallies.metric("nps")
    with pytest.raises(voc.VocError) as caught:
        voc.Tallies.from_json('{"voc_tallies":2,"by":[],"scale":[0,1],"groups":[]}')
    assert caught.value.path == "voc_tallies"
