//! What is left to test where the texts of a few columns are known: a tree with a column at each level,
//! worked out as far as rows ask for it, and the leaf of each combination that was met.

use super::super::plan::Plan;
use super::columns::{ABSENT, Bound, Column};
use super::leaves::{Draft, Leaves};
use super::numbers::Numbers;
use crate::condition::{Cell, Compiled, Specialised};
use crate::ordered::sort_by;

/// The most texts that a column may have to be among those of the combinations.
const TEXTS_MAX: usize = 4096;
/// The most bits that tell the combinations apart.
const KEY_BITS_MAX: u32 = 20;
/// The place of the leaf that has nothing to test, plus one.
pub(super) const EMPTY: u32 = 1;

/// A column that makes the combinations.
#[derive(Debug)]
pub(super) struct Keyed<'c> {
    pub(super) slot: u16,
    pub(super) codes: &'c [u32],
    /// How many texts.
    pub(super) size: u32,
    /// Of all ones: what an absent code is cut to, and no other.
    mask: u32,
    shift: u32,
}

/// What is left of a test: nothing where it holds.
#[derive(Debug)]
struct Left {
    test: u16,
    code: Option<Compiled>,
}

/// What is left of all tests once the first columns are known.
#[derive(Debug)]
struct Node {
    lefts: Vec<u32>,
    /// The next column that anything left reads.
    level: Option<usize>,
    /// By code; 0 where it was not met yet.
    children: Vec<u32>,
    /// The place of its leaf, plus one.
    leaf: u32,
}

/// The combinations.
#[derive(Debug)]
pub(super) struct Cells<'c> {
    pub(super) keyed: Vec<Keyed<'c>>,
    /// The leaf of each key, plus one; 0 where it was not met yet.
    of_key: Vec<u32>,
    nodes: Vec<Node>,
    lefts: Vec<Left>,
    pub(super) leaves: Leaves,
}

