"""What `voc-core/src/rule/PATTERNS.md` says of the patterns, as one query of DuckDB's SQL.

It reads a table `rows`: `id happened received kind customer`, parts, fields and attributes of one signal a
row, `lateness` of its kind, and gives an alert a row: `rule customer moment signal same signals`.
"""

from __future__ import annotations

from typing import Any

INTERVALS = {
    "PT30M": "INTERVAL '30 minutes'",
    "PT1H": "INTERVAL '1 hour'",
    "PT2H": "INTERVAL '2 hours'",
    "PT5H": "INTERVAL '5 hours'",
    "P1D": "INTERVAL '24 hours'",
    "P2D": "INTERVAL '48 hours'",
    "P30D": "INTERVAL '720 hours'",
}
"""The fixed lengths of time, as intervals."""

CONDITIONS = {
    "true": "true",
    'kind == "contact"': "kind = 'contact'",
    'kind == "response"': "kind = 'response'",
    'kind != "order"': "kind <> 'order'",
    "ltr <= 6": "ltr <= 6",
    "!(ltr <= 6)": "NOT (ltr <= 6)",
    "has(claim)": "claim IS NOT NULL",
    'kind == "contact" && !has(ltr)': "kind = 'contact' AND ltr IS NULL",
    'channel == "web" || ltr >= 9': "channel = 'web' OR ltr >= 9",
    "amount < 1.0 || paid": "amount < 1.0 OR paid",
    'customer.tier == "gold"': "tier_known = 'gold'",
    'has(customer.tier) && kind == "order"': "tier_known IS NOT NULL AND kind = 'order'",
}
"""Conditions, and what they are in SQL, where NULL is neither true nor false either."""

# What is known of a customer as of a signal: the newest statement up to it. Of nobody, its own.
KNOWN = """
known AS MATERIALIZED (
    SELECT *, received - happened > lateness AS late,
        CASE WHEN customer IS NULL THEN tier ELSE last_value(tier IGNORE NULLS) OVER life END AS tier_known,
        CASE WHEN customer IS NULL THEN renewals ELSE last_value(renewals IGNORE NULLS) OVER life END AS seed
    FROM rows
    WINDOW life AS (PARTITION BY customer ORDER BY happened, id ROWS UNBOUNDED PRECEDING))"""

# An item has the columns of its bearing signal beside its own: `moment`, `signals`, `said`, `source`.
ORDER = "moment, happened, id"
SAME_GROUP = "j.customer = i.customer AND j.grp = i.grp"
NOT_AFTER = "(j.moment, j.happened, j.id) <= (i.moment, i.happened, i.id)"


def query(program: dict[str, Any], until: str) -> str:
    """The alerts of a program, once time has reached `until`, a timestamp literal."""
    tables = [KNOWN]
    for id, rule in program["rules"].items():
        tables.append(f"rule_{id} AS MATERIALIZED ({pattern(rule, until)})")
    alerts = " UNION ALL ".join(
        f"SELECT '{id}' AS rule, k.customer, a.moment, k.id AS signal, a.said AS same, a.signals "
        f"FROM rule_{id} a JOIN known k USING (id)"
        for id in program["rules"]
    )
    return f"WITH {','.join(tables)} {alerts}"


def pattern(rule: dict[str, Any], until: str) -> str:
    """The alerts of one rule: `moment id said signals`."""
    for name, sql in PATTERNS.items():
        if name in rule:
            return sql(rule, rule[name], until)
    return f"SELECT moment, id, said, signals FROM ({items(rule)})"


def items(subject: dict[str, Any]) -> str:
    """The items that `when` or `alert` looks at."""
    if "alert" in subject:
        return (
            f"SELECT k.*, a.moment, a.signals, a.said, '{subject['alert']}' AS source "
            f"FROM rule_{subject['alert']} a JOIN known k USING (id)"
        )
    condition = CONDITIONS[subject["when"]]
    return (
        "SELECT *, happened AS moment, [id] AS signals, NULL::VARCHAR AS said, '' AS source "
        f"FROM known WHERE {condition}"
    )


def grouped(subject: dict[str, Any], same: str | None, takes_part: str = "true") -> str:
    """The items that take part in a pattern, with the value `grp` of `same`."""
    grp = f"{same}::VARCHAR" if same else "''"
    return (
        f"SELECT *, {grp} AS grp FROM ({items(subject)}) "
        f"WHERE customer IS NOT NULL AND NOT late AND {grp} IS NOT NULL AND {takes_part}"
    )


def said(body: dict[str, Any], of: str = "") -> str:
    return f"{of}grp" if body.get("same") else "NULL::VARCHAR"


