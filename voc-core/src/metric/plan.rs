//! A program's metrics, compiled: what a signal adds to which tally, and the numbers asked for.

use super::estimate::{box_answer, nps_answer};
#[cfg(not(small))]
use super::formula::Formula;
#[cfg(not(small))]
use super::gathered::Gathered;
#[cfg(not(small))]
use super::group::ROLE;
use super::group::{Grouping, SEGMENT, own};
use super::reading::Reading;
use super::tally::Tally;
#[cfg(not(small))]
use super::totals::Totals;
use crate::condition::{Condition, Facts};
use crate::document::Read;
use crate::named::Named;
use crate::ordered::Map;
use crate::program::{MetricKind, MetricRule, MetricSpec, Program};
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The best answers that count as satisfied where the program does not say.
pub(crate) const TOP_BOX: u32 = 2;

/// The key of one tally: a metric, a local day, and where it happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
pub struct CellKey {
    /// The metric.
    pub metric: String,
    /// Since when it means what it means; absent since the first version of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Time>,
    /// The day in the program's time zone.
    pub day: NaiveDate,
    /// Stage, touch point, channel and unit, then the metric's own `by`; absent where not said.
    pub group: Vec<Option<String>>,
    /// The segments that held, by name; only of a metric that a rule watches by segment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
}

/// What a signal adds to a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// A count.
    Tally(Tally),
    /// Sums.
    #[cfg(not(small))]
    Totals(Totals),
}

/// The answers that were heard, by cell. A metric has its own in one of both.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'c> {
    /// Plain counts.
    pub tallies: &'c Map<CellKey, Tally>,
    /// Sums: of means, medians, and answers with weights.
    #[cfg(not(small))]
    pub totals: &'c Map<CellKey, Totals>,
}

impl<'c> Cells<'c> {
    /// The first key of a metric from one on.
    pub(super) fn first_from(self, reading: Reading, key: CellKey) -> Option<&'c CellKey> {
        #[cfg(not(small))]
        if !reading.is_tallied() {
            return self.totals.range(key..).next().map(|(key, _)| key);
        }
        let _ = reading;
        self.tallies.range(key..).next().map(|(key, _)| key)
    }
}

/// The metrics of a program, compiled.
#[derive(Debug, Clone)]
pub struct MetricPlan {
    program: Program,
    /// The metrics that are kept by segment.
    by_segment: Named<()>,
    /// Since when metrics mean what they do: of those that began to in mid-stream.
    since: Named<Time>,
    /// Those that are more than a plain count of answers.
    #[cfg(not(small))]
    formulas: Named<Formula>,
}

impl MetricPlan {
    /// Compiles the metrics of a program.
    pub fn of(program: &Program) -> Self {
        let metrics = program.spec().metrics.keys();
        let by_segment = metrics.filter(|metric| program.keeps_by_segment(metric));
        Self {
            program: program.clone(),
            by_segment: by_segment.map(|metric| (metric.clone(), ())).collect(),
            since: Named::new(),
            #[cfg(not(small))]
            formulas: formulas(program),
        }
    }

    /// Compiles those of the version after this one, in force from an instant on.
    pub(crate) fn followed_by(&self, program: &Program, from: Time) -> Self {
        let since = |metric: &String| {
            if self.program.means_same_metric(program, metric) {
                return self.since(metric);
            }
            Some(from)
        };
        let metrics = program.spec().metrics.keys();
        let since = metrics.filter_map(|metric| Some((metric.clone(), since(metric)?)));
        Self {
            since: since.collect(),
            ..Self::of(program)
        }
    }

    /// The program that it was compiled from.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Since when a metric means what it does; absent since the first version.
    pub(crate) fn since(&self, metric: &str) -> Option<Time> {
        self.since.get(metric).copied()
    }

    /// Whether there is nothing to measure.
    pub fn is_empty(&self) -> bool {
        self.program.spec().metrics.is_empty()
    }

    /// How the answers of a metric become its number.
    pub(crate) fn reading(&self, metric: &str) -> Option<Reading> {
        let kind = self.program.spec().metrics.get(metric)?.kind;
        #[cfg(not(small))]
        return Some(Reading::of(kind, self.formulas.get(metric)));
        #[cfg(small)]
        Some(kind.into())
    }

    /// The cells that a signal adds to, and what it adds.
    pub fn contributions(&self, signal: &Signal, facts: &dyn Facts) -> Vec<(CellKey, Added)> {
        let day = signal.at.date_in(self.program.zone());
        let mut all = Vec::new();
        for (id, spec) in &self.program.spec().metrics {
            let Some(added) = self.added(id, spec, signal, facts) else {
                continue;
            };
            let standard = [
                &signal.stage,
                &signal.touch_point,
                &signal.channel,
                &signal.unit,
            ]
            .map(Clone::clone);
            let own = own(spec).map(|name| match name {
                #[cfg(not(small))]
                ROLE => signal.respondent_role.clone(),
                field => signal.fields.get(field).map(Value::to_string),
            });
            let group = standard.into_iter().chain(own).collect();
            let segments = if self.by_segment.contains_key(id) {
                self.segments(facts)
            } else {
                Vec::new()
            };
            all.push((
                CellKey {
                    metric: id.clone(),
                    since: self.since(id),
                    day,
                    group,
                    segments,
                },
                added,
            ));
        }
        all
    }

