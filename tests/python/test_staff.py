"""What those who run the follow-up ask for: previews, dossiers, time lost, recognition."""

import pytest
import voc

PROGRAM = {
    "voc": 1,
    "name": "Larkfield",
    "fields": {"ltr": "int"},
    "roles": {
        "manager": {"level": "middle", "sees": {"verbatims": "unit"}},
        "clerk": {"level": "front_line", "sees": {"verbatims": "none", "cases": "unit"}},
    },
    "units": {"company": {}, "north": {"parent": "company"}},
    "rules": {
        "low": {"when": "ltr <= 6", "raise": {"case": "recovery"}},
        "high": {"when": "ltr >= 9", "raise": {"praise": True, "to": "employee"}},
    },
    "cases": {"recovery": {"carry": {"verbatim": True, "journey": 2}}},
}
AT = "2026-03-02T09:00:00Z"
LATER = "2026-03-02T12:00:00Z"
PEOPLE = {
    "kim": {"units": ["company"], "role": "manager"},
    "max": {"units": ["north"], "role": "manager"},
    "ben": {"units": ["north"], "role": "clerk", "names": ["Ben"]},
}


@pytest.fixture(name="engine")
def _engine() -> voc.Engine:
    engine = voc.Engine(voc.Program.from_dict(PROGRAM))
    engine.handle({"id": "r", "received": AT, "roster": {"at": AT, "people": PEOPLE}})
    for id, ltr, words in [("a", 1, "It never came"), ("p", 10, "Ben was kind")]:
        signal = {"at": AT, "kind": "response", "customer": "c", "unit": "north", "verbatim": words}
        engine.handle({"id": id, "received": AT, "signal": {**signal, "fields": {"ltr": ltr}}})
    for at, act in [(AT, "start"), (AT, {"wait": {"on": "information"}})]:
        command = {"case": {"signal": "a"}, "by": "max", "at": at, "do": act}
        engine.handle({"id": str(act), "received": at, "command": command})
    engine.handle({"id": "t", "tick": {"at": LATER}})
    return engine


def test_a_preview_says_what_will_happen(engine: voc.Engine):
    [case] = engine.cases()
    assert engine.preview(engine.program) == []
    gone = {**PROGRAM, "units": {"company": {}}}
    [moved] = engine.preview(voc.Program.from_dict(gone))
    assert moved["loses"] == ["unit"]
    assert moved["to_unit"] == "company"
    roster = {"at": LATER, "people": {"kim": PEOPLE["kim"]}}
    [moved] = engine.preview_roster(roster)
    assert (moved["case"], moved["person"], moved["to_person"]) == (case["id"], "max", "kim")
    engine.handle({"id": "r2", "received": LATER, "roster": roster})
    [case] = engine.cases()
    assert case["person"] == "kim"


def test_words_are_for_those_who_see_them(engine: voc.Engine):
    [case] = engine.cases()
    assert case["about"]["verbatim"] == "It never came"
    assert engine.case_for("max", case["id"])["case"]["about"]["verbatim"] == "It never came"
    assert "verbatim" not in engine.case_for("ben", case["id"])["case"]["about"]


def test_a_dossier_is_whole_or_as_somebody_sees_it(engine: voc.Engine):
    [case] = engine.cases()
    dossier = engine.dossier(case["id"])
    assert [touch["signal"] for touch in dossier["journey"]] == ["a", "p"]
    assert engine.dossier(case["id"], "max")["promises"] == []
    with pytest.raises(voc.VocError) as refused:
        engine.dossier(case["id"], "kim")
    assert refused.value.code == "not_found"


def test_what_is_counted(engine: voc.Engine):
    assert engine.recognition() == [{"group": "ben", "n": 1}]
    assert engine.recognition("unit") == [{"group": "north", "n": 1}]
    hours = 3 * 3600 * 1_000_000
    assert engine.time_lost() == [{"group": "north", "on": "information", "n": 1, "elapsed_us": hours}]
    with pytest.raises(voc.VocError) as refused:
        engine.time_lost("channel")
    assert refused.value.code == "unknown"
