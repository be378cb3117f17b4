"""What is read off the paths of an event log.

Worked out by hand in ``tests/paths`` (Rust and Node read the same files); and written out for
pm4py, which must read the same log back. pm4py is AGPL: it is installed for the tests, and the
project does not depend on it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pm4py
import polars as pl
import pytest
import voc
from matching import Names, match
from test_journey import random_log, real_log

FILES = sorted((Path(__file__).parents[1] / "paths").glob("*.json"))
MICROSECONDS = 1_000_000


def log_of(file: dict[str, Any]) -> voc.EventLog:
    schema = dict.fromkeys(file["columns"], pl.String)
    return voc.EventLog(pl.DataFrame(file["rows"], schema=schema, orient="row"), **file["of"])


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a file as a table has it."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if key == "durations":
            found |= {name: value[name] for name in value if name != "n"}
        elif key == "lead":
            found["lead_median_us"] = value and value["median_us"]
        elif key == "lost":
            for one in value:
                share = one["share"]
                name = f"lost_{one['name']}"
                found |= {name: one["lost"], f"{name}_n": share["n"], f"{name}_share": share["value"]}
        elif isinstance(value, dict):
            parts = {f"{key}_{name}": value[name] for name in value if name in ("n", "low", "high")}
            found |= {key: value["value"], **parts}
        elif key == "time:timestamp":
            found[key] = pd.Timestamp(value).to_pydatetime()
        else:
            found[key] = value
    return found


def nested(found: voc.Between | voc.FirstSigns) -> dict[str, Any]:
    parts = found._asdict()
    for name, part in parts.items():
        if isinstance(part, voc.Estimate):
            parts[name] = {"value": part.value, "n": part.n, "low": part.low, "high": part.high}
        elif isinstance(part, voc.Durations):
            parts[name] = part._asdict()
        elif isinstance(part, voc.Table):
            parts[name] = part.to_dicts()
    return parts


def answer(log: voc.EventLog, name: str, given: dict[str, Any]) -> Any:
    if name == "between":
        return nested(log.between(given["from"], given["to"]))
    if name == "first_signs":
        return nested(log.first_signs(given["target"], **given.get("how", {})))
    asked = getattr(log, name)
    if name == "concerns":
        asked = asked(given["by"], **given.get("how", {}))
    elif name in ("stops", "retention", "experience"):
        asked = asked(**given)
    return asked.to_dicts()


def expected(name: str, wanted: Any) -> Any:
    if isinstance(wanted, list):
        return [flat(row) for row in wanted]
    if name == "between":
        return {key: wanted[key] for key in ("reached", "durations")}
    return {**{key: wanted[key] for key in wanted if key != "target"}, "rows": [flat(row) for row in wanted["rows"]]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_paths_are_as_worked_out_by_hand(path: Path) -> None:
    file = json.loads(path.read_text())
    log = log_of(file)
    for asked in file["answers"]:
        ask = asked["ask"]
        ((name, given),) = [(ask, {})] if isinstance(ask, str) else ask.items()
        part = log.only(**asked["only"]) if "only" in asked else log
        if "error" in asked["is"]:
            with pytest.raises(voc.VocError) as caught:
                answer(part, name, given)
            error = {key: getattr(caught.value, key) for key in asked["is"]["error"]}
            assert error == asked["is"]["error"]
        else:
            match(expected(name, asked["is"]), answer(part, name, given), Names(), str(ask))


def round_trip(frame: pd.DataFrame) -> voc.EventLog:
    """A log of ours, written out, read by pm4py and by us again: all three must say the same."""
    log = voc.EventLog(frame, instance="number", activity="incident_state", at="at")
    rows = log.rows.to_pandas()
    assert list(rows.columns) == ["case:concept:name", "concept:name", "time:timestamp"]
    theirs = pm4py.format_dataframe(
        rows, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    variants = {tuple(path): count for path, count in pm4py.stats.get_variants(theirs).items()}
    assert {tuple(row["path"]): row["instances"] for row in log.variants.to_dicts()} == variants
    edges, _, _ = pm4py.discover_dfg(theirs)
    assert {(row["from"], row["to"]): row["n"] for row in log.transitions.to_dicts()} == dict(edges)
    again = voc.EventLog(rows)
    assert again.rows.to_dicts() == log.rows.to_dicts()
    assert again.instances.to_dicts() == log.instances.to_dicts()
    return log


@pytest.mark.parametrize("seed", range(4))
def test_pm4py_reads_what_is_written(seed: int) -> None:
    round_trip(random_log(seed))


def test_pm4py_reads_the_real_log_as_it_is_written() -> None:
    log = round_trip(real_log())
    assert log.events == 5_998


def test_a_csv_that_pm4py_wrote_is_read_with_its_resources(tmp_path: Path) -> None:
    frame = random_log(7).rename(
        columns={"number": "case:concept:name", "incident_state": "concept:name", "at": "time:timestamp"}
    )
    frame["org:resource"] = [f"person {place % 3}" for place in range(len(frame))]
    frame = frame.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    path = tmp_path / "log.csv"
    frame.to_csv(path, index=False)
    log = voc.EventLog(pl.read_csv(path))
    theirs = pm4py.format_dataframe(pd.read_csv(path))
    of_pm4py: dict[tuple[str, str], int] = {}
    for _, events in theirs.groupby("case:concept:name", sort=False):
        people = list(events["org:resource"])
        for one, two in zip(people, people[1:]):
            if one != two:
                of_pm4py[one, two] = of_pm4py.get((one, two), 0) + 1
    assert {(row["from"], row["to"]): row["n"] for row in log.hand_overs.to_dicts()} == of_pm4py
    network = pm4py.discover_handover_of_work_network(theirs)
    assert {pair for pair in network.connections if pair[0] != pair[1]} == set(of_pm4py)


def test_repeats_are_as_many_as_events_that_come_again() -> None:
    frame = random_log(3)
    log = voc.EventLog(frame, instance="number", activity="incident_state", at="at")
    theirs = frame.rename(
        columns={"number": "case:concept:name", "incident_state": "concept:name", "at": "time:timestamp"}
    )
    rework = pm4py.stats.get_rework_cases_per_activity(theirs)
    found = log.repeats.to_dicts()
    assert {row["path"][0] for row in found} <= set(rework)
    selves = {row["activity"]: row["again"] for row in log.activities.to_dicts() if row["again"]}
    assert {row["path"][0]: row["n"] for row in found if len(row["path"]) == 1}.keys() >= selves.keys()


def test_a_cell_that_says_nothing_of_the_kind_is_named() -> None:
    rows = [("c", "a", "2026-03-02T09:00:00Z", "ten", "perhaps"), ("c", "b", "2026-03-02T09:10:00Z", "9", "no")]
    names = ["case:concept:name", "concept:name", "time:timestamp", "answer", "complains"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    with pytest.raises(voc.VocError) as caught:
        voc.EventLog(frame, score="answer")
    assert (caught.value.code, caught.value.path) == ("wrong_type", "answer.1")
    with pytest.raises(voc.VocError) as caught:
        voc.EventLog(frame, concern="complains")
    assert (caught.value.code, caught.value.path) == ("wrong_type", "complains.1")
    with pytest.raises(voc.VocError, match="no column of `score`"):
        voc.EventLog(frame).experience()


def test_columns_of_every_type_are_read() -> None:
    start = pd.Timestamp("2026-03-02T09:00:00Z")
    frame = pl.DataFrame(
        {
            "case:concept:name": [1, 1, 2],
            "concept:name": ["a", "b", "a"],
            "time:timestamp": [start, start + pd.Timedelta(hours=1), start],
            "org:group": ["u", "v", "u"],
            "answer": [9, None, 4],
            "complains": [False, True, None],
        }
    )
    log = voc.EventLog(frame, score="answer", concern="complains")
    assert [(row["score"], row["concern"]) for row in log.rows.to_dicts()] == [(9.0, False), (None, True), (4.0, False)]
    assert log.experience().to_dicts()[0]["score"] == 6.5
    assert [(row["from"], row["to"]) for row in log.hand_overs.to_dicts()] == [("u", "v")]
    assert log.between("a", "b").durations == voc.Durations(1, *[3_600 * MICROSECONDS] * 5)
    floats = frame.with_columns(pl.col("answer").cast(pl.Float64), pl.col("complains").cast(pl.Int64))
    assert voc.EventLog(floats, score="answer", concern="complains").rows.to_dicts() == log.rows.to_dicts()


def test_touch_points_know_what_waits_on_them() -> None:
    program = voc.Program.parse(
        "{voc: 1, name: Needs, units: {claims: {}, bank: {}}, touch_points: {report: {owner: claims},"
        " assess: {needs: [report]}, payout: {owner: bank, needs: [assess]}}}"
    )
    report = next(row for row in program.needs().to_dicts() if row["touch_point"] == "report")
    assert (report["owner"], report["needed_by"], report["downstream"]) == ("claims", ["assess"], ["assess", "payout"])
    assert (report["needs"], report["units_downstream"]) == ([], ["bank"])
