"""What programs and mappings have in common: somebody wrote them, as YAML or JSON."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeVar

from voc._payload import Payload, dumps

D = TypeVar("D", bound="Declared")


class Declared:
    """A file that is read once and never changes; it can be pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def load(cls: type[D], path: str | os.PathLike[str]) -> D:
        """Reads a file.

        :raises ProgramError: with ``diagnostics``, where the file is not usable.
        :raises OSError: where it cannot be read.
        """
        return cls(Path(path).read_text(encoding="utf-8"))

    @classmethod
    def parse(cls: type[D], text: str) -> D:
        """Reads YAML or JSON text.

        :raises ProgramError: with ``diagnostics``, where the text is not usable.
        """
        return cls(text)

    @classmethod
    def from_json(cls: type[D], text: str) -> D:
        """Reads JSON text."""
        return cls(text)

    @classmethod
    def from_dict(cls: type[D], declared: Payload) -> D:
        """Reads what would be the JSON object."""
        return cls(dumps(declared))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._text,)
