//! Who has reviewed which report, and whether in time.

use super::event::What;
use super::index::Whose;
use super::{Accepted, Engine};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::insight::{ReportPeriod, ReviewMark, ReviewRow};
use crate::metric::MetricQuery;
use crate::named::Named;
use crate::ordered::{Map, Set};
use crate::program::{Level, ReportSpec};
use crate::signal::Reviewed;
use crate::time::Time;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// When each person first reviewed what: by report, unit, first day of the period, and person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(super) struct Reviews {
    of: Named<Named<Named<Named<Time>>>>,
}

impl Reviews {
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Who has reviewed a report, and when first.
    pub(super) fn of(&self, report: &str, unit: &str, period: &str) -> Option<&Named<Time>> {
        self.of.get(report)?.get(unit)?.get(period)
    }

    /// Notes a review; whether it says anything new.
    fn note(&mut self, one: &Reviewed) -> bool {
        let of = self.of.or_default(&one.report).or_default(&one.unit);
        let known = of.or_default(&one.period);
        match known.get_mut(&one.by) {
            Some(at) if *at <= one.at => false,
            Some(at) => {
                *at = one.at;
                true
            }
            None => {
                known.insert(one.by.as_str(), one.at);
                true
            }
        }
    }
}

impl Engine {
    /// Somebody has reviewed a report.
    pub(super) fn reviewed(
        &mut self,
        reviewed: &Reviewed,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let spec = self.report_spec(&reviewed.report);
        let spec = spec.map_err(|error| error.at("reviewed.report"))?;
        self.known_unit(&reviewed.unit)
            .map_err(|error| error.at("reviewed.unit"))?;
        let period = ReportPeriod::named(spec.every, &reviewed.period);
        let period = period.map_err(|error| error.at("reviewed.period"))?;
        if reviewed.by.trim().is_empty() {
            return Err(Error::new(Code::Missing, "`by` is empty").at("reviewed.by"));
        }
        self.is_in_roster(&reviewed.by, "reviewed.by")?;
        let end = period.end(self.program().zone());
        if reviewed.at < end {
            let message = format!("the period is not over before {end}");
            return Err(Error::new(Code::BadTime, message).at("reviewed.at"));
        }
        let in_time = self.review_due(spec, period).map(|due| reviewed.at <= due);
        self.fire(Whose::Nobody, accepted.received, out);
        self.accept(accepted, None);
        let reviewed = Reviewed {
            period: period.first.to_string(),
            ..reviewed.clone()
        };
        if self.state.outer.reviews_mut().note(&reviewed) {
            let Reviewed {
                report,
                unit,
                period,
                by,
                at,
            } = reviewed;
            let what = What::ReportReviewed {
                report,
                unit,
                period,
                by,
                in_time,
            };
            out.push((at, what));
        }
        Ok(())
    }

    /// A report of the program.
    pub(super) fn report_spec(&self, report: &str) -> Result<&ReportSpec, Error> {
        let reports = &self.program().spec().reports;
        reports.get(report).ok_or_else(|| {
            Error::new(Code::Unknown, format!("there is no report `{report}`"))
                .at("report")
                .nearest(report, reports.keys().map(String::as_str))
        })
    }

    pub(super) fn known_unit(&self, unit: &str) -> Result<(), Error> {
        let units = &self.program().spec().units;
        if units.contains_key(unit) {
            return Ok(());
        }
        Err(
            Error::new(Code::Unknown, format!("there is no unit `{unit}`"))
                .at("unit")
                .nearest(unit, units.keys().map(String::as_str)),
        )
    }

    /// By when a report is to be reviewed, that instant included.
    pub(super) fn review_due(&self, spec: &ReportSpec, period: ReportPeriod) -> Option<Time> {
        let zone = self.program().zone();
        let within = spec.review_by?;
        Some(within.after(period.end(zone), zone))
    }

