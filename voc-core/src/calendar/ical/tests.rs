use super::*;
use crate::program::Program;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A calendar with one event of these lines.
fn event(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The days of one event, from 1990 to 2030.
fn of(lines: &str) -> Vec<String> {
    let found = holidays(
        &event(&lines.replace(' ', "\r\n")),
        day("1990-01-01"),
        day("2030-01-01"),
    );
    found.unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn days_of_one_event() {
    for (lines, days) in [
        ("DTSTART;VALUE=DATE:20261225", vec!["2026-12-25"]),
        ("DTSTART:20261225", vec!["2026-12-25"]),
        // The end is the day after the last.
        (
            "DTSTART;VALUE=DATE:20261230 DTEND;VALUE=DATE:20270102",
            vec!["2026-12-30", "2026-12-31", "2027-01-01"],
        ),
        (
            "DTSTART;VALUE=DATE:20261225 DURATION:P2D",
            vec!["2026-12-25", "2026-12-26"],
        ),
        ("DTSTART;VALUE=DATE:20261225 STATUS:CANCELLED", vec![]),
        (
            "DTSTART;VALUE=DATE:20261225 STATUS:CONFIRMED",
            vec!["2026-12-25"],
        ),
        (
            "DTSTART;VALUE=DATE:20260101 RDATE;VALUE=DATE:20260106,20260501",
            vec!["2026-01-01", "2026-01-06", "2026-05-01"],
        ),
    ] {
        assert_eq!(of(lines), days, "{lines}");
    }
}

/// The examples of RFC 5545, 3.8.5.3, and holidays whose dates anybody can look up.
#[test]
fn what_repeats() {
    for (lines, days) in [
        // Every 20th Monday of the year.
        (
            "DTSTART:19970519 RRULE:FREQ=YEARLY;BYDAY=20MO;COUNT=3",
            vec!["1997-05-19", "1998-05-18", "1999-05-17"],
        ),
        // Every Friday the 13th has no yearly form; the presidential election of the United States has.
        (
            "DTSTART:19961105 RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;UNTIL=20050101",
            vec!["1996-11-05", "2000-11-07", "2004-11-02"],
        ),
        // In June and July; on the day of the event's start.
        (
            "DTSTART:19970610 RRULE:FREQ=YEARLY;COUNT=4;BYMONTH=6,7",
            vec!["1997-06-10", "1997-07-10", "1998-06-10", "1998-07-10"],
        ),
        // Every Thursday in March, the first three.
        (
            "DTSTART:19970313 RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=3",
            vec!["1997-03-13", "1997-03-20", "1997-03-27"],
        ),
        // Thanksgiving, and the spring bank holiday, the last Monday in May.
        (
            "DTSTART:20251127 RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2",
            vec!["2025-11-27", "2026-11-26"],
        ),
        (
            "DTSTART:20250526 RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270531;WKST=SU",
            vec!["2025-05-26", "2026-05-25", "2027-05-31"],
        ),
        // A leap day is there in leap years only; the last of February always.
        (
            "DTSTART:20200229 RRULE:FREQ=YEARLY;COUNT=3",
            vec!["2020-02-29", "2024-02-29", "2028-02-29"],
        ),
        (
            "DTSTART:20240229 RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=2",
            vec!["2024-02-29", "2025-02-28"],
        ),
        // Exceptions take out what repeats, and are counted.
        (
            "DTSTART:20251225 RRULE:FREQ=YEARLY;COUNT=3 EXDATE;VALUE=DATE:20261225",
            vec!["2025-12-25", "2027-12-25"],
        ),
        // Every one of two weekdays, or the first of one and the last of another.
        (
            "DTSTART:20260105 RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1MO,-1FR;COUNT=3",
            vec!["2026-01-05", "2026-01-30", "2027-01-04"],
        ),
    ] {
        assert_eq!(of(lines), days, "{lines}");
    }
}

#[test]
fn one_that_was_moved_or_cancelled_is_another_event() {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Europe/London\nBEGIN:STANDARD\nDTSTART:19961027T020000\nEND:STANDARD\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nUID:may\nSUMMARY;LANGUAGE=en:Early May: a bank\n  holiday\nDTSTART;VALUE=DATE:20240506\nDTEND;VALUE=DATE:20240507\n\
        RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO\nBEGIN:VALARM\nTRIGGER:-PT15M\nDTSTART:x\nEND:VALARM\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:may\nRECURRENCE-ID;VALUE=DATE:20250505\nDTSTART;VALUE=DATE:20250508\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:may\nRECURRENCE-ID;VALUE=DATE:20260504\nDTSTART;VALUE=DATE:20260504\nSTATUS:CANCELLED\nEND:VEVENT\n\
        BEGIN:VTODO\nDTSTART:20260101T090000Z\nEND:VTODO\nEND:VCALENDAR\n";
    let found = holidays(text, day("2024-05-06"), day("2028-01-01")).unwrap();
    assert_eq!(found, ["2024-05-06", "2025-05-08", "2027-05-03"].map(day));
    // From a day on, up to, not including, another.
    assert_eq!(
        holidays(text, day("2024-05-07"), day("2027-05-03")).unwrap(),
        [day("2025-05-08")]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_is_not_read_names_its_line() {
    for (lines, message) in [
        (
            "DTSTART;TZID=Europe/London:20261224T120000",
            "line 4: `20261224T120000` is no date",
        ),
        ("DTSTART:20260229", "line 4: `20260229` is no date"),
        (
            "DTSTART;VALUE=DATE-TIME:20261224T120000Z",
            "line 4: `DATE-TIME` is no date",
        ),
        ("SUMMARY:Christmas", "line 2: an event without DTSTART"),
        (
            "DTSTART:20261224 DTEND:20261224",
            "line 5: it ends before it begins: DTEND is the day after the last",
        ),
        (
            "DTSTART:20261224 DTEND:20281224",
            "line 5: an event of 731 days is no holiday",
        ),
        (
            "DTSTART:20261224 DTEND:20261225 DURATION:P1D",
            "line 5: DTEND beside DURATION",
        ),
        (
            "DTSTART:20261224 DURATION:PT5H",
            "line 5: `PT5H` is no length in whole days",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=MONTHLY",
            "line 5: `FREQ=MONTHLY` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYWEEKNO=3",
            "line 5: `BYWEEKNO=3` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYSETPOS=1",
            "line 5: `BYSETPOS=1` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;INTERVAL=0",
            "line 5: `INTERVAL=0` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYMONTH=13",
            "line 5: `BYMONTH=13` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYDAY=1XX",
            "line 5: `BYDAY=1XX` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYDAY=0MO",
            "line 5: `BYDAY=0MO` is not read",
        ),
        (
            "DTSTART:20261224 RRULE:INTERVAL=2",
            "line 5: it does not say FREQ=YEARLY",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20280101",
            "line 5: it says COUNT and UNTIL",
        ),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY RRULE:FREQ=YEARLY",
            "line 6: a second rule",
        ),
        ("DTSTART:20261224 RRULE:FREQ=YEARLY;BYMONTH=5", ""),
        (
            "DTSTART:20261224 RRULE:FREQ=YEARLY;BYDAY=1MO",
            "line 5: the rule does not hold on the event's first day, line 4",
        ),
        (
            "DTSTART:20261224 EXRULE:FREQ=YEARLY",
            "line 5: `EXRULE` is not read",
        ),
        (
            "DTSTART:20261224 RDATE;VALUE=PERIOD:20261225T100000Z/P1D",
            "line 5: `PERIOD` is no date",
        ),
        (
            "DTSTART:20261224 RECURRENCE-ID;RANGE=THISANDFUTURE:20261224",
            "line 5: it stands for all later days, which is not read",
        ),
        ("DTSTART;X:20261224", "line 4: `X` is no parameter"),
        ("nonsense", "line 4: it has no `:`"),
        (":nonsense", "line 4: it has no name"),
        ("END:VCALENDAR", "line 4: `VCALENDAR` has not begun here"),
        ("BEGIN:VALARM", "line 5: `VEVENT` has not begun here"),
        ("BEGIN:VCALENDAR", "line 4: a calendar within another"),
    ] {
        let found = holidays(
            &event(&lines.replace(' ', "\n")),
            day("2026-01-01"),
            day("2030-01-01"),
        );
        let error = found.unwrap_err();
        assert!(error.message.starts_with(message), "{lines}: {error}");
    }
    for (text, message) in [
        (
            "",
            "this is no iCalendar text: it does not begin with BEGIN:VCALENDAR",
        ),
        (
            "BEGIN:VEVENT\nEND:VEVENT",
            "this is no iCalendar text: it does not begin with BEGIN:VCALENDAR",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
            "line 2: `VEVENT` does not end",
        ),
    ] {
        let error = holidays(text, day("2026-01-01"), day("2027-01-01")).unwrap_err();
        assert_eq!(error.message, message);
    }
    // A cancelled event may say what it likes.
    let cancelled = event("DTSTART:20261224T120000\nSTATUS:CANCELLED");
    assert!(
        holidays(&cancelled, day("2026-01-01"), day("2027-01-01"))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_program_has_them_beside_its_own() {
    let program = |ical: &str| {
        let text = serde_json::json!({"voc": 1, "name": "t", "calendars": {"office": {
            "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": ["2026-12-28"], "ical": ical,
            "versions": [{"from": "2027-01-01", "ical": event("DTSTART:20270105")}]}}});
        Program::parse(&text.to_string())
    };
    let read = program(&event("DTSTART:20251225\nRRULE:FREQ=YEARLY")).unwrap();
    let at = |text: &str| crate::Time::parse(text).unwrap();
    let open = |from, to| {
        read.calendar("office")
            .unwrap()
            .open_between(at(from), at(to))
            / crate::time::HOUR
    };
    // Thursday, Christmas, the weekend, the day off; four days from Tuesday on with the new year's Friday.
    assert_eq!(open("2026-12-24T00:00:00Z", "2026-12-29T00:00:00Z"), 8);
    assert_eq!(open("2026-12-29T00:00:00Z", "2027-01-02T00:00:00Z"), 32);
    // The version has another text: the 5th is free, and Christmas no more.
    assert_eq!(open("2027-01-04T00:00:00Z", "2027-01-06T00:00:00Z"), 8);
    assert_eq!(open("2027-12-25T00:00:00Z", "2027-12-28T00:00:00Z"), 8);
    let error = program(&event("DTSTART:20251225T090000")).unwrap_err();
    let first = &error.diagnostics[0];
    assert_eq!(first.path.as_deref(), Some("calendars.office.ical"));
    assert!(first.message.starts_with("line 4: "), "{first}");
}

fn parts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{1,4}[;:=,]?[-0-9A-Z;=,]{0,9}",
        "(BEGIN|END):(VCALENDAR|VEVENT|VALARM)",
        "(DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID|UID)(;VALUE=DATE)?:[0-9]{7,9}",
        "RRULE:(FREQ=YEARLY|INTERVAL=[0-9]{1,10}|COUNT=-?[0-9]{1,3}|BYDAY=-?[0-9]{0,2}(MO|S|é))(;BYMONTHDAY=-?[0-9]{1,2})?",
        "[ \t].{0,5}",
        ".{0,9}",
    ]
}

proptest! {
    #[test]
    fn no_text_is_too_odd(lines in prop::collection::vec(parts(), 0..12), whole in any::<bool>()) {
        let text = lines.join("\n");
        let text = if whole { event(&text) } else { text };
        if let Ok(found) = holidays(&text, day("2000-01-01"), day("2030-01-01")) {
            prop_assert!(found.is_sorted_by(|one, other| one < other));
        }
    }

    /// A text may be folded anywhere.
    #[test]
    fn folding_changes_nothing(places in prop::collection::btree_set(40_usize..150, 0..9), tab in any::<bool>()) {
        let text = event("SUMMARY:A day\r\nDTSTART;VALUE=DATE:20251225\r\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25,26;COUNT=9");
        let mut folded = text.clone();
        for place in places.into_iter().rev().filter(|place| *place < text.len()) {
            // Not within the end of a line.
            if !text[..place].ends_with('\r') && !text[..place].ends_with('\n') {
                folded.insert_str(place, if tab { "\r\n\t" } else { "\r\n " });
            }
        }
        let read = |text: &str| holidays(text, day("2025-01-01"), day("2040-01-01")).unwrap();
        prop_assert_eq!(read(&folded), read(&text));
    }
}
