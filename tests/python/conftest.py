"""What several tests share: a small program, and rows for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import voc

ROOT = Path(__file__).resolve().parents[2]


def shared_data(name: str) -> Path:
    """A file of `../shared/data`, beside the project or above: it is no part of it, and may be absent."""
    beside = [folder / "shared" / "data" / name for folder in ROOT.parents]
    return next((path for path in beside if path.is_file()), beside[0])


PROGRAM = """
voc: 1
name: A small telecoms provider
time_zone: Europe/London
privacy: {contact_consent: may_contact}
kinds:
  response: {fields: [ltr, csat, may_contact]}
  contact: {fields: [topic]}
fields: {ltr: int, csat: int, may_contact: bool, topic: text}
customer: {tier: text}
metrics:
  nps: {kind: nps, of: ltr, scale: [0, 10]}
  csat: {kind: csat, of: csat, scale: [1, 5], top_box: 2}
  promoters: {kind: rate, of: 'kind == "response" && ltr >= 9', out_of: 'kind == "response" && has(ltr)'}
roles:
  manager: {level: middle}
units:
  company: {}
  care: {parent: company}
channels: {phone: {}, web: {}}
touch_points:
  call: {channels: [phone, web], owner: care}
routes:
  - {to: owner, role: manager}
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  promoter: {when: 'kind == "response" && ltr >= 9', raise: {praise: true}}
cases:
  recovery:
    targets: {resolve: {within: P2D}}
    close: {ask: survey, undisputed_after: P7D, waive: [manager]}
    root_causes: [product, policy]
"""

ROSTER: dict[str, Any] = {
    "id": "roster",
    "roster": {
        "at": "2026-01-01T00:00:00Z",
        "people": {"ana": {"units": ["care"], "role": "manager"}},
    },
}

ROWS: list[dict[str, Any]] = [
    {"id": "s-1", "at": "2026-03-02T09:00:00Z", "ltr": 3, "customer": "c-1", "channel": "phone"},
    {"id": "s-2", "at": "2026-03-03T09:00:00Z", "ltr": 10, "customer": "c-2", "channel": "web"},
    {"id": "s-3", "at": "2026-04-04T09:00:00Z", "ltr": 8, "customer": "c-3", "channel": "web"},
    {"id": "s-4", "at": "2026-04-05T09:00:00Z", "ltr": None, "customer": "c-1", "channel": "phone"},
    {"id": "s-5", "at": "2026-04-06T09:00:00Z", "ltr": 6, "customer": None, "channel": "web"},
]
ROWS = [{**row, "kind": "response", "touch_point": "call", "tier": "gold"} for row in ROWS]


@pytest.fixture
def program() -> voc.Program:
    return voc.Program.parse(PROGRAM)


@pytest.fixture
def engine(program: voc.Program) -> voc.Engine:
    engine = voc.Engine(program)
    engine.handle(ROSTER)
    return engine


def signal(id: str, at: str, ltr: int, customer: str = "c-1", **more: Any) -> dict[str, Any]:
    """A response as an input of the engine, received when it happened."""
    body = {"at": at, "kind": "response", "customer": customer, "touch_point": "call"}
    return {"id": id, "received": at, "signal": {**body, "fields": {"ltr": ltr}, **more}}
