"""The Voice-of-the-Customer engine: journeys, signals, alerts, closed loop, honest numbers."""

from voc._actual import Fitness, Journey, JourneyBook
from voc._calendar import holidays
from voc._case import Case
from voc._engine import Engine
from voc._errors import Diagnostic, Position, ProgramError, Refusal, VocError, VocWarning
from voc._histories import Histories
from voc._improvement import Improvement
from voc._invite import HeldBy, InvitationSent, MayInvite
from voc._journey import Between, Durations, EventLog, FirstSigns
from voc._loop import (
    AlertCounts,
    ClockCounts,
    LoopHealth,
    LoopRow,
    PraiseReach,
    PromiseCounts,
    Reach,
    TransferCounts,
    Waited,
    WithoutInsight,
)
from voc._mapping import Mapping
from voc._metric import Estimate
from voc._partition import facts_digest, judge_metrics, partition_of
from voc._picture import Picture, deviations, journey_map, path_map, scorecard
from voc._program import Program
from voc._run import Run
from voc._statistics import (
    Comparison,
    Drivers,
    Trend,
    WeightedEstimate,
    bootstrap,
    compare,
    drivers,
    estimate,
    false_discovery,
    trend,
)
from voc._study import (
    event_rate,
    kendall,
    rate_ratio,
    rises,
    several,
    stratified,
    survival,
)
from voc._surveys import funnel, gaming, respondent_mix
from voc._table import Table
from voc._tallies import Tallies
from voc._tally import (
    Withheld,
    bottom_box,
    ces,
    csat,
    mean,
    median,
    nps,
    points,
    rate,
    share,
    top_box,
    withhold,
)
from voc._voc import __version__

__all__ = [
    "AlertCounts",
    "Between",
    "Case",
    "ClockCounts",
    "Comparison",
    "Diagnostic",
    "Drivers",
    "Durations",
    "Engine",
    "Estimate",
    "EventLog",
    "FirstSigns",
    "Fitness",
    "HeldBy",
    "Histories",
    "Improvement",
    "InvitationSent",
    "Journey",
    "JourneyBook",
    "LoopHealth",
    "LoopRow",
    "Mapping",
    "MayInvite",
    "Picture",
    "Position",
    "PraiseReach",
    "Program",
    "ProgramError",
    "PromiseCounts",
    "Reach",
    "Refusal",
    "Run",
    "Table",
    "Tallies",
    "TransferCounts",
    "Trend",
    "VocError",
    "VocWarning",
    "Waited",
    "WeightedEstimate",
    "Withheld",
    "WithoutInsight",
    "__version__",
    "bootstrap",
    "bottom_box",
    "ces",
    "compare",
    "csat",
    "deviations",
    "drivers",
    "estimate",
    "event_rate",
    "facts_digest",
    "false_discovery",
    "funnel",
    "gaming",
    "holidays",
    "journey_map",
    "judge_metrics",
    "kendall",
    "mean",
    "median",
    "nps",
    "partition_of",
    "path_map",
    "points",
    "rate",
    "rate_ratio",
    "respondent_mix",
    "rises",
    "scorecard",
    "several",
    "share",
    "stratified",
    "survival",
    "top_box",
    "trend",
    "withhold",
]
