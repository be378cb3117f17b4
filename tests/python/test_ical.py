"""Holidays from iCalendar texts, held against `icalendar` and `recurring-ical-events`."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import voc

FIRST, LAST = date(2024, 1, 1), date(2034, 1, 1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def calendar(*events: list[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//voc//tests//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def theirs(text: str) -> list[date]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FIRST, LAST)
    days = set()
    for event in events:
        if event.get("STATUS") == "CANCELLED":
            continue
        day, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
        end = max(end or day, day + timedelta(days=1))
        while day < end:
            days.add(day)
            day += timedelta(days=1)
    return sorted(day for day in days if FIRST <= day < LAST)


def text_of(day: date) -> str:
    return day.strftime("%Y%m%d")


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A yearly rule; weekdays with a place and those without do not mix, which `dateutil` cannot."""
    parts = ["FREQ=YEARLY"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    months = draw(st.lists(st.integers(1, 12), max_size=3, unique=True))
    if months:
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from([*range(1, 32), *range(-31, 0)]), min_size=1, max_size=8))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    kind = draw(st.sampled_from(["", "plain", "placed"]))
    if kind:
        days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=2, unique=True))
        most = 5 if months else 53
        place = st.integers(1, most) | st.integers(-most, -1)
        placed = [f"{draw(place)}{day}" if kind == "placed" else day for day in days]
        parts.append("BYDAY=" + ",".join(placed))
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if end == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    elif end == "UNTIL":
        parts.append("UNTIL=" + text_of(draw(st.dates(date(2020, 1, 1), date(2036, 1, 1)))))
    return ";".join(parts)


@settings(max_examples=300, deadline=None)
@given(rules(), st.dates(date(2015, 1, 1), date(2033, 12, 31)), st.integers(1, 9), st.data())
def test_what_repeats_is_what_others_say(rule: str, start: date, length: int, data: st.DataObject) -> None:
    # The first day is one of the rule's: what others do where it is not, the format leaves open.
    event = [f"DTSTART;VALUE=DATE:{text_of(start)}", f"RRULE:{rule}"]
    try:
        days = voc.holidays(calendar(["UID:a", *event]), start, LAST)
    except voc.VocError as error:
        assert "first day" in str(error)
        found = icalendar.vRecur.from_ical(rule)
        start = next_of(found, start)
        assume(start is not None)
        event = [f"DTSTART;VALUE=DATE:{text_of(start)}", f"RRULE:{rule}"]
        days = voc.holidays(calendar(["UID:a", *event]), start, LAST)
    event.append(f"DTEND;VALUE=DATE:{text_of(start + timedelta(days=length))}")
    except_ = data.draw(st.lists(st.sampled_from(days), max_size=2, unique=True)) if days else []
    event += [f"EXDATE;VALUE=DATE:{text_of(day)}" for day in except_]
    more = data.draw(st.lists(st.dates(FIRST, LAST), max_size=2, unique=True))
    if more:
        event.append("RDATE;VALUE=DATE:" + ",".join(map(text_of, more)))
    events = [["UID:a", *event]]
    left = [day for day in days if day not in except_]
    if left and data.draw(st.booleans()):
        instead_of = data.draw(st.sampled_from(left))
        to = data.draw(st.dates(FIRST, LAST))
        events.append(
            [
                "UID:a",
                f"RECURRENCE-ID;VALUE=DATE:{text_of(instead_of)}",
                f"DTSTART;VALUE=DATE:{text_of(to)}",
                f"DTEND;VALUE=DATE:{text_of(to + timedelta(days=1))}",
            ]
        )
    text = calendar(*events)
    assert voc.holidays(text, FIRST, LAST) == theirs(text)


def next_of(rule: icalendar.vRecur, start: date) -> date | None:
    from datetime import datetime

    from dateutil.rrule import rrulestr

    text = rule.to_ical().decode()
    bare = ";".join(part for part in text.split(";") if not part.startswith(("COUNT", "UNTIL")))
    begin = datetime(start.year, start.month, start.day)
    found = rrulestr(bare, dtstart=begin).after(begin, inc=True)
    if found is None or found.date() >= LAST:
        return None
    until = [part for part in text.split(";") if part.startswith("UNTIL=")]
    if until and text_of(found.date()) > until[0][6:14]:
        return None
    return found.date()


def test_days_and_errors() -> None:
    text = calendar(["UID:a", "DTSTART;VALUE=DATE:20251225", "RRULE:FREQ=YEARLY"])
    assert voc.holidays(text, "2026-01-01", date(2028, 1, 1)) == [date(2026, 12, 25), date(2027, 12, 25)]
    timed = calendar(["UID:a", "DTSTART:20251224T120000"])
    with pytest.raises(voc.VocError, match="line 6") as caught:
        voc.holidays(timed, FIRST, LAST)
    assert caught.value.code == "malformed"
    with pytest.raises(voc.VocError) as caught:
        voc.holidays(text, "Christmas", LAST)
    assert (caught.value.code, caught.value.path) == ("bad_time", "from")
