//! Held to what `serde` derives from the same attributes, and to the words of its findings.

use crate::document::{Read, decode, read};
use crate::ordered::{Few, Map};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Whole {
    text: String,
    #[serde(rename = "type")]
    of: Plain,
    yes: bool,
    small: u8,
    signed: i32,
    number: f64,
    maybe: Option<i64>,
    #[serde(default)]
    list: Vec<Choice>,
    #[serde(default = "seven")]
    seven: u32,
    #[serde(skip)]
    scratch: u32,
    by_name: Few<Plain, u16>,
    nested: Option<Box<Whole>>,
    pair: (i8, String),
    three: [i64; 3],
}

fn seven() -> u32 {
    7
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
enum Plain {
    One,
    TwoWords,
    #[serde(rename = "3")]
    Three,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Choice {
    Nothing,
    Number(i64),
    Parts { left: Wrapped, right: Option<Plain> },
    Flat(Flat),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Wrapped(Map<String, Vec<bool>>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Flat {
    id: String,
    #[serde(flatten)]
    rest: Tagged,
    after: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Unit,
    Some { text: String, count: Option<u64> },
    Held(Held),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Held {
    count: i64,
}

fn plain() -> impl Strategy<Value = Plain> {
    prop_oneof![Just(Plain::One), Just(Plain::TwoWords), Just(Plain::Three)]
}

fn tagged() -> impl Strategy<Value = Tagged> {
    prop_oneof![
        Just(Tagged::Unit),
        (any::<String>(), prop::option::of(0..1_u64 << 53))
            .prop_map(|(text, count)| Tagged::Some { text, count }),
        any::<i64>().prop_map(|count| Tagged::Held(Held { count })),
    ]
}

fn choice() -> impl Strategy<Value = Choice> {
    let lists = prop::collection::btree_map(any::<String>(), any::<Vec<bool>>(), 0..3);
    prop_oneof![
        Just(Choice::Nothing),
        any::<i64>().prop_map(Choice::Number),
        (lists, prop::option::of(plain())).prop_map(|(lists, right)| Choice::Parts {
            left: Wrapped(lists.into_iter().collect()),
            right
        }),
        (any::<String>(), tagged(), any::<bool>())
            .prop_map(|(id, rest, after)| Choice::Flat(Flat { id, rest, after })),
    ]
}

fn whole() -> impl Strategy<Value = Whole> {
    let leaf = (
        (
            any::<String>(),
            plain(),
            any::<bool>(),
            any::<u8>(),
            any::<i32>(),
        ),
        (
            -1e300..1e300_f64,
            any::<Option<i64>>(),
            prop::collection::vec(choice(), 0..4),
        ),
        (
            any::<u32>(),
            prop::collection::btree_map(plain(), any::<u16>(), 0..3),
        ),
        ((any::<i8>(), any::<String>()), any::<[i64; 3]>()),
    );
    let leaf = leaf.prop_map(|(one, two, three, four)| Whole {
        text: one.0,
        of: one.1,
        yes: one.2,
        small: one.3,
        signed: one.4,
        number: two.0,
        maybe: two.1,
        list: two.2,
        seven: three.0,
        scratch: 0,
        by_name: three.1.into_iter().collect(),
        nested: None,
        pair: four.0,
        three: four.1,
    });
    leaf.prop_recursive(3, 6, 1, |inner| {
        (inner.clone(), inner).prop_map(|(outer, inner)| Whole {
            nested: Some(Box::new(inner)),
            ..outer
        })
    })
}

fn off_a_tree<T: Read>(text: &str) -> Result<T, (String, String)> {
    let node = read(text).map_err(|finding| (finding.message, String::new()))?;
    decode(&node).map_err(|finding| (finding.message, finding.path.unwrap_or_default()))
}

/// Reads in both ways; both give the same, or neither gives anything.
fn both<T: Read + for<'de> Deserialize<'de> + PartialEq + Debug>(text: &str) {
    match (off_a_tree::<T>(text), serde_json::from_str::<T>(text)) {
        (Ok(tree), Ok(serde)) => assert_eq!(tree, serde, "{text}"),
        (Err(_), Err(_)) => {}
        // Once it has put a flattened enum aside, serde takes the number of a variant for its name.
        (Err((message, path)), Ok(_))
            if path.ends_with("flat.kind") && message == "expected text, found 1" => {}
        (tree, serde) => panic!("{text}\n{tree:?}\n{serde:?}"),
    }
}

proptest! {
    #[test]
    fn what_serde_writes_is_read_as_serde_reads_it(whole in whole()) {
        let text = serde_json::to_string(&whole).unwrap();
        prop_assert_eq!(off_a_tree::<Whole>(&text).unwrap(), whole);
    }

    /// One value somewhere in the text is replaced by another.
    #[test]
    fn what_serde_refuses_is_refused(
        whole in whole(),
        at in any::<prop::sample::Index>(),
        other in prop::sample::select(&[
            "null", "true", "1", "-1", "300", "1.5", "\"x\"", "[]", "{}", "[1,2]", "{\"x\":1}",
        ][..]),
    ) {
        fn count(value: &serde_json::Value) -> usize {
            1 + match value {
                serde_json::Value::Array(items) => items.iter().map(count).sum(),
                serde_json::Value::Object(entries) => entries.values().map(count).sum(),
                _ => 0_usize,
            }
        }
        fn replace(value: &mut serde_json::Value, left: &mut usize, other: &serde_json::Value) {
            if *left == 0 {
                *value = other.clone();
            }
            *left = left.wrapping_sub(1);
            match value {
                _ if *left > usize::MAX / 2 => {}
                serde_json::Value::Array(items) => {
                    for item in items {
                        replace(item, left, other);
                    }
                }
                serde_json::Value::Object(entries) => {
                    for entry in entries.values_mut() {
                        replace(entry, left, other);
                    }
                }
                _ => {}
            }
        }
        let mut value = serde_json::to_value(&whole).unwrap();
        let mut left = at.index(count(&value));
        replace(&mut value, &mut left, &serde_json::from_str(other).unwrap());
        both::<Whole>(&value.to_string());
    }
}

const LEAST: &str = r#""text": "", "type": "one", "yes": true, "small": 1, "signed": 1,
    "number": 1, "by_name": {}, "pair": [1, ""], "three": [1, 2, 3]"#;

#[test]
fn a_finding_names_what_is_wrong_and_where() {
    let with = |more: &str| off_a_tree::<Whole>(&format!("{{{LEAST}, {more}}}")).unwrap_err();
    let finding = |message: &str, path: &str| (message.to_owned(), path.to_owned());
    assert!(off_a_tree::<Whole>(&format!("{{{LEAST}}}")).is_ok());
    assert_eq!(
        off_a_tree::<Whole>("{}").unwrap_err(),
        finding("the key `text` is missing", "")
    );
    assert_eq!(with(r#""tpye": 1"#), finding("unknown key `tpye`", "tpye"));
    assert_eq!(
        with(r#""list": [{"number": 1}, {"number": "x"}]"#),
        finding(
            "expected a whole number, found the text `x`",
            "list.1.number"
        )
    );
    assert_eq!(
        with(r#""list": [{"parts": {"left": {}, "rihgt": 1}}]"#),
        finding("unknown key `rihgt`", "list.0.parts.rihgt")
    );
    assert_eq!(
        with(r#""list": [{"parts": {}}]"#),
        finding("the key `left` is missing", "list.0.parts")
    );
    assert_eq!(
        with(r#""list": ["number"]"#),
        finding("`number` needs a value", "list.0")
    );
    assert_eq!(
        with(r#""list": [{"nothing": 1}]"#),
        finding("expected a name alone, found 1", "list.0.nothing")
    );
    assert_eq!(
        with(r#""list": [{"flat": {"id": "", "kind": "som", "after": true}}]"#),
        finding("`som` is not known here", "list.0.flat.kind")
    );
    assert_eq!(
        with(&format!(r#""nested": {{{LEAST}, "maybe": []}}"#)),
        finding("expected a whole number, found a list", "nested.maybe")
    );
    assert_eq!(
        off_a_tree::<Few<Plain, u8>>(r#"{"one": 1, "two": 2}"#).unwrap_err(),
        finding("`two` is not known here", "two")
    );
    assert_eq!(
        off_a_tree::<Vec<[i64; 2]>>("{}").unwrap_err(),
        finding("expected a list, found keys with values", "")
    );
    assert_eq!(
        off_a_tree::<Few<String, [i64; 2]>>(r#"{"a": [1, 2], "b": [1]}"#).unwrap_err(),
        finding("expected a list of 2, found 1 items", "b")
    );
    assert_eq!(
        off_a_tree::<Few<String, u8>>(r#"{"a": 256}"#).unwrap_err(),
        finding("expected a whole number from 0, found 256", "a")
    );
}
