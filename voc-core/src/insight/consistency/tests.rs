//! Consistency by hand.

use super::*;
use crate::metric::{SeveralTest, SizeKind};
use crate::program::Program;
use crate::signal::Input;

const PROGRAM: &str = r"
voc: 1
name: Shop
fields: {csat: int, ltr: int, hoped: int}
customer: {tier: text, worth: int}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
  nps: {kind: nps, of: ltr}
  mean: {kind: mean, of: ltr}
  median: {kind: median, of: ltr}
  points: {kind: points, of: csat, points: {1: -10, 3: 0, 5: 10}}
  gap: {kind: gap, of: csat, expected: hoped, scale: [1, 5]}
  heavy: {kind: mean, of: ltr, weight: customer.worth}
  heavy-nps: {kind: nps, of: ltr, weight: customer.worth}
  heavy-csat: {kind: csat, of: csat, scale: [1, 5], weight: customer.worth}
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

#[test]
fn means_points_and_gaps_by_welch() {
    // 4 and 8, twenty each, beside 5 and 7, and 9 alone with 10: means 6, 6 and 9.5.
    let told: [Told<'_>; 3] = [
        ("pay", "web", "desk", "gold", "ltr", &[(4, 20), (8, 20)]),
        ("pay", "phone", "desk", "gold", "ltr", &[(5, 20), (7, 20)]),
        ("pay", "branch", "desk", "gold", "ltr", &[(9, 20), (10, 20)]),
    ];
    let found = histories(&told)
        .consistency(&query(r#"{"metric": "mean"}"#))
        .unwrap();
    let pay = &found.places[0];
    let groups = [[4.0, 8.0], [5.0, 7.0], [9.0, 10.0]].map(|pair| {
        crate::metric::moments(
            &[pair[0]; 20]
                .into_iter()
                .chain([pair[1]; 20])
                .collect::<Vec<_>>(),
        )
        .unwrap()
    });
    let wanted = crate::metric::several_means(&groups, 0.95).unwrap();
    near(pay.test.statistic.unwrap(), wanted.statistic.unwrap());
    assert_eq!(pay.test.size.unwrap().kind, SizeKind::EpsilonSquared);
    assert_eq!(pay.verdict, ConsistencyVerdict::Different);
    let web = pay
        .pairs
        .iter()
        .find(|pair| pair.group == "phone" && pair.less == "web")
        .unwrap();
    near(web.difference.value, 0.0);
    assert_eq!(web.size.unwrap().kind, SizeKind::HedgesG);
    // Points: −10 and 10 of a csat, 2 is worth nothing and left out.
    let told: [Told<'_>; 2] = [
        (
            "pay",
            "web",
            "desk",
            "gold",
            "csat",
            &[(1, 20), (5, 20), (2, 3)],
        ),
        ("pay", "phone", "desk", "gold", "csat", &[(5, 30), (3, 10)]),
    ];
    let found = histories(&told)
        .consistency(&query(r#"{"metric": "points"}"#))
        .unwrap();
    let pay = &found.places[0];
    assert_eq!(
        (pay.groups[1].estimate.n, pay.groups[1].left_out),
        (40, Some(3))
    );
    near(pay.pairs[0].difference.value, 7.5);
    // Variances 4000/39 of the web, 30·2.5² + 10·7.5² = 750 by 39 of the phone; over 40.
    near(
        pay.test.statistic.unwrap(),
        7.5 * 7.5 / (4750.0 / 39.0 / 40.0),
    );
}

#[test]
fn medians_by_ranks() {
    let told: [Told<'_>; 2] = [
        ("pay", "web", "desk", "gold", "ltr", &[(4, 20), (8, 20)]),
        ("pay", "web", "counter", "gold", "ltr", &[(8, 20), (9, 20)]),
    ];
    let asked = |text: &str| histories(&told).consistency(&query(text)).unwrap();
    let found = asked(r#"{"metric": "median", "by": "party"}"#);
    let pay = &found.places[0];
    assert_eq!(pay.test.method, SeveralTest::KruskalWallis);
    let values = |pairs: [i32; 2]| {
        let mut all = vec![f64::from(pairs[0]); 20];
        all.extend(vec![f64::from(pairs[1]); 20]);
        all
    };
    let wanted = crate::metric::several_ranks(&[&values([4, 8]), &values([8, 9])], 0.95).unwrap();
    assert_eq!(pay.test, wanted);
    near(pay.pairs[0].difference.value, 6.0 - 8.5);
    assert!(
        found
            .assumptions
            .iter()
            .any(|it| it.starts_with("Medians are tested by ranks"))
    );
    // The same where ranks of a mean are asked for.
    assert_eq!(
        asked(r#"{"metric": "mean", "by": "party", "ranks": true}"#).places[0].test,
        wanted
    );
    // Of five answers each a median has no interval, and nothing bounds the difference.
    let few: [Told<'_>; 4] = [
        ("pay", "web", "desk", "gold", "ltr", &[(4, 5)]),
        ("pay", "phone", "desk", "gold", "ltr", &[(8, 5)]),
        ("ask", "web", "desk", "gold", "ltr", &[(4, 3), (8, 2)]),
        ("ask", "phone", "desk", "gold", "ltr", &[(4, 2), (8, 3)]),
    ];
    let few = histories(&few)
        .consistency(&query(r#"{"metric": "median", "min_n": 2}"#))
        .unwrap();
    let told = |place: &ConsistencyAt| {
        (
            place.verdict,
            place.at_most,
            place.sentence.contains("no interval"),
        )
    };
    assert_eq!(
        told(&few.places[0]),
        (ConsistencyVerdict::NotEnough, None, true)
    );
    assert_eq!(
        told(&few.places[1]),
        (ConsistencyVerdict::Different, None, true)
    );
}

/// Answers with a worth: (channel, field, [(answer, worth, how many)]).
type Weighed<'t> = (&'t str, &'t str, &'t [(i64, i64, usize)]);

fn weighed(told: &[Weighed<'_>]) -> Histories {
    let program = Program::parse(PROGRAM).unwrap();
    let mut inputs = Vec::new();
    for (channel, field, answers) in told {
        for (answer, worth, times) in *answers {
            for _ in 0..*times {
                let place = inputs.len();
                let tier = if place % 2 == 0 { "gold" } else { "none" };
                let text = format!(
                    r#"{{"id": "s-{place}", "signal": {{"at": "2026-03-01T00:00:00Z", "customer": "c-{place}", "kind": "response", "touch_point": "pay", "channel": "{channel}", "fields": {{"{field}": {answer}}}, "attributes": {{"worth": {worth}, "tier": "{tier}"}}}}}}"#
                );
                inputs.push(Input::from_json(&text).unwrap());
            }
        }
    }
    Histories::of(&program, &inputs, Vec::new(), None)
}

#[test]
fn weighted_means_and_shares_by_the_answers_that_would_be_as_sure() {
    let told = weighed(&[
        ("phone", "ltr", &[(10, 1, 20), (4, 3, 20)]),
        ("web", "ltr", &[(10, 2, 20), (0, 2, 20)]),
    ]);
    let found = told.consistency(&query(r#"{"metric": "heavy"}"#)).unwrap();
    let pay = &found.places[0];
    // Phone: (10·20 + 4·60)/80 = 5.5, effective n 80²/(20 + 180) = 32; spread 20·4.5² + 60·1.5² = 540 by 80, times
    // 32/31, over 32. Web: 5, 40 answers, 25 · 40/39 over 40.
    near(pay.groups[0].estimate.value.unwrap(), 5.5);
    near(pay.groups[0].effective_n.unwrap(), 32.0);
    near(pay.test.effective_n.unwrap(), 72.0);
    near(
        pay.test.statistic.unwrap(),
        0.25 / (540.0 / 80.0 / 31.0 + 25.0 / 39.0),
    );
    assert_eq!((pay.test.method, pay.test.n), (SeveralTest::Welch, 80));
    assert!(
        found
            .assumptions
            .iter()
            .any(|it| it.contains("`customer.worth`"))
    );
    // NPS: promoters 20, detractors 60 of 80 beside half and half: −0.5 and 0.
    let found = told
        .consistency(&query(r#"{"metric": "heavy-nps"}"#))
        .unwrap();
    let pay = &found.places[0];
    near(pay.pairs[0].difference.value, -50.0);
    near(
        pay.test.statistic.unwrap(),
        0.25 / (0.75 / 31.0 + 1.0 / 39.0),
    );
    let shares = weighed(&[
        ("phone", "csat", &[(5, 1, 20), (2, 3, 20)]),
        ("web", "csat", &[(5, 2, 20), (1, 2, 20)]),
    ]);
    let found = shares
        .consistency(&query(r#"{"metric": "heavy-csat"}"#))
        .unwrap();
    // A quarter of 32 beside half of 40: pooled 28/72.
    let pooled: f64 = 28.0 / 72.0;
    let chi = 0.0625 / (pooled * (1.0 - pooled) * (1.0 / 32.0 + 1.0 / 40.0)) * 71.0 / 72.0;
    near(found.places[0].test.statistic.unwrap(), chi);
}

#[test]
fn the_same_mix_of_means() {
    // Both tiers alternate: half and half in every channel, and the mix changes nothing but the variance.
    let told = weighed(&[
        ("phone", "ltr", &[(9, 1, 30)]),
        ("web", "ltr", &[(7, 1, 30), (5, 1, 2)]),
    ]);
    let found = told
        .consistency(&query(r#"{"metric": "mean", "mix": "customer.tier"}"#))
        .unwrap();
    let pay = &found.places[0];
    let web = pay.groups[1].standardised.unwrap();
    near(web.value.unwrap(), 7.0 - 2.0 / 16.0);
    // Each half: 15 of 7 and one of 5, mean 6.875, variance (15·0.125² + 1.875²)/15 = 0.25, over 16; half of it
    // squared, twice: 0.25/32; degrees of freedom 30.
    let half = crate::metric::t_of(0.95, 30.0) * (0.25_f64 / 32.0).sqrt();
    near(web.high.unwrap(), web.value.unwrap() + half);
    assert_eq!(web.n, 32);
    // The phone does not vary, so there is nothing to hold against.
    assert_eq!(pay.groups[0].standardised.unwrap().low, Some(9.0));
}

#[test]
fn what_has_no_honest_answer_is_refused() {
    let told = weighed(&[("phone", "ltr", &[(9, 1, 3)])]);
    let error = |text: &str| {
        let error = told.consistency(&query(text)).unwrap_err();
        (error.code, error.path.unwrap(), error.hint.is_some())
    };
    let mix = r#"{"metric": "median", "mix": "customer.tier"}"#;
    assert_eq!(error(mix), (Code::NotAllowed, "mix".to_owned(), true));
    let ranks = r#"{"metric": "heavy", "ranks": true}"#;
    assert_eq!(error(ranks), (Code::NotAllowed, "ranks".to_owned(), true));
}
