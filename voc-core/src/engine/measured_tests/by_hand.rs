//! Metrics by hand: failures that were reported against others, windows, levels, versions, goals.

use super::oracle::close;
use super::*;
use crate::metric::Tally;
use crate::program::MetricKind;

#[test]
fn a_program_of_plain_counts_keeps_what_it_kept() {
    let program = r#"{"voc": 1, "name": "Plain", "fields": {"ltr": "int", "stars": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"},
            "top": {"kind": "top_box", "of": "stars", "scale": [1, 5]}}}"#;
    let engine = Engine::new(Program::parse(program).unwrap());
    let inputs = [
        json!({"id": "s", "received": time(1), "signal": {"at": time(0), "kind": "response",
        "customer": "c", "fields": {"ltr": 9, "stars": 4}}}),
    ];
    let snapshot = fed(engine, &inputs).snapshot().unwrap();
    let text = String::from_utf8(snapshot).unwrap();
    assert!(
        text.contains("tallies") && !text.contains("totals"),
        "{text}"
    );
}

/// One answer a row, at noon of a day of March 2026.
fn answers(program: &str, rows: &[(u32, Json)]) -> Engine {
    told(program, rows).0
}

/// The same with what was told meanwhile.
fn told(program: &str, rows: &[(u32, Json)]) -> (Engine, Vec<Json>) {
    let mut events = Vec::new();
    let mut engine = Engine::new(Program::parse(program).unwrap());
    for (number, (day, fields)) in rows.iter().enumerate() {
        let at = format!("2026-03-{day:02}T12:00:00Z");
        let input = json!({"id": format!("s{number}"), "received": at, "signal": {
            "at": at, "kind": "response", "customer": format!("c{number}"), "fields": fields}});
        let told = json::handle(&mut engine, &input.to_string()).unwrap();
        events.extend(serde_json::from_str::<Vec<Json>>(&told).unwrap());
    }
    (engine, events)
}

/// formbricks PR 9069: a dashboard summed the NPS of days, and came to 1350; a day without answers was 0.
#[test]
fn formbricks_9069_an_nps_of_days_is_never_a_sum() {
    let program = r#"{"voc": 1, "name": "NPS", "fields": {"ltr": "int"}, "metrics": {"nps": {"kind": "nps", "of": "ltr"}}}"#;
    // 27 answers of 10 on 27 days, half of which have a detractor too; none on the 28th.
    let day = |day: u32| {
        let promoter = (day, json!({"ltr": 10}));
        let detractor = day.is_multiple_of(2).then(|| (day, json!({"ltr": 0})));
        [Some(promoter), detractor]
    };
    let rows: Vec<(u32, Json)> = (1..=27)
        .flat_map(day)
        .flatten()
        .chain([(29, json!({"ltr": 10}))])
        .collect();
    let engine = answers(program, &rows);
    let daily = MetricQuery {
        every: Some(Span::parse("P1D").unwrap()),
        ..MetricQuery::default()
    };
    let daily = engine.metric("nps", &daily).unwrap();
    let sum: f64 = daily
        .iter()
        .filter_map(|row| row.estimate.unwrap().value)
        .sum();
    assert!((sum - 1500.0).abs() < 1e-9, "summed it is {sum}");
    assert!(
        daily
            .iter()
            .all(|row| row.period.as_deref() != Some("2026-03-28")),
        "an empty day is absent"
    );
    // 28 promoters and 13 detractors of 41.
    let found = number(&engine, "nps").estimate.unwrap();
    assert!(close(found.value, Some(100.0 * 15.0 / 41.0)), "{found}");
    // What days come to together is a merge of their tallies.
    let mut tally = Tally::default();
    for row in &daily {
        let plus = i64::from(row.estimate.unwrap().value.is_some());
        tally.merge(Tally {
            n: row.estimate.unwrap().n,
            plus,
            minus: row.estimate.unwrap().n - plus,
        });
    }
    assert_eq!(tally.estimate(MetricKind::Nps, 0.95).unwrap(), found);
}

