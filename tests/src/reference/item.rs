//! What rules look at: signals and alerts, each in its place.

use super::history::Told;
use voc_core::condition::Condition;
use voc_core::ordered::Few;
use voc_core::program::{Part, Program};
use voc_core::rule::SignalFacts;
use voc_core::signal::CustomerStatement;
use voc_core::{Signal, Time, Value};

/// Where an item stands: deadlines of an instant before its signals, an alert right after its signal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) at: Time,
    /// `None` at a deadline.
    pub(super) signal: Option<String>,
    /// 0 for a signal itself; for an alert, from 1 in the order of the rules.
    pub(super) rank: usize,
    /// The place of the bearing signal among the customer's.
    pub(super) bearing: usize,
}

/// A signal or an alert, as a rule sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) place: Place,
    /// The bearing signal, by its place among the customer's signals.
    pub(super) bearing: usize,
    /// All signals behind it, in order.
    pub(super) signals: Vec<usize>,
    /// The value of an alert's `same`.
    pub(super) same: Option<String>,
    /// The number that `nth` or `every` reached.
    pub(super) number: Option<i64>,
    pub(super) late: bool,
}

impl Item {
    /// The alert at this item, with the signals behind these ones.
    pub(super) fn alert(&self, behind: &[&Self]) -> Self {
        let mut signals: Vec<usize> = behind
            .iter()
            .flat_map(|item| item.signals.iter().copied())
            .collect();
        signals.sort_unstable();
        signals.dedup();
        Self {
            signals,
            same: None,
            number: None,
            ..self.clone()
        }
    }

    /// The alert of a rule without a pattern: as the item is.
    pub(super) fn alone(self) -> Self {
        Self {
            number: None,
            ..self
        }
    }

    /// The alert when time has reached a deadline after this item.
    pub(super) fn overdue(&self, deadline: Time) -> Self {
        let mut alert = self.alert(&[self]);
        alert.place.at = deadline;
        alert.place.signal = None;
        alert
    }
}

/// One customer's signals in order, or one signal of nobody.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) customer: Option<String>,
    signals: Vec<Told>,
    /// What is known of the customer as of each signal.
    known: Vec<Few<String, Value>>,
}

impl Person {
    pub(super) fn new<'t>(
        customer: Option<String>,
        signals: impl IntoIterator<Item = &'t Told>,
        statements: impl IntoIterator<Item = &'t (String, CustomerStatement)>,
    ) -> Self {
        let mut signals: Vec<Told> = signals.into_iter().cloned().collect();
        signals.sort_by(|one, two| (one.signal.at, &one.id).cmp(&(two.signal.at, &two.id)));
        let mut said: Vec<(Time, &str, &Few<String, Value>)> = statements
            .into_iter()
            .map(|(id, statement)| (statement.at, id.as_str(), &statement.attributes))
            .collect();
        let with_signals = signals
            .iter()
            .map(|told| (told.signal.at, told.id.as_str(), &told.signal.attributes));
        said.extend(with_signals);
        said.sort_by(|one, two| (one.0, one.1).cmp(&(two.0, two.1)));
        let as_of = |told: &Told| {
            let mut known = Few::new();
            for (at, id, attributes) in &said {
                if (*at, *id) <= (told.signal.at, told.id.as_str()) {
                    known.extend((*attributes).clone());
                }
            }
            known
        };
        let known = signals.iter().map(as_of).collect();
        Self {
            customer,
            signals,
            known,
        }
    }

    pub(super) fn signal(&self, index: usize) -> &Signal {
        &self.signals[index].signal
    }

    pub(super) fn id(&self, index: usize) -> String {
        self.signals[index].id.clone()
    }

    /// An attribute as of a signal.
    pub(super) fn attribute(&self, index: usize, name: &str) -> Option<&Value> {
        self.known[index].get(name)
    }

    /// Whether a condition holds at a signal.
    pub(super) fn holds(&self, program: &Program, condition: &Condition, index: usize) -> bool {
        let facts = SignalFacts {
            program,
            signal: self.signal(index),
            attributes: &self.known[index],
        };
        condition.holds(&facts).is_yes()
    }

    /// The signals that satisfy a condition, or all, in order.
    pub(super) fn items(&self, program: &Program, condition: Option<&Condition>) -> Vec<Item> {
        let satisfies =
            |index: &usize| condition.is_none_or(|one| self.holds(program, one, *index));
        let item = |index: usize| Item {
            place: Place {
                at: self.signal(index).at,
                signal: Some(self.id(index)),
                rank: 0,
                bearing: index,
            },
            bearing: index,
            signals: vec![index],
            same: None,
            number: None,
            late: self.signals[index].late,
        };
        (0..self.signals.len())
            .filter(satisfies)
            .map(item)
            .collect()
    }
}

/// The value of a part of a signal or of a field, as text.
pub(super) fn part_of(signal: &Signal, part: &Part) -> Option<String> {
    match part {
        Part::Customer => signal.customer.clone(),
        Part::Kind => Some(signal.kind.clone()),
        Part::Respondent => signal.respondent.clone(),
        Part::RespondentRole => signal.respondent_role.clone(),
        Part::TouchPoint => signal.touch_point.clone(),
        Part::Stage => signal.stage.clone(),
        Part::Channel => signal.channel.clone(),
        Part::Unit => signal.unit.clone(),
        Part::Employee => signal.employee.clone(),
        Part::Field(field) => signal.fields.get(field).map(Value::to_string),
        Part::Rule | Part::Survey => None,
    }
}
