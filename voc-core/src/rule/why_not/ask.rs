//! The question, asked of a customer's state.

use super::considered::Considered;
use super::progress::{Look, Progress};
use super::read::Reading;
use super::{Answer, Firing, WhyNot, tell};
use crate::error::{Code, Error};
use crate::ordered::sort_by;
use crate::program::{Pattern, Rule, Subject};
use crate::rule::alert::Alert;
use crate::rule::book::Recent;
use crate::rule::customer::CustomerState;
use crate::rule::facts::SignalFacts;
use crate::rule::plan::Plan;
use crate::rule::standing::Standing;
use crate::rule::track::Handle;
use crate::time::Time;

/// What is asked, and of what.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    /// That of the version in force at the instant.
    pub(crate) plan: &'q Plan,
    /// Those of all versions.
    pub(crate) all: &'q Plan,
    pub(crate) customer: &'q str,
    pub(crate) at: Time,
    /// Before this a signal may be past change.
    pub(crate) horizon: Time,
    pub(crate) standing: &'q dyn Fn(&Alert) -> Standing,
}

impl CustomerState {
    /// Why a rule did not fire at the signals nearest to an instant, or that it did.
    ///
    /// # Errors
    /// An instant before which signals are forgotten.
    pub(crate) fn why_not(&self, asked: &Question<'_>, rule: &Rule) -> Result<WhyNot, Error> {
        let nearest = self.nearest(asked, rule)?;
        let instant = nearest.first().map_or(asked.at, |one| one.key.0);
        let (from, to) = (asked.at.min(instant), asked.at.max(instant));
        let mut waits_on = Vec::new();
        for subject in rule.subjects() {
            let other = subject.alert().and_then(|id| asked.plan.program().rule(id));
            if let Some(other) = other
                && !waits_on.iter().any(|one: &WhyNot| one.rule == other.id)
            {
                waits_on.push(self.why_not(asked, other)?);
            }
        }
        let signals: Vec<Considered> = nearest
            .iter()
            .map(|one| {
                let signal = one.retained.signal.unpack();
                let facts = SignalFacts {
                    program: asked.plan.program(),
                    signal: &signal,
                    attributes: &self.as_of(&one.key, &signal),
                };
                Considered::of(rule, one, &facts)
            })
            .collect();
        let late_only = from < asked.horizon;
        let alerts = self.firings(asked, rule, (from, to), |alert| {
            !late_only || nearest.iter().any(|one| one.key.1 == alert.signal)
        });
        let progress = if late_only {
            None
        } else {
            self.progress(asked, rule, &nearest, &signals, (from, to))
        };
        let mut why_not = WhyNot {
            rule: rule.id.clone(),
            customer: asked.customer.to_owned(),
            at: asked.at,
            answer: Answer::Fired,
            alerts,
            signals,
            progress,
            waits_on,
            retained_from: (asked.horizon > Time::MIN).then_some(asked.horizon),
            in_force_since: asked.plan.in_force_since(&rule.id, asked.at),
            warming_until: asked.plan.warming_until(&rule.id, asked.at),
            paragraph: String::new(),
        };
        why_not.answer = answer(rule, &why_not);
        why_not.paragraph = tell::paragraph(rule, &why_not);
        Ok(why_not)
    }

    /// The signals of the instant nearest to the one that is asked about; of two as near, the earlier.
    fn nearest(&self, asked: &Question<'_>, rule: &Rule) -> Result<Vec<&Recent>, Error> {
        let place = asked.plan.place_of(&rule.id);
        // Those of another version the rule does not look at.
        let own = |at: Time| place.is_some_and(|place| asked.all.at(at).has(place));
        let retained = self.retained().filter(|one| own(one.key.0));
        let all = retained.filter(|one| {
            if asked.at < asked.horizon {
                // What came late is retained as long as it may be corrected.
                one.key.0 == asked.at && one.retained.alone
            } else {
                one.key.0 >= asked.horizon
            }
        });
        let all: Vec<&Recent> = all.collect();
        let distance = |one: &&&Recent| (one.key.0.since(asked.at).abs(), one.key.0);
        let Some(instant) = all.iter().min_by_key(distance).map(|one| one.key.0) else {
            if asked.at < asked.horizon {
                return Err(forgotten(asked));
            }
            return Ok(Vec::new());
        };
        let mut nearest: Vec<&Recent> =
            all.into_iter().filter(|one| one.key.0 == instant).collect();
        sort_by(&mut nearest, &|one, two| one.key.cmp(&two.key));
        Ok(nearest)
    }

