//! Small groups of measurements: what is withheld of rows, reports and voices, and what an attacker makes of it.

use super::Engine;
use crate::error::{Code, Error};
use crate::insight::VoicesQuery;
use crate::insight::accountability::Weighing;
use crate::metric::small_groups::attack::{attack_by_sums, attack_by_trying, numbers};
use crate::metric::small_groups::withhold_groups;
use crate::metric::{MetricQuery, MetricRow};
use crate::ordered::{Few, Map};
use crate::program::Program;
use crate::signal::Input;
use crate::time::{DAY, Span, Time};
use proptest::prelude::*;
use serde_json::{Value, json};

const PROGRAM: &str = "
voc: 1
name: Few
privacy: {min_n: 5}
fields: {csat: int, effort: int}
roles: {manager: {level: middle, sees: {numbers: unit, verbatims: unit}}}
units:
  company: {}
  claims: {parent: company}
  desk: {parent: claims}
  field: {parent: claims}
  sales: {parent: company}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
  effort: {kind: median, of: effort, scale: [1, 7]}
journeys:
  claim:
    stages: [{id: tell, touch_points: [desk], metric: csat, accountable: [claims]}]
    moments_of_truth: {first: {at: desk}}
touch_points: {desk: {}}
reports: {monthly: {to: manager, every: P1M, metrics: [csat], voices: 5}}
";

fn at(day: i64) -> Time {
    Time::parse("2026-03-01T00:00:00Z").unwrap().plus(day * DAY)
}

fn give(engine: &mut Engine, input: &Value) {
    let input = Input::from_json(&input.to_string()).unwrap();
    engine.handle(input).unwrap();
}

fn answer(engine: &mut Engine, id: usize, day: i64, unit: &str, answers: &Value) {
    let signal = json!({
        "at": at(day), "kind": "response", "customer": format!("c{id}"), "unit": unit, "stage": "tell",
        "touch_point": "desk", "fields": answers, "verbatim": format!("I am {id}"),
    });
    let input = json!({"id": format!("s{id:03}"), "received": at(day), "signal": signal});
    give(engine, &input);
}

/// Two answers at the desk, nine in the field, eight in sales, all in March.
fn heard() -> Engine {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let people = json!({"mia": {"units": ["desk"], "role": "manager"}});
    let roster = json!({"id": "r", "received": at(0), "roster": {"at": at(0), "people": people}});
    give(&mut engine, &roster);
    let units = [("desk", 2), ("field", 9), ("sales", 8)];
    let all = units
        .into_iter()
        .flat_map(|(unit, n)| std::iter::repeat_n(unit, n));
    for (id, unit) in all.enumerate() {
        answer(&mut engine, id, 1, unit, &json!({"csat": 5, "effort": 3}));
    }
    engine
}

fn by(names: &[&str]) -> MetricQuery {
    MetricQuery {
        by: names.iter().map(|name| (*name).to_owned()).collect(),
        ..MetricQuery::default()
    }
}

/// Of each row its unit, and how many answered where that is shown.
fn shown(rows: &[MetricRow]) -> Vec<(Option<&str>, Option<i64>)> {
    rows.iter()
        .map(|row| {
            (
                row.group.get("unit").and_then(Option::as_deref),
                row.estimate.map(|it| it.n),
            )
        })
        .collect()
}

#[test]
fn a_withheld_row_says_why_and_nothing_else() {
    let engine = heard();
    let rows = engine.metric("csat", &by(&["unit"])).unwrap();
    // Of claims, 11, less the field, 9, are the two of the desk: both are withheld. Sales are not.
    assert_eq!(
        shown(&rows),
        [
            (Some("desk"), None),
            (Some("field"), None),
            (Some("sales"), Some(8))
        ]
    );
    let why = "fewer than 5 answered, or it would show a group in which fewer did";
    assert_eq!(
        serde_json::to_value(&rows[0]).unwrap(),
        json!({"group": {"unit": "desk"}, "withheld": true, "why": why})
    );
    assert_eq!(
        serde_json::to_value(&rows[2]).unwrap().get("withheld"),
        None
    );
    // A median as well, and by unit and month.
    let monthly = MetricQuery {
        every: Some(Span::parse("P1M").unwrap()),
        ..by(&["unit"])
    };
    let rows = engine.metric("effort", &monthly).unwrap();
    assert_eq!(
        shown(&rows),
        [
            (Some("desk"), None),
            (Some("field"), None),
            (Some("sales"), Some(8))
        ]
    );
    assert_eq!(rows[0].period.as_deref(), Some("2026-03-01"));
    let whole = engine.metric("csat", &by(&[])).unwrap();
    assert_eq!(whole[0].estimate.unwrap().n, 19);
}

