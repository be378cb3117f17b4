"""Reports, voices and goals: numbers that are led back to what customers said, and to who answers for them."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from voc._payload import dumps
from voc._picture import Picture, scorecard


class Reports:
    """What an engine and a run can be asked alike.

    A run has every signal and every alert. An engine forgets what nothing in time can change any more: where
    that matters it says so, and a run is to be asked.
    """

    __slots__ = ()

    @abstractmethod
    def _answer(self, ask: str) -> str:
        """The answer to what is asked, both as JSON."""

    def voices(
        self,
        metric: str | None = None,
        *,
        loop: str | None = None,
        causes: Mapping[str, str | None] | None = None,
        every: str | None = None,
        period: str | None = None,
        order: str = "newest",
        limit: int = 20,
        person: str | None = None,
        min_n: int | None = None,
        **group: str | None,
    ) -> dict[str, Any]:
        """The voices behind a number: the signals that it is made of, and the cases that they raised.

        A dict of ``n``, what the number stands on, ``total``, how many signals behind it are known here,
        ``cases``, the ids of all cases that they raised, and ``voices``, up to the ``limit``: dicts of
        ``signal`` (its id), ``at``, ``customer``, ``fields``, ``verbatim``, ``cases`` and more. What an engine
        does not retain is ``not_retained``, with a ``hint``.

        :param metric: a metric of the program, such as ``run.voices(metric="csat", stage="wait")``.
        :param loop: or a number of the loop's health: ``cases``, ``answered``, ``closed``, ``confirmed``,
            ``false_resolutions``, ``reopened``, ``answered_without_verdict``, ``thank_you_only``,
            ``promises_broken`` or ``not_contacted``.
        :param causes: or a row of ``causes``, by its ``group``.
        :param every: of a metric, the length of the local period, such as ``P1M``.
        :param period: its first day, as the rows of the metric say it.
        :param order: ``newest`` first, or by ``id``.
        :param person: the person who asks; what their role does not grant is left out, and marked ``redacted``.
        :param min_n: of a metric, groups of fewer answers are withheld, and their voices too; the program's
            ``privacy`` holds where it says more.
        :param group: the group, by the names that the number is told apart by.
        :raises VocError: for a number, group or period that there is not; ``not_allowed``, where the person does
            not see the number, or where it is withheld.
        """
        query = {
            "metric": metric,
            "loop": loop,
            "causes": None if causes is None else dict(causes),
            "every": every,
            "period": period,
            "person": person,
            "min_n": min_n,
        }
        said = {name: value for name, value in query.items() if value is not None}
        found: dict[str, Any] = self._report("voices", {**said, "group": group, "order": order, "limit": limit})
        return found

    def unit_report(
        self, report: str, unit: str, period: str, person: str | None = None
    ) -> dict[str, Any]:
        """The report of a unit, with those below it, on a period.

        A dict of ``metrics`` (each ``now`` and ``before``, with the ``change`` and its test; absent where they are
        withheld, and then ``why``), ``causes``,
        ``open_concerns``, ``praise``, ``voices``, the ``loop`` over the cases opened in the period, who has
        ``reviewed`` it, and ``text``: all of it as Markdown. Voices are spread over what they answered: in the
        order of their score they are cut into parts of equal size, and the middle one of each is taken.

        Of an engine, ``praise`` and concerns without any case are ``None``, and voices come of the signals that
        are retained.

        :param report: its id in ``reports`` of the program.
        :param unit: the unit.
        :param period: the first day of the period, such as ``2026-03-01``.
        :param person: the person who reads it, if it is to have what they may see alone.
        :raises VocError: ``unknown`` or ``out_of_range``, where there is no such report, unit or period;
            ``not_allowed``, where the person does not see the numbers of the unit.
        """
        asked = {"report": report, "unit": unit, "period": period}
        if person is not None:
            asked["person"] = person
        found: dict[str, Any] = self._report("unit_report", asked)
        return found

    def reviews(self) -> list[dict[str, Any]]:
        """Whether reports are reviewed in time, by ``report`` and ``level``.

        Each is a dict of how many are ``due``, ``in_time``, ``late``, ``missing`` and ``to_come``, and the share
        ``in_time_rate`` of those due, with its interval.
        """
        rows: list[dict[str, Any]] = self._report("reviews", {})
        return rows

    def goals(self) -> dict[str, Any]:
        """Where the goals of the program stand: ``rows``, one for each unit of each goal's cascade, and ``text``.

        A row has the ``value`` with its interval, over the unit and all below it, the ``target``, the ``gap``
        between them, and the ``status``: ``met``, ``not_met``, ``too_early`` or ``too_few``.
        """
        found: dict[str, Any] = self._report("goals", {})
        return found

    def stage_scores(self, journey: str, stage: str) -> dict[str, Any]:
        """A stage across all units that serve it.

        A dict of the number that all that are ``accountable`` have ``shared``, and of ``units``: each with its
        own ``value`` and ``loop``.

        :raises VocError: ``unknown``, where there is no such journey or stage.
        """
        found: dict[str, Any] = self._report("stage_scores", {"journey": journey, "stage": stage})
        return found

    def stage_card(
        self,
        journey: str,
        stage: str,
        *,
        width: int = 800,
        id_prefix: str = "voc",
        language: str = "en",
    ) -> Picture:
        """The same as a picture: the stage, and below it each unit; see :meth:`scorecard`."""
        card = self._report("stage_card", {"journey": journey, "stage": stage})
        return scorecard(card, width=width, id_prefix=id_prefix, language=language)

    def moment_ranks(
        self,
        importance: Mapping[str, float] | None = None,
        targets: Mapping[str, float] | None = None,
    ) -> list[dict[str, Any]]:
        """The moments of truth of all journeys, ranked by importance × volume × gap, beside their declared rank.

        :param importance: how much each moment moves loyalty, as shares of :func:`drivers`, by moment; 1 for one
            that is not named (``importance_given`` is ``False`` then).
        :param targets: on the metric's own scale, by moment; else a goal over the metric says it, else it is the
            best that there is (``target_from``).
        :raises VocError: ``unknown`` or ``out_of_range``.
        """
        asked = {"importance": dict(importance or {}), "targets": dict(targets or {})}
        ranks: list[dict[str, Any]] = self._report("moment_ranks", asked)
        return ranks

    def unit_values(self, metric: str, every: str = "P1M") -> list[dict[str, Any]]:
        """What units came to in each period that is over, beside the target of their goal, for :func:`voc.gaming`.

        Dicts of ``unit period value low high n target`` and, where the target is the most that is wanted,
        ``at_most``: each unit of a goal's cascade over itself and all units below it.

        :param every: the length of the local period: ``P1D``, ``P7D``, ``P1M``, ``P3M`` or ``P1Y``.
        :raises VocError: ``unknown`` or ``missing``, where there is no such metric, or no goal over it.
        """
        values: list[dict[str, Any]] = self._report("unit_values", {"metric": metric, "every": every})
        return values

    def _report(self, what: str, asked: dict[str, Any]) -> Any:
        return json.loads(self._answer(dumps({what: asked})))
