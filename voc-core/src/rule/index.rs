//! Which tests a signal can satisfy: those that want another kind or touch point are never run.

use crate::condition::Condition;
use crate::ordered::{Keyed, sort_plain};

/// The tests by the kind and the touch point that they want.
#[derive(Debug, Clone, Default)]
pub(super) struct TestIndex {
    by_kind: Keyed<OfKind>,
    /// Those that want no kind, or one of more than an index is worth.
    any_kind: OfKind,
}

#[derive(Debug, Clone, Default)]
struct OfKind {
    by_touch_point: Keyed<Vec<u16>>,
    any: Vec<u16>,
}

impl TestIndex {
    /// The index of tests, each by its place.
    pub(super) fn of(conditions: &[&Condition]) -> Self {
        let mut index = Self::default();
        for (condition, test) in conditions.iter().zip(0_u16..) {
            let touch_points = condition.requires("touch_point");
            match condition.requires("kind") {
                Some(kinds) => {
                    for kind in kinds {
                        index
                            .by_kind
                            .or_default(kind)
                            .enter(test, touch_points.as_deref());
                    }
                }
                None => index.any_kind.enter(test, touch_points.as_deref()),
            }
        }
        index
    }

    /// The tests that a signal can satisfy, in order.
    pub(super) fn candidates(&self, kind: &str, touch_point: Option<&str>, found: &mut Vec<u16>) {
        found.clear();
        for of_kind in [self.by_kind.get(kind), Some(&self.any_kind)]
            .into_iter()
            .flatten()
        {
            found.extend_from_slice(&of_kind.any);
            let own = touch_point.and_then(|touch_point| of_kind.by_touch_point.get(touch_point));
            found.extend_from_slice(own.map_or(&[], Vec::as_slice));
        }
        sort_plain(found);
    }
}

impl OfKind {
    fn enter(&mut self, test: u16, touch_points: Option<&[&str]>) {
        let Some(touch_points) = touch_points else {
            return put(&mut self.any, test);
        };
        for touch_point in touch_points {
            put(self.by_touch_point.or_default(touch_point), test);
        }
    }
}

/// A condition may name a text twice.
fn put(tests: &mut Vec<u16>, test: u16) {
    if tests.last() != Some(&test) {
        tests.push(test);
    }
}
