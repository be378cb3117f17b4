"""The types are complete, and say what is there."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import polars
import pytest
import usage
import voc
from conftest import PROGRAM, ROOT, ROSTER, ROWS, signal

HERE = Path(__file__).parent
CONFIG = ROOT / "voc-py" / "pyproject.toml"


def check(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=HERE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_is_strictly_typed() -> None:
    check("mypy", "--config-file", CONFIG, "--package", "voc")


def test_a_user_s_code_is_strictly_typed() -> None:
    check("mypy", "--config-file", CONFIG, "usage.py")


def test_the_stubs_say_what_is_there() -> None:
    allowed = HERE / "stubtest-allowlist.txt"
    check("mypy.stubtest", "voc", "--mypy-config-file", CONFIG, "--allowlist", allowed)


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(voc.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("name", [name for name in voc.__all__ if name != "__version__"])
def test_every_public_name_is_documented(name: str) -> None:
    thing = getattr(voc, name)
    assert inspect.getdoc(thing), name
    for member, value in vars(thing).items() if inspect.isclass(thing) else ():
        public = not member.startswith("_")
        if public and (callable(value) or isinstance(value, (property, classmethod))):
            assert inspect.getdoc(getattr(thing, member)), f"{name}.{member}"


def test_the_user_s_code_runs(tmp_path: Path) -> None:
    path = tmp_path / "program.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    at = polars.col("at").str.to_datetime(time_zone="UTC")
    frame = polars.DataFrame(ROWS).with_columns(at).rename({"at": "created"})
    months, digest = usage.batch(path, frame)
    assert months.height == 3 and len(digest) == 64
    program = voc.Program.load(path)
    due = usage.live(program, [ROSTER, signal("s-1", "2026-03-02T09:00:00Z", 2), {"id": "x"}])
    assert due == datetime(2026, 3, 4, 9, tzinfo=timezone.utc)
    assert usage.one_case(program, datetime(2026, 3, 2, tzinfo=timezone.utc)) == "acknowledged"
    assert usage.numbers().endswith("2 2")
    assert usage.kept(polars.DataFrame({"ltr": [10, 3], "channel": ["web", "web"]})).startswith(b'{"voc_tallies":1')
    names = ["case:concept:name", "concept:name", "time:timestamp", "org:group", "answer", "complains", "order", "tier"]
    rows = [
        ("c-1", "tell", "2026-03-02T09:00:00Z", "desk", "9", "false", "o-1", "gold"),
        ("c-1", "complain", "2026-03-02T10:00:00Z", "care", "2", "true", None, "gold"),
        ("c-1", "paid", "2026-03-02T11:00:00Z", "bank", None, None, "o-1", "gold"),
    ]
    assert usage.paths(polars.DataFrame(rows, schema=names, orient="row")).height == 3
