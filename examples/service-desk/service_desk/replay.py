"""The log through the whole engine: a signal opens each case, and rows are its commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import voc

from service_desk import commands, company, log
from service_desk.commands import Held, Step
from service_desk.log import Row

NO_WORD = "no command changes a priority"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that a row says and the case does not take."""

    row: Row
    command: str
    """The command; ``-`` where there is none to give."""
    code: str
    reason: str


@dataclass(slots=True)
class Replay:
    """What became of the log. ``rows`` counts each row once, by the first of these that it is:
    refused in part or in whole, opening a case, commands, a remark."""

    engine: voc.Engine
    end: datetime
    """When the log ends."""
    cases: dict[str, str] = field(default_factory=dict)
    """The case of each incident."""
    rows: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)

    def finished(self) -> list[dict[str, Any]]:
        """The cases as they stand at the end."""
        return self.engine.cases()

    def reopened(self) -> int:
        """How often a case was reopened."""
        return sum(case["reopened"] for case in self.finished())

    def transfers(self) -> int:
        """How often a case went from one unit to another."""
        handed = (one for case in self.finished() for one in case.get("transfers", []))
        return sum(one.get("from_unit") != one.get("to_unit") for one in handed)

    def waited(self, on: str) -> timedelta:
        """How long cases waited on somebody: what stopped their clocks, by their ledgers."""
        total = timedelta()
        for case in self.cases.values():
            for part in self.ledger(case, "resolve"):
                if part["kind"] == "paused" and part["on"] == on:
                    total += _time(part["to"]) - _time(part["from"])
        return total

    def ledger(self, case: str, target: str) -> list[dict[str, Any]]:
        """Every stretch of a clock's time, from the opening to the end of the log."""
        clocks = self.engine.clocks(case, self.end)
        (found,) = [clock["ledger"] for clock in clocks if clock["target"] == target]
        ledger: list[dict[str, Any]] = found
        return ledger


Watch = Callable[[Replay, dict[str, Any]], None]


def replay(rows: list[Row], before_each: Watch = lambda _, __: None) -> Replay:
    """Gives the engine the log, in the order in which it happened.

    :param before_each: is shown every input that the engine is about to get.
    """
    replay = Replay(voc.Engine(company.program(rows)), end=max(row.at for row in rows))

    def give(input: dict[str, Any]) -> list[dict[str, Any]]:
        before_each(replay, input)
        return replay.engine.handle(input)

    give(company.roster(rows))
    held: dict[str, Held] = {}
    last: dict[str, Row] = {}
    for opens, row in _in_order(rows):
        if opens:
            _open(replay, row, give)
            continue
        case = held.setdefault(row.incident, commands.opened(row))
        _row(replay, case, last.get(row.incident), row, give)
        last[row.incident] = row
    return replay


def _in_order(rows: list[Row]) -> list[tuple[bool, Row]]:
    """Rows by time, and each incident's opening at the instant that the log says."""
    openings = [(True, history[0]) for history in log.histories(rows).values()]
    changes = [(False, row) for row in rows]

    def when(it: tuple[bool, Row]) -> tuple[datetime, bool, str, int]:
        opens, row = it
        return (row.opened_at if opens else row.at, not opens, row.incident, row.change)

    return sorted(openings + changes, key=when)


Give = Callable[[dict[str, Any]], list[dict[str, Any]]]


def _open(replay: Replay, row: Row, give: Give) -> None:
    known = {"category": row.text("category"), "symptom": row.text("u_symptom")}
    fields = {name: text for name, text in known.items() if text is not None}
    signal = {
        "at": row.opened_at,
        "kind": "incident",
        "customer": row.cells["caller_id"],
        "fields": {"number": row.incident, "priority": row.priority, **fields},
    }
    if row.group is not None:
        signal["unit"] = company.unit(row.group)
    for event in give({"id": row.incident, "received": row.opened_at, "signal": signal}):
        if event["type"] == "case_changed":
            replay.cases[row.incident] = event["case"]


def _row(replay: Replay, held: Held, before: Row | None, row: Row, give: Give) -> None:
    taken = refused = 0

    def take(step: Step) -> None:
        nonlocal taken, refused
        command = {"case": {"signal": row.incident}, "by": row.by, "at": row.at, "do": step.action}
        id = f"row-{row.line}-{taken + refused + 1}"
        try:
            give({"id": id, "received": row.at, "command": command})
        except voc.VocError as no:
            refused += 1
            replay.refused.append(Refused(row, step.name, no.code, no.message))
        else:
            taken += 1
            replay.commands[step.name] += 1
            for name, value in step.then.items():
                setattr(held, name, value)

    for step in commands.steps(held, row):
        take(step)
    is_open = row.incident in replay.cases
    is_remark = taken + refused == 0 and (before is not None or not is_open)
    if is_remark or row.priority != held.priority:
        take(commands.remark(before, row))
    if is_open and row.priority != held.priority:
        held.priority = row.priority
        refused += 1
        replay.refused.append(Refused(row, "-", "no_word", NO_WORD))
    kinds = {"refused": refused, "opens a case": before is None, "remark": is_remark}
    replay.rows[next((kind for kind, holds in kinds.items() if holds), "commands")] += 1


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
