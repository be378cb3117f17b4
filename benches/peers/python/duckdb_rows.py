"""DuckDB: conditions and the four patterns as SQL over a table in memory, in batch."""

import duckdb

from common import found, keys, measure, row

NOTE = "batch, enumerated texts; not incremental"
TEXTS = ("kind", "touch_point", "channel", "tier", "topic")

FOUR = """
WITH one AS (SELECT row, customer, time FROM signals WHERE kind = 'contact'),
contacts AS (
    SELECT row, time - {count_within} AS edge,
        lag(time, 2) OVER who AS second, lag(time, 3) OVER who AS third
    FROM one WINDOW who AS (PARTITION BY customer ORDER BY row)),
orders AS (
    SELECT row, customer, time, row_number() OVER (PARTITION BY customer ORDER BY row) AS place
    FROM signals WHERE kind = 'order'),
deliveries AS (SELECT customer, time AS delivered FROM signals WHERE kind = 'delivery'),
answers AS (
    SELECT row, ltr, lag(ltr) OVER (PARTITION BY customer ORDER BY row) AS before
    FROM signals WHERE kind = 'response')
SELECT 0 AS rule, row FROM contacts WHERE second > edge AND (third IS NULL OR third <= edge)
UNION ALL
SELECT 1, row FROM orders ASOF LEFT JOIN deliveries
    ON orders.customer = deliveries.customer AND deliveries.delivered >= orders.time
    WHERE orders.time + {absent_within} <= (SELECT max(time) FROM signals)
        AND (delivered IS NULL OR delivered >= orders.time + {absent_within})
UNION ALL
SELECT 2, row FROM answers WHERE ltr <= before - 3
UNION ALL
SELECT 3, row FROM orders WHERE place = 3
"""


def rows(material):
    for threads in (1, 2):
        yield from rows_on(material, threads)


def rows_on(material, threads):
    base = duckdb.connect(config={"threads": threads})
    for text in TEXTS:
        base.execute(f"CREATE TYPE {text}_text AS ENUM (SELECT DISTINCT {text} FROM '{material.parquet}' "
                     f"WHERE {text} IS NOT NULL)")
    typed = ", ".join(f"{text}::{text}_text AS {text}" for text in TEXTS)
    base.execute(f"CREATE TABLE signals AS SELECT (row_number() OVER () - 1)::UINTEGER AS row, "
                 f"* EXCLUDE (\"at\") REPLACE ({typed}), \"at\" AS time FROM '{material.parquet}'")
    events = base.execute("SELECT count(*) FROM signals").fetchone()[0]
    repetitions = 3
    common = dict(engine="DuckDB", version=duckdb.__version__, path="batch", threads=threads,
                  events=events, note=NOTE)
    for n in (1, 10, 100):
        query = conditions(material.conditions[:n])
        timing, by_rule = measure(lambda: numbered(base, query, n), repetitions)
        yield row("conditions", n, result=timing | found(keys(by_rule)), **common)
    within = {rule["id"]: rule["waits_for"].get("within") for rule in material.four}
    query = FOUR.format(count_within=within["third-contact"], absent_within=within["undelivered"])
    timing, by_rule = measure(lambda: numbered(base, query, 4), repetitions)
    yield row("four", 4, result=timing | found(keys(by_rule)), **common)


def conditions(rules):
    """One filtered scan a rule, in one statement."""
    literal = lambda value: f"'{value}'" if isinstance(value, str) else repr(value)
    test = lambda column, operator, value: f"{column} {operator.replace('==', '=')} {literal(value)}"
    condition = lambda rule: " AND ".join(test(*one) for one in rule)
    selects = [f"SELECT {number} AS rule, row FROM signals WHERE {condition(rule)}"
               for number, rule in enumerate(rules)]
    return " UNION ALL ".join(selects)


def numbered(base, query, rules):
    """The rows of each rule."""
    out = base.execute(query).fetchnumpy()
    return [out["row"][out["rule"] == number] for number in range(rules)]
