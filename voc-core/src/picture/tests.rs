use super::*;
use crate::program::Label;
use proptest::prelude::*;

const WIDTHS: [u32; 3] = [360, 800, 1280];

/// What a picture is drawn from, by the name of its sample.
macro_rules! sample {
    ($of:ty, $name:literal) => {{
        let text = include_str!(concat!("samples/", $name, ".json"));
        let picture = <$of>::from_json(text).unwrap();
        for width in WIDTHS {
            let svg = picture.svg(&Canvas::of_width(width)).unwrap();
            well_formed(&svg);
            let name = format!(concat!($name, "-{}.svg"), width);
            insta::assert_binary_snapshot!(&name, svg.into_bytes());
        }
    }};
}

#[test]
fn snapshots_of_journey_maps() {
    sample!(JourneyMap, "journey-map");
    sample!(JourneyMap, "journey-map-nasty");
}

#[test]
fn snapshots_of_path_maps() {
    sample!(PathMap, "path-map");
    sample!(PathMap, "path-map-nasty");
    sample!(PathMap, "path-map-thirty");
}

#[test]
fn snapshots_of_deviations() {
    sample!(Deviations, "deviations");
    sample!(Deviations, "deviations-nasty");
}

#[test]
fn snapshots_of_scorecards() {
    sample!(Scorecard, "scorecard");
    sample!(Scorecard, "scorecard-nasty");
}

/// It is XML, its ids are its own, what labels it is there, and every number is one.
fn well_formed(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    assert_eq!(
        root.attribute("aria-labelledby"),
        Some(ids.join(" ").as_str())
    );
    assert_eq!(ids.len(), 2);
    for node in document.descendants() {
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
        }
        if node.has_tag_name("title") {
            assert!(!node.text().unwrap_or_default().is_empty());
        }
    }
}

