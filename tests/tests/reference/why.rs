//! Explanations worked out by hand: what is said of each pattern that fired, and of each that did not.

use super::told::{program, time, told, with};
use serde_json::{Value, json};
use voc_core::engine::What;
use voc_core::rule::{Alert, Answer, WhyNot, explain::paragraph};
use voc_core::signal::{Body, Tick};
use voc_core::{Code, Engine, Input, Program};

/// An engine that has taken these signals as they happened, and the alerts that it raised.
fn run(program: &Program, signals: &str, now: (&str, &str)) -> (Engine, Vec<Alert>) {
    let mut inputs: Vec<Input> = signals
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let told = told(line.trim());
            let at = told.signal.at;
            let mut input = Input::new(told.id, Body::Signal(Box::new(told.signal)));
            // Late: three days after it happened, where two are allowed.
            let delay = if told.late { 3 * 86_400_000_000 } else { 0 };
            input.received = voc_core::Time::from_micros(at.micros() + delay);
            input
        })
        .collect();
    let now = time(now.0, now.1);
    inputs.push(Input::new("now", Body::Tick(Tick { at: now })));
    inputs.sort_by_key(Input::arrival);
    let mut engine = Engine::new(program.clone());
    let mut alerts = Vec::new();
    for input in inputs {
        for event in engine.handle(input).unwrap() {
            if let What::AlertRaised { alert } = event.what {
                alerts.push(*alert);
            }
        }
    }
    (engine, alerts)
}

/// What is said of the last alert of the rule `r`, and its `why` as JSON.
fn explained(rules: &str, signals: &str) -> (String, Value) {
    let program = program(rules);
    let (_, alerts) = run(&program, signals, ("31", "23:59"));
    let last = alerts.iter().rev().find(|alert| alert.rule == "r").unwrap();
    (
        paragraph(&program, last),
        serde_json::to_value(&last.why).unwrap(),
    )
}

/// Why the rule `r` did not fire for `c`.
fn asked(rules: &str, signals: &str, now: (&str, &str), at: (&str, &str)) -> WhyNot {
    let (engine, _) = run(&program(rules), signals, now);
    engine.why_not("r", "c", Some(time(at.0, at.1))).unwrap()
}

#[track_caller]
fn check(found: &WhyNot, answer: Answer, rest: &str) {
    assert_eq!(found.answer, answer, "{}", found.paragraph);
    let at = found.at.to_string();
    let at = format!("{} {} UTC", &at[..10], &at[11..16]);
    let did = if answer == Answer::Fired {
        "fired"
    } else {
        "did not fire"
    };
    let head = format!("The rule `r` {did} for customer `c` at {at}. ");
    assert_eq!(found.paragraph, head + rest);
}

#[test]
fn a_condition_and_its_clauses() {
    let rules = "r: {when: 'kind == \"response\" && ltr <= 6'}";
    let (words, why) = explained(rules, "s1 02 10:00 response ltr=3");
    assert_eq!(
        words,
        "The rule `r` raised a concern about customer `c` on 2026-03-02 10:00 UTC. Its condition held at \
         signal `s1`: `kind == \"response\"` was true (`kind` was \"response\") and `ltr <= 6` was true \
         (`ltr` was 3)."
    );
    assert_eq!(
        why["signals"],
        json!([{"signal": "s1", "at": "2026-03-02T10:00:00Z"}])
    );
    let signals = "s1 02 10:00 response ltr=3
         s2 02 12:00 response ltr=9
         s3 02 14:00 response";
    let why_not = |at| asked(rules, signals, ("02", "15:00"), ("02", at));
    check(
        &why_not("12:10"),
        Answer::Condition,
        "At the nearest signal `s2` (2026-03-02 12:00 UTC), what it looks at was not found: `ltr <= 6` was \
         false (`ltr` was 9).",
    );
    check(
        &why_not("14:00"),
        Answer::Condition,
        "At the nearest signal `s3` (2026-03-02 14:00 UTC), what it looks at was not found: `ltr <= 6` \
         could not be told, for `ltr` is absent.",
    );
    let fired = why_not("10:30");
    assert_eq!((fired.answer, fired.alerts.len()), (Answer::Fired, 1));
    // s1 and s2 are as near: the earlier counts.
    assert_eq!(why_not("11:00").answer, Answer::Fired);
}

