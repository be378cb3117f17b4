"""What the Python peers share: the material, timing, and rows of the table."""

import json
import statistics
import time
from pathlib import Path

import numpy as np

OPERATORS = {"==": lambda a, b: a == b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b}


class Material:
    """The folder that `voc-benches` wrote."""

    def __init__(self, folder, quick):
        self.folder = Path(folder)
        self.quick = quick
        rules = json.loads((self.folder / "rules.json").read_text())
        self.conditions = [rule["when"] for rule in rules["conditions"]]
        self.four = rules["four"]
        self.parquet = str(self.folder / "signals.parquet")

    def lines(self, part):
        """The signals of the first part as dicts: parsed before the clock starts."""
        with (self.folder / "signals.ndjson").open() as file:
            lines = file.readlines()
        return [json.loads(line) for line in lines[: len(lines) // part]]


def found(keys):
    """How many alerts, and the sum of their mixed keys, as the workload's `Found`."""
    mixed = np.asarray(keys, dtype=np.uint64).copy()
    with np.errstate(over="ignore"):
        mixed += np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        return {"alerts": int(mixed.size), "hash": str(int(mixed.sum(dtype=np.uint64)))}


def keys(by_rule):
    """Keys of alerts from the rows of each rule."""
    parts = [np.asarray(rows, dtype=np.uint64) | np.uint64(rule << 32) for rule, rows in enumerate(by_rule)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def measure(run, repetitions):
    """The medians of processor and clock time, and what the last run returned."""
    cpu, wall, out = [], [], None
    for _ in range(repetitions):
        started = time.perf_counter(), time.process_time()
        out = run()
        wall.append(time.perf_counter() - started[0])
        cpu.append(time.process_time() - started[1])
    return {"cpu": statistics.median(cpu), "wall": statistics.median(wall)}, out


def row(section, rules, engine, version, path, threads, events, result, note=""):
    """A line of the table."""
    line = {"section": section, "rules": rules, "engine": engine, "version": version, "path": path,
            "threads": threads, "events": events, "note": note, **result}
    rate = f"{events / line['wall'] / 1e6:9.3f} M signals a second" if "wall" in line else line["missing"]
    print(f"{section:<11} {rules:>4} {engine:<28} {rate}", flush=True)
    return line