    /// The people of a role of a report in a unit, with their level.
    fn reviewers<'e>(
        &'e self,
        spec: &'e ReportSpec,
        unit: &'e str,
    ) -> impl Iterator<Item = (&'e str, Level)> {
        let roles = &self.program().spec().roles;
        let people = self.state.follow_up.people().iter();
        people.filter_map(move |(id, person)| {
            let is_here = person.units.iter().any(|own| own == unit);
            let is_theirs = is_here && spec.to.contains(&person.role);
            let level = roles.get(&person.role).map(|role| role.level);
            Some((id.as_str(), level.filter(|_| is_theirs)?))
        })
    }

    /// The units and periods of which there is something to report: an answer to one of its metrics, or a
    /// case, there or below.
    fn reported(&self, spec: &ReportSpec) -> Result<Set<(NaiveDate, String)>, Error> {
        let program = self.program();
        let mut found = Set::default();
        let mut add = |unit: &str, day: NaiveDate| -> Result<(), Error> {
            let period = ReportPeriod::holding(spec.every, day)?;
            for above in program.units_up(unit) {
                found.insert((period.first, above.to_owned()));
            }
            Ok(())
        };
        let query = MetricQuery {
            by: vec!["unit".to_owned()],
            every: Some(spec.every),
            ..MetricQuery::default()
        };
        for metric in &spec.metrics {
            for row in self.metric(metric, &query)? {
                let unit = row.group.get("unit").and_then(Option::as_deref);
                let day = row.period.as_deref();
                let day = day.and_then(crate::time::written::date);
                if let (Some(unit), Some(day)) = (unit, day) {
                    add(unit, day)?;
                }
            }
        }
        for case in self.cases() {
            if let Some(unit) = case.unit.clone().or(case.about.get().unit) {
                add(&unit, case.opened_at.date_in(program.zone()))?;
            }
        }
        Ok(found)
    }

    /// Whether reports are reviewed in time, by report and level. Each report on a unit and period is to be
    /// reviewed by each person of its roles in that unit, as the roster stands now; where nothing was heard in
    /// a unit and period there is nothing to review. One that is still to come, in time, is not counted yet.
    ///
    /// # Errors
    /// A metric of a report that cannot be read.
    pub fn reviews(&self) -> Result<Vec<ReviewRow>, Error> {
        let mut rows: Map<(String, Level), [i64; 4]> = Map::new();
        let now = self.state.now.unwrap_or(Time::MIN);
        for (report, spec) in &self.program().spec().reports {
            for (first, unit) in self.reported(spec)?.iter() {
                let period = ReportPeriod::holding(spec.every, *first)?;
                let Some(due) = self.review_due(spec, period) else {
                    continue;
                };
                let reviews = self.state.outer.reviews();
                let known = reviews.of(report, unit, &first.to_string());
                for (person, level) in self.reviewers(spec, unit) {
                    let at = known.and_then(|known| known.get(person)).copied();
                    let place = match at {
                        Some(at) if at <= due => 0,
                        Some(_) => 1,
                        None if due < now => 2,
                        None => 3,
                    };
                    let counts = rows.or_default(&(report.clone(), level));
                    if let Some(count) = counts.get_mut(place) {
                        *count += 1;
                    }
                }
            }
        }
        let row = |((report, level), counts)| ReviewRow::of(report, level, counts);
        Ok(rows.into_iter().map(row).collect())
    }

    /// Who has reviewed a report on a unit and period, by person.
    pub(super) fn reviews_of(
        &self,
        (report, spec): (&str, &ReportSpec),
        unit: &str,
        period: ReportPeriod,
    ) -> Vec<ReviewMark> {
        let due = self.review_due(spec, period);
        let reviews = self.state.outer.reviews();
        let known = reviews.of(report, unit, &period.first.to_string());
        let mark = |(by, at): (&String, &Time)| ReviewMark {
            by: by.clone(),
            at: *at,
            in_time: due.map(|due| *at <= due),
        };
        known.into_iter().flat_map(Named::iter).map(mark).collect()
    }
}
