//! Each pattern, as its definition reads.

use super::item::{Item, Person, part_of};
use super::window;
use std::collections::BTreeSet;
use voc_core::program::{Absent, Change, Count, Nth, Part, Program, Sequence, Since, Streak};
use voc_core::{Span, Time, Value};

/// Whose items are looked at, and up to when.
#[derive(Clone, Copy)]
pub(super) struct Look<'l> {
    pub(super) program: &'l Program,
    pub(super) person: &'l Person,
    pub(super) until: Option<Time>,
}

impl Look<'_> {
    fn part(self, part: &Part, item: &Item) -> Option<String> {
        part_of(self.person.signal(item.bearing), part)
    }

    /// The values of `same` that occur; without it, one group of everything.
    pub(super) fn values(self, same: Option<&Part>, items: &[Item]) -> Vec<Option<String>> {
        let Some(part) = same else {
            return vec![None];
        };
        let values: BTreeSet<String> = items
            .iter()
            .filter_map(|item| self.part(part, item))
            .collect();
        values.into_iter().map(Some).collect()
    }

    /// The items of a value of `same`.
    pub(super) fn group(
        self,
        same: Option<&Part>,
        value: Option<&str>,
        items: &[Item],
    ) -> Vec<Item> {
        let of = |item: &&Item| match same {
            Some(part) => self.part(part, item).as_deref() == value,
            None => true,
        };
        items.iter().filter(of).cloned().collect()
    }

    fn passed(self, deadline: Time) -> bool {
        self.until.is_some_and(|until| deadline <= until)
    }

    /// Fires where the window holds fewer than n without the item, and n with it.
    pub(super) fn count(self, count: &Count, items: &[Item]) -> Vec<Item> {
        let takes_part = |item: &&Item| match &count.distinct {
            Some(part) => self.part(part, item).is_some(),
            None => true,
        };
        let items: Vec<&Item> = items.iter().filter(takes_part).collect();
        let number = |window: &[&Item]| match &count.distinct {
            Some(part) => {
                let values: BTreeSet<_> = window
                    .iter()
                    .filter_map(|item| self.part(part, item))
                    .collect();
                values.len()
            }
            None => window.len(),
        };
        let wanted = count.at_least as usize;
        let mut fired = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let in_window = |other: &&&Item| {
                window::counts(self.program, count.window, item.place.at, other.place.at)
            };
            let without: Vec<&Item> = items[..index].iter().filter(in_window).copied().collect();
            let mut with = without.clone();
            with.push(item);
            if number(&without) < wanted && number(&with) >= wanted {
                fired.push(item.alert(&with));
            }
        }
        fired
    }

    /// Each item with its number in the customer's life.
    fn numbered<'i>(self, nth: &Nth, items: &'i [Item]) -> Vec<(i64, &'i Item)> {
        let seed = |item: &Item| match &nth.seed {
            Some(name) => match self.person.attribute(item.bearing, name) {
                Some(Value::Int(seed)) => *seed,
                _ => 0,
            },
            None => 0,
        };
        (1_i64..)
            .zip(items)
            .map(|(rank, item)| (rank + seed(item), item))
            .collect()
    }

    pub(super) fn nth(self, nth: &Nth, items: &[Item]) -> Vec<Item> {
        let numbered = self.numbered(nth, items);
        let first = numbered
            .iter()
            .find(|(number, _)| *number == i64::from(nth.k));
        first
            .map(|found| numbered_alert(*found))
            .into_iter()
            .collect()
    }

    pub(super) fn every(self, nth: &Nth, items: &[Item]) -> Vec<Item> {
        let mut reached = BTreeSet::new();
        self.numbered(nth, items)
            .into_iter()
            .filter(|(number, _)| *number > 0 && number % i64::from(nth.k) == 0)
            .filter(|(number, _)| reached.insert(*number))
            .map(numbered_alert)
            .collect()
    }

    /// Starts in order, each taking the first unused item for each step.
    pub(super) fn sequence(
        self,
        sequence: &Sequence,
        steps: &[Vec<Item>],
        unless: &[Item],
    ) -> Vec<Item> {
        let mut used: Vec<Item> = Vec::new();
        let mut fired = Vec::new();
        for start in &steps[0] {
            if used.contains(start) {
                continue;
            }
            let mut chain = vec![start];
            for step in &steps[1..] {
                let last = chain[chain.len() - 1];
                let next = step
                    .iter()
                    .find(|item| item.place > last.place && !used.contains(item));
                chain.extend(next);
                if next.is_none() {
                    break;
                }
            }
            let complete = chain.len() == steps.len();
            if complete && self.holds_together(sequence, &chain, unless) {
                fired.push(chain[chain.len() - 1].alert(&chain));
                used.extend(chain.into_iter().cloned());
            }
        }
        fired
    }

    fn holds_together(self, sequence: &Sequence, chain: &[&Item], unless: &[Item]) -> bool {
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let gaps = chain
            .windows(2)
            .zip(&sequence.steps[1..])
            .all(|(pair, step)| {
                step.gap.is_none_or(|gap| {
                    window::holds(self.program, gap, pair[1].place.at, pair[0].place.at)
                })
            });
        let ended = unless
            .iter()
            .any(|end| end.place > first.place && end.place < last.place);
        let within = window::holds(self.program, sequence.within, last.place.at, first.place.at);
        gaps && within && !ended
    }

    /// Fires t + w after each trigger that no match followed in [t, t + w).
    pub(super) fn absent(self, absent: &Absent, triggers: &[Item], matches: &[Item]) -> Vec<Item> {
        let mut fired = Vec::new();
        for trigger in triggers {
            let start = trigger.place.at;
            let deadline = absent.within.after(start, self.program.zone());
            let came = matches.iter().any(|other| {
                other.place != trigger.place && other.place.at >= start && other.place.at < deadline
            });
            if !came && self.passed(deadline) {
                fired.push(trigger.overdue(deadline));
            }
        }
        fired
    }

    pub(super) fn change(self, change: &Change, items: &[Item]) -> Vec<Item> {
        let value = |item: &Item| {
            let fields = &self.person.signal(item.bearing).fields;
            fields.get(&change.field).and_then(Value::as_f64)
        };
        let valued: Vec<(&Item, f64)> = items
            .iter()
            .filter_map(|item| Some((item, value(item)?)))
            .collect();
        let mut fired = Vec::new();
        for (index, (item, value)) in valued.iter().enumerate() {
            let before = &valued[..index];
            let against = match change.since {
                Since::Previous => before.get(index.wrapping_sub(1)..),
                Since::First => before.get(..1),
                Since::Mean(k) => index
                    .checked_sub(k as usize)
                    .and_then(|start| before.get(start..)),
            };
            let Some(against) = against.filter(|against| !against.is_empty()) else {
                continue;
            };
            let sum = against.iter().fold(0.0, |sum, (_, value)| sum + value);
            #[expect(clippy::cast_precision_loss, reason = "a few values")]
            let base = sum / against.len() as f64;
            let far = if change.by < 0.0 {
                *value <= base + change.by
            } else {
                *value >= base + change.by
            };
            if far {
                let mut behind: Vec<&Item> = against.iter().map(|(item, _)| *item).collect();
                behind.push(item);
                fired.push(item.alert(&behind));
            }
        }
        fired
    }

    /// Fires where the last k hold and the last k up to the item before did not, or were fewer.
    pub(super) fn streak(self, streak: &Streak, items: &[Item]) -> Vec<Item> {
        let k = streak.k as usize;
        let last_k_hold = |up_to: usize| {
            up_to >= k
                && items[up_to - k..up_to]
                    .iter()
                    .all(|item| self.person.holds(self.program, &streak.of, item.bearing))
        };
        (1..=items.len())
            .filter(|up_to| last_k_hold(*up_to) && !last_k_hold(*up_to - 1))
            .map(|up_to| {
                let row: Vec<&Item> = items[up_to - k..up_to].iter().collect();
                items[up_to - 1].alert(&row)
            })
            .collect()
    }

    /// Fires w after a signal that none followed before then.
    pub(super) fn silence(self, span: Span, signals: &[Item], everything: &[Item]) -> Vec<Item> {
        let mut fired = Vec::new();
        for signal in signals {
            let deadline = span.after(signal.place.at, self.program.zone());
            let broken = everything
                .iter()
                .any(|other| other.place > signal.place && other.place.at < deadline);
            if !broken && self.passed(deadline) {
                fired.push(signal.overdue(deadline));
            }
        }
        fired
    }
}

fn numbered_alert((number, item): (i64, &Item)) -> Item {
    Item {
        number: Some(number),
        ..item.alert(&[item])
    }
}
