"""Flat rows into inputs, as a mapping file says."""

from __future__ import annotations

from voc import _voc
from voc._declared import Declared


class Mapping(Declared):
    """Which column becomes what: a row may bring a signal and the commands of its case.

    It is immutable and can be pickled.
    """

    __slots__ = ("_native",)

    def __init__(self, text: str) -> None:
        """Reads a mapping from YAML or JSON; the same as :meth:`parse`."""
        super().__init__(text)
        self._native = _voc.Mapping.parse(text)

    @property
    def columns(self) -> list[str]:
        """The columns that rows need."""
        return self._native.columns

    def __repr__(self) -> str:
        return f"Mapping({', '.join(self.columns)})"
