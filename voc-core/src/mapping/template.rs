//! A template: an input with `$name` in the places of values.

use super::Slot;
use crate::condition::Condition;
use crate::document::{Content, Key, Node, Position};
use crate::value::Value;

/// An input that a row may bring.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) when: Option<Condition>,
    /// What its id adds to the row's id, where the template names none itself.
    pub(super) suffix: Option<String>,
    pub(super) body: Tree,
}

/// A tree with places for values.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) position: Position,
    pub(super) part: Part,
}

/// A part of a tree.
#[derive(Debug)]
pub(super) enum Part {
    Fixed(Content),
    /// The value of a slot; where it is absent, so is its key.
    Value(usize),
    Seq(Vec<Tree>),
    Map(Vec<(Key, Tree)>),
}

impl Tree {
    /// A tree from the file; `slot` finds a name, and notes what is wrong with it.
    pub(super) fn new(node: &Node, slot: &mut dyn FnMut(&str, Position) -> usize) -> Self {
        let part = match &node.content {
            Content::Text(text, quote) => match text.strip_prefix('$') {
                Some(literal) if literal.starts_with('$') => {
                    Part::Fixed(Content::Text(literal.to_owned(), *quote))
                }
                Some(name) => Part::Value(slot(name, node.text_start())),
                None => Part::Fixed(node.content.clone()),
            },
            Content::Seq(items) => {
                Part::Seq(items.iter().map(|item| Self::new(item, slot)).collect())
            }
            Content::Map(entries) => Part::Map(
                entries
                    .iter()
                    .map(|(key, item)| (key.clone(), Self::new(item, slot)))
                    .collect(),
            ),
            other => Part::Fixed(other.clone()),
        };
        Self {
            position: node.position,
            part,
        }
    }

    /// The tree with the values in their places; absent where it is a single value that is.
    pub(super) fn fill<'v>(&self, value: &dyn Fn(usize) -> Option<&'v Value>) -> Option<Node> {
        let content = match &self.part {
            Part::Fixed(content) => content.clone(),
            Part::Value(slot) => content(value(*slot)?),
            Part::Seq(items) => {
                Content::Seq(items.iter().filter_map(|item| item.fill(value)).collect())
            }
            Part::Map(entries) => Content::Map(
                entries
                    .iter()
                    .filter_map(|(key, item)| item.fill(value).map(|item| (key.clone(), item)))
                    .collect(),
            ),
        };
        Some(Node {
            position: self.position,
            content,
        })
    }

    /// The slot at a path such as `signal.at`, where a value stands there.
    pub(super) fn slot_at(&self, path: &[&str]) -> Option<usize> {
        match (&self.part, path.split_first()) {
            (Part::Value(slot), None) => Some(*slot),
            (Part::Map(entries), Some((first, rest))) => entries
                .iter()
                .find(|(key, _)| key.text == *first)?
                .1
                .slot_at(rest),
            (Part::Seq(items), Some((first, rest))) => {
                items.get(first.parse::<usize>().ok()?)?.slot_at(rest)
            }
            _ => None,
        }
    }

    /// The keys with values directly below a path.
    pub(super) fn values_below(&self, path: &[&str]) -> Vec<(&str, usize)> {
        match (&self.part, path.split_first()) {
            (Part::Map(entries), None) => entries
                .iter()
                .filter_map(|(key, item)| match item.part {
                    Part::Value(slot) => Some((key.text.as_str(), slot)),
                    _ => None,
                })
                .collect(),
            (Part::Map(entries), Some((first, rest))) => entries
                .iter()
                .find(|(key, _)| key.text == *first)
                .map(|(_, item)| item.values_below(rest))
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

impl Template {
    /// The input of a row, as a tree.
    pub(super) fn fill<'v>(&self, row: &str, value: &dyn Fn(usize) -> Option<&'v Value>) -> Node {
        let mut node = self.body.fill(value).unwrap_or(Node {
            position: self.body.position,
            content: Content::Null,
        });
        if let (Some(suffix), Content::Map(entries)) = (&self.suffix, &mut node.content) {
            let position = self.body.position;
            let id = Node {
                position,
                content: Content::Text(format!("{row}{suffix}"), 0),
            };
            entries.insert(
                0,
                (
                    Key {
                        text: "id".to_owned(),
                        position,
                    },
                    id,
                ),
            );
        }
        node
    }

    /// The slot that stands at a place, or that left out the key which is missing there.
    pub(super) fn blamed(&self, path: &[&str], message: &str) -> Option<usize> {
        self.body.slot_at(path).or_else(|| {
            let below = self.body.values_below(path);
            let named = below
                .into_iter()
                .find(|(key, _)| message.contains(&format!("`{key}`")));
            named.map(|(_, slot)| slot)
        })
    }
}

/// The keys of a path such as `signal.at`.
pub(super) fn keys(path: Option<&str>) -> Vec<&str> {
    path.filter(|path| !path.is_empty())
        .map(|path| path.split('.').collect())
        .unwrap_or_default()
}

fn content(value: &Value) -> Content {
    match value {
        Value::Bool(value) => Content::Bool(*value),
        Value::Int(value) => Content::Int(*value),
        Value::Number(value) => Content::Float(*value),
        Value::Text(value) => Content::Text(value.clone(), 0),
        Value::Time(value) => Content::Text(value.to_string(), 0),
    }
}

/// Rows of values to try templates with: each listed value of each column comes up once.
pub(super) fn trials(slots: &[Slot]) -> Vec<Vec<Option<Value>>> {
    let samples: Vec<Vec<Value>> = slots.iter().map(Slot::samples).collect();
    let first: Vec<Option<Value>> = samples
        .iter()
        .map(|values| values.first().cloned())
        .collect();
    let mut trials = vec![first.clone()];
    for (slot, values) in samples.into_iter().enumerate() {
        for other in values.into_iter().skip(1) {
            let mut trial = first.clone();
            if let Some(place) = trial.get_mut(slot) {
                *place = Some(other);
            }
            trials.push(trial);
        }
    }
    trials
}
