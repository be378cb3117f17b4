//! Small groups: which numbers of a table are withheld, so that nobody reads off how so few answered.
//!
//! A group of fewer answers than the minimum is withheld. With it go as many other groups and totals as it
//! takes that the table, whatever is added up and subtracted, bounds no number of withheld answers to within
//! less than the minimum. So no difference is of fewer answers than the minimum either.
//!
//! # What is promised
//! Somebody who has all that is shown of a table, its groups and its totals over any of its columns, and knows
//! which groups make up which total and that each group that is withheld has an answer, finds for each withheld
//! number two tables of whole numbers that both agree with all that is shown, and in which it differs by the
//! minimum or more. So no system of equations, no bound by linear or integer programming and no difference
//! tells it more closely.
//!
//! This is no promise to whoever knows more than the table: a member of a group, or several who put together
//! what they know; whoever lays tables of the same answers side by side that are grouped otherwise or have other
//! periods, but for the differences between them that `withhold_groups` names; whoever reasons back from how this works to why a number was withheld. Nor is it one of the answers
//! themselves: a total and its shown groups tell what the withheld ones answered together, and these are never
//! fewer than the minimum.
//!
//! # How
//! A table of one or two columns, the first perhaps a hierarchy, is a network: every total is what comes
//! into a node, its parts are what goes out. How far a withheld number can move while all that is shown stays
//! is a flow through what is withheld (L. H. Cox, "Suppression methodology and statistical disclosure control",
//! JASA 75, 1980, 377–385; "Network models for complementary cell suppression", JASA 90, 1995, 1453–1462). It is
//! found exactly.
//!
//! Three columns make no network, and the least to withhold is hard to find (M. Fischetti, J. J. Salazar,
//! "Solving the cell suppression problem on tabular data with linear constraints", Management Science 47, 2001,
//! 1008–1027). There answers are moved around boxes whose corners are groups, and what a box changes is withheld.
//! Both ends of each range are tables that were found, so it is certain; but more may be withheld than need be.

#[cfg(test)]
pub(crate) mod attack;
mod cube;
mod network;
mod room;
mod tree;
mod ways;

use crate::error::{Code, Error};
use crate::ordered::Map;
use cube::Cube;
use tree::Tree;
use ways::Ways;

/// The most groups of one table.
pub const GROUPS_MAX: usize = 20_000;
/// The most groups of a table of three columns or more.
pub const BOXES_MAX: usize = 5_000;
/// The most columns of one table.
pub const COLUMNS_MAX: usize = 6;

/// What withholding a total costs more than a group, where totals are to be shown.
const SPARED: u64 = 1 << 40;

/// What is withheld of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Whether each group is, in the order in which they were given.
    pub groups: Vec<bool>,
    /// The totals: by the first column where it is a hierarchy, then over the second, then over the first,
    /// then over all. Of three columns or more those over one column first, then over two, and so on.
    pub totals: Vec<Total>,
}

/// The answers of several groups together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The texts of the columns; absent where it is summed over, or where there is none.
    pub group: Vec<Option<String>>,
    /// The columns that it sums over, by their places. Over the first, it is of all that is part of its text.
    pub over: Vec<usize>,
    /// The groups that it sums, by their places.
    pub parts: Vec<usize>,
    /// How many answers it has.
    pub n: u64,
    /// Whether it is withheld.
    pub is_withheld: bool,
}

/// What must be withheld of groups of so many answers each, taking all totals for shown that need not be.
/// Nothing is withheld for a minimum of 0 or 1; groups without answers are shown as such.
///
/// `parents` says what the texts of the first column are part of; answers of a text that has parts itself are
/// one more part of it. Of one or two columns nothing that is withheld could be shown besides, in tables of the
/// size that is looked through for it.
///
/// # Errors
/// More than [`COLUMNS_MAX`] columns, or more than [`GROUPS_MAX`] groups, of three columns or more
/// [`BOXES_MAX`]; a table of so many columns that takes too long to be sure; a group that is given twice; a
/// parent that is its own part.
pub fn withhold(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
) -> Result<Withheld, Error> {
    found(groups, parents, min_n, Totals::Here)
}

