//! The difference between two groups within strata, put together over them.

use super::estimate::{confident, number};
use super::normal::{beyond, quantile};
use super::student;
use crate::error::{Code, Error};
use serde::Serialize;

/// How a stratified difference was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StrataMethod {
    /// Of shares: the risk difference with the weights of Mantel and Haenszel (S. Greenland, J. M. Robins,
    /// Biometrics 41, 1985, 55–68), with the variance of T. Sato (Biometrics 45, 1989, 1323–1324), which
    /// holds for a few large strata and for many small ones.
    MantelHaenszel,
    /// Of numbers: with the same weights, which makes it the least squares of the number on the group and
    /// a level for each stratum; the variance is H. White's (Econometrica 48, 1980, 817–838), times n by
    /// the degrees of freedom.
    WithinStrata,
}

/// The difference between two groups within strata.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stratified {
    /// The first group less the second; absent where no stratum has both.
    pub difference: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The test's z or t.
    pub statistic: Option<f64>,
    /// The degrees of freedom of a t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df: Option<f64>,
    /// The chance of such a difference where there is none.
    pub p: Option<f64>,
    /// How many of each group count: those in strata with both.
    pub n: [i64; 2],
    /// Strata with both groups.
    pub strata: i64,
    /// How many of each group are left out, in strata without the other.
    pub left_out: [i64; 2],
    /// Strata without one of the groups.
    pub strata_left_out: i64,
    /// The confidence of the interval.
    pub confidence: f64,
    /// How it was made.
    pub method: StrataMethod,
}

/// A number of one of the groups, in a stratum by its number; strata may have any numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The stratum.
    pub stratum: u32,
    /// Whether it is of the first group.
    pub is_first: bool,
    /// The number; of shares 1 or 0.
    pub value: f64,
}

/// The difference of shares: `value` is 1 for a hit, else 0.
///
/// # Errors
/// A value that is neither, named by its index; a confidence outside (0, 1).
pub fn stratified_shares(members: &[Member], confidence: f64) -> Result<Stratified, Error> {
    confident(confidence)?;
    #[expect(clippy::float_cmp, reason = "each is exact")]
    let is_hit = |value: f64| value == 0.0 || value == 1.0;
    if let Some(index) = members.iter().position(|it| !is_hit(it.value)) {
        return Err(Error::new(Code::WrongType, "neither 0 nor 1").at(index.to_string()));
    }
    let strata = Strata::of(members);
    let mut parts = [0.0; 4];
    for stratum in strata.with_both() {
        let [[a, m], [c, n]] = stratum.sides.map(|side| [side.sum, number(side.n)]);
        let all = m + n;
        let [weight, difference, spread, rest] = &mut parts;
        *weight += m * n / all;
        *difference += (a * n - c * m) / all;
        *spread += (m * m * c - n * n * a + m * n * (n - m) / 2.0) / (all * all);
        *rest += (a * (n - c) + c * (m - a)) / (2.0 * all);
    }
    let [weight, sum, spread, rest] = parts;
    let none = strata.nothing(confidence, StrataMethod::MantelHaenszel);
    if weight <= 0.0 {
        return Ok(none);
    }
    let difference = sum / weight;
    let error = (difference * spread + rest).max(0.0).sqrt() / weight;
    let half = quantile(f64::midpoint(1.0, confidence)) * error;
    let z = (error > 0.0).then(|| difference / error);
    Ok(Stratified {
        difference: Some(difference),
        low: Some((difference - half).max(-1.0)),
        high: Some((difference + half).min(1.0)),
        statistic: z,
        p: z.map(beyond),
        ..none
    })
}

