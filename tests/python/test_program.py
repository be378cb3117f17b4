"""Programs and their errors."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import voc
from conftest import PROGRAM, ROWS, signal


def test_a_program_is_the_same_from_every_source(tmp_path: Path) -> None:
    path = tmp_path / "program.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    program = voc.Program.load(path)
    assert program == voc.Program.parse(PROGRAM)
    assert program.name == "A small telecoms provider"
    as_dict = {"voc": 1, "name": "x", "fields": {"ltr": "int"}}
    assert voc.Program.from_dict(as_dict) == voc.Program.from_json(json.dumps(as_dict))
    assert hash(voc.Program.from_dict(as_dict)) != hash(program)


def test_a_program_is_picklable(program: voc.Program) -> None:
    copy = pickle.loads(pickle.dumps(program))
    assert copy == program
    assert copy.run(ROWS).digest == program.run(ROWS).digest


def test_check_gives_diagnostics(program: voc.Program) -> None:
    assert all(isinstance(found, voc.Diagnostic) for found in program.check())
    assert all(found.severity == "warning" for found in program.check())


def test_a_malformed_program_names_place_and_nearest_key() -> None:
    with pytest.raises(voc.ProgramError) as caught:
        voc.Program.parse("voc: 1\nname: x\nmetrcs: {}\n")
    (found,) = caught.value.diagnostics
    assert found.severity == "error"
    assert found.code == "unknown"
    assert found.position is not None
    assert found.position.line == 3
    assert found.hint is not None and "metrics" in found.hint
    assert "line 3" in str(caught.value)
    assert isinstance(caught.value, voc.VocError)
    assert caught.value.code == "unknown"
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.diagnostics == caught.value.diagnostics


def test_a_program_names_the_rules_that_hold_at_a_signal(program: voc.Program) -> None:
    answer = signal("s-1", "2026-03-02T09:00:00Z", 3)["signal"]
    assert program.matching(answer) == ["detractor"]
    assert program.matching({**answer, "fields": {"ltr": 9}}) == ["promoter"]
    assert pickle.loads(pickle.dumps(program)).matching({**answer, "fields": {}}) == []
    with pytest.raises(voc.Refusal) as caught:
        program.matching({**answer, "fields": {"ltr": "3"}})
    assert (caught.value.code, caught.value.path) == ("wrong_type", "signal.fields.ltr")


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        voc.Program.load(tmp_path / "none.yaml")
