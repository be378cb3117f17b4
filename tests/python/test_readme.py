"""Every Python block of the READMEs runs, in a folder of its own that has `examples/` in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

FILES = [ROOT / "README.md", ROOT / "voc-py" / "README.md"]
BLOCK = re.compile(r"^```(?:python|py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[tuple[int, str]]:
    """The Python blocks of a file, each with the number of its first line."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in BLOCK.finditer(text)]


BLOCKS = [
    pytest.param(line, code, id=f"{path.relative_to(ROOT).as_posix()}:{line}")
    for path in FILES
    for line, code in blocks(path)
]


@pytest.mark.parametrize("line, code", BLOCKS)
def test_a_block_runs(line: int, code: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    # Empty lines before it, so that a traceback names the line of the README.
    (tmp_path / "block.py").write_text("\n" * (line - 1) + code, encoding="utf-8")
    command = [sys.executable, "-W", "error", "block.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_readme_shows_python(path: Path) -> None:
    assert blocks(path)