/// va.gov-team#87053: answers without a rating stood in the denominator.
#[test]
fn va_gov_87053_what_is_not_rated_is_in_no_denominator() {
    let program = r#"{"voc": 1, "name": "Rated", "fields": {"stars": "int", "words": "text", "hoped": "int"},
        "metrics": {"csat": {"kind": "csat", "of": "stars", "scale": [1, 5]},
            "mean": {"kind": "mean", "of": "stars", "scale": [1, 5]},
            "median": {"kind": "median", "of": "stars", "scale": [1, 5]},
            "low": {"kind": "bottom_box", "of": "stars", "scale": [1, 5]},
            "five": {"kind": "share", "of": "stars", "one_of": [5]},
            "gap": {"kind": "gap", "of": "stars", "expected": "hoped", "scale": [1, 5]}}}"#;
    let rows = [
        (1, json!({"stars": 5})),
        (1, json!({"words": "no rating"})),
        (2, json!({"stars": 1, "hoped": 3})),
        (2, json!({})),
    ];
    let engine = answers(program, &rows);
    for (metric, value, n) in [
        ("csat", 0.5, 2),
        ("mean", 3.0, 2),
        ("median", 3.0, 2),
        ("low", 0.5, 2),
        ("five", 0.5, 2),
        ("gap", -2.0, 1),
    ] {
        let found = number(&engine, metric).estimate.unwrap();
        assert_eq!((found.value, found.n), (Some(value), n), "{metric}");
    }
}

#[test]
fn rolling_metric_and_rolling_average_are_two_things() {
    let program = r#"{"voc": 1, "name": "Rolling", "fields": {"stars": "int"}, "metrics": {
        "mean": {"kind": "mean", "of": "stars", "scale": [1, 5]},
        "top": {"kind": "top_box", "of": "stars", "scale": [1, 5], "top_box": 1}}}"#;
    // Days: 2 — 5 5 5; 3 — 1; 4 — nothing; 5 — 3.
    let rows =
        [(2, 5), (2, 5), (2, 5), (3, 1), (5, 3)].map(|(day, stars)| (day, json!({"stars": stars})));
    let engine = answers(program, &rows);
    let asked = |metric: &str, query: Json| {
        let rows = json::metric(&engine, metric, &query.to_string()).unwrap();
        let rows: Vec<Json> = serde_json::from_str(&rows).unwrap();
        let row = |row: &Json| {
            (
                row["period"].as_str().unwrap()[8..].to_owned(),
                row["value"].as_f64().unwrap(),
                row["n"].as_i64().unwrap(),
            )
        };
        (rows.iter().map(row).collect::<Vec<_>>(), rows)
    };
    let wanted = |all: &[(&str, f64, i64)]| {
        all.iter()
            .map(|(day, value, n)| ((*day).to_owned(), *value, *n))
            .collect::<Vec<_>>()
    };
    // Two days each: 15/3; 16/4; 1/1 of the 3rd and 4th; 3/1 of the 4th and 5th.
    let (found, rows) = asked("mean", json!({"every": "P1D", "rolling": "P2D"}));
    assert_eq!(
        found,
        wanted(&[
            ("02", 5.0, 3),
            ("03", 4.0, 4),
            ("04", 1.0, 1),
            ("05", 3.0, 1)
        ])
    );
    assert_eq!(
        (&rows[1]["from"], &rows[1]["to"]),
        (&json!("2026-03-02"), &json!("2026-03-03"))
    );
    assert_eq!(rows[1]["method"], "student");
    // Two periods each: 5; (5 + 1)/2; 1, since the 4th has no number; 3.
    let (found, rows) = asked("mean", json!({"every": "P1D", "average_of": 2}));
    assert_eq!(
        found,
        wanted(&[
            ("02", 5.0, 3),
            ("03", 3.0, 4),
            ("04", 1.0, 1),
            ("05", 3.0, 1)
        ])
    );
    let periods: Vec<&Json> = rows.iter().map(|row| &row["periods"]).collect();
    assert_eq!(periods, [1, 2, 1, 1]);
    assert!(
        rows.iter()
            .all(|row| row["low"].is_null() && row["method"] == "mean_of_periods")
    );
    // By week, from Monday the 2nd: one period.
    let (found, _) = asked("top", json!({"every": "P7D", "rolling": "P1M"}));
    assert_eq!(found, wanted(&[("02", 0.6, 5)]));
    let wrong = |query: Json| {
        let query: MetricQuery = serde_json::from_value(query).unwrap();
        let error = engine.metric("mean", &query).unwrap_err();
        (error.code, error.path.unwrap())
    };
    assert_eq!(
        wrong(json!({"rolling": "P2D"})),
        (crate::error::Code::Missing, "every".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "rolling": "PT5H"})),
        (crate::error::Code::OutOfRange, "rolling".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "average_of": 1})),
        (crate::error::Code::OutOfRange, "average_of".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "average_of": 2, "rolling": "P2D"})),
        (crate::error::Code::Ambiguous, "average_of".into())
    );
}

