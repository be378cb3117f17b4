//! What becomes of an alert, by the engine and by definition, in order, while cases are resolved and
//! closed and the engine is restored.

use super::generated::cases;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use voc_conformance::reference::generate::{Shape, inputs, limited_program};
use voc_conformance::reference::{Closing, Decided, Fired, History, Standing, decide};
use voc_core::engine::What;
use voc_core::rule::Alert;
use voc_core::{Engine, Event, Input, Program, Time};

const MINUTE: i64 = 60_000_000;

/// What is done to the cases after an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Nothing,
    Resolve,
    Close,
}

fn fired(alert: Alert) -> Fired {
    Fired {
        rule: alert.rule,
        customer: alert.customer,
        same: alert.same,
        at: alert.at,
        anchor: alert
            .number
            .map_or_else(|| alert.signal.clone(), |number| number.to_string()),
        signal: alert.signal,
        signals: alert.signals,
    }
}

/// An engine that keeps what it says of alerts.
struct Log {
    program: Program,
    engine: Engine,
    decided: Vec<Decided>,
    closings: Vec<Closing>,
}

impl Log {
    fn give(&mut self, input: Input) {
        let events = self.engine.handle(input).unwrap();
        self.hear(events);
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            let (alert, standing) = match event.what {
                What::AlertRaised { alert } => {
                    let live = self.program.live_from().is_none_or(|from| alert.at >= from);
                    let standing = if live {
                        Standing::Raised
                    } else {
                        Standing::NotLive
                    };
                    (alert, standing)
                }
                What::AlertShadowed { alert } => (alert, Standing::Shadow),
                What::AlertSuppressed { alert, reasons } => {
                    let reasons = reasons.iter().map(ToString::to_string).collect();
                    (alert, Standing::Suppressed(reasons))
                }
                What::AlertRevised { .. }
                | What::AlertRetracted { .. }
                | What::AlertMoved { .. } => {
                    panic!("in order nothing is taken back")
                }
                _ => continue,
            };
            let fired = fired(*alert);
            self.decided.push(Decided { fired, standing });
        }
    }

    fn command(&mut self, case: &str, at: Time, action: &serde_json::Value) {
        let id = format!("{case} {action} {at}");
        let form = json!({"id": id, "received": at, "command": {"case": case, "by": "ana", "at": at, "do": action}});
        self.give(serde_json::from_value(form).unwrap());
    }

    /// Resolves the open cases, or has them closed.
    fn work(&mut self, work: Work, at: Time) {
        let open: Vec<voc_core::Case> = self
            .engine
            .cases()
            .filter(|case| case.is_open())
            .cloned()
            .collect();
        for case in open.into_iter().filter(|_| work != Work::Nothing) {
            if case.state != voc_core::case::State::Resolved {
                self.command(&case.id, at, &json!({"resolve": {}}));
            }
            if work == Work::Close {
                let verdict = json!({"verdict": "confirmed", "source": "call"});
                self.command(&case.id, at, &json!({"record_verdict": verdict}));
            }
            self.closings.extend(case.customer.map(|customer| Closing {
                at,
                customer: String::from(&customer),
                case_type: String::from(&case.case_type),
                same: case.same.as_deref().map(String::from),
            }));
        }
    }
}

fn work() -> impl Strategy<Value = Work> {
    prop_oneof![
        8 => Just(Work::Nothing),
        1 => Just(Work::Resolve),
        1 => Just(Work::Close),
    ]
}

fn standings(all: impl IntoIterator<Item = Decided>) -> BTreeMap<Fired, Standing> {
    all.into_iter()
        .map(|one| (one.fired, one.standing))
        .collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_engine_raises_what_the_definitions_raise(
        program in limited_program(),
        inputs in inputs(Shape::InOrder, 40),
        steps in prop::collection::vec((work(), any::<bool>()), 40),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut log = Log {
            engine: Engine::new(program.clone()),
            program: program.clone(),
            decided: Vec::new(),
            closings: Vec::new(),
        };
        for (number, (input, (work, restore))) in inputs.iter().zip(steps.into_iter().cycle()).enumerate() {
            let now = input.received.or(input.at()).unwrap();
            // Limits count across customers: whoever's deadline comes first is decided first.
            let tick = json!({"id": format!("t{number}"), "tick": {"at": now}});
            log.give(serde_json::from_value(tick).unwrap());
            log.give(input.clone());
            let next = inputs.get(number + 1).and_then(|next| next.received);
            if next != Some(now) {
                log.work(work, now.plus(MINUTE));
            }
            if restore {
                let snapshot = log.engine.snapshot().unwrap();
                let restored = Engine::restore(program.clone(), &snapshot).unwrap();
                prop_assert_eq!(restored.digest(), log.engine.digest());
                log.engine = restored;
            }
        }
        let history = History::of(&program, &inputs);
        // Which alerts there are is the matter of other tests.
        let alerts: BTreeSet<Fired> = log.decided.iter().map(|one| one.fired.clone()).collect();
        let wanted = standings(decide(&program, &history, &alerts, &log.closings));
        let loop_health = log.engine.loop_health().alerts;
        let number = log.decided.len();
        let found = standings(log.decided);
        prop_assert_eq!(number, found.len());
        prop_assert_eq!(&found, &wanted);
        let of = |is: fn(&Standing) -> bool| i64::try_from(found.values().filter(|one| is(one)).count()).unwrap();
        prop_assert_eq!(loop_health.concerns + loop_health.praise, of(|one| matches!(one, Standing::Raised | Standing::NotLive)));
        prop_assert_eq!(loop_health.shadowed.values().sum::<i64>(), of(|one| *one == Standing::Shadow));
        prop_assert_eq!(loop_health.suppressed.values().sum::<i64>(), of(|one| matches!(one, Standing::Suppressed(_))));
    }
}
