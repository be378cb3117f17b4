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

/// Hours as they come of walking from day to day: the reference of the sums.
mod walked {
    use super::*;

    pub(super) fn open_between(weekly: &Weekly, from: Time, to: Time) -> i64 {
        let mut open = 0;
        if from < to {
            weekly.walk(from, |stretch| {
                if stretch.hours == Hours::Open {
                    open += stretch.to.min(to).since(stretch.from).max(0);
                }
                stretch.to < to
            });
        }
        open
    }

    pub(super) fn after_open(weekly: &Weekly, from: Time, micros: i64) -> Option<Time> {
        let (mut left, mut found) = (micros, None);
        weekly.walk(from, |stretch| {
            if stretch.hours == Hours::Open {
                let length = stretch.to.since(stretch.from);
                if length >= left {
                    found = Some(stretch.from.plus(left));
                    return false;
                }
                left -= length;
            }
            true
        });
        found
    }
}

/// Zones whose clocks change at midnight, by half an hour, by a whole day, twice a month, never.
const ODD: [&str; 14] = [
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Antarctica/Troll",
    "UTC",
];

fn zones() -> impl Strategy<Value = Zone> {
    let all: Vec<&str> = Zone::names().collect();
    prop_oneof![
        prop::sample::select(ODD.to_vec()),
        prop::sample::select(all)
    ]
    .prop_map(|name| Zone::named(name).unwrap())
}

/// Shifts of one day: any number of the night's hours among them, since that is when clocks change.
fn shifts() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let night = prop_oneof![0_u32..=240, 1380_u32..=1440, 0_u32..=1440];
    prop::collection::btree_set(night, 0..6).prop_map(|edges| {
        let edges: Vec<u32> = edges.into_iter().collect();
        let (pairs, _) = edges.as_chunks::<2>();
        pairs.iter().map(|[open, close]| (*open, *close)).collect()
    })
}

