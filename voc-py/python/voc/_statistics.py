"""Numbers beside each other: means, weights, differences, trends, drivers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from voc import _voc
from voc._metric import Column, Estimate, ShareInterval
from voc._payload import dumps
from voc._table import Table

Metric = Literal["nps", "csat", "rate", "mean", "median"]
"""What answers are: of NPS 0 to 10, of CSAT on a scale, of a rate true or false, of a mean or median any number."""


@dataclass(frozen=True)
class WeightedEstimate(Estimate):
    """An estimate of answers that do not count alike."""

    effective_n: float
    """How many answers of the same weight would be as sure (Kish)."""
    design_effect: float | None
    """By how much the weights make the variance larger; ``None`` without answers."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group beside another."""

    difference: float | None
    """The first number less the second; ``None`` where one is missing."""
    low: float | None
    """The lower end of the interval."""
    high: float | None
    """The upper end of the interval."""
    statistic: float | None
    """The test's z or t."""
    df: float | None
    """The degrees of freedom of a t."""
    p: float | None
    """The chance of such a difference, on either side, where there is none."""
    n: tuple[int, int]
    """How many answers each stands on."""
    confidence: float
    """The confidence of the interval."""
    method: str
    """``adjusted_wald``, ``newcombe_n1``, ``welch``; of medians ``wilcoxon``, ``wilcoxon_exact`` or, with weights,
    ``weighted_ranks``."""
    effective_n: tuple[float, float] | None = None
    """With weights, how many answers of the same weight would be as sure (Kish); ``None`` without."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend by Mann and Kendall, with Sen's slope."""

    n: int
    """How many periods have a number."""
    s: int
    """Pairs of periods that rise less those that fall."""
    tau: float | None
    """``s`` by the number of pairs, -1 to 1."""
    p: float | None
    """The chance of an ``s`` as far from 0 where there is no trend; ``None`` below three periods."""
    slope: float | None
    """The median change from one period to the next."""
    low: float | None
    """The lower end of the slope's interval; ``None`` where so few periods hold none."""
    high: float | None
    """The upper end."""
    confidence: float
    """The confidence of the interval."""


class Drivers:
    """What moves an outcome: association, not effect."""

    __slots__ = ("_about", "table")

    table: Table
    """A row for each feature: ``feature``; ``weight``, which sum to R²; ``share``, which sum to 1;
    ``sign`` of its correlation; ``low high`` of the weight; ``correlation coefficient mean missing``;
    and the ``problem``: ``constant`` or ``collinear``."""

    def __init__(self, about: str, table: Table) -> None:
        self._about: dict[str, Any] = json.loads(about)
        self.table = table

    @property
    def r_squared(self) -> float | None:
        """The part of the outcome's variance that all features stand for; ``None`` if it has none."""
        found: float | None = self._about["r_squared"]
        return found

    @property
    def n(self) -> int:
        """The rows that count: those with every answer."""
        return int(self._about["n"])

    @property
    def left_out(self) -> int:
        """The rows that lack an answer."""
        return int(self._about["left_out"])

    @property
    def method(self) -> str:
        """``relative_weights`` or ``shapley``."""
        return str(self._about["method"])

    @property
    def quadrants(self) -> list[dict[str, Any]] | None:
        """Importance beside performance, where a scale was given: ``feature importance performance``,
        and the ``quadrant``: ``concentrate_here keep_up low_priority possible_overkill``."""
        found: list[dict[str, Any]] | None = self._about.get("quadrants")
        return found

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        known = "no" if self.r_squared is None else f"{self.r_squared:.3f}"
        return f"Drivers({len(self)} features, R² {known}, n={self.n}, {self.method})"

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def estimate(
    answers: Column,
    metric: Metric,
    *,
    weights: Column | None = None,
    population: int | None = None,
    scale: tuple[int, int] | None = None,
    top_box: int | None = None,
    interval: ShareInterval | None = None,
    confidence: float = 0.95,
) -> WeightedEstimate:
    """A metric of answers that need not count alike; absent ones (``None``, NaN) do not count.

    :param weights: how much each answer counts; alike if not said.
    :param population: how many there are to be asked: where many of them answered, little is left to
        chance (finite population correction).
    :param scale: the lowest and highest answer; needed for CSAT.
    :param top_box: of CSAT, how many of the best answers count as satisfied; 2 if not said.
    :param interval: of CSAT and of a rate, ``wilson`` if not said; without weights and population
        ``modified_wilson`` too.
    """
    columns = [answers] if weights is None else [answers, weights]
    of = _answers(metric, scale, top_box)
    asked = {"of": of, "population": population, "interval": interval, "confidence": confidence}
    return WeightedEstimate(**_ask("estimate", asked, columns))