#[test]
fn a_level_of_a_mean_a_median_and_of_weighted_answers() {
    let program = r"
voc: 1
name: Levels of means
lateness: PT0S
fields: {effort: int, wait: number, weight: int, decided: bool}
metrics:
  ces: {kind: ces, of: effort, scale: [1, 7], better: high}
  wait: {kind: median, of: wait}
  decided: {kind: share, of: decided, one_of: [true], weight: weight}
rules:
  hard: {metric: ces, below: 4, min_n: 4}
  surely-hard: {metric: ces, below: 4, min_n: 4, confidence: 0.95}
  long: {metric: wait, above: 10, min_n: 3}
  undecided: {metric: decided, below: 0.5, min_n: 2}
  harder: {metric: ces, change: {by: -1}, min_n: 4}
";
    // Day 1: effort 4 4 4 4. Day 2: 2 3 3 4, whose mean 3 ± 3.182 · 0.408 = 1.70 to 4.30 is not surely below 4.
    // Day 3: 2 3 3 2, whose mean 2.5 ± 3.182 · 0.289 = 1.58 to 3.42 is.
    let efforts = [[4, 4, 4, 4], [2, 3, 3, 4], [2, 3, 3, 2]];
    let mut rows = Vec::new();
    for (day, efforts) in (1..).zip(efforts) {
        for (place, effort) in efforts.into_iter().enumerate() {
            // Waits of 9, 11, 12, 30 on the first day; weights 1 1 1 9 with one undecided of weight 9.
            let weight = [1, 1, 1, 9][place];
            let wait = [9, 11, 12, 30][place] - if day == 1 { 0 } else { 8 };
            rows.push((
                day,
                json!({"effort": effort, "wait": wait, "weight": weight, "decided": place < 3}),
            ));
        }
    }
    let (mut engine, mut events) = told(program, &rows);
    let tick = json!({"id": "t", "tick": {"at": "2026-03-04T00:00:00Z"}}).to_string();
    let last = json::handle(&mut engine, &tick).unwrap();
    events.extend(serde_json::from_str::<Vec<Json>>(&last).unwrap());
    let raised = events
        .iter()
        .filter(|event| event["type"] == "alert_raised");
    let fired: Vec<String> = raised
        .map(|event| {
            let of = |key: &str| event["alert"][key].as_str().unwrap();
            format!("{} {}", &of("at")[5..10], of("rule"))
        })
        .collect();
    // Medians: 11.5, then 3.5. Weighted: 3 of 12 decided, every day. A change of 1 from 4 to 3.
    let long = events
        .iter()
        .find(|event| event["alert"]["rule"] == "long")
        .unwrap();
    let words = json::explain_alert(engine.program(), &long["alert"].to_string()).unwrap();
    assert!(
        words.contains("was 11.5 (4 answers; no interval)"),
        "{words}"
    );
    assert_eq!(
        fired,
        [
            "03-02 long",
            "03-02 undecided",
            "03-03 hard",
            "03-03 harder",
            "03-04 surely-hard"
        ]
    );
}

