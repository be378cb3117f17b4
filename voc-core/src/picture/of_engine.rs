//! A journey of a program with the numbers of an engine, as a map and as a scorecard.

use super::heard::{Counts, Heard, Place, opened_at};
use super::journey_map::{JourneyMap, MapChannel, MapStage, MapTouchPoint, Moment, Weighed};
use super::measure::{Measure, Unit};
use super::promised::{noted, promised, ranks};
use super::scorecard::{ScoreRow, Scorecard};
use super::tally::Elsewhere;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::insight::accountability::Weighing;
use crate::journey::Actual;
use crate::metric::{Estimate, MetricQuery};
use crate::named::Named;
use crate::program::{
    JourneySpec, Label, MetricKind, MetricSpec, MomentSpec, ProgramSpec, StageSpec,
};

/// A journey, and what was heard on it.
struct Drawn<'a> {
    engine: &'a Engine,
    spec: &'a ProgramSpec,
    journey: &'a JourneySpec,
    title: Label,
    heard: &'a Heard,
}

impl JourneyMap {
    /// The map of a journey of the engine's program. Where its instances are given, they say how its moments
    /// of truth rank in the data: by the share of instances in which a moment was broken, of those in which
    /// that is decided, the largest first. What is as often broken has the same rank; what is nowhere decided
    /// has none. Beside that each has its rank among them by importance × volume × gap, as
    /// [`Engine::moment_ranks`] weighs it.
    ///
    /// # Errors
    /// An unknown journey, instances of another, an importance or target of a moment that there is not.
    pub fn of(
        engine: &Engine,
        journey: &str,
        heard: &Heard,
        actual: Option<&Actual>,
        weighing: &Weighing,
    ) -> Result<Self, Error> {
        let drawn = Drawn::new(engine, journey, heard)?;
        if let Some(other) = actual.map(|actual| actual.journey().id())
            && other != journey
        {
            let message = format!("these are instances of `{other}`, not of `{journey}`");
            return Err(Error::new(Code::WrongType, message).at("actual"));
        }
        let mut moments = drawn.moments(&weighed(engine, journey, weighing)?);
        if let Some(actual) = actual {
            // Both are in the order of their declared ranks.
            let ranks = ranks(&actual.conformance(None)?.moments);
            for (moment, rank) in moments.iter_mut().zip(ranks) {
                moment.data_rank = rank;
            }
        }
        let stages = drawn.journey.stages.iter();
        let stages = stages.map(|stage| drawn.stage(stage));
        Ok(Self {
            title: drawn.title.clone(),
            subtitle: None,
            stages: stages.collect::<Result<_, _>>()?,
            moments,
            elsewhere: drawn.elsewhere(),
        })
    }
}

impl Scorecard {
    /// The scorecard of a journey of the engine's program.
    ///
    /// # Errors
    /// An unknown journey.
    pub fn of(engine: &Engine, journey: &str, heard: &Heard) -> Result<Self, Error> {
        let drawn = Drawn::new(engine, journey, heard)?;
        let rows = drawn.journey.stages.iter().map(|stage| {
            let MapStage {
                label,
                metric,
                volume,
                concerns,
                praise,
                accountable,
                ..
            } = drawn.stage(stage)?;
            let mut cases = engine.cases().filter(|case| case.is_open());
            let mine = |place: Place| place[0].as_ref() == Some(&stage.id);
            let open = cases.by_ref().filter(|case| mine(opened_at(case))).count();
            Ok::<_, Error>(ScoreRow {
                label,
                metric,
                volume,
                concerns,
                praise,
                open: Some(open as u64),
                accountable,
            })
        });
        Ok(Self {
            title: drawn.title.clone(),
            subtitle: None,
            stages: rows.collect::<Result<_, _>>()?,
            elsewhere: drawn.elsewhere(),
        })
    }
}

