"""What a vector expects against what there is; the rules are in `tests/README.md`."""

from __future__ import annotations

from typing import Any


class Names:
    """Names such as `$case`: each stands for one string, and no other name for the same."""

    def __init__(self) -> None:
        self.by_name: dict[str, str] = {}

    def stands_for(self, name: str, actual: object) -> bool:
        if not isinstance(actual, str):
            return False
        if name not in self.by_name and actual not in self.by_name.values():
            self.by_name[name] = actual
        return self.by_name.get(name) == actual


def match(expected: Any, actual: Any, names: Names, path: str) -> None:
    """Fails with the place where `actual` is not what is expected."""
    shown = f"{path}: expected {expected!r}, found {actual!r}"
    if isinstance(expected, dict):
        assert isinstance(actual, dict), shown
        for key, value in expected.items():
            match(value, actual.get(key), names, f"{path}.{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list) and len(actual) == len(expected), shown
        for index, value in enumerate(expected):
            match(value, actual[index], names, f"{path}[{index}]")
    elif isinstance(expected, str) and expected.startswith("$"):
        assert names.stands_for(expected, actual), f"{shown}; {expected} is {names.by_name}"
    elif _is_number(expected) and _is_number(actual):
        assert abs(expected - actual) <= 1e-9 * max(1.0, abs(expected)), shown
    else:
        assert type(expected) is type(actual) and expected == actual, shown


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
