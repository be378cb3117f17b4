use super::*;
use crate::journey::{Actual, Book, Journey};
use crate::program::Program;
use crate::signal::Input;
use crate::time::Time;

const PLAN: &str = r#"voc: 1
name: Claims
kinds: {go: {}, note: {}, done: {}}
fields: {csat: int}
touch_points: {report: {label: Reporting}, photos: {needs: [report]}, status: {}, letter: {}, payout: {}, extra: {label: Agent}}
rules:
  unpaid: {when: 'kind == "go"', absent: {when: 'kind == "done"', within: P10D}}
  upset: {when: 'kind == "note"'}
journeys:
  claim:
    label: A claim
    starts: 'kind == "go"'
    ends: 'kind == "done"'
    stages:
      - {id: tell, touch_points: [photos, report], expect: {within: P2D}}
      - {id: wait, touch_points: [status, letter], expect: {contacts: 2}}
      - {id: paid, touch_points: [payout], expect: {outcome: 'has(csat) && csat >= 4'}}
    moments_of_truth:
      first: {at: status, declared_rank: 2, expect: {within: P3D}}
      silence: {rule: unpaid, declared_rank: 1}
      upset: {rule: upset}
"#;

/// Customer, day, kind, touch point: a goes as planned; b sends photos before the report, asks twice, calls the
/// agent and gets no letter; c has only just begun.
const SIGNALS: [(&str, u32, &str, &str); 12] = [
    ("a", 2, "go", "report"),
    ("a", 2, "note", "photos"),
    ("a", 3, "note", "status"),
    ("a", 4, "note", "letter"),
    ("a", 5, "done", "payout"),
    ("b", 2, "go", "photos"),
    ("b", 3, "note", "report"),
    ("b", 6, "note", "status"),
    ("b", 7, "note", "status"),
    ("b", 8, "note", "extra"),
    ("b", 9, "done", "payout"),
    ("c", 2, "go", "report"),
];

fn actual() -> Actual {
    let program = Program::parse(PLAN).unwrap();
    let mut book = Book::new(Journey::of(&program, "claim").unwrap());
    for (place, (customer, day, kind, point)) in SIGNALS.iter().enumerate() {
        let stage = if *point == "extra" {
            r#""stage": "wait", "#
        } else {
            ""
        };
        let input = Input::from_json(&format!(
            r#"{{"id": "s{place:02}", "signal": {{"at": "2026-03-{day:02}T09:00:00Z", "kind": "{kind}", "customer": "{customer}", {stage}"touch_point": "{point}"}}}}"#
        ));
        book.take(&input.unwrap()).unwrap();
    }
    book.pass(Time::parse("2026-03-09T12:00:00Z").unwrap());
    book.actual()
}

#[test]
fn instances_against_their_plan() {
    let deviations = Deviations::of(&actual()).unwrap();
    assert_eq!(deviations.title.text("en"), "A claim");
    assert_eq!(deviations.instances, 3);
    // a costs nothing; of b's 6 steps and 5 touch points, photos, the second status, the agent and the letter
    // have no counterpart, and photos' place neither: 5 of 11. c goes on, and is not judged.
    let fitness = deviations.fitness.unwrap();
    assert!(
        (fitness - (1.0 + 6.0 / 11.0) / 2.0).abs() < 1e-12,
        "{fitness}"
    );

    let steps = deviations.stages.iter().flat_map(|stage| &stage.steps);
    let steps: Vec<_> = steps
        .map(|step| {
            let counts = [
                step.followed,
                step.skipped,
                step.repeated,
                step.out_of_order,
            ];
            (step.id.as_str(), step.instances.unwrap(), counts, step.late)
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("1-report", 3, [3, 0, 0, 0], None),
            ("2-photos", 2, [1, 0, 0, 1], None),
            // b asks for the first time after four days, and three are promised.
            ("3-status", 2, [1, 0, 1, 0], Some(1)),
            ("4-letter", 2, [1, 1, 0, 0], None),
            ("5-payout", 2, [2, 0, 0, 0], None),
        ]
    );
    let stages: Vec<_> = deviations
        .stages
        .iter()
        .map(|stage| (stage.late, stage.too_many_contacts, stage.outcome_missed))
        .collect();
    // b tells us for four days and c still; b has three contacts in waiting; nobody says that it went well.
    assert_eq!(
        stages,
        [
            (Some(2), None, None),
            (None, Some(1), None),
            (None, None, Some(2))
        ]
    );

    let unplanned = &deviations.unplanned;
    assert_eq!(unplanned.len(), 1);
    assert_eq!(unplanned[0].label.text("en"), "Agent");
    assert_eq!(
        (unplanned[0].after.as_deref(), unplanned[0].instances),
        (Some("3-status"), 1)
    );

    let moments: Vec<_> = deviations
        .moments
        .iter()
        .map(|it| {
            (
                it.label.text("en"),
                it.is_absence,
                it.instances.unwrap(),
                it.missing,
                it.late,
            )
        })
        .collect();
    // c has not asked, and is late with it already.
    assert_eq!(
        moments,
        [
            ("silence", true, 2, 0, None),
            ("first", false, 3, 0, Some(2)),
            ("upset", false, 2, 0, None),
        ]
    );
    for width in [360, 800] {
        let svg = deviations.svg(&Canvas::of_width(width)).unwrap();
        assert!(svg.contains("First: ") || svg.contains("first: "));
    }
}

#[test]
fn nobody_has_begun() {
    let program = Program::parse(PLAN).unwrap();
    let book = Book::new(Journey::of(&program, "claim").unwrap());
    let deviations = Deviations::of(&book.actual()).unwrap();
    assert_eq!((deviations.instances, deviations.fitness), (0, None));
    assert_eq!(deviations.stages.len(), 3);
    deviations.svg(&Canvas::default()).unwrap();
}
