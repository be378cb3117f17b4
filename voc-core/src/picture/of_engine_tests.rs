use super::*;
use crate::engine::columns::journey_of_inputs;
use crate::engine::run;
use crate::insight::accountability::Weighing;
use crate::json::Columns;
use crate::program::{Label, Program};
use crate::signal::Input;
use crate::time::Time;

const PROGRAM: &str = r#"{"voc": 1, "name": "Corner insurance",
  "fields": {"csat": "int", "ltr": "int"},
  "kinds": {"response": {}, "contact": {}},
  "metrics": {"csat": {"kind": "csat", "of": "csat", "scale": [1, 5], "label": "CSAT"},
              "nps": {"kind": "nps", "of": "ltr"},
              "contacts": {"kind": "rate", "of": "kind == \"contact\""}},
  "segments": {"web": "channel == \"web\""},
  "units": {"company": {}, "claims": {"parent": "company", "label": {"en": "Claims", "de": "Schaden"}}},
  "channels": {"phone": {"label": "Phone"}, "web": {}},
  "touch_points": {"report": {"channels": ["phone", "web"], "owner": "claims", "label": "Reporting"},
                   "payout": {"channels": ["web"]}, "advice": {}},
  "journeys": {
    "claim": {"label": "A claim",
      "stages": [{"id": "tell", "label": "I tell you", "touch_points": ["report"], "metric": "csat", "accountable": ["claims"]},
                 {"id": "paid", "touch_points": ["payout"], "metric": "nps"}],
      "moments_of_truth": {"a-call": {"rule": "no-call", "declared_rank": 2, "expect": {"segments": {"web": {"within": "P10D"}}}},
                           "first-hours": {"at": "report", "declared_rank": 1, "label": "The first hours", "expect": {"within": "PT4H", "contacts": 1, "outcome": "csat >= 4", "segments": {"web": {"contacts": 2}}}},
                           "z": {"at": "payout"}}},
    "buying": {"stages": [{"id": "choose", "touch_points": ["advice"]}]}},
  "rules": {"unhappy": {"when": "csat <= 2", "raise": {"case": "recovery"}},
            "praise": {"when": "csat == 5", "raise": {"praise": true}},
            "no-call": {"when": "kind == \"response\" && csat <= 2", "absent": {"when": "kind == \"contact\"", "within": "P20D"}, "raise": {}}},
  "cases": {"recovery": {}}}"#;

/// Touch point, channel, score on csat; a contact has none.
const SIGNALS: [(&str, &str, Option<i64>); 9] = [
    ("report", "phone", Some(1)),
    ("report", "phone", Some(5)),
    ("report", "web", Some(2)),
    ("report", "web", Some(4)),
    ("report", "letter", None),
    ("payout", "web", Some(5)),
    ("payout", "web", None),
    ("advice", "web", Some(1)),
    ("", "web", None),
];

