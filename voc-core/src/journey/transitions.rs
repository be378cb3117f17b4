//! What follows what, directly: the graph that process mining calls directly-follows.

use super::durations::Durations;
use super::grouped::Grouped;
use super::log::EventLog;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use serde::Serialize;
use std::hash::BuildHasher;

/// Up to so many activities, each pair of them has its own place.
const DENSE_MAX: usize = 1024;
const NONE: u32 = u32::MAX;

/// The same everywhere; and what the order of a table is, nobody sees.
const HASHER: FixedState = FixedState::with_seed(0);

/// An activity that follows another directly, within an instance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransitionRow {
    /// The activity before.
    pub from: String,
    /// The activity after.
    pub to: String,
    /// How often, in all instances.
    pub n: i64,
    /// In how many instances.
    pub instances: i64,
    /// How long it took from the one to the other.
    pub durations: Durations,
}

/// Pairs of activities, numbered as they are met.
struct Pairs {
    activities: usize,
    dense: Vec<u32>,
    table: HashTable<u32>,
    met: Vec<(u32, u32)>,
}

impl Pairs {
    fn of(activities: usize) -> Self {
        let dense = match activities {
            few if few <= DENSE_MAX => vec![NONE; few * few],
            _ => Vec::new(),
        };
        Self {
            activities,
            dense,
            table: HashTable::new(),
            met: Vec::new(),
        }
    }

    fn place(&mut self, pair: (u32, u32)) -> u32 {
        let next = u32::try_from(self.met.len()).unwrap_or(NONE);
        let (from, to) = (pair.0 as usize, pair.1 as usize);
        if let Some(place) = self.dense.get_mut(from * self.activities + to) {
            if *place == NONE {
                *place = next;
                self.met.push(pair);
            }
            return *place;
        }
        let hash = HASHER.hash_one(pair);
        let met = &self.met;
        let is_it = |known: &u32| met.get(*known as usize) == Some(&pair);
        if let Some(known) = self.table.find(hash, is_it) {
            return *known;
        }
        let rehash = |known: &u32| {
            met.get(*known as usize)
                .map_or(0, |met| HASHER.hash_one(met))
        };
        self.table.insert_unique(hash, next, rehash);
        self.met.push(pair);
        next
    }
}

impl EventLog {
    /// What follows what directly: the most frequent first, and by their names where as frequent.
    pub fn transitions(&self) -> Vec<TransitionRow> {
        let mut pairs = Pairs::of(self.activity_names().len());
        let mut found: Vec<(u32, i64)> = Vec::with_capacity(self.events());
        // By pair: in how many instances, and the last of them.
        let mut instances: Vec<(i64, usize)> = Vec::new();
        for (place, one) in self.instances().enumerate() {
            for (before, after) in one.events.iter().zip(one.events.iter().skip(1)) {
                let pair = pairs.place((before.activity, after.activity));
                if instances.len() <= pair as usize {
                    instances.push((0, usize::MAX));
                }
                if let Some((count, last)) = instances.get_mut(pair as usize)
                    && *last != place
                {
                    (*count, *last) = (*count + 1, place);
                }
                found.push((pair, after.at.micros() - before.at.micros()));
            }
        }
        let mut grouped = Grouped::of(pairs.met.len(), found.iter().copied());
        let met = pairs.met.iter().zip(&instances).enumerate();
        let rows = met.filter_map(|(place, ((from, to), (instances, _)))| {
            let durations = Durations::of(grouped.group(place))?;
            Some(TransitionRow {
                from: self.activity(*from).to_owned(),
                to: self.activity(*to).to_owned(),
                n: durations.n,
                instances: *instances,
                durations,
            })
        });
        let mut rows: Vec<TransitionRow> = rows.collect();
        rows.sort_by(|one, two| (two.n, &one.from, &one.to).cmp(&(one.n, &two.from, &two.to)));
        rows
    }
}
