//! Tests that want certain texts, found by the texts that a signal has.

use super::bits::Bits;
use super::holding::Holding;
use crate::condition::{Cell, Compiled, Condition, Layout, Row};
use crate::ordered::Few;

/// By how many slots tests are found at most.
const SLOTS_MAX: usize = 4;
/// Up to so many texts are compared one after another.
const LINEAR_MAX: usize = 16;

/// What is left of a test.
#[derive(Debug, Clone)]
pub(super) struct Left {
    pub(super) test: u16,
    /// Absent where it holds whatever else the signal says.
    pub(super) rest: Option<Compiled>,
}

/// The texts without which a test does not hold, by slot. Kind and touch point are not among them.
pub(super) struct Wants<'c>(Vec<(u16, Vec<&'c str>)>);

/// Tests, and which of them are left by the text in a slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Tests {
    all: Vec<Left>,
    by_slot: Vec<BySlot>,
}

#[derive(Debug, Clone)]
struct BySlot {
    slot: u16,
    /// The places of the tests that want this text, or none.
    of_text: Few<Box<str>, Bits>,
    /// Those that want none.
    others: Bits,
}

impl<'c> Wants<'c> {
    pub(super) fn of(condition: &'c Condition, layout: &Layout) -> Self {
        // Speed alone: without it every test of the kind and the touch point is run.
        let slots = if cfg!(small) { 0..0 } else { 0_u16..u16::MAX };
        let names = layout.names().iter().zip(slots);
        let names = names.filter(|(name, _)| !matches!(name.as_str(), "kind" | "touch_point"));
        let wants = names.filter_map(|(name, slot)| Some((slot, condition.requires(name)?)));
        Self(wants.collect())
    }
}

impl Tests {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Puts in a test, behind those before; a condition may name a touch point twice.
    pub(super) fn put(&mut self, left: Option<Left>, wants: &Wants<'_>) {
        let last = self.all.last().map(|left| left.test);
        let Some(left) = left.filter(|left| last != Some(left.test)) else {
            return;
        };
        let Ok(place) = u16::try_from(self.all.len()) else {
            return;
        };
        self.all.push(left);
        for (slot, _) in &wants.0 {
            let known = self.by_slot.iter().any(|by| by.slot == *slot);
            if !known && self.by_slot.len() < SLOTS_MAX {
                let mut others = Bits::default();
                (0..place).for_each(|earlier| others.set(earlier));
                self.by_slot.push(BySlot {
                    slot: *slot,
                    of_text: Few::new(),
                    others,
                });
            }
        }
        for by in &mut self.by_slot {
            let wanted = wants.0.iter().find(|(slot, _)| *slot == by.slot);
            by.put(place, wanted.map(|(_, texts)| texts.as_slice()));
        }
    }

    /// Adds the tests that hold at a row.
    pub(super) fn holding<R: Row>(&self, row: &R, found: &mut Holding) {
        let mut left_by: [Option<&Bits>; SLOTS_MAX] = [None; SLOTS_MAX];
        for (left, by) in left_by.iter_mut().zip(&self.by_slot) {
            *left = Some(by.left(row.cell(by.slot)));
        }
        for (word, tests) in self.all.chunks(64).enumerate() {
            let sets = left_by.iter().flatten();
            let mut left = sets.fold(u64::MAX, |left, set| left & set.word(word));
            while let Some(one) = tests.get(left.trailing_zeros() as usize) {
                left &= left - 1;
                if one.rest.as_ref().is_none_or(|rest| rest.holds(row)) {
                    found.push(one.test);
                }
            }
        }
    }
}

impl BySlot {
    fn put(&mut self, place: u16, wanted: Option<&[&str]>) {
        let Some(texts) = wanted else {
            self.others.set(place);
            for (_, left) in self.of_text.iter_mut() {
                left.set(place);
            }
            return;
        };
        for text in texts {
            if self.of_text.get(*text).is_none() {
                self.of_text.insert((*text).into(), self.others.clone());
            }
            if let Some(left) = self.of_text.get_mut(*text) {
                left.set(place);
            }
        }
    }

    /// The places of the tests that a cell leaves.
    fn left(&self, cell: Cell<'_>) -> &Bits {
        let found = match cell {
            // Of a few, texts of other lengths are told apart at once.
            Cell::Text(text) if self.of_text.len() <= LINEAR_MAX => {
                let mut all = self.of_text.iter();
                all.find(|(known, _)| ***known == *text)
                    .map(|(_, left)| left)
            }
            Cell::Text(text) => self.of_text.get(text),
            _ => None,
        };
        found.unwrap_or(&self.others)
    }
}
