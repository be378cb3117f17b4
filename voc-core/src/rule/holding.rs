//! The tests that hold at a signal: nearly always so few that they need no room of their own.

use crate::document::{Node, Read, Reader};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// How many need no room of their own.
const FEW: usize = 11;

/// Tests, by their places in the plan, in order.
#[derive(Clone)]
pub(crate) struct Holding(Held);

#[derive(Clone)]
enum Held {
    Few(u8, [u16; FEW]),
    #[expect(
        clippy::box_collection,
        reason = "a list has the length of all the few"
    )]
    Many(Box<Vec<u16>>),
}

impl Holding {
    pub(super) fn push(&mut self, test: u16) {
        match &mut self.0 {
            Held::Few(count, tests) => {
                if let Some(place) = tests.get_mut(usize::from(*count)) {
                    *place = test;
                    *count += 1;
                    return;
                }
                let mut many = tests.to_vec();
                many.push(test);
                self.0 = Held::Many(Box::new(many));
            }
            Held::Many(tests) => tests.push(test),
        }
    }
}

impl Default for Holding {
    fn default() -> Self {
        Self(Held::Few(0, [0; FEW]))
    }
}

impl Deref for Holding {
    type Target = [u16];
    fn deref(&self) -> &[u16] {
        match &self.0 {
            Held::Few(count, tests) => tests.get(..usize::from(*count)).unwrap_or_default(),
            Held::Many(tests) => tests,
        }
    }
}

impl DerefMut for Holding {
    fn deref_mut(&mut self) -> &mut [u16] {
        match &mut self.0 {
            Held::Few(count, tests) => tests.get_mut(..usize::from(*count)).unwrap_or_default(),
            Held::Many(tests) => tests,
        }
    }
}

impl PartialEq for Holding {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl FromIterator<u16> for Holding {
    fn from_iter<I: IntoIterator<Item = u16>>(tests: I) -> Self {
        let mut holding = Self::default();
        for test in tests {
            holding.push(test);
        }
        holding
    }
}

impl Serialize for Holding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl Read for Holding {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Vec::read(reader, node).into_iter().collect()
    }
}

impl<'de> Deserialize<'de> for Holding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Holding};

    #[test]
    fn few_and_many_are_kept_alike() {
        for count in [0, 1, FEW, FEW + 1, 40] {
            let wanted: Vec<u16> = (0..40).map(|test| 3 * test).take(count).collect();
            let holding: Holding = wanted.iter().copied().collect();
            assert_eq!(*holding, *wanted);
            let written = serde_json::to_string(&holding).unwrap();
            assert_eq!(written, serde_json::to_string(&wanted).unwrap());
            assert_eq!(serde_json::from_str::<Holding>(&written).unwrap(), holding);
        }
    }
}
