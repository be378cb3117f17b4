//! What a condition refers to beside its names: other parts of the program.

use super::Condition;
use super::layout::Layout;
use super::node::{Expr, Node};

/// Another part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'c> {
    /// A segment, by name.
    Segment(&'c str),
    /// A topic, by name.
    Topic(&'c str),
}

impl Condition {
    /// The segments and topics that it names, in the order of the text.
    pub(crate) fn refers_to(&self) -> Vec<Reference<'_>> {
        let mut found = Vec::new();
        look(&self.root, &mut found);
        found
    }
}

fn look<'c>(expr: &'c Expr, found: &mut Vec<Reference<'c>>) {
    match &expr.node {
        Node::Segment(name) => found.push(Reference::Segment(name)),
        Node::Topic(name) => found.extend(Layout::topic_of(&name.path).map(Reference::Topic)),
        _ => expr.each(&mut |part| look(part, found)),
    }
}
