//! Simple case folding, one character for one, from the tables that `std` has anyway.

use crate::ordered::sort_plain;
use std::sync::OnceLock;

/// Folds case, and makes each run of white space one space.
pub(super) fn fold(text: &str) -> String {
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

/// The lower case of the upper case: letters that differ in case alone come out the same.
fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // Simple folding leaves the dotless i apart from i, and has three pairs that share no single
    // upper case.
    match c {
        'ı' => return c,
        '\u{1FD3}' => return '\u{390}',
        '\u{1FE3}' => return '\u{3B0}',
        '\u{FB05}' => return '\u{FB06}',
        _ => {}
    }
    let upper = only(c.to_uppercase()).unwrap_or(c);
    only(upper.to_lowercase()).unwrap_or(upper)
}

/// Where letters have case; elsewhere nobody need look.
const CASED: [(char, char); 8] = [
    ('A', '\u{2FFF}'),
    ('\u{A640}', '\u{ABBF}'),
    ('\u{FB00}', '\u{FF5A}'),
    ('\u{10400}', '\u{105FF}'),
    ('\u{10C80}', '\u{10D8F}'),
    ('\u{118A0}', '\u{118DF}'),
    ('\u{16E40}', '\u{16EDF}'),
    ('\u{1E900}', '\u{1E943}'),
];

/// The characters that differ in case alone, together, each beside what they fold to.
pub(super) fn alike() -> impl Iterator<Item = &'static [(char, char)]> {
    static ALIKE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    let all = ALIKE.get_or_init(|| {
        let cased = CASED.iter().flat_map(|(low, high)| *low..=*high);
        let folding = cased.map(|c| (fold_char(c), c));
        let mut all: Vec<_> = folding.filter(|(folded, c)| folded != c).collect();
        let mut ends: Vec<_> = all.iter().map(|(folded, _)| (*folded, *folded)).collect();
        all.append(&mut ends);
        sort_plain(&mut all);
        all.dedup();
        all
    });
    all.chunk_by(|one, other| one.0 == other.0)
}

fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
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