/// Calendars, and an instant at which something is likely to change.
fn calendars() -> impl Strategy<Value = (Weekly, Time)> {
    let seconds = prop_oneof![
        8 => 0_i64..4_102_444_800,
        1 => -62_135_596_800_i64..0,
        1 => 4_102_444_800_i64..12_000_000_000,
    ];
    let days = prop::collection::vec(shifts(), 7);
    let free = prop::collection::btree_set(-6_i64..20, 0..8);
    (zones(), days, seconds, free, any::<bool>()).prop_map(|(zone, days, seconds, free, turn)| {
        let at = Time::from_micros(seconds * 1_000_000).unwrap();
        let change = zone.next_change(at).filter(|_| turn);
        let at = change.unwrap_or(at).plus(-3 * DAY);
        let today = at.date_in(&zone);
        let free = free.iter().filter_map(|day| {
            let day = chrono::TimeDelta::days(*day);
            today.checked_add_signed(day)
        });
        let days: [Vec<(u32, u32)>; 7] = days.try_into().unwrap();
        (Weekly::of(zone, days, free.collect()), at)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sums_say_what_walking_from_day_to_day_says(
        (weekly, at) in calendars(),
        shift in 0_i64..4 * DAY,
        length in prop_oneof![0..12 * DAY, 0..900 * DAY],
        work in 1_i64..60 * HOUR,
    ) {
        let from = at.plus(shift);
        let to = from.plus(length);
        let calendar = Calendar::Weekly(Versions::of(weekly.clone()));
        prop_assert_eq!(
            calendar.open_between(from, to),
            walked::open_between(&weekly, from, to)
        );
        prop_assert_eq!(calendar.open_between(to, from), 0);
        if calendar.has_hours() {
            prop_assert_eq!(
                calendar.after_open(from, work),
                walked::after_open(&weekly, from, work)
            );
        } else {
            prop_assert_eq!(calendar.after_open(from, work), None);
        }
    }
}

#[test]
fn hours_to_the_ends_of_time() {
    let days = || [(); 7].map(|()| vec![(540, 1020)]);
    for name in ["UTC", "Europe/London", "Pacific/Apia", "Asia/Kathmandu"] {
        let zone = Zone::named(name).unwrap();
        let free = ["0000-12-31", "0001-01-01", "2400-02-29", "9999-12-31"];
        let free = free.map(|day| day.parse().unwrap()).to_vec();
        let weekly = Weekly::of(zone, days(), free);
        let calendar = Calendar::Weekly(Versions::of(weekly.clone()));
        for (from, to) in [
            (Time::MIN, at("0003-06-01T00:00:00Z")),
            (at("9995-06-01T00:00:00Z"), Time::MAX),
        ] {
            let open = walked::open_between(&weekly, from, to);
            assert_eq!(calendar.open_between(from, to), open, "{name}");
            let last = walked::after_open(&weekly, from, open);
            assert_eq!(calendar.after_open(from, open), last, "{name}");
            if to == Time::MAX {
                assert_eq!(calendar.after_open(from, open + 1), None, "{name}");
            }
        }
        assert_eq!(calendar.after_open(Time::MIN, i64::MAX), None, "{name}");
    }
}

#[test]
fn holidays_of_years_are_passed_over() {
    // Nobody works from 2101 to 2120: more than the ten years that were once looked ahead.
    let first: NaiveDate = "2101-01-01".parse().unwrap();
    let free: Vec<NaiveDate> = first.iter_days().take(20 * 365).collect();
    let weekly = Weekly::of(london(), [(); 7].map(|()| vec![(540, 1020)]), free);
    let calendar = Calendar::Weekly(Versions::of(weekly.clone()));
    for from in ["2050-06-01T00:00:00Z", "2100-12-31T20:00:00Z"] {
        let from = at(from);
        for work in [HOUR, 100_000 * HOUR, 160_000 * HOUR] {
            assert_eq!(
                calendar.after_open(from, work),
                walked::after_open(&weekly, from, work)
            );
        }
    }
}

proptest! {
    /// Three versions of random hours: each stretch as the one in force then says.
    #[test]
    fn each_stretch_goes_by_the_hours_in_force_then(
        (first, at) in calendars(),
        days in prop::collection::vec(prop::collection::vec(shifts(), 7), 2),
        turns in (0..9 * DAY, 0..9 * DAY),
        from in -2 * DAY..20 * DAY,
        length in 0..25 * DAY,
        work in 1_i64..90 * HOUR,
    ) {
        let others: Vec<Weekly> = days
            .into_iter()
            .map(|days| Weekly::of(first.zone.clone(), days.try_into().unwrap(), Vec::new()))
            .collect();
        let one = |hours: &Weekly| Calendar::Weekly(Versions::of(hours.clone()));
        let (second, third) = (at.plus(turns.0), at.plus(turns.0 + turns.1));
        // Put together in one order and in the other.
        let (start, middle, end) = (one(&first), one(&others[0]), one(&others[1]));
        let calendar = start.followed_by(second, &middle).followed_by(third, &end);
        let other = start.followed_by(second, &middle.followed_by(third, &end));
        let from = at.plus(from);
        let to = from.plus(length);
        let parts = [
            (&first, Time::MIN, second),
            (&others[0], second, third),
            (&others[1], third, Time::MAX),
        ];
        let open: i64 = parts
            .iter()
            .map(|(hours, begin, end)| walked::open_between(hours, from.max(*begin), to.min(*end)))
            .sum();
        for calendar in [&calendar, &other] {
            prop_assert_eq!(calendar.open_between(from, to), open);
            let stretches = calendar.stretches(from, to);
            let listed = stretches.iter().filter(|stretch| stretch.hours == Hours::Open);
            let listed: i64 = listed.map(|stretch| stretch.to.since(stretch.from)).sum();
            prop_assert_eq!(listed, open);
            let all: i64 = stretches.iter().map(|stretch| stretch.to.since(stretch.from)).sum();
            prop_assert_eq!(all, length);
            if let Some(due) = calendar.after_open(from, work) {
                prop_assert_eq!(calendar.open_between(from, due), work);
                prop_assert!(calendar.open_between(from, due.plus(-1)) < work);
            } else {
                prop_assert!(!calendar.has_hours());
                prop_assert!(calendar.open_between(from, third) < work);
            }
        }
    }
}
