"""What came of what customers said, through frames and dicts, against pandas."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import voc
from scipy import stats
from statsmodels.stats.oneway import anova_generic, anova_oneway
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import DescrStatsW

PROGRAM = """
voc: 1
name: Shop
fields: {ltr: int, csat: int, renewed: bool, order: text}
customer: {tier: text}
metrics: {nps: {kind: nps, of: ltr}, csat: {kind: csat, of: csat, scale: [1, 5]}}
rules: {detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}}
cases: {recovery: {}}
outcomes: {renewal: {when: 'kind == "renewal"', value: renewed, within: P90D}}
"""
BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)


def rows(seed: int = 1, count: int = 400) -> list[dict[str, Any]]:
    """One answer of each customer, and for most a renewal some days later."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        day, ltr = int(rng.integers(0, 200)), int(rng.integers(0, 11))
        common = {"customer": f"c-{number}", "tier": "gold" if number % 3 else "none", "channel": ["web", "phone"][number % 2]}
        made.append({**common, "at": BEGIN + timedelta(days=day), "kind": "response", "ltr": ltr, "renewed": None, "touch_point": "pay"})
        after = int(rng.integers(1, 150))
        if rng.random() < 0.8:
            renewed = bool(rng.random() < 0.4 + 0.04 * ltr)
            made.append({**common, "at": BEGIN + timedelta(days=day + after), "kind": "renewal", "ltr": None, "renewed": renewed, "touch_point": None})
    return sorted(made, key=lambda row: row["at"])


UNTIL = BEGIN + timedelta(days=220)


def test_outcome_by_band_is_what_pandas_says() -> None:
    program = voc.Program.parse(PROGRAM)
    frame = pd.DataFrame(rows())
    found = program.run(pl.from_pandas(frame), until=UNTIL).outcome("renewal", "nps")
    answers = frame[frame["kind"] == "response"].set_index("customer")
    renewals = frame[frame["kind"] == "renewal"].set_index("customer")
    window = timedelta(days=90)
    answers = answers[answers["at"] <= UNTIL]
    came = answers.join(renewals[["at", "renewed"]], rsuffix="_then")
    in_time = (came["at_then"] <= came["at"] + window) & (came["at_then"] <= UNTIL)
    over = came["at"] + window <= UNTIL
    renewed = in_time & came["renewed_then"].eq(True)
    band = pd.cut(came["ltr"], [-1, 6, 8, 10], labels=["detractor", "passive", "promoter"])
    for row in found["bands"]:
        own = band == row["band"]
        assert row["outcome"]["n"] == int((own & over).sum())
        assert row["outcome"]["value"] == pytest.approx(renewed[own & over].mean(), rel=1e-12)
        assert row["nothing_came"] == int((own & over & ~in_time).sum())
        assert row["waiting"] == int((own & ~over & ~in_time).sum())
        assert row["early"] == int((own & ~over & in_time).sum())
    counts = [(int(renewed[(band == name) & over].sum()), int(((band == name) & over).sum())) for name in ("promoter", "detractor")]
    low, high = confint_proportions_2indep(*counts[0], *counts[1], method="newcomb", compare="diff")
    difference = next(it for it in found["differences"] if it["band"] == "promoter")
    assert (difference["low"], difference["high"]) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))
    assert difference["less"] == "detractor"


def test_frames_and_dicts_say_the_same() -> None:
    program = voc.Program.parse(PROGRAM)
    made = rows(2, 60)
    frame = program.histories(pd.DataFrame(made), until=UNTIL)
    dicts = program.histories(made, until=UNTIL)
    run = program.run(made, until=UNTIL).histories
    assert (frame.customers, frame.signals) == (dicts.customers, dicts.signals) == (run.customers, run.signals)
    assert frame.until == UNTIL
    for ask in (
        lambda it: it.outcome("renewal", "nps", bands=[5, 8], take="last", confidence=0.9),
        lambda it: it.next('kind == "response"', 'kind == "renewal"', by="channel", at=[timedelta(days=30)], until="P60D"),
        lambda it: it.behaviour('kind == "renewal"', every=timedelta(days=30), by="customer.tier"),
        lambda it: it.behaviour('kind == "renewal"', per='kind == "response"', by="channel"),
        lambda it: it.found('kind == "response" && ltr <= 6', 'kind == "renewal"'),
        lambda it: it.consistency("nps", min_n=10, margin=50, mix="customer.tier"),
    ):
        assert ask(frame) == ask(dicts) == ask(run)
    assert "customers" in repr(frame)


