//! Conditions as flat code over slots.

use super::layout::{Cell, Layout, Range, Row, Verdict};
use super::{Condition, Expr, Facts, Node, Truth, eval};
use crate::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A condition compiled to slots of a [`Layout`].
#[derive(Clone, Debug)]
pub struct Compiled {
    root: Expr,
    names: BTreeMap<String, u16>,
    slots: Vec<u16>,
    segments: BTreeMap<String, Compiled>,
    known: BTreeMap<u16, Option<Value>>,
}

/// What is left of a condition once some slots are known.
#[derive(Clone, Debug)]
pub enum Specialised {
    /// It is decided.
    Const(Verdict),
    /// It depends on other slots.
    Residual(Compiled),
}

fn value_of(cell: Cell<'_>) -> Option<Value> {
    match cell {
        Cell::Absent => None,
        Cell::Bool(value) => Some(Value::Bool(value)),
        Cell::Int(value) => Some(Value::Int(value)),
        Cell::Number(value) => Some(Value::Number(value)),
        Cell::Text(value) => Some(Value::Text(value.to_owned())),
        Cell::Time(value) => Some(Value::Time(value)),
    }
}

struct RowFacts<'r, R: ?Sized>(&'r Compiled, &'r R);

impl<R: Row + ?Sized> Facts for RowFacts<'_, R> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let slot = self.0.names.get(name)?;
        match self.0.known.get(slot) {
            Some(value) => value.as_ref().map(Cow::Borrowed),
            None => value_of(self.1.cell(*slot)).map(Cow::Owned),
        }
    }
    fn segment(&self, name: &str) -> Truth {
        match self.0.segments.get(name).map(|found| found.eval(self.1)) {
            Some(Verdict::Yes) => Truth::Yes,
            Some(Verdict::Error) => Truth::Absent(name.to_owned()),
            _ => Truth::No,
        }
    }
}

impl Condition {
    /// Compiles it to slots of a layout; segments are compiled in place. A segment that `segments`
    /// does not know does not hold.
    pub fn compiled(
        &self,
        layout: &mut Layout,
        segments: &dyn Fn(&str) -> Option<&Self>,
    ) -> Compiled {
        let mut compiled = Compiled {
            root: self.root.clone(),
            names: BTreeMap::new(),
            slots: Vec::new(),
            segments: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        let mut pending = vec![&self.root];
        while let Some(expr) = pending.pop() {
            match &expr.node {
                Node::Name(name) | Node::Has(name) => {
                    let slot = layout.slot(name);
                    compiled.names.insert(name.clone(), slot);
                    compiled.slots.push(slot);
                }
                Node::Not(inner) | Node::Size(inner) | Node::In(inner, _) => pending.push(inner),
                Node::And(sides)
                | Node::Or(sides)
                | Node::Compare(_, sides)
                | Node::Test(_, sides) => {
                    pending.push(&sides.1);
                    pending.push(&sides.0);
                }
                Node::Segment(name) => {
                    if let Some(segment) = segments(name) {
                        let inner = segment.compiled(layout, &|_| None);
                        compiled.slots.extend(inner.slots());
                        compiled.segments.insert(name.clone(), inner);
                    }
                }
                Node::Literal(_) => {}
            }
        }
        compiled.slots.sort_unstable();
        compiled.slots.dedup();
        compiled
    }
}

impl Compiled {
    /// Whether it holds.
    pub fn eval<R: Row + ?Sized>(&self, row: &R) -> Verdict {
        match eval::holds(&self.root, &RowFacts(self, row)) {
            Truth::Yes => Verdict::Yes,
            Truth::No => Verdict::No,
            Truth::Absent(_) => Verdict::Error,
        }
    }

    /// Whether it holds, errors taken for no: what a rule asks.
    pub fn holds<R: Row + ?Sized>(&self, row: &R) -> bool {
        self.eval(row).is_yes()
    }

    /// Whether there may be a row for which it holds.
    pub fn can_hold(&self) -> bool {
        true
    }

    /// The slots that it reads, in order, each once.
    pub fn slots(&self) -> &[u16] {
        &self.slots
    }

    /// The condition that is left once the slots that `known` answers have these values.
    pub fn specialise<'k>(&self, known: &dyn Fn(u16) -> Option<Cell<'k>>) -> Specialised {
        let mut left = self.clone();
        for slot in &self.slots {
            if let Some(cell) = known(*slot) {
                left.known.insert(*slot, value_of(cell));
            }
        }
        left.slots.retain(|slot| !left.known.contains_key(slot));
        for segment in left.segments.values_mut() {
            match segment.specialise(known) {
                Specialised::Residual(inner) => *segment = inner,
                Specialised::Const(_) => {}
            }
        }
        if left.slots.is_empty() {
            let none: &[Cell<'_>] = &[];
            return Specialised::Const(left.eval(none));
        }
        Specialised::Residual(left)
    }

    /// Its parts, where it is a conjunction of [`Range`] tests: a batch runs them as tight loops over
    /// columns. `No` in one part decides; else `Error` in one part; else it holds.
    pub fn as_ranges(&self) -> Option<&[Range]> {
        None
    }
}
