//! Rows of a measurement that are withheld, for few answered or they would show where few did.

use super::query::MetricRow;
use super::small_groups::withhold_groups;
use crate::error::Error;
use crate::ordered::Map;
use crate::program::Program;

/// The column whose texts are a hierarchy.
const UNIT: &str = "unit";

/// Which rows of a measurement are withheld.
#[derive(Debug, Clone, Default)]
pub(super) struct Withholds {
    /// Groups of fewer answers are.
    min_n: u64,
    /// What units are part of: reports tell of a unit with all below it.
    parents: Map<String, String>,
}

/// Why a number is withheld. It does not say whether that number is the small one.
pub(crate) fn why(min_n: u64) -> String {
    format!("fewer than {min_n} answered, or it would show a group in which fewer did")
}

/// What the units of a program are part of.
pub(crate) fn unit_parents(program: &Program) -> Map<String, String> {
    let units = program.spec().units.iter();
    let units = units.filter_map(|(unit, spec)| Some((unit.clone(), spec.parent.clone()?)));
    units.collect()
}

impl Withholds {
    /// As a program says, or a query where that says more.
    pub(super) fn of(program: &Program, asked: Option<u32>) -> Self {
        let min_n = asked.max(program.spec().privacy.min_n).map_or(0, u64::from);
        if min_n < 2 {
            return Self::default();
        }
        Self {
            min_n,
            parents: unit_parents(program),
        }
    }

    /// Whether any row may be.
    pub(super) fn any(&self) -> bool {
        self.min_n > 1
    }

    /// A row that says that it is withheld, and nothing else of its answers.
    pub(super) fn withheld(&self, row: MetricRow) -> MetricRow {
        MetricRow {
            estimate: None,
            effective_n: None,
            design_effect: None,
            left_out: None,
            periods: None,
            withheld: true,
            why: Some(why(self.min_n)),
            ..row
        }
    }

    /// Withholds rows of one table: groups, each in one period or over all time.
    pub(super) fn rows(&self, mut rows: Vec<MetricRow>) -> Result<Vec<MetricRow>, Error> {
        if !self.any() {
            return Ok(rows);
        }
        let groups: Vec<_> = rows.iter().map(group).collect();
        let none = Map::default();
        let by_unit = rows.iter().any(|row| row.group.contains_key(UNIT));
        let parents = if by_unit { &self.parents } else { &none };
        let found = withhold_groups(&groups, parents, self.min_n)?;
        for (row, is_withheld) in rows.iter_mut().zip(found.groups) {
            // Beside shown groups, how many of their answers count nothing would tell of the others.
            row.left_out = None;
            if is_withheld {
                *row = self.withheld(row.clone());
            }
        }
        Ok(rows)
    }
}

/// The texts of a row, that of its unit first, and how many answered.
fn group(row: &MetricRow) -> (Vec<Option<String>>, u64) {
    let unit = row.group.get(UNIT).cloned();
    let period = row.period.clone().map(Some);
    let others = row.group.iter().filter(|(name, _)| *name != UNIT);
    let others = others.map(|(_, text)| text.clone());
    let texts = unit.into_iter().chain(period).chain(others).collect();
    let n = row
        .estimate
        .map_or(0, |it| u64::try_from(it.n).unwrap_or(0));
    (texts, n)
}
