//! What is left to test where the texts are known, so arranged that few tests are run: those of one
//! number stand in the order of their bounds, and the first that does not hold ends the row.

use super::numbers::{Numbers, Within};
use crate::ordered::sort_by;

/// Where the tests of some rows begin and end.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    always: (u32, u32),
    groups: (u32, u32),
    rests: (u32, u32),
    /// The column of the first group.
    first: u16,
}

/// No column: its numbers are absent.
const NONE: u16 = u16::MAX;

/// Tests with a bound on one number.
#[derive(Debug, Clone, Copy)]
struct Group {
    column: u16,
    /// Whether the near bounds are the upper ones.
    falls: bool,
    entries: (u32, u32),
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// By which the group is ordered: where it does not hold, no later one's does.
    near: f64,
    far: f64,
    /// What else must hold.
    others: (u32, u32),
    test: u16,
}

/// The leaves, in flat lists.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    all: Vec<Leaf>,
    always: Vec<u16>,
    groups: Vec<Group>,
    entries: Vec<Entry>,
    others: Vec<Within>,
    /// Tests that are run whole: the place of what is left of them.
    rests: Vec<(u16, u32)>,
}

/// A leaf that is being made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) always: Vec<u16>,
    /// Bounds that all must hold, the rarest first.
    pub(super) bounded: Vec<(u16, Vec<Within>)>,
    pub(super) rests: Vec<(u16, u32)>,
}

/// A whole number with no lower bound is at least this.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const LEAST_INT: f64 = i64::MIN as f64;

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn part<T>(list: &[T], span: (u32, u32)) -> &[T] {
    list.get(span.0 as usize..span.1 as usize)
        .unwrap_or_default()
}

/// Adds to a list; where it stands.
fn add<T>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) -> (u32, u32) {
    let from = small(list.len());
    list.extend(more);
    (from, small(list.len()))
}

impl Leaves {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn push(&mut self, draft: Draft) {
        let always = add(&mut self.always, draft.always);
        let rests = add(&mut self.rests, draft.rests);
        let mut entries: Vec<(u16, bool, Entry)> = Vec::new();
        for (test, bounds) in draft.bounded {
            // No value lies within such bounds.
            if !bounds.iter().all(|within| within.low <= within.high) {
                continue;
            }
            let Some((first, others)) = bounds.split_first() else {
                continue;
            };
            let others = add(&mut self.others, others.iter().copied());
            let falls = first.low <= LEAST_INT;
            let (near, far) = if falls {
                (first.high, first.low)
            } else {
                (first.low, first.high)
            };
            let entry = Entry {
                near,
                far,
                others,
                test,
            };
            entries.push((first.column, falls, entry));
        }
        sort_by(
            &mut entries,
            &|(column, falls, one), (other_column, other_falls, other)| {
                let near = one.near.total_cmp(&other.near);
                (column, falls)
                    .cmp(&(other_column, other_falls))
                    .then(if *falls { near.reverse() } else { near })
                    .then(one.test.cmp(&other.test))
            },
        );
        let first_group = small(self.groups.len());
        for same in entries.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            if let Some((column, falls, _)) = same.first() {
                let entries = add(&mut self.entries, same.iter().map(|(_, _, entry)| *entry));
                self.groups.push(Group {
                    column: *column,
                    falls: *falls,
                    entries,
                });
            }
        }
        self.all.push(Leaf {
            always,
            groups: (first_group, small(self.groups.len())),
            rests,
            first: self
                .groups
                .get(first_group as usize)
                .map_or(NONE, |group| group.column),
        });
    }

    /// The number that decides first at a leaf.
    #[inline]
    pub(super) fn first(&self, leaf: u32) -> u16 {
        self.all.get(leaf as usize).map_or(NONE, |leaf| leaf.first)
    }

    /// The tests that hold at a row of a leaf, whose first number is given; `rest` runs those that are run whole.
    #[inline]
    pub(super) fn hold(
        &self,
        (leaf, first): (u32, f64),
        row: usize,
        numbers: &Numbers<'_>,
        rest: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u16),
    ) {
        let Some(leaf) = self.all.get(leaf as usize) else {
            return;
        };
        for test in part(&self.always, leaf.always) {
            hit(*test);
        }
        for (place, group) in part(&self.groups, leaf.groups).iter().enumerate() {
            let value = match place {
                0 => first,
                _ => numbers.value(group.column, row),
            };
            let entries = part(&self.entries, group.entries);
            for entry in entries {
                let (near, far) = if group.falls {
                    (value <= entry.near, entry.far <= value)
                } else {
                    (entry.near <= value, value <= entry.far)
                };
                if !near {
                    break;
                }
                let others = part(&self.others, entry.others);
                if far && others.iter().all(|within| numbers.holds(within, row)) {
                    hit(entry.test);
                }
            }
        }
        for (test, left) in part(&self.rests, leaf.rests) {
            if rest(*left) {
                hit(*test);
            }
        }
    }
}
