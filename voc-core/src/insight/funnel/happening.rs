//! What happened to customers, good or bad, and whether they were invited right after it.
//!
//! A happening is told by a condition on signals: an operational sign (delivered on time, or late), what the
//! customer said, an outcome. Each has the same time after it in which an invitation counts, and none is in the
//! time of another:
//!
//! - where something else happens to the customer in that time, only the later one counts;
//! - where the customer was invited in as much time before it, or does not want to be asked, it does not count;
//! - where that time is not over when the log ends, it does not count yet;
//! - what a customer answers to a survey takes the place of nothing before it: it may come of the invitation.

use super::hear::{HearQuery, condition, declines};
use super::log::Own;
use crate::condition::Condition;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::{INVITATION, Program};
use crate::rule::SignalFacts;
use crate::signal::Signal;
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// Something that happened to a customer, after which they could be invited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The unit that served them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The interaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Whether it was good for the customer; bad if not.
    pub good: bool,
    /// Whether they were invited right after it.
    pub invited: bool,
}

/// How happenings are told from other signals.
pub(super) struct Look {
    good: Condition,
    bad: Condition,
    within: Span,
}

/// A signal that tells of one.
struct Seen<'s> {
    signal: &'s Signal,
    good: bool,
    is_answer: bool,
}

impl Look {
    /// # Errors
    /// Conditions that are none, one without the other, no time after a happening.
    pub(super) fn of(program: &Program, query: &HearQuery) -> Result<Option<Self>, Error> {
        let good = condition(program, query.good.as_deref(), "good")?;
        let bad = condition(program, query.bad.as_deref(), "bad")?;
        let within = query.invited_within.unwrap_or(Span::of_days(7));
        if within.is_zero() {
            let message = "nobody is invited within no time";
            return Err(Error::new(Code::OutOfRange, message).at("invited_within"));
        }
        let alone = |key: &str| {
            let message = "good happenings are held against bad ones: both conditions are needed";
            Err(Error::new(Code::Missing, message).at(key))
        };
        match (good, bad) {
            (Some(good), Some(bad)) => Ok(Some(Self { good, bad, within })),
            (Some(_), None) => alone("bad"),
            (None, Some(_)) => alone("good"),
            (None, None) => Ok(None),
        }
    }

    /// The happenings of a customer, up to an instant.
    pub(super) fn of_customer(
        &self,
        program: &Program,
        (name, own): (&str, &Own),
        until: Time,
        is_answer: &dyn Fn(&Signal) -> bool,
    ) -> Vec<Happening> {
        let zone = program.zone();
        let heard = own.signals.iter();
        let heard = heard.take_while(|((at, _), _)| *at <= until);
        let mut seen: Vec<Seen<'_>> = Vec::new();
        let mut invited = Vec::new();
        for (_, signal) in heard {
            if signal.kind == INVITATION {
                invited.push(signal.at);
            }
            let Some(good) = self.tells(program, own, signal) else {
                continue;
            };
            let one = Seen {
                signal,
                good,
                is_answer: is_answer(signal),
            };
            match seen.last_mut() {
                // What happens at one instant is one thing, and bad where any of it is.
                Some(last) if last.signal.at == signal.at => {
                    last.good &= good;
                    last.is_answer &= one.is_answer;
                }
                _ => seen.push(one),
            }
        }
        let mut happenings = Vec::new();
        for (place, one) in seen.iter().enumerate() {
            let at = one.signal.at;
            let end = self.within.after(at, zone);
            let edge = self.within.window_edge(at, zone);
            let later = seen.iter().skip(place + 1);
            let mut later = later.take_while(|other| other.signal.at <= end);
            let is_overtaken = later.any(|other| !other.is_answer);
            let was_asked = invited.iter().any(|when| edge < *when && *when < at);
            if end > until || is_overtaken || was_asked || declines(program, own, one.signal, at) {
                continue;
            }
            happenings.push(Happening {
                customer: Some(name.to_owned()),
                unit: one.signal.unit.clone(),
                touch_point: one.signal.touch_point.clone(),
                at: Some(at),
                good: one.good,
                invited: invited.iter().any(|when| (at..=end).contains(when)),
            });
        }
        happenings
    }

    /// Whether a signal tells of something good, or bad; bad where it tells of both.
    fn tells(&self, program: &Program, own: &Own, signal: &Signal) -> Option<bool> {
        let known = own.known(signal, signal.at);
        let facts = SignalFacts {
            program,
            signal,
            attributes: &known,
        };
        if self.bad.holds(&facts).is_yes() {
            return Some(false);
        }
        self.good.holds(&facts).is_yes().then_some(true)
    }
}