    fn segments(&self, facts: &dyn Facts) -> Vec<String> {
        let names = self.program.spec().segments.keys();
        let held = names.filter(|name| facts.segment(name).is_yes());
        held.cloned().collect()
    }

    /// How long after it happened an answer may still come and be in time for a rule: the longest
    /// `lateness` of the kinds of signal that can bear one. Where it hangs on what is known of the
    /// customer, any kind may still tell.
    pub(super) fn lateness(&self, rule: &MetricRule) -> i64 {
        let program = &self.program;
        let Some(spec) = program.spec().metrics.get(&rule.metric) else {
            return program.lateness();
        };
        let rate = program.rate_conditions(&rule.metric);
        let out_of = rate.and_then(|(_, out_of)| out_of);
        let conditions = rate.map(|(of, _)| of).into_iter().chain(out_of);
        let mut sources = conditions.map(Condition::source);
        let told = sources.any(|text| text.contains("customer.") || text.contains("segment("));
        let told = told || rule.by.iter().any(|name| name == SEGMENT);
        #[cfg(not(small))]
        let told = told || (spec.weight.iter()).any(|name| name.starts_with("customer."));
        let wanted = out_of.and_then(|condition| condition.requires("kind"));
        let answers = |kind: &str, fields: Option<&Vec<String>>| {
            let named = wanted.as_ref().is_none_or(|kinds| kinds.contains(&kind));
            let rates = spec.kind == MetricKind::Rate;
            named && (rates || fields.is_none_or(|fields| fields.contains(&spec.of)))
        };
        let own = program.spec().kinds.iter();
        let own = own.filter(|(kind, spec)| told || answers(kind, spec.fields.as_ref()));
        let longest = own.map(|(kind, _)| program.lateness_of(kind)).max();
        let least = if told { program.lateness() } else { 0 };
        longest.map_or(program.lateness(), |longest| longest.max(least))
    }

    /// Whether a metric is kept by segment.
    pub(super) fn is_by_segment(&self, metric: &str) -> bool {
        self.by_segment.contains_key(metric)
    }

    /// The breakdown of a metric by these names, as a rule asks for it.
    pub(super) fn grouping(&self, metric: &str, by: &[String]) -> Option<Grouping> {
        let spec = self.program.spec().metrics.get(metric)?;
        Grouping::of(by, spec, self.by_segment.contains_key(metric)).ok()
    }

    /// What a signal adds to a metric; absent where it does not.
    pub(crate) fn added(
        &self,
        id: &str,
        spec: &MetricSpec,
        signal: &Signal,
        facts: &dyn Facts,
    ) -> Option<Added> {
        #[cfg(not(small))]
        if let Some(formula) = self.formulas.get(id) {
            return formula.added(signal, facts, || self.holds(id, facts));
        }
        self.answer(id, spec, signal, facts).map(Added::Tally)
    }

    /// Whether the condition of a metric holds; absent where the signal is none of its `out_of`.
    fn holds(&self, id: &str, facts: &dyn Facts) -> Option<bool> {
        let (of, out_of) = self.program.rate_conditions(id)?;
        if out_of.is_some_and(|condition| !condition.holds(facts).is_yes()) {
            return None;
        }
        Some(of.holds(facts).is_yes())
    }

    fn answer(
        &self,
        id: &str,
        spec: &MetricSpec,
        signal: &Signal,
        facts: &dyn Facts,
    ) -> Option<Tally> {
        if spec.kind == MetricKind::Rate {
            return Some(if self.holds(id, facts)? {
                Tally::PLUS
            } else {
                Tally::NEUTRAL
            });
        }
        let Value::Int(answer) = signal.fields.get(&spec.of)? else {
            return None;
        };
        let scale = spec.scale.unwrap_or([0, 10]);
        match spec.kind {
            MetricKind::Nps => nps_answer(*answer, scale),
            _ => box_answer(*answer, scale, spec.top_box.unwrap_or(TOP_BOX)),
        }
    }

    /// The answers of some days, by unit; those of no unit are left out.
    #[cfg(not(small))]
    pub(crate) fn by_unit(
        &self,
        cells: Cells<'_>,
        metric: &str,
        days: std::ops::Range<NaiveDate>,
    ) -> Named<Gathered> {
        let mut standard = super::group::STANDARD.iter();
        let place = standard
            .position(|name| *name == "unit")
            .unwrap_or_default();
        let since = self.since(metric);
        let mine =
            |key: &CellKey| key.metric == metric && key.since == since && days.contains(&key.day);
        let unit = |key: &CellKey| key.group.get(place).cloned().flatten();
        let mut units: Named<Gathered> = Named::new();
        for (key, tally) in cells.tallies.iter().filter(|(key, _)| mine(key)) {
            if let Some(unit) = unit(key) {
                units.or_default(unit.as_str()).tally.merge(*tally);
            }
        }
        for (key, totals) in cells.totals.iter().filter(|(key, _)| mine(key)) {
            if let Some(unit) = unit(key) {
                units.or_default(unit.as_str()).totals.merge(totals);
            }
        }
        units
    }
}

#[cfg(not(small))]
fn formulas(program: &Program) -> Named<Formula> {
    let metrics = program.spec().metrics.iter();
    let formulas = metrics.map(|(id, spec)| (id, Formula::of(program, spec)));
    let formulas = formulas.filter_map(|(id, formula)| Some((id.clone(), formula?)));
    formulas.collect()
}
