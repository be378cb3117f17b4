//! Rules without a pattern, and rules that wait on alerts.

use super::told::check;

#[test]
fn a_rule_without_a_pattern_sees_late_signals_and_nobodys() {
    check(
        "r: {when: 'ltr <= 6'}
         n: {when: 'ltr <= 6', nth: 1}",
        "s1 01 10:00 response ltr=3 late
         s2 02 10:00 response ltr=3 customer=-
         s3 03 10:00 response ltr=9
         s4 04 10:00 response ltr=6",
        // Patterns see s4 only.
        &[
            "r 01 10:00 s1: s1",
            "r 02 10:00 s2: s2",
            "n 04 10:00 1: s4",
            "r 04 10:00 s4: s4",
        ],
    );
}

#[test]
fn attributes_are_as_of_the_signal() {
    check(
        "r: {when: 'customer.tier == \"gold\"'}",
        "s1 01 10:00 contact
         s2 02 10:00 contact tier=gold
         s3 03 10:00 contact
         s4 04 10:00 contact tier=basic
         s5 05 10:00 contact customer=- tier=gold
         s6 06 10:00 contact customer=-",
        // What is said of nobody is known of that signal only.
        &[
            "r 02 10:00 s2: s2",
            "r 03 10:00 s3: s3",
            "r 05 10:00 s5: s5",
        ],
    );
}

#[test]
fn an_alert_on_an_alert_takes_over_its_signals_and_its_same() {
    check(
        "a: {when: 'true', count: {at_least: 2, within: P1D, same: claim}}
         b: {alert: a}",
        "s1 01 10:00 contact claim=x
         s2 01 11:00 contact claim=x",
        &["a(x) 01 11:00 s2: s1 s2", "b(x) 01 11:00 s2: s1 s2"],
    );
}

#[test]
fn alerts_are_counted() {
    check(
        "pair: {when: 'true', every: 2}
         r: {alert: pair, count: {at_least: 2, within: P1D}}",
        "s1 01 10:00 contact
         s2 01 11:00 contact
         s3 01 12:00 contact
         s4 01 13:00 contact",
        // The signals of `every` are the one that reached the number.
        &[
            "pair 01 11:00 2: s2",
            "pair 01 13:00 4: s4",
            "r 01 13:00 s4: s2 s4",
        ],
    );
}

#[test]
fn an_alert_stands_right_after_its_signal() {
    check(
        "a: {when: 'kind == \"a\"'}
         on: {sequence: {steps: [{when: 'kind == \"a\"'}, {alert: a}], within: P1D}}
         no: {sequence: {steps: [{alert: a}, {when: 'kind == \"a\"'}], within: P1D}}",
        "s1 01 10:00 a",
        // The alert at s1 follows s1, and not the other way round.
        &["a 01 10:00 s1: s1", "on 01 10:00 s1: s1"],
    );
}

#[test]
fn an_alert_at_a_deadline_stands_before_the_signals_of_that_instant() {
    check(
        "late: {when: 'kind == \"a\"', absent: {when: 'kind == \"b\"', within: PT2H}}
         r: {sequence: {steps: [{alert: late}, {when: 'kind == \"b\"'}], within: P1D}}
         q: {sequence: {steps: [{when: 'kind == \"x\"'}, {alert: late}], within: P1D}}",
        "a1 01 10:00 a
         x1 01 11:00 x
         b1 01 12:00 b
         x2 01 12:00 x",
        // late at 12:00, before b1. In q its bearing signal a1 stands before x1 all the same.
        &[
            "late 01 12:00 a1: a1",
            "q 01 12:00 a1: a1 x1",
            "r 01 12:00 b1: a1 b1",
        ],
    );
}

#[test]
fn an_absence_waits_for_an_alert() {
    check(
        "low: {when: 'ltr <= 3'}
         thrice: {alert: low, nth: 2}
         calm: {alert: low, absent: {alert: low, within: P1D}}",
        "s1 01 10:00 response ltr=1
         s2 01 20:00 response ltr=9
         s3 02 09:00 response ltr=2",
        // s1: the alert at s3 came in time. s3: none until the 3rd at 9:00.
        &[
            "low 01 10:00 s1: s1",
            "low 02 09:00 s3: s3",
            "thrice 02 09:00 2: s3",
            "calm 03 09:00 s3: s3",
        ],
    );
}

#[test]
fn at_one_place_a_rule_comes_after_those_it_waits_on() {
    check(
        "z: {when: 'kind == \"a\"'}
         b: {alert: z}
         r: {sequence: {steps: [{alert: z}, {alert: b}], within: P1D}}
         no: {sequence: {steps: [{alert: b}, {alert: z}], within: P1D}}",
        "s1 01 10:00 a",
        &[
            "b 01 10:00 s1: s1",
            "r 01 10:00 s1: s1",
            "z 01 10:00 s1: s1",
        ],
    );
}
