"""Business time: businesstimedelta by the second, workalendar by the day; each on the first part."""

import datetime
import importlib.metadata
import json

import numpy as np
import pytz
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule
from workalendar.core import Calendar

from common import found, measure, row

PART = 100
EPOCH = datetime.date(1970, 1, 1)
WEEKDAYS = [0, 1, 2, 3, 4]


def rows(material):
    asked = json.loads((material.folder / "clocks.json").read_text())
    holidays = {datetime.date.fromisoformat(day): "holiday" for day in asked["holidays"]}
    count = len(asked["from"]) // PART
    begins = [datetime.datetime.fromtimestamp(at, pytz.utc) for at in asked["from"][:count]]
    ends = [datetime.datetime.fromtimestamp(at, pytz.utc) for at in asked["to"][:count]]
    rules = seconds_of(asked["shifts"], holidays)

    def due():
        pairs = zip(begins, asked["work"])
        return [(at + BusinessTimeDelta(rules, seconds=work)).timestamp() for at, work in pairs]

    def hours():
        return [rules.difference(begin, end).timedelta.total_seconds() for begin, end in zip(begins, ends)]

    class Office(Calendar):
        WEEKEND_DAYS = (5, 6)

        def get_calendar_holidays(self, year):
            return [(day, name) for day, name in holidays.items() if day.year == year]

    office = Office()

    def days():
        pairs = zip(begins, asked["days"])
        return [(office.add_working_days(at.date(), days) - EPOCH).days for at, days in pairs]

    for section, name, run in (
        ("clock_due", "businesstimedelta", due),
        ("clock_hours", "businesstimedelta", hours),
        ("clock_days", "workalendar", days),
    ):
        timing, keys = measure(run, 3)
        keys = np.asarray([int(key) for key in keys], dtype=np.uint64)
        yield row(section, 1, name, importlib.metadata.version(name), "single", 1, count, timing | found(keys))


def seconds_of(shifts, holidays):
    """The rules of businesstimedelta: a working day for each shift."""
    read = datetime.time.fromisoformat
    parts = [[read(edge) for edge in shift.split("-")] for shift in shifts]
    days = [WorkDayRule(start_time=begin, end_time=end, working_days=WEEKDAYS, tz=pytz.utc) for begin, end in parts]
    return Rules([*days, HolidayRule(holidays, tz=pytz.utc)])
