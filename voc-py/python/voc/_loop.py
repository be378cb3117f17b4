"""The health of the loop: the company's number beside the customer's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import Any

from voc._metric import Estimate


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """The alerts that stand."""

    concerns: int
    """Things to put right."""
    praise: int
    """Things to be proud of."""
    by_rule: dict[str, int]
    """By rule."""
    shadowed: dict[str, int]
    """What rules on trial (``shadow``) would have raised, by rule. Not counted above."""
    suppressed: dict[str, int]
    """What was suppressed, by rule. Not counted above."""
    suppressed_by: dict[str, int]
    """What was suppressed, by reason; an alert may have several."""


@dataclass(frozen=True, slots=True)
class ClockCounts:
    """The clocks of one service-level target."""

    met: int
    """In time."""
    breached: int
    """Too late."""
    open: int
    """Running or paused."""


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """What customers were promised, and what became of it."""

    open: int
    """Not done, and not due."""
    kept: int
    """Done in time."""
    broken: int
    """Not done in time, or called off."""


@dataclass(frozen=True, slots=True)
class TransferCounts:
    """How cases were handed over, and what became of that: each transfer is counted once."""

    open: int = 0
    """Not taken up, and not due."""
    taken_up: int = 0
    """Taken up in time, or nothing was left to take up."""
    lapsed: int = 0
    """Not taken up in time, whatever came after."""
    handed_on: int = 0
    """Handed over again before it was taken up, by others than whoever had it."""


@dataclass(frozen=True, kw_only=True)
class LoopRow:
    """The cases of one group. Cancelled cases are counted in ``cancelled`` only, duplicates in ``merged``."""

    group: str | None = None
    """The group; ``None`` for all cases, and for those without a value."""
    cases: int
    """All cases but those cancelled or merged."""
    cancelled: int
    """Those cancelled because every alert behind them was retracted."""
    merged: int
    """Those merged into another of the same customer."""
    answered: int
    """The company's number: cases that we resolved or closed at least once."""
    closed: int
    """Cases that are closed now."""
    closed_by: dict[str, int]
    """Cases closed now, by ground."""
    verdicts: dict[str, int]
    """Cases by the customer's word as it stands."""
    false_resolutions: int
    """Cases that we resolved or closed and the customer disputed, whatever came after."""
    reopened: int
    """Cases reopened at least once."""
    answered_without_verdict: int
    """Cases that we answered and on which the customer has said nothing."""
    states: dict[str, int]
    """Where the work stands; ``waiting.customer`` and the like by what they wait on."""
    sub_states: dict[str, int] = field(default_factory=dict)
    """Of those, the cases in sub-states: ``in_progress.repair`` and the like."""
    clocks: dict[str, ClockCounts]
    """The clocks, by target."""
    promises: PromiseCounts
    """What customers were promised."""
    transfers: TransferCounts = field(default_factory=TransferCounts)
    """How cases were handed over."""
    answered_rate: Estimate
    """The company's number as a share of all cases."""
    confirmed_rate: Estimate
    """The customer's number: confirmed, as a share of those answered."""
    false_resolution_rate: Estimate
    """False resolutions, as a share of those answered."""


@dataclass(frozen=True, kw_only=True)
class LoopHealth(LoopRow):
    """Whether the loop works, over all cases."""

    alerts: AlertCounts
    """The alerts that stand."""


def health(text: str) -> LoopHealth:
    found = json.loads(text)
    alerts = AlertCounts(**found.pop("alerts"))
    return LoopHealth(alerts=alerts, **_row(found))


def rows(text: str) -> list[LoopRow]:
    return [LoopRow(**_row(found)) for found in json.loads(text)]


def _row(found: dict[str, Any]) -> dict[str, Any]:
    found["clocks"] = {name: ClockCounts(**clock) for name, clock in found["clocks"].items()}
    found["promises"] = PromiseCounts(**found["promises"])
    found["transfers"] = TransferCounts(**found.get("transfers", {}))
    for part in fields(LoopRow):
        if part.name.endswith("_rate"):
            found[part.name] = Estimate(**found[part.name])
    return found
