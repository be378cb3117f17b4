//! Suppression, superseding and quarantine.

use super::told::{history, time, told, with, words};
use voc_conformance::reference::{
    Closing, Invitation, Standing, decide, evaluate_history, may_invite,
};
use voc_core::Program;

/// Each alert with what becomes of it.
fn standings(program: &Program, signals: &str, closings: &[Closing]) -> Vec<String> {
    let history = history(signals, ("31", "23:59"));
    let alerts = evaluate_history(program, &history);
    let decided = decide(program, &history, &alerts, closings);
    let mut told: Vec<String> = Vec::new();
    for one in decided {
        let standing = match one.standing {
            Standing::Suppressed(by) => by.join(", "),
            other => format!("{other:?}").to_lowercase(),
        };
        told.push(format!(
            "{}: {standing}",
            words(&one.fired).replace(": ", " ")
        ));
    }
    told
}

#[test]
fn one_a_week_per_customer_and_rule() {
    let program = with(
        "r: {when: 'true', raise: {praise: true}}
         q: {when: 'kind == \"order\"', raise: {praise: true}}",
        "suppress: {weekly: {alerts: 1, per: [customer, rule], within: P7D}}",
    );
    let found = standings(
        &program,
        "s1 01 10:00 contact
         s2 02 10:00 order
         s3 08 10:00 contact
         s4 08 11:00 contact customer=d",
        &[],
    );
    // s2: r was raised on the 1st, q was not. s3: the 1st at 10:00 is on the edge of (1st, 8th]. The
    // suppressed alert of the 2nd does not count. s4 is another customer's.
    assert_eq!(
        found,
        [
            "r 01 10:00 s1 s1: raised",
            "q 02 10:00 s2 s2: raised",
            "r 02 10:00 s2 s2: suppress weekly",
            "r 08 10:00 s3 s3: raised",
            "r 08 11:00 s4 s4: raised",
        ]
    );
}

#[test]
fn a_concern_without_an_open_case_is_raised() {
    let program = with(
        "r: {when: 'true', raise: {case: recovery}}",
        "suppress: {weekly: {alerts: 1, per: [customer, rule], within: P7D}}",
    );
    let closing = Closing {
        at: time("03", "10:00"),
        customer: "c".into(),
        case_type: "recovery".into(),
        same: None,
    };
    let found = standings(
        &program,
        "s1 01 10:00 contact
         s2 02 10:00 contact
         s3 04 10:00 contact
         s4 05 10:00 contact
         s5 06 10:00 contact customer=-
         s6 06 11:00 contact customer=-",
        &[closing],
    );
    // s2 joins nothing: the case of s1 is open. It is closed on the 3rd, so s3 is raised within the
    // week; s4 finds the case of s3. Nobody's concerns have no case to join.
    assert_eq!(
        found,
        [
            "r 01 10:00 s1 s1: raised",
            "r 02 10:00 s2 s2: suppress weekly",
            "r 04 10:00 s3 s3: raised",
            "r 05 10:00 s4 s4: suppress weekly",
            "r 06 10:00 s5 s5: raised",
            "r 06 11:00 s6 s6: raised",
        ]
    );
}

#[test]
fn the_superseding_rule_opens_the_case() {
    let program = with(
        "a: {when: 'ltr <= 6', raise: {case: recovery}}
         gold: {when: 'ltr <= 6 && customer.tier == \"gold\"', raise: {case: recovery}, supersedes: [a, b, d]}
         b: {when: 'ltr <= 5', raise: {case: billing}}
         d: {when: 'ltr <= 4', raise: {}, shadow: true}",
        "",
    );
    let found = standings(&program, "s1 01 10:00 response ltr=3 tier=gold", &[]);
    // gold first: its case is that of a. No billing case is open: b is raised.
    assert_eq!(
        found,
        [
            "gold 01 10:00 s1 s1: raised",
            "a 01 10:00 s1 s1: supersedes gold",
            "b 01 10:00 s1 s1: raised",
            "d 01 10:00 s1 s1: shadow",
        ]
    );
    let basic = standings(&program, "s1 01 10:00 response ltr=6 tier=basic", &[]);
    assert_eq!(basic, ["a 01 10:00 s1 s1: raised"]);
}

