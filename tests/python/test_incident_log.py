"""A service desk's log through the whole engine, held to plain queries over the file in DuckDB.

The real log is no part of the project: without it, its tests are skipped, and those of a short log made
up here run alone.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import voc
from conftest import ROOT, shared_data

EXAMPLE = ROOT / "examples" / "service-desk"
sys.path.insert(0, str(EXAMPLE))

import replay as script  # noqa: E402
from service_desk import breaks, company, log  # noqa: E402
from service_desk.replay import Replay, replay  # noqa: E402

REAL = shared_data("incident-log.csv")

COLUMNS = (
    "number incident_state reassignment_count reopen_count sys_mod_count made_sla caller_id opened_at"
    " sys_created_at sys_updated_by sys_updated_at category subcategory u_symptom priority"
    " assignment_group assigned_to closed_code resolved_at"
).split()
# Incident, time, number of the change, state, group, person, priority, reassignment_count, reopen_count,
# made_sla, opened_at.
MADE_UP = """
A 01-03-2021-09:05 0 New Group-1 ? 3 0 0 TRUE 01-03-2021-09:00
A 01-03-2021-09:30 1 Active Group-1 Ann 3 0 0 TRUE 01-03-2021-09:00
A 01-03-2021-09:30 2 Awaiting-User-Info Group-1 Ann 3 0 0 TRUE 01-03-2021-09:00
A 01-03-2021-11:00 3 Awaiting-User-Info Group-2 ? 3 1 0 TRUE 01-03-2021-09:00
A 01-03-2021-12:00 4 Awaiting-User-Info Group-2 ? 3 1 0 TRUE 01-03-2021-09:00
A 02-03-2021-08:00 6 Active Group-2 Bob 2 1 0 TRUE 01-03-2021-09:00
A 02-03-2021-09:00 7 Resolved Group-2 Bob 2 1 0 TRUE 01-03-2021-09:00
A 02-03-2021-10:00 8 Active Group-2 Bob 2 1 1 FALSE 01-03-2021-09:00
A 02-03-2021-12:00 9 Awaiting-Vendor ? ? 2 2 1 TRUE 01-03-2021-09:00
A 03-03-2021-12:00 10 Resolved ? ? 2 3 2 TRUE 01-03-2021-09:00
A 08-03-2021-12:00 11 Closed ? ? 2 3 2 TRUE 01-03-2021-09:00
A 08-03-2021-13:00 12 Closed Group-1 ? 2 3 2 TRUE 01-03-2021-09:00
B 01-03-2021-09:30 2 Active Group-1 Ann 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-10:00 1 Awaiting-User-Info Group-1 Ann 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-10:30 2 Awaiting-Problem Group-1 ? 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-10:45 3 New Group-1 ? 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-12:00 4 Resolved Group-1 ? 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-12:30 5 Awaiting-User-Info Group-3 ? 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-13:15 6 Active Group-3 ? 1 0 0 TRUE 01-03-2021-09:40
B 01-03-2021-13:15 7 Closed Group-3 ? 1 0 0 TRUE 01-03-2021-09:40
""".split("\n")[1:-1]
PRIORITIES = {"1": "1 - Critical", "2": "2 - High", "3": "3 - Moderate"}

VIEWS = """
create view log as
select number, incident_state as state, sys_mod_count::int as change, priority, made_sla,
    assignment_group as team, nullif(assigned_to, '?') as person,
    reassignment_count::int as reassigned, reopen_count::int as reopens,
    strptime(sys_updated_at, '%d-%m-%Y %H:%M') as moment,
    strptime(opened_at, '%d-%m-%Y %H:%M') as opened,
    strptime(nullif(sys_created_at, '?'), '%d-%m-%Y %H:%M') as created,
    strptime(nullif(resolved_at, '?'), '%d-%m-%Y %H:%M') as resolved
from read_csv(?, all_varchar = true, header = true);
create view step as
select *, row_number() over before as place, lag(change) over before as change_before,
    lag(state) over before as state_before, lag(team) over before as team_before,
    lag(person) over before as person_before, lag(priority) over before as priority_before,
    lag(reassigned) over before as reassigned_before, lag(reopens) over before as reopens_before,
    lag(made_sla) over before as sla_before, lead(moment) over before as until,
    state = 'Resolved' and row_number() over (partition by number, state order by moment, change)
        = count(*) over (partition by number, state) as is_last_answer
