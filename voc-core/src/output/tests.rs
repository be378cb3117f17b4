//! Held to `serde_json`, byte for byte.

use super::text;
use proptest::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Serialize)]
enum Tree {
    Empty,
    Unit(()),
    One(Box<Tree>),
    Two(Box<Tree>, i64),
    Named {
        left: Box<Tree>,
        right: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<u64>,
    },
    List(Vec<Tree>),
    Map(BTreeMap<String, Tree>),
    Numbers(BTreeMap<i16, (u8, f64)>),
    Flat(Flat),
    Tagged(Tagged),
    Plain(bool, char, Plain),
}

#[derive(Debug, Clone, Serialize)]
struct Flat {
    id: String,
    #[serde(flatten)]
    rest: Tagged,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged {
    None,
    Some {
        text: String,
        list: Vec<Option<i64>>,
    },
}

#[derive(Debug, Clone, Serialize)]
struct Plain;

fn tagged() -> impl Strategy<Value = Tagged> {
    prop_oneof![
        Just(Tagged::None),
        (any::<String>(), any::<Vec<Option<i64>>>())
            .prop_map(|(text, list)| Tagged::Some { text, list }),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Empty),
        Just(Tree::Unit(())),
        prop::collection::btree_map(any::<i16>(), any::<(u8, f64)>(), 0..3).prop_map(Tree::Numbers),
        (any::<String>(), tagged()).prop_map(|(id, rest)| Tree::Flat(Flat { id, rest })),
        tagged().prop_map(Tree::Tagged),
        (any::<bool>(), any::<char>()).prop_map(|(yes, letter)| Tree::Plain(yes, letter, Plain)),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| Tree::One(Box::new(one))),
            (inner.clone(), any::<i64>()).prop_map(|(one, int)| Tree::Two(Box::new(one), int)),
            (inner.clone(), any::<Option<f64>>(), any::<Option<u64>>()).prop_map(
                |(left, right, absent)| Tree::Named {
                    left: Box::new(left),
                    right,
                    absent
                }
            ),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
            prop::collection::btree_map(any::<String>(), inner, 0..4).prop_map(Tree::Map),
        ]
    })
}

proptest! {
    #[test]
    fn the_text_is_that_of_serde_json(tree in tree()) {
        prop_assert_eq!(text(&tree).unwrap(), serde_json::to_string(&tree).unwrap());
    }
}

#[test]
fn numbers_of_every_size_are_those_of_serde_json() {
    for exponent in -330..310 {
        for digits in ["1", "9.5", "1.234567890123456"] {
            let number: f64 = format!("{digits}e{exponent}").parse().unwrap();
            assert_eq!(
                text(&number).unwrap(),
                serde_json::to_string(&number).unwrap()
            );
            assert_eq!(
                text(&-number).unwrap(),
                serde_json::to_string(&-number).unwrap()
            );
        }
    }
}

#[test]
fn what_is_no_number_is_null() {
    assert_eq!(text(&[f64::NAN, -0.0, 1e21]).unwrap(), "[null,-0.0,1e+21]");
}

#[test]
fn a_key_is_text() {
    assert!(text(&BTreeMap::from([((1, 2), 3)])).is_err());
    assert_eq!(text(&BTreeMap::from([(true, 3)])).unwrap(), r#"{"true":3}"#);
}
