//! Simple case folding, one character for one, from a table a tenth the size of those of `std`.

use crate::ordered::sort_plain;
use std::sync::OnceLock;

/// Folds case, and makes each run of white space one space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut spaced = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !spaced {
                folded.push(' ');
            }
            spaced = true;
        } else {
            spaced = false;
            folded.push(fold_char(c));
        }
    }
    folded
}

/// Letters that differ in case alone come out the same.
fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = u32::from(c);
    let next = RUNS.partition_point(|run| run.first <= code);
    let run = next.checked_sub(1).and_then(|place| RUNS.get(place));
    run.and_then(|run| run.fold(code)).unwrap_or(c)
}

/// Letters that fold alike: each `step`th from the first to the last.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    /// From the letter to what it folds to.
    to: i32,
}

const fn run(first: u32, last: u32, step: u32, to: i32) -> Run {
    Run {
        first,
        last,
        step,
        to,
    }
}

/// Made by `build/fold.rs`, in order.
static RUNS: &[Run] = &include!(concat!(env!("OUT_DIR"), "/fold.rs"));

impl Run {
    fn fold(&self, code: u32) -> Option<char> {
        let is_in = code <= self.last && (code - self.first).is_multiple_of(self.step);
        let folded = code.checked_add_signed(self.to).filter(|_| is_in)?;
        char::from_u32(folded)
    }

    fn letters(&self) -> impl Iterator<Item = char> {
        let codes = (self.first..=self.last).step_by(self.step as usize);
        codes.filter_map(char::from_u32)
    }
}

/// The characters that differ in case alone, together, each beside what they fold to.
pub(super) fn alike() -> impl Iterator<Item = &'static [(char, char)]> {
    static ALIKE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    let all = ALIKE.get_or_init(|| {
        let cased = ('A'..='Z').chain(RUNS.iter().flat_map(Run::letters));
        let mut all: Vec<_> = cased.map(|c| (fold_char(c), c)).collect();
        let mut ends: Vec<_> = all.iter().map(|(folded, _)| (*folded, *folded)).collect();
        all.append(&mut ends);
        sort_plain(&mut all);
        all.dedup();
        all
    });
    all.chunk_by(|one, other| one.0 == other.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
    use std::collections::BTreeMap;

    /// Unicode's own table, as the `regex` crate has it.
    fn known(c: char) -> Vec<char> {
        let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
        class.case_fold_simple();
        let ranges = class.iter();
        ranges
            .flat_map(|range| range.start()..=range.end())
            .collect()
    }

    #[test]
    fn folds_as_unicode_does() {
        let mut classes: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for c in '\0'..=char::MAX {
            classes.entry(fold_char(c)).or_default().push(c);
        }
        let mut differing = Vec::new();
        for members in classes.values() {
            for c in members {
                // Letters of Unicode 17, which `std` knows and `regex-syntax` does not yet.
                let new = matches!(c, '\u{A7CE}'..='\u{A7D5}' | '\u{16EA0}'..='\u{16ED3}');
                if !new && known(*c) != *members {
                    differing.push(*c);
                }
            }
        }
        assert_eq!(differing, []);
        classes.retain(|_, members| members.len() > 1);
        let alike = alike().map(|same| (same[0].0, same.iter().map(|(_, c)| *c).collect()));
        assert_eq!(classes, alike.collect());
    }

    #[test]
    fn white_space_is_one_space() {
        assert_eq!(fold("No\u{A0}\n ONE  Called"), "no one called");
    }
}
