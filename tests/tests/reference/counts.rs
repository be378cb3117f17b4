//! `count`, `nth` and `every`.

use super::told::{check, fired, history, with};

#[test]
fn a_count_fires_when_it_is_reached_and_rearms() {
    check(
        "r: {when: 'kind == \"contact\"', count: {at_least: 2, within: PT2H}}",
        "s1 01 10:00 contact
         s2 01 11:00 contact
         s3 01 11:30 contact
         s4 01 13:30 contact
         s5 01 14:00 contact",
        // s2: {s1, s2} fires. s3: three, it was 2 before. s4 at 13:30: (11:30, 13:30] holds s4 alone,
        // for s3 lies on the edge: the count fell to 0. s5: {s4, s5} fires again.
        &["r 01 11:00 s2: s1 s2", "r 01 14:00 s5: s4 s5"],
    );
}

#[test]
fn ties_count_in_the_order_of_their_ids() {
    check(
        "r: {when: 'true', count: {at_least: 2, within: P1D}}",
        "b 01 10:00 contact
         a 01 10:00 contact
         c 01 10:00 contact",
        // a, b, c: b is the second; at c there were two before.
        &["r 01 10:00 b: a b"],
    );
}

#[test]
fn a_count_by_same_leaves_out_what_has_no_value() {
    check(
        "r: {when: 'true', count: {at_least: 2, within: P1D, same: claim}}",
        "s1 01 10:00 contact claim=a
         s2 01 11:00 contact
         s3 01 12:00 contact claim=b
         s4 01 13:00 contact
         s5 01 14:00 contact claim=b",
        // a: s1 alone. b: s3, s5. s2 and s4 are of no claim, and not of the same one.
        &["r(b) 01 14:00 s5: s3 s5"],
    );
}

#[test]
fn different_values_are_counted() {
    check(
        "r: {when: 'true', count: {at_least: 2, within: PT3H, distinct: channel}}",
        "s1 01 10:00 contact channel=web
         s2 01 11:00 contact channel=web
         s3 01 12:00 contact channel=phone
         s4 01 12:30 contact channel=web
         s5 01 15:00 contact channel=phone
         s6 01 15:31 contact channel=phone
         s7 01 16:00 contact channel=web
         s8 01 17:00 contact",
        // s3: {web, phone} from (9:00, 12:00]. s4 brings nothing new. s5: (12:00, 15:00] holds s4 web
        // and s5 phone; without s5 it held web alone, for s3 lies on the edge: fires. s6: (12:31, …]
        // holds phone only. s7: s5, s6 phone and web: fires. s8 has no channel.
        &[
            "r 01 12:00 s3: s1 s2 s3",
            "r 01 15:00 s5: s4 s5",
            "r 01 16:00 s7: s5 s6 s7",
        ],
    );
}

#[test]
fn a_calendar_window_is_the_local_period() {
    let program = with(
        "r: {when: 'true', count: {at_least: 2, calendar: day}}
         w: {when: 'true', count: {at_least: 3, calendar: week}}",
        "time_zone: Europe/London",
    );
    // The clocks go forward on Sunday 2026-03-29: 23:30Z on that day is half past midnight on Monday.
    let history = history(
        "s1 29 22:30 contact
         s2 29 23:30 contact
         s3 30 22:30 contact
         s4 30 22:45 contact",
        ("31", "23:59"),
    );
    // Days: s1 on Sunday; s2, s3, s4 on Monday: s3 is its second. Weeks: s1 is in the one before; s4
    // is the third of the new one.
    assert_eq!(
        fired(&program, &history),
        ["r 30 22:30 s3: s2 s3", "w 30 22:45 s4: s2 s3 s4"]
    );
}

#[test]
fn a_window_of_a_month_is_clamped() {
    check(
        "r: {when: 'true', count: {at_least: 2, within: P1M}}",
        "s1 -02-28 12:00 contact
         s2 31 10:00 contact",
        // 31 March less a month is 28 February; the window begins at the end of that day.
        &[],
    );
    check(
        "r: {when: 'true', count: {at_least: 2, within: P1M}}",
        "s1 -03-01 00:00 contact
         s2 31 10:00 contact",
        &["r 31 10:00 s2: s1 s2"],
    );
}

#[test]
fn the_third_of_a_life() {
    check(
        "r: {when: 'kind == \"order\"', nth: 3}",
        "s1 01 10:00 order
         s2 02 10:00 contact
         s3 03 10:00 order
         s4 04 10:00 order late
         s5 05 10:00 order
         s6 06 10:00 order",
        // Orders that patterns see: s1, s3, s5, s6. The anchor is the number.
        &["r 05 10:00 3: s5"],
    );
}

#[test]
fn the_third_of_each_claim() {
    check(
        "r: {when: 'true', nth: {k: 2, same: claim}}",
        "s1 01 10:00 order claim=a
         s2 02 10:00 order claim=b
         s3 03 10:00 order
         s4 04 10:00 order claim=b
         s5 05 10:00 order claim=a",
        &["r(b) 04 10:00 2: s4", "r(a) 05 10:00 2: s5"],
    );
}

#[test]
fn a_seed_carries_what_came_before_us() {
    check(
        "r: {when: 'kind == \"order\"', nth: {k: 10, seed: renewals}}",
        "s1 01 10:00 order renewals=8
         s2 02 10:00 order
         s3 03 10:00 order",
        // 8 + 1 = 9, 8 + 2 = 10, 8 + 3 = 11.
        &["r 02 10:00 10: s2"],
    );
    check(
        "r: {when: 'kind == \"order\"', nth: {k: 10, seed: renewals}}",
        "s1 01 10:00 order renewals=9
         s2 02 10:00 contact renewals=8
         s3 03 10:00 order",
        // 9 + 1 = 10 fires; 8 + 2 = 10 comes back, and does not.
        &["r 01 10:00 10: s1"],
    );
}

#[test]
fn every_second_one() {
    check(
        "r: {when: 'true', every: 2}",
        "s1 01 10:00 order
         s2 02 10:00 order
         s3 03 10:00 order
         s4 04 10:00 order
         s5 05 10:00 order",
        &["r 02 10:00 2: s2", "r 04 10:00 4: s4"],
    );
    check(
        "r: {when: 'true', every: {k: 3, seed: renewals}}",
        "s1 01 10:00 order renewals=4
         s2 02 10:00 order
         s3 03 10:00 order
         s4 04 10:00 order
         s5 05 10:00 order",
        // 5, 6, 7, 8, 9.
        &["r 02 10:00 6: s2", "r 05 10:00 9: s5"],
    );
    check(
        "r: {when: 'true', every: {k: 2, same: channel}}",
        "s1 01 10:00 order channel=web
         s2 02 10:00 order channel=phone
         s3 03 10:00 order channel=web",
        &["r(web) 03 10:00 2: s3"],
    );
}