#[test]
fn a_query_may_say_more_and_not_less() {
    let engine = heard();
    let asked = |min_n: u32| {
        let query = MetricQuery {
            min_n: Some(min_n),
            ..by(&["unit"])
        };
        let rows = engine.metric("csat", &query).unwrap();
        rows.iter().filter(|row| row.withheld).count()
    };
    assert_eq!([asked(0), asked(2), asked(5), asked(9)], [2, 2, 2, 3]);
    let query = MetricQuery {
        min_n: Some(20),
        ..by(&[])
    };
    assert!(engine.metric("csat", &query).unwrap()[0].withheld);
}

#[test]
fn windows_that_overlap_are_refused_and_averages_are_of_what_is_shown() {
    let mut engine = heard();
    // In April and in May, nine of the desk and twenty of each other: so March alone has small groups.
    let units = [("desk", 9), ("field", 20), ("sales", 20)];
    let all = units
        .into_iter()
        .flat_map(|(unit, n)| std::iter::repeat_n(unit, n));
    for (id, unit) in all.enumerate() {
        for (month, day) in [(100, 40), (200, 70)] {
            answer(
                &mut engine,
                month + id,
                day,
                unit,
                &json!({"csat": 1 + id % 5}),
            );
        }
    }
    let query = |rolling: Option<&str>, average_of: Option<u32>| MetricQuery {
        every: Some(Span::parse("P1M").unwrap()),
        rolling: rolling.map(|span| Span::parse(span).unwrap()),
        average_of,
        ..by(&["unit"])
    };
    let error = engine
        .metric("csat", &query(Some("P28D"), None))
        .unwrap_err();
    assert_eq!(
        (error.code, error.path.as_deref()),
        (Code::NotAllowed, Some("rolling"))
    );
    // Each average is the mean of what is shown of its month and the one before.
    let averages = engine.metric("csat", &query(None, Some(2))).unwrap();
    let months = engine.metric("csat", &query(None, None)).unwrap();
    let starts = ["2026-03-01", "2026-04-01", "2026-05-01"];
    assert!(averages.iter().any(|row| row.withheld) && averages.iter().any(|row| !row.withheld));
    for row in &averages {
        let last = starts
            .iter()
            .position(|start| row.period.as_deref() == Some(*start));
        let window = &starts[last.unwrap().saturating_sub(1)..=last.unwrap()];
        let mine = months.iter().filter(|month| {
            window.contains(&month.period.as_deref().unwrap()) && month.group == row.group
        });
        let values: Vec<f64> = mine.filter_map(|month| month.estimate?.value).collect();
        let many = u32::try_from(values.len()).unwrap();
        let mean = (many > 0).then(|| values.iter().sum::<f64>() / f64::from(many));
        assert_eq!(row.estimate.and_then(|it| it.value), mean, "{row:?}");
        assert_eq!((row.withheld, row.periods), (many == 0, mean.map(|_| many)));
    }
}

#[test]
fn voices_of_withheld_groups_are_withheld() {
    let engine = heard();
    let asked = |unit: &str, min_n: Option<u32>| -> Result<i64, Error> {
        let query = VoicesQuery {
            metric: Some("csat".to_owned()),
            group: Few::from_iter([("unit".to_owned(), Some(unit.to_owned()))]),
            limit: 20,
            min_n,
            ..VoicesQuery::default()
        };
        engine.voices(&query, None).map(|voices| voices.n)
    };
    let error = asked("desk", None).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_deref()),
        (Code::NotAllowed, Some("group"))
    );
    assert!(error.message.contains("fewer than 5 answered"), "{error}");
    assert!(!error.message.contains('2'), "{error}");
    assert_eq!(asked("field", None).unwrap_err().code, Code::NotAllowed);
    assert_eq!(asked("sales", None).unwrap(), 8);
    assert_eq!(asked("sales", Some(9)).unwrap_err().code, Code::NotAllowed);
}

