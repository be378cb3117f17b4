//! Every case that a small policy can come to, whatever is done to it and however much time passes: all
//! of them are visited, and each promise that the engine makes of a case is held on each of them, and on
//! each step between them.

use super::model_holds::{holds, holds_between};
use super::tests::verdict;
use super::*;
use crate::program::Program;
use crate::signal::CaseRef;
use crate::time::HOUR;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const PROGRAM: &str = "
voc: 1
name: small
roles: {manager: {level: middle}}
cases:
  recovery:
    targets: {resolve: {within: PT3H, pause_when: [waiting.customer]}}
    require: {resolve: [contact_attempt]}
    close: {undisputed_after: PT2H, unreachable_after: {attempts: 2, over: PT1H}, waive: [manager]}
";

/// What tells one case from another here: two with one key have the same future.
type Key = (
    (State, Option<WaitingOn>, Option<State>),
    (Verdict, Option<i64>, bool, bool, bool),
    (usize, i64, bool),
    Option<(PromiseState, bool, i64)>,
    (ClockState, i64),
    (bool, bool, bool),
);

/// A step: what somebody does, or what the engine does.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Do(Action),
    AnHourPasses,
    Silence,
    PromiseLapses,
    AlertWithdrawn,
    AlertJoins,
    MergedIntoAnOlder,
    AYoungerIsMergedInto,
}

pub(super) struct Model {
    program: Program,
    start: Time,
    /// Whether a person closes a case once the customer's word is there.
    pub(super) by_hand: bool,
}

impl Model {
    fn new(by_hand: bool) -> Self {
        let said = format!("close: {{by_hand: {by_hand}, ");
        Self {
            program: Program::parse(&PROGRAM.replace("close: {", &said)).unwrap(),
            by_hand,
            start: Time::parse("2026-03-02T10:00:00Z").unwrap(),
        }
    }

    pub(super) fn policy(&self) -> Policy<'_> {
        Policy::of(&self.program, "recovery").unwrap()
    }

    pub(super) fn open(&self, alert: &str) -> Case {
        let alert = serde_json::json!({"id": alert, "rule": "r", "signal": "s", "standing": true});
        let open = serde_json::json!({"case_type": "recovery", "at": self.start.to_string(), "customer": "c",
            "alert": alert});
        Case::open(&self.policy(), serde_json::from_value(open).unwrap()).unwrap()
    }

    fn key(&self, case: &Case, now: Time) -> Key {
        let hours = |from: Time, most: i64| (now.since(from) / HOUR).min(most);
        let waits = case.state == State::Waiting;
        let tries = case.contacts.iter().rev().take_while(|one| !one.reached);
        let tries: Vec<Time> = tries.map(|one| one.at).collect();
        let spread = tries.last().map_or(-1, |first| hours(*first, 1));
        let since_asked = tries.first() >= case.asked_at.as_ref();
        let promise = case.promises.first().map(|promise| {
            let left = promise.due.since(now) / HOUR;
            (promise.state(now), promise.kept_at.is_some(), left.max(0))
        });
        let clock = case.clocks(&self.policy(), now).remove(0);
        // Instants told as what is left of them.
        let (state, left) = match clock.state {
            ClockState::Running { due } => {
                let left = due.map_or(0, |due| due.since(now) / HOUR);
                (ClockState::Running { due: None }, left)
            }
            ClockState::Paused => (ClockState::Paused, clock.elapsed_us / HOUR),
            ClockState::Met { .. } => (ClockState::Met { at: self.start }, clock.elapsed_us / HOUR),
            ClockState::Breached { .. } => (ClockState::Breached { at: self.start }, 0),
            ClockState::Ended | ClockState::Idle => (clock.state, 0),
        };
        (
            (
                case.state,
                case.waiting_on,
                waits.then(|| case.before_waiting()),
            ),
            (
                case.verdict,
                case.asked_at.map(|asked| hours(asked, 2)),
                case.waiver.is_some(),
                case.disputed > 0,
                case.resolved > 0,
            ),
            (
                tries.len().min(2),
                spread,
                since_asked && !case.contacts.is_empty(),
            ),
            promise,
            (state, left),
            (case.has_standing_alert(), case.flagged, case.was_acted_on()),
        )
    }

    /// Everything that may be tried.
    fn steps(now: Time) -> Vec<Step> {
        let text = || "because".to_owned();
        let mut steps: Vec<Step> = [
            Action::Assign { to: "bo".into() },
            Action::Unassign { reason: text() },
            Action::SetPriority {
                priority: "high".into(),
                reason: text(),
            },
            Action::Acknowledge,
            Action::Start,
            Action::Contact {
                channel: None,
                reached: false,
            },
            Action::Contact {
                channel: None,
                reached: true,
            },
            Action::Hear { channel: None },
            Action::Promise {
                text: text(),
                due: now.plus(2 * HOUR),
            },
            Action::KeepPromise { promise: None },
            Action::BreakPromise {
                promise: None,
                reason: text(),
            },
            Action::Wait {
                on: WaitingOn::Customer,
            },
            Action::Wait {
                on: WaitingOn::Partner,
            },
            Action::Resume,
            Action::Place {
                sub_state: "repair".into(),
            },
            Action::Transfer {
                to: TransferTo::Person("cy".into()),
                ask: text(),
                why: text(),
                by: now.plus(1),
            },
            Action::Escalate {
                to: "di".into(),
                reason: text(),
            },
            Action::Merge {
                into: CaseRef::Id("x".into()),
            },
            Action::RootCause { root_cause: text() },
            Action::Resolve {
                root_cause: None,
                note: None,
            },
            Action::AskVerdict,
            Action::Waive { reason: text() },
            Action::Close,
            Action::Reopen { reason: text() },
            Action::Comment { text: text() },
            Action::Cancel { reason: text() },
        ]
        .into_iter()
        .chain(Verdict::ALL.map(verdict))
        .map(Step::Do)
        .collect();
        let tried: BTreeSet<&str> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Do(action) => Some(action.name()),
                _ => None,
            })
            .collect();
        let known: BTreeSet<_> = FORMS.iter().map(|form| form.command).collect();
        assert_eq!(tried, known, "every command is tried");
        steps.extend([
            Step::AnHourPasses,
            Step::Silence,
            Step::PromiseLapses,
            Step::AlertWithdrawn,
            Step::AlertJoins,
            Step::MergedIntoAnOlder,
            Step::AYoungerIsMergedInto,
        ]);
        steps
    }

    /// The events of a step; absent where it is refused, or there is nothing to do.
    fn events(&self, case: &Case, now: Time, step: &Step) -> Option<Vec<CaseEvent>> {
        let policy = self.policy();
        let role = Some("manager");
        let by_itself = |changes: Vec<CaseChange>, at: Time| {
            let event = |change| CaseEvent {
                at,
                by: None,
                change,
            };
            changes.into_iter().map(event).collect::<Vec<_>>()
        };
        let events = match step {
            Step::Do(Action::Promise { .. }) if !case.promises.is_empty() => return None,
            Step::Do(action) => {
                return Case::decide(&policy, case, "ana", role, now, action).ok();
            }
            Step::AnHourPasses => return Some(Vec::new()),
            Step::Silence => case.silence(&policy, now),
            Step::PromiseLapses => {
                let due = case.promise_due().filter(|due| *due <= now)?;
                by_itself(case.lapsed(due), due)
            }
            Step::AlertWithdrawn => {
                let standing = case.alerts.iter().find(|alert| alert.standing)?;
                case.withdraw(&standing.id, now)
            }
            Step::AlertJoins if case.is_open() && !case.has_standing_alert() => {
                let alert = CaseAlert {
                    standing: true,
                    ..case.alerts.first()?.clone()
                };
                case.join(&policy, alert, None, now)
            }
            Step::AlertJoins => return None,
            Step::MergedIntoAnOlder => {
                let older = Case {
                    id: "older".into(),
                    ..self.open("b")
                };
                let merged = Case::merge(&policy, "ana", role, now, (case, &older));
                merged.ok()?.0
            }
            Step::AYoungerIsMergedInto => {
                let younger = Case {
                    id: "younger".into(),
                    alerts: Vec::new(),
                    ..self.open("b")
                };
                let merged = Case::merge(&policy, "ana", role, now, (&younger, case));
                merged.ok()?.1
            }
        };
        (!events.is_empty()).then_some(events)
    }
}

