"""Event logs, held to pm4py: on a service desk's real log, and on random ones.

pm4py is AGPL: it is installed for these tests, and the project does not depend on it.
"""

from __future__ import annotations

import random
import statistics
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pandas as pd
import pm4py
import polars as pl
import pytest
import voc
from conftest import shared_data

REAL = shared_data("incident-log.csv")
SECOND = 1_000_000
NAMES = ("case:concept:name", "concept:name", "time:timestamp")

ROWS = [
    ("c1", "tell", "2026-03-02T09:00:00Z"),
    ("c2", "tell", "2026-03-02T09:10:00Z"),
    ("c1", "paid", "2026-03-02T11:00:00Z"),
    ("c1", "wait", "2026-03-02T10:00:00Z"),
    ("c3", None, "2026-03-02T10:00:00Z"),
]


def real_log() -> pd.DataFrame:
    """The log's changes, by incident as pm4py wants them, `at` made exact, since it keeps no order within a minute."""
    if not REAL.is_file():
        pytest.skip(f"{REAL.name} is not beside the project")
    frame = pd.read_csv(REAL, usecols=["number", "incident_state", "sys_updated_at", "sys_mod_count"])
    frame["minute"] = pd.to_datetime(frame.sys_updated_at, format="%d-%m-%Y %H:%M", utc=True)
    order = ["number", "minute", "sys_mod_count"]
    frame = frame.sort_values(order, kind="stable", ignore_index=True)
    place = frame.groupby(["number", "minute"]).cumcount()
    frame["at"] = frame.minute + pd.to_timedelta(place, unit="us")
    return frame


def random_log(seed: int) -> pd.DataFrame:
    dice = random.Random(seed)
    start = datetime(2026, 3, 27, tzinfo=timezone.utc)
    rows = []
    for case in range(dice.randrange(1, 120)):
        at = start
        for _ in range(dice.randrange(1, 9)):
            at += timedelta(seconds=dice.choice([0, 1, 60, 3_600, 86_400]))
            rows.append((f"case-{case}", dice.choice("abcd"), at))
    return pd.DataFrame(rows, columns=["number", "incident_state", "at"])


def held(frame: pd.DataFrame, log: voc.EventLog) -> dict[str, int]:
    """Holds a log to what pm4py says of the same events; gives what was compared."""
    theirs = frame.rename(columns=dict(zip(("number", "incident_state", "at"), NAMES, strict=True)))
    variants = {tuple(path): count for path, count in pm4py.stats.get_variants(theirs).items()}
    assert {tuple(row["path"]): row["instances"] for row in log.variants.to_dicts()} == variants
    edges, first, last = pm4py.discover_dfg(theirs)
    ours = log.transitions.to_dicts()
    assert {(row["from"], row["to"]): row["n"] for row in ours} == dict(edges)
    activities = log.activities.to_dicts()
    assert {row["activity"]: row["first"] for row in activities if row["first"]} == dict(first)
    assert {row["activity"]: row["last"] for row in activities if row["last"]} == dict(last)
    times, _, _ = pm4py.discover_performance_dfg(theirs)
    for row in ours:
        their = times[row["from"], row["to"]]
        for name in ("mean", "median", "min", "max"):
            assert row[f"{name}_us"] / SECOND == pytest.approx(their[name], rel=1e-12, abs=1e-6), name
    durations = pm4py.stats.get_all_case_durations(theirs)
    instances = log.instances.to_dicts()
    assert sorted(row["elapsed_us"] / SECOND for row in instances) == sorted(durations)
    found = log.durations
    assert found is not None
    assert found.median_us / SECOND == statistics.median(durations)
    assert found.mean_us / SECOND == pytest.approx(statistics.fmean(durations), rel=1e-12)
    rework = pm4py.stats.get_rework_cases_per_activity(theirs)
    assert {row["activity"]: row["repeated"] for row in activities if row["repeated"]} == rework
    assert pm4py.stats.get_minimum_self_distances(theirs).keys() == rework.keys()
    return {"events": log.events, "variants": len(variants), "edges": len(edges)}