#[test]
fn a_report_withholds_a_small_unit_and_its_voices() {
    let engine = heard();
    let report = |unit: &str| {
        engine
            .unit_report("monthly", unit, "2026-03-01", None, None)
            .unwrap()
    };
    let desk = report("desk");
    assert_eq!((desk.metrics[0].now, desk.metrics[0].change), (None, None));
    // Before, nobody answered anywhere.
    assert_eq!(desk.metrics[0].before.unwrap().n, 0);
    assert_eq!((desk.voices.len(), desk.voices_of), (0, 0));
    assert!(
        desk.text.contains("withheld (fewer than 5 answered"),
        "{}",
        desk.text
    );
    // The field would show the desk, as part of claims.
    assert_eq!(report("field").metrics[0].now, None);
    assert_eq!(report("claims").metrics[0].now.unwrap().n, 11);
    assert_eq!(report("company").metrics[0].now.unwrap().n, 19);
    let sales = report("sales");
    assert_eq!(
        (sales.metrics[0].now.unwrap().n, sales.voices.len()),
        (8, 5)
    );
    // The month after, it is the period before that is withheld.
    let after = engine
        .unit_report("monthly", "desk", "2026-04-01", None, None)
        .unwrap();
    assert_eq!(
        (after.metrics[0].before, after.metrics[0].now.unwrap().n),
        (None, 0)
    );
    assert!(
        after.text.contains("the period before is withheld"),
        "{}",
        after.text
    );
}

#[test]
fn stages_moments_and_persons_see_what_is_shown() {
    let engine = heard();
    let scores = engine.stage_scores("claim", "tell").unwrap();
    assert_eq!((scores.shared.unwrap().n, scores.withheld), (19, false));
    let desk = scores
        .units
        .iter()
        .find(|unit| unit.unit == "desk")
        .unwrap();
    assert_eq!((desk.value, desk.withheld), (None, true));
    let rank = &engine.moment_ranks(&Weighing::default()).unwrap()[0];
    assert_eq!((rank.value.unwrap().n, rank.withheld), (19, false));
    // Whoever sees the desk alone is shown no more of it.
    let rows = engine.metric_for("mia", "csat", &by(&["unit"])).unwrap();
    assert_eq!(shown(&rows), [(Some("desk"), None)]);
    // Two answers are all there is.
    let mut small = Engine::new(Program::parse(PROGRAM).unwrap());
    answer(&mut small, 0, 1, "desk", &json!({"csat": 5}));
    answer(&mut small, 1, 1, "desk", &json!({"csat": 1}));
    let scores = small.stage_scores("claim", "tell").unwrap();
    assert_eq!((scores.shared, scores.withheld), (None, true));
    let rank = &small.moment_ranks(&Weighing::default()).unwrap()[0];
    assert_eq!((rank.value, rank.withheld, rank.volume), (None, true, 0));
}

#[test]
fn what_units_came_to_is_withheld_too() {
    let goal = "goals: {g: {metric: csat, target: 0.5, due: 2026-12-31, cascade: [company, claims, desk]}}\n";
    let program = Program::parse(&format!("{PROGRAM}{goal}")).unwrap();
    let mut engine = Engine::new(program);
    for id in 0..19 {
        let unit = match id {
            0..2 => "desk",
            2..11 => "field",
            _ => "sales",
        };
        answer(&mut engine, id, 1, unit, &json!({"csat": 5 - id % 2 * 4}));
    }
    give(
        &mut engine,
        &json!({"id": "t", "tick": {"at": "2026-04-02T00:00:00Z"}}),
    );
    let month = Span::parse("P1M").unwrap();
    let values = engine.unit_values("csat", month).unwrap();
    let told: Vec<_> = values
        .iter()
        .map(|one| (one.unit.as_str(), one.n))
        .collect();
    assert!(told.contains(&("company", Some(19))), "{told:?}");
    assert!(told.iter().all(|(unit, _)| *unit != "desk"), "{told:?}");
}