fn texts_of(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn ids_begin_with_the_prefix() {
    let map = JourneyMap::from_json(include_str!("samples/journey-map.json")).unwrap();
    let canvas = Canvas {
        id_prefix: "claims-2".to_owned(),
        ..Canvas::default()
    };
    let svg = map.svg(&canvas).unwrap();
    assert!(svg.contains(r#"aria-labelledby="claims-2-title claims-2-desc""#));
    assert!(svg.contains(r#"<title id="claims-2-title">"#));
}

#[test]
fn labels_in_the_canvas_language() {
    let map = JourneyMap::from_json(include_str!("samples/journey-map.json")).unwrap();
    let canvas = Canvas {
        language: "de".to_owned(),
        ..Canvas::default()
    };
    let svg = map.svg(&canvas).unwrap();
    let texts = texts_of(&svg).join(" ");
    assert!(texts.contains("Ich werde bezahlt") && !texts.contains("I am paid"));
}

#[test]
fn a_canvas_that_cannot_be_drawn_on_is_named() {
    let map = JourneyMap::from_json(r#"{"title": "x", "stages": []}"#).unwrap();
    let path = |canvas: &Canvas| map.svg(canvas).unwrap_err().path;
    assert_eq!(path(&Canvas::of_width(279)).as_deref(), Some("width"));
    assert_eq!(path(&Canvas::of_width(4001)).as_deref(), Some("width"));
    for prefix in ["", "1a", "a b", "a\"", "ä"] {
        let canvas = Canvas {
            id_prefix: prefix.to_owned(),
            ..Canvas::default()
        };
        assert_eq!(path(&canvas).as_deref(), Some("id_prefix"));
    }
    well_formed(&map.svg(&Canvas::of_width(280)).unwrap());
}

#[test]
fn mistakes_in_a_journey_map_name_their_place() {
    let path = |text: &str| {
        let map = JourneyMap::from_json(text);
        let error = map.and_then(|map| map.svg(&Canvas::default())).unwrap_err();
        (
            error.path.unwrap_or_default(),
            error.hint.unwrap_or_default(),
        )
    };
    let metric = |metric: &str| {
        path(&format!(
            r#"{{"title": "x", "stages": [{{"label": "s", "metric": {{"label": "m", "n": 1, {metric}}}}}]}}"#
        ))
    };
    assert_eq!(metric(r#""value": 1.5"#).0, "stages.0.metric.value");
    assert_eq!(metric(r#""low": -0.1"#).0, "stages.0.metric.low");
    assert_eq!(
        metric(r#""low": 0.5, "high": 0.4"#).0,
        "stages.0.metric.low"
    );
    assert_eq!(metric(r#""unit": "plain""#).0, "stages.0.metric.scale");
    assert_eq!(metric(r#""scale": [0, 1]"#).0, "stages.0.metric.scale");
    assert_eq!(
        metric(r#""unit": "plain", "scale": [1, 1]"#).0,
        "stages.0.metric.scale"
    );
    let (place, hint) = path(
        r#"{"title": "x", "stages": [{"label": "s", "touch_points": [{"id": "pay"}]}],
            "moments": [{"label": "m", "at": "pai"}]}"#,
    );
    assert_eq!(place, "moments.0.at");
    let weighed = |weighed: &str| {
        path(&format!(
            r#"{{"title": "x", "stages": [], "moments": [{{"label": "m", "weighed": {{{weighed}}}}}]}}"#
        ))
    };
    for (wrong, key) in [
        (r#""rank": 0, "volume": 1, "gap": 0"#, "rank"),
        (r#""rank": 1, "volume": 1, "gap": 1.5"#, "gap"),
        (
            r#""rank": 1, "volume": 1, "gap": 0, "importance": -1"#,
            "importance",
        ),
    ] {
        assert_eq!(weighed(wrong).0, format!("moments.0.weighed.{key}"));
    }
    assert!(hint.contains("pay"), "{hint}");
}

#[test]
fn mistakes_in_a_path_map_name_their_place() {
    let path = |more: &str| {
        let text = format!(
            r#"{{"title": "x", "instances": 1, "activities": [{{"id": "a", "n": 1}}, {{"id": "b", "n": 1}}], {more}}}"#
        );
        let map = PathMap::from_json(&text).unwrap();
        map.svg(&Canvas::default()).unwrap_err().path.unwrap()
    };
    assert_eq!(
        path(r#""steps": [{"from": "a", "to": "c", "n": 1}]"#),
        "steps.0.to"
    );
    assert_eq!(
        path(r#""steps": [{"from": "c", "to": "a", "n": 1}]"#),
        "steps.0.from"
    );
    assert_eq!(
        path(r#""steps": [{"from": "a", "to": "b", "n": 1, "median_us": -1}]"#),
        "steps.0.median_us"
    );
    assert_eq!(path(r#""steps": [], "at_least": 1.1"#), "at_least");
    let two = r#"{"title": "x", "instances": 1, "activities": [{"id": "a", "n": 1}, {"id": "a", "n": 1}], "steps": []}"#;
    let error = PathMap::from_json(two)
        .unwrap()
        .svg(&Canvas::default())
        .unwrap_err();
    assert_eq!(error.path.as_deref(), Some("activities.1.id"));
}

#[test]
fn mistakes_in_deviations_name_their_place() {
    let path = |step: &str, more: &str| {
        let text = format!(
            r#"{{"title": "x", "instances": 10, "stages": [{{"label": "s", "steps": [
                {{"id": "a", "followed": 10, "skipped": 0, "repeated": 0, "out_of_order": 0}}, {step}]}}]{more}}}"#
        );
        let deviations = Deviations::from_json(&text).unwrap();
        deviations
            .svg(&Canvas::default())
            .unwrap_err()
            .path
            .unwrap()
    };
    let step = |of: &str, skipped: u64, late: u64| {
        format!(
            r#"{{"id": "{of}", "instances": 5, "followed": 1, "skipped": {skipped}, "repeated": 0, "out_of_order": 0, "late": {late}}}"#
        )
    };
    assert_eq!(path(&step("a", 0, 0), ""), "stages.0.steps.1.id");
    assert_eq!(path(&step("b", 6, 0), ""), "stages.0.steps.1.skipped");
    assert_eq!(path(&step("b", 5, 6), ""), "stages.0.steps.1.late");
    assert_eq!(path(&step("b", 5, 5), r#", "fitness": 1.01"#), "fitness");
    let unplanned = r#", "unplanned": [{"label": "u", "after": "c", "instances": 1}]"#;
    assert_eq!(path(&step("b", 5, 5), unplanned), "unplanned.0.after");
    let unplanned = r#", "unplanned": [{"label": "u", "after": "b", "instances": 11}]"#;
    assert_eq!(path(&step("b", 5, 5), unplanned), "unplanned.0.instances");
}

#[test]
fn shares_of_deviations_are_of_those_that_should_have_come() {
    // 3 of 4 are 75 %; of the 8 instances in all, 1 with something unplanned is 13 %.
    let text = r#"{"title": "x", "instances": 8, "stages": [{"label": "s", "steps": [
        {"id": "a", "instances": 4, "followed": 3, "skipped": 1, "repeated": 0, "out_of_order": 0}]}],
        "unplanned": [{"label": "u", "after": "a", "instances": 1}]}"#;
    for width in WIDTHS {
        let svg = Deviations::from_json(text)
            .unwrap()
            .svg(&Canvas::of_width(width))
            .unwrap();
        let texts = texts_of(&svg);
        for share in ["75 %", "25 %", "13 %"] {
            assert!(texts.contains(&share.to_owned()), "{share} at {width}");
        }
    }
}

#[test]
fn steps_below_the_share_are_counted() {
    // Of 100 instances 3 skip b: less than 5 %, and the most frequent neither from a nor to c.
    let text = r#"{"title": "x", "instances": 100, "at_least": 0.05,
        "activities": [{"id": "a", "n": 100, "first": 100}, {"id": "b", "n": 97}, {"id": "c", "n": 100, "last": 100}],
        "steps": [{"from": "a", "to": "b", "n": 97}, {"from": "b", "to": "c", "n": 97}, {"from": "a", "to": "c", "n": 3}]}"#;
    let map = PathMap::from_json(text).unwrap();
    let told =
        "Not drawn: 1 of 5 steps, taken 3 of 397 times, each by less than 5 % of the instances.";
    for width in WIDTHS {
        let svg = map.svg(&Canvas::of_width(width)).unwrap();
        let texts = texts_of(&svg);
        assert!(
            texts
                .concat()
                .replace(' ', "")
                .contains(&told.replace(' ', ""))
        );
        assert!(!texts.contains(&"3".to_owned()));
        assert!(texts.contains(&"97".to_owned()));
    }
}

#[test]
fn a_log_as_a_map() {
    use crate::journey::{Coded, EventLog, LogColumns};
    // One instance goes a, b, c within 10 and 20 µs, the other a, c within 60: b stands half-way.
    let texts = ["1", "2", "c", "b", "a"];
    let columns = LogColumns {
        instance: Coded {
            codes: &[0, 0, 0, 1, 1],
            texts: &texts,
        },
        activity: Coded {
            codes: &[4, 3, 2, 4, 2],
            texts: &texts,
        },
        at: &[0, 10, 30, 0, 60],
        order: None,
    };
    let log = EventLog::read(&columns).unwrap();
    let map = PathMap::of(&log, Label::One("paths".to_owned()), 0.0).unwrap();
    let ids: Vec<&str> = map.activities.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(
        (
            map.instances,
            map.activities[0].first,
            map.activities[2].last
        ),
        (2, 2, 2)
    );
    let step = map
        .steps
        .iter()
        .find(|step| step.from == "a" && step.to == "c")
        .unwrap();
    assert_eq!(
        (step.n, step.instances, step.median_us),
        (1, Some(1), Some(60.0))
    );
    well_formed(&map.svg(&Canvas::default()).unwrap());
}

fn label() -> impl Strategy<Value = Label> {
    prop_oneof![
        any::<String>().prop_map(Label::One),
        "[\\PC<&\"'\u{0}\u{202e}\u{fffe}]{0,60}".prop_map(Label::One),
    ]
}

prop_compose! {
    fn measure()(label in label(), value in prop::option::of(0.0_f64..=1.0), low in 0.0_f64..=0.5, high in 0.5_f64..=1.0, n in any::<u64>()) -> Measure {
        Measure { label, value, low: Some(low), high: Some(high), n, unit: Unit::Share, scale: None }
    }
}

prop_compose! {
    fn stage()(label in label(), metric in prop::option::of(measure()), volume in any::<Option<u64>>(), concerns in any::<Option<u64>>(),
        accountable in prop::collection::vec(label(), 0..3), points in prop::collection::vec((any::<String>(), prop::option::of(label()), label(), any::<Option<u64>>()), 0..3)) -> MapStage {
        let touch_points = points.into_iter().map(|(id, label, channel, volume)| MapTouchPoint {
            id, owner: label.clone(), label, channels: vec![MapChannel { label: channel, volume }], concerns: volume, praise: volume,
        });
        MapStage { label, metric, volume, concerns, praise: concerns, accountable, touch_points: touch_points.collect() }
    }
}

proptest! {
    #[test]
    fn any_journey_map_is_well_formed(title in label(), stages in prop::collection::vec(stage(), 0..9), note in label(), width in 280_u32..1500) {
        let moments = stages.iter().flat_map(|stage| &stage.touch_points).map(|point| Moment {
            label: note.clone(), at: Some(point.id.clone()), missing: false, note: Some(note.clone()), declared_rank: Some(1), data_rank: None, weighed: Some(Weighed { rank: 1, importance: None, volume: u64::MAX, gap: 1.0 }),
        });
        let map = JourneyMap { title, subtitle: Some(note.clone()), moments: moments.collect(), stages, elsewhere: Some(Elsewhere::default()) };
        let svg = map.svg(&Canvas::of_width(width)).unwrap();
        well_formed(&svg);
        // What is written is read again as it was.
        let text = crate::json::text(&map).unwrap();
        prop_assert_eq!(JourneyMap::from_json(&text).unwrap().svg(&Canvas::of_width(width)).unwrap(), svg);
    }

    #[test]
    fn any_scorecard_is_well_formed(title in label(), stages in prop::collection::vec(stage(), 0..9), width in 280_u32..1500) {
        let rows = stages.into_iter().map(|stage| ScoreRow {
            label: stage.label, metric: stage.metric, volume: stage.volume, concerns: stage.concerns, praise: stage.praise, open: stage.volume, accountable: stage.accountable,
        });
        let card = Scorecard { title: title.clone(), subtitle: Some(title), stages: rows.collect(), elsewhere: None };
        well_formed(&card.svg(&Canvas::of_width(width)).unwrap());
    }

    #[test]
    fn any_deviations_are_well_formed(
        stages in prop::collection::vec((label(), prop::collection::vec((label(), any::<u64>(), any::<Option<u64>>()), 0..5)), 0..5),
        unplanned in prop::collection::vec((label(), any::<prop::sample::Index>(), any::<u64>()), 0..5), width in 280_u32..1500,
    ) {
        let mut ids = vec![None];
        let stages: Vec<DeviationStage> = stages.into_iter().map(|(label, steps)| DeviationStage {
            label, late: None, too_many_contacts: Some(3), outcome_missed: None, steps: steps.into_iter().map(|(label, count, late)| {
                let id = ids.len().to_string();
                ids.push(Some(id.clone()));
                DeviationStep { id, label: Some(label), instances: None, followed: count, skipped: 0, repeated: u64::MAX, out_of_order: count, late }
            }).collect(),
        }).collect();
        let unplanned = unplanned.into_iter().map(|(label, after, instances)| Unplanned { label, after: ids[after.index(ids.len())].clone(), instances });
        let deviations = Deviations { title: Label::One(String::new()), subtitle: None, instances: u64::MAX, fitness: Some(0.5), stages, moments: Vec::new(), unplanned: unplanned.collect() };
        well_formed(&deviations.svg(&Canvas::of_width(width)).unwrap());
    }

    #[test]
    fn any_path_map_is_well_formed(
        labels in prop::collection::vec((label(), any::<u32>(), any::<bool>(), any::<bool>()), 0..12),
        steps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u64>(), prop::option::of(0.0_f64..1e19)), 0..40),
        at_least in 0.0_f64..=1.0, width in 280_u32..1500,
    ) {
        let activities: Vec<PathActivity> = labels.iter().enumerate().map(|(place, (label, n, first, last))| PathActivity {
            id: place.to_string(), label: Some(label.clone()), n: (*n).into(), first: u64::from(*first), last: u64::from(*last) * u64::MAX,
        }).collect();
        let steps = steps.iter().filter(|_| !labels.is_empty()).map(|(from, to, n, median_us)| PathStep {
            from: from.index(labels.len()).to_string(), to: to.index(labels.len()).to_string(), n: *n, instances: None, median_us: *median_us,
        });
        let map = PathMap { title: Label::One(String::new()), subtitle: None, instances: 7, steps: steps.collect(), activities, at_least };
        well_formed(&map.svg(&Canvas::of_width(width)).unwrap());
    }
}
