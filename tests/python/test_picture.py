"""Pictures: the bytes that were reviewed, whoever asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
import voc

PICTURES = Path(__file__).parents[2] / "voc-core" / "src" / "picture"
WIDTHS = (360, 800, 1280)
KINDS = {
    "journey-map": voc.journey_map,
    "path-map": voc.path_map,
    "deviations": voc.deviations,
    "scorecard": voc.scorecard,
}
SAMPLES = sorted(PICTURES.glob("samples/*.json"))

PROGRAM = {
    "voc": 1,
    "name": "Corner insurance",
    "fields": {"csat": "int"},
    "metrics": {"csat": {"kind": "csat", "of": "csat", "scale": [1, 5]}},
    "units": {"claims": {}},
    "touch_points": {"report": {"channels": ["phone"], "owner": "claims"}},
    "channels": {"phone": {}},
    "journeys": {"claim": {"stages": [{"id": "tell", "touch_points": ["report"], "metric": "csat"}]}},
    "rules": {
        "unhappy": {"when": "csat <= 2", "raise": {"case": "recovery"}},
        "happy": {"when": "csat == 5", "raise": {"praise": True}},
    },
    "cases": {"recovery": {}},
}
ROWS = [
    {
        "id": f"s-{place}",
        "at": f"2026-03-02T10:00:0{place}Z",
        "kind": "response",
        "customer": f"c-{place}",
        "touch_point": "report" if place < 4 else None,
        "channel": "phone",
        "csat": csat,
    }
    for place, csat in enumerate([1, 5, 2, 4, 5])
]


def test_there_are_samples() -> None:
    assert {kind_of(sample) for sample in SAMPLES} == set(KINDS)


def kind_of(sample: Path) -> str:
    return next(kind for kind in KINDS if sample.stem.startswith(kind))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_bytes_are_those_that_were_reviewed(sample: Path, width: int) -> None:
    shown = json.loads(sample.read_text(encoding="utf-8"))
    reviewed = PICTURES / "snapshots" / f"voc_core__picture__tests__{sample.stem}-{width}.snap.svg"
    picture = KINDS[kind_of(sample)](shown, width=width)
    assert picture.svg.encode() == reviewed.read_bytes()


def test_a_picture_shows_itself_and_is_saved(tmp_path: Path) -> None:
    picture = voc.scorecard({"title": "Card", "stages": [{"label": "S"}]}, id_prefix="a")
    assert picture._repr_svg_() == picture.svg
    assert 'id="a-title"' in picture.svg
    picture.save(tmp_path / "card.svg")
    assert (tmp_path / "card.svg").read_bytes() == picture.svg.encode()
    narrow = picture.at(width=320)
    assert 'width="320"' in narrow.svg
    assert 'id="a-title"' in narrow.svg
    assert voc.scorecard(picture.to_dict(), id_prefix="a").svg == picture.svg
    assert repr(narrow) == "Picture(scorecard, width=320)"


@pytest.mark.parametrize("rows", [ROWS, pl.DataFrame(ROWS)], ids=["dicts", "frame"])
def test_a_run_as_a_map_and_a_scorecard(rows: Any) -> None:
    run = voc.Program.parse(json.dumps(PROGRAM)).run(rows)
    shown = run.map("claim", width=360).to_dict()
    (stage,) = shown["stages"]
    # Of the scores 1, 5, 2, 4 at the touch point two are concerns and one is praise.
    assert (stage["volume"], stage["concerns"], stage["praise"]) == (4, 2, 1)
    assert (stage["metric"]["value"], stage["metric"]["n"]) == (0.5, 4)
    assert stage["touch_points"][0]["channels"] == [{"label": "phone", "volume": 4}]
    assert shown["elsewhere"] == {"signals": 1, "concerns": 0, "praise": 1}
    (row,) = run.scorecard("claim").to_dict()["stages"]
    assert row["open"] == 2
    for picture in (run.map("claim", width=360), run.scorecard("claim")):
        ElementTree.fromstring(picture.svg)


def test_an_engine_as_a_map() -> None:
    program = voc.Program.parse(json.dumps(PROGRAM))
    engine = voc.Engine(program)
    for row in ROWS:
        own = {name: value for name, value in row.items() if name not in ("id", "csat")}
        signal = {name: value for name, value in own.items() if value is not None}
        engine.handle({"id": row["id"], "signal": {**signal, "fields": {"csat": row["csat"]}}})
    (stage,) = engine.map("claim").to_dict()["stages"]
    assert (stage.get("volume"), stage["concerns"], stage.get("praise")) == (None, 2, None)
    assert engine.scorecard("claim").to_dict()["stages"][0]["open"] == 2


def test_a_log_as_a_map() -> None:
    rows = [("1", "ask", 1), ("1", "pay", 3), ("2", "ask", 2), ("2", "pay", 4), ("3", "ask", 1)]
    frame = pl.DataFrame(
        {"case": [row[0] for row in rows], "what": [row[1] for row in rows]}
    ).with_columns(at=pl.Series([row[2] * 1_000_000 for row in rows]).cast(pl.Datetime("us", "UTC")))
    log = voc.EventLog(frame, instance="case", activity="what", at="at")
    picture = log.map("Paying", at_least=0.5, width=400)
    shown = picture.to_dict()
    assert [it["id"] for it in shown["activities"]] == ["ask", "pay"]
    assert shown["steps"] == [
        {"from": "ask", "to": "pay", "n": 2, "instances": 2, "median_us": 2_000_000.0}
    ]
    assert "2 · 2 s" in picture.svg
    # One of three instances ends with `ask`: less than half.
    assert "Not drawn: 1 of 4 steps" in picture.svg


def test_a_journey_against_its_plan() -> None:
    journey = voc.Program.parse(json.dumps(PROGRAM)).journey("claim", pl.DataFrame(ROWS))
    shown = journey.deviations(width=360).to_dict()
    # Four customers come to the one planned touch point; the fifth is at none.
    (step,) = shown["stages"][0]["steps"]
    assert (shown["instances"], step["instances"], step["followed"], step["skipped"]) == (4, 4, 4, 0)
    assert shown["fitness"] == 1.0
    ElementTree.fromstring(journey.deviations().svg)
    ElementTree.fromstring(journey.log.map("Paths").svg)


def test_mistakes_name_their_place() -> None:
    with pytest.raises(voc.VocError) as wrong:
        metric = {"label": "m", "n": 1, "value": 2}
        voc.journey_map({"title": "x", "stages": [{"label": "s", "metric": metric}]})
    assert wrong.value.path == "stages.0.metric.value"
    with pytest.raises(voc.VocError) as wrong:
        voc.journey_map({"title": "x", "stages": []}, width=100)
    assert wrong.value.path == "width"
    with pytest.raises(voc.VocError) as wrong:
        voc.Program.parse(json.dumps(PROGRAM)).run([]).map("claims")
    assert wrong.value.code == "unknown"