def test_recovered_takes_the_cases_of_a_run() -> None:
    program = voc.Program.parse(PROGRAM)
    made = rows(3, 120)
    detractors = [row for row in made if row["kind"] == "response" and row["ltr"] <= 6]
    for number, row in enumerate(made):
        row["id"] = f"s-{number}"
    commands = []
    for number, row in enumerate(detractors):
        steps = [{"resolve": {}}] + ([{"record_verdict": {"verdict": "confirmed", "source": "call"}}] if number % 2 else [])
        for place, step in enumerate(steps):
            at = (row["at"] + timedelta(days=1 + place)).isoformat()
            commands.append({"id": f"k-{number}-{place}", "command": {"case": {"signal": row["id"]}, "by": "ana", "at": at, "do": step}})
    for signals in (pd.DataFrame(made), made):
        run = program.run(signals, inputs=commands, until=BEGIN + timedelta(days=500))
        found = run.histories.recovered("renewal", alike=["customer.tier"], settled="P5D")
        counted = found["recovered"]["n"] + found["unrecovered"]["n"]
        assert counted + sum(found["left_out"].values()) == len(detractors)
        assert found["recovered"]["n"] > 5
        assert found["difference"]["strata"] == 2
        assert "is not checked" in found["sentence"]
    with pytest.raises(voc.VocError) as error:
        program.histories(made).recovered("renewal")
    assert error.value.code == "missing"


def test_errors_name_their_place() -> None:
    histories = voc.Program.parse(PROGRAM).histories(rows(4, 5))
    for ask, path in (
        (lambda: histories.outcome("renewals", "nps"), "outcome"),
        (lambda: histories.next("knd"), "from"),
        (lambda: histories.consistency("nps", by="chanel"), "by"),
        (lambda: histories.behaviour("true"), "per"),
    ):
        with pytest.raises(voc.VocError) as error:
            ask()
        assert error.value.path == path


def test_the_example_of_the_design_has_outcomes() -> None:
    program = voc.Program.load(Path(__file__).parents[2] / "examples" / "insurance" / "program.yaml")
    signals = [
        {"at": BEGIN, "kind": "response", "customer": "a", "ltr": 9},
        {"at": BEGIN + timedelta(days=300), "kind": "renewal", "customer": "a", "renewed": True},
    ]
    run = program.run(signals, until=BEGIN + timedelta(days=600))
    found = run.outcome("renewal", "nps")
    assert found["bands"][2]["outcome"]["value"] == 1.0


KINDS = """
voc: 1
name: Shop
fields: {stars: int, hoped: int, wait: {type: number, decimals: 1}, mood: text, renewed: bool}
customer: {worth: int}
units: {us: {}, them: {party: partner}}
metrics:
  wait: {kind: mean, of: wait, better: low}
  median: {kind: median, of: wait, better: low}
  gap: {kind: gap, of: stars, expected: hoped, scale: [1, 5]}
  mood: {kind: points, of: mood, points: {angry: -2, calm: 0, happy: 1}}
  effort: {kind: ces, of: stars, scale: [1, 5], better: high}
  worst: {kind: bottom_box, of: stars, scale: [1, 5]}
  heavy: {kind: mean, of: wait, weight: customer.worth}
  share: {kind: top_box, of: stars, scale: [1, 5], weight: customer.worth}
outcomes: {renewal: {when: 'kind == "renewal"', value: renewed, within: P90D}}
"""


