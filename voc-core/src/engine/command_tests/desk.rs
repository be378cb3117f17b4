//! A desk that takes cases, and everything that is held of it.

use super::outer::{self, Improved};
use super::steps::{PEOPLE, Step};
use crate::case::{
    Action, Case, CaseAlert, CaseChange, ClosedBy, OpenCase, Policy, PromiseState, State as Work,
    Verdict,
};
use crate::document::{decode, read};
use crate::engine::{Engine, Event, What};
use crate::improvement::Improvement;
use crate::program::Program;
use crate::route::Routed;
use crate::rule::Alert;
use crate::signal::{CaseRef, Input};
use crate::time::{HOUR, MINUTE, Time};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const PROGRAM: &str = r#"
voc: 1
name: Larkfield
time_zone: Europe/London
lateness: P30D
fields: {ltr: int, matter: text}
metrics: {nps: {kind: nps, of: ltr}}
roles:
  executive: {level: executive}
  manager: {level: middle}
  adviser: {level: front_line}
units: {company: {calendar: office}, shop: {parent: company}, agency: {parent: company}}
calendars: {office: {hours: {mon-fri: ["09:00-12:30", "13:30-17:30"]}, holidays: [2026-03-03]}}
routes: [{to: unit, role: adviser}]
rules:
  detractor: {when: 'ltr <= 6', every: {k: 1, same: matter}, raise: {case: recovery}}
  furious: {when: 'ltr <= 2', every: {k: 1, same: matter}, raise: {case: recovery, priority: high}}
  cold: {when: 'ltr == 7', raise: {case: strict}}
cases:
  strict: {close: {by_hand: true}}
  recovery:
    priorities: [normal, high]
    targets:
      acknowledge: {within: PT8H, by: {priority: {high: PT2H}}, calendar: unit, warn: PT1H}
      first_contact: {within: P2D}
      resolve: {within: P5D, pause_when: [waiting.customer, in_progress.repair], on_reopen: restart, warn: P1D}
    states: {in_progress: {sub_states: {repair: {}}}}
    require: {resolve: [root_cause, promises_settled]}
    escalate:
      - {id: first, after: acknowledge, to: manager}
      - {after: first, wait: PT4H, to: up, assign: true}
      - {reopened: 2, to: executive}
      - {promises_broken: 1, to: manager}
    close: {undisputed_after: P7D, unreachable_after: {attempts: 2, over: PT1H}, waive: [manager]}
    root_causes: [product, policy]
    promises: {warn: P1D}
    transfers: {warn: PT2H, calendar: unit}
    carry: {route: true}
"#;

/// An engine that is restored now and then, its twin that never is, and the cases as a host has them that
/// keeps nothing but events.
pub(super) struct Desk {
    pub(super) engine: Engine,
    pub(super) twin: Engine,
    kept: BTreeMap<String, Case>,
    pub(super) now: Time,
    /// The improvements, likewise; and one that is being proposed.
    pub(super) improved: Improved,
    pub(super) proposed: Option<Improvement>,
    given: usize,
    signals: Vec<String>,
    /// Commands that were taken, and refused.
    pub(super) taken: BTreeSet<String>,
    pub(super) refused: BTreeSet<String>,
    /// States, verdicts and grounds of closing that cases have come to.
    pub(super) seen: BTreeSet<String>,
    disputed: u32,
}

impl Desk {
    pub(super) fn new() -> Self {
        let engine = Engine::new(Program::parse(PROGRAM).unwrap());
        let mut desk = Self {
            twin: engine.clone(),
            engine,
            kept: BTreeMap::new(),
            improved: Improved::new(),
            proposed: None,
            now: Time::parse("2026-03-02T10:00:00Z").unwrap(),
            given: 0,
            signals: Vec::new(),
            taken: BTreeSet::new(),
            refused: BTreeSet::new(),
            seen: BTreeSet::new(),
            disputed: 0,
        };
        let people = json!({
            "ann": {"units": ["shop"], "role": "adviser", "capacity": 2},
            "bob": {"units": ["shop", "agency"], "role": "adviser"},
            "cem": {"units": ["company"], "role": "manager"},
            "dee": {"units": ["company"], "role": "executive"},
        });
        assert!(desk.give(json!({"roster": {"at": "2026-03-01T00:00:00Z", "people": people}})));
        desk
    }

