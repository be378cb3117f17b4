//! Importance beside performance.

use super::Drivers;
use crate::error::{Code, Error};
use serde::Serialize;

/// Where a feature stands: J. A. Martilla, J. C. James, "Importance-performance analysis", Journal of
/// Marketing 41 (1977) 77–79.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// It matters much, and customers are less content with it than with others.
    ConcentrateHere,
    /// It matters much, and they are content.
    KeepUp,
    /// It matters little, and they are less content.
    LowPriority,
    /// It matters little, and they are content.
    PossibleOverkill,
}

/// One feature beside the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuadrantRow {
    /// Its name.
    pub feature: String,
    /// Its share of what all features explain, 0 to 1.
    pub importance: f64,
    /// Its mean on its scale, 0 to 1.
    pub performance: f64,
    /// Where it stands, beside the mean importance and the mean performance of the features.
    pub quadrant: Quadrant,
}

/// The features that have an importance, on their scale from the worst answer to the best: of one that is
/// better low, the best is the smaller.
///
/// # Errors
/// A scale without length.
pub fn quadrants(drivers: &Drivers, scale: [f64; 2]) -> Result<Vec<QuadrantRow>, Error> {
    let [worst, best] = scale;
    let length = best - worst;
    if length == 0.0 || !length.is_finite() {
        let message = format!("{worst} to {best} is no scale");
        return Err(Error::new(Code::OutOfRange, message).at("scale"));
    }
    let known: Vec<(&str, f64, f64)> = drivers
        .rows
        .iter()
        .filter_map(|row| {
            Some((
                row.feature.as_str(),
                row.share?,
                (row.mean? - worst) / length,
            ))
        })
        .collect();
    let count = f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX));
    let importances: f64 = known.iter().map(|(_, importance, _)| importance).sum();
    let performances: f64 = known.iter().map(|(_, _, performance)| performance).sum();
    let row = |(feature, importance, performance): &(&str, f64, f64)| {
        let matters = *importance >= importances / count;
        let content = *performance >= performances / count;
        QuadrantRow {
            feature: (*feature).to_owned(),
            importance: *importance,
            performance: *performance,
            quadrant: match (matters, content) {
                (true, false) => Quadrant::ConcentrateHere,
                (true, true) => Quadrant::KeepUp,
                (false, false) => Quadrant::LowPriority,
                (false, true) => Quadrant::PossibleOverkill,
            },
        }
    };
    Ok(known.iter().map(row).collect())
}
