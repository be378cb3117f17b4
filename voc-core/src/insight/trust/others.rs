//! A unit beside all others, which differ among themselves.
//!
//! Units differ for honest reasons. So a unit stands out by its distance from the median unit, over what chance
//! and honest differences make of it: the variance between units is the one at which the scale of all distances
//! is 1 (R. C. Paule, J. Mandel, Journal of Research of the National Bureau of Standards 87, 1982, 377–385),
//! and the scale is Qn (P. J. Rousseeuw, C. Croux, "Alternatives to the Median Absolute Deviation", Journal of
//! the American Statistical Association 88, 1993, 1273–1283), which a few units that stand out do not move,
//! gamed ones among them. It is as sure as a standard deviation of 0.82 times as many units, and so many
//! degrees of freedom the t has.

use super::exact::{at_least, number};
use super::ranks::median;
use crate::metric::beyond_t;
use std::f64::consts::FRAC_PI_2;

/// With fewer units nothing is known of how they differ.
pub(super) const UNITS_MIN: usize = 6;
/// Of Qn beside a standard deviation, where numbers are normal.
const EFFICIENCY: f64 = 0.82;
/// What Qn of normal numbers is multiplied by: 1 / (√2 Φ⁻¹(5/8)).
const NORMAL: f64 = 2.219_144_465_985_076;
/// For so few numbers it is multiplied by this as well, from two on (C. Croux, P. J. Rousseeuw, "Time-efficient
/// algorithms for two highly robust estimators of scale", 1992).
const FEW: [f64; 8] = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];
/// Halvings of the variance between units.
const HALVINGS: u32 = 40;

/// Hits of a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hits {
    pub(super) hits: i64,
    pub(super) n: i64,
}

impl Hits {
    pub(super) fn add(&mut self, hit: bool) {
        self.hits += i64::from(hit);
        self.n += 1;
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            n: self.n + other.n,
        }
    }

    pub(super) fn less(self, other: Self) -> Self {
        Self {
            hits: self.hits - other.hits,
            n: self.n - other.n,
        }
    }

    pub(super) fn share(self) -> Option<f64> {
        (self.n > 0).then(|| number(self.hits) / number(self.n))
    }
}

/// The hits of a unit beside those of all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Beside {
    /// The share of the unit.
    pub(super) value: f64,
    /// That of all others together.
    pub(super) others: f64,
    /// The chance that it has so many where it is like the others; absent where there are too few of them.
    pub(super) p: Option<f64>,
}

/// Whether units have more hits than the others: the larger p of Fisher's exact test, which takes all answers
/// for alike, and of the t, which takes units for different.
pub(super) fn more(units: &[Hits]) -> Vec<Option<Beside>> {
    let all = units
        .iter()
        .fold(Hits::default(), |all, unit| all.plus(*unit));
    let rest = |unit: &Hits| all.less(*unit);
    let shares: Vec<f64> = units.iter().filter_map(|unit| unit.share()).collect();
    let little = 0.5 / number(all.n.max(1));
    let middle = median(&shares)
        .unwrap_or_default()
        .clamp(little, 1.0 - little);
    let point = |unit: &Hits| {
        Some(Point {
            value: unit.share()?,
            noise: middle * (1.0 - middle) / number(unit.n),
        })
    };
    let points: Vec<Option<Point>> = units.iter().map(point).collect();
    let beside = units.iter().zip(standing_out(&points)).map(|(unit, t)| {
        let exact = at_least(unit.hits, unit.n, all.hits, all.n);
        Some(Beside {
            value: unit.share()?,
            others: rest(unit).share()?,
            p: t.map(|t| t.above().max(exact)),
        })
    });
    beside.collect()
}

/// A number of a unit, with the variance of what chance adds to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) noise: f64,
}

/// How far a unit stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StandsOut {
    t: f64,
    df: f64,
}

impl StandsOut {
    /// The chance to stand so far above the others.
    pub(super) fn above(self) -> f64 {
        let side = self.either() / 2.0;
        if self.t > 0.0 { side } else { 1.0 - side }
    }

    /// The chance to stand so far above or below them.
    pub(super) fn either(self) -> f64 {
        beyond_t(self.t, self.df)
    }
}

