"""Several engines, each with a part of the customers."""

from collections.abc import Iterable

from voc import _voc


def partition_of(customer: str, of: int) -> int:
    """The partition of a customer, from 0, of so many: the same on every machine and in every language.

    Merged customers belong together: ask for the one that they are merged into. Signals of nobody may
    go to any one partition. Rosters and ticks go to all of them, a retraction to that of its signal, and
    every input says when it was ``received``.

    :raises ValueError: fewer than one partition.
    """
    if of < 1:
        msg = "there is at least one partition"
        raise ValueError(msg)
    return _voc.partition_of(customer, of)


def facts_digest(parts: Iterable[str]) -> str:
    """The facts digest of several engines together: that of one engine with all customers.

    :param parts: what :meth:`Engine.part` gave of each.
    :raises VocError: a text that is no part, no part at all, parts that do not belong together.
    """
    return _voc.facts_digest(list(parts))
