//! Whatever is merged, late, corrected or taken back: events add up, and no concern is without its case.

use crate::generated::cases;
use proptest::prelude::*;
use std::collections::BTreeMap;
use voc_conformance::reference::generate::{Merging, Shape, inputs, limited_program, merges};
use voc_core::engine::What;
use voc_core::rule::Alert;
use voc_core::{Engine, Input, Program};

/// What a host knows from the events alone.
#[derive(Default)]
struct Told {
    raised: BTreeMap<String, Alert>,
    suppressed: BTreeMap<String, Alert>,
    shadowed: BTreeMap<String, Alert>,
}

impl Told {
    fn maps(&mut self) -> [&mut BTreeMap<String, Alert>; 3] {
        [&mut self.raised, &mut self.suppressed, &mut self.shadowed]
    }

    fn hear(&mut self, what: What) -> Result<(), String> {
        match what {
            What::AlertRaised { alert } => {
                // One that was suppressed may be raised after all.
                self.suppressed.remove(&alert.id);
                let known = self.raised.insert(alert.id.clone(), *alert);
                known.map_or(Ok(()), |alert| Err(format!("raised twice: {alert:?}")))
            }
            What::AlertSuppressed { alert, .. } => {
                self.suppressed.insert(alert.id.clone(), *alert);
                Ok(())
            }
            What::AlertShadowed { alert } => {
                self.shadowed.insert(alert.id.clone(), *alert);
                Ok(())
            }
            What::AlertRevised { alert } => self.replace(&alert.id.clone(), *alert),
            What::AlertMoved { from, alert } => self.replace(&from, *alert),
            What::AlertRetracted { alert } => {
                let gone = self.maps().map(|map| map.remove(&alert.id).is_some());
                (gone.contains(&true))
                    .then_some(())
                    .ok_or_else(|| format!("never told of, and retracted: {alert:?}"))
            }
            _ => Ok(()),
        }
    }

    fn replace(&mut self, from: &str, alert: Alert) -> Result<(), String> {
        for map in self.maps() {
            if let Some(old) = map.remove(from) {
                let newer = old.revision < alert.revision && old.rule == alert.rule;
                map.insert(alert.id.clone(), alert);
                return newer
                    .then_some(())
                    .ok_or_else(|| format!("not a newer one: {old:?}"));
            }
        }
        Err(format!("never told of `{from}`, and changed: {alert:?}"))
    }
}

/// The customer who this one is after all merges.
fn root<'c>(merging: &'c Merging, customer: &'c str) -> &'c str {
    let merged: BTreeMap<&str, &str> = merging.pairs.iter().copied().collect();
    let mut customer = customer;
    while let Some(into) = merged.get(customer) {
        customer = into;
    }
    customer
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn events_add_up_and_every_concern_has_its_case(
        program in limited_program(),
        log in prop_oneof![inputs(Shape::InOrder, 50), inputs(Shape::Late, 50)],
        merging in merges(),
    ) {
        let program = Program::parse(&program).unwrap();
        let mut engine = Engine::new(program.clone());
        let mut told = Told::default();
        let log: Vec<Input> = merging.among(&log);
        for input in log {
            let id = input.id.clone();
            for event in engine.handle(input).unwrap() {
                told.hear(event.what).map_err(|error| TestCaseError::fail(format!("{id}: {error}")))?;
            }
        }
        let live = |alert: &Alert| program.live_from().is_none_or(|from| alert.at >= from);
        let case_type = |alert: &Alert| program.spec().rules.get(&alert.rule)?.raise.case.clone();
        for case in engine.cases() {
            let customer = case.customer.as_deref();
            prop_assert_eq!(customer, customer.map(|customer| root(&merging, customer)));
            for link in case.alerts.iter().filter(|link| link.standing) {
                prop_assert!(told.raised.contains_key(link.id.as_str()), "{link:?} of {case:?}");
            }
            prop_assert!(case.has_standing_alert() || !case.is_open() || case.flagged, "{case:?}");
        }
        for alert in told.raised.values().filter(|alert| live(alert)) {
            if let Some(case_type) = case_type(alert) {
                let followed = engine.cases().any(|case| {
                    let links = |link: &voc_core::case::CaseAlert| link.standing && link.id == alert.id;
                    case.case_type == case_type && case.is_open() && case.alerts.iter().any(links)
                });
                prop_assert!(followed, "no case: {alert:?}");
            }
        }
        for alert in told.suppressed.values() {
            if let (Some(case_type), Some(customer)) = (case_type(alert), &alert.customer) {
                let open = engine.cases().any(|case| {
                    case.is_open()
                        && case.case_type == case_type
                        && case.same.as_deref().map(voc_core::Text::as_str) == alert.same.as_deref()
                        && case.customer.as_deref() == Some(root(&merging, customer))
                });
                prop_assert!(open, "left alone: {alert:?}");
            }
        }
        let alerts = engine.loop_health().alerts;
        let raised = i64::try_from(told.raised.len()).unwrap();
        prop_assert_eq!(alerts.concerns + alerts.praise, raised);
    }
}