def compare(
    a: Column,
    b: Column,
    metric: Metric,
    *,
    weights: tuple[Column, Column] | None = None,
    scale: tuple[int, int] | None = None,
    top_box: int | None = None,
    confidence: float = 0.95,
) -> Comparison:
    """Whether a metric of ``a`` differs from that of ``b``; the two groups are independent.

    NPS by the adjusted Wald test (Lewis and Sauro 2021), shares by Newcombe's interval and the N - 1
    chi-squared test (Campbell 2007), means by Welch's t, medians by ranks (Wilcoxon, Mann and Whitney; of up to 50
    answers p is counted) with the limits of both medians put together. With weights each is that of as many answers
    of the same weight as would be as sure (``effective_n``), and medians are compared by their weighted ranks.

    :param weights: how much each answer of ``a`` and of ``b`` counts; alike if not said.
    :param scale: the lowest and highest answer; needed for CSAT.
    :param top_box: of CSAT, how many of the best answers count as satisfied; 2 if not said.
    """
    asked = {"of": _answers(metric, scale, top_box), "confidence": confidence}
    found = _ask("compare", asked, [a, b, *(weights or ())])
    sure = found.get("effective_n")
    return Comparison(**{"df": None, **found, "n": tuple(found["n"]), "effective_n": sure and tuple(sure)})


def trend(numbers: Column, *, confidence: float = 0.95) -> Trend:
    """Whether the numbers of equally long periods, in order, rise or fall (Mann-Kendall).

    Periods are taken to be independent: give a metric by period, not a rolling average.
    """
    return Trend(**_ask("trend", {"confidence": confidence}, [numbers]))


def false_discovery(
    ps: Column, by: Literal["benjamini_hochberg", "benjamini_yekutieli", "holm"] = "benjamini_hochberg"
) -> list[float | None]:
    """The p of each of many tests, corrected: of those up to q, a share of at most q is chance, on average.

    By ``holm``, the chance that any of those up to q is chance is at most q.
    """
    found: list[float | None] = _ask("adjusted", {"by": by}, [ps])
    return found


def bootstrap(
    values: Sequence[Any],
    statistic: Callable[[Any], float],
    *,
    seed: int,
    replicates: int = 2000,
    confidence: float = 0.95,
    workers: Callable[[Callable[[int], float], Iterable[int]], Iterable[float]] = map,
) -> Estimate:
    """The interval of any statistic of values, by drawing them anew (BCa, Efron 1987).

    :param values: a list, or an array that takes a list of places; ``statistic`` is given one like it.
    :param seed: what the draws follow from: the same seed, the same interval.
    :param workers: how replicates are shared out: ``map``, or the ``map`` of a pool.
    """
    count = len(values)
    if count == 0:
        raise ValueError("there is nothing to draw from")
    picks: Callable[[Any], Any] = (
        values.__getitem__ if hasattr(values, "dtype") else lambda places: [values[place] for place in places]
    )
    every = range(count)
    drawn = list(workers(lambda replicate: statistic(picks(_voc.places(seed, replicate, count))), range(replicates)))
    without = [statistic(picks([place for place in every if place != left])) for left in every] if 1 < count <= _JACKKNIFE_MAX else []
    asked = {"value": float(statistic(picks(list(every)))), "n": count, "confidence": confidence}
    return Estimate(**_ask("bootstrap", asked, [drawn, without]))


_JACKKNIFE_MAX = 2000
"""More values are not left out one by one: then the interval is corrected for bias alone."""


def drivers(
    frame: Any,
    outcome: str,
    features: Sequence[str],
    *,
    method: Literal["relative_weights", "shapley"] = "relative_weights",
    replicates: int = 1000,
    seed: int = 0,
    scale: tuple[float, float] | None = None,
    confidence: float = 0.95,
    threads: int | None = None,
) -> Drivers:
    """How much of an outcome goes with each feature, features being related as they are.

    :param frame: a data frame, or a mapping of names to columns.
    :param method: relative weights (Johnson 2000), or Shapley values (LMG) for up to 20 features.
    :param replicates: for the intervals, by the bootstrap; none are made for 0.
    :param scale: from the worst answer of a feature to the best, for quadrants.
    :param threads: on how many the replicates are drawn; one for each processor if not said. What comes
        of it is the same.
    :raises VocError: too few rows with every answer, and what else cannot be.
    """
    asked = {
        "features": list(features),
        "method": method,
        "replicates": replicates,
        "seed": seed,
        "scale": None if scale is None else list(scale),
        "confidence": confidence,
    }
    columns = [_numbers(_column(frame, name)) for name in (outcome, *features)]
    about, sheet = _voc.drivers(dumps(asked), columns, threads or os.cpu_count() or 1)
    return Drivers(about, Table(sheet))


def _column(frame: Any, name: str) -> Any:
    if not isinstance(frame, Mapping) and hasattr(frame, "column") and not hasattr(frame, "__dataframe__"):
        return frame.column(name)
    return frame[name]


def _answers(metric: Metric, scale: tuple[int, int] | None, top_box: int | None) -> dict[str, Any]:
    return {"kind": metric, "scale": None if scale is None else list(scale), "top_box": top_box}


def _ask(what: str, asked: dict[str, Any], columns: Sequence[Column]) -> Any:
    return json.loads(_voc.statistic(dumps({what: asked}), [_numbers(column) for column in columns]))


def _numbers(values: Column) -> _voc.Numbers:
    if hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__"):
        return _voc.Numbers.take(values)
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"a column is a list or an Arrow-capable column, not {type(values).__name__}")
    to_list = getattr(values, "tolist", None)
    return _voc.Numbers.of([_number(value) for value in (to_list() if callable(to_list) else values)])


def _number(value: Any) -> Any:
    if value is None or isinstance(value, (int, float)):
        return value
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    # pandas.NA and NaT are absent.
    return None if type(plain).__name__ in {"NAType", "NaTType"} else plain
