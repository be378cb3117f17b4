//! Instances held against their plan by hand, and alignments against trying everything.

use super::{By, Deviation};
use crate::journey::{Actual, Book, Journey};
use crate::program::Program;
use crate::signal::Input;
use crate::time::Time;
use proptest::prelude::*;

const PLAN: &str = r#"voc: 1
name: Claims
kinds: {go: {}, note: {}, done: {}, answer: {}}
fields: {ok: bool, csat: int}
customer: {frail: bool}
surveys: {after: {type: transactional, after: done, questions: {csat: {text: Well?, scale: [1, 5]}}}}
segments: {frail: 'has(customer.frail) && customer.frail'}
channels: {phone: {}, web: {}}
touch_points: {report: {}, photos: {needs: [report]}, status: {}, letter: {}, payout: {}, extra: {}}
rules:
  unpaid: {when: 'kind == "go"', absent: {when: 'kind == "done"', within: P10D}}
  upset: {when: 'kind == "note"'}
journeys:
  claim:
    starts: 'kind == "go"'
    ends: 'kind == "done"'
    stages:
      - {id: tell, touch_points: [photos, report], expect: {within: P2D}}
      - {id: wait, touch_points: [status, letter], expect: {contacts: 2, segments: {frail: {contacts: 1}}}}
      - {id: paid, touch_points: [payout], expect: {outcome: 'csat >= 4'}}
    moments_of_truth:
      first: {at: status, declared_rank: 2, expect: {within: P3D, segments: {frail: {within: P1D}}}}
      silence: {rule: unpaid, declared_rank: 1, expect: {segments: {frail: {within: P5D}}}}
      upset: {rule: upset}
"#;

