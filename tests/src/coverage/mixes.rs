//! Scores at a standard mix of roles, and what a difference is made of.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::insight::trust::{AnswerOf, MixQuery, respondent_mix};
use voc_core::metric::Tally;
use voc_core::program::MetricKind;

/// Two roles in two groups: the share of the first role, and the hits of each.
const GROUPS: [(f64, [f64; 2]); 2] = [(0.5, [0.9, 0.4]), (0.3, [0.8, 0.5])];

/// What is told of two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfMix {
    /// The score of the first at a mix of half and half.
    Standardised,
    /// What of the difference comes of roles that answer otherwise.
    Within,
    /// What comes of other roles that answer.
    Mix,
}

impl OfMix {
    fn truth(self) -> f64 {
        let [(share, hits), (other_share, other_hits)] = GROUPS;
        let (shares, others) = ([share, 1.0 - share], [other_share, 1.0 - other_share]);
        let roles = [0, 1];
        match self {
            Self::Standardised => f64::midpoint(hits[0], hits[1]),
            Self::Within => roles
                .map(|it: usize| {
                    f64::midpoint(shares[it], others[it]) * (other_hits[it] - hits[it])
                })
                .iter()
                .sum(),
            Self::Mix => roles
                .map(|it| (others[it] - shares[it]) * f64::midpoint(hits[it], other_hits[it]))
                .iter()
                .sum(),
        }
    }
}

/// How often its interval holds it, of n answers in each group.
///
/// # Panics
/// Never: the roles are those of the standard mix.
pub fn mixes(of: OfMix, n: i64, samples: u32) -> Seen {
    let mut dice = Dice::new(n as u64);
    let query = MixQuery {
        standard: Some(
            ["a", "b"]
                .map(|role| (role.to_owned(), 0.5))
                .into_iter()
                .collect(),
        ),
        confidence: CONFIDENCE,
        ..MixQuery::of(MetricKind::Rate)
    };
    let drawn = |_| {
        let mut answers = Vec::new();
        for (name, (share, hits)) in ["first", "second"].iter().zip(GROUPS) {
            let first = dice.hits(n, share);
            for (role, n, hit) in [("a", first, hits[0]), ("b", n - first, hits[1])] {
                let tally = Tally {
                    n,
                    plus: dice.hits(n, hit),
                    minus: 0,
                };
                answers.push(AnswerOf {
                    group: (*name).to_owned(),
                    role: Some(role.to_owned()),
                    tally,
                });
            }
        }
        let found = respondent_mix(&answers, &query).expect("both roles are known");
        let change = &found.changes[0];
        match of {
            OfMix::Standardised => {
                let standard = &found.groups[0].standardised;
                both_ends(standard.low, standard.high)
            }
            OfMix::Within => Some([change.within.low, change.within.high]),
            OfMix::Mix => Some([change.mix.low, change.mix.high]),
        }
    };
    Seen::of(samples, drawn, of.truth())
}

/// The table of mixes.
pub fn sheet(samples: u32) -> Sheet {
    let row = |n: i64| {
        let cells = [OfMix::Standardised, OfMix::Within, OfMix::Mix];
        let cells = cells.map(|of| mixes(of, n, samples).cell());
        std::iter::once(n.to_string()).chain(cells).collect()
    };
    Sheet {
        title: "Respondent mix (normal), drawn",
        text: format!(
            "Two groups of n with two roles: of the first half have the one role, of the second 0.3; 0.9 and 0.4 of the roles \
             hit, and 0.8 and 0.5. The share at a mix of half and half, and what of the difference comes of roles that answer \
             otherwise and of the mix (Kitagawa); {samples} samples. Where all of a role hit, nothing of it seems to vary: of \
             few answers these normal intervals are narrow."
        ),
        heads: ["n", "standardised", "answers", "mix"]
            .map(str::to_owned)
            .to_vec(),
        rows: [20, 50, 100, 200].into_iter().map(row).collect(),
    }
}
