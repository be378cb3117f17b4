//! Answers to a metric, one signal at a time.

use super::{Histories, Moment};
use crate::error::{Code, Error};
use crate::metric::{Gathered, MetricPlan, Reading};
use crate::program::{FieldType, MetricKind, MetricSpec};
use crate::value::Value;

/// What one signal answers to a metric.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    /// What it adds to the metric.
    pub(crate) gathered: Gathered,
    /// The answer as a number: as it was given, of points what it is worth, of a gap the difference; absent where
    /// it is none, as of a rate, and where it counts nothing.
    pub(crate) given: Option<f64>,
    /// What it scores: 1, 0 or −1 of NPS, 1 or 0 of a share; absent where it counts nothing.
    pub(crate) score: Option<f64>,
}

/// The answers to one metric.
pub(crate) struct Answers {
    plan: MetricPlan,
    reading: Reading,
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
            reading: Reading::of_metric(histories.program(), spec),
            id: metric.to_owned(),
            spec: spec.clone(),
        })
    }

    /// How they become the number of the metric.
    pub(crate) fn reading(&self) -> Reading {
        self.reading
    }

    /// The name of the number that says how much an answer counts; absent where all count alike.
    pub(crate) fn weight(&self) -> Option<&str> {
        self.spec.weight.as_deref()
    }

    /// Whether answers are numbers, or worth some.
    pub(crate) fn are_numbers(&self) -> bool {
        let fields = &self.plan.program().spec().fields;
        let of = fields.get(&self.spec.of).map(|field| field.of);
        let is_number = matches!(of, Some(FieldType::Int | FieldType::Number));
        !self.spec.kind.is_counted() || self.spec.kind != MetricKind::Rate && is_number
    }

    /// What a signal answers; absent where it does not.
    pub(crate) fn at(&self, moment: &Moment<'_>) -> Option<Answer> {
        let added = self
            .plan
            .added(&self.id, &self.spec, moment.signal, moment.facts)?;
        let gathered = Gathered::from(added);
        let given = if self.spec.kind.is_counted() {
            self.number(moment).filter(|_| gathered.answers() > 0)
        } else {
            gathered.worth(self.reading)
        };
        let score = gathered.score(self.reading);
        Some(Answer {
            gathered,
            given,
            score,
        })
    }

    fn number(&self, moment: &Moment<'_>) -> Option<f64> {
        match moment.signal.fields.get(&self.spec.of) {
            Some(Value::Number(number)) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53")]
            Some(Value::Int(whole)) => Some(*whole as f64),
            _ => None,
        }
    }
}
