"""One case on one row of somebody's own table."""

from __future__ import annotations

import json
import pickle
from datetime import datetime, timezone
from typing import Any

import pytest
import voc

OPENED = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


@pytest.fixture
def case(program: voc.Program) -> voc.Case:
    return voc.Case.open(program, {"case_type": "recovery", "at": OPENED, "customer": "c-1"})


def command(at: str, **do: Any) -> dict[str, Any]:
    return {"by": "ana", "role": "manager", "at": f"2026-03-{at}:00Z", "do": do}


def test_only_the_customer_closes(case: voc.Case) -> None:
    assert (case.state, case.verdict) == ("new", "not_asked")
    case.handle(command("02T10:00", resolve={"root_cause": "policy"}))
    with pytest.raises(voc.Refusal) as caught:
        case.handle({"by": "ana", "at": "2026-03-02T11:00:00Z", "do": "close"})
    assert caught.value.code == "not_allowed"
    assert case.state == "resolved"
    verdict = {"verdict": "disputed", "source": "call"}
    events = case.handle(command("03T09:00", record_verdict=verdict))
    assert "reopened" in [event["change"]["type"] for event in events]
    assert (case.state, case.verdict) == ("in_progress", "disputed")
    assert [event["at"] for event in case.history[-len(events) :]] == ["2026-03-03T09:00:00Z"] * 2


def test_allowed_depends_on_the_role(case: voc.Case) -> None:
    case.handle(command("02T10:00", resolve={"root_cause": "policy"}))
    waive = {
        role: next(it for it in case.allowed("ana", role) if it["command"] == "waive")
        for role in [None, "manager"]
    }
    assert waive["manager"]["allowed"]
    assert not waive[None]["allowed"] and waive[None]["reason"]


def test_clocks_itemise_every_interval(case: voc.Case) -> None:
    (clock,) = case.clocks("2026-03-03T09:00:00Z")
    assert clock["elapsed_us"] == 24 * 3600 * 1_000_000
    assert clock["due"] == "2026-03-04T09:00:00Z"
    assert [interval["kind"] for interval in clock["ledger"]] == ["ran"]
    verdict = case.verdict_at("resolve", "2026-03-03T09:00:00Z")
    assert verdict == {"state": "running", "due": clock["due"]}


def test_a_dossier_is_made_of_what_a_host_has(case: voc.Case, program: voc.Program) -> None:
    before = voc.Case.open(program, {"case_type": "recovery", "at": "2026-03-01T09:00:00Z", "customer": "c-1"})
    promise = {"text": "a call", "due": "2026-03-05T09:00:00Z"}
    before.handle(command("02T10:00", promise=promise))
    other = voc.Case.open(program, {"case_type": "recovery", "at": "2026-03-01T09:00:00Z", "customer": "c-2"})
    signal = {"at": OPENED, "kind": "response", "customer": "c-1"}
    signals = [{"id": "s-1", "signal": signal}]
    dossier = case.dossier("2026-03-03T09:00:00Z", [before, other.to_dict(), case], signals)
    assert [one["case"] for one in dossier["earlier"]] == [before.id]
    assert [one["promise"]["text"] for one in dossier["promises"]] == ["a call"]
    # Its type carries no journey.
    assert dossier["journey"] == []
    with pytest.raises(voc.VocError):
        case.dossier("2026-03-03T09:00:00Z", [{"id": "no case"}])


def test_a_case_is_stored_as_json(program: voc.Program, case: voc.Case) -> None:
    case.handle(command("02T10:00", resolve={"root_cause": "policy"}))
    loaded = voc.Case(program, json.loads(json.dumps(case.to_dict())))
    assert loaded.to_dict() == case.to_dict()
    assert pickle.loads(pickle.dumps(case)).to_dict() == case.to_dict()
    assert case.id in repr(case)


def test_opening_says_what_is_wrong(program: voc.Program) -> None:
    with pytest.raises(voc.Refusal) as caught:
        voc.Case.open(program, {"case_type": "recovry", "at": OPENED})
    assert caught.value.code == "unknown" and caught.value.hint == "did you mean `recovery`?"
    with pytest.raises(voc.Refusal, match="at"):
        voc.Case.open(program, {"case_type": "recovery"})


def test_a_promise_is_kept_or_broken_whenever_one_looks(case: voc.Case) -> None:
    case.handle(command("02T10:00", promise={"text": "a call", "due": "2026-03-02T12:00:00Z"}))
    states = [case.promises(f"2026-03-02T{at}Z")[0]["state"] for at in ["11:59:59", "12:00:00"]]
    assert states == ["open", "broken"]
    case.handle(command("02T11:00", keep_promise={}))
    (promise,) = case.promises(datetime(2026, 4, 1, tzinfo=timezone.utc))
    assert (promise["state"], promise["kept_at"]) == ("kept", "2026-03-02T11:00:00Z")
    assert (case.state, case.verdict) == ("new", "not_asked")


def test_duplicates_become_one_case(program: voc.Program, case: voc.Case) -> None:
    later = {"case_type": "recovery", "at": "2026-03-03T09:00:00Z", "customer": "c-1"}
    duplicate = voc.Case.open(program, later)
    when = {"by": "ana", "at": "2026-03-03T10:00:00Z"}
    with pytest.raises(voc.Refusal) as caught:
        case.merge(duplicate, when)
    assert "other way round" in str(caught.value.hint)
    with pytest.raises(voc.Refusal, match="itself"):
        case.merge(case, when)
    events = duplicate.merge(case, when)
    assert [event["change"]["type"] for event in events["duplicate"]] == ["merged_into"]
    assert [event["change"]["type"] for event in events["into"]] == ["took_over"]
    assert (duplicate.state, duplicate.to_dict()["merged_into"]) == ("merged", case.id)
    assert case.state == "new"
