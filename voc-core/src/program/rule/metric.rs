//! Rules over metrics, checked.

use super::super::spec::{Family, Period};
use crate::time::Span;

/// A rule over a metric, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricRule {
    /// Its id.
    pub id: String,
    /// The metric.
    pub metric: String,
    /// The groups, by `stage`, `touch_point`, `channel`, `unit`, `segment` or a field of the metric.
    pub by: Vec<String>,
    /// How often it is judged: at the end of each local day, week or month.
    pub every: Period,
    /// The window that ends with the period: whole days, or months.
    pub over: Span,
    /// What it looks for.
    pub test: MetricTest,
    /// The fewest answers that it is judged on; of both windows for a change.
    pub min_n: u32,
    /// The confidence, between 0 and 1; without one the estimate alone decides.
    pub confidence: Option<f64>,
    /// What the confidence holds for.
    pub family: Family,
}

/// What a rule over a metric looks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MetricTest {
    /// A number lower than the level.
    Below {
        /// The level.
        level: f64,
        /// It can fire again once the number was at least this.
        clear: f64,
    },
    /// A number higher than the level.
    Above {
        /// The level.
        level: f64,
        /// It can fire again once the number was at most this.
        clear: f64,
    },
    /// A number that moved since the window before: by so much, significantly, or both.
    Change {
        /// How far; negative is down, positive up; any distance if not said.
        by: Option<f64>,
        /// Whether the difference must be significant.
        significant: bool,
    },
}
