//! What patterns remember of two histories, as of one.

use super::book::Renaming;
use super::pattern::{Joined, join_rule};
use crate::program::FieldType;
use crate::rule::book::Book;
use crate::rule::plan::{Machine, Plan, PlanRule};
use crate::rule::track::{Entry, MARK, Track};

/// What the slots of a plan hold.
pub(super) struct Slots<'p> {
    pub(super) plan: &'p Plan,
}

impl Slots<'_> {
    fn is_text(&self, slot: Option<u16>) -> bool {
        let names = self.plan.layout().names();
        let name = slot.and_then(|slot| names.get(usize::from(slot)));
        let fields = &self.plan.program().spec().fields;
        // What is no field is a part of the signal.
        name.is_some_and(|name| {
            fields
                .get(name)
                .is_none_or(|field| field.of == FieldType::Text)
        })
    }
}

/// Reads into `own` what `other` remembers.
pub(super) fn join(plan: &Plan, book: &Book, own: &mut Track, other: Track, renaming: &Renaming) {
    let before = other.clone();
    let theirs = own.take_over(other, renaming.handles);
    for place in (0_u16..).take(plan.rules().len()) {
        let plan = plan.of_place(place);
        let Some(rule) = plan.rule(place) else {
            continue;
        };
        let slots = &Slots { plan };
        let theirs: Vec<Entry> = theirs
            .iter()
            .filter(|entry| entry.rule == place)
            .map(|entry| Entry {
                key: key(slots, rule, entry, own, &before, renaming),
                ..*entry
            })
            .collect();
        if theirs.is_empty() {
            continue;
        }
        let ours = own.of_rule(place).to_vec();
        let joined = Joined { book, track: own };
        let entries = join_rule(&rule.machine, &joined, ours, theirs);
        own.set(place, &entries);
    }
}

/// The key of an entry in the joined history.
fn key(
    slots: &Slots<'_>,
    rule: &PlanRule,
    entry: &Entry,
    own: &mut Track,
    other: &Track,
    renaming: &Renaming,
) -> u64 {
    let renamed = |slot: Option<u16>, key: u64| {
        let text = renaming.texts.get(&key).filter(|_| slots.is_text(slot));
        text.copied().unwrap_or(key)
    };
    match (&rule.machine, rule.same) {
        (Machine::Nth { .. }, _) if entry.flags & MARK != 0 => entry.key,
        (
            Machine::Count {
                distinct: Some(slot),
                ..
            },
            Some(same),
        ) => {
            let (group, value) = other.parts(entry.key);
            own.pair(renamed(Some(same), group), renamed(Some(*slot), value))
        }
        (
            Machine::Count {
                distinct: Some(slot),
                ..
            },
            None,
        ) => renamed(Some(*slot), entry.key),
        (_, Some(same)) => renamed(Some(same), entry.key),
        (_, None) => entry.key,
    }
}
