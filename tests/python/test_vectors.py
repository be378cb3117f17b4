"""The conformance vectors, run as `tests/README.md` says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import voc
from conftest import ROOT
from matching import Names, match

FOLDER = ROOT / "tests" / "vectors"
VECTORS = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
@pytest.mark.parametrize("interrupted", [False, True], ids=["whole", "interrupted"])
def test_vector(path: Path, interrupted: bool) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    assert vector["voc_vector"] == 1
    common = vector.get("expect", {})
    runs = vector.get("runs") or [{"inputs": vector.get("inputs", [])}]
    for run in runs:
        expect = {**common, **run.get("expect", {})}
        try:
            program = read(vector["program"])
        except voc.ProgramError as error:
            assert "diagnostics" in expect, error
            found = [as_dict(diagnostic) for diagnostic in error.diagnostics]
            match(expect["diagnostics"], found, Names(), "diagnostics")
            continue
        assert "diagnostics" not in expect
        Outcome(program, run["inputs"], interrupted).hold(expect)
        for one in expect.get("histories", []):
            hold_histories(program, run["inputs"], one)
        for one in expect.get("journeys", []):
            hold_journey(program, run["inputs"], one)


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 25


def read(program: Any) -> voc.Program:
    if isinstance(program, str):
        return voc.Program.parse(program)
    return voc.Program.from_dict(program)


class Outcome:
    """What an engine makes of a log of inputs."""

    def __init__(self, program: voc.Program, inputs: list[Any], interrupted: bool) -> None:
        self.engine = voc.Engine(program)
        self.events: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        for input in inputs:
            try:
                self.events += self.engine.handle(input)
            except voc.Refusal as refusal:
                self.refused.append({"id": input.get("id"), **as_dict(refusal)})
            if interrupted:
                self.engine = voc.Engine.restore(program, self.engine.snapshot())

    def hold(self, expect: dict[str, Any]) -> None:
        engine, names = self.engine, Names()
        if "events" in expect:
            types = expect.get("types")
            kept = [it for it in self.events if types is None or it["type"] in types]
            match(expect["events"], kept, names, "events")
        match(expect.get("refused", []), self.refused, names, "refused")
        for signal, case in expect.get("cases", {}).items():
            match(case, self.case_of(signal), names, f"cases.{signal}")
        if "case_count" in expect:
            assert len(engine.cases()) == expect["case_count"]
        for clock in expect.get("clocks", []):
            clocks = engine.clocks(self.case_of(clock["of"])["id"], clock["at"])
            (found,) = [it for it in clocks if it["target"] == clock["target"]]
            of = self.case_of(clock["of"])["id"]
            alone = engine.verdict_at(of, clock["target"], clock["at"])
            match(alone, found, names, f"verdict_at.{clock['target']}")
            match(clock["is"], found, names, f"clocks.{clock['target']}")
        for metric in expect.get("metrics", []):
            self.hold_metric(metric, names)
        for one in expect.get("explanations", []):
            self.hold_explanation(one, names)
        for one in expect.get("why_not", []):
            asked = {key: one[key] for key in ("rule", "customer", "at") if key in one}
            match(one["is"], asked_for(lambda: engine.why_not(**asked)), names, f"why_not.{asked}")
        for one in expect.get("matching", []):
            signal = one["signal"]
            found = asked_for(lambda: engine.program.matching(signal))
            match(one["is"], found, names, f"matching {signal}")
        for question in expect.get("may_invite", []):
            answer = engine.may_invite(**question["ask"])
            assert bool(answer) == answer.may
            shown = json.loads(json.dumps(asdict(answer), default=time_shown))
            match(question["is"], shown, names, f"may_invite {question['ask']}")
        for one in expect.get("last_mile", []):
            match(one["rows"], engine.last_mile(*one["by"]), names, f"last_mile {one['by']}")
        for one in expect.get("answers", []):
            ask = one["ask"]
            match(one["is"], asked_for(lambda: self.staff(ask)), names, f"answers {ask}")
        for one in expect.get("coaching", []):
            employee = one["employee"]
            found = asked_for(lambda: engine.coaching(employee))
            match(one["is"], found, names, f"coaching of {employee}")
        if "improvements" in expect:
            match(expect["improvements"], engine.improvements(), names, "improvements")
        if "loop" in expect:
            match(expect["loop"], asdict(engine.loop()), names, "loop")
        if "counts" in expect:
            match(expect["counts"], engine.counts, names, "counts")
        if "next_due" in expect:
            due = engine.next_due()
            wanted = expect["next_due"]
            shown = due and time_shown(due)
            match(wanted, shown, names, "next_due")
        for digest in ("digest", "facts_digest"):
            if digest in expect:
                assert getattr(engine, digest) == expect[digest], digest

    def case_of(self, signal: str) -> dict[str, Any]:
        (case,) = [
            case
            for case in self.engine.cases()
            if any(alert["signal"] == signal for alert in case["alerts"])
        ]
        return case

    def staff(self, ask: dict[str, Any]) -> Any:
        """What only those who run the follow-up ask for."""
        ((kind, about),) = ask.items()
        if kind == "dossier":
            return self.engine.dossier(self.case_of(about["of"])["id"], about.get("person"))
        if kind == "effect":
            return self.engine.effect(about["improvement"])
        if kind == "preview_roster":
            return {"cases": self.engine.preview_roster(about)}
        if kind == "picture":
            return getattr(voc, about["kind"])(about["of"], **about["canvas"]).svg
        if kind == "journey_map":
            return self.engine.map(**about).to_dict()
        if kind == "scorecard":
            return self.engine.scorecard(about["journey"]).to_dict()
        if kind in {"funnel", "gaming"}:
            asked = dict(about)
            return getattr(voc, kind)(asked.pop("occasions", ()), **asked.pop("query", {}), **asked)
        if kind == "respondent_mix":
            return voc.respondent_mix(metric=about["kind"], **{key: about[key] for key in about if key != "kind"})
        if kind == "occasions":
            return self.engine.program.occasions(about["inputs"], **about["query"])
        if kind == "uses":
            return self.engine.program.uses(about["gaming"], people=about.get("people"))
        if kind == "voices":
            asked = dict(about)
            return self.engine.voices(**asked.pop("group", {}), **asked)
        if kind == "stage_card":
            return self.engine.stage_card(**about).to_dict()
        if kind in ("recognition", "time_lost"):
            return getattr(self.engine, kind)(about["by"])
        return getattr(self.engine, kind)(**about)

    def hold_explanation(self, one: dict[str, Any], names: Names) -> None:
        raised = [it["alert"] for it in self.events if it["type"] == "alert_raised"]
        wanted = (one["rule"], one.get("signal"))
        of = [it for it in raised if (it["rule"], it.get("signal")) == wanted]
        alert = of[-1]
        if "words" in one:
            assert self.engine.program.explain(alert) == one["words"]
        found = asked_for(lambda: self.engine.explain(alert["id"]))
        match(one["is"], found, names, f"explanations.{one['rule']}")

    def hold_metric(self, metric: dict[str, Any], names: Names) -> None:
        by = metric.get("by", [])
        asked = {key: metric[key] for key in ("every", "rolling", "average_of", "interval", "version_at", "min_n") if key in metric}
        table = self.engine.metric(metric["metric"], by=by, **asked)
        rows = table.to_dicts()
        for row in rows:
            row["group"] = {name: row.pop(name) for name in by}
        match(metric["rows"], rows, names, f"metrics.{metric['metric']}")


def hold_journey(program: voc.Program, inputs: list[Any], one: dict[str, Any]) -> None:
    """Holds the instances of a journey, which the inputs say without an engine."""
    found = program.journey(one["journey"], inputs, until=one.get("until"))
    tables = {
        "instances": found.instances,
        "unassigned": found.unassigned,
        "deviations": found.conformance(),
        "moments": found.moments,
        "rows": (found.scored(one["score"]) if "score" in one else found.log).rows,
    }
    told: dict[str, Any] = {name: table.to_dicts() for name, table in tables.items()}
    for row in told["instances"]:
        row.update({name: time_shown(row[name]) for name in ("from", "until")})
    told["fitness"] = found.fitness._asdict()
    match(one["is"], told, Names(), f"journeys.{one['journey']}")


def hold_histories(program: voc.Program, inputs: list[Any], one: dict[str, Any]) -> None:
    """Holds what the inputs say from the beginning; the cases beside them are those of a run."""
    [(kind, asked)] = one["ask"].items()
    renamed = {"from": "start"}
    asked = {renamed.get(name, name): value for name, value in asked.items()}
    gather = program.run(inputs, until=one.get("until")).histories if kind == "recovered" else program.histories(inputs, until=one.get("until"))
    found = asked_for(lambda: getattr(gather, kind)(**asked))
    match(one["is"], found, Names(), f"histories {one['ask']}")


def time_shown(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def asked_for(ask: Callable[[], Any]) -> Any:
    """An answer, or the error in its place."""
    try:
        return ask()
    except voc.VocError as error:
        return {"error": as_dict(error)}


def as_dict(error: voc.VocError | voc.Diagnostic) -> dict[str, Any]:
    keys = ("severity", "code", "message", "path", "hint")
    found = {key: getattr(error, key) for key in keys if hasattr(error, key)}
    found["diagnostics"] = [as_dict(one) for one in getattr(error, "diagnostics", [])]
    position = getattr(error, "position", None)
    if position is not None:
        found["position"] = {"line": position.line, "column": position.column}
    return found
