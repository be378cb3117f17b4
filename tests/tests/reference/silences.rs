//! `absent` and `silence`: what time alone makes fire.

use super::told::{check, check_until};

const NOT_PAID: &str =
    "r: {when: 'kind == \"opened\"', absent: {when: 'kind == \"paid\"', within: P2D, same: claim}}";

#[test]
fn at_the_deadline_is_too_late() {
    check(
        NOT_PAID,
        "o1 01 10:00 opened claim=a
         p1 03 10:00 paid claim=a",
        // [1st 10:00, 3rd 10:00) leaves the payment out. The anchor is the trigger.
        &["r(a) 03 10:00 o1: o1"],
    );
    check(
        NOT_PAID,
        "o1 01 10:00 opened claim=a
         p1 03 09:59 paid claim=a",
        &[],
    );
}

#[test]
fn only_the_same_value_is_what_was_to_come() {
    check(
        NOT_PAID,
        "o1 01 10:00 opened claim=a
         o2 01 11:00 opened
         p1 02 10:00 paid claim=b
         p2 02 11:00 paid",
        // o2 is of no claim: no trigger. Neither payment is of claim a.
        &["r(a) 03 10:00 o1: o1"],
    );
}

#[test]
fn each_trigger_by_itself_and_only_once_time_has_passed() {
    let rules = "r: {when: 'kind == \"opened\"', absent: {when: 'kind == \"paid\"', within: P2D}}";
    let signals = "o1 01 10:00 opened
                   o2 01 12:00 opened
                   p1 03 11:00 paid
                   o3 04 10:00 opened";
    // o1: nothing in [1st 10:00, 3rd 10:00). o2: p1 came. o3: due on the 6th at 10:00.
    check_until(rules, signals, ("06", "09:59"), &["r 03 10:00 o1: o1"]);
    check_until(
        rules,
        signals,
        ("06", "10:00"),
        &["r 03 10:00 o1: o1", "r 06 10:00 o3: o3"],
    );
}

#[test]
fn a_match_of_the_very_instant_counts_wherever_it_stands_but_the_trigger_does_not() {
    let rules = "r: {when: 'kind == \"opened\"', absent: {when: 'true', within: PT1H}}";
    check(
        rules,
        "b 01 10:00 opened
         a 01 10:00 contact",
        // a stands before b, at the same instant.
        &[],
    );
    check(rules, "b 01 10:00 opened", &["r 01 11:00 b: b"]);
    check(
        rules,
        "a 01 10:00 opened
         b 01 10:00 opened late",
        // What is late is no match.
        &["r 01 11:00 a: a"],
    );
}

#[test]
fn a_silence_begins_with_each_last_signal() {
    check_until(
        "r: {silence: P2D}",
        "s1 01 10:00 contact
         s2 02 10:00 order
         s3 04 10:00 contact
         s4 10 10:00 contact",
        ("12", "09:59"),
        // s1: s2 came. s2: due on the 4th at 10:00, and s3 of that instant is too late. s3: due on the
        // 6th. s4: due on the 12th at 10:00.
        &["r 04 10:00 s2: s2", "r 06 10:00 s3: s3"],
    );
}

#[test]
fn a_silence_after_a_signal() {
    check(
        "r: {when: 'kind == \"complaint\"', silence: P2D}",
        "s1 01 10:00 complaint
         s2 02 10:00 contact
         s3 10 10:00 complaint
         s4 20 10:00 contact",
        // s1 was followed by s2; s2 is no complaint; s3 was followed by nothing for two days.
        &["r 12 10:00 s3: s3"],
    );
}

#[test]
fn of_two_signals_at_one_instant_the_later_id_is_the_last() {
    check(
        "r: {silence: P1D}",
        "b 01 10:00 contact
         a 01 10:00 contact",
        &["r 02 10:00 b: b"],
    );
    check(
        "r: {silence: P1D}",
        "a 01 10:00 contact
         b 01 20:00 contact late",
        // A late signal breaks no silence, and begins none.
        &["r 02 10:00 a: a"],
    );
}
