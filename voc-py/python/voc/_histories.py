"""What every customer said and did: what came of it, how often, and whether it is the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from voc._payload import dumps, parse_time

Found = dict[str, Any]
"""What was found, with ``n``, intervals and, where it takes something for granted, ``assumptions``."""


class _Native(Protocol):
    def histories_about(self) -> str: ...
    def histories_answer(self, ask: str, /) -> str: ...


class Histories:
    """What every customer said and did, in order: of ``run.histories`` or ``program.histories(signals)``."""

    __slots__ = ("_native",)

    def __init__(self, native: _Native) -> None:
        self._native = native

    @property
    def customers(self) -> int:
        """How many customers have a signal."""
        return int(self._about["customers"])

    @property
    def signals(self) -> int:
        """How many signals stand."""
        return int(self._about["signals"])

    @property
    def until(self) -> datetime | None:
        """Up to when it is known what happened."""
        text = self._about["until"]
        return None if text is None else parse_time(text)

    @property
    def refused(self) -> list[Found]:
        """The inputs and rows that are no signals of the program: ``id`` and ``error``."""
        refused: list[Found] = self._about["refused"]
        return refused

    @property
    def _about(self) -> Found:
        about: Found = json.loads(self._native.histories_about())
        return about

    def outcome(
        self,
        outcome: str,
        metric: str,
        *,
        take: Literal["first", "last"] = "first",
        bands: Sequence[float] = (),
        confidence: float = 0.95,
    ) -> Found:
        """What came after the answers to a metric, by band of the answer: association, not effect.

        Answers whose time is not over are left out, counted as ``waiting`` and ``early``, and are never a no.

        :param outcome: its id among the ``outcomes`` of the program.
        :param take: which answer of a customer counts: one, so that customers count alike.
        :param bands: where bands begin, rising; the metric's own if not said, which means, medians, points and gaps
            do not have. Of points they are of what an answer is worth, of a gap of the difference.
        :raises VocError: ``unknown``, for an outcome or metric that there is not.
        """
        asked = {"outcome": outcome, "metric": metric, "take": take, "bands": list(bands), "confidence": confidence}
        return self._ask("outcome", asked)

    def next(
        self,
        start: str,
        to: str | None = None,
        *,
        each: Literal["each", "first"] = "each",
        by: str | None = None,
        until: timedelta | str | None = None,
        at: Sequence[timedelta | str] = (),
        confidence: float = 0.95,
    ) -> Found:
        """How long it takes from a signal to the customer's next one, by Kaplan and Meier; in microseconds.

        :param start: the condition on the signals from which time runs, such as orders.
        :param to: the condition on the next one that ends it; ``start`` if not said.
        :param by: ``channel``, ``stage``, ``party``, ``segment``, a field or ``customer.tier``.
        :param until: up to when the mean is taken.
        :param at: the times at which the share still waiting is asked for.
        """
        asked = {
            "from": start,
            "to": to,
            "each": each,
            "by": by,
            "until": None if until is None else _span(until),
            "at": [_span(one) for one in at],
            "confidence": confidence,
        }
        return self._ask("next", asked)

    def behaviour(
        self,
        of: str,
        *,
        per: str | None = None,
        every: timedelta | str | None = None,
        same: str | None = None,
        by: str | None = None,
        confidence: float = 0.95,
    ) -> Found:
        """How often customers do something, for each signal of ``per`` or each ``every`` of a customer's time.

        :param of: the condition on the signals that are counted, such as returns.
        :param same: the field that says which signal of ``per`` one belongs to, such as an order's number.
        :param by: what it is told apart by; with ``every`` only what is the customer's own.
        """
        asked = {
            "of": of,
            "per": per,
            "every": None if every is None else _span(every),
            "same": same,
            "by": by,
            "confidence": confidence,
        }
        return self._ask("behaviour", asked)

    def found(
        self,
        sign: str,
        complaint: str,
        *,
        acted: str | None = None,
        same: str | None = None,
        confidence: float = 0.95,
    ) -> Found:
        """Who noticed first: how long before a complaint the first sign was, and what we found ourselves."""
        asked = {"sign": sign, "complaint": complaint, "acted": acted, "same": same, "confidence": confidence}
        return self._ask("found", asked)

    def stages(
        self,
        journey: str,
        rates: Mapping[str, Mapping[str, str]],
        *,
        metric: str | None = None,
        confidence: float = 0.95,
    ) -> Found:
        """Rates of what customers do beside the metric of what they say, stage by stage.

        :param rates: by a name of your own, ``{"of": …, "per": …}`` and ``same`` as in :meth:`behaviour`.
        :param metric: one for all stages; each stage's own if not said.
        """
        asked = {"journey": journey, "rates": dict(rates), "metric": metric, "confidence": confidence}
        return self._ask("stages", asked)

    def consistency(
        self,
        metric: str,
        *,
        by: str = "channel",
        at: str = "touch_point",
        mix: str | None = None,
        min_n: int = 30,
        margin: float | None = None,
        ranks: bool = False,
        confidence: float = 0.95,
    ) -> Found:
        """Whether the experience is the same by every channel, touch point by touch point.

        NPS, means, points and gaps by Welch, shares by chi-squared, medians by ranks; with weights as the
        ``effective_n`` answers of one weight that would be as sure.

        :param by: what is held side by side: ``channel``, ``party`` for ours beside partners', or another.
        :param mix: what the mix of is made the same everywhere, such as ``segment``; not of a median.
        :param margin: a difference that would matter, in the metric's unit.
        :param ranks: whether ranks are tested (Kruskal and Wallis), not shares or means; not with weights.
        """
        asked = {
            "metric": metric,
            "by": by,
            "at": at,
            "mix": mix,
            "min_n": min_n,
            "margin": margin,
            "ranks": ranks,
            "confidence": confidence,
        }
        return self._ask("consistency", asked)

    def recovered(
        self,
        outcome: str,
        *,
        alike: Sequence[str] = (),
        settled: timedelta | str = "P30D",
        undisputed: bool = False,
        confidence: float = 0.95,
    ) -> Found:
        """The outcome of customers whose concern was put right, less that of comparable ones for whom it was not.

        Of ``run.histories`` only: it takes the cases of the run. ``sentence`` says what it comes to, and
        whether the same comparison before the concern speaks against it.

        :param alike: in what customers must be alike: ``rule``, ``priority``, ``case_type``, ``period``, or of
            the signal that opened the case ``segment``, ``stage``, a field, ``customer.tier``.
        :param settled: how long after its opening it is settled who is recovered.
        :param undisputed: whether silence counts too.
        """
        asked = {
            "outcome": outcome,
            "alike": list(alike),
            "settled": _span(settled),
            "undisputed": undisputed,
            "confidence": confidence,
        }
        return self._ask("recovered", asked)

    def _ask(self, what: str, asked: Found) -> Found:
        found: Found = json.loads(self._native.histories_answer(dumps({what: asked})))
        return found

    def __repr__(self) -> str:
        about = self._about
        return f"Histories({about['customers']} customers, {about['signals']} signals)"


def _span(span: timedelta | str) -> str:
    if isinstance(span, str):
        return span
    seconds = span.days * 86_400 + span.seconds
    if span.microseconds:
        raise ValueError(f"{span} is no whole number of seconds")
    return f"PT{seconds}S"