impl<'c> Cells<'c> {
    pub(super) fn new(plan: &Plan, tests: &[u16], slots: &[u16], bound: &Bound<'c>) -> Self {
        let mut columns: Vec<(usize, u16, &'c [u32])> = Vec::new();
        for slot in slots {
            if let Some(Column::Text { codes, texts: of }) = bound.column(*slot)
                && of.len() < TEXTS_MAX
            {
                columns.push((of.len(), *slot, codes));
            }
        }
        sort_by(&mut columns, &|one, other| {
            (one.0, one.1).cmp(&(other.0, other.1))
        });
        let (mut keyed, mut shift) = (Vec::new(), 0);
        for (size, slot, codes) in columns {
            let size = u32::try_from(size).unwrap_or(u32::MAX);
            let bits = u32::BITS - size.leading_zeros();
            if shift + bits > KEY_BITS_MAX {
                break;
            }
            keyed.push(Keyed {
                slot,
                codes,
                size,
                mask: (1 << bits) - 1,
                shift,
            });
            shift += bits;
        }
        let mut cells = Self {
            keyed,
            of_key: vec![0; 1 << shift],
            nodes: Vec::new(),
            lefts: Vec::new(),
            leaves: Leaves::default(),
        };
        cells.leaves.push(Draft::default());
        for test in tests {
            let code = plan.tests().get(usize::from(*test)).cloned();
            if code.as_ref().is_some_and(Compiled::can_hold) {
                let decided = code.as_ref().is_some_and(|code| code.as_const().is_some());
                cells.lefts.push(Left {
                    test: *test,
                    code: code.filter(|_| !decided),
                });
            }
        }
        let all = (0..cells.lefts.len()).filter_map(|place| u32::try_from(place).ok());
        cells.node(all.collect(), 0);
        cells
    }

    /// The keys of some rows.
    pub(super) fn keys(&self, from: usize, keys: &mut [u32]) {
        keys.fill(0);
        for Keyed {
            codes, mask, shift, ..
        } in &self.keyed
        {
            let codes = codes.get(from..).unwrap_or_default();
            for (key, code) in keys.iter_mut().zip(codes) {
                *key |= (code & mask) << shift;
            }
        }
    }

    /// The key of one row.
    #[inline]
    pub(super) fn key(&self, row: usize) -> u32 {
        self.keyed.iter().fold(0, |key, column| {
            let code = column.codes.get(row).copied().unwrap_or(ABSENT);
            key | (code & column.mask) << column.shift
        })
    }

    /// The leaf of a key, plus one; 0 where it was not met yet.
    #[inline]
    pub(super) fn met(&self, key: u32) -> u32 {
        self.of_key.get(key as usize).copied().unwrap_or_default()
    }

    /// What is left of a test that is run whole.
    #[inline]
    pub(super) fn left(&self, place: u32) -> Option<&Compiled> {
        self.lefts.get(place as usize)?.code.as_ref()
    }

    /// Makes the leaf of a key.
    #[cold]
    pub(super) fn enter(&mut self, key: u32, bound: &Bound<'c>, numbers: &Numbers<'c>) -> u32 {
        let mut at = 0;
        while let Some(level) = self.nodes.get(at).and_then(|node| node.level) {
            let code = self
                .keyed
                .get(level)
                .map_or(0, |column| key >> column.shift & column.mask);
            let node = self.nodes.get(at);
            let child = node.and_then(|node| node.children.get(code as usize).copied());
            at = match child {
                Some(child) if child != 0 => child as usize,
                _ => self.child(at, level, code, bound),
            };
        }
        let leaf = match self.nodes.get(at).map(|node| node.leaf) {
            Some(0) | None => self.leaf(at, numbers),
            Some(leaf) => leaf,
        };
        if let Some(entry) = self.of_key.get_mut(key as usize) {
            *entry = leaf;
        }
        leaf
    }

    /// Enters a node; the columns before `level` are known.
    fn node(&mut self, lefts: Vec<u32>, level: usize) -> usize {
        let reads = |slot: u16| {
            let mut codes = lefts.iter().filter_map(|left| self.left(*left));
            codes.any(|code| code.slots().contains(&slot))
        };
        let mut rest = self.keyed.iter().enumerate().skip(level);
        let next = rest.find(|(_, column)| reads(column.slot));
        let (level, size) = match next {
            Some((level, column)) => (Some(level), column.mask as usize + 1),
            None => (None, 0),
        };
        self.nodes.push(Node {
            lefts,
            level,
            children: vec![0; size],
            leaf: 0,
        });
        self.nodes.len() - 1
    }

    fn child(&mut self, of: usize, level: usize, code: u32, bound: &Bound<'c>) -> usize {
        let slot = self.keyed.get(level).map_or(0, |column| column.slot);
        let known_text = match bound.column(slot) {
            Some(Column::Text { texts, .. }) => texts.get(code as usize),
            _ => None,
        };
        let cell = known_text.map_or(Cell::Absent, |text| Cell::Text(text));
        let known = |asked: u16| (asked == slot).then_some(cell);
        let before = self.nodes.get(of).map(|node| node.lefts.clone());
        let mut lefts = Vec::new();
        for place in before.unwrap_or_default() {
            let code = match self.left(place) {
                Some(code) if code.slots().contains(&slot) => code,
                _ => {
                    lefts.push(place);
                    continue;
                }
            };
            let code = match code.specialise(&known) {
                Specialised::Const(verdict) if verdict.is_yes() => None,
                Specialised::Residual(code) if code.can_hold() => Some(code),
                _ => continue,
            };
            let test = self.lefts.get(place as usize).map_or(0, |left| left.test);
            lefts.push(u32::try_from(self.lefts.len()).unwrap_or(u32::MAX));
            self.lefts.push(Left { test, code });
        }
        let child = self.node(lefts, level + 1);
        let node = self.nodes.get_mut(of);
        if let Some(entry) = node.and_then(|node| node.children.get_mut(code as usize)) {
            *entry = u32::try_from(child).unwrap_or_default();
        }
        child
    }

    /// Makes the leaf of a node.
    fn leaf(&mut self, of: usize, numbers: &Numbers<'c>) -> u32 {
        let Some(node) = self.nodes.get_mut(of) else {
            return EMPTY;
        };
        let mut draft = Draft::default();
        for place in &node.lefts {
            let Some(left) = self.lefts.get(*place as usize) else {
                continue;
            };
            let Some(code) = &left.code else {
                draft.always.push(left.test);
                continue;
            };
            let ranges = code.as_ranges();
            match ranges.and_then(|ranges| numbers.bounds(ranges)) {
                Some(bounds) => draft.bounded.push((left.test, bounds)),
                None => draft.rests.push((left.test, *place)),
            }
        }
        node.leaf = if node.lefts.is_empty() {
            EMPTY
        } else {
            self.leaves.push(draft);
            u32::try_from(self.leaves.len()).unwrap_or(EMPTY)
        };
        node.leaf
    }
}

impl Keyed<'_> {
    /// The codes that a row may have.
    pub(super) fn all_codes(&self) -> impl Iterator<Item = u32> {
        (0..self.size).chain([ABSENT])
    }
}

const _: () = assert!(
    ABSENT == u32::MAX,
    "cut to any mask, an absent code is all ones"
);
