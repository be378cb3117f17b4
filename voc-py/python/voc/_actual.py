"""Actual journeys: what customers' signals show, beside what the program plans."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from voc import _voc
from voc._journey import EventLog
from voc._payload import Payload, dumps, time_text
from voc._picture import Picture, deviations_of, journey_paths_of
from voc._table import Table

if TYPE_CHECKING:
    from voc._program import Program


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
        """The steps as an event log; an activity is a touch point, else a kind of signal.

        Each event bears its channel, its unit (else the owner of its touch point), and whether a
        rule of concern raises an alert at it or at what is said of it.
        """
        return _log(self._native.log())

    def scored(self, of: str) -> EventLog:
        """The same log with scores: the answers to a metric's question, else to a field that a survey asks for.

        An answer is a score of the step that it speaks of.

        :param of: a metric of the program that is no rate, else a field.
        :raises VocError: for any other name.
        """
        return _log(self._native.scored(of))

    def experience(self, of: str, *, confidence: float = 0.95) -> Table:
        """Where the experience falls along the path, as ``EventLog.experience`` has it.

        Of a metric the number that the program makes of its answers (NPS, or the share among the
        best), of a field alone the mean.

        :param of: as in :meth:`scored`.
        :param confidence: of each interval.
        """
        return Table(self._native.experience(of, confidence))

    def concerns(
        self,
        by: Literal["activity", "variant"] = "activity",
        *,
        min_n: int = 30,
        confidence: float = 0.95,
    ) -> Table:
        """Which paths go with a concern, as ``EventLog.concerns`` has it; concerns are those of the program's rules.

        :raises VocError: where the program has no rule of concern.
        """
        return self.log.concerns(by, min_n=min_n, confidence=confidence)

    @property
    def hand_overs(self) -> Table:
        """What passes from unit to unit, as ``EventLog.hand_overs`` has it.

        :raises VocError: where no signal says its unit and no touch point has an owner.
        """
        return self.log.hand_overs

    def conformance(self, by: str | None = None) -> Table:
        """How instances depart from the plan, and how many do.

        ``kind stage activity moment times instances of share low high``, in the order of the
        plan; with ``by`` the ``group`` in front.

        :param by: ``segment`` or ``channel``.
        :raises VocError: ``unknown``, for any other name.
        """
        return Table(self._native.conformance(by))

    def deviations(
        self, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
    ) -> Picture:
        """Plan against actual, as a picture: in how many instances each planned touch point was followed,
        skipped, repeated, out of order or late, and what came unplanned.

        A touch point is late where a moment of truth at it is.

        :param width: in pixels, from 280 to 4000; up to 480 one touch point stands below the other.
        :param id_prefix: what its ids begin with, so that they are unique on a page.
        :param language: of labels that are given in several.
        """
        return deviations_of(self._native, width, id_prefix, language)

    def map(
        self,
        *,
        at_least: float = 0.0,
        width: int = 800,
        id_prefix: str = "voc",
        language: str = "en",
    ) -> Picture:
        """The map of the paths that were taken, as a picture, with the program's names of touch points.

        :param at_least: only steps that this share of the instances take are drawn, beside the most
            frequent one to and from each activity; how many are left out is written below.
        :param width: in pixels, from 280 to 4000; up to 480 activities stand one below the other.
        :param id_prefix: what its ids begin with, so that they are unique on a page.
        :param language: of labels that are given in several.
        """
        return journey_paths_of(self._native, at_least, width, id_prefix, language)

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


def _log(native: _voc.EventLog) -> EventLog:
    log: EventLog = EventLog.__new__(EventLog)
    log._native = native
    return log
