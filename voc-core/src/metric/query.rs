//! The numbers of a metric that are asked for: by group, by period, over a window that goes along.

use super::estimate::Estimate;
use super::group::{Grouping, kept};
#[cfg(not(small))]
use super::modified::ShareInterval;
use super::plan::{CellKey, Cells, MetricPlan};
use super::reading::Reading;
#[cfg(not(small))]
use super::rolling;
use super::tally::Tally;
#[cfg(not(small))]
use super::totals::Totals;
#[cfg(not(small))]
use super::withheld::Withholds;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::ordered::{Few, Map};
use crate::program::Period;
use crate::time::{Span, Time};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What is asked of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricQuery {
    /// `stage`, `touch_point`, `channel`, `unit`, or a name of the metric's own `by`; `segment` where
    /// that has it, or a rule watches the metric by it: a signal counts in each of its segments.
    #[serde(default)]
    pub by: Vec<String>,
    /// Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`; all time if not said.
    #[serde(default)]
    pub every: Option<Span>,
    /// A rolling metric: at the end of each period, the metric of all answers of so long. Whole days, or
    /// months: `P28D`, `P12M`.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolling: Option<Span>,
    /// A rolling average: at the end of each period, the mean of the numbers of the last so many periods.
    /// Those without answers are absent, not zero. Every period counts alike, however many answered; it has
    /// no interval.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_of: Option<u32>,
    /// Groups of fewer answers are withheld, with as many others as it takes that none is told by a
    /// difference. The `privacy` of the program holds where it says more. Windows that overlap cannot be
    /// told so: a rolling metric is refused.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_n: Option<u32>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// The interval of a share; `wilson` if not said. Of plain counts alone: with weights there is no other.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<ShareInterval>,
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
            #[cfg(not(small))]
            rolling: None,
            #[cfg(not(small))]
            average_of: None,
            #[cfg(not(small))]
            min_n: None,
            confidence: super::CONFIDENCE,
            #[cfg(not(small))]
            interval: None,
            version_at: None,
        }
    }
}

/// One number of a metric. One that is withheld has its period and its group, and says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricRow {
    /// The first day of the period; absent over all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Of a rolling metric, the first day of its window.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Of a rolling metric, the last day of its window.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Of a rolling average, how many periods it is the mean of.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<u32>,
    /// The group, by the names asked for; absent values are `null`.
    pub group: Few<String, Option<String>>,
    /// The number.
    #[cfg(small)]
    #[serde(flatten)]
    pub estimate: Estimate,
    /// The number; absent where it is withheld.
    #[cfg(not(small))]
    #[serde(flatten)]
    pub estimate: Option<Estimate>,
    /// Whether it is withheld, for few answered, or it would show a group in which few did.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Why it is withheld.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Of a metric with weights, how many answers of the same weight would be as sure (Kish).
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// Of a metric with weights, by how much these make the variance larger.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design_effect: Option<f64>,
    /// Answers that count nothing: without a weight, worth no points, without the other of a gap, or too
    /// large to be counted exactly. They are no part of `n`.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<i64>,
}

impl MetricRow {
    /// A number, of no group and no period.
    pub(super) fn of(estimate: Estimate) -> Self {
        Self {
            period: None,
            #[cfg(not(small))]
            from: None,
            #[cfg(not(small))]
            to: None,
            #[cfg(not(small))]
            periods: None,
            group: Few::new(),
            #[cfg(small)]
            estimate,
            #[cfg(not(small))]
            estimate: Some(estimate),
            #[cfg(not(small))]
            withheld: false,
            #[cfg(not(small))]
            why: None,
            #[cfg(not(small))]
            effective_n: None,
            #[cfg(not(small))]
            design_effect: None,
            #[cfg(not(small))]
            left_out: None,
        }
    }
}

/// Answers that add up to a number.
pub(super) trait Sum: Default {
    /// Adds others.
    fn add(&mut self, other: &Self);
    /// The number of them.
    fn row(&self, reading: Reading, confidence: f64) -> Result<MetricRow, Error>;
}

impl Sum for Tally {
    fn add(&mut self, other: &Self) {
        self.merge(*other);
    }

    fn row(&self, reading: Reading, confidence: f64) -> Result<MetricRow, Error> {
        reading.estimate(*self, confidence).map(MetricRow::of)
    }
}

#[cfg(not(small))]
impl Sum for Totals {
    fn add(&mut self, other: &Self) {
        self.merge(other);
    }

    fn row(&self, reading: Reading, confidence: f64) -> Result<MetricRow, Error> {
        let found = reading.of_totals(self, confidence)?;
        let weighted = reading.is_weighted;
        Ok(MetricRow {
            effective_n: weighted.then_some(found.effective_n),
            design_effect: found.design_effect.filter(|_| weighted),
            left_out: (self.left_out != 0).then_some(self.left_out),
            ..MetricRow::of(found.estimate)
        })
    }
}

/// The values of a group, in the order of the names asked for.
pub(super) type Group = Vec<Option<String>>;

/// What is asked of the cells of one metric.
pub(super) struct Asked<'q> {
    metric: &'q str,
    since: Option<Time>,
    grouping: Grouping,
    pub(super) reading: Reading,
    pub(super) period: Option<Period>,
    #[cfg(not(small))]
    pub(super) withholds: Withholds,
    pub(super) query: &'q MetricQuery,
}

