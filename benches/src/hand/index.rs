//! Every equality test is answered by one look-up: a cell for each kind, touch point, channel and tier
//! holds what is left to test there.

#![allow(
    clippy::needless_bitwise_bool,
    reason = "a branch that is guessed wrong costs more than the tests that it saves"
)]

use voc_workload::rules::{Pattern, Rule, Test};
use voc_workload::{ABSENT, NumberColumn, Stream, TextColumn};

/// What to do where the tests hold; the number is the rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Alert,
    Count,
    Trigger,
    Arrive,
    /// A step of a sequence, from 0.
    Step(u8),
    Drop,
    Nth,
    Streak,
}

/// A number between two bounds, both included; absent numbers are NaN and lie in none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    column: u8,
    low: f64,
    high: f64,
}

/// What is left to test in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    ranges: [Range; 2],
    topic: u32,
    pub(super) rule: u32,
    pub(super) action: Action,
}

/// A row's numbers by column, and at [`ALWAYS`] one that lies in every range.
pub(super) type RowNumbers = [f64; 8];

const ALWAYS: u8 = 7;

/// The cells.
#[derive(Debug, Clone)]
pub struct Index {
    /// Where the candidates of a cell begin; one more than there are cells.
    starts: Vec<u32>,
    of_cells: Vec<u32>,
    candidates: Vec<Candidate>,
    /// Channels and tiers, by which a cell's number is made.
    sizes: [u32; 4],
}

const CELL_COLUMNS: [TextColumn; 4] = [
    TextColumn::Kind,
    TextColumn::TouchPoint,
    TextColumn::Channel,
    TextColumn::Tier,
];

impl Index {
    /// The cells of some rules.
    pub fn of(rules: &[Rule], stream: &Stream) -> Self {
        let mut watched: Vec<(&[Test], u32, Action)> = Vec::new();
        for (number, rule) in (0..).zip(rules) {
            let first = match &rule.pattern {
                Pattern::Single => Action::Alert,
                Pattern::Count { .. } => Action::Count,
                Pattern::Absent { absent, .. } => {
                    if keeper(rules, rule) == number as usize {
                        watched.push((absent, number, Action::Arrive));
                    }
                    Action::Trigger
                }
                Pattern::Sequence { then, .. } => {
                    let steps = (1..).zip(then);
                    watched.extend(steps.map(|(step, tests)| {
                        let tests: &[Test] = tests;
                        (tests, number, Action::Step(step))
                    }));
                    Action::Step(0)
                }
                Pattern::Drop { .. } => Action::Drop,
                Pattern::Nth { .. } => Action::Nth,
                Pattern::Streak { .. } => Action::Streak,
            };
            watched.push((&rule.when, number, first));
        }
        let sizes = CELL_COLUMNS.map(|column| stream.texts(column).names.len() as u32);
        let mut index = Self {
            starts: vec![0],
            of_cells: Vec::new(),
            candidates: watched.iter().map(Candidate::of).collect(),
            sizes,
        };
        for cell in 0..sizes.iter().product() {
            let codes = index.codes_of(cell);
            let here = |tests: &[Test]| {
                tests.iter().all(|test| match test {
                    Test::Is { column, code } => CELL_COLUMNS
                        .iter()
                        .zip(codes)
                        .all(|(of, here)| of != column || here == *code),
                    _ => true,
                })
            };
            let found = (0..).zip(&watched).filter(|(_, (tests, ..))| here(tests));
            index
                .of_cells
                .extend(found.map(|(number, _): (u32, _)| number));
            index.starts.push(index.of_cells.len() as u32);
        }
        index
    }

    fn codes_of(&self, mut cell: u32) -> [u32; 4] {
        let mut codes = [0; 4];
        for (code, size) in codes.iter_mut().zip(self.sizes).rev() {
            *code = cell % size;
            cell /= size;
        }
        codes
    }

    /// What is to be tested at a row.
    #[inline]
    pub(super) fn at(&self, stream: &Stream, row: usize) -> &[u32] {
        let [_, touch_points, channels, tiers] = self.sizes;
        let cell = stream.kind.codes[row] * touch_points + stream.touch_point.codes[row];
        let cell = cell * channels + stream.channel.codes[row];
        let cell = (cell * tiers + stream.tier.codes[row]) as usize;
        &self.of_cells[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// A candidate by its number.
    #[inline]
    pub(super) fn candidate(&self, number: u32) -> &Candidate {
        &self.candidates[number as usize]
    }
}

impl Candidate {
    fn of((tests, rule, action): &(&[Test], u32, Action)) -> Self {
        let mut topic = ABSENT;
        let mut ranges = [Range::ALL; 2];
        let mut free = ranges.iter_mut();
        for test in *tests {
            let range = match *test {
                Test::Is { column, code } => {
                    if column == TextColumn::Topic {
                        topic = code;
                    }
                    continue;
                }
                Test::AtMost { column, value } => Range::new(column, f64::NEG_INFINITY, value),
                Test::Above { column, value } => Range::new(column, value.next_up(), f64::INFINITY),
            };
            // Two at most: the workload's rules have no more.
            if let Some(place) = free.next() {
                *place = range;
            }
        }
        Self {
            ranges,
            topic,
            rule: *rule,
            action: *action,
        }
    }

    /// Whether what is left to test holds.
    #[inline]
    pub(super) fn holds(&self, numbers: &RowNumbers, topic: u32) -> bool {
        let [one, two] = &self.ranges;
        one.has(numbers) & two.has(numbers) & ((self.topic == ABSENT) | (self.topic == topic))
    }
}

impl Range {
    const ALL: Self = Self {
        column: ALWAYS,
        low: 0.0,
        high: 0.0,
    };

    fn new(column: NumberColumn, low: f64, high: f64) -> Self {
        Self {
            column: column as u8,
            low,
            high,
        }
    }

    #[inline]
    fn has(&self, numbers: &RowNumbers) -> bool {
        let value = numbers[usize::from(self.column & 7)];
        (self.low <= value) & (value <= self.high)
    }
}

/// The first rule that waits for the same as this absence does: it keeps the matches of all of them.
pub(super) fn keeper(rules: &[Rule], rule: &Rule) -> usize {
    let awaited = |rule: &Rule| match &rule.pattern {
        Pattern::Absent {
            absent, same_order, ..
        } => Some((absent.clone(), *same_order)),
        _ => None,
    };
    let here = awaited(rule);
    let first = rules.iter().position(|other| awaited(other) == here);
    first.unwrap_or_default()
}

/// The numbers of a row.
#[inline]
pub(super) fn numbers(stream: &Stream, row: usize) -> RowNumbers {
    [
        stream.number(NumberColumn::Ltr, row),
        stream.number(NumberColumn::Csat, row),
        stream.number(NumberColumn::Effort, row),
        stream.number(NumberColumn::Amount, row),
        stream.number(NumberColumn::Wait, row),
        f64::NAN,
        f64::NAN,
        0.0,
    ]
}
