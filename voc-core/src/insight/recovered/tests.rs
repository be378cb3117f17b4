//! Recovered customers by hand, through an engine.

use super::*;
use crate::engine::run;
use crate::metric::StrataMethod;
use crate::program::Program;
use crate::signal::Input;

const PROGRAM: &str = r#"
voc: 1
name: Shop
fields: {ltr: int, renewed: bool, amount: number}
customer: {tier: text}
roles: {manager: {level: middle}}
rules: {detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}}
cases: {recovery: {close: {undisputed_after: P3D}}}
outcomes:
  renewal: {when: 'kind == "renewal"', value: renewed, within: P60D}
  spend: {when: 'kind == "order"', value: amount, within: P60D}
"#;

const DAY: i64 = 86_400_000_000;

fn at(day: i64) -> Time {
    Time::parse("2026-03-01T00:00:00Z").unwrap().plus(day * DAY)
}

/// A customer: a tier, what became of the concern on day 100, and what came when: `renewal 140 true`.
struct Told<'t> {
    name: &'t str,
    tier: &'t str,
    verdict: &'t str,
    came: &'t [(&'t str, i64, &'t str)],
}

fn told<'t>(
    name: &'t str,
    tier: &'t str,
    verdict: &'t str,
    came: &'t [(&'t str, i64, &'t str)],
) -> Told<'t> {
    Told {
        name,
        tier,
        verdict,
        came,
    }
}

