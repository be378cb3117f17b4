"""The desk as voc knows it: the program with the log's groups as units, and who works there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import voc

from service_desk.log import Row

PROGRAM = Path(__file__).resolve().parents[1] / "program.yaml"


def unit(group: str | None) -> str:
    """The unit of a group; an incident of no group is the desk's."""
    return "desk" if group is None else group.lower().replace(" ", "-")


def program(rows: Iterable[Row]) -> voc.Program:
    """The program, with a unit for each group of the log."""
    groups = sorted({row.group for row in rows if row.group is not None})
    units = [f"  {unit(group)}: {{parent: desk, label: {group}}}\n" for group in groups]
    return voc.Program.parse(PROGRAM.read_text(encoding="utf-8") + "".join(units))


def roster(rows: list[Row]) -> dict[str, Any]:
    """Everybody whom the log names: who was given incidents, by group, and who changed them."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.person is not None:
            groups[row.person].add(unit(row.group))
    people = {by: {"units": ["desk"], "role": "agent"} for by in {row.by for row in rows}}
    people |= {name: {"units": sorted(them), "role": "resolver"} for name, them in groups.items()}
    first = min(row.at for row in rows)
    return {"id": "roster", "roster": {"at": first, "people": dict(sorted(people.items()))}}
