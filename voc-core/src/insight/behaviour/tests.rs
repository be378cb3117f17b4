//! Behaviour by hand.

use super::*;
use crate::program::Program;
use crate::signal::Input;
use std::fmt::Write as _;

const PROGRAM: &str = r"
voc: 1
name: Shop
fields: {order: text, csat: int}
customer: {tier: text}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}}
touch_points: {a: {}, b: {}, c: {}, d: {}, e: {}}
journeys:
  buy:
    stages:
      - {id: one, touch_points: [a], metric: csat}
      - {id: two, touch_points: [b], metric: csat}
      - {id: three, touch_points: [c], metric: csat}
      - {id: four, touch_points: [d], metric: csat}
      - {id: five, touch_points: [e], metric: csat}
";

/// Signals as `customer day kind [name=value …]`; fields, `tier`, `channel` and `touch_point` by name.
fn histories(lines: &[String]) -> Histories {
    let program = Program::parse(PROGRAM).unwrap();
    let inputs = lines.iter().enumerate().map(|(place, line)| {
        let parts: Vec<&str> = line.split(' ').collect();
        let day: i64 = parts[1].parse().unwrap();
        let at = Time::parse("2026-03-01T00:00:00Z").unwrap().plus(day * DAY);
        let mut own = String::new();
        let mut fields = Vec::new();
        for part in &parts[3..] {
            let (name, value) = part.split_once('=').unwrap();
            match name {
                "tier" => write!(own, r#", "attributes": {{"tier": "{value}"}}"#).unwrap(),
                "channel" | "touch_point" => write!(own, r#", "{name}": "{value}""#).unwrap(),
                "csat" => fields.push(format!(r#""csat": {value}"#)),
                _ => fields.push(format!(r#""{name}": "{value}""#)),
            }
        }
        if parts[0] != "-" {
            write!(own, r#", "customer": "{}""#, parts[0]).unwrap();
        }
        Input::from_json(&format!(
            r#"{{"id": "s-{place}", "signal": {{"at": "{at}", "kind": "{}", "fields": {{{}}}{own}}}}}"#,
            parts[2],
            fields.join(", ")
        ))
        .unwrap()
    });
    let until = Time::parse("2026-03-31T00:00:00Z").unwrap();
    Histories::of(
        &program,
        &inputs.collect::<Vec<_>>(),
        Vec::new(),
        Some(until),
    )
}

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

const DAY: i64 = 86_400_000_000;

fn query<Q: Read + for<'de> Deserialize<'de>>(text: &str) -> Q {
    crate::document::read_json(text).unwrap()
}

fn orders() -> Histories {
    histories(&lines(&[
        "a 0 order order=1 channel=web tier=gold",
        "a 1 order order=2 channel=web",
        "a 2 return order=1 channel=phone",
        "a 3 return order=1 channel=phone",
        "b 0 order order=1 channel=phone tier=none",
        "b 1 return order=9",
        "c 4 return order=1",
        "c 5 order order=1",
    ]))
}

#[test]
fn returns_by_order() {
    let found: Behaviour = orders()
        .behaviour(&query(r#"{"of": "kind == \"return\"", "per": "kind == \"order\"", "same": "order", "by": "channel"}"#))
        .unwrap();
    // Both returns are of a's first order, by the web; b's is of no order of theirs, and c's comes before it.
    let [phone, web] = found.rows.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((web.rate.events, web.rate.value), (2, Some(1.0)));
    let share = web.share.unwrap();
    assert_eq!((share.value, share.n), (Some(0.5), 2));
    assert_eq!(
        (phone.rate.value, phone.share.unwrap().value),
        (Some(0.0), Some(0.0))
    );
    // c's order has no channel.
    assert_eq!((found.unlinked, found.no_group), (2, 1));
    // Two of two events where two of three orders are: 1/9 … (2/3)² = 4/9 on one side, twice that.
    let ratio = web.ratio.unwrap();
    assert_eq!((ratio.value, ratio.high), (None, None));
    assert!((ratio.p.unwrap() - 8.0 / 9.0).abs() < 1e-12);
    assert!((web.adjusted.unwrap() - 8.0 / 9.0).abs() < 1e-12);
}

#[test]
fn contacts_by_customers_time() {
    // Until 31 March: a is known for 30 days, b for 30, c for 26; the tier of c is not known.
    let found = orders();
    let ask = |by: &str| {
        let text = format!(r#"{{"of": "kind == \"return\"", "every": "P10D"{by}}}"#);
        found.behaviour(&query::<BehaviourQuery>(&text)).unwrap()
    };
    let all = ask("");
    assert_eq!(
        (all.rows[0].rate.events, all.rows[0].rate.exposure),
        (4, 8.6)
    );
    let tiers = ask(r#", "by": "customer.tier""#);
    let rows: Vec<(&str, i64, f64)> = tiers
        .rows
        .iter()
        .map(|row| {
            (
                row.group.as_deref().unwrap(),
                row.rate.events,
                row.rate.exposure,
            )
        })
        .collect();
    assert_eq!(rows, [("gold", 2, 3.0), ("none", 1, 3.0)]);
    assert_eq!(tiers.no_group, 1);
    assert!((tiers.rows[0].ratio.unwrap().value.unwrap() - 2.0).abs() < 1e-12);
}

#[test]
fn who_noticed_first() {
    let found = histories(&lines(&[
        // Warned two days before; nobody acted.
        "a 1 late",
        "a 3 complaint",
        // Warned, and taken up before the complaint.
        "b 1 late",
        "b 2 call",
        "b 5 complaint",
        // Taken up, and never a complaint.
        "c 1 late",
        "c 2 call",
        // A complaint out of nowhere, and a call after it.
        "d 4 complaint",
        "d 5 call",
        // A sign that nobody noticed.
        "e 4 late",
        // Nothing went wrong.
        "f 4 call",
        "- 4 complaint",
    ]));
    let ask: FoundQuery = query(
        r#"{"sign": "kind == \"late\"", "complaint": "kind == \"complaint\"", "acted": "kind == \"call\""}"#,
    );
    let first = found.found(&ask).unwrap();
    assert_eq!((first.problems, first.unlinked), (5, 1));
    assert_eq!((first.warned.value, first.warned.n), (Some(2.0 / 3.0), 3));
    let lead = first.lead.unwrap();
    assert_eq!((lead.n, lead.min_us, lead.max_us), (2, 2 * DAY, 4 * DAY));
    assert_eq!(
        (first.complained_later.value, first.complained_later.n),
        (Some(0.5), 4)
    );
    assert_eq!(first.found_by_us.unwrap().value, Some(0.4));
    assert_eq!((first.found_by_complaint, first.unnoticed), (2, 1));
    let ask = FoundQuery { acted: None, ..ask };
    let first = found.found(&ask).unwrap();
    assert_eq!((first.found_by_us, first.unnoticed), (None, 2));
}

#[test]
fn stages_side_by_side() {
    // The more returns at a stage, the less content: 10 orders at each, with 5, 4, 3, 2, 1 returns and
    // 1, 2, 3, 4, 5 of 5 answers in the top box.
    let mut all = Vec::new();
    for (place, point) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        for order in 0..10 {
            all.push(format!("c-{order} 1 order touch_point={point}"));
        }
        for back in 0..5 - place {
            all.push(format!("c-{back} 2 return touch_point={point}"));
        }
        for answer in 0..5 {
            let csat = if answer <= place { 5 } else { 1 };
            all.push(format!(
                "c-{answer} 3 response touch_point={point} csat={csat}"
            ));
        }
    }
    let found = histories(&all);
    let text = r#"{"journey": "buy", "rates": {"returns": {"of": "kind == \"return\"", "per": "kind == \"order\""}}}"#;
    let stages = found.stages(&query(text)).unwrap();
    let shown: Vec<(&str, Option<f64>, Option<f64>)> = stages
        .stages
        .iter()
        .map(|stage| {
            let rate = stage.rates.get("returns").unwrap();
            (
                stage.stage.as_str(),
                stage.estimate.unwrap().value,
                rate.value,
            )
        })
        .collect();
    assert_eq!(shown[0], ("one", Some(0.2), Some(0.5)));
    assert_eq!(shown[4], ("five", Some(1.0), Some(0.1)));
    // All ten pairs fall: tau −1, z = −10 / √(5·4·15/18).
    let trend = stages.correlations[0].trend;
    assert!((trend.tau.unwrap() + 1.0).abs() < 1e-12);
    assert!((trend.z.unwrap() + 10.0 / (300.0_f64 / 18.0).sqrt()).abs() < 1e-12);
    let error = found
        .stages(&query(&text.replace("buy", "by")))
        .unwrap_err();
    assert_eq!(error.path.as_deref(), Some("journey"));
    let error = found
        .stages(&query(&text.replace("== \\\"return", "= \\\"return")))
        .unwrap_err();
    assert_eq!(error.path.as_deref(), Some("rates.returns.of"));
}

#[test]
fn what_cannot_be_asked() {
    let found = orders();
    let path = |rest: &str| {
        let text = format!(r#"{{"of": "kind == \"return\""{rest}}}"#);
        found
            .behaviour(&query::<BehaviourQuery>(&text))
            .unwrap_err()
            .path
            .unwrap()
    };
    assert_eq!(path(""), "per");
    assert_eq!(path(r#", "per": "true", "every": "P1D""#), "per");
    assert_eq!(path(r#", "per": "kin""#), "per");
    assert_eq!(path(r#", "every": "P1M""#), "every");
    assert_eq!(path(r#", "every": "P0D""#), "every");
    assert_eq!(path(r#", "every": "P1D", "by": "channel""#), "by");
    assert_eq!(path(r#", "every": "P1D", "same": "order""#), "same");
    assert_eq!(path(r#", "per": "true", "same": "ordre""#), "same");
    assert_eq!(path(r#", "per": "true", "confidence": 2"#), "confidence");
    assert_eq!(path(r#", "per": "false", "confidence": 2"#), "confidence");
}