/// The difference of means.
///
/// # Errors
/// A value without end or none at all, named by its index; a confidence outside (0, 1).
pub fn stratified_means(members: &[Member], confidence: f64) -> Result<Stratified, Error> {
    confident(confidence)?;
    if let Some(index) = members.iter().position(|it| !it.value.is_finite()) {
        return Err(Error::new(Code::WrongType, "no number").at(index.to_string()));
    }
    let strata = Strata::of(members);
    let none = strata.nothing(confidence, StrataMethod::WithinStrata);
    let (mut weight, mut sum, mut n) = (0.0, 0.0, 0.0);
    for stratum in strata.with_both() {
        let [first, second] = stratum.sides;
        let (m, k) = (number(first.n), number(second.n));
        weight += m * k / (m + k);
        sum += (first.sum * k - second.sum * m) / (m + k);
        n += m + k;
    }
    if weight <= 0.0 {
        return Ok(none);
    }
    let difference = sum / weight;
    let df = n - number(none.strata) - 1.0;
    // What is left of each number once its stratum and its group are taken off.
    let mut noise = 0.0;
    for member in members {
        let Some(stratum) = strata.at(member.stratum).filter(|it| it.has_both()) else {
            continue;
        };
        let [first, second] = stratum.sides;
        let all = number(first.n + second.n);
        let share = number(first.n) / all;
        let own = f64::from(u8::from(member.is_first)) - share;
        let level = (first.sum + second.sum) / all;
        let rest = member.value - level - difference * own;
        noise += own * own * rest * rest;
    }
    let is_known = df > 0.0 && noise > 0.0;
    let error = is_known.then(|| (noise * n / df).sqrt() / weight);
    let half = error.map(|error| error * student::t_of(confidence, df));
    let t = error.map(|error| difference / error);
    Ok(Stratified {
        difference: Some(difference),
        low: half.map(|half| difference - half),
        high: half.map(|half| difference + half),
        statistic: t,
        df: is_known.then_some(df),
        p: t.map(|t| student::beyond(t, df)),
        ..none
    })
}

#[derive(Clone, Copy, Default)]
struct Side {
    n: i64,
    sum: f64,
}

#[derive(Clone, Copy, Default)]
struct Stratum {
    name: u32,
    sides: [Side; 2],
}

impl Stratum {
    fn has_both(&self) -> bool {
        self.sides.iter().all(|side| side.n > 0)
    }
}

/// The strata, by number.
struct Strata(Vec<Stratum>);

impl Strata {
    fn of(members: &[Member]) -> Self {
        let mut order: Vec<&Member> = members.iter().collect();
        order.sort_by_key(|member| member.stratum);
        let same = order.chunk_by(|one, other| one.stratum == other.stratum);
        Self(
            same.map(|same| {
                let mut stratum = Stratum::default();
                for member in same {
                    stratum.name = member.stratum;
                    let [first, second] = &mut stratum.sides;
                    let side = if member.is_first { first } else { second };
                    side.n += 1;
                    side.sum += member.value;
                }
                stratum
            })
            .collect(),
        )
    }

    fn at(&self, name: u32) -> Option<&Stratum> {
        let place = self.0.binary_search_by_key(&name, |stratum| stratum.name);
        self.0.get(place.ok()?)
    }

    fn with_both(&self) -> impl Iterator<Item = &Stratum> {
        self.0.iter().filter(|stratum| stratum.has_both())
    }

