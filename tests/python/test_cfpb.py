"""Real complaints through Python, held to what Rust makes of the same rows.

The data is no part of the project: without it these tests are skipped. Rust's digests come from the
built `loop-report`, or from `target/cfpb-digest.json`.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest
import voc
from conftest import ROOT, shared_data

DATA = shared_data("cfpb-complaints.csv")
EXAMPLE = ROOT / "examples" / "cfpb"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

pytestmark = [
    pytest.mark.skipif(not DATA.is_file(), reason="../shared/data/cfpb-complaints.csv is absent"),
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def program() -> voc.Program:
    return voc.Program.load(EXAMPLE / "program.yaml")


@pytest.fixture(scope="module")
def run(program: voc.Program, rows: list[dict[str, Any]]) -> voc.Run:
    return program.run(rows, mapping=EXAMPLE / "map.yaml")



def test_every_row_is_accounted_for(run: voc.Run, rows: list[dict[str, Any]]) -> None:
    counts = run.counts
    assert counts["inputs"] == counts["accepted"] + counts["duplicate"] + counts["refused"]
    assert (counts["signals"], counts["refused"], len(run.refused)) == (len(rows), 0, 0)
    assert len(rows) == 3186
    assert run.notes["sent-before-received"] == 6


def test_the_totals_are_those_of_a_plain_count(run: voc.Run, rows: list[dict[str, Any]]) -> None:
    disputed = sum(row["Consumer disputed?"] == "Yes" for row in rows)
    undisputed = sum(row["Consumer disputed?"] == "No" for row in rows)
    assert (disputed, undisputed) == (595, 2534)
    health = run.loop()
    assert health.false_resolutions == disputed
    assert health.reopened == disputed
    assert health.verdicts["undisputed"] == undisputed
    assert health.verdicts.get("confirmed", 0) == 0
    assert health.answered_without_verdict == 28
    assert sum(health.verdicts.values()) == len(rows)
    timely = run.cases.to_polars()
    assert timely.height == len(rows)


@pytest.mark.parametrize("by, column", [("unit", "Company"), ("product", "Product")])
def test_groups_are_those_of_a_plain_count(
    run: voc.Run, rows: list[dict[str, Any]], by: str, column: str
) -> None:
    found = {row.group: (row.cases, row.false_resolutions) for row in run.loop(by=by)}
    names = {row[column] for row in rows}
    plain = {
        name: (
            sum(row[column] == name for row in rows),
            sum(row[column] == name and row["Consumer disputed?"] == "Yes" for row in rows),
        )
        for name in names
    }
    assert found == plain


def test_frames_give_the_same(program: voc.Program, run: voc.Run) -> None:
    frame = polars.read_csv(DATA, infer_schema=False)
    table = duckdb.sql(f"select * from read_csv('{DATA}', all_varchar=true)")
    for form in [frame, frame.to_pandas(), frame.to_arrow(), table]:
        again = program.run(form, mapping=voc.Mapping.load(EXAMPLE / "map.yaml"))
        assert (again.digest, again.facts_digest) == (run.digest, run.facts_digest)


def test_shuffled_rows_give_the_same(
    program: voc.Program, run: voc.Run, rows: list[dict[str, Any]]
) -> None:
    # A row's id is its number in the file: shuffled, it has to be said.
    text = (EXAMPLE / "map.yaml").read_text(encoding="utf-8")
    text = text.replace("\ncolumns:\n", "\nid: $number\ncolumns:\n  number: number\n")
    numbered = [{**row, "number": f"cfpb#{index:07}"} for index, row in enumerate(rows, 1)]
    random.Random(2013).shuffle(numbered)
    shuffled = program.run(numbered, mapping=voc.Mapping.parse(text))
    assert shuffled.facts_digest == run.facts_digest
    assert shuffled.digest == run.digest


def test_rust_gives_the_same(run: voc.Run, tmp_path: Path) -> None:
    rust = rust_digests(tmp_path)
    assert (run.digest, run.facts_digest) == (rust["digest"], rust["facts_digest"])


def rust_digests(out: Path) -> dict[str, str]:
    name = "loop-report.exe" if os.name == "nt" else "loop-report"
    built = [TARGET / profile / name for profile in ("release", "debug")]
    built = sorted((path for path in built if path.is_file()), key=lambda path: path.stat().st_mtime)
    written = TARGET / "cfpb-digest.json"
    if built:
        files = ["--program", EXAMPLE / "program.yaml", "--map", EXAMPLE / "map.yaml", "--out", out]
        subprocess.run([built[-1], *files, DATA], check=True, timeout=300)
        written = out / "summary.json"
    elif not written.is_file():
        pytest.skip("neither loop-report nor target/cfpb-digest.json is built")
    found: dict[str, str] = json.loads(written.read_text(encoding="utf-8"))
    return found


def test_a_missing_column_is_named(program: voc.Program, rows: list[dict[str, Any]]) -> None:
    short = [{key: value for key, value in row.items() if key != "Company"} for row in rows[:3]]
    with pytest.raises(voc.VocError, match="Company"):
        program.run(short, mapping=EXAMPLE / "map.yaml")


def test_a_bad_row_is_refused_by_row_and_column(
    program: voc.Program, rows: list[dict[str, Any]]
) -> None:
    bad = [rows[0], {**rows[1], "Date received": "soon"}, rows[2]]
    run = program.run(bad, mapping=EXAMPLE / "map.yaml")
    (refused,) = run.refused.to_dicts()
    assert refused["path"] == 'row 2, column "Date received"'
    assert run.counts["signals"] == 2
    assert run.counts["refused"] == 1
