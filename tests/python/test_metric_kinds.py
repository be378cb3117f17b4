"""Metrics of programs: held to scipy, pandas and plain reading; estimates that do not add up."""

from __future__ import annotations

import functools
import operator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import voc
from scipy import stats

close = pytest.approx

PROGRAM = voc.Program.parse("""
voc: 1
name: Measured
fields:
  effort: int
  stars: int
  hoped: int
  wait: {type: number, decimals: 3}
  mood: {type: text, one_of: [angry, calm, happy]}
  weight: {type: number, decimals: 2}
metrics:
  ces: {kind: ces, of: effort, scale: [1, 7], better: high}
  hard: {kind: bottom_box, of: effort, scale: [1, 7]}
  wait: {kind: mean, of: wait, better: low}
  wait-median: {kind: median, of: wait, better: low}
  effort-median: {kind: median, of: effort, scale: [1, 7]}
  mood: {kind: points, of: mood, points: {angry: -1, calm: 0, happy: 1}}
  gap: {kind: gap, of: stars, expected: hoped, scale: [1, 5]}
  wait-weighted: {kind: mean, of: wait, weight: weight}
""")


def rows(seed: int, n: int) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    days = [date(2026, 1, 1) + timedelta(days=int(day)) for day in np.sort(dice.integers(0, 90, n))]
    return pd.DataFrame({
        "id": [f"s{row}" for row in range(n)],
        "at": [f"{day}T12:00:00Z" for day in days],
        "kind": "response",
        "customer": [f"c{row % 17}" for row in range(n)],
        "effort": dice.integers(1, 8, n),
        "stars": dice.integers(1, 6, n),
        "hoped": dice.integers(1, 6, n),
        "wait": dice.lognormal(1, 1, n).round(3),
        "mood": dice.choice(["angry", "calm", "happy"], n),
        "weight": dice.uniform(0.1, 5, n).round(2),
    })


def asked(run: voc.Run, metric: str, **query: Any) -> list[dict[str, Any]]:
    return run.metric(metric, **query).to_dicts()


def median_by_scipy(values: np.ndarray[Any, Any]) -> tuple[float, float, float]:
    """The median, and the order statistics of the binomial distribution."""
    rank = int(stats.binom.ppf(0.025, len(values), 0.5))
    # The largest whose tail is at most 2.5 %.
    while rank >= 0 and stats.binom.cdf(rank, len(values), 0.5) > 0.025:
        rank -= 1
    ordered = np.sort(values)
    return float(np.median(values)), float(ordered[rank]), float(ordered[len(values) - 1 - rank])


