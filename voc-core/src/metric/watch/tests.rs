//! Judgements worked out by hand.

use super::*;
use crate::metric::Tally;
use crate::ordered::Map;
use crate::program::{Family, MetricKind, MetricRule, MetricTest, Period};
use crate::time::Span;

fn shares(plus: i64, n: i64) -> Tally {
    Tally { n, plus, minus: 0 }
}

fn window(window: Tally) -> Answers {
    Answers {
        window,
        ..Answers::default()
    }
}

fn below(level: f64, clear: f64) -> MetricTest {
    MetricTest::Below { level, clear }
}

fn rule(test: MetricTest, confidence: Option<f64>, family: Family) -> MetricRule {
    MetricRule {
        id: "r".into(),
        metric: "csat".into(),
        by: vec!["unit".into()],
        every: Period::Day,
        over: Span::of_days(28),
        test,
        min_n: 30,
        confidence,
        family,
    }
}

fn groups(all: &[Answers]) -> Map<Group, Answers> {
    let named = all.iter().enumerate();
    named
        .map(|(index, answers)| (vec![format!("u{index:02}")], answers.clone()))
        .collect()
}

fn firing(rule: &MetricRule, all: &[Answers]) -> Vec<String> {
    let judged = judge_groups(rule, MetricKind::Csat.into(), &groups(all));
    let fires = judged
        .iter()
        .filter(|(_, one)| one.finding == Finding::Fires);
    fires.map(|(group, _)| group[0].clone()).collect()
}

#[test]
fn below_a_level_with_and_without_confidence() {
    let found = |plus, confidence| {
        let csat = MetricKind::Csat;
        judge(
            below(0.7, 0.75),
            csat.into(),
            &window(shares(plus, 100)),
            confidence,
        )
        .unwrap()
        .finding
    };
    assert_eq!(found(69, None), Finding::Fires);
    assert_eq!(
        found(70, None),
        Finding::Neither,
        "the level is not below itself"
    );
    assert_eq!(found(74, None), Finding::Neither);
    assert_eq!(found(75, None), Finding::Clears);
    // The upper limit at 95 % of 60 of 100 is 0.69060, of 62 of 100 it is 0.70902: statsmodels 0.15.0,
    // proportion_confint(60, 100, method="wilson").
    assert_eq!(found(60, Some(0.95)), Finding::Fires);
    assert_eq!(found(62, Some(0.95)), Finding::Neither);
    assert_eq!(found(75, Some(0.95)), Finding::Clears);
}

#[test]
fn above_mirrors_below() {
    let above = MetricTest::Above {
        level: 20.0,
        clear: 10.0,
    };
    let found = |plus, confidence| {
        let tally = Tally {
            n: 100,
            plus,
            minus: 20,
        };
        judge(above, MetricKind::Nps.into(), &window(tally), confidence)
            .unwrap()
            .finding
    };
    assert_eq!(found(41, None), Finding::Fires);
    assert_eq!(found(40, None), Finding::Neither);
    assert_eq!(found(30, None), Finding::Clears);
    // 60 − 20: n' = 103, p = 60.75/103, d = 20.75/103, centre 40/103 = 0.388350,
    // variance (81.5/103 − 0.150816)/103 = 0.0062180, half 1.959964 × 0.0788543 = 0.154552: low 23.4.
    assert_eq!(found(60, Some(0.95)), Finding::Fires);
    // 50 − 20: centre 30/103 = 0.291262, variance (71.5/103 − 0.084834)/103 = 0.0059160,
    // half 0.150752: low 14.1.
    assert_eq!(found(50, Some(0.95)), Finding::Neither);
}

