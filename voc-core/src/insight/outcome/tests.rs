//! Outcomes by hand.

use super::*;
use crate::metric::{OrderTest, Test};
use crate::signal::Input;

const PROGRAM: &str = r#"
voc: 1
name: Shop
fields: {ltr: int, csat: int, renewed: bool, amount: {type: number, decimals: 2}, happy: bool, mood: text, wait: {type: number, decimals: 1}, hoped: {type: number, decimals: 1}}
customer: {worth: int}
metrics:
  wait: {kind: mean, of: wait, better: low}
  wait-median: {kind: median, of: wait, better: low}
  late: {kind: gap, of: wait, expected: hoped}
  mood: {kind: points, of: mood, points: {angry: -2, calm: 0, happy: 1}}
  calm: {kind: share, of: mood, one_of: [calm]}
  effort: {kind: ces, of: csat, scale: [1, 5], better: high}
  heavy: {kind: nps, of: ltr, weight: customer.worth}
  nps: {kind: nps, of: ltr}
  csat: {kind: csat, of: csat, scale: [1, 5]}
  happy: {kind: rate, of: happy, out_of: 'has(happy)'}
outcomes:
  renewal: {when: 'kind == "renewal"', value: renewed, within: P30D}
  spend: {when: 'kind == "order"', value: amount, within: P30D}
  return: {when: 'kind == "return"', within: P30D}
"#;

