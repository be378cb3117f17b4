"""Several engines, each with a part of the customers, leave the facts of one."""

from datetime import UTC, datetime

import pytest
import voc

PROGRAM = voc.Program.from_dict(
    {
        "voc": 1,
        "name": "Parts",
        "lateness": "P60D",
        "fields": {"ltr": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"}},
        "rules": {"twice": {"when": "true", "count": {"at_least": 2, "within": "P30D"}}},
    }
)
MERGED = {"c4": "c9"}


def log() -> list[tuple[str | None, dict]]:
    inputs = [("c9", {"id": "m", "received": "2026-03-01T00:00:00Z", "merge": {"from": "c4", "into": "c9"}})]
    for number in range(40):
        customer, at = f"c{number % 13}", f"2026-03-{number % 28 + 1:02}T09:00:00Z"
        signal = {"at": at, "kind": "k", "customer": customer, "fields": {"ltr": number % 11}}
        inputs.append((customer, {"id": f"s{number}", "received": "2026-03-31T00:00:00Z", "signal": signal}))
    inputs.append((None, {"id": "t", "tick": {"at": "2026-04-01T00:00:00Z"}}))
    return inputs


def run(of: int, part: int) -> voc.Engine:
    engine = voc.Engine(PROGRAM)
    for customer, content in log():
        if customer is None or voc.partition_of(MERGED.get(customer, customer), of) == part:
            engine.handle(content)
    return engine


@pytest.mark.parametrize("of", [1, 2, 5])
def test_parts_leave_the_facts_of_the_whole(of):
    parts = [run(of, part).part() for part in range(of)]
    assert voc.facts_digest(parts) == run(1, 0).facts_digest
    nothing = voc.Engine(PROGRAM)
    assert voc.facts_digest([nothing.part()]) == nothing.facts_digest != run(1, 0).facts_digest


WATCHED = voc.Program.from_dict(
    {
        "voc": 1,
        "name": "Levels",
        "lateness": "PT6H",
        "fields": {"ltr": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"}},
        "roles": {"manager": {"level": "middle"}},
        "units": {"north": {}, "south": {}},
        "rules": {"low": {"metric": "nps", "by": ["unit"], "below": 0, "min_n": 8, "raise": {"to": "manager"}}},
    }
)
ROSTER = {"at": "2026-03-01T00:00:00Z", "people": {"mia": {"units": ["north"], "role": "manager"}}}


def tell(engine: voc.Engine, of: int = 1, part: int = 0) -> list[dict]:
    """Ten answers of north on the 3rd, six of which are of detractors, and ten of south, five of which are."""
    events = engine.handle({"id": "r", "received": "2026-03-01T00:00:00Z", "roster": ROSTER})
    for number in range(20):
        customer, at = f"c{number}", f"2026-03-03T{number:02}:00:00Z"
        low = number % 2 == 0 or number == 1
        signal = {"at": at, "kind": "k", "customer": customer, "fields": {"ltr": 3 if low else 9}}
        signal["unit"] = "north" if number < 10 else "south"
        if voc.partition_of(customer, of) == part:
            events += engine.handle({"id": f"s{number}", "received": at, "signal": signal})
    events += engine.handle({"id": "t", "tick": {"at": "2026-03-05T00:00:00Z"}})
    return [event for event in events if event["type"] != "signal_accepted"]


def test_metrics_are_judged_on_all_parts_together():
    whole = voc.Engine(WATCHED)
    wanted = [{**event, "input": "voc:together"} for event in tell(whole)]
    assert [event["type"] for event in wanted] == ["alert_raised", "alert_routed", "notice"]
    assert wanted[0]["alert"]["why"]["metric"]["group"] == {"unit": "north"}
    assert wanted[1]["routed"]["person"] == "mia"
    engines = [voc.Engine.for_part(WATCHED) for _ in range(3)]
    assert voc.judge_metrics(engine.part() for engine in engines) == []
    for part, engine in enumerate(engines):
        assert tell(engine, 3, part) == []
    parts = [voc.Engine.restore(WATCHED, engine.snapshot()).part() for engine in engines]
    assert voc.judge_metrics(parts, ROSTER) == wanted
    assert voc.judge_metrics(parts, ROSTER, after=datetime(2026, 3, 4, 5, 59, tzinfo=UTC)) == wanted
    assert voc.judge_metrics(parts, ROSTER, after="2026-03-04T06:00:00Z") == []
    assert voc.facts_digest(parts) == whole.facts_digest
    with pytest.raises(voc.VocError, match="for_part") as caught:
        whole.part()
    assert caught.value.code == "not_allowed"
    engines[1].handle({"id": "t2", "tick": {"at": "2026-03-06T00:00:00Z"}})
    with pytest.raises(voc.VocError, match="different times"):
        voc.facts_digest([engine.part() for engine in engines])


def test_a_customer_has_the_same_partition_everywhere():
    # As in tests/tests/reference/parts.rs, worked out with hashlib.
    customers = ["c1", "c2", "ann", "", "Zo\u00eb"]
    assert [voc.partition_of(customer, 1000) for customer in customers] == [761, 107, 20, 227, 17]
    with pytest.raises(ValueError, match="at least one"):
        voc.partition_of("c1", 0)


def test_parts_that_do_not_belong_together():
    part = run(1, 0).part()
    with pytest.raises(voc.VocError) as caught:
        voc.facts_digest([part, part])
    assert caught.value.code == "ambiguous"