#[test]
fn a_change_by_so_much_significantly_or_both() {
    let found = |by, significant, plus, before| {
        let answers = Answers {
            window: shares(plus, 100),
            before: shares(before, 100),
            ..Answers::default()
        };
        let test = MetricTest::Change { by, significant };
        judge(test, MetricKind::Csat.into(), &answers, Some(0.95))
            .unwrap()
            .finding
    };
    assert_eq!(found(Some(-0.25), false, 50, 75), Finding::Fires);
    assert_eq!(found(Some(-0.25), false, 51, 75), Finding::Clears);
    assert_eq!(found(Some(0.25), false, 75, 50), Finding::Fires);
    assert_eq!(found(Some(0.25), false, 50, 75), Finding::Clears);
    // −0.21673 to 0.02025 of 70 after 80, −0.26806 to −0.02611 of 65: statsmodels 0.15.0,
    // confint_proportions_2indep(70, 100, 80, 100, method="newcomb", compare="diff").
    assert_eq!(found(None, true, 70, 80), Finding::Clears);
    assert_eq!(found(None, true, 65, 80), Finding::Fires);
    assert_eq!(found(None, true, 80, 65), Finding::Fires, "either way");
    assert_eq!(
        found(Some(-0.1), true, 80, 65),
        Finding::Clears,
        "downwards only"
    );
    assert_eq!(
        found(Some(-0.2), true, 65, 80),
        Finding::Clears,
        "not so far"
    );
}

#[test]
fn too_few_answers_are_not_judged() {
    let rule_of = |test| rule(test, None, Family::Groups);
    let few = window(shares(0, 29));
    assert_eq!(
        firing(&rule_of(below(0.7, 0.7)), &[few, window(shares(0, 30))]),
        ["u01"]
    );
    let change = MetricTest::Change {
        by: Some(-0.5),
        significant: false,
    };
    let both = |before| Answers {
        window: shares(0, 30),
        before: shares(before, before),
        ..Answers::default()
    };
    assert_eq!(firing(&rule_of(change), &[both(29), both(30)]), ["u01"]);
}

#[test]
fn a_family_of_groups_is_held_by_holm() {
    // Scipy 1.17.1, norm.sf and norm.isf. One-sided p-values of the score test of 0.5 at n = 100: z = (50 − hits)/5. At a confidence of 95 %
    // each test has 2.5 % on its side: with four groups Holm compares 0.625 %, 0.833 %, 1.25 %, 2.5 %.
    // 37: z 2.6, 0.466 %; 38: z 2.4, 0.820 %; 39: z 2.2, 1.390 %; 40: z 2.0, 2.275 %.
    let level = below(0.5, 0.5);
    let of = |hits: &[i64]| -> Vec<Answers> {
        hits.iter().map(|hits| window(shares(*hits, 100))).collect()
    };
    let all = |family, hits: &[i64]| firing(&rule(level, Some(0.95), family), &of(hits)).len();
    assert_eq!(all(Family::Test, &[40, 37, 39, 38]), 4);
    // 37 passes the first step, 38 the second, 39 not the third: 40 is not looked at.
    assert_eq!(all(Family::Groups, &[40, 37, 39, 38]), 2);
    // Without the first nothing opens the way: 0.820 % is more than 0.625 %.
    assert_eq!(all(Family::Groups, &[40, 40, 39, 38]), 0);
    // With fewer groups the share of each is greater; alone it is all.
    assert_eq!(all(Family::Groups, &[40, 37]), 2);
    assert_eq!(all(Family::Groups, &[40]), 1);
    // Over 366 ends 2.5 % come to 0.00683 %, z 3.814: 30 has z 4.0, 31 z 3.8.
    assert_eq!(all(Family::Year, &[30]), 1);
    assert_eq!(all(Family::Year, &[31]), 0);
}

#[test]
fn a_judgement_shows_the_interval_that_decided() {
    let rule = rule(below(0.5, 0.5), Some(0.95), Family::Groups);
    let all = [window(shares(30, 100)), window(shares(60, 100))];
    let judged = judge_groups(&rule, MetricKind::Csat.into(), &groups(&all));
    let confidence: Vec<f64> = judged.values().map(|one| one.estimate.confidence).collect();
    // The first at 1 − 0.05/2; the other after it, alone.
    assert!((confidence[0] - 0.975).abs() < 1e-12 && (confidence[1] - 0.95).abs() < 1e-12);
}
