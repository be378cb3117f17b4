//! A stage across the units that serve it, as a scorecard.

use super::measure::{Measure, Unit};
use super::scorecard::{ScoreRow, Scorecard};
use crate::insight::LoopRow;
use crate::insight::accountability::StageScores;
use crate::metric::Estimate;
use crate::program::{Label, MetricKind, Program};

impl Scorecard {
    /// A stage, and below it each unit that serves it.
    pub fn of_stage(program: &Program, scores: &StageScores) -> Self {
        let id = scores.metric.as_ref();
        let spec = id.and_then(|id| program.spec().metrics.get(id));
        let metric = id.zip(spec).map(|(id, spec)| {
            let label = spec.label.clone();
            let unit = if spec.kind == MetricKind::Nps {
                Unit::Nps
            } else {
                Unit::Share
            };
            (label.unwrap_or_else(|| Label::One(id.clone())), unit)
        });
        let measure = |estimate: Option<Estimate>| {
            let ((label, unit), estimate) = metric.clone().zip(estimate)?;
            Some(Measure {
                label,
                value: estimate.value,
                low: estimate.low,
                high: estimate.high,
                n: u64::try_from(estimate.n).unwrap_or(0),
                unit,
                scale: None,
            })
        };
        let row = |label: &Label, estimate, cases: &LoopRow, accountable| ScoreRow {
            label: label.clone(),
            metric: measure(estimate),
            volume: None,
            concerns: None,
            praise: None,
            open: u64::try_from(cases.cases - cases.closed).ok(),
            accountable,
        };
        let shared = scores.units.iter().filter(|unit| unit.is_accountable);
        let shared = shared.map(|unit| unit.label.clone()).collect();
        let stage = row(&scores.label, scores.shared, &scores.loop_row, shared);
        let units = scores.units.iter().map(|unit| {
            let own = Some(&unit.label).filter(|_| unit.is_accountable);
            let own = own.cloned().into_iter().collect();
            row(&unit.label, unit.value, &unit.loop_row, own)
        });
        Self {
            title: scores.label.clone(),
            subtitle: None,
            stages: std::iter::once(stage).chain(units).collect(),
            elsewhere: None,
        }
    }
}
