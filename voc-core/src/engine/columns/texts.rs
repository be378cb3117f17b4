//! The texts of a column, each once.

use super::bits::small;
use std::borrow::Cow;

/// Gives each different text a code, in the order in which they come up. What a text hashes to decides
/// only how soon it is found.
#[derive(Debug, Default)]
pub(super) struct Texts<'t> {
    known: Vec<Cow<'t, str>>,
    hashes: Vec<u64>,
    /// Codes and one more, at the places of their hashes; 0 is free.
    places: Vec<u32>,
}

/// The hash of a text.
pub(super) fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = text.as_bytes();
    let mut hash = (bytes.len() as u64).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    }
    let mut last = [0; 8];
    for (place, byte) in last.iter_mut().zip(rest) {
        *place = *byte;
    }
    hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(FACTOR);
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(FACTOR);
    hash ^ hash >> 29
}

impl<'t> Texts<'t> {
    /// The code of a text.
    pub(super) fn code(&mut self, text: Cow<'t, str>) -> u32 {
        if self.places.len() < 2 * (self.known.len() + 1) {
            self.grow();
        }
        let hash = hash(&text);
        let mask = self.places.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "the mask cuts it")]
        let mut at = hash as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            let Some(code) = place.checked_sub(1) else {
                *place = small(self.known.len() + 1);
                break;
            };
            let known = code as usize;
            if self.hashes.get(known) == Some(&hash) && self.known.get(known) == Some(&text) {
                return code;
            }
            at = (at + 1) & mask;
        }
        self.known.push(text);
        self.hashes.push(hash);
        small(self.known.len() - 1)
    }

    fn grow(&mut self) {
        let size = (4 * (self.known.len() + 1)).next_power_of_two().max(64);
        self.places = vec![0; size];
        for (code, hash) in (1..).zip(&self.hashes) {
            #[expect(clippy::cast_possible_truncation, reason = "the mask cuts it")]
            let mut at = *hash as usize & (size - 1);
            while self.places.get(at).is_some_and(|place| *place != 0) {
                at = (at + 1) & (size - 1);
            }
            if let Some(place) = self.places.get_mut(at) {
                *place = code;
            }
        }
    }

    /// The texts, by code.
    pub(super) fn into_texts(self) -> Vec<Cow<'t, str>> {
        self.known
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_texts_have_equal_codes(texts in prop::collection::vec("[ab]{0,12}", 0..300)) {
            let mut coded = Texts::default();
            let codes: Vec<u32> = texts.iter().map(|text| coded.code(text.into())).collect();
            let known = coded.into_texts();
            for (text, code) in texts.iter().zip(codes) {
                prop_assert_eq!(text, &known[code as usize]);
            }
            let mut once = known.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), known.len());
        }
    }
}