    fn firings(
        &self,
        asked: &Question<'_>,
        rule: &Rule,
        (from, to): (Time, Time),
        counts: impl Fn(&Alert) -> bool,
    ) -> Vec<Firing> {
        let mut alerts: Vec<Firing> = self
            .standing()
            .filter(|alert| alert.rule == rule.id && alert.at >= from && alert.at <= to)
            .filter(|alert| counts(alert))
            .map(|alert| Firing {
                alert: alert.id.clone(),
                at: alert.at,
                signal: alert.signal.clone(),
                standing: (asked.standing)(alert),
            })
            .collect();
        sort_by(&mut alerts, &|one, two| {
            (one.at, &one.alert).cmp(&(two.at, &two.alert))
        });
        alerts
    }

    fn progress(
        &self,
        asked: &Question<'_>,
        rule: &Rule,
        nearest: &[&Recent],
        signals: &[Considered],
        (from, to): (Time, Time),
    ) -> Option<Progress> {
        if rule.pattern == Pattern::Each {
            return None;
        }
        let place = asked.plan.place_of(&rule.id)?;
        let instant = nearest.first().map_or(asked.at, |one| one.key.0);
        // What a deadline came to is told though it lies after the instant.
        let until = if rule.is_timed() { Time::MAX } else { to };
        let plans = (asked.plan, asked.all);
        let mut reading = Reading::to(self, plans, place, instant, until);
        let seen = || {
            nearest
                .iter()
                .zip(signals)
                .filter(|(one, _)| !one.retained.alone)
        };
        let item = seen().rfind(|(_, signal)| signal.is_item(rule));
        // The item of a rule on an alert is not the signal, but is borne by it.
        let item = item.or_else(|| {
            seen()
                .next_back()
                .filter(|_| rule.subject.alert().is_some())
        });
        let handles: Vec<Handle> = seen().map(|(one, _)| one.handle).collect();
        Look {
            rule,
            reading: &mut reading,
            item: item.map(|(one, _)| one.handle),
            nearest: &handles,
            instant,
            asked: (from, to),
        }
        .progress()
    }
}

fn answer(rule: &Rule, found: &WhyNot) -> Answer {
    if !found.alerts.is_empty() {
        return Answer::Fired;
    }
    if matches!(found.progress, Some(Progress::Deadline { .. })) {
        return Answer::Pattern;
    }
    let patterned = rule.pattern != Pattern::Each;
    let items = || found.signals.iter().filter(|signal| signal.is_item(rule));
    let seen = || items().filter(|signal| !(patterned && signal.late));
    let other = found.waits_on.iter().any(|one| one.answer == Answer::Fired);
    if seen().next().is_none() && !other {
        let only_alerts = rule
            .subjects()
            .iter()
            .all(|one| matches!(one, Subject::Alert(_)));
        return match () {
            () if items().next().is_some() => Answer::Late,
            () if only_alerts => Answer::WaitsOn,
            () if found.signals.is_empty() => Answer::NoSignal,
            () => Answer::Condition,
        };
    }
    let lacking = seen().next().is_some() && seen().all(|signal| !signal.lacks.is_empty());
    if lacking {
        return Answer::ValueAbsent;
    }
    Answer::Pattern
}

fn forgotten(asked: &Question<'_>) -> Error {
    let until = asked.at.plus(asked.plan.lateness_max());
    let message = format!(
        "what customer `{}` said before {} can no longer change and is not retained",
        asked.customer, asked.horizon
    );
    Error::new(Code::Settled, message).at("at").hint(format!(
        "run the program over the history with `run` and `until` {until}, and ask there"
    ))
}
