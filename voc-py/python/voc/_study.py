"""Times until something happens, rates of events, and groups side by side, of plain columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal

from voc import _voc
from voc._metric import Column
from voc._payload import dumps
from voc._statistics import _numbers

Found = dict[str, Any]


def survival(
    ended: Iterable[Any],
    happened: Column,
    *,
    groups: Sequence[Any] | None = None,
    entered: Iterable[Any] | None = None,
    until: int | timedelta | None = None,
    at: Sequence[int | timedelta] = (),
    confidence: float = 0.95,
) -> Found:
    """How long it takes until something happens, where not everybody was watched until it did.

    The curve by Kaplan and Meier with Greenwood's error and intervals on the scale of log(-log), the median,
    the mean up to an end, and the log-rank test of the groups.

    :param ended: how long each was watched: ``timedelta`` (told in microseconds), or whole numbers of any unit.
    :param happened: whether it happened then; else the end is not known.
    :param entered: how long each had waited already when it came under watch.
    :param until: up to when the mean is taken; as long as every group is watched if not said.
    :param at: the times at which the share still waiting is asked for.
    """
    columns: list[Any] = [[_time(time) for time in ended], happened]
    names, codes = ([], None) if groups is None else _coded(groups)
    if codes is not None:
        columns.append(codes)
    if entered is not None:
        columns.append([_time(time) for time in entered])
    asked = {
        "names": names,
        "entered": entered is not None,
        "until": None if until is None else _time(until),
        "at": [_time(time) for time in at],
        "confidence": confidence,
    }
    return _study("survival", asked, columns)


def event_rate(events: int, exposure: float, *, confidence: float = 0.95) -> Found:
    """Events by exposure, with Garwood's exact interval."""
    return _study("event_rate", {"events": events, "exposure": exposure, "confidence": confidence}, [])


def rate_ratio(a: tuple[int, float], b: tuple[int, float], *, confidence: float = 0.95) -> Found:
    """The rate of ``a`` by that of ``b``, each ``(events, exposure)``, with the exact interval given all events."""
    asked = {"events": [a[0], b[0]], "exposure": [a[1], b[1]], "confidence": confidence}
    return _study("rate_ratio", asked, [])


def several(
    values: Column,
    groups: Sequence[Any],
    of: Literal["shares", "means", "ranks"],
    *,
    confidence: float = 0.95,
) -> Found:
    """Whether groups differ, and how much: the N - 1 chi-squared test, Welch's, or that of Kruskal and Wallis."""
    names, codes = _coded(groups)
    return _study("several", {"of": of, "groups": len(names), "confidence": confidence}, [values, codes])


def rises(values: Column, places: Sequence[int], of: Literal["shares", "means"]) -> Found:
    """Whether values rise from group to group, by place from 0 on: Cochran-Armitage, or Jonckheere-Terpstra."""
    count = max((place for place in places if place is not None), default=-1) + 1
    return _study("rises", {"of": of, "groups": count}, [values, places])


def kendall(a: Column, b: Column) -> Found:
    """Whether two numbers rise together: Kendall's tau-b."""
    return _study("together", {}, [a, b])


def stratified(
    values: Column,
    first: Column,
    strata: Sequence[Any],
    of: Literal["shares", "means"],
    *,
    confidence: float = 0.95,
) -> Found:
    """The difference between a first group and the others within strata: Mantel-Haenszel, or least squares.

    :param first: whether each is of the first group.
    """
    _, codes = _coded(strata)
    return _study("stratified", {"of": of, "confidence": confidence}, [values, first, codes])


def _coded(groups: Sequence[Any]) -> tuple[list[str], list[int | None]]:
    """The names of groups in order, and the place of each row's."""
    missing = [group is None or group != group for group in groups]
    kept = sorted({group for group, is_missing in zip(groups, missing, strict=True) if not is_missing})
    places = {group: place for place, group in enumerate(kept)}
    codes = [None if is_missing else places[group] for group, is_missing in zip(groups, missing, strict=True)]
    return [str(group) for group in kept], codes


def _time(time: Any) -> Any:
    if isinstance(time, timedelta):
        return time // timedelta(microseconds=1)
    item = getattr(time, "item", None)
    return item() if callable(item) else time


def _study(what: str, asked: Found, columns: Sequence[Any]) -> Found:
    found: Found = json.loads(_voc.study(dumps({what: asked}), [_numbers(column) for column in columns]))
    return found
