//! Published tables, and what holds of any spells.

use super::*;
use proptest::prelude::*;

/// Remission in weeks of patients with 6-MP; those below 0 were lost from sight. E. J. Freireich et al.,
/// Blood 21 (1963) 699–716, as in J. P. Klein, M. L. Moeschberger, "Survival analysis", 2nd edition 2003,
/// section 1.2.
const MP: [i64; 21] = [
    10, 7, -32, 23, 22, 6, 16, -34, -32, -25, -11, -20, -19, 6, -17, -35, 6, 13, -9, -6, -10,
];
/// The same with a placebo.
const PLACEBO: [i64; 21] = [
    1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8,
];

fn spells(weeks: &[i64]) -> Vec<Spell> {
    weeks
        .iter()
        .map(|week| Spell::new(week.abs(), *week > 0))
        .collect()
}

fn one(weeks: &[i64], query: &SurvivalQuery) -> Survival {
    let found = survivals(vec![(None, spells(weeks))], query).unwrap();
    found.groups[0].survival.clone()
}

fn near(found: f64, wanted: f64, by: f64) {
    assert!((found - wanted).abs() <= by, "{found} is not {wanted}");
}

#[test]
fn the_table_of_klein_and_moeschberger() {
    // Table 4.1A: time, events, at risk, estimate, standard error; the digits are those of R's survfit.
    let table = [
        (6, 3, 21, 0.857, 0.076),
        (7, 1, 17, 0.807, 0.087),
        (10, 1, 15, 0.753, 0.096),
        (13, 1, 12, 0.690, 0.107),
        (16, 1, 11, 0.627, 0.114),
        (22, 1, 7, 0.538, 0.128),
        (23, 1, 6, 0.448, 0.135),
    ];
    let found = one(&MP, &SurvivalQuery::default());
    assert_eq!((found.n, found.happened, found.censored), (21, 9, 12));
    assert_eq!(found.steps.len(), table.len());
    for (step, (at, happened, at_risk, survival, error)) in found.steps.iter().zip(table) {
        assert_eq!(
            (step.at, step.happened, step.at_risk),
            (at, happened, at_risk)
        );
        near(step.survival, survival, 5.1e-4);
        near(step.error.unwrap(), error, 5.1e-4);
    }
    // All 12 were lost at or after the first step.
    assert_eq!(
        found.steps.iter().map(|step| step.censored).sum::<i64>(),
        12
    );
    assert_eq!(found.median.value, Some(23));
    // R's survfit(…, conf.type = "log-log") says 13 and NA.
    assert_eq!((found.median.low, found.median.high), (Some(13), None));
}

#[test]
fn the_mean_of_klein_and_moeschberger() {
    // Example 4.2: of the 6-MP group up to 35 weeks 23.3 with standard error 2.83; of the placebo group,
    // where everybody is watched to the end, the plain mean 8.67 with 1.41: the square root of the sum of
    // squares around the mean, by n.
    let until = SurvivalQuery {
        until: Some(35),
        ..SurvivalQuery::default()
    };
    let mean = one(&MP, &until).mean.unwrap();
    near(mean.value, 23.287, 5e-4);
    near(mean.error, 2.83, 5e-3);
    let mean = one(&PLACEBO, &until).mean.unwrap();
    let plain = PLACEBO.iter().map(|week| number(*week)).sum::<f64>() / 21.0;
    near(mean.value, plain, 1e-12);
    let squares = PLACEBO.iter().map(|week| (number(*week) - plain).powi(2));
    near(mean.error, squares.sum::<f64>().sqrt() / 21.0, 1e-12);
}

#[test]
fn the_log_rank_of_the_leukaemia_data() {
    // R: survdiff(Surv(time, status) ~ group) of MASS::gehan: chi-squared 16.8 on 1 degree of freedom, p
    // 4e-05, expected 19.3 and 10.7; statsmodels and lifelines have 16.7929.
    let (mp, placebo) = (spells(&MP), spells(&PLACEBO));
    let found = log_rank(&[&mp, &placebo]).unwrap();
    near(found.statistic, 16.7929, 5e-5);
    near(found.p, 4.169e-5, 5e-9);
    assert_eq!((found.df, found.groups[0].happened), (1, 9));
    near(found.groups[0].expected, 19.25, 5e-3);
    near(found.groups[1].expected, 10.75, 5e-3);
    // Nobody of a third group is ever watched: it cannot be compared.
    let three = log_rank(&[&mp, &placebo, &[]]).unwrap();
    near(three.statistic, found.statistic, 1e-9);
    assert_eq!(three.df, 1);
    assert_eq!(log_rank(&[&mp]), None);
    let waiting = [Spell::new(3, false)];
    assert_eq!(log_rank(&[&waiting, &waiting]), None);
}

