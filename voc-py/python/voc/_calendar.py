"""Holidays from iCalendar texts."""

from __future__ import annotations

import json
from datetime import date

from voc import _voc


def holidays(ical: str, start: date | str, end: date | str) -> list[date]:
    """The days that the all-day events of an iCalendar text take up, as holidays are published.

    They are those from ``start`` up to, not including, ``end``, in order. In a program, the text itself
    stands under ``calendars.*.ical``.

    :raises VocError: ``malformed``, naming the line, where the text says what no whole-day holiday does:
        a time of day, or a rule that is not yearly.
    """
    days: list[str] = json.loads(_voc.holidays(ical, str(start), str(end)))
    return [date.fromisoformat(day) for day in days]
