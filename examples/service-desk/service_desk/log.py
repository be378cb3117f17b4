"""The log: a row is an incident as it stood after one change."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """An incident after one change. What the log leaves open with ``?`` is ``None``."""

    line: int
    """Its place in the file, from 1."""
    incident: str
    at: datetime
    """When the change was made, to the minute."""
    opened_at: datetime
    """When the incident was opened: the same on all of its rows."""
    change: int
    """The number of the change: what orders the changes of one minute."""
    by: str
    state: str
    group: str | None
    person: str | None
    priority: str
    cells: Mapping[str, str]
    """Every column, as it stands in the file."""

    def text(self, column: str) -> str | None:
        """A column, where it is said."""
        cell = self.cells[column]
        return None if cell == "?" else cell

    def time(self, column: str) -> datetime | None:
        """A column that holds a time."""
        text = self.text(column)
        return None if text is None else _time(text)

    def count(self, column: str) -> int:
        """A column that holds a number."""
        return int(self.cells[column])


def read(path: Path) -> list[Row]:
    """The rows, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(line, cells) for line, cells in enumerate(csv.DictReader(file), 1)]


def histories(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each incident, in the order in which they happened."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.change)):
        found[row.incident].append(row)
    return dict(found)


def steps(history: list[Row]) -> list[tuple[Row, Row]]:
    """Each row of an incident but the first, behind the one before it."""
    return list(zip(history, history[1:]))


def _row(line: int, cells: dict[str, str]) -> Row:
    said = {column: None if cell == "?" else cell for column, cell in cells.items()}
    return Row(
        line=line,
        incident=cells["number"],
        at=_time(cells["sys_updated_at"]),
        opened_at=_time(cells["opened_at"]),
        change=int(cells["sys_mod_count"]),
        by=cells["sys_updated_by"],
        state=cells["incident_state"],
        group=said["assignment_group"],
        person=said["assigned_to"],
        priority=cells["priority"],
        cells=cells,
    )


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=timezone.utc)
