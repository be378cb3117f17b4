"""The engine, one input at a time."""

from __future__ import annotations

import pickle
import threading
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import polars
import pytest
import voc
from conftest import ROSTER, signal

AT = "2026-03-02T09:00:00Z"


def types(events: list[dict]) -> list[str]:
    return [event["type"] for event in events]


def test_a_detractor_opens_a_case_with_the_owner_s_manager(engine: voc.Engine) -> None:
    events = engine.handle(signal("s-1", AT, 3))
    assert {"signal_accepted", "alert_raised", "alert_routed", "case_changed"} <= set(types(events))
    (case,) = engine.cases()
    assert (case["unit"], case["person"], case["state"]) == ("care", "ana", "new")
    assert engine.next_due() == datetime(2026, 3, 4, 9, tzinfo=timezone.utc)
    assert engine.counts["accepted"] == 2


def test_datetimes_are_times_where_they_have_a_zone(engine: voc.Engine) -> None:
    local = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))
    engine.handle(signal("s-1", local, 9))  # type: ignore[arg-type]
    other = voc.Engine(engine.program)
    other.handle(ROSTER)
    other.handle(signal("s-1", "2026-07-01T08:30:00Z", 9))
    assert engine.digest == other.digest
    with pytest.raises(voc.Refusal, match="no zone") as caught:
        engine.handle(signal("s-2", datetime(2026, 7, 1), 9))  # type: ignore[arg-type]
    assert caught.value.code == "bad_time"


def test_refusals_say_why_and_are_counted(engine: voc.Engine) -> None:
    before = engine.counts
    with pytest.raises(voc.Refusal) as caught:
        engine.handle(signal("s-1", AT, 3, touch_point="cal"))
    assert caught.value.code == "unknown"
    assert caught.value.path == "signal.touch_point"
    assert caught.value.hint == "did you mean `call`?"
    with pytest.raises(voc.Refusal) as caught:
        engine.handle({"signal": {"at": AT, "kind": "response"}})
    assert "id" in str(caught.value)
    with pytest.raises(voc.Refusal):
        engine.handle(signal("s-1", "yesterday", 3))
    engine.handle(signal("s-1", AT, 3))
    assert types(engine.handle(signal("s-1", AT, 3))) == ["duplicate"]
    with pytest.raises(voc.Refusal) as caught:
        engine.handle(signal("s-1", AT, 4))
    assert caught.value.code == "id_taken"
    counts = engine.counts
    assert counts["refused"] - before["refused"] == 4
    assert counts["inputs"] == counts["accepted"] + counts["duplicate"] + counts["refused"]


def test_a_snapshot_goes_on_as_if_nothing_had_happened(engine: voc.Engine) -> None:
    engine.handle(signal("s-1", AT, 3))
    copies = [
        voc.Engine.restore(engine.program, engine.snapshot()),
        pickle.loads(pickle.dumps(engine)),
    ]
    further = signal("s-2", "2026-03-05T09:00:00Z", 2)
    events = engine.handle(further)
    for copy in copies:
        assert copy.handle(further) == events
        assert copy.digest == engine.digest
        assert copy.facts_digest == engine.facts_digest


def test_a_snapshot_of_another_program_is_refused(engine: voc.Engine) -> None:
    other = voc.Program.from_dict({"voc": 1, "name": "other"})
    with pytest.raises(voc.VocError) as caught:
        voc.Engine.restore(other, engine.snapshot())
    assert caught.value.code == "other_program"
    with pytest.raises(voc.VocError):
        voc.Engine.restore(other, b"nonsense")


def test_the_loop_counts_sub_states_and_transfers() -> None:
    program = voc.Program.from_dict({
        "voc": 1,
        "name": "Desk",
        "fields": {"ltr": "int"},
        "units": {"shop": {}, "post": {}},
        "rules": {"low": {"when": "ltr <= 6", "raise": {"case": "recovery"}}},
        "cases": {"recovery": {"states": {"in_progress": {"sub_states": {"repair": {}}}}}},
    })
    engine = voc.Engine(program)
    answer = {"at": AT, "kind": "response", "customer": "c", "unit": "shop", "fields": {"ltr": 3}}
    engine.handle({"id": "s", "received": AT, "signal": answer})
    assert engine.loop().transfers == voc.TransferCounts()
    handed = {"to": {"unit": "post"}, "ask": "find it", "why": "they have it", "by": "2026-03-02T12:00:00Z"}
    for minute, act in enumerate(["start", {"place": {"sub_state": "repair"}}, {"transfer": handed}]):
        at = f"2026-03-02T10:0{minute}:00Z"
        command = {"case": {"signal": "s"}, "by": "ann", "at": at, "do": act}
        engine.handle({"id": f"k-{minute}", "received": at, "command": command})
    assert engine.loop().transfers == voc.TransferCounts(open=1)
    engine.handle({"id": "t", "tick": {"at": "2026-03-02T12:00:00Z"}})
    health = engine.loop()
    assert health.transfers == voc.TransferCounts(lapsed=1)
    assert health.sub_states == {"in_progress.repair": 1}