/// How far each unit stands out; absent without a number, and with fewer units than [`UNITS_MIN`].
pub(super) fn standing_out(points: &[Option<Point>]) -> Vec<Option<StandsOut>> {
    let known: Vec<Point> = points
        .iter()
        .filter_map(|point| *point)
        .filter(|point| point.noise > 0.0)
        .collect();
    let values: Vec<f64> = known.iter().map(|point| point.value).collect();
    let middle = median(&values).filter(|_| known.len() >= UNITS_MIN);
    #[expect(clippy::cast_precision_loss, reason = "units are few")]
    let count = known.len() as f64;
    let between = middle.map(|middle| between(&known, middle));
    let one = |point: &Option<Point>| {
        let point = (*point).filter(|point| point.noise > 0.0)?;
        let (middle, between) = middle.zip(between)?;
        // The median of normal numbers is so unsure itself.
        let unsure = 1.0 + FRAC_PI_2 / count;
        Some(StandsOut {
            t: (point.value - middle) / ((point.noise + between) * unsure).sqrt(),
            df: EFFICIENCY * (count - 1.0),
        })
    };
    points.iter().map(one).collect()
}

/// The variance between units.
fn between(points: &[Point], middle: f64) -> f64 {
    let scale = |between: f64| {
        let off = |point: &Point| (point.value - middle) / (point.noise + between).sqrt();
        let offs: Vec<f64> = points.iter().map(off).collect();
        qn(&offs)
    };
    if scale(0.0) <= 1.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, points.iter().map(|point| point.noise).sum::<f64>());
    while scale(high) > 1.0 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..HALVINGS {
        let half = f64::midpoint(low, high);
        if scale(half) > 1.0 {
            low = half;
        } else {
            high = half;
        }
    }
    high
}

/// The scale Qn of numbers, at least two.
fn qn(numbers: &[f64]) -> f64 {
    let n = numbers.len();
    let mut apart = Vec::with_capacity(n * n / 2);
    for (place, one) in numbers.iter().enumerate() {
        apart.extend(
            numbers
                .iter()
                .skip(place + 1)
                .map(|other| (one - other).abs()),
        );
    }
    let half = n / 2 + 1;
    let place = half * (half - 1) / 2;
    if apart.len() < place {
        return 0.0;
    }
    let (_, least, _) = apart.select_nth_unstable_by(place - 1, f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "units are few")]
    let count = n as f64;
    let more = if n % 2 == 1 { 1.4 } else { 3.8 };
    let few = n.checked_sub(2).and_then(|place| FEW.get(place)).copied();
    *least * NORMAL * few.unwrap_or(count / (count + more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qn_by_hand() {
        let normal = 1.0 / (2.0_f64.sqrt() * crate::metric::quantile(0.625));
        assert!((normal - NORMAL).abs() < 1e-12, "{normal}");
        // 1, 2, 4, 8: apart by 1, 2, 3, 4, 6, 7; half is 3, the third of them counts.
        assert!((qn(&[4.0, 1.0, 8.0, 2.0]) - 3.0 * NORMAL * 0.512).abs() < 1e-12);
        assert!(qn(&[5.0, 5.0, 5.0]).abs() < 1e-15);
    }

    #[test]
    fn what_differs_beyond_chance_is_between_units() {
        // Noise 1, values apart as those of a variance of 5 by Qn: 4 are between units.
        let off = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0];
        let by = 5.0_f64.sqrt() / qn(&off);
        let points = off.map(|off| Point {
            value: by * off,
            noise: 1.0,
        });
        assert!((between(&points, 0.0) - 4.0).abs() < 1e-9);
        let less = points.map(|point| Point {
            noise: 5.5,
            ..point
        });
        assert!(between(&less, 0.0).abs() < 1e-15);
    }

    #[test]
    fn a_unit_like_the_others_does_not_stand_out() {
        let same = [Hits { hits: 30, n: 100 }; 8];
        for beside in more(&same) {
            let beside = beside.unwrap();
            assert_eq!((beside.value, beside.others), (0.3, 0.3));
            assert!(beside.p.unwrap() > 0.5);
        }
    }

    #[test]
    fn others_that_differ_make_standing_out_harder() {
        let of = |hits: [i64; 9]| {
            let units = hits.map(|hits| Hits { hits, n: 100 });
            more(&units)[0].unwrap().p.unwrap()
        };
        let alike = of([60, 30, 31, 29, 30, 31, 29, 30, 30]);
        let unlike = of([60, 10, 51, 20, 40, 48, 12, 35, 25]);
        assert!(alike < 0.01, "{alike}");
        assert!(unlike > 0.05, "{unlike}");
        // One other that stands out as well changes little.
        let gamed = of([60, 60, 31, 29, 30, 31, 29, 30, 30]);
        assert!(gamed < 0.02, "{gamed}");
    }

    #[test]
    fn few_others_say_nothing() {
        let units = [Hits { hits: 9, n: 10 }; UNITS_MIN - 1];
        assert!(
            more(&units)
                .iter()
                .all(|beside| beside.unwrap().p.is_none())
        );
        let mut units = [Hits { hits: 0, n: 0 }; 7];
        assert!(more(&units).iter().all(Option::is_none));
        units[0] = Hits { hits: 1, n: 2 };
        assert!(more(&units).iter().all(Option::is_none));
    }
}
