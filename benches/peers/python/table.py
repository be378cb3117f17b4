"""python table.py FOLDER: our own package over an Arrow table; writes rows-table-python.jsonl.

The table is read and laid out before the clock starts: one chunk, texts as dictionaries or plain. A run
is timed until it returns, with its alerts found; a second row times it until they are a table as well.
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

REPETITIONS = 5


def status(name):
    """A line of the process's status, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def reset():
    """Lets the peak of memory begin anew; gives what is held now."""
    gc.collect()
    pyarrow.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS:")


def table(path, layout):
    names = ["kind", "touch_point", "channel", "tier", "topic"]
    read = parquet.read_table(path, read_dictionary=names if layout == "dictionaries" else [])
    read = read.unify_dictionaries().combine_chunks()
    numbers = read["customer"].combine_chunks()
    keys = pyarrow.array([f"c-{number:07}" for number in range(int(np.max(numbers)) + 1)])
    customers = pyarrow.DictionaryArray.from_arrays(numbers, keys)
    if layout != "dictionaries":
        customers = customers.dictionary_decode()
    at = read["at"].cast(pyarrow.timestamp("us", tz="UTC"))
    read = read.set_column(read.column_names.index("at"), "at", at)
    return read.set_column(read.column_names.index("customer"), "customer", customers)


def keys(alerts, numbers):
    """The keys of alerts: the rule's number, and the row of the last signal, which bears the alert."""
    alerts = pyarrow.table(alerts)
    rules = np.array([numbers[rule] for rule in alerts["rule"].to_pylist()], dtype=np.uint64)
    rows = [int(signals[-1].split("#")[1]) - 1 for signals in alerts["signals"].to_pylist()]
    return rules << np.uint64(32) | np.array(rows, dtype=np.uint64)


def main():
    folder = Path(sys.argv[1])
    program = voc.Program.load(folder / "program.yaml")
    text = (folder / "program.yaml").read_text().split("rules:\n")[1]
    rules = [line.split(":")[0].strip() for line in text.splitlines() if line.strip()]
    numbers = {rule: number for number, rule in enumerate(rules)}
    with (folder / "rows-table-python.jsonl").open("w") as out:
        for layout in ("dictionaries", "plain texts"):
            signals = table(folder / "year.parquet", layout)
            program.run(signals.slice(0, 1000))
            before = reset()
            timing, run = measure(lambda: program.run(signals), REPETITIONS)
            peak = status("VmHWM:")
            right = found(keys(run.alerts, numbers))
            del run
            note = f"peak {peak / 1e9:.2f} GB, of which {before / 1e9:.2f} GB the table and Python"
            name = f"voc, Python, {layout}"
            line = row("tables", 100, name, voc.__version__, "batch", 1, signals.num_rows,
                       {**timing, **right}, note)
            print(note)
            print(json.dumps(line), file=out)
            timing, _ = measure(lambda: program.run(signals).alerts, 3)
            line = row("tables", 100, f"{name}, and run.alerts", voc.__version__, "batch", 1,
                       signals.num_rows, {**timing, **right}, "until the alerts are a table")
            print(json.dumps(line), file=out)
            del signals


main()
