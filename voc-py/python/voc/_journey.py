"""What customers' paths look like: event logs, as process mining has them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from voc import _voc
from voc._payload import Payload, dumps, time_text
from voc._table import Table

if TYPE_CHECKING:
    from voc._program import Program


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


class Fitness(NamedTuple):
    """How well the instances of a journey fit its plan."""

    instances: int
    """How many there are."""
    judged: int
    """How many of them are judged: those that are over, or all where the plan knows no end."""
    mean: float | None
    """The mean fitness of those, 0 to 1; ``None`` without any."""
    low: float | None
    """The lower end of its interval, by Student's t; ``None`` below two."""
    high: float | None
    """The upper end."""
    confidence: float
    """The confidence of the intervals."""
    as_planned: dict[str, Any]
    """The share that has each planned touch point once and in order, and nothing else, with Wilson's interval."""
    steps_matched: float | None
    """Of their steps, the share that comes where the plan has them."""
    plan_matched: float | None
    """Of the planned touch points of each, the share that came where the plan has them."""


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

    def __repr__(self) -> str:
        return f"EventLog({len(self)} instances, {self.events} events)"


class Journey:
    """The instances of a journey as signals show them, held against the plan of the program.

    ``voc-core/src/journey/JOURNEYS.md`` has the definitions.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _voc.Journey) -> None:
        self._native = native

    def __len__(self) -> int:
        """How many instances."""
        return len(self._native)

    @property
    def assigned(self) -> int:
        """How many signals belong to instances."""
        return self._native.assigned

    @property
    def instances(self) -> Table:
        """Each instance, by customer and in the order in which they began.

        ``instance customer key number from until over signals steps segments``; ``over`` is
        ``ends``, ``gap``, or ``None`` while it is open.
        """
        return Table(self._native.instances())

    @property
    def unassigned(self) -> Table:
        """How many signals belong to no instance, by ``reason``; with ``assigned`` they are all."""
        return Table(self._native.unassigned())

    @property
    def refused(self) -> Table:
        """The rows and inputs that are no signals of the program: ``id code message path hint``."""
        return Table(self._native.refused())

    @property
    def log(self) -> EventLog:
        """The steps as an event log; an activity is a touch point, else a kind of signal."""
        log: EventLog = EventLog.__new__(EventLog)
        log._native = self._native.log()
        return log

    def conformance(self, by: str | None = None) -> Table:
        """How instances depart from the plan, and how many do.

        ``kind stage activity moment times instances of share low high``, in the order of the
        plan; with ``by`` the ``group`` in front.

        :param by: ``segment`` or ``channel``.
        :raises VocError: ``unknown``, for any other name.
        """
        return Table(self._native.conformance(by))

    @property
    def moments(self) -> Table:
        """How the moments of truth stand, by rank.

        ``moment rank touch_point is_told reached within late missing happened pending``, and the
        share that went as promised (``kept low high``).
        """
        return Table(self._native.moments())

    @property
    def fitness(self) -> Fitness:
        """How well the instances fit the plan, from 0 to 1."""
        return Fitness(**{"mean": None, "low": None, "high": None, **json.loads(self._native.fitness())})

    @property
    def fits(self) -> Table:
        """Each instance's fitness: ``instance customer key from steps planned matched cost fitness deviations``."""
        return Table(self._native.fits())

    def __repr__(self) -> str:
        return f"Journey({len(self)} instances, {self.assigned} signals)"


class JourneyBook:
    """The signals of one journey, one after another: in any order, corrected and taken back.

    It keeps every signal, and says of them what ``program.journey`` says of all at once.
    """

    __slots__ = ("_native",)

    def __init__(self, program: Program, journey: str) -> None:
        """An empty book.

        :param program: the program that plans the journey.
        :param journey: its id there.
        :raises VocError: ``unknown``, where the program has no such journey.
        """
        self._native = _voc.JourneyBook(program._native, journey)

    def take(self, input: Payload) -> None:
        """Takes an input, as an engine does: a signal, a correction, what is taken back, known or merged.

        :raises Refusal: where an engine would refuse it; nothing has changed.
        """
        self._native.take(dumps(input))

    def advance(self, until: datetime | str) -> None:
        """Lets time go on."""
        text = time_text(until, "until")
        if text is not None:
            self._native.advance(text)

    def placement(self, signal: str) -> dict[str, str] | None:
        """Where a signal belongs: ``{"instance": id}`` or ``{"unassigned": reason}``; ``None`` if none stands."""
        found: dict[str, str] | None = json.loads(self._native.placement(signal))
        return found

    def instances_of(self, customer: str) -> Table:
        """The instances of a customer, as ``Journey.instances`` has them."""
        return Table(self._native.instances_of(customer))

    @property
    def journey(self) -> Journey:
        """Everything as it stands."""
        return Journey(self._native.journey())
