//! What we told the customer that we would do, and by when. Whether it was kept does not depend on when
//! anybody looks: at its due a promise that is open is broken, and what is done after that is done late.

use super::apply::in_order;
use super::decide::{refuse, said};
use super::{Case, CaseChange, CaseEvent};
use crate::digest::id;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::text::Text;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Something that we told the customer we would do, due then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Promise {
    /// Its id, derived from what was promised, by whom and when.
    pub id: String,
    /// What was promised.
    pub text: String,
    /// When.
    pub made_at: Time,
    /// The person who promised it.
    pub by: String,
    /// By when it is kept; at that instant is too late.
    pub due: Time,
    /// When it was done. At its due or later, or once it was broken, that is late: it stays broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<Time>,
    /// When it was broken, as far as that was told: at its due by itself, or before by somebody who
    /// said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<Time>,
    /// Why it will not be kept, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// Not done, and not due.
    Open,
    /// Done in time.
    Kept,
    /// Not done in time, or called off.
    Broken,
}

/// A promise as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PromiseStanding {
    /// Where it stands.
    pub state: PromiseState,
    /// The promise.
    #[serde(flatten)]
    pub promise: Promise,
}

impl Promise {
    /// Where it stands at an instant.
    pub fn state(&self, at: Time) -> PromiseState {
        if self
            .kept_at
            .is_some_and(|kept| kept <= at && self.in_time(kept))
        {
            return PromiseState::Kept;
        }
        if at >= self.due || self.broken_at.is_some_and(|broken| broken <= at) {
            return PromiseState::Broken;
        }
        PromiseState::Open
    }

    /// When it is broken by itself; absent where it was kept in time, or is known to be broken.
    pub fn lapses_at(&self) -> Option<Time> {
        let kept = self.kept_at.is_some_and(|kept| self.in_time(kept));
        (!kept && self.broken_at.is_none()).then_some(self.due)
    }

    /// Whether it is neither done nor known to be broken.
    pub(super) fn is_open(&self) -> bool {
        self.kept_at.is_none() && self.broken_at.is_none()
    }

    /// The promise of an id. Where none is named, the only one that is open, or else the only one that
    /// was not done yet.
    pub(crate) fn meant<'p>(
        all: impl Iterator<Item = &'p Self> + Clone,
        named: Option<&String>,
        at: Time,
        is_open: impl Fn(&Self) -> bool,
    ) -> Result<&'p Self, Code> {
        let some_are_open = all.clone().any(&is_open);
        let mut found = all.filter(|promise| match named {
            Some(id) => promise.id == *id,
            None if some_are_open => is_open(promise),
            None => promise.kept_at.is_none(),
        });
        match (found.next(), found.next()) {
            (Some(promise), None) if promise.made_at <= at => Ok(promise),
            (Some(_), None) => Err(Code::OutOfOrder),
            (None, _) => Err(Code::NotFound),
            _ => Err(Code::Ambiguous),
        }
    }

    fn in_time(&self, at: Time) -> bool {
        at < self.due && self.broken_at.is_none_or(|broken| at < broken)
    }

    /// It was done. Told late, it is in time all the same.
    pub(crate) fn keep(&mut self, at: Time) {
        self.kept_at = Some(at);
        if self.in_time(at) {
            self.broken_at = None;
            self.reason = None;
        }
    }

    /// It is broken, unless it was kept or broken before.
    pub(crate) fn broken(&mut self, at: Time, reason: Option<&str>) {
        let first = self.broken_at.is_none_or(|known| at < known);
        if first && self.kept_at.is_none_or(|kept| kept >= at) {
            self.broken_at = Some(at);
            self.reason = reason.map(str::to_owned);
        }
    }
}

impl Case {
    /// Its promises as they stand at an instant.
    pub fn promises_at(&self, at: Time) -> Vec<PromiseStanding> {
        let standing = |promise: &Promise| PromiseStanding {
            state: promise.state(at),
            promise: promise.clone(),
        };
        self.promises.iter().map(standing).collect()
    }

