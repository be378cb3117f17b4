"""The funnel: held to pandas and statsmodels, and read off frames and logs."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import Any

import pandas as pd
import polars as pl
import pytest
import voc
from statsmodels.stats.proportion import proportion_confint

STEPS = ("eligible", "invited", "delivered", "started", "completed")
START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def occasions(seed: int, n: int) -> list[dict[str, Any]]:
    drawn = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for _ in range(n):
        row: dict[str, Any] = {"survey": drawn.choice("ab"), "unit": drawn.choice(["north", "south"])}
        at = START + timedelta(hours=drawn.uniform(0, 2000))
        for step in STEPS:
            if drawn.random() < 0.15:
                break
            at += timedelta(hours=drawn.uniform(0.1, 30))
            row[step] = at
        rows.append(row)
    return rows


def test_shares_and_intervals_are_those_of_others() -> None:
    rows = occasions(1, 900)
    frame = pd.DataFrame(rows)
    found = voc.funnel(rows, by=["unit"], confidence=0.9)
    assert len(found) == 4
    for row in found:
        mine = frame[(frame.survey == row["survey"]) & (frame.unit == row["group"]["unit"])]
        reached = {step: int(mine[step].notna().sum()) for step in STEPS}
        assert {step["step"]: step["n"] for step in row["steps"]} == reached
        for before, step in zip(STEPS, row["steps"][1:], strict=False):
            assert step["of"] == before
            share = step["share"]
            low, high = proportion_confint(reached[step["step"]], reached[before], alpha=0.1, method="wilson")
            assert share["value"] == pytest.approx(reached[step["step"]] / reached[before], abs=1e-12)
            assert (share["low"], share["high"]) == pytest.approx((low, high), abs=1e-9)
        rate = row["response_rate"]
        assert rate["value"] == pytest.approx(reached["completed"] / reached["invited"])
        assert rate["n"] == reached["invited"]
        assert row["cooperation_rate"]["n"] == reached["delivered"]
        assert row["impossible"] == row["uninvited"] == 0


def test_periods_are_those_of_pandas() -> None:
    rows = [row for row in occasions(2, 500) if "invited" in row]
    found = voc.funnel(rows, every="P1M", time_zone="America/New_York")
    frame = pd.DataFrame(rows)
    local = frame.invited.dt.tz_convert("America/New_York")
    frame["period"] = local.dt.strftime("%Y-%m-01")
    wanted = frame.groupby(["survey", "period"]).size().to_dict()
    assert {(row["survey"], row["period"]): row["steps"][1]["n"] for row in found} == wanted


def test_any_frame_is_taken() -> None:
    rows = occasions(3, 60)
    wanted = voc.funnel(rows)
    assert voc.funnel(pl.DataFrame(rows)) == wanted
    assert voc.funnel(pl.DataFrame(rows).lazy()) == wanted
    assert voc.funnel(pd.DataFrame(rows)) == wanted
    assert voc.funnel(pl.DataFrame(rows).to_arrow()) == wanted
    with pytest.raises(TypeError, match="a frame or an iterable of dicts"):
        voc.funnel({"survey": "a"})


def test_mistakes_are_named() -> None:
    with pytest.raises(voc.VocError) as error:
        voc.funnel([{"survey": "a", "invited": "yesterday"}])
    assert error.value.path == "funnel.occasions.0.invited"
    with pytest.raises(voc.VocError) as error:
        voc.funnel([], by=["untit"])
    assert (error.value.path, error.value.hint) == ("by", "did you mean `unit`?")


def test_a_log_tells_who_was_asked() -> None:
    program = voc.Program.parse(
        """
voc: 1
name: Shop
fields: {survey: text, csat: int}
surveys:
  after: {type: transactional, after: order, questions: {csat: {text: "How satisfied were you?", scale: [1, 5]}}}
"""
    )

    def signal(id: str, day: int, kind: str, **fields: Any) -> dict[str, Any]:
        at = datetime(2026, 3, day, 10, tzinfo=timezone.utc)
        return {"id": id, "signal": {"at": at, "kind": kind, "customer": "a", "fields": fields}}

    log = [
        signal("o", 1, "order"),
        signal("i", 2, "invitation", survey="after"),
        signal("r", 3, "response", csat=4),
        signal("p", 9, "order"),
    ]
    heard = program.occasions(log, answer="csat", concern="has(csat) && csat <= 2")
    first, second = heard["occasions"]
    assert (first["answer"], first["concern"], "invited" in second) == (4, False, False)
    (row,) = voc.funnel(heard["occasions"])
    assert [(step["step"], step["n"]) for step in row["steps"]] == [("eligible", 2), ("invited", 1), ("completed", 1)]
    assert row["not_invited"] == [{"reason": None, "n": 1}]
    assert program.occasions(log, until=datetime(2026, 3, 5, tzinfo=timezone.utc))["occasions"] == [
        {key: value for key, value in first.items() if key not in {"answer", "concern"}}
    ]
    with pytest.raises(voc.VocError) as error:
        program.occasions(log, answer="csatt")
    assert error.value.path == "answer"
