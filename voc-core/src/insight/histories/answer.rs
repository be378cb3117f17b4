//! Answers to a metric, one signal at a time.

use super::{Histories, Moment};
use crate::error::{Code, Error};
use crate::metric::{MetricPlan, Reading, Tally};
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
    /// A metric that the program does not declare, that is a mean or a median, or that has weights.
    pub(crate) fn of(histories: &Histories, metric: &str) -> Result<Self, Error> {
        let metrics = &histories.program().spec().metrics;
        let spec = metrics.get(metric).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown metric `{metric}`"))
                .nearest(metric, metrics.keys().map(String::as_str))
                .at("metric")
        })?;
        if !Reading::of_metric(histories.program(), spec).is_tallied() {
            let message = format!(
                "this is told of NPS and shares whose answers count alike, and `{metric}` is none"
            );
            return Err(Error::new(Code::NotAllowed, message)
                .at("metric")
                .hint("ask for a share of the same answers, such as a `top_box`"));
        }
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
            .counted(&self.id, &self.spec, moment.signal, moment.facts)?;
        let given = match moment.signal.fields.get(&self.spec.of) {
            Some(Value::Number(number)) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53")]
            Some(Value::Int(whole)) => Some(*whole as f64),
            _ => None,
        };
        Some(Answer { tally, given })
    }
}
