//! Who answered, and what that does to a score.

use super::*;
use crate::metric::Tally;
use crate::program::MetricKind;
use proptest::prelude::*;

fn of(group: &str, role: &str, plus: i64, n: i64, minus: i64) -> AnswerOf {
    AnswerOf {
        group: group.to_owned(),
        role: Some(role.to_owned()),
        tally: Tally { n, plus, minus },
    }
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
}

/// Nobody answers otherwise, and the score falls all the same: 8 of 10 buyers and 2 of 10 users are promoters,
/// in either year; of 100 answers 80 are buyers' first, 40 then.
fn fewer_buyers() -> [AnswerOf; 4] {
    [
        of("2025", "buyer", 64, 80, 0),
        of("2025", "user", 4, 20, 0),
        of("2026", "buyer", 32, 40, 0),
        of("2026", "user", 12, 60, 0),
    ]
}

#[test]
fn a_score_that_falls_by_who_answers_alone() {
    let mix = respondent_mix(&fewer_buyers(), &MixQuery::of(MetricKind::Csat)).unwrap();
    let [change] = mix.changes.as_slice() else {
        panic!("{mix:?}")
    };
    close(change.difference, 0.44 - 0.68);
    close(change.within.value, 0.0);
    close(change.mix.value, -0.24);
    // Buyers: −0.4 · 0.8; users: 0.4 · 0.2.
    close(change.roles[0].mix, -0.32);
    close(change.roles[1].mix, 0.08);
    assert!(change.mix.high < 0.0 && change.within.low < 0.0 && change.within.high > 0.0);
    // At the mix of both years, 120 buyers to 80 users: 0.6 · 0.8 + 0.4 · 0.2 = 0.56, in either.
    for group in &mix.groups {
        close(group.standardised.value.unwrap(), 0.56);
    }
    let share = &mix.groups[0].roles[0].share;
    assert_eq!((share.value, share.n), (Some(0.8), 100));
}

#[test]
fn intervals_by_hand() {
    let mix = respondent_mix(&fewer_buyers(), &MixQuery::of(MetricKind::Csat)).unwrap();
    let z = 1.959_963_984_540_054;
    // Variances of shares with two hits and two misses more: of 66 in 84, 6 in 24, 34 in 44, 14 in 64.
    let noise = |hits: f64, n: f64| hits / n * (1.0 - hits / n) / n;
    let noises = [
        [noise(66.0, 84.0), noise(6.0, 24.0)],
        [noise(34.0, 44.0), noise(14.0, 64.0)],
    ];
    // Standardised of 2025: 0.6² and 0.4² of these.
    let first = 0.36 * noises[0][0] + 0.16 * noises[0][1];
    close(
        mix.groups[0].standardised.low.unwrap(),
        0.56 - z * first.sqrt(),
    );
    // Within: the middle shares are 0.6 and 0.4, and no role changes.
    let within = first + 0.36 * noises[1][0] + 0.16 * noises[1][1];
    close(mix.changes[0].within.high, z * within.sqrt());
    // Mix: half of the changes of shares, 0.2, of each mean; and by the shares: 0.8 and 0.2 spread around
    // 0.68 and 0.44 by 0.8 · 0.0144 + 0.2 · 0.2304 and 0.4 · 0.1296 + 0.6 · 0.0576 — 0.0576 and 0.0864.
    let means = 0.04 * (noises[0][0] + noises[0][1] + noises[1][0] + noises[1][1]);
    let shares = 0.0576 / 100.0 + 0.0864 / 100.0;
    close(mix.changes[0].mix.low, -0.24 - z * (means + shares).sqrt());
}

#[test]
fn a_role_that_is_new_is_mix() {
    let answers = [
        of("a", "user", 5, 10, 3),
        of("b", "user", 5, 10, 3),
        of("b", "broker", 0, 10, 10),
    ];
    let mix = respondent_mix(&answers, &MixQuery::of(MetricKind::Nps)).unwrap();
    let change = &mix.changes[0];
    // 20 first, (2 − 10)/20 then.
    close(change.difference, -40.0 - 20.0);
    close(change.within.value, 0.0);
    close(change.mix.value, -60.0);
    // Without brokers nothing can be said at a mix with them.
    let first = &mix.groups[0].standardised;
    assert_eq!(first.value, None);
    assert_eq!(first.missing, [Some("broker".to_owned())]);
    let query = MixQuery {
        standard: Some([("user".to_owned(), 2.0)].into_iter().collect()),
        beside: Some("b".to_owned()),
        ..MixQuery::of(MetricKind::Nps)
    };
    let mix = respondent_mix(&answers, &query).unwrap();
    close(mix.groups[1].standardised.value.unwrap(), 20.0);
    assert_eq!(
        (mix.changes[0].from.as_str(), mix.changes[0].to.as_str()),
        ("b", "a")
    );
}

#[test]
fn mistakes_are_named() {
    let answers = fewer_buyers();
    let usual = || MixQuery::of(MetricKind::Csat);
    let path = |query: MixQuery| respondent_mix(&answers, &query).unwrap_err().path.unwrap();
    let standard = |weight: f64| Some([("user".to_owned(), weight)].into_iter().collect());
    assert_eq!(
        path(MixQuery {
            standard: standard(-1.0),
            ..usual()
        }),
        "standard.user"
    );
    assert_eq!(
        path(MixQuery {
            standard: standard(0.0),
            ..usual()
        }),
        "standard"
    );
    assert_eq!(
        path(MixQuery {
            beside: Some("2027".to_owned()),
            ..usual()
        }),
        "beside"
    );
    assert_eq!(
        path(MixQuery {
            confidence: 0.0,
            ..usual()
        }),
        "confidence"
    );
    let none = respondent_mix(&[], &usual()).unwrap();
    assert!(none.groups.is_empty() && none.changes.is_empty());
}

proptest! {
    #[test]
    fn both_parts_make_the_difference(
        cells in prop::collection::vec((0_u8..3, 0_u8..4, 0_i64..30, 0_i64..30, 0_i64..30), 1..14),
    ) {
        let answers: Vec<AnswerOf> = cells
            .iter()
            .map(|(group, role, plus, rest, minus)| {
                of(&group.to_string(), &role.to_string(), *plus, plus + rest + minus, *minus)
            })
            .collect();
        let mix = respondent_mix(&answers, &MixQuery::of(MetricKind::Nps)).unwrap();
        for change in &mix.changes {
            let score = |name: &str| {
                let mut groups = mix.groups.iter();
                groups.find(|group| group.group == name).unwrap().score.value.unwrap()
            };
            let difference = score(&change.to) - score(&change.from);
            prop_assert!((change.difference - difference).abs() < 1e-9);
            prop_assert!((change.within.value + change.mix.value - difference).abs() < 1e-9);
            let within: f64 = change.roles.iter().map(|role| role.within).sum();
            prop_assert!((within - change.within.value).abs() < 1e-9);
        }
        let shares: f64 = mix.standard.iter().map(|part| part.share).sum();
        prop_assert!(mix.standard.is_empty() || (shares - 1.0).abs() < 1e-9);
        // At its own mix a group has its own score.
        if mix.groups.len() == 1 {
            let group = &mix.groups[0];
            let (own, standard) = (group.score.value.unwrap(), group.standardised.value.unwrap());
            prop_assert!((own - standard).abs() < 1e-9);
        }
    }
}
