//! Whether one condition holds wherever another does.

use super::Condition;
use super::lint::{WALKED_MAX, judge};
use super::node::{Expr, Node};

impl Condition {
    /// Whether the other holds wherever this one does. `false` may also mean that it is not plain to
    /// see: each part of the other that stands beside `&&` must follow from one such part of this.
    pub fn implies(&self, other: &Self) -> bool {
        let (mine, others) = (parts(&self.root), parts(&other.root));
        others
            .iter()
            .all(|wanted| mine.iter().any(|had| gives(had, wanted)))
    }
}

/// What stands beside `&&`, without its places in the text.
fn parts(root: &Expr) -> Vec<Expr> {
    let mut root = root.clone();
    forget_places(&mut root);
    let (mut pending, mut found) = (vec![root], Vec::new());
    while let Some(expr) = pending.pop() {
        match expr.node {
            Node::And(parts) => pending.extend(parts),
            _ => found.push(expr),
        }
    }
    found
}

fn forget_places(expr: &mut Expr) {
    (expr.start, expr.end) = (0, 0);
    if let Node::In(_, list) = &mut expr.node {
        for (place, _) in list {
            *place = 0;
        }
    }
    expr.each_mut(&mut forget_places);
}

/// Where both are about one name alone, the first holding means that the name is there, and the second
/// can be no error.
fn gives(had: &Expr, wanted: &Expr) -> bool {
    if had == wanted {
        return true;
    }
    if about(had).is_none() || about(had) != about(wanted) {
        return false;
    }
    let bare = |node| Expr {
        node,
        start: 0,
        end: 0,
    };
    let not = bare(Node::Not(Box::new(wanted.clone())));
    let both = bare(Node::And(vec![had.clone(), not]));
    let mut left = WALKED_MAX;
    judge(&both, &mut left) == Some(false)
}

/// The name that a test of one name and literals is about.
fn about(expr: &Expr) -> Option<&str> {
    let name = |side: &Expr| matches!(side.node, Node::Name(_));
    let literal = |side: &Expr| matches!(side.node, Node::Literal(_));
    let found = match &expr.node {
        Node::Has(name) => return Some(&name.path),
        Node::Compare(_, sides) if name(&sides.0) && literal(&sides.1) => &sides.0,
        Node::Compare(_, sides) if name(&sides.1) && literal(&sides.0) => &sides.1,
        Node::In(needle, _) if name(needle) => needle,
        _ => return None,
    };
    match &found.node {
        Node::Name(name) => Some(&name.path),
        _ => None,
    }
}