/// Signals as `customer day kind field=value,… worth`, days from 1 March 2026 on; one after another.
fn histories(lines: &[&str], until: &str) -> Histories {
    let program = Program::parse(PROGRAM).unwrap();
    let inputs = lines.iter().enumerate().map(|(place, line)| {
        let parts: Vec<&str> = line.split(' ').collect();
        let day = Time::parse("2026-03-01T10:00:00Z").unwrap();
        let at = day.plus(parts[1].parse::<i64>().unwrap() * 86_400_000_000);
        let customer = if parts[0] == "-" {
            String::new()
        } else {
            format!(r#""customer": "{}", "#, parts[0])
        };
        let fields = parts.get(3).map_or(String::new(), |fields| {
            let field = |field: &str| {
                let (name, value) = field.split_once('=').unwrap();
                format!(r#""{name}": {value}"#)
            };
            let fields: Vec<String> = fields.split(',').map(field).collect();
            format!(r#", "fields": {{{}}}"#, fields.join(", "))
        });
        let worth = parts.get(4).map_or(String::new(), |worth| {
            format!(r#", "attributes": {{"worth": {worth}}}"#)
        });
        let text = format!(
            r#"{{"id": "s-{place}", "signal": {{"at": "{at}", {customer}"kind": "{}"{fields}{worth}}}}}"#,
            parts[2]
        );
        Input::from_json(&text).unwrap()
    });
    let until = Time::parse(until).unwrap();
    Histories::of(
        &program,
        &inputs.collect::<Vec<_>>(),
        Vec::new(),
        Some(until),
    )
}

fn query(outcome: &str, metric: &str) -> OutcomeQuery {
    OutcomeQuery {
        outcome: outcome.to_owned(),
        metric: metric.to_owned(),
        take: Take::First,
        bands: Vec::new(),
        confidence: 0.95,
    }
}

const RENEWALS: [&str; 16] = [
    // Two promoters renew, one says no.
    "a 0 response ltr=10",
    "a 5 renewal renewed=true",
    "b 0 response ltr=9",
    "b 30 renewal renewed=true",
    "c 1 response ltr=9",
    "c 2 renewal renewed=false",
    // A passive's renewal comes a day too late, and another's says nothing.
    "d 0 response ltr=8",
    "d 31 renewal renewed=true",
    "e 0 response ltr=7",
    "e 3 renewal",
    // A detractor does nothing; his second answer does not count.
    "f 0 response ltr=2",
    "f 4 response ltr=10",
    // The time of these is not over: one has renewed already.
    "g 20 response ltr=10",
    "g 21 renewal renewed=true",
    "h 20 response ltr=0",
    "- 3 response ltr=5",
];

#[test]
fn what_is_not_over_is_never_a_no() {
    let found = histories(&RENEWALS, "2026-04-05T00:00:00Z");
    let found = found.outcome(&query("renewal", "nps")).unwrap();
    let rows: Vec<String> = found
        .bands
        .iter()
        .map(|row| {
            format!(
                "{} {:?} of {}: nothing {}, no value {}, waiting {}, early {}",
                row.band,
                row.outcome.value,
                row.outcome.n,
                row.nothing_came,
                row.no_value,
                row.waiting,
                row.early
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "detractor Some(0.0) of 1: nothing 1, no value 0, waiting 1, early 0",
            "passive Some(0.0) of 1: nothing 1, no value 1, waiting 0, early 0",
            "promoter Some(0.6666666666666666) of 3: nothing 0, no value 0, waiting 0, early 1",
        ]
    );
    assert_eq!((found.further_answers, found.no_customer), (1, 1));
    assert_eq!(found.kind, OutcomeKind::Share);
    // Promoters less detractors: 2 of 3 less 0 of 1.
    let difference = &found.differences[1];
    assert_eq!(
        (difference.band.as_str(), difference.less.as_str()),
        ("promoter", "detractor")
    );
    assert!((difference.comparison.difference.unwrap() - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(difference.comparison.method, Test::NewcombeN1);
    assert_eq!(
        (found.trend.n, found.trend.method),
        (5, OrderTest::CochranArmitage)
    );
    // Scores 0, 1, 2, 2, 2 with mean 1.4; hits 2 of 5: the sum is 2·0.6 = 1.2, its variance
    // 0.4·0.6·(1.96 + 0.16 + 3·0.36) = 0.768.
    assert!((found.trend.z.unwrap() - 1.2 / 0.768_f64.sqrt()).abs() < 1e-12);
    assert!(
        found
            .assumptions
            .iter()
            .any(|it| it.contains("not over at 2026-04-05T00:00:00Z") && it.ends_with("2.")),
        "{:?}",
        found.assumptions
    );
}

#[test]
fn the_last_answer_whose_time_is_over() {
    let lines = [
        "a 0 response ltr=0",
        "a 3 response ltr=10",
        "a 5 renewal renewed=true",
        "a 40 response ltr=0",
    ];
    let found = histories(&lines, "2026-04-12T00:00:00Z");
    let last = OutcomeQuery {
        take: Take::Last,
        ..query("renewal", "nps")
    };
    let bands = found.outcome(&last).unwrap().bands;
    assert_eq!((bands[2].outcome.n, bands[0].waiting), (1, 0));
    // Of the first, the renewal comes just as well.
    let bands = found.outcome(&query("renewal", "nps")).unwrap().bands;
    assert_eq!((bands[0].outcome.n, bands[0].outcome.value), (1, Some(1.0)));
}

#[test]
fn a_mean_leaves_out_who_has_none() {
    let lines = [
        "a 0 response csat=5",
        "a 1 order amount=10.5",
        "a 2 order amount=99",
        "b 0 response csat=4",
        "b 9 order amount=20",
        "c 0 response csat=2",
        "d 0 response csat=1",
        "d 1 order amount=4",
    ];
    let found = histories(&lines, "2026-05-01T00:00:00Z");
    let found = found.outcome(&query("spend", "csat")).unwrap();
    assert_eq!(found.kind, OutcomeKind::Mean);
    let [below, top] = found.bands.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (below.outcome.value, below.outcome.n, below.nothing_came),
        (Some(4.0), 1, 1)
    );
    assert_eq!((top.outcome.value, top.outcome.n), (Some(15.25), 2));
    assert_eq!(found.trend.method, OrderTest::JonckheereTerpstra);
}

#[test]
fn bands_of_ones_own() {
    let lines = [
        "a 0 response ltr=6",
        "b 0 response ltr=7",
        "b 1 return",
        "c 0 response ltr=8",
    ];
    let found = histories(&lines, "2026-05-01T00:00:00Z");
    let cut = |cuts: &[f64]| OutcomeQuery {
        bands: cuts.to_vec(),
        ..query("return", "nps")
    };
    let bands = found.outcome(&cut(&[7.0, 8.0])).unwrap().bands;
    let bands: Vec<(&str, Option<f64>)> = bands
        .iter()
        .map(|row| (row.band.as_str(), row.outcome.value))
        .collect();
    assert_eq!(
        bands,
        [
            ("below 7", Some(0.0)),
            ("7 to below 8", Some(1.0)),
            ("8 and above", Some(0.0))
        ]
    );
    let path = |query: &OutcomeQuery| found.outcome(query).unwrap_err().path.unwrap();
    assert_eq!(path(&cut(&[7.0, 7.0])), "bands");
    let rate = OutcomeQuery {
        bands: vec![1.0],
        ..query("return", "happy")
    };
    assert_eq!(path(&rate), "bands");
    assert_eq!(path(&query("return", "npz")), "metric");
    assert_eq!(
        found
            .outcome(&query("renewals", "nps"))
            .unwrap_err()
            .hint
            .as_deref(),
        Some("did you mean `renewal`?")
    );
    let sure = OutcomeQuery {
        confidence: 1.0,
        ..query("return", "nps")
    };
    assert_eq!(path(&sure), "confidence");
}

#[test]
fn nobody_answered() {
    let found = histories(&["a 0 renewal renewed=true"], "2026-05-01T00:00:00Z");
    let found = found.outcome(&query("renewal", "nps")).unwrap();
    assert!(
        found
            .bands
            .iter()
            .all(|row| row.outcome.value.is_none() && row.outcome.n == 0)
    );
    assert!(found.differences.is_empty());
    assert_eq!(found.trend.z, None);
}

#[test]
fn mistakes_in_a_program_are_found_at_their_place() {
    let found = |outcome: &str| {
        let text = PROGRAM.replace(
            "{when: 'kind == \"renewal\"', value: renewed, within: P30D}",
            outcome,
        );
        assert_ne!(text, PROGRAM);
        Program::parse(&text).unwrap_err().diagnostics[0].to_string()
    };
    for (outcome, wanted) in [
        ("{when: 'kind == 3', within: P1D}", "outcomes.renewal.when"),
        (
            "{when: 'true', within: P0D}",
            "nothing comes within no time",
        ),
        (
            "{when: 'true', value: renewd, within: P1D}",
            "unknown field `renewd` (did you mean `renewed`?)",
        ),
        ("{when: 'true'}", "within"),
        ("{when: 'true', within: P1D, whithin: P1D}", "whithin"),
    ] {
        let found = found(outcome);
        assert!(found.contains(wanted), "{found}");
    }
    let text = PROGRAM.replace("renewed: bool", "renewed: text");
    let error = Program::parse(&text).unwrap_err().diagnostics[0].to_string();
    assert!(
        error.contains("outcomes.renewal.value: `renewed` is text"),
        "{error}"
    );
    let text = PROGRAM.replace(
        "fields: {ltr",
        "kinds: {renewal: {fields: [ltr]}, order: {}, return: {}}\nfields: {ltr",
    );
    let warned = Program::parse(&text).unwrap();
    let warned: Vec<String> = warned.check().iter().map(ToString::to_string).collect();
    assert!(
        warned
            .iter()
            .any(|it| it.contains("signals of kind `renewal` do not carry `renewed`")),
        "{warned:?}"
    );
}

#[test]
fn outcomes_are_no_part_of_the_digest() {
    // The build for pages does not read them, and finds the same digest.
    let with = Program::parse(PROGRAM).unwrap();
    let without = Program::parse(PROGRAM.split("outcomes:").next().unwrap()).unwrap();
    assert_eq!(with.digest(), without.digest());
}

#[test]
fn bands_of_means_points_and_gaps() {
    let lines = [
        "a 0 response wait=2.5,hoped=2.3,mood=\"happy\",csat=5",
        "b 0 response wait=0.5,hoped=0.4,mood=\"angry\",csat=3",
        "b 1 return",
        "c 0 response wait=0.3,hoped=0.1,mood=\"calm\",csat=1",
        "d 0 response wait=9.5,mood=\"odd\"",
    ];
    let found = histories(&lines, "2026-05-01T00:00:00Z");
    let asked = |metric: &str, cuts: &[f64]| {
        let query = OutcomeQuery {
            bands: cuts.to_vec(),
            ..query("return", metric)
        };
        let found = found.outcome(&query).unwrap();
        let n: Vec<i64> = found.bands.iter().map(|row| row.outcome.n).collect();
        let value: Vec<Option<f64>> = found.bands.iter().map(|row| row.outcome.value).collect();
        (n, value, found.left_out)
    };
    for metric in ["wait", "wait-median"] {
        let (n, value, left_out) = asked(metric, &[0.5, 2.0]);
        assert_eq!((n, left_out), (vec![1, 1, 2], None));
        assert_eq!(value, [Some(0.0), Some(1.0), Some(0.0)]);
    }
    assert_eq!(asked("effort", &[3.0]).0, [1, 2]);
    // What an answer is worth; an odd mood is worth nothing that was said.
    assert_eq!(asked("mood", &[-1.0, 0.5]).0, [1, 1, 1]);
    assert_eq!(asked("mood", &[-1.0]).2, Some(1));
    // 2.5 less 2.3 and 0.3 less 0.1 are 0.2 to the last digit; one of two says nothing of a gap.
    assert_eq!(
        asked("late", &[0.2]),
        (vec![1, 2], vec![Some(1.0), Some(0.0)], Some(1))
    );
    let path = |metric: &str, cuts: &[f64]| {
        let query = OutcomeQuery {
            bands: cuts.to_vec(),
            ..query("return", metric)
        };
        let error = found.outcome(&query).unwrap_err();
        (error.path.unwrap(), error.hint.is_some())
    };
    assert_eq!(path("mood", &[]), ("bands".to_owned(), true));
    assert_eq!(path("calm", &[1.0]), ("bands".to_owned(), true));
    assert_eq!(asked("calm", &[]).0, [3, 1]);
}

#[test]
fn customers_count_by_their_weight() {
    let lines = [
        "a 0 response ltr=10 3",
        "a 5 renewal renewed=true",
        "b 0 response ltr=9 1",
        "c 0 response ltr=2 2",
        "d 0 response ltr=1 2",
        "d 3 renewal renewed=true",
        // Without a weight it counts nothing.
        "e 0 response ltr=10",
    ];
    let found = histories(&lines, "2026-05-01T00:00:00Z");
    let renewal = found.outcome(&query("renewal", "heavy")).unwrap();
    let promoters = &renewal.bands[2];
    // 3 of 4 by weight, of 16/10 customers.
    assert_eq!(
        (promoters.outcome.value, promoters.outcome.n),
        (Some(0.75), 2)
    );
    assert!((promoters.effective_n.unwrap() - 1.6).abs() < 1e-12);
    assert_eq!(renewal.left_out, Some(1));
    let difference = &renewal.differences[0].comparison;
    assert!((difference.difference.unwrap() - 0.25).abs() < 1e-12);
    assert_eq!(difference.effective_n.map(|it| it[1]), Some(2.0));
    // Of 1.2 of 1.6 and 1 of 2, scored 2 and 0: chi-squared of both.
    let pooled: f64 = 2.2 / 3.6;
    let chi = 0.0625 / (pooled * (1.0 - pooled) * (1.0 / 1.6 + 0.5));
    assert!((renewal.trend.z.unwrap().powi(2) - chi).abs() < 1e-12);
    assert!(renewal.assumptions[4].contains("`customer.worth`"));
    let lines = [
        "a 0 response ltr=10 3",
        "a 5 order amount=10",
        "b 0 response ltr=9 1",
        "b 5 order amount=20",
        "c 0 response ltr=2 2",
        "c 5 order amount=4",
        "d 0 response ltr=2 2",
        "d 5 order amount=8",
    ];
    let spend = histories(&lines, "2026-05-01T00:00:00Z")
        .outcome(&query("spend", "heavy"))
        .unwrap();
    assert_eq!(spend.bands[2].outcome.value, Some(12.5));
    assert_eq!(spend.differences[0].comparison.difference, Some(6.5));
    assert_eq!(spend.differences[0].comparison.method, Test::Welch);
    assert_eq!((spend.trend.z, spend.trend.n), (None, 4));
    assert!(spend.assumptions[4].ends_with("no trend over bands."));
}