/// The comparison, with everybody known from day 0 on where `known`.
fn recovered(all: &[Told<'_>], until: i64, query: &str, known: bool) -> Result<Recovered, Error> {
    let program = Program::parse(PROGRAM).unwrap();
    let mut inputs = Vec::new();
    let mut put = |id: String, body: String| {
        inputs.push(Input::from_json(&format!(r#"{{"id": "{id}", {body}}}"#)).unwrap());
    };
    let signal = |name: &str, day: i64, kind: &str, rest: &str| {
        format!(
            r#""signal": {{"at": "{}", "customer": "{name}", "kind": "{kind}"{rest}}}"#,
            at(day)
        )
    };
    for Told {
        name,
        tier,
        verdict,
        came,
    } in all
    {
        if known {
            put(format!("{name}-0"), signal(name, 0, "hello", ""));
        }
        let rest = format!(r#", "fields": {{"ltr": 2}}, "attributes": {{"tier": "{tier}"}}"#);
        put(format!("{name}-1"), signal(name, 100, "response", &rest));
        let mut act = |step: &str, day: i64, action: &str| {
            let body = format!(
                r#""command": {{"case": {{"signal": "{name}-1"}}, "by": "ana", "at": "{}", "do": {action}}}"#,
                at(day)
            );
            put(format!("{name}-{step}"), body);
        };
        if *verdict != "open" {
            act("k1", 103, r#"{"resolve": {}}"#);
            act("k2", 104, r#""ask_verdict""#);
        }
        match *verdict {
            "confirmed" | "disputed" => {
                let action = format!(
                    r#"{{"record_verdict": {{"verdict": "{verdict}", "source": "call"}}}}"#
                );
                act("k3", 105, &action);
            }
            "late" => act(
                "k3",
                140,
                r#"{"record_verdict": {"verdict": "confirmed", "source": "call"}}"#,
            ),
            _ => {}
        }
        for (place, (kind, day, value)) in came.iter().enumerate() {
            let field = if *kind == "renewal" {
                "renewed"
            } else {
                "amount"
            };
            let rest = format!(r#", "fields": {{"{field}": {value}}}"#);
            put(format!("{name}-o{place}"), signal(name, *day, kind, &rest));
        }
    }
    let histories = Histories::of(&program, &inputs, Vec::new(), Some(at(until)));
    let run = run(&program, inputs, Some(at(until)));
    assert!(run.refused.is_empty(), "{:?}", run.refused);
    let query = crate::document::read_json::<RecoveredQuery>(query).unwrap();
    histories.recovered(run.engine.cases(), &query)
}

const YES: &[(&str, i64, &str)] = &[("renewal", 150, "true")];

fn near(found: Option<f64>, wanted: f64) {
    assert!(
        (found.unwrap() - wanted).abs() < 1e-12,
        "{found:?} {wanted}"
    );
}

#[test]
fn within_those_who_are_alike() {
    let all = [
        told("a", "gold", "confirmed", YES),
        told("b", "gold", "confirmed", YES),
        told("c", "gold", "disputed", &[]),
        told("d", "none", "confirmed", &[]),
        told("e", "none", "open", YES),
        told("f", "none", "late", &[]),
        // Nobody beside them.
        told("g", "silver", "confirmed", YES),
        // The outcome came before it was settled, and time that is not over is none here.
        told("h", "gold", "confirmed", &[("renewal", 120, "true")]),
        // Silence is no word of the customer's.
        told("i", "none", "silent", YES),
    ];
    let ask = r#"{"outcome": "renewal", "alike": ["customer.tier", "rule", "period"]}"#;
    let found = recovered(&all, 300, ask, true).unwrap();
    // Gold: 2 of 2 less 0 of 1, weight 2/3. None: 0 of 1 less 2 of 3 (e, i; f), weight 3/4.
    near(
        found.difference.difference,
        (2.0 / 3.0 - 0.5) / (2.0 / 3.0 + 0.75),
    );
    assert_eq!(
        (found.difference.n, found.difference.left_out),
        ([3, 4], [1, 0])
    );
    assert_eq!(found.difference.method, StrataMethod::MantelHaenszel);
    assert_eq!((found.recovered.n, found.unrecovered.n), (4, 4));
    assert_eq!(found.left_out.outcome_before, 1);
    // Nothing came to anybody before.
    near(found.placebo.as_ref().unwrap().difference, 0.0);
    assert_eq!(found.placebo_holds, Some(true));
    assert!(
        found.sentence.contains("they did not differ"),
        "{}",
        found.sentence
    );
    let silence = r#"{"outcome": "renewal", "undisputed": true}"#;
    let found = recovered(&all, 300, silence, true).unwrap();
    // Silence on the question of i, and of f before their late word.
    assert_eq!((found.recovered.n, found.unrecovered.n), (6, 2));
}

#[test]
fn who_differed_before_is_not_comparable() {
    let before: &[(&str, i64, &str)] = &[("renewal", 60, "true"), ("renewal", 150, "true")];
    let names = ["a", "b", "c", "d", "e", "f"];
    let mut all: Vec<Told<'_>> = names
        .iter()
        .map(|name| told(name, "x", "confirmed", before))
        .collect();
    all.extend(
        ["u", "v", "w", "x", "y", "z"]
            .iter()
            .map(|name| told(name, "x", "open", YES)),
    );
    all.push(told("q", "x", "open", before));
    all.push(told("r", "x", "confirmed", YES));
    let found = recovered(&all, 300, r#"{"outcome": "renewal"}"#, true).unwrap();
    // 6 of 7 beside 1 of 7 before; all renewed after.
    near(found.placebo.as_ref().unwrap().difference, 5.0 / 7.0);
    near(found.difference.difference, 0.0);
    assert_eq!(found.placebo_holds, Some(false));
    assert!(
        found.sentence.contains("this is no effect of recovery"),
        "{}",
        found.sentence
    );
    // Who is not known for so long before does not tell.
    let all = [
        told("a", "x", "confirmed", YES),
        told("b", "x", "open", YES),
    ];
    let found = recovered(&all, 300, r#"{"outcome": "renewal"}"#, false).unwrap();
    assert_eq!((found.placebo, found.placebo_holds), (None, None));
    assert!(
        found.sentence.ends_with("is not checked."),
        "{}",
        found.sentence
    );
}

#[test]
fn means_and_time_that_is_not_over() {
    let all = [
        told("a", "x", "confirmed", &[("order", 135, "30")]),
        told("b", "x", "confirmed", &[("order", 140, "20")]),
        told("c", "x", "open", &[("order", 145, "10")]),
        told("d", "x", "open", &[]),
    ];
    let found = recovered(&all, 300, r#"{"outcome": "spend"}"#, true).unwrap();
    near(found.difference.difference, 15.0);
    assert_eq!(
        (found.difference.method, found.left_out.nothing_came),
        (StrataMethod::WithinStrata, 1)
    );
    let early = recovered(&all, 180, r#"{"outcome": "spend"}"#, true).unwrap();
    assert_eq!(
        (early.left_out.waiting, early.difference.difference),
        (4, None)
    );
    assert!(
        early.sentence.contains("cannot be compared"),
        "{}",
        early.sentence
    );
    let path = |query: &str| recovered(&all, 300, query, true).unwrap_err().path.unwrap();
    assert_eq!(path(r#"{"outcome": "spent"}"#), "outcome");
    assert_eq!(
        path(r#"{"outcome": "spend", "alike": ["rule", "tear"]}"#),
        "alike.1"
    );
    assert_eq!(
        path(r#"{"outcome": "spend", "confidence": 1}"#),
        "confidence"
    );
}
