//! Taking an input: known before or new, held against the program, and from then on accepted.

use super::change::NewVersion;
use super::ids::{Known, Standing};
use super::index::Whose;
use super::{Accepted, Engine, State, What};
use crate::digest::Content;
use crate::error::{Code, Error, Refusal};
use crate::signal::{Body, Input, check_values};
use crate::time::{MINUTE, Time};
use std::borrow::Cow;

/// How far an input's `at` may lie after it was received: clocks differ.
pub(super) const AHEAD_MAX: i64 = 5 * MINUTE;

impl Engine {
    pub(super) fn take(
        &mut self,
        input: &Input,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        if cfg!(small) && input.body.is_for_data() {
            let message = "this kind of input is not in this build";
            return Err(Error::new(Code::NotAllowed, message).hint("take the build for data"));
        }
        let mut body = self.check(&input.body)?;
        let version = if cfg!(small) {
            None
        } else {
            NewVersion::of(&body)?
        };
        let mut corrected = None;
        let known = self.state.ids.get(&input.id);
        let is_known = known.is_some();
        if let Some(known) = known {
            if self.is_known(&input.id, known, &body) {
                self.state.counts.duplicate();
                let at = self.state.now.or(input.at()).unwrap_or(Time::MIN);
                out.push((at, What::Duplicate));
                return Ok(());
            }
            let is_signal = matches!(*body, Body::Signal(_)) && known.place.is_some();
            if !is_signal || input.revision <= known.revision {
                let hint = "a correction of a signal has a higher `revision`";
                return Err(Error::new(
                    Code::IdTaken,
                    format!("`{}` came before with other content", input.id),
                )
                .at("id")
                .hint(hint));
            }
            corrected = self.state.merged.placed(known.place.clone());
        }
        let tick = matches!(*body, Body::Tick(_)).then(|| input.at()).flatten();
        let told = input.received.or(tick);
        let received = told.max(self.state.now);
        if let (Some(at), Some(told)) = (input.at(), told)
            && at.since(told) > AHEAD_MAX
        {
            let message = format!("it happened at {at}, after it was received at {told}");
            return Err(Error::new(Code::BadTime, message).at("at"));
        }
        let is_signal = matches!(*body, Body::Signal(_));
        let accepted = Accepted {
            at: input.at(),
            id: input.id.as_str().into(),
            is_known,
            revision: input.revision,
            received,
            content: match &version {
                Some(version) => Some(version.content()),
                None => (!is_signal).then(|| Content::of(&*body)),
            },
        };
        if !self.state.merged.is_empty() {
            self.state.merged.resolve(body.to_mut());
        }
        match &*body {
            Body::Signal(signal) => self.signal(signal, corrected.as_ref(), accepted, out),
            Body::Customer(statement) => self.customer(statement, accepted, out),
            Body::Command(command) => self.command(command, accepted, out)?,
            // Left out where size counts most: see above.
            other if cfg!(small) && other.is_for_data() => {}
            Body::Merge(merge) => self.merge(merge, accepted, out)?,
            Body::Retract(retract) => self.retract(&retract.signal, accepted, out),
            Body::Roster(roster) => {
                self.fire(Whose::Nobody, accepted.received, out);
                self.accept(accepted, None);
                self.roster(roster, out);
            }
            Body::Program(_) => {
                if let Some(version) = version {
                    self.follow_program(&version, accepted, out)?;
                }
            }
            Body::Tick(_) => self.tick(accepted, out),
            Body::Delivered(_) | Body::Read(_) | Body::Acted(_) => {
                self.told_of(&body, accepted, out)?;
            }
            #[cfg(not(small))]
            Body::Improvement(command) => self.improve(command, accepted, out)?,
            #[cfg(not(small))]
            Body::Coaching(command) => self.coach(command, accepted, out)?,
            #[cfg(not(small))]
            Body::Reviewed(reviewed) => self.reviewed(reviewed, accepted, out)?,
        }
        let State { follow_up, now, .. } = &mut self.state;
        follow_up.forget_words(&self.plans, *now, out);
        Ok(())
    }

    /// Whether an input says what the known one of its id said.
    pub(super) fn is_same(&self, id: &str, known: &Known, body: &Body) -> bool {
        if let Some(content) = &known.content {
            return **content
                == match NewVersion::of(body) {
                    Ok(Some(version)) => version.content(),
                    _ => Content::of(body),
                };
        }
        let place = self.state.merged.placed(known.place.clone());
        let (Some((customer, at)), Body::Signal(signal)) = (place, body) else {
            return false;
        };
        let state = self.state.facts.of(customer.as_deref());
        let known = state.as_ref().and_then(|state| state.get(&(at, id.into())));
        known.is_some_and(|known| known.signal.unpack() == **signal)
    }

    /// An input held against the program, with its values of their declared types, so that 3 and 3.0 are
    /// the same content.
    pub(super) fn check<'b>(&self, body: &'b Body) -> Result<Cow<'b, Body>, Refusal> {
        match body {
            Body::Signal(signal) => {
                let version = self.plans.at(signal.at);
                if let Cow::Owned(signal) = version.plain.check(&version.program, signal)? {
                    return Ok(Cow::Owned(Body::Signal(Box::new(signal))));
                }
            }
            Body::Customer(statement) => {
                let declared = &self.plans.program_at(statement.at).spec().customer;
                let mut statement = statement.clone();
                check_values("customer.attributes", declared, &mut statement.attributes)?;
                return Ok(Cow::Owned(Body::Customer(statement)));
            }
            Body::Roster(roster) => crate::route::check(&roster.people)?,
            _ => {}
        }
        Ok(Cow::Borrowed(body))
    }

    /// From here on nothing is refused: time moves, and the input is remembered. Whether it was taken
    /// back before.
    pub(super) fn accept(&mut self, accepted: Accepted, place: Option<Standing>) -> bool {
        let Accepted {
            id,
            is_known,
            revision,
            at,
            received,
            content,
        } = accepted;
        self.forget_alerts();
        self.state.now = received;
        self.state.counts.accept();
        if let Some(received) = received {
            self.state.ids.forget(received);
        }
        let until = received
            .max(at)
            .unwrap_or(Time::MIN)
            .plus(self.plans.rules.lateness_max());
        self.state
            .ids
            .remember(&id, is_known, content, revision, place, until)
    }
}
