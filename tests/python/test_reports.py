"""Reports, voices and goals of runs: of dicts and of frames alike, and what an engine cannot tell."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
import voc
from conftest import ROOT

VECTOR = json.loads(
    (ROOT / "tests" / "vectors" / "a-number-leads-to-its-voices.json").read_text(encoding="utf-8")
)


def flat(input: dict[str, Any]) -> dict[str, Any]:
    """A signal of the vector as a row of a table."""
    signal = dict(input["signal"])
    return {"id": input["id"], **signal.pop("fields", {}), **signal}


@pytest.fixture(name="program", scope="module")
def _program() -> voc.Program:
    return voc.Program.from_dict(VECTOR["program"])


@pytest.fixture(name="others", scope="module")
def _others() -> list[dict[str, Any]]:
    return [it for it in VECTOR["inputs"] if "signal" not in it]


@pytest.fixture(name="rows", scope="module")
def _rows() -> list[dict[str, Any]]:
    return [flat(it) for it in VECTOR["inputs"] if "signal" in it]


@pytest.fixture(name="run", params=["dicts", "frame"])
def _run(
    request: pytest.FixtureRequest,
    program: voc.Program,
    rows: list[dict[str, Any]],
    others: list[dict[str, Any]],
) -> voc.Run:
    signals = rows if request.param == "dicts" else pl.DataFrame(rows)
    return program.run(signals, inputs=others)


def test_every_signal_stands_behind_its_number(run: voc.Run) -> None:
    table = run.metric("csat", by=["unit"], every="P1M").to_dicts()
    assert len(table) == 7
    for row in table:
        found = run.voices("csat", unit=row["unit"], every="P1M", period=row["period"])
        assert found["n"] == found["total"] == row["n"] == len(found["voices"])
    north = run.voices("csat", unit="north", every="P1M", period="2026-03-01")
    assert [it["signal"] for it in north["voices"]] == ["n4", "n3", "n2", "n1"]
    assert len(north["cases"]) == 2
    assert run.voices("csat", order="id", limit=1)["voices"][0]["signal"] == "a1"


def test_a_person_sees_what_their_role_grants(run: voc.Run) -> None:
    (voice,) = run.voices("csat", unit="sales", person="eve", limit=1)["voices"]
    assert voice["signal"] == "a2" and voice["redacted"] and "verbatim" not in voice
    with pytest.raises(voc.VocError) as caught:
        run.voices("csat", person="mia")
    assert caught.value.code == "not_allowed"


def test_cases_behind_the_loop_and_its_causes(run: voc.Run) -> None:
    (false,) = run.voices(loop="false_resolutions")["voices"]
    assert (false["signal"], false["verbatim"]) == ("n2", "Nobody called back")
    (policy,) = run.voices(causes={"root_cause": "policy"})["voices"]
    assert policy["signal"] == "s1"


def test_a_report_of_a_run_knows_praise(run: voc.Run, program: voc.Program) -> None:
    report = run.unit_report("monthly", "company", "2026-03-01")
    # n1 and a2, of 5 and with words.
    assert report["praise"] == 2
    assert report["open_concerns"] == {
        "on_cases": 3,
        "cases": report["open_concerns"]["cases"],
        "without_case": 0,
    }
    assert [it["signal"] for it in report["voices"]] == ["n3", "a1", "n1"]
    assert report["text"].startswith("# company, 2026-03-01 up to 2026-04-01\n")
    engine = voc.Engine(program)
    for input in VECTOR["inputs"]:
        engine.handle(input)
    kept = engine.unit_report("monthly", "company", "2026-03-01")
    assert "praise" not in kept and kept["metrics"] == report["metrics"]


def test_the_loop_of_a_run_says_which_praise_was_passed_on(run: voc.Run) -> None:
    health = run.loop()
    praise, reach = health.praise_reach, health.reach
    assert praise is not None and reach is not None
    # n1 to mia, a2 to sam.
    assert (praise.praise, praise.passed_on, praise.passed_on_rate.value) == (2, 2, 1.0)
    assert (reach.concerns, reach.with_case, reach.contacted) == (3, 3, 0)
    assert health.without_insight == []
    (north,) = [row for row in run.loop("unit") if row.group == "north"]
    assert north.thank_you_only == 0 and north.reopened_rate is not None
    assert north.reopened_rate.value == 1.0


def test_goals_and_those_who_answer(run: voc.Run) -> None:
    goals = run.goals()
    assert {row["status"] for row in goals["rows"]} == {"met", "not_met", "too_early", "too_few"}
    scores = run.stage_scores("claim", "tell")
    units = {row["unit"]: row.get("value") for row in scores["units"]}
    assert scores["shared"]["n"] == units["north"]["n"] + units["south"]["n"]
    picture = run.stage_card("claim", "tell", width=600)
    assert picture.svg.startswith("<svg") and "south" in picture.svg
    values = run.unit_values("csat", "P1M")
    assert {(it["unit"], it["target"]) for it in values} == {(it, 0.6) for it in ("company", "claims", "north")}
    assert all(it["low"] <= it["value"] <= it["high"] and "at_most" not in it for it in values)
    assert {row["sign"] for row in voc.gaming(values=values, min_n=2)["rows"]} <= {"just_met"}
    weighed = {it["label"]: it.get("weighed") for it in run.map("claim", importance={"first-call": 0.5}).to_dict()["moments"]}
    assert weighed["first-call"]["importance"] == 0.5 and "importance" not in weighed["complaint"]
    ranks = run.moment_ranks(importance={"first-call": 0.5})
    assert [row["moment"] for row in ranks] == ["complaint", "first-call", "at-the-desk"]
    assert [row["importance_given"] for row in ranks] == [False, True, False]


def test_reviews_come_in_beside_the_signals(
    program: voc.Program, rows: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    said = {"report": "monthly", "unit": "north", "period": "2026-03-01", "by": "mia"}
    at = "2026-04-09T10:00:00Z"
    review = {"id": "v", "received": at, "reviewed": {**said, "at": at}}
    wrong = {"id": "w", "received": at, "reviewed": {**said, "by": "zoe", "at": at}}
    run = program.run(pl.DataFrame(rows), inputs=[*others, review, wrong])
    assert [it["path"] for it in run.refused.to_dicts()] == ["reviewed.by"]
    report = run.unit_report("monthly", "north", "2026-03-01")
    assert report["reviewed"] == [{"by": "mia", "at": at, "in_time": True}]
    rows_by_level = {row["level"]: row for row in run.reviews()}
    assert rows_by_level["middle"]["in_time"] == 1
