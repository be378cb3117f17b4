"""The outer loop: improvements, what came of them, causes, and coaching."""

from __future__ import annotations

import pickle
import random
from typing import Any

import polars as pl
import pytest
import statsmodels.api as sm
import voc

UNITS = ["north", "south", "east", "west", "mid"]
PROGRAM = voc.Program.from_dict(
    {
        "voc": 1,
        "name": "Larkfield",
        "kinds": {
            "response": {"fields": ["csat", "may_contact"]},
            "observation": {"fields": ["qa_score"], "subject": "employee"},
        },
        "fields": {"csat": "int", "may_contact": "bool", "qa_score": "number"},
        "metrics": {"csat": {"kind": "csat", "of": "csat", "scale": [1, 5]}},
        "privacy": {"contact_consent": "may_contact"},
        "roles": {
            "manager": {"level": "middle", "sees": {"verbatims": "unit"}},
            "adviser": {"level": "front_line"},
        },
        "units": {"company": {}, **{unit: {"parent": "company"} for unit in UNITS}},
        "rules": {"low": {"when": 'kind == "response" && csat <= 2', "raise": {"case": "recovery"}}},
        "cases": {"recovery": {}},
    }
)
PEOPLE = {
    "ann": {"units": ["north"], "role": "adviser"},
    "max": {"units": ["north"], "role": "manager"},
}
AT = "2026-03-02T09:00:00Z"


@pytest.fixture(name="engine")
def _engine() -> voc.Engine:
    engine = voc.Engine(PROGRAM)
    engine.handle({"id": "r", "roster": {"at": AT, "people": PEOPLE}})
    return engine


def opening(units: list[str]) -> dict[str, Any]:
    return {
        "title": "Say when we come",
        "kind": "communication",
        "owner": "max",
        "units": units,
        "metric": "csat",
        "over": "P7D",
        "min_n": 10,
    }


def act(engine: voc.Engine, id: str | None, at: str, do: Any) -> list[dict[str, Any]]:
    named = {} if id is None else {"improvement": id}
    command = {**named, "by": "max", "at": at, "do": do}
    return engine.handle({"id": f"{at}-{do}", "received": at, "improvement": command})


def improve(engine: voc.Engine, units: list[str]) -> str:
    """Proposed on the 2nd, begun on the 10th, done on the 16th of March."""
    (opened,) = act(engine, None, AT, {"open": opening(units)})
    id = str(opened["improvement"])
    for at, do in [("2026-03-10", "agree"), ("2026-03-10", "start"), ("2026-03-16", "done")]:
        act(engine, id, f"{at}T12:00:00Z", do)
    return id


def hear(engine: voc.Engine, unit: str, day: int, good: int, n: int) -> None:
    for number in range(n):
        at = f"2026-03-{day + number % 7:02}T10:00:00Z"
        csat = 5 if number < good else 3
        signal = {"at": at, "kind": "response", "unit": unit, "fields": {"csat": csat}}
        engine.handle({"id": f"{unit}-{day}-{number}", "signal": signal})


def least_squares(
    counts: dict[str, tuple[int, int, int]], treated: list[str]
) -> tuple[float, float, float]:
    """The interaction of treated and after, with each unit's own level: the textbook's."""
    names = sorted(counts)
    y, x = [], []
    for name in names:
        before, after, n = counts[name]
        for late, good in [(0, before), (1, after)]:
            y.append(good / n)
            levels = [float(name == other) for other in names]
            x.append([*levels, float(late), float(late and name in treated)])
    fitted = sm.OLS(y, x).fit()
    low, high = fitted.conf_int(alpha=0.05)[-1]
    return float(fitted.params[-1]), float(low), float(high)


