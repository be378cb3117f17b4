"""python table.py FOLDER: our own package over an Arrow table; writes rows-table-python.jsonl.

The table is read and laid out before the clock starts: in one chunk, texts as plain texts and as
dictionaries. A run is timed until it returns; then until its alerts are a table.
"""

import ctypes
import gc
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet as parquet
import voc

from common import found, measure, row

REPETITIONS = 3


def peak():
    """The most memory that the process has held since `reset`, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def held():
    """What it holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def reset():
    gc.collect()
    pyarrow.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def table(folder, texts):
    names = parquet.read_schema(folder / "year.parquet").names
    options = {"read_dictionary": names} if texts == "dictionaries" else {}
    read = parquet.read_table(folder / "year.parquet", **options)
    columns = {}
    for name in read.column_names:
        column = read.column(name).combine_chunks()
        if isinstance(column, pyarrow.ChunkedArray):
            column = column.chunk(0) if column.num_chunks == 1 else pyarrow.concat_arrays(column.chunks)
        if name == "at" and not pyarrow.types.is_timestamp(column.type):
            column = column.cast(pyarrow.timestamp("us", tz="UTC"))
        columns[name] = column
    return pyarrow.table(columns)


def keys(run, rules):
    """The keys of the alerts: the rule's number, and the row of the bearing signal."""
    alerts = run.alerts.to_arrow() if hasattr(run.alerts, "to_arrow") else pyarrow.table(run.alerts)
    numbers = {rule: number for number, rule in enumerate(rules)}
    rule = np.array([numbers[name] for name in alerts["rule"].to_pylist()], dtype=np.uint64)
    bearing = alerts["signal"] if "signal" in alerts.column_names else None
    del bearing
    return rule, alerts


def main():
    folder = Path(sys.argv[1])
    program = voc.Program.load(folder / "program.yaml")
    with (folder / "rows-table-python.jsonl").open("w") as out:
        for texts in ("dictionaries", "plain texts"):
            signals = table(folder, texts)
            print(signals.schema, signals.num_rows)
            reset()
            before = held()
            timing, run = measure(lambda: program.run(signals), REPETITIONS)
            print(texts, timing, (peak() - before) / 1e6, "MB above", before / 1e6)
            timing, alerts = measure(lambda: program.run(signals).alerts, 1)
            print("alerts", timing, len(alerts), peak() / 1e6)
            print(json.dumps({}), file=out)


main()
