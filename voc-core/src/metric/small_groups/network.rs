//! A table as a network: nodes at which what comes in is what goes out.

use super::room::{Arc, Net};
use super::tree::Tree;
use super::{SPARED, Total, Withheld};
use std::collections::BTreeMap;

/// A network, and what of the table each arc is.
pub(super) struct Table {
    pub(super) net: Net,
    /// By arc: the place of a group, or that of a total.
    cells: Vec<Cell>,
    totals: Vec<Total>,
}

#[derive(Debug, Clone, Copy)]
enum Cell {
    Group(usize),
    Total(usize),
}

/// Where an arc begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'t> {
    /// Where all parts of the first column's text begin; of none, all there is.
    Part(Option<&'t str>),
    /// A text of the first column itself.
    Row(Option<&'t str>),
    /// What one text of the second column has among the parts of one of the first.
    Column(Option<&'t str>, Option<&'t str>),
    End,
}

struct Builder<'t> {
    groups: &'t [(Vec<Option<String>>, u64)],
    tree: &'t Tree<'t>,
    nodes: BTreeMap<Node<'t>, usize>,
    table: Table,
}

impl Table {
    pub(super) fn of(groups: &[(Vec<Option<String>>, u64)], tree: &Tree<'_>) -> Self {
        let mut builder = Builder {
            groups,
            tree,
            nodes: BTreeMap::new(),
            table: Self {
                net: Net::default(),
                cells: Vec::new(),
                totals: Vec::new(),
            },
        };
        builder.build();
        builder.table
    }

    /// Withholds what is small, and groups that are to be.
    pub(super) fn withhold(&mut self, min_n: u64, own: &[bool]) {
        for (arc, cell) in self.net.arcs.iter_mut().zip(&self.cells) {
            arc.is_withheld = match cell {
                Cell::Group(place) => own.get(*place) == Some(&true),
                Cell::Total(_) => (1..min_n).contains(&arc.n),
            };
        }
    }

    /// Withholds totals only where nothing else will do.
    pub(super) fn spare_totals(&mut self) {
        for (arc, cell) in self.net.arcs.iter_mut().zip(&self.cells) {
            if matches!(cell, Cell::Total(_)) {
                arc.price = arc.price.saturating_add(SPARED);
            }
        }
    }

    /// What is withheld.
    pub(super) fn read(self, groups: usize) -> Withheld {
        let mut withheld = Withheld {
            groups: vec![false; groups],
            totals: self.totals,
        };
        for (arc, cell) in self.net.arcs.iter().zip(&self.cells) {
            match *cell {
                Cell::Group(place) => {
                    if let Some(group) = withheld.groups.get_mut(place) {
                        *group = arc.is_withheld;
                    }
                }
                Cell::Total(place) => {
                    if let Some(total) = withheld.totals.get_mut(place) {
                        total.is_withheld = arc.is_withheld;
                    }
                }
            }
        }
        withheld
    }
}

impl<'t> Builder<'t> {
    fn build(&mut self) {
        // By row and by column of each part of the hierarchy, the groups.
        let mut rows: BTreeMap<Option<&'t str>, Vec<usize>> = BTreeMap::new();
        let mut parts: BTreeMap<&'t str, Vec<usize>> = BTreeMap::new();
        let mut cells: BTreeMap<(Option<&'t str>, Option<&'t str>), Vec<usize>> = BTreeMap::new();
        let columns = self.groups.first().map_or(0, |(texts, _)| texts.len());
        for (place, (texts, n)) in self.groups.iter().enumerate() {
            let mut texts = texts.iter().map(Option::as_deref);
            let (row, column) = (texts.next().flatten(), texts.next().flatten());
            let above = self.tree.above(row);
            rows.entry(row).or_default().push(place);
            for part in self.tree.chain(row) {
                parts.entry(part).or_default().push(place);
                cells.entry((Some(part), column)).or_default().push(place);
            }
            cells.entry((None, column)).or_default().push(place);
            let (from, to) = if columns == 2 {
                (Node::Row(row), Node::Column(column, above))
            } else {
                (Node::Part(above), Node::End)
            };
            self.arc(from, to, *n, Cell::Group(place));
        }
        let all: Vec<usize> = (0..self.groups.len()).collect();
        let every: Vec<usize> = (0..columns).collect();
        for (part, places) in parts {
            let (from, to) = (Node::Part(self.tree.parent(part)), Node::Part(Some(part)));
            self.total(from, to, [Some(part), None], &every, places);
        }
        if columns == 2 {
            for (row, places) in rows {
                let from = Node::Part(self.tree.above(row));
                self.total(from, Node::Row(row), [row, None], &[1], places);
            }
            for ((part, column), places) in cells {
                let from = Node::Column(column, part);
                let to = match part {
                    Some(text) => Node::Column(column, self.tree.parent(text)),
                    None => Node::End,
                };
                self.total(from, to, [part, column], &[0], places);
            }
        }
        self.total(Node::End, Node::Part(None), [None, None], &every, all);
    }

    fn total(
        &mut self,
        from: Node<'t>,
        to: Node<'t>,
        texts: [Option<&str>; 2],
        over: &[usize],
        parts: Vec<usize>,
    ) {
        let ns = parts.iter().filter_map(|place| self.groups.get(*place));
        let n = ns.fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
        let columns = self.groups.first().map_or(0, |(texts, _)| texts.len());
        let texts = texts.into_iter().take(columns);
        self.arc(from, to, n, Cell::Total(self.table.totals.len()));
        self.table.totals.push(Total {
            group: texts.map(|text| text.map(str::to_owned)).collect(),
            over: over.to_vec(),
            parts,
            n,
            is_withheld: false,
        });
    }

    fn arc(&mut self, from: Node<'t>, to: Node<'t>, n: u64, cell: Cell) {
        let (from, to) = (self.node(from), self.node(to));
        // Who is told that a group is withheld knows that somebody answered in it.
        let least = u64::from(n > 0 && matches!(cell, Cell::Group(_)));
        self.table.net.add(Arc {
            from,
            to,
            n,
            least,
            price: n,
            is_withheld: false,
        });
        self.table.cells.push(cell);
    }

    fn node(&mut self, node: Node<'t>) -> usize {
        let next = self.nodes.len();
        *self.nodes.entry(node).or_insert(next)
    }
}
