//! What moves an outcome: how much of it each feature stands for, features being related as they are.
//!
//! An importance says how much of what differs in the outcome goes with a feature. It is no effect: what
//! would come of changing the feature is asked of an experiment, or of [`crate::improvement`].

mod correlations;
mod groups;
mod quadrants;
mod relative;
mod shapley;

pub use quadrants::{Quadrant, QuadrantRow, quadrants};

use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::bootstrap::{self, Drawing};
use correlations::Correlations;
use groups::Groups;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How an importance is worked out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DriverMethod {
    /// Relative weights: J. W. Johnson, "A heuristic method for estimating the relative weight of predictor
    /// variables in multiple regression", Multivariate Behavioral Research 35 (2000) 1–19.
    #[default]
    RelativeWeights,
    /// What a feature adds to R², averaged over all orders of the features: Shapley's value, LMG (R. H.
    /// Lindeman, P. F. Merenda, R. Z. Gold, "Introduction to Bivariate and Multivariate Analysis", 1980).
    Shapley,
}

/// Answers beside what is to be explained; a row for each, the same in every column. `NaN` is no answer.
#[derive(Debug, Clone, Copy)]
pub struct DriverColumns<'c> {
    /// The outcome.
    pub outcome: &'c [f64],
    /// The features, by name.
    pub features: &'c [(&'c str, &'c [f64])],
}

/// What is asked for beside the columns.
#[derive(Debug, Clone, Copy)]
pub struct DriverQuery {
    /// How.
    pub method: DriverMethod,
    /// For intervals; none is made where it is left out.
    pub drawing: Option<Drawing>,
    /// The confidence of the intervals.
    pub confidence: f64,
}

/// The most features by Shapley, whose work doubles with each.
pub const SHAPLEY_MAX: usize = 20;

/// The most features.
pub const FEATURES_MAX: usize = 200;

/// What stands in the way of a feature's importance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DriverProblem {
    /// Every row has the same answer: nothing goes with it, and it has no weight.
    Constant,
    /// It follows from other features without error: what they stand for together is shared out among them.
    Collinear,
}

impl DriverProblem {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Collinear => "collinear",
        }
    }
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DriverRow {
    /// Its name.
    pub feature: String,
    /// Its part of R²; parts sum to it. Absent of a constant.
    pub weight: Option<f64>,
    /// Its share of R²; shares sum to 1. Absent where R² is 0.
    pub share: Option<f64>,
    /// 1 where the outcome rises with it, −1 where it falls, 0 where neither: the sign of `correlation`.
    pub sign: i8,
    /// The lower end of the weight's interval, by the bootstrap.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Its correlation with the outcome.
    pub correlation: Option<f64>,
    /// Its standardised coefficient beside all other features; another sign than `correlation`'s says that
    /// they stand in for each other.
    pub coefficient: Option<f64>,
    /// Its mean over the rows that count.
    pub mean: Option<f64>,
    /// Rows without an answer to it.
    pub missing: u64,
    /// What stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<DriverProblem>,
}

/// What moves an outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drivers {
    /// The features, in the order in which they were given.
    pub rows: Vec<DriverRow>,
    /// How much of the outcome's variance all features stand for, 0 to 1; absent where it has none.
    pub r_squared: Option<f64>,
    /// The rows that count: those with all answers.
    pub n: u64,
    /// The rows that lack an answer, the outcome's among them: they are left out.
    pub left_out: u64,
    /// How it was worked out.
    pub method: DriverMethod,
    /// The confidence of the intervals.
    pub confidence: f64,
    /// How many times rows were drawn anew for the intervals.
    pub replicates: u32,
}

/// The importance of features for an outcome.
///
/// Intervals are by the bootstrap over rows; of more than 2,000 rows, over 2,000 groups that rows fall into
/// by chance, which comes to the same and costs as much for millions as for thousands.
///
/// # Errors
/// No features, or more than [`FEATURES_MAX`] ([`SHAPLEY_MAX`] by Shapley); columns of different lengths; a
/// number without end, named by its column and index; fewer rows that count than features and two; too few
/// replicates; a confidence outside (0, 1).
pub fn drivers(columns: DriverColumns<'_>, query: DriverQuery) -> Result<Drivers, Error> {
    let summed = Summed::of(columns, query)?;
    let drawn = summed.draw(0..summed.replicates());
    summed.finish(&drawn)
}

/// Columns summed, to be drawn from: [`drivers`] in three steps, so that a host may share the replicates out
/// among threads. What comes of it is the same.
pub struct Summed<'c> {
    columns: DriverColumns<'c>,
    query: DriverQuery,
    groups: Groups,
}

impl<'c> Summed<'c> {
    /// Sums the columns.
    ///
    /// # Errors
    /// As for [`drivers`].
    pub fn of(columns: DriverColumns<'c>, query: DriverQuery) -> Result<Self, Error> {
        check(columns, query)?;
        let seed = query.drawing.map_or(0, |drawing| drawing.seed);
        let groups = Groups::of(columns, seed);
        let needed = columns.features.len() as u64 + 2;
        if groups.n() < needed {
            let message = format!(
                "{} rows have every answer, and {needed} are needed",
                groups.n()
            );
            return Err(Error::new(Code::OutOfRange, message)
                .at("outcome")
                .hint("leave out the features that are seldom answered"));
        }
        Ok(Self {
            columns,
            query,
            groups,
        })
    }

