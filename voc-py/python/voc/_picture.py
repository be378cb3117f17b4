"""Pictures as SVG: the same bytes in every language."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc import _voc
from voc._payload import dumps

if TYPE_CHECKING:
    from voc._actual import Journey

Data = AnyMapping[str, Any]
"""What a picture shows, as a dict."""


class Picture:
    """A picture as SVG, with what it shows. A notebook shows it inline."""

    __slots__ = ("_canvas", "_kind", "_of", "_svg")

    def __init__(self, kind: str, of: str, canvas: dict[str, Any]) -> None:
        self._kind = kind
        self._of = of
        self._canvas = canvas
        self._svg = _voc.picture(kind, of, dumps(canvas))

    @property
    def svg(self) -> str:
        """The text of the SVG."""
        return self._svg

    def to_dict(self) -> dict[str, Any]:
        """Everything that it shows: to be changed, and drawn again by the function of its kind."""
        shown: dict[str, Any] = json.loads(self._of)
        return shown

    def at(
        self, *, width: int | None = None, id_prefix: str | None = None, language: str | None = None
    ) -> Picture:
        """The same picture on another canvas; what is left out is as it was."""
        given = {"width": width, "id_prefix": id_prefix, "language": language}
        changed = {name: value for name, value in given.items() if value is not None}
        return Picture(self._kind, self._of, {**self._canvas, **changed})

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the SVG to a file, in UTF-8."""
        Path(path).write_text(self._svg, encoding="utf-8", newline="\n")

    def _repr_svg_(self) -> str:
        return self._svg

    def __repr__(self) -> str:
        return f"Picture({self._kind}, width={self._canvas['width']})"


def journey_map(
    of: Data, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
) -> Picture:
    """The map of a journey, of numbers of your own.

    ``of`` has the keys of ``JourneyMap`` in ``schemas/results.json``; ``run.map(…).to_dict()`` is one.
    Up to 480 pixels the stages stand one below the other.

    :param width: in pixels, from 280 to 4000; the height is what it needs.
    :param id_prefix: what its ids begin with, so that they are unique on a page.
    :param language: of labels that are given in several.
    :raises VocError: naming the key, where something is not as it should be.
    """
    return Picture("journey_map", dumps(of), _canvas(width, id_prefix, language))


def path_map(
    of: Data, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
) -> Picture:
    """The map of the paths that were taken, as ``PathMap``; see :func:`journey_map`."""
    return Picture("path_map", dumps(of), _canvas(width, id_prefix, language))


def deviations(
    of: Data, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
) -> Picture:
    """How actual journeys deviate from the planned one, as ``Deviations``; see :func:`journey_map`."""
    return Picture("deviations", dumps(of), _canvas(width, id_prefix, language))


def scorecard(
    of: Data, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
) -> Picture:
    """A row for each stage, as ``Scorecard``; see :func:`journey_map`."""
    return Picture("scorecard", dumps(of), _canvas(width, id_prefix, language))


def map_of(
    native: _voc.Run | _voc.Engine,
    journey: str,
    actual: Journey | None,
    weighing: Data,
    canvas: Data,
) -> Picture:
    given = {name: dict(value) for name, value in weighing.items() if value is not None}
    of = native.journey_map(journey, dumps(given), None if actual is None else actual._native)
    return Picture("journey_map", of, dict(canvas))


def scorecard_of(
    native: _voc.Run | _voc.Engine, journey: str, width: int, id_prefix: str, language: str
) -> Picture:
    of = native.scorecard(journey)
    return Picture("scorecard", of, _canvas(width, id_prefix, language))


def deviations_of(native: _voc.Journey, width: int, id_prefix: str, language: str) -> Picture:
    return Picture("deviations", native.deviations(), _canvas(width, id_prefix, language))


def journey_paths_of(
    native: _voc.Journey, at_least: float, width: int, id_prefix: str, language: str
) -> Picture:
    return Picture("path_map", native.path_map(at_least), _canvas(width, id_prefix, language))


def paths_of(
    native: _voc.EventLog,
    paths: Data,
    width: int,
    id_prefix: str,
    language: str,
) -> Picture:
    of = native.path_map(dumps(paths))
    return Picture("path_map", of, _canvas(width, id_prefix, language))


def _canvas(width: int, id_prefix: str, language: str) -> dict[str, Any]:
    return {"width": width, "id_prefix": id_prefix, "language": language}
