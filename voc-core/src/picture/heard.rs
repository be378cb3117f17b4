//! How much was heard where: signals, concerns and praise by stage, touch point and channel.

use crate::case::Case;
use crate::engine::columns::FrameRun;
use crate::engine::{AlertRow, Engine, Refused};
use crate::error::Code;
use crate::metric::MetricQuery;
use crate::named::Named;
use crate::ordered::Map;
use crate::program::{MetricKind, Program};
use crate::rule::AlertKind;
use crate::signal::{Body, Input, Signal};
use std::borrow::Borrow;

/// Stage, touch point, channel; absent where not said.
pub(super) type Place = [Option<String>; 3];

/// Where each signal was, by the id of the input that brought it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touches {
    of: Named<usize>,
    places: Vec<Place>,
    numbers: Map<Place, usize>,
}

/// How much was heard at each stage, touch point and channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    signals: Option<Map<Place, u64>>,
    concerns: Map<Place, u64>,
    praise: Option<Map<Place, u64>>,
}

/// How much was heard, together; what is not known is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) signals: Option<u64>,
    pub(super) concerns: u64,
    pub(super) praise: Option<u64>,
}

impl Touches {
    /// Of inputs in the order in which they came.
    pub fn of<I: Borrow<Input>>(program: &Program, inputs: impl IntoIterator<Item = I>) -> Self {
        let mut touches = Self::default();
        let mut taken_back: Named<()> = Named::new();
        for input in inputs {
            let input = input.borrow();
            match &input.body {
                Body::Signal(signal) => {
                    let number = touches.number(place(program, signal));
                    touches.of.insert(input.id.as_str(), number);
                }
                Body::Retract(retract) => {
                    taken_back.insert(retract.signal.as_str(), ());
                }
                _ => {}
            }
        }
        for id in taken_back.keys() {
            touches.of.remove(id.as_str());
        }
        touches
    }

    /// Takes out the signals that were refused. What was refused because its id is taken leaves the one
    /// that took it.
    pub fn refuse(&mut self, refused: &[Refused]) {
        for one in refused {
            if one.error.code != Code::IdTaken {
                self.of.remove(one.id.as_str());
            }
        }
    }

    fn number(&mut self, place: Place) -> usize {
        if let Some(known) = self.numbers.get(&place) {
            return *known;
        }
        let number = self.places.len();
        self.places.push(place.clone());
        self.numbers.insert(place, number);
        number
    }

    fn place(&self, signal: &str) -> Option<&Place> {
        self.places.get(*self.of.get(signal)?)
    }
}

/// Where a signal was; at the stage of its touch point, where that has just one.
fn place(program: &Program, signal: &Signal) -> Place {
    let touch_point = signal.touch_point.as_deref();
    let stage =
        signal
            .stage
            .clone()
            .or_else(|| match touch_point.map(|name| program.stages_of(name)) {
                Some([only]) => Some(only.clone()),
                _ => None,
            });
    [stage, signal.touch_point.clone(), signal.channel.clone()]
}

impl Heard {
    /// Of all signals of a run and the alerts that stand. An alert counts where the last signal behind it
    /// was; one of a rule over a metric, which has no signal, is heard nowhere.
    pub fn of_run(touches: &Touches, alerts: &[AlertRow]) -> Self {
        let mut signals = Map::new();
        for number in touches.of.values() {
            if let Some(place) = touches.places.get(*number) {
                *signals.or_default(place) += 1;
            }
        }
        let (mut concerns, mut praise) = (Map::new(), Map::new());
        for alert in alerts {
            let last = alert.signals.last();
            if let Some(place) = last.and_then(|id| touches.place(id)) {
                let counts = match alert.kind {
                    AlertKind::Concern => &mut concerns,
                    AlertKind::Praise => &mut praise,
                };
                *counts.or_default(place) += 1;
            }
        }
        Self {
            signals: Some(signals),
            concerns,
            praise: Some(praise),
        }
    }

    /// The same of a run over a table.
    pub fn of_frame(run: &FrameRun) -> Self {
        let mut touches = Touches::of(run.program(), run.inputs());
        touches.refuse(&run.refused());
        Self::of_run(&touches, &run.alerts())
    }

    /// Of what an engine keeps. Concerns are the standing alerts behind cases, where the case was opened.
    /// Signals are those that the first metric by name counts which is a rate without `out_of`, since it
    /// counts all; they are not known where there is none. Praise is not kept by touch point.
    pub fn of_engine(engine: &Engine) -> Self {
        let mut concerns = Map::new();
        for case in engine.cases() {
            let standing = case.alerts.iter().filter(|alert| alert.standing).count() as u64;
            if standing > 0 {
                *concerns.or_default(&opened_at(case)) += standing;
            }
        }
        Self {
            signals: counted(engine),
            concerns,
            praise: None,
        }
    }

    /// What was heard where this holds.
    pub(super) fn sum(&self, holds: &dyn Fn(&Place) -> bool) -> Counts {
        let sum = |counts: &Map<Place, u64>| {
            let mine = counts.iter().filter(|(place, _)| holds(place));
            mine.map(|(_, count)| count).sum()
        };
        Counts {
            signals: self.signals.as_ref().map(sum),
            concerns: sum(&self.concerns),
            praise: self.praise.as_ref().map(sum),
        }
    }
}

pub(super) fn opened_at(case: &Case) -> Place {
    let about = case.about.get();
    [about.stage, about.touch_point, about.channel]
}

fn counted(engine: &Engine) -> Option<Map<Place, u64>> {
    let mut metrics = engine.program().spec().metrics.iter();
    let all = metrics.find(|(_, spec)| {
        let whole = spec.out_of.is_none() && spec.survey.is_none() && spec.weight.is_none();
        spec.kind == MetricKind::Rate && whole
    });
    let by = ["stage", "touch_point", "channel"].map(str::to_owned);
    let query = MetricQuery {
        by: by.to_vec(),
        ..MetricQuery::default()
    };
    let mut signals: Map<Place, u64> = Map::new();
    for row in engine.metric(all?.0, &query).ok()? {
        let part = |name: &String| row.group.get(name).cloned().flatten();
        // What is withheld is not told by the volume either.
        let count = u64::try_from(row.estimate?.n).unwrap_or(0);
        *signals.or_default(&[0, 1, 2].map(|at| by.get(at).and_then(part))) += count;
    }
    Some(signals)
}
