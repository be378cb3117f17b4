//! Inputs as serde reads them and as trees are read: the same.

use super::*;
use crate::document::{decode, read};
use proptest::prelude::*;

const BROUGHT: [(&str, &str); 14] = [
    (
        "signal",
        r#"{"at": "2026-03-01T09:00:00Z", "kind": "order", "fields": {"b": 1, "a": "x"}}"#,
    ),
    ("retract", r#"{"signal": "s-1"}"#),
    ("merge", r#"{"from": "c-1", "into": "c-2"}"#),
    (
        "customer",
        r#"{"at": "2026-03-01T09:00:00Z", "customer": "c-1", "attributes": {"tier": "gold"}}"#,
    ),
    ("roster", r#"{"at": "2026-03-01T09:00:00Z", "people": {}}"#),
    (
        "command",
        r#"{"case": "k-1", "by": "ada", "at": "2026-03-01T09:00:00Z", "do": "acknowledge"}"#,
    ),
    (
        "program",
        r#"{"at": "2026-03-01T09:00:00Z", "program": "name: Shop"}"#,
    ),
    ("tick", r#"{"at": "2026-03-01T09:00:00Z"}"#),
    (
        "delivered",
        r#"{"notice": "n-1", "at": "2026-03-01T09:00:00Z"}"#,
    ),
    (
        "read",
        r#"{"notice": "n-1", "by": "ada", "at": "2026-03-01T09:00:00Z"}"#,
    ),
    (
        "acted",
        r#"{"notice": "n-1", "at": "2026-03-01T09:00:00Z"}"#,
    ),
    (
        "improvement",
        r#"{"improvement": "i-1", "by": "ada", "at": "2026-03-01T09:00:00Z", "do": "start"}"#,
    ),
    (
        "coaching",
        r#"{"employee": "e-1", "by": "ada", "at": "2026-03-01T09:00:00Z", "do": {"agree": {"action": "Sit in", "owner": "e-1", "due": "2026-03-20T10:00:00Z"}}}"#,
    ),
    (
        "reviewed",
        r#"{"report": "month", "unit": "north", "period": "2026-02-01", "by": "ada", "at": "2026-03-01T09:00:00Z"}"#,
    ),
];

/// An input off a tree, and by serde: the same, or neither.
fn both(text: &str) -> Option<Input> {
    let tree = read(text).and_then(|node| decode::<Input>(&node));
    let serde = serde_json::from_str::<Input>(text);
    assert_eq!(
        tree.as_ref().ok(),
        serde.as_ref().ok(),
        "{text}\n{tree:?}\n{serde:?}"
    );
    serde.ok()
}

fn part() -> impl Strategy<Value = (String, &'static str)> {
    let head = prop::sample::select(
        &[
            ("id", "\"s-1\""),
            ("id", "\"\""),
            ("id", "1"),
            ("voc", "1"),
            ("voc", "2"),
            ("voc", "null"),
            ("received", "\"2026-03-01T10:00:00Z\""),
            ("received", "null"),
            ("received", "\"soon\""),
            ("revision", "3"),
            ("revision", "null"),
            ("other", "1"),
        ][..],
    );
    let body =
        (prop::sample::select(&BROUGHT[..]), 0_u8..4).prop_map(|((key, value), how)| match how {
            0 => (key, "null"),
            1 => (key, "{}"),
            _ => (key, value),
        });
    prop_oneof![head, body].prop_map(|(key, value)| (key.to_owned(), value))
}

#[test]
fn what_an_input_brings_is_read_as_it_is_written() {
    let mut read = 0;
    for (key, value) in BROUGHT {
        let text = format!(r#"{{"id": "s-1", "{key}": {value}}}"#);
        if let Some(input) = both(&text) {
            let written = serde_json::to_string(&input).unwrap();
            assert_eq!(both(&written), Some(input), "{written}");
            read += 1;
        }
    }
    assert_eq!(read, BROUGHT.len());
}

proptest! {
    #[test]
    fn serde_reads_what_a_tree_says(parts in prop::collection::vec(part(), 0..5), named: bool) {
        let parts = parts.into_iter().map(|(key, value)| format!(r#""{key}": {value}"#));
        let named = named.then(|| r#""id": "s-1""#.to_owned());
        let parts: Vec<String> = named.into_iter().chain(parts).collect();
        both(&format!("{{{}}}", parts.join(", ")));
    }
}