@pytest.mark.parametrize("treated", [["north"], ["mid", "north"]])
@pytest.mark.parametrize("seed", range(4))
def test_the_effect_is_that_of_least_squares(engine: voc.Engine, seed: int, treated: list[str]) -> None:
    random.seed(seed)
    id = improve(engine, treated)
    counts = {}
    for unit in UNITS:
        # Those of the improvement are heard more, so that no interval is widened for few answers.
        n = 60 if unit in treated else 30
        counts[unit] = (random.randint(n // 3, n // 2), random.randint(n // 3, n // 2), n)
    for unit, (before, after, n) in counts.items():
        hear(engine, unit, 3, before, n)
        hear(engine, unit, 17, after, n)
    engine.handle({"id": "t", "tick": {"at": "2026-03-24T00:00:00Z"}})
    effect = engine.effect(id)
    assert effect["label"] == "difference in differences"
    assert effect["windows"] == {
        "before": ["2026-03-03", "2026-03-09"],
        "after": ["2026-03-17", "2026-03-23"],
    }
    assert effect["df"] == len(UNITS) - 2
    found = (effect["value"], effect["low"], effect["high"])
    assert found == pytest.approx(least_squares(counts, treated), abs=1e-9)


def test_fewer_answers_are_not_taken_for_certainty(engine: voc.Engine) -> None:
    id = improve(engine, ["north"])
    counts = {"north": (4, 8, 12), "south": (60, 62, 120), "east": (60, 60, 120), "west": (60, 58, 120)}
    for unit, (before, after, n) in counts.items():
        hear(engine, unit, 3, before, n)
        hear(engine, unit, 17, after, n)
    engine.handle({"id": "t", "tick": {"at": "2026-03-24T00:00:00Z"}})
    effect = engine.effect(id)
    value, low, high = least_squares(counts, ["north"])
    assert effect["value"] == pytest.approx(value)
    assert low > 0, "least squares takes four answers more for an effect"
    assert effect["low"] < 0 < effect["high"] and effect["high"] > high
    assert effect["left_out"] == [{"unit": "mid", "why": "too_few_answers"}]


def test_before_and_after_alone_are_no_effect(engine: voc.Engine) -> None:
    id = improve(engine, ["north"])
    assert engine.effect(id)["why"] == "too_soon"
    for day, good in [(3, 10), (17, 29)]:
        hear(engine, "north", day, good, 30)
        hear(engine, "south", day, 15, 30)
    engine.handle({"id": "t", "tick": {"at": "2026-03-24T00:00:00Z"}})
    effect = engine.effect(id)
    assert (effect["label"], effect["why"]) == ("no comparison", "too_few_units")
    assert "value" not in effect
    assert effect["after"]["value"] > effect["before"]["value"]
    with pytest.raises(voc.VocError) as refused:
        engine.effect("i-0")
    assert refused.value.code == "not_found"


def test_cases_are_linked_and_told_apart_by_cause(engine: voc.Engine) -> None:
    signal = {"at": AT, "kind": "response", "customer": "c", "unit": "north", "fields": {"csat": 1}}
    engine.handle({"id": "s", "received": AT, "signal": signal})
    (opened,) = act(engine, None, AT, {"open": opening(["north"])})
    id = opened["improvement"]
    link = {"link": {"case": {"signal": "s"}}}
    with pytest.raises(voc.Refusal) as refused:
        act(engine, id, AT, link)
    assert refused.value.path == "improvement.do.link.case"
    do = {"root_cause": {"root_cause": "no word of when"}}
    command = {"case": {"signal": "s"}, "by": "max", "at": AT, "do": do}
    engine.handle({"id": "c", "received": AT, "command": command})
    act(engine, id, AT, link)
    (case,) = engine.cases()
    assert case["improvements"] == [id]
    (cause,) = engine.causes()
    assert cause["group"] == {"root_cause": "no word of when"}
    assert (cause["improvements"], cause["unlinked"], cause["examples"]) == ({id: 1}, 0, [case["id"]])
    assert [row["group"]["unit"] for row in engine.causes(by=["unit", "root_cause"])] == ["north"]
    with pytest.raises(voc.VocError) as unknown:
        engine.causes(by=["root"])
    assert unknown.value.code == "unknown"
    one = engine.improvement(id)
    assert one is not None and one["cases"] == [case["id"]] and engine.improvements() == [one]
    assert engine.improvement("i-0") is None
    assert [it["command"] for it in engine.improvement_allowed(id) if it["allowed"]][:2] == ["link", "unlink"]
    again = voc.Engine.restore(PROGRAM, engine.snapshot())
    assert again.digest == engine.digest and again.improvements() == [one]


def test_one_improvement_without_an_engine() -> None:
    one = voc.Improvement.open(PROGRAM, {"by": "max", "at": AT, "open": opening(["north"])})
    case = voc.Case.open(PROGRAM, {"case_type": "recovery", "at": AT})
    link = {"by": "max", "at": AT, "do": {"link": {"case": case.id}}}
    for given in [None, case]:
        with pytest.raises(voc.Refusal) as refused:
            one.handle(link, given)
        assert refused.value.path == "improvement.do.link.case"
    assert refused.value.code == "not_allowed"
    case.handle({"by": "max", "at": AT, "do": {"root_cause": {"root_cause": "x"}}})
    (linked,) = one.handle(link, case.to_dict())
    assert linked["change"] == {"type": "linked", "case": case.id}
    one.handle({"by": "max", "at": AT, "do": "agree"})
    assert one.state == "agreed" and "agreed" in repr(one)
    again = pickle.loads(pickle.dumps(one))
    assert again.to_dict() == one.to_dict() and again.id == one.id
    assert {it["command"]: it["allowed"] for it in again.allowed()}["start"]


def test_a_table_with_observations_says_what_its_rows_say() -> None:
    program = voc.Program.from_dict(
        {
            "voc": 1,
            "name": "Counted",
            "kinds": {"observation": {"subject": "employee"}, "contact": {}},
            "fields": {"qa_score": "number"},
            "rules": {"third": {"when": "has(qa_score)", "count": {"at_least": 3, "within": "P30D"}, "raise": {}}},
        }
    )
    kinds = [*["observation"] * 4, *["contact"] * 3, "observation"]
    columns = {
        "id": [f"s{number}" for number in range(8)],
        "at": [f"2026-03-0{number + 1}T09:00:00Z" for number in range(8)],
        "kind": kinds,
        "customer": ["c"] * 8,
        "employee": [*["ann"] * 7, None],
        "qa_score": [50.0] * 8,
    }
    run = program.run(pl.DataFrame(columns))
    # Four observations are no third contact; the third contact is. The last names nobody.
    assert [row["id"] for row in run.refused.to_dicts()] == ["s7"]
    (alert,) = run.alerts.to_dicts()
    assert alert["signals"] == ["s4", "s5", "s6"]


def test_coaching_is_seen_by_those_concerned(engine: voc.Engine) -> None:
    def observe(id: str, at: str, score: float) -> None:
        signal = {"at": at, "kind": "observation", "employee": "ann", "fields": {"qa_score": score}}
        engine.handle({"id": id, "received": at, "signal": signal})

    observe("o1", AT, 61.5)
    do = {"agree": {"action": "Sit in", "owner": "ann", "due": "2026-03-09T09:00:00Z"}}
    command = {"employee": "ann", "by": "max", "at": AT, "do": do}
    _, notice = engine.handle({"id": "g", "received": AT, "coaching": command})
    assert notice["notice"]["to"] == {"person": "ann"}
    observe("o2", "2026-03-05T09:00:00Z", 72.0)
    page = engine.coaching("ann")
    assert page["agreed"][0]["state"] == "open"
    assert page["agreed"][0]["fields"] == {"qa_score": {"before": [61.5], "later": [72.0]}}
    assert engine.coaching_for("ann", "ann") == engine.coaching_for("max", "ann") == page
    for person, employee in [("ann", "max"), ("zoe", "ann"), ("ann", "zoe")]:
        with pytest.raises(voc.VocError) as refused:
            engine.coaching_for(person, employee)
        assert refused.value.code == "not_allowed"
    engine.handle({"id": "t", "tick": {"at": "2026-03-10T00:00:00Z"}})
    assert engine.coaching("ann")["agreed"][0]["state"] == "broken"