impl Asked<'_> {
    /// The cells of the metric, as it is meant, with the groups that they are in.
    pub(super) fn cells<'c, T>(
        &'c self,
        cells: &'c Map<CellKey, T>,
    ) -> impl Iterator<Item = (&'c CellKey, Group, &'c T)> {
        let mine = cells
            .iter()
            .filter(|(key, _)| key.metric == self.metric && key.since == self.since);
        mine.flat_map(|(key, sum)| {
            let groups = self.grouping.groups(key).into_iter();
            groups.map(move |group| (key, group, sum))
        })
    }

    /// The answers of each period and group.
    pub(super) fn sums<T: Sum>(
        &self,
        cells: &Map<CellKey, T>,
    ) -> Map<(Option<NaiveDate>, Group), T> {
        let mut groups: Map<(Option<NaiveDate>, Group), T> = Map::new();
        for (key, group, sum) in self.cells(cells) {
            let start = self.period.map(|period| start(period, key.day));
            groups.or_default(&(start, group)).add(sum);
        }
        groups
    }

    /// A number of a period and group.
    pub(super) fn row(&self, start: Option<NaiveDate>, group: Group, of: MetricRow) -> MetricRow {
        MetricRow {
            period: start.map(|day| day.to_string()),
            group: self.query.by.iter().cloned().zip(group).collect(),
            ..of
        }
    }

    fn read(&self, cells: Cells<'_>) -> Result<Vec<MetricRow>, Error> {
        #[cfg(not(small))]
        {
            rolling::check(self.query, &self.withholds)?;
            if !self.reading.is_tallied() {
                return self.rows(cells.totals);
            }
        }
        self.rows(cells.tallies)
    }

    fn rows<T: Sum>(&self, cells: &Map<CellKey, T>) -> Result<Vec<MetricRow>, Error> {
        #[cfg(not(small))]
        if let Some(rows) = rolling::rows(self, cells) {
            return rows;
        }
        let mut groups = self.sums(cells);
        if groups.is_empty() && self.query.by.is_empty() && self.period.is_none() {
            groups.insert((None, Vec::new()), T::default());
        }
        let rows = groups.into_iter().map(|((start, group), sum)| {
            let row = sum.row(self.reading, self.query.confidence)?;
            Ok(self.row(start, group, row))
        });
        let rows: Result<Vec<MetricRow>, Error> = rows.collect();
        #[cfg(not(small))]
        let rows = self.withholds.rows(rows?);
        rows
    }
}

impl MetricPlan {
    /// Reads a metric off the answers that were heard.
    ///
    /// # Errors
    /// An unknown metric, a breakdown that is not kept, a period of another kind; a rolling metric or average
    /// without a period, or of what is no length; an interval that the metric cannot have. Where small groups
    /// are withheld, a rolling metric, and a table that is too large for it.
    pub fn read(
        &self,
        cells: Cells<'_>,
        metric: &str,
        query: &MetricQuery,
    ) -> Result<Vec<MetricRow>, Error> {
        let asked = self.asked(metric, query)?;
        #[cfg(not(small))]
        let asked = Asked {
            withholds: Withholds::of(self.program(), query.min_n),
            ..asked
        };
        asked.read(cells)
    }

    /// The same with nothing withheld, for whoever does not show it.
    #[cfg(not(small))]
    pub(crate) fn read_whole(
        &self,
        cells: Cells<'_>,
        metric: &str,
        query: &MetricQuery,
    ) -> Result<Vec<MetricRow>, Error> {
        self.asked(metric, query)?.read(cells)
    }

    fn asked<'q>(&self, metric: &'q str, query: &'q MetricQuery) -> Result<Asked<'q>, Error> {
        let metrics = &self.program().spec().metrics;
        let found = metrics.get(metric).zip(self.reading(metric));
        let (spec, reading) = found.ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown metric `{metric}`"))
                .nearest(metric, metrics.keys().map(String::as_str))
        })?;
        #[cfg(not(small))]
        let reading = reading.with_interval(query.interval)?;
        let by_segment = self.is_by_segment(metric);
        let grouping = Grouping::of(&query.by, spec, by_segment).map_err(|name| {
            Error::new(Code::Unknown, format!("`{metric}` is not kept by `{name}`"))
                .at("by")
                .nearest(name, kept(spec, by_segment))
        })?;
        Ok(Asked {
            metric,
            since: self.since(metric),
            grouping,
            reading,
            period: query.every.map(period_of).transpose()?,
            #[cfg(not(small))]
            withholds: Withholds::default(),
            query,
        })
    }
}

/// The local period of this length.
pub(crate) fn period_of(span: Span) -> Result<Period, Error> {
    Ok(match span.to_string().as_str() {
        "P1D" => Period::Day,
        "P7D" => Period::Week,
        "P1M" => Period::Month,
        "P3M" => Period::Quarter,
        "P1Y" => Period::Year,
        other => {
            return Err(
                Error::new(Code::OutOfRange, format!("`{other}` is no period"))
                    .at("every")
                    .hint("P1D, P7D, P1M, P3M or P1Y"),
            );
        }
    })
}

/// The first day of the period that holds a day.
pub(crate) fn start(period: Period, day: NaiveDate) -> NaiveDate {
    let months = |months: u32| {
        day.with_day(1)
            .and_then(|day| day.with_month0(day.month0() / months * months))
    };
    let start = match period {
        Period::Day => Some(day),
        Period::Week => {
            day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
        }
        Period::Month => months(1),
        Period::Quarter => months(3),
        Period::Year => months(12),
    };
    start.unwrap_or(day)
}
