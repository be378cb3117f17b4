"""Journeys planned by a program: signals assigned to instances, these held against the plan, and that to pm4py."""

from __future__ import annotations

import random
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pm4py
import polars as pl
import pytest
import voc
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils import petri_utils

PROGRAM = voc.Program((Path(__file__).parents[2] / "examples/insurance/program.yaml").read_text())
KEY = {"claim_id": "A"}
SEQUENCE = "abcd"


def signal(id: str, day: int, kind: str, **more: Any) -> dict[str, Any]:
    at = f"2026-03-{day:02}T09:00:00Z"
    return {"id": id, "signal": {"at": at, "kind": kind, "customer": "c1", **more}}


CLAIM = [
    signal("s1", 1, "claim_opened", touch_point="report-claim", channel="phone", fields=KEY),
    signal("s2", 3, "contact", touch_point="claim-status", channel="web", fields=KEY),
    signal("s3", 4, "contact", touch_point="claim-status", channel="phone"),
    signal("s4", 9, "claim_paid", touch_point="payout", channel="web", fields=KEY),
    signal("s5", 10, "contact", fields=KEY),
    signal("s6", 11, "response", touch_point="payout", fields={"csat": 5}),
    signal("s7", 12, "review", fields={"stars": 5}),
]


def test_a_claim_is_held_against_its_plan() -> None:
    journey = PROGRAM.journey("claim", CLAIM)
    [row] = journey.instances.to_dicts()
    assert (row["key"], row["signals"], row["steps"], row["over"]) == ("A", 5, 4, "ends")
    left = {row["reason"]: row["signals"] for row in journey.unassigned.to_dicts() if row["signals"]}
    assert (journey.assigned, left) == (5, {"elsewhere": 1, "after_end": 1})
    deviations = journey.conformance().to_dicts()
    # The first hours are a moment at the report; status came twice.
    assert [(row["kind"], row["stage"], row["activity"], row["times"], row["of"]) for row in deviations] == [
        ("repeated", "wait", "claim-status", 1, 1)
    ]
    [row] = journey.conformance(by="channel").to_dicts()
    assert (row["group"], row["kind"], row["of"]) == ("phone", "repeated", 1)
    moments = {row["moment"]: (row["reached"], row["happened"]) for row in journey.moments.to_dicts()}
    assert moments == {"first-hours": (1, 0), "silence": (1, 0)}
    fitness = journey.fitness
    # Four steps and three planned touch points; one of the seven has no counterpart.
    assert (fitness.judged, fitness.mean) == (1, pytest.approx(1 - 1 / 7))
    [fit] = journey.fits.to_dicts()
    assert (fit["matched"], fit["cost"], fit["deviations"]) == (3, 1, 1)
    [variant] = journey.log.variants.to_dicts()
    assert variant["path"] == ["report-claim", "claim-status", "claim-status", "payout"]


def test_a_journey_says_where_it_falls_and_what_passes_on_it() -> None:
    journey = PROGRAM.journey("claim", CLAIM)
    # The answer of day 11 is about the payout of day 9.
    [row] = journey.experience("csat").to_dicts()
    assert (row["activity"], row["score"], row["score_n"], row["pairs"]) == ("payout", 1.0, 1, 0)
    assert [row["score"] for row in journey.scored("csat").rows.to_dicts()] == [None, None, None, 5.0]
    # Owners: claims, the service centre, claims.
    passed = [(row["from"], row["to"], row["n"]) for row in journey.hand_overs.to_dicts()]
    assert passed == [("claims", "service-centre", 1), ("service-centre", "claims", 1)]
    # The report said which claim, and so did the first who asked; the last who asked did not.
    lost = [(row["lost_claim_id"], row["lost_claim_id_n"]) for row in journey.hand_overs.to_dicts()]
    assert lost == [(0, 1), (0, 0)]
    # Nothing of it raises a concern.
    assert [row["passed"] for row in journey.concerns(min_n=1).to_dicts()] == [0.0, 0.0, 0.0]
    angry = signal("s8", 4, "response", touch_point="claim-status", fields={"ltr": 3})
    journey = PROGRAM.journey("claim", [*CLAIM, angry])
    assert [row["concern"] for row in journey.log.rows.to_dicts()] == [False, False, True, False]
    with pytest.raises(voc.VocError, match="`fcr` is a rate"):
        journey.experience("fcr")
    with pytest.raises(voc.VocError, match="did you mean `csat`"):
        journey.scored("csta")


def test_a_map_ranks_its_moments_by_its_journey() -> None:
    run = PROGRAM.run(CLAIM, until="2026-03-30T00:00:00Z")
    journey = PROGRAM.journey("claim", CLAIM, until="2026-03-30T00:00:00Z")
    first, silence = run.map("claim", journey).to_dict()["moments"]
    assert (first["note"], first["data_rank"]) == ("promised within 4 hours", 1)
    words = "seen by the rule not-paid: promised within 20 days, to vulnerable within 10 days"
    assert (silence["note"], silence["data_rank"]) == (words, 1)
    assert "data_rank" not in run.map("claim").to_dict()["moments"][0]
    engine = voc.Engine(PROGRAM)
    assert engine.map("claim", journey).to_dict()["moments"] == [first, silence]


