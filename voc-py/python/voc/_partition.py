"""Several engines, each with a part of the customers."""

import json
from collections.abc import Iterable
from datetime import datetime

from voc import _voc
from voc._payload import Payload, dumps, time_text
from voc._run import Event


def partition_of(customer: str, of: int) -> int:
    """The partition of a customer, from 0, of so many: the same on every machine and in every language.

    Merged customers belong together: ask for the one that they are merged into. Signals of nobody may
    go to any one partition. Rosters, ticks and programs go to all of them, a retraction to that of its
    signal, and every input says when it was ``received``. The engines are made by
    :meth:`Engine.for_part`.

    :raises ValueError: fewer than one partition.
    """
    if of < 1:
        msg = "there is at least one partition"
        raise ValueError(msg)
    return _voc.partition_of(customer, of)


def facts_digest(parts: Iterable[str]) -> str:
    """The facts digest of several engines together: that of one engine with all customers.

    :param parts: what :meth:`Engine.part` gave of each.
    :raises VocError: a text that is no part, no part at all, parts that do not belong together; with
        rules over metrics, parts that have heard of different times (``not_allowed``): give each a tick.
    """
    return _voc.facts_digest(list(parts))


def judge_metrics(
    parts: Iterable[str],
    roster: Payload | None = None,
    after: datetime | str | None = None,
) -> list[Event]:
    """What rules over metrics come to on the answers of several engines together.

    The events are those that one engine with all customers would have told, each at its own instant:
    alerts, where they are routed, notices. A period is judged once every part has heard of the time at
    which that is due: give each a tick, and ask again as time goes on.

    :param parts: what :meth:`Engine.part` gave of each.
    :param roster: the people, as in the input ``roster``: ``{"at": …, "people": {…}}``.
    :param after: leaves out what was due by then, and was told before.
    :raises VocError: as :func:`facts_digest`, but for parts that have heard of different times.
    """
    people = None if roster is None else dumps(roster)
    since = time_text(after, "after")
    events: list[Event] = json.loads(_voc.judge_metrics(list(parts), people, since))
    return events
