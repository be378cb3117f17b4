"""What a user writes, held to the types by `mypy --strict`; `test_types.py` runs it too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import voc


def batch(path: Path, frame: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    program: voc.Program = voc.Program.load(path)
    warnings: list[voc.Diagnostic] = program.check()
    run: voc.Run = program.run(frame, columns={"at": "created"}, time_zone="Europe/London")
    nps: voc.Table = run.metric("nps", by=["channel"], every="P1M", confidence=0.9)
    health: voc.LoopHealth = run.loop()
    rows: list[voc.LoopRow] = run.loop(by="unit")
    share: float | None = health.confirmed_rate.value
    assert len(warnings) >= 0 and len(rows) >= 0 and (share is None or share <= 1)
    return nps.to_polars(), run.digest


def at_a_form(program: voc.Program, signal: dict[str, Any]) -> bool:
    rules: list[str] = program.matching(signal)
    return "detractor" in rules


def live(program: voc.Program, inputs: list[dict[str, Any]]) -> datetime | None:
    engine = voc.Engine(program)
    for input in inputs:
        try:
            for event in engine.handle(input):
                kind: str = event["type"]
                assert kind
        except voc.Refusal as refusal:
            hint: str | None = refusal.hint
            print(refusal.code, refusal.path, hint)
    blob: bytes = engine.snapshot()
    again = voc.Engine.restore(program, blob)
    assert again.digest == engine.digest
    return again.next_due()


def one_case(program: voc.Program, at: datetime) -> str:
    case = voc.Case.open(program, {"case_type": "recovery", "at": at})
    if any(it["command"] == "acknowledge" and it["allowed"] for it in case.allowed("ana")):
        case.handle({"by": "ana", "at": at, "do": "acknowledge"})
    return case.state


def numbers() -> str:
    whole: voc.Estimate = voc.nps([10, 9, 3])
    groups: voc.Table = voc.csat([5, 4, 1], by=["a", "a", "b"])
    return f"{whole} {len(groups)} {voc.rate([True, False]).n}"


def kept(frame: pl.DataFrame) -> bytes:
    march: voc.Tallies = voc.Tallies(frame["ltr"], by=frame[["channel"]], scale=(0, 10))
    both: voc.Tallies = march + voc.Tallies.from_json(march.to_json()) - march
    found: voc.Estimate | voc.Table = both.metric("nps", totals=True, min_n=5)
    assert isinstance(found, voc.Table)
    return bytes(both)


def compared(frame: pl.DataFrame) -> float | None:
    weighted: voc.WeightedEstimate = voc.mean(frame["ltr"], weights=[1.0, 2.5], population=40)
    beside: voc.Comparison = voc.compare(frame["ltr"], [3, 9], "nps", confidence=0.9)
    going: voc.Trend = voc.trend([1.0, None, 3.0])
    drawn: voc.Estimate = voc.bootstrap([1.0, 2.0], max, seed=1)
    moved: voc.Drivers = voc.drivers(frame, "ltr", ["wait"], method="shapley", scale=(1, 5))
    rows: list[dict[str, Any]] = moved.table.to_dicts()
    print(weighted.effective_n, beside.p, going.slope, drawn.low, len(rows), voc.false_discovery([0.1]))
    return moved.r_squared


def asked(program: voc.Program, frame: pl.DataFrame) -> list[dict[str, Any]]:
    heard: dict[str, Any] = program.occasions([], concern="ltr <= 6", answer="ltr", good="ltr >= 9", bad="ltr <= 6")
    rows: list[dict[str, Any]] = voc.funnel(frame, by=["unit"], every="P1M") + voc.funnel(heard["occasions"])
    mix: dict[str, Any] = voc.respondent_mix([9, None], ["buyer", None], "nps", groups=["2025", "2026"])
    print(len(rows), mix["changes"])
    found = voc.gaming(frame, happenings=heard["happenings"], values=frame, metric="nps", target=9, caliper=0.2)
    return program.uses([found], people={"ann": {"units": ["north"], "role": "manager"}})


def journeys(program: voc.Program, frame: pl.DataFrame) -> float | None:
    journey: voc.Journey = program.journey("claim", frame)
    tables: list[voc.Table] = [journey.instances, journey.unassigned, journey.conformance(by="segment"), journey.fits]
    book = voc.JourneyBook(program, "claim")
    book.take({"id": "s-1", "signal": {"at": "2026-03-01T10:00:00Z", "kind": "contact", "customer": "c-1"}})
    print(len(tables), len(journey.log), book.placement("s-1"))
    return journey.fitness.mean


def paths(frame: pl.DataFrame) -> pl.DataFrame:
    log = voc.EventLog(frame, score="answer", concern="complains", segment="tier", information=["order"])
    between: voc.Between = log.between("tell", "paid")
    longest: int | None = between.durations and between.durations.max_us
    signs: voc.FirstSigns = log.first_signs("complain", min_n=10)
    warned: float | None = signs.warned.value
    falls: voc.Table = log.experience("share", at_least=9)
    gold: voc.EventLog = log.only("segment", "gold")
    tables = [log.repeats, log.hand_overs, log.stops(["paid"]), log.retention("week"), gold.concerns("variant")]
    print(longest, warned, len(falls), len(signs.rows), sum(map(len, tables)))
    return log.rows.to_polars()


def drawn(run: voc.Run, log: voc.EventLog) -> dict[str, Any]:
    picture: voc.Picture = run.map("claim", importance={"silence": 0.4}, targets={}, width=360)
    values: list[dict[str, Any]] = run.unit_values("csat", every="P7D")
    print(len(values))
    shown: dict[str, Any] = picture.to_dict()
    svgs: list[str] = [picture.svg, run.scorecard("claim").svg, log.map(at_least=0.05).at(width=400).svg]
    return voc.journey_map(shown, id_prefix=f"p{len(svgs)}").to_dict()
