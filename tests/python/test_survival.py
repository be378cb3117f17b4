"""Times until something happens, and exact rates, against lifelines and statsmodels."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
import voc
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from scipy import stats
from statsmodels.stats.rates import confint_poisson_2indep


def close(found: float | None, wanted: float) -> None:
    assert found is not None
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def drawn(seed: int, n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 3, n)
    waits = rng.exponential(20 + 10 * groups)
    watched = rng.exponential(40, n)
    ended = np.minimum(waits, watched).astype(int) + 1
    return ended, waits <= watched, groups


@pytest.mark.parametrize("seed", range(20))
def test_curve_and_interval(seed: int) -> None:
    ended, happened, _ = drawn(seed)
    found = voc.survival(ended, happened)["groups"][0]
    fitter = KaplanMeierFitter().fit(ended, happened)
    bounds = fitter.confidence_interval_survival_function_
    for step in found["steps"]:
        close(step["survival"], fitter.survival_function_.loc[step["at"]].iloc[0])
        assert step["at_risk"] == fitter.event_table.loc[step["at"], "at_risk"]
        assert step["happened"] == fitter.event_table.loc[step["at"], "observed"]
        if step["low"] is not None:
            close(step["low"], bounds.loc[step["at"]].iloc[0])
            close(step["high"], bounds.loc[step["at"]].iloc[1])
    assert found["median"]["value"] == fitter.median_survival_time_
    low, high = median_survival_times(bounds).to_numpy()[0]
    assert (found["median"]["low"], found["median"]["high"] or np.inf) == (low, high)


@pytest.mark.parametrize("seed", range(10))
def test_mean_up_to_an_end(seed: int) -> None:
    ended, happened, _ = drawn(seed)
    until = int(np.quantile(ended, 0.8))
    mean = voc.survival(ended, happened, until=until)["groups"][0]["mean"]
    close(mean["value"], restricted_mean_survival_time(KaplanMeierFitter().fit(ended, happened), t=until))


@pytest.mark.parametrize("seed", range(20))
def test_log_rank(seed: int) -> None:
    ended, happened, groups = drawn(seed)
    found = voc.survival(ended, happened, groups=groups.tolist())["log_rank"]
    wanted = multivariate_logrank_test(ended, groups, happened)
    close(found["statistic"], wanted.test_statistic)
    close(found["p"], wanted.p_value)
    assert found["df"] == 2


@pytest.mark.parametrize("seed", range(5))
def test_who_comes_under_watch_later(seed: int) -> None:
    ended, happened, _ = drawn(seed, 200)
    rng = np.random.default_rng(1000 + seed)
    # Whole tens begin a watch, and nobody ends at one: who may come in as another ends is read differently.
    entered = rng.integers(0, 3, 200) * 10
    ended = np.where((ended + entered) % 10 == 0, ended + 1, ended) + entered
    found = voc.survival(ended, happened, entered=entered)["groups"][0]
    fitter = KaplanMeierFitter().fit(ended, happened, entry=entered)
    for step in found["steps"]:
        close(step["survival"], fitter.survival_function_.loc[step["at"]].iloc[0])


def test_times_are_exact() -> None:
    times = [timedelta(days=30), timedelta(days=30, microseconds=1)]
    found = voc.survival(times, [True, True], groups=["a", "b"], at=[timedelta(days=30)])
    assert [row["group"] for row in found["groups"]] == ["a", "b"]
    assert [row["at"][0]["survival"] for row in found["groups"]] == [0.0, 1.0]
    assert found["groups"][1]["median"]["value"] == 30 * 86_400_000_000 + 1


def test_what_cannot_be_is_named() -> None:
    with pytest.raises(voc.VocError) as error:
        voc.survival([1, 2.5], [True, False])
    assert (error.value.code, error.value.path) == ("wrong_type", "1")
    with pytest.raises(voc.VocError):
        voc.survival([1, 2], [True])
    with pytest.raises(voc.VocError):
        voc.survival([5], [True], entered=[6])


@pytest.mark.parametrize("events", [0, 1, 3, 17, 250, 40_000])
def test_rates_by_garwood(events: int) -> None:
    found = voc.event_rate(events, 12.5)
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    close(found["low"], low / 12.5)
    close(found["high"], stats.chi2.ppf(0.975, 2 * events + 2) / 2 / 12.5)


@pytest.mark.parametrize(("a", "b"), [((11, 800.0), (21, 3011.0)), ((3, 1.5), (40, 9.25)), ((120, 70.0), (80, 66.0))])
def test_ratio_of_rates(a: tuple[int, float], b: tuple[int, float]) -> None:
    found = voc.rate_ratio(a, b)
    # Given all events: Clopper and Pearson, by scipy.
    both = stats.binomtest(a[0], a[0] + b[0]).proportion_ci(0.95, "exact")
    for end, share in (("low", both.low), ("high", both.high)):
        close(found[end], share / (1 - share) * b[1] / a[1])
    share = a[1] / (a[1] + b[1])
    tails = stats.binom.cdf(a[0], a[0] + b[0], share), stats.binom.sf(a[0] - 1, a[0] + b[0], share)
    close(found["p"], min(1.0, 2 * min(tails)))
    # And near what statsmodels makes of scores.
    low, high = confint_poisson_2indep(a[0], a[1], b[0], b[1], method="score", compare="ratio")
    assert found["low"] < low * 1.05 and found["high"] > high * 0.95


def test_a_log_with_those_who_have_not_come_yet() -> None:
    rng = np.random.default_rng(7)
    begin = np.datetime64("2026-03-01T00:00:00", "us")
    starts, waits = rng.integers(0, 500, 80), rng.integers(1, 400, 80)
    events = [(f"i{k}", "told", begin + np.timedelta64(int(start), "h")) for k, start in enumerate(starts)]
    events += [(f"i{k}", "paid", begin + np.timedelta64(int(starts[k] + waits[k]), "h")) for k in range(0, 80, 2)]
    log = voc.EventLog(pd.DataFrame(events, columns=["case:concept:name", "concept:name", "time:timestamp"]), time_zone="UTC")
    until = begin + np.timedelta64(1000, "h")
    found = log.until_next("told", "paid", until=f"{until}Z")["groups"][0]
    came = np.arange(80) % 2 == 0
    fitter = KaplanMeierFitter().fit(np.where(came, waits, 1000 - starts), came)
    hour = 3_600_000_000
    for step in found["steps"]:
        close(step["survival"], fitter.survival_function_.loc[step["at"] / hour].iloc[0])
    assert found["censored"] == 40
