//! How far a pattern has got.

use super::read::Reading;
use super::{sequence, timed};
use crate::document::Read;
use crate::ordered::sort_plain;
use crate::program::{Change, Count, CountWindow, Nth, Pattern, Rule, Since, Streak};
use crate::rule::facts::Attributes;
use crate::rule::period::start_of_period;
use crate::rule::report::AsOf;
use crate::rule::track::{Entry, Handle, MARK};
use crate::rule::why::SignalAt;
use crate::time::{Span, Time};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How far a pattern has got, at the signals nearest to the instant that was asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Progress {
    /// Of a count.
    Count {
        /// How many the window holds; of those that went before, no more than it takes are known.
        count: u32,
        /// How many it takes.
        at_least: u32,
        /// The open left edge of the window.
        from: Time,
        /// Its closed right edge.
        to: Time,
        /// What different values are counted of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        distinct: Option<String>,
        /// The signals that it holds.
        signals: Vec<SignalAt>,
    },
    /// Of `nth` and `every`.
    Number {
        /// The number reached.
        number: i64,
        /// The number that is waited for; absent where it has passed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<i64>,
    },
    /// Of a sequence: the attempt that has got furthest.
    Sequence {
        /// The steps found.
        found: Vec<SignalAt>,
        /// How many there are in all.
        steps: u32,
        /// What the next step looks at, in words.
        waits_for: String,
        /// The next steps must come before this; absent where nothing has begun, and for windows of
        /// months.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Time>,
        /// The signal that ended the attempt (`unless`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended_by: Option<SignalAt>,
    },
    /// Of an absence and a silence.
    Deadline {
        /// The signal that set it off.
        signal: String,
        /// When that was.
        from: Time,
        /// The time there is.
        within: Span,
        /// The deadline.
        due: Time,
        /// What came in time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        came: Option<SignalAt>,
        /// Whether the deadline passed and the rule fired at it.
        fired: bool,
    },
    /// Of a change.
    Change {
        /// The field.
        field: String,
        /// Its value.
        value: f64,
        /// What it is held against; absent where there are too few values before it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<f64>,
        /// How many values there are before it, up to those that are needed.
        values: u32,
        /// What `base` is made of.
        since: Since,
        /// How far it must lie from that; negative is down.
        by: f64,
    },
    /// Of a streak.
    Streak {
        /// How many stand in a row, up to `k`.
        row: u32,
        /// How many it takes.
        k: u32,
        /// The signal at which the last row broke.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        broken_by: Option<SignalAt>,
    },
}

/// What the progress of a rule is read from.
pub(super) struct Look<'l, 'r> {
    pub(super) rule: &'l Rule,
    pub(super) reading: &'l mut Reading<'r>,
    /// The last of the nearest signals that the rule looks at.
    pub(super) item: Option<Handle>,
    /// All the nearest signals.
    pub(super) nearest: &'l [Handle],
    /// Their instant.
    pub(super) instant: Time,
    /// The instants that were asked about, from and to.
    pub(super) asked: (Time, Time),
}

impl Look<'_, '_> {
    pub(super) fn progress(&mut self) -> Option<Progress> {
        let rule = self.rule;
        match &rule.pattern {
            Pattern::Each => None,
            Pattern::Absent(absent) => timed::progress(self, absent.within),
            Pattern::Silence(span) => timed::progress(self, *span),
            Pattern::Count(count) => Some(self.count(count)),
            Pattern::Nth(nth) => Some(self.number(nth, false)),
            Pattern::Every(nth) => Some(self.number(nth, true)),
            Pattern::Sequence(of) => Some(sequence::progress(self, of)),
            Pattern::Change(change) => self.change(change),
            Pattern::Streak(streak) => Some(self.streak(streak)),
        }
    }

