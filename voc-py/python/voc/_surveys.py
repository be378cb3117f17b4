"""Who was asked, who answered, and whether the score can be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping as AnyMapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from voc import _voc
from voc._payload import Payload, dumps, time_text

if TYPE_CHECKING:
    from voc._program import Program

Occasions = Any
"""One time that a customer could be asked, each: a frame of pandas, polars or Arrow, or an iterable of dicts."""


def funnel(
    occasions: Occasions,
    *,
    by: Sequence[str] = (),
    every: str | None = None,
    time_zone: str | None = None,
    confidence: float = 0.95,
) -> list[dict[str, Any]]:
    """Who could be asked, who was, and who answered: of each survey, group and period.

    :param occasions: each with its ``survey`` and the steps ``eligible invited delivered started completed``, as
        an aware ``datetime``, text, or a bool. A step that none of a survey mentions is not known of it. Also
        ``customer channel unit touch_point stage respondent_role segments reason concern answer``.
    :param by: ``channel``, ``unit``, ``touch_point``, ``stage``, ``respondent_role`` or ``segment``.
    :param every: local periods in which somebody was invited: ``P1D``, ``P7D``, ``P1M``, ``P3M`` or ``P1Y``.
    :returns: for each its ``steps`` (``step n of share``), the ``response_rate`` (completed of those invited:
        AAPOR's RR1), the ``cooperation_rate`` (of those reached), how many came ``uninvited``, what is
        ``impossible`` and why (``missteps``), and why those eligible were ``not_invited``.
    """
    query = _said(by=list(by), every=every, time_zone=time_zone, confidence=confidence)
    rows: list[dict[str, Any]] = _ask("funnel", {"occasions": _rows(occasions), "query": query})
    return rows


def respondent_mix(
    answers: Sequence[float | None],
    roles: Sequence[str | None],
    metric: Literal["nps", "csat", "rate"],
    *,
    groups: Sequence[str] | None = None,
    scale: tuple[int, int] | None = None,
    top_box: int | None = None,
    standard: AnyMapping[str, float] | None = None,
    beside: str | None = None,
    confidence: float = 0.95,
) -> dict[str, Any]:
    """Who answered, by role, and what that does to the score.

    :param answers: the answers; ``None`` and NaN are none.
    :param roles: in which role each was given; ``None`` where that is not known.
    :param groups: the period or unit of each.
    :param standard: how much each role counts in the standard mix; as in all answers if not said.
    :param beside: the group beside which every other stands; each beside the one before it if not said.
    :returns: ``groups`` with their ``score``, their ``roles`` and the score at the ``standard`` mix
        (``standardised``); ``changes`` with the ``difference`` between two groups and what of it comes ``within``
        roles, and of the ``mix`` of them (Kitagawa 1955).
    """
    asked = _said(
        kind=metric,
        scale=None if scale is None else list(scale),
        top_box=top_box,
        answers=[_present(answer) for answer in answers],
        roles=[_present(role) for role in roles],
        groups=None if groups is None else [str(group) for group in groups],
        standard=None if standard is None else dict(standard),
        beside=beside,
        confidence=confidence,
    )
    found: dict[str, Any] = _ask("respondent_mix", asked)
    return found


def gaming(
    occasions: Occasions = (),
    *,
    happenings: Occasions = (),
    values: Occasions = (),
    metric: str | None = None,
    target: float | None = None,
    split: datetime | str | None = None,
    last_days: int = 3,
    time_zone: str | None = None,
    alpha: float = 0.05,
    min_n: int = 20,
    caliper: float = 0.25,
) -> dict[str, Any]:
    """What looks as if a unit had worked on its score rather than for its customers: signs, not proofs.

    :param occasions: as :func:`funnel` takes them; what each lacks, the signs that need it leave out.
    :param happenings: what happened to customers, each with its ``unit``, whether it was ``good`` and whether they
        were ``invited`` right after it, and the ``touch_point``: as ``program.occasions`` gives them.
    :param values: what units came to in each period, each with ``unit period value low high n target`` and, where
        the target is the most that is wanted, ``at_most``: as ``run.unit_values`` gives them.
    :param metric: the metric that the answers make, by name.
    :param target: the answer at which heaping is looked for: the least that counts as good.
    :param split: the time before and after which response rates are compared; half-way if not said.
    :param last_days: how many days make the end of a month.
    :param alpha: the most that the chance of any false flag in all units may be (Holm).
    :param min_n: the least number of customers, answers or happenings of a unit that is tested, and of answers behind
        a value.
    :param caliper: how far from its target a value is just beside it, as a part of half its interval: up to 0.5.
    :returns: ``rows`` with ``unit sign value beside n test p adjusted flagged words``; how many ``tests``.
    """
    query = _said(
        metric=metric,
        target=target,
        split=time_text(split, "split"),
        last_days=last_days,
        time_zone=time_zone,
        alpha=alpha,
        min_n=min_n,
        caliper=caliper,
    )
    evidence = {
        "occasions": _rows(occasions),
        "happenings": _rows(happenings),
        "values": _rows(values),
    }
    found: dict[str, Any] = _ask("gaming", {**evidence, "query": query})
    return found


def heard(
    program: _voc.Program,
    inputs: Iterable[Payload],
    until: datetime | str | None,
    asked: dict[str, str | None],
) -> dict[str, Any]:
    query = _said(until=time_text(until, "until"), **asked)
    found: dict[str, Any] = json.loads(_voc.occasions(program, dumps(list(inputs)), dumps(query)))
    return found


def used(
    program: _voc.Program, found: Iterable[Payload], people: Payload | None
) -> list[dict[str, Any]]:
    named = None if people is None else dumps(people)
    rows: list[dict[str, Any]] = json.loads(_voc.uses(program, dumps(list(found)), named))
    return rows


def _ask(what: str, asked: dict[str, Any]) -> Any:
    return json.loads(_voc.surveyed(dumps({what: asked})))


def _said(**given: Any) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _rows(occasions: Occasions) -> list[dict[str, Any]]:
    if hasattr(occasions, "collect") and hasattr(occasions, "collect_schema"):
        occasions = occasions.collect()
    for method, arguments in (("to_dicts", ()), ("to_pylist", ()), ("to_dict", ("records",))):
        if not isinstance(occasions, AnyMapping) and hasattr(occasions, method):
            occasions = getattr(occasions, method)(*arguments)
            break
    if isinstance(occasions, (str, bytes, AnyMapping)) or not isinstance(occasions, Iterable):
        raise TypeError(f"occasions are a frame or an iterable of dicts, not {type(occasions).__name__}")
    return [_said(**{name: _present(value) for name, value in row.items()}) for row in occasions]


def _present(value: Any) -> Any:
    """What a frame has for an absent value is absent."""
    if type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value):
        return None
    return value
