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
from statsmodels.stats.proportion import confint_proportions_2indep

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
