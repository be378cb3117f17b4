"""Several engines, each with a part of the customers, leave the facts of one."""

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
