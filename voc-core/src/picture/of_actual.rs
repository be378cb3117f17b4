//! How actual journeys deviate from the planned one, as a picture.

use super::deviations::{DeviationStage, DeviationStep, Deviations, MomentMet, Unplanned};
use super::path_map::PathMap;
use crate::error::Error;
use crate::journey::{Actual, Conformance, Deviation, Met, MetRow, MomentRow};
use crate::program::{ExpectSpec, JourneySpec, Label, ProgramSpec, StageSpec};

/// Instances held against their plan.
struct Held<'a> {
    spec: &'a ProgramSpec,
    journey: &'a JourneySpec,
    met: Met,
    conformance: Conformance,
}

impl Deviations {
    /// Of the instances of a journey. A touch point is late where a moment of truth at it is.
    ///
    /// # Errors
    /// As [`Actual::conformance`].
    pub fn of(actual: &Actual) -> Result<Self, Error> {
        let (program, id) = (actual.journey().program(), actual.journey().id());
        let Some(journey) = program.spec().journeys.get(id) else {
            return Ok(Self::nothing(id));
        };
        let held = Held {
            spec: program.spec(),
            journey,
            met: actual.met(),
            conformance: actual.conformance(None)?,
        };
        let fitness = &held.conformance.fitness;
        let stages = journey.stages.iter().map(|stage| held.stage(stage));
        let moments = held.conformance.moments.iter();
        let moments = moments
            .filter(|row| row.is_told)
            .map(|row| held.moment(row));
        Ok(Self {
            title: named(id, journey.label.as_ref()),
            instances: fitness.instances,
            fitness: fitness.mean,
            stages: stages.collect(),
            unplanned: held.unplanned(),
            moments: moments.collect(),
            ..Self::nothing(id)
        })
    }

    fn nothing(id: &str) -> Self {
        Self {
            title: Label::One(id.to_owned()),
            subtitle: None,
            instances: 0,
            fitness: None,
            stages: Vec::new(),
            unplanned: Vec::new(),
            moments: Vec::new(),
        }
    }
}

impl Held<'_> {
    fn stage(&self, stage: &StageSpec) -> DeviationStage {
        let rows = self.met.rows.iter().enumerate();
        let own = rows.filter(|(_, row)| row.stage == stage.id);
        let expect = stage.expect.as_ref();
        let count = |kind: Deviation, promised: bool| {
            promised.then(|| {
                let mut rows = self.conformance.deviations.iter();
                let row = rows.find(|row| {
                    row.kind == kind
                        && row.moment.is_none()
                        && row.stage.as_ref() == Some(&stage.id)
                });
                row.map_or(0, |row| row.instances)
            })
        };
        let contacts = expect.is_some_and(|expect| {
            expect.contacts.is_some() || expect.segments.values().any(|it| it.contacts.is_some())
        });
        let outcome = expect.is_some_and(|expect| {
            expect.outcome.is_some() || expect.segments.values().any(|it| it.outcome.is_some())
        });
        DeviationStage {
            label: named(&stage.id, stage.label.as_ref()),
            late: count(Deviation::Late, expect.is_some_and(is_timed)),
            too_many_contacts: count(Deviation::TooManyContacts, contacts),
            outcome_missed: count(Deviation::OutcomeMissed, outcome),
            steps: own.map(|(place, row)| self.step(place, row)).collect(),
        }
    }

    fn step(&self, place: usize, row: &MetRow) -> DeviationStep {
        let spec = self.spec.touch_points.get(&row.touch_point);
        DeviationStep {
            id: id(place, row),
            label: Some(named(
                &row.touch_point,
                spec.and_then(|spec| spec.label.as_ref()),
            )),
            instances: Some(row.instances),
            followed: row.followed,
            skipped: row.skipped,
            repeated: row.repeated,
            out_of_order: row.out_of_order,
            late: self.late(row).map(|late| late.min(row.instances)),
        }
    }

    /// In how many instances a moment of truth with a promise was late at a touch point: of several moments
    /// the most.
    fn late(&self, row: &MetRow) -> Option<u64> {
        let moments = self.conformance.moments.iter();
        let here = moments.filter(|moment| moment.touch_point.as_ref() == Some(&row.touch_point));
        let promised = here.filter(|moment| self.is_timed(moment));
        promised.map(came_late).max()
    }

    fn is_timed(&self, moment: &MomentRow) -> bool {
        let spec = self.journey.moments_of_truth.get(&moment.moment);
        spec.is_some_and(|spec| spec.expect.as_ref().is_some_and(is_timed))
    }

    fn unplanned(&self) -> Vec<Unplanned> {
        let rows = self.met.unplanned.iter().map(|row| {
            let after = row
                .after
                .and_then(|place| Some((place, self.met.rows.get(place)?)));
            Unplanned {
                label: named(&row.activity, label(self.spec, &row.activity)),
                after: after.map(|(place, row)| id(place, row)),
                instances: row.instances,
            }
        });
        rows.collect()
    }

    fn moment(&self, row: &MomentRow) -> MomentMet {
        let spec = self.journey.moments_of_truth.get(&row.moment);
        let rule = spec.and_then(|spec| self.spec.rules.get(spec.rule.as_ref()?));
        let late = self.is_timed(row).then(|| whole(row.late));
        let is_absence = rule.is_some_and(|rule| rule.absent.is_some());
        MomentMet {
            label: named(&row.moment, spec.and_then(|spec| spec.label.as_ref())),
            is_absence,
            instances: Some(whole(row.kept.n)),
            missing: whole(row.missing) + whole(row.happened),
            // Of an absence, late is what did not happen.
            late: late.filter(|_| !is_absence),
        }
    }
}

impl PathMap {
    /// The map of the paths of a journey's instances, with the names that the program gives to touch points
    /// and kinds. `at_least` is as in [`PathMap::at_least`].
    ///
    /// # Errors
    /// As [`PathMap::of`].
    pub fn of_actual(actual: &Actual, at_least: f64) -> Result<Self, Error> {
        let (spec, id) = (actual.journey().program().spec(), actual.journey().id());
        let journey = spec.journeys.get(id);
        let title = named(id, journey.and_then(|journey| journey.label.as_ref()));
        let mut map = Self::of(&actual.log(), title, at_least)?;
        for activity in &mut map.activities {
            activity.label = label(spec, &activity.id).cloned();
        }
        Ok(map)
    }
}

/// The label of a touch point, else of a kind.
fn label<'s>(spec: &'s ProgramSpec, activity: &str) -> Option<&'s Label> {
    let point = spec.touch_points.get(activity);
    let kind = spec.kinds.get(activity);
    let label = point.and_then(|spec| spec.label.as_ref());
    label.or_else(|| kind.and_then(|spec| spec.label.as_ref()))
}

/// A touch point that stands at several stages has another id at each.
fn id(place: usize, row: &MetRow) -> String {
    format!("{}-{}", place + 1, row.touch_point)
}

/// In how many instances it came, and too late: not those in which it is late and has not come.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a count is a count"
)]
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn came_late(row: &MomentRow) -> u64 {
    let kept = row.kept.value.unwrap_or(0.0) * row.kept.n as f64;
    whole(row.reached - kept.round() as i64)
}

fn is_timed(expect: &ExpectSpec) -> bool {
    expect.within.is_some() || expect.segments.values().any(|it| it.within.is_some())
}

fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn named(id: &str, label: Option<&Label>) -> Label {
    label.cloned().unwrap_or_else(|| Label::One(id.to_owned()))
}