    pub(super) fn has_open_promise(&self, at: Time) -> bool {
        let mut states = self.promises.iter().map(|promise| promise.state(at));
        states.any(|state| state == PromiseState::Open)
    }

    /// When the next of its promises is broken by itself.
    pub fn promise_due(&self) -> Option<Time> {
        self.promises.iter().filter_map(Promise::lapses_at).min()
    }

    /// What is broken by itself at exactly this instant.
    pub(crate) fn lapsed(&self, at: Time) -> Vec<CaseChange> {
        let lapsed = |promise: &&Promise| promise.lapses_at() == Some(at);
        let broken = |promise: &Promise| CaseChange::PromiseBroken {
            promise: promise.id.clone(),
            reason: None,
        };
        self.promises.iter().filter(lapsed).map(broken).collect()
    }

    /// A promise is made.
    pub(super) fn promise(
        &self,
        by: &str,
        at: Time,
        text: &str,
        due: Time,
    ) -> Result<CaseChange, Refusal> {
        said("promise.text", text)?;
        if due <= at {
            let message = format!("it was due at {due}, before it was made");
            return Err(Error::new(Code::BadTime, message).at("command.do.promise.due"));
        }
        let promise = Box::new(Promise {
            id: id("p", &(&self.id, at, by, text, due)),
            text: text.to_owned(),
            made_at: at,
            by: by.to_owned(),
            due,
            kept_at: None,
            broken_at: None,
            reason: None,
        });
        if self.promises.iter().any(|known| known.id == promise.id) {
            return Err(refuse("this was promised already".into()));
        }
        Ok(CaseChange::PromiseMade { promise })
    }

    /// A promise was kept, in time or late.
    pub(super) fn keep_promise(
        &self,
        at: Time,
        named: Option<&String>,
    ) -> Result<CaseChange, Refusal> {
        let promise = self.meant(at, named)?;
        if promise.kept_at.is_some() {
            return Err(refuse("this promise was kept already".into()));
        }
        Ok(CaseChange::PromiseKept {
            promise: promise.id.clone(),
        })
    }

    /// A promise is called off.
    pub(super) fn break_promise(
        &self,
        at: Time,
        named: Option<&String>,
        reason: &str,
    ) -> Result<CaseChange, Refusal> {
        said("break_promise.reason", reason)?;
        let promise = self.meant(at, named)?;
        if promise.kept_at.is_some() || promise.state(at) != PromiseState::Open {
            return Err(refuse("this promise is not open any more".into()));
        }
        Ok(CaseChange::PromiseBroken {
            promise: promise.id.clone(),
            reason: Some(reason.into()),
        })
    }

    fn meant(&self, at: Time, named: Option<&String>) -> Result<&Promise, Refusal> {
        // What is past its due is broken, whether anybody has looked or not.
        let is_open = |one: &Promise| one.is_open() && one.state(at) == PromiseState::Open;
        Promise::meant(self.promises.iter(), named, at, is_open).map_err(|code| {
            let message = match code {
                Code::OutOfOrder => "it is dated before the promise",
                Code::Ambiguous => "it may be more than one promise: name one by its id",
                _ => "there is no such promise",
            };
            Error::new(code, message).at("command.do.promise")
        })
    }

    /// A promise is made, kept or broken.
    pub(super) fn promise_changed(&mut self, event: &CaseEvent) {
        match &event.change {
            CaseChange::PromiseMade { promise } => {
                in_order(&mut self.promises, (**promise).clone(), |one| one.made_at);
            }
            CaseChange::PromiseKept { promise } => {
                if let Some(promise) = self.promised(promise) {
                    promise.keep(event.at);
                }
            }
            CaseChange::PromiseBroken { promise, reason } => {
                if let Some(promise) = self.promised(promise) {
                    promise.broken(event.at, reason.as_deref().map(Text::as_str));
                }
            }
            _ => {}
        }
    }

    fn promised(&mut self, id: &str) -> Option<&mut Promise> {
        self.promises.iter_mut().find(|promise| promise.id == id)
    }
}
