//! A tree into steps: tests with a target for yes and one for no.
//!
//! CEL's absorption of errors is Kleene's logic, in which `&&` is the least and `||` the greatest of
//! No < Error < Yes. So it holds exactly when it holds with every error taken for no; and it is no
//! error exactly when it does not hold even with every error taken for yes. Both are two-valued, and
//! two-valued conditions are jumps. Negations are pushed down to the tests.

use super::atom::{Atom, atoms};
use super::layout::{Range, Verdict};
use super::leaf::Test;
use super::node::{Expr, Node};
use crate::ordered::{Map, sort, sort_by};
use std::sync::Arc;

/// The target that ends it: it holds.
pub(super) const YES: u32 = u32::MAX;
/// The target that ends it: it does not.
pub(super) const NO: u32 = u32::MAX - 1;

#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) test: Test,
    /// Whether yes and no of the test are exchanged.
    pub(super) flip: bool,
    pub(super) yes: u32,
    pub(super) no: u32,
}

/// Steps from the last to the first, so that each knows where it leads.
#[derive(Default)]
pub(super) struct Lowering {
    steps: Vec<Step>,
}

enum Item<'e> {
    Leaf(Test, bool),
    Inner(&'e Expr, bool),
}

impl Lowering {
    pub(super) fn push(&mut self, step: Step) -> u32 {
        if step.yes == step.no {
            return step.yes;
        }
        let place = u32::try_from(self.steps.len()).unwrap_or(NO);
        self.steps.push(step);
        place
    }

    /// Steps that end at `yes` where the expression holds (does not, with `flip`), else at `no`.
    /// Returns the place of the first of them.
    pub(super) fn emit(&mut self, expr: &Expr, flip: bool, yes: u32, no: u32) -> u32 {
        match &expr.node {
            Node::Not(inner) => self.emit(inner, !flip, yes, no),
            Node::And(_) => self.chain(expr, flip, !flip, yes, no),
            Node::Or(_) => self.chain(expr, flip, flip, yes, no),
            _ => match atoms(expr) {
                Atom::Const(verdict) => match (verdict, flip) {
                    (Verdict::Yes, false) | (Verdict::No, true) => yes,
                    (Verdict::No, false) | (Verdict::Yes, true) => no,
                    (Verdict::Error, _) => self.leaf(Test::Fail, false, yes, no),
                },
                Atom::Test(test, inner) => self.leaf(test, flip != inner, yes, no),
                Atom::Either(tests) => {
                    let items = tests.into_iter().map(|test| Item::Leaf(test, flip));
                    self.items(items.collect(), flip, yes, no)
                }
                Atom::Other => {
                    let test = Test::Expr(Arc::new(expr.clone()));
                    self.leaf(test, flip, yes, no)
                }
            },
        }
    }

    fn leaf(&mut self, test: Test, flip: bool, yes: u32, no: u32) -> u32 {
        let (test, flip) = upright(test, flip);
        self.push(Step {
            test,
            flip,
            yes,
            no,
        })
    }

    fn chain(&mut self, expr: &Expr, flip: bool, all: bool, yes: u32, no: u32) -> u32 {
        let mut items = Vec::new();
        flatten(expr, flip, all, &mut items);
        if all {
            merge_ranges(&mut items);
        } else {
            merge_texts(&mut items);
        }
        sort_by(&mut items, &|one, two| cost(one).cmp(&cost(two)));
        self.items(items, all, yes, no)
    }

    fn items(&mut self, items: Vec<Item<'_>>, all: bool, yes: u32, no: u32) -> u32 {
        let mut next = if all { yes } else { no };
        for item in items.into_iter().rev() {
            let (item_yes, item_no) = if all { (next, no) } else { (yes, next) };
            next = match item {
                Item::Leaf(test, flip) => self.leaf(test, flip, item_yes, item_no),
                Item::Inner(expr, flip) => self.emit(expr, flip, item_yes, item_no),
            };
        }
        next
    }

