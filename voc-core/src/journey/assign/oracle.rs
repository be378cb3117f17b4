//! `JOURNEYS.md` read a second time: for each signal everything before it is read again.

use super::machine::Reason;
use crate::condition::Truth;
use crate::journey::plan::Journey;
use crate::ordered::Few;
use crate::program::{INVITATION, JourneySpec};
use crate::rule::SignalFacts;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;

/// One signal, with what is known of its customer as of it.
pub(super) struct Heard {
    pub(super) id: String,
    pub(super) signal: Signal,
    pub(super) known: Few<String, Value>,
}

/// Where a signal belongs: the place of its instance's first signal, or why nowhere.
pub(super) type Belongs = Result<usize, Reason>;

/// An instance as it stands before a signal.
struct Begun {
    first: usize,
    last: Time,
    /// The place of its last signal.
    latest: usize,
    key: Option<String>,
    has_ended: bool,
}

/// Where each of a customer's signals belongs.
pub(super) fn read(journey: &Journey, signals: &[Heard]) -> Vec<Belongs> {
    let spec = journey.program().spec().journeys.get(journey.id()).unwrap();
    let mut begun: Vec<Begun> = Vec::new();
    let mut found = Vec::new();
    for (place, heard) in signals.iter().enumerate() {
        let one = One {
            journey,
            spec,
            heard,
        };
        let belongs = one.belongs(&begun).map(|known| {
            if known.is_none() {
                begun.push(Begun {
                    first: place,
                    last: heard.signal.at,
                    latest: place,
                    key: one.key(),
                    has_ended: false,
                });
            }
            known.unwrap_or(begun.len() - 1)
        });
        found.push(belongs.map(|at| begun[at].first));
        if let Ok(at) = belongs
            && begun[at].is_open(&one)
        {
            begun[at].last = heard.signal.at;
            begun[at].latest = place;
            begun[at].has_ended = one.holds(spec.ends.as_ref());
        }
    }
    found
}

impl Begun {
    fn is_open(&self, now: &One<'_>) -> bool {
        let zone = now.journey.program().zone();
        let over = now.spec.gap.map(|gap| gap.after(self.last, zone));
        !self.has_ended && over.is_none_or(|over| now.heard.signal.at < over)
    }
}

struct One<'o> {
    journey: &'o Journey,
    spec: &'o JourneySpec,
    heard: &'o Heard,
}

impl One<'_> {
    fn holds(&self, source: Option<&String>) -> bool {
        let program = self.journey.program();
        let condition = source.and_then(|source| program.condition(source));
        let facts = SignalFacts {
            program,
            signal: &self.heard.signal,
            attributes: &self.heard.known,
        };
        condition.is_some_and(|condition| condition.holds(&facts) == Truth::Yes)
    }

    fn key(&self) -> Option<String> {
        let value = self.heard.signal.fields.get(self.spec.key.as_ref()?)?;
        Some(value.to_string()).filter(|text| !text.is_empty())
    }

    fn is_candidate(&self) -> bool {
        let signal = &self.heard.signal;
        let mut stages = self.spec.stages.iter();
        let mut moments = self.spec.moments_of_truth.values();
        let at = signal.touch_point.as_ref();
        let planned = at.is_some_and(|at| {
            stages.clone().any(|stage| stage.touch_points.contains(at))
                || moments.any(|moment| moment.at.as_ref() == Some(at))
        });
        let told = signal.stage.as_ref();
        let named = told.is_some_and(|id| stages.any(|stage| stage.id == *id));
        let mut conditions = [&self.spec.starts, &self.spec.ends].into_iter();
        let about_customer = !self.journey.program().is_about_employee(&signal.kind);
        about_customer
            && (planned
                || named
                || self.key().is_some()
                || conditions.any(|condition| self.holds(condition.as_ref())))
    }

    fn only_speaks(&self) -> bool {
        let signal = &self.heard.signal;
        let surveys = &self.journey.program().spec().surveys;
        let asks = |field: &String| {
            let mut surveys = surveys.values();
            surveys.any(|survey| survey.questions.contains_key(field))
        };
        signal.kind == INVITATION || signal.fields.keys().any(asks)
    }

    /// The place of its instance among those that have begun, or none where it begins one.
    fn belongs(&self, begun: &[Begun]) -> Result<Option<usize>, Reason> {
        if !self.is_candidate() {
            return Err(Reason::Elsewhere);
        }
        let key = self.key();
        let places = 0..begun.len();
        if self.spec.key.is_some() && key.is_none() {
            let mut open = places.filter(|at| begun[*at].is_open(self));
            return match (open.next(), open.next()) {
                (Some(only), None) => Ok(Some(only)),
                (None, _) if self.only_speaks() => {
                    let recent = (0..begun.len()).max_by_key(|at| begun[*at].latest);
                    recent.map(Some).ok_or(Reason::NoneOpen)
                }
                (None, _) => Err(Reason::NoneOpen),
                _ => Err(Reason::SeveralOpen),
            };
        }
        let last = places.rev().find(|at| begun[*at].key == key);
        if last.is_some_and(|at| begun[at].is_open(self)) {
            return Ok(last);
        }
        let starts = self.holds(self.spec.starts.as_ref());
        if self.only_speaks() && !starts {
            return last.map(Some).ok_or(Reason::BeforeStart);
        }
        let begins = match (&self.spec.starts, &self.spec.key) {
            (Some(_), _) => starts,
            (None, Some(_)) => last.is_none(),
            (None, None) => true,
        };
        match (begins, last) {
            (true, _) => Ok(None),
            (false, None) => Err(Reason::BeforeStart),
            (false, Some(_)) => Err(Reason::AfterEnd),
        }
    }
}