#[test]
fn a_count() {
    let rules = "r: {when: 'kind == \"contact\"', count: {at_least: 3, within: P1D, same: claim}}";
    let signals = "s1 02 10:00 contact claim=a
         s2 02 18:00 contact claim=a
         s3 03 10:00 contact claim=a
         s4 03 11:00 contact claim=a
         s5 03 12:00 contact claim=a
         s6 03 13:00 contact claim=b
         s7 03 14:00 contact";
    let (words, why) = explained(rules, signals);
    // s1 lies on the edge of (02 10:00, 03 10:00]; s4 makes s2, s3, s4; at s5 there were three before.
    assert_eq!(
        words,
        "The rule `r` raised a concern about customer `c` with `claim` \"a\" on 2026-03-03 11:00 UTC. Its \
         condition held at signal `s4`: `kind == \"contact\"` was true (`kind` was \"contact\"). That made \
         3 of them within 1 day, after 2026-03-02 11:00 UTC and up to 2026-03-03 11:00 UTC; the rule asks \
         for 3. Behind it are 3 signals: `s2` (2026-03-02 18:00 UTC), `s3` (2026-03-03 10:00 UTC) and \
         `s4` (2026-03-03 11:00 UTC)."
    );
    assert_eq!(
        why["window"],
        json!({"from": "2026-03-02T11:00:00Z", "to": "2026-03-03T11:00:00Z", "within": "P1D", "count": 3, "at_least": 3})
    );
    let why_not = |at| asked(rules, signals, ("03", "15:00"), ("03", at));
    check(
        &why_not("10:00"),
        Answer::Pattern,
        "The count stood at 2 of 3: there were 2 of what it counts in the window after 2026-03-02 10:00 UTC \
         and up to 2026-03-03 10:00 UTC.",
    );
    assert_eq!(why_not("11:00").answer, Answer::Fired);
    check(
        &why_not("12:00"),
        Answer::Pattern,
        "It held 3 of what it counts in the window after 2026-03-02 12:00 UTC and up to 2026-03-03 12:00 \
         UTC and 3 are enough, but it fires only where that number is reached, and again once it has \
         fallen below it.",
    );
    check(
        &why_not("13:00"),
        Answer::Pattern,
        "The count stood at 1 of 3: there were 1 of what it counts in the window after 2026-03-02 13:00 UTC \
         and up to 2026-03-03 13:00 UTC.",
    );
    let found = why_not("14:00");
    assert_eq!(found.answer, Answer::ValueAbsent);
    assert!(
        found
            .paragraph
            .contains("Signal `s7` (2026-03-03 14:00 UTC) takes no part, for it has no `claim`."),
        "{}",
        found.paragraph
    );
}

#[test]
fn a_count_of_different_values_in_a_calendar_window() {
    let rules = "r: {when: 'true', count: {at_least: 2, calendar: day, distinct: channel}}";
    let signals = "s1 02 10:00 contact channel=web
         s2 02 11:00 contact channel=web
         s3 02 12:00 contact channel=phone";
    let (words, why) = explained(rules, signals);
    assert!(
        words.contains(
            "That made 2 different values of `channel` in one calendar day, after 2026-03-01 \
             23:59:59.999999 UTC and up to 2026-03-02 12:00 UTC; the rule asks for 2."
        ),
        "{words}"
    );
    assert_eq!(why["window"]["calendar"], "day");
    check(
        &asked(rules, signals, ("02", "15:00"), ("02", "11:00")),
        Answer::Pattern,
        "The count stood at 1 of 2: there were 1 different values of `channel` in the window after \
         2026-03-01 23:59:59.999999 UTC and up to 2026-03-02 11:00 UTC.",
    );
}