#[test]
fn a_minimum_that_withholds_nothing_is_refused() {
    for min_n in [0, 1] {
        let text = format!("voc: 1\nname: None\nprivacy: {{min_n: {min_n}}}\n");
        let error = Program::parse(&text).unwrap_err();
        let found = &error.diagnostics[0];
        assert_eq!(
            (found.code, found.path.as_deref()),
            (Code::OutOfRange, Some("privacy.min_n"))
        );
    }
    // It is no part of what the program is, which every build finds.
    let digest = |privacy: &str| {
        let program = Program::parse(&format!("voc: 1\nname: Same\nprivacy: {privacy}\n"));
        program.unwrap().digest().to_owned()
    };
    assert_eq!(digest("{min_n: 7}"), digest("{}"));
}

const OPEN: &str = "
voc: 1
name: Open
fields: {csat: int}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}}
";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// What is asked by every choice of unit, channel and month: no table tells a withheld row, and none does
    /// beside a table by fewer of them.
    #[test]
    fn an_attacker_learns_nothing_of_measurements(
        ns in prop::collection::vec(prop_oneof![2 => Just(0_usize), 4 => 1_usize..4, 2 => 4_usize..8], 12),
        min_n in 2_u32..5,
    ) {
        let mut engine = Engine::new(Program::parse(OPEN).unwrap());
        let mut id = 0;
        for (cell, n) in ns.iter().enumerate() {
            for _ in 0..*n {
                let signal = json!({
                    "at": at(i64::from(cell % 2 == 1) * 31), "kind": "response", "unit": format!("u{}", cell / 4),
                    "channel": format!("ch{}", cell / 2 % 2), "fields": {"csat": 5},
                });
                give(&mut engine, &json!({"id": format!("s{id}"), "received": at(32), "signal": signal}));
                id += 1;
            }
        }
        let asked = |choice: usize, min_n: Option<u32>| {
            let names = ["unit", "channel"].into_iter().enumerate();
            let names: Vec<&str> = names.filter(|(place, _)| choice >> place & 1 == 1).map(|(_, name)| name).collect();
            let every = (choice >> 2 & 1 == 1).then(|| Span::parse("P1M").unwrap());
            engine.metric("csat", &MetricQuery { every, min_n, ..by(&names) }).unwrap()
        };
        let least = u64::from(min_n);
        let tables: Vec<Vec<(MetricRow, u64)>> = (0..8).map(|choice| {
            let plain = asked(choice, None).into_iter();
            let ns = plain.map(|row| u64::try_from(row.estimate.unwrap().n).unwrap());
            asked(choice, Some(min_n)).into_iter().zip(ns).collect()
        }).collect();
        for (choice, table) in tables.iter().enumerate() {
            for (row, n) in table {
                prop_assert_eq!(row.estimate.is_none(), row.withheld);
                prop_assert!(row.withheld || !(1..least).contains(n));
                if row.withheld {
                    let told = serde_json::to_value(row).unwrap();
                    let keys: Vec<&String> = told.as_object().unwrap().keys().filter(|key| *key != "period").collect();
                    prop_assert_eq!(keys, ["group", "why", "withheld"]);
                }
            }
            // The table with all its totals.
            let groups: Vec<_> = table.iter().map(|(row, n)| {
                let unit = row.group.get("unit").cloned();
                let others = row.group.get("channel").cloned();
                let texts = unit.into_iter().chain(row.period.clone().map(Some)).chain(others);
                (texts.collect::<Vec<_>>(), *n)
            }).collect();
            let found = withhold_groups(&groups, &Map::default(), least).unwrap();
            let rows: Vec<bool> = table.iter().map(|(row, _)| row.withheld).collect();
            prop_assert_eq!(&found.groups, &rows);
            let numbers = numbers(&groups, &found);
            attack_by_sums(&numbers, groups.len(), least);
            attack_by_trying(&numbers, groups.len(), least);
            // Each table by fewer of the names: its shown rows less what is shown here.
            for other in (0..8).filter(|other| other & choice == *other) {
                for (total, n) in tables[other].iter().filter(|(total, _)| !total.withheld) {
                    let holds = |row: &MetricRow| {
                        let same = total.group.iter().all(|(name, text)| row.group.get(name) == Some(text));
                        same && (total.period.is_none() || total.period == row.period)
                    };
                    let shown = table.iter().filter(|(row, _)| !row.withheld && holds(row));
                    let left = n - shown.map(|(_, n)| n).sum::<u64>();
                    prop_assert!(!(1..least).contains(&left), "{} of {:?} beside {:?}", left, total, table);
                }
            }
        }
    }
}
