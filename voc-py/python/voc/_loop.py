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


@dataclass(frozen=True, slots=True)
class Waited:
    """How cases waited on somebody."""

    n: int
    """How many waits."""
    elapsed_us: int
    """How long they were together, in microseconds, day and night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far the loop reaches the concerns that stand; one that joined an open case has that case."""

    concerns: int
    """The concerns that stand and are about a customer."""
    with_case: int
    """Those that got a case."""
    contacted: int
    """Those whose customer a person has reached since."""
    contacted_in_time: int
    """Of those contacted, the ones on whose case the target ``first_contact`` was met."""
    confirmed: int
    """Those whose case the customer confirmed to be solved."""
    with_case_rate: Estimate
    """With a case, as a share of the concerns."""
    contacted_rate: Estimate
    """Contacted, as a share of the concerns."""
    contacted_in_time_rate: Estimate | None = None
    """Contacted in time, as a share of the concerns; ``None`` where no type of case has such a target."""
    confirmed_rate: Estimate
    """Confirmed, as a share of the concerns."""


@dataclass(frozen=True, slots=True)
class PraiseReach:
    """How far the loop carries praise."""

    praise: int
    """The praise that stands."""
    passed_on: int
    """That of which a person was told."""
    passed_on_rate: Estimate
    """Passed on, as a share of the praise."""


@dataclass(frozen=True, slots=True)
class WithoutInsight:
    """The people of a level whom no insight reached."""

    level: str
    """``executive``, ``middle`` or ``front_line``."""
    people: int
    """The people of the roster, of this level."""
    told_nothing: int
    """Those who were told nothing."""
    read_nothing: int
    """Those who have read nothing."""
    acted_on_nothing: int
    """Those who have acted on nothing."""
    told_nothing_rate: Estimate
    """Told nothing, as a share of the people."""
    read_nothing_rate: Estimate
    """Read nothing, as a share of the people."""
    acted_on_nothing_rate: Estimate
    """Acted on nothing, as a share of the people."""


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
    waited: dict[str, Waited] = field(default_factory=dict)
    """How the cases waited, by what they waited on."""
    thank_you_only: int = 0
    """Cases answered with no action, promise, root cause or improvement on record."""
    thank_you_only_rate: Estimate | None = None
    """Thank-you only, as a share of those answered."""
    reopened_rate: Estimate | None = None
    """Reopened, as a share of those answered."""
    promises_kept_rate: Estimate | None = None
    """Promises kept, as a share of those kept or broken."""
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
    reach: Reach | None = None
    """How far the loop reaches the concerns that stand; ``None`` without any."""
    praise_reach: PraiseReach | None = None
    """How far it carries the praise that stands; of a run alone."""
    without_insight: list[WithoutInsight] = field(default_factory=list)
    """Who never got an insight, by level; empty where the program says nothing of ``notices``."""


def health(text: str) -> LoopHealth:
    found = json.loads(text)
    alerts = AlertCounts(**found.pop("alerts"))
    return LoopHealth(
        alerts=alerts,
        reach=_rated(Reach, found.pop("reach", None)),
        praise_reach=_rated(PraiseReach, found.pop("praise_reach", None)),
        without_insight=[_rated(WithoutInsight, row) for row in found.pop("without_insight", [])],
        **_row(found),
    )


def rows(text: str) -> list[LoopRow]:
    return [LoopRow(**_row(found)) for found in json.loads(text)]


def _row(found: dict[str, Any]) -> dict[str, Any]:
    found["clocks"] = {name: ClockCounts(**clock) for name, clock in found["clocks"].items()}
    found["promises"] = PromiseCounts(**found["promises"])
    found["transfers"] = TransferCounts(**found.get("transfers", {}))
    found["waited"] = {on: Waited(**one) for on, one in found.get("waited", {}).items()}
    for part in fields(LoopRow):
        if part.name in found and part.name.endswith("_rate"):
            found[part.name] = Estimate(**found[part.name])
    return found


def _rated(of: Any, found: dict[str, Any] | None) -> Any:
    """An object of these counts and rates, or ``None``."""
    if found is None:
        return None
    rated = {name: Estimate(**it) if name.endswith("_rate") else it for name, it in found.items()}
    return of(**rated)