    /// Gives both engines an input; whether it was taken. A refusal counts itself and changes nothing else.
    pub(super) fn give(&mut self, mut input: Json) -> bool {
        self.given += 1;
        let fields = input.as_object_mut().unwrap();
        fields.insert("id".into(), json!(format!("i{}", self.given)));
        fields.insert("received".into(), json!(self.now));
        let input = Input::from_json(&input.to_string()).unwrap();
        let mut before = self.engine.clone();
        let events = self.engine.handle(input.clone());
        assert_eq!(self.twin.handle(input), events);
        match events {
            Ok(events) => {
                self.keep(&events);
                self.hear_of_improvements(&events);
                true
            }
            Err(refusal) => {
                before.refuse(&refusal);
                assert_eq!(before.digest(), self.engine.digest(), "{refusal}");
                assert!(before.state == self.engine.state, "{refusal}");
                false
            }
        }
    }

    /// A host that keeps cases by the events alone.
    fn keep(&mut self, events: &[Event]) {
        let mut raised: Option<(&Alert, Option<&Routed>)> = None;
        for event in events {
            match &event.what {
                What::AlertRaised { alert } => raised = Some((alert, None)),
                What::AlertRouted { routed, .. } => {
                    raised = raised.map(|(alert, _)| (alert, Some(&**routed)));
                }
                What::CaseChanged { case, event, .. } if event.change == CaseChange::Opened => {
                    let (alert, routed) = raised.expect("an alert opens a case");
                    let opened = self.opened(case, event.at, alert, routed.unwrap());
                    assert!(self.kept.insert(case.clone(), opened).is_none());
                }
                What::CaseChanged { case, event, .. } => {
                    self.kept.get_mut(case).expect("it was opened").apply(event);
                }
                _ => {}
            }
        }
    }

    fn opened(&self, id: &str, at: Time, alert: &Alert, routed: &Routed) -> Case {
        let program = self.engine.plans.program_at(alert.at);
        let raise = &program.spec().rules.get(&alert.rule).unwrap().raise;
        let case_type = raise.case.clone().unwrap();
        let open = OpenCase {
            id: Some(id.to_owned()),
            at,
            priority: raise.priority.clone(),
            customer: alert.customer.clone(),
            same: alert.same.clone(),
            unit: routed.unit.clone(),
            person: routed.person.clone(),
            alert: Some(CaseAlert {
                id: (&alert.id).into(),
                rule: (&alert.rule).into(),
                signal: (&alert.signal).into(),
                standing: true,
            }),
            // What was said and by whom is not in the events; it never changes here.
            about: self.engine.case(id).unwrap().about.get(),
            segments: self.engine.case(id).unwrap().segments.to_vec(),
            case_type: case_type.clone(),
        };
        let policy = Policy::of(program, &case_type).unwrap();
        let mut case = Case::open(&policy, open).unwrap();
        let carried = policy.spec().carry.route.then(|| routed.clone());
        case.routed = carried.map(Box::new);
        case
    }

    pub(super) fn case(&self, number: usize) -> String {
        let ids: Vec<&String> = self.kept.keys().collect();
        let id = ids.get(number % ids.len().max(1));
        id.map_or_else(|| "none".to_owned(), |id| (*id).clone())
    }

