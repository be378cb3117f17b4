//! What came after an instant of a customer's.

use super::{OutcomeKind, decimals_of};
use crate::condition::Condition;
use crate::error::Error;
use crate::insight::histories::Moment;
use crate::program::{FieldType, OutcomeSpec, Program};
use crate::time::Time;
use crate::value::Value;

/// The signals of an outcome, by customer and in order.
pub(crate) struct Follow<'p> {
    program: &'p Program,
    spec: &'p OutcomeSpec,
    when: Condition,
    until: Time,
    kind: OutcomeKind,
    came: Vec<(usize, Time, Option<f64>)>,
}

/// What came in the time after an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Came {
    /// The outcome, with its value: 1 or 0 of a share.
    Value(f64),
    /// The outcome, and its signal does not say its value.
    NoValue,
    /// Nothing, and the time is over.
    Nothing,
    /// Nothing, and the time is not over.
    NotYet,
    /// The outcome, and the time is not over.
    Early,
}

impl<'p> Follow<'p> {
    /// # Errors
    /// None in practice: the condition compiled when the program was read.
    pub(crate) fn of(
        program: &'p Program,
        spec: &'p OutcomeSpec,
        until: Time,
    ) -> Result<Self, Error> {
        let field = spec
            .value
            .as_ref()
            .and_then(|value| program.spec().fields.get(value));
        let kind = match field.map(|field| field.of) {
            Some(FieldType::Int | FieldType::Number) => OutcomeKind::Mean,
            _ => OutcomeKind::Share,
        };
        Ok(Self {
            program,
            spec,
            when: program.asked_condition(&spec.when)?,
            until,
            kind,
            came: Vec::new(),
        })
    }

    pub(crate) fn kind(&self) -> OutcomeKind {
        self.kind
    }

    pub(crate) fn decimals(&self) -> u32 {
        self.spec
            .value
            .as_ref()
            .map_or(0, |value| decimals_of(self.program, value))
    }

    /// Takes the signals of [`crate::insight::Histories`], as they are read.
    pub(crate) fn take(&mut self, moment: &Moment<'_>) {
        let Some(customer) = moment.customer else {
            return;
        };
        if !self.when.holds(moment.facts).is_yes() {
            return;
        }
        let value = match &self.spec.value {
            None => Some(1.0),
            Some(name) => match moment.signal.fields.get(name) {
                Some(Value::Bool(yes)) => Some(f64::from(u8::from(*yes))),
                Some(Value::Number(number)) => Some(*number),
                #[expect(clippy::cast_precision_loss, reason = "within ±2^53")]
                Some(Value::Int(whole)) => Some(*whole as f64),
                _ => None,
            },
        };
        self.came.push((customer, moment.signal.at, value));
    }

    /// Whether the time after an instant is over.
    pub(crate) fn is_over(&self, at: Time) -> bool {
        self.end(at) <= self.until
    }

    fn end(&self, at: Time) -> Time {
        self.spec.within.after(at, self.program.zone())
    }

    /// What came to a customer in (`at`, `at` + within].
    pub(crate) fn after(&self, customer: usize, at: Time) -> Came {
        self.between(customer, at, self.end(at))
    }

    /// What came to a customer in the time of the same length before an instant: (`at` − within, `at`].
    pub(crate) fn before(&self, customer: usize, at: Time) -> Came {
        self.between(customer, self.begins(at), at)
    }

    /// When the time of the same length before an instant begins.
    pub(crate) fn begins(&self, at: Time) -> Time {
        self.spec.within.window_edge(at, self.program.zone())
    }

    /// Whether anything came to a customer in (`from`, `to`].
    pub(crate) fn has_come(&self, customer: usize, from: Time, to: Time) -> bool {
        self.first(customer, from, to).is_some()
    }

    /// What came first in (`from`, `to`]: nothing, or something with or without a value.
    fn first(&self, customer: usize, from: Time, to: Time) -> Option<&(usize, Time, Option<f64>)> {
        let place = self
            .came
            .partition_point(|(owner, came, _)| (*owner, *came) <= (customer, from));
        let first = self.came.get(place)?;
        (first.0 == customer && first.1 <= to).then_some(first)
    }

    fn between(&self, customer: usize, from: Time, to: Time) -> Came {
        let first = self.first(customer, from, to);
        match (first, to <= self.until) {
            (Some((.., Some(value))), true) => Came::Value(*value),
            (Some((.., None)), true) => Came::NoValue,
            (None, true) => Came::Nothing,
            (Some(_), false) => Came::Early,
            (None, false) => Came::NotYet,
        }
    }
}
