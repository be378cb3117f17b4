//! What is expected of a planned journey. The build for pages accepts it, and reads nothing of it.

use crate::document::Read;
use crate::named::Named;
use crate::time::Span;
use serde::Serialize;

/// A part of a program that only the build for data reads.
#[cfg(not(small))]
pub type ForData<T> = T;
/// A part of a program that only the build for data reads: here nothing.
#[cfg(small)]
pub type ForData<T> = Unread<T>;

/// A part that is accepted, whatever it says, and not read.
#[cfg(small)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Unread<T>(std::marker::PhantomData<T>);

#[cfg(small)]
impl<T> Read for Unread<T> {
    fn read<'n>(_: &mut crate::document::Reader<'n>, _: Option<&'n crate::document::Node>) -> Self {
        Self(std::marker::PhantomData)
    }
}

/// Whether a part of a program says nothing.
pub(super) fn is_unsaid<T: Default + PartialEq>(part: &T) -> bool {
    *part == T::default()
}

/// What we promise at a stage or moment of truth, with what we promise some segments instead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExpectSpec {
    /// How soon. A stage is to be over this long after it began; a moment of truth at a touch point is to
    /// come this long after the journey began; what the absence of a moment by rule waits for is to come
    /// this long after its trigger, instead of the rule's own `within`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// The most contacts that it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<u32>,
    /// The condition that a signal of it satisfies where it went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What is promised to segments instead, by segment; of several that hold, the first by name that
    /// says anything of a part decides about that part.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub segments: Named<SegmentExpectSpec>,
}

/// What a segment is promised instead; what is left out is as for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SegmentExpectSpec {
    /// How soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// The most contacts that it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<u32>,
    /// The condition that a signal of it satisfies where it went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

#[cfg(not(small))]
impl super::ProgramSpec {
    /// Itself without what only the build for data reads, of journeys, goals, outcomes, reports, uses and small
    /// groups; absent where nothing of it is said.
    pub(in crate::program) fn without_plans(&self) -> Option<Self> {
        let says = |journey: &super::JourneySpec| {
            let stages = journey.stages.iter().any(|stage| stage.expect.is_some());
            let mut moments = journey.moments_of_truth.values();
            let texts = [&journey.key, &journey.starts, &journey.ends];
            stages
                || journey.gap.is_some()
                || texts.iter().any(|text| text.is_some())
                || moments.any(|moment| moment.expect.is_some())
        };
        let unsaid = [
            self.goals.is_empty(),
            self.outcomes.is_empty(),
            self.reports.is_empty(),
            self.uses.is_empty(),
            self.privacy.min_n.is_none(),
        ];
        if !unsaid.contains(&false) && !self.journeys.values().any(says) {
            return None;
        }
        let mut bare = self.clone();
        bare.goals = Named::new();
        bare.reports = Named::new();
        bare.uses.clear();
        bare.privacy.min_n = None;
        bare.outcomes = Named::new();
        for journey in bare.journeys.values_mut() {
            (journey.key, journey.starts, journey.ends, journey.gap) = (None, None, None, None);
            for stage in &mut journey.stages {
                stage.expect = None;
            }
            for moment in journey.moments_of_truth.values_mut() {
                moment.expect = None;
            }
        }
        Some(bare)
    }
}
