//! `sequence`.

use super::told::check;

const ABC: &str = "r: {sequence: {steps: [{when: 'kind == \"a\"'}, {when: 'kind == \"b\"'}, {when: 'kind == \"c\"'}], within: P1D}}";
const AB: &str =
    "r: {sequence: {steps: [{when: 'kind == \"a\"'}, {when: 'kind == \"b\"'}], within: PT2H}}";

#[test]
fn steps_come_one_after_another() {
    check(
        ABC,
        "s1 01 10:00 b
         s2 01 10:05 a
         s3 01 10:10 c
         s4 01 10:15 b
         s5 01 10:20 x
         s6 01 10:25 c",
        // From s2: b is s4, c after it is s6.
        &["r 01 10:25 s6: s2 s4 s6"],
    );
}

#[test]
fn what_is_used_serves_no_second_match() {
    check(
        ABC,
        "a1 01 10:00 a
         a2 01 10:01 a
         b1 01 10:02 b
         c1 01 10:03 c
         b2 01 10:04 b
         c2 01 10:05 c
         c3 01 10:06 c",
        // a1, b1, c1. Then a2: b1 is used, b2; c1 is used, c2.
        &["r 01 10:03 c1: a1 b1 c1", "r 01 10:05 c2: a2 b2 c2"],
    );
}

#[test]
fn the_window_leaves_out_its_edge() {
    check(
        AB,
        "a1 01 10:00 a
         b1 01 12:00 b",
        // 10:00 is not in (10:00, 12:00].
        &[],
    );
    check(
        AB,
        "a1 01 10:00 a
         a2 01 11:00 a
         b1 01 12:00 b",
        // a1 is too old for b1 and comes to nothing; b1 is unused: a2 takes it.
        &["r 01 12:00 b1: a2 b1"],
    );
}

#[test]
fn no_other_way_is_sought_past_a_gap() {
    let rules = "r: {sequence: {steps: [{when: 'kind == \"a\"'}, {when: 'kind == \"b\"'}, {when: 'kind == \"c\"', gap: PT1H}], within: P1D}}";
    check(
        rules,
        "a1 01 10:00 a
         b1 01 10:30 b
         b2 01 11:30 b
         c1 01 12:00 c",
        // a1 takes b1, the first; c1 comes 90 minutes after it. b2 would do, and is not sought.
        &[],
    );
    check(
        rules,
        "a1 01 10:00 a
         b1 01 10:30 b
         a2 01 11:00 a
         b2 01 11:30 b
         c1 01 12:29 c",
        // a2 takes b2; c1 is 59 minutes after.
        &["r 01 12:29 c1: a2 b2 c1"],
    );
}

#[test]
fn unless_ends_what_lies_around_it() {
    let rules = "r: {sequence: {steps: [{when: 'kind == \"a\"'}, {when: 'kind == \"b\"'}], unless: 'ltr >= 9', within: P1D}}";
    check(
        rules,
        "a1 01 10:00 a
         x1 01 10:30 x ltr=9
         b1 01 11:00 b",
        &[],
    );
    check(
        rules,
        "a1 01 10:00 a ltr=10
         x1 01 10:30 x ltr=8
         b1 01 11:00 b ltr=10
         x2 01 11:30 x ltr=10",
        // Only what stands strictly between the two ends it; x1 is below 9.
        &["r 01 11:00 b1: a1 b1"],
    );
    check(
        rules,
        "a1 01 10:00 a
         x1 01 10:30 x ltr=9
         a2 01 10:45 a
         b1 01 11:00 b
         b2 01 11:15 b",
        // a1 is ended by x1, and does not use b1: a2 takes it. b2 has no start.
        &["r 01 11:00 b1: a2 b1"],
    );
}

#[test]
fn with_same_each_value_is_by_itself() {
    check(
        "r: {sequence: {steps: [{when: 'kind == \"a\"'}, {when: 'kind == \"b\"'}], unless: 'kind == \"x\"', within: P1D, same: claim}}",
        "a1 01 10:00 a claim=1
         a2 01 10:05 a claim=2
         a3 01 10:07 a
         x1 01 10:10 x claim=2
         x2 01 10:12 x
         b1 01 10:15 b claim=2
         b2 01 10:20 b claim=1
         b3 01 10:25 b",
        // Claim 2 is ended by x1; x2 is of no claim and ends nothing; a3 and b3 are of none.
        &["r(1) 01 10:20 b2: a1 b2"],
    );
}

#[test]
fn the_same_condition_three_times() {
    check(
        "r: {sequence: {steps: [{when: 'true'}, {when: 'true'}, {when: 'true'}], within: P1D}}",
        "s1 01 10:00 a
         s2 01 10:01 a
         s3 01 10:02 a
         s4 01 10:03 a
         s5 01 10:04 a
         s6 01 10:05 a
         s7 01 10:06 a",
        // s1 s2 s3; s2 and s3 are used and start nothing; s4 s5 s6; s7 is alone.
        &["r 01 10:02 s3: s1 s2 s3", "r 01 10:05 s6: s4 s5 s6"],
    );
}
