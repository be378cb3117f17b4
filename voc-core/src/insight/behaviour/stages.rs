//! What customers do beside what they say, stage by stage.

use super::BehaviourQuery;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::insight::histories::{Answers, Histories, stage_of};
use crate::insight::outcome::usual;
use crate::metric::{Estimate, EventRate, Gathered, OrderTrend, kendall};
use crate::named::Named;
use serde::{Deserialize, Serialize};

/// What is asked of the stages of a journey.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StagesQuery {
    /// The journey.
    pub journey: String,
    /// The rates, by a name of your own; they are told apart by stage.
    pub rates: Named<StageRate>,
    /// One metric for all stages; each stage's own if not said.
    #[serde(default)]
    pub metric: Option<String>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

/// A rate at each stage.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageRate {
    /// The condition on the signals that are counted.
    pub of: String,
    /// The condition on the signals that it is a rate of.
    pub per: String,
    /// The field that says which of these it belongs to.
    #[serde(default)]
    pub same: Option<String>,
}

/// What customers do beside what they say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StagesBehaviour {
    /// The journey.
    pub journey: String,
    /// Its stages, in order.
    pub stages: Vec<StageBehaviour>,
    /// How each rate goes with the metric over stages: where all stages have the same one, and at least
    /// five have both numbers.
    pub correlations: Vec<StageCorrelation>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageBehaviour {
    /// The stage.
    pub stage: String,
    /// The metric; absent where the stage has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Its number, of the answers at the stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The rates; one is absent where there is nothing at the stage that it could be a rate of.
    pub rates: Named<EventRate>,
}

/// How a rate goes with the metric over stages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageCorrelation {
    /// The rate.
    pub rate: String,
    /// Kendall's tau-b over stages; its p is of many stages, and rough of few.
    #[serde(flatten)]
    pub trend: OrderTrend,
}

/// Fewer stages say nothing of how two numbers go together.
const STAGES_MIN: usize = 5;

impl Histories {
    /// Rates of what customers do and the metric of what they say, stage by stage.
    ///
    /// # Errors
    /// A journey or metric that the program does not declare, conditions that do not compile, names that
    /// tell nothing apart, a confidence outside (0, 1).
    pub fn stages(&self, query: &StagesQuery) -> Result<StagesBehaviour, Error> {
        let journeys = &self.program().spec().journeys;
        let journey = journeys.get(&query.journey).ok_or_else(|| {
            Error::new(
                Code::Unknown,
                format!("unknown journey `{}`", query.journey),
            )
            .nearest(&query.journey, journeys.keys().map(String::as_str))
            .at("journey")
        })?;
        let mut stages = Vec::with_capacity(journey.stages.len());
        for stage in &journey.stages {
            let metric = query.metric.as_ref().or(stage.metric.as_ref());
            let estimate = metric.map(|metric| self.metric_at(metric, &stage.id, query.confidence));
            stages.push(StageBehaviour {
                stage: stage.id.clone(),
                metric: metric.cloned(),
                estimate: estimate.transpose()?,
                rates: Named::new(),
            });
        }
        for (name, rate) in &query.rates {
            let asked = BehaviourQuery {
                of: rate.of.clone(),
                per: Some(rate.per.clone()),
                every: None,
                same: rate.same.clone(),
                by: Some("stage".to_owned()),
                confidence: query.confidence,
            };
            let found = self.behaviour(&asked).map_err(|error| {
                let path = error.path.clone().unwrap_or_default();
                error.at(format!("rates.{name}.{path}"))
            })?;
            for row in found.rows {
                let named = |stage: &&mut StageBehaviour| Some(&stage.stage) == row.group.as_ref();
                if let Some(stage) = stages.iter_mut().find(named) {
                    stage.rates.insert(name.as_str(), row.rate);
                }
            }
        }
        Ok(StagesBehaviour {
            journey: query.journey.clone(),
            correlations: correlations(query, &stages),
            stages,
        })
    }

    fn metric_at(&self, metric: &str, stage: &str, confidence: f64) -> Result<Estimate, Error> {
        let answers = Answers::of(self, metric)?;
        let mut all = Gathered::default();
        self.read(&mut |moment| {
            if stage_of(self.program(), moment).as_deref() == Some(stage)
                && let Some(answer) = answers.at(moment)
            {
                all.merge(&answer.gathered);
            }
        });
        all.estimate(answers.reading(), confidence)
    }
}

fn correlations(query: &StagesQuery, stages: &[StageBehaviour]) -> Vec<StageCorrelation> {
    let first = stages.first().and_then(|stage| stage.metric.as_ref());
    if first.is_none() || stages.iter().any(|stage| stage.metric.as_ref() != first) {
        return Vec::new();
    }
    let of = |name: &String| {
        let both = stages.iter().filter_map(|stage| {
            let value = stage.estimate.and_then(|estimate| estimate.value)?;
            Some((value, stage.rates.get(name)?.value?))
        });
        let both: Vec<(f64, f64)> = both.collect();
        (both.len() >= STAGES_MIN).then(|| StageCorrelation {
            rate: name.clone(),
            trend: kendall(&both),
        })
    };
    query.rates.keys().filter_map(of).collect()
}
