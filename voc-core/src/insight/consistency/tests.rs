//! Consistency by hand.

use super::*;
use crate::metric::{SeveralTest, SizeKind};
use crate::program::Program;
use crate::signal::Input;

const PROGRAM: &str = r"
voc: 1
name: Shop
fields: {csat: int, ltr: int}
customer: {tier: text}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}, nps: {kind: nps, of: ltr}}
units: {us: {}, desk: {parent: us}, them: {parent: us, party: partner}, counter: {parent: them}}
";

/// Answers as (touch point, channel, unit, tier, field, [(answer, how many)]).
type Told<'t> = (
    &'t str,
    &'t str,
    &'t str,
    &'t str,
    &'t str,
    &'t [(i64, usize)],
);

fn histories(told: &[Told<'_>]) -> Histories {
    let program = Program::parse(PROGRAM).unwrap();
    let mut inputs = Vec::new();
    for (point, channel, unit, tier, field, answers) in told {
        for (answer, times) in *answers {
            for _ in 0..*times {
                let place = inputs.len();
                inputs.push(
                    Input::from_json(&format!(
                        r#"{{"id": "s-{place}", "signal": {{"at": "2026-03-01T00:00:00Z", "customer": "c-{place}", "kind": "response", "touch_point": "{point}", "channel": "{channel}", "unit": "{unit}", "fields": {{"{field}": {answer}}}, "attributes": {{"tier": "{tier}"}}}}}}"#
                    ))
                    .unwrap(),
                );
            }
        }
    }
    Histories::of(&program, &inputs, Vec::new(), None)
}

fn query(text: &str) -> ConsistencyQuery {
    crate::document::read_json(text).unwrap()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
}

#[test]
fn channels_side_by_side() {
    let found = histories(&[
        ("pay", "web", "desk", "gold", "csat", &[(5, 40), (1, 60)]),
        ("pay", "phone", "desk", "gold", "csat", &[(5, 70), (1, 30)]),
        ("pay", "branch", "desk", "gold", "csat", &[(5, 3)]),
        ("ask", "web", "desk", "gold", "csat", &[(5, 50), (2, 50)]),
        ("ask", "phone", "desk", "gold", "csat", &[(4, 51), (2, 49)]),
        ("tell", "web", "desk", "gold", "csat", &[(5, 50)]),
    ]);
    let found = found.consistency(&query(r#"{"metric": "csat"}"#)).unwrap();
    let [ask, pay, tell] = found.places.as_slice() else {
        panic!("{found:?}")
    };
    // 40 of 100 beside 70 of 100: the plain chi-squared is 200 (40·30 − 70·60)² / (100·100·110·90); times
    // 199/200.
    let plain = 200.0 * 3000.0_f64.powi(2) / (1e4 * 9900.0);
    near(pay.test.statistic.unwrap(), plain * 199.0 / 200.0);
    assert_eq!(pay.test.method, SeveralTest::ChiSquaredN1);
    assert_eq!(pay.verdict, ConsistencyVerdict::Different);
    let pair = &pay.pairs[0];
    assert_eq!((pair.group.as_str(), pair.less.as_str()), ("phone", "web"));
    near(pair.difference.value, 0.3);
    let size = pair.size.unwrap();
    assert_eq!(size.kind, SizeKind::CohenH);
    near(
        size.value,
        2.0 * (0.7_f64.sqrt().asin() - 0.4_f64.sqrt().asin()),
    );
    assert!(
        pay.sentence
            .starts_with("Different, over 200 answers: phone less web is 0.3, between 0.16"),
        "{}",
        pay.sentence
    );
    // Three answers are shown and not compared.
    assert_eq!(pay.groups[0].group, "branch");
    assert!(!pay.groups[0].is_compared && pay.groups[0].estimate.n == 3);
    assert_eq!(ask.verdict, ConsistencyVerdict::NoneLarger);
    near(
        ask.at_most.unwrap(),
        ask.pairs[0]
            .difference
            .low
            .abs()
            .max(ask.pairs[0].difference.high),
    );
    // Of two tests the larger p stays, and the smaller counts twice, but for what lies above the larger.
    near(ask.adjusted.unwrap(), ask.test.p.unwrap());
    near(pay.adjusted.unwrap(), 2.0 * pay.test.p.unwrap());
    assert_eq!(
        (tell.verdict, tell.at_most),
        (ConsistencyVerdict::NotEnough, None)
    );
    assert_eq!(
        tell.sentence,
        "Not enough answers to compare: it takes two groups with 30 each."
    );
}

#[test]
fn a_margin_that_cannot_be_ruled_out() {
    let told: [Told<'_>; 2] = [
        ("ask", "web", "desk", "gold", "csat", &[(5, 50), (2, 50)]),
        ("ask", "phone", "desk", "gold", "csat", &[(4, 51), (2, 49)]),
    ];
    let ask = |margin: f64| {
        let query = ConsistencyQuery {
            margin: Some(margin),
            ..query(r#"{"metric": "csat"}"#)
        };
        histories(&told).consistency(&query).unwrap().places[0].clone()
    };
    assert_eq!(ask(0.2).verdict, ConsistencyVerdict::NoneLarger);
    let narrow = ask(0.1);
    assert_eq!(narrow.verdict, ConsistencyVerdict::NotEnough);
    assert!(
        narrow.sentence.starts_with(
            "Not enough answers to rule out a difference of 0.1: 200 leave room for 0.14"
        ),
        "{}",
        narrow.sentence
    );
}

#[test]
fn ours_beside_a_partner() {
    let found = histories(&[
        (
            "pay",
            "web",
            "desk",
            "gold",
            "ltr",
            &[(10, 60), (8, 10), (0, 30)],
        ),
        (
            "pay",
            "web",
            "counter",
            "gold",
            "ltr",
            &[(9, 20), (7, 20), (3, 60)],
        ),
        ("pay", "web", "nobody", "gold", "ltr", &[(9, 2)]),
    ]);
    // A unit that is not declared is refused, as an engine would.
    assert_eq!(found.refused().len(), 2);
    let found = found
        .consistency(&query(r#"{"metric": "nps", "by": "party"}"#))
        .unwrap();
    let pay = &found.places[0];
    let groups: Vec<&str> = pay.groups.iter().map(|row| row.group.as_str()).collect();
    assert_eq!(groups, ["own", "partner"]);
    near(pay.groups[0].estimate.value.unwrap(), 30.0);
    near(pay.pairs[0].difference.value, 70.0);
    assert_eq!(
        (pay.test.method, pay.pairs[0].size.unwrap().kind),
        (SeveralTest::Welch, SizeKind::HedgesG)
    );
    // Welch of scores: variances (90 − 9·1)… in hundreds: Σ of squares 90 less 100·0.3² = 81 by 99, and 80
    // less 16 = 64 by 99; t = 0.7 / √((81 + 64) / 9900).
    near(pay.test.statistic.unwrap(), 0.49 / (145.0 / 9900.0));
    assert_eq!(pay.verdict, ConsistencyVerdict::Different);
}

#[test]
fn the_same_mix_everywhere() {
    // Gold customers are content and others not, in both channels alike; the web has more of the gold.
    let told: [Told<'_>; 4] = [
        ("pay", "web", "desk", "gold", "csat", &[(5, 160), (1, 40)]),
        ("pay", "web", "desk", "none", "csat", &[(5, 20), (1, 80)]),
        ("pay", "phone", "desk", "gold", "csat", &[(5, 80), (1, 20)]),
        ("pay", "phone", "desk", "none", "csat", &[(5, 40), (1, 160)]),
    ];
    let plain = histories(&told)
        .consistency(&query(r#"{"metric": "csat"}"#))
        .unwrap();
    assert_eq!(plain.places[0].verdict, ConsistencyVerdict::Different);
    let same = query(r#"{"metric": "csat", "mix": "customer.tier"}"#);
    let same = histories(&told).consistency(&same).unwrap();
    let pay = &same.places[0];
    for row in &pay.groups {
        let standard = row.standardised.unwrap();
        near(standard.value.unwrap(), 0.5);
        assert_eq!(standard.n, 300);
        assert!(standard.low.unwrap() > 0.4 && standard.high.unwrap() < 0.6);
    }
    assert_eq!(pay.test.method, SeveralTest::CochranQ);
    near(pay.test.statistic.unwrap(), 0.0);
    assert_eq!(pay.verdict, ConsistencyVerdict::NoneLarger);
    assert!(pay.pairs[0].size.is_none());
    // A part that is missing in one channel is left out for both.
    let told = &told[..3];
    let same = query(r#"{"metric": "csat", "mix": "customer.tier"}"#);
    let pay = &histories(told).consistency(&same).unwrap().places[0];
    let n: Vec<i64> = pay
        .groups
        .iter()
        .map(|row| row.standardised.unwrap().n)
        .collect();
    assert_eq!(n, [100, 200]);
}

#[test]
fn three_channels_and_ranks() {
    let told: [Told<'_>; 3] = [
        ("pay", "web", "desk", "gold", "csat", &[(5, 20), (4, 20)]),
        ("pay", "phone", "desk", "gold", "csat", &[(4, 20), (3, 20)]),
        ("pay", "branch", "desk", "gold", "csat", &[(2, 20), (1, 20)]),
    ];
    let ask = |text: &str| histories(&told).consistency(&query(text)).unwrap().places[0].clone();
    let shares = ask(r#"{"metric": "csat"}"#);
    assert_eq!(
        (shares.pairs.len(), shares.test.size.unwrap().kind),
        (3, SizeKind::CramerV)
    );
    // All of 40, half of 40, none of 40: χ² = 120 · (0.5² · 2/3) / 0.25 = 80.
    near(shares.test.statistic.unwrap(), 80.0 * 119.0 / 120.0);
    // Each pair has the confidence 1 − 0.05/3.
    near(shares.pairs[0].difference.confidence, 1.0 - 0.05 / 3.0);
    let ranks = ask(r#"{"metric": "csat", "ranks": true}"#);
    assert_eq!(ranks.test.method, SeveralTest::KruskalWallis);
    assert!(ranks.test.p.unwrap() < 1e-9);
}

#[test]
fn what_cannot_be_asked() {
    let found = histories(&[("pay", "web", "desk", "gold", "csat", &[(5, 2)])]);
    let path = |text: &str| found.consistency(&query(text)).unwrap_err().path.unwrap();
    assert_eq!(path(r#"{"metric": "csta"}"#), "metric");
    assert_eq!(path(r#"{"metric": "csat", "by": "chanel"}"#), "by");
    assert_eq!(path(r#"{"metric": "csat", "at": "touchpoint"}"#), "at");
    assert_eq!(path(r#"{"metric": "csat", "mix": "customer.tear"}"#), "mix");
    assert_eq!(path(r#"{"metric": "csat", "min_n": 1}"#), "min_n");
    assert_eq!(path(r#"{"metric": "csat", "margin": 0}"#), "margin");
    assert_eq!(path(r#"{"metric": "csat", "confidence": 0}"#), "confidence");
    let nowhere = found
        .consistency(&query(r#"{"metric": "csat", "by": "respondent_role"}"#))
        .unwrap();
    assert_eq!((nowhere.nowhere, nowhere.places.len()), (2, 0));
}