@pytest.mark.parametrize("seed", range(12))
def test_means_and_medians_are_those_of_scipy(seed: int) -> None:
    frame = rows(seed, 10 + 37 * seed)
    run = PROGRAM.run(frame.to_dict("records"))
    mood = frame["mood"].map({"angry": -1, "calm": 0, "happy": 1})
    for metric, values in [
        ("ces", frame["effort"]),
        ("wait", frame["wait"]),
        ("mood", mood),
        ("gap", frame["stars"] - frame["hoped"]),
    ]:
        (found,) = asked(run, metric)
        low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
        assert (found["value"], found["low"], found["high"]) == close((values.mean(), low, high), rel=1e-9)
        assert (found["n"], found["method"]) == (len(values), "student")
    for metric, name in [("wait-median", "wait"), ("effort-median", "effort")]:
        (found,) = asked(run, metric)
        wanted = median_by_scipy(frame[name].to_numpy())
        assert (found["value"], found["low"], found["high"]) == close(wanted, rel=1e-12)
    paired = stats.ttest_rel(frame["stars"], frame["hoped"]).confidence_interval(0.95)
    (gap,) = asked(run, "gap")
    assert (gap["low"], gap["high"]) == close((paired.low, paired.high), rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_median_intervals_are_those_of_the_quantile_test(seed: int) -> None:
    frame = rows(seed, 60 + seed)
    (found,) = asked(PROGRAM.run(frame.to_dict("records")), "wait-median")
    quantiles = stats.quantile_test(frame["wait"], p=0.5).confidence_interval(0.95)
    assert (found["low"], found["high"]) == close((quantiles.low, quantiles.high))


@pytest.mark.parametrize("seed", range(5))
def test_weights_are_those_of_columns(seed: int) -> None:
    frame = rows(seed, 80)
    (found,) = asked(PROGRAM.run(frame.to_dict("records")), "wait-weighted")
    wanted = voc.mean(frame["wait"], weights=frame["weight"])
    assert (found["value"], found["low"], found["high"]) == close((wanted.value, wanted.low, wanted.high))
    assert found["effective_n"] == close(wanted.effective_n)
    assert found["design_effect"] == close(wanted.design_effect)


def test_rolling_metrics_are_those_of_pandas() -> None:
    frame = rows(3, 400)
    run = PROGRAM.run(frame.to_dict("records"))
    by_day = frame.set_index(pd.to_datetime(frame["at"]).dt.tz_localize(None).dt.normalize())["wait"]
    sums = by_day.resample("D").agg(["sum", "count"]).rolling(28, min_periods=1).sum()
    for row in asked(run, "wait", every="P1D", rolling="P28D"):
        day = sums.loc[row["period"]]
        assert (row["value"], row["n"]) == close((day["sum"] / day["count"], day["count"]))
        assert (date.fromisoformat(row["to"]) - date.fromisoformat(row["from"])).days == 27
    # The mean of the numbers of weeks, those without any left out.
    weeks = by_day.resample("W-SUN", label="left").mean()
    averages = weeks.rolling(4, min_periods=1).mean().dropna()
    found = asked(run, "wait", every="P7D", average_of=4)
    assert [row["value"] for row in found] == close(list(averages))
    assert {row["method"] for row in found} == {"mean_of_periods"}
    assert all(row["low"] is None for row in found)
    with pytest.raises(voc.VocError) as error:
        run.metric("wait", rolling="P28D")
    assert (error.value.code, error.value.path) == ("missing", "every")


def test_a_frame_has_the_metrics_of_its_rows() -> None:
    frame = rows(5, 120)
    by_rows = PROGRAM.run(frame.to_dict("records"))
    by_frame = PROGRAM.run(pl.DataFrame(frame).with_columns(pl.col("at").str.to_datetime(time_zone="UTC")))
    for metric in ("ces", "hard", "wait", "wait-median", "mood", "gap", "wait-weighted"):
        assert asked(by_frame, metric, every="P1M") == asked(by_rows, metric, every="P1M")
    assert by_frame.facts_digest == by_rows.facts_digest


def test_an_answer_off_the_scale_of_a_metric_is_refused_in_a_frame_too() -> None:
    frame = rows(6, 10)
    frame.loc[4, "hoped"] = 6
    run = PROGRAM.run(pl.DataFrame(frame).with_columns(pl.col("at").str.to_datetime(time_zone="UTC")))
    (refused,) = run.refused.to_dicts()
    assert (refused["id"], refused["path"]) == ("s4", "signal.fields.hoped")


def test_estimates_do_not_add_up() -> None:
    day = voc.nps([10, 9, 0])
    for add in (
        lambda: day + day,
        lambda: 0 + day,
        lambda: sum([day, day]),
        lambda: functools.reduce(operator.iadd, [day, day]),
        lambda: day + day,
        lambda: np.sum(np.array([day, day], dtype=object)),
    ):
        with pytest.raises(TypeError, match="estimates do not add up"):
            add()


def test_nps_is_offered_for_no_other_scale() -> None:
    """posthog PR 42157."""
    program = """{"voc": 1, "name": "NPS", "fields": {"ltr": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr", "scale": [1, 10]}}}"""
    with pytest.raises(voc.ProgramError) as error:
        voc.Program.parse(program)
    (found,) = error.value.diagnostics
    assert "`mean`" in str(found)
