//! What comes again within an instance.

use super::durations::Durations;
use super::log::EventLog;
use super::names::Instance;
use crate::error::Error;
use crate::metric::{CONFIDENCE, Estimate, rate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A way from an activity back to it, within instances: in process mining, a loop.
///
/// An instance is read from its beginning, and its path kept without repetition: an activity that is on
/// the path already ends a way back to it, which is cut out of the path. So each event that comes again
/// ends just one way back, and none holds an activity twice: of `a b b a`, the second `b` ends `b`, and
/// the second `a` ends `a b`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RepeatRow {
    /// The activities on the way, from the one that comes again; one alone follows itself.
    pub path: Vec<String>,
    /// How often, in all instances.
    pub n: i64,
    /// In how many instances.
    pub instances: i64,
    /// Of the instances that reach the activity, the share with this way back. With Wilson's
    /// interval.
    pub share: Estimate,
    /// How long it took until the activity came again.
    pub durations: Durations,
}

#[derive(Default)]
struct Found {
    times: Vec<i64>,
    instances: i64,
    /// The last instance with it, counted from 1.
    last: usize,
}

impl EventLog {
    /// What comes again: the most frequent first, and by their paths where as frequent.
    ///
    /// # Errors
    /// None in practice: a share that cannot be estimated.
    pub fn repeats(&self) -> Result<Vec<RepeatRow>, Error> {
        let mut reached = vec![(0_i64, 0_usize); self.activity_names().len()];
        let mut found: BTreeMap<Vec<u32>, Found> = BTreeMap::new();
        for (place, one) in (1..).zip(self.instances()) {
            for event in one.events {
                if let Some((count, last)) = reached.get_mut(event.activity as usize)
                    && *last != place
                {
                    (*count, *last) = (*count + 1, place);
                }
            }
            each_way_back(&one, &mut |path, took| {
                let its = found.entry(path.to_vec()).or_default();
                its.times.push(took);
                its.instances += i64::from(its.last != place);
                its.last = place;
            });
        }
        let mut rows = Vec::with_capacity(found.len());
        for (path, mut its) in found {
            let Some(durations) = Durations::of(&mut its.times) else {
                continue;
            };
            let of = path.first().and_then(|it| reached.get(*it as usize));
            let names = path.iter();
            rows.push(RepeatRow {
                path: names.map(|it| self.activity(*it).to_owned()).collect(),
                n: durations.n,
                instances: its.instances,
                share: rate(its.instances, of.map_or(0, |of| of.0), CONFIDENCE)?,
                durations,
            });
        }
        rows.sort_by(|one, two| (two.n, &one.path).cmp(&(one.n, &two.path)));
        Ok(rows)
    }
}

/// Calls `tell` with each way back in an instance, and how long it took in microseconds.
fn each_way_back(one: &Instance<'_>, tell: &mut dyn FnMut(&[u32], i64)) {
    let (mut path, mut since): (Vec<u32>, Vec<i64>) = (Vec::new(), Vec::new());
    for event in one.events {
        let at = event.at.micros();
        let met = path.iter().position(|it| *it == event.activity);
        let Some(met) = met else {
            path.push(event.activity);
            since.push(at);
            continue;
        };
        if let (Some(way), Some(since)) = (path.get(met..), since.get_mut(met)) {
            tell(way, at.saturating_sub(*since));
            *since = at;
        }
        path.truncate(met + 1);
        since.truncate(met + 1);
    }
}