impl<'a> Drawn<'a> {
    fn new(engine: &'a Engine, journey: &str, heard: &'a Heard) -> Result<Self, Error> {
        let spec = engine.program().spec();
        let found = spec.journeys.get(journey).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown journey `{journey}`"))
                .at("journey")
                .nearest(journey, spec.journeys.keys().map(String::as_str))
        })?;
        Ok(Self {
            engine,
            spec,
            journey: found,
            title: named(journey, found.label.as_ref()),
            heard,
        })
    }

    fn stage(&self, stage: &StageSpec) -> Result<MapStage, Error> {
        let here = |place: &Place| place[0].as_ref() == Some(&stage.id);
        let Counts {
            signals,
            concerns,
            praise,
        } = self.heard.sum(&here);
        let metric = stage.metric.as_ref();
        let points = stage.touch_points.iter();
        Ok(MapStage {
            label: named(&stage.id, stage.label.as_ref()),
            metric: metric
                .map(|it| self.measure(it, &stage.id))
                .transpose()?
                .flatten(),
            volume: signals,
            concerns: Some(concerns),
            praise,
            accountable: stage
                .accountable
                .iter()
                .map(|unit| self.unit(unit))
                .collect(),
            touch_points: points
                .map(|point| self.touch_point(&stage.id, point))
                .collect(),
        })
    }

    fn touch_point(&self, stage: &str, point: &str) -> MapTouchPoint {
        let spec = self.spec.touch_points.get(point);
        let here = |place: &Place| {
            place[0].as_deref() == Some(stage) && place[1].as_deref() == Some(point)
        };
        let counts = self.heard.sum(&here);
        let declared = spec
            .map(|spec| spec.channels.as_slice())
            .unwrap_or_default();
        let volume = |channel: Option<&str>| {
            let mine = |place: &Place| here(place) && place[2].as_deref() == channel;
            self.heard.sum(&mine).signals
        };
        let channels = declared.iter().map(|channel| {
            let spec = self.spec.channels.get(channel);
            MapChannel {
                label: named(channel, spec.and_then(|spec| spec.label.as_ref())),
                volume: volume(Some(channel)),
            }
        });
        let mut channels: Vec<MapChannel> = channels.collect();
        // What came through no channel of the touch point is shown too.
        let known: u64 = channels.iter().filter_map(|channel| channel.volume).sum();
        let rest = counts
            .signals
            .map_or(0, |signals| signals.saturating_sub(known));
        if rest > 0 {
            channels.push(MapChannel {
                label: Label::One("Other, or not said".to_owned()),
                volume: Some(rest),
            });
        }
        let owner = spec.and_then(|spec| spec.owner.as_ref());
        MapTouchPoint {
            id: point.to_owned(),
            label: spec.and_then(|spec| spec.label.clone()),
            owner: owner.map(|unit| self.unit(unit)),
            channels,
            concerns: Some(counts.concerns),
            praise: counts.praise,
        }
    }

    /// The number of a stage; none where that is withheld.
    fn measure(&self, metric: &str, stage: &str) -> Result<Option<Measure>, Error> {
        let spec = self.spec.metrics.get(metric);
        let query = MetricQuery {
            by: vec!["stage".to_owned()],
            ..MetricQuery::default()
        };
        let rows = self.engine.metric(metric, &query)?;
        let mine = rows.iter().find(|row| {
            let mut groups = row.group.iter().map(|(_, group)| group.as_deref());
            groups.next().flatten() == Some(stage)
        });
        if mine.is_some_and(|row| row.withheld) {
            return Ok(None);
        }
        let estimate = mine.and_then(|row| row.estimate);
        let unit = match spec.map(|spec| spec.kind) {
            Some(MetricKind::Nps) => Unit::Nps,
            Some(kind) if !kind.is_share() => Unit::Plain,
            _ => Unit::Share,
        };
        let range = spec.map(MetricSpec::range).filter(|_| unit == Unit::Plain);
        let scale =
            range.map(|range| ends(range, rows.iter().filter_map(|row| row.estimate.as_ref())));
        // A mean lies on the scale of its answers, whatever Student's interval says.
        let within = |end: f64| scale.map_or(end, |[least, most]| end.clamp(least, most));
        Ok(Some(Measure {
            label: named(metric, spec.and_then(|spec| spec.label.as_ref())),
            value: estimate.and_then(|it| it.value),
            low: estimate.and_then(|it| it.low).map(within),
            high: estimate.and_then(|it| it.high).map(within),
            n: estimate.map_or(0, |it| u64::try_from(it.n).unwrap_or(0)),
            unit,
            scale,
        }))
    }

    fn unit(&self, unit: &str) -> Label {
        let spec = self.spec.units.get(unit);
        named(unit, spec.and_then(|spec| spec.label.as_ref()))
    }

    /// By their declared rank, those without one last; then by id.
    fn moments(&self, weighed: &Named<Weighed>) -> Vec<Moment> {
        let mut moments: Vec<_> = self.journey.moments_of_truth.iter().collect();
        moments.sort_by_key(|(_, moment)| moment.declared_rank.unwrap_or(u32::MAX));
        let moments = moments.into_iter();
        moments
            .map(|(id, moment)| Moment {
                weighed: weighed.get(id).copied(),
                ..self.moment(id, moment)
            })
            .collect()
    }

    fn moment(&self, id: &str, moment: &MomentSpec) -> Moment {
        let mut points = self
            .journey
            .stages
            .iter()
            .flat_map(|stage| &stage.touch_points);
        let at = moment
            .at
            .as_ref()
            .filter(|at| points.any(|point| point == *at));
        let rule = moment.rule.as_ref();
        let spec = rule.and_then(|rule| self.spec.rules.get(rule));
        let missing = spec.is_some_and(|rule| rule.absent.is_some() || rule.silence.is_some());
        let note = rule.map(|id| match spec.and_then(|spec| spec.label.as_ref()) {
            Some(label) => label.clone(),
            None => Label::One(format!("seen by the rule {id}")),
        });
        let expect = moment.expect.as_ref();
        let note = noted(note, expect.and_then(|it| promised(self.spec, it)));
        Moment {
            label: named(id, moment.label.as_ref()),
            at: at.cloned(),
            missing,
            note,
            declared_rank: moment.declared_rank,
            data_rank: None,
            weighed: None,
        }
    }

    /// What was heard at no stage of the journey.
    fn elsewhere(&self) -> Option<Elsewhere> {
        let stages = &self.journey.stages;
        let here = |place: &Place| {
            stages
                .iter()
                .any(|stage| place[0].as_ref() == Some(&stage.id))
        };
        let counts = self.heard.sum(&|place| !here(place));
        let elsewhere = Elsewhere {
            signals: counts.signals,
            concerns: Some(counts.concerns),
            praise: counts.praise,
        };
        (!elsewhere.is_nothing()).then_some(elsewhere)
    }
}

