"""The Voice-of-the-Customer engine: journeys, signals, alerts, closed loop, honest numbers."""

from voc._calendar import holidays
from voc._case import Case
from voc._engine import Engine
from voc._errors import Diagnostic, Position, ProgramError, Refusal, VocError, VocWarning
from voc._improvement import Improvement
from voc._invite import HeldBy, InvitationSent, MayInvite
from voc._journey import Durations, EventLog, Fitness, Journey, JourneyBook
from voc._loop import AlertCounts, ClockCounts, LoopHealth, LoopRow, PromiseCounts
from voc._mapping import Mapping
from voc._metric import Estimate, csat, nps, rate
from voc._partition import facts_digest, judge_metrics, partition_of
from voc._program import Program
from voc._run import Run
from voc._table import Table
from voc._voc import __version__

__all__ = [
    "AlertCounts",
    "Case",
    "ClockCounts",
    "Diagnostic",
    "Durations",
    "Engine",
    "Estimate",
    "EventLog",
    "Fitness",
    "HeldBy",
    "Improvement",
    "InvitationSent",
    "Journey",
    "JourneyBook",
    "LoopHealth",
    "LoopRow",
    "Mapping",
    "MayInvite",
    "Position",
    "Program",
    "ProgramError",
    "PromiseCounts",
    "Refusal",
    "Run",
    "Table",
    "VocError",
    "VocWarning",
    "__version__",
    "csat",
    "facts_digest",
    "holidays",
    "judge_metrics",
    "nps",
    "partition_of",
    "rate",
]
