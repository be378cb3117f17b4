//! Signs of gaming by hand.

use super::*;
use crate::error::Error;
use crate::insight::funnel::{Happening, Occasion, Reached};
use crate::time::Time;

pub(super) fn gaming(occasions: &[Occasion], query: &GamingQuery) -> Result<Gaming, Error> {
    let evidence = Evidence {
        occasions,
        ..Evidence::default()
    };
    super::gaming(evidence, query)
}

fn customer(unit: &str, concern: bool, invited: bool) -> Occasion {
    Occasion {
        survey: "s".to_owned(),
        unit: Some(unit.to_owned()),
        eligible: Some(Reached::Told(true)),
        invited: Some(Reached::Told(invited)),
        concern: Some(concern),
        ..Occasion::default()
    }
}

fn answer(unit: &str, answer: f64) -> Occasion {
    Occasion {
        survey: "s".to_owned(),
        unit: Some(unit.to_owned()),
        completed: Some(Reached::Told(true)),
        answer: Some(answer),
        ..Occasion::default()
    }
}

/// None of 10 customers with a concern was invited, and all of 10 others: one way of C(20, 10) = 184,756.
pub(super) fn left_out() -> Vec<Occasion> {
    let one = |place: usize| customer("north", place < 10, place >= 10);
    (0..20).map(one).collect()
}

#[test]
fn concerns_that_are_left_out() {
    let mut occasions = left_out();
    occasions.push(Occasion {
        unit: None,
        ..occasions[0].clone()
    });
    let found = gaming(&occasions, &GamingQuery::default()).unwrap();
    assert_eq!((found.tests, found.without_unit), (1, 1));
    let [row] = found.rows.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (row.sign, row.test),
        (Sign::ConcernsLeftOut, SignTest::FisherExact)
    );
    assert_eq!((row.value, row.beside, row.n), (Some(0.0), Some(1.0), 20));
    assert!((row.p.unwrap() * 184_756.0 - 1.0).abs() < 1e-9);
    assert_eq!(row.adjusted, row.p);
    assert_eq!(
        row.words,
        "`north` invited 0% of its eligible customers with a known concern, and 100% of the others: \
         that is a sign, not a proof."
    );
}

#[test]
fn heaping_is_beside_others() {
    // Seven units; of each 40 answers from 8 to 10, of which 10 are exactly 9; of the last all are.
    let mut occasions = Vec::new();
    for unit in ["a", "b", "c", "d", "e", "f", "z"] {
        for place in 0..40 {
            let heaped = unit == "z" || place < 10;
            let other = if place % 2 == 0 { 8.0 } else { 10.0 };
            occasions.push(answer(unit, if heaped { 9.0 } else { other }));
            occasions.push(answer(unit, 3.0));
        }
    }
    let query = GamingQuery {
        target: Some(9.0),
        ..GamingQuery::default()
    };
    let found = gaming(&occasions, &query).unwrap();
    assert_eq!((found.rows.len(), found.tests), (7, 7));
    let heaped = &found.rows[6];
    assert_eq!(
        (heaped.value, heaped.beside, heaped.n),
        (Some(1.0), Some(0.25), 40)
    );
    // The median unit has 0.25, and chance 0.25 · 0.75/40 around it; most units are alike, so nothing is
    // between them: t is 0.75 / √(0.0046875 · (1 + π/2/7)), 9.9, of 0.82 · 6 degrees.
    let t: f64 = 0.75 / (0.004_687_5 * (1.0 + std::f64::consts::FRAC_PI_2 / 7.0)).sqrt();
    assert!((t - 9.9).abs() < 0.01, "{t}");
    let p = crate::metric::beyond_t(t, 0.82 * 6.0) / 2.0;
    assert!((heaped.p.unwrap() - p).abs() < 1e-9, "{heaped:?} {p}");
    assert!(
        heaped.words.starts_with(
            "100% of the 40 answers of `z` from 8 to 10 are exactly 9, elsewhere 25%: "
        ),
        "{}",
        heaped.words
    );
}

