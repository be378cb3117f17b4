//! A program's metrics, compiled: what a signal adds to which tally, and the numbers asked for.

use super::estimate::{Estimate, box_answer, nps_answer};
use super::group::{Grouping, SEGMENT, kept};
use super::tally::Tally;
use crate::condition::{Condition, Facts};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::program::{MetricKind, MetricRule, MetricSpec, Program};
use crate::signal::Signal;
use crate::time::{Span, Time};
use crate::value::Value;
use chrono::{Datelike, Days, NaiveDate};
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

/// What is asked of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricQuery {
    /// `stage`, `touch_point`, `channel`, `unit`, or a field of the metric's own `by`; `segment` where
    /// a rule watches the metric by it: a signal counts in each of its segments.
    #[serde(default)]
    pub by: Vec<String>,
    /// Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`; all time if not said.
    #[serde(default)]
    pub every: Option<Span>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// The metric as the version of the program says that is in force at this instant; as the newest
    /// says if not said. A version that changes what a metric means begins to count anew.
    #[serde(default)]
    pub version_at: Option<Time>,
}

fn default_confidence() -> f64 {
    super::CONFIDENCE
}

impl Default for MetricQuery {
    fn default() -> Self {
        Self {
            by: Vec::new(),
            every: None,
            confidence: super::CONFIDENCE,
            version_at: None,
        }
    }
}

/// One number of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricRow {
    /// The first day of the period; absent over all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The group, by the names asked for; absent values are `null`.
    pub group: Few<String, Option<String>>,
    /// The number.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// The metrics of a program, compiled.
#[derive(Debug, Clone)]
pub struct MetricPlan {
    program: Program,
    /// The metrics that are kept by segment.
    by_segment: Named<()>,
    /// Since when metrics mean what they do: of those that began to in mid-stream.
    since: Named<Time>,
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

    /// The tallies that a signal adds to, and what it adds.
    pub fn contributions(&self, signal: &Signal, facts: &dyn Facts) -> Vec<(CellKey, Tally)> {
        let day = signal.at.date_in(self.program.zone());
        let mut all = Vec::new();
        for (id, spec) in &self.program.spec().metrics {
            let Some(tally) = self.answer(id, spec, signal, facts) else {
                continue;
            };
            let standard = [
                &signal.stage,
                &signal.touch_point,
                &signal.channel,
                &signal.unit,
            ]
            .map(Clone::clone);
            let own = spec
                .by
                .iter()
                .map(|field| signal.fields.get(field).map(Value::to_string));
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
                tally,
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

    /// The breakdown of a metric by these names, as a rule asks for it.
    pub(super) fn grouping(&self, metric: &str, by: &[String]) -> Option<Grouping> {
        let spec = self.program.spec().metrics.get(metric)?;
        Grouping::of(by, spec, self.by_segment.contains_key(metric)).ok()
    }

    /// What a signal answers to a metric; absent where it does not.
    pub(crate) fn answer(
        &self,
        id: &str,
        spec: &MetricSpec,
        signal: &Signal,
        facts: &dyn Facts,
    ) -> Option<Tally> {
        if spec.kind == MetricKind::Rate {
            let (of, out_of) = self.program.rate_conditions(id)?;
            if out_of.is_some_and(|condition| !condition.holds(facts).is_yes()) {
                return None;
            }
            return Some(if of.holds(facts).is_yes() {
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
        tallies: &Map<CellKey, Tally>,
        metric: &str,
        days: std::ops::Range<NaiveDate>,
    ) -> Named<Tally> {
        let mut standard = super::group::STANDARD.iter();
        let place = standard
            .position(|name| *name == "unit")
            .unwrap_or_default();
        let since = self.since(metric);
        let mine = tallies.iter().filter(|(key, _)| {
            key.metric == metric && key.since == since && days.contains(&key.day)
        });
        let mut units = Named::new();
        for (key, tally) in mine {
            if let Some(Some(unit)) = key.group.get(place) {
                let all: &mut Tally = units.or_default(unit.as_str());
                all.merge(*tally);
            }
        }
        units
    }

    /// Reads a metric off the tallies.
    ///
    /// # Errors
    /// An unknown metric, a breakdown that is not kept, a period of another kind.
    pub fn read(
        &self,
        tallies: &Map<CellKey, Tally>,
        metric: &str,
        query: &MetricQuery,
    ) -> Result<Vec<MetricRow>, Error> {
        let metrics = &self.program.spec().metrics;
        let spec = metrics.get(metric).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown metric `{metric}`"))
                .nearest(metric, metrics.keys().map(String::as_str))
        })?;
        let by_segment = self.by_segment.contains_key(metric);
        let grouping = Grouping::of(&query.by, spec, by_segment).map_err(|name| {
            Error::new(Code::Unknown, format!("`{metric}` is not kept by `{name}`"))
                .at("by")
                .nearest(name, kept(spec, by_segment))
        })?;
        let period = query.every.map(Period::of).transpose()?;

        let mut groups: Map<(Option<NaiveDate>, Vec<Option<String>>), Tally> = Map::new();
        let since = self.since(metric);
        let mine = tallies
            .iter()
            .filter(|(key, _)| key.metric == metric && key.since == since);
        for (key, tally) in mine {
            let start = period.map(|period| period.start(key.day));
            for part in grouping.groups(key) {
                groups.or_default(&(start, part)).merge(*tally);
            }
        }
        if groups.is_empty() && query.by.is_empty() && period.is_none() {
            groups.insert((None, Vec::new()), Tally::default());
        }
        let rows = groups.into_iter().map(|((start, part), tally)| {
            Ok(MetricRow {
                period: start.map(|day| day.to_string()),
                group: query.by.iter().cloned().zip(part).collect(),
                estimate: tally.estimate(spec.kind, query.confidence)?,
            })
        });
        rows.collect()
    }
}

/// A local period.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Period {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// So many months of a year.
    Months(u32),
}

impl Period {
    pub(crate) fn of(span: Span) -> Result<Self, Error> {
        Ok(match span.to_string().as_str() {
            "P1D" => Self::Day,
            "P7D" => Self::Week,
            "P1M" => Self::Months(1),
            "P3M" => Self::Months(3),
            "P1Y" => Self::Months(12),
            other => {
                return Err(
                    Error::new(Code::OutOfRange, format!("`{other}` is no period"))
                        .at("every")
                        .hint("P1D, P7D, P1M, P3M or P1Y"),
                );
            }
        })
    }

    pub(crate) fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => {
                day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
            }
            Self::Months(months) => day
                .with_day(1)
                .and_then(|day| day.with_month0(day.month0() / months * months)),
        };
        start.unwrap_or(day)
    }
}