    fn nothing(&self, confidence: f64, method: StrataMethod) -> Stratified {
        let (mut n, mut left_out, mut strata) = ([0, 0], [0, 0], 0);
        for stratum in &self.0 {
            let into = if stratum.has_both() {
                &mut n
            } else {
                &mut left_out
            };
            strata += i64::from(stratum.has_both());
            for (sum, side) in into.iter_mut().zip(stratum.sides) {
                *sum += side.n;
            }
        }
        Stratified {
            difference: None,
            low: None,
            high: None,
            statistic: None,
            df: None,
            p: None,
            n,
            strata,
            left_out,
            strata_left_out: i64::try_from(self.0.len()).unwrap_or(i64::MAX) - strata,
            confidence,
            method,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bootstrap::chosen;
    use super::super::compare_means;
    use super::super::moments::moments;
    use super::*;
    use proptest::prelude::*;

    fn table(strata: &[[i64; 4]]) -> Vec<Member> {
        let mut members = Vec::new();
        for (stratum, [a, m, c, n]) in (0..).zip(strata) {
            for (is_first, hits, all) in [(true, *a, *m), (false, *c, *n)] {
                members.extend((0..all).map(|place| Member {
                    stratum,
                    is_first,
                    value: f64::from(u8::from(place < hits)),
                }));
            }
        }
        members
    }

    #[test]
    fn deaths_with_tolbutamide() {
        // The University Group Diabetes Program, by age, as in K. J. Rothman, S. Greenland, T. L. Lash,
        // "Modern epidemiology", 3rd edition 2008, chapter 15: 8 of 106 and 5 of 120 below 55, 22 of 98 and
        // 16 of 85 from 55 on: risk difference 0.035, interval of 90 % −0.018 to 0.087.
        let found = stratified_shares(&table(&[[8, 106, 5, 120], [22, 98, 16, 85]]), 0.9).unwrap();
        let near = |found: Option<f64>, wanted: f64| {
            assert!((found.unwrap() - wanted).abs() < 6e-4, "{found:?} {wanted}");
        };
        near(found.difference, 0.035);
        near(found.low, -0.018);
        near(found.high, 0.087);
        assert_eq!(
            (found.n, found.strata, found.left_out),
            ([204, 205], 2, [0, 0])
        );
    }

    #[test]
    fn strata_without_both_are_left_out_and_counted() {
        let found =
            stratified_shares(&table(&[[1, 2, 0, 3], [4, 4, 0, 0], [0, 0, 2, 7]]), 0.95).unwrap();
        assert_eq!((found.strata, found.strata_left_out), (1, 2));
        assert_eq!((found.n, found.left_out), ([2, 3], [4, 7]));
        assert!((found.difference.unwrap() - 0.5).abs() < 1e-12);
        let none = stratified_shares(&table(&[[4, 4, 0, 0]]), 0.95).unwrap();
        assert_eq!((none.difference, none.p), (None, None));
        let bad = [Member {
            stratum: 0,
            is_first: true,
            value: 0.5,
        }];
        assert_eq!(
            stratified_shares(&bad, 0.95).unwrap_err().path.as_deref(),
            Some("0")
        );
        let bad = bad.map(|it| Member {
            value: f64::NAN,
            ..it
        });
        assert!(stratified_means(&bad, 0.95).is_err());
    }

    #[test]
    fn what_is_confounded_comes_right_within_strata() {
        // In both strata the groups are alike, and pooled they are far apart.
        let members = table(&[[8, 10, 80, 100], [20, 100, 2, 10]]);
        let found = stratified_shares(&members, 0.95).unwrap();
        assert!(found.difference.unwrap().abs() < 1e-12);
        let found = stratified_means(&members, 0.95).unwrap();
        assert!(found.difference.unwrap().abs() < 1e-12);
    }

    /// Drawn by chance that follows from a seed: two strata in which different shares are hits and of the
    /// first group, whatever the group.
    fn drawn(seed: u64, hit: [u64; 2], first: [u64; 2]) -> Vec<Member> {
        let chance = |place: u64, of: u64| chosen(seed, place, 100) < of;
        let member = |place: u64| {
            let stratum = usize::from(chance(3 * place, 50));
            Member {
                stratum: u32::try_from(stratum).unwrap(),
                is_first: chance(3 * place + 1, first[stratum]),
                value: f64::from(u8::from(chance(3 * place + 2, hit[stratum]))),
            }
        };
        (1..=200).map(member).collect()
    }

    #[test]
    fn no_effect_is_held_in_nineteen_of_twenty() {
        // Whoever is of the second stratum is mostly of the first group, and mostly a hit.
        let (mut within, mut means, mut pooled) = (0, 0, 0);
        let holds = |found: &Stratified| {
            let (low, high) = found.low.zip(found.high).unwrap();
            low <= 0.0 && 0.0 <= high
        };
        for seed in 0..2_000 {
            let members = drawn(seed, [20, 70], [30, 75]);
            within += i32::from(holds(&stratified_shares(&members, 0.95).unwrap()));
            means += i32::from(holds(&stratified_means(&members, 0.95).unwrap()));
            let all: Vec<Member> = members
                .iter()
                .map(|it| Member { stratum: 0, ..*it })
                .collect();
            pooled += i32::from(holds(&stratified_shares(&all, 0.95).unwrap()));
        }
        // The standard error of a share of 95 % among 2,000 is half a hundredth.
        assert!((1_870..=1_930).contains(&within), "{within}");
        assert!((1_870..=1_930).contains(&means), "{means}");
        assert!(pooled < 500, "{pooled}");
    }

    proptest! {
        #[test]
        fn one_stratum_is_the_plain_difference(
            one in prop::collection::vec(-20_i32..20, 2..12), other in prop::collection::vec(-20_i32..20, 2..12),
        ) {
            let numbers = |of: &[i32]| of.iter().map(|it| f64::from(*it)).collect::<Vec<f64>>();
            let (one, other) = (numbers(&one), numbers(&other));
            let member = |is_first, value: &f64| Member { stratum: 3, is_first, value: *value };
            let mut members: Vec<Member> = one.iter().map(|value| member(true, value)).collect();
            members.extend(other.iter().map(|value| member(false, value)));
            let found = stratified_means(&members, 0.95).unwrap();
            let plain = compare_means(moments(&one).unwrap(), moments(&other).unwrap(), 0.95).unwrap();
            prop_assert!((found.difference.unwrap() - plain.difference.unwrap()).abs() < 1e-9);
        }
    }
}
