//! Millions of signals at once, over borrowed columns: the same alerts as one signal after another.
//!
//! Rows come in the order of (`at`, `id`), so that nothing is late and nothing has to be read again.
//! What the patterns look at is noted in one pass over the rows, and
//! read customer by customer, so that no customer's state has to be kept.

mod cells;
mod columns;
mod hits;
mod numbers;

pub use columns::{ABSENT, Column, Columns};

use super::bits::Bits;
use super::place::{Reader, Signal, World};
use super::plan::{Machine, Plan};
use super::track::{Handle, Track};
use crate::condition::Cell;
use crate::time::Time;
use cells::Cells;
use columns::{BatchRow, Bound, is_valid};
use hits::{EVERY, Hits};
use numbers::{CHUNK, Numbers};

/// An alert of a batch: rows stand for signals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchAlert {
    /// When.
    pub at: Time,
    /// The row of its bearing signal: where it fired, or the trigger of an absence.
    pub row: u32,
    /// The rule, by its place in [`Plan::rule_ids`].
    pub rule: u16,
    /// The number reached, of a rule with `nth` or `every`.
    pub number: Option<i64>,
    /// The rows behind it, in order; empty where it is its own row alone.
    pub rows: Box<[u32]>,
}

/// The alerts over columns of signals, in the order of (`at`, `row`, rule). Deadlines up to `until`
/// have passed, or up to the last signal's instant if not said.
pub fn alerts(plan: &Plan, columns: &Columns<'_>, until: Option<Time>) -> Vec<BatchAlert> {
    alerts_of(plan, columns, until, Part::WHOLE)
}

/// The same for one part of the customers: the alerts of all parts together are those of the whole.
/// Signals of nobody belong to the first part.
pub fn alerts_of(
    plan: &Plan,
    columns: &Columns<'_>,
    until: Option<Time>,
    part: Part,
) -> Vec<BatchAlert> {
    let mut run = Run::new(plan, columns, part);
    run.read();
    let last = columns.at().last().copied().unwrap_or(i64::MIN);
    run.patterns(until.map_or(last, Time::micros));
    let mut alerts = run.alerts;
    alerts.sort_unstable_by_key(|alert| (alert.at, alert.row, alert.rule, alert.number));
    // A rule without a pattern whose condition a pattern looks at too was read twice.
    alerts.dedup();
    alerts
}

/// One of several parts of the customers, for one of several threads or machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which, from 0.
    pub index: u32,
    /// Of how many, from 1.
    pub of: u32,
}

impl Part {
    /// All customers.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    #[inline]
    fn has(self, customer: u32) -> bool {
        self.of <= 1
            || if customer == ABSENT {
                self.index == 0
            } else {
                customer % self.of == self.index
            }
    }
}

struct Run<'r, 'c> {
    plan: &'r Plan,
    columns: &'r Columns<'c>,
    rows: Rows<'r, 'c>,
    part: Part,
    /// For each test, the rules that fire at once and that no other waits for.
    singles: Vec<Vec<u16>>,
    /// For each test, whether a pattern looks at it.
    watched: Vec<bool>,
    silences: bool,
    hits: Hits,
    alerts: Vec<BatchAlert>,
}

/// The rows as patterns read them.
struct Rows<'r, 'c> {
    plan: &'r Plan,
    bound: Bound<'c>,
}

impl<'r, 'c> Run<'r, 'c> {
    fn new(plan: &'r Plan, columns: &'r Columns<'c>, part: Part) -> Self {
        let single = |rule: &u16| {
            let machine = plan.rule(*rule).map(|rule| &rule.machine);
            matches!(machine, Some(Machine::Each)) && plan.waiting(*rule).is_empty()
        };
        let tests = 0..plan.tests().len();
        let singles: Vec<Vec<u16>> = tests
            .clone()
            .map(|test| plan.wakes(test).iter().copied().filter(single).collect())
            .collect();
        let watched = tests.map(|test| plan.wakes(test).iter().any(|rule| !single(rule)));
        Self {
            plan,
            columns,
            rows: Rows {
                plan,
                bound: Bound::new(plan, columns),
            },
            part,
            watched: watched.collect(),
            singles,
            silences: !plan.silences().is_empty(),
            hits: Hits::new(columns.customers()),
            alerts: Vec::new(),
        }
    }

