//! What conformance comes to, as rows of tables.

use super::align::Aligned;
use super::count::{Stood, Sum, fitness};
use super::{Deviation, Found};
use crate::error::Error;
use crate::journey::assign::{Actual, Head, Over};
use crate::journey::plan::{At, Moment, NO_ACTIVITY};
use crate::metric::{CONFIDENCE, Estimate, Tally, rate};
use crate::program::MetricKind;
use crate::time::Time;
use serde::Serialize;

/// One way in which instances depart from their plan, and how many do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviationRow {
    /// The segment or channel; absent where all are counted together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it is.
    pub kind: Deviation,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The touch point, or the kind of signal where that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// The moment of truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<String>,
    /// How often.
    pub times: u64,
    /// In how many instances.
    pub instances: u64,
    /// Their share of the group's instances: of those that are over for what is skipped, missing or without
    /// its outcome, else of all. With Wilson's interval.
    pub share: Estimate,
}

/// How a moment of truth stands over all instances.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MomentRow {
    /// Its name.
    pub moment: String,
    /// Its declared rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// The touch point at which it happens; absent of one that a rule sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// Whether the journey tells it, as it does of every moment that a program may have.
    pub is_told: bool,
    /// In how many instances it came; of an absence, in how many what was to follow came in time; of a
    /// concern that a rule sees in several signals, in how many it did not come.
    pub reached: i64,
    /// How many of them in the time that was promised.
    pub within: i64,
    /// How many came too late, or are too late already and have not come.
    pub late: i64,
    /// In how many it did not come, now that they are over.
    pub missing: i64,
    /// In how many that did not happen which was to, of an absence; of such a concern, in how many it did.
    pub happened: i64,
    /// In how many it may still come.
    pub pending: i64,
    /// The share that went as promised of those that are decided. With Wilson's interval.
    pub kept: Estimate,
}

/// An instance held against its plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitnessRow {
    /// The instance.
    pub instance: String,
    /// The customer.
    pub customer: String,
    /// The value of the journey's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When it began.
    pub from: Time,
    /// Why it is over; absent where it goes on, or never ends by plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<Over>,
    /// How many steps it has.
    pub steps: u32,
    /// How many touch points the plan has.
    pub planned: u32,
    /// How many steps come where the plan has them.
    pub matched: u32,
    /// How many steps and planned touch points have no counterpart.
    pub cost: u32,
    /// 1 − cost / (steps + planned); absent where it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fitness: Option<f64>,
    /// How many deviations it has.
    pub deviations: u32,
}

/// The fitness of a journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitnessSummary {
    /// How many instances there are.
    pub instances: u64,
    /// How many of them are judged: those that are over, or all where the plan knows no end.
    pub judged: u64,
    /// The mean fitness of those, 0 to 1; absent where there are none.
    pub mean: Option<f64>,
    /// The lower end of the mean's interval, by Student's t; absent below two.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The confidence of the intervals.
    pub confidence: f64,
    /// The share of those that cost nothing: each planned touch point once and in order, and nothing else.
    pub as_planned: Estimate,
    /// Of their steps, the share that comes where the plan has them.
    pub steps_matched: Option<f64>,
    /// Of the planned touch points of each, the share that came where the plan has them.
    pub plan_matched: Option<f64>,
}

impl FitnessSummary {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    pub(super) fn of(sum: &Sum, confidence: f64) -> Result<Self, Error> {
        let fitness = sum.fitness.estimate(confidence)?;
        let end = |end: Option<f64>| end.map(|end| end.clamp(0.0, 1.0));
        let share = |part: u64, of: u64| (of > 0).then(|| part as f64 / of as f64);
        Ok(Self {
            instances: sum.instances,
            judged: u64::try_from(fitness.n).unwrap_or(0),
            mean: fitness.value,
            low: end(fitness.low),
            high: end(fitness.high),
            confidence,
            as_planned: rate(sum.as_planned, fitness.n, confidence)?,
            steps_matched: share(sum.matched, sum.steps),
            plan_matched: share(sum.matched, sum.planned),
        })
    }
}

impl Actual {
    pub(super) fn deviation_row(
        &self,
        found: Found,
        group: Option<&str>,
        (times, instances): (u64, u64),
        of: u64,
    ) -> Result<DeviationRow, Error> {
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let tally = Tally {
            n: whole(of),
            plus: whole(instances),
            minus: 0,
        };
        let activity = (found.activity != NO_ACTIVITY).then(|| self.activity(found.activity));
        let moment = self.journey.moments.get(usize::from(found.moment));
        Ok(DeviationRow {
            group: group.map(str::to_owned),
            kind: found.kind,
            stage: self.journey.stage_id(found.stage).map(str::to_owned),
            activity: activity.map(str::to_owned),
            moment: moment.map(|moment| moment.name.clone()),
            times,
            instances,
            share: tally.estimate(MetricKind::Rate, CONFIDENCE)?,
        })
    }

    pub(super) fn moment_row(&self, moment: &Moment, stood: &Stood) -> Result<MomentRow, Error> {
        let came_late = stood.late - stood.pending_late;
        // Of those that may still come, what is late already is decided too.
        let decided = stood.came + stood.missing + stood.happened + stood.pending_late;
        let touch_point = match &moment.at {
            At::Point(point) => Some(self.activity(*point).to_owned()),
            _ => None,
        };
        Ok(MomentRow {
            moment: moment.name.clone(),
            rank: moment.rank,
            touch_point,
            is_told: !matches!(moment.at, At::Elsewhere),
            reached: stood.came,
            within: stood.in_time,
            late: stood.late,
            missing: stood.missing,
            happened: stood.happened,
            pending: stood.pending,
            kept: rate(stood.came - came_late, decided, CONFIDENCE)?,
        })
    }

    pub(super) fn fitness_row(
        &self,
        head: &Head,
        aligned: Aligned,
        goes_on: bool,
        deviations: u32,
    ) -> FitnessRow {
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (steps, planned) = (self.steps(head).len(), self.journey.order.size);
        FitnessRow {
            instance: self.id(head),
            customer: self.customer(head).to_owned(),
            key: self.key(head).map(str::to_owned),
            from: head.from,
            over: self.over(head),
            steps: whole(steps),
            planned: whole(planned),
            matched: whole(aligned.matched),
            cost: whole(aligned.cost),
            fitness: fitness(aligned, steps, planned).filter(|_| !goes_on),
            deviations,
        }
    }
}
