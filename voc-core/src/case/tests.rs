use super::*;
use crate::calendar::Calendar;
use crate::error::Code;
use crate::program::{Program, TargetName};
use crate::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;

pub(super) fn program() -> Program {
    Program::parse(
        r#"
voc: 1
name: t
time_zone: Europe/London
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {claims: {calendar: office}}
calendars: {office: {hours: {mon-fri: ["09:00-12:30", "13:30-17:30"]}, holidays: [2026-12-25, 2026-12-28]}}
cases:
  strict: {}
  recovery:
    priorities: [normal, high]
    targets:
      acknowledge: {within: PT8H, by: {priority: {high: PT2H}}, calendar: unit}
      resolve: {within: P5D, pause_when: [waiting.customer]}
    require: {resolve: [root_cause, contact_attempt]}
    close: {undisputed_after: P7D, unreachable_after: {attempts: 2, over: P3D}, waive: [manager]}
    root_causes: [product, policy]
"#,
    )
    .unwrap()
}

pub(super) fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

pub(super) fn open(program: &Program, case_type: &str, when: &str) -> Case {
    let json =
        serde_json::json!({"case_type": case_type, "at": when, "customer": "c", "unit": "claims"});
    Case::open(
        &Policy::of(program, case_type).unwrap(),
        serde_json::from_value(json).unwrap(),
    )
    .unwrap()
}

pub(super) fn act(
    program: &Program,
    case: &mut Case,
    when: Time,
    action: &Action,
) -> Result<(), crate::Refusal> {
    let policy = Policy::of(program, &case.case_type).unwrap();
    for event in Case::decide(&policy, case, "ana", Some("manager"), when, action)? {
        case.apply(&event);
    }
    Ok(())
}

pub(super) fn verdict(verdict: Verdict) -> Action {
    Action::RecordVerdict {
        verdict,
        source: "call".into(),
    }
}

const RESOLVE: Action = Action::Resolve {
    root_cause: None,
    note: None,
};

pub(super) fn missed() -> Action {
    Action::Contact {
        channel: None,
        reached: false,
    }
}

pub(super) fn resolved() -> Action {
    Action::Resolve {
        root_cause: Some("policy".into()),
        note: None,
    }
}

#[test]
fn what_a_policy_requires_and_who_may_waive() {
    let program = program();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    let now = at("2026-03-02T11:00:00Z");
    let named = Action::Resolve {
        root_cause: Some("policy".into()),
        note: None,
    };
    assert!(
        act(&program, &mut case, now, &named)
            .unwrap_err()
            .message
            .contains("attempt")
    );
    act(
        &program,
        &mut case,
        now,
        &Action::Contact {
            channel: None,
            reached: false,
        },
    )
    .unwrap();
    let refusal = act(&program, &mut case, now, &RESOLVE).unwrap_err();
    assert!(refusal.message.contains("root cause"), "{refusal}");
    let unknown = Action::Resolve {
        root_cause: Some("polcy".into()),
        note: None,
    };
    assert_eq!(
        act(&program, &mut case, now, &unknown)
            .unwrap_err()
            .hint
            .unwrap(),
        "did you mean `policy`?"
    );
    act(&program, &mut case, now, &named).unwrap();
    let policy = Policy::of(&program, "recovery").unwrap();
    let waive = Action::Waive {
        reason: "left the country".into(),
    };
    for role in [None, Some("adviser")] {
        let refused = Case::decide(&policy, &case, "bo", role, now, &waive).unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        let allowed = case
            .allowed(&policy, role)
            .into_iter()
            .find(|one| one.command == "waive")
            .unwrap();
        assert!(!allowed.allowed && allowed.reason.is_some());
    }
    act(&program, &mut case, now, &waive).unwrap();
    assert_eq!(
        (case.state, case.waiver.as_ref().unwrap().by.as_str()),
        (State::Closed, "ana")
    );
    act(&program, &mut case, now, &verdict(Verdict::Disputed)).unwrap();
    assert!(
        case.is_false_resolution() && case.state == State::InProgress,
        "a dispute reopens a waived case"
    );
}

#[test]
fn unreachable_needs_attempts_spread_over_time() {
    let program = program();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    let missed = Action::Contact {
        channel: None,
        reached: false,
    };
    let day = |day: i64| at("2026-03-02T11:00:00Z").plus(day * DAY);
    act(&program, &mut case, day(0), &missed).unwrap();
    act(
        &program,
        &mut case,
        day(0),
        &Action::Resolve {
            root_cause: Some("policy".into()),
            note: None,
        },
    )
    .unwrap();
    act(&program, &mut case, day(0), &Action::AskVerdict).unwrap();
    assert!(
        act(&program, &mut case, day(1), &verdict(Verdict::Unreachable)).is_err(),
        "one attempt"
    );
    act(&program, &mut case, day(1), &missed).unwrap();
    assert!(
        act(&program, &mut case, day(1), &verdict(Verdict::Unreachable)).is_err(),
        "one day"
    );
    act(&program, &mut case, day(3), &missed).unwrap();
    act(&program, &mut case, day(3), &verdict(Verdict::Unreachable)).unwrap();
    assert_eq!(case.state, State::Closed);
}