    /// How many replicates there are to draw; none without intervals.
    pub fn replicates(&self) -> u32 {
        self.query.drawing.map_or(0, |drawing| drawing.replicates)
    }

    /// The weights of some replicates, replicate by replicate, feature by feature.
    pub fn draw(&self, replicates: Range<u32>) -> Vec<Vec<f64>> {
        let Some(drawing) = self.query.drawing else {
            return Vec::new();
        };
        let features = self.groups.features();
        // Groups are few.
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let one = |replicate| {
            let places = drawing.places(replicate, number);
            let sums = self.groups.sums(places.map(|place| place as usize));
            let weights = Correlations::of(&sums, features).weights(self.query.method);
            // A draw in which nothing differs explains nothing.
            weights.into_iter().map(Option::unwrap_or_default).collect()
        };
        replicates.map(one).collect()
    }

    /// The importance of the features, with the weights of all replicates in their order.
    ///
    /// # Errors
    /// As for [`drivers`]; fewer replicates than are to be drawn.
    pub fn finish(&self, drawn: &[Vec<f64>]) -> Result<Drivers, Error> {
        let (columns, query, groups) = (self.columns, self.query, &self.groups);
        if drawn.len() != self.replicates() as usize {
            let message = format!(
                "{} of {} replicates were drawn",
                drawn.len(),
                self.replicates()
            );
            return Err(Error::new(Code::OutOfRange, message).at("replicates"));
        }
        let whole = groups.sums(0..groups.len());
        let all = Correlations::of(&whole, columns.features.len());
        let weights = all.weights(query.method);
        let r_squared: Option<f64> = all.varies().then(|| weights.iter().flatten().sum());
        let solved = all.solved();
        let row = |(place, (name, column)): (usize, &(&str, &[f64]))| {
            let weight = weights.get(place).copied().flatten();
            let correlation = all.with_outcome(place);
            let ends = weight.and_then(|value| self.interval(place, value, drawn));
            DriverRow {
                feature: (*name).to_owned(),
                weight,
                share: weight
                    .zip(r_squared)
                    .and_then(|(weight, all)| (all > 0.0).then(|| weight / all)),
                sign: correlation.map_or(0, sign),
                low: ends.map(|(low, _)| low),
                high: ends.map(|(_, high)| high),
                correlation,
                coefficient: weight.and_then(|_| solved.coefficient(place)),
                mean: groups.mean(place),
                missing: column.iter().filter(|answer| answer.is_nan()).count() as u64,
                problem: if all.is_constant(place) {
                    Some(DriverProblem::Constant)
                } else {
                    solved
                        .is_collinear(place)
                        .then_some(DriverProblem::Collinear)
                },
            }
        };
        Ok(Drivers {
            rows: columns.features.iter().enumerate().map(row).collect(),
            r_squared,
            n: groups.n(),
            left_out: groups.left_out(),
            method: query.method,
            confidence: query.confidence,
            replicates: self.replicates(),
        })
    }

    fn interval(&self, place: usize, value: f64, drawn: &[Vec<f64>]) -> Option<(f64, f64)> {
        let own = drawn.iter().map(|weights| weights.get(place).copied());
        let own = own.collect::<Option<Vec<f64>>>()?;
        let n = i64::try_from(self.groups.n()).unwrap_or(i64::MAX);
        let made = bootstrap::interval(value, n, &own, &[], self.query.confidence).ok()?;
        made.low.zip(made.high)
    }
}

fn sign(number: f64) -> i8 {
    i8::from(number > 0.0) - i8::from(number < 0.0)
}

fn check(columns: DriverColumns<'_>, query: DriverQuery) -> Result<(), Error> {
    let features = columns.features.len();
    let most = match query.method {
        DriverMethod::RelativeWeights => FEATURES_MAX,
        DriverMethod::Shapley => SHAPLEY_MAX,
    };
    if features == 0 {
        return Err(Error::new(Code::Missing, "there is no feature").at("features"));
    }
    if features > most {
        let error = Error::new(
            Code::Limit,
            format!("{features} features are more than {most}"),
        );
        return Err(error
            .at("features")
            .hint("`relative_weights` takes up to 200"));
    }
    let rows = columns.outcome.len();
    let outcome = std::iter::once(("outcome", columns.outcome));
    for (name, column) in outcome.chain(columns.features.iter().copied()) {
        if column.len() != rows {
            let message = format!("{} answers in a table of {rows} rows", column.len());
            return Err(Error::new(Code::OutOfRange, message).at(name));
        }
        if let Some(index) = column.iter().position(|answer| answer.is_infinite()) {
            let message = "an answer without end moves nothing";
            return Err(Error::new(Code::OutOfRange, message).at(format!("{name}.{index}")));
        }
    }
    let drawn = query.drawing.map(|drawing| drawing.replicates);
    if let Some(replicates) = drawn.filter(|replicates| *replicates < bootstrap::REPLICATES_MIN) {
        let message = format!("{replicates} replicates are too few");
        return Err(Error::new(Code::OutOfRange, message)
            .at("replicates")
            .hint(format!("at least {}", bootstrap::REPLICATES_MIN)));
    }
    if !(query.confidence > 0.0 && query.confidence < 1.0) {
        let message = format!("{} is no confidence", query.confidence);
        return Err(Error::new(Code::OutOfRange, message).at("confidence"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
