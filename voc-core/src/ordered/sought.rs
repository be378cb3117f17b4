//! Places by a key that stands at them: the key itself is kept there alone.

use super::keyed::{Place, hash, spread};
use hashbrown::HashTable;
use std::fmt;

/// Places by a key that stands at them, which may be several; what is found is to be held against the
/// key, since another key may be like it.
#[derive(Clone, Default)]
pub(crate) struct Sought(HashTable<Place>);

impl Sought {
    /// The places at which a key may stand, in no order that means anything.
    pub(crate) fn places(&self, key: &str) -> Vec<u32> {
        let hash = hash(key);
        let found = self.0.iter_hash(spread(hash));
        let found = found.filter(|place| place.hash == hash);
        found.map(|place| place.at).collect()
    }

    /// The place at which a key stands, where only one is it.
    pub(crate) fn find(&self, key: &str, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(key);
        let is_it = |place: &Place| place.hash == hash && is_it(place.at);
        self.0.find(spread(hash), is_it).map(|place| place.at)
    }

    /// A key stands at a place; it may be known to.
    pub(crate) fn enter(&mut self, key: &str, at: u32) {
        let hash = hash(key);
        let is_it = |place: &Place| place.hash == hash && place.at == at;
        if self.0.find(spread(hash), is_it).is_none() {
            let rehash = |place: &Place| spread(place.hash);
            self.0
                .insert_unique(spread(hash), Place { at, hash }, rehash);
        }
    }
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sought").finish_non_exhaustive()
    }
}
