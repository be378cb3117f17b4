//! Millions of signals at once, over borrowed columns: the same alerts as one signal after another.
//!
//! Rows come in the order of (`at`, `id`), so that nothing is late and nothing has to be read again.
//! Each customer keeps a [`Track`] and nothing else.

mod cells;
mod columns;
mod numbers;

pub use columns::{ABSENT, Column, Columns};

use super::place::{Bits, Fired, Reader, Signal, World};
use super::plan::{Machine, Plan};
use super::track::{Handle, Track};
use crate::condition::Cell;
use crate::time::Time;
use cells::Cells;
use columns::{BatchRow, Bound};
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
    let mut run = Run::new(plan, columns);
    run.read();
    let last = columns.at().last().copied().unwrap_or(i64::MIN);
    run.finish(until.map_or(last, Time::micros));
    let mut alerts = run.alerts;
    alerts.sort_unstable_by_key(|alert| (alert.at, alert.row, alert.rule, alert.number));
    alerts
}

struct Run<'r, 'c> {
    plan: &'r Plan,
    columns: &'r Columns<'c>,
    rows: Rows<'r, 'c>,
    tracks: Vec<Track>,
    reader: Reader<'r>,
    /// For each test, the rules that fire at once and that no other waits for.
    singles: Vec<Vec<u16>>,
    /// For each test, whether a pattern looks at it.
    patterns: Vec<bool>,
    silences: bool,
    fired: Vec<Fired>,
    alerts: Vec<BatchAlert>,
}

/// The rows as patterns read them.
struct Rows<'r, 'c> {
    plan: &'r Plan,
    bound: Bound<'c>,
}

impl<'r, 'c> Run<'r, 'c> {
    fn new(plan: &'r Plan, columns: &'r Columns<'c>) -> Self {
        let single = |rule: &u16| {
            let machine = plan.rule(*rule).map(|rule| &rule.machine);
            matches!(machine, Some(Machine::Each)) && plan.waiting(*rule).is_empty()
        };
        let tests = 0..plan.tests().len();
        let singles: Vec<Vec<u16>> = tests
            .clone()
            .map(|test| plan.wakes(test).iter().copied().filter(single).collect())
            .collect();
        let patterns = tests.map(|test| plan.wakes(test).iter().any(|rule| !single(rule)));
        Self {
            plan,
            columns,
            rows: Rows {
                plan,
                bound: Bound::new(plan, columns),
            },
            tracks: vec![Track::default(); columns.customers() as usize],
            reader: Reader::new(plan),
            patterns: patterns.collect(),
            singles,
            silences: !plan.silences().is_empty(),
            fired: Vec::new(),
            alerts: Vec::new(),
        }
    }

    fn read(&mut self) {
        let numbers = Numbers::new(self.plan, &self.rows.bound);
        let mut cells = Cells::new(self.plan, &self.rows.bound);
        let mut buffers = numbers.buffers();
        let mut keys = vec![0_u32; CHUNK];
        let mut hits: Vec<u16> = Vec::new();
        let (at, customer) = (self.columns.at(), self.columns.customer());
        let mut from = 0;
        while from < at.len() {
            let rows = CHUNK.min(at.len() - from);
            cells.keys(from, keys.get_mut(..rows).unwrap_or_default());
            numbers.read(from, rows, &mut buffers);
            for (index, key) in keys.iter().take(rows).enumerate() {
                let span = cells.at(*key, self.plan, &self.rows.bound, &numbers);
                let row = from + index;
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
                    self.hit(candidate.test, row, &mut hits);
                }
                if !hits.is_empty() || self.silences {
                    let customer = customer.get(row).copied().unwrap_or(ABSENT);
                    self.pattern(row, customer, &hits);
                    hits.clear();
                }
            }
            from += rows;
        }
    }

    /// A test holds at a row: rules on single signals fire; patterns are read when all tests are known.
    #[inline]
    fn hit(&mut self, test: u16, row: usize, hits: &mut Vec<u16>) {
        let test_at = usize::from(test);
        if let Some(rules) = self.singles.get(test_at)
            && !rules.is_empty()
        {
            let at = self.columns.at().get(row).copied().unwrap_or_default();
            for rule in rules {
                self.alerts.push(BatchAlert {
                    at: Time::clamped(at),
                    row: handle(row),
                    rule: *rule,
                    number: None,
                    rows: Box::default(),
                });
            }
        }
        if self.patterns.get(test_at).copied().unwrap_or_default() {
            hits.push(test);
        }
    }

    fn pattern(&mut self, row: usize, customer: u32, hits: &[u16]) {
        let at = self.columns.at().get(row).copied().unwrap_or_default();
        let mut nobody = Track::default();
        let late = customer == ABSENT;
        let track = match self.tracks.get_mut(customer as usize) {
            Some(track) => track,
            None => &mut nobody,
        };
        if track.next_deadline().is_some_and(|due| due <= at) {
            self.reader
                .deadlines(track, &mut self.rows, at, &mut self.fired);
        }
        let mut tests = Bits::default();
        for test in hits {
            tests.set(*test);
        }
        let signal = Signal {
            at,
            handle: handle(row),
            tests: &tests,
            late,
        };
        let singles = &self.singles;
        self.reader
            .signal(track, &mut self.rows, signal, &mut self.fired);
        let _ = singles;
        self.take();
    }

    /// Lets the deadlines pass that are left.
    fn finish(&mut self, until: i64) {
        for track in &mut self.tracks {
            self.reader
                .deadlines(track, &mut self.rows, until, &mut self.fired);
        }
        self.take();
    }

    fn take(&mut self) {
        for fired in self.fired.drain(..) {
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

fn handle(row: usize) -> Handle {
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
        match self.bound.cell(self.plan, slot, of as usize) {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Cell::Int(value) => Some(value as f64),
            Cell::Number(value) => Some(value),
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
