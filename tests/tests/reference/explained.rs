//! `explain` and `why_not` over random programs and histories, held to what the definitions say.

use super::generated::cases;
use proptest::prelude::*;
use std::collections::BTreeSet;
use voc_conformance::reference::generate::{Shape, inputs, program};
use voc_conformance::reference::{Fired, History, evaluate};
use voc_core::rule::Answer;
use voc_core::signal::{Body, Tick};
use voc_core::{Code, Engine, Input, Program, Time};

const MINUTE: i64 = 60_000_000;
/// The longest lateness of the programs.
const LATENESS: i64 = 2 * 24 * 60 * MINUTE;

/// An engine that has taken some inputs, the time having reached everybody.
struct Asked {
    engine: Engine,
    history: History,
    fired: BTreeSet<Fired>,
    horizon: Time,
}

impl Asked {
    fn after(program: &Program, mut inputs: Vec<Input>, cut: usize) -> Self {
        inputs.truncate(1 + cut % inputs.len());
        let now = inputs.iter().filter_map(Input::arrival).max();
        let now = now.unwrap_or(Time::MIN);
        inputs.push(Input::new("now", Body::Tick(Tick { at: now })));
        let mut engine = Engine::new(program.clone());
        for input in inputs.clone() {
            engine.handle(input).unwrap();
        }
        Self {
            engine,
            history: History::of(program, &inputs),
            fired: evaluate(program, &inputs),
            horizon: Time::from_micros(now.micros() - LATENESS).unwrap(),
        }
    }

    fn at_of(&self, signal: &str) -> Time {
        self.history.signal(signal).unwrap().at
    }

    /// The instant of the customer's signal nearest to another, among those that are looked at.
    fn nearest(&self, customer: &str, at: Time) -> Option<Time> {
        let own = self.history.signals.iter();
        own.filter(|told| told.signal.customer.as_deref() == Some(customer))
            .map(|told| told.signal.at)
            .filter(|instant| *instant >= self.horizon)
            .min_by_key(|instant| (instant.since(at).abs(), *instant))
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_standing_alert_is_explained(
        program in program(),
        inputs in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Shuffled, 40), inputs(Shape::Late, 40)],
        cut in 0_usize..100,
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let asked = Asked::after(&program, inputs, cut);
        let mut explained = BTreeSet::new();
        for customer in ["ann", "bob", "cy"] {
            for rule in program.rules() {
                for fired in asked.fired.iter().filter(|fired| fired.customer.as_deref() == Some(customer) && fired.rule == rule.id && fired.at >= asked.horizon) {
                    let found = asked.engine.why_not(&rule.id, customer, Some(fired.at)).unwrap();
                    prop_assert_eq!(found.answer, Answer::Fired);
                    explained.extend(found.alerts.into_iter().map(|one| one.alert));
                }
            }
        }
        let mut told = BTreeSet::new();
        for id in explained {
            let explained = asked.engine.explain(&id).unwrap();
            let alert = &explained.alert;
            prop_assert!(explained.paragraph.contains(&format!("`{}`", alert.rule)), "{}", explained.paragraph);
            let behind: Vec<&String> = alert.why.signals.iter().map(|one| &one.signal).collect();
            prop_assert!(behind.into_iter().eq(&alert.signals));
            for one in &alert.why.signals {
                prop_assert_eq!(one.at, asked.at_of(&one.signal));
            }
            if let Some(window) = &alert.why.window {
                prop_assert!(window.count == window.at_least && window.to == alert.at && window.from < window.to);
            }
            if let Some(steps) = &alert.why.sequence {
                let ats: Vec<Time> = steps.steps.iter().map(|step| step.at).collect();
                prop_assert!(ats.is_sorted() && ats.iter().all(|at| *at > steps.from && *at <= steps.to), "{:?}", steps);
            }
            if let Some(deadline) = &alert.why.deadline {
                prop_assert_eq!((deadline.due, &deadline.signal), (alert.at, &alert.signal));
            }
            if let Some(moved) = &alert.why.change {
                let far = if moved.by < 0.0 { moved.value <= moved.base + moved.by } else { moved.value >= moved.base + moved.by };
                prop_assert!(far && !moved.values.is_empty(), "{:?}", moved);
            }
            told.insert(Fired {
                rule: alert.rule.clone(),
                customer: alert.customer.clone(),
                same: alert.same.clone(),
                at: alert.at,
                anchor: alert.number.map_or_else(|| alert.signal.clone(), |number| number.to_string()),
                signal: alert.signal.clone(),
                signals: alert.signals.clone(),
            });
        }
        let wanted: BTreeSet<Fired> = asked.fired.iter().filter(|fired| fired.at >= asked.horizon && fired.customer.is_some()).cloned().collect();
        let missing: Vec<&Fired> = wanted.difference(&told).collect();
        prop_assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn why_not_says_that_it_fired_where_it_did(
        program in program(),
        inputs in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Shuffled, 40), inputs(Shape::Late, 40)],
        cut in 0_usize..100,
        places in prop::collection::vec((any::<usize>(), -5_i64..=5, any::<bool>()), 12),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let asked = Asked::after(&program, inputs, cut);
        // Around signals and alerts, of whomever they are.
        let mut instants: Vec<Time> = asked.history.signals.iter().map(|told| told.signal.at).collect();
        instants.extend(asked.fired.iter().map(|fired| fired.at));
        instants.push(asked.horizon);
        let customers: BTreeSet<&str> = asked.history.signals.iter().filter_map(|told| told.signal.customer.as_deref()).collect();
        for (index, slots, exact) in places {
            let instant = instants[index % instants.len()];
            let at = if exact { instant } else { Time::from_micros(instant.micros() + slots * 20 * MINUTE).unwrap() };
            for customer in &customers {
                let nearest = asked.nearest(customer, at).unwrap_or(at);
                let (from, to) = (at.min(nearest), at.max(nearest));
                for rule in program.rules() {
                    let found = asked.engine.why_not(&rule.id, customer, Some(at));
                    if at < asked.horizon {
                        if let Err(error) = found {
                            prop_assert_eq!(error.code, Code::Settled);
                        }
                        continue;
                    }
                    let found = found.unwrap();
                    let fired = asked.fired.iter().any(|fired| fired.rule == rule.id && fired.customer.as_deref() == Some(*customer) && fired.at >= from && fired.at <= to);
                    prop_assert_eq!(found.answer == Answer::Fired, fired, "{} {} {}: {:?}", rule.id, customer, at, found);
                    prop_assert!(found.paragraph.contains(&format!("`{}`", rule.id)), "{}", found.paragraph);
                    prop_assert!(found.paragraph.len() > 80, "{:?}", found);
                    prop_assert!(found.signals.iter().all(|one| one.at == nearest));
                }
            }
        }
    }
}