def test_metrics_and_loop_of_an_engine(engine: voc.Engine) -> None:
    engine.handle(signal("s-1", AT, 3))
    engine.handle(signal("s-2", AT, 10, customer="c-2"))
    (row,) = engine.metric("nps").to_dicts()
    assert (row["value"], row["n"]) == (0.0, 2)
    health = engine.loop()
    assert (health.alerts.concerns, health.alerts.praise, health.cases) == (1, 1, 1)
    assert [row.group for row in engine.loop(by="case_type")] == ["recovery"]
    (case,) = engine.cases()
    commands = {it["command"]: it["allowed"] for it in engine.allowed(case["id"], "ana")}
    assert commands["acknowledge"] and not commands["waive"]
    (clock,) = engine.clocks(case["id"], datetime(2026, 3, 3, tzinfo=timezone.utc))
    assert (clock["target"], clock["state"]) == ("resolve", "running")
    assert clock["elapsed_us"] == 15 * 3600 * 1_000_000
    verdict = engine.verdict_at(case["id"], "resolve", datetime(2026, 3, 3, tzinfo=timezone.utc))
    assert verdict == {"state": "running", "due": clock["due"]}
    with pytest.raises(voc.VocError) as caught:
        engine.verdict_at(case["id"], "reslve")
    assert (caught.value.code, caught.value.hint) == ("unknown", "did you mean `resolve`?")
    with pytest.raises(voc.VocError) as caught:
        engine.clocks("nothing")
    assert caught.value.code == "not_found"


def test_an_engine_serves_several_threads(engine: voc.Engine) -> None:
    start = datetime(2026, 3, 2, tzinfo=timezone.utc)

    def feed(thread: int) -> None:
        for index in range(50):
            id = f"s-{thread}-{index}"
            at = (start + timedelta(minutes=index)).isoformat()
            engine.handle(signal(id, at, 9, customer=id))
            engine.metric("nps")

    threads = [threading.Thread(target=feed, args=[thread]) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert engine.counts["signals"] == 200


def test_a_new_version_in_mid_stream() -> None:
    old = voc.Program("voc: 1\nname: Old\nfields: {ltr: int}\nrules: {low: {when: 'ltr <= 6'}}")
    new = {"voc": 1, "name": "New", "fields": {"ltr": "int"}, "rules": {"low": {"when": "ltr <= 4"}}}
    engine = voc.Engine(old)
    at = "2026-03-10T00:00:00Z"
    with pytest.raises(voc.Refusal) as refusal:
        wrong = {"at": at, "program": "voc: 1\nname: Wrong\nrules: {low: {when: 'ltr <= 4'}}"}
        engine.handle({"id": "w", "received": at, "program": wrong})
    assert refusal.value.code == "malformed"
    assert [(it.path, it.code) for it in refusal.value.diagnostics] == [("rules.low.when", "unknown")]
    assert engine.program is old
    version = {"id": "v", "received": at, "program": {"at": at, "program": new}}
    (changed,) = engine.handle(version)
    assert changed["rules"] == [{"rule": "low", "change": "changed"}]
    assert engine.program.name == "New"
    signal = {"at": at, "kind": "response", "customer": "c", "fields": {"ltr": 5}}
    told = engine.handle({"id": "s", "received": at, "signal": signal})
    assert [it["type"] for it in told] == ["signal_accepted"]
    for program in (old, engine.program):
        assert voc.Engine.restore(program, engine.snapshot()).digest == engine.digest
    again = pickle.loads(pickle.dumps(engine))
    assert (again.digest, again.program.name) == (engine.digest, "New")


def test_a_frame_with_a_version_beside_it_is_run_row_by_row() -> None:
    old = voc.Program("voc: 1\nname: Old\nfields: {ltr: int}\nrules: {low: {when: 'ltr <= 6'}}")
    new = "voc: 1\nname: New\nfields: {ltr: int}\nrules: {low: {when: 'ltr <= 4'}}"
    version = {"id": "v", "program": {"at": "2026-03-10T00:00:00Z", "program": new}}
    rows = [
        {"id": f"s{day}", "at": f"2026-03-{day:02}T09:00:00Z", "kind": "response", "customer": "c", "ltr": 5}
        for day in (8, 9, 10, 11)
    ]
    run = old.run(polars.DataFrame(rows), inputs=[version])
    assert [it["id"] for it in run.refused.to_dicts()] == []
    assert [it["signals"] for it in run.alerts.to_dicts()] == [["s8"], ["s9"]]
