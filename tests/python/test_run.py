"""Batches: dicts, frames, and what cannot be read."""

from __future__ import annotations

import random
import warnings
from datetime import date, datetime, timezone
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
import voc
from conftest import ROSTER, ROWS, signal


def in_polars(rows: list[dict[str, Any]]) -> Any:
    frame = polars.DataFrame(rows)
    return frame.with_columns(at=polars.col("at").str.to_datetime(time_zone="UTC"))


def in_duckdb(rows: list[dict[str, Any]]) -> Any:
    arrow = in_polars(rows).to_arrow()
    return duckdb.from_arrow(arrow)


FRAMES = {
    "dicts": lambda rows: rows,
    "generator": lambda rows: (row for row in rows),
    "inputs": lambda rows: [as_input(row) for row in rows],
    "polars": in_polars,
    "polars lazy": lambda rows: in_polars(rows).lazy(),
    "polars categorical": lambda rows: in_polars(rows).with_columns(
        polars.col("channel", "tier").cast(polars.Categorical)
    ),
    "pandas": lambda rows: pandas.DataFrame(rows).assign(
        at=lambda frame: pandas.to_datetime(frame["at"])
    ),
    "pandas with index": lambda rows: pandas.DataFrame(rows).set_index(pandas.Index(range(7, 12))),
    "pyarrow": lambda rows: pyarrow.Table.from_pylist(rows),
    "pyarrow batch": lambda rows: pyarrow.RecordBatch.from_pylist(rows),
    "pyarrow reader": lambda rows: pyarrow.Table.from_pylist(rows).to_reader(max_chunksize=2),
    "duckdb": in_duckdb,
}


def as_input(row: dict[str, Any]) -> dict[str, Any]:
    own = {key: row[key] for key in ("at", "kind", "channel", "touch_point")}
    some = {"customer": row["customer"]} if row["customer"] else {}
    fields = {"fields": {"ltr": row["ltr"]}} if row["ltr"] is not None else {}
    return {"id": row["id"], "signal": {**own, **some, **fields, "attributes": {"tier": "gold"}}}