#[test]
fn too_little_is_told_and_not_tested() {
    let occasions: Vec<Occasion> = left_out().into_iter().skip(5).take(10).collect();
    let found = gaming(&occasions, &GamingQuery::default()).unwrap();
    assert_eq!(found.tests, 0);
    let row = &found.rows[0];
    assert_eq!((row.p, row.adjusted, row.flagged), (None, None, false));
    assert!(
        row.words.ends_with("there is too little to test."),
        "{}",
        row.words
    );
    assert!(
        gaming(&[], &GamingQuery::default())
            .unwrap()
            .rows
            .is_empty()
    );
}

#[test]
fn the_end_of_a_month_is_local() {
    let at = |text: &str| Occasion {
        completed: Some(Reached::At(Time::parse(text).unwrap())),
        ..answer("a", 3.0)
    };
    // In London the 28th ends an hour before it does in UTC; June has 30 days.
    let mut occasions = vec![at("2026-06-27T23:30:00Z"); 20];
    occasions.extend(vec![at("2026-06-26T23:30:00Z"); 20]);
    occasions.extend(vec![
        Occasion {
            unit: Some("b".to_owned()),
            ..at("2026-06-10T12:00:00Z")
        };
        20
    ]);
    let query = GamingQuery {
        time_zone: Some("Europe/London".to_owned()),
        ..GamingQuery::default()
    };
    let found = gaming(&occasions, &query).unwrap();
    let row = &found.rows[0];
    assert_eq!(
        (row.sign, row.value, row.beside),
        (Sign::PeriodEnd, Some(0.5), Some(0.0))
    );
}

#[test]
fn mistakes_are_named() {
    let path = |query: GamingQuery| gaming(&[], &query).unwrap_err().path.unwrap();
    let usual = GamingQuery::default;
    for (query, wanted) in [
        (
            GamingQuery {
                alpha: 0.0,
                ..usual()
            },
            "alpha",
        ),
        (
            GamingQuery {
                last_days: 0,
                ..usual()
            },
            "last_days",
        ),
        (
            GamingQuery {
                min_n: 1,
                ..usual()
            },
            "min_n",
        ),
        (
            GamingQuery {
                time_zone: Some("Mars".to_owned()),
                ..usual()
            },
            "time_zone",
        ),
        (
            GamingQuery {
                caliper: 0.6,
                ..usual()
            },
            "caliper",
        ),
    ] {
        assert_eq!(path(query), wanted);
    }
    for (low, high, wanted) in [
        (0.8, 0.8, "values.0.low"),
        (f64::NAN, 0.8, "values.0.low"),
        (0.7, f64::INFINITY, "values.0.high"),
    ] {
        let values = [UnitValue {
            low,
            high,
            ..week("north", 0.8)
        }];
        let evidence = Evidence {
            values: &values,
            ..Evidence::default()
        };
        let error = super::gaming(evidence, &usual()).unwrap_err();
        assert_eq!(error.path.as_deref(), Some(wanted));
    }
}

/// After so many good happenings at the desk some were invited, and after so many bad ones.
fn happened(unit: &str, [good, of_good, bad, of_bad]: [usize; 4]) -> Vec<Happening> {
    let one = |good: bool, invited: bool| Happening {
        unit: Some(unit.to_owned()),
        touch_point: Some("desk".to_owned()),
        good,
        invited,
        ..Happening::default()
    };
    let goods = (0..of_good).map(|place| one(true, place < good));
    let bads = (0..of_bad).map(|place| one(false, place < bad));
    goods.chain(bads).collect()
}

fn asked(happenings: &[Happening]) -> Gaming {
    let evidence = Evidence {
        happenings,
        ..Evidence::default()
    };
    super::gaming(evidence, &GamingQuery::default()).unwrap()
}

