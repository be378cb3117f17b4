"""python tallies.py FOLDER [--quick]: one metric by three columns, and what moves an outcome.

Writes rows-tallies-python.jsonl: our own package, polars, DuckDB, numpy and pingouin, each with its columns in
memory in the form that it likes best. polars on one thread is a process of its own (`--polars`).
"""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np

from common import found, measure, row

NAMES = ["touch_point", "channel", "tier"]
MASK = (1 << 64) - 1
Z = NormalDist().inv_cdf(0.975)


def text_key(text):
    """FNV-1a of a text, even."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value & ~1


def keys(groups):
    """Of each group its names, how many, the number and its ends."""
    texts = ["\x1f".join([*names, str(n), *(f"{it:.4f}" for it in ends)]) for *names, n, ends in groups if n]
    return np.array([text_key(text) for text in texts], dtype=np.uint64)


class Survey:
    def __init__(self, folder):
        self.texts = dict(json.loads((folder / "texts.json").read_text()))
        self.codes = {name: np.fromfile(folder / name, dtype=np.uint8) for name in NAMES}
        self.answers = np.fromfile(folder / "ltr", dtype=np.int8)
        self.absent = self.answers == -128

    def arrow(self, plain=False):
        import pyarrow

        columns = {}
        for name in NAMES:
            column = pyarrow.DictionaryArray.from_arrays(pyarrow.array(self.codes[name]), self.texts[name])
            columns[name] = column.dictionary_decode() if plain else column
        return pyarrow.table({**columns, "ltr": pyarrow.array(self.answers, mask=self.absent)})


def ours(survey):
    import voc

    for layout in ("dictionaries", "plain texts"):
        table = survey.arrow(plain=layout == "plain texts")
        by = {name: table[name].combine_chunks() for name in NAMES}
        answers = table["ltr"].combine_chunks()
        timing, groups = measure(lambda: voc.nps(answers, by=by), 7)
        rows = [(*(it[name] for name in NAMES), it["n"], (it["value"], it["low"], it["high"])) for it in groups.to_dicts()]
        yield f"voc, Python, {layout}", voc.__version__, 1, timing | found(keys(rows)), ""


def interval(n, plus, minus):
    """The ends of adjusted Wald; works on columns of polars and on numbers."""
    p, d = (plus + 0.75) / (n + 3), (minus + 0.75) / (n + 3)
    half = Z * ((p + d - (p - d) ** 2) / (n + 3)) ** 0.5
    return 100 * (plus - minus) / n, 100 * (p - d - half), 100 * (p - d + half)


def polars_rows(survey):
    import polars as pl

    frame = pl.from_arrow(survey.arrow()).with_columns(
        pl.col(name).cast(pl.Enum(survey.texts[name])) for name in NAMES)
    ltr = pl.col("ltr")
    counts = {
        "n": ltr.count().cast(pl.Float64),
        "plus": (ltr >= 9).sum().cast(pl.Float64),
        "minus": (ltr <= 6).sum().cast(pl.Float64),
    }
    value, low, high = interval(*(pl.col(name) for name in counts))
    query = frame.lazy().group_by(NAMES).agg(**counts).with_columns(value=value, low=low, high=high)
    timing, groups = measure(query.collect, 7)
    rows = [(*(it[name] for name in NAMES), int(it["n"]), (it["value"], it["low"], it["high"])) for it in groups.to_dicts()]
    yield "polars", pl.__version__, pl.thread_pool_size(), timing | found(keys(rows)), "dictionaries"


def duckdb_rows(survey):
    import duckdb

    table = survey.arrow()
    for threads in (1, 2):
        base = duckdb.connect(config={"threads": threads})
        base.register("given", table)
        kinds = {name: ", ".join(f"'{text}'" for text in survey.texts[name]) for name in NAMES}
        for name, texts in kinds.items():
            base.execute(f"CREATE TYPE {name}_text AS ENUM ({texts})")
        typed = ", ".join(f"{name}::{name}_text AS {name}" for name in NAMES)
        base.execute(f"CREATE TABLE answers AS SELECT {typed}, ltr FROM given")
        of = ", ".join(NAMES)
        query = f"""
            WITH counted AS (
                SELECT {of}, count(ltr)::DOUBLE AS n, count_if(ltr >= 9)::DOUBLE AS plus, count_if(ltr <= 6)::DOUBLE AS minus
                FROM answers GROUP BY {of}),
            shares AS (SELECT *, (plus + 0.75) / (n + 3.0) AS p, (minus + 0.75) / (n + 3.0) AS d FROM counted)
            SELECT {of}, n, 100.0 * (plus - minus) / n,
                100 * (p - d - {Z}::DOUBLE * sqrt((p + d - (p - d) * (p - d)) / (n + 3))),
                100 * (p - d + {Z}::DOUBLE * sqrt((p + d - (p - d) * (p - d)) / (n + 3)))
            FROM shares"""
        timing, groups = measure(lambda: base.execute(query).fetchall(), 5)
        rows = [(*it[:3], int(it[3]), it[4:]) for it in groups]
        yield "DuckDB", duckdb.__version__, threads, timing | found(keys(rows)), "enumerated texts"


def drivers(folder, features, quick):
    columns = np.fromfile(folder / f"drivers-{features}").reshape(features + 1, -1)
    names = [f"f{place}" for place in range(features)]
    weights_key = lambda weights: found(np.array(
        [text_key(f"{name}\x1f{weight:.8f}") for name, weight in zip(names, weights)], dtype=np.uint64))
    rows = columns.shape[1]

    import voc

    frame = {"outcome": columns[0], **dict(zip(names, columns[1:]))}
    import pyarrow

    frame = {name: pyarrow.array(column) for name, column in frame.items()}
    for threads in (1, 2):
        ask = lambda: voc.drivers(frame, "outcome", names, replicates=1000, threads=threads)
        timing, moved = measure(ask, 3)
        result = timing | weights_key([it["weight"] for it in moved.table.to_dicts()])
        yield "drivers", "voc, Python, intervals", voc.__version__, threads, rows, result, "of 1,000 replicates"
    timing, weights = measure(lambda: johnson(columns), 3)
    yield "drivers", "numpy", np.__version__, os.cpu_count(), rows, timing | weights_key(weights), "no intervals"

    if features > 10 and quick:
        return
    import pandas as pd
    import pingouin

    data = pd.DataFrame(columns[1:].T, columns=names)
    version = importlib.metadata.version("pingouin")
    ask = lambda: pingouin.linear_regression(data, columns[0], relimp=True)
    timing, table = measure(ask, 1)
    result = timing | weights_key(table["relimp"].to_numpy()[1:])
    # It has one way, and what it calls uses as many threads as it likes: the processor's time is what counts.
    yield "drivers_shapley", "pingouin", version, 1, rows, result, "once; LMG, no intervals"


def johnson(columns):
    """Relative weights as an expert writes them in numpy."""
    all_of = np.corrcoef(columns)
    among, outcome = all_of[1:, 1:], all_of[1:, 0]
    values, vectors = np.linalg.eigh(among)
    loadings = vectors * np.sqrt(values) @ vectors.T
    explained = np.linalg.solve(loadings, outcome) ** 2
    return loadings**2 @ explained


def main():
    folder, quick = Path(sys.argv[1]), "--quick" in sys.argv
    survey = Survey(folder / "survey")
    if "--polars" in sys.argv:
        for line in polars_rows(survey):
            print(json.dumps(line))
        return
    with (folder / "rows-tallies-python.jsonl").open("w") as out:
        write = lambda *line: print(json.dumps(row(*line)), file=out)
        common = dict(events=len(survey.answers))
        alone = subprocess.run([sys.executable, __file__, str(folder), "--polars"], capture_output=True, text=True,
                               env={**os.environ, "POLARS_MAX_THREADS": "1"}, check=True)
        rows = [json.loads(line) for line in alone.stdout.splitlines()]
        for part in (ours, polars_rows, duckdb_rows):
            rows.extend(part(survey))
        for engine, version, threads, result, note in rows:
            write("tallies", 1, engine, version, "batch", threads, common["events"], result, note)
        del survey
        for features in (10, 20):
            for section, engine, version, threads, count, result, note in drivers(folder, features, quick):
                write(section, features, engine, version, "batch", threads, count, result, note)


main()
