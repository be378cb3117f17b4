"""Flat rows into inputs, as a mapping file says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from voc import _voc
from voc._payload import Payload, dumps


class Mapping:
    """Which column becomes what: a row may bring a signal and the commands of its case.

    It is immutable and can be pickled.
    """

    __slots__ = ("_native", "_text")

    def __init__(self, text: str) -> None:
        """Reads a mapping from YAML or JSON; the same as :meth:`parse`."""
        self._native = _voc.Mapping.parse(text)
        self._text = text

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Mapping:
        """Reads a mapping file.

        :raises ProgramError: with ``diagnostics``, where the file is no usable mapping.
        :raises OSError: where it cannot be read.
        """
        return cls(Path(path).read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> Mapping:
        """Reads a mapping from YAML or JSON text.

        :raises ProgramError: with ``diagnostics``, where the text is no usable mapping.
        """
        return cls(text)

    @classmethod
    def from_dict(cls, mapping: Payload) -> Mapping:
        """Reads a mapping from what would be its JSON object."""
        return cls(dumps(mapping))

    @property
    def columns(self) -> list[str]:
        """The columns that rows need."""
        return self._native.columns

    def __repr__(self) -> str:
        return f"Mapping({', '.join(self.columns)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Mapping, (self._text,)
