//! How often a rule over a metric is wrong: 192 groups, judged each day of a year, whose true value
//! never moves. The figures stand in `rule/PATTERNS.md`; this makes them again:
//!
//! `cargo test --release -p voc-core --lib how_often -- --ignored --nocapture`

use super::*;
use crate::metric::Tally;
use crate::ordered::Map;
use crate::program::{Family, MetricKind, MetricRule, MetricTest, Period};
use crate::random::Random;
use crate::time::Span;
use std::collections::BTreeSet;

/// 24 touch points × 8 units.
const GROUPS: usize = 192;
const WINDOW: usize = 28;
const DAYS: usize = 365;

/// A group's answers by day.
type History = Vec<Tally>;

fn history(
    random: &mut Random,
    days: usize,
    daily: usize,
    share: impl Fn(usize) -> f64,
) -> History {
    (0..days)
        .map(|day| {
            let mut tally = Tally::default();
            for _ in 0..daily {
                let hit = random.chance(share(day));
                tally.merge(if hit { Tally::PLUS } else { Tally::NEUTRAL });
            }
            tally
        })
        .collect()
}

fn sum(days: &[Tally]) -> Tally {
    let mut all = Tally::default();
    for day in days {
        all.merge(*day);
    }
    all
}

fn rule(test: MetricTest, confidence: Option<f64>, family: Family) -> MetricRule {
    MetricRule {
        id: "csat-down".into(),
        metric: "csat".into(),
        by: vec!["touch_point".into(), "unit".into()],
        every: Period::Day,
        over: Span::of_days(28),
        test,
        min_n: 30,
        confidence,
        family,
    }
}

const BELOW: MetricTest = MetricTest::Below {
    level: 0.7,
    clear: 0.75,
};
const CHANGE: MetricTest = MetricTest::Change {
    by: None,
    significant: true,
};

/// What a year comes to.
#[derive(Debug, Default, Clone, Copy)]
struct Year {
    alerts: u32,
    /// Ends at which any group that has not fired before does so; the first end.
    first_end: bool,
}

fn year(rule: &MetricRule, histories: &[History]) -> (Year, Option<usize>) {
    let mut fired: BTreeSet<Group> = BTreeSet::new();
    let mut found = Year::default();
    let mut first = None;
    for end in 2 * WINDOW..2 * WINDOW + DAYS {
        let groups: Map<Group, Answers> = histories
            .iter()
            .enumerate()
            .map(|(group, days)| {
                let answers = Answers {
                    window: sum(&days[end - WINDOW..end]),
                    before: sum(&days[end - 2 * WINDOW..end - WINDOW]),
                    ..Answers::default()
                };
                (vec![format!("{group:03}")], answers)
            })
            .collect();
        for (group, judgement) in judge_groups(rule, MetricKind::Csat.into(), &groups) {
            match judgement.finding {
                Finding::Fires => {
                    if fired.insert(group) {
                        found.alerts += 1;
                        first = first.or(Some(end - 2 * WINDOW));
                    }
                }
                Finding::Clears => {
                    fired.remove(&group);
                }
                Finding::Neither => {}
            }
        }
        if end == 2 * WINDOW {
            found.first_end = found.alerts > 0;
        }
    }
    (found, first)
}

fn stable(seed: u64, groups: usize, daily: usize, share: f64) -> Vec<History> {
    let mut random = Random(seed);
    (0..groups)
        .map(|_| history(&mut random, 2 * WINDOW + DAYS, daily, |_| share))
        .collect()
}

#[test]
fn a_family_of_a_year_is_seldom_wrong_where_single_tests_are_always() {
    let histories: Vec<_> = (0..2).map(|seed| stable(seed, GROUPS, 10, 0.7)).collect();
    let alerts = |family| -> Vec<u32> {
        let rule = rule(BELOW, Some(0.95), family);
        histories
            .iter()
            .map(|one| year(&rule, one).0.alerts)
            .collect()
    };
    let (test, groups, years) = (
        alerts(Family::Test),
        alerts(Family::Groups),
        alerts(Family::Year),
    );
    println!("{test:?} {groups:?} {years:?}");
    assert!(test.iter().all(|alerts| *alerts > 20), "{test:?}");
    assert!(groups.iter().all(|alerts| *alerts < 10), "{groups:?}");
    assert!(years.iter().all(|alerts| *alerts == 0), "{years:?}");
}

