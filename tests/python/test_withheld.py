"""Small groups of measurements: of runs of dicts and of frames, and of engines."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
import voc
from conftest import ROOT

VECTOR = json.loads(
    (ROOT / "tests" / "vectors" / "a-small-group-is-shown-by-no-difference.json").read_text(encoding="utf-8")
)
WHY = "fewer than 5 answered, or it would show a group in which fewer did"


@pytest.fixture(name="run", params=["dicts", "frame"])
def _run(request: pytest.FixtureRequest) -> voc.Run:
    program = voc.Program.from_dict(VECTOR["program"])
    rows = [{"id": it["id"], **it["signal"], **it["signal"]["fields"]} for it in VECTOR["inputs"]]
    for row in rows:
        del row["fields"]
    return program.run(rows if request.param == "dicts" else pl.DataFrame(rows))


def test_a_withheld_row_says_why_and_nothing_else(run: voc.Run) -> None:
    desk, field, sales = run.metric("csat", by=["unit"]).to_dicts()
    gone = {"value": None, "n": None, "low": None, "high": None, "confidence": None, "method": None}
    assert desk == {"unit": "desk", **gone, "withheld": True, "why": WHY}
    assert (field["n"], field["withheld"]) == (None, True)
    assert (sales["n"], sales["value"], sales["withheld"], sales["why"]) == (8, 0.5, False, None)
    assert run.metric("csat").to_dicts()[0]["n"] == 19
    months = run.metric("csat", by=["unit", "channel"], every="P1M").to_dicts()
    assert [row["n"] for row in months] == [None, None, 8]


def test_a_query_may_say_more_and_not_less(run: voc.Run) -> None:
    def withheld(min_n: int) -> list[bool]:
        return [row["withheld"] for row in run.metric("csat", by=["unit"], min_n=min_n).to_dicts()]

    assert withheld(2) == [True, True, False] and withheld(9) == [True, True, True]
    with pytest.raises(voc.VocError) as caught:
        run.metric("csat", every="P1D", rolling="P7D")
    assert (caught.value.code, caught.value.path) == ("not_allowed", "rolling")


def test_voices_and_reports(run: voc.Run) -> None:
    for asked in ({"unit": "desk"}, {"unit": "sales", "min_n": 9}):
        with pytest.raises(voc.VocError, match="withheld") as caught:
            run.voices("csat", **asked)  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.path) == ("not_allowed", "group")
    assert run.voices("csat", unit="sales")["n"] == 8
    report = run.unit_report("monthly", "desk", "2026-03-01")
    assert "now" not in report["metrics"][0] and report["metrics"][0]["why"] == WHY
    assert report["voices"] == [] and "withheld" in report["text"]


def test_an_engine_and_a_person() -> None:
    program: dict[str, Any] = {**VECTOR["program"], "privacy": {}}
    engine = voc.Engine(voc.Program.from_dict(program))
    for input in VECTOR["inputs"]:
        engine.handle(input)
    assert "withheld" not in engine.metric("csat", by=["unit"]).columns
    table = engine.metric("csat", by=["unit"], min_n=5).to_dicts()
    assert [row["n"] for row in table] == [None, None, 8]
    with pytest.raises(voc.ProgramError, match="withholds nothing"):
        voc.Program.from_dict({**program, "privacy": {"min_n": 1}})


def test_by_three_columns_and_more() -> None:
    corners = [(a, b, c) for a in "ab" for b in "xy" for c in "pq"]
    groups = dict.fromkeys(corners, 6) | {("a", "x", "p"): 2, ("c", "x", "p"): 90}
    found = voc.withhold(groups, 5)
    assert found.groups == [True] * 8 + [False]
    assert not any(total["withheld"] for total in found.totals)
    with pytest.raises(voc.VocError, match="at most") as caught:
        voc.withhold({tuple("abcdefg"): 3}, 5)
    assert (caught.value.code, caught.value.path) == ("limit", "by")
