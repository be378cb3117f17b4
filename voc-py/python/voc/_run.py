"""A program run over many signals at once."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable, Mapping as AnyMapping, Sequence
from datetime import datetime
from typing import Any, overload

from voc import _voc
from voc._actual import Journey
from voc._errors import VocWarning
from voc._histories import Histories
from voc._loop import LoopHealth, LoopRow, health, rows
from voc._mapping import Mapping
from voc._metric import ShareInterval
from voc._payload import Payload, dumps, dumps_local, time_text
from voc._picture import Picture, map_of, scorecard_of
from voc._report import Reports
from voc._table import Table

Signals = Any
"""A frame of an Arrow-capable library, or an iterable of dicts."""

Event = dict[str, Any]
"""Something that happened because of an input: ``voc``, ``input``, ``at``, ``type`` and more."""

Progress = Callable[[int, int], None]

_INPUTS = ("signal", "retract", "customer", "roster", "command", "tick", "delivered", "read", "acted", "improvement", "coaching", "reviewed")
_ROWS_PER_STEP = 20_000


class Run(Reports):
    """What a program made of many signals."""

    __slots__ = ("_native",)

    def __init__(self, native: _voc.Run) -> None:
        self._native = native

    @property
    def alerts(self) -> Table:
        """The standing alerts: ``id rule customer at kind unit person case signals``."""
        return Table(self._native.alerts())

    @property
    def cases(self) -> Table:
        """The cases: state, verdict, who answers for it, and how often it came back."""
        return Table(self._native.cases())

    @property
    def notices(self) -> Table:
        """What the host should tell people and customers."""
        return Table(self._native.notices())

    @property
    def refused(self) -> Table:
        """The inputs and rows that were not accepted: ``id code message path hint``."""
        return Table(self._native.refused())

    @property
    def counts(self) -> dict[str, int]:
        """How many inputs were accepted, duplicate, refused, late."""
        counts: dict[str, int] = json.loads(self._native.counts())
        return counts

    @property
    def notes(self) -> dict[str, int]:
        """How many rows each note of the mapping holds for."""
        return self._native.notes

    @property
    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        events: list[Event] = json.loads(self._native.events())
        return events

    @property
    def digest(self) -> str:
        """64 hex digits of everything: a function of the inputs in their order."""
        return self._native.digest()

    @property
    def facts_digest(self) -> str:
        """64 hex digits of alerts and tallies; arrival order within ``lateness`` leaves it as it is."""
        return self._native.facts_digest()

    def metric(
        self,
        metric: str,
        by: Sequence[str] = (),
        every: str | None = None,
        confidence: float = 0.95,
        version_at: datetime | str | None = None,
        *,
        rolling: str | None = None,
        average_of: int | None = None,
        interval: ShareInterval | None = None,
        min_n: int | None = None,
    ) -> Table:
        """A metric of the program: ``period``, the groups, ``value n low high confidence method``.

        With weights also ``effective_n design_effect``; where answers count nothing, how many
        (``left_out``); of a rolling metric the window ``from`` and ``to``; of a rolling average of how
        many ``periods`` it is the mean.

        :param metric: its id in the program.
        :param by: ``stage``, ``touch_point``, ``channel``, ``unit``, or a name of its own ``by``.
        :param every: local periods: ``P1D``, ``P7D`` (from Monday), ``P1M``, ``P3M`` or ``P1Y``.
        :param confidence: of the intervals, between 0 and 1.
        :param version_at: the metric as the version of the program says that is in force then; as
            the newest says, if not said.
        :param rolling: a rolling metric: at the end of each period of ``every``, the metric of all
            answers of so long, such as ``P28D`` or ``P12M``.
        :param average_of: a rolling average: the mean of the numbers of so many periods of ``every``.
            Those without answers are absent, not zero. It has no interval.
        :param interval: of a share whose answers count alike, ``wilson`` if not said, or ``modified_wilson``.
        :param min_n: groups of fewer answers are ``withheld``, with as many others as it takes that none
            is told by a difference, and the table says ``why``; the program's ``privacy`` holds where it
            says more. A rolling metric cannot be told so.
        :raises VocError: for a metric, group, period or interval that there is not; ``not_allowed`` for a
            rolling metric where small groups are withheld, ``limit`` for a table that is too large for it.
        """
        query = metric_query(by, every, confidence, version_at, rolling, average_of, interval, min_n)
        return Table(self._native.metric(metric, query))

    @overload
    def loop(self, by: None = None) -> LoopHealth: ...
    @overload
    def loop(self, by: str) -> list[LoopRow]: ...
    def loop(self, by: str | None = None) -> LoopHealth | list[LoopRow]:
        """How well the loop is closed: the company's number beside the customer's.

        :param by: ``case_type``, ``priority``, ``person``, ``unit``, ``channel``, ``touch_point``,
            ``stage``, ``kind``, ``employee`` or a declared field; then one row for each group.
        :raises VocError: ``unknown``, for any other name.
        """
        return loop_of(self._native, by)

    def map(
        self,
        journey: str,
        actual: Journey | None = None,
        *,
        importance: AnyMapping[str, float] | None = None,
        targets: AnyMapping[str, float] | None = None,
        width: int = 800,
        id_prefix: str = "voc",
        language: str = "en",
    ) -> Picture:
        """The map of a journey of the program, with what was heard on it, as a picture.

        Signals, concerns and praise are counted where they came up; an alert where the last signal
        behind it was.

        :param actual: the journey's instances, as ``Program.journey`` gives them. They say how its
            moments of truth rank in the data: by the share of instances in which a moment was broken,
            of those in which that is decided; the largest is first.
        :param importance: how much each moment of truth moves loyalty, as ``moment_ranks`` takes it. With it, or
            without, each moment has its rank by importance × volume × gap among those of the journey.
        :param targets: the targets of moments, as ``moment_ranks`` takes them.
        :param width: in pixels, from 280 to 4000; up to 480 the stages stand one below the other.
        :param id_prefix: what its ids begin with, so that they are unique on a page.
        :param language: of labels that are given in several.
        :raises VocError: ``unknown``, where there is no such journey, or moment; ``wrong_type``, for instances of
            another journey.
        """
        weighing = {"importance": importance, "targets": targets}
        canvas = {"width": width, "id_prefix": id_prefix, "language": language}
        return map_of(self._native, journey, actual, weighing, canvas)

    def scorecard(
        self, journey: str, *, width: int = 800, id_prefix: str = "voc", language: str = "en"
    ) -> Picture:
        """The stages of a journey, a row for each, as a picture; see :meth:`map`."""
        return scorecard_of(self._native, journey, width, id_prefix, language)

    @property
    def histories(self) -> Histories:
        """What every customer said and did, for outcomes, rates, consistency and recovered customers."""
        return Histories(self._native)

    def outcome(self, outcome: str, metric: str, **asked: Any) -> dict[str, Any]:
        """What came after the answers to a metric, by band; see :meth:`Histories.outcome`."""
        return self.histories.outcome(outcome, metric, **asked)

    def _answer(self, ask: str) -> str:
        return self._native.report(ask)

    def explain(self, alert_id: str) -> dict[str, Any]:
        """Why an alert was raised, and what came of it.

        The dict has the ``alert`` with its ``why`` (clauses, window, steps, values …), its
        ``standing``, where it was ``routed`` and who was ``told``, the ``cases`` that it opened or
        joined, and all of it in plain English as ``paragraph``.

        :raises VocError: ``not_found``, where there is no such alert, or it was retracted.
        """
        return explain_of(self._native, alert_id)

    def why_not(
        self, rule: str, customer: str, at: datetime | str | None = None
    ) -> dict[str, Any]:
        """Why a rule did not fire for a customer, or that it did.

        The dict has the ``answer`` (``fired``, ``no_signal``, ``condition``, ``late``,
        ``waits_on``, ``value_absent`` or ``pattern``), the ``signals`` nearest to ``at`` with the
        truth of each clause there, the ``progress`` of the pattern, and all of it in plain English
        as ``paragraph``.

        :param rule: its id in the program.
        :param customer: the customer's key.
        :param at: about when; the latest time that the inputs told, if not said.
        :raises VocError: ``settled``, where ``at`` lies before what is retained; the hint says with
            which ``until`` to run the program over the history again. ``unknown`` or ``not_found``,
            where there is no such rule or customer.
        """
        return why_not_of(self._native, rule, customer, at)

    def __repr__(self) -> str:
        counts = self.counts
        shown = ", ".join(f"{count} {name}" for name, count in counts.items())
        return f"Run({shown})"


def run(
    program: _voc.Program,
    signals: Signals,
    *,
    until: datetime | str | None,
    **reading: Any,
) -> Run:
    return Run(_gathered(program, signals, **reading).run(time_text(until, "until")))


def journey_of(
    program: _voc.Program,
    journey: str,
    signals: Signals,
    *,
    until: datetime | str | None,
    **reading: Any,
) -> Journey:
    intake = _gathered(program, signals, **reading)
    return Journey(intake.journey(journey, time_text(until, "until")))


def histories_of(
    program: _voc.Program, signals: Signals, *, until: datetime | str | None, **reading: Any
) -> Histories:
    return Histories(_gathered(program, signals, **reading).histories(time_text(until, "until")))


def _gathered(
    program: _voc.Program,
    signals: Signals,
    *,
    inputs: Iterable[Payload] | None,
    columns: dict[str, str] | None,
    time_zone: str | None,
    mapping: Mapping | str | os.PathLike[str] | None,
    progress: Progress | None,
) -> _voc.Intake:
    """Takes all signals and inputs."""
    if mapping is not None and (columns is not None or time_zone is not None):
        raise TypeError("a mapping says its own columns and time zone")
    if isinstance(mapping, (str, os.PathLike)):
        mapping = Mapping.load(mapping)
    native = None if mapping is None else mapping._native
    intake = _voc.Intake(program, columns or {}, time_zone, native)
    frame = _frame(signals)
    if frame is None:
        further = _take_dicts(intake, signals, progress)
    else:
        further = []
        _take_frame(intake, frame, progress)
    further.extend(inputs or ())
    intake.inputs([dumps(input) for input in further])
    return intake


def metric_query(
    by: Sequence[str],
    every: str | None,
    confidence: float,
    version_at: datetime | str | None,
    rolling: str | None,
    average_of: int | None,
    interval: ShareInterval | None,
    min_n: int | None,
) -> str:
    if isinstance(by, str):
        by = (by,)
    query: dict[str, Any] = {"by": list(by), "every": every, "confidence": confidence}
    if rolling is not None:
        query["rolling"] = rolling
    if average_of is not None:
        query["average_of"] = average_of
    if interval is not None:
        query["interval"] = interval
    if min_n is not None:
        query["min_n"] = min_n
    if version_at is not None:
        query["version_at"] = time_text(version_at, "version_at")
    return dumps(query)


def explain_of(source: _voc.Run | _voc.Engine, alert: str) -> dict[str, Any]:
    explained: dict[str, Any] = json.loads(source.explain(alert))
    return explained


def why_not_of(
    source: _voc.Run | _voc.Engine, rule: str, customer: str, at: datetime | str | None
) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(source.why_not(rule, customer, time_text(at, "at")))
    return found


def loop_of(source: _voc.Run | _voc.Engine, by: str | None) -> LoopHealth | list[LoopRow]:
    text = source.loop_health(by)
    return health(text) if by is None else rows(text)


def _frame(signals: Signals) -> Any:
    """The frame to take, or ``None`` where there are dicts to iterate over."""
    if hasattr(signals, "collect") and hasattr(signals, "collect_schema"):
        if not hasattr(signals, "to_dicts"):
            signals = signals.collect()
    if hasattr(signals, "__arrow_c_stream__") or hasattr(signals, "__arrow_c_array__"):
        return signals
    if isinstance(signals, (str, bytes, AnyMapping)) or not isinstance(signals, Iterable):
        kind = type(signals).__name__
        raise TypeError(f"signals are an Arrow-capable frame or an iterable of dicts, not {kind}")
    return None


def _take_frame(intake: _voc.Intake, frame: Any, progress: Progress | None) -> None:
    ignored, total = intake.frame(frame)
    _warn(ignored)
    done = 0
    while done < total:
        done = intake.advance(_ROWS_PER_STEP)
        if progress is not None:
            progress(done, total)


def _take_dicts(
    intake: _voc.Intake, signals: Iterable[Any], progress: Progress | None
) -> list[Payload]:
    """Takes the flat rows, and gives back the dicts that are inputs of the engine."""
    further: list[Payload] = []
    flat: list[Payload] = []
    names: dict[str, None] = {}
    for row in signals:
        if not isinstance(row, AnyMapping):
            raise TypeError(f"signals are dicts, not {type(row).__name__}")
        if any(isinstance(row.get(key), AnyMapping) for key in _INPUTS):
            further.append(row)
        else:
            flat.append(row)
            names.update(dict.fromkeys(row))
    if flat:
        columns = list(names)
        _warn(intake.bind(columns))
        for start in range(0, len(flat), _ROWS_PER_STEP):
            step = flat[start : start + _ROWS_PER_STEP]
            cells = [[_cell(row.get(name)) for name in columns] for row in step]
            intake.rows(dumps_local(cells))
            if progress is not None:
                progress(start + len(step), len(flat))
    return further


def _cell(value: Any) -> Any:
    # NaN, NaT and the like are absent, and not equal to themselves.
    if isinstance(value, float) and value != value:
        return None
    return None if type(value).__name__ in {"NAType", "NaTType"} else value


def _warn(ignored: list[str]) -> None:
    # pandas writes an index of its own beside the columns.
    named = [name for name in ignored if not name.startswith("__index_level_")]
    if named:
        message = f"ignored, because the program declares no such field: {', '.join(named)}"
        warnings.warn(message, VocWarning, stacklevel=6)
