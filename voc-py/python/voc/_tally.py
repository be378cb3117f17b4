"""One metric of answers, by groups."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypedDict, overload

from voc import _voc
from voc._metric import Column, Estimate, ShareInterval
from voc._payload import dumps
from voc._statistics import WeightedEstimate, _number, _numbers, estimate
from voc._table import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

By = Any
"""A column that groups, a list of such columns, or a frame of them."""

Group = str | None | tuple[str | None, ...]
"""The text of a group, or those of each column."""


class Options(TypedDict, total=False):
    """What every metric takes beside its answers."""

    confidence: float
    """Of the interval; 0.95 if not said."""
    interval: ShareInterval
    """Of a share: ``wilson`` if not said, or ``modified_wilson``, without weights and population."""
    population: int | Mapping[Any, int]
    """How many could have answered, in all or by group: where many of them did, little is left to chance."""
    outside: Literal["refuse", "count"]
    """What becomes of answers off the scale: a mistake if not said; or counted apart, in no denominator."""


class GroupOptions(Options, total=False):
    """What metrics by groups take besides."""

    against: Literal["rest"]
    """Each group beside all others together: ``difference`` with its ends, how they were compared
    (``difference_method``), ``p``, and ``q`` corrected for how many groups there are (false-discovery rate).
    Medians by ranks, and answers with weights as the ``effective_n`` of one weight that would be as sure."""
    discovery: Literal["benjamini_hochberg", "benjamini_yekutieli"]
    """How ``q`` is corrected; Benjamini and Hochberg if not said."""
    totals: bool
    """Rows for the totals too, behind the groups: ``total`` names the columns that one sums over."""
    parents: Mapping[str, str]
    """What the groups of the first column are part of: totals are of these too."""
    min_n: int
    """Groups of fewer answers are ``withheld``, and as many others as it takes that no difference with
    totals shows them; ``why`` says so. Of up to six columns."""


@overload
def nps(scores: Column, by: None = None, weights: Column | None = None, **options: Unpack[Options]) -> Estimate: ...
@overload
def nps(scores: Column, by: By, weights: Column | None = None, **options: Unpack[GroupOptions]) -> Table: ...
def nps(scores: Column, by: By = None, weights: Column | None = None, **options: Any) -> Estimate | Table:
    """Net Promoter Score of answers from 0 to 10: share of 9 and 10 less share of 0 to 6, times 100.

    :param scores: whole numbers; absent ones (``None``, NaN) are no answer.
    :param by: what the answers are grouped by; then the result is a table, one row a group.
    :param weights: how much each answer counts; then the result is a :class:`WeightedEstimate`, or the
        table has ``effective_n`` and ``design_effect``.
    :param options: as in :class:`Options`; with ``by`` as in :class:`GroupOptions`.
    :raises VocError: ``out_of_range`` for an answer off the scale, ``wrong_type`` for one that is
        no whole number.
    """
    return _asked({"kind": "nps"}, scores, by, weights, options)


@overload
def csat(
    scores: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def csat(
    scores: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    **options: Unpack[GroupOptions],
) -> Table: ...
def csat(
    scores: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 5),
    top_box: int = 2,
    **options: Any,
) -> Estimate | Table:
    """Share (0 to 1) of answers among the ``top_box`` best of the ``scale``.

    The other parameters, results and errors are those of :func:`nps`.
    """
    return _asked({"kind": "csat", "scale": scale, "boxes": top_box}, scores, by, weights, options)


@overload
def top_box(
    scores: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def top_box(
    scores: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Unpack[GroupOptions],
) -> Table: ...
def top_box(
    scores: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Any,
) -> Estimate | Table:
    """Share (0 to 1) of the ``boxes`` best answers of the ``scale``; else as :func:`nps`."""
    return _asked({"kind": "top_box", "scale": scale, "boxes": boxes}, scores, by, weights, options)


@overload
def bottom_box(
    scores: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def bottom_box(
    scores: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Unpack[GroupOptions],
) -> Table: ...
def bottom_box(
    scores: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    boxes: int = 2,
    **options: Any,
) -> Estimate | Table:
    """Share (0 to 1) of the ``boxes`` worst answers of the ``scale``; else as :func:`nps`."""
    return _asked({"kind": "bottom_box", "scale": scale, "boxes": boxes}, scores, by, weights, options)


@overload
def ces(
    scores: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 7),
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def ces(
    scores: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 7),
    **options: Unpack[GroupOptions],
) -> Table: ...
def ces(
    scores: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] = (1, 7),
    **options: Any,
) -> Estimate | Table:
    """Customer effort: the mean of answers on the ``scale``, with Student's interval; else as :func:`nps`."""
    return _asked({"kind": "ces", "scale": scale}, scores, by, weights, options)