#[test]
#[ignore = "takes minutes; measures the figures of PATTERNS.md"]
fn how_often_a_stable_year_is_alarmed() {
    let years: u32 = 200;
    let rules = [
        ("no confidence", None, Family::Test),
        ("test", Some(0.95), Family::Test),
        ("groups", Some(0.95), Family::Groups),
        ("year", Some(0.95), Family::Year),
    ];
    println!("{years} years each of {GROUPS} groups, {DAYS} daily ends, windows of {WINDOW} days");
    for (name, test, daily, share) in [
        ("below 0.7", BELOW, 10, 0.7),
        ("below 0.7", BELOW, 10, 0.72),
        ("below 0.7", BELOW, 10, 0.75),
        ("below 0.7", BELOW, 2, 0.7),
        ("change", CHANGE, 10, 0.75),
        ("change", CHANGE, 2, 0.75),
    ] {
        for (family, confidence, of) in rules {
            if confidence.is_none() && test == CHANGE {
                continue;
            }
            let rule = rule(test, confidence, of);
            let (mut alerts, mut any, mut ends) = (0, 0, 0);
            for seed in 0..u64::from(years) {
                let found = year(&rule, &stable(seed, GROUPS, daily, share)).0;
                alerts += found.alerts;
                any += u32::from(found.alerts > 0);
                ends += u32::from(found.first_end);
            }
            let of_years = |count: u32| f64::from(count) / f64::from(years);
            println!(
                "{name}, {daily} answers a day, truth {share}, {family}: at one end {:.3}, in a year {:.3}, {:.2} alerts a year",
                of_years(ends),
                of_years(any),
                of_years(alerts)
            );
        }
    }
}

#[test]
#[ignore = "takes minutes; measures the figures of PATTERNS.md"]
fn how_long_until_a_fall_is_found() {
    let years: u32 = 200;
    for (daily, to) in [(10, 0.6), (10, 0.5), (2, 0.5)] {
        for family in [Family::Test, Family::Groups, Family::Year] {
            let rule = rule(BELOW, Some(0.95), family);
            let mut delays: Vec<usize> = (0..u64::from(years))
                .map(|seed| {
                    // The others stay at 0.78, where they hardly ever fire themselves.
                    let mut random = Random(seed);
                    let mut all = stable(seed + 1_000, GROUPS - 1, daily, 0.78);
                    let falls = |day| if day < 2 * WINDOW { 0.78 } else { to };
                    let fallen = history(&mut random, 2 * WINDOW + DAYS, daily, falls);
                    all.insert(0, fallen);
                    fall_found(&rule, &all)
                })
                .collect();
            delays.sort_unstable();
            println!(
                "{daily} answers a day, from 0.78 to {to}, {family:?}: median {} days, nine in ten by {}",
                delays[delays.len() / 2],
                delays[delays.len() * 9 / 10]
            );
        }
    }
}

/// After how many days the first group fires.
fn fall_found(rule: &MetricRule, histories: &[History]) -> usize {
    for end in 2 * WINDOW..2 * WINDOW + DAYS {
        let window = |days: &History| Answers {
            window: sum(&days[end - WINDOW..end]),
            ..Answers::default()
        };
        let named = histories.iter().enumerate();
        let groups = named.map(|(group, days)| (vec![format!("{group:03}")], window(days)));
        let judged = judge_groups(rule, MetricKind::Csat.into(), &groups.collect());
        let first = judged.values().next();
        if first.is_some_and(|one| one.finding == Finding::Fires) {
            return end - 2 * WINDOW;
        }
    }
    DAYS
}