fn acknowledge_clock(case: &Case, program: &Program, when: &str) -> Clock {
    let policy = Policy::of(program, "recovery").unwrap();
    let clocks = case.clocks(&policy, at(when));
    clocks
        .into_iter()
        .find(|clock| clock.target == TargetName::Acknowledge)
        .unwrap()
}

#[test]
fn a_clock_over_lunch_night_and_christmas() {
    // Opened Thursday 24 December 2026, 12:00. Open hours: 12:00-12:30 (½), 13:30-17:30 (4); Friday
    // and Monday are holidays; Tuesday 9:00-12:30 (3½) makes 8: due 12:30.
    let program = program();
    let case = open(&program, "recovery", "2026-12-24T12:00:00Z");
    let due = at("2026-12-29T12:30:00Z");
    assert_eq!(
        acknowledge_clock(&case, &program, "2026-12-24T12:00:00Z").state,
        ClockState::Running { due: Some(due) }
    );
    let clock = acknowledge_clock(&case, &program, "2026-12-30T00:00:00Z");
    assert_eq!(clock.state, ClockState::Breached { at: due });
    let sum = |kind| {
        let mine = clock.ledger.iter().filter(|part| part.kind == kind);
        mine.map(|part| part.to.since(part.from)).sum::<i64>()
    };
    // 24th 4½ h, 29th 7½ h; two holidays of 24 h.
    assert_eq!(sum(IntervalKind::Ran), 12 * HOUR);
    assert_eq!(sum(IntervalKind::Holiday), 48 * HOUR);
    let mut met = case.clone();
    act(&program, &mut met, due.plus(-1), &Action::Acknowledge).unwrap();
    assert_eq!(
        acknowledge_clock(&met, &program, "2027-01-30T00:00:00Z").state,
        ClockState::Met { at: due.plus(-1) }
    );
    let mut late = case;
    act(&program, &mut late, due, &Action::Acknowledge).unwrap();
    assert_eq!(
        acknowledge_clock(&late, &program, "2027-01-30T00:00:00Z").state,
        ClockState::Breached { at: due },
        "at the deadline is too late"
    );
}

#[test]
fn a_raised_priority_shortens_what_is_left() {
    let program = program();
    let policy = Policy::of(&program, "recovery").unwrap();
    let mut case = open(&program, "recovery", "2026-03-02T09:00:00Z");
    let alert = CaseAlert {
        id: "a".into(),
        rule: "r".into(),
        signal: "s".into(),
        standing: true,
    };
    let raised = at("2026-03-02T12:00:00Z");
    for event in case.join(&policy, alert, Some("high"), raised) {
        case.apply(&event);
    }
    // Two hours had passed by eleven, but nobody knew that it was urgent before twelve.
    assert_eq!(
        acknowledge_clock(&case, &program, "2026-03-02T18:00:00Z").state,
        ClockState::Breached { at: raised }
    );
}

fn actions() -> impl Strategy<Value = Action> {
    let text = || Just("because".to_owned());
    prop_oneof![
        Just(Action::Assign { to: "bo".into() }),
        Just(Action::Acknowledge),
        Just(Action::Start),
        any::<bool>().prop_map(|reached| Action::Contact {
            channel: None,
            reached
        }),
        Just(Action::Hear { channel: None }),
        (1_i64..5000).prop_map(|minutes| Action::Promise {
            text: "a call".into(),
            due: at("2026-03-02T10:00:00Z").plus(minutes * MINUTE),
        }),
        Just(Action::KeepPromise { promise: None }),
        Just(Action::Resume),
        text().prop_map(|reason| Action::Escalate {
            to: "bo".into(),
            reason
        }),
        any::<bool>().prop_map(|up| Action::Transfer {
            to: if up {
                TransferTo::Unit("claims".into())
            } else {
                TransferTo::Person("bo".into())
            },
            ask: "the file".into(),
            why: "it is theirs".into(),
            by: at("2026-12-31T00:00:00Z"),
        }),
        text().prop_map(|reason| Action::BreakPromise {
            promise: None,
            reason
        }),
        prop::sample::select(&WaitingOn::ALL[..]).prop_map(|on| Action::Wait { on }),
        Just(Action::Resolve {
            root_cause: Some("policy".into()),
            note: None
        }),
        Just(RESOLVE),
        Just(Action::AskVerdict),
        prop::sample::select(&Verdict::ALL[..]).prop_map(verdict),
        text().prop_map(|reason| Action::Waive { reason }),
        Just(Action::Close),
        text().prop_map(|reason| Action::Reopen { reason }),
        text().prop_map(|text| Action::Comment { text }),
        text().prop_map(|reason| Action::Cancel { reason }),
    ]
}