    pub(super) fn step(&mut self, step: &Step, minutes: i64) {
        self.now = self.now.plus(minutes * MINUTE);
        match step {
            Step::Signal {
                customer,
                matter,
                ltr,
            } => {
                let unit = ["shop", "agency", "company"][*customer];
                let fields = json!({"ltr": ltr, "matter": format!("m{matter}")});
                let signal = json!({"at": self.now, "kind": "response", "customer": format!("c{customer}"), "unit": unit, "fields": fields});
                // A unit may be no more.
                if self.give(json!({ "signal": signal })) {
                    self.signals.push(format!("i{}", self.given));
                }
            }
            Step::Retract(number) => {
                if !self.signals.is_empty() {
                    let signal = self.signals.remove(number % self.signals.len());
                    self.give(json!({"retract": {"signal": signal}}));
                }
            }
            Step::Act {
                case,
                by,
                late,
                action,
            } => {
                self.act(&self.case(*case), *by, *late, action);
            }
            Step::Round { case, verdict } => {
                let case = self.case(*case);
                let missed = Action::Contact {
                    channel: None,
                    reached: false,
                };
                let root_cause = Some("policy".to_owned());
                let source = "call".to_owned();
                for action in [
                    Action::Resolve {
                        root_cause,
                        note: None,
                    },
                    Action::AskVerdict,
                    missed.clone(),
                    missed,
                    Action::RecordVerdict {
                        verdict: *verdict,
                        source,
                    },
                    Action::Close,
                ] {
                    self.act(&case, 2, 0, &action);
                    self.now = self.now.plus(HOUR);
                }
            }
            Step::Merge { case, into, late } => {
                let into = CaseRef::Id(self.case(*into));
                self.act(&self.case(*case), 0, *late, &Action::Merge { into });
            }
            Step::Same(from, into) => {
                let merge = json!({"from": format!("c{from}"), "into": format!("c{into}")});
                self.give(json!({ "merge": merge }));
            }
            Step::Improve {
                number,
                by,
                late,
                action,
            } => self.improve(*number, *by, *late, action),
            Step::Improved { number } => {
                for action in outer::whole(*number < 2) {
                    self.improve(*number, 2, 0, &action);
                }
            }
            Step::Follow { version, migrates } => self.follow(*version, *migrates),
            Step::Tick => {
                assert!(self.give(json!({"tick": {"at": self.now}})));
                self.is_up_to_date();
            }
            Step::Restore => self.restore(),
        }
    }

    /// A command, and what the engine says of it beforehand: who may not give it is refused.
    fn act(&mut self, case: &str, by: usize, late: i64, action: &Action) {
        let by = *PEOPLE.get(by).unwrap_or(&"dee");
        let at = self.now.plus(-late * MINUTE);
        let due = self.engine.next_due().is_some_and(|due| due <= self.now);
        // Now and then the case is named by a signal behind it, which may mean another just as well.
        let kept = self.kept.get(case).filter(|_| self.given.is_multiple_of(4));
        let signal = kept.and_then(|case| Some(case.alerts.first()?.signal.clone()));
        let said = self
            .engine
            .allowed(case, by)
            .ok()
            .filter(|_| signal.is_none());
        let name = action.name().to_owned();
        let one = said.and_then(|said| said.into_iter().find(|one| one.command == name));
        let named = signal
            .as_ref()
            .map_or(json!(case), |signal| json!({ "signal": signal }));
        let command = json!({"case": named, "by": by, "at": at, "do": action});
        let disputes = matches!(
            action,
            Action::RecordVerdict {
                verdict: Verdict::Disputed,
                ..
            }
        );
        let taken = self.give(json!({ "command": command }));
        // Where time has still to bring something about, what may be done is not what might have been.
        if let Some(one) = one.filter(|_| !due) {
            assert!(one.allowed || !taken, "{name} was not offered");
            assert_eq!(one.allowed, one.reason.is_none(), "{name}");
        }
        if taken && disputes && signal.is_none() {
            let state = self.engine.case(case).unwrap().state;
            assert!(
                !matches!(state, Work::Resolved | Work::Closed),
                "a dispute reopens, always"
            );
        }
        self.note(name, taken);
    }

    pub(super) fn note(&mut self, name: String, taken: bool) {
        let list = if taken {
            &mut self.taken
        } else {
            &mut self.refused
        };
        list.insert(name);
    }

    /// The engine of a snapshot is the engine; what it does from here on is held against the twin.
    pub(super) fn restore(&mut self) {
        let program = self.engine.program().clone();
        let again = Engine::restore(program, &self.engine.snapshot().unwrap()).unwrap();
        assert_eq!(again.digest(), self.engine.digest());
        assert_eq!(again.state.mail, self.engine.state.mail);
        assert_eq!(again.next_due(), self.engine.next_due());
        self.engine = again;
    }