from log window before as (partition by number order by moment, change);
"""

REOPENED = "state_before in ('Resolved', 'Closed') and state not in ('Resolved', 'Closed')"
MINUTES = """sum(case when state = 'Awaiting User Info'
    then coalesce(date_diff('minute', moment, until), 0) else 0 end)::int"""

BROKEN: dict[breaks.Find, str] = {
    breaks.first_is_not_new: "place = 1 and state <> 'New'",
    breaks.first_is_not_the_first: "place = 1 and change > 0",
    breaks.changes_are_missing: "change - change_before > 1",
    breaks.counts_back: "change <= change_before",
    breaks.changed_before_opened: "moment < opened",
    breaks.created_before_opened: "place = 1 and created < opened",
    breaks.answered_without_time: "is_last_answer and resolved is null",
    breaks.answered_at_another_time: "is_last_answer and resolved <> moment",
    breaks.closed_unanswered: "state = 'Closed' and state_before not in ('Resolved', 'Closed')",
    breaks.changed_after_closing: "state_before = 'Closed'",
    breaks.answered_by_nobody: "state = 'Resolved' and state_before is distinct from 'Resolved'"
    " and person is null",
    breaks.waits_for_nobody: "state = 'Awaiting User Info' and person is null",
    breaks.handed_over_when_answered: "team <> team_before and state in ('Resolved', 'Closed')",
    breaks.reopened_uncounted: f"({REOPENED}) and reopens <= reopens_before",
    breaks.counted_without_reopening: f"reopens > reopens_before and not ({REOPENED})",
    breaks.counted_without_transfer: "reassigned > reassigned_before and team = team_before",
    breaks.transfer_uncounted: "team <> team_before and reassigned <= reassigned_before",
    breaks.level_mended: "sla_before = 'FALSE' and made_sla = 'TRUE'",
}


class Watch:
    """Every input, and what the engine said beforehand of what may be done."""

    def __init__(self) -> None:
        self.inputs: list[dict[str, Any]] = []
        self.allowed: dict[str, bool] = {}

    def __call__(self, done: Replay, input: dict[str, Any]) -> None:
        self.inputs.append(input)
        for case, command in commands_of(done, [input]):
            do = command["do"]
            name = do if isinstance(do, str) else next(iter(do))
            for one in done.engine.allowed(case, command["by"]):
                if one["command"] == name:
                    self.allowed[input["id"]] = one["allowed"]


def commands_of(
    done: Replay, inputs: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The commands among the inputs to cases that are open by now, each with its case."""
    for input in inputs:
        command = input.get("command", {"case": {"signal": ""}})
        case = done.cases.get(command["case"]["signal"])
        if case is not None:
            yield case, command


@dataclass
class Told:
    """A log, what the engine made of it, and the same log in DuckDB."""

    path: Path
    rows: list[log.Row]
    done: Replay
    watch: Watch
    sql: duckdb.DuckDBPyConnection

    def one(self, query: str) -> Any:
        ((answer,),) = self.all(query)
        return answer

    def all(self, query: str) -> list[tuple[Any, ...]]:
        return self.sql.execute(query).fetchall()


@pytest.fixture(
    scope="module",
    params=[
        "made-up",
        pytest.param(
            "real",
            marks=pytest.mark.skipif(
                not REAL.is_file(), reason="../shared/data/incident-log.csv is absent"
            ),
        ),
    ],
)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    path = REAL if request.param == "real" else made_up(tmp_path_factory.mktemp("log"))
    rows = log.read(path)
    watch = Watch()
    done = replay(rows, watch)
    sql = duckdb.connect()
    sql.execute(VIEWS.replace("?, all", f"'{path}', all"))
    return Told(path, rows, done, watch, sql)


@pytest.fixture
def real(told: Told) -> Told:
    if told.path != REAL:
        pytest.skip("counted by hand in the real log only")
    return told


def made_up(folder: Path) -> Path:
    path = folder / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line in MADE_UP:
            said = [cell.replace("-User-Info", " User Info") for cell in line.split()]
            number, at, change, state, group, person, priority, moved, again, level, opened = said
            time = [when[:10] + " " + when[11:] for when in (at, opened)]
            state = state.replace("Awaiting-", "Awaiting ")
            group = group.replace("-", " ")
            writer.writerow(
                [number, state, moved, again, change, level, "Caller", time[1], time[1], "Updater"]
                + [time[0], "Mail", "?", "Slow", PRIORITIES[priority], group, person, "code 1", "?"]
            )
    return path


def counts(told: Told) -> dict[str, int]:
    kinds = ("opens a case", "commands", "remark", "refused")
    return {kind: told.done.rows[kind] for kind in kinds}


def reasons(told: Told) -> Counter[tuple[str, str]]:
    return Counter((it.command, it.code) for it in told.done.refused)