#[test]
fn the_third_of_a_life() {
    let rules =
        "r: {when: 'kind == \"order\"', nth: {k: 10, seed: renewals}, raise: {praise: true}}";
    let signals = "s1 02 10:00 order renewals=8
         s2 02 11:00 order
         s3 02 12:00 order";
    let (words, why) = explained(rules, signals);
    assert_eq!(
        words,
        "The rule `r` found praise from customer `c` on 2026-03-02 11:00 UTC. Its condition held at signal \
         `s2`: `kind == \"order\"` was true (`kind` was \"order\"). It was the 10th of them, 8 of which came \
         before the first that is held here; the rule asks for the 10th."
    );
    assert_eq!(why["number"], json!({"number": 10, "k": 10, "seed": 8}));
    let why_not = |rules, at| asked(rules, signals, ("02", "15:00"), ("02", at));
    check(
        &why_not(rules, "10:00"),
        Answer::Pattern,
        "The number stood at 9; it fires at the 10th.",
    );
    check(
        &why_not(rules, "12:00"),
        Answer::Pattern,
        "The number stood at 11: the one that it fires at has passed.",
    );
    let every = "r: {when: 'kind == \"order\"', every: 2}";
    check(
        &why_not(every, "12:00"),
        Answer::Pattern,
        "The number stood at 3; it fires at the 4th.",
    );
}

#[test]
fn a_sequence_with_its_steps() {
    let rules = "r: {sequence: {steps: [{when: 'kind == \"order\"'}, {when: 'kind == \"return\"'}, {when: \
                 'kind == \"contact\"'}], within: P1D, unless: 'kind == \"refund\"'}}";
    let signals = "s1 02 10:00 order
         s2 02 11:00 return
         s3 02 12:00 contact
         s4 02 13:00 order
         s5 02 14:00 refund
         s6 02 15:00 return";
    let (words, why) = explained(rules, signals);
    assert_eq!(
        words,
        "The rule `r` raised a concern about customer `c` on 2026-03-02 12:00 UTC. Its condition held at \
         signal `s3`, the last step: `kind == \"contact\"` was true (`kind` was \"contact\"). All 3 steps \
         came in order within 1 day, after 2026-03-01 12:00 UTC and up to 2026-03-02 12:00 UTC: step 1 at \
         signal `s1` (2026-03-02 10:00 UTC), step 2 at signal `s2` (2026-03-02 11:00 UTC) and step 3 at \
         signal `s3` (2026-03-02 12:00 UTC). Behind it are 3 signals: `s1` (2026-03-02 10:00 UTC), `s2` \
         (2026-03-02 11:00 UTC) and `s3` (2026-03-02 12:00 UTC)."
    );
    assert_eq!(
        why["sequence"]["steps"][1],
        json!({"signal": "s2", "at": "2026-03-02T11:00:00Z"})
    );
    let why_not = |at| asked(rules, signals, ("02", "16:00"), ("02", at));
    check(
        &why_not("11:00"),
        Answer::Pattern,
        "Of its 3 steps 2 had been found, at `s1` (2026-03-02 10:00 UTC) and `s2` (2026-03-02 11:00 UTC); it \
         waits for step 3, a signal with `kind == \"contact\"`, before 2026-03-03 10:00 UTC.",
    );
    check(
        &why_not("13:00"),
        Answer::Pattern,
        "Of its 3 steps 1 had been found, at `s4` (2026-03-02 13:00 UTC); it waits for step 2, a signal with \
         `kind == \"return\"`, before 2026-03-03 13:00 UTC.",
    );
    check(
        &why_not("15:00"),
        Answer::Pattern,
        "Of its 3 steps 2 had been found, at `s4` (2026-03-02 13:00 UTC) and `s6` (2026-03-02 15:00 UTC); \
         then signal `s5` (2026-03-02 14:00 UTC) ended the attempt, as `unless` says.",
    );
}

