//! Whether customers are invited after something good rather than after something bad, touch point by touch point.

use super::exact::{ln_choose, number};
use super::extract::Unit;
use super::find::{Found, GROUP_MIN};
use super::others::{Hits, Point, standing_out};
use crate::ordered::Map;

/// The happenings of one touch point, and how many were followed by an invitation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) good: Hits,
    pub(super) bad: Hits,
}

/// By touch point; absent where it is not known.
pub(super) type Strata = Map<Option<String>, Table>;

impl Table {
    /// Whether it can tell good from bad.
    fn tells(self) -> bool {
        self.good.n > 0 && self.bad.n > 0
    }

    fn invited(self) -> i64 {
        self.good.hits + self.bad.hits
    }

    fn n(self) -> i64 {
        self.good.n + self.bad.n
    }

    fn plus(self, other: Self) -> Self {
        Self {
            good: self.good.plus(other.good),
            bad: self.bad.plus(other.bad),
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            good: self.good.less(other.good),
            bad: self.bad.less(other.bad),
        }
    }
}

/// What is found in each unit.
pub(super) fn asked_when_good(units: &[&Unit], min_n: i64) -> Vec<Option<Found>> {
    let own = |unit: &&Unit| -> Vec<(Option<String>, Table)> {
        let strata = unit.happenings.iter();
        let strata = strata.filter(|(_, table)| table.tells());
        strata
            .map(|(point, table)| (point.clone(), *table))
            .collect()
    };
    let mine: Vec<Vec<(Option<String>, Table)>> = units.iter().map(own).collect();
    let enough = |strata: &[(Option<String>, Table)]| {
        let all = strata
            .iter()
            .fold(Table::default(), |all, (_, one)| all.plus(*one));
        all.n() >= min_n && all.good.n.min(all.bad.n) >= GROUP_MIN
    };
    // Too few to be tested are also too few to be held against.
    let mut everywhere = Strata::default();
    for (unit, _) in units.iter().zip(&mine).filter(|(_, own)| enough(own)) {
        for (point, table) in &unit.happenings {
            let all = everywhere.or_default(point);
            *all = all.plus(*table);
        }
    }
    let points = mine.iter().map(|own| point(own).filter(|_| enough(own)));
    let points: Vec<Option<Point>> = points.collect();
    let found = units.iter().zip(&mine).zip(standing_out(&points));
    let found = found.map(|((unit, own), stands)| {
        let is_enough = enough(own);
        let others = |point: &Option<String>| {
            let all = everywhere.get(point).copied().unwrap_or_default();
            let own = unit.happenings.get(point).copied().unwrap_or_default();
            if is_enough { all.less(own) } else { all }
        };
        let rest = everywhere
            .keys()
            .map(|point| (point.clone(), others(point)));
        let rest: Vec<(Option<String>, Table)> = rest.collect();
        let both = own.iter().map(|(point, table)| (*table, others(point)));
        let both: Vec<(Table, Table)> = both.collect();
        Some(Found {
            value: difference(own)?,
            beside: difference(&rest)?,
            n: own.iter().map(|(_, table)| table.n()).sum(),
            p: stands.map(|stands| stands.above().max(within(own)).max(beside(&both))),
        })
    });
    found.collect()
}