def test_the_real_log_is_as_pm4py_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    frame = real_log()
    names = {"instance": "number", "activity": "incident_state"}
    shuffled = pl.from_pandas(frame.sample(frac=1, random_state=7, ignore_index=True))
    compared = held(frame, voc.EventLog(shuffled, at="at", **names))
    log = voc.EventLog(shuffled, at="minute", order="sys_mod_count", **names)
    assert (len(log), log.events) == (890, 5_998)
    of_minutes = [(row["path"], row["instances"]) for row in log.variants.to_dicts()]
    of_exact = voc.EventLog(frame, at="at", **names).variants.to_dicts()
    assert of_minutes == [(row["path"], row["instances"]) for row in of_exact]
    with capsys.disabled():
        print(f"\nevent log: {compared}")


@pytest.mark.parametrize("seed", range(12))
def test_random_logs_are_as_pm4py_has_them(seed: int) -> None:
    frame = random_log(seed)
    held(frame, voc.EventLog(frame, instance="number", activity="incident_state", at="at"))


def small(**more: Any) -> voc.EventLog:
    frame = pl.DataFrame(ROWS, schema=list(NAMES), orient="row")
    return voc.EventLog(frame, **more)


def test_the_usual_names_need_not_be_said() -> None:
    log = small()
    assert repr(log) == "EventLog(2 instances, 4 events)"
    assert log.left_out == {"no_instance": 0, "no_activity": 1, "no_time": 0}
    assert [row["path"] for row in log.variants.to_dicts()] == [["tell"], ["tell", "wait", "paid"]]
    found = log.transitions.to_dicts()
    hours = [(row["from"], row["to"], row["mean_us"] / 3_600 / SECOND) for row in found]
    assert hours == [("tell", "wait", 1.0), ("wait", "paid", 1.0)]
    told = next(row for row in log.activities.to_dicts() if row["activity"] == "tell")
    assert (told["n"], told["last"], told["drop_off"]) == (2, 1, 0.5)
    assert told["low"] < 0.5 < told["high"]


def test_the_order_of_rows_is_that_of_one_instant() -> None:
    at = "2026-03-02T09:00:00Z"
    rows = [("c", name, at, place) for name, place in (("b", 2), ("a", 1))]
    frame = pl.DataFrame(rows, schema=[*NAMES, "place"], orient="row")
    assert voc.EventLog(frame).variants.to_dicts()[0]["path"] == ["b", "a"]
    assert voc.EventLog(frame, order="place").variants.to_dicts()[0]["path"] == ["a", "b"]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(voc.VocError) as caught:
        small(activity="concept_name")
    assert (caught.value.code, caught.value.path) == ("missing", "activity")
    assert "concept:name" in str(caught.value.hint)


def test_a_cell_that_cannot_be_read_is_named() -> None:
    frame = pl.DataFrame([("c", "a", "2026-03-02T09:00:00Z"), ("c", "b", "soon")], schema=list(NAMES), orient="row")
    with pytest.raises(voc.VocError) as caught:
        voc.EventLog(frame)
    assert caught.value.path == "time:timestamp.2"


def test_times_without_a_zone_need_one() -> None:
    rows = [("c", "a", datetime(2026, 3, 29, 0, 30)), ("c", "b", datetime(2026, 3, 29, 2, 30))]
    frame = pl.DataFrame(rows, schema=list(NAMES), orient="row")
    with pytest.raises(voc.VocError, match="no zone"):
        voc.EventLog(frame)
    # The clocks go on by an hour in between.
    durations = voc.EventLog(frame, time_zone="Europe/London").durations
    assert durations is not None
    assert durations.max_us == 3_600 * SECOND


def test_nothing_is_an_empty_log() -> None:
    frame = pl.DataFrame(schema=dict.fromkeys(NAMES, pl.String))
    log = voc.EventLog(frame)
    assert (len(log), log.durations, len(log.variants), len(log.transitions)) == (0, None, 0, 0)


def test_dictionaries_and_numbers_name_instances() -> None:
    rows = [(7, "a", "2026-03-02T09:00:00Z"), (7, "b", "2026-03-02T09:00:00Z"), (8, "a", "2026-03-02T09:00:00Z")]
    frame = pl.DataFrame(rows, schema=list(NAMES), orient="row")
    coded = frame.with_columns(pl.col(NAMES[1]).cast(pl.Categorical))
    for log in (voc.EventLog(frame), voc.EventLog(coded)):
        assert [row["instance"] for row in log.instances.to_dicts()] == ["7", "8"]
        assert all(a["instances"] >= b["instances"] for a, b in pairwise(log.variants.to_dicts()))