#[test]
fn parts_judge_means_as_the_whole_does() {
    let program = r"
voc: 1
name: Parts
lateness: PT0S
fields: {effort: int, wait: number}
metrics: {ces: {kind: ces, of: effort, scale: [1, 7], better: high}, wait: {kind: median, of: wait}}
rules:
  hard: {metric: ces, by: [unit], below: 4, min_n: 3, confidence: 0.9}
  long: {metric: wait, over: P2D, above: 5, min_n: 2}
  worse: {metric: ces, change: {by: -0.5, significant: true}, min_n: 3}
";
    let program = Program::parse(program).unwrap();
    let mut inputs = Vec::new();
    for (number, effort) in [5, 6, 5, 7, 6, 3, 2, 3, 2, 1, 2, 3].into_iter().enumerate() {
        let at = format!("2026-03-{:02}T{:02}:00:00Z", 2 + number / 6, number % 6);
        let unit = ["north", "south"][number % 2];
        inputs.push(json!({"id": format!("s{number}"), "received": at, "signal": {"at": at, "kind": "response",
            "customer": format!("c{number}"), "unit": unit,
            "fields": {"effort": effort, "wait": number}}}));
    }
    inputs.push(json!({"id": "t", "tick": {"at": "2026-03-05T00:00:00Z"}}));
    let metrics = |events: Vec<Json>| -> Vec<Json> {
        let alerts = events
            .into_iter()
            .filter(|event| event["type"] == "alert_raised");
        alerts
            .map(|event| json!([event["at"], event["alert"]]))
            .collect()
    };
    let mut whole = Engine::new(program.clone());
    let mut events = Vec::new();
    for input in &inputs {
        let told = json::handle(&mut whole, &input.to_string()).unwrap();
        events.extend(serde_json::from_str::<Vec<Json>>(&told).unwrap());
    }
    let parts: Vec<String> = (0..3)
        .map(|part| {
            let mine = |(number, input): &(usize, &Json)| {
                input.get("tick").is_some() || number % 3 == part
            };
            let inputs: Vec<Json> = inputs
                .iter()
                .enumerate()
                .filter(mine)
                .map(|(_, input)| input.clone())
                .collect();
            json::part(&fed(Engine::for_part(program.clone()), &inputs)).unwrap()
        })
        .collect();
    let judged =
        metrics(serde_json::from_str(&json::judge_metrics(&parts, None, None).unwrap()).unwrap());
    let wanted = metrics(events);
    let rules: BTreeSet<&str> = wanted
        .iter()
        .map(|alert| alert[1]["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, BTreeSet::from(["hard", "long", "worse"]));
    assert_eq!(judged, wanted);
    assert_eq!(json::facts_digest(&parts).unwrap(), whole.facts_digest());
}

#[test]
fn a_version_that_knows_another_survey_counts_anew() {
    let program = |more: &str| {
        format!(
            r#"{{"voc": 1, "name": "Surveys", "fields": {{"effort": "int", "survey": "text"}},
        "surveys": {{"after": {{"type": "transactional", "questions": {{"effort": {{"text": "Easy?", "scale": [1, 7]}}}}}}{more}}},
        "metrics": {{"ces": {{"kind": "ces", "of": "effort", "scale": [1, 7], "better": "high", "survey": "after"}}}}}}"#
        )
    };
    let other = r#", "then": {"type": "transactional", "questions": {"effort": {"text": "And now?", "scale": [1, 7]}}}"#;
    let answer = |id: &str, at: &str| {
        json!({"id": id, "received": at, "signal": {"at": at, "kind": "response",
        "customer": "c", "fields": {"effort": 5}}})
    };
    let newer: Json = serde_json::from_str(&program(other)).unwrap();
    let engine = fed(
        Engine::new(Program::parse(&program("")).unwrap()),
        &[
            answer("s1", "2026-03-02T10:00:00Z"),
            json!({"id": "v", "received": "2026-03-03T00:00:00Z", "program": {"at": "2026-03-03T00:00:00Z", "program": newer}}),
            answer("s2", "2026-03-03T10:00:00Z"),
        ],
    );
    // An answer that names no survey is of the only one; of two it is of none.
    assert_eq!(number(&engine, "ces").estimate.unwrap().n, 0);
    let then = MetricQuery {
        version_at: Some(Time::parse("2026-03-02T10:00:00Z").unwrap()),
        ..MetricQuery::default()
    };
    assert_eq!(
        engine.metric("ces", &then).unwrap()[0].estimate.unwrap().n,
        1
    );
}

