"""Where the log breaks its own rules: what each column is said to mean, against what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service_desk.log import Row, steps

ANSWERED = ("Resolved", "Closed")
WAITS_ON_CALLER = "Awaiting User Info"

Find = Callable[[list[Row]], Iterator[Row]]


def first_is_not_new(history: list[Row]) -> Iterator[Row]:
    """An incident begins as something other than New"""
    return (row for row in history[:1] if row.state != "New")


def first_is_not_the_first(history: list[Row]) -> Iterator[Row]:
    """An incident begins with a change that has others before it"""
    return (row for row in history[:1] if row.change > 0)


def changes_are_missing(history: list[Row]) -> Iterator[Row]:
    """Changes are missing between two rows: sys_mod_count skips them"""
    return (row for before, row in steps(history) if row.change > before.change + 1)


def counts_back(history: list[Row]) -> Iterator[Row]:
    """sys_mod_count stands still or goes back while time goes on"""
    return (row for before, row in steps(history) if row.change <= before.change)


def changed_before_opened(history: list[Row]) -> Iterator[Row]:
    """An incident was changed before it was opened"""
    return (row for row in history if row.at < row.opened_at)


def created_before_opened(history: list[Row]) -> Iterator[Row]:
    """An incident was put on record before it was opened"""
    for row in history[:1]:
        created = row.time("sys_created_at")
        if created is not None and created < row.opened_at:
            yield row


def answered_without_time(history: list[Row]) -> Iterator[Row]:
    """An incident was resolved and has no resolved_at"""
    resolved = [row for row in history if row.state == "Resolved"]
    return (row for row in resolved[-1:] if row.time("resolved_at") is None)


def answered_at_another_time(history: list[Row]) -> Iterator[Row]:
    """The time in resolved_at is not that of the last Resolved row"""
    resolved = [row for row in history if row.state == "Resolved"]
    return (row for row in resolved[-1:] if row.time("resolved_at") not in (None, row.at))


def closed_unanswered(history: list[Row]) -> Iterator[Row]:
    """An incident was closed that was not resolved"""
    closed = (step for step in steps(history) if step[1].state == "Closed")
    return (row for before, row in closed if before.state not in ANSWERED)


def changed_after_closing(history: list[Row]) -> Iterator[Row]:
    """A closed incident was changed again"""
    return (row for before, row in steps(history) if before.state == "Closed")


def answered_by_nobody(history: list[Row]) -> Iterator[Row]:
    """An incident became Resolved with nobody assigned"""
    for before, row in [(None, history[0]), *steps(history)]:
        was = None if before is None else before.state
        if row.state == "Resolved" != was and row.person is None:
            yield row


def waits_for_nobody(history: list[Row]) -> Iterator[Row]:
    """The caller's answer is awaited and nobody is assigned to read it"""
    return (row for row in history if row.state == WAITS_ON_CALLER and row.person is None)


def handed_over_when_answered(history: list[Row]) -> Iterator[Row]:
    """The group changes on a row that is Resolved or Closed"""
    handed = ((before, row) for before, row in steps(history) if row.group != before.group)
    return (row for _, row in handed if row.state in ANSWERED)


def reopened_uncounted(history: list[Row]) -> Iterator[Row]:
    """An incident was reopened and reopen_count did not rise"""
    return (row for before, row in _reopenings(history) if _rise("reopen_count", before, row) < 1)


def counted_without_reopening(history: list[Row]) -> Iterator[Row]:
    """reopen_count rose and the incident was not reopened"""
    reopened = [row for _, row in _reopenings(history)]
    return (row for row in _rises("reopen_count", history) if row not in reopened)


def counted_without_transfer(history: list[Row]) -> Iterator[Row]:
    """reassignment_count rose and the group is the same"""
    stayed = [row for before, row in steps(history) if row.group == before.group]
    return (row for row in _rises("reassignment_count", history) if row in stayed)


def transfer_uncounted(history: list[Row]) -> Iterator[Row]:
    """The group changed and reassignment_count did not rise"""
    handed = ((before, row) for before, row in steps(history) if row.group != before.group)
    return (row for before, row in handed if _rise("reassignment_count", before, row) < 1)


def level_mended(history: list[Row]) -> Iterator[Row]:
    """A service level that was missed is met again"""
    missed = (step for step in steps(history) if step[0].cells["made_sla"] == "FALSE")
    return (row for _, row in missed if row.cells["made_sla"] == "TRUE")


BREAKS: list[Find] = [
    first_is_not_new,
    first_is_not_the_first,
    changes_are_missing,
    counts_back,
    changed_before_opened,
    created_before_opened,
    answered_without_time,
    answered_at_another_time,
    closed_unanswered,
    changed_after_closing,
    answered_by_nobody,
    waits_for_nobody,
    handed_over_when_answered,
    reopened_uncounted,
    counted_without_reopening,
    counted_without_transfer,
    transfer_uncounted,
    level_mended,
]


def found(histories: dict[str, list[Row]]) -> dict[Find, list[Row]]:
    """The rows that break each rule; none where it holds. A rule's docstring says what they do."""
    every = list(histories.values())
    return {find: [row for history in every for row in find(history)] for find in BREAKS}


def rises(column: str, histories: dict[str, list[Row]]) -> int:
    """By how much a counter of the log rises, over all incidents."""
    every = (step for history in histories.values() for step in steps(history))
    return sum(max(0, _rise(column, before, row)) for before, row in every)


def _reopenings(history: list[Row]) -> Iterator[tuple[Row, Row]]:
    answered = (step for step in steps(history) if step[0].state in ANSWERED)
    return ((before, row) for before, row in answered if row.state not in ANSWERED)


def _rises(column: str, history: list[Row]) -> Iterator[Row]:
    return (row for before, row in steps(history) if _rise(column, before, row) > 0)


def _rise(column: str, before: Row, row: Row) -> int:
    return row.count(column) - before.count(column)
