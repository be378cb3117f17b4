//! The sample is the same for the same seed, within bounds, and hangs together.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use telecoms_sample::{Options, Sample, Signal, write_csv};

fn small() -> Sample {
    Sample::make(&Options {
        customers: 1_000,
        ..Options::default()
    })
    .unwrap()
}

fn hash(sample: &Sample) -> String {
    let mut bytes = Vec::new();
    write_csv(&sample.signals, &mut bytes).unwrap();
    write_csv(&sample.commands, &mut bytes).unwrap();
    bytes.extend(sample.roster().to_string().bytes());
    Sha256::digest(&bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let pinned = "3c78c4f197686104337f24778f0ef7216a22d29bbf1b224b78bcb13ed7cd1860";
    assert_eq!(hash(&small()), pinned);
    let other = Sample::make(&Options {
        customers: 1_000,
        seed: 2,
        year: 2025,
    })
    .unwrap();
    assert_ne!(hash(&other), pinned);
}

#[test]
fn more_customers_leave_the_others_as_they_were() {
    let few = Sample::make(&Options {
        customers: 300,
        ..Options::default()
    })
    .unwrap();
    let of_few = |sample: &Sample| {
        let known = |signal: &&Signal| {
            signal
                .customer
                .as_deref()
                .is_some_and(|customer| customer < "c00300")
        };
        sample
            .signals
            .iter()
            .filter(known)
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(of_few(&few), of_few(&small()));
}

#[test]
fn a_customer_has_a_dozen_signals_and_few_make_most_contacts() {
    let sample = small();
    let count = |kind: &str| {
        sample
            .signals
            .iter()
            .filter(|signal| signal.kind == kind)
            .count()
    };
    assert!(
        (11_500..13_500).contains(&sample.signals.len()),
        "{}",
        sample.signals.len()
    );
    assert!(
        (2_000..3_000).contains(&count("contact")),
        "{}",
        count("contact")
    );
    assert!(
        (1_000..1_600).contains(&count("response")),
        "{}",
        count("response")
    );
    assert!(
        (100..260).contains(&count("complaint")),
        "{}",
        count("complaint")
    );
    assert!(
        (3_500..5_500).contains(&sample.commands.len()),
        "{}",
        sample.commands.len()
    );

    let mut contacts: BTreeMap<&str, usize> = BTreeMap::new();
    for signal in sample
        .signals
        .iter()
        .filter(|signal| signal.kind == "contact")
    {
        *contacts
            .entry(signal.customer.as_deref().unwrap())
            .or_default() += 1;
    }
    let mut most: Vec<usize> = contacts.into_values().collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    let tenth: usize = most.iter().take(100).sum();
    assert!(
        tenth * 100 > count("contact") * 40,
        "{tenth} of {}",
        count("contact")
    );
}

#[test]
fn the_autumn_is_bad() {
    let sample = small();
    let share = |from: &str, to: &str| {
        let asked = sample
            .signals
            .iter()
            .filter(|signal| signal.survey == Some("contact"));
        let inside = |signal: &&Signal| {
            let row = serde_json::to_value(signal).unwrap();
            (from..to).contains(&row["at"].as_str().unwrap())
        };
        let answers: Vec<i64> = asked
            .filter(inside)
            .filter_map(|signal| signal.ltr)
            .collect();
        let low = answers.iter().filter(|ltr| **ltr <= 6).count();
        (low * 100 / answers.len(), answers.len())
    };
    let (autumn, spring) = (share("2025-10", "2025-11"), share("2025-04", "2025-07"));
    assert!(autumn.0 > spring.0 + 15, "{autumn:?} {spring:?}");
    assert!(autumn.1 > spring.1, "{autumn:?} {spring:?}");
}

#[test]
fn every_reference_is_valid() {
    let sample = small();
    let ids: BTreeSet<&str> = sample
        .signals
        .iter()
        .map(|signal| signal.id.as_str())
        .collect();
    assert_eq!(ids.len(), sample.signals.len(), "signal ids are not unique");
    let by_id: BTreeMap<&str, &Signal> = sample
        .signals
        .iter()
        .map(|signal| (signal.id.as_str(), signal))
        .collect();
    let command_ids: BTreeSet<&str> = sample.commands.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(
        command_ids.len(),
        sample.commands.len(),
        "command ids are not unique"
    );
    for command in &sample.commands {
        let signal = by_id.get(command.signal.as_str()).unwrap();
        assert!(
            matches!(signal.kind, "response" | "complaint" | "contact"),
            "{}",
            signal.id
        );
        assert!(
            command.at > signal.received,
            "{} comes before its signal",
            command.id
        );
        assert!(
            sample.people.contains_key(&command.by),
            "nobody is called {}",
            command.by
        );
    }
    for signal in &sample.signals {
        assert!(
            signal.received >= signal.at,
            "{} was received before it happened",
            signal.id
        );
        if let Some(employee) = &signal.employee {
            let unit = signal.unit.unwrap().to_owned();
            assert!(
                sample.people[employee].units.contains(&unit),
                "{employee} is not in {unit}"
            );
        }
    }
}

#[test]
fn a_unit_that_games_is_fast_and_disputed() {
    let sample = small();
    let of = |unit: &str, verdict: &str| {
        let by_unit = |by: &str| sample.people[by].units.contains(&unit.to_owned());
        let answers = sample
            .commands
            .iter()
            .filter(|command| by_unit(&command.by));
        answers
            .filter(|command| command.verdict == Some(verdict))
            .count()
    };
    let share = |unit| of(unit, "disputed") * 100 / (of(unit, "confirmed") + of(unit, "disputed"));
    assert!(share("centre-calder") > 2 * share("centre-brindle"));
}

#[test]
fn some_signals_are_late_but_none_that_a_pattern_counts() {
    let sample = small();
    let late: Vec<&Signal> = sample
        .signals
        .iter()
        .filter(|signal| signal.is_late())
        .collect();
    assert!(late.len() > 3, "{}", late.len());
    assert!(late.iter().all(|signal| signal.channel == Some("dealer")));
}