#[test]
fn an_absence_with_its_deadline() {
    let rules = "r: {when: 'kind == \"order\"', absent: {when: 'kind == \"payment\"', within: P1D, same: claim}}";
    let signals = "s1 02 10:00 order claim=a
         s2 02 12:00 order claim=b
         s3 02 13:00 payment claim=b
         s4 03 11:00 order claim=c";
    let (words, why) = explained(rules, "s1 02 10:00 order claim=a");
    assert_eq!(
        words,
        "The rule `r` raised a concern about customer `c` with `claim` \"a\" on 2026-03-03 10:00 UTC. Its \
         condition held at signal `s1`: `kind == \"order\"` was true (`kind` was \"order\"). After signal \
         `s1` it waits for a signal with `kind == \"payment\"`, and none came within 1 day, counted from \
         2026-03-02 10:00 UTC: before 2026-03-03 10:00 UTC."
    );
    assert_eq!(
        why["deadline"],
        json!({"signal": "s1", "from": "2026-03-02T10:00:00Z", "within": "P1D", "due": "2026-03-03T10:00:00Z"})
    );
    let why_not = |at: (&str, &str)| asked(rules, signals, ("03", "12:00"), at);
    check(
        &why_not(("02", "10:00")),
        Answer::Pattern,
        "Signal `s1` set it off on 2026-03-02 10:00 UTC: within 1 day it waits for a signal with `kind == \
         \"payment\"`; the deadline passed on 2026-03-03 10:00 UTC, and it fired then.",
    );
    let cancelled = "Signal `s2` set it off on 2026-03-02 12:00 UTC: within 1 day it waits for a signal with \
         `kind == \"payment\"`, and that came with signal `s3` (2026-03-02 13:00 UTC).";
    check(&why_not(("02", "12:00")), Answer::Pattern, cancelled);
    check(&why_not(("02", "13:05")), Answer::Pattern, cancelled);
    check(
        &why_not(("03", "11:00")),
        Answer::Pattern,
        "Signal `s4` set it off on 2026-03-03 11:00 UTC: within 1 day it waits for a signal with `kind == \
         \"payment\"`; the deadline is not reached: it is on 2026-03-04 11:00 UTC.",
    );
    assert_eq!(why_not(("03", "10:00")).answer, Answer::Fired);
    // At the very instant of the trigger counts, wherever it stands.
    let at_once = asked(
        rules,
        "s1 02 10:00 payment claim=a
         s2 02 10:00 order claim=a",
        ("02", "11:00"),
        ("02", "10:00"),
    );
    assert!(
        at_once
            .paragraph
            .ends_with("and that came with signal `s1` (2026-03-02 10:00 UTC).")
    );
}

#[test]
fn a_change_with_its_values() {
    let rules = "r: {when: 'kind == \"response\"', change: {field: ltr, by: -3, since: {mean: 2}}}";
    let signals = "s1 02 10:00 response ltr=9
         s2 02 11:00 response ltr=8
         s3 02 12:00 response ltr=7
         s4 02 13:00 response ltr=4
         s5 02 14:00 response";
    let (words, why) = explained(rules, signals);
    // The mean of 8 and 7 is 7.5, and 4 is at most 4.5.
    assert_eq!(
        words,
        "The rule `r` raised a concern about customer `c` on 2026-03-02 13:00 UTC. Its condition held at \
         signal `s4`: `kind == \"response\"` was true (`kind` was \"response\"). There `ltr` was 4, against \
         7.5 as the mean of the 2 values before it (8 at signal `s2` and 7 at signal `s3`); the rule asks \
         for at least 3 less. Behind it are 3 signals: `s2` (2026-03-02 11:00 UTC), `s3` (2026-03-02 12:00 \
         UTC) and `s4` (2026-03-02 13:00 UTC)."
    );
    assert_eq!(why["change"]["base"], 7.5);
    let why_not = |at| asked(rules, signals, ("02", "16:00"), ("02", at));
    check(
        &why_not("11:00"),
        Answer::Pattern,
        "`ltr` was 8, and there are 1 of the 2 values before it that it is held against.",
    );
    check(
        &why_not("12:00"),
        Answer::Pattern,
        "`ltr` was 7 against 8.5 as the mean of the 2 values before it: a change by -1.5; it fires at 3 \
         less.",
    );
    check(
        &why_not("14:00"),
        Answer::ValueAbsent,
        "Signal `s5` (2026-03-02 14:00 UTC) takes no part, for it has no `ltr`.",
    );
}

#[test]
fn a_streak_and_what_broke_it() {
    let rules = "r: {when: 'kind == \"response\"', streak: {k: 2, of: 'ltr <= 6'}}";
    let signals = "s1 02 10:00 response ltr=5
         s2 02 11:00 response ltr=9
         s3 02 12:00 response ltr=4
         s4 02 13:00 response ltr=3
         s5 02 14:00 response ltr=2";
    let (words, _) = explained(rules, signals);
    assert!(
        words.contains(
            "That made 2 in a row of which what the rule asks of each was true; at the last, `ltr <= 6` was \
             true (`ltr` was 3)."
        ),
        "{words}"
    );
    let why_not = |at| asked(rules, signals, ("02", "16:00"), ("02", at));
    check(
        &why_not("12:00"),
        Answer::Pattern,
        "There were 1 in a row, and it fires at 2. The row before was broken at signal `s2` (2026-03-02 \
         11:00 UTC).",
    );
    check(
        &why_not("14:00"),
        Answer::Pattern,
        "There were 2 in a row already; it fires once in a row. The row before was broken at signal `s2` \
         (2026-03-02 11:00 UTC).",
    );
}

