//! What the outcomes of tests say of the slots that they read.

use super::layout::{Bounds, Range, Verdict};
use super::leaf::Test;
use crate::ordered::Map;

#[derive(Clone, Default)]
pub(super) struct Known(Map<u16, Slot>);

#[derive(Clone, Default)]
struct Slot {
    present: Option<bool>,
    bounds: Option<Bounds>,
    /// What it lies outside of.
    outside: Vec<Bounds>,
    /// The only texts that it can have.
    texts: Option<Vec<Box<str>>>,
    other_than: Vec<Box<str>>,
}

impl Known {
    /// Adds what the outcome of a test says; false where it contradicts what is known.
    pub(super) fn learn(&mut self, test: &Test, verdict: Verdict) -> bool {
        let slot = match test {
            Test::Range(Range { slot, .. })
            | Test::Text { slot, .. }
            | Test::TextIn { slot, .. }
            | Test::Has { slot }
            | Test::Length { slot, .. }
            | Test::Piece { slot, .. }
            | Test::Matches { slot, .. } => *slot,
            Test::Expr(_) | Test::Fail => return true,
        };
        let slot = self.0.or_default(&slot);
        let present = match test {
            Test::Has { .. } => verdict.is_yes(),
            _ => verdict != Verdict::Error,
        };
        if slot.present.is_some_and(|before| before != present) {
            return false;
        }
        slot.present = Some(present);
        if !present {
            return true;
        }
        match test {
            Test::Range(range) if verdict.is_yes() => slot.within(range.bounds),
            Test::Range(range) => slot.outside(range.bounds),
            Test::Text { text, .. } => slot.text(&[(&**text).into()], verdict.is_yes()),
            Test::TextIn { texts, .. } => slot.text(texts, verdict.is_yes()),
            _ => true,
        }
    }
}

impl Slot {
    fn within(&mut self, bounds: Bounds) -> bool {
        let both = match self.bounds {
            None => Some(bounds),
            Some(before) => {
                let (before, bounds) = (at(before), at(bounds));
                before.and(&bounds).map(|both| both.bounds)
            }
        };
        match both {
            Some(both) => {
                self.bounds = Some(both);
                let outside = std::mem::take(&mut self.outside);
                !at(both).is_empty() && outside.into_iter().all(|one| self.outside(one))
            }
            // Bools that differ; or two types, which only a faulty row has.
            None => false,
        }
    }

    fn outside(&mut self, bounds: Bounds) -> bool {
        let all = match bounds {
            Bounds::Bool(wanted) => return self.within(Bounds::Bool(!wanted)),
            Bounds::Int { .. } => Bounds::Int {
                low: i64::MIN,
                high: i64::MAX,
            },
            Bounds::Time { .. } => Bounds::Time {
                low: i64::MIN,
                high: i64::MAX,
            },
            Bounds::Number { .. } => Bounds::Number {
                low: f64::MIN,
                high: f64::MAX,
            },
        };
        let before = self.bounds.unwrap_or(all);
        let left = match (before, bounds) {
            (
                Bounds::Int { low, high },
                Bounds::Int {
                    low: from,
                    high: to,
                },
            ) => trim(
                low,
                high,
                from,
                to,
                i64::saturating_sub,
                i64::saturating_add,
            )
            .map(|(low, high)| Bounds::Int { low, high }),
            (
                Bounds::Time { low, high },
                Bounds::Time {
                    low: from,
                    high: to,
                },
            ) => trim(
                low,
                high,
                from,
                to,
                i64::saturating_sub,
                i64::saturating_add,
            )
            .map(|(low, high)| Bounds::Time { low, high }),
            (
                Bounds::Number { low, high },
                Bounds::Number {
                    low: from,
                    high: to,
                },
            ) => trim(
                low,
                high,
                from,
                to,
                |end, _| end.next_down(),
                |end, _| end.next_up(),
            )
            .map(|(low, high)| Bounds::Number { low, high }),
            _ => Some(before),
        };
        self.bounds = left;
        self.outside.push(bounds);
        left.is_some()
    }

    fn text(&mut self, texts: &[Box<str>], equal: bool) -> bool {
        if equal {
            let mut only = self.texts.take().unwrap_or_else(|| texts.to_vec());
            only.retain(|text| texts.contains(text) && !self.other_than.contains(text));
            let some = !only.is_empty();
            self.texts = Some(only);
            return some;
        }
        self.other_than.extend_from_slice(texts);
        match &mut self.texts {
            Some(only) => {
                only.retain(|text| !texts.contains(text));
                !only.is_empty()
            }
            None => true,
        }
    }
}

fn at(bounds: Bounds) -> Range {
    Range { slot: 0, bounds }
}

/// What is left of `low..=high` without `from..=to`, where it is in one piece; absent where nothing
/// is. In two pieces it is left whole.
fn trim<T: PartialOrd + Copy + From<i8>>(
    low: T,
    high: T,
    from: T,
    to: T,
    before: fn(T, T) -> T,
    after: fn(T, T) -> T,
) -> Option<(T, T)> {
    let one = T::from(1);
    if from > to || to < low || high < from {
        return Some((low, high));
    }
    match (from <= low, high <= to) {
        (true, true) => None,
        (true, false) => Some((after(to, one), high)),
        (false, true) => Some((low, before(from, one))),
        (false, false) => Some((low, high)),
    }
}
