//! What made a rule fire, as data. It is read off the ordered signals alone, not off which of them are
//! still retained, so that reading them again says the same.

use super::book::{Book, Recent};
use super::facts::{Attributes, SignalFacts};
use super::period::start_of_period;
use super::place::Fired;
use super::plan::Plan;
use super::report::AsOf;
use super::track::Handle;
use super::why::{Deadline, InARow, Moved, Reached, SignalAt, Steps, ValueOf, Why, Window};
use crate::condition::{Clause, Condition};
use crate::program::{Change, Count, CountWindow, Nth, Part, Pattern, Rule, Sequence, Subject};
use crate::signal::Signal;
use crate::time::{Span, Time};
use crate::value::Value;

/// A rule that fired, and what there is to say why.
pub(super) struct Reasons<'r> {
    pub(super) plan: &'r Plan,
    pub(super) book: &'r Book,
    pub(super) fired: &'r Fired,
    pub(super) rule: &'r Rule,
    pub(super) bearing: &'r Recent,
    /// What it says.
    pub(super) signal: &'r Signal,
}

impl Reasons<'_> {
    pub(super) fn why(&self) -> Why {
        // A sequence fires at its last step.
        let subject = match &self.rule.pattern {
            Pattern::Sequence(sequence) => sequence.steps.last().map(|step| &step.subject),
            _ => Some(&self.rule.subject),
        };
        let condition = subject.and_then(Subject::condition);
        let handles = self.fired.signals.iter();
        let mut why = Why {
            clauses: condition.map_or_else(Vec::new, |condition| self.clauses(condition)),
            alert: subject.and_then(Subject::alert).map(str::to_owned),
            signals: handles
                .filter_map(|handle| self.signal_at(*handle))
                .collect(),
            ..Why::default()
        };
        match &self.rule.pattern {
            Pattern::Each => {}
            Pattern::Count(count) => why.window = Some(Box::new(self.window(count))),
            Pattern::Nth(nth) | Pattern::Every(nth) => why.number = self.number(nth),
            Pattern::Sequence(sequence) => why.sequence = Some(Box::new(self.steps(sequence))),
            Pattern::Absent(absent) => why.deadline = Some(Box::new(self.deadline(absent.within))),
            Pattern::Change(change) => why.change = self.moved(change).map(Box::new),
            Pattern::Streak(streak) => {
                why.streak = Some(Box::new(InARow {
                    k: streak.k,
                    clauses: self.clauses(&streak.of),
                }));
            }
            Pattern::Silence(span) => why.deadline = Some(Box::new(self.deadline(*span))),
        }
        why
    }

    fn at(&self) -> Time {
        Time::clamped(self.fired.at)
    }

    fn as_of(&self) -> AsOf<'_> {
        AsOf {
            book: self.book,
            key: &self.bearing.key,
            signal: self.signal,
        }
    }

    fn clauses(&self, condition: &Condition) -> Vec<Clause> {
        condition.explain(&SignalFacts {
            program: self.plan.program(),
            signal: self.signal,
            attributes: &self.as_of(),
        })
    }

    fn signal_at(&self, handle: Handle) -> Option<SignalAt> {
        let (at, signal) = self.book.key_of(handle)?;
        let signal = signal.to_owned();
        Some(SignalAt { signal, at })
    }

    fn window(&self, count: &Count) -> Window {
        let zone = self.plan.program().zone();
        let (from, within, calendar) = match count.window {
            CountWindow::Rolling(span) => (span.window_edge(self.at(), zone), Some(span), None),
            CountWindow::Calendar(period) => {
                let start = start_of_period(period, self.at(), zone);
                (start.plus(-1), None, Some(period))
            }
        };
        Window {
            from,
            to: self.at(),
            within,
            calendar,
            distinct: count.distinct.as_ref().map(Part::name).map(str::to_owned),
            // It fires where the number is reached, not where it is passed.
            count: count.at_least,
            at_least: count.at_least,
        }
    }

    fn number(&self, nth: &Nth) -> Option<Reached> {
        let seed = nth.seed.as_ref();
        let seed = seed.and_then(|name| match self.as_of().attribute(name) {
            Some(seed) => match *seed {
                Value::Int(seed) => Some(seed),
                _ => None,
            },
            None => None,
        });
        Some(Reached {
            number: self.fired.number?,
            k: nth.k,
            seed,
        })
    }

    fn steps(&self, sequence: &Sequence) -> Steps {
        let step = |(at, handle): (i64, Handle)| SignalAt {
            signal: self.book.name(handle).to_owned(),
            at: Time::clamped(at),
        };
        let mut steps: Vec<SignalAt> = self.fired.before.iter().copied().map(step).collect();
        steps.push(step((self.fired.at, self.fired.bearing)));
        let zone = self.plan.program().zone();
        Steps {
            from: sequence.within.window_edge(self.at(), zone),
            to: self.at(),
            within: sequence.within,
            steps,
        }
    }

    fn deadline(&self, within: Span) -> Deadline {
        let from = match (&self.rule.subject, within.fixed()) {
            // An alert may stand later than its bearing signal.
            (Subject::Alert(_), fixed) => fixed.map(|length| self.at().plus(-length)),
            _ => Some(self.bearing.key.0),
        };
        Deadline {
            signal: self.bearing.key.1.to_string(),
            from,
            within,
            due: self.at(),
        }
    }

    fn moved(&self, change: &Change) -> Option<Moved> {
        let values: Vec<ValueOf> = self
            .fired
            .before
            .iter()
            .map(|(bits, handle)| ValueOf {
                signal: self.book.name(*handle).to_owned(),
                value: f64::from_bits(bits.cast_unsigned()),
            })
            .collect();
        Some(Moved {
            field: change.field.clone(),
            value: self.signal.fields.get(&change.field)?.as_f64()?,
            base: change.since.base(values.iter().map(|one| one.value))?,
            by: change.by,
            since: change.since,
            values,
        })
    }
}
