//! Signs of gaming by hand.

use super::*;
use crate::insight::funnel::{Occasion, Reached};
use crate::program::Program;
use crate::time::Time;

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
fn left_out() -> Vec<Occasion> {
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
    ] {
        assert_eq!(path(query), wanted);
    }
}

const PROGRAM: &str = r#"voc: 1
name: Shop
fields: {ltr: int, csat: int, resolved: bool}
surveys: {year: {type: relationship, questions: {ltr: {text: "How likely are you to recommend us?", scale: [0, 10]}}}}
metrics:
  nps: {kind: nps, of: ltr}
  csat: {kind: csat, of: csat, scale: [1, 5]}
roles: {manager: {level: middle}, adviser: {level: front_line}}
uses:
  - {metric: nps, for: pay, roles: [manager]}
  - {metric: nps, for: improvement, roles: [manager, adviser]}
"#;

#[test]
fn a_flag_names_who_is_paid_by_the_score() {
    let program = Program::parse(PROGRAM).unwrap();
    let query = GamingQuery {
        metric: Some("nps".to_owned()),
        ..GamingQuery::default()
    };
    let found = gaming(&left_out(), &query).unwrap();
    let rows = uses(&program, &[found]);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.metric.as_str(),
                row.purpose.map(crate::program::Purpose::name),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("csat", None),
            ("nps", Some("pay")),
            ("nps", Some("improvement"))
        ]
    );
    assert!(rows[0].signs.is_empty() && rows[0].surveys.is_empty());
    assert_eq!((rows[1].has_stakes, rows[2].has_stakes), (true, false));
    assert_eq!(rows[1].surveys, ["year"]);
    let words = &rows[1].signs[0].words;
    assert!(
        words.ends_with("a sign, not a proof. The pay of `manager` of `north` hangs on `nps`."),
        "{words}"
    );
}