    /// After a tick nothing is due.
    fn is_up_to_date(&self) {
        assert!(self.engine.next_due().is_none_or(|due| due > self.now));
        for case in self.engine.cases() {
            assert!(case.promise_due().is_none_or(|due| due > self.now));
            let policy = self.engine.policy_of(case).unwrap();
            assert!(
                case.falls_due(&policy)
                    .is_none_or(|(due, _)| due > self.now)
            );
            assert!(case.silence(&policy, self.now).is_empty());
            for clock in self.engine.clocks(&case.id, Some(self.now)).unwrap() {
                let parts = clock.ledger.iter().map(|part| part.to.since(part.from));
                assert_eq!(parts.sum::<i64>(), self.now.since(case.opened_at).max(0));
            }
        }
    }

    /// What holds after each step.
    pub(super) fn holds(&mut self) {
        self.improvements_hold();
        let mut disputed = 0;
        let count = self.engine.cases().count();
        assert_eq!(count, self.kept.len(), "each case was announced");
        for case in self.engine.cases() {
            assert_eq!(
                Some(case),
                self.kept.get(&case.id),
                "the events are the case"
            );
            let text = serde_json::to_string(case).unwrap();
            assert_eq!(&serde_json::from_str::<Case>(&text).unwrap(), case);
            assert_eq!(&decode::<Case>(&read(&text).unwrap()).unwrap(), case);
            self.case_holds(case);
            if case.merged_into.is_none() {
                disputed += case.disputed;
            }
        }
        let all = self.engine.loop_health().all;
        let states = all.states.keys().cloned();
        let verdicts = all.verdicts.iter().filter(|(_, count)| **count > 0);
        let grounds = all.closed_by.iter().filter(|(_, count)| **count > 0);
        self.seen.extend(states);
        self.seen
            .extend(verdicts.map(|(verdict, _)| verdict.name().to_owned()));
        self.seen
            .extend(grounds.map(|(ground, _)| format!("{ground:?}")));
        assert!(disputed >= self.disputed, "a false resolution stays one");
        self.disputed = disputed;
        assert_eq!(
            all.cases + all.cancelled + all.merged,
            i64::try_from(count).unwrap()
        );
        assert_eq!(all.closed_by.values().sum::<i64>(), all.closed);
        let load = |person: &str| {
            let open = self.engine.cases().filter(|case| case.is_open());
            open.filter(|case| case.person.as_deref() == Some(person))
                .count()
        };
        for (person, known) in &self.engine.state.follow_up.index.load {
            assert_eq!(load(person), *known as usize, "{person}");
        }
    }

    fn case_holds(&self, case: &Case) {
        assert!(case.history.is_sorted_by_key(|event| event.at));
        assert!(case.contacts.is_sorted_by_key(|contact| contact.at));
        assert!(case.promises.is_sorted_by_key(|promise| promise.made_at));
        assert_eq!(case.history[0].change, CaseChange::Opened);
        assert_eq!(case.waiting_on.is_some(), case.state == Work::Waiting);
        assert_eq!(case.asked_at.is_some(), case.verdict == Verdict::Pending);
        assert_eq!(case.merged_into.is_some(), case.state == Work::Merged);
        if case.state == Work::Merged {
            let into = self
                .engine
                .case(case.merged_into.as_ref().unwrap())
                .unwrap();
            assert_eq!(into.customer, case.customer);
            assert!(into.opened_at <= case.opened_at, "the older goes on");
            let open = PromiseState::Open;
            let mut promises = case.promises.iter();
            let stays = promises.any(|one| one.state(self.now) == open);
            assert!(case.alerts.is_empty() && !stays, "what is open goes on");
        }
        if case.state == Work::Closed {
            let ground = case
                .history
                .iter()
                .rev()
                .find_map(|event| match event.change {
                    CaseChange::Closed { on } => Some(on),
                    _ => None,
                });
            let verdict = match ground.expect("closed by nothing") {
                ClosedBy::Waiver => None,
                ClosedBy::Confirmed => Some(Verdict::Confirmed),
                ClosedBy::Undisputed => Some(Verdict::Undisputed),
                ClosedBy::Unreachable => Some(Verdict::Unreachable),
            };
            assert_eq!(case.waiver.is_some(), verdict.is_none());
            let answers = [
                Verdict::Confirmed,
                Verdict::Undisputed,
                Verdict::Unreachable,
            ];
            assert!(verdict.is_none() || answers.contains(&case.verdict));
        }
    }
}
