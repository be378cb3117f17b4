//! Differences within strata.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::metric::{Member, stratified_means, stratified_shares};

/// Strata of one size.
#[derive(Debug, Clone, Copy)]
pub struct Strata {
    /// How many.
    pub count: u32,
    /// How many of the first group in each, and of the second.
    pub sizes: [u32; 2],
}

impl Strata {
    /// Each place among the members: its stratum, whether it is of the first group, and the share of the strata
    /// before.
    fn members(self) -> impl Iterator<Item = (u32, bool, f64)> {
        let Self { count, sizes } = self;
        (0..count).flat_map(move |stratum| {
            let before = f64::from(stratum) / f64::from(count.max(2) - 1);
            (0..sizes[0] + sizes[1]).map(move |place| (stratum, place < sizes[0], before))
        })
    }

    fn name(self) -> String {
        let [one, other] = self.sizes;
        format!("{} × {one} and {other}", self.count)
    }
}

/// How often the interval of a difference of shares holds it; from stratum to stratum the share rises from 0.05 to 0.7.
///
/// # Panics
/// Never: values are 0 and 1.
pub fn shares(strata: Strata, difference: f64, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(strata.count) + 1);
    let drawn = |_| {
        let members: Vec<Member> = strata
            .members()
            .map(|(stratum, is_first, before)| {
                let own = if is_first { difference } else { 0.0 };
                let hit = dice.is_hit(0.05 + 0.65 * before + own);
                Member {
                    stratum,
                    is_first,
                    value: f64::from(u8::from(hit)),
                }
            })
            .collect();
        let found = stratified_shares(&members, CONFIDENCE).expect("hits are 0 and 1");
        // Where nothing varies the interval is a point.
        both_ends(found.low, found.high)
    };
    Seen::of(samples, drawn, difference)
}

/// The same of a difference of means: of normal numbers, or of waits; the first group varies `wider` times as much.
///
/// # Panics
/// Never: values are numbers.
pub fn means(strata: Strata, is_skewed: bool, wider: f64, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(strata.count) + 2);
    let drawn = |_| {
        let members: Vec<Member> = strata
            .members()
            .map(|(stratum, is_first, before)| {
                let noise = if is_skewed {
                    dice.wait() - 1.0
                } else {
                    dice.normal()
                };
                let (own, scale) = if is_first { (1.0, wider) } else { (0.0, 1.0) };
                Member {
                    stratum,
                    is_first,
                    value: 5.0 * before + own + scale * noise,
                }
            })
            .collect();
        let found = stratified_means(&members, CONFIDENCE).expect("values are numbers");
        both_ends(found.low, found.high)
    };
    Seen::of(samples, drawn, 1.0)
}

const STRATA: [Strata; 7] = [
    Strata {
        count: 2,
        sizes: [10, 10],
    },
    Strata {
        count: 2,
        sizes: [20, 20],
    },
    Strata {
        count: 2,
        sizes: [100, 100],
    },
    Strata {
        count: 2,
        sizes: [10, 100],
    },
    Strata {
        count: 10,
        sizes: [5, 5],
    },
    Strata {
        count: 50,
        sizes: [1, 1],
    },
    Strata {
        count: 50,
        sizes: [1, 3],
    },
];

/// The table of differences within strata.
pub fn sheet(samples: u32) -> Sheet {
    let row = |strata: &Strata| {
        vec![
            strata.name(),
            shares(*strata, 0.0, samples).cell(),
            shares(*strata, 0.2, samples).cell(),
            means(*strata, false, 1.0, samples).cell(),
            means(*strata, false, 3.0, samples).cell(),
            means(*strata, true, 3.0, samples).cell(),
        ]
    };
    Sheet {
        title: "Differences within strata (Mantel and Haenszel with Sato's variance; White), drawn",
        text: format!(
            "So many strata with so many of each group; {samples} samples. The share of hits rises from 0.05 in the first \
             stratum to 0.7 in the last, and the first group has 0 or 0.2 more. Numbers differ by 5 from the first stratum to \
             the last; they are normal with one spread or with three times it in the first group, or waits (exponential) so. \
             Where the smaller group varies more, the interval of means holds less than it says."
        ),
        heads: [
            "strata",
            "shares, 0",
            "shares, 0.2",
            "normal",
            "normal, 3",
            "waits, 3",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: STRATA.iter().map(row).collect(),
    }
}
