//! When each case is due next, and which is the first.

use crate::ordered::Map;
use crate::time::Time;

/// When what stands at a place is due. The first is found in constant time; of those that are due at one
/// instant, the first by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Due {
    /// The places that are due at an instant, the last by id first.
    places: Map<Time, Vec<u32>>,
    /// By place; [`NEVER`] where nothing is due.
    of: Vec<Time>,
}

const NEVER: Time = Time::MAX;

impl Due {
    pub(super) fn first(&self) -> Option<(Time, u32)> {
        let (at, places) = self.places.first_key_value()?;
        Some((*at, *places.last()?))
    }

    pub(super) fn of(&self, place: u32) -> Option<Time> {
        let at = self.of.get(place as usize).copied();
        at.filter(|at| *at != NEVER)
    }

    /// Sets when something is due; `id` names what stands at a place.
    pub(super) fn set<'i>(&mut self, place: u32, due: Option<Time>, id: impl Fn(u32) -> &'i str) {
        let after = |known: u32| id(known) > id(place);
        if let Some(at) = self.of(place)
            && let Some(places) = self.places.get_mut(&at)
        {
            let known = places.partition_point(|known| after(*known));
            if places.get(known) == Some(&place) {
                places.remove(known);
            }
            if places.is_empty() {
                self.places.remove(&at);
            }
        }
        let index = place as usize;
        if self.of.len() <= index {
            self.of.resize(index + 1, NEVER);
        }
        if let Some(of) = self.of.get_mut(index) {
            *of = due.unwrap_or(NEVER);
        }
        if let Some(at) = due {
            let places = self.places.or_default(&at);
            let index = places.partition_point(|known| after(*known));
            places.insert(index, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_the_first_by_time_and_id(
            steps in prop::collection::vec((0_u32..20, prop::option::of(0_i64..6)), 0..80),
        ) {
            // Ids in another order than the places.
            let ids: Vec<String> = (0..20).map(|place| format!("c{}", place * 7 % 20)).collect();
            let mut due = Due::default();
            let mut plain: Vec<Option<Time>> = vec![None; 20];
            for (place, at) in steps {
                let at = at.map(|at| Time::from_micros(at).unwrap());
                due.set(place, at, |place| &ids[place as usize]);
                plain[place as usize] = at;
                let wanted = plain.iter().zip(0..).filter_map(|(at, place)| Some(((*at)?, &ids[place as usize], place))).min();
                prop_assert_eq!(due.first(), wanted.map(|(at, _, place)| (at, place)));
                prop_assert_eq!(due.of(place), at);
            }
        }
    }
}
