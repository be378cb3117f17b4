//! The report of a unit on a period, of what the engine holds and, where it is given, the record of a run.

use super::Engine;
use super::spoken::{Record, Shown};
use crate::case::{Case, State};
use crate::error::{Code, Error};
use crate::insight::accountability::subtree;
use crate::insight::{
    LoopRow, MetricChange, OpenConcerns, ReportPeriod, UnitReport, Voice, causes, loop_row, spread,
};
use crate::metric::{CONFIDENCE, CellKey, Tally, compare};
use crate::program::{ReportSpec, range_of};
use crate::route::{Sight, Viewer};
use crate::rule::{AlertKind, Key, SignalFacts};
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;

/// What a report is about.
struct About<'a> {
    spec: &'a ReportSpec,
    period: ReportPeriod,
    /// The unit, and those below it.
    units: Vec<String>,
}

impl About<'_> {
    fn has(&self, unit: Option<&str>) -> bool {
        unit.is_some_and(|unit| self.units.iter().any(|one| one == unit))
    }
}

impl Engine {
    /// The report of a unit, with those below it, on the period that begins on a day; as a person sees it, where
    /// one is named. Without the record of a run, voices come of the signals that are still retained, and praise
    /// and concerns without a case are not known.
    ///
    /// # Errors
    /// An unknown report or unit, a day on which no period begins; `not_allowed` where the person does not see
    /// the numbers of the unit.
    pub fn unit_report(
        &self,
        report: &str,
        unit: &str,
        period: &str,
        person: Option<&str>,
        record: Option<&Record<'_>>,
    ) -> Result<UnitReport, Error> {
        let spec = self.report_spec(report)?;
        self.known_unit(unit)?;
        let viewer = person.map(|person| self.viewer(person));
        if viewer.is_some_and(|viewer| !viewer.numbers(Some(unit))) {
            let message = format!("they do not see the numbers of `{unit}`");
            return Err(Error::new(Code::NotAllowed, message).at("person"));
        }
        let program = self.program();
        let declared = &program.spec().units;
        let below = declared
            .keys()
            .filter(|one| program.units_up(one).contains(&unit));
        let about = About {
            spec,
            period: ReportPeriod::named(spec.every, period).map_err(|error| error.at("period"))?,
            units: below.cloned().collect(),
        };
        let zone = program.zone();
        let mine: Vec<&Case> = self
            .cases()
            .filter(|case| self.is_about(case, &about))
            .collect();
        let (voices, voices_of) = self.report_voices(&about, viewer, record);
        let end = about.period.end(zone);
        let mut made = UnitReport {
            report: report.to_owned(),
            unit: unit.to_owned(),
            label: declared.get(unit).and_then(|unit| unit.label.clone()),
            period: about.period.first.to_string(),
            until: about.period.behind.to_string(),
            is_over: self.now().is_some_and(|now| end <= now),
            metrics: self.report_metrics(unit, &about)?,
            causes: causes(&[], mine.iter().copied())?,
            open_concerns: self.open_concerns(&mine, &about, record),
            praise: record
                .map(|record| Self::raised(record, AlertKind::Praise, &about, zone, false)),
            voices,
            voices_of,
            loop_row: self.loop_of(Some(unit.to_owned()), &mine),
            review_due: self.review_due(spec, about.period),
            reviewed: self.reviews_of((report, spec), unit, about.period),
            units: about.units,
            text: String::new(),
        };
        made.text = made.written();
        Ok(made)
    }

    /// Whether a case was opened in the period, in one of the units.
    fn is_about(&self, case: &Case, about: &About<'_>) -> bool {
        let unit = case.unit.clone().or_else(|| case.about.get().unit);
        about.has(unit.as_deref()) && about.period.holds(case.opened_at, self.program().zone())
    }

    fn report_metrics(&self, unit: &str, about: &About<'_>) -> Result<Vec<MetricChange>, Error> {
        let program = self.program();
        let metrics = &program.spec().metrics;
        let ids = about.spec.metrics.iter();
        let known = ids.filter_map(|id| Some((id, metrics.get(id)?)));
        let change = |(id, metric): (&String, &crate::program::MetricSpec)| {
            let answers = |period: ReportPeriod| -> Tally {
                let plan = &self.plans.newest().metrics;
                let by_unit = plan.by_unit(self.state.facts.tallies(), id, period.days());
                subtree(program, unit, &by_unit)
            };
            let now = answers(about.period);
            let before = answers(about.period.before(about.spec.every));
            Ok(MetricChange {
                metric: id.clone(),
                label: metric.label.clone(),
                scale: range_of(metric),
                now: now.estimate(metric.kind, CONFIDENCE)?,
                before: before.estimate(metric.kind, CONFIDENCE)?,
                change: compare(metric.kind, now, before, CONFIDENCE)?,
            })
        };
        known.map(change).collect()
    }