#[test]
fn a_limit_looks_only_at_what_it_covers() {
    let program = with(
        "a: {when: 'true', raise: {praise: true}}
         b: {when: 'true', raise: {praise: true}}",
        "suppress: {two: {alerts: 2, per: respondent, within: P1D, except: b}}",
    );
    let found = standings(
        &program,
        "s1 01 10:00 contact respondent=p
         s2 01 11:00 contact
         s3 01 12:00 contact respondent=p
         s4 01 13:00 contact respondent=p",
        &[],
    );
    let suppressed: Vec<&String> = found.iter().filter(|one| one.contains("two")).collect();
    // a: s1 and s3 are raised, s4 is the third. s2 has no respondent: not limited. b is not covered.
    assert_eq!(suppressed, ["a 01 13:00 s4 s4: suppress two"]);
    assert_eq!(found.len(), 8);
}

#[test]
fn before_live_from_nothing_is_raised_and_nothing_counts() {
    let program = with(
        "a: {when: 'true', raise: {praise: true}}",
        "live_from: 2026-03-02\nsuppress: {one: {alerts: 1, per: customer, within: P7D}}",
    );
    let found = standings(
        &program,
        "s1 01 10:00 contact
         s2 02 10:00 contact
         s3 03 10:00 contact",
        &[],
    );
    assert_eq!(
        found,
        [
            "a 01 10:00 s1 s1: notlive",
            "a 02 10:00 s2 s2: raised",
            "a 03 10:00 s3 s3: suppress one",
        ]
    );
}

fn invitation(line: &str, survey: &str) -> Invitation {
    let told = told(line);
    Invitation {
        at: told.signal.at,
        survey: Some(survey.to_owned()),
        about: told.signal,
    }
}

#[test]
fn when_a_customer_may_be_asked_again() {
    let program = with(
        "r: {when: 'true'}",
        "surveys: {nps: {type: relationship}, paid: {type: transactional}}\nquarantine: {month: {invitations: 1, per: respondent, within: P1M, except: paid}, all: {invitations: 2, per: customer, within: P3D}}",
    );
    let sent = [
        invitation("i1 -02-10 10:00 invitation respondent=p", "nps"),
        invitation("i2 09 10:00 invitation respondent=q", "paid"),
    ];
    // The window of a month at 10 March begins at the end of 10 February: i1 is out.
    let asked = |line: &str, survey: &str| may_invite(&program, &sent, &invitation(line, survey));
    assert_eq!(asked("x 10 00:00 invitation respondent=p", "nps"), Ok(()));
    // On the 9th it begins at the end of 9 February: i1 is in until midnight.
    assert_eq!(
        asked("x 09 12:00 invitation respondent=p", "nps"),
        Err((vec!["month".into()], time("10", "00:00")))
    );
    // The month does not cover `paid`, neither to hold it back nor to count it.
    assert_eq!(asked("x 09 12:00 invitation respondent=p", "paid"), Ok(()));
    assert_eq!(asked("x 09 12:00 invitation respondent=q", "nps"), Ok(()));
    let sent = [
        invitation("i2 09 10:00 invitation respondent=q", "paid"),
        invitation("i3 10 10:00 invitation respondent=p", "paid"),
    ];
    // Two to the customer in three days: the older leaves the window (t − 3 days, t] on the 12th.
    let third = may_invite(
        &program,
        &sent,
        &invitation("x 11 10:00 invitation", "paid"),
    );
    assert_eq!(third, Err((vec!["all".into()], time("12", "10:00"))));
}
