//! What a run has beside its engine: every signal behind every number, whatever was corrected, taken back or
//! merged; which praise came to a person; who heard of anything.

use super::{Engine, Record, Run, Spoken, run};
use crate::insight::{LoopNumber, VoicesQuery};
use crate::metric::MetricQuery;
use crate::ordered::Few;
use crate::program::Program;
use crate::signal::Input;
use crate::time::{HOUR, Time};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::borrow::Cow;

fn at(hours: i64) -> Time {
    Time::parse("2026-03-01T00:00:00Z")
        .unwrap()
        .plus(hours * HOUR)
}

fn input(value: &Value) -> Input {
    Input::from_json(&value.to_string()).unwrap()
}

/// A run over inputs, asked with its record.
fn recorded(program: &Program, inputs: Vec<Input>) -> (Run, Spoken) {
    let spoken = Spoken::of(&inputs);
    (run(program, inputs, None), spoken)
}

fn record<'r>(run: &Run, spoken: &'r Spoken) -> Record<'r> {
    Record::of(Cow::Borrowed(spoken), run.alerts())
}

const PROGRAM: &str = r#"
voc: 1
name: Random
lateness: P2D
fields: {csat: int}
customer: {tier: text}
segments: {gold: 'customer.tier == "gold"'}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
  golden: {kind: rate, of: 'has(csat) && csat >= 4', out_of: 'has(csat) && segment("gold")'}
rules: {low: {when: 'csat <= 2', raise: {case: recovery}}}
cases: {recovery: {}}
"#;