@overload
def mean(
    numbers: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Unpack[Options],
) -> WeightedEstimate: ...
@overload
def mean(
    numbers: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Unpack[GroupOptions],
) -> Table: ...
def mean(
    numbers: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Any,
) -> WeightedEstimate | Table:
    """The mean of numbers, with Student's interval; without ``by`` always a :class:`WeightedEstimate`.

    Else as :func:`nps`.

    :param scale: the lowest and highest answer; any numbers if not said, and then without totals or a
        minimum.
    """
    if by is None and scale is None:
        return estimate(numbers, "mean", weights=weights, **options)
    found = _asked({"kind": "mean", "scale": scale}, numbers, by, weights, options)
    if isinstance(found, (Table, WeightedEstimate)):
        return found
    return WeightedEstimate(
        **{name: getattr(found, name) for name in _ESTIMATE},
        effective_n=float(found.n),
        design_effect=1.0 if found.n else None,
    )


@overload
def median(
    numbers: Column,
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def median(
    numbers: Column,
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Unpack[GroupOptions],
) -> Table: ...
def median(
    numbers: Column,
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int] | None = None,
    **options: Any,
) -> Estimate | Table:
    """The median of numbers, with the numbers between which it lies; else as :func:`mean`."""
    return _asked({"kind": "median", "scale": scale}, numbers, by, weights, options)


@overload
def rate(hits: Column, by: None = None, weights: Column | None = None, **options: Unpack[Options]) -> Estimate: ...
@overload
def rate(hits: Column, by: By, weights: Column | None = None, **options: Unpack[GroupOptions]) -> Table: ...
def rate(hits: Column, by: By = None, weights: Column | None = None, **options: Any) -> Estimate | Table:
    """Share (0 to 1) of ``True`` among ``hits``; absent ones do not count; else as :func:`nps`."""
    return _asked({"kind": "rate"}, hits, by, weights, options)