#[test]
fn shares_at_times() {
    let query = SurvivalQuery {
        at: vec![0, 6, 22, 35, 36],
        ..SurvivalQuery::default()
    };
    let points = one(&MP, &query).at;
    let shares: Vec<_> = points.iter().map(|point| point.survival).collect();
    assert_eq!(shares[0], Some(1.0));
    near(shares[1].unwrap(), 18.0 / 21.0, 1e-12);
    near(shares[2].unwrap(), 0.538, 5e-4);
    near(shares[3].unwrap(), 0.448, 5e-4);
    assert_eq!(shares[4], None);
    let watched: Vec<_> = points.iter().map(|point| point.at_risk).collect();
    assert_eq!(watched, [21, 21, 7, 1, 0]);
    // Nobody of the placebo group is left after 23 weeks.
    assert_eq!(one(&PLACEBO, &query).at[4].survival, Some(0.0));
}

#[test]
fn who_comes_later_is_not_at_risk_before() {
    // By hand: at 2 one of three (the fourth comes in at 2, so after it), at 4 one of three.
    let late = |entered, ended, happened| Spell {
        entered,
        ended,
        happened,
    };
    let spells = vec![
        late(0, 2, true),
        late(0, 5, false),
        late(1, 4, true),
        late(2, 6, false),
    ];
    let found = survivals(vec![(None, spells)], &SurvivalQuery::default()).unwrap();
    let steps = &found.groups[0].survival.steps;
    assert_eq!((steps[0].at_risk, steps[1].at_risk), (3, 3));
    near(steps[1].survival, 4.0 / 9.0, 1e-15);
}

#[test]
fn what_cannot_be_is_named() {
    let ask = |entered, ended| {
        let spell = Spell {
            entered,
            ended,
            happened: true,
        };
        let groups = vec![(Some("a".to_owned()), vec![Spell::new(0, true), spell])];
        survivals(groups, &SurvivalQuery::default())
    };
    for (entered, ended) in [(5, 4), (5, 5), (-1, 4)] {
        assert_eq!(
            ask(entered, ended).unwrap_err().path.as_deref(),
            Some("a.1")
        );
    }
    assert!(ask(0, 0).is_ok());
    let query = SurvivalQuery {
        until: Some(-1),
        ..SurvivalQuery::default()
    };
    assert_eq!(
        survivals(Vec::new(), &query).unwrap_err().path.as_deref(),
        Some("until")
    );
    let none = one(&[], &SurvivalQuery::default());
    assert_eq!((none.n, none.median.value, none.mean), (0, None, None));
    // Nobody was watched so long.
    let query = SurvivalQuery {
        until: Some(36),
        ..SurvivalQuery::default()
    };
    assert_eq!(one(&MP, &query).mean, None);
    assert!(one(&PLACEBO, &query).mean.is_some());
}

/// The share still waiting at each time, straight off the definition.
fn plainly(spells: &[Spell]) -> Vec<(i64, f64)> {
    let mut times: Vec<i64> = spells
        .iter()
        .filter(|it| it.happened)
        .map(|it| it.ended)
        .collect();
    times.sort_unstable();
    times.dedup();
    let mut share = 1.0;
    let step = |at: i64| {
        let risk = spells
            .iter()
            .filter(|it| (it.entered < at || it.entered == 0) && it.ended >= at);
        let gone = spells.iter().filter(|it| it.happened && it.ended == at);
        share *= 1.0 - number(whole(gone.count())) / number(whole(risk.count()));
        (at, share)
    };
    times.into_iter().map(step).collect()
}

prop_compose! {
    fn any_spells()(all in prop::collection::vec((0_i64..9, 0_i64..9, any::<bool>()), 0..40)) -> Vec<Spell> {
        let spell = |(entered, longer, happened): (i64, i64, bool)| Spell {
            entered,
            ended: entered + longer + i64::from(entered > 0),
            happened,
        };
        all.into_iter().map(spell).collect()
    }
}

proptest! {
    #[test]
    fn the_curve_is_the_definition(spells in any_spells()) {
        let found = survivals(vec![(None, spells.clone())], &SurvivalQuery::default()).unwrap();
        let steps = &found.groups[0].survival.steps;
        let plain = plainly(&spells);
        prop_assert_eq!(steps.len(), plain.len());
        for (step, (at, share)) in steps.iter().zip(plain) {
            prop_assert_eq!(step.at, at);
            prop_assert!((step.survival - share).abs() < 1e-12);
            if let (Some(low), Some(high)) = (step.low, step.high) {
                prop_assert!(0.0 <= low && low <= step.survival && step.survival <= high && high <= 1.0);
            }
        }
    }

    #[test]
    fn groups_in_another_order_are_the_same(one in any_spells(), two in any_spells(), three in any_spells()) {
        let there = log_rank(&[&one, &two, &three]);
        let back = log_rank(&[&three, &one, &two]);
        prop_assert_eq!(there.is_some(), back.is_some());
        if let (Some(there), Some(back)) = (there, back) {
            prop_assert_eq!(there.df, back.df);
            prop_assert!((there.statistic - back.statistic).abs() < 1e-8);
            let happened: i64 = there.groups.iter().map(|row| row.happened).sum();
            let expected: f64 = there.groups.iter().map(|row| row.expected).sum();
            prop_assert!((number(happened) - expected).abs() < 1e-9);
        }
    }
}
