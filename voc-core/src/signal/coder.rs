//! The texts of a column, each once.

use std::borrow::Cow;

/// The code of nothing.
const ABSENT: u32 = u32::MAX;
/// The longest text that is its own key.
const SHORT_MAX: usize = 15;
/// The highest byte of the key of a longer one.
const LONG: u128 = 0xff << 120;

/// The key of nothing: no text has this length.
const NOTHING: u128 = 16 << 120;
/// How many rows are looked up side by side, so that one does not wait for the memory of another.
const BLOCK: usize = 64;

/// Takes the texts of a column, row by row, and gives each different one a code.
#[derive(Debug)]
pub struct Coder<'t> {
    codes: Vec<u32>,
    known: Vec<Cow<'t, str>>,
    /// By code. Two texts of one key are the same, but for long ones.
    keys: Vec<u128>,
    /// Codes and one more, at the places of their keys; 0 is free.
    places: Vec<u32>,
    /// The last rows, which have no code yet.
    waiting: Vec<(u128, &'t [u8])>,
    /// Rows whose bytes are no text.
    unread: Vec<u32>,
    skips_empty: bool,
}

/// What was made of a column.
#[derive(Debug)]
pub(crate) struct Coded<'t> {
    pub(crate) codes: Vec<u32>,
    pub(crate) texts: Vec<Cow<'t, str>>,
    pub(crate) unread: Vec<u32>,
}

impl<'t> Coder<'t> {
    /// For so many rows; an empty text is none where `skips_empty`.
    pub(crate) fn new(rows: usize, skips_empty: bool) -> Self {
        Self {
            codes: Vec::with_capacity(rows),
            known: Vec::new(),
            keys: Vec::new(),
            places: vec![0; BLOCK],
            waiting: Vec::with_capacity(BLOCK),
            unread: Vec::new(),
            skips_empty,
        }
    }

    /// The next row has no text.
    #[inline]
    pub fn absent(&mut self) {
        self.wait(NOTHING, &[]);
    }

    /// So many rows have no text.
    pub fn absent_rows(&mut self, rows: usize) {
        self.look_up();
        self.codes.resize(self.codes.len() + rows, ABSENT);
    }

    /// The text of the next row.
    pub fn text(&mut self, text: Cow<'t, str>) {
        let text = match text {
            Cow::Borrowed(text) => return self.slice(text.as_bytes(), 0, text.len()),
            Cow::Owned(text) => text,
        };
        self.look_up();
        let key = self.key(text.as_bytes());
        let code = match self.find(key, text.as_bytes()) {
            Some(code) => code,
            None if key == NOTHING => ABSENT,
            None => self.enter(key, Cow::Owned(text)),
        };
        self.codes.push(code);
    }

    /// The text of the next row, in UTF-8, among bytes.
    #[inline]
    pub fn slice(&mut self, bytes: &'t [u8], start: usize, end: usize) {
        let text = bytes.get(start..end).unwrap_or_default();
        let word = bytes.get(start..).and_then(|rest| rest.first_chunk::<16>());
        let key = match word {
            // What follows the text is cut off.
            Some(word) if matches!(text.len(), 1..=SHORT_MAX) => {
                let mask = (1_u128 << (8 * text.len())) - 1;
                u128::from_le_bytes(*word) & mask | (text.len() as u128) << 120
            }
            _ => self.key(text),
        };
        self.wait(key, text);
    }

    fn key(&self, text: &[u8]) -> u128 {
        if text.is_empty() && self.skips_empty {
            NOTHING
        } else {
            key(text)
        }
    }

    #[inline]
    fn wait(&mut self, key: u128, text: &'t [u8]) {
        self.waiting.push((key, text));
        if self.waiting.len() >= BLOCK {
            self.look_up();
        }
    }

    /// Looks up the rows that wait.
    fn look_up(&mut self) {
        let mask = self.places.len() - 1;
        let mut guesses = [0; BLOCK];
        for (guess, (key, _)) in guesses.iter_mut().zip(&self.waiting) {
            *guess = self.places.get(hash(*key) & mask).copied().unwrap_or(0);
        }
        let from = self.codes.len();
        let is_short = |key: u128| key & LONG != LONG;
        let (mut missed, mut bit) = (0_u64, 1);
        for (guess, (key, _)) in guesses.iter().zip(&self.waiting) {
            let code = guess.wrapping_sub(1);
            let hit = self.keys.get(code as usize) == Some(key) && is_short(*key);
            missed |= if hit || *key == NOTHING { 0 } else { bit };
            bit <<= 1;
            self.codes.push(if hit { code } else { ABSENT });
        }
        while missed != 0 {
            let place = missed.trailing_zeros() as usize;
            missed &= missed - 1;
            let Some((key, text)) = self.waiting.get(place).copied() else {
                break;
            };
            let code = self.code(key, text, from + place);
            if let Some(entry) = self.codes.get_mut(from + place) {
                *entry = code;
            }
        }
        self.waiting.clear();
    }

    /// The code of a text, which may be new.
    fn code(&mut self, key: u128, bytes: &'t [u8], row: usize) -> u32 {
        if let Some(code) = self.find(key, bytes) {
            return code;
        }
        let Ok(text) = str::from_utf8(bytes) else {
            self.unread.push(small(row));
            return ABSENT;
        };
        self.enter(key, Cow::Borrowed(text))
    }

