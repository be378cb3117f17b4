//! What signals add to the answers of the metrics.

use super::facts::{FactPlans, Version};
#[cfg(not(small))]
use crate::metric::Totals;
use crate::metric::{Added, CellKey, Tally};
use crate::ordered::Map;
use crate::rule::{CustomerState, Place, SignalFacts};
use crate::time::Time;

/// The answers of the metrics, to change: only these, while customers are looked at.
pub(super) struct CellsMut<'c> {
    pub(super) tallies: &'c mut Map<CellKey, Tally>,
    #[cfg(not(small))]
    pub(super) totals: &'c mut Map<CellKey, Totals>,
}

/// Those of the facts: a borrow of these parts alone.
macro_rules! cells_mut {
    ($facts:expr) => {
        CellsMut {
            tallies: &mut $facts.tallies,
            #[cfg(not(small))]
            totals: &mut $facts.totals,
        }
    };
}
pub(super) use cells_mut;

impl CellsMut<'_> {
    pub(super) fn count(self, contributions: Contributions) {
        for (key, added) in contributions {
            match added {
                Added::Tally(tally) => self.tallies.or_default(&key).merge(tally),
                #[cfg(not(small))]
                Added::Totals(totals) => self.totals.or_default(&key).merge(&totals),
            }
        }
    }

    pub(super) fn retract(self, contributions: Contributions) {
        for (key, added) in contributions {
            match added {
                Added::Tally(tally) => {
                    let cell = self.tallies.or_default(&key);
                    cell.retract(tally);
                    if cell.is_empty() {
                        self.tallies.remove(&key);
                    }
                }
                #[cfg(not(small))]
                Added::Totals(totals) => {
                    let cell = self.totals.or_default(&key);
                    cell.retract(&totals);
                    if cell.is_empty() {
                        self.totals.remove(&key);
                    }
                }
            }
        }
    }
}

/// What signals add to the metrics, by cell.
pub(super) type Contributions = Vec<(CellKey, Added)>;

/// What the signals that a change touches add to the metrics.
pub(super) fn contributions(
    plans: &FactPlans,
    state: &CustomerState,
    place: &Place<'_>,
) -> Contributions {
    if !plans.measures() {
        return Vec::new();
    }
    contributions_to(state, place, |at| plans.at(at))
}

pub(super) fn contributions_to<'p>(
    state: &CustomerState,
    place: &Place<'_>,
    version: impl Fn(Time) -> &'p Version,
) -> Contributions {
    let mut all = Vec::new();
    for (key, retained) in state.touched(place) {
        let version = version(key.0);
        let signal = retained.signal.unpack();
        let facts = SignalFacts {
            program: &version.program,
            signal: &signal,
            attributes: &state.as_of(key, &signal),
        };
        all.extend(version.metrics.contributions(&signal, &facts));
    }
    all
}
