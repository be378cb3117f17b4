"""Dicts to JSON text and back: the native module speaks text."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from voc._errors import Refusal

Payload = AnyMapping[str, Any]
"""An input, a command, a program: what would be a JSON object."""


def dumps(value: object) -> str:
    """JSON text; times need a zone."""
    return _dumps(value, _plain)


def dumps_local(value: object) -> str:
    """JSON text; times without a zone stay without, for the core to place them."""
    return _dumps(value, _plain_local)


def parse_time(text: str) -> datetime:
    """An aware ``datetime`` in UTC from what the core writes."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def time_text(at: datetime | str | None, what: str) -> str | None:
    """RFC 3339 from an aware ``datetime``; text is taken as it is."""
    if isinstance(at, datetime):
        return _aware(at, what)
    return at


def _dumps(value: object, default: Any) -> str:
    try:
        return json.dumps(value, default=default, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        hint = "leave out what is absent"
        raise Refusal("wrong_type", f"no JSON: {error}", None, hint) from None


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return _aware(value, "a time")
    return _plain_local(value)


def _plain_local(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, AnyMapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    # The scalars of numpy and its like.
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    raise Refusal("wrong_type", f"a `{type(value).__name__}` cannot be part of a payload")


def _aware(at: datetime, what: str) -> str:
    if at.utcoffset() is None:
        hint = "give it one: datetime(..., tzinfo=timezone.utc) or ZoneInfo('Europe/London')"
        raise Refusal("bad_time", f"{what} has no zone: {at.isoformat()}", None, hint)
    return at.isoformat()