    /// The steps from the first to the last, those that none leads to left out; and the entry.
    pub(super) fn finish(self, entry: u32) -> (Vec<Step>, u32) {
        let count = self.steps.len();
        let mut reached = vec![false; count];
        let place = |target: u32| usize::try_from(target).ok().filter(|at| *at < count);
        if let Some(first) = place(entry).and_then(|at| reached.get_mut(at)) {
            *first = true;
        }
        for at in (0..count).rev() {
            if !reached.get(at).copied().unwrap_or(false) {
                continue;
            }
            if let Some(step) = self.steps.get(at) {
                for target in [step.yes, step.no] {
                    if let Some(next) = place(target).and_then(|at| reached.get_mut(at)) {
                        *next = true;
                    }
                }
            }
        }
        let mut moved = vec![NO; count];
        let in_order = moved.iter_mut().zip(&reached).rev();
        for ((place, _), at) in in_order.filter(|pair| *pair.1).zip(0..) {
            *place = at;
        }
        let target = |old: u32| {
            place(old)
                .and_then(|at| moved.get(at))
                .copied()
                .unwrap_or(old)
        };
        let steps = self.steps.into_iter().zip(&reached).rev();
        let kept = steps.filter(|pair| *pair.1).map(|(step, _)| Step {
            yes: target(step.yes),
            no: target(step.no),
            ..step
        });
        (kept.collect(), target(entry))
    }
}

/// A test that says the same without an exchange of yes and no, where there is one.
fn upright(test: Test, flip: bool) -> (Test, bool) {
    match (&test, flip) {
        (Test::Range(range), true) => match range.complement() {
            Some(complement) => (Test::Range(complement), false),
            None => (test, true),
        },
        _ => (test, flip),
    }
}

/// The parts of a chain and of the chains of the same kind within it.
fn flatten<'e>(expr: &'e Expr, flip: bool, all: bool, items: &mut Vec<Item<'e>>) {
    match &expr.node {
        Node::Not(inner) => flatten(inner, !flip, all, items),
        Node::And(parts) if all != flip => {
            for part in parts {
                flatten(part, flip, all, items);
            }
        }
        Node::Or(parts) if all == flip => {
            for part in parts {
                flatten(part, flip, all, items);
            }
        }
        Node::And(_) | Node::Or(_) => items.push(Item::Inner(expr, flip)),
        _ => items.push(match atoms(expr) {
            Atom::Test(test, inner) => {
                let (test, flip) = upright(test, flip != inner);
                Item::Leaf(test, flip)
            }
            _ => Item::Inner(expr, flip),
        }),
    }
}

fn cost(item: &Item<'_>) -> u8 {
    match item {
        Item::Leaf(test, _) => test.cost(),
        Item::Inner(expr, _) => {
            let mut dearest = 4;
            expr.each(&mut |part| {
                if matches!(part.node, Node::Matches(..)) {
                    dearest = 6;
                }
            });
            dearest
        }
    }
}

/// One range a slot and type: the values that lie within all.
fn merge_ranges(items: &mut Vec<Item<'_>>) {
    let mut ranges: Map<u16, Vec<Range>> = Map::new();
    items.retain(|item| {
        let Item::Leaf(Test::Range(range), false) = item else {
            return true;
        };
        let before = ranges.or_default(&range.slot);
        let merged = before
            .iter_mut()
            .find_map(|other| range.and(other).map(|both| *other = both));
        if merged.is_none() {
            before.push(*range);
        }
        false
    });
    let merged = ranges.into_iter().flat_map(|(_, ranges)| ranges);
    items.extend(merged.map(|range| Item::Leaf(Test::Range(range), false)));
}

/// One list of texts a slot.
fn merge_texts(items: &mut Vec<Item<'_>>) {
    let mut lists: Map<u16, Vec<Box<str>>> = Map::new();
    items.retain(|item| {
        match item {
            Item::Leaf(Test::Text { slot, text }, false) => {
                lists.or_default(slot).push((&**text).into());
            }
            Item::Leaf(Test::TextIn { slot, texts }, false) => {
                lists.or_default(slot).extend_from_slice(texts);
            }
            _ => return true,
        }
        false
    });
    for (slot, mut texts) in lists {
        sort(&mut texts);
        texts.dedup();
        let test = match texts.as_slice() {
            [only] => Test::Text {
                slot,
                text: (&**only).into(),
            },
            _ => Test::TextIn {
                slot,
                texts: texts.into(),
            },
        };
        items.push(Item::Leaf(test, false));
    }
}