    fn open_concerns(
        &self,
        cases: &[&Case],
        about: &About<'_>,
        record: Option<&Record<'_>>,
    ) -> OpenConcerns {
        let is_praise = |rule: &str| {
            let mut versions = self.plans.versions().rev();
            let spec = versions.find_map(|version| version.program.spec().rules.get(rule));
            spec.is_some_and(|rule| rule.raise.praise)
        };
        let (mut on_cases, mut ids) = (0, Vec::new());
        let over = [State::Closed, State::Cancelled, State::Merged];
        for case in cases.iter().filter(|case| !over.contains(&case.state)) {
            let standing = case.alerts.iter().filter(|alert| alert.standing);
            let concerns = standing.filter(|alert| !is_praise(&alert.rule)).count();
            on_cases += i64::try_from(concerns).unwrap_or(0);
            ids.push(case.id.clone());
        }
        let zone = self.program().zone();
        OpenConcerns {
            on_cases,
            cases: ids,
            without_case: record
                .map(|record| Self::raised(record, AlertKind::Concern, about, zone, true)),
        }
    }

    /// How many alerts of a kind were raised in the period that stand and went to one of the units; of those
    /// without a case alone, where that is asked.
    fn raised(
        record: &Record<'_>,
        kind: AlertKind,
        about: &About<'_>,
        zone: &crate::zone::Zone,
        without_case: bool,
    ) -> i64 {
        let mine = record.alerts().iter().filter(|alert| {
            alert.kind == kind
                && about.has(alert.unit.as_deref())
                && about.period.holds(alert.at, zone)
                && !(without_case && alert.case.is_some())
        });
        i64::try_from(mine.count()).unwrap_or(i64::MAX)
    }

    /// The voices of a report, and how many there were to choose from: signals of the units and the period with
    /// words that may be seen, which one of the metrics counts; any, where it has none.
    fn report_voices(
        &self,
        about: &About<'_>,
        viewer: Option<Viewer<'_>>,
        record: Option<&Record<'_>>,
    ) -> (Vec<Voice>, i64) {
        let zone = self.program().zone();
        let mut heard: Vec<(f64, Time, String, Voice)> = Vec::new();
        self.each_signal(record.map(Record::spoken), &mut |shown: Shown<'_>| {
            let signal = shown.signal;
            let is_mine = signal.verbatim.is_some()
                && about.has(signal.unit.as_deref())
                && about.period.holds(shown.key.0, zone);
            if !is_mine {
                return;
            }
            let Some(score) = self.score(about.spec, &shown) else {
                return;
            };
            let key: &Key = shown.key;
            let (sight, voice) = self.voice(viewer, key, signal.clone());
            if sight == Sight::Whole && voice.verbatim.is_some() {
                heard.push((score, key.0, String::from(&key.1), voice));
            }
        });
        let of = i64::try_from(heard.len()).unwrap_or(i64::MAX);
        (spread(heard, about.spec.voices as usize), of)
    }

    /// What a signal scores: its answer to the first of the metrics that counts it, on the scale from 0 to 1;
    /// absent where none does.
    fn score(&self, spec: &ReportSpec, shown: &Shown<'_>) -> Option<f64> {
        if spec.metrics.is_empty() {
            return Some(0.0);
        }
        let version = self.plans.at(shown.key.0);
        let facts = SignalFacts {
            program: &version.program,
            signal: shown.signal,
            attributes: shown.attributes,
        };
        let all: Vec<(CellKey, Tally)> = version.metrics.contributions(shown.signal, &facts);
        spec.metrics.iter().find_map(|id| {
            let (_, tally) = all.iter().find(|(key, _)| key.metric == *id)?;
            let metric = version.program.spec().metrics.get(id)?;
            let estimate = tally.estimate(metric.kind, CONFIDENCE).ok()?;
            let [low, high] = range_of(metric);
            let counted = (estimate.value? - low) / (high - low);
            Some(answered(shown.signal, metric).unwrap_or(counted))
        })
    }

    /// The loop over some cases.
    pub(super) fn loop_of(&self, group: Option<String>, cases: &[&Case]) -> LoopRow {
        let now = self.now();
        self.state.follow_up.asked(&self.plans, |company| {
            loop_row(company, group, cases.iter().copied(), now)
        })
    }
}

/// The answer that a metric is made of, on its scale from 0 to 1; absent where it is no such answer.
#[expect(clippy::cast_precision_loss, reason = "answers are far below 2^53")]
fn answered(signal: &Signal, metric: &crate::program::MetricSpec) -> Option<f64> {
    let [low, high] = metric.scale?.map(|end| end as f64);
    let answer = match signal.fields.get(&metric.of)? {
        Value::Int(answer) => *answer as f64,
        Value::Number(answer) => *answer,
        _ => return None,
    };
    (low < high).then(|| (answer - low) / (high - low))
}