fn inputs() -> Vec<Input> {
    let signals = SIGNALS.iter().enumerate().map(|(place, (point, channel, csat))| {
        let kind = if csat.is_some() { "response" } else { "contact" };
        let point = if point.is_empty() { String::new() } else { format!(r#""touch_point": "{point}", "#) };
        let fields = csat.map_or(String::new(), |csat| format!(r#", "fields": {{"csat": {csat}}}"#));
        format!(
            r#"{{"id": "s-{place}", "signal": {{"at": "2026-03-02T10:00:0{place}Z", "kind": "{kind}", "customer": "c-{place}", {point}"channel": "{channel}"{fields}}}}}"#
        )
    });
    // One signal is taken back, one is refused: neither counts.
    let more = [
        r#"{"id": "t", "signal": {"at": "2026-03-02T11:00:00Z", "kind": "contact", "customer": "t", "touch_point": "report", "channel": "web"}}"#,
        r#"{"id": "t-back", "retract": {"signal": "t"}}"#,
        r#"{"id": "u", "signal": {"at": "2026-03-02T12:00:00Z", "kind": "nonsense", "customer": "u", "touch_point": "report"}}"#,
    ];
    let texts = signals.chain(more.map(str::to_owned));
    texts.map(|text| Input::from_json(&text).unwrap()).collect()
}

fn program() -> Program {
    // The channel "letter" is no channel of the touch point, but one of the program's.
    Program::parse(&PROGRAM.replace(r#""web": {}"#, r#""web": {}, "letter": {}"#)).unwrap()
}

#[test]
fn a_map_of_a_run() {
    let program = program();
    let run = run(&program, inputs(), None);
    assert_eq!(run.refused.len(), 1, "{:?}", run.refused);
    let mut touches = Touches::of(&program, inputs());
    touches.refuse(&run.refused);
    let heard = Heard::of_run(&touches, &run.alerts());
    let map = JourneyMap::of(&run.engine, "claim", &heard, None, &Weighing::default()).unwrap();

    assert_eq!(map.title, Label::One("A claim".to_owned()));
    let tell = &map.stages[0];
    // Five signals at `report`; the scores 1 and 2 are concerns, and 5 praise. `no-call` has not run out.
    assert_eq!(
        (tell.volume, tell.concerns, tell.praise),
        (Some(5), Some(2), Some(1))
    );
    let metric = tell.metric.as_ref().unwrap();
    // Of the scores 1, 5, 2, 4 the two best of the scale are 5 and 4.
    assert_eq!((metric.value, metric.n), (Some(0.5), 4));
    let point = &tell.touch_points[0];
    let channels: Vec<_> = point
        .channels
        .iter()
        .map(|it| (it.label.text("en"), it.volume))
        .collect();
    assert_eq!(
        channels,
        [
            ("Phone", Some(2)),
            ("web", Some(2)),
            ("Other, or not said", Some(1))
        ]
    );
    assert_eq!(point.owner.as_ref().unwrap().text("de"), "Schaden");
    let paid = &map.stages[1];
    assert_eq!(
        (paid.volume, paid.concerns, paid.praise),
        (Some(2), Some(0), Some(1))
    );
    assert_eq!(
        paid.metric.as_ref().map(|it| (it.value, it.n, it.unit)),
        Some((None, 0, Unit::Nps))
    );
    // At `advice` one signal and its concern, and one signal at no touch point.
    let elsewhere = Elsewhere {
        signals: Some(2),
        concerns: Some(1),
        praise: Some(0),
    };
    assert_eq!(map.elsewhere, Some(elsewhere));
    let moments: Vec<_> = map
        .moments
        .iter()
        .map(|it| (it.label.text("en"), it.at.as_deref(), it.missing))
        .collect();
    assert_eq!(
        moments,
        [
            ("The first hours", Some("report"), false),
            ("a-call", None, true),
            ("z", Some("payout"), false)
        ]
    );
    let notes = map.moments.iter().map(|it| it.note.as_ref());
    let notes: Vec<Option<&str>> = notes.map(|note| note.map(|note| note.text("en"))).collect();
    assert_eq!(
        notes,
        [
            Some(
                "promised within 4 hours in 1 contact with csat >= 4, to web in at most 2 contacts"
            ),
            Some("seen by the rule no-call: promised to web within 10 days"),
            None
        ]
    );
    assert!(map.moments.iter().all(|it| it.data_rank.is_none()));
    map.svg(&Canvas::default()).unwrap();

    let card = Scorecard::of(&run.engine, "claim", &heard).unwrap();
    assert_eq!(
        card.stages.iter().map(|it| it.open).collect::<Vec<_>>(),
        [Some(2), Some(0)]
    );
    assert_eq!(card.elsewhere, Some(elsewhere));
    card.svg(&Canvas::default()).unwrap();
}

#[test]
fn a_map_of_an_engine_alone() {
    // `contacts` is a rate of all signals, so it counts them; praise is not kept.
    let run = run(&program(), inputs(), None);
    let heard = Heard::of_engine(&run.engine);
    let map = JourneyMap::of(&run.engine, "claim", &heard, None, &Weighing::default()).unwrap();
    let tell = &map.stages[0];
    assert_eq!(
        (tell.volume, tell.concerns, tell.praise),
        (Some(5), Some(2), None)
    );
    let elsewhere = Elsewhere {
        signals: Some(2),
        concerns: Some(1),
        praise: None,
    };
    assert_eq!(map.elsewhere, Some(elsewhere));
}

#[test]
fn without_a_metric_that_counts_all_the_volume_is_not_known() {
    let program = Program::parse(&PROGRAM.replace(
        r#""contacts": {"kind": "rate","#,
        r#""contacts": {"kind": "rate", "out_of": "true","#,
    ));
    let run = run(&program.unwrap(), Vec::new(), None);
    let map = JourneyMap::of(
        &run.engine,
        "claim",
        &Heard::of_engine(&run.engine),
        None,
        &Weighing::default(),
    )
    .unwrap();
    assert_eq!(map.stages[0].volume, None);
    assert_eq!(map.stages[0].concerns, Some(0));
}

#[test]
fn an_unknown_journey_names_the_nearest() {
    let run = run(&program(), Vec::new(), None);
    let error = JourneyMap::of(
        &run.engine,
        "claims",
        &Heard::default(),
        None,
        &Weighing::default(),
    )
    .unwrap_err();
    assert_eq!(error.path.as_deref(), Some("journey"));
    assert!(error.hint.unwrap().contains("claim"));
}

#[test]
fn a_table_is_heard_as_its_rows_are() {
    let program = program();
    let mut columns = Columns::default();
    let rows = SIGNALS.len();
    let mut texts = |name: &str, values: &[String]| {
        let all = values
            .iter()
            .flat_map(|value| [value.as_str(), "\0"])
            .collect::<String>();
        let codes = (0..).take(rows).collect();
        columns
            .texts(name.to_owned(), codes, all.into_bytes(), rows)
            .unwrap();
    };
    let column = |of: &dyn Fn(usize) -> String| (0..rows).map(of).collect::<Vec<String>>();
    texts("id", &column(&|row| format!("s-{row}")));
    texts("at", &column(&|row| format!("2026-03-02T10:00:0{row}Z")));
    let kind = |row: usize| {
        if SIGNALS[row].2.is_some() {
            "response"
        } else {
            "contact"
        }
    };
    texts("kind", &column(&|row| kind(row).to_owned()));
    texts("customer", &column(&|row| format!("c-{row}")));
    texts("touch_point", &column(&|row| SIGNALS[row].0.to_owned()));
    texts("channel", &column(&|row| SIGNALS[row].1.to_owned()));
    let scores = SIGNALS.iter().map(|signal| {
        signal
            .2
            .map_or(f64::NAN, |csat| f64::from(i32::try_from(csat).unwrap()))
    });
    columns
        .numbers("csat".to_owned(), scores.collect(), None)
        .unwrap();
    let (table, _) = columns.run(&program, "{}").unwrap();
    assert!(table.refused().is_empty(), "{:?}", table.refused());
    let by_table = Heard::of_frame(&table);
    let run = run(&program, inputs(), None);
    let mut touches = Touches::of(&program, inputs());
    touches.refuse(&run.refused);
    assert_eq!(by_table, Heard::of_run(&touches, &run.alerts()));
    let map = JourneyMap::of(
        table.engine(),
        "claim",
        &by_table,
        None,
        &Weighing::default(),
    )
    .unwrap();
    assert_eq!(map.stages[0].volume, Some(5));
}

#[test]
fn a_stage_has_a_metric_of_any_kind() {
    use crate::picture::Unit;
    let shown = |metric: &str| {
        let text = PROGRAM.replace(
            r#""nps": {"kind": "nps", "of": "ltr"}"#,
            &format!(r#""nps": {metric}"#),
        );
        let text = text.replace(
            r#""paid", "touch_points": ["payout"]"#,
            r#""paid", "touch_points": ["payout", "report"]"#,
        );
        let text = text.replace(
            r#""touch_points": ["report"], "metric": "csat""#,
            r#""touch_points": ["advice"], "metric": "csat""#,
        );
        let text = text.replace(r#""web": {}"#, r#""web": {}, "letter": {}"#);
        let program = Program::parse(&text).unwrap();
        let run = run(&program, inputs(), None);
        let heard = Heard::of_engine(&run.engine);
        let map = JourneyMap::of(&run.engine, "claim", &heard, None, &Weighing::default()).unwrap();
        map.svg(&Canvas::default()).unwrap();
        let card = Scorecard::of(&run.engine, "claim", &heard).unwrap();
        card.svg(&Canvas::default()).unwrap();
        map.stages[1].metric.clone().unwrap()
    };
    // 1, 5, 2, 4 and 5: mean 3.4, variance 3.3, half 2.776445 × √0.66 = 2.2556, and no mean is above 5.
    let mean = shown(r#"{"kind": "mean", "of": "csat", "scale": [1, 5]}"#);
    assert_eq!(
        (mean.unit, mean.scale, mean.n),
        (Unit::Plain, Some([1.0, 5.0]), 5)
    );
    assert_eq!((mean.value, mean.high), (Some(3.4), Some(5.0)));
    assert!((mean.low.unwrap() - 1.1444).abs() < 1e-4, "{mean:?}");
    // Without a scale, the ends are those of what is shown, and 0.
    let free = shown(r#"{"kind": "median", "of": "csat"}"#);
    assert_eq!((free.value, free.scale), (Some(4.0), Some([0.0, 4.0])));
    let share = shown(r#"{"kind": "bottom_box", "of": "csat", "scale": [1, 5]}"#);
    assert_eq!(
        (share.unit, share.scale, share.value),
        (Unit::Share, None, Some(0.4))
    );
    let points = shown(r#"{"kind": "points", "of": "csat", "points": {"1": -50, "5": 100}}"#);
    assert_eq!(
        (points.scale, points.value),
        (Some([-50.0, 100.0]), Some(50.0))
    );
}

#[test]
fn moments_have_their_rank_by_weight() {
    use crate::ordered::Few;
    let run = run(&program(), inputs(), None);
    let heard = Heard::of_engine(&run.engine);
    let map = |importance: &[(&str, f64)]| {
        let importance = importance.iter();
        let weighing = Weighing {
            importance: importance
                .map(|(name, share)| ((*name).to_owned(), *share))
                .collect(),
            targets: Few::new(),
        };
        JourneyMap::of(&run.engine, "claim", &heard, None, &weighing)
    };
    // At `report` 2 of 4 are satisfied, half of what could be; nobody answered for `payout`; the call that did not
    // come has not run out, so it weighs nothing yet.
    let found = map(&[("first-hours", 0.25)]).unwrap();
    let weighed: Vec<_> = found.moments.iter().map(|it| it.weighed).collect();
    let first = Weighed {
        rank: 1,
        importance: Some(0.25),
        volume: 4,
        gap: 0.5,
    };
    let call = Weighed {
        rank: 2,
        importance: None,
        volume: 0,
        gap: 1.0,
    };
    assert_eq!(weighed, [Some(first), Some(call), None]);
    assert_eq!(first.weight().to_bits(), 0.5_f64.to_bits());
    let svg = found.svg(&Canvas::default()).unwrap();
    for words in [
        "rank by weight 1 (importance 0.25 × volume 4 × gap 0.5)",
        "rank by weight 2 (importance not given, volume 0 × gap 1)",
    ] {
        // Once for eyes, perhaps on two lines, and once for screen readers.
        assert!(svg.contains(words), "{words}");
    }
    let error = map(&[("first-hour", 1.0)]).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("importance"));
}

#[test]
fn the_data_rank_moments_by_how_often_they_were_broken() {
    let program = program();
    let run = run(&program, inputs(), None);
    let heard = Heard::of_engine(&run.engine);
    let until = Some(Time::parse("2026-04-02T00:00:00Z").unwrap());
    let journey = |id: &str| {
        let inputs = inputs();
        journey_of_inputs(&program, id, inputs, Vec::new(), until)
            .unwrap()
            .actual
    };
    let map = JourneyMap::of(
        &run.engine,
        "claim",
        &heard,
        Some(&journey("claim")),
        &Weighing::default(),
    )
    .unwrap();
    // Every customer is an instance without an end, five at `report` and two at `payout`. First hours: two
    // did not come (those at `payout`), and of the five that did, each at once, three answered no csat of 4 or
    // more: that is told as an outcome missed, and the moment itself came in time; so 2 of 7 are broken. The
    // call after a bad score, of which there are two: none came within 20 days, 2 of 2. Payout: 5 of 7.
    let ranks: Vec<_> = map.moments.iter().map(|it| it.data_rank).collect();
    assert_eq!(ranks, [Some(3), Some(1), Some(2)]);
    assert!(
        map.svg(&Canvas::default())
            .unwrap()
            .contains("rank in the data 1")
    );
    let other = JourneyMap::of(
        &run.engine,
        "claim",
        &heard,
        Some(&journey("buying")),
        &Weighing::default(),
    );
    assert_eq!(other.unwrap_err().path.as_deref(), Some("actual"));
}
