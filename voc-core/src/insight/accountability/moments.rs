//! Moments of truth, ranked by what the data say beside what we declared.

use crate::document::Read;
use crate::metric::Estimate;
use crate::ordered::sort_by;
use serde::{Deserialize, Serialize};

/// Where the target of a moment of truth comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetFrom {
    /// Who asked said it.
    Asked,
    /// The goal over its metric: the next that is due, or the last where all are over.
    Goal,
    /// Nothing says it: the best that there is.
    Best,
}

/// A moment of truth in its place: importance × volume × gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MomentRank {
    /// The journey.
    pub journey: String,
    /// The moment.
    pub moment: String,
    /// Its rank by the data, from 1; absent where there is nothing to go by. Of two that weigh the same, the one
    /// of the better declared rank comes first, then the one first by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_rank: Option<u32>,
    /// Its rank by our own judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_rank: Option<u32>,
    /// The touch point at which it happens, or the rule that sees it.
    pub of: String,
    /// The metric of its stage, as it is answered at its touch point; absent of one that a rule sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Estimate>,
    /// The number on the metric's scale from 0 to 1. What a rule sees went wrong each time: 0; or, where the rule
    /// is one for praise, well: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    /// The target on that scale.
    pub target: f64,
    /// Where the target comes from.
    pub target_from: TargetFrom,
    /// The target less the position, and no less than 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
    /// How many answers the number stands on, or how many alerts of the rule stand.
    pub volume: i64,
    /// How much it moves loyalty, as a driver's share says; 1 where that is not given.
    pub importance: f64,
    /// Whether the importance was given.
    pub importance_given: bool,
    /// Importance × volume × gap: how many customers fall short, weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

/// A number on its scale, from 0 to 1.
pub(crate) fn position(value: f64, [low, high]: [f64; 2]) -> f64 {
    (value - low) / (high - low)
}

/// The moments in the order of their weight, with the gap, weight and rank of each.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn ranked(measured: Vec<MomentRank>) -> Vec<MomentRank> {
    let weighed = measured.into_iter().map(|rank| {
        let gap = rank
            .position
            .map(|position| (rank.target - position).max(0.0));
        let weight = gap.map(|gap| rank.importance * rank.volume as f64 * gap);
        MomentRank {
            gap,
            weight,
            ..rank
        }
    });
    let mut all: Vec<MomentRank> = weighed.collect();
    sort_by(&mut all, &|one, two| {
        let weight = |rank: &MomentRank| rank.weight.unwrap_or(f64::NEG_INFINITY);
        let key = |rank: &MomentRank| {
            let declared = rank.declared_rank.unwrap_or(u32::MAX);
            (declared, rank.moment.clone(), rank.journey.clone())
        };
        let by_weight = weight(two).total_cmp(&weight(one));
        by_weight.then_with(|| key(one).cmp(&key(two)))
    });
    let mut place = 0;
    for rank in &mut all {
        if rank.weight.is_some() {
            place += 1;
            rank.data_rank = Some(place);
        }
    }
    all
}