    /// What the rule remembers of the group: of the item, or of what came last.
    pub(super) fn group(&mut self) -> Vec<Entry> {
        let entries = self.reading.entries();
        let is_pair =
            matches!(&self.rule.pattern, Pattern::Count(count) if count.distinct.is_some());
        let track = &self.reading.track;
        let grouped = self.rule.same().is_some();
        let key_of = |entry: &Entry| match (is_pair, grouped) {
            (true, true) => track.parts(entry.key).0,
            (true, false) => 0,
            (false, _) => entry.key,
        };
        let keyed: Vec<(u64, Entry)> = entries.iter().map(|one| (key_of(one), *one)).collect();
        let own = self.item.and_then(|item| self.reading.key(item));
        let key = own.or_else(|| keyed.last().map(|(key, _)| *key));
        let mine = keyed.into_iter().filter(|(of, _)| Some(*of) == key);
        mine.map(|(_, entry)| entry).collect()
    }

    fn count(&mut self, count: &Count) -> Progress {
        let to = self.item.map_or(self.asked.1, |_| self.instant);
        let zone = self.reading.plan.program().zone();
        let from = match count.window {
            CountWindow::Rolling(span) => span.window_edge(to, zone),
            CountWindow::Calendar(period) => start_of_period(period, to, zone).plus(-1),
        };
        let mut entries = self.group();
        entries.retain(|entry| entry.at > from.micros());
        let counted = if count.distinct.is_some() {
            let mut keys: Vec<u64> = entries.iter().map(|entry| entry.key).collect();
            sort_plain(&mut keys);
            keys.dedup();
            keys.len()
        } else {
            entries.len()
        };
        let signals = entries.iter().map(|entry| self.reading.entry_at(entry));
        Progress::Count {
            count: small(counted),
            at_least: count.at_least,
            from,
            to,
            distinct: count.distinct.as_ref().map(|part| part.name().to_owned()),
            signals: signals.collect(),
        }
    }

    fn number(&mut self, nth: &Nth, every: bool) -> Progress {
        let entries = self.group();
        let counter = entries.iter().find(|entry| entry.flags & MARK == 0);
        let rank = counter.map_or(0, |entry| entry.at);
        let number = rank.saturating_add(self.seed(nth));
        let k = i64::from(nth.k);
        let next = if every {
            Some((number.div_euclid(k) + 1).saturating_mul(k).max(k))
        } else {
            (number < k).then_some(k)
        };
        Progress::Number { number, next }
    }

    fn seed(&self, nth: &Nth) -> i64 {
        let book = &self.reading.book;
        let known = nth.seed.as_ref().and_then(|name| {
            let one = self.item.and_then(|item| book.of(item));
            match one {
                Some(one) => AsOf {
                    book,
                    key: &one.key,
                    signal: &one.retained.signal.unpack(),
                }
                .attribute(name)
                .map(Cow::into_owned),
                None => book.newest(name).to_value(),
            }
        });
        match known {
            Some(Value::Int(seed)) => seed,
            _ => 0,
        }
    }

    fn change(&mut self, change: &Change) -> Option<Progress> {
        let item = self.item?;
        let one = self.reading.book.of(item)?;
        let value = one.retained.signal.field(&change.field).as_f64()?;
        let key = self.reading.key(item)?;
        let before = self.reading.before.iter();
        let mut before = before.filter(|(of, _)| *of == item);
        let held = before.next().map(|(_, entries)| entries.as_slice());
        let held = held.unwrap_or_default().iter();
        let values: Vec<f64> = held
            .filter(|entry| entry.key == key)
            .map(|entry| f64::from_bits(entry.at.cast_unsigned()))
            .collect();
        Some(Progress::Change {
            field: change.field.clone(),
            value,
            base: change.since.base(values.iter().copied()),
            values: small(values.len()),
            since: change.since,
            by: change.by,
        })
    }

    fn streak(&mut self, streak: &Streak) -> Progress {
        let key = self.item.and_then(|item| self.reading.key(item));
        let row = self.group();
        let of = |broken: &&(u64, SignalAt)| key.is_none_or(|key| broken.0 == key);
        let broken = self.reading.broken.iter().rev().find(of);
        Progress::Streak {
            row: small(row.len()),
            k: streak.k,
            broken_by: broken.map(|(_, by)| by.clone()),
        }
    }
}

pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
