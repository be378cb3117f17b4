//! What a condition asks of a name, for an index over rules.

use super::node::{Expr, Node};
use super::val::{Comparison, Literal};

pub(super) fn required<'e>(expr: &'e Expr, name: &str) -> Option<Vec<&'e str>> {
    let named = |side: &Expr| matches!(&side.node, Node::Name(found) if found.path == name);
    let text = |side: &'e Expr| match &side.node {
        Node::Literal(value) => value.as_text(),
        _ => None,
    };
    match &expr.node {
        Node::Literal(Literal::Bool(false)) => Some(Vec::new()),
        Node::Compare(Comparison::Equal, sides) => match sides.as_ref() {
            (left, right) if named(left) => text(right).map(|only| vec![only]),
            (left, right) if named(right) => text(left).map(|only| vec![only]),
            _ => None,
        },
        Node::In(needle, list) if named(needle) => {
            list.iter().map(|(_, value)| value.as_text()).collect()
        }
        Node::And(parts) => {
            let mut all: Option<Vec<&str>> = None;
            for texts in parts.iter().filter_map(|part| required(part, name)) {
                all = Some(match all {
                    None => texts,
                    Some(mut before) => {
                        before.retain(|text| texts.contains(text));
                        before
                    }
                });
            }
            all
        }
        Node::Or(parts) => {
            let mut either = Vec::new();
            for part in parts {
                either.extend(required(part, name)?);
            }
            Some(either)
        }
        _ => None,
    }
}
