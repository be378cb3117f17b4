"""Replays a service desk's log through voc: ``python replay.py incident-log.csv``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from service_desk import breaks, log
from service_desk.breaks import ANSWERED
from service_desk.log import Row
from service_desk.replay import Replay, replay

NAMES_MAX = 3


def main(path: Path) -> None:
    rows = log.read(path)
    histories = log.histories(rows)
    done = replay(rows)
    print(f"{len(rows):,} rows of {len(histories):,} incidents, until {done.end:%Y-%m-%d %H:%M}\n")
    accounts(done, len(rows))
    numbers(done, histories)
    broken(histories)


def accounts(done: Replay, rows: int) -> None:
    """What became of each row, and of each command."""
    print("Rows")
    for kind in ("opens a case", "commands", "remark", "refused"):
        print(f"{done.rows[kind]:9,}  {kind}")
    assert done.rows.total() == rows, "a row is counted twice, or not at all"
    print(f"{done.rows.total():9,}  in all\n\nCommands taken")
    for command, count in done.commands.most_common():
        print(f"{count:9,}  {command}")
    print("\nRefused, and why")
    reasons = Counter((it.command, it.code, it.reason.split("`")[0].strip()) for it in done.refused)
    for (command, code, reason), count in reasons.most_common():
        print(f"{count:9,}  {command}: {code}: {reason}")


def numbers(done: Replay, histories: dict[str, list[Row]]) -> None:
    """The engine's numbers beside the log's own counters, and why they differ."""
    loop = done.engine.loop()
    found = breaks.found(histories)
    uncounted, stayed = found[breaks.reopened_uncounted], found[breaks.counted_without_transfer]
    stale = [row for row in uncounted if row in found[breaks.counts_back]]
    gapless = [row for row in stayed if row not in found[breaks.changes_are_missing]]
    counters = ("reopen_count", "reassignment_count")
    rose = {column: breaks.rises(column, histories) for column in counters}
    print("\nBy voc, beside the log's own counters")
    print(f"{done.reopened():9,}  reopenings; reopen_count rises {rose['reopen_count']} times")
    print(f"{len(uncounted):13,}  did not make it rise: {names(uncounted)}")
    print(f"{len(stale):13,}  of those by a row whose sys_mod_count is not above that of the row before")
    print(f"{done.transfers():9,}  transfers; reassignment_count rises {rose['reassignment_count']} times")
    print(f"{len(stayed):13,}  times with the group as it was: {names(stayed)}")
    print(f"{len(gapless):13,}  of those with no change missing, in which it could have come back")
    print(f"{hours(done.waited('customer'))}  hours waiting on the caller, by the ledgers")
    closed = ", ".join(f"{count:,} by {ground}" for ground, count in loop.closed_by.items())
    print(f"{loop.answered:9,}  incidents answered; closed: {closed}")
    print(f"{loop.verdicts.get('confirmed', 0):9,}  confirmed by the caller: the log never asks")


def broken(histories: dict[str, list[Row]]) -> None:
    """Where the log breaks its own rules."""
    print("\nWhere the log breaks its own rules: rows, incidents")
    for find, rows in breaks.found(histories).items():
        incidents = len({row.incident for row in rows})
        states = Counter(row.state for row in rows)
        by = ", ".join(f"{state} {count}" for state, count in states.most_common(NAMES_MAX))
        print(f"{len(rows):9,} {incidents:6,}  {find.__doc__}{f' ({by})' if rows else ''}")
    ties = sum(len(history) - len({row.at for row in history}) for history in histories.values())
    last = max((row for history in histories.values() for row in history), key=lambda row: row.line)
    ends = "is closed" if last.state in ANSWERED else f"is left {last.state}"
    print(f"{ties:9,} {'':6}  Rows share incident and minute with one before (sys_mod_count orders them)")
    print(f"{'':16}  The file is cut at its end; its last incident, {last.incident}, {ends}")


def names(rows: Iterable[Row]) -> str:
    return ", ".join(sorted({row.incident for row in rows})) or "none"


def hours(time: timedelta) -> str:
    return f"{time.total_seconds() / 3600:9,.2f}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