/// The same where totals are asked for apart, and shown there unless they are small: a total is withheld only
/// where nothing else will do, and all its groups with it. So no total less groups that are shown here leaves
/// fewer answers than the minimum, wherever that total is shown.
///
/// # Errors
/// As for [`withhold`].
pub(crate) fn withhold_groups(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
) -> Result<Withheld, Error> {
    found(groups, parents, min_n, Totals::Apart)
}

/// Where the totals of a table are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Totals {
    Here,
    Apart,
}

fn found(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
    totals: Totals,
) -> Result<Withheld, Error> {
    let tree = Tree::of(parents)?;
    let columns = check(groups)?;
    let small = groups.iter().map(|(_, n)| (1..min_n).contains(n));
    let mut own: Vec<bool> = small.collect();
    loop {
        let withheld = if columns <= 2 {
            in_network(groups, &tree, (min_n, &own), totals)
        } else {
            in_cube(groups, &tree, (min_n, &own), totals)?
        };
        let before = own.iter().filter(|is_own| **is_own).count();
        if totals == Totals::Apart {
            let hidden = withheld.totals.iter();
            let hidden = hidden.filter(|total| total.is_withheld && total.n >= min_n);
            for part in hidden.flat_map(|total| &total.parts) {
                if let (Some(own), Some((_, 1..))) = (own.get_mut(*part), groups.get(*part)) {
                    *own = true;
                }
            }
        }
        if own.iter().filter(|is_own| **is_own).count() == before {
            return Ok(withheld);
        }
    }
}

/// What is withheld of a table of at most two columns, in which some groups are on their own account.
fn in_network(
    groups: &[(Vec<Option<String>>, u64)],
    tree: &Tree<'_>,
    (min_n, own): (u64, &[bool]),
    totals: Totals,
) -> Withheld {
    let mut table = network::Table::of(groups, tree);
    table.withhold(min_n, own);
    if totals == Totals::Apart {
        table.spare_totals();
    }
    table.net.protect(min_n);
    table.read(groups.len())
}

/// The same of any number of columns.
fn in_cube(
    groups: &[(Vec<Option<String>>, u64)],
    tree: &Tree<'_>,
    (min_n, own): (u64, &[bool]),
    totals: Totals,
) -> Result<Withheld, Error> {
    let mut cube = Cube::of(groups, tree);
    cube.withhold(min_n, own);
    if totals == Totals::Apart {
        cube.spare_totals();
    }
    let mut ways = Ways::of(cube);
    ways.protect(min_n)?;
    Ok(ways.cube.read())
}

/// How many columns there are.
fn check(groups: &[(Vec<Option<String>>, u64)]) -> Result<usize, Error> {
    let columns = groups.first().map_or(0, |(texts, _)| texts.len());
    if groups.iter().any(|(texts, _)| texts.len() != columns) {
        let message = "a group has another number of columns than the first";
        return Err(Error::new(Code::OutOfRange, message).at("by"));
    }
    if columns > COLUMNS_MAX {
        let message = format!("small groups are withheld by {COLUMNS_MAX} columns at most");
        return Err(Error::new(Code::Limit, message)
            .at("by")
            .hint("make one column of two, or leave one out"));
    }
    let most = if columns > 2 { BOXES_MAX } else { GROUPS_MAX };
    if groups.len() > most {
        let many = groups.len();
        let message = format!("{many} groups by {columns} columns are more than {most}");
        return Err(Error::new(Code::Limit, message)
            .at("by")
            .hint("ask by fewer columns, or for longer periods"));
    }
    let mut sorted: Vec<_> = groups.iter().map(|(texts, _)| texts).collect();
    sorted.sort();
    if sorted.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(Error::new(Code::Ambiguous, "a group is given twice").at("by"));
    }
    Ok(columns)
}

#[cfg(test)]
mod tests;
