"""What every number says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NoReturn

Column = Any
"""A list or other iterable, or a column of an Arrow-capable library."""

ShareInterval = Literal["wilson", "modified_wilson"]
"""The interval of a share; the modified one holds rare shares too, and is of plain counts alone."""


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

    def __add__(self, other: object) -> NoReturn:
        raise TypeError("estimates do not add up; tally their answers together")

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
