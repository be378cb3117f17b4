//! The texts of a log's column, each once.

use super::log::{ABSENT, Coded};
use crate::named::Named;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// The same everywhere; and what the order of a table is, nobody sees.
const HASHER: FixedState = FixedState::with_seed(0);

/// The different texts of a column, and which of them each code is.
pub(super) struct Texts {
    pub(super) names: Vec<String>,
    of: Vec<u32>,
}

impl Texts {
    /// In the order of their names.
    pub(super) fn sorted<T: AsRef<str>>(column: &Coded<'_, T>) -> Self {
        let mut places: Named<u32> = Named::new();
        for text in column.texts {
            places.insert(text.as_ref(), 0);
        }
        let names: Vec<String> = places.keys().cloned().collect();
        for (place, name) in (0..).zip(&names) {
            places.insert(name.as_str(), place);
        }
        let of = column.texts.iter().map(|text| places.get(text.as_ref()));
        Self {
            of: of.map(|place| place.copied().unwrap_or(ABSENT)).collect(),
            names,
        }
    }

    /// As they are coded.
    pub(super) fn as_they_are<T: AsRef<str>>(column: &Coded<'_, T>) -> Self {
        let names = column.texts.iter().map(|text| text.as_ref().to_owned());
        let codes = (0..).take(column.texts.len());
        Self {
            names: names.collect(),
            of: codes.collect(),
        }
    }

    /// In the order in which the rows name them.
    pub(super) fn as_met<T: AsRef<str>>(column: &Coded<'_, T>) -> Self {
        let mut table: HashTable<u32> = HashTable::with_capacity(column.texts.len());
        let mut names: Vec<String> = Vec::with_capacity(column.texts.len());
        let mut of = vec![ABSENT; column.texts.len()];
        for code in column.codes {
            let place = of.get_mut(*code as usize);
            let text = column.texts.get(*code as usize);
            let (Some(place), Some(text)) = (place, text) else {
                continue;
            };
            if *place != ABSENT {
                continue;
            }
            let text = text.as_ref();
            let is_it = |known: &u32| names.get(*known as usize).is_some_and(|name| name == text);
            let hash = HASHER.hash_one(text);
            if let Some(known) = table.find(hash, is_it) {
                *place = *known;
                continue;
            }
            let next = u32::try_from(names.len()).unwrap_or(ABSENT);
            let rehash = |known: &u32| {
                let name = names.get(*known as usize).map_or("", String::as_str);
                HASHER.hash_one(name)
            };
            table.insert_unique(hash, next, rehash);
            names.push(text.to_owned());
            *place = next;
        }
        Self { names, of }
    }

    /// Which of them a row has.
    pub(super) fn of<T>(&self, column: &Coded<'_, T>, row: usize) -> Option<u32> {
        let code = column.codes.get(row)?;
        self.of.get(*code as usize).copied()
    }
}