def test_a_book_says_the_same_in_any_order() -> None:
    whole = PROGRAM.journey("claim", CLAIM)
    for seed in range(20):
        book = voc.JourneyBook(PROGRAM, "claim")
        shuffled = CLAIM + [signal("s8", 2, "contact", fields=KEY)]
        random.Random(seed).shuffle(shuffled)
        for one in shuffled:
            book.take(one)
        book.take({"id": f"r{seed}", "retract": {"signal": "s8"}})
        book.advance("2026-03-12T09:00:00Z")
        assert book.journey.instances.to_dicts() == whole.instances.to_dicts()
        assert book.journey.unassigned.to_dicts() == whole.unassigned.to_dicts()
        assert book.instances_of("c1").to_dicts() == whole.instances.to_dicts()
        assert book.placement("s5") == {"unassigned": "after_end"}
        assert book.placement("s8") is None
        assert book.placement("s1") == {"instance": whole.instances.to_dicts()[0]["instance"]}


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(voc.VocError, match="unknown journey `clam`"):
        PROGRAM.journey("clam", CLAIM)
    with pytest.raises(voc.VocError, match="not told apart by `unit`"):
        PROGRAM.journey("claim", CLAIM).conformance(by="unit")
    with pytest.raises(voc.Refusal, match="unknown kind"):
        voc.JourneyBook(PROGRAM, "claim").take(signal("s1", 1, "contct"))
    journey = PROGRAM.journey("claim", [*CLAIM, signal("s8", 2, "contct")])
    assert [row["id"] for row in journey.refused.to_dicts()] == ["s8"]
    assert len(journey) == 1


def flat(seed: int, rows: int) -> list[dict[str, Any]]:
    """Random rows of a frame."""
    dice = random.Random(seed)
    kinds = ["claim_opened", "contact", "contact", "claim_paid", "response", "review"]
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    made = []
    for number in range(rows):
        kind = dice.choice(kinds)
        claims = kind in {"claim_opened", "contact", "claim_paid"}
        made.append({
            "id": f"s{number:05}",
            "at": start + timedelta(hours=dice.randrange(24 * 60)),
            "kind": kind,
            "customer": dice.choice(["c1", "c2", "c3", "c4", None]),
            "touch_point": dice.choice(["report-claim", "claim-status", "payout", None]),
            "channel": dice.choice(["phone", "web", None]),
            "claim_id": dice.choice(["A", "B", None]) if claims else None,
            "csat": dice.randrange(1, 8) if kind == "response" else None,
            "vulnerable": dice.choice([True, False, None]),
        })
    return made


@pytest.mark.parametrize("seed", range(6))
def test_a_frame_says_what_one_signal_after_another_says(seed: int) -> None:
    rows = flat(seed, 400)
    by_columns = PROGRAM.journey("claim", pl.DataFrame(rows, infer_schema_length=None))
    by_dicts = PROGRAM.journey("claim", rows)
    # A csat of 6 or 7 is off its scale.
    assert by_columns.refused.to_dicts() == by_dicts.refused.to_dicts()
    for by in (None, "segment", "channel"):
        assert by_columns.conformance(by).to_dicts() == by_dicts.conformance(by).to_dicts()
    for name in ("instances", "unassigned", "fits", "moments"):
        assert getattr(by_columns, name).to_dicts() == getattr(by_dicts, name).to_dicts(), name
    assert by_columns.fitness == by_dicts.fitness
    assert by_columns.log.transitions.to_dicts() == by_dicts.log.transitions.to_dicts()
    counted = sum(row["signals"] for row in by_dicts.unassigned.to_dicts())
    assert counted + by_dicts.assigned + len(by_dicts.refused) == len(rows)


def sequence() -> tuple[PetriNet, Marking, Marking]:
    """The Petri net of one touch point after another."""
    net = PetriNet("sequence")
    places = [PetriNet.Place(f"p{number}") for number in range(len(SEQUENCE) + 1)]
    net.places.update(places)
    for name, before, after in zip(SEQUENCE, places, places[1:], strict=False):
        step = PetriNet.Transition(name, name)
        net.transitions.add(step)
        petri_utils.add_arc_from_to(before, step, net)
        petri_utils.add_arc_from_to(step, after, net)
    return net, Marking({places[0]: 1}), Marking({places[-1]: 1})


@pytest.mark.parametrize("seed", range(4))
def test_on_a_plain_sequence_fitness_is_that_of_alignments(seed: int) -> None:
    dice = random.Random(seed)
    points = ", ".join(f"{name}: {{}}" for name in "abcdx")
    stages = ", ".join(f"{{id: at-{name}, touch_points: [{name}]}}" for name in SEQUENCE)
    # A key, so that what is not planned belongs to its instance.
    program = voc.Program(
        f"voc: 1\nname: Sequence\nfields: {{case: text}}\ntouch_points: {{{points}}}\n"
        f"journeys: {{way: {{key: case, stages: [{stages}]}}}}\n"
    )
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    rows = []
    for case in range(60):
        for step in range(dice.randrange(1, 9)):
            rows.append((f"case-{case:02}", dice.choice("abcdx"), start + timedelta(minutes=step)))
    frame = pd.DataFrame(rows, columns=["case", "touch_point", "at"])
    ours = frame.assign(customer=frame.case, kind="step", id=[f"s{row:04}" for row in range(len(frame))])
    fits = {row["key"]: row for row in program.journey("way", ours).fits.to_dicts()}
    named = {"case": "case:concept:name", "touch_point": "concept:name", "at": "time:timestamp"}
    theirs = frame.rename(columns=named)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pm4py.conformance_diagnostics_alignments(theirs, *sequence())
    cases = theirs["case:concept:name"].drop_duplicates()
    for case, alignment in zip(cases, found, strict=True):
        # A move of the log alone or the model alone costs 10,000 there, and a pair nothing.
        assert fits[case]["cost"] == alignment["cost"] // 10_000
        assert fits[case]["fitness"] == pytest.approx(alignment["fitness"])
