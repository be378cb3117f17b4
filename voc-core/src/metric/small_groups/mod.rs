//! Small groups: which numbers of a table are withheld, so that nobody reads off how so few answered.
//!
//! A group of fewer answers than the minimum is withheld. With it go as many other groups and totals as it
//! takes that the table, whatever is subtracted from what, bounds no number of withheld answers to within
//! less than the minimum. So no difference is of fewer answers than the minimum either.
//!
//! A table of one or two columns, the first perhaps a hierarchy, is a network: every total is what comes
//! into a node, its parts are what goes out. How far a withheld number can move while all that is shown stays
//! is a flow through what is withheld (L. H. Cox, "Network models for complementary cell suppression", JASA
//! 90, 1995, 1453–1462). Who knows more than the table, such as a group's only member, may still know more.

mod network;
mod room;

use crate::error::{Code, Error};
use crate::ordered::Map;

/// The most groups of one table.
pub const GROUPS_MAX: usize = 20_000;

/// What is withheld of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Whether each group is, in the order in which they were given.
    pub groups: Vec<bool>,
    /// The totals: by the first column where it is a hierarchy, then over the second, then over the first,
    /// then over all.
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
/// one more part of it. Of one column without parents as few groups are withheld as can be; else none could
/// be shown besides.
///
/// # Errors
/// More than two columns, or more than [`GROUPS_MAX`] groups; a group that is given twice; a parent that is
/// its own part.
pub fn withhold(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
) -> Result<Withheld, Error> {
    let columns = groups.first().map_or(0, |(texts, _)| texts.len());
    if columns > 2 || groups.iter().any(|(texts, _)| texts.len() != columns) {
        let message = "small groups are withheld by one or two columns";
        return Err(Error::new(Code::Limit, message)
            .at("by")
            .hint("make one column of two, or leave one out"));
    }
    if groups.len() > GROUPS_MAX {
        let message = format!("{} groups are more than {GROUPS_MAX}", groups.len());
        return Err(Error::new(Code::Limit, message).at("by"));
    }
    let mut table = network::Table::of(groups, parents)?;
    for arc in &mut table.net.arcs {
        arc.is_withheld = (1..min_n).contains(&arc.n);
    }
    table.net.protect(min_n);
    Ok(table.read(groups.len()))
}

#[cfg(test)]
mod tests;
