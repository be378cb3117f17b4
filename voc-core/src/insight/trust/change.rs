//! What of a difference comes of other roles that answer, and what of roles that answer otherwise.

use super::mix::{Roles, Scored, number, scale, total};
use crate::ordered::Map;
use crate::program::MetricKind;
use serde::Serialize;

/// What the difference between two groups is made of: E. M. Kitagawa, "Components of a Difference Between Two
/// Rates", Journal of the American Statistical Association 50 (1955) 1168–1194. Both parts sum to the
/// difference. A role that answered in one group only has the same score in both, so all that it brings is
/// mix. Intervals are normal, by the delta method.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MixChange {
    /// The group that is taken for the beginning.
    pub from: String,
    /// The other.
    pub to: String,
    /// The score of `to` less that of `from`.
    pub difference: f64,
    /// What comes of roles that answer otherwise.
    pub within: MixPart,
    /// What comes of other roles that answer.
    pub mix: MixPart,
    /// Both by role.
    pub roles: Vec<RoleChange>,
}

/// A part of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MixPart {
    /// The part.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// What one role brings to a difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleChange {
    /// The role.
    pub role: Option<String>,
    /// By answering otherwise.
    pub within: f64,
    /// By being more or fewer.
    pub mix: f64,
}

/// One role in both groups.
struct Pair {
    role: Option<String>,
    share: [f64; 2],
    mean: [f64; 2],
    noise: [f64; 2],
    /// How much of what the mix brings hangs on each mean.
    weight: [f64; 2],
}

impl Pair {
    fn of(role: Option<&String>, sides: [&Roles; 2], kind: MetricKind) -> Option<Self> {
        let n = sides.map(|side| number(total(side).n));
        let tallies = sides.map(|side| side.get(&role.cloned()).copied().unwrap_or_default());
        let [one, other] = tallies.map(|tally| Scored::of(tally, kind));
        let share = [number(tallies[0].n) / n[0], number(tallies[1].n) / n[1]];
        let (scored, weight) = match (one, other) {
            (Some(one), Some(other)) => ([one, other], [0.5, 0.5]),
            (Some(one), None) => ([one, one], [1.0, 0.0]),
            (None, Some(other)) => ([other, other], [0.0, 1.0]),
            (None, None) => return None,
        };
        Some(Self {
            role: role.cloned(),
            share,
            mean: scored.map(|scored| scored.mean),
            noise: scored.map(|scored| scored.noise),
            weight,
        })
    }

    fn middle_share(&self) -> f64 {
        f64::midpoint(self.share[0], self.share[1])
    }

    fn middle_mean(&self) -> f64 {
        f64::midpoint(self.mean[0], self.mean[1])
    }

    fn change(&self) -> f64 {
        self.mean[1] - self.mean[0]
    }

    fn more(&self) -> f64 {
        self.share[1] - self.share[0]
    }

    fn is_in_both(&self) -> bool {
        self.share[0] > 0.0 && self.share[1] > 0.0
    }
}

pub(super) fn changed(
    (from, one): (&String, &Roles),
    (to, other): (&String, &Roles),
    kind: MetricKind,
    z: f64,
) -> MixChange {
    let mut names: Map<Option<String>, ()> = Map::new();
    for role in one.keys().chain(other.keys()) {
        names.insert(role.clone(), ());
    }
    let sides = [one, other];
    let pairs = names
        .keys()
        .filter_map(|role| Pair::of(role.as_ref(), sides, kind));
    let pairs: Vec<Pair> = pairs.collect();
    let factor = scale(kind);
    let within = |pair: &Pair| pair.middle_share() * pair.change();
    let mix = |pair: &Pair| pair.more() * pair.middle_mean();
    // The variance that comes of a share, of which both parts are linear with these slopes.
    let of_shares = |slope: &dyn Fn(&Pair) -> f64| -> f64 {
        let side = |side: usize, n: f64| {
            let share = |pair: &Pair| pair.share.get(side).copied().unwrap_or_default();
            let mean: f64 = pairs.iter().map(|pair| share(pair) * slope(pair)).sum();
            let around = |pair: &Pair| (slope(pair) - mean) * (slope(pair) - mean);
            let spread: f64 = pairs.iter().map(|pair| share(pair) * around(pair)).sum();
            spread / n
        };
        side(0, number(total(one).n)) + side(1, number(total(other).n))
    };
    let of_means = |slope: &dyn Fn(&Pair) -> [f64; 2]| -> f64 {
        let noise = |pair: &Pair| {
            let slopes = slope(pair).into_iter().zip(pair.noise);
            slopes
                .map(|(slope, noise)| slope * slope * noise)
                .sum::<f64>()
        };
        pairs.iter().map(noise).sum()
    };
    let part = |value: f64, noise: f64| MixPart {
        value: factor * value,
        low: factor * (value - z * noise.sqrt()),
        high: factor * (value + z * noise.sqrt()),
    };
    let within_noise = of_shares(&|pair| pair.change() / 2.0)
        + of_means(&|pair| {
            let both = f64::from(u8::from(pair.is_in_both()));
            [both * pair.middle_share(); 2]
        });
    let mix_noise = of_shares(&Pair::middle_mean)
        + of_means(&|pair| pair.weight.map(|weight| weight * pair.more()));
    let sum = |of: &dyn Fn(&Pair) -> f64| pairs.iter().map(of).sum::<f64>();
    let score = |side: &Roles| {
        let all = total(side);
        number(all.plus - all.minus) / number(all.n)
    };
    MixChange {
        from: from.clone(),
        to: to.clone(),
        difference: factor * (score(other) - score(one)),
        within: part(sum(&within), within_noise),
        mix: part(sum(&mix), mix_noise),
        roles: pairs
            .iter()
            .map(|pair| RoleChange {
                role: pair.role.clone(),
                within: factor * within(pair),
                mix: factor * mix(pair),
            })
            .collect(),
    }
}