/// By how much the share that is invited is larger after something good, over all touch points: N. Mantel, W.
/// Haenszel's weights (S. Greenland, J. M. Robins, Biometrics 41, 1985, 55–68).
fn difference(strata: &[(Option<String>, Table)]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (_, table) in strata {
        let (Some(good), Some(bad)) = (table.good.share(), table.bad.share()) else {
            continue;
        };
        let weight = number(table.good.n) * number(table.bad.n) / number(table.n());
        sum += weight * (good - bad);
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The log odds of an invitation after something good rather than bad, in one step: S. Yusuf, R. Peto and others,
/// Progress in Cardiovascular Diseases 27 (1985) 335–371.
fn point(strata: &[(Option<String>, Table)]) -> Option<Point> {
    let (mut more, mut variance) = (0.0, 0.0);
    for (_, table) in strata {
        let (all, invited) = (number(table.n()), number(table.invited()));
        let (good, bad) = (number(table.good.n), number(table.bad.n));
        more += number(table.good.hits) - good * invited / all;
        if all > 1.0 {
            variance += good * bad * invited * (all - invited) / (all * all * (all - 1.0));
        }
    }
    (variance > 0.0).then(|| Point {
        value: more / variance,
        noise: 1.0 / variance,
    })
}

/// The chance that as many are invited after something good, where it does not matter what happened: given how many
/// happenings and invitations each touch point has, each is drawn as Fisher's are.
fn within(strata: &[(Option<String>, Table)]) -> f64 {
    let one = |(_, table): &(Option<String>, Table)| {
        let (good, bad, invited) = (table.good.n, table.bad.n, table.invited());
        let (low, high) = ((invited - bad).max(0), invited.min(good));
        Spread::of(low, high, |x| {
            ln_choose(good, x) + ln_choose(bad, invited - x)
        })
    };
    let observed = strata.iter().map(|(_, table)| table.good.hits).sum();
    Spread::sum(strata.iter().map(one)).at_least(observed)
}

/// The same where it matters as much as in the other units: given also how many were invited after something good
/// anywhere.
fn beside(strata: &[(Table, Table)]) -> f64 {
    let one = |(own, others): &(Table, Table)| {
        let (good, bad, invited) = (own.good.n, own.bad.n, own.invited());
        let (all_good, elsewhere) = (own.good.hits + others.good.hits, others.invited());
        let low = (invited - bad).max(all_good - others.good.n.min(elsewhere));
        let high = invited.min(good);
        let high = high.min(all_good - (elsewhere - others.bad.n).max(0));
        Spread::of(low.max(0), high, |x| {
            ln_choose(good, x)
                + ln_choose(bad, invited - x)
                + ln_choose(others.good.n, all_good - x)
                + ln_choose(others.bad.n, elsewhere - all_good + x)
        })
    };
    let observed = strata.iter().map(|(own, _)| own.good.hits).sum();
    Spread::sum(strata.iter().map(one)).at_least(observed)
}

/// The chances of whole numbers from `low` on.
struct Spread {
    low: i64,
    chances: Vec<f64>,
}

/// What is less likely than the likeliest by this, and lies at an end, is left out.
const NEVER: f64 = 1e-60;

impl Spread {
    /// Of logarithms of weights.
    fn of(low: i64, high: i64, ln_weight: impl Fn(i64) -> f64) -> Self {
        let logs: Vec<f64> = (low..=high).map(ln_weight).collect();
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
        let before = weights.iter().take_while(|weight| **weight < NEVER).count();
        let kept: Vec<f64> = weights.into_iter().skip(before).collect();
        let after = kept
            .iter()
            .rev()
            .take_while(|weight| **weight < NEVER)
            .count();
        let total: f64 = kept.iter().sum();
        let kept = kept.iter().take(kept.len() - after);
        Self {
            low: low.saturating_add_unsigned(before as u64),
            chances: kept.map(|weight| weight / total).collect(),
        }
    }

    /// Of the sum of numbers that have nothing to do with each other.
    fn sum(all: impl Iterator<Item = Self>) -> Self {
        let none = Self {
            low: 0,
            chances: vec![1.0],
        };
        all.fold(none, |sum, one| {
            let length = (sum.chances.len() + one.chances.len()).saturating_sub(1);
            let mut chances = vec![0.0; length];
            for (place, chance) in sum.chances.iter().enumerate() {
                let row = chances.iter_mut().skip(place).zip(&one.chances);
                row.for_each(|(to, other)| *to += chance * other);
            }
            Self {
                low: sum.low + one.low,
                chances,
            }
        })
    }

    /// The chance of at least so many.
    fn at_least(&self, observed: i64) -> f64 {
        let below = usize::try_from(observed - self.low).unwrap_or(0);
        let tail = self.chances.iter().skip(below);
        // From the far end on, so that small chances keep their digits.
        tail.rev().sum::<f64>().min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table([good, of_good, bad, of_bad]: [i64; 4]) -> Table {
        Table {
            good: Hits {
                hits: good,
                n: of_good,
            },
            bad: Hits {
                hits: bad,
                n: of_bad,
            },
        }
    }

    fn strata(tables: &[[i64; 4]]) -> Vec<(Option<String>, Table)> {
        let named = tables.iter().enumerate();
        named
            .map(|(place, one)| (Some(place.to_string()), table(*one)))
            .collect()
    }

    #[test]
    fn within_by_hand() {
        // Invited 3 of 4 after good and 1 of 4 after bad: the lady tasting tea, 17/70.
        let tea = strata(&[[3, 4, 1, 4]]);
        assert!((within(&tea) - 17.0 / 70.0).abs() < 1e-14);
        // Twice: at least 6 of 8. One is 4, 3, 2 with 1/70, 16/70, 36/70: 4 + 4, 4 + 3 twice, 4 + 2 twice, 3 + 3:
        // (1 + 32 + 72 + 256) / 4900 = 361/4900.
        let twice = strata(&[[3, 4, 1, 4], [3, 4, 1, 4]]);
        assert!((within(&twice) - 361.0 / 4900.0).abs() < 1e-14);
        assert!((difference(&twice).unwrap() - 0.5).abs() < 1e-15);
        // Expected 2, variance 4 · 4 · 4 · 4 / (64 · 7) = 4/7: log odds 7/4, variance 7/4.
        let point = point(&tea).unwrap();
        assert!((point.value - 1.75).abs() < 1e-14 && (point.noise - 1.75).abs() < 1e-14);
    }

    #[test]
    fn beside_by_hand() {
        // 1 of 1 and 0 of 1 here, 0 of 1 and 1 of 1 there; one was invited after good: here or there. The weights of
        // both are 1.
        let here = table([1, 1, 0, 1]);
        let there = table([0, 1, 1, 1]);
        assert!((beside(&[(here, there)]) - 0.5).abs() < 1e-15);
        // 2 of 2 and 0 of 2 here, 1 of 2 and 1 of 2 there: three after good. x is 1 or 2, with weights
        // C(2,1) C(2,1) C(2,2) C(2,0) = 4 and C(2,2) C(2,0) C(2,1) C(2,1) = 4.
        let (here, there) = (table([2, 2, 0, 2]), table([1, 2, 1, 2]));
        assert!((beside(&[(here, there)]) - 0.5).abs() < 1e-15);
        // Nobody else: nothing to hold it against.
        assert!((beside(&[(here, Table::default())]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn touch_points_do_not_stand_in_for_what_happened() {
        // At the desk most are invited and most is good; in the post few, and most is bad. In neither it matters.
        let both = [[36, 72, 9, 18], [2, 18, 8, 72]];
        assert!(difference(&strata(&both)).unwrap().abs() < 1e-15);
        assert!(within(&strata(&both)) > 0.5);
        let as_one = strata(&[[38, 90, 17, 90]]);
        assert!(within(&as_one) < 0.01);
    }

    proptest! {
        /// The sum of chances is 1, and the exact test of one touch point is Fisher's.
        #[test]
        fn one_touch_point_is_fishers(good in 1_i64..40, bad in 1_i64..40, cut in 0_i64..80, x in 0_i64..40) {
            let invited = cut.min(good + bad);
            let hits = x.clamp((invited - bad).max(0), invited.min(good));
            let one = strata(&[[hits, good, invited - hits, bad]]);
            let fisher = super::super::exact::at_least(hits, good, invited, good + bad);
            prop_assert!((within(&one) - fisher).abs() < 1e-11);
        }

        /// The more others there are, all invited as blindly as the unit could have been, the nearer it comes to the
        /// test within the unit.
        #[test]
        fn many_blind_others_are_no_others(good in 2_i64..12, bad in 2_i64..12, x in 0_i64..12) {
            let hits = x.min(good);
            let own = table([hits, good, bad / 2, bad]);
            let many = 1_000_000;
            let others = table([many / 2, many, many / 2, many]);
            let apart = beside(&[(own, others)]) - within(&[(None, own)]);
            prop_assert!(apart.abs() < 1e-3, "{}", apart);
        }
    }
}