def test_every_row_is_accounted_for(told: Told) -> None:
    rows = told.one("select count(*) from log")
    assert sum(counts(told).values()) == told.done.rows.total() == rows
    assert len(told.done.cases) == told.one("select count(distinct number) from log")
    taken = told.done.commands.total()
    given = sum("command" in input for input in told.watch.inputs)
    assert taken + sum(it.command != "-" for it in told.done.refused) == given
    assert told.done.engine.counts["refused"] == given - taken


def test_what_is_refused_is_what_the_log_says_against_its_own_rules(told: Told) -> None:
    refused = {it.row.line: it for it in told.done.refused}
    assert len(refused) == told.done.rows["refused"]
    early = {it.row.line for it in told.done.refused if it.code == "not_found"}
    assert len(early) == told.one("select count(*) from log where moment < opened")
    repriced = "select count(*) from step where priority <> priority_before"
    assert reasons(told)["-", "no_word"] == told.one(repriced)
    unanswered = f"select count(*) from step where {BROKEN[breaks.closed_unanswered]}"
    assert reasons(told)["waive", "not_allowed"] == told.one(unanswered)


def test_reopenings_transfers_and_waiting_are_those_of_a_plain_query(told: Told) -> None:
    assert told.done.reopened() == told.one(f"select count(*) from step where {REOPENED}")
    handed = told.done.transfers() + reasons(told)["transfer", "not_allowed"]
    assert handed == told.one("select count(*) from step where team <> team_before")
    waited = f"select {MINUTES} from step"
    assert told.done.waited("customer") == timedelta(minutes=told.one(waited))


def test_they_are_so_for_each_incident(told: Told) -> None:
    plain = told.all(f"""
        select number, count(*) filter ({REOPENED}), count(*) filter (team <> team_before), {MINUTES}
        from step group by number
    """)
    cases = {case["id"]: case for case in told.done.finished()}
    refused = Counter(it.row.incident for it in told.done.refused if it.command == "transfer")
    for number, reopened, transfers, minutes in plain:
        case = cases[told.done.cases[number]]
        handed = [one for one in case.get("transfers", []) if one["from_unit"] != one["to_unit"]]
        parts = told.done.ledger(case["id"], "resolve")
        paused = [span(part) for part in parts if part["kind"] == "paused"]
        assert (case["reopened"], len(handed) + refused[number]) == (reopened, transfers), number
        assert sum(paused, timedelta()) == timedelta(minutes=minutes), number


def test_a_transfer_says_what_is_asked_why_and_by_when(told: Told) -> None:
    handed = [one for case in told.done.finished() for one in case.get("transfers", [])]
    assert len(handed) == told.done.commands["transfer"]
    assert all(one["ask"] and one["why"] and one["due"] > one["at"] for one in handed)


def test_the_ledgers_leave_out_no_minute(told: Told) -> None:
    for case in told.done.finished():
        for clock in told.done.engine.clocks(case["id"], told.done.end):
            parts = clock["ledger"]
            passed = told.done.end - time(case["opened_at"])
            assert sum((span(part) for part in parts), timedelta()) == passed
            assert all(one["to"] == next["from"] for one, next in zip(parts, parts[1:]))


def test_what_may_be_done_is_known_beforehand(told: Told) -> None:
    refused = {f"row-{it.row.line}" for it in told.done.refused if it.code == "not_allowed"}
    denied = {id.rsplit("-", 1)[0] for id, allowed in told.watch.allowed.items() if not allowed}
    assert denied == refused


def test_a_case_ends_as_the_log_does(told: Told) -> None:
    query = "select number, last(state order by moment, change) from log group by number"
    last = told.all(query)
    closed = {told.done.cases[number] for number, state in last if state == "Closed"}
    unwaived = [it.row.incident for it in told.done.refused if it.command == "waive"]
    not_taken = {told.done.cases[incident] for incident in unwaived}
    states = {case["id"]: case["state"] for case in told.done.finished()}
    assert {case for case, state in states.items() if state == "closed"} == closed - not_taken
    health = told.done.engine.loop()
    assert health.closed_by == {"waiver": len(closed - not_taken)}
    assert health.verdicts == {"not_asked": len(states)}


def test_engines_restored_anywhere_come_to_the_same(told: Told) -> None:
    program = company.program(told.rows)
    engine = voc.Engine(program)
    chance = random.Random(2016)
    for input in told.watch.inputs:
        try:
            engine.handle(input)
        except voc.VocError:
            pass
        if chance.random() < 5 / len(told.watch.inputs):
            engine = voc.Engine.restore(program, engine.snapshot())
    assert engine.digest == told.done.engine.digest
    assert engine.cases() == told.done.finished()


