//! Which tests a signal can satisfy, and what is left of them: those that want another kind, touch point
//! or other text are never run, and what its kind and touch point decide is decided once.

use super::holding::Holding;
use super::narrow::{Left, Tests, Wants};
use super::row::{ReadRow, Reads, SignalRow};
use crate::condition::{Cell, Compiled, Condition, Layout, Specialised};
use crate::ordered::{Keyed, insert_in_order, sort_plain};
use crate::signal::OwnText;

/// The tests by the kind and the touch point that they want.
#[derive(Debug, Clone, Default)]
pub(super) struct TestIndex {
    by_kind: Keyed<OfKind>,
    /// Of kinds that no test wants: the tests that want none.
    other_kinds: OfKind,
}

/// The tests of a kind, those that want none among them.
#[derive(Debug, Clone, Default)]
struct OfKind {
    by_touch_point: Keyed<Tests>,
    any: Tests,
    slots: Vec<u16>,
    reads: Reads,
}

impl TestIndex {
    /// The index of tests, each by its place; `compiled` are the conditions, compiled to a layout.
    pub(super) fn of(conditions: &[&Condition], compiled: &[Compiled], layout: &Layout) -> Self {
        let mut index = Self::default();
        let slots = Slots {
            kind: layout.find("kind"),
            touch_point: layout.find("touch_point"),
        };
        let kinds: Vec<_> = conditions.iter().map(|one| one.requires("kind")).collect();
        for kind in kinds.iter().flatten().flatten() {
            index.by_kind.or_default(kind);
        }
        let tests = conditions.iter().zip(compiled).zip(0_u16..);
        for (((condition, compiled), test), kinds) in tests.zip(&kinds) {
            let touch_points = condition.requires("touch_point");
            let touch_points = touch_points.as_deref();
            let wants = Wants::of(condition, layout);
            let entered = Entered {
                test,
                compiled,
                slots: &slots,
                wants: &wants,
            };
            let Some(kinds) = kinds else {
                for (kind, of_kind) in index.by_kind.iter_mut() {
                    of_kind.enter(&entered, Some(kind), touch_points);
                }
                index.other_kinds.enter(&entered, None, touch_points);
                continue;
            };
            for kind in kinds {
                let of_kind = index.by_kind.or_default(kind);
                of_kind.enter(&entered, Some(kind), touch_points);
            }
        }
        let all = index.by_kind.iter_mut().map(|(_, of_kind)| of_kind);
        for of_kind in all.chain([&mut index.other_kinds]) {
            of_kind.reads = Reads::of(&of_kind.slots, layout);
        }
        index
    }

    /// The tests that hold at a signal, in order.
    pub(super) fn holding(&self, row: &SignalRow<'_>) -> Holding {
        let mut found = Holding::default();
        let kind = row.said.own(OwnText::KIND);
        let of_kind = kind.and_then(|kind| self.by_kind.get(kind));
        let of_kind = of_kind.unwrap_or(&self.other_kinds);
        let touch_point = row.said.own(OwnText::TOUCH_POINT);
        let own = touch_point.and_then(|touch_point| of_kind.by_touch_point.get(touch_point));
        if own.is_none() && of_kind.any.is_empty() {
            return found;
        }
        let mut read = ReadRow::new(row);
        read.read(&of_kind.reads);
        of_kind.any.holding(&read, &mut found);
        if let Some(own) = own {
            own.holding(&read, &mut found);
            if found.len() > 1 {
                sort_plain(&mut found);
            }
        }
        found
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
                insert_in_order(&mut self.slots, *slot);
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