#[test]
fn a_silence() {
    let rules = "r: {when: 'kind == \"order\"', silence: P1D}";
    let (words, _) = explained(rules, "s1 02 10:00 order");
    assert!(
        words.ends_with(
            "After signal `s1` it waits for any other signal of the customer, and none came within 1 day, \
             counted from 2026-03-02 10:00 UTC: before 2026-03-03 10:00 UTC."
        ),
        "{words}"
    );
    let signals = "s1 02 10:00 order
         s2 02 11:00 contact";
    check(
        &asked(rules, signals, ("02", "16:00"), ("02", "10:00")),
        Answer::Pattern,
        "Signal `s1` set it off on 2026-03-02 10:00 UTC: within 1 day it waits for any other signal of the \
         customer, and that came with signal `s2` (2026-03-02 11:00 UTC).",
    );
}

#[test]
fn a_rule_on_an_alert() {
    let rules = "bad: {when: 'ltr <= 6'}
         r: {alert: bad, count: {at_least: 2, within: P1D}}";
    let (words, why) = explained(
        rules,
        "s1 02 10:00 response ltr=3
         s2 02 11:00 response ltr=4",
    );
    assert!(
        words.contains("It waits on alerts of the rule `bad`, and there was one at signal `s2`. That made 2 of them"),
        "{words}"
    );
    assert_eq!(why["alert"], "bad");
    let found = asked(
        rules,
        "s1 02 10:00 response ltr=9",
        ("02", "11:00"),
        ("02", "10:00"),
    );
    assert_eq!(found.answer, Answer::WaitsOn);
    assert_eq!(found.waits_on[0].answer, Answer::Condition);
    assert!(
        found
            .paragraph
            .contains("`ltr <= 6` was false (`ltr` was 9)"),
        "{}",
        found.paragraph
    );
}

#[test]
fn what_came_late_or_long_ago() {
    let rules = "r: {when: 'ltr <= 6', nth: 1}
         each: {when: 'ltr <= 6'}";
    let signals = "s1 02 10:00 response ltr=3 late
         s2 05 09:00 response ltr=9";
    let (engine, _) = run(&program(rules), signals, ("05", "10:00"));
    let ask = |rule, at: (&str, &str)| engine.why_not(rule, "c", Some(time(at.0, at.1)));
    check(
        &ask("r", ("02", "10:00")).unwrap(),
        Answer::Late,
        "The rule looks at `s1`, but what comes later than `lateness` is no part of a pattern.",
    );
    assert_eq!(ask("each", ("02", "10:00")).unwrap().answer, Answer::Fired);
    let error = ask("r", ("02", "10:01")).unwrap_err();
    assert_eq!(error.code, Code::Settled);
    let hint = error.hint.unwrap();
    assert!(hint.contains("`until` 2026-03-04T10:01:00Z"), "{hint}");
    assert_eq!(ask("no", ("05", "10:00")).unwrap_err().code, Code::Unknown);
    assert_eq!(
        engine.why_not("r", "nobody", None).unwrap_err().code,
        Code::NotFound
    );
    let error = engine.explain("a-no").unwrap_err();
    assert_eq!(error.code, Code::NotFound);
    assert!(error.hint.unwrap().contains("alert_raised"));
}

