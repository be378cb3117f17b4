//! Means and medians of any numbers, by group: these are read once, and leave no tally.

use super::columns::{Columns, Values, bit};
use super::median::{Sure, median};
use super::tallies::Group;
use crate::document::Read;
use crate::error::Error;
use crate::metric::weights::{Made, Sampling, Sums};
use crate::metric::{Estimate, mean};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is made of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Their mean, with Student's interval.
    Mean,
    /// Their median, with the ranks between which it lies.
    Median,
}

/// A number for each group: its estimate, and with weights how many numbers of one weight would be as sure.
pub type NumberRows = Vec<(Group, Estimate, Option<f64>)>;

/// The mean or median of each group, in the order of the groups' texts. `populations` says how many there
/// are in all, of the groups of which it is known.
///
/// # Errors
/// Columns of other lengths; a number without end or, with or without a weight, one that is not counted
/// exactly; a weight that is none; a confidence outside (0, 1).
pub fn number_rows(
    columns: Columns<'_>,
    kind: NumberKind,
    populations: &[(Group, u64)],
    confidence: f64,
) -> Result<NumberRows, Error> {
    let row = |(group, rows): (Group, Vec<usize>)| {
        let population = populations
            .iter()
            .find(|(of, _)| *of == group)
            .map(|(_, all)| *all);
        let (estimate, effective_n) = columns.number(&rows, kind, population, confidence)?;
        Ok((group, estimate, effective_n))
    };
    grouped(columns)?.into_iter().map(row).collect()
}

/// The rows of each group, in the order of the groups' texts; without columns that group, of all.
pub(super) fn grouped(columns: Columns<'_>) -> Result<Vec<(Group, Vec<usize>)>, Error> {
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (group, rows) in columns.rows_by_group()? {
        groups.entry(group).or_default().extend(rows);
    }
    if columns.by.is_empty() {
        groups.entry(Vec::new()).or_default();
    }
    for rows in groups.values_mut() {
        rows.sort_unstable();
    }
    Ok(groups.into_iter().collect())
}

impl Columns<'_> {
    fn number(
        &self,
        rows: &[usize],
        kind: NumberKind,
        population: Option<u64>,
        confidence: f64,
    ) -> Result<(Estimate, Option<f64>), Error> {
        let named = |error: Error| {
            let place = error
                .path
                .as_deref()
                .and_then(|path| path.rsplit('.').next()?.parse::<usize>().ok());
            let row = place.and_then(|place| rows.get(place));
            let path = match (row, error.path.as_deref()) {
                (Some(row), Some(path)) if path.starts_with("weights.") => format!("weights.{row}"),
                (Some(row), _) => row.to_string(),
                (None, path) => path.unwrap_or_default().to_owned(),
            };
            error.at(path)
        };
        let numbers: Vec<f64> = rows
            .iter()
            .map(|row| self.answers.values.number(*row))
            .collect();
        let known = || numbers.iter().copied().filter(|number| !number.is_nan());
        if self.weights.is_none() && population.is_none() && kind == NumberKind::Mean {
            let is_whole = !numbers.iter().any(|number| number.is_nan());
            let found = if is_whole {
                mean(&numbers, confidence)
            } else {
                mean(&known().collect::<Vec<_>>(), confidence)
            };
            return Ok((found.map_err(named)?, None));
        }
        let weights = self.weights.map(|weights| {
            let weight = |row: &usize| weights.get(*row).copied().unwrap_or(f64::NAN);
            rows.iter().map(weight).collect::<Vec<f64>>()
        });
        let sampling = Sampling {
            weights: weights.as_deref(),
            population,
        };
        let sums = Sums::of(Made::Numbers, &numbers, sampling.weights).map_err(named)?;
        let whole = sums.estimate(Made::Numbers, population, confidence)?;
        let effective_n = weights.is_some().then_some(whole.effective_n);
        if kind == NumberKind::Mean {
            return Ok((whole.estimate, effective_n));
        }
        let n = whole.estimate.n;
        let sure = if weights.is_none() && population.is_none() {
            Sure::Plain(n)
        } else {
            Sure::Effective(sums.as_sure_as(population)?)
        };
        let weight = |place: usize| {
            weights
                .as_ref()
                .map_or(Some(1.0), |all| all.get(place).copied())
        };
        let mut weighed: Vec<(f64, f64)> = numbers
            .iter()
            .enumerate()
            .filter(|(_, number)| !number.is_nan())
            .map(|(place, number)| (*number, weight(place).unwrap_or_default()))
            .collect();
        weighed.sort_by(|one, other| one.0.total_cmp(&other.0));
        Ok((median(&weighed, n, sure, confidence)?, effective_n))
    }
}

