//! A log as it stands: corrected, without what was taken back, by customer.

use super::state::survey_of;
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::program::Program;
use crate::signal::{Body, Input, Signal, check_signal};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use std::collections::BTreeMap;

/// What is known of one customer.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) signals: BTreeMap<(Time, Text), Signal>,
    stated: BTreeMap<(Time, Text), Few<String, Value>>,
}

/// What is left of a log when all corrections are made, by customer.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) customers: Map<String, Own>,
    pub(super) without_customer: u64,
    pub(super) refused: u64,
    pub(super) last: Option<Time>,
}

impl Log {
    pub(super) fn of(program: &Program, inputs: &[Input]) -> Self {
        let mut log = Self::default();
        let mut newest: BTreeMap<&str, (u32, Signal)> = BTreeMap::new();
        let mut gone: Named<()> = Named::new();
        let mut merged: Named<&str> = Named::new();
        let mut stated = Vec::new();
        for input in inputs {
            log.last = log.last.max(input.at()).max(input.received);
            match &input.body {
                Body::Signal(signal) => {
                    let mut signal = (**signal).clone();
                    let is_known = check_signal(program, &mut signal).is_ok();
                    let before = newest.get(input.id.as_str());
                    let is_next = before.is_none_or(|(revision, known)| {
                        input.revision > *revision || *known == signal
                    });
                    if is_known && is_next {
                        newest.insert(&input.id, (input.revision, signal));
                    } else {
                        log.refused += 1;
                    }
                }
                Body::Retract(retract) => {
                    gone.insert(retract.signal.as_str(), ());
                }
                Body::Merge(merge) => {
                    let (from, into) = (root(&merged, &merge.from), root(&merged, &merge.into));
                    if from != into {
                        merged.insert(from, into);
                    }
                }
                Body::Customer(statement) => stated.push((&input.id, statement)),
                _ => {}
            }
        }
        for (id, statement) in stated {
            let own = log.customers.or_default(root(&merged, &statement.customer));
            let key = (statement.at, Text::from(id.as_str()));
            own.stated.insert(key, statement.attributes.clone());
        }
        for (id, (_, signal)) in newest {
            if gone.contains_key(id) {
                continue;
            }
            let Some(customer) = signal.customer.as_deref() else {
                log.without_customer += u64::from(survey_of(&signal).is_some());
                continue;
            };
            let own = log.customers.or_default(root(&merged, customer));
            own.signals.insert((signal.at, Text::from(id)), signal);
        }
        log
    }
}

fn root<'c>(merged: &Named<&'c str>, mut customer: &'c str) -> &'c str {
    while let Some(into) = merged.get(customer) {
        customer = into;
    }
    customer
}

impl Own {
    /// What is known of the customer as of a signal, at an instant.
    pub(super) fn known(&self, signal: &Signal, at: Time) -> Few<String, Value> {
        let mut known = Few::new();
        let stated = self.stated.iter().take_while(|((when, _), _)| *when <= at);
        for (_, attributes) in stated {
            for (name, value) in attributes {
                known.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in &signal.attributes {
            known.insert(name.clone(), value.clone());
        }
        known
    }
}
