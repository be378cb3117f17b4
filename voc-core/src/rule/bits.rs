//! A set of small numbers.

/// How many words need no room of their own.
const WORDS: usize = 4;

/// A set of small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    first: [u64; WORDS],
    more: Vec<u64>,
}

impl Bits {
    pub(crate) fn set(&mut self, bit: u16) {
        let (word, mask) = (usize::from(bit / 64), 1 << (bit % 64));
        if let Some(word) = self.first.get_mut(word) {
            *word |= mask;
            return;
        }
        let word = word - WORDS;
        if word >= self.more.len() {
            self.more.resize(word + 1, 0);
        }
        if let Some(word) = self.more.get_mut(word) {
            *word |= mask;
        }
    }

    /// Takes a member out.
    pub(super) fn unset(&mut self, bit: u16) {
        let word = usize::from(bit / 64);
        let word = match self.first.get_mut(word) {
            Some(word) => Some(word),
            None => self.more.get_mut(word - WORDS),
        };
        if let Some(word) = word {
            *word &= !(1 << (bit % 64));
        }
    }

    /// Sixty-four members, of which the first is 64 times the place of the word.
    pub(super) fn word(&self, place: usize) -> u64 {
        let word = match self.first.get(place) {
            Some(word) => Some(word),
            None => self.more.get(place - WORDS),
        };
        word.copied().unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.iter().chain(&self.more).all(|word| *word == 0)
    }

    pub(crate) fn clear(&mut self) {
        self.first = [0; WORDS];
        self.more.fill(0);
    }

    pub(crate) fn has(&self, bit: u16) -> bool {
        let word = usize::from(bit / 64);
        let word = match self.first.get(word) {
            Some(word) => Some(word),
            None => self.more.get(word - WORDS),
        };
        word.is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The members, least first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> {
        let words = self.first.iter().chain(&self.more);
        words.zip(0_u16..).flat_map(|(word, place)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = u16::try_from(left.trailing_zeros())
                    .ok()
                    .filter(|bit| *bit < 64)?;
                left &= left - 1;
                Some(place * 64 + bit)
            })
        })
    }

    /// Takes the least member out.
    pub(super) fn pop(&mut self) -> Option<u16> {
        let words = self.first.iter_mut().chain(&mut self.more);
        for (word, place) in words.zip(0_u16..) {
            if *word != 0 {
                let bit = u16::try_from(word.trailing_zeros()).ok()?;
                *word &= *word - 1;
                return Some(place * 64 + bit);
            }
        }
        None
    }
}
