"""The patterns against the same said in SQL, with random programs and random signals.

`VOC_SQL_CASES` says how many; `VOC_SQL_SEED` repeats a run. A case that fails is shrunk and shown.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings

from sql.cases import Case, cases
from sql.meaning import PATTERNS
from sql.mistakes import MISTAKES, make
from sql.sides import Duck, by_engine

CASES = int(os.environ.get("VOC_SQL_CASES", "2000"))
SEED = int(os.environ.get("VOC_SQL_SEED", random.SystemRandom().randrange(2**32)))
COMMON: dict[str, Any] = {
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}


def in_words(case: Case, sql: set[Any], ours: set[Any]) -> str:
    rows = "\n".join(str(row) for row in sorted(case["rows"], key=lambda row: row["at"]))
    return (
        f"seed {SEED}\nrules: {case['rules']}\n{rows}\n"
        f"only in SQL: {sorted(sql - ours, key=str)}\nonly in ours: {sorted(ours - sql, key=str)}"
    )


def test_sql_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    duck = Duck()
    fired: Counter[str] = Counter()
    examined = Counter[str]()

    @seed(SEED)
    @settings(max_examples=CASES, **COMMON)
    @given(cases())
    def agree(case: Case) -> None:
        examined.update(cases=1, rules=len(case["rules"]), signals=len(case["rows"]))
        sql, ours = duck.alerts(duck.load(case)), by_engine(case)
        assert sql == ours, in_words(case, sql, ours)
        for rule, *_ in sql:
            body = case["rules"][rule]
            fired[next((name for name in PATTERNS if name in body), "each")] += 1

    with capsys.disabled():
        print(f"\nSQL: seed {SEED}")
    agree()
    with capsys.disabled():
        print(f"SQL: {dict(examined)}; alerts {dict(fired)}")
    few = {name: fired[name] for name in [*PATTERNS, "each"] if fired[name] < CASES // 50}
    assert not few, "hardly ever fired, and so hardly tested"


def mistaken(duck: Duck, mistake: str) -> Callable[[Case], bool]:
    def differs(case: Case) -> bool:
        sql = duck.load(case)
        wrong = make(mistake, sql)
        return wrong != sql and duck.alerts(wrong) != by_engine(case)

    return differs


def test_every_mistake_is_found() -> None:
    class AllFound(Exception):
        pass

    duck = Duck()
    hidden = set(MISTAKES)

    @settings(max_examples=5000, derandomize=True, phases=[Phase.generate], **COMMON)
    @given(cases())
    def look(case: Case) -> None:
        hidden.difference_update([one for one in hidden if mistaken(duck, one)(case)])
        if not hidden:
            raise AllFound

    with contextlib.suppress(AllFound):
        look()
    assert not hidden


def test_a_mistake_is_shown_by_a_small_case() -> None:
    phases = [Phase.generate, Phase.shrink]
    options = settings(max_examples=2000, derandomize=True, phases=phases, **COMMON)
    mistake = mistaken(Duck(), "a streak fires at each further one")
    small = find(cases(most=10), mistake, settings=options)
    assert len(small["rules"]) == 1 and len(small["rows"]) <= 3, small
