"""One improvement by itself, for hosts that keep improvements in tables of their own."""

from __future__ import annotations

import json
from typing import Any

from voc import _voc
from voc._case import Case
from voc._payload import Payload, dumps
from voc._program import Program


class Improvement:
    """A change made because of feedback, with the cases behind it and the metric that it should move.

    It can be pickled; :meth:`to_dict` is what a host stores. What came of it needs the answers, so it is
    asked of an engine: :meth:`Engine.effect`.
    """

    __slots__ = ("_native",)

    def __init__(self, state: Payload) -> None:
        """An improvement as :meth:`to_dict` gave it."""
        self._native = _voc.Improvement.load(dumps(state))

    @classmethod
    def open(cls, program: Program, opening: Payload) -> Improvement:
        """Proposes an improvement.

        :param opening: ``{"by": "ana", "at": …, "open": {"title": …, "kind": "process", "owner": …,
            "units": […], "metric": …}}``.
        :raises Refusal: where the program has no such metric or unit, or a key is missing or unknown.
        """
        improvement = cls.__new__(cls)
        improvement._native = _voc.Improvement.open(program._native, dumps(opening))
        return improvement

    def allowed(self) -> list[dict[str, Any]]:
        """What may be done about it now, and why not the rest."""
        allowed: list[dict[str, Any]] = json.loads(self._native.allowed())
        return allowed

    def handle(self, command: Payload, case: Case | Payload | None = None) -> list[dict[str, Any]]:
        """Does something about it, and gives what happened.

        :param command: ``{"by": "ana", "at": …, "do": "agree"}``.
        :param case: the case that is meant, where one is linked or unlinked.
        :raises Refusal: where it is not done now; nothing has changed then.
        """
        meant = case.to_dict() if isinstance(case, Case) else case
        text = self._native.handle(dumps(command), None if meant is None else dumps(meant))
        events: list[dict[str, Any]] = json.loads(text)
        return events

    def to_dict(self) -> dict[str, Any]:
        """The whole improvement, with its history."""
        improvement: dict[str, Any] = json.loads(self._native.state())
        return improvement

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.to_dict()["id"])

    @property
    def state(self) -> str:
        """Where it stands: ``proposed``, ``agreed``, ``under_way``, ``done`` or ``dropped``."""
        return str(self.to_dict()["state"])

    def __repr__(self) -> str:
        one = self.to_dict()
        return f"Improvement({one['title']!r}, {one['state']})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Improvement, (self.to_dict(),)
