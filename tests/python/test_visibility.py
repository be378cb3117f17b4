"""Who sees which case, verbatim and number."""

import pytest
import voc

PROGRAM = voc.Program.from_dict(
    {
        "voc": 1,
        "name": "Larkfield",
        "fields": {"ltr": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"}},
        "roles": {
            "executive": {"level": "executive", "sees": {"numbers": "company"}},
            "manager": {"level": "middle", "sees": {"numbers": "subtree", "verbatims": "subtree"}},
            "adviser": {"level": "front_line", "sees": {"verbatims": "own_cases", "cases": "unit"}},
        },
        "units": {"company": {}, "north": {"parent": "company"}, "south": {"parent": "company"}},
        "rules": {"detractor": {"when": "ltr <= 6", "raise": {"case": "recovery"}}},
        "cases": {"recovery": {}},
    }
)
AT = "2026-03-02T09:00:00Z"


@pytest.fixture(name="engine")
def _engine() -> voc.Engine:
    engine = voc.Engine(PROGRAM)
    people = {
        "eve": {"units": ["company"], "role": "executive"},
        "max": {"units": ["north"], "role": "manager"},
        "ben": {"units": ["north"], "role": "adviser"},
    }
    engine.handle({"id": "r", "roster": {"at": AT, "people": people}})
    for unit in ["north", "south"]:
        signal = {"at": AT, "kind": "response", "customer": unit, "unit": unit, "fields": {"ltr": 3}}
        engine.handle({"id": unit, "received": AT, "signal": signal})
    remark = {"case": {"signal": "north"}, "by": "max", "at": AT, "do": {"comment": {"text": "She cried."}}}
    engine.handle({"id": "c", "received": AT, "command": remark})
    return engine


def test_cases_are_seen_by_role(engine: voc.Engine):
    for person, wanted in [("max", [False]), ("ben", [True]), ("eve", []), ("nobody", [])]:
        seen = engine.cases_for(person)
        assert [one["redacted"] for one in seen] == wanted, person
        assert all(one["case"]["unit"] == "north" for one in seen)
    [case] = engine.cases_for("max")
    assert "She cried." in str(engine.case_for("max", case["case"]["id"]))
    assert "cried" not in str(engine.case_for("ben", case["case"]["id"]))
    with pytest.raises(voc.VocError) as refused:
        engine.case_for("eve", case["case"]["id"])
    assert refused.value.code == "not_found"


def test_numbers_are_seen_by_unit(engine: voc.Engine):
    for person, wanted in [("eve", ["north", "south"]), ("max", ["north"]), ("ben", [])]:
        rows = engine.metric_for(person, "nps", by=["unit"]).to_dicts()
        assert [row["unit"] for row in rows] == wanted, person
        assert [row.group for row in engine.loop_by_for(person, "unit")] == wanted, person
    assert len(engine.metric_for("eve", "nps").to_dicts()) == 1
    for asked in [lambda: engine.metric_for("max", "nps"), lambda: engine.loop_by_for("max", "channel")]:
        with pytest.raises(voc.VocError) as refused:
            asked()
        assert refused.value.code == "not_allowed"