impl Values<'_> {
    /// The number of a row; `NaN` where there is none.
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers have the digits of a double"
    )]
    pub(super) fn number(&self, row: usize) -> f64 {
        let number = match self {
            Self::I8(values) => values.get(row).map(|it| f64::from(*it)),
            Self::U8(values) => values.get(row).map(|it| f64::from(*it)),
            Self::I16(values) => values.get(row).map(|it| f64::from(*it)),
            Self::U16(values) => values.get(row).map(|it| f64::from(*it)),
            Self::I32(values) => values.get(row).map(|it| f64::from(*it)),
            Self::I64(values) => values.get(row).map(|it| *it as f64),
            Self::F64(values) => values.get(row).copied(),
            Self::Bits(bits, _) => Some(f64::from(u8::from(bit(bits, row)))),
        };
        number.unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Answers, Codes, Dimension};
    use super::*;

    #[test]
    fn by_group() {
        let answers = Answers {
            values: Values::F64(&[1.5, 2.5, f64::NAN, 8.0, 3.5]),
            valid: None,
        };
        let by = [Dimension {
            name: "desk",
            codes: Codes::U8(&[0, 0, 0, 1, 2]),
            texts: vec!["a", "b", "a"],
        }];
        let columns = Columns {
            answers,
            by: &by,
            weights: None,
        };
        let found = number_rows(columns, NumberKind::Mean, &[], 0.95).unwrap();
        let plain: Vec<_> = found
            .iter()
            .map(|(group, it, _)| (group[0].as_deref(), it.value, it.n))
            .collect();
        assert_eq!(
            plain,
            [(Some("a"), Some(2.5), 3), (Some("b"), Some(8.0), 1)]
        );
        let found = number_rows(columns, NumberKind::Median, &[], 0.95).unwrap();
        assert_eq!(found[0].1.value, Some(2.5));
        let weights = [1.0, 1.0, 1.0, 1.0, 4.0];
        let weighted = Columns {
            weights: Some(&weights),
            ..columns
        };
        let found = number_rows(weighted, NumberKind::Mean, &[], 0.95).unwrap();
        assert_eq!(found[0].1.value, Some(3.0));
        assert_eq!(found[0].2, Some(2.0));
    }

    #[test]
    fn what_is_no_number_is_named() {
        let answers = Answers {
            values: Values::F64(&[1.5, f64::INFINITY]),
            valid: None,
        };
        let columns = Columns {
            answers,
            by: &[],
            weights: None,
        };
        for kind in [NumberKind::Mean, NumberKind::Median] {
            let error = number_rows(columns, kind, &[], 0.95).unwrap_err();
            assert_eq!(error.path.as_deref(), Some("1"));
        }
        let weights = [1.0, -1.0];
        let answers = Answers {
            values: Values::I8(&[1, 2]),
            valid: None,
        };
        let columns = Columns {
            answers,
            by: &[],
            weights: Some(&weights),
        };
        let error = number_rows(columns, NumberKind::Mean, &[], 0.95).unwrap_err();
        assert_eq!(error.path.as_deref(), Some("weights.1"));
    }
}
