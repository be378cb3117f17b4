//! `change` and `streak`.

use super::told::check;

#[test]
fn down_by_three_since_the_previous() {
    check(
        "r: {when: 'true', change: {field: ltr, by: -3}}",
        "s1 01 10:00 response ltr=9
         s2 02 10:00 response ltr=6
         s3 03 10:00 response
         s4 04 10:00 response ltr=4
         s5 05 10:00 response ltr=8
         s6 06 10:00 response ltr=2",
        // 6 ≤ 9 − 3. s3 has no value: s4 is held against s2, 4 > 6 − 3. 8 > 1. 2 ≤ 8 − 3.
        &["r 02 10:00 s2: s1 s2", "r 06 10:00 s6: s5 s6"],
    );
}

#[test]
fn up_since_the_first() {
    check(
        "r: {when: 'true', change: {field: ltr, by: 2, since: first}}",
        "s1 01 10:00 response ltr=5
         s2 02 10:00 response ltr=6
         s3 03 10:00 response ltr=7
         s4 04 10:00 response ltr=9",
        // 6 < 7; 7 ≥ 7; 9 ≥ 7: at each.
        &["r 03 10:00 s3: s1 s3", "r 04 10:00 s4: s1 s4"],
    );
}

#[test]
fn against_the_mean_of_two() {
    check(
        "r: {when: 'true', change: {field: amount, by: -0.5, since: {mean: 2}}}",
        "s1 01 10:00 order amount=3.0
         s2 02 10:00 order amount=1.0
         s3 03 10:00 order amount=1.5
         s4 04 10:00 order amount=0.8",
        // s2 has one value before it only. s3: mean (3 + 1)/2 = 2, 1.5 ≤ 1.5. s4: (1 + 1.5)/2 = 1.25,
        // 0.8 > 0.75.
        &["r 03 10:00 s3: s1 s2 s3"],
    );
}

#[test]
fn a_change_within_each_claim() {
    check(
        "r: {when: 'true', change: {field: ltr, by: -3, same: claim}}",
        "s1 01 10:00 response ltr=9 claim=a
         s2 02 10:00 response ltr=2 claim=b
         s3 03 10:00 response ltr=1
         s4 04 10:00 response ltr=5 claim=a",
        &["r(a) 04 10:00 s4: s1 s4"],
    );
}

#[test]
fn two_in_a_row() {
    check(
        "r: {when: 'kind == \"response\"', streak: {k: 2, of: 'ltr <= 6'}}",
        "s1 01 10:00 response ltr=6
         s2 02 10:00 contact ltr=9
         s3 03 10:00 response ltr=5
         s4 04 10:00 response ltr=4
         s5 05 10:00 response ltr=9
         s6 06 10:00 response ltr=1
         s7 07 10:00 response ltr=1",
        // The rule does not look at s2. s1 s3 hold; s4 goes on; s5 breaks; s6 s7 hold.
        &["r 03 10:00 s3: s1 s3", "r 07 10:00 s7: s6 s7"],
    );
}

#[test]
fn an_absent_name_breaks_a_row() {
    check(
        "r: {when: 'true', streak: {k: 2, of: 'ltr <= 6'}}",
        "s1 01 10:00 response ltr=6
         s2 02 10:00 response
         s3 03 10:00 response ltr=6",
        &[],
    );
}

#[test]
fn a_row_of_one_and_rows_by_channel() {
    check(
        "r: {when: 'true', streak: {k: 1, of: 'ltr <= 6'}}",
        "s1 01 10:00 response ltr=6
         s2 02 10:00 response ltr=6
         s3 03 10:00 response ltr=7
         s4 04 10:00 response ltr=6",
        &["r 01 10:00 s1: s1", "r 04 10:00 s4: s4"],
    );
    check(
        "r: {when: 'true', streak: {k: 2, of: 'ltr <= 6', same: channel}}",
        "s1 01 10:00 response ltr=6 channel=web
         s2 02 10:00 response ltr=9 channel=phone
         s3 03 10:00 response ltr=6 channel=web",
        &["r(web) 03 10:00 s3: s1 s3"],
    );
}
