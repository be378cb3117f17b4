"""What customers' paths look like: event logs, as process mining has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from voc import _voc
from voc._metric import Estimate
from voc._payload import dumps, time_text
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


class Between(NamedTuple):
    """How long it takes from one activity to another."""

    reached: Estimate
    """Of the instances that reach the one, the share that come to the other after it."""
    durations: Durations | None
    """How long it took those that did; ``None`` where none did."""


class FirstSigns(NamedTuple):
    """What comes before an activity more often than otherwise: association, not cause."""

    instances: int
    """How many instances have the activity."""
    others: int
    """How many have not."""
    enough: bool
    """Whether there are enough of either; without that nothing is a sign."""
    warned: Estimate
    """Of the instances with the activity, the share with a sign before it."""
    lead: Durations | None
    """How long before the activity the first sign was, in those; ``None`` where there is none."""
    rows: Table
    """Every other activity, signs first: ``activity``; the share of instances with it ``before``
    the first target, and of instances without the target with it at all (``otherwise``);
    their ``difference`` with its interval; ``is_sign``; in how many instances it is the ``first``
    sign; and how long before it was (``lead_median_us lead_mean_us``)."""


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
        unit: str | None = None,
        score: str | None = None,
        concern: str | None = None,
        channel: str | None = None,
        segment: str | None = None,
        information: Sequence[str] = (),
    ) -> None:
        """Reads a frame of an Arrow-capable library, a row for each event, in any order.

        Each row names its ``instance`` (in process mining, the case), what happened
        (``activity``), and when (``at``); the columns are ``case:concept:name``,
        ``concept:name`` and ``time:timestamp`` if not said. ``order`` is a column of whole
        numbers for events of one instance and instant; the order of the rows decides, if not
        said. Times without a zone need ``time_zone``. Rows that lack one of the three are
        counted in ``left_out``.

        What else may be known of events: the ``unit`` that acted (``org:group``, else
        ``org:resource``, if not said and one of them is there), a ``score`` that the customer
        gave, whether it is a ``concern`` (yes or no, or 1 and 0; an instance has one if any of its
        events has), the ``channel``, the customer's ``segment``, and columns of ``information``
        that may be lost from unit to unit: whatever cell is not empty is there.

        Raises ``VocError`` for a column that is not there and a cell that cannot be read.
        """
        named = {
            "instance": instance,
            "activity": activity,
            "at": at,
            "order": order,
            "time_zone": time_zone,
            "unit": unit,
            "score": score,
            "concern": concern,
            "channel": channel,
            "segment": segment,
        }
        said: dict[str, Any] = {name: it for name, it in named.items() if it is not None}
        said["information"] = list(information)
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
        return _durations(json.loads(self._native.durations()))

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

    @property
    def rows(self) -> Table:
        """Every event with its instance, as process mining names columns.

        ``case:concept:name concept:name time:timestamp``, and ``org:group channel segment score
        concern`` where the log knows them. pm4py reads it as it is, by way of ``to_pandas()``.
        """
        return Table(self._native.rows())

    @property
    def repeats(self) -> Table:
        """What comes again within an instance (loops), the most frequent first.

        The ``path`` from an activity back to it, ``n instances``; of the instances that reach the
        activity, the ``share`` with this way back, with Wilson's interval (``share_n share_low
        share_high``); and how long it took: ``min_us median_us mean_us p90_us max_us``. Each event
        that comes again ends just one way back, which is cut out of its instance's path.
        """
        return Table(self._native.repeats())

    def between(self, source: str, target: str) -> Between:
        """How long it takes from the first ``source`` of an instance to the next ``target``.

        Raises ``VocError`` for an activity that the log does not have.
        """
        asked = {"between": {"from": source, "to": target}}
        found = json.loads(self._native.answer(dumps(asked)))
        return Between(Estimate(**found["reached"]), _durations(found.get("durations")))

    def until_next(
        self, source: str, target: str, *, until: datetime | str | None = None
    ) -> dict[str, Any]:
        """How long it takes from the first ``source`` of an instance to the next ``target``, by Kaplan and Meier.

        Instances that have not come there yet count as long as they were watched: up to ``until``, or
        the last event of the log. Times are in microseconds; see :func:`voc.survival`.
        """
        asked = {"from": source, "to": target, "until": time_text(until, "until")}
        found: dict[str, Any] = json.loads(self._native.answer(dumps({"until_next": asked})))
        return found

    def stops(self, ends: Sequence[str], *, quiet_since: datetime | str | None = None) -> Table:
        """After which activities instances stop without coming to one of the ``ends``.

        ``activity stopped``; of the instances that reach it, the ``share`` that stop there, with
        Wilson's interval; and how long those had taken by then. Instances with an event at or
        after ``quiet_since`` may still go on, and are left out.
        """
        asked: dict[str, Any] = {"ends": list(ends)}
        since = time_text(quiet_since, "quiet_since")
        if since is not None:
            asked["quiet_since"] = since
        return Table(self._native.stops(dumps(asked)))

    def retention(
        self,
        every: Literal["day", "week", "month", "quarter", "year"] = "month",
        *,
        time_zone: str = "UTC",
    ) -> Table:
        """Who comes again in later periods, by the period in which they first came.

        The first days of the ``cohort`` and of the ``period`` that is looked at, how many periods
        that is ``after``, how many of the cohort have an event in it (``n``), and their ``share``
        with Wilson's interval. The log's last period may not be over.
        """
        return Table(self._native.retention(dumps({"every": every, "time_zone": time_zone})))

    def experience(
        self,
        metric: Literal["mean", "nps", "share"] = "mean",
        *,
        at_least: float | None = None,
        confidence: float = 0.95,
    ) -> Table:
        """Where the experience falls along the path: the largest fall first.

        The ``score`` at each ``activity``: the ``mean`` of scores (Student's interval), ``nps`` of
        answers from 0 to 10, or the ``share`` of scores of ``at_least`` so much; an instance counts
        once, by its first score there. Then how many of these gave a score elsewhere before
        (``pairs``), and the ``change`` from it, with an interval for the same instances
        (``change_low change_high``). Each interval has the ``confidence`` by itself.

        Raises ``VocError`` for a log without scores, and for an answer that is none.
        """
        asked: dict[str, Any] = {"metric": metric, "confidence": confidence}
        if at_least is not None:
            asked["at_least"] = at_least
        return Table(self._native.experience(dumps(asked)))

    def concerns(
        self,
        by: Literal["activity", "variant"] = "activity",
        *,
        min_n: int = 30,
        confidence: float = 0.95,
    ) -> Table:
        """Which paths go with a concern; association, not cause.

        By activity or by whole path (``path``): the share of instances with a concern among those
        that ``passed`` it and among all ``others``, each with Wilson's interval; their
        ``difference`` with Newcombe's, the greatest first; and whether there are ``enough``
        instances, at least ``min_n`` on either side. The ``confidence`` holds for all differences
        together.
        """
        return Table(self._native.concerns(by, _compare(min_n, confidence)))

    def first_signs(
        self, target: str, *, min_n: int = 30, confidence: float = 0.95
    ) -> FirstSigns:
        """What comes before the first ``target`` of an instance, a complaint say, more often than
        it comes in instances without it, and how long before. The ``confidence`` holds for all
        activities together. What is found is association, not cause.
        """
        text, sheet = self._native.first_signs(target, _compare(min_n, confidence))
        found = json.loads(text)
        return FirstSigns(
            instances=found["instances"],
            others=found["others"],
            enough=found["enough"],
            warned=Estimate(**found["warned"]),
            lead=_durations(found.get("lead")),
            rows=Table(sheet),
        )

    @property
    def hand_overs(self) -> Table:
        """What passes from unit to unit, the most frequent first.

        ``from to n instances``; how often it went back to the unit that had it before
        (``returned``); how long it took from the giver's last event to the receiver's first; and
        for each column of information, such as ``order``, how often the giver had it and the
        receiver not: ``lost_order``, of ``lost_order_n``, with ``lost_order_share`` and its interval.
        """
        return Table(self._native.hand_overs())

    def only(self, by: Literal["unit", "channel", "segment"], name: str) -> EventLog:
        """The whole instances of which any event bears this name, as a log of its own."""
        part = EventLog.__new__(EventLog)
        part._native = self._native.only(by, name)
        return part

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


def _durations(found: dict[str, Any] | None) -> Durations | None:
    return None if found is None else Durations(**found)


def _compare(min_n: int, confidence: float) -> str:
    return dumps({"min_n": min_n, "confidence": confidence})
