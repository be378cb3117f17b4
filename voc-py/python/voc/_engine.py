"""The engine, one input at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, overload

from voc import _voc
from voc._actual import Journey
from voc._invite import MayInvite, answer
from voc._loop import LoopHealth, LoopRow, rows
from voc._metric import ShareInterval
from voc._payload import Payload, dumps, parse_time, time_text
from voc._picture import Picture, map_of, scorecard_of
from voc._program import Program
from voc._report import Reports
from voc._run import Event, explain_of, loop_of, metric_query, why_not_of
from voc._table import Table


class Engine(Reports):
    """A program at work: inputs go in, events come out.

    It reads no clock: time comes in with inputs. Its state is a function of its inputs. It may be
    used from several threads, one call at a time, and can be pickled.
    """

    __slots__ = ("_native", "_program")

    def __init__(self, program: Program) -> None:
        """An engine that has seen nothing."""
        self._program = program
        self._native = _voc.Engine(program._native)

    @classmethod
    def for_part(cls, program: Program) -> Engine:
        """An engine that has seen nothing and will see a part of the customers: see :func:`partition_of`.

        It is any other engine, but for rules over metrics: at the ends of periods it counts its
        customers' answers and raises nothing. :func:`judge_metrics` judges what all parts counted. A
        snapshot keeps it so.
        """
        engine = cls.__new__(cls)
        engine._program = program
        engine._native = _voc.Engine.for_part(program._native)
        return engine

    @classmethod
    def restore(cls, program: Program, blob: bytes) -> Engine:
        """The engine of a snapshot, taken under the same program, or another version of it.

        :raises VocError: ``other_program``, ``version`` or ``malformed``.
        """
        engine = cls.__new__(cls)
        engine._program = program
        engine._native = _voc.Engine.restore(program._native, blob)
        return engine

    @property
    def program(self) -> Program:
        """The program that it runs: the newest version, where others came in mid-stream."""
        newer = self._native.newer_program(self._program.digest)
        if newer is not None:
            self._program = Program(newer)
        return self._program

    def handle(self, input: Payload) -> list[Event]:
        """Takes in one input, and gives the events that it brings about, timers due included.

        An input that came before, with the same content, gives no events.

        :param input: a dict such as ``{"id": "s-1", "signal": {"at": …, "kind": …}}``; times are
            RFC 3339 text or aware ``datetime``.
        :raises Refusal: where the input is not accepted; nothing has changed then, but the counts.
        """
        events: list[Event] = json.loads(self._native.handle(dumps(input)))
        return events

    def next_due(self) -> datetime | None:
        """When the next timer is due: send a tick then. ``None`` where nothing is waiting."""
        due = self._native.next_due()
        return None if due is None else parse_time(due)

    def snapshot(self) -> bytes:
        """The whole state; :meth:`restore` goes on from it."""
        return self._native.snapshot()

    @property
    def digest(self) -> str:
        """64 hex digits of everything: a function of the inputs in their order."""
        return self._native.digest()

    @property
    def facts_digest(self) -> str:
        """64 hex digits of alerts and tallies; arrival order within ``lateness`` leaves it as it is."""
        return self._native.facts_digest()

    def part(self) -> str:
        """The facts of an engine that has a part of the customers.

        Hand it on to :func:`facts_digest` and :func:`judge_metrics`.

        :raises VocError: ``not_allowed``, where the program has rules over metrics and the engine is not
            made by :meth:`for_part`: it has judged them as if it had all customers.
        """
        return self._native.part()

    @property
    def counts(self) -> dict[str, int]:
        """How many inputs were accepted, duplicate, refused, late."""
        counts: dict[str, int] = json.loads(self._native.counts())
        return counts

    def cases(self) -> list[dict[str, Any]]:
        """Every case, as dicts."""
        cases: list[dict[str, Any]] = json.loads(self._native.cases())
        return cases

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
        """A metric of the program; see :meth:`Run.metric`."""
        query = metric_query(by, every, confidence, version_at, rolling, average_of, interval, min_n)
        return Table(self._native.metric(metric, query))

    def map(
        self,
        journey: str,
        actual: Journey | None = None,
        *,
        importance: Mapping[str, float] | None = None,
        targets: Mapping[str, float] | None = None,
        width: int = 800,
        id_prefix: str = "voc",
        language: str = "en",
    ) -> Picture:
        """The map of a journey of the program, with what was heard on it, as a picture.

        Of what the engine keeps: concerns are those with a case, where it was opened; signals are
        counted by the first metric by name that is a rate without ``out_of``, and absent without one;
        praise is absent. ``Run.map`` counts all.

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

    def cases_for(self, person: str) -> list[dict[str, Any]]:
        """The cases that a person of the roster sees, by what the program says that their role ``sees``.

        Each is a dict of ``case`` and ``redacted``: whether what anybody wrote in their own words was
        taken out. What no role grants, nobody sees.
        """
        seen: list[dict[str, Any]] = json.loads(self._native.cases_for(person))
        return seen

    def case_for(self, person: str, case: str) -> dict[str, Any]:
        """One case as a person sees it; see :meth:`cases_for`.

        :raises VocError: ``not_found``, where there is no such case, or they do not see it.
        """
        seen: dict[str, Any] = json.loads(self._native.case_for(person, case))
        return seen

    def metric_for(
        self,
        person: str,
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
        """A metric as a person sees it: where it is broken down by ``unit``, the units that they see.

        :raises VocError: ``not_allowed``, where it is not broken down by ``unit`` and they do not see the
            numbers of the company.
        """
        query = metric_query(by, every, confidence, version_at, rolling, average_of, interval, min_n)
        return Table(self._native.metric(metric, query, person))

    def loop_by_for(self, person: str, by: str) -> list[LoopRow]:
        """How well the loop is closed, as a person sees it: by ``unit``, the units that they see.

        :raises VocError: ``not_allowed``, where it is by something else and they do not see the numbers
            of the company.
        """
        return rows(self._native.loop_by_for(person, by))

    def improvements(self) -> list[dict[str, Any]]:
        """Every improvement: what is changed because of what customers said, with the cases behind it."""
        improvements: list[dict[str, Any]] = json.loads(self._native.improvements())
        return improvements

    def improvement(self, id: str) -> dict[str, Any] | None:
        """One improvement, or ``None``."""
        improvement: dict[str, Any] | None = json.loads(self._native.improvement(id))
        return improvement

    def improvement_allowed(self, id: str) -> list[dict[str, Any]]:
        """What may be done about an improvement now; see :meth:`allowed`.

        :raises VocError: ``not_found``, where there is no such improvement.
        """
        allowed: list[dict[str, Any]] = json.loads(self._native.improvement_allowed(id))
        return allowed

    def effect(self, id: str) -> dict[str, Any]:
        """What came of an improvement: how its metric moved where it was done, less how it moved in
        comparable units over the same time.

        A dict whose ``label`` is ``difference in differences``, with ``value``, ``low`` and ``high``; or
        ``no comparison``, with ``why``: then there is no effect to be told, whatever ``before`` and
        ``after`` say. The metric may be of any kind.

        :raises VocError: ``not_found``, where there is no such improvement.
        """
        effect: dict[str, Any] = json.loads(self._native.effect(id))
        return effect

    def causes(self, by: Sequence[str] = ("root_cause",)) -> list[dict[str, Any]]:
        """The cases by what caused them, the largest group first.

        Each is a dict of ``group``, ``cases``, ``share`` with its interval, some ``examples``, the
        ``improvements`` that they are behind, and how many are ``unlinked``.

        :param by: any of ``root_cause``, ``topic``, ``stage``, ``touch_point``, ``unit``, ``channel``, ``kind``,
            ``case_type``, ``priority``.
        :raises VocError: ``unknown``, where cases are not told apart by such a name.
        """
        rows: list[dict[str, Any]] = json.loads(self._native.causes(json.dumps(list(by))))
        return rows

    def coaching(self, employee: str) -> dict[str, Any]:
        """The coaching of an employee: ``observations``, what was ``agreed`` with its ``state``, ``notes``,
        and how often customers praised them (``recognition``).

        With each agreement stand the values of what was seen ``before`` and ``later``, side by side. That
        one came after the other says nothing of why.

        :raises VocError: ``not_found``, where nothing is known of such an employee.
        """
        page: dict[str, Any] = json.loads(self._native.coaching(employee))
        return page

    def coaching_for(self, person: str, employee: str) -> dict[str, Any]:
        """The coaching of an employee as a person sees it.

        They see their own and, above the front line, that of people of the units whose verbatims their
        role ``sees``.

        :raises VocError: ``not_allowed``, where they do not see it, whether or not there is any.
        """
        page: dict[str, Any] = json.loads(self._native.coaching_for(person, employee))
        return page

    def last_mile(self, *by: str) -> list[dict[str, Any]]:
        """What became of the notices, by ``role``, ``unit`` and ``kind``, or all together.

        Each row has ``group``, how many were ``sent``, ``delivered``, ``read`` and ``acted`` on, the
        shares with their intervals (``read_rate`` …), and how long it took on average, in
        microseconds (``mean_reading_us`` …). Roles and units of the roster that were told nothing have a row that says
        so. Empty where the program says nothing of ``notices``.

        :raises VocError: ``unknown``, where notices cannot be told apart by a name.
        """
        told: list[dict[str, Any]] = json.loads(self._native.last_mile(json.dumps(by)))
        return told

    def preview(self, program: Program) -> list[dict[str, Any]]:
        """What open cases would lose by a new version of the program, as things stand now.

        Each is a dict of ``case``, ``unit``, ``person``, what it ``loses`` (``unit``, ``person``,
        ``role``, ``case_type``, ``escalation``), and ``to_unit`` and ``to_person``, who would have it then;
        with ``escalations``, the steps still to come that would not find whom they call for.
        """
        cases: list[dict[str, Any]] = json.loads(self._native.preview(program._native))["cases"]
        return cases

    def preview_roster(self, roster: Payload) -> list[dict[str, Any]]:
        """The same by a new roster, a dict of ``at`` and ``people`` as in the input.

        :raises VocError: a roster that would be refused.
        """
        text = self._native.preview_roster(dumps(roster))
        cases: list[dict[str, Any]] = json.loads(text)["cases"]
        return cases

    def recognition(self, by: str = "person") -> list[dict[str, Any]]:
        """How often people were praised, by ``person`` or ``unit``: dicts of ``group`` and ``n``.

        Praise that was taken back is not counted.

        :raises VocError: ``unknown``, where it is by something else.
        """
        counted: list[dict[str, Any]] = json.loads(self._native.recognition(by))
        return counted

    def dossier(self, case: str, person: str | None = None) -> dict[str, Any]:
        """What there is to know about a case: the customer's last signals (``journey``), their ``earlier``
        cases, the ``promises`` that are open on any of these, and the touch points ``upstream``.

        With ``person``, as that person sees it: other cases only where they see them, and promises
        without their text where they do not see what was written.

        :raises VocError: ``not_found``, where there is no such case, or they do not see it.
        """
        dossier: dict[str, Any] = json.loads(self._native.dossier(case, person))
        return dossier

    def time_lost(self, by: str = "unit") -> list[dict[str, Any]]:
        """The time that cases lost in waiting, by the ``unit`` that had them then, or by ``case_type``.

        Each is a dict of ``group``, what was waited ``on``, ``n`` waits and ``elapsed_us``, how long they
        were together, in microseconds, day and night.

        :raises VocError: ``unknown``, where it is by something else.
        """
        lost: list[dict[str, Any]] = json.loads(self._native.time_lost(by))
        return lost

    def allowed(self, case: str, by: str) -> list[dict[str, Any]]:
        """What a person of the roster may do to a case now: ``command``, ``allowed``, and
        why not (``code``, ``reason``, ``hint``); the fields that it ``needs`` and ``takes``.

        :raises VocError: ``not_found``, where there is no such case.
        """
        allowed: list[dict[str, Any]] = json.loads(self._native.allowed(case, by))
        return allowed

    def clocks(self, case: str, at: datetime | str | None = None) -> list[dict[str, Any]]:
        """The clocks of a case at a time (now, if not said), each with its ledger.

        :raises VocError: ``not_found``, where there is no such case.
        """
        text = self._native.clocks(case, time_text(at, "at"))
        clocks: list[dict[str, Any]] = json.loads(text)
        return clocks

    def verdict_at(
        self, case: str, target: str, at: datetime | str | None = None
    ) -> dict[str, Any]:
        """Where the clock of a target of a case stands at a time (now, if not said), exactly.

        It keeps no ledger, and is quick.

        :raises VocError: ``not_found``, where there is no such case; ``unknown``, where its type has
            no such target.
        """
        text = self._native.verdict_at(case, target, time_text(at, "at"))
        state: dict[str, Any] = json.loads(text)
        return state

    def promises(self, case: str, at: datetime | str | None = None) -> list[dict[str, Any]]:
        """What the customer was promised, and its ``state`` at a time (now, if not said).

        :raises VocError: ``not_found``, where there is no such case.
        """
        text = self._native.promises(case, time_text(at, "at"))
        promises: list[dict[str, Any]] = json.loads(text)
        return promises

    def may_invite(
        self,
        customer: str,
        survey: str,
        at: datetime | str,
        *,
        respondent: str | None = None,
        respondent_role: str | None = None,
        touch_point: str | None = None,
        stage: str | None = None,
        channel: str | None = None,
        unit: str | None = None,
        employee: str | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> MayInvite:
        """Whether a customer may be asked, and why not.

        It goes by the program's ``quarantine`` and by the customer's signals of kind ``invitation``,
        which name their survey in the field ``survey``. What a quarantine counts by belongs in the
        question: where it is missing, that quarantine is in ``not_limited_by``.

        :raises VocError: ``unknown``, where the program has no such survey; ``bad_time``, where what
            was sent before ``at`` may be forgotten.
        """
        asked = {
            "customer": customer,
            "survey": survey,
            "at": time_text(at, "at"),
            "respondent": respondent,
            "respondent_role": respondent_role,
            "touch_point": touch_point,
            "stage": stage,
            "channel": channel,
            "unit": unit,
            "employee": employee,
            "fields": fields or None,
        }
        known = {name: value for name, value in asked.items() if value is not None}
        return answer(self._native.may_invite(dumps(known)))

    @overload
    def loop(self, by: None = None) -> LoopHealth: ...
    @overload
    def loop(self, by: str) -> list[LoopRow]: ...
    def loop(self, by: str | None = None) -> LoopHealth | list[LoopRow]:
        """How well the loop is closed; see :meth:`Run.loop`."""
        return loop_of(self._native, by)

    def _answer(self, ask: str) -> str:
        return self._native.report(ask)

    def explain(self, alert_id: str) -> dict[str, Any]:
        """Why an alert was raised, and what came of it; see :meth:`Run.explain`.

        :raises VocError: ``not_found``, where it does not stand or can no longer change. Its event
            ``alert_raised`` holds ``why``, and :meth:`Program.explain` makes a paragraph of it.
        """
        return explain_of(self._native, alert_id)

    def why_not(
        self, rule: str, customer: str, at: datetime | str | None = None
    ) -> dict[str, Any]:
        """Why a rule did not fire for a customer, or that it did; see :meth:`Run.why_not`."""
        return why_not_of(self._native, rule, customer, at)

    def __repr__(self) -> str:
        return f"Engine({self._program.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Engine.restore, (self._program, self.snapshot())