#[test]
fn asked_when_good_is_beside_others() {
    // Six units ask half of all, whatever happened; `z` asks 30 of 30 after something good, and 0 of 30 after something
    // bad. `few` has too little to be tested, or to be held against.
    let mut all = happened("few", [0, 5, 5, 5]);
    for unit in ["a", "b", "c", "d", "e", "f"] {
        all.extend(happened(unit, [15, 30, 15, 30]));
    }
    all.extend(happened("z", [30, 30, 0, 30]));
    all.push(Happening::default());
    let found = asked(&all);
    assert_eq!(
        (found.rows.len(), found.tests, found.without_unit),
        (8, 7, 1)
    );
    let [.., few, z] = found.rows.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((few.unit.as_str(), few.p, few.n), ("few", None, 10));
    assert_eq!(
        (z.sign, z.test, z.value, z.beside, z.n),
        (
            Sign::AskedWhenGood,
            SignTest::StratifiedExact,
            Some(1.0),
            Some(0.0),
            60
        )
    );
    // Of the exact tests p is below 1e-8; the t decides. The log odds of z are 15 / V, V 30 · 30 · 30 · 30 / (3600 ·
    // 59), 3.81; of the others 0, and all have the variance 1 / V. Nothing is between units: most are alike.
    let v: f64 = 810_000.0 / 212_400.0;
    let t = 15.0 / v / (1.0 / v * (1.0 + std::f64::consts::FRAC_PI_2 / 7.0)).sqrt();
    let p = crate::metric::beyond_t(t, 0.82 * 6.0) / 2.0;
    assert!((z.p.unwrap() - p).abs() < 1e-12, "{z:?} {p}");
    assert!(z.flagged);
    assert_eq!(
        z.words,
        "`z` invites customers right after something good more often than after something bad by +100 points, \
         elsewhere by +0: that is a sign, not a proof."
    );
}

#[test]
fn a_policy_of_all_is_no_sign_of_one() {
    // All seven ask 24 of 30 after something good and 6 of 30 after something bad.
    let units = ["a", "b", "c", "d", "e", "f", "g"];
    let all: Vec<Happening> = units
        .iter()
        .flat_map(|unit| happened(unit, [24, 30, 6, 30]))
        .collect();
    let found = asked(&all);
    assert_eq!(found.tests, 7);
    for row in &found.rows {
        assert!(
            (row.value.unwrap() - 0.6).abs() < 1e-12 && (row.beside.unwrap() - 0.6).abs() < 1e-12
        );
        // Within each unit it would be one: the chance of 24 or more of 30 is below 1 in 100,000.
        assert!(row.p.unwrap() >= 0.5 && !row.flagged, "{row:?}");
    }
}

fn week(unit: &str, value: f64) -> UnitValue {
    UnitValue {
        unit: unit.to_owned(),
        period: None,
        value,
        low: value - 0.1,
        high: value + 0.1,
        n: Some(60),
        target: 0.8,
        at_most: false,
    }
}

#[test]
fn what_just_meets_its_target() {
    // Steps are 0.025 wide: 2 values far below, 3 just below, 6 just above, 3 far above; one at its target and one of
    // few answers count in none. `near::tests` works p = 850/1271 out by hand.
    let mut values = Vec::new();
    for (times, value) in [
        (2, 0.76),
        (3, 0.79),
        (6, 0.81),
        (3, 0.84),
        (1, 0.8),
        (5, 0.9),
    ] {
        values.extend(std::iter::repeat_n(week("north", value), times));
    }
    values.push(UnitValue {
        n: Some(19),
        ..week("north", 0.81)
    });
    // The same the other way round: at most 0.8.
    let turned = values.iter().map(|one| UnitValue {
        unit: "south".to_owned(),
        value: 1.6 - one.value,
        low: 1.6 - one.high,
        high: 1.6 - one.low,
        at_most: true,
        ..one.clone()
    });
    let turned: Vec<UnitValue> = turned.collect();
    values.extend(turned);
    let evidence = Evidence {
        values: &values,
        ..Evidence::default()
    };
    let found = super::gaming(evidence, &GamingQuery::default()).unwrap();
    assert_eq!((found.rows.len(), found.tests), (2, 2));
    for row in &found.rows {
        assert_eq!(
            (row.sign, row.test, row.n),
            (Sign::JustMet, SignTest::JumpExact, 9)
        );
        assert!((row.value.unwrap() - 6.0 / 9.0).abs() < 1e-12);
        assert!((row.beside.unwrap() - 6390.0 / 1271.0 / 9.0).abs() < 1e-12);
        assert!((row.p.unwrap() - 850.0 / 1271.0).abs() < 1e-12);
    }
    assert_eq!(
        found.rows[0].words,
        "of the 9 values of `north` just beside its target 67% just meet it, where those further away make one expect \
         56%: that may be chance."
    );
}
