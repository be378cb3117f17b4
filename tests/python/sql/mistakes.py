"""Mistakes in the meaning of a pattern, made in the SQL, which the comparison must find."""

from __future__ import annotations

import re

MISTAKES = {
    "a window holds its far edge": (r" - INTERVAL '1 microsecond' PRECEDING", " PRECEDING"),
    "an alert names what lies at the far edge": (r"j\.moment > i\.moment - ", "j.moment >= i.moment - "),
    "a window holds what stands later in the same instant": (
        r"- count\(\*\) OVER \(PARTITION BY customer, grp, moment",
        "- 0 * count(*) OVER (PARTITION BY customer, grp, moment",
    ),
    "a count fires again while it stays up": (r"HAVING i\.number = ", "HAVING i.number >= "),
    "a value that the window held counts as new": (r"FILTER \(WHERE j\.id <> i\.id\)", "FILTER (false)"),
    "signals of one instant stand the other way round": (r"happened, id\b", "happened, id DESC"),
    "ids are ordered without their case": (r"happened, id\b", "happened, id COLLATE NOCASE"),
    "at the deadline is in time": (r"j\.moment < i\.moment \+", "j.moment <= i.moment +"),
    "of the trigger's instant is too early": (r"j\.moment >= i\.moment AND", "j.moment > i.moment AND"),
    "a trigger is its own answer": (r"AND NOT \(j\.source = [^)]*\)", ""),
    "at its deadline it is too early to fire": (r" <= TIMESTAMP", " < TIMESTAMP"),
    "patterns see late signals": (r"AND NOT late\b", ""),
    "as late as may be is late": (r"happened > lateness", "happened >= lateness"),
    "nobody is a customer": (r"customer IS NOT NULL AND NOT late", "NOT late"),
    "an absent value is a value": (r"AND \w+::VARCHAR IS NOT NULL", ""),
    "the same number is reached again": (
        r"QUALIFY row_number\(\) OVER (\([^)]*\)) = 1",
        r"QUALIFY row_number() OVER \1 >= 1",
    ),
    "what was known is what is known in the end": (
        r"(ORDER BY happened, id) ROWS UNBOUNDED PRECEDING\)\)",
        r"\1 ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))",
    ),
    "a change must be more than said": (r"\bv ([<>])= base", r"v \1 base"),
    "previous is the one before that": (r"\blag\(v, 1\)", "lag(v, 2)"),
    "what is unknown keeps a streak": (r"\) IS TRUE AS holds", ") IS NOT FALSE AS holds"),
    "a streak fires at each further one": (r"WHERE length = ", "WHERE length >= "),
    "at the end of a silence is too late to break it": (r"next >= happened", "next > happened"),
}
"""What is mistaken, and how it is made: a pattern of the SQL and what stands there instead."""


def make(mistake: str, sql: str) -> str:
    """The SQL with a mistake, or as it was where it has nothing to mistake."""
    pattern, instead = MISTAKES[mistake]
    return re.sub(pattern, instead, sql)