#[test]
fn every_case_that_can_be_is_as_it_must_be() {
    // Counted by the walk itself: a change here is a change of what can happen.
    assert_eq!(walk(&Model::new(false)), (30_304, 430_984, 750_872));
}

#[test]
fn every_case_that_somebody_closes_is_as_it_must_be() {
    assert_eq!(walk(&Model::new(true)), (37_600, 509_936, 956_464));
}

/// Visits every case: how many, how many steps were taken, and how many refused.
fn walk(model: &Model) -> (usize, u32, u32) {
    let first = (model.open("a"), model.start);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut parts = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut todo = VecDeque::from([first.clone()]);
    let name = |case: &Case, now: Time| format!("{:?}", model.key(case, now));
    seen.insert(name(&first.0, first.1), 0);
    let (mut taken, mut refused) = (0_u32, 0_u32);
    while let Some((case, now)) = todo.pop_front() {
        holds(model, &case, now);
        let (state, said, _, promise, clock, _) = model.key(&case, now);
        parts.0.insert(format!("{state:?}"));
        parts.1.insert(format!("{:?}", said.0));
        parts
            .2
            .insert(format!("{:?} {:?}", promise.map(|one| one.0), clock.0));
        let may = case.allowed(&model.policy(), Some("manager"));
        for step in Model::steps(now) {
            let Some(events) = model.events(&case, now, &step) else {
                refused += 1;
                continue;
            };
            if let Step::Do(action) = &step {
                let offered = may
                    .iter()
                    .any(|one| one.allowed && one.command == action.name());
                assert!(offered, "{} was not offered", action.name());
            }
            taken += 1;
            let mut next = case.clone();
            for event in &events {
                next.apply(event);
            }
            let later = match step {
                Step::AnHourPasses => now.plus(HOUR),
                _ => now,
            };
            holds_between(&case, &next, now, &step);
            let count = seen.len();
            if seen.insert(name(&next, later), count).is_none() {
                todo.push_back((next, later));
            }
        }
    }
    println!(
        "{} cases, {taken} steps taken, {refused} refused",
        seen.len()
    );
    println!(
        "{} states, {} verdicts, {} of promise and clock",
        parts.0.len(),
        parts.1.len(),
        parts.2.len()
    );
    assert_eq!(parts.1.len(), Verdict::ALL.len(), "every verdict is met");
    (seen.len(), taken, refused)
}
