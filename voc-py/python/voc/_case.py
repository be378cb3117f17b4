"""One case by itself, for hosts that keep cases in tables of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from voc import _voc
from voc._payload import Payload, dumps, time_text
from voc._program import Program


class Case:
    """The follow-up with one customer: what may be done, what was done, what the customer says.

    It can be pickled; :meth:`to_dict` is what a host stores.
    """

    __slots__ = ("_native", "_program")

    def __init__(self, program: Program, state: Payload) -> None:
        """A case as :meth:`to_dict` gave it."""
        self._program = program
        self._native = _voc.Case.load(program._native, dumps(state))

    @classmethod
    def open(cls, program: Program, opening: Payload) -> Case:
        """Opens a case.

        :param opening: what the case is about, such as ``{"id": "c-1", "case_type": "recovery",
            "at": …, "customer": "k-7"}``.
        :raises Refusal: where the program has no such case type, or a key is missing or unknown.
        """
        case = cls.__new__(cls)
        case._program = program
        case._native = _voc.Case.open(program._native, dumps(opening))
        return case

    def allowed(self, by: str, role: str | None = None) -> list[dict[str, Any]]:
        """What a person may do now, and why not the rest: ``command``, ``allowed``, ``reason``.

        :param by: the person. A case by itself knows no roster: what they may do depends on ``role``.
        :param role: their role in the program; some commands need one.
        """
        allowed: list[dict[str, Any]] = json.loads(self._native.allowed(role))
        return allowed

    def clocks(self, at: datetime | str) -> list[dict[str, Any]]:
        """Its clocks at a time: where each stands, and its ledger."""
        text = self._native.clocks(time_text(at, "at") or "")
        clocks: list[dict[str, Any]] = json.loads(text)
        return clocks

    def verdict_at(self, target: str, at: datetime | str) -> dict[str, Any]:
        """Where the clock of a target stands at a time, exactly: its ``state`` and what belongs to it.

        It keeps no ledger, and is quick.

        :raises VocError: ``unknown``, where this type of case has no such target.
        """
        text = self._native.verdict_at(target, time_text(at, "at") or "")
        state: dict[str, Any] = json.loads(text)
        return state

    def promises(self, at: datetime | str) -> list[dict[str, Any]]:
        """What the customer was promised, and whether it is ``open``, ``kept`` or ``broken`` at a time."""
        text = self._native.promises(time_text(at, "at") or "")
        promises: list[dict[str, Any]] = json.loads(text)
        return promises

    def dossier(
        self,
        at: datetime | str,
        cases: Iterable[Case | Payload] = (),
        signals: Iterable[Payload] = (),
    ) -> dict[str, Any]:
        """What whoever follows it up needs to know at a time, of what a host has in its own tables.

        What is another customer's, or later, is left out.

        :param cases: the customer's cases, this one among them or not.
        :param signals: what they said and did, as inputs have it: ``{"id": "s-1", "signal": {…}}``. As many
            of the last are shown as the case's type carries (``carry: {journey: n}``).
        :returns: the ``journey``, the ``earlier`` cases in brief, the ``promises`` that are open on any of
            the cases, and the touch points ``upstream``.
        """
        known = {
            "at": time_text(at, "at"),
            "cases": [case.to_dict() if isinstance(case, Case) else case for case in cases],
            "signals": list(signals),
        }
        dossier: dict[str, Any] = json.loads(self._native.dossier(dumps(known)))
        return dossier

    def handle(self, command: Payload) -> list[dict[str, Any]]:
        """Does something to the case, and gives what happened.

        :param command: ``{"by": "ana", "at": …, "do": {"resolve": {"root_cause": "policy"}}}``; a
            ``role`` beside ``by`` says the person's role.
        :raises Refusal: where the case does not allow it now; nothing has changed then.
        """
        events: list[dict[str, Any]] = json.loads(self._native.handle(dumps(command)))
        return events

    def merge(self, into: Case, command: Payload) -> dict[str, list[dict[str, Any]]]:
        """Merges it, as a duplicate, into an older case of the same customer and type.

        :param command: ``{"by": "ana", "at": …}``, perhaps with a ``role``.
        :returns: what happened to both, ``{"duplicate": […], "into": […]}``, to be stored with each.
        :raises Refusal: where these two do not become one; both are as they were then.
        """
        events: dict[str, list[dict[str, Any]]] = json.loads(
            self._native.merge(into._native, dumps(command))
        )
        return events

    def to_dict(self) -> dict[str, Any]:
        """The whole case, with its history."""
        case: dict[str, Any] = json.loads(self._native.state())
        return case

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.to_dict()["id"])

    @property
    def state(self) -> str:
        """Where the work stands: ``new`` … ``resolved``, ``closed``, ``cancelled`` or ``merged``."""
        return str(self.to_dict()["state"])

    @property
    def verdict(self) -> str:
        """The customer's own word: ``not_asked``, ``pending``, ``confirmed``, ``disputed``, …"""
        return str(self.to_dict()["verdict"])

    @property
    def history(self) -> list[dict[str, Any]]:
        """Everything that happened to it, in order."""
        return list(self.to_dict()["history"])

    def __repr__(self) -> str:
        case = self.to_dict()
        return f"Case({case['id']!r}, {case['state']}, {case['verdict']})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Case, (self._program, self.to_dict())
