//! What units came to in each period, beside their targets.

use super::Engine;
use super::accountable::due;
use super::reports::shown;
use crate::error::{Code, Error};
use crate::insight::ReportPeriod;
use crate::insight::trust::UnitValue;
use crate::metric::{CONFIDENCE, MetricQuery, Reading};
use crate::ordered::insert_in_order;
use crate::program::Aim;
use crate::time::{Span, Time};

impl Engine {
    /// What units came to in each period that is over, beside the target of the goal that they share, for
    /// [`gaming`](crate::insight::trust::gaming): each unit of a goal's cascade over itself and all units below it. Of
    /// several goals that is the one that was due next at the end of the period, or the last one. Numbers that the
    /// program's `privacy` withholds are left out.
    ///
    /// # Errors
    /// An unknown metric, one without a goal, a length that is no period.
    pub fn unit_values(&self, metric: &str, every: Span) -> Result<Vec<UnitValue>, Error> {
        let program = self.program();
        let spec = program.spec();
        let declared = spec.metrics.get(metric).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown metric `{metric}`"))
                .at("metric")
                .nearest(metric, spec.metrics.keys().map(String::as_str))
        })?;
        let goals = || spec.goals.values().filter(|goal| goal.metric == metric);
        if goals().next().is_none() {
            let message = format!("no goal is over `{metric}`: its units have no target");
            return Err(Error::new(Code::Missing, message).at("metric"));
        }
        let mut units = Vec::new();
        for unit in goals().flat_map(|goal| &goal.cascade) {
            insert_in_order(&mut units, unit.clone());
        }
        let query = MetricQuery {
            every: Some(every),
            ..MetricQuery::default()
        };
        let now = self.state.now.unwrap_or(Time::MIN);
        let plan = &self.plans.newest().metrics;
        let reading = Reading::of_metric(program, declared);
        let mut values = Vec::new();
        for row in self.metric(metric, &query)? {
            let Some(first) = row.period else { continue };
            let period = ReportPeriod::named(every, &first)?;
            if period.end(program.zone()) > now {
                continue;
            }
            let by_unit = plan.by_unit(self.state.facts.cells(), metric, period.days());
            let last = period.behind.pred_opt().unwrap_or(period.behind);
            for unit in &units {
                let mine = goals().filter(|goal| goal.cascade.contains(unit));
                let Some(goal) = due(mine, last) else {
                    continue;
                };
                // What is withheld of small groups is in no value either.
                let Some(all) = shown(program, unit, &by_unit)? else {
                    continue;
                };
                let found = all.estimate(reading, CONFIDENCE)?;
                let (Some(value), Some(low), Some(high)) = (found.value, found.low, found.high)
                else {
                    continue;
                };
                if low < high {
                    let Aim { target, at_most } = spec.aim(goal);
                    values.push(UnitValue {
                        unit: unit.clone(),
                        period: Some(first.clone()),
                        value,
                        low,
                        high,
                        n: Some(found.n),
                        target,
                        at_most,
                    });
                }
            }
        }
        Ok(values)
    }
}
