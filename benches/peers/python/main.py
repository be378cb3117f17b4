"""python main.py FOLDER [--quick]: writes rows-python.jsonl."""

import importlib
import json
import sys

from common import Material, row

PEERS = {"polars_rows": "polars", "duckdb_rows": "DuckDB", "lambdas": "plain lambdas",
         "clock_rows": "businesstimedelta, workalendar"}


def main():
    material = Material(sys.argv[1], "--quick" in sys.argv)
    with (material.folder / "rows-python.jsonl").open("w") as out:
        for module, name in PEERS.items():
            try:
                for line in importlib.import_module(module).rows(material):
                    print(json.dumps(line), file=out)
            except Exception as error:  # a peer that fails is a row that says so
                missing = {"missing": f"{type(error).__name__}: {error}".splitlines()[0]}
                section = "clock_due" if module == "clock_rows" else "conditions"
                print(json.dumps(row(section, 0, name, "", "batch", 1, 0, missing)), file=out)


main()