/// When silence was taken for an answer, if it was the last, and when the customer had been asked.
fn silence_of(case: &Case) -> Option<(Time, Time)> {
    let mut back = case.history.iter().rev();
    let silent = back.find_map(|event| match &event.change {
        CaseChange::VerdictRecorded { verdict, .. } => Some((*verdict, event.at)),
        _ => None,
    });
    let (_, at) = silent.filter(|(verdict, _)| *verdict == Verdict::Undisputed)?;
    let asked = back.find(|event| matches!(event.change, CaseChange::VerdictAsked { .. }));
    Some((at, asked.expect("silence without a question").at))
}

/// What must hold of every case, whatever was done to it (DESIGN.md §3.4, §3.6).
fn check_invariants(case: &Case, policy: &Policy<'_>) {
    let close = &policy.spec().close;
    if case.state == State::Closed && case.waiver.is_none() {
        assert!(
            case.verdict == Verdict::Confirmed
                || case.verdict == Verdict::Undisputed && close.undisputed_after.is_some()
                || case.verdict == Verdict::Unreachable && close.unreachable_after.is_some(),
            "closed on {:?}",
            case.verdict
        );
    }
    assert_ne!(
        (
            case.state,
            case.verdict == Verdict::Disputed && case.waiver.is_none()
        ),
        (State::Closed, true)
    );
    if let Some((at, asked)) = silence_of(case) {
        assert!(at >= asked.plus(7 * DAY), "silence before its time");
    }
    assert!(case.history.is_sorted_by_key(|event| event.at));
    assert!(case.contacts.is_sorted_by_key(|contact| contact.at));
    assert_eq!(case.waiting_on.is_some(), case.state == State::Waiting);
    assert_eq!(case.asked_at.is_some(), case.verdict == Verdict::Pending);
    let now = case.history.last().unwrap().at;
    for later in [now, now.plus(3 * DAY)] {
        for clock in case.clocks(policy, later) {
            let total: i64 = clock
                .ledger
                .iter()
                .map(|part| part.to.since(part.from))
                .sum();
            assert_eq!(
                total,
                later.since(case.opened_at),
                "the ledger sums to the time that passed"
            );
            let gaps = clock
                .ledger
                .windows(2)
                .any(|pair| pair[0].to != pair[1].from);
            assert!(!gaps);
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_commands_breaks_an_invariant(
        strict in any::<bool>(),
        steps in prop::collection::vec((actions(), 0_i64..4000), 0..40),
    ) {
        let program = program();
        let name = if strict { "strict" } else { "recovery" };
        let policy = Policy::of(&program, name).unwrap();
        let mut case = open(&program, name, "2026-03-02T10:00:00Z");
        let mut now = case.opened_at;
        for (action, minutes) in steps {
            // Some are told late.
            now = case.opened_at.max(now.plus((minutes - 400) * MINUTE));
            let before = case.clone();
            let may = case.allowed(&policy, Some("manager"));
            let may = may.iter().find(|one| one.command == action.name()).unwrap().allowed;
            let done = act(&program, &mut case, now, &action);
            if done.is_err() {
                prop_assert_eq!(&case, &before, "a refusal changes nothing");
            } else {
                prop_assert!(may, "{} was not offered", action.name());
                if action == verdict(Verdict::Disputed) {
                    prop_assert!(!matches!(case.state, State::Resolved | State::Closed), "disputed reopens, always");
                }
            }
            prop_assert!(case.disputed >= before.disputed, "a false resolution stays one");
            check_invariants(&case, &policy);
        }
        // The events are the case: applied to a new one they give the same.
        let mut replayed = open(&program, name, "2026-03-02T10:00:00Z");
        for event in &case.history[1..] {
            replayed.apply(event);
        }
        prop_assert_eq!(&replayed, &case);
        // A verdict of a clock does not depend on when it is asked for.
        let end = now.plus(30 * DAY);
        for (late, target) in case.clocks(&policy, end).iter().zip(policy.targets()) {
            if let ClockState::Breached { at } = late.state {
                let on_time = case.clock(&target, at).state;
                prop_assert_eq!(on_time, ClockState::Breached { at });
                let before = case.clock(&target, at.plus(-1)).state;
                prop_assert!(!matches!(before, ClockState::Breached { .. }), "{:?}", before);
            }
        }
    }
}

#[test]
fn a_calendar_of_no_unit_is_the_whole_day() {
    let program = program();
    let policy = Policy::of(&program, "recovery").unwrap();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    case.unit = None;
    let target = policy.target(TargetName::Acknowledge).unwrap();
    assert_eq!(target.first_calendar(&case), &Calendar::Always);
}