#[test]
fn what_an_improvement_did_is_asked_of_metrics_of_every_kind() {
    let program = r#"{"voc": 1, "name": "Effects", "fields": {"stars": "int"}, "units": {"north": {}},
        "metrics": {"mean": {"kind": "mean", "of": "stars", "scale": [1, 5]}, "top": {"kind": "top_box", "of": "stars", "scale": [1, 5]}}}"#;
    let propose = |id: &str, metric: &str| {
        json!({"id": id, "received": "2026-03-02T10:00:00Z", "improvement": {
        "at": "2026-03-02T10:00:00Z", "by": "mia", "do": {"open": {"title": "Shorter letters", "kind": "communication",
            "owner": "mia", "units": ["north"], "metric": metric, "goal": {"better": "high", "by": "2026-06-01T00:00:00Z"}}}}})
    };
    let engine = fed(
        Engine::new(Program::parse(program).unwrap()),
        &[propose("a", "mean"), propose("b", "top")],
    );
    let effect = |metric: &str| {
        let mut all = engine.improvements();
        engine.effect(&all.find(|one| one.metric == metric).unwrap().id)
    };
    for metric in ["mean", "top"] {
        let found = serde_json::to_value(effect(metric).unwrap()).unwrap();
        assert_eq!(found["metric"], metric);
        assert_eq!(found["why"], "not_done");
    }
}

#[test]
fn a_goal_of_a_metric_whose_low_end_is_better() {
    let program = r#"{"voc": 1, "name": "Goals", "fields": {"wait": "number"}, "units": {"north": {}},
        "metrics": {"wait": {"kind": "mean", "of": "wait", "better": "low"}},
        "goals": {"fast": {"metric": "wait", "target": 5, "due": "2026-12-31", "cascade": ["north"], "min_n": 2}}}"#;
    let told = |waits: &[f64]| {
        let inputs = waits.iter().enumerate().map(|(number, wait)| {
            json!({"id": format!("s{number}"), "received": time(1), "signal": {"at": time(0), "kind": "response",
                "customer": format!("c{number}"), "unit": "north", "fields": {"wait": wait}}})
        });
        let inputs: Vec<Json> = inputs.collect();
        let goals = fed(Engine::new(Program::parse(program).unwrap()), &inputs).goals();
        serde_json::to_value(goals.unwrap()).unwrap()
    };
    // 4 and 5: 4.5, half 12.7062 · 0.5; met, and not surely.
    let met = told(&[4.0, 5.0]);
    let row = &met["rows"][0];
    assert_eq!(
        (&row["status"], &row["is_sure"], &row["gap"]),
        (&json!("met"), &json!(false), &json!(-0.5))
    );
    assert!(
        met["text"].as_str().unwrap().contains("at most 5.0"),
        "{met}"
    );
    // 8, 8, 9 and 9: 8.5 ± 0.92 is surely too long.
    let early = told(&[8.0, 8.0, 9.0, 9.0]);
    let row = &early["rows"][0];
    assert_eq!(
        (&row["status"], &row["is_sure"], &row["gap"]),
        (&json!("too_early"), &json!(true), &json!(3.5))
    );
}
