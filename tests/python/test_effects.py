"""What improvements did to metrics of every kind, held to least squares of statsmodels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
import voc

UNITS = ["east", "mid", "north", "south", "west"]
KINDS = {
    "mean": {"kind": "mean", "of": "wait", "better": "low"},
    "median": {"kind": "median", "of": "wait", "better": "low"},
    "gap": {"kind": "gap", "of": "stars", "expected": "hoped", "scale": [1, 5]},
    "points": {"kind": "points", "of": "stars", "points": {"1": -10, "2": -4, "3": 0, "4": 3, "5": 5}},
    "effort": {"kind": "ces", "of": "stars", "scale": [1, 5], "better": "high"},
    "worst": {"kind": "bottom_box", "of": "stars", "scale": [1, 5]},
    "heavy": {"kind": "mean", "of": "wait", "weight": "worth"},
    "heavy-share": {"kind": "top_box", "of": "stars", "scale": [1, 5], "weight": "worth"},
}
POINTS = np.array([0, -10, -4, 0, 3, 5])
PROGRAM = voc.Program.from_dict(
    {
        "voc": 1,
        "name": "Larkfield",
        "fields": {"stars": "int", "hoped": "int", "wait": {"type": "number", "decimals": 1}, "worth": "int"},
        "metrics": KINDS,
        "units": {"company": {}, **{unit: {"parent": "company"} for unit in UNITS}},
    }
)


def value(metric: str, rows: dict[str, np.ndarray]) -> float:
    """The number, plainly."""
    stars, wait, worth = rows["stars"], rows["wait"], rows["worth"]
    return float(
        {
            "mean": wait.mean,
            "median": lambda: np.median(wait),
            "gap": lambda: (stars - rows["hoped"]).mean(),
            "points": lambda: POINTS[stars].mean(),
            "effort": stars.mean,
            "worst": lambda: (stars <= 2).mean(),
            "heavy": lambda: np.average(wait, weights=worth),
            "heavy-share": lambda: np.average(stars >= 4, weights=worth),
        }[metric]()
    )


def drawn(seed: int) -> dict[tuple[str, int], dict[str, np.ndarray]]:
    """Answers of each unit before and after; those of the improvement are heard more, and vary no more."""
    dice = np.random.default_rng(seed)
    told = {}
    for place, unit in enumerate(UNITS):
        for day in (3, 17):
            n = 200 if unit == "north" else 40
            told[unit, day] = {
                "stars": dice.integers(1, 6, n),
                "hoped": dice.integers(1, 6, n),
                "wait": (dice.gamma(2, 3, n) + place + (2 if unit == "north" and day == 17 else 0)).round(1),
                "worth": dice.integers(1, 5, n),
            }
    return told


def act(engine: voc.Engine, id: str | None, at: str, do: Any) -> list[dict[str, Any]]:
    named = {} if id is None else {"improvement": id}
    return engine.handle({"id": f"{id}{at}{do}", "received": at, "improvement": {**named, "by": "max", "at": at, "do": do}})


def improved(metric: str) -> tuple[voc.Engine, str]:
    """Proposed on the 2nd, begun on the 10th, done on the 16th of March."""
    engine = voc.Engine(PROGRAM)
    opening = {"title": "t", "kind": "process", "owner": "max", "units": ["north"], "metric": metric, "over": "P7D", "min_n": 2}
    (opened,) = act(engine, None, "2026-03-02T09:00:00Z", {"open": opening})
    id = str(opened["improvement"])
    for day, do in [("10", "agree"), ("10", "start"), ("16", "done")]:
        act(engine, id, f"2026-03-{day}T12:00:00Z", do)
    return engine, id


def hear(engine: voc.Engine, told: dict[tuple[str, int], dict[str, np.ndarray]]) -> None:
    for (unit, day), rows in told.items():
        for place, row in enumerate(zip(*rows.values(), strict=True)):
            fields = {name: cell.item() for name, cell in zip(rows, row, strict=True)}
            signal = {"at": f"2026-03-{day + place % 7:02}T10:00:00Z", "kind": "response", "unit": unit, "fields": fields}
            engine.handle({"id": f"{unit}-{day}-{place}", "signal": signal})
    engine.handle({"id": "t", "tick": {"at": "2026-03-24T00:00:00Z"}})


@pytest.mark.parametrize("metric", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_the_effect_is_that_of_least_squares(metric: str, seed: int) -> None:
    engine, id = improved(metric)
    told = drawn(seed)
    hear(engine, told)
    effect = engine.effect(id)
    assert effect["label"] == "difference in differences"
    changes = [value(metric, told[unit, 17]) - value(metric, told[unit, 3]) for unit in UNITS]
    treated = [[1.0, float(unit == "north")] for unit in UNITS]
    fitted = sm.OLS(changes, treated).fit()
    low, high = fitted.conf_int(alpha=0.05)[-1]
    assert effect["value"] == pytest.approx(fitted.params[-1], abs=1e-9)
    assert (effect["low"], effect["high"]) == pytest.approx((low, high), abs=1e-9)
    (north,) = effect["units"]
    assert ("effective_n" in north) == metric.startswith("heavy")
    if metric.startswith("heavy"):
        worths = [told["north", day]["worth"] for day in (3, 17)]
        wanted = [of.sum() ** 2 / (of**2).sum() for of in worths]
        assert north["effective_n"] == pytest.approx(wanted, rel=1e-12)


def test_where_nothing_varies_there_is_no_comparison() -> None:
    engine, id = improved("mean")
    waits = {("north", 3): 5.0, ("north", 17): 4.0}
    same = {
        (unit, day): {"wait": np.full(3, waits.get((unit, day), 5.0))} for unit in UNITS for day in (3, 17)
    }  # fmt: skip
    hear(engine, same)
    effect = engine.effect(id)
    assert (effect["label"], effect["why"]) == ("no comparison", "nothing_varies")
    assert effect["words"].startswith("no comparison: the comparable units moved all the same")
