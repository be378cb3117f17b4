use super::*;
use crate::named::Named;
use proptest::prelude::*;

const HOUR: i64 = crate::time::HOUR;

fn london() -> Zone {
    Zone::named("Europe/London").unwrap()
}

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn calendar(zone: Zone, hours: &[(&str, &[&str])], holidays: &[&str]) -> Calendar {
    let hours: Named<Vec<String>> = hours
        .iter()
        .map(|(days, shifts)| {
            (
                (*days).to_owned(),
                shifts.iter().map(|shift| (*shift).to_owned()).collect(),
            )
        })
        .collect();
    let holidays: Vec<String> = holidays.iter().map(|day| (*day).to_owned()).collect();
    Calendar::weekly(zone, &hours, &holidays).unwrap()
}

fn office() -> Calendar {
    calendar(
        london(),
        &[("mon-fri", &["09:00-12:30", "13:30-17:30"])],
        &["2026-12-25", "2026-12-28"],
    )
}

#[test]
fn eight_hours_over_christmas() {
    // Thursday 24 December 2026, 16:30: 1 h till 17:30; Friday and Monday are holidays; Tuesday
    // 29 December 9:00 + 7 h of work with the lunch hour = 17:00.
    let due = office().after_open(at("2026-12-24T16:30:00Z"), 8 * HOUR);
    assert_eq!(due, Some(at("2026-12-29T17:00:00Z")));
    // 7.5 h a day: exactly the end of the day, not the next morning.
    let due = office().after_open(at("2026-12-29T09:00:00Z"), 7 * HOUR + HOUR / 2);
    assert_eq!(due, Some(at("2026-12-29T17:30:00Z")));
}

#[test]
fn hours_over_a_change_of_the_clocks() {
    // London goes to summer time on Sunday 29 March 2026: Friday 17:00 GMT to Monday 10:00 BST.
    let open = office().open_between(at("2026-03-27T17:00:00Z"), at("2026-03-30T09:00:00Z"));
    assert_eq!(open, HOUR / 2 + HOUR);
    // A night shift on the day with 23 hours: 01:00 does not exist, the shift has three hours.
    let nights = calendar(london(), &[("sun", &["00:00-04:00"])], &[]);
    assert_eq!(
        nights.open_between(at("2026-03-29T00:00:00Z"), at("2026-03-30T00:00:00Z")),
        3 * HOUR
    );
    assert_eq!(
        nights.open_between(at("2026-10-24T23:00:00Z"), at("2026-10-26T00:00:00Z")),
        5 * HOUR
    );
}

#[test]
fn the_stretches_say_why() {
    let told: Vec<_> = office()
        .stretches(at("2026-12-24T17:00:00Z"), at("2026-12-26T10:00:00Z"))
        .iter()
        .map(|stretch| (stretch.hours, stretch.to.since(stretch.from) / HOUR * 60))
        .collect();
    assert_eq!(
        told,
        [
            (Hours::Open, 0),
            (Hours::OutsideHours, 360),
            (Hours::Holiday, 1440),
            (Hours::OutsideHours, 600)
        ]
    );
}

#[test]
fn bad_hours_name_the_place() {
    let bad = |days: &str, shifts: &[&str], holiday: &str| {
        let shifts = shifts.iter().map(|shift| (*shift).to_owned()).collect();
        Calendar::weekly(
            Zone::UTC,
            &Named::from([(days.to_owned(), shifts)]),
            &[holiday.to_owned()],
        )
        .unwrap_err()
        .to_string()
    };
    let day = "2026-12-25";
    assert!(bad("mon-fry", &[], day).contains("`fry` is no day"));
    assert!(bad("mon", &["9-17"], day).contains("no time of day"));
    assert!(bad("mon", &["17:00-09:00"], day).contains("ends before"));
    assert!(bad("mon", &["09:00-12:00", "11:00-13:00"], day).contains("overlap"));
    assert!(bad("mon,mon", &["09:00-12:00"], day).contains("twice"));
    assert!(bad("mon", &["09:00-12:00"], "25/12/2026").contains("holidays.0"));
}

#[test]
fn a_calendar_without_hours_has_no_deadline() {
    let never = calendar(Zone::UTC, &[], &[]);
    assert_eq!(never.after_open(at("2026-01-01T00:00:00Z"), 1), None);
}

proptest! {
    #[test]
    fn stretches_fill_the_time_and_deadlines_invert_hours(
        start in 1_700_000_000_i64..1_800_000_000,
        length in 0_i64..20_000_000,
        work in 1_i64..400_000,
    ) {
        let calendar = office();
        let from = Time::from_micros(start * 1_000_000).unwrap();
        let to = from.plus(length * 1_000_000);
        let mut edge = from;
        for stretch in calendar.stretches(from, to) {
            prop_assert_eq!(stretch.from, edge);
            edge = stretch.to;
        }
        prop_assert_eq!(edge, to);
        let due = calendar.after_open(from, work * 1_000_000).unwrap();
        prop_assert_eq!(calendar.open_between(from, due), work * 1_000_000);
        prop_assert!(calendar.open_between(from, due.plus(-1)) < work * 1_000_000);
    }
}