#[derive(Debug, Clone)]
enum Step {
    Said {
        id: usize,
        revision: u32,
        customer: usize,
        unit: usize,
        csat: i64,
        tier: usize,
    },
    TakenBack(usize),
    Known {
        customer: usize,
        tier: usize,
    },
    Same(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let said = (
        0..12_usize,
        0..3_u32,
        0..5_usize,
        0..3_usize,
        0..7_i64,
        0..3_usize,
    );
    let step = prop_oneof![
        8 => said.prop_map(|(id, revision, customer, unit, csat, tier)| {
            Step::Said { id, revision, customer, unit, csat, tier }
        }),
        1 => (0..12_usize).prop_map(Step::TakenBack),
        1 => (0..4_usize, 0..2_usize).prop_map(|(customer, tier)| Step::Known { customer, tier }),
        1 => (0..4_usize, 0..4_usize).prop_map(|(from, into)| Step::Same(from, into)),
    ];
    prop::collection::vec(step, 0..40)
}

const TIERS: [&str; 2] = ["gold", "plain"];

/// The inputs of steps, one an hour.
fn inputs(steps: &[Step]) -> Vec<Input> {
    let one = |(place, step): (usize, &Step)| {
        let now = at(i64::try_from(place).unwrap());
        let body = match step {
            Step::Said {
                id,
                revision,
                customer,
                unit,
                csat,
                tier,
            } => {
                let mut signal = json!({"at": now, "kind": "response", "fields": {"csat": csat}});
                // The fifth is nobody.
                if *customer < 4 {
                    signal["customer"] = json!(format!("c{customer}"));
                    if let Some(tier) = TIERS.get(*tier) {
                        signal["attributes"] = json!({"tier": tier});
                    }
                }
                if *unit < 2 {
                    signal["unit"] = json!(format!("u{unit}"));
                }
                return input(
                    &json!({"id": format!("s{id:02}"), "revision": revision, "received": now, "signal": signal}),
                );
            }
            Step::TakenBack(id) => json!({"retract": {"signal": format!("s{id:02}")}}),
            Step::Known { customer, tier } => json!({"customer": {
                "at": now, "customer": format!("c{customer}"), "attributes": {"tier": TIERS[*tier]},
            }}),
            Step::Same(from, into) => {
                json!({"merge": {"from": format!("c{from}"), "into": format!("c{into}")}})
            }
        };
        let mut body = body;
        body["id"] = json!(format!("x{place:03}"));
        body["received"] = json!(now);
        input(&body)
    };
    steps.iter().enumerate().map(one).collect()
}

proptest! {
    /// However much was corrected, each number leads to as many signals as it stands on.
    #[test]
    fn every_answer_has_its_voice(steps in steps()) {
        let program = Program::parse(PROGRAM).unwrap();
        let (run, spoken) = recorded(&program, inputs(&steps));
        let record = record(&run, &spoken);
        for metric in ["csat", "golden"] {
            let by_unit = MetricQuery { by: vec!["unit".to_owned()], ..MetricQuery::default() };
            let mut sum = 0;
            for row in run.engine.metric(metric, &by_unit).unwrap() {
                let query = VoicesQuery {
                    metric: Some(metric.to_owned()),
                    group: row.group.clone(),
                    limit: 1000,
                    ..VoicesQuery::default()
                };
                let found = run.engine.voices(&query, Some(&record)).unwrap();
                prop_assert_eq!(found.n, row.estimate.unwrap().n);
                prop_assert_eq!(found.total, row.estimate.unwrap().n, "{} {:?}", metric, row.group);
                prop_assert_eq!(found.voices.len(), usize::try_from(found.total).unwrap());
                let newest: Vec<_> = found.voices.iter().map(|voice| (std::cmp::Reverse(voice.at), voice.signal.clone())).collect();
                prop_assert!(newest.is_sorted());
                // What the engine retains is of these.
                let here = run.engine.voices(&query, None).unwrap();
                prop_assert_eq!(here.total + here.not_retained, found.total);
                prop_assert!(here.voices.iter().all(|voice| found.voices.contains(voice)));
                sum += found.total;
            }
            let all = VoicesQuery { metric: Some(metric.to_owned()), ..VoicesQuery::default() };
            prop_assert_eq!(run.engine.voices(&all, Some(&record)).unwrap().total, sum);
        }
    }
}

const PRAISE: &str = "
voc: 1
name: Praise
fields: {ltr: int}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {company: {}, shop: {parent: company}}
rules:
  high: {when: 'ltr >= 9', raise: {praise: true, to: manager}}
  low: {when: 'ltr <= 2', raise: {}}
  poor: {when: 'ltr >= 3 && ltr <= 6', raise: {case: recovery}}
cases: {recovery: {}}
notices: {remember: P1D}
reports: {daily: {to: manager, every: P1D, metrics: [], voices: 2}}
";

fn praised() -> (Run, Spoken) {
    let program = Program::parse(PRAISE).unwrap();
    let signal = |id: &str, hours: i64, unit: Option<&str>, ltr: i64| {
        let mut signal = json!({
            "at": at(hours), "kind": "response", "customer": id, "verbatim": format!("words of {id}"),
            "fields": {"ltr": ltr},
        });
        if let Some(unit) = unit {
            signal["unit"] = json!(unit);
        }
        input(&json!({"id": id, "received": at(hours), "signal": signal}))
    };
    let people = json!({
        "max": {"units": ["shop"], "role": "manager"},
        "ann": {"units": ["shop"], "role": "adviser"},
    });
    let inputs = vec![
        input(&json!({"id": "r", "received": at(0), "roster": {"at": at(0), "people": people}})),
        signal("p1", 1, Some("shop"), 10),
        // The manager of the company is nobody: it is told the unit.
        signal("p2", 2, Some("company"), 9),
        signal("p3", 3, Some("shop"), 9),
        signal("c1", 4, Some("shop"), 1),
        signal("c2", 5, Some("shop"), 5),
        input(&json!({"id": "t3", "received": at(6), "retract": {"signal": "p3"}})),
        // A week on, what was sent is not remembered one by one.
        input(&json!({"id": "t", "tick": {"at": at(168)}})),
    ];
    recorded(&program, inputs)
}

#[test]
fn praise_that_reached_a_person_and_people_whom_nothing_reached() {
    let (run, _) = praised();
    let health = run.loop_health();
    let praise = health.praise_reach.clone().unwrap();
    // p1 and p2 stand; of p2 nobody was told who is a person.
    assert_eq!((praise.praise, praise.passed_on), (2, 1));
    assert_eq!(praise.passed_on_rate.value, Some(0.5));
    let people = |health: &crate::insight::LoopHealth| -> Vec<[i64; 4]> {
        let rows = health.without_insight.iter();
        rows.map(|row| {
            [
                row.people,
                row.told_nothing,
                row.read_nothing,
                row.acted_on_nothing,
            ]
        })
        .collect()
    };
    // max was told; ann was not. An engine that remembers a day knows of nothing any more.
    assert_eq!(people(&health), [[1, 0, 1, 1], [1, 1, 1, 1]]);
    let forgetful = run.engine.loop_health();
    assert_eq!(people(&forgetful), [[1, 1, 1, 1], [1, 1, 1, 1]]);
    assert_eq!(forgetful.praise_reach, None);
    let reach = health.reach.clone().unwrap();
    assert_eq!((reach.concerns, reach.with_case), (2, 1));
    // No type of case has a target for the first contact.
    assert_eq!(reach.contacted_in_time_rate, None);
}

#[test]
fn a_run_reports_what_an_engine_cannot() {
    let (run, spoken) = praised();
    let record = record(&run, &spoken);
    let report = |engine: &Engine, record| {
        engine
            .unit_report("daily", "company", "2026-03-01", None, record)
            .unwrap()
    };
    let whole = report(&run.engine, Some(&record));
    assert_eq!(whole.praise, Some(2));
    assert_eq!(whole.open_concerns.without_case, Some(1));
    assert_eq!((whole.open_concerns.on_cases, whole.voices_of), (1, 4));
    // Without metrics all score alike: by time, of four parts of two the middle ones.
    let voices: Vec<&str> = whole
        .voices
        .iter()
        .map(|voice| voice.signal.as_str())
        .collect();
    assert_eq!(voices, ["p2", "c2"]);
    assert!(
        whole
            .text
            .contains("- Concerns without a closed case: 1 on 1 cases, 1 with no case"),
        "{}",
        whole.text
    );
    assert!(whole.text.contains("> words of p2 (p2)"));
    let kept = report(&run.engine, None);
    assert_eq!((kept.praise, kept.open_concerns.without_case), (None, None));
    assert_eq!(kept.voices_of, 0);
}

#[test]
fn a_voice_that_only_its_case_tells() {
    let (run, _) = praised();
    let query = VoicesQuery {
        of_loop: Some(LoopNumber::Cases),
        group: Few::from_iter([("unit".to_owned(), Some("shop".to_owned()))]),
        limit: 5,
        ..VoicesQuery::default()
    };
    let found = run.engine.voices(&query, None).unwrap();
    assert_eq!((found.n, found.total), (1, 1));
    let voice = &found.voices[0];
    assert_eq!(
        (voice.signal.as_str(), voice.at, voice.customer.as_deref()),
        ("c2", None, Some("c2"))
    );
}
