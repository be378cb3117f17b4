//! Millions of signals at once, over borrowed columns: the same alerts as one signal after another.
//!
//! Rows come in the order of (`at`, `id`), so that nothing is late and nothing has to be read again.
//! One pass over the rows says which tests hold where: rules on single signals fire. What patterns
//! look at is sorted by customer and read rule by rule, so that no customer's state has to be kept and
//! a rule sees only those for whom it can fire. Kinds about employees are not told from others here: an
//! engine takes tables that have them row by row.

mod alone;
mod cells;
mod columns;
mod gates;
mod hits;
mod leaves;
mod numbers;
mod part;
mod rows;
mod scan;
mod together;

pub use columns::{ABSENT, Column, Columns};
pub use part::Part;

use super::bits::Bits;
use super::place::Fired;
use super::plan::{Look, Machine, Plan};
use crate::time::Time;
use alone::Alone;
use rows::Rows;
use scan::Scan;
use std::ops::Range;
use together::{EVERY, Noted};

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

/// The same for one part of the work: the alerts of all parts together are those of the whole.
pub fn alerts_of(
    plan: &Plan,
    columns: &Columns<'_>,
    until: Option<Time>,
    part: Part,
) -> Vec<BatchAlert> {
    let last = columns.at().last().copied().unwrap_or(i64::MIN);
    let mut run = Run::new(plan, columns);
    run.read(part);
    run.patterns(until.map_or(last, Time::micros));
    merged(run.singles, run.alerts)
}

/// How the rules are read.
struct Ways {
    /// For each test, the rules that fire at once and that no other waits for.
    singles: Vec<Vec<u16>>,
    /// The rules that are read one after another, and the tests that they look at.
    alone: Vec<u16>,
    listed: Vec<bool>,
    /// The tests that the other rules look at.
    together: Vec<bool>,
    /// The rules that need not be read together.
    apart: Bits,
    /// Whether some rule looks at every row.
    every: bool,
}

struct Run<'r, 'c> {
    plan: &'r Plan,
    columns: &'r Columns<'c>,
    rows: Rows<'r, 'c>,
    ways: Ways,
    /// For each test that rules read alone look at, where it holds.
    lists: Vec<Vec<u64>>,
    noted: Noted,
    singles: Vec<BatchAlert>,
    alerts: Vec<BatchAlert>,
}

impl Ways {
    fn of(plan: &Plan) -> Self {
        let tests = plan.tests().len();
        let mut ways = Self {
            singles: vec![Vec::new(); tests],
            alone: Vec::new(),
            listed: vec![false; tests],
            together: vec![false; tests],
            apart: Bits::default(),
            every: !plan.silences().is_empty(),
        };
        let mut place = 0;
        while let Some(rule) = plan.rule(place) {
            let is_alone = alone::is_alone(plan, place);
            if is_alone {
                ways.apart.set(place);
            }
            match (&rule.machine, rule.looks) {
                (Machine::Each, Look::Test(test)) if is_alone => {
                    if let Some(singles) = ways.singles.get_mut(usize::from(test)) {
                        singles.push(place);
                    }
                }
                _ if is_alone => {
                    ways.alone.push(place);
                    for test in alone::tests_of(rule) {
                        if let Some(listed) = ways.listed.get_mut(usize::from(test)) {
                            *listed = true;
                        }
                    }
                }
                _ => {}
            }
            place += 1;
        }
        for (test, together) in ways.together.iter_mut().enumerate() {
            *together = plan.wakes(test).iter().any(|rule| !ways.apart.has(*rule));
        }
        ways
    }

    /// The tests of which this can be said.
    fn tests(&self, is_asked: impl Fn(usize) -> bool) -> Vec<u16> {
        let tests = (0..self.singles.len()).filter(|test| is_asked(*test));
        tests.filter_map(|test| u16::try_from(test).ok()).collect()
    }

    fn is_single(&self, test: usize) -> bool {
        self.singles
            .get(test)
            .is_some_and(|rules| !rules.is_empty())
    }

    fn is_listed(&self, test: usize) -> bool {
        self.listed.get(test).copied().unwrap_or_default()
    }

    fn is_together(&self, test: usize) -> bool {
        self.together.get(test).copied().unwrap_or_default()
    }

    /// Whether a pattern looks at a test.
    fn is_watched(&self, test: usize) -> bool {
        self.is_listed(test) || self.is_together(test)
    }
}

