"""What a row asks of its case: whatever the case is not yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from service_desk.breaks import ANSWERED
from service_desk.company import unit
from service_desk.log import Row

WAITS_ON = {
    "Awaiting User Info": "customer",
    "Awaiting Problem": "information",
    "Awaiting Evidence": "information",
    "Awaiting Vendor": "partner",
}
DAY = timedelta(days=1)


@dataclass(slots=True)
class Held:
    """An incident as its case has it, in the words of the log."""

    state: str
    group: str | None
    person: str | None
    priority: str
    worked_on: bool = False
    """Whether anybody has worked on it: then work goes on after waiting, else it begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and what the case is once it is taken."""

    action: dict[str, Any] | str
    then: dict[str, Any]

    @property
    def name(self) -> str:
        return self.action if isinstance(self.action, str) else next(iter(self.action))


def opened(row: Row) -> Held:
    """An incident as it is opened: its first row says for whom, and how urgent it is."""
    return Held(state="New", group=row.group, person=None, priority=row.priority)


def steps(held: Held, row: Row) -> Iterator[Step]:
    """The commands of a row, one at a time: each is asked for by what is held after the last.

    It is given to a group and a person first: so the group that answers is the one that answered.
    """
    if row.group != held.group:
        yield Step(_transfer(row), {"group": row.group, "person": None})
    if row.person is None and held.person is not None:
        yield Step(_transfer(row), {"person": None})
    if row.person is not None and row.person != held.person:
        yield Step({"assign": {"to": row.person}}, {"person": row.person})
    if row.state != held.state:
        yield from _state(held, row)


def _state(held: Held, row: Row) -> Iterator[Step]:
    if held.state in ANSWERED and row.state not in ANSWERED:
        after = "Active" if row.state in WAITS_ON else row.state
        reason = f"{held.state} in the log, then {row.state}"
        yield Step({"reopen": {"reason": reason}}, {"state": after, "worked_on": True})
    if row.state == held.state:
        return
    then = {"state": row.state}
    if row.state in WAITS_ON:
        yield Step({"wait": {"on": WAITS_ON[row.state]}}, then)
    elif row.state == "Active":
        goes_on = held.state in WAITS_ON and held.worked_on
        yield Step("resume" if goes_on else "start", {**then, "worked_on": True})
    elif row.state == "Resolved":
        code = row.text("closed_code")
        yield Step({"resolve": {} if code is None else {"root_cause": code}}, then)
    elif row.state == "Closed":
        reason = "closed by the desk; the log does not hold the caller's word"
        yield Step({"waive": {"reason": reason}}, then)
    else:
        # Nothing makes a case new again. The engine says so.
        yield Step({"new": {}}, then)


def _transfer(row: Row) -> dict[str, Any]:
    """The log says to whom, and not what is asked or by when: what it is about, and a day."""
    about = [row.text(column) for column in ("category", "subcategory", "u_symptom")]
    return {
        "transfer": {
            "to": {"unit": unit(row.group)},
            "ask": ", ".join(text for text in about if text) or row.incident,
            "why": f"the log gives it to {row.group or 'no group'}",
            "by": row.at + DAY,
        }
    }


def remark(before: Row | None, row: Row) -> Step:
    """A row that asks for nothing is kept as a remark: which columns changed."""
    changed = [
        f"{column}: {before.cells[column]} → {cell}"
        for column, cell in row.cells.items()
        if before is not None and before.cells[column] != cell and not column.startswith("sys_")
    ]
    text = "; ".join(changed) or f"change {row.change}: nothing that is in the log"
    return Step({"comment": {"text": text}}, {})
