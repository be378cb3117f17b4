//! Which tests a signal can satisfy, and what is left of them: those that want another kind, touch point
//! or other text are never run, and what its kind and touch point decide is decided once.

use super::narrow::{Left, Tests, Wants};
use super::row::{ReadRow, SignalRow};
use crate::condition::{Cell, Compiled, Condition, Layout, Specialised};
use crate::ordered::{Keyed, insert_in_order, sort_plain};
use crate::signal::OwnText;

/// The tests by the kind and the touch point that they want.
#[derive(Debug, Clone, Default)]
pub(super) struct TestIndex {
    by_kind: Keyed<OfKind>,
    /// Those that want no kind.
    any_kind: OfKind,
}

/// The tests of a kind, or of any.
#[derive(Debug, Clone, Default)]
struct OfKind {
    by_touch_point: Keyed<Tests>,
    any: Tests,
    /// The slots that they read.
    reads: Vec<u16>,
}

impl TestIndex {
    /// The index of tests, each by its place; `compiled` are the conditions, compiled to a layout.
    pub(super) fn of(conditions: &[&Condition], compiled: &[Compiled], layout: &Layout) -> Self {
        let mut index = Self::default();
        let slots = Slots {
            kind: layout.find("kind"),
            touch_point: layout.find("touch_point"),
        };
        for ((condition, compiled), test) in conditions.iter().zip(compiled).zip(0_u16..) {
            let touch_points = condition.requires("touch_point");
            let touch_points = touch_points.as_deref();
            let wants = Wants::of(condition, layout);
            let entered = Entered {
                test,
                compiled,
                slots: &slots,
                wants: &wants,
            };
            match condition.requires("kind") {
                Some(kinds) => {
                    for kind in kinds {
                        let of_kind = index.by_kind.or_default(kind);
                        of_kind.enter(&entered, Some(kind), touch_points);
                    }
                }
                None => index.any_kind.enter(&entered, None, touch_points),
            }
        }
        index
    }

    /// Adds the tests that hold at a signal, in order.
    pub(super) fn holding(&self, row: &SignalRow<'_>, found: &mut Vec<u16>) {
        let before = found.len();
        let touch_point = row.said.own(OwnText::TOUCH_POINT);
        let kind = row.said.own(OwnText::KIND);
        let of_kind = kind.and_then(|kind| self.by_kind.get(kind));
        for of_kind in [of_kind, Some(&self.any_kind)].into_iter().flatten() {
            let own = touch_point.and_then(|touch_point| of_kind.by_touch_point.get(touch_point));
            if own.is_none() && of_kind.any.is_empty() {
                continue;
            }
            let row = ReadRow::new(row, &of_kind.reads);
            for tests in [Some(&of_kind.any), own].into_iter().flatten() {
                tests.holding(&row, found);
            }
        }
        if let Some(found) = found.get_mut(before..).filter(|found| found.len() > 1) {
            sort_plain(found);
        }
    }
}

/// A test that is entered.
struct Entered<'e> {
    test: u16,
    compiled: &'e Compiled,
    slots: &'e Slots,
    wants: &'e Wants<'e>,
}

/// What is known of a signal beforehand.
struct Slots {
    kind: Option<u16>,
    touch_point: Option<u16>,
}

impl OfKind {
    fn enter(&mut self, entered: &Entered<'_>, kind: Option<&str>, touch_points: Option<&[&str]>) {
        let Entered {
            test,
            compiled,
            slots,
            wants,
        } = *entered;
        let mut left_at = |touch_point: Option<&str>| {
            let known = |slot: u16| {
                let value = match slot {
                    slot if Some(slot) == slots.kind => kind,
                    slot if Some(slot) == slots.touch_point => touch_point,
                    _ => None,
                };
                value.map(Cell::Text)
            };
            let rest = match compiled.specialise(&known) {
                Specialised::Const(verdict) if verdict.is_yes() => None,
                Specialised::Const(_) => return None,
                Specialised::Residual(rest) => Some(rest),
            };
            for slot in rest.iter().flat_map(Compiled::slots) {
                insert_in_order(&mut self.reads, *slot);
            }
            Some(Left { test, rest })
        };
        match touch_points {
            None => self.any.put(left_at(None), wants),
            Some(touch_points) => {
                for touch_point in touch_points {
                    let left = left_at(Some(touch_point));
                    let tests = self.by_touch_point.or_default(touch_point);
                    tests.put(left, wants);
                }
            }
        }
    }
}
