//! Rules as data: a condition is a list of tests that all hold, a pattern is over one customer's signals.

mod conditions;
mod four;
mod patterns;
mod peers;

pub use four::four_patterns;
pub use peers::peer_conditions;

use crate::columns::{NumberColumn, TextColumn};
use serde::Serialize;

/// One test of a signal; it does not hold where the value is absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "test", rename_all = "snake_case")]
pub enum Test {
    /// The text is the one of this code.
    Is {
        /// Which text.
        column: TextColumn,
        /// Its code in the column's dictionary.
        code: u32,
    },
    /// The number is at most this.
    AtMost {
        /// Which number.
        column: NumberColumn,
        /// The highest.
        value: f64,
    },
    /// The number is higher than this.
    Above {
        /// Which number.
        column: NumberColumn,
        /// What it must exceed.
        value: f64,
    },
}

/// What a rule waits for; microseconds are the unit of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "pattern", rename_all = "snake_case")]
pub enum Pattern {
    /// Each signal that satisfies `when`.
    Single,
    /// The signal that brings the count within (t − within, t] from below `at_least` to it.
    Count {
        /// How many.
        at_least: u32,
        /// The length of the window.
        within: i64,
        /// Whether only signals of the same topic count together.
        same_topic: bool,
    },
    /// No match in [t, t + within) of the trigger at t; fires at its end.
    Absent {
        /// What was to come.
        absent: Vec<Test>,
        /// How soon.
        within: i64,
        /// Whether it must be of the same order.
        same_order: bool,
    },
    /// Each step by an unused signal, first to last in less than `within`. The rule's own `when` is the
    /// first step.
    Sequence {
        /// The steps after the first.
        then: Vec<Vec<Test>>,
        /// The longest time.
        within: i64,
    },
    /// `ltr` is lower than the previous by at least this.
    Drop {
        /// How far down.
        by: i64,
    },
    /// The k-th of the customer's life.
    Nth {
        /// Which.
        k: u32,
    },
    /// The last k all satisfy `of`; fires on becoming true.
    Streak {
        /// How many.
        k: u32,
        /// What each satisfies.
        of: Vec<Test>,
    },
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The signals that it looks at.
    pub when: Vec<Test>,
    /// What it waits for among them.
    #[serde(flatten)]
    pub pattern: Pattern,
}

pub(crate) const DAY: i64 = 86_400_000_000;

/// The alerts a signal that W100 and W1000 raise: the thresholds are set for it.
pub const ALERTS_PER_SIGNAL: f64 = 0.02;

/// Makes a pattern of its number and n / 100.
type Make = fn(u32, u32) -> Rule;

/// W(n): of 100 rules, 70 conditions of two or three tests and 30 patterns: 12 counts, 6 absences,
/// 4 sequences, 4 changes, 2 nth, 2 streaks. W1 is one condition; W10 has seven conditions, a count, an
/// absence and a change.
pub fn w(rules: u32) -> Vec<Rule> {
    let of = |share: u32| (rules * share).div_ceil(100);
    let conditions = of(70);
    // The thresholds of W1 and W10 are those of W100.
    let each = ALERTS_PER_SIGNAL / f64::from(rules.max(100));
    let mut out: Vec<Rule> = (0..conditions)
        .map(|number| conditions::condition(number, each))
        .collect();
    let spread = rules / 100;
    let kinds: [(u32, Make); 6] = [
        (12, patterns::count),
        (6, patterns::absent),
        (4, patterns::sequence),
        (4, patterns::change),
        (2, patterns::nth),
        (2, patterns::streak),
    ];
    if rules >= 100 {
        for (share, make) in kinds {
            out.extend((0..share * spread).map(|number| make(number, spread)));
        }
    } else {
        let left = (rules - conditions) as usize;
        let three = [patterns::count, patterns::absent, patterns::change];
        out.extend(three.iter().take(left).map(|make| make(0, 1)));
    }
    out
}

impl Rule {
    /// Whether it looks at one signal at a time.
    pub fn is_single(&self) -> bool {
        self.pattern == Pattern::Single
    }
}

fn is(column: TextColumn, code: u32) -> Test {
    Test::Is { column, code }
}

fn at_most(column: NumberColumn, value: u32) -> Test {
    Test::AtMost {
        column,
        value: f64::from(value),
    }
}

/// Rules of one shape differ in how rare they are; 1 on average.
fn varied(turn: u32) -> f64 {
    0.7 + 0.6 * f64::from(turn * 7 % 71) / 71.0
}

/// The number is in its upper tail of this probability; the generator draws `highest` times the cube of
/// a uniform number.
fn in_tail(column: NumberColumn, probability: f64) -> Test {
    let highest = if column == NumberColumn::Wait {
        60.0
    } else {
        1000.0
    };
    let level = highest * (1.0 - probability.min(1.0)).powi(3);
    Test::Above {
        column,
        value: (level * 100.0).round() / 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, w};

    #[test]
    fn a_hundred_rules_are_of_the_kinds_that_were_agreed() {
        let rules = w(100);
        let of = |is: fn(&Pattern) -> bool| rules.iter().filter(|rule| is(&rule.pattern)).count();
        assert_eq!(rules.len(), 100);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Single)), 70);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Count { .. })), 12);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Absent { .. })), 6);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Sequence { .. })), 4);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Drop { .. })), 4);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Nth { .. })), 2);
        assert_eq!(of(|pattern| matches!(pattern, Pattern::Streak { .. })), 2);
    }

    #[test]
    fn every_size_has_as_many_rules_as_it_says_and_no_id_twice() {
        for n in [1, 10, 100, 1000] {
            let rules = w(n);
            let ids: std::collections::BTreeSet<_> = rules.iter().map(|rule| &rule.id).collect();
            assert_eq!((rules.len(), ids.len()), (n as usize, n as usize));
            let singles = rules.iter().filter(|rule| rule.is_single());
            assert!(
                singles
                    .clone()
                    .all(|rule| (2..=3).contains(&rule.when.len()))
            );
        }
    }
}
