//! Business hours that change: each stretch of time goes by the hours in force then.

use super::{Stretch, Weekly};
use crate::time::Time;
use std::sync::Arc;

/// Business hours, and from when others are in force. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions(Vec<Version>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    from: Time,
    /// Business hours from the beginning of time to its beginning.
    before: i64,
    hours: Arc<Weekly>,
}

impl Version {
    fn open_before(&self, at: Time) -> i64 {
        self.before + self.hours.open_before(at) - self.hours.open_before(self.from)
    }
}

impl Versions {
    pub(super) fn of(hours: Weekly) -> Self {
        Self(vec![Version {
            from: Time::MIN,
            before: 0,
            hours: Arc::new(hours),
        }])
    }

    /// These up to an instant, and from then on the others.
    pub(super) fn followed_by(&self, from: Time, others: &Self) -> Self {
        let earlier = self.0.iter().filter(|version| version.from < from);
        let mut joined: Vec<Version> = earlier.cloned().collect();
        let in_force = others.place(from);
        for version in others.0.get(in_force..).unwrap_or_default() {
            let from = version.from.max(from);
            let last = joined.last();
            if last.is_some_and(|last| last.hours == version.hours) {
                continue;
            }
            joined.push(Version {
                from,
                before: last.map_or(0, |last| last.open_before(from)),
                hours: Arc::clone(&version.hours),
            });
        }
        Self(joined)
    }

    /// The place of the version in force at an instant.
    fn place(&self, at: Time) -> usize {
        let begun = self.0.partition_point(|version| version.from <= at);
        begun.saturating_sub(1)
    }

    pub(super) fn open_before(&self, at: Time) -> i64 {
        let version = self.0.get(self.place(at));
        version.map_or(0, |version| version.open_before(at))
    }

    /// The first instant at which so much has been open since the beginning of time.
    pub(super) fn reached(&self, open: i64) -> Option<Time> {
        let begun = self.0.partition_point(|version| version.before < open);
        let version = self.0.get(begun.saturating_sub(1))?;
        let before = version.hours.open_before(version.from);
        version
            .hours
            .reached((open - version.before).checked_add(before)?)
    }

    pub(super) fn has_hours(&self) -> bool {
        let last = self.0.last();
        last.is_some_and(|version| version.hours.has_hours())
    }

    /// Visits the stretches from one instant to another.
    pub(super) fn walk(&self, from: Time, to: Time, mut visit: impl FnMut(Stretch)) {
        for (place, version) in self.0.iter().enumerate() {
            let next = self.0.get(place + 1);
            let to = next.map_or(to, |next| next.from.min(to));
            let from = version.from.max(from);
            if from < to {
                version.hours.walk(from, |stretch| {
                    visit(Stretch {
                        to: stretch.to.min(to),
                        ..stretch
                    });
                    stretch.to < to
                });
            }
        }
    }
}
