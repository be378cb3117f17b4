//! Goals, stages across units, and moments of truth, of what the engine holds.

use super::Engine;
use crate::case::Case;
use crate::error::{Code, Error};
use crate::insight::accountability::{
    Goals, MomentRank, StageScores, TargetFrom, UnitScore, Weighing, judged, position, ranked,
};
use crate::metric::{Estimate, MetricQuery};
use crate::named::Named;
use crate::ordered::{Few, insert_in_order};
use crate::program::{Aim, GoalSpec, JourneySpec, Label, MomentSpec, StageSpec};
use crate::time::{Time, written};
use chrono::NaiveDate;

impl Engine {
    /// Where the goals of the program stand, on the local day that it is.
    ///
    /// # Errors
    /// None in practice.
    pub fn goals(&self) -> Result<Goals, Error> {
        let program = self.program();
        let today = self.state.now.unwrap_or(Time::MIN).date_in(program.zone());
        let plan = &self.plans.newest().metrics;
        let cells = self.state.facts.cells();
        judged(
            program,
            &|metric, days| plan.by_unit(cells, metric, days),
            today,
        )
    }

    fn known_journey(&self, journey: &str) -> Result<&JourneySpec, Error> {
        let journeys = &self.program().spec().journeys;
        journeys.get(journey).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown journey `{journey}`"))
                .at("journey")
                .nearest(journey, journeys.keys().map(String::as_str))
        })
    }

    /// The number of a stage, and of each unit that serves it, with the loop of each.
    ///
    /// # Errors
    /// An unknown journey, or a stage that it does not have.
    pub fn stage_scores(&self, journey: &str, stage: &str) -> Result<StageScores, Error> {
        let stages = &self.known_journey(journey)?.stages;
        let found = stages.iter().find(|one| one.id == stage);
        let found = found.ok_or_else(|| {
            Error::new(
                Code::Unknown,
                format!("journey `{journey}` has no stage `{stage}`"),
            )
            .at("stage")
            .nearest(stage, stages.iter().map(|one| one.id.as_str()))
        })?;
        // Of each unit that answers came from its number, where that is not withheld.
        let mut by_unit: Named<Option<Estimate>> = Named::new();
        let mut shared = None;
        let mut is_withheld = false;
        if let Some(metric) = &found.metric {
            let wanted = Some(stage.to_owned());
            for row in self.metric(metric, &asked(&["stage"]))? {
                if row.group.get("stage") == Some(&wanted) {
                    (shared, is_withheld) = (row.estimate, row.withheld);
                }
            }
            for row in self.metric(metric, &asked(&["stage", "unit"]))? {
                let unit = row.group.get("unit").cloned().flatten();
                if let Some(unit) = unit.filter(|_| row.group.get("stage") == Some(&wanted)) {
                    by_unit.insert(unit, row.estimate);
                }
            }
        }
        let at_stage = |case: &&Case| case.about.get().stage.as_deref() == Some(stage);
        let cases: Vec<&Case> = self.cases().filter(at_stage).collect();
        let units = self.serving(found, &by_unit, &cases);
        let spec = self.program().spec();
        let unit_score = |unit: String| {
            let own: Vec<&Case> = cases
                .iter()
                .filter(|case| unit_of(case).as_ref() == Some(&unit))
                .copied()
                .collect();
            let label = spec.units.get(&unit).and_then(|spec| spec.label.as_ref());
            UnitScore {
                label: named(&unit, label),
                is_accountable: found.accountable.contains(&unit),
                value: by_unit.get(&unit).copied().flatten(),
                withheld: by_unit.get(&unit).is_some_and(Option::is_none),
                loop_row: self.loop_of(Some(unit.clone()), &own),
                unit,
            }
        };
        Ok(StageScores {
            journey: journey.to_owned(),
            stage: stage.to_owned(),
            label: named(stage, found.label.as_ref()),
            metric: found.metric.clone(),
            shared,
            withheld: is_withheld,
            accountable: found.accountable.clone(),
            loop_row: self.loop_of(None, &cases),
            units: units.into_iter().map(unit_score).collect(),
        })
    }

    /// The units that serve a stage.
    fn serving(
        &self,
        stage: &StageSpec,
        by_unit: &Named<Option<Estimate>>,
        cases: &[&Case],
    ) -> Vec<String> {
        let points = &self.program().spec().touch_points;
        let owner = |point: &String| points.get(point)?.owner.clone();
        let mut units = Vec::new();
        let answering = by_unit.keys().cloned();
        let of_cases = cases.iter().filter_map(|case| unit_of(case));
        let owners = stage.touch_points.iter().filter_map(owner);
        let accountable = stage.accountable.iter().cloned();
        for unit in answering.chain(of_cases).chain(owners).chain(accountable) {
            insert_in_order(&mut units, unit);
        }
        units
    }

    /// The moments of truth of all journeys, ranked by importance × volume × gap.
    ///
    /// # Errors
    /// An importance or target of a moment that there is not, or that is out of range.
    pub fn moment_ranks(&self, weighing: &Weighing) -> Result<Vec<MomentRank>, Error> {
        let Weighing {
            importance,
            targets,
        } = weighing;
        let journeys = &self.program().spec().journeys;
        let known = || {
            journeys
                .values()
                .flat_map(|one| one.moments_of_truth.keys())
        };
        for (name, moment) in importance
            .keys()
            .map(|one| ("importance", one))
            .chain(targets.keys().map(|one| ("targets", one)))
        {
            if !known().any(|one| one == moment) {
                let message = format!("there is no moment of truth `{moment}`");
                return Err(Error::new(Code::Unknown, message)
                    .at(name)
                    .nearest(moment, known().map(String::as_str)));
            }
        }
        for (moment, value) in importance {
            if !(*value >= 0.0 && value.is_finite()) {
                let message = format!("{value} is no importance: it is 0 or more");
                return Err(
                    Error::new(Code::OutOfRange, message).at(format!("importance.{moment}"))
                );
            }
        }
        let mut measured = Vec::new();
        for (id, journey) in journeys {
            for (moment, spec) in &journey.moments_of_truth {
                let rank = self.measured((id, journey), (moment, spec), targets)?;
                let given = importance.get(moment).copied();
                measured.push(MomentRank {
                    importance: given.unwrap_or(1.0),
                    importance_given: given.is_some(),
                    ..rank
                });
            }
        }
        Ok(ranked(measured))
    }

    fn measured(
        &self,
        (journey_id, journey): (&str, &JourneySpec),
        (moment, spec): (&str, &MomentSpec),
        targets: &Few<String, f64>,
    ) -> Result<MomentRank, Error> {
        let bare = MomentRank {
            journey: journey_id.to_owned(),
            moment: moment.to_owned(),
            rank: None,
            declared_rank: spec.declared_rank,
            of: spec
                .at
                .clone()
                .or_else(|| spec.rule.clone())
                .unwrap_or_default(),
            metric: None,
            value: None,
            withheld: false,
            position: None,
            target: 1.0,
            target_from: TargetFrom::Best,
            gap: None,
            volume: 0,
            importance: 1.0,
            importance_given: false,
            weight: None,
        };
        let asked_target = targets.get(moment).copied();
        let Some(point) = &spec.at else {
            return self.seen_by_rule(bare, spec, asked_target);
        };
        let mut stages = journey.stages.iter();
        let stage = stages.find(|stage| stage.touch_points.contains(point));
        let metric = stage.and_then(|stage| stage.metric.as_ref());
        let metrics = &self.program().spec().metrics;
        let Some((id, metric)) = metric.and_then(|id| Some((id, metrics.get(id)?))) else {
            return Ok(bare);
        };
        let wanted = Some(point.clone());
        let rows = self.metric(id, &asked(&["touch_point"]))?;
        let mut mine = rows.into_iter();
        let mine = mine.find(|row| row.group.get("touch_point") == Some(&wanted));
        let withheld = mine.as_ref().is_some_and(|row| row.withheld);
        let value = mine.and_then(|row| row.estimate);
        let scale = metric.range();
        if scale.iter().any(|end| end.is_infinite()) {
            // Without a scale nobody can say how far from good it is.
            return Ok(bare);
        }
        let aim = self.aim_of(id);
        let is_better_low = aim.map_or(metric.is_better_low(), |aim| aim.at_most);
        let place = |number: f64| {
            let place = position(number, scale);
            if is_better_low { 1.0 - place } else { place }
        };
        let (target, target_from) = match (asked_target, aim) {
            (Some(target), _) => (target, TargetFrom::Asked),
            (None, Some(aim)) => (aim.target, TargetFrom::Goal),
            (None, None) if is_better_low => (scale[0], TargetFrom::Best),
            (None, None) => (scale[1], TargetFrom::Best),
        };
        off_scale(moment, target, scale)?;
        Ok(MomentRank {
            metric: Some(id.clone()),
            position: value.and_then(|it| it.value).map(place),
            volume: value.map_or(0, |it| it.n),
            value,
            withheld,
            target: place(target),
            target_from,
            ..bare
        })
    }

    /// A moment that a rule sees: each of its alerts is one time that it went wrong, or well.
    fn seen_by_rule(
        &self,
        bare: MomentRank,
        spec: &MomentSpec,
        asked_target: Option<f64>,
    ) -> Result<MomentRank, Error> {
        let target = asked_target.unwrap_or(1.0);
        off_scale(&bare.moment, target, [0.0, 1.0])?;
        let rule = spec.rule.as_deref().unwrap_or_default();
        let declared = self.program().spec().rules.get(rule);
        let is_praise = declared.is_some_and(|rule| rule.raise.praise);
        let alerts = self.state.follow_up.alerts.get(rule).copied();
        Ok(MomentRank {
            volume: alerts.unwrap_or(0),
            position: Some(if is_praise { 1.0 } else { 0.0 }),
            target,
            target_from: match asked_target {
                Some(_) => TargetFrom::Asked,
                None => TargetFrom::Best,
            },
            ..bare
        })
    }

    /// What a goal aims at of a metric, as of today.
    fn aim_of(&self, metric: &str) -> Option<Aim> {
        let program = self.program();
        let today = self.state.now.unwrap_or(Time::MIN).date_in(program.zone());
        let goals = program.spec().goals.values();
        let mine = goals.filter(|goal| goal.metric == metric);
        Some(program.spec().aim(due(mine, today)?))
    }
}