/// A signal as `day kind touch_point channel more`.
fn input(place: usize, text: &str) -> Input {
    let parts: Vec<&str> = text.split(' ').collect();
    let [customer, day, kind, point, channel, more @ ..] = parts.as_slice() else {
        panic!("{text}")
    };
    let own = |name: &str, value: &str| match value {
        "-" => String::new(),
        value => format!(r#", "{name}": "{value}""#),
    };
    let more = more.iter().map(|part| [", ", part].concat());
    let more = more.collect::<Vec<_>>().concat();
    Input::from_json(&format!(
        r#"{{"id": "s{place:02}", "signal": {{"at": "2026-03-{day}T09:00:00Z", "kind": "{kind}", "customer": "{customer}"{}{}{more}}}}}"#,
        own("touch_point", point),
        own("channel", channel),
    ))
    .unwrap()
}

fn actual(signals: &[&str], now: &str) -> Actual {
    let program = Program::parse(PLAN).unwrap();
    let mut book = Book::new(Journey::of(&program, "claim").unwrap());
    for (place, text) in signals.iter().enumerate() {
        book.take(&input(place, text)).unwrap();
    }
    book.pass(Time::parse(now).unwrap());
    book.actual()
}

/// What is found, as `kind stage activity moment times/instances`.
fn found(actual: &Actual, by: Option<By>) -> Vec<String> {
    let rows = actual.conformance(by).unwrap().deviations;
    let rows = rows.iter().map(|row| {
        let parts = [&row.group, &row.stage, &row.activity, &row.moment];
        let parts = parts.into_iter().flatten().map(String::as_str);
        let parts: Vec<&str> = std::iter::once(row.kind.name()).chain(parts).collect();
        format!(
            "{} {}/{} of {}",
            parts.join(" "),
            row.times,
            row.instances,
            row.share.n
        )
    });
    rows.collect()
}

/// As planned: reported on day 1, photos, status, letter, paid on day 5, and a good answer afterwards.
const GOOD: [&str; 6] = [
    "c1 01 go report phone",
    "c1 02 note photos web",
    "c1 02 note status web",
    "c1 03 note letter web",
    "c1 05 done payout web",
    r#"c1 07 answer payout web "fields":{"csat":5}"#,
];

/// Status twice before the report's photos, which come before nothing; no letter; something else; no answer.
const BAD: [&str; 7] = [
    r#"c2 01 go report phone "attributes":{"frail":true}"#,
    "c2 03 note status phone",
    "c2 04 note status web",
    "c2 05 note photos web",
    r#"c2 05 note extra web "stage":"wait""#,
    r#"c2 05 note - phone "stage":"wait""#,
    "c2 09 done payout web",
];

#[test]
fn what_goes_as_planned_costs_nothing() {
    let actual = actual(&GOOD, "2026-03-30T00:00:00Z");
    assert_eq!(found(&actual, None), Vec::<String>::new());
    let rows: Vec<_> = actual.fitness().collect();
    assert_eq!(
        (
            rows[0].steps,
            rows[0].planned,
            rows[0].matched,
            rows[0].cost
        ),
        (5, 5, 5, 0)
    );
    assert_eq!(rows[0].fitness, Some(1.0));
    let told = actual.conformance(None).unwrap();
    let fitness = &told.fitness;
    assert_eq!(
        (fitness.instances, fitness.judged, fitness.mean, fitness.low),
        (1, 1, Some(1.0), None)
    );
    let moments: Vec<_> = told
        .moments
        .iter()
        .map(|row| (row.moment.as_str(), row.reached, row.within, row.happened))
        .collect();
    assert_eq!(
        moments,
        [("silence", 1, 1, 0), ("first", 1, 1, 0), ("upset", 1, 0, 0)]
    );
}

#[test]
fn every_kind_of_deviation_is_found() {
    let actual = actual(&BAD, "2026-03-30T00:00:00Z");
    // 7 steps and 5 planned. The best pairs report, photos and payout, or report, status and payout: of
    // these the one in which later blocks begin latest, so photos. Cost 7 + 5 − 6 = 6: status out of order
    // (2) and once more (1), no letter (1), extra (1) and a note (1).
    // Stage `tell` ends with the status of day 3, as late as P2D allows: too late. `wait` has four contacts,
    // and a frail customer was promised one; the first status came two days after the beginning, and they
    // were promised one day. Nothing was paid in the five days that they were promised.
    assert_eq!(
        found(&actual, None),
        [
            "skipped wait letter 1/1 of 1",
            "repeated wait status 1/1 of 1",
            "out_of_order wait status 1/1 of 1",
            "unplanned wait extra 1/1 of 1",
            "unplanned wait note 1/1 of 1",
            "late tell 1/1 of 1",
            "late wait status first 1/1 of 1",
            "too_many_contacts wait 1/1 of 1",
            "outcome_missed paid 1/1 of 1",
            "happened silence 1/1 of 1",
        ]
    );
    let row = actual.fitness().next().unwrap();
    assert_eq!(
        (row.steps, row.planned, row.matched, row.cost),
        (7, 5, 3, 6)
    );
    assert!((row.fitness.unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(row.deviations, 10);
}

#[test]
fn groups_have_their_own_shares() {
    let all: Vec<&str> = GOOD.iter().chain(&BAD).copied().collect();
    let actual = actual(&all, "2026-03-30T00:00:00Z");
    let told = found(&actual, Some(By::Segment));
    assert!(
        told.contains(&"skipped frail wait letter 1/1 of 1".to_owned()),
        "{told:#?}"
    );
    let told = found(&actual, Some(By::Channel));
    // Status first by phone, then on the web; two instances have steps on each.
    for wanted in [
        "out_of_order phone wait status 1/1 of 2",
        "repeated web wait status 1/1 of 2",
        "skipped phone wait letter 1/1 of 2",
        "skipped web wait letter 1/1 of 2",
    ] {
        assert!(told.contains(&wanted.to_owned()), "{wanted}: {told:#?}");
    }
    let fitness = actual.conformance(None).unwrap().fitness;
    // 1 and 0.5: mean 0.75, standard error 0.25, and t of one degree 12.7: beyond both ends.
    assert_eq!(
        (fitness.mean, fitness.low, fitness.high),
        (Some(0.75), Some(0.0), Some(1.0))
    );
    assert_eq!(fitness.as_planned.value, Some(0.5));
    // 8 of 12 steps, and 8 of 10 planned touch points.
    assert_eq!(fitness.steps_matched, Some(8.0 / 12.0));
    assert_eq!(fitness.plan_matched, Some(0.8));
}

#[test]
fn what_goes_on_is_not_judged_by_what_it_may_still_bring() {
    let early = ["c1 01 go report phone", "c1 03 note letter phone"];
    let actual = actual(&early, "2026-03-03T10:00:00Z");
    // Photos have been passed by; status may come, and is not due before day 4.
    assert_eq!(
        found(&actual, None),
        ["skipped tell photos 1/1 of 1", "late tell 1/1 of 1"]
    );
    let row = actual.fitness().next().unwrap();
    assert_eq!((row.fitness, row.over), (None, None));
    let moments = |actual: &Actual| {
        let rows = actual.conformance(None).unwrap().moments;
        let rows = rows
            .into_iter()
            .map(|row| (row.moment, row.pending, row.late, row.happened, row.missing));
        rows.collect::<Vec<_>>()
    };
    let named =
        |name: &str, rest: (i64, i64, i64, i64)| (name.to_owned(), rest.0, rest.1, rest.2, rest.3);
    assert_eq!(
        moments(&actual),
        [
            named("silence", (1, 0, 0, 0)),
            named("first", (1, 0, 0, 0)),
            named("upset", (0, 0, 0, 0))
        ]
    );
    let later = super::tests::actual(&early, "2026-03-11T09:00:00Z");
    // Ten days after the beginning, to the instant, nothing was paid.
    assert_eq!(
        moments(&later),
        [
            named("silence", (0, 0, 1, 0)),
            named("first", (1, 1, 0, 0)),
            named("upset", (0, 0, 0, 0))
        ]
    );
}

#[test]
fn a_name_that_tells_nothing_apart_is_refused() {
    assert_eq!(By::named("channel").unwrap(), By::Channel);
    assert_eq!(
        By::named("chanel").unwrap_err().hint.as_deref(),
        Some("did you mean `channel`?")
    );
    for kind in Deviation::ALL {
        let text = serde_json::to_string(&kind).unwrap();
        assert_eq!(text, format!("\"{}\"", kind.name()));
    }
}

/// The most steps that can be paired, by trying every stretch for every block.
fn most(steps: &[char], blocks: &[Vec<char>]) -> usize {
    let Some((block, rest)) = blocks.split_first() else {
        return 0;
    };
    let stretches = 0..=steps.len();
    let tried = stretches.map(|end| {
        let (own, after) = steps.split_at(end);
        block.iter().filter(|point| own.contains(point)).count() + most(after, rest)
    });
    tried.max().unwrap_or(0)
}

proptest! {
    #[test]
    fn alignments_pair_the_most_that_can_be(
        stages in prop::collection::vec(prop::sample::subsequence(vec!['a', 'b', 'c', 'd'], 0..=4), 1..4),
        steps in prop::collection::vec(prop::sample::select(&['a', 'b', 'c', 'd', 'e'][..]), 1..9),
        seed in any::<bool>(),
    ) {
        let listed = stages.iter().enumerate().map(|(place, points)| {
            let points: Vec<String> = points.iter().map(ToString::to_string).collect();
            format!("{{id: s{place}, touch_points: [{}]}}", points.join(", "))
        });
        let needs = if seed { "needs: [a]" } else { "" };
        let text = format!(
            "voc: 1\nname: P\ntouch_points: {{a: {{}}, b: {{{needs}}}, c: {{{needs}}}, d: {{}}, e: {{}}}}\n\
             journeys: {{way: {{stages: [{}]}}}}\n",
            listed.collect::<Vec<_>>().join(", ")
        );
        let program = Program::parse(&text).unwrap();
        let mut book = Book::new(Journey::of(&program, "way").unwrap());
        // The first signal is no candidate where its touch point is on no stage: begin with one that is.
        let mut planned = stages.iter().flatten();
        let Some(first) = planned.next() else { return Ok(()) };
        let steps: Vec<char> = std::iter::once(*first).chain(steps).collect();
        let known: Vec<char> = steps.iter().copied().filter(|step| stages.iter().flatten().any(|one| one == step)).collect();
        for (place, step) in known.iter().enumerate() {
            let input = format!(
                r#"{{"id": "s{place:02}", "signal": {{"at": "2026-03-01T09:{place:02}:00Z", "kind": "x", "customer": "c", "touch_point": "{step}"}}}}"#
            );
            book.take(&Input::from_json(&input).unwrap()).unwrap();
        }
        let actual = book.actual();
        let row = actual.fitness().next().unwrap();
        // With `needs`, a stage of a and others is a block of what a does not come before, then the rest:
        // only where nothing else stands beside a.
        let mut blocks: Vec<Vec<char>> = Vec::new();
        for points in &stages {
            let ordered = seed && points.contains(&'a') && !points.contains(&'d') && points.len() > 1;
            if ordered {
                blocks.push(vec!['a']);
                blocks.push(points.iter().copied().filter(|one| *one != 'a').collect());
            } else {
                blocks.push(points.clone());
            }
        }
        let size: usize = blocks.iter().map(Vec::len).sum();
        let best = most(&known, &blocks);
        prop_assert_eq!(row.matched as usize, best);
        prop_assert_eq!(row.cost as usize, known.len() + size - 2 * best);
        // Every unit of cost is told.
        let told = actual.conformance(None).unwrap().deviations;
        let cost: u64 = told.iter().map(|row| match row.kind {
            Deviation::Skipped | Deviation::Repeated | Deviation::Unplanned => row.times,
            Deviation::OutOfOrder => 2 * row.times,
            _ => 0,
        }).sum();
        let needless = told.iter().filter(|row| row.kind == Deviation::OutOfOrder).count();
        if !seed || needless == 0 {
            prop_assert_eq!(cost, u64::from(row.cost));
        }
    }
}
