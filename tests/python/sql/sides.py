"""The alerts of a case by DuckDB and by the engine, in one form, and where they differ."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import duckdb
import pyarrow as pa
import voc

from sql.cases import HEAD, START, Case, dense, lateness
from sql.meaning import query

Alert = tuple[Any, ...]
"""``rule customer at signal same signals``."""

AT = pa.timestamp("us")
TEXTS = ["id", "kind", "customer", "channel", "touch_point", "respondent", "claim", "tier"]
SCHEMA = pa.schema(
    [(name, pa.string()) for name in TEXTS]
    + [("at", AT), ("received", AT), ("lateness", pa.duration("us")), ("ltr", pa.int64())]
    + [("amount", pa.float64()), ("paid", pa.bool_()), ("renewals", pa.int64())]
)
FIELDS = ["claim", "ltr", "amount", "paid"]
ATTRIBUTES = ["tier", "renewals"]


def program_of(case: Case) -> dict[str, Any]:
    return {**HEAD, "rules": case["rules"]}


def until_of(case: Case) -> datetime:
    return max((row["received"] for row in case["rows"]), default=START) + case["later"]


class Duck:
    """A database in memory, for one case after another."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        # A few rows: planning takes longer than reading them.
        self.connection.execute("PRAGMA disable_optimizer")

    def load(self, case: Case) -> str:
        """Takes the rows of a case, and gives the SQL of its program."""
        known = [{**row, "lateness": lateness(row["kind"])} for row in case["rows"]]
        table = pa.Table.from_pylist(known, schema=SCHEMA)
        self.connection.register("rows", table.rename_columns({"at": "happened"}))
        self.order = {row["id"]: (row["at"], row["id"].encode()) for row in known}
        return query(program_of(case), f"TIMESTAMP '{until_of(case)}'")

    def alerts(self, sql: str) -> set[Alert]:
        """The alerts that the SQL finds among the rows that it took."""
        place = self.order.__getitem__
        found = self.connection.execute(sql).fetchall()
        return {(*alert, tuple(sorted(set(signals), key=place))) for *alert, signals in found}


def by_engine(case: Case) -> set[Alert]:
    """The alerts that stand in the end."""
    program = voc.Program.from_dict(program_of(case))
    until = utc(until_of(case))
    if case["path"] == "inputs":
        engine = voc.Engine(program)
        rows = sorted(case["rows"], key=lambda row: (row["received"], row["id"]))
        events = [event for row in rows for event in engine.handle(as_input(row))]
        return standing(events + engine.handle({"id": "end", "tick": {"at": until}}))
    if case["path"] == "arrow":
        table = pa.Table.from_pylist(case["rows"], schema=SCHEMA).drop_columns("lateness")
        run = program.run(table, until=until, time_zone="UTC")
    else:
        run = program.run([dense(row) for row in case["rows"]], until=until, time_zone="UTC")
    assert run.refused.to_dicts() == []
    alerts = standing(run.events)
    listed = {
        (row["rule"], row["customer"], row["at"].replace(tzinfo=None), tuple(row["signals"]))
        for row in run.alerts.to_dicts()
    }
    assert listed == {(rule, who, at, signals) for rule, who, at, _, _, signals in alerts}
    return alerts


def utc(at: datetime) -> datetime:
    return at.replace(tzinfo=timezone.utc)


def as_input(row: dict[str, Any]) -> dict[str, Any]:
    own = {key: row[key] for key in ("kind", "customer", "channel", "touch_point", "respondent")}
    body = dense({**own, "at": utc(row["at"])})
    body["fields"] = dense({key: row[key] for key in FIELDS})
    body["attributes"] = dense({key: row[key] for key in ATTRIBUTES})
    return {"id": row["id"], "received": utc(row["received"]), "signal": body}


def standing(events: list[dict[str, Any]]) -> set[Alert]:
    """What the events leave."""
    alerts: dict[str, dict[str, Any]] = {}
    for event in events:
        match event["type"]:
            case "alert_raised" | "alert_revised":
                alerts[event["alert"]["id"]] = event["alert"]
            case "alert_retracted":
                del alerts[event["alert"]["id"]]
    return {
        (
            alert["rule"],
            alert.get("customer"),
            datetime.fromisoformat(alert["at"]).replace(tzinfo=None),
            alert["signal"],
            alert.get("same"),
            tuple(alert["signals"]),
        )
        for alert in alerts.values()
    }
