//! The hand-written loops against a naive reading of the definitions, over each customer's whole history.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "rows are few in a test, and come from the stream itself"
)]

use std::collections::BTreeSet;
use voc_benches::hand::{Index, indexed_conditions, linear_conditions, whole_program};
use voc_workload::rules::{Pattern, Rule, Test, four_patterns, peer_conditions, w};
use voc_workload::{AlertSet, Size, Stream, alert_key};

fn holds(stream: &Stream, tests: &[Test], row: usize) -> bool {
    tests.iter().all(|test| match *test {
        Test::Is { column, code } => stream.texts(column).codes[row] == code,
        Test::AtMost { column, value } => stream.number(column, row) <= value,
        Test::Above { column, value } => stream.number(column, row) > value,
    })
}

/// The rows at which a rule fires; `rows` are one customer's, in order.
fn fires(stream: &Stream, rule: &Rule, rows: &[usize]) -> Vec<usize> {
    let matches = |tests: &[Test]| -> Vec<usize> {
        let hold = rows.iter().filter(|row| holds(stream, tests, **row));
        hold.copied().collect()
    };
    let at = |row: usize| stream.at[row];
    let found = matches(&rule.when);
    let indexed = || found.iter().copied().enumerate();
    match &rule.pattern {
        Pattern::Single => found,
        Pattern::Count {
            at_least,
            within,
            same_topic,
        } => indexed()
            .filter(|(_, row)| {
                let topic = |other: usize| stream.topic.codes[other];
                let before = found.iter().filter(|other| {
                    **other < *row
                        && at(**other) > at(*row) - within
                        && (!same_topic || topic(**other) == topic(*row))
                });
                before.count() + 1 == *at_least as usize
            })
            .map(|(_, row)| row)
            .collect(),
        Pattern::Absent {
            absent,
            within,
            same_order,
        } => {
            let came = matches(absent);
            let order = |row: usize| stream.order_id.get(row);
            let is_absent = |row: &usize| {
                let deadline = at(*row) + within;
                deadline <= stream.until()
                    && !came.iter().any(|other| {
                        other != row
                            && (at(*row)..deadline).contains(&at(*other))
                            && (!same_order || order(*other) == order(*row))
                    })
            };
            found.iter().copied().filter(is_absent).collect()
        }
        Pattern::Sequence { then, within } => {
            let mut used = BTreeSet::new();
            let mut out = Vec::new();
            for start in &found {
                if used.contains(start) {
                    continue;
                }
                let mut chain = vec![*start];
                for tests in then {
                    let last = chain[chain.len() - 1];
                    let next = matches(tests)
                        .into_iter()
                        .find(|row| *row > last && !used.contains(row));
                    chain.extend(next);
                    if next.is_none() {
                        break;
                    }
                }
                let last = chain[chain.len() - 1];
                if chain.len() == then.len() + 1 && at(last) - at(*start) < *within {
                    out.push(last);
                    used.extend(chain);
                }
            }
            out
        }
        Pattern::Drop { by } => {
            let value = |row: usize| stream.ltr.values[row];
            let pairs = found.windows(2);
            pairs
                .filter(|pair| value(pair[1]) <= value(pair[0]) - by)
                .map(|pair| pair[1])
                .collect()
        }
        Pattern::Nth { k } => indexed()
            .filter(|(place, _)| place + 1 == *k as usize)
            .map(|(_, row)| row)
            .collect(),
        Pattern::Streak { k, of } => {
            let k = *k as usize;
            let stands = |end: usize| {
                end + 1 >= k
                    && found[end + 1 - k..=end]
                        .iter()
                        .all(|row| holds(stream, of, *row))
            };
            indexed()
                .filter(|(place, _)| stands(*place) && !(*place > 0 && stands(place - 1)))
                .map(|(_, row)| row)
                .collect()
        }
    }
}

fn naive(stream: &Stream, rules: &[Rule]) -> BTreeSet<u64> {
    let mut rows_of = vec![Vec::new(); stream.customers as usize];
    for (row, customer) in stream.customer.iter().enumerate() {
        rows_of[*customer as usize].push(row);
    }
    let mut out = BTreeSet::new();
    for (number, rule) in (0..).zip(rules) {
        for rows in &rows_of {
            let fired = fires(stream, rule, rows);
            out.extend(fired.iter().map(|row| alert_key(number, *row as u32)));
        }
    }
    out
}

fn compare(rules: &[Rule], stream: &Stream, found: &AlertSet) {
    let keys: BTreeSet<u64> = found.keys.iter().copied().collect();
    assert_eq!(keys.len(), found.keys.len(), "no alert twice");
    let wanted = naive(stream, rules);
    let differs = keys.symmetric_difference(&wanted).next();
    let shown = differs.map(|key| {
        (
            &rules[(key >> 32) as usize],
            *key as u32,
            wanted.contains(key),
        )
    });
    assert_eq!(shown, None, "rule, row, wanted");
}

#[test]
fn the_loop_raises_what_the_definitions_say() {
    // Few customers: patterns are common then.
    let size = Size {
        customers: 60,
        signals: 12_000,
        days: 365,
        seed: 7,
    };
    let stream = Stream::generate(size);
    for rules in [w(1), w(10), w(100), w(1000), four_patterns()] {
        let found = whole_program(&rules, &Index::of(&rules, &stream), &stream);
        assert!(rules.len() == 1 || !found.keys.is_empty());
        compare(&rules, &stream, &found);
    }
}

#[test]
fn conditions_alone_are_the_same_with_an_index_and_without() {
    let stream = Stream::generate(Size::quarter(500));
    for rules in [1, 10, 100].map(peer_conditions) {
        let indexed = indexed_conditions(&Index::of(&rules, &stream), &stream);
        compare(&rules, &stream, &indexed);
        assert_eq!(indexed.found(), linear_conditions(&rules, &stream).found());
    }
}
