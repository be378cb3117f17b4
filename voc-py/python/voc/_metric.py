"""Answers made into numbers, without a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, overload

from voc import _voc
from voc._payload import dumps
from voc._table import Table

Column = Any
"""A list or other iterable, or a column of an Arrow-capable library."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with what it rests on."""

    value: float | None
    """NPS from -100 to 100, shares from 0 to 1; ``None`` where there is no answer."""
    n: int
    """How many answers it is made of."""
    low: float | None
    """The lower end of the interval."""
    high: float | None
    """The upper end of the interval."""
    confidence: float
    """The confidence of the interval, such as 0.95."""
    method: str
    """How the interval was computed."""

    def __add__(self, _: object) -> NoReturn:
        """The sum of two percentages is none.

        :raises TypeError: always, and so does ``sum``: take all answers at once.
        """
        raise TypeError("estimates do not add up: merge tallies, that is, take all answers at once")

    __radd__ = __add__

    def __str__(self) -> str:
        if self.value is None:
            return f"no answer (n={self.n})"
        percent = f"{self.confidence * 100:g}%"
        if self.low is None or self.high is None:
            return f"{self.value:.4g} (n={self.n}, no interval)"
        return (
            f"{self.value:.4g} ({percent} {self.low:.4g} to {self.high:.4g}, "
            f"n={self.n}, {self.method})"
        )


@overload
def nps(scores: Column, by: None = None, *, confidence: float = 0.95) -> Estimate: ...
@overload
def nps(scores: Column, by: Column, *, confidence: float = 0.95) -> Table: ...
def nps(scores: Column, by: Column | None = None, *, confidence: float = 0.95) -> Estimate | Table:
    """Net Promoter Score of answers from 0 to 10: share of 9 and 10 less share of 0 to 6, times 100.

    :param scores: whole numbers; absent ones (``None``, NaN) are no answer.
    :param by: a group for each answer; then the result is a table, one row a group.
    :param confidence: of the interval, between 0 and 1.
    :raises VocError: ``out_of_range`` for an answer off the scale, ``wrong_type`` for one that is
        no whole number.
    """
    return _estimate("nps", scores, by, {"confidence": confidence})


@overload
def csat(
    scores: Column,
    by: None = None,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    confidence: float = 0.95,
) -> Estimate: ...
@overload
def csat(
    scores: Column,
    by: Column,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    confidence: float = 0.95,
) -> Table: ...
def csat(
    scores: Column,
    by: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    confidence: float = 0.95,
) -> Estimate | Table:
    """Share (0 to 1) of answers among the ``top_box`` best of the ``scale``.

    The parameters, results and errors are those of :func:`nps`.
    """
    options = {"scale": list(scale), "top_box": top_box, "confidence": confidence}
    return _estimate("csat", scores, by, options)


@overload
def rate(hits: Column, by: None = None, *, confidence: float = 0.95) -> Estimate: ...
@overload
def rate(hits: Column, by: Column, *, confidence: float = 0.95) -> Table: ...
def rate(hits: Column, by: Column | None = None, *, confidence: float = 0.95) -> Estimate | Table:
    """Share (0 to 1) of ``True`` among ``hits``; absent ones do not count.

    The parameters, results and errors are those of :func:`nps`.
    """
    return _estimate("rate", hits, by, {"confidence": confidence})


def _estimate(
    kind: str, answers: Column, by: Column | None, options: dict[str, Any]
) -> Estimate | Table:
    column = _column(answers)
    if by is None:
        return Estimate(**json.loads(_voc.estimate(kind, column, dumps(options))))
    return Table(_voc.estimate_by(kind, column, _column(by), dumps(options)))


def _column(values: Column) -> _voc.Column:
    if hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__"):
        return _voc.Column.take(values)
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"a column is a list or an Arrow-capable column, not {type(values).__name__}")
    listed: Sequence[Any] = values if isinstance(values, Sequence) else list(values)
    return _voc.Column.of([_cell(value) for value in listed])


def _cell(value: Any) -> bool | int | float | str | None:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if plain is None or isinstance(plain, (bool, int, float, str)):
        return plain
    # pandas.NA and NaT are absent, and like NaN not equal to themselves.
    return None if type(plain).__name__ in {"NAType", "NaTType"} else str(plain)
