//! Moments of truth by rules over several signals, and the steps that are concerns: by hand, and against an
//! engine that hears nothing but the instance's own signals.

use super::{Actual, Book, Compare, EventLog, Journey, PathOf, Placement};
use crate::engine::{AlertRow, run};
use crate::program::Program;
use crate::signal::{Body, Input, Signal};
use crate::time::{HOUR, Time};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PROGRAM: &str = r#"voc: 1
name: Several
kinds: {go: {}, talk: {}, ask: {}, end: {}, answer: {}}
fields: {topic: text, csat: int, ltr: int, weight: number}
surveys: {after: {type: transactional, after: talk, questions: {csat: {text: Well?, scale: [1, 5]}, ltr: {text: Recommend?, scale: [0, 10]}}}}
metrics:
  satisfied: {kind: csat, of: csat, scale: [1, 5]}
  nps: {kind: nps, of: ltr}
  ended: {kind: rate, of: 'kind == "end"'}
units: {desk: {}, bank: {}, home: {}}
touch_points: {a: {owner: desk}, b: {owner: bank}, c: {}}
rules:
  third: {when: 'kind == "talk"', count: {at_least: 3, within: P2D}}
  again: {when: 'kind == "talk"', count: {at_least: 2, within: P3D, same: topic}}
  second: {when: 'kind == "ask"', nth: 2, raise: {praise: true}}
  pairs: {when: 'kind == "ask" || kind == "talk"', every: 2, shadow: true}
  falls: {when: 'kind == "answer"', change: {field: csat, by: -2, since: previous}}
  twice: {when: 'kind == "answer"', streak: {k: 2, of: 'csat <= 2'}}
  way: {sequence: {steps: [{when: 'kind == "talk"'}, {when: 'kind == "ask"'}], within: P1D}}
  quiet: {silence: P2D}
  lost: {alert: again, absent: {when: 'kind == "end"', within: P1D}}
  open: {when: 'kind == "go"', absent: {when: 'kind == "end"', within: P3D}}
  low: {when: 'csat <= 1'}
journeys:
  way:
    starts: 'kind == "go"'
    ends: 'kind == "end"'
    gap: P4D
    stages: [{id: one, touch_points: [a]}, {id: two, touch_points: [b, c]}]
    moments_of_truth: {third: {rule: third}, again: {rule: again}, second: {rule: second}, pairs: {rule: pairs}, falls: {rule: falls}, twice: {rule: twice}, way: {rule: way}, quiet: {rule: quiet}, lost: {rule: lost}}
"#;
const NOW: &str = "2026-02-01T00:00:00Z";

fn journey() -> Journey {
    Journey::of(&Program::parse(PROGRAM).unwrap(), "way").unwrap()
}

