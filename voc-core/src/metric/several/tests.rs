//! Published figures, and what holds of any groups.

use super::super::moments::moments;
use super::*;
use proptest::prelude::*;

fn near(found: Option<f64>, wanted: f64, by: f64) {
    let found = found.unwrap();
    assert!((found - wanted).abs() < by, "{found} {wanted}");
}

#[test]
fn shares_as_r_has_them() {
    // R's own example: prop.test(c(83, 90, 129, 70), c(86, 93, 136, 82)): chi-squared 12.6 on 3 degrees
    // of freedom, here times 396/397.
    let found = several_shares(&[(83, 86), (90, 93), (129, 136), (70, 82)], 0.95).unwrap();
    near(found.statistic, 12.6004 * 396.0 / 397.0, 5e-4);
    let size = found.size.unwrap();
    assert_eq!((size.kind, found.df), (SizeKind::CramerV, Some(3.0)));
    assert!((size.value - (12.6004_f64 / 397.0).sqrt()).abs() < 1e-5);
    assert!(size.low.unwrap() < size.value && size.value < size.high.unwrap());
}

#[test]
fn two_shares_have_h() {
    // J. Cohen (1988), table 6.2.2: φ of 0.50 is 1.571 and of 0.30 is 1.159.
    let found = several_shares(&[(50, 100), (0, 0), (30, 100)], 0.95).unwrap();
    let size = found.size.unwrap();
    assert_eq!((size.kind, found.groups), (SizeKind::CohenH, 2));
    near(Some(size.value), 1.571 - 1.159, 1e-3);
    // Wilson's limits of 50 of 100 are 0.403832 and 0.596168, of 30 of 100 0.218949 and 0.395849; on the scale
    // 1.377253, 1.764339 and 0.973871, 1.360957: 0.411517 − √(0.193543² + 0.201677²) and + √(0.193543² + 0.185409²).
    near(size.low, 0.131_995, 2e-6);
    near(size.high, 0.679_538, 2e-6);
}

#[test]
fn means_as_r_has_them() {
    // R: oneway.test(weight ~ group, PlantGrowth): F = 5.181, denominator df 17.128, p 0.01739.
    let groups = PLANTS.map(|plants| moments(&plants).unwrap());
    let found = several_means(&groups, 0.95).unwrap();
    near(found.statistic, 5.181, 5e-4);
    near(found.df_within, 17.128, 5e-4);
    near(found.p, 0.01739, 5e-6);
    // Of the ordinary F = 4.846 on 2 and 27: (SSB − 2 MSW) / SST = (3.76634 − 2·0.388596) / 14.25843.
    let size = found.size.unwrap();
    near(
        Some(size.value),
        (3.76634 - 2.0 * 0.388_596) / 14.258_43,
        1e-5,
    );
    assert!(size.low.unwrap() < size.value && size.value < size.high.unwrap());
}

#[test]
fn ranks_as_r_has_them() {
    // R: kruskal.test(weight ~ group, PlantGrowth): 7.9882 on 2, p 0.01842.
    let groups: Vec<&[f64]> = PLANTS.iter().map(<[f64; 10]>::as_slice).collect();
    let found = several_ranks(&groups, 0.95).unwrap();
    near(found.statistic, 7.9882, 5e-5);
    near(found.p, 0.01842, 5e-6);
    assert_eq!(several_ranks(&[&[1.0, 1.0], &[1.0]], 0.95).unwrap().p, None);
    assert_eq!(several_ranks(&[&[], &[1.0, 2.0]], 0.95).unwrap().groups, 1);
}

#[test]
fn nothing_to_compare() {
    assert_eq!(several_shares(&[(1, 2), (0, 0)], 0.95).unwrap().p, None);
    assert_eq!(
        several_shares(&[(2, 2), (3, 3)], 0.95).unwrap().p,
        Some(1.0)
    );
    let one = moments(&[2.0]).unwrap();
    assert_eq!(several_means(&[one, one, one], 0.95).unwrap().p, None);
    let same = moments(&[2.0, 2.0]).unwrap();
    let other = moments(&[1.0, 3.0]).unwrap();
    assert_eq!(several_means(&[same, other, other], 0.95).unwrap().p, None);
    assert!(several_shares(&[], 2.0).is_err());
    assert!(several_means(&[], 2.0).is_err());
    assert!(several_ranks(&[], 2.0).is_err());
    assert_eq!(
        several_estimates(&[(1.0, 0.5), (2.0, 0.0)], 9, 0.95).p,
        None
    );
    // By hand: 1 and 3 with variance 1 each: Q = 2.
    near(
        several_estimates(&[(1.0, 1.0), (3.0, 1.0)], 9, 0.95).statistic,
        2.0,
        1e-12,
    );
}

proptest! {
    #[test]
    fn groups_in_another_order_are_the_same(
        groups in prop::collection::vec(prop::collection::vec(0_i32..5, 2..8), 3..5), by in 0_usize..4,
    ) {
        let numbers: Vec<Vec<f64>> = groups.iter().map(|group| group.iter().map(|it| f64::from(*it)).collect()).collect();
        let mut turned = numbers.clone();
        turned.rotate_left(by % numbers.len());
        let ask = |groups: &[Vec<f64>]| {
            let all: Vec<Moments> = groups.iter().map(|group| moments(group).unwrap()).collect();
            let ranks: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
            [several_means(&all, 0.95).unwrap(), several_ranks(&ranks, 0.95).unwrap()]
        };
        for (there, back) in ask(&numbers).into_iter().zip(ask(&turned)) {
            prop_assert_eq!(there.p.is_some(), back.p.is_some());
            if let (Some(there), Some(back)) = (there.p, back.p) {
                prop_assert!((there - back).abs() < 1e-9);
            }
        }
    }
}

/// R's `PlantGrowth`.
const PLANTS: [[f64; 10]; 3] = [
    [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
];