@pytest.mark.parametrize("form", FRAMES)
def test_every_form_of_signals_gives_the_same_digest(program: voc.Program, form: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", voc.VocWarning)
        run = program.run(FRAMES[form](ROWS), inputs=[ROSTER])
    assert run.refused.to_dicts() == []
    expected = program.run(ROWS, inputs=[ROSTER])
    assert run.digest == expected.digest
    assert run.facts_digest == expected.facts_digest
    assert run.counts["signals"] == 5


def test_a_run_is_what_an_engine_makes_of_the_same_log(program: voc.Program) -> None:
    run = program.run(ROWS, inputs=[ROSTER])
    engine = voc.Engine(program)
    events = []
    for input in [ROSTER, *map(as_input, ROWS)]:
        at = next(iter(v["at"] for k, v in input.items() if k != "id"))
        events += engine.handle({**input, "received": at})
    events += engine.handle({"id": "voc:end", "tick": {"at": ROWS[-1]["at"]}})
    assert run.events == events
    assert (run.digest, run.facts_digest) == (engine.digest, engine.facts_digest)


def test_what_a_run_gives(program: voc.Program) -> None:
    run = program.run(ROWS, inputs=[ROSTER])
    (case, other) = sorted(run.cases.to_dicts(), key=lambda case: case["opened_at"])
    assert (case["customer"], case["unit"], case["person"]) == ("c-1", "care", "ana")
    assert other["customer"] is None
    assert {row["case"] for row in run.alerts.to_dicts() if row["rule"] == "detractor"} == {
        case["id"],
        other["id"],
    }
    assert {row["to"] for row in run.notices.to_dicts()} == {"ana"}
    months = run.metric("nps", by=["channel"], every="P1M").to_dicts()
    assert [(row["period"], row["channel"], row["value"], row["n"]) for row in months] == [
        ("2026-03-01", "phone", -100.0, 1),
        ("2026-03-01", "web", 100.0, 1),
        ("2026-04-01", "web", -50.0, 2),
    ]
    assert run.metric("promoters").to_dicts()[0]["value"] == pytest.approx(0.25)
    with pytest.raises(voc.VocError) as caught:
        run.metric("npss")
    assert caught.value.hint == "did you mean `nps`?"
    health = run.loop()
    assert (health.cases, health.answered, health.confirmed_rate.value) == (2, 0, None)
    assert {row.group: row.cases for row in run.loop(by="channel")} == {"phone": 1, "web": 1}
    assert "5" in repr(run)


def test_shuffled_rows_give_the_same(program: voc.Program) -> None:
    rows = ROWS.copy()
    random.Random(7).shuffle(rows)
    assert program.run(rows).digest == program.run(ROWS).digest


def test_undeclared_columns_are_ignored_with_one_warning(program: voc.Program) -> None:
    frame = in_polars(ROWS).with_columns(noise=polars.lit([1]), more=polars.lit("x"))
    with pytest.warns(voc.VocWarning, match="noise, more") as caught:
        run = program.run(frame)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert run.digest == program.run(ROWS).digest


def test_columns_are_renamed(program: voc.Program) -> None:
    frame = in_polars(ROWS).rename({"at": "created", "ltr": "score"})
    run = program.run(frame, columns={"at": "created", "ltr": "score"})
    assert run.digest == program.run(ROWS).digest
    with pytest.raises(voc.VocError) as caught:
        program.run(frame, columns={"at": "creatd"})
    assert caught.value.hint == "did you mean `created`?"
    with pytest.raises(voc.VocError, match="no column `at`"):
        program.run(frame)


def test_times_need_a_zone_or_get_one(program: voc.Program) -> None:
    naive = in_polars(ROWS).with_columns(polars.col("at").dt.replace_time_zone(None))
    with pytest.raises(voc.VocError, match="no zone") as caught:
        program.run(naive)
    assert caught.value.path == "at"
    assert program.run(naive, time_zone="UTC").digest == program.run(ROWS).digest
    rows = [{**row, "at": datetime.fromisoformat(row["at"][:-1])} for row in ROWS]
    refused = program.run(rows).refused.to_dicts()
    assert {row["code"] for row in refused} == {"bad_time"} and len(refused) == 5
    assert program.run(rows, time_zone="UTC").digest == program.run(ROWS).digest
    with pytest.raises(voc.VocError, match="unknown time zone"):
        program.run(rows, time_zone="Europe/Lndon")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_of_every_unit(program: voc.Program, unit: str) -> None:
    rows = [{**row, "at": datetime.fromisoformat(row["at"].replace("Z", "+00:00"))} for row in ROWS]
    table = pyarrow.Table.from_pylist(rows)
    at = table["at"].cast(pyarrow.timestamp(unit, "Europe/Berlin"))
    table = table.set_column(table.column_names.index("at"), "at", at)
    assert program.run(table).digest == program.run(ROWS).digest


@pytest.mark.parametrize("text", ["string", "large_string", "string_view"])
@pytest.mark.parametrize("number", ["int8", "uint16", "int64", "uint64", "float32", "decimal128"])
def test_types_of_every_width(program: voc.Program, text: str, number: str) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    types = {"ltr": pyarrow.decimal128(21, 2) if "dec" in number else pyarrow.type_for_alias(number)}
    names = table.column_names
    schema = [(name, types.get(name, getattr(pyarrow, text)())) for name in names]
    table = pyarrow.table(
        [table[name].cast("int64").cast(of) if name == "ltr" else table[name].cast(of) for name, of in schema],
        names=names,
    )
    assert program.run(table).digest == program.run(ROWS).digest


def test_days_begin_in_the_zone(program: voc.Program) -> None:
    rows = [{"at": date(2026, 7, 1), "kind": "response", "ltr": 3, "customer": 17}]
    for form in [rows, polars.DataFrame(rows), pyarrow.Table.from_pylist(rows)]:
        run = program.run(form, time_zone="Europe/London")
        (alert,) = run.alerts.to_dicts()
        assert alert["at"] == datetime(2026, 6, 30, 23, tzinfo=timezone.utc)
        assert alert["customer"] == "17"
        assert alert["signals"] == ["signals#0000001"]


def test_a_column_that_no_signal_can_hold_is_named(program: voc.Program) -> None:
    frame = in_polars(ROWS).with_columns(tier=polars.struct(a=1))
    with pytest.raises(voc.VocError, match="column `tier`") as caught:
        program.run(frame)
    assert caught.value.path == "tier"


def test_bad_rows_are_refused_and_the_good_ones_kept(program: voc.Program) -> None:
    bad = [
        {**ROWS[0], "id": "b-1", "at": "yesterday"},
        {**ROWS[0], "id": "b-2", "at": None},
        {**ROWS[0], "id": "b-3", "touch_point": "cal"},
        {**ROWS[0], "id": "b-4", "ltr": 7.5},
        {**ROWS[0], "id": "b-5", "ltr": 11},
        {**ROWS[0], "ltr": 4},
        {"signal": {"kind": "response", "at": "2026-03-01T00:00:00Z"}},
    ]
    run = program.run([*ROWS, *bad, ROWS[1]])
    refused = {row["id"]: row for row in run.refused.to_dicts()}
    codes = {id: row["code"] for id, row in refused.items()}
    assert codes == {
        "b-1": "bad_time",
        "b-2": "missing",
        "b-3": "unknown",
        "b-4": "wrong_type",
        "b-5": "out_of_range",
        "s-1": "id_taken",
        "inputs#0000001": "missing",
    }
    assert refused["b-1"]["path"] == 'row 6, column "at"'
    assert refused["b-4"]["path"] == "signal.fields.ltr"
    counts = run.counts
    assert counts["inputs"] == counts["accepted"] + counts["duplicate"] + counts["refused"]
    assert (counts["signals"], counts["duplicate"], counts["refused"]) == (5, 1, 7)


def test_until_ends_a_run(program: voc.Program) -> None:
    run = program.run(ROWS, until=datetime(2026, 3, 31, tzinfo=timezone.utc))
    assert run.counts["signals"] == 2
    assert "clock_breached" in [event["type"] for event in run.events]
    with pytest.raises(voc.VocError):
        program.run(ROWS, until="soon")
    with pytest.raises(voc.VocError, match="no zone"):
        program.run(ROWS, until=datetime(2026, 3, 31))


def test_progress_counts_rows(program: voc.Program) -> None:
    for form in [ROWS, in_polars(ROWS)]:
        seen: list[tuple[int, int]] = []
        program.run(form, progress=lambda done, total: seen.append((done, total)))
        assert seen[-1] == (5, 5)


def test_what_is_no_frame_is_a_type_error(program: voc.Program) -> None:
    for wrong in ["rows.csv", {"id": "x"}, 7, [1, 2], None]:
        with pytest.raises(TypeError):
            program.run(wrong)
    with pytest.raises(voc.VocError, match="frame"):
        program.run(polars.Series([1]))


def test_inputs_and_rows_may_be_mixed(program: voc.Program) -> None:
    mixed = [ROSTER, signal("s-9", "2026-05-01T00:00:00Z", 2), *ROWS]
    assert program.run(mixed).counts["accepted"] >= 7


def many() -> list[dict[str, Any]]:
    """Rows of all sorts: some refused, some without an answer or a customer."""
    random_ = random.Random(11)
    rows = []
    for number in range(400):
        day, hour = divmod(number * 3, 24)
        kind = random_.choice(["response", "response", "contact"])
        answer = random_.choice([None, 2, 6, 9, 10]) if kind == "response" else None
        rows.append(
            {
                "id": f"m-{number:04}",
                "at": datetime(2026, 3, 1 + day % 28, hour, 5, tzinfo=timezone.utc),
                "kind": "riddle" if number == 77 else kind,
                "customer": random_.choice(["c-1", "c-2", "c-3", "c-4", None]),
                "channel": random_.choice(["web", "phone", None]),
                "touch_point": None if number != 99 else "moon",
                "ltr": 44 if number == 120 else answer,
                "tier": random_.choice(["gold", None, None]),
            }
        )
    return rows


def arrow(rows: list[dict[str, Any]], unit: str = "us", answers: Any = None) -> pyarrow.Table:
    schema = pyarrow.schema(
        [
            ("id", pyarrow.string()),
            ("at", pyarrow.timestamp(unit, tz="UTC")),
            ("kind", pyarrow.string()),
            ("customer", pyarrow.large_string()),
            ("channel", pyarrow.string()),
            ("touch_point", pyarrow.string()),
            ("ltr", answers or pyarrow.int64()),
            ("tier", pyarrow.string()),
        ]
    )
    return pyarrow.Table.from_pylist(rows, schema=schema)


def dictionaries(table: pyarrow.Table) -> pyarrow.Table:
    for name in ("kind", "customer", "channel", "tier"):
        index = table.schema.get_field_index(name)
        table = table.set_column(index, name, table.column(name).dictionary_encode())
    return table


def chunks(table: pyarrow.Table) -> pyarrow.Table:
    """In chunks, the dictionaries of which differ."""
    size = 64
    parts = [table.slice(start, size) for start in range(0, table.num_rows, size)]
    copies = [pyarrow.Table.from_pylist(part.to_pylist(), part.schema) for part in parts]
    return pyarrow.concat_tables([copies[0], parts[1], *copies[2:]])


LAYOUTS = {
    "plain": arrow,
    "dictionaries": lambda rows: dictionaries(arrow(rows)),
    "chunks": lambda rows: chunks(arrow(rows)),
    "chunks of dictionaries": lambda rows: chunks(dictionaries(arrow(rows))),
    "nanoseconds": lambda rows: arrow(rows, "ns"),
    "seconds, small answers": lambda rows: arrow(rows, "s", pyarrow.int8()),
    "answers as doubles": lambda rows: arrow(rows, answers=pyarrow.float64()),
    "polars": lambda rows: polars.from_arrow(arrow(rows)),
    "polars categories": lambda rows: polars.from_arrow(arrow(rows)).with_columns(
        polars.col("kind", "customer", "channel", "tier").cast(polars.Categorical)
    ),
    "pandas": lambda rows: arrow(rows).to_pandas(),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_results(program: voc.Program, layout: str) -> None:
    rows = many()
    random.Random(3).shuffle(rows)
    found = program.run(LAYOUTS[layout](rows), inputs=[ROSTER])
    expected = program.run(iter(rows), inputs=[ROSTER])
    assert found.counts == expected.counts
    assert found.counts["refused"] == 3
    assert len(found.alerts) > 50
    for table in ("alerts", "cases", "notices", "refused"):
        told = [getattr(run, table).to_dicts() for run in (found, expected)]
        assert told[0] == told[1], table
    assert found.loop() == expected.loop()
    assert found.digest == expected.digest
    assert found.events == expected.events


def test_rows_that_come_late_in_a_frame(program: voc.Program) -> None:
    rows = [{**row, "received": row["at"]} for row in many()]
    rows[5]["received"] = datetime(2026, 5, 1, tzinfo=timezone.utc)
    found = program.run(polars.DataFrame(rows))
    expected = program.run(iter(rows))
    assert found.counts["late"] == 1
    assert found.events == expected.events
    assert found.digest == expected.digest