/// The moments of a journey that can be weighed, each with its rank among them.
fn weighed(engine: &Engine, journey: &str, weighing: &Weighing) -> Result<Named<Weighed>, Error> {
    let ranks = engine.moment_ranks(weighing)?.into_iter();
    let mine = ranks.filter(|one| one.journey == journey && one.rank.is_some());
    let numbered = (1..).zip(mine).map(|(rank, one)| {
        let weighed = Weighed {
            rank,
            importance: one.importance_given.then_some(one.importance),
            volume: u64::try_from(one.volume).unwrap_or(0),
            gap: one.gap.unwrap_or_default(),
        };
        (one.moment, weighed)
    });
    Ok(numbered.collect())
}

/// The ends of a scale: those that a metric has, else of all that is to be shown on it, and of 0.
fn ends<'e>([least, most]: [f64; 2], shown: impl Iterator<Item = &'e Estimate>) -> [f64; 2] {
    let numbers = shown.flat_map(|it| [it.value, it.low, it.high]);
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for number in numbers.flatten() {
        (low, high) = (low.min(number), high.max(number));
    }
    let low = if least.is_finite() { least } else { low };
    let high = if most.is_finite() { most } else { high };
    [low, if low < high { high } else { low + 1.0 }]
}

/// A label, or the id where there is none.
fn named(id: &str, label: Option<&Label>) -> Label {
    label.cloned().unwrap_or_else(|| Label::One(id.to_owned()))
}
