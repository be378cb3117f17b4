//! Random rows.

use super::generate::{GOLD, Generated, NAMES};
use super::*;
use crate::condition::{Cell, Layout};
use crate::time::Time;

/// A row by name, some names absent.
pub(super) type Facts = BTreeMap<String, Value>;

impl super::super::Facts for Facts {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.get(name).map(Cow::Borrowed)
    }
    fn segment(&self, name: &str) -> Truth {
        match name {
            "gold" => Condition::compile(GOLD, &Generated).unwrap().holds(self),
            _ => Truth::No,
        }
    }
    fn topic(&self, name: &str) -> Truth {
        match self.get(&Layout::topic_name(name)) {
            Some(value) => Truth::of(*value == Value::Bool(true)),
            None => Truth::absent(Layout::topic_name(name)),
        }
    }
}

pub(super) fn cells<'f>(facts: &'f Facts, layout: &Layout) -> Vec<Cell<'f>> {
    let names = layout.names().iter();
    names.map(|name| facts.get(name).into()).collect()
}

pub(super) fn tape() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..60)
}

pub(super) fn facts() -> impl Strategy<Value = Facts> {
    let value = |of: Type| -> BoxedStrategy<Value> {
        match of {
            Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
            Type::Int => prop_oneof![
                (-2_i64..8).prop_map(Value::Int),
                Just(Value::Int(crate::value::INT_MAX)),
            ]
            .boxed(),
            Type::Number => prop_oneof![
                (-4_i32..8).prop_map(|half| Value::Number(f64::from(half) / 2.0)),
                Just(Value::Number(1e15)),
            ]
            .boxed(),
            Type::Time => prop::sample::select(
                &[
                    "2026-03-01T00:00:00Z",
                    "2026-03-29T01:30:00Z",
                    "2026-03-01T00:30:00.5Z",
                    "1969-12-31T23:59:59Z",
                ][..],
            )
            .prop_map(|text| Value::Time(Time::parse(text).unwrap()))
            .boxed(),
            Type::Text | Type::Duration => {
                prop::sample::select(&["", "a", "b", "ab", "é", "abc"][..])
                    .prop_map(|text| Value::Text(text.into()))
                    .boxed()
            }
        }
    };
    let topic = (Layout::topic_name("payout"), value(Type::Bool));
    let named = NAMES
        .iter()
        .map(|(name, of)| ((*name).to_owned(), value(*of)));
    let fields: Vec<_> = named
        .chain([topic])
        .map(|(name, value)| {
            prop::option::weighted(0.75, value)
                .prop_map(move |value| value.map(|value| (name.clone(), value)))
        })
        .collect();
    fields.prop_map(|fields| fields.into_iter().flatten().collect())
}
