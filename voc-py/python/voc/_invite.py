"""Whether a customer may be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voc._payload import parse_time


@dataclass(frozen=True, slots=True)
class InvitationSent:
    """An invitation that was sent."""

    id: str
    """The id of the input that told of it."""
    at: datetime
    """When it was sent."""


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A quarantine that holds an invitation back."""

    quarantine: str
    """Its id."""
    invitations: list[InvitationSent]
    """The invitations that it counts, oldest first."""
    until: datetime
    """Until when it holds, by itself."""


@dataclass(frozen=True, slots=True)
class MayInvite:
    """Whether a customer may be invited to a survey, and why not. It is true where they may."""

    may: bool
    """Yes or no."""
    earliest: datetime
    """From when they may, as things stand; the time asked about, where they may."""
    held_by: list[HeldBy]
    """The quarantines that hold it back."""
    not_limited_by: list[str]
    """The quarantines on this survey that did not see what they count by."""

    def __bool__(self) -> bool:
        return self.may


def answer(text: str) -> MayInvite:
    found = json.loads(text)
    return MayInvite(
        may=found["may"],
        earliest=parse_time(found["earliest"]),
        held_by=[_held(one) for one in found["held_by"]],
        not_limited_by=found.get("not_limited_by", []),
    )


def _held(found: dict[str, Any]) -> HeldBy:
    sent = [InvitationSent(one["id"], parse_time(one["at"])) for one in found["invitations"]]
    return HeldBy(found["quarantine"], sent, parse_time(found["until"]))
