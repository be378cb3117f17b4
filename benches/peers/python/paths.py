"""python paths.py FOLDER [--quick]: paths and what follows what, in our own package and in pm4py.

Writes rows-paths-python.jsonl. Frames are in memory before the clock starts: Arrow for ours, pandas for
pm4py. *Prepared*: a log that was read, or a frame that pm4py has formatted. pm4py is AGPL: it is measured, and nothing depends on it.
"""

import importlib.metadata
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pm4py
import pyarrow
import voc

from common import found, measure, row

BETWEEN = "\x1f"
NAMES = ["case:concept:name", "concept:name", "time:timestamp"]
MASK = (1 << 64) - 1


def key(what, names, count):
    """The key of a path with its number, or of a pair: FNV-1a of the text, even."""
    value = 0xCBF29CE484222325
    for byte in BETWEEN.join([what, *names, str(count)]).encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value & ~1


def keys(variants, edges):
    paths = [key("path", path, count) for path, count in variants]
    return np.array(paths + [key("pair", pair, count) for pair, count in edges], dtype=np.uint64)


def ours(table):
    return ours_prepared(voc.EventLog(table))


def ours_prepared(log):
    return log.variants, log.transitions


def theirs(frame):
    return theirs_prepared(formatted(frame))


def theirs_prepared(frame):
    return pm4py.stats.get_variants(frame), pm4py.discover_dfg(frame)


def formatted(frame):
    return pm4py.format_dataframe(frame, case_id=NAMES[0], activity_key=NAMES[1], timestamp_key=NAMES[2])


def of_ours(answers):
    variants, edges = answers
    paths = [(it["path"], it["instances"]) for it in variants.to_dicts()]
    return keys(paths, [((it["from"], it["to"]), it["n"]) for it in edges.to_dicts()])


def of_theirs(answers):
    variants, (edges, _, _) = answers
    return keys(variants.items(), edges.items())


def main():
    folder = Path(sys.argv[1])
    repetitions = 1 if "--quick" in sys.argv else 3
    with (folder / "rows-paths-python.jsonl").open("w") as out:
        for section in ("paths_real", "paths"):
            path = folder / f"log-{section}.csv"
            if not path.is_file():
                continue
            frame = pd.read_csv(path)
            frame.columns = NAMES
            frame[NAMES[2]] = pd.to_datetime(frame[NAMES[2]], unit="us", utc=True).astype("datetime64[us, UTC]")
            table = pyarrow.Table.from_pandas(frame, preserve_index=False)
            coded = table
            for name in NAMES[:2]:
                column = table[name].combine_chunks().dictionary_encode()
                coded = coded.set_column(coded.column_names.index(name), name, column)
            version = importlib.metadata.version("pm4py")
            runs = (
                ("voc, Python, dictionaries", voc.__version__, ours, coded, of_ours, "from a frame, with times"),
                ("voc, Python, plain texts", voc.__version__, ours, table, of_ours, "from a frame, with times"),
                ("voc, Python, prepared", voc.__version__, ours_prepared, voc.EventLog(table), of_ours, "with times"),
                ("pm4py", version, theirs, frame, of_theirs, "from a frame; no times"),
                ("pm4py, prepared", version, theirs_prepared, formatted(frame), of_theirs, "no times"),
            )
            for engine, release, run, given, read, note in runs:
                count = repetitions if engine.startswith("pm4py") else 7
                timing, answers = measure(lambda run=run, given=given: run(given), count)
                line = timing | found(read(answers))
                print(json.dumps(row(section, 1, engine, release, "batch", 1, len(frame), line, note)), file=out)


main()
