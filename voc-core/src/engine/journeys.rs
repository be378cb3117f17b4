//! What customers did last, for the dossiers of their cases; kept only where a type of case carries it.

use crate::document::Read;
use crate::named::Named;
use crate::program::Program;
use crate::rule::Key;
use crate::signal::Signal;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Something that a customer said or did, without what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Touch {
    /// When.
    pub at: Time,
    /// The id of the input that brought the signal.
    pub signal: String,
    /// Its kind.
    pub kind: String,
    /// The interaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

impl Touch {
    pub(super) fn of((at, id): (Time, &str), signal: &Signal) -> Self {
        Self {
            at,
            signal: id.to_owned(),
            kind: signal.kind.clone(),
            touch_point: signal.touch_point.clone(),
            stage: signal.stage.clone(),
            channel: signal.channel.clone(),
        }
    }
}

/// The last touches of each customer, in order of `at`, then of id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(super) struct Journeys {
    of: Named<Vec<Touch>>,
}

/// How many touches the types of case of a program carry.
pub(super) fn carried(program: &Program) -> usize {
    let cases = program.spec().cases.values();
    let most = cases.map(|case| case.carry.journey).max();
    most.map_or(0, |most| most as usize)
}

impl Journeys {
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// A customer's touches, the last ones last.
    pub(super) fn of(&self, customer: &str) -> &[Touch] {
        self.of.get(customer).map_or(&[], Vec::as_slice)
    }

    /// Puts a signal in its place, or takes it out.
    pub(super) fn put(
        &mut self,
        program: &Program,
        customer: Option<&str>,
        key: &Key,
        signal: Option<&Signal>,
    ) {
        let most = carried(program);
        let (Some(customer), false) = (customer, most == 0 && self.is_empty()) else {
            return;
        };
        let (at, id) = key;
        if let Some(known) = self.of.get_mut(customer) {
            known.retain(|touch| *touch.signal != **id);
        }
        if let Some(signal) = signal.filter(|_| most > 0) {
            let touches = self.of.or_default(customer);
            insert(touches, Touch::of((*at, id), signal));
            keep(touches, most);
        }
        if self.of.get(customer).is_some_and(Vec::is_empty) {
            self.of.remove(customer);
        }
    }

    /// Two customers are one.
    pub(super) fn merge(&mut self, program: &Program, from: &str, into: &str) {
        let Some(others) = self.of.remove(from) else {
            return;
        };
        let touches = self.of.or_default(into);
        for touch in others {
            insert(touches, touch);
        }
        keep(touches, carried(program));
    }
}

fn insert(touches: &mut Vec<Touch>, touch: Touch) {
    let place =
        touches.partition_point(|known| (known.at, &known.signal) <= (touch.at, &touch.signal));
    touches.insert(place, touch);
}

/// Keeps the last of them.
fn keep(touches: &mut Vec<Touch>, most: usize) {
    let surplus = touches.len().saturating_sub(most);
    touches.drain(..surplus);
}