def told(seed: int) -> pd.DataFrame:
    """One answer of each customer at one touch point, by three channels."""
    rng = np.random.default_rng(seed)
    count, channel = 240, rng.integers(0, 3, 240)
    return pd.DataFrame({
        "customer": [f"c-{number}" for number in range(count)],
        "at": BEGIN,
        "kind": "response",
        "touch_point": "pay",
        "channel": np.array(["branch", "phone", "web"])[channel],
        "unit": np.array(["us", "them"])[rng.integers(0, 2, count)],
        "stars": rng.integers(1, 6, count),
        "hoped": rng.integers(1, 6, count),
        "wait": (rng.gamma(2, 3, count) + channel).round(1),
        "mood": np.array(["angry", "calm", "happy"])[rng.integers(0, 3, count)],
        "worth": rng.integers(1, 6, count),
    })  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_consistency_of_every_kind_is_what_others_say(seed: int) -> None:
    frame = told(seed)
    frame["gap"] = frame["stars"] - frame["hoped"]
    frame["points"] = frame["mood"].map({"angry": -2, "calm": 0, "happy": 1})
    histories = voc.Program.parse(KINDS).histories(frame.drop(columns=["gap", "points"]))

    def test_of(metric: str, **asked: Any) -> dict[str, Any]:
        found: dict[str, Any] = histories.consistency(metric, **asked)["places"][0]["test"]
        return found

    def split(name: str, by: str = "channel") -> list[np.ndarray]:
        return [part.to_numpy() for _, part in frame.groupby(by)[name]]

    for metric, name in (("wait", "wait"), ("gap", "gap"), ("mood", "points"), ("effort", "stars")):
        wanted = anova_oneway(split(name), use_var="unequal", welch_correction=True)
        found = test_of(metric)
        assert (found["statistic"], found["p"]) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-9)
        two = test_of(metric, by="party")
        t = stats.ttest_ind(*split(name, "unit"), equal_var=False)
        assert (two["p"], two["statistic"]) == pytest.approx((t.pvalue, t.statistic**2), rel=1e-9)
    kruskal = stats.kruskal(*split("wait"))
    for found in (test_of("median"), test_of("wait", ranks=True)):
        assert (found["method"], found["statistic"]) == ("kruskal_wallis", pytest.approx(kruskal.statistic, rel=1e-9))
        assert found["p"] == pytest.approx(kruskal.pvalue, rel=1e-9)
        assert found["size"]["value"] == pytest.approx(kruskal.statistic / (len(frame) - 1), rel=1e-9)
    table = pd.crosstab(frame["channel"], frame["stars"] <= 2).to_numpy()
    plain = stats.chi2_contingency(table, correction=False)
    assert test_of("worst")["statistic"] == pytest.approx(plain.statistic * 239 / 240, rel=1e-9)
    # With weights, as of so many answers of one weight as Kish says: Welch's F from the means and variances.
    sure, moments, hits = [], [], []
    for _, part in frame.groupby("channel"):
        weights = part["worth"].to_numpy()
        n = weights.sum() ** 2 / (weights**2).sum()
        of = DescrStatsW(part["wait"], weights * n / weights.sum(), ddof=1)
        sure.append(n)
        moments.append((of.mean, of.var))
        hit = np.average(part["stars"] >= 4, weights=weights) * n
        hits.append([hit, n - hit])
    means, variances = np.array(moments).T
    wanted = anova_generic(means, variances, np.array(sure), use_var="unequal", welch_correction=True)
    found = test_of("heavy")
    assert (found["statistic"], found["p"]) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-9)
    assert (found["effective_n"], found["n"]) == (pytest.approx(sum(sure), rel=1e-12), 240)
    chi = stats.chi2_contingency(np.array(hits), correction=False).statistic * (sum(sure) - 1) / sum(sure)
    assert test_of("share")["statistic"] == pytest.approx(chi, rel=1e-9)
    for metric, asked, path in (("median", {"mix": "mood"}, "mix"), ("heavy", {"ranks": True}, "ranks")):
        with pytest.raises(voc.VocError) as error:
            histories.consistency(metric, **asked)
        assert (error.value.code, error.value.path) == ("not_allowed", path)
        assert error.value.hint


def test_outcomes_by_bands_of_every_kind() -> None:
    frame = told(7)
    rng = np.random.default_rng(8)
    renewals = pd.DataFrame({
        "customer": frame["customer"],
        "at": BEGIN + timedelta(days=20),
        "kind": "renewal",
        "renewed": rng.random(len(frame)) < 0.5,
    })  # fmt: skip
    histories = voc.Program.parse(KINDS).histories(pd.concat([frame, renewals]).convert_dtypes(), until=UNTIL)
    points = frame["mood"].map({"angry": -2, "calm": 0, "happy": 1})
    for metric, values, cuts in (
        ("wait", frame["wait"], [4, 8]),
        ("median", frame["wait"], [4, 8]),
        ("gap", frame["stars"] - frame["hoped"], [-1, 1]),
        ("mood", points, [-1, 1]),
        ("effort", frame["stars"], [3]),
    ):
        bands = np.searchsorted(cuts, values, side="right")
        found = histories.outcome("renewal", metric, bands=cuts)
        for place, row in enumerate(found["bands"]):
            own = renewals["renewed"].to_numpy()[bands == place]
            assert (row["outcome"]["n"], row["outcome"]["value"]) == (len(own), pytest.approx(own.mean(), rel=1e-12))
    found = histories.outcome("renewal", "share")
    top, worth = (frame["stars"] >= 4).to_numpy(), frame["worth"].to_numpy()
    for row, own in zip(found["bands"], (~top, top), strict=True):
        wanted = np.average(renewals["renewed"].to_numpy()[own], weights=worth[own])
        assert row["outcome"]["value"] == pytest.approx(wanted, rel=1e-12)
        assert row["effective_n"] == pytest.approx(worth[own].sum() ** 2 / (worth[own] ** 2).sum(), rel=1e-12)
    with pytest.raises(voc.VocError) as error:
        histories.outcome("renewal", "wait")
    assert (error.value.path, error.value.hint) == ("bands", "say where they begin")
