//! What is promised at a stage or a moment of truth, and to whom something else.

use super::{At, Draft, Moment};
use crate::program::{ExpectSpec, JourneySpec, MomentSpec};
use crate::time::Span;

/// What is promised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::journey) struct Promise {
    pub(in crate::journey) within: Option<Span>,
    pub(in crate::journey) contacts: Option<u32>,
    /// The test that a signal satisfies where it went well.
    pub(in crate::journey) outcome: Option<u16>,
}

/// What is promised, by segment.
#[derive(Debug, Clone, Default)]
pub(in crate::journey) struct PromiseOf {
    all: Promise,
    /// By the place of the segment in the program, in order.
    by: Vec<(usize, Promise)>,
}

/// What is to follow what.
#[derive(Debug, Clone, Copy)]
pub(in crate::journey) struct Awaited {
    pub(in crate::journey) trigger: u16,
    pub(in crate::journey) of: u16,
    /// How soon, where nothing else is promised.
    pub(in crate::journey) within: Span,
}

impl PromiseOf {
    /// What is promised to whoever is in these segments.
    pub(in crate::journey) fn to(&self, is_in: impl Fn(usize) -> bool) -> Promise {
        let mut promise = Promise::default();
        for (_, other) in self.by.iter().filter(|(segment, _)| is_in(*segment)) {
            promise = promise.or(other);
        }
        promise.or(&self.all)
    }

    /// Whether anything is promised to anybody.
    pub(in crate::journey) fn is_nothing(&self) -> bool {
        self.by.is_empty() && self.all == Promise::default()
    }
}

impl Promise {
    fn or(self, other: &Self) -> Self {
        Self {
            within: self.within.or(other.within),
            contacts: self.contacts.or(other.contacts),
            outcome: self.outcome.or(other.outcome),
        }
    }
}

impl Draft<'_> {
    pub(super) fn promise(&mut self, spec: Option<&ExpectSpec>) -> PromiseOf {
        let Some(spec) = spec else {
            return PromiseOf::default();
        };
        let all = Promise {
            within: spec.within,
            contacts: spec.contacts,
            outcome: self.mark(spec.outcome.as_deref()),
        };
        let mut by = Vec::new();
        for (place, name) in self.program.spec().segments.keys().enumerate() {
            if let Some(other) = spec.segments.get(name) {
                let outcome = self.mark(other.outcome.as_deref());
                let promise = Promise {
                    within: other.within,
                    contacts: other.contacts,
                    outcome,
                };
                by.push((place, promise));
            }
        }
        PromiseOf { all, by }
    }

    /// The place of a condition among the tests; the same text is the same test.
    pub(super) fn mark(&mut self, source: Option<&str>) -> Option<u16> {
        let source = source?;
        let mut known = self.marks.iter();
        if let Some(place) = known.position(|known| known.source() == source) {
            return u16::try_from(place).ok();
        }
        let place = u16::try_from(self.marks.len()).ok()?;
        self.marks.push(self.program.condition(source)?);
        Some(place)
    }

    pub(super) fn moments(&mut self, spec: &JourneySpec) -> Vec<Moment> {
        let moments = spec.moments_of_truth.iter();
        let moments = moments.map(|(name, moment)| Moment {
            name: name.clone(),
            rank: moment.declared_rank,
            at: self.at(moment),
            promise: self.promise(moment.expect.as_ref()),
        });
        let mut moments: Vec<Moment> = moments.collect();
        moments.sort_by_key(|moment| moment.rank.unwrap_or(u32::MAX));
        moments
    }

    fn at(&mut self, moment: &MomentSpec) -> At {
        if let Some(point) = &moment.at {
            return At::Point(self.point(point));
        }
        let rule = moment.rule.as_deref().and_then(|id| self.program.rule(id));
        rule.map_or(At::Elsewhere, |rule| self.seen(rule))
    }
}