fn input(id: usize, hour: i64, rest: &str) -> Input {
    let at = Time::parse("2026-01-01T00:00:00Z")
        .unwrap()
        .plus(hour * HOUR);
    let text =
        format!(r#"{{"id": "s{id:02}", "signal": {{"at": "{at}", "customer": "c", {rest}}}}}"#);
    Input::from_json(&text).unwrap()
}

fn actual(inputs: &[Input]) -> (Book, Actual) {
    let mut book = Book::new(journey());
    for input in inputs {
        book.take(input).unwrap();
    }
    book.pass(Time::parse(NOW).unwrap());
    let actual = book.actual();
    (book, actual)
}

/// One instance: the desk, twice the bank, the desk again, three answers, the end.
fn told() -> Vec<Input> {
    [
        (0, r#""kind": "go", "touch_point": "a""#),
        (
            1,
            r#""kind": "talk", "touch_point": "b", "fields": {"topic": "x"}"#,
        ),
        (2, r#""kind": "ask", "touch_point": "b", "unit": "home""#),
        (
            30,
            r#""kind": "talk", "touch_point": "a", "fields": {"topic": "x"}"#,
        ),
        (
            31,
            r#""kind": "answer", "touch_point": "b", "fields": {"csat": 4, "ltr": 9}"#,
        ),
        (
            32,
            r#""kind": "answer", "stage": "two", "fields": {"csat": 1}"#,
        ),
        (
            33,
            r#""kind": "answer", "touch_point": "a", "fields": {"csat": 1}"#,
        ),
        (60, r#""kind": "end", "touch_point": "c""#),
    ]
    .iter()
    .enumerate()
    .map(|(place, (hour, rest))| input(place, *hour, rest))
    .collect()
}

fn flags(log: &EventLog) -> Vec<bool> {
    log.rows().map(|row| row.concern.unwrap()).collect()
}

#[test]
fn steps_bear_what_is_said_of_them_by_hand() {
    let (_, actual) = actual(&told());
    let log = actual.scored("satisfied").unwrap();
    let rows: Vec<_> = log
        .rows()
        .map(|row| (row.activity, row.unit, row.score))
        .collect();
    // The first answer is about the second time at b, its last before it; the second names stage two, whose
    // last step is the same, which has a score; the third is about the last time at a.
    assert_eq!(
        rows,
        [
            ("a", Some("desk"), None),
            ("b", Some("bank"), None),
            ("b", Some("home"), Some(4.0)),
            ("a", Some("desk"), Some(1.0)),
            ("c", None, None)
        ]
    );
    // `again` at the second talk about x (hour 30) and `way` at the ask (hour 2); `falls` at the answer of
    // hour 32, from 4 to 1, about the ask; `low` there too, and at that of hour 33, about the talk of hour 30,
    // as `twice` is. `lost` is due at hour 54: before the end, so at the talk. `quiet` from hour 60 on, at the
    // end. `open` is not raised: the end came within three days.
    assert_eq!(flags(&log), [false, false, true, true, true]);
    let passed = log.hand_overs().unwrap();
    let passed: Vec<_> = passed
        .iter()
        .map(|row| (row.from.as_str(), row.to.as_str(), row.n))
        .collect();
    assert_eq!(
        passed,
        [
            ("bank", "home", 1),
            ("desk", "bank", 1),
            ("home", "desk", 1)
        ]
    );
    assert_eq!(
        actual.log().hand_overs().unwrap(),
        log.hand_overs().unwrap()
    );
    let concerns = actual
        .log()
        .concerns(PathOf::Activity, &Compare::default())
        .unwrap();
    assert!(concerns.iter().all(|row| row.passed.value == Some(1.0)));
}

#[test]
fn scores_are_those_of_metrics_and_fields() {
    let (_, actual) = actual(&told());
    let rows = |of: &str| -> Vec<(String, Option<f64>, i64)> {
        let rows = actual.experience(of, None).unwrap();
        let rows = rows.into_iter();
        rows.map(|row| (row.activity, row.score.value, row.score.n))
            .collect()
    };
    let one = |name: &str, value: f64| (name.to_owned(), Some(value), 1);
    // Two of the best of five are satisfied; 9 is a promoter; of the field itself it is the mean.
    assert_eq!(rows("satisfied"), [one("a", 0.0), one("b", 1.0)]);
    assert_eq!(rows("csat"), [one("a", 1.0), one("b", 4.0)]);
    assert_eq!(rows("nps"), [one("b", 100.0)]);
    let wrong = |of: &str| actual.experience(of, None).unwrap_err();
    assert_eq!(
        wrong("ended").message,
        "`ended` is a rate of signals, and no answer of a customer's"
    );
    let unknown = wrong("satisfid");
    assert_eq!(
        (unknown.message.as_str(), unknown.hint.as_deref()),
        (
            "`satisfid` is no metric, and no field that a survey asks for",
            Some("did you mean `satisfied`?")
        )
    );
    // Nobody is asked how heavy.
    assert_eq!(wrong("weight").path.as_deref(), Some("of"));
    assert!(actual.experience("csat", Some(2.0)).is_err());
    assert_eq!(
        actual
            .log()
            .experience(&super::ScoreOf::from_json(r#"{"metric": "mean"}"#).unwrap())
            .unwrap_err()
            .path
            .as_deref(),
        Some("score")
    );
}

#[test]
fn a_program_without_rules_and_owners_has_neither_concerns_nor_units() {
    let text = "voc: 1\nname: Bare\nkinds: {go: {}}\ntouch_points: {a: {}}\njourneys: {way: {stages: [{id: one, touch_points: [a]}]}}\n";
    let mut book = Book::new(Journey::of(&Program::parse(text).unwrap(), "way").unwrap());
    book.take(&input(0, 0, r#""kind": "go", "touch_point": "a""#))
        .unwrap();
    let log = book.actual().log();
    assert_eq!(log.hand_overs().unwrap_err().path.as_deref(), Some("unit"));
    let concerns = log.concerns(PathOf::Activity, &Compare::default());
    assert_eq!(concerns.unwrap_err().path.as_deref(), Some("concern"));
}

/// A signal out of a few numbers.
fn random(id: usize, dice: [u8; 6]) -> Input {
    let pick = |from: &[&'static str], dice: u8| from[usize::from(dice) % from.len()];
    let kind = pick(
        &[
            "go", "talk", "talk", "ask", "end", "answer", "talk", "answer",
        ],
        dice[0],
    );
    let own = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!(r#", "{name}": "{value}""#),
    };
    let fields = match kind {
        "answer" => format!(r#""csat": {}"#, dice[1] % 5 + 1),
        _ => own("topic", pick(&["x", "x", "y", ""], dice[1]))
            .trim_start_matches(", ")
            .to_owned(),
    };
    let rest = format!(
        r#""kind": "{kind}", "fields": {{{fields}}}{}{}{}"#,
        own("touch_point", pick(&["a", "b", "c", "", "a"], dice[2])),
        own("stage", pick(&["", "", "two", ""], dice[3])),
        own("unit", pick(&["", "", "home"], dice[4])),
    );
    input(id, i64::from(dice[5] % 120) * 2, &rest)
}

fn signal(input: &Input) -> &Signal {
    let Body::Signal(signal) = &input.body else {
        panic!()
    };
    signal
}

fn speaks(signal: &Signal) -> bool {
    ["csat", "ltr"]
        .iter()
        .any(|field| signal.fields.get(*field).is_some())
}

/// The step, among those of an instance, that one of its signals is or speaks of.
fn step(own: &[&Input], id: &str) -> Option<usize> {
    let place = own.iter().position(|input| input.id == id).unwrap();
    let one = signal(own[place]);
    let steps: Vec<&Signal> = own[..=place]
        .iter()
        .map(|input| signal(input))
        .filter(|one| !speaks(one))
        .collect();
    if !speaks(one) {
        return Some(steps.len() - 1);
    }
    let name = |one: &Signal| one.touch_point.clone().unwrap_or_else(|| one.kind.clone());
    let stage = |one: &Signal| {
        let at = match one.touch_point.as_deref() {
            Some("a") => Some("one".to_owned()),
            Some("b" | "c") => Some("two".to_owned()),
            _ => None,
        };
        one.stage.clone().or(at)
    };
    let here = steps.iter().rposition(|step| name(step) == name(one));
    let beside = || {
        steps
            .iter()
            .rposition(|step| stage(one).is_some() && stage(step) == stage(one))
    };
    here.or_else(beside).or(steps.len().checked_sub(1))
}

proptest! {
    #[test]
    fn an_engine_that_hears_the_own_signals_alone_raises_the_same(
        dice in prop::collection::vec(prop::array::uniform6(any::<u8>()), 0..40),
    ) {
        let inputs: Vec<Input> = dice.iter().enumerate().map(|(id, dice)| random(id, *dice)).collect();
        let (book, actual) = actual(&inputs);
        let mut own: BTreeMap<String, Vec<&Input>> = BTreeMap::new();
        for input in &inputs {
            if let Some(Placement::Instance(id)) = book.placement(&input.id) {
                own.entry(id).or_default().push(input);
            }
        }
        let program = Program::parse(PROGRAM).unwrap();
        let until = Time::parse(NOW).unwrap();
        let mut raised: BTreeMap<String, i64> = BTreeMap::new();
        let mut concerned: BTreeMap<(String, usize), bool> = BTreeMap::new();
        for (id, own) in &mut own {
            own.sort_by_key(|input| (input.at(), input.id.clone()));
            let heard: Vec<Input> = own.iter().map(|input| (*input).clone()).collect();
            let alerts: Vec<AlertRow> = run(&program, heard, Some(until)).alerts();
            let mut rules: Vec<&str> = alerts.iter().map(|alert| alert.rule.as_str()).collect();
            rules.sort_unstable();
            rules.dedup();
            for rule in rules {
                *raised.entry(rule.to_owned()).or_default() += 1;
            }
            let at = |id: &str| own.iter().find(|input| input.id == id).unwrap().at();
            for alert in alerts.iter().filter(|alert| alert.rule != "second") {
                let last = alert.signals.last().unwrap();
                let place = if at(last) == Some(alert.at) {
                    step(own, last)
                } else {
                    let steps = own.iter().filter(|input| !speaks(signal(input)));
                    steps.filter(|input| input.at() < Some(alert.at)).count().checked_sub(1)
                };
                if let Some(place) = place {
                    concerned.insert((id.clone(), place), true);
                }
            }
        }
        let instances = i64::try_from(actual.len()).unwrap();
        for row in actual.conformance(None).unwrap().moments {
            // A rule in shadow raises nothing, and is read all the same.
            let hits = raised.get(&row.moment).copied();
            prop_assert!(row.is_told);
            match row.moment.as_str() {
                "pairs" => {}
                "second" => prop_assert_eq!((row.reached, row.missing), (hits.unwrap_or(0), instances - hits.unwrap_or(0))),
                name => {
                    let found = (row.happened, row.reached);
                    prop_assert_eq!(found, (hits.unwrap_or(0), instances - hits.unwrap_or(0)), "{}", name);
                }
            }
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in actual.log().rows() {
            let place = counts.entry(row.instance.clone().into_owned()).or_default();
            let wanted = concerned.contains_key(&(row.instance.clone().into_owned(), *place));
            prop_assert_eq!(row.concern, Some(wanted), "{} {}", row.instance, place);
            *place += 1;
        }
    }
}