def count(rule: dict[str, Any], body: dict[str, Any], _: str) -> str:
    distinct = body.get("distinct")
    chosen = grouped(rule, body.get("same"), f"{distinct} IS NOT NULL" if distinct else "true")
    if "calendar" in body:
        period = f"date_trunc('{body['calendar']}', {{}}.moment)"
        in_window = f"{period.format('j')} = {period.format('i')}"
        number = (
            f"row_number() OVER (PARTITION BY customer, grp, {period.format('c')} ORDER BY {ORDER})"
        )
    else:
        length = INTERVALS[body["within"]]
        in_window = f"j.moment > i.moment - {length}"
        number = (
            "count(*) OVER (PARTITION BY customer, grp ORDER BY moment "
            f"RANGE BETWEEN {length} - INTERVAL '1 microsecond' PRECEDING AND CURRENT ROW) "
            "- count(*) OVER (PARTITION BY customer, grp, moment ORDER BY happened, id "
            "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
        )
    if distinct:
        fires = (
            f"HAVING count(DISTINCT j.{distinct}) >= {body['at_least']} "
            f"AND count(DISTINCT j.{distinct}) FILTER (WHERE j.id <> i.id) < {body['at_least']}"
        )
    else:
        fires = f"HAVING i.number = {body['at_least']}"
    return (
        f"WITH chosen AS MATERIALIZED ({chosen}), "
        f"numbered AS (SELECT *, {number} AS number FROM chosen c) "
        f"SELECT i.moment, i.id, {said(body, 'i.')} AS said, flatten(list(j.signals)) AS signals "
        f"FROM numbered i JOIN chosen j ON {SAME_GROUP} AND {in_window} AND {NOT_AFTER} "
        f"GROUP BY i.moment, i.happened, i.id, i.grp, i.number {fires}"
    )


def nth(rule: dict[str, Any], body: dict[str, Any], _: str) -> str:
    return numbered(rule, body, f"number = {body['k']}")


def every(rule: dict[str, Any], body: dict[str, Any], _: str) -> str:
    return numbered(rule, body, f"number > 0 AND number % {body['k']} = 0")


def numbered(rule: dict[str, Any], body: dict[str, Any], reached: str) -> str:
    seed = "coalesce(seed, 0)" if body.get("seed") else "0"
    return (
        f"SELECT moment, id, {said(body)} AS said, signals FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY customer, grp ORDER BY {ORDER}) + {seed} AS number "
        f"FROM ({grouped(rule, body.get('same'))})) WHERE {reached} "
        f"QUALIFY row_number() OVER (PARTITION BY customer, grp, number ORDER BY {ORDER}) = 1"
    )


def change(rule: dict[str, Any], body: dict[str, Any], _: str) -> str:
    field, by, since = body["field"], body["by"], body.get("since", "previous")
    if since == "first":
        base, behind = "first_value(v) OVER life", "[first_value(signals) OVER life]"
    else:
        values = since["mean"] if isinstance(since, dict) else 1
        back = range(values, 0, -1)
        base = "(" + " + ".join(f"lag(v, {n}) OVER life" for n in back) + f") / {values}::DOUBLE"
        behind = "[" + ", ".join(f"lag(signals, {n}) OVER life" for n in back) + "]"
    side = f"v <= base + ({by})::DOUBLE" if by < 0 else f"v >= base + ({by})::DOUBLE"
    return (
        f"SELECT moment, id, {said(body)} AS said, flatten(list_append(behind, signals)) AS signals "
        f"FROM (SELECT *, {base} AS base, {behind} AS behind "
        f"FROM (SELECT *, {field}::DOUBLE AS v "
        f"FROM ({grouped(rule, body.get('same'), f'{field} IS NOT NULL')})) "
        f"WINDOW life AS (PARTITION BY customer, grp ORDER BY {ORDER})) "
        f"WHERE {side}"
    )


def streak(rule: dict[str, Any], body: dict[str, Any], _: str) -> str:
    row = ", ".join(f"lag(signals, {n}) OVER life" for n in range(body["k"]))
    return (
        f"SELECT moment, id, {said(body)} AS said, flatten(behind) AS signals FROM ("
        "SELECT *, place - coalesce(max(CASE WHEN holds THEN NULL ELSE place END) OVER life, 0) AS length, "
        f"[{row}] AS behind FROM ("
        f"SELECT *, ({CONDITIONS[body['of']]}) IS TRUE AS holds, row_number() OVER life AS place "
        f"FROM ({grouped(rule, body.get('same'))}) "
        f"WINDOW life AS (PARTITION BY customer, grp ORDER BY {ORDER})) "
        f"WINDOW life AS (PARTITION BY customer, grp ORDER BY {ORDER} ROWS UNBOUNDED PRECEDING)) "
        f"WHERE length = {body['k']}"
    )


def absent(rule: dict[str, Any], body: dict[str, Any], until: str) -> str:
    deadline = f"i.moment + {INTERVALS[body['within']]}"
    return (
        f"SELECT {deadline} AS moment, i.id, {said(body)} AS said, i.signals "
        f"FROM ({grouped(rule, body.get('same'))}) i "
        f"WHERE {deadline} <= {until} AND NOT EXISTS ("
        f"SELECT 1 FROM ({grouped(body, body.get('same'))}) j WHERE {SAME_GROUP} "
        f"AND NOT (j.source = i.source AND j.moment = i.moment AND j.id = i.id) "
        f"AND j.moment >= i.moment AND j.moment < {deadline})"
    )


def silence(rule: dict[str, Any], within: str, until: str) -> str:
    deadline = f"happened + {INTERVALS[within]}"
    condition = CONDITIONS[rule.get("when", "true")]
    return (
        f"SELECT {deadline} AS moment, id, NULL::VARCHAR AS said, [id] AS signals FROM ("
        "SELECT *, lead(happened) OVER (PARTITION BY customer ORDER BY happened, id) AS next "
        "FROM known WHERE customer IS NOT NULL AND NOT late) "
        f"WHERE ({condition}) AND (next IS NULL OR next >= {deadline}) AND {deadline} <= {until}"
    )


PATTERNS = {
    "count": count,
    "nth": nth,
    "every": every,
    "change": change,
    "streak": streak,
    "absent": absent,
    "silence": silence,
}
"""How each pattern is said in SQL."""