def test_cases_by_themselves_come_to_the_same(told: Told) -> None:
    program = company.program(told.rows)
    people = company.roster(told.rows)["roster"]["people"]
    alone = {}
    by_id = {case["id"]: case for case in told.done.finished()}
    for case in by_id.values():
        kept = ("id", "case_type", "customer", "same", "about", "priority")
        opening = {name: case[name] for name in kept if name in case}
        opening |= {"at": case["opened_at"], "alert": case["alerts"][0]}
        first = case.get("transfers", [case | {"from_unit": case["unit"]}])[0]
        alone[case["id"]] = voc.Case.open(program, {**opening, "unit": first["from_unit"]})
    not_taken = 0
    for id, command in commands_of(told.done, told.watch.inputs):
        if command["at"] < time(by_id[id]["opened_at"]):
            continue
        role = people[command["by"]]["role"]
        one = {name: command[name] for name in ("by", "at", "do")}
        try:
            alone[id].handle(one | {"role": role})
        except voc.VocError:
            not_taken += 1
    early = sum(it.code == "not_found" for it in told.done.refused)
    without_command = sum(it.command == "-" for it in told.done.refused)
    assert not_taken == len(told.done.refused) - early - without_command
    for id, case in by_id.items():
        assert alone[id].to_dict() == case
        assert alone[id].clocks(told.done.end) == told.done.engine.clocks(id, told.done.end)


def test_every_rule_of_the_log_has_its_query() -> None:
    assert set(BROKEN) == set(breaks.BREAKS)
    assert all(find.__doc__ for find in breaks.BREAKS)


@pytest.mark.parametrize("find", breaks.BREAKS, ids=lambda find: str(find.__name__))
def test_where_the_log_breaks_its_rules(told: Told, find: breaks.Find) -> None:
    rows = breaks.found(log.histories(told.rows))[find]
    found = sorted((row.incident, row.at.replace(tzinfo=None), row.change) for row in rows)
    plain = told.all(f"select number, moment, change from step where {BROKEN[find]}")
    assert found == sorted(plain)


def test_what_is_known_of_the_real_log(real: Told) -> None:
    assert (len(real.rows), len(real.done.cases)) == (5998, 890)
    assert real.one("select count(*) - count(distinct (number, moment)) from log") == 492
    assert counts(real) == {"opens a case": 885, "commands": 3466, "remark": 1596, "refused": 51}
    histories = log.histories(real.rows)
    assert (real.done.reopened(), breaks.rises("reopen_count", histories)) == (12, 11)
    assert (real.done.transfers(), breaks.rises("reassignment_count", histories)) == (874, 877)
    assert real.done.waited("customer") == timedelta(minutes=7_320_778)
    assert reasons(real)["waive", "not_allowed"] == 1


def test_the_counters_of_the_log_differ_for_reasons_that_are_found(told: Told) -> None:
    histories = log.histories(told.rows)
    found = {find: len(rows) for find, rows in breaks.found(histories).items()}
    rises = breaks.rises("reopen_count", histories)
    assert told.done.reopened() == (
        rises + found[breaks.reopened_uncounted] - found[breaks.counted_without_reopening]
    )
    rises = breaks.rises("reassignment_count", histories)
    moved = told.done.transfers() + reasons(told)["transfer", "not_allowed"]
    assert moved == (
        rises + found[breaks.transfer_uncounted] - found[breaks.counted_without_transfer]
    )


def test_the_short_log_is_as_worked_out_by_hand(told: Told) -> None:
    if told.path == REAL:
        pytest.skip("worked out for the short log only")
    assert counts(told) == {"opens a case": 1, "commands": 13, "remark": 1, "refused": 5}
    # A: 09:30 to 08:00 of the next day; B: 10:00 to 10:30 and 12:30 to 13:15.
    assert told.done.waited("customer") == timedelta(hours=22.5 + 0.5 + 0.75)
    assert told.done.waited("partner") == timedelta(0)
    assert (told.done.reopened(), told.done.transfers()) == (2, 3)


def test_it_is_printed(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    script.main(told.path)
    printed = capsys.readouterr().out
    assert f"{len(told.rows):9,}  in all" in printed
    hours = told.done.waited("customer").total_seconds() / 3600
    assert f"{hours:9,.2f}  hours waiting on the caller" in printed
    for find in breaks.BREAKS:
        assert str(find.__doc__) in printed


def span(part: dict[str, Any]) -> timedelta:
    return time(part["to"]) - time(part["from"])


def time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
