//! Answers to a metric, one signal at a time.

use super::{Histories, Moment};
use crate::error::{Code, Error};
use crate::metric::{MetricPlan, Tally};
use crate::program::{MetricKind, MetricSpec};
use crate::value::Value;

/// What one signal answers to a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    /// What it adds to the metric's tally.
    pub(crate) tally: Tally,
    /// The answer as it was given; absent where none was, as of a rate.
    pub(crate) given: Option<f64>,
}

/// The answers to one metric.
pub(crate) struct Answers {
    plan: MetricPlan,
    id: String,
    spec: MetricSpec,
}

impl Answers {
    /// # Errors
    /// A metric that the program does not declare.
    pub(crate) fn of(histories: &Histories, metric: &str) -> Result<Self, Error> {
        let metrics = &histories.program().spec().metrics;
        let spec = metrics.get(metric).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown metric `{metric}`"))
                .nearest(metric, metrics.keys().map(String::as_str))
                .at("metric")
        })?;
        Ok(Self {
            plan: MetricPlan::of(histories.program()),
            id: metric.to_owned(),
            spec: spec.clone(),
        })
    }

    pub(crate) fn kind(&self) -> MetricKind {
        self.spec.kind
    }

    /// What a signal answers; absent where it does not.
    pub(crate) fn at(&self, moment: &Moment<'_>) -> Option<Answer> {
        let tally = self
            .plan
            .answer(&self.id, &self.spec, moment.signal, moment.facts)?;
        let given = match moment.signal.fields.get(&self.spec.of) {
            Some(Value::Number(number)) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53")]
            Some(Value::Int(whole)) => Some(*whole as f64),
            _ => None,
        };
        Some(Answer { tally, given })
    }
}