@overload
def share(
    answers: Column,
    of: Collection[int],
    by: None = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def share(
    answers: Column,
    of: Collection[int],
    by: By,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    **options: Unpack[GroupOptions],
) -> Table: ...
def share(
    answers: Column,
    of: Collection[int],
    by: By = None,
    weights: Column | None = None,
    *,
    scale: tuple[int, int],
    **options: Any,
) -> Estimate | Table:
    """Share (0 to 1) of the answers ``of`` among those on the ``scale``; else as :func:`nps`."""
    return _asked({"kind": "share", "scale": scale, "of": list(of)}, answers, by, weights, options)


@overload
def points(
    answers: Column,
    worth: Mapping[int, float],
    by: None = None,
    weights: Column | None = None,
    **options: Unpack[Options],
) -> Estimate: ...
@overload
def points(
    answers: Column,
    worth: Mapping[int, float],
    by: By,
    weights: Column | None = None,
    **options: Unpack[GroupOptions],
) -> Table: ...
def points(
    answers: Column,
    worth: Mapping[int, float],
    by: By = None,
    weights: Column | None = None,
    **options: Any,
) -> Estimate | Table:
    """The mean of what each answer is ``worth``, such as ``{1: 0, 2: 50, 3: 100}``; else as :func:`nps`.

    An answer of which that is not said counts as off the scale.
    """
    return _asked({"kind": "points", "points": list(worth.items())}, answers, by, weights, options)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld of a table, so that nobody reads off it how few answered."""

    groups: list[bool]
    """Whether each group is, in the order in which they were given."""
    totals: list[dict[str, Any]]
    """Of each total its ``group``, the places ``over`` which it sums, and whether it is ``withheld``."""


def withhold(
    groups: Mapping[Any, int] | Iterable[tuple[Group, int]],
    min_n: int,
    parents: Mapping[str, str] | None = None,
) -> Withheld:
    """Which groups and totals must be withheld, so that no difference shows a group of fewer than ``min_n``.

    :param groups: the text of each, or a tuple of up to six, with how many answered.
    :param parents: what the groups of the first column are part of.
    """
    rows = groups.items() if isinstance(groups, Mapping) else groups
    asked = {
        "groups": [[_texts(group), n] for group, n in rows],
        "parents": dict(parents or {}),
        "min_n": min_n,
    }
    return Withheld(**json.loads(_voc.withhold(dumps(asked))))


_GROUP_OPTIONS = {"against", "discovery", "totals", "parents", "min_n"}
_OPTIONS = {"confidence", "interval", "population", "outside"}
_COMPARED = ("difference", "difference_low", "difference_high", "difference_method", "p", "q")
_ESTIMATE = ("value", "n", "low", "high", "confidence", "method")


def _asked(
    of: dict[str, Any], answers: Column, by: By, weights: Column | None, options: dict[str, Any]
) -> Estimate | Table:
    question = _question(options, by is None)
    outside = options.get("outside", "refuse")
    if "interval" in options:
        of = {**of, "interval": options["interval"]}
    ask = dumps({"of": of, "question": question, "outside": outside})
    weighed = None if weights is None else _numbers(weights)
    if by is None:
        return _found(json.loads(_voc.tally_row(ask, _answers(answers), weighed)), weighed is not None)
    columns = _by(by)
    names = [name for name, _ in columns]
    shown = _table(names, question, options.get("against"), weighed is not None, outside == "count")
    return Table(_voc.tally_rows(ask, _answers(answers), columns, weighed, shown))


def _question(options: Mapping[str, Any], is_one: bool) -> dict[str, Any]:
    """What is asked beside the metric."""
    known = _OPTIONS if is_one else _OPTIONS | _GROUP_OPTIONS
    if unknown := sorted(set(options) - known):
        needs_by = " without `by`" if set(unknown) <= _GROUP_OPTIONS else ""
        raise TypeError(f"`{unknown[0]}` is no option{needs_by}")
    against = options.get("against")
    if against not in (None, "rest"):
        raise ValueError(f"a group stands against the `rest`, not `{against}`")
    return {
        "confidence": options.get("confidence", 0.95),
        "populations": _populations(options.get("population"), is_one),
        "against_rest": against == "rest",
        "discovery": options.get("discovery", "benjamini_hochberg"),
        "totals": options.get("totals", False),
        "parents": dict(options.get("parents") or {}),
        "min_n": options.get("min_n"),
    }


def _found(row: dict[str, Any], is_weighted: bool) -> Estimate:
    """The number of all answers."""
    found = {name: row[name] for name in _ESTIMATE}
    if not is_weighted:
        return Estimate(**found)
    return WeightedEstimate(**found, effective_n=row["effective_n"], design_effect=row.get("design_effect"))


def _table(
    names: list[str], question: dict[str, Any], against: str | None, is_weighted: bool, counts_outside: bool
) -> list[str]:
    """The columns of the table of some groups beside those of every estimate."""
    shown = [
        *(["effective_n", "design_effect"] if is_weighted else []),
        *(["outside", "unanswered"] if counts_outside and question["min_n"] is None else []),
        *(_COMPARED if against else ()),
        *(["total"] if question["totals"] else []),
        *(["withheld", "why"] if question["min_n"] is not None else []),
    ]
    for name in names:
        if name in (*_ESTIMATE, *shown):
            raise ValueError(f"a column that groups cannot be called `{name}`, as one of the table is")
    return shown


def _populations(population: Any, is_one: bool) -> list[tuple[list[str | None], int]]:
    if population is None:
        return []
    if isinstance(population, Mapping) == is_one:
        raise TypeError("a population is a number; with `by`, a number for each group")
    return [([], population)] if is_one else [(_texts(group), n) for group, n in population.items()]


def _texts(group: Any) -> list[str | None]:
    return list(group) if isinstance(group, tuple) else [group]


def _by(by: By) -> list[tuple[str, _voc.Column]]:
    if isinstance(by, Mapping):
        return [(str(name), _group(column)) for name, column in by.items()]
    if hasattr(by, "column_names"):
        return [(name, _group(by.column(name))) for name in by.column_names]
    if hasattr(by, "columns"):
        return [(str(name), _group(by[name])) for name in by.columns]
    if isinstance(by, (list, tuple)) and by and all(map(_is_column, by)):
        names = [getattr(column, "name", None) or f"group_{place}" for place, column in enumerate(by, 1)]
        return [(str(name), _group(column)) for name, column in zip(names, by, strict=True)]
    return [("group", _group(by))]


def _is_column(value: object) -> bool:
    return _is_arrow(value) or (isinstance(value, Iterable) and not isinstance(value, (str, bytes)))


def _is_arrow(values: object) -> bool:
    return hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__")


def _listed(values: Column) -> list[Any]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"a column is a list or an Arrow-capable column, not {type(values).__name__}")
    to_list = getattr(values, "tolist", None)
    return list(to_list() if callable(to_list) else values)


_WIDER = {"f4": "f8", "f2": "f8", "u4": "i8"}
_AS_THEY_LIE = {"i1", "u1", "b1", "i2", "u2", "i4", "i8", "f8"}


def _answers(values: Column) -> _voc.Answers:
    if _is_arrow(values):
        return _voc.Answers.take(values)
    dtype = getattr(values, "dtype", None)
    if hasattr(values, "tobytes") and dtype is not None and dtype.isnative and values.ndim == 1:
        code = f"{dtype.kind}{dtype.itemsize}"
        if code in _WIDER:
            values, code = values.astype(_WIDER[code]), _WIDER[code]
        if code in _AS_THEY_LIE:
            return _voc.Answers.of_bytes(code, values.tobytes())
    return _voc.Answers.of([_number(value) for value in _listed(values)])


def _group(values: Column) -> _voc.Column:
    if _is_arrow(values):
        return _voc.Column.take(values)
    return _voc.Column.of([_cell(value) for value in _listed(values)])


def _cell(value: Any) -> bool | int | float | str | None:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if plain is None or isinstance(plain, (bool, int, float, str)):
        return plain
    # pandas.NA and NaT are absent, and like NaN not equal to themselves.
    return None if type(plain).__name__ in {"NAType", "NaTType"} else str(plain)