#[test]
fn the_route_and_the_case() {
    let program = with(
        "r: {when: 'ltr <= 6', raise: {case: recovery}}",
        "roles: {manager: {level: middle}}
units: {desk: {}}
touch_points: {call: {owner: desk}}
routes: [{if: 'kind == \"order\"', to: unit}, {to: unit, role: manager, else: owner}]",
    );
    let (mut engine, _) = run(&program, "", ("01", "10:00"));
    let people = json!({"id": "p", "roster": {"at": "2026-03-01T00:00:00Z", "people": {"mia": {"units": ["desk"], "role": "manager"}}}});
    engine
        .handle(serde_json::from_value(people).unwrap())
        .unwrap();
    let mut signal = |id: &str, at: &str| {
        let input = json!({"id": id, "received": at, "signal": {"at": at, "kind": "response", "customer": "c", "touch_point": "call", "fields": {"ltr": 2}}});
        let events = engine
            .handle(serde_json::from_value(input).unwrap())
            .unwrap();
        let raised = events.into_iter().find_map(|event| match event.what {
            What::AlertRaised { alert } => Some(alert.id),
            _ => None,
        });
        engine.explain(&raised.unwrap()).unwrap()
    };
    let first = signal("s1", "2026-03-02T10:00:00Z");
    assert!(
        first.paragraph.contains(
            "It was routed so: route 2; no unit is known; to owner desk; mia in desk. Told: person `mia`. It \
             opened the case"
        ),
        "{}",
        first.paragraph
    );
    let second = signal("s2", "2026-03-02T11:00:00Z");
    assert!(!second.cases[0].opened && second.cases[0].case == first.cases[0].case);
    assert!(
        second.paragraph.contains("It joined the case"),
        "{}",
        second.paragraph
    );
}

#[test]
fn an_alert_that_is_held_back_or_before_the_program_was_live() {
    let program = with(
        "r: {when: 'ltr <= 6', settle: true}",
        "live_from: 2026-03-02",
    );
    let (engine, _) = run(&program, "s1 03 10:00 response ltr=3", ("03", "11:00"));
    let found = engine.why_not("r", "c", None).unwrap();
    assert!(
        found
            .paragraph
            .contains("It is held back until 2026-03-05 10:00 UTC"),
        "{}",
        found.paragraph
    );
    let (engine, _) = run(&program, "s1 01 10:00 response ltr=3", ("01", "11:00"));
    let found = engine.why_not("r", "c", None).unwrap();
    assert!(
        found.paragraph.contains("before `live_from`"),
        "{}",
        found.paragraph
    );
}

#[test]
fn an_alert_that_is_suppressed_superseded_or_on_trial() {
    let program = with(
        "bad: {when: 'ltr <= 6'}
         worse: {when: 'ltr <= 3', supersedes: [bad]}
         trial: {when: 'ltr <= 6', shadow: true}",
        "suppress: {week: {alerts: 1, per: [customer, rule], within: P7D, rules: [worse]}}",
    );
    let signals = "s1 02 10:00 response ltr=2
         s2 02 11:00 response ltr=1";
    let (engine, _) = run(&program, signals, ("02", "12:00"));
    let said = |rule| engine.why_not(rule, "c", None).unwrap().paragraph;
    assert!(
        said("bad").ends_with(
            "Nobody was told, for it is suppressed: the rule `worse`, which supersedes it, fired at the same \
             signal."
        ),
        "{}",
        said("bad")
    );
    assert!(
        said("worse").ends_with(
            "Nobody was told, for it is suppressed: 1 alert was raised within the limit `week`."
        ),
        "{}",
        said("worse")
    );
    assert!(
        said("trial").contains("on trial (`shadow`)"),
        "{}",
        said("trial")
    );
}

#[test]
fn a_run_explains_what_is_settled() {
    let program = with(
        "r: {when: 'ltr <= 6', raise: {case: recovery}}
         trial: {when: 'ltr <= 6', shadow: true}",
        "",
    );
    let signal = json!({"id": "s1", "signal": {"at": "2026-03-02T10:00:00Z", "kind": "response", "customer": "c", "fields": {"ltr": 2}}});
    let inputs = vec![serde_json::from_value(signal).unwrap()];
    let run = voc_core::run(&program, inputs, Some(time("31", "10:00")));
    let ids = run.events.iter().filter_map(|event| match &event.what {
        What::AlertRaised { alert } | What::AlertShadowed { alert } => Some(&alert.id),
        _ => None,
    });
    let ids: Vec<&String> = ids.collect();
    assert_eq!(run.engine.explain(ids[0]).unwrap_err().code, Code::NotFound);
    let raised = run.explain(ids[0]).unwrap();
    assert!(
        raised.paragraph.contains("It opened the case"),
        "{}",
        raised.paragraph
    );
    let shadowed = run.explain(ids[1]).unwrap();
    assert!(
        shadowed.paragraph.contains("on trial"),
        "{}",
        shadowed.paragraph
    );
    assert_eq!(run.explain("a-no").unwrap_err().code, Code::NotFound);
}
