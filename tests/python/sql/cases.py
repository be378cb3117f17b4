"""Random programs, and random signals for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from sql.meaning import CONDITIONS, INTERVALS

Case = dict[str, Any]
"""``rules``, ``rows``, ``later`` (how long time goes on after the last row) and ``path``."""

NAMES = ["m", "c", "x"]
"""The rules' ids: the order in which they may wait on each other is not that of their names."""

PATHS = ["dicts", "arrow", "inputs"]
PARTS = ["claim", "channel", "kind", "paid", "ltr", "respondent", "touch_point"]
LATENESS = timedelta(days=2)
RESPONSE_LATENESS = timedelta(days=1)
START = datetime(2026, 3, 27, 20)

# Of UTF-16 the order would be another one: U+FF5E is after U+1F600 there, and before it in UTF-8.
IDS = ["", "0", "00", "1", "9", "Z", "a", "a\u0301", "aa", "z", "\u00e9", "\uff5e", "\U0001f600"]

HEAD = {
    "voc": 1,
    "name": "Random",
    "time_zone": "UTC",
    "lateness": "P2D",
    "kinds": {"contact": {}, "response": {"lateness": "P1D"}, "order": {}},
    "fields": {"claim": "text", "ltr": "int", "amount": "number", "paid": "bool"},
    "customer": {"tier": "text", "renewals": "int"},
    "channels": {"web": {}, "phone": {}},
    "touch_points": {"call": {}, "visit": {}},
}

DELAYS = [
    timedelta(0),
    timedelta(minutes=20),
    timedelta(hours=20),
    RESPONSE_LATENESS,
    LATENESS,
    RESPONSE_LATENESS + timedelta(microseconds=1),
    LATENESS + timedelta(microseconds=1),
    timedelta(days=4),
]
TIMES = [
    START + timedelta(days=day, minutes=30 * slot, microseconds=off)
    for off in (0, 0, 0, -1, 1)
    for day in (0, 1, 2, 3, 30)
    for slot in range(11)
]


def absent_or(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


condition = st.sampled_from(list(CONDITIONS))
length = st.sampled_from(list(INTERVALS))
same = st.one_of(st.none(), st.sampled_from(PARTS))

ROW = st.fixed_dictionaries(
    {
        "id": st.tuples(st.sampled_from(IDS), st.sampled_from("bBc")).map("".join),
        "at": st.sampled_from(TIMES),
        "customer": st.sampled_from(["ann", "ann", "ann", "ann", "bob", "bob", None]),
        "kind": st.sampled_from(["contact", "contact", "response", "order"]),
        "channel": absent_or("web", "web", "phone"),
        "touch_point": absent_or("call", "visit"),
        "respondent": absent_or("p", "q"),
        "claim": absent_or("a", "a", "b"),
        "ltr": absent_or(*range(11)),
        "amount": absent_or(0.1, 0.2, 0.3, 1.0, 2.5),
        "paid": absent_or(True, False),
        "tier": absent_or(None, "gold", "basic"),
        "renewals": absent_or(None, None, -2, 0, 1, 3),
    }
)


def rows(least: int, most: int, delays: list[timedelta]) -> st.SearchStrategy[list[Case]]:
    delay = st.sampled_from(delays)
    row = st.tuples(ROW, delay).map(lambda both: {**both[0], "received": both[0]["at"] + both[1]})
    distinct = lambda row: row["id"]
    return st.lists(row.map(unheard), min_size=least, max_size=most, unique_by=distinct)


def lateness(kind: str) -> timedelta:
    return RESPONSE_LATENESS if kind == "response" else LATENESS


def unheard(row: Case) -> Case:
    """A late signal says nothing of its customer: what it says would hold for some and not for others."""
    if row["received"] - row["at"] <= lateness(row["kind"]):
        return row
    return {**row, "tier": None, "renewals": None}


def dense(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value is not None}


@st.composite
def subject(draw: st.DrawFn, before: list[str]) -> dict[str, Any]:
    if before and draw(st.integers(0, 3)) == 3:
        return {"alert": draw(st.sampled_from(before))}
    return {"when": draw(condition)}


@st.composite
def count(draw: st.DrawFn, _: list[str]) -> dict[str, Any]:
    if draw(st.integers(0, 4)) == 4:
        window = {"calendar": draw(st.sampled_from(["day", "week", "month", "quarter", "year"]))}
    else:
        window = {"within": draw(length)}
    group, distinct = draw(same), draw(same)
    if distinct == group:
        distinct = None
    body = {"at_least": draw(st.integers(1, 4)), **window, "same": group, "distinct": distinct}
    return {"count": dense(body)}


@st.composite
def nth(draw: st.DrawFn, _: list[str]) -> dict[str, Any]:
    group = draw(same)
    seed = "renewals" if group is None and draw(st.booleans()) else None
    body = {"k": draw(st.integers(1, 5)), "same": group, "seed": seed}
    return {draw(st.sampled_from(["nth", "every"])): dense(body)}


@st.composite
def change(draw: st.DrawFn, _: list[str]) -> dict[str, Any]:
    mean = st.integers(1, 4).map(lambda k: {"mean": k})
    body = {
        "field": draw(st.sampled_from(["ltr", "amount"])),
        "by": draw(st.sampled_from([-3.0, -1.0, -0.1, 0.1, 1.0, 2.5])),
        "since": draw(st.one_of(st.sampled_from([None, "previous", "first"]), mean)),
        "same": draw(same),
    }
    return {"change": dense(body)}


@st.composite
def streak(draw: st.DrawFn, _: list[str]) -> dict[str, Any]:
    return {
        "streak": dense({"k": draw(st.integers(1, 4)), "of": draw(condition), "same": draw(same)})
    }


@st.composite
def absent(draw: st.DrawFn, before: list[str]) -> dict[str, Any]:
    body = {**draw(subject(before)), "within": draw(length), "same": draw(same)}
    return {"absent": dense(body)}


@st.composite
def rule(draw: st.DrawFn, before: list[str]) -> dict[str, Any]:
    kind = draw(st.integers(0, 13))
    if kind == 0:
        return draw(subject(before))
    if kind == 1:
        return dense({"when": draw(st.one_of(st.none(), condition)), "silence": draw(length)})
    body = [count, count, nth, change, streak, absent][kind % 6](before)
    return {**draw(subject(before)), **draw(body)}


@st.composite
def cases(draw: st.DrawFn, most: int = 24) -> Case:
    """A program and at most so many signals."""
    rules: dict[str, Any] = {}
    for name in NAMES:
        # Asked before each, so that a failing case loses its other rules in the shrinking.
        if not rules or draw(st.booleans()):
            rules[name] = draw(rule(list(rules)))
    delays = draw(st.sampled_from([DELAYS[:1], DELAYS[:3], DELAYS]))
    least = draw(st.sampled_from([0, most // 3, 2 * most // 3]))
    return {
        "rules": rules,
        "rows": draw(rows(least, most, delays)),
        "later": draw(st.sampled_from([timedelta(0), timedelta(hours=2), timedelta(days=40)])),
        "path": draw(st.sampled_from(PATHS)),
    }
