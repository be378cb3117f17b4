//! What is left to test where the texts of a few values are known: worked out once for each
//! combination of them that occurs.

use super::super::plan::Plan;
use super::columns::{ABSENT, Bound, Column};
use super::numbers::{Numbers, Within};
use crate::condition::{Bounds, Cell, Compiled, Range, Specialised};

/// The most texts that a column may have to be among those of the combinations.
const TEXTS_MAX: usize = 4096;
/// The most combinations.
const CELLS_MAX: usize = 1 << 20;
/// A cell that was not met yet.
const UNKNOWN: u32 = u32::MAX;

/// What is left to test.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) test: u16,
    pub(super) one: Within,
    pub(super) two: Within,
    pub(super) rest: Option<Box<Compiled>>,
}

/// The combinations met so far.
#[derive(Debug)]
pub(super) struct Cells<'c> {
    /// Slot, codes and the factor of each column that makes the combinations.
    keyed: Vec<(u16, &'c [u32], u32)>,
    sizes: Vec<u32>,
    of_key: Vec<u32>,
    /// Where the candidates of each cell begin and end.
    spans: Vec<(u32, u32)>,
    candidates: Vec<Candidate>,
}

impl<'c> Cells<'c> {
    pub(super) fn new(plan: &Plan, bound: &Bound<'c>) -> Self {
        let mut read = vec![false; bound.slots.len()];
        for slot in plan.tests().iter().flat_map(Compiled::slots) {
            if let Some(read) = read.get_mut(usize::from(*slot)) {
                *read = true;
            }
        }
        let mut texts: Vec<(usize, u16, &'c [u32])> = Vec::new();
        for ((column, read), slot) in bound.slots.iter().zip(read).zip(0_u16..) {
            if let Some(Column::Text { codes, texts: of }) = column
                && read
                && of.len() < TEXTS_MAX
            {
                texts.push((of.len(), slot, codes));
            }
        }
        texts.sort_unstable_by_key(|(size, slot, _)| (*size, *slot));
        let (mut keyed, mut sizes, mut factor) = (Vec::new(), Vec::new(), 1_usize);
        for (size, slot, codes) in texts {
            // One more, for the absent.
            if factor * (size + 1) > CELLS_MAX {
                break;
            }
            keyed.push((slot, codes, u32::try_from(factor).unwrap_or(u32::MAX)));
            sizes.push(u32::try_from(size).unwrap_or(u32::MAX));
            factor *= size + 1;
        }
        Self {
            keyed,
            sizes,
            of_key: vec![UNKNOWN; factor],
            spans: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// The keys of some rows.
    pub(super) fn keys(&self, from: usize, keys: &mut [u32]) {
        keys.fill(0);
        for ((_, codes, factor), size) in self.keyed.iter().zip(&self.sizes) {
            let codes = codes.get(from..).unwrap_or_default();
            for (key, code) in keys.iter_mut().zip(codes) {
                *key += code.min(size) * factor;
            }
        }
    }

    /// What is left to test where the key is this.
    #[inline]
    pub(super) fn at(
        &mut self,
        key: u32,
        plan: &Plan,
        bound: &Bound<'c>,
        numbers: &Numbers<'c>,
    ) -> (usize, usize) {
        let cell = self.of_key.get(key as usize).copied().unwrap_or(UNKNOWN);
        let cell = if cell == UNKNOWN {
            self.enter(key, plan, bound, numbers)
        } else {
            cell
        };
        let span = self.spans.get(cell as usize).copied().unwrap_or_default();
        (span.0 as usize, span.1 as usize)
    }

    #[inline]
    pub(super) fn candidates(&self, span: (usize, usize)) -> &[Candidate] {
        self.candidates.get(span.0..span.1).unwrap_or_default()
    }

    #[cold]
    fn enter(&mut self, key: u32, plan: &Plan, bound: &Bound<'c>, numbers: &Numbers<'c>) -> u32 {
        let from = self.candidates.len();
        let mut codes = Vec::with_capacity(self.keyed.len());
        let mut left = key;
        for ((slot, ..), size) in self.keyed.iter().zip(&self.sizes) {
            codes.push((*slot, left % (size + 1)));
            left /= size + 1;
        }
        let known = |slot: u16| {
            let code = codes.iter().find(|(known, _)| *known == slot)?.1;
            match bound.column(slot) {
                Some(Column::Text { texts, .. }) => {
                    let text = texts.get(code as usize);
                    Some(text.map_or(Cell::Absent, |text| Cell::Text(text)))
                }
                // A slot without a column is absent in every row.
                _ => None,
            }
        };
        for (test, place) in plan.tests().iter().zip(0_u16..) {
            let mut rest = None;
            let (mut one, mut two) = (Within::ALWAYS, Within::ALWAYS);
            match test.specialise(&known) {
                Specialised::Const(verdict) if verdict.is_yes() => {}
                Specialised::Const(_) => continue,
                Specialised::Residual(left) if !left.can_hold() => continue,
                Specialised::Residual(left) => {
                    let ranges = left
                        .as_ranges()
                        .and_then(|ranges| ranges_of(ranges, numbers));
                    match ranges {
                        Some((first, second)) => (one, two) = (first, second),
                        None => rest = Some(Box::new(left)),
                    }
                }
            }
            self.candidates.push(Candidate {
                test: place,
                one,
                two,
                rest,
            });
        }
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let cell = small(self.spans.len());
        self.spans.push((small(from), small(self.candidates.len())));
        if let Some(entry) = self.of_key.get_mut(key as usize) {
            *entry = cell;
        }
        cell
    }
}

/// One or two ranges of numbers, as tests of the chunk's buffers.
fn ranges_of(ranges: &[Range], numbers: &Numbers<'_>) -> Option<(Within, Within)> {
    let within = |range: &Range| {
        let buffer = numbers.buffer(range.slot)?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "ints lie within ±2^53, bounds beyond hold none or all"
        )]
        let (low, high) = match range.bounds {
            Bounds::Int { low, high } => (low as f64, high as f64),
            Bounds::Number { low, high } => (low, high),
            _ => return None,
        };
        Some(Within { buffer, low, high })
    };
    match ranges {
        [one] => Some((within(one)?, Within::ALWAYS)),
        [one, two] => Some((within(one)?, within(two)?)),
        _ => None,
    }
}

const _: () = assert!(
    ABSENT == u32::MAX,
    "absent codes are the greatest, whatever the size"
);
