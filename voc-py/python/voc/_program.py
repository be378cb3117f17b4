"""What a company declares."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from voc import _voc
from voc._actual import Journey
from voc._declared import Declared
from voc._errors import Diagnostic, diagnostics_from_json
from voc._histories import Histories
from voc._mapping import Mapping
from voc._payload import Payload, dumps
from voc._run import Run, Signals, histories_of, journey_of, run
from voc._surveys import heard, used
from voc._table import Table


class Program(Declared):
    """A program: journeys, rules, routes, cases and metrics, checked and compiled.

    It is immutable, safe to share between threads, and can be pickled.
    """

    __slots__ = ("_native",)

    def __init__(self, text: str) -> None:
        """Reads a program from YAML or JSON; the same as :meth:`parse`."""
        super().__init__(text)
        self._native = _voc.Program.parse(text)

    @property
    def name(self) -> str:
        """The name of the program."""
        return self._native.name

    @property
    def digest(self) -> str:
        """64 hex digits of what the program says, whatever its format and layout."""
        return self._native.digest

    def check(self) -> list[Diagnostic]:
        """What is probably not meant. Errors are raised when the program is read."""
        return diagnostics_from_json(self._native.check())

    def explain(self, alert: Payload) -> str:
        """An alert in words: why it was raised, as one paragraph.

        :param alert: the ``alert`` of an event ``alert_raised``, however long ago it was.
        """
        return self._native.explain(dumps(alert))

    def matching(self, signal: Payload) -> list[str]:
        """The ids of the rules that hold at one signal, by what it says itself; no engine is needed.

        These are rules without a pattern, and rules on the ``alert`` of one of them, each after
        the one that it waits on; one in ``shadow`` and one that another supersedes are named too. Of
        the customer's attributes, those that the signal states are read, and nothing earlier.

        :param signal: what an input has as its ``signal``: ``at``, ``kind``, ``fields`` and so on.
        :raises Refusal: where an engine would refuse the signal; ``path`` names the place.
        """
        ids: list[str] = json.loads(self._native.matching(dumps({"id": "asked", "signal": signal})))
        return ids

    def needs(self) -> Table:
        """What each touch point needs from upstream, and what waits on it.

        ``touch_point owner``; the touch points that it ``needs`` and that are ``needed_by`` it
        themselves, all ``upstream`` and ``downstream`` of it, the nearest first, and the units that
        answer for those (``units_upstream units_downstream``).
        """
        return Table(self._native.needs())

    def occasions(
        self,
        inputs: Iterable[Payload],
        *,
        until: datetime | str | None = None,
        concern: str | None = None,
        concern_within: str | None = None,
        answer: str | None = None,
        good: str | None = None,
        bad: str | None = None,
        invited_within: str | None = None,
    ) -> dict[str, Any]:
        """Who could be asked and who was, as a log of inputs tells it; :func:`voc.funnel` counts them.

        Signals of kind ``invitation`` tell who was invited; those of the kind that a survey comes ``after``, or
        of kind ``survey_eligible``, who could be; ``survey_delivered`` and ``survey_started`` the steps between,
        each with the field ``survey`` and, where it is known, the id of the ``invitation``. Any other signal
        completes the survey that it names, or the only one that asks for a field that it carries.

        :param inputs: the inputs of an engine, as dicts.
        :param until: up to when; what could be asked later is ``pending``.
        :param concern: a condition on signals: then each occasion says whether its customer had shown a concern.
        :param concern_within: how long before; ``P90D`` if not said.
        :param answer: the field whose answer occasions carry.
        :param good: a condition on signals that tell of something good for the customer; with ``bad``, the log also
            says what happened to customers and whether they were invited right after it.
        :param bad: a condition on signals that tell of something bad.
        :param invited_within: how long after something happened an invitation comes right after it; ``P7D`` if not
            said.
        :returns: ``occasions``, the ``happenings`` where they were asked for, and how many were ``pending``,
            ``repeated``, ``without_customer``, ``refused``.
        """
        query = {
            "concern": concern,
            "concern_within": concern_within,
            "answer": answer,
            "good": good,
            "bad": bad,
            "invited_within": invited_within,
        }
        return heard(self._native, inputs, until, query)

    def uses(
        self, gaming: Iterable[Payload] = (), *, people: Payload | None = None
    ) -> list[dict[str, Any]]:
        """What each metric is used for, for whom, and beside it the flags of :func:`voc.gaming`.

        ``metric for roles people surveys has_stakes signs``; a sign names whose pay, say, hangs on the score.

        :param people: who works where, by id, as in a roster: then each use says whom it has ``touched``, by role or
            by name, and who is ``not_in_roster``; and each sign which ``people`` of the unit, or above it, gain by it.
        """
        return used(self._native, gaming, people)

    def run(
        self,
        signals: Signals,
        inputs: Iterable[Payload] | None = None,
        until: datetime | str | None = None,
        columns: dict[str, str] | None = None,
        time_zone: str | None = None,
        mapping: Mapping | str | os.PathLike[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Run:
        """Runs the program over many signals, in the order of their times.

        :param signals: a frame of any Arrow-capable library (polars, pandas, pyarrow, DuckDB; a
            polars ``LazyFrame`` is collected), or an iterable of dicts. A dict in which ``signal``,
            ``retract``, ``customer``, ``roster``, ``command`` or ``tick`` holds a dict is an input
            of the engine; any other dict is a row, read like the row of a frame.

            Columns named as a signal's own fields (``id at kind customer respondent
            respondent_role touch_point stage channel unit employee verbatim``) are those, as are
            ``received`` and ``revision``; any other column is the declared field, or the declared
            customer attribute, of that name. Columns that the program does not declare are ignored
            with one :class:`VocWarning` that names them. A row without ``id`` gets
            ``signals#0000001`` and so on.
        :param inputs: further inputs as dicts, such as the roster and commands.
        :param until: fire timers up to this time; the last input's time if not said.
        :param columns: our name of a column to yours, such as ``{"at": "created"}``.
        :param time_zone: the IANA zone of times and days that do not say theirs.
        :param mapping: a :class:`Mapping`, or the path of one: then each row becomes the inputs
            that it says, and ``columns`` and ``time_zone`` are not allowed.
        :param progress: called now and then with the number of rows read and of all rows.
        :raises VocError: where the frame as a whole cannot be read: a column that is not there, or
            of a type that no signal can hold, or times without a zone. A single row that cannot be
            read is no exception; it is in ``run.refused``.
        """
        return run(
            self._native,
            signals,
            inputs=inputs,
            until=until,
            columns=columns,
            time_zone=time_zone,
            mapping=mapping,
            progress=progress,
        )

    def journey(
        self,
        journey: str,
        signals: Signals,
        inputs: Iterable[Payload] | None = None,
        until: datetime | str | None = None,
        columns: dict[str, str] | None = None,
        time_zone: str | None = None,
        mapping: Mapping | str | os.PathLike[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Journey:
        """The instances of a journey that signals show, held against its plan.

        :param journey: its id in the program.
        :param until: time goes on to this instant; to the last signal's if not said.

        Everything else is as in :meth:`run`. What is refused is in ``refused`` of the result.

        :raises VocError: ``unknown``, where the program has no such journey; and as :meth:`run`.
        """
        return journey_of(
            self._native,
            journey,
            signals,
            inputs=inputs,
            until=until,
            columns=columns,
            time_zone=time_zone,
            mapping=mapping,
            progress=progress,
        )

    def histories(
        self,
        signals: Signals,
        inputs: Iterable[Payload] | None = None,
        until: datetime | str | None = None,
        columns: dict[str, str] | None = None,
        time_zone: str | None = None,
        mapping: Mapping | str | os.PathLike[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Histories:
        """What every customer said and did, without running the rules: for outcomes, rates, consistency.

        :param until: time goes on to this instant; to the last signal's if not said.

        Everything else is as in :meth:`run`. What is refused is in ``refused`` of the result.
        """
        return histories_of(
            self._native,
            signals,
            inputs=inputs,
            until=until,
            columns=columns,
            time_zone=time_zone,
            mapping=mapping,
            progress=progress,
        )

    def __repr__(self) -> str:
        return f"Program({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Program) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)
