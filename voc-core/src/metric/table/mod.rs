//! One metric of columns of answers, by groups: tallies that merge, and estimates read off them.
//!
//! ```
//! use voc_core::metric::table::{Answers, Codes, Columns, Dimension, Measure, Question, Values, tally};
//!
//! let by = [Dimension { name: "channel", codes: Codes::U8(&[0, 1, 0, 0]), texts: vec!["web", "phone"] }];
//! let answers = Answers { values: Values::I8(&[10, 3, 9, 2]), valid: None };
//! let nps = Measure::nps();
//! let tallies = tally(Columns { answers, by: &by, weights: None }, nps.scale())?;
//! let rows = tallies.rows(&nps, &Question::default())?;
//! assert_eq!(rows[1].group, [Some("web".to_owned())]);
//! assert_eq!(rows[1].estimate.map(|it| it.n), Some(3));
//! # Ok::<(), voc_core::Error>(())
//! ```

mod columns;
mod count;
mod measure;
pub(super) mod median;
mod numbers;
mod read;
mod rest;
mod rows;
mod tallies;
mod written;

pub use columns::{Answers, Codes, Columns, Dimension, Values, coded};
pub use count::tally;
pub use measure::{Measure, MeasureKind, MeasureSpec, SCALE_MAX};
pub use numbers::{NumberKind, NumberRows, number_rows};
pub use rest::numbers_against_rest;
pub use rows::{AgainstRest, GroupRow, Question};
pub use tallies::{Group, GroupTally, Tallies, Weight};
pub use written::WrittenTallies;

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;
