use super::*;
use crate::summary::{
    Bin, Breakdown, JourneyShown, Loop, Metric, Moment, Rows, RuleAlerts, Share, Signals,
};
use voc_core::picture::{Canvas, Deviations, JourneyMap, PathMap, Scorecard};

fn share(n: u64, of: u64) -> Share {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let value = n as f64 / of as f64;
    let (low, high) = ((value - 0.01).max(0.0), (value + 0.01).min(1.0));
    Share {
        n,
        of,
        value,
        low,
        high,
        method: "Wilson".into(),
    }
}

/// A journey with the pictures that the core reviews, of names that a page must not take for markup.
fn journey() -> JourneyShown {
    JourneyShown {
        id: "claim".into(),
        label: "<b>A claim</b>".into(),
        map: JourneyMap::from_json(include_str!(
            "../../../../voc-core/src/picture/samples/journey-map-nasty.json"
        ))
        .unwrap(),
        scorecard: Scorecard::from_json(include_str!(
            "../../../../voc-core/src/picture/samples/scorecard-nasty.json"
        ))
        .unwrap(),
        paths: PathMap::from_json(include_str!(
            "../../../../voc-core/src/picture/samples/path-map-nasty.json"
        ))
        .unwrap(),
        deviations: Deviations::from_json(include_str!(
            "../../../../voc-core/src/picture/samples/deviations-nasty.json"
        ))
        .unwrap(),
    }
}

/// A run with one of everything, and names that a page must not take for markup.
#[expect(clippy::too_many_lines, reason = "one picture of everything")]
fn sample() -> Summary {
    let named = |pairs: &[(&str, u64)]| {
        pairs
            .iter()
            .map(|(name, n)| ((*name).to_owned(), *n))
            .collect()
    };
    let whole = Loop {
        concerns: 3186,
        praise: 12,
        cases: 3186,
        answered: 3157,
        closed: named(&[("undisputed", 2534)]),
        verdicts: named(&[("not_asked", 57), ("undisputed", 2534), ("disputed", 595)]),
        false_resolutions: 595,
        reopened: 595,
        states: named(&[
            ("new", 29),
            ("in_progress", 595),
            ("resolved", 28),
            ("closed", 2534),
        ]),
        clocks: [("resolve".to_owned(), [5, 1, 2])].into(),
        share_answered: Some(share(3157, 3186)),
        share_confirmed: Some(share(0, 3157)),
        share_undisputed: Some(share(2534, 3157)),
        share_disputed: Some(share(595, 3157)),
        share_no_verdict: Some(share(28, 3157)),
        share_false: Some(share(595, 3157)),
        ..Loop::default()
    };
    let groups = (0..20).map(|n| Loop {
        group: Some(format!("<b>Bank & Sons {n}</b>")),
        ..whole.clone()
    });
    Summary {
        program: "<script>alert(1)</script> \"Aldersgate\"".into(),
        days: Some(["2013-07-29".into(), "2017-04-10".into()]),
        rows: Rows {
            read: 3187,
            mapped: 3186,
            refused: 1,
        },
        refusals: named(&[("bad_time", 1)]),
        refused_examples: vec!["a.csv, row 17, column \"<i>\": `x` is not a time".into()],
        notes: named(&[("sent-before-received", 6)]),
        signals: Signals {
            total: 3186,
            by_kind: named(&[("complaint", 3186)]),
            by_channel: named(&[("web", 2233), ("postal-mail", 168)]),
            bin: "month".into(),
            over_time: (1..=40)
                .map(|n| Bin {
                    from: format!("{n:02}"),
                    signals: n * n % 301,
                })
                .collect(),
        },
        rules: vec![RuleAlerts {
            rule: "r".into(),
            label: "<u>Complaint</u>".into(),
            standing: 3186,
            ..RuleAlerts::default()
        }],
        breakdowns: vec![Breakdown {
            by: "unit".into(),
            label: "Unit".into(),
            groups: groups.collect(),
        }],
        metrics: vec![
            Metric {
                id: "late".into(),
                label: "Answered late".into(),
                kind: "rate".into(),
                n: 3186,
                value: Some(0.029),
                low: Some(0.024),
                high: Some(0.036),
                method: "wilson".into(),
            },
            Metric {
                id: "nps".into(),
                label: "NPS".into(),
                kind: "nps".into(),
                n: 0,
                value: None,
                low: None,
                high: None,
                method: "none".into(),
            },
        ],
        moments: vec![Moment {
            journey: "claim".into(),
            id: "m".into(),
            label: "First hours".into(),
            declared_rank: Some(1),
            seen_by: "report-claim".into(),
            count: 3,
        }],
        journeys: vec![journey()],
        digest: "d".repeat(64),
        facts_digest: "f".repeat(64),
        whole,
        ..Summary::default()
    }
}

#[test]
fn names_are_text_and_never_markup() {
    let page = page(&sample()).unwrap();
    for markup in ["<script", "<b>", "<u>", "<i>"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn the_page_needs_nothing_beside_itself() {
    let page = page(&sample()).unwrap();
    let linked = page.replace("http://www.w3.org/2000/svg", "");
    for outside in ["http:", "https:", "src=", "href=", "@import"] {
        assert!(!linked.contains(outside), "{outside}");
    }
}

#[test]
fn every_picture_has_a_title_and_a_description_of_its_own() {
    let page = page(&sample()).unwrap();
    let pictures = page.matches(" role=\"img\"").count();
    // Those of a journey are drawn twice, for a desk and for a phone.
    assert!(pictures >= 8 + 8, "{pictures}");
    assert_eq!(page.matches("<desc id=").count(), pictures);
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
}

#[test]
fn a_run_of_nothing_has_a_report() {
    let page = page(&Summary::default()).unwrap();
    assert!(page.contains("0 of 0 cases were answered"), "{page}");
}

#[test]
fn a_journey_is_drawn_as_it_is_anywhere() {
    let page = page(&sample()).unwrap();
    let one = journey();
    for (width, screen) in [(950, "desk"), (360, "phone")] {
        let canvas = |name: &str| Canvas {
            width,
            id_prefix: format!("journey-1-{name}-{screen}"),
            ..Canvas::default()
        };
        let all = [
            one.map.svg(&canvas("map")).unwrap(),
            one.scorecard.svg(&canvas("scorecard")).unwrap(),
            one.paths.svg(&canvas("paths")).unwrap(),
            one.deviations.svg(&canvas("deviations")).unwrap(),
        ];
        for svg in all {
            assert!(page.contains(&svg), "{svg}");
        }
    }
}
