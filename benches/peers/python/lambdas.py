"""Plain Python: one function a rule, over dicts."""

import platform

from common import found, measure, row

COMPARE = {"==": "==", "<=": "<=", ">": ">"}


def rows(material):
    part = 10
    signals = material.lines(part)
    for n in (1, 10, 100):
        rules = [compiled(tests) for tests in material.conditions[:n]]
        timing, keys = measure(lambda: conditions(signals, rules), 3)
        yield row("conditions", n, "plain lambdas", f"CPython {platform.python_version()}", "single", 1,
                  len(signals), timing | found(keys), "over dicts")


def compiled(tests):
    """The function that somebody would write for this rule."""
    parts = [f"s[{column!r}] {COMPARE[operator]} {value!r}" for column, operator, value in tests]
    return eval(f"lambda s: {' and '.join(parts)}")


def conditions(signals, rules):
    keys = []
    for number, signal in enumerate(signals):
        for rule, holds in enumerate(rules):
            if holds(signal):
                keys.append(rule << 32 | number)
    return keys
