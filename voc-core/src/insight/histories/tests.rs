//! What stands of inputs, whatever way it came.

use super::*;
use crate::signal::Input;

const PROGRAM: &str = "
voc: 1
name: Shop
fields: {ltr: int}
customer: {tier: text}
segments: {gold: 'customer.tier == \"gold\"'}
";

fn gathered(inputs: &[&str], until: Option<&str>) -> Histories {
    let program = Program::parse(PROGRAM).unwrap();
    let inputs = inputs.iter().map(|text| Input::from_json(text).unwrap());
    let until = until.map(|text| Time::parse(text).unwrap());
    Histories::of(&program, &inputs.collect::<Vec<_>>(), Vec::new(), until)
}

/// Each signal as customer, id, answer, and whether its customer was gold.
fn told(histories: &Histories) -> Vec<String> {
    let mut all = Vec::new();
    histories.read(&mut |moment| {
        let customer = moment
            .customer
            .and_then(|number| histories.customers[number].0.as_deref());
        let gold = moment.facts.segment("gold").is_yes();
        let ltr = moment.signal.fields.get("ltr").map(ToString::to_string);
        all.push(format!(
            "{} {} {} {gold}",
            customer.unwrap_or("-"),
            moment.id,
            ltr.unwrap_or_default()
        ));
    });
    all
}

fn signal(id: &str, day: u32, customer: &str, ltr: i64) -> String {
    format!(
        r#"{{"id": "{id}", "signal": {{"at": "2026-03-{day:02}T10:00:00Z", "kind": "response", "customer": "{customer}", "fields": {{"ltr": {ltr}}}}}}}"#
    )
}

#[test]
fn what_stands_is_read_in_order() {
    let one = signal("s-2", 5, "b", 9);
    let two = signal("s-1", 4, "b", 3);
    let taken_back = signal("s-3", 4, "a", 1);
    let corrected = signal("s-1", 4, "b", 4).replacen('{', r#"{"revision": 1, "#, 1);
    let gold = r#"{"id": "k-1", "customer": {"customer": "b", "at": "2026-03-05T09:00:00Z", "attributes": {"tier": "gold"}}}"#;
    let nobody = r#"{"id": "s-4", "signal": {"at": "2026-03-01T10:00:00Z", "kind": "response", "fields": {"ltr": 7}}}"#;
    let back = r#"{"id": "r-1", "retract": {"signal": "s-3"}, "received": "2026-03-02T00:00:00Z"}"#;
    let histories = gathered(
        &[
            &one,
            &two,
            back,
            &taken_back,
            &corrected,
            gold,
            nobody,
            &one,
        ],
        None,
    );
    assert_eq!(
        told(&histories),
        ["b s-1 4 false", "b s-2 9 true", "- s-4 7 false"]
    );
    assert_eq!((histories.customers(), histories.signals()), (1, 3));
    assert_eq!(
        histories.now(),
        Some(Time::parse("2026-03-05T10:00:00Z").unwrap())
    );
    assert!(histories.refused().is_empty());
}

#[test]
fn customers_who_are_one_are_read_as_one() {
    let merge = r#"{"id": "m-1", "merge": {"from": "a", "into": "b"}}"#;
    let histories = gathered(
        &[merge, &signal("s-1", 5, "b", 9), &signal("s-2", 4, "a", 3)],
        None,
    );
    assert_eq!(told(&histories), ["b s-2 3 false", "b s-1 9 false"]);
}

#[test]
fn what_an_engine_refuses_is_refused() {
    let other = signal("s-1", 6, "a", 8);
    let unknown = r#"{"id": "s-9", "signal": {"at": "2026-03-05T10:00:00Z", "kind": "response", "fields": {"csat": 7}}}"#;
    let histories = gathered(&[&signal("s-1", 5, "a", 9), &other, unknown], None);
    let refused: Vec<(&str, Code)> = histories
        .refused()
        .iter()
        .map(|it| (it.id.as_str(), it.error.code))
        .collect();
    assert_eq!(refused, [("s-9", Code::Unknown), ("s-1", Code::IdTaken)]);
    assert_eq!(told(&histories), ["a s-1 9 false"]);
}

#[test]
fn what_comes_after_the_end_is_not_known() {
    let all = [signal("s-1", 5, "a", 9), signal("s-2", 8, "a", 2)];
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let histories = gathered(&all, Some("2026-03-07T00:00:00Z"));
    assert_eq!(told(&histories), ["a s-1 9 false"]);
    assert_eq!(
        histories.until().unwrap(),
        Time::parse("2026-03-07T00:00:00Z").unwrap()
    );
    assert_eq!(gathered(&[], None).until().unwrap_err().code, Code::Missing);
}
