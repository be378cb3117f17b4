//! The report of a unit on a period, of what the engine holds and, where it is given, the record of a run.

use super::Engine;
use super::spoken::{Record, Shown};
use crate::case::{Case, State};
use crate::error::{Code, Error};
use crate::insight::accountability::subtree;
use crate::insight::{
    LoopRow, MetricChange, OpenConcerns, ReportPeriod, UnitReport, Voice, causes, loop_row, spread,
};
use crate::metric::small_groups::withhold_groups;
use crate::metric::{Added, CONFIDENCE, CellKey, Gathered, Reading, unit_parents, why_withheld};
use crate::named::Named;
use crate::program::{Better, Program, ReportSpec};
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
        let metrics = self.report_metrics(unit, &about)?;
        // What customers said is withheld with the numbers that it stands behind.
        let (voices, voices_of) = if metrics.iter().any(|metric| metric.now.is_none()) {
            (Vec::new(), 0)
        } else {
            self.report_voices(&about, viewer, record)
        };
        let end = about.period.end(zone);
        let mut made = UnitReport {
            report: report.to_owned(),
            unit: unit.to_owned(),
            label: declared.get(unit).and_then(|unit| unit.label.clone()),
            period: about.period.first.to_string(),
            until: about.period.behind.to_string(),
            is_over: self.now().is_some_and(|now| end <= now),
            metrics,
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
            let reading = Reading::of_metric(program, metric);
            let answers = |period: ReportPeriod| {
                let plan = &self.plans.newest().metrics;
                let by_unit = plan.by_unit(self.state.facts.cells(), id, period.days());
                shown(program, unit, &by_unit)
            };
            let now = answers(about.period)?;
            let before = answers(about.period.before(about.spec.every))?;
            let estimate = |of: &Option<Gathered>| {
                let of = of.as_ref().map(|of| of.estimate(reading, CONFIDENCE));
                of.transpose()
            };
            let both = now.as_ref().zip(before.as_ref());
            let change = both.map(|(now, before)| now.compare(before, reading, CONFIDENCE));
            let min_n = program.spec().privacy.min_n.unwrap_or_default();
            Ok(MetricChange {
                metric: id.clone(),
                label: metric.label.clone(),
                scale: Some(metric.range()).filter(|ends| ends.iter().all(|end| end.is_finite())),
                now: estimate(&now)?,
                before: estimate(&before)?,
                change: change.transpose()?,
                why: both.is_none().then(|| why_withheld(min_n.into())),
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
        let all: Vec<(CellKey, Added)> = version.metrics.contributions(shown.signal, &facts);
        spec.metrics.iter().find_map(|id| {
            let (_, added) = all.iter().find(|(key, _)| key.metric == *id)?;
            let metric = version.program.spec().metrics.get(id)?;
            let reading = version.metrics.reading(id)?;
            let one = Gathered::from(added.clone());
            let value = one.estimate(reading, CONFIDENCE).ok()?.value?;
            let [low, high] = metric.range();
            if low.is_infinite() || high.is_infinite() {
                return None;
            }
            let counted = (value - low) / (high - low);
            let counted = if metric.is_better_low() {
                1.0 - counted
            } else {
                counted
            };
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

/// The answers of a unit and of all units below it; none where they are withheld, as the program says, beside
/// those of all other units.
pub(super) fn shown(
    program: &Program,
    unit: &str,
    by_unit: &Named<Gathered>,
) -> Result<Option<Gathered>, Error> {
    let all = subtree(program, unit, by_unit);
    let Some(min_n) = program.spec().privacy.min_n else {
        return Ok(Some(all));
    };
    let groups = by_unit.iter();
    let groups = groups.map(|(unit, gathered)| {
        (
            vec![Some(unit.clone())],
            u64::try_from(gathered.answers()).unwrap_or(0),
        )
    });
    let groups: Vec<_> = groups.collect();
    let parents = unit_parents(program);
    let found = withhold_groups(&groups, &parents, min_n.into())?;
    let is_mine = |group: &Vec<Option<String>>| group.first() == Some(&Some(unit.to_owned()));
    let totals = found
        .totals
        .iter()
        .map(|total| (&total.group, total.is_withheld));
    let own = groups.iter().map(|(group, _)| group).zip(found.groups);
    // A unit that has units below is told with these; any other alone.
    let mut mine = totals.chain(own).filter(|(group, _)| is_mine(group));
    let is_withheld = mine.next().is_some_and(|(_, is_withheld)| is_withheld);
    Ok((!is_withheld).then_some(all))
}

/// The answer that a metric is made of, on its scale from 0, the worse end, to 1; absent where it is no such answer.
#[expect(clippy::cast_precision_loss, reason = "answers are far below 2^53")]
fn answered(signal: &Signal, metric: &crate::program::MetricSpec) -> Option<f64> {
    let [low, high] = metric.scale?.map(|end| end as f64);
    let answer = match signal.fields.get(&metric.of)? {
        Value::Int(answer) => *answer as f64,
        Value::Number(answer) => *answer,
        _ => return None,
    };
    let place = (low < high).then(|| (answer - low) / (high - low))?;
    Some(if metric.better == Some(Better::Low) {
        1.0 - place
    } else {
        place
    })
}
