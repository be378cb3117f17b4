"""Tallies of columns that are kept: merged, taken out again, written, and read as any metric on their scale."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

from voc import _voc
from voc._metric import Column, Estimate
from voc._payload import dumps
from voc._statistics import _numbers
from voc._table import Table
from voc._tally import By, GroupOptions, _answers, _by, _found, _question, _table

if TYPE_CHECKING:
    from typing_extensions import Unpack

Kind = Literal["nps", "csat", "top_box", "bottom_box", "ces", "mean", "median", "rate", "share", "points"]


class Tallies:
    """How often each answer of a scale was given, by group.

    Tallies add up exactly, in any order, and any part can be taken out again: ``march + april``,
    ``sum(parts)``, ``year - march``. The same answers are the same bytes, however they were parted. The
    numbers that are read off them do not add up.
    """

    __slots__ = ("_native",)

    def __init__(
        self,
        answers: Column,
        by: By = None,
        weights: Column | None = None,
        *,
        scale: tuple[int, int],
        outside: Literal["refuse", "count"] = "refuse",
    ) -> None:
        """Counts answers.

        :param answers: whole numbers; absent ones (``None``, NaN) are no answer.
        :param by: what they are grouped by; nothing for all together.
        :param weights: how much each answer counts; nine decimal places are kept.
        :param scale: the lowest and the highest answer.
        :param outside: what becomes of answers off the scale: a mistake, or counted apart.
        :raises VocError: for an answer off the scale, named by its row; a weight that is none.
        """
        columns = [] if by is None else _by(by)
        weighed = None if weights is None else _numbers(weights)
        ask = dumps({"scale": list(scale), "outside": outside})
        self._native = _voc.Tallies.of(ask, _answers(answers), columns, weighed)

    @classmethod
    def _of(cls, native: _voc.Tallies) -> Tallies:
        made = cls.__new__(cls)
        made._native = native
        return made

    @classmethod
    def from_json(cls, text: str | bytes) -> Tallies:
        """Reads tallies that were written, in whatever language.

        :raises VocError: for a text of another shape or version.
        """
        return cls._of(_voc.Tallies.read(text.decode() if isinstance(text, bytes) else text))

    def to_json(self) -> str:
        """All that was counted, as JSON: the same answers are the same text. ``bytes(tallies)`` is it in UTF-8."""
        return self._native.written()

    def __bytes__(self) -> bytes:
        return self.to_json().encode()

    def merge(self, other: Tallies) -> Tallies:
        """With the answers of others: ``a + b``.

        :raises VocError: ``wrong_type``, for other columns, another scale, or weights in one alone.
        """
        return self._of(self._native.merged(_native(other)))

    def retract(self, other: Tallies) -> Tallies:
        """Without the answers of others: ``a - b``. They may also come later.

        :raises VocError: as for :meth:`merge`.
        """
        return self._of(self._native.retracted(_native(other)))

    def __add__(self, other: Tallies) -> Tallies:
        return self.merge(other)

    def __radd__(self, other: object) -> Tallies:
        # `sum` begins with 0.
        if other == 0 and isinstance(other, int):
            return self
        return self.merge(other)  # type: ignore[arg-type]

    def __sub__(self, other: Tallies) -> Tallies:
        return self.retract(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tallies) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Tallies.from_json, (self.to_json(),)

    def __repr__(self) -> str:
        by = f" by {', '.join(self.by)}" if self.by else ""
        low, high = self.scale
        weighted = ", weighted" if self.is_weighted else ""
        return f"<Tallies of {self.n} answers from {low} to {high}{by}{weighted}>"

    @property
    def by(self) -> list[str]:
        """The names of the columns that group."""
        return self._native.by()

    @property
    def scale(self) -> tuple[int, int]:
        """The lowest and the highest answer."""
        return self._native.scale()

    @property
    def is_weighted(self) -> bool:
        """Whether answers have weights."""
        return self._native.is_weighted()

    @property
    def n(self) -> int:
        """How many answers there are on the scale, in all groups."""
        return self._native.n()

    def metric(
        self,
        kind: Kind,
        *,
        boxes: int | None = None,
        of: Collection[int] = (),
        worth: Mapping[int, float] | None = None,
        **options: Unpack[GroupOptions],
    ) -> Estimate | Table:
        """A metric of these answers: by groups a table, as :func:`voc.nps` and its like give; else an estimate.

        :param kind: ``nps``, ``csat``, ``top_box``, ``bottom_box``, ``ces``, ``mean``, ``median``, ``rate``,
            ``share`` or ``points``.
        :param boxes: of ``csat``, ``top_box`` and ``bottom_box``, how many answers count; 2 if not said.
        :param of: of ``share``, the answers that count.
        :param worth: of ``points``, what each answer is worth.
        :param options: as in :class:`GroupOptions`: ``confidence``, ``totals``, ``min_n`` and so on; what is
            ``outside`` the scale was said when answers were counted.
        :raises VocError: for a metric of another scale; where more was taken out than there was.
        """
        is_one = not self.by
        if "outside" in options:
            raise TypeError("`outside` is no option of tallies: their answers are counted")
        question = _question(options, is_one)
        asked: dict[str, Any] = {"kind": kind, "of": list(of), "points": list((worth or {}).items())}
        if boxes is not None:
            asked["boxes"] = boxes
        if "interval" in options:
            asked["interval"] = options["interval"]
        ask = dumps({"of": asked, "question": question})
        if is_one:
            return _found(json.loads(self._native.row(ask)), self.is_weighted)
        shown = _table(self.by, question, options.get("against"), self.is_weighted, False)
        return Table(self._native.rows(ask, shown))


def _native(other: object) -> _voc.Tallies:
    if isinstance(other, Estimate):
        raise TypeError("estimates do not add up; tally their answers together")
    if not isinstance(other, Tallies):
        raise TypeError(f"tallies add up with tallies, not with {type(other).__name__}")
    return other._native