    fn find(&self, key: u128, text: &[u8]) -> Option<u32> {
        let is_long = key & LONG == LONG;
        let mask = self.places.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            let code = self.places.get(at)?.checked_sub(1)?;
            let known = || self.known.get(code as usize).map(|known| known.as_bytes());
            if self.keys.get(code as usize) == Some(&key) && (!is_long || known() == Some(text)) {
                return Some(code);
            }
            at = (at + 1) & mask;
        }
    }

    /// Gives a text that is not known the next code.
    fn enter(&mut self, key: u128, text: Cow<'t, str>) -> u32 {
        let code = small(self.known.len());
        self.known.push(text);
        self.keys.push(key);
        if self.places.len() < 2 * self.keys.len() {
            self.grow(4 * self.keys.len());
        } else {
            self.put(key, code);
        }
        code
    }

    fn put(&mut self, key: u128, code: u32) {
        let mask = self.places.len() - 1;
        let mut at = hash(key) & mask;
        while self.places.get(at).is_some_and(|place| *place != 0) {
            at = (at + 1) & mask;
        }
        if let Some(place) = self.places.get_mut(at) {
            *place = code + 1;
        }
    }

    fn grow(&mut self, size: usize) {
        self.places = vec![0; size.next_power_of_two().max(BLOCK)];
        for code in 0..self.keys.len() {
            if let Some(key) = self.keys.get(code) {
                self.put(*key, small(code));
            }
        }
    }

    /// What was made of so many rows.
    pub(crate) fn coded(mut self, rows: usize) -> Coded<'t> {
        self.look_up();
        self.codes.resize(rows, ABSENT);
        Coded {
            codes: self.codes,
            texts: self.known,
            unread: self.unread,
        }
    }
}

/// Whether no two of some texts are the same, and none is empty where `skips_empty`.
pub(crate) fn are_different(texts: &[&str], skips_empty: bool) -> bool {
    if skips_empty && texts.iter().any(|text| text.is_empty()) {
        return false;
    }
    if texts.is_sorted_by(|one, two| one < two) {
        return true;
    }
    let mut coder = Coder::new(0, skips_empty);
    coder.grow(2 * texts.len());
    for text in texts {
        let key = key(text.as_bytes());
        if coder.find(key, text.as_bytes()).is_some() {
            return false;
        }
        coder.enter(key, Cow::Borrowed(text));
    }
    true
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(ABSENT)
}

/// A short text and its length, or what a long one hashes to.
fn key(text: &[u8]) -> u128 {
    let mut word = [0; 16];
    if let Some(place) = word
        .get_mut(..text.len())
        .filter(|it| it.len() <= SHORT_MAX)
    {
        place.copy_from_slice(text);
        return u128::from_le_bytes(word) | (text.len() as u128) << 120;
    }
    let (words, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    for (place, byte) in last.iter_mut().zip(rest) {
        *place = *byte;
    }
    let (mut low, mut high) = (text.len() as u64, 0_u64);
    for word in words.iter().chain([&last]) {
        low = (low ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
        high = high.rotate_left(29) ^ low;
        low ^= low >> 32;
    }
    u128::from(high) << 64 | u128::from(low) | LONG
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const OTHER: u64 = 0xa076_1d64_78bd_642f;

/// The place of a key, before it is cut. It decides only how soon a text is found.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "halves, and a mask cuts it"
)]
fn hash(key: u128) -> usize {
    let (low, high) = (key as u64, (key >> 64) as u64);
    // Both halves of the product: names with a number at their end would lie side by side in one of them.
    let folded = u128::from(low ^ FACTOR) * u128::from(high ^ OTHER);
    (folded as u64 ^ (folded >> 64) as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::{Coder, are_different};
    use proptest::prelude::*;
    use std::borrow::Cow;

    proptest! {
        #[test]
        fn equal_texts_have_equal_codes(
            texts in prop::collection::vec("[ab\\x00]{0,3}|[ab]{12,20}", 0..300),
            skips_empty in any::<bool>(),
        ) {
            let all: String = texts.concat();
            let mut sliced = Coder::new(texts.len(), skips_empty);
            let mut given = Coder::new(texts.len(), skips_empty);
            let mut start = 0;
            for text in &texts {
                sliced.slice(all.as_bytes(), start, start + text.len());
                given.text(Cow::Borrowed(text));
                start += text.len();
            }
            let (sliced, given) = (sliced.coded(texts.len()), given.coded(texts.len()));
            prop_assert_eq!(&sliced.codes, &given.codes);
            prop_assert_eq!(&sliced.texts, &given.texts);
            for (text, code) in texts.iter().zip(&sliced.codes) {
                match sliced.texts.get(*code as usize) {
                    Some(known) => prop_assert_eq!(text, known),
                    None => prop_assert!(skips_empty && text.is_empty()),
                }
            }
            let mut once = sliced.texts.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), sliced.texts.len());
            let known: Vec<&str> = sliced.texts.iter().map(AsRef::as_ref).collect();
            prop_assert!(are_different(&known, skips_empty));
            let all: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
            let mut once = all.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(are_different(&all, false), once.len() == all.len());
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        let mut coder = Coder::new(3, true);
        coder.absent();
        coder.slice(b"ab\xff", 0, 2);
        coder.slice(b"ab\xff", 1, 3);
        let made = coder.coded(4);
        assert_eq!(made.unread, [2]);
        assert_eq!(made.codes, [u32::MAX, 0, u32::MAX, u32::MAX]);
    }
}
