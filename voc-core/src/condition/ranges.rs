//! Sets of characters, written out as every engine reads them.

use super::fold::alike;
use crate::ordered::sort_plain;
use std::fmt::Write;

/// A range beyond ASCII is several ranges of bytes to an engine.
const WIDE: u64 = 8;

/// Ranges of characters, both ends included.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranges(Vec<(char, char)>);

impl Ranges {
    pub(super) fn of(ranges: &[(char, char)]) -> Self {
        Self(ranges.to_vec())
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// With every character that differs from one of these in case alone.
    pub(super) fn folded(mut self) -> Self {
        let mut more = Vec::new();
        for same in alike() {
            let inside = |c: char| self.0.iter().any(|(low, high)| (*low..=*high).contains(&c));
            if same.iter().any(|(_, c)| inside(*c)) {
                more.extend(same.iter().map(|(_, c)| (*c, *c)));
            }
        }
        self.0.append(&mut more);
        self
    }

    pub(super) fn negated(self) -> Self {
        let mut outside = Vec::new();
        let mut from = Some('\0');
        for (low, high) in self.ordered().0 {
            let before = from.zip(('\0'..low).next_back());
            outside.extend(before.filter(|(from, to)| from <= to));
            from = after(high);
        }
        outside.extend(from.map(|from| (from, char::MAX)));
        Self(outside)
    }

    /// In order, none touching another.
    pub(super) fn ordered(mut self) -> Self {
        sort_plain(&mut self.0);
        let mut ordered: Vec<(char, char)> = Vec::with_capacity(self.0.len());
        for (low, high) in self.0 {
            match ordered.last_mut() {
                Some(last) if after(last.1).is_none_or(|next| low <= next) => {
                    last.1 = last.1.max(high);
                }
                _ => ordered.push((low, high)),
            }
        }
        Self(ordered)
    }

    /// How many steps a match may take here.
    pub(super) fn cost(&self) -> u64 {
        let each = self.0.iter();
        let each = each.map(|(low, high)| {
            if high.is_ascii() || low == high {
                1
            } else {
                WIDE
            }
        });
        each.sum::<u64>().max(1)
    }

    pub(super) fn write(&self, out: &mut String) {
        match self.0.as_slice() {
            // A class of nothing matches nothing.
            [] => out.push_str(r"[^\x{0}-\x{10FFFF}]"),
            [(low, high)] if low == high => write_char(*low, out),
            ranges => {
                out.push('[');
                for (low, high) in ranges {
                    write_char(*low, out);
                    if low != high {
                        out.push('-');
                        write_char(*high, out);
                    }
                }
                out.push(']');
            }
        }
    }
}

fn after(c: char) -> Option<char> {
    (c..=char::MAX).nth(1)
}

fn write_char(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "\\x{{{:X}}}", u32::from(c));
    }
}

/// `\d`, `\w`, `\s`, and their opposites with a capital, in ASCII as RE2 has them.
pub(super) fn perl(letter: char, fold: bool) -> Option<Ranges> {
    let ranges = Ranges::of(match letter.to_ascii_lowercase() {
        'd' => &[('0', '9')],
        'w' => WORD,
        's' => &[('\t', '\n'), ('\x0C', '\r'), (' ', ' ')],
        _ => return None,
    });
    Some(ranges.named(fold, letter.is_ascii_uppercase()))
}

/// `[:name:]`, in ASCII.
pub(super) fn posix(name: &str, fold: bool, negated: bool) -> Option<Ranges> {
    let ranges = Ranges::of(match name {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\x7F')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\x1F'), ('\x7F', '\x7F')],
        "digit" => &[('0', '9')],
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => WORD,
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    });
    Some(ranges.named(fold, negated))
}

const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

impl Ranges {
    /// Case is folded before a class is turned around.
    pub(super) fn named(self, fold: bool, negated: bool) -> Self {
        let folded = if fold { self.folded() } else { self };
        if negated {
            folded.negated()
        } else {
            folded.ordered()
        }
    }
}
