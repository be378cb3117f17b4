//! When each case is due next, and which is the first.

use crate::time::Time;

/// When what stands at a place is due. The first is found in constant time; of those that are due at one
/// instant, the first by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Due {
    /// Each before the eight that follow from it.
    heap: Vec<Entry>,
    /// By place, where in the heap it is; [`NOWHERE`] where nothing is due.
    spots: Vec<u32>,
}

/// What is due, with the beginning of its id: that nearly always tells which is first.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    at: Time,
    begins: u64,
    place: u32,
}

/// The id of what stands at a place.
pub(super) type Ids<'i> = dyn Fn(u32) -> &'i str + 'i;

const NOWHERE: u32 = u32::MAX;
/// How many follow from one.
const WIDTH: usize = 8;

impl Due {
    pub(super) fn first(&self) -> Option<(Time, u32)> {
        self.heap.first().map(|first| (first.at, first.place))
    }

    pub(super) fn of(&self, place: u32) -> Option<Time> {
        self.heap.get(self.spot(place)?).map(|entry| entry.at)
    }

    /// Sets when something is due; `id` names what stands at a place.
    pub(super) fn set(&mut self, place: u32, due: Option<Time>, id: &Ids<'_>) {
        match (self.spot(place), due) {
            (None, None) => {}
            (None, Some(at)) => {
                let begins = beginning(id(place));
                let spot = self.heap.len();
                self.heap.push(Entry { at, begins, place });
                if self.spots.len() <= place as usize {
                    self.spots.resize(place as usize + 1, NOWHERE);
                }
                self.rise(spot, id);
            }
            (Some(spot), Some(at)) => {
                let Some(entry) = self.heap.get_mut(spot) else {
                    return;
                };
                let before = std::mem::replace(&mut entry.at, at);
                self.move_from(spot, before, at, id);
            }
            (Some(spot), None) => {
                self.note(place, NOWHERE);
                let removed = self.heap.swap_remove(spot);
                if let Some(moved) = self.heap.get(spot).copied() {
                    self.move_from(spot, removed.at, moved.at, id);
                }
            }
        }
    }

    fn spot(&self, place: u32) -> Option<usize> {
        let spot = self.spots.get(place as usize).copied();
        spot.filter(|spot| *spot != NOWHERE)
            .map(|spot| spot as usize)
    }

    fn note(&mut self, place: u32, spot: u32) {
        if let Some(known) = self.spots.get_mut(place as usize) {
            *known = spot;
        }
    }

    /// Puts right where an entry stands that came in for another, or has another time.
    fn move_from(&mut self, spot: usize, before: Time, at: Time, id: &Ids<'_>) {
        if at > before {
            self.sink(spot, id);
        } else {
            let spot = self.rise(spot, id);
            if at == before {
                self.sink(spot, id);
            }
        }
    }

    /// Moves an entry to the front as far as it belongs there; where it stands then.
    fn rise(&mut self, mut spot: usize, id: &Ids<'_>) -> usize {
        let Some(entry) = self.heap.get(spot).copied() else {
            return spot;
        };
        while let Some(above) = spot.checked_sub(1).map(|before| before / WIDTH) {
            match self.heap.get(above).copied() {
                Some(parent) if entry.is_before(&parent, id) => self.stand(spot, parent),
                _ => break,
            }
            spot = above;
        }
        self.stand(spot, entry);
        spot
    }

    /// Moves an entry to the back as far as it belongs there.
    fn sink(&mut self, mut spot: usize, id: &Ids<'_>) {
        let Some(entry) = self.heap.get(spot).copied() else {
            return;
        };
        loop {
            let below = spot * WIDTH + 1;
            let next = self.heap.iter().enumerate().skip(below).take(WIDTH);
            let first = next.reduce(|one, two| if two.1.is_before(one.1, id) { two } else { one });
            match first.map(|(spot, entry)| (spot, *entry)) {
                Some((next, first)) if first.is_before(&entry, id) => {
                    self.stand(spot, first);
                    spot = next;
                }
                _ => break,
            }
        }
        self.stand(spot, entry);
    }

    fn stand(&mut self, spot: usize, entry: Entry) {
        if let Some(known) = self.heap.get_mut(spot) {
            *known = entry;
            self.note(entry.place, u32::try_from(spot).unwrap_or(NOWHERE));
        }
    }
}

impl Entry {
    fn is_before(&self, other: &Self, id: &Ids<'_>) -> bool {
        let (one, two) = ((self.at, self.begins), (other.at, other.begins));
        one < two || one == two && id(self.place) < id(other.place)
    }
}

/// The first bytes of an id: in their order as the ids are, but for ids that begin alike.
fn beginning(id: &str) -> u64 {
    let mut bytes = [0; 8];
    for (byte, of_id) in bytes.iter_mut().zip(id.bytes()) {
        *byte = of_id;
    }
    u64::from_be_bytes(bytes)
}

/// What is due when; in which order it came in says nothing.
impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        let places = self.spots.len().max(other.spots.len());
        let places = 0..u32::try_from(places).unwrap_or(NOWHERE);
        places
            .into_iter()
            .all(|place| self.of(place) == other.of(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_the_first_by_time_and_id(
            steps in prop::collection::vec((0_u32..20, prop::option::of(0_i64..6)), 0..200),
        ) {
            // Ids in another order than the places.
            let ids: Vec<String> = (0..20).map(|place| format!("{}{}", ["c-", "c-alike-"][place % 2], place * 7 % 20)).collect();
            let mut due = Due::default();
            let mut plain: Vec<Option<Time>> = vec![None; 20];
            for (place, at) in steps {
                let at = at.map(|at| Time::from_micros(at).unwrap());
                due.set(place, at, &|place| &ids[place as usize]);
                plain[place as usize] = at;
                let wanted = plain.iter().zip(0..).filter_map(|(at, place)| Some(((*at)?, &ids[place as usize], place))).min();
                prop_assert_eq!(due.first(), wanted.map(|(at, _, place)| (at, place)));
                prop_assert_eq!(due.of(place), at);
            }
        }
    }
}
