"""What customers' paths look like: event logs, as process mining has them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from voc import _voc
from voc._payload import dumps
from voc._picture import Picture, paths_of
from voc._table import Table


class Durations(NamedTuple):
    """How long several things took, in microseconds of day and night."""

    n: int
    """How many."""
    min_us: int
    """The shortest."""
    median_us: float
    """The middle one; of an even number, the mean of the two in the middle."""
    mean_us: float
    """Their sum by their number."""
    p90_us: int
    """The shortest that nine tenths do not exceed (nearest rank)."""
    max_us: int
    """The longest."""


class EventLog:
    """Instances of a journey, each with its events in order of time: activities at instants."""

    __slots__ = ("_native",)

    def __init__(
        self,
        frame: Any,
        *,
        instance: str | None = None,
        activity: str | None = None,
        at: str | None = None,
        order: str | None = None,
        time_zone: str | None = None,
    ) -> None:
        """Reads a frame of an Arrow-capable library, a row for each event, in any order.

        Each row names its ``instance`` (in process mining, the case), what happened
        (``activity``), and when (``at``); the columns are ``case:concept:name``,
        ``concept:name`` and ``time:timestamp`` if not said. ``order`` is a column of whole
        numbers for events of one instance and instant; the order of the rows decides, if not
        said. Times without a zone need ``time_zone``. Rows that lack one of the three are
        counted in ``left_out``.

        Raises ``VocError`` for a column that is not there and a cell that cannot be read.
        """
        named = {
            "instance": instance,
            "activity": activity,
            "at": at,
            "order": order,
            "time_zone": time_zone,
        }
        said = {name: column for name, column in named.items() if column is not None}
        self._native = _voc.EventLog.of(frame, dumps(said))

    def __len__(self) -> int:
        """How many instances."""
        return len(self._native)

    @property
    def events(self) -> int:
        """How many events, in all instances."""
        return self._native.events

    @property
    def left_out(self) -> dict[str, int]:
        """Rows in no instance, by what they lack: ``no_instance no_activity no_time``."""
        left_out: dict[str, int] = json.loads(self._native.left_out())
        return left_out

    @property
    def durations(self) -> Durations | None:
        """How long the instances took, from first event to last; ``None`` without any."""
        found = json.loads(self._native.durations())
        return None if found is None else Durations(**found)

    @property
    def instances(self) -> Table:
        """Each instance: ``instance from until events elapsed_us``."""
        return Table(self._native.instances())

    @property
    def variants(self) -> Table:
        """The paths taken, the most frequent first.

        ``path instances share example``, and how long they took: ``min_us median_us mean_us
        p90_us max_us``.
        """
        return Table(self._native.variants())

    @property
    def transitions(self) -> Table:
        """What follows what directly, the most frequent first.

        ``from to n instances``, and how long it took from the one to the other: ``min_us
        median_us mean_us p90_us max_us``.
        """
        return Table(self._native.transitions())

    @property
    def activities(self) -> Table:
        """What happened, the most frequent first.

        ``activity n instances``; the instances in which it is ``first``, ``last`` and
        ``repeated``; how often it follows itself (``again``); and ``drop_off``, the share of
        the instances reaching it that end with it, with Wilson's interval (``low high``).
        """
        return Table(self._native.activities())

    def map(
        self,
        title: str = "Paths",
        *,
        at_least: float = 0.0,
        width: int = 800,
        id_prefix: str = "voc",
        language: str = "en",
    ) -> Picture:
        """The map of the paths, as a picture: activities, and what follows them directly.

        :param at_least: only steps that this share of the instances take are drawn, beside the most
            frequent one to and from each activity; how many are left out is written below.
        :param width: in pixels, from 280 to 4000; up to 480 activities stand one below the other.
        :param id_prefix: what its ids begin with, so that they are unique on a page.
        :param language: of labels that are given in several.
        """
        paths = {"title": title, "at_least": at_least}
        return paths_of(self._native, paths, width, id_prefix, language)

    def __repr__(self) -> str:
        return f"EventLog({len(self)} instances, {self.events} events)"
