//! Moments of truth, ranked by what the data say beside what we declared.

use crate::document::Read;
use crate::metric::Estimate;
use crate::ordered::{Few, sort_by};
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

/// How moments of truth are weighed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Weighing {
    /// How much each moment moves loyalty, as shares of drivers say, by moment; 1 for one that is not named.
    #[serde(default)]
    pub importance: Few<String, f64>,
    /// Targets on the metric's own scale, by moment; else a goal says it, else it is the best that there is.
    #[serde(default)]
    pub targets: Few<String, f64>,
}

/// A moment of truth in its place: importance × volume × gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MomentRank {
    /// The journey.
    pub journey: String,
    /// The moment.
    pub moment: String,
    /// Its rank by weight, from 1; absent where there is nothing to go by. Of two that weigh the same, the one
    /// of the better declared rank comes first, then the one first by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
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
    /// Whether that number is withheld, for few answered or it would show a group in which few did. Then its
    /// volume is not told either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
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
    for moment in &mut all {
        if moment.weight.is_some() {
            place += 1;
            moment.rank = Some(place);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(name: &str, declared: Option<u32>, volume: i64, position: Option<f64>) -> MomentRank {
        MomentRank {
            journey: "claim".to_owned(),
            moment: name.to_owned(),
            rank: None,
            declared_rank: declared,
            of: "call".to_owned(),
            metric: None,
            value: None,
            withheld: false,
            position,
            target: 0.75,
            target_from: TargetFrom::Goal,
            gap: None,
            volume,
            importance: 0.5,
            importance_given: true,
            weight: None,
        }
    }

    /// By hand: 0.5 × 8 × (0.75 − 0.5) = 1; the same of `tied` and `late`, where the declared rank decides, and
    /// of `anon`, which has none and comes after both. `best` is beyond its target: 0. Of `mute` nothing is known.
    #[test]
    fn what_weighs_the_same_goes_by_what_was_declared_then_by_name() {
        let all = [
            moment("mute", Some(1), 0, None),
            moment("anon", None, 8, Some(0.5)),
            moment("late", Some(3), 8, Some(0.5)),
            moment("best", Some(2), 900, Some(0.8)),
            moment("tied", Some(2), 8, Some(0.5)),
            moment("anew", None, 8, Some(0.5)),
            moment("most", Some(9), 8, Some(0.25)),
        ];
        let wanted = ["most", "tied", "late", "anew", "anon", "best", "mute"];
        for turn in 0..all.len() {
            let mut turned = all.to_vec();
            turned.rotate_left(turn);
            let found = ranked(turned);
            let names: Vec<&str> = found.iter().map(|one| one.moment.as_str()).collect();
            assert_eq!(names, wanted);
            let ranks: Vec<Option<u32>> = found.iter().map(|one| one.rank).collect();
            let six = [1, 2, 3, 4, 5, 6].map(Some);
            assert_eq!(ranks, [&six[..], &[None]].concat());
            assert_eq!(found[0].weight, Some(2.0));
            assert_eq!((found[1].gap, found[1].weight), (Some(0.25), Some(1.0)));
            assert_eq!((found[5].gap, found[5].weight), (Some(0.0), Some(0.0)));
        }
    }

    #[test]
    fn a_number_on_its_scale() {
        assert_eq!(
            position(-100.0, [-100.0, 100.0]).to_bits(),
            0.0_f64.to_bits()
        );
        assert_eq!(
            position(50.0, [-100.0, 100.0]).to_bits(),
            0.75_f64.to_bits()
        );
    }
}