/// The goal that is due next on a day, or the last one where all are over.
pub(super) fn due<'g>(
    goals: impl Iterator<Item = &'g GoalSpec>,
    today: NaiveDate,
) -> Option<&'g GoalSpec> {
    let dated = goals.filter_map(|goal| Some((written::date(&goal.due)?, goal)));
    let all: Vec<(NaiveDate, &GoalSpec)> = dated.collect();
    let next = all.iter().filter(|(due, _)| *due >= today);
    let next = next.min_by_key(|(due, _)| *due);
    let last = || all.iter().max_by_key(|(due, _)| *due);
    next.or_else(last).map(|(_, goal)| *goal)
}

fn off_scale(moment: &str, target: f64, [low, high]: [f64; 2]) -> Result<(), Error> {
    if (low..=high).contains(&target) {
        return Ok(());
    }
    let message = format!("a target from {low} to {high} is expected");
    Err(Error::new(Code::OutOfRange, message).at(format!("targets.{moment}")))
}

fn asked(by: &[&str]) -> MetricQuery {
    MetricQuery {
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        ..MetricQuery::default()
    }
}

fn unit_of(case: &Case) -> Option<String> {
    case.unit.clone().or_else(|| case.about.get().unit)
}

fn named(id: &str, label: Option<&Label>) -> Label {
    label.cloned().unwrap_or_else(|| Label::One(id.to_owned()))
}