    /// Reads all rows: rules on single signals fire, what patterns look at is noted.
    fn read(&mut self) {
        let numbers = Numbers::new(self.plan, &self.rows.bound);
        let mut cells = Cells::new(self.plan, &self.rows.bound);
        let mut buffers = numbers.buffers();
        let mut keys = vec![0_u32; CHUNK];
        let (at, customers) = (self.columns.at(), self.columns.customer());
        let mut from = 0;
        while from < at.len() {
            let rows = CHUNK.min(at.len() - from);
            cells.keys(from, keys.get_mut(..rows).unwrap_or_default());
            numbers.read(from, rows, &mut buffers);
            let instants = at.get(from..from + rows).unwrap_or_default();
            let own = customers.get(from..from + rows).unwrap_or_default();
            let chunk = keys.iter().zip(instants).zip(own).enumerate();
            for (index, ((key, at), customer)) in chunk {
                if !self.part.has(*customer) {
                    continue;
                }
                let span = cells.at(*key, self.plan, &self.rows.bound, &numbers);
                let row = from + index;
                if self.silences {
                    self.hits.push(*customer, row, EVERY);
                }
                for candidate in cells.candidates(span) {
                    let holds =
                        candidate.one.holds(&buffers, index) & candidate.two.holds(&buffers, index);
                    if !holds {
                        continue;
                    }
                    if let Some(rest) = &candidate.rest
                        && !rest.holds(&self.rows.at(row))
                    {
                        continue;
                    }
                    self.hit(candidate.test, *customer, *at, row);
                }
            }
            from += rows;
        }
    }

    #[inline]
    fn hit(&mut self, test: u16, customer: u32, at: i64, row: usize) {
        let place = usize::from(test);
        for rule in self.singles.get(place).into_iter().flatten() {
            self.alerts.push(BatchAlert {
                at: Time::clamped(at),
                row: handle(row),
                rule: *rule,
                number: None,
                rows: Box::default(),
            });
        }
        if self.watched.get(place).copied().unwrap_or_default() {
            self.hits.push(customer, row, test);
        }
    }

    /// Reads what was noted, customer by customer: so each one's state is at hand all the time, and
    /// none is kept.
    fn patterns(&mut self, until: i64) {
        let hits = std::mem::take(&mut self.hits);
        let hits = hits.by_customer(self.columns.at(), self.columns.customer());
        let mut reader = Reader::new(self.plan);
        let (mut fired, mut track, mut tests) = (Vec::new(), Track::default(), Bits::default());
        for (customer, hits) in hits.groups() {
            track.clear();
            let mut left = hits;
            while let Some(first) = left.first() {
                let same = left.iter().take_while(|hit| hit.row == first.row).count();
                let (here, rest) = left.split_at_checked(same).unwrap_or((left, &[]));
                left = rest;
                tests.clear();
                for hit in here.iter().filter(|hit| hit.test != EVERY) {
                    tests.set(hit.test);
                }
                let at = first.at;
                reader.deadlines(&mut track, &mut self.rows, at, &mut fired);
                let signal = Signal {
                    at,
                    handle: first.row,
                    tests: &tests,
                    late: customer.is_none(),
                };
                reader.signal(&mut track, &mut self.rows, signal, &mut fired);
            }
            reader.deadlines(&mut track, &mut self.rows, until, &mut fired);
            for fired in fired.drain(..) {
                let alone = fired.signals == [fired.bearing];
                self.alerts.push(BatchAlert {
                    at: Time::clamped(fired.at),
                    row: fired.bearing,
                    rule: fired.rule,
                    number: fired.number,
                    rows: if alone {
                        Box::default()
                    } else {
                        fired.signals.into_boxed_slice()
                    },
                });
            }
        }
    }
}

pub(super) fn handle(row: usize) -> Handle {
    u32::try_from(row).unwrap_or(u32::MAX)
}

impl<'c> Rows<'_, 'c> {
    #[inline]
    fn at(&self, row: usize) -> BatchRow<'_, 'c> {
        BatchRow {
            plan: self.plan,
            bound: &self.bound,
            row,
        }
    }
}

impl World for Rows<'_, '_> {
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64> {
        if let Some(Column::Text { codes, .. }) = self.bound.column(slot) {
            let code = codes
                .get(of as usize)
                .copied()
                .filter(|code| *code != ABSENT);
            return code.map(u64::from);
        }
        match self.bound.cell(self.plan, slot, of as usize) {
            Cell::Bool(value) => Some(u64::from(value)),
            Cell::Int(value) => Some(value.cast_unsigned()),
            _ => None,
        }
    }

    fn number(&self, of: Handle, slot: u16) -> Option<f64> {
        let row = of as usize;
        match self.bound.column(slot)? {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Column::Int { values, valid } if is_valid(*valid, row) => {
                values.get(row).map(|value| *value as f64)
            }
            Column::Number { values, valid } if is_valid(*valid, row) => values.get(row).copied(),
            _ => None,
        }
    }

    fn holds(&self, of: Handle, test: u16) -> bool {
        let test = self.plan.tests().get(usize::from(test));
        test.is_some_and(|test| test.holds(&self.at(of as usize)))
    }

    fn sort(&self, signals: &mut Vec<Handle>) {
        signals.sort_unstable();
    }
}
