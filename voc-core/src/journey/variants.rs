//! The different paths that instances took.

use super::durations::Durations;
use super::grouped::Grouped;
use super::log::EventLog;
use super::names::Instance;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use serde::Serialize;
use std::hash::{BuildHasher, Hasher};

/// The same everywhere; and what the order of a table is, nobody sees.
const HASHER: FixedState = FixedState::with_seed(0);

/// Instances that took the same path: the same activities in the same order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VariantRow {
    /// The activities, in order.
    pub path: Vec<String>,
    /// How many instances.
    pub instances: i64,
    /// Of all instances, 0 to 1.
    pub share: f64,
    /// How long they took.
    pub durations: Durations,
    /// The first of them in the log.
    pub example: String,
}

/// A path that instances took, as the log holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path<'l> {
    /// The first instance in the log that took it.
    pub first: Instance<'l>,
    /// Of all instances, 0 to 1.
    pub share: f64,
    /// How long they took; `n` is how many.
    pub durations: Durations,
}

impl EventLog {
    /// The first instance of each path, with its hash, and by instance the place of its path among them.
    pub(super) fn by_path(&self) -> (Vec<(u64, Instance<'_>)>, Vec<u32>) {
        let mut firsts: Vec<(u64, Instance<'_>)> = Vec::new();
        let mut table: HashTable<u32> = HashTable::new();
        let mut of: Vec<u32> = Vec::with_capacity(self.instances().len());
        for one in self.instances() {
            let hash = hash(&one);
            let is_it = |known: &u32| {
                let first = firsts.get(*known as usize);
                first.is_some_and(|(its, first)| *its == hash && same(first, &one))
            };
            let known = table.find(hash, is_it).copied();
            of.push(known.unwrap_or_else(|| {
                let next = u32::try_from(firsts.len()).unwrap_or(u32::MAX);
                let rehash = |known: &u32| firsts.get(*known as usize).map_or(0, |first| first.0);
                table.insert_unique(hash, next, rehash);
                firsts.push((hash, one));
                next
            }));
        }
        (firsts, of)
    }

    /// The paths that instances took: the most frequent first, and by their activities' names where as
    /// many took them.
    pub fn variants(&self) -> Vec<VariantRow> {
        let rows = self.paths().into_iter().map(|path| VariantRow {
            path: path.names(self).map(str::to_owned).collect(),
            instances: path.durations.n,
            share: path.share,
            durations: path.durations,
            example: path.first.name().into_owned(),
        });
        rows.collect()
    }

    /// The same as [`EventLog::variants`], in the same order, with no name written out.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub fn paths(&self) -> Vec<Path<'_>> {
        let (firsts, of) = self.by_path();
        let elapsed = self.instances().map(|one| one.elapsed_us());
        let mut grouped = Grouped::of(firsts.len(), of.iter().copied().zip(elapsed));
        let all = of.len() as f64;
        let paths = firsts.into_iter().enumerate();
        let paths = paths.filter_map(|(place, (_, first))| {
            let durations = Durations::of(grouped.group(place))?;
            Some(Path {
                first,
                share: durations.n as f64 / all,
                durations,
            })
        });
        let mut paths: Vec<Path<'_>> = paths.collect();
        // Activities are numbered in the order of their names.
        paths.sort_unstable_by(|one, two| {
            let frequent = two.durations.n.cmp(&one.durations.n);
            frequent.then_with(|| one.activities().cmp(two.activities()))
        });
        paths
    }
}

impl<'l> Path<'l> {
    /// Its activities, by their places in [`EventLog::activity_names`].
    pub fn activities(&self) -> impl ExactSizeIterator<Item = u32> + 'l {
        self.first.events.iter().map(|event| event.activity)
    }

    /// The names of its activities; `log` is the log that it is of.
    pub fn names(&self, log: &'l EventLog) -> impl ExactSizeIterator<Item = &'l str> {
        self.activities().map(|activity| log.activity(activity))
    }
}

fn hash(one: &Instance<'_>) -> u64 {
    let mut hasher = HASHER.build_hasher();
    for event in one.events {
        hasher.write_u32(event.activity);
    }
    hasher.finish()
}

fn same(one: &Instance<'_>, other: &Instance<'_>) -> bool {
    let mut both = one.events.iter().zip(other.events);
    one.events.len() == other.events.len() && both.all(|(one, two)| one.activity == two.activity)
}
