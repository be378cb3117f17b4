//! The change of some units less the change of others, with its interval.

use crate::metric::{Gathered, Reading, t_of};

/// The answers of one unit, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitAnswers {
    /// The unit.
    pub unit: String,
    /// The answers before.
    pub before: Gathered,
    /// The answers after.
    pub after: Gathered,
}

/// The difference of differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Differences {
    /// The mean change of the units less the mean change of the others.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The confidence of the interval.
    pub confidence: f64,
    /// Its degrees of freedom.
    pub df: u32,
}

/// How the metric moved in some units, less how it moved in at least two others; absent where there are
/// fewer, where a unit has too few answers for its number to be sure of anything, or where nothing says how
/// much units move by chance: all moved the same, and all their answers are the same.
///
/// Each unit is one observation, its change, so that what moves a whole unit counts as the noise that it
/// is: the ordinary least squares of the changes, with Student's t of (units + others − 2) degrees of
/// freedom. M. Bertrand, E. Duflo, S. Mullainathan, "How much should we trust differences-in-differences
/// estimates?", Quarterly Journal of Economics 119 (2004) 249–275, section IV.C (one change a unit);
/// S. G. Donald, K. Lang, "Inference with difference-in-differences and other panel data", Review of
/// Economics and Statistics 89 (2007) 221–233 (t where units are few).
///
/// That takes every unit to be heard alike. Where those of the improvement have fewer answers than the
/// others, their changes are noisier by what fewer answers are noisier, and the interval is wider by
/// that; where they have more, it is not made narrower. Over 24 sorts of company (3 to 20 units, heard
/// alike and unequally, moving not at all and much, the unit chosen by chance and because it was the
/// worst), 5,000 of each, in which nothing had any effect, the interval of 95 % held zero in 0.948 to 0.989
/// of them; that of before and after alone in 0.37 to 0.95. These figures are of shares; the tests hold means,
/// medians and means with weights to 0.95 in fewer companies.
pub fn difference_in_differences(
    reading: Reading,
    units: &[UnitAnswers],
    others: &[UnitAnswers],
    confidence: f64,
) -> Option<Differences> {
    if units.is_empty() || others.len() < 2 || confidence <= 0.0 || confidence >= 1.0 {
        return None;
    }
    let (units, others) = (Group::of(reading, units)?, Group::of(reading, others)?);
    let df = units.count + others.count - 2;
    let (one, other) = (f64::from(units.count), f64::from(others.count));
    let squares = units.squares + others.squares;
    // Where all moved the same, the noise between them is not known; that of the answers is.
    let between = if squares > 0.0 {
        squares / f64::from(df)
    } else {
        others.noise
    };
    let fewer_answers = (units.noise - others.noise).max(0.0);
    let variance = between * (1.0 / one + 1.0 / other) + fewer_answers / one;
    if variance <= 0.0 {
        return None;
    }
    let value = units.mean - others.mean;
    let half = t_of(confidence, f64::from(df)) * variance.sqrt();
    Some(Differences {
        value,
        low: value - half,
        high: value + half,
        confidence,
        df,
    })
}

/// The changes of several units.
struct Group {
    count: u32,
    mean: f64,
    /// The sum of the squared distances from the mean.
    squares: f64,
    /// The mean variance of a change that comes of the number of answers.
    noise: f64,
}

impl Group {
    fn of(reading: Reading, units: &[UnitAnswers]) -> Option<Self> {
        let count = u32::try_from(units.len()).ok()?;
        let changes = units.iter().map(|unit| change(reading, unit));
        let changes: Vec<f64> = changes.collect::<Option<_>>()?;
        let mean = changes.iter().sum::<f64>() / f64::from(count);
        let noise =
            |unit: &UnitAnswers| Some(unit.before.noise(reading)? + unit.after.noise(reading)?);
        let noises: Vec<f64> = units.iter().map(noise).collect::<Option<_>>()?;
        Some(Self {
            count,
            mean,
            squares: changes.iter().map(|one| (one - mean) * (one - mean)).sum(),
            noise: noises.iter().sum::<f64>() / f64::from(count),
        })
    }
}

fn change(reading: Reading, unit: &UnitAnswers) -> Option<f64> {
    let value = |answers: &Gathered| answers.estimate(reading, 0.5).ok()?.value;
    Some(value(&unit.after)? - value(&unit.before)?)
}
