"""The one error shape: what happened, where, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text; lines and columns count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a program or mapping file."""

    severity: str
    """``error`` (it cannot run) or ``warning`` (it runs, and this is probably not meant)."""
    code: str
    """The kind of finding, such as ``unknown`` or ``wrong_type``."""
    message: str
    """What is wrong, in one sentence."""
    path: str | None = None
    """Where: keys joined by dots, such as ``rules.detractor.when``."""
    position: Position | None = None
    """Where in the text; absent for programs that are not text."""
    hint: str | None = None
    """What to do about it."""

    def __str__(self) -> str:
        place = f"line {self.position.line}, column {self.position.column}: " if self.position else ""
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{path}{self.message}{hint}"


class VocError(Exception):
    """What every error of voc is: a code for programs, a message for people, a place, a hint."""

    code: str
    """What kind of error, such as ``missing``, ``bad_time`` or ``not_allowed``."""
    message: str
    """What happened, in one sentence."""
    path: str | None
    """Where: a path of keys such as ``signal.fields.ltr``, or the name of a column."""
    hint: str | None
    """What to do about it."""

    diagnostics: list[Diagnostic]
    """Everything that was found in a program; empty where it is about none."""

    def __init__(
        self,
        code: str,
        message: str,
        path: str | None = None,
        hint: str | None = None,
        diagnostics: list[Diagnostic] | None = None,
    ) -> None:
        super().__init__(code, message, path, hint, diagnostics)
        self.code = code
        self.message = message
        self.path = path
        self.hint = hint
        self.diagnostics = diagnostics or []

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{path}{self.message}{hint}"


class Refusal(VocError):
    """An input or command that was not accepted, with its reason. Nothing has changed."""


class ProgramError(VocError):
    """A program or mapping file that cannot be used, with everything that was found in it."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        worst = next((it for it in diagnostics if it.severity == "error"), diagnostics[0])
        super().__init__(worst.code, worst.message, worst.path, worst.hint, diagnostics)
        self.args = (diagnostics,)

    def __str__(self) -> str:
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)


class VocWarning(UserWarning):
    """Something was left out that was perhaps meant."""


def diagnostics_from_json(text: str) -> list[Diagnostic]:
    return [_diagnostic(found) for found in json.loads(text)]


# The three below are called by the native module, which knows errors as JSON.


def _error(text: str) -> VocError:
    return VocError(**_fields(text))


def _refusal(text: str) -> Refusal:
    return Refusal(**_fields(text))


def _fields(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(text)
    fields["diagnostics"] = [_diagnostic(found) for found in fields.pop("diagnostics", [])]
    return fields


def _program_error(text: str) -> ProgramError:
    return ProgramError(diagnostics_from_json(text))


def _diagnostic(found: dict[str, Any]) -> Diagnostic:
    position = found.pop("position", None)
    return Diagnostic(position=Position(**position) if position else None, **found)
