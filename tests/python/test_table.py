"""Tables that go out."""

from __future__ import annotations

from datetime import datetime, timezone
from html.parser import HTMLParser

import duckdb
import polars
import pyarrow
import voc
from conftest import ROWS


def test_a_table_goes_to_every_library(program: voc.Program) -> None:
    alerts = program.run(ROWS).alerts
    assert alerts.columns == "id rule customer at kind unit person case signals".split()
    dicts = alerts.to_dicts()
    assert len(alerts) == len(dicts) == 3
    assert dicts[0]["at"] == datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
    assert dicts[0]["signals"] == ["s-1"]
    assert alerts.to_polars().to_dicts() == dicts
    assert pyarrow.table(alerts).to_pylist() == dicts
    assert pyarrow.table(alerts).schema.field("at").type == pyarrow.timestamp("us", "UTC")
    pandas = alerts.to_pandas()
    assert list(pandas["id"]) == [row["id"] for row in dicts]
    assert str(pandas["at"].dt.tz) == "UTC"
    rows = duckdb.sql("select rule, count(*) from alerts group by all order by all").fetchall()
    assert rows == [("detractor", 2), ("promoter", 1)]


def test_an_empty_table_keeps_its_columns(program: voc.Program) -> None:
    run = program.run([])
    assert len(run.cases) == 0
    assert run.cases.to_polars().columns == run.cases.columns
    assert polars.DataFrame(run.alerts).schema["signals"] == polars.List(polars.String)


def test_html_escapes_everything(program: voc.Program) -> None:
    evil = '<script>alert("x")</script>'
    html = program.run([{**ROWS[0], "customer": evil}]).alerts._repr_html_()
    assert evil not in html and "&lt;script&gt;" in html

    class Tags(HTMLParser):
        seen: set[str] = set()

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.seen.add(tag)

    Tags().feed(html)
    assert Tags.seen == {"table", "thead", "tbody", "tr", "th", "td"}