impl<'r, 'c> Run<'r, 'c> {
    fn new(plan: &'r Plan, columns: &'r Columns<'c>) -> Self {
        Self {
            plan,
            columns,
            rows: Rows::new(plan, columns),
            ways: Ways::of(plan),
            lists: vec![Vec::new(); plan.tests().len()],
            noted: Noted::default(),
            singles: Vec::new(),
            alerts: Vec::new(),
        }
    }

    /// Reads the rows: rules on single signals fire, what patterns look at is noted.
    fn read(&mut self, part: Part) {
        let rows = self.columns.len();
        if part == Part::WHOLE {
            return self.scan(0..rows, part, true, true);
        }
        self.scan(part.rows(rows), Part::WHOLE, true, false);
        self.scan(0..rows, part, false, true);
    }

    fn scan(&mut self, range: Range<usize>, part: Part, single: bool, watched: bool) {
        let Self {
            columns,
            ways,
            lists,
            noted,
            singles,
            ..
        } = self;
        let every = watched && ways.every;
        let tests =
            ways.tests(|test| single && ways.is_single(test) || watched && ways.is_watched(test));
        if tests.is_empty() && !every {
            return;
        }
        let (at, customers) = (columns.at(), columns.customer());
        let customer_of = |row: usize| customers.get(row).copied().unwrap_or(ABSENT);
        let mut all = range.clone();
        let mut note_all = |noted: &mut Noted, until: usize| {
            while every && all.start < until {
                let customer = customer_of(all.start);
                if part.has(customer) {
                    noted.push(customer, handle(all.start), EVERY);
                }
                all.start += 1;
            }
        };
        let end = range.end;
        let scan = Scan::new(self.plan, &tests, &self.rows, columns, part);
        scan.run(range, |row, test| {
            let place = usize::from(test);
            if single && let Some(rules) = ways.singles.get(place) {
                let instant = at.get(row).copied().unwrap_or_default();
                for rule in rules {
                    put(singles, Time::clamped(instant), handle(row), *rule);
                }
            }
            if watched {
                let customer = customer_of(row);
                if customer != ABSENT
                    && ways.is_listed(place)
                    && let Some(list) = lists.get_mut(place)
                {
                    list.push(hits::hit(customer, handle(row)));
                }
                note_all(noted, row + 1);
                if ways.is_together(place) {
                    noted.push(customer, handle(row), test);
                }
            }
        });
        note_all(noted, end);
    }

    fn patterns(&mut self, until: i64) {
        let (mut room, customers) = (Vec::new(), self.columns.customers());
        for list in &mut self.lists {
            hits::by_customer(list, &mut room, customers);
        }
        self.noted.sort(&mut room, customers);
        drop(room);
        let alerts = &mut self.alerts;
        let mut each = |fired: Fired| alerts.push(BatchAlert::of(fired));
        let mut alone = Alone::new(&mut self.rows, &self.lists, until);
        for rule in &self.ways.alone {
            alone.read(*rule, &mut each);
        }
        let apart = std::mem::take(&mut self.ways.apart);
        together::read(&mut self.rows, &self.noted, apart, until, &mut each);
        self.alerts.sort_unstable_by_key(BatchAlert::place);
    }
}

impl BatchAlert {
    fn of(fired: Fired) -> Self {
        let alone = fired.signals == [fired.bearing];
        Self {
            at: Time::clamped(fired.at),
            row: fired.bearing,
            rule: fired.rule,
            number: fired.number,
            rows: if alone {
                Box::default()
            } else {
                fired.signals.into_boxed_slice()
            },
        }
    }

    fn place(&self) -> (Time, u32, u16, Option<i64>) {
        (self.at, self.row, self.rule, self.number)
    }
}

/// Puts the alert of a rule on a single signal in its place: rows come in order, rules do not.
fn put(alerts: &mut Vec<BatchAlert>, at: Time, row: u32, rule: u16) {
    let of_row = alerts.iter().rev().take_while(|alert| alert.row == row);
    let after = of_row.take_while(|alert| alert.rule > rule).count();
    let alert = BatchAlert {
        at,
        row,
        rule,
        number: None,
        rows: Box::default(),
    };
    alerts.insert(alerts.len() - after, alert);
}

/// Two ordered lists of alerts as one.
fn merged(one: Vec<BatchAlert>, other: Vec<BatchAlert>) -> Vec<BatchAlert> {
    if other.is_empty() {
        return one;
    }
    let mut out = Vec::with_capacity(one.len() + other.len());
    let mut one = one.into_iter().peekable();
    for alert in other {
        while let Some(before) = one.next_if(|before| before.place() <= alert.place()) {
            out.push(before);
        }
        out.push(alert);
    }
    out.extend(one);
    out
}

fn handle(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
