//! Coaching: what was seen of somebody's work, what was agreed, and what was seen after that.
//!
//! [`Coaching::decide`] says what would happen, [`Coaching::apply`] makes it so; neither needs an engine.
//! Nothing here claims that what was agreed has had an effect.

mod page;

pub use page::{AgreementStanding, CoachingPage, Remark, SideBySide};

use crate::case::{Promise, PromiseState};
use crate::digest::id;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::ordered::Few;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// The coaching of one employee.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub struct Coaching {
    /// The employee, by id.
    pub employee: String,
    /// What was seen of their work, in order.
    pub observations: Vec<Observation>,
    /// What was agreed, in order.
    pub agreed: Vec<Agreement>,
    /// Everything that was said and done, in order.
    pub history: Vec<CoachingEvent>,
}

/// A signal about an employee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observation {
    /// The id of the input that brought it.
    pub signal: String,
    /// When.
    pub at: Time,
    /// Its kind.
    pub kind: String,
    /// The interaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What was seen, by field.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub fields: Few<String, Value>,
}

impl Observation {
    /// What a signal says of its employee.
    pub fn of(id: &str, signal: &Signal) -> Self {
        Self {
            signal: id.to_owned(),
            at: signal.at,
            kind: signal.kind.clone(),
            touch_point: signal.touch_point.clone(),
            channel: signal.channel.clone(),
            fields: signal.fields.clone(),
        }
    }
}

/// An action that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Who does it, by id: the employee, or whoever helps them.
    pub owner: String,
    /// What, and by when: it is kept and broken as a promise is.
    pub action: Promise,
}

/// What a person does in coaching an employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CoachingAction {
    /// Agree on an action.
    Agree {
        /// What.
        action: String,
        /// Who does it, by id.
        owner: String,
        /// By when.
        due: Time,
    },
    /// Record that an action was done, in time or late.
    Keep {
        /// The id of what was agreed. If not said, it is the only one open, or else the only one not done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<String>,
    },
    /// Say that an action will not be done.
    Drop {
        /// The id of what was agreed; the only one open if not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<String>,
        /// Why.
        reason: String,
    },
    /// Add a remark.
    Note {
        /// The remark.
        text: String,
    },
}

/// Something that happened in coaching an employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoachingEvent {
    /// When.
    pub at: Time,
    /// The person who did it; absent where time did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What happened.
    pub change: CoachingChange,
}

/// What happened in coaching an employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CoachingChange {
    /// An action was agreed.
    Agreed {
        /// What, who does it, and by when.
        agreement: Box<Agreement>,
    },
    /// What was agreed was done.
    Kept {
        /// The id of what was agreed.
        agreement: String,
    },
    /// What was agreed will not be done.
    Dropped {
        /// The id of what was agreed.
        agreement: String,
        /// Why.
        reason: String,
    },
    /// What was agreed was not done in its time.
    Lapsed {
        /// The id of what was agreed.
        agreement: String,
    },
    /// Somebody remarked something.
    Noted {
        /// The remark.
        text: String,
    },
}

impl Coaching {
    /// An employee of whom nothing was seen.
    pub fn of(employee: &str) -> Self {
        Self {
            employee: employee.to_owned(),
            ..Self::default()
        }
    }

    /// Whether nothing was seen, and nothing was said.
    pub fn is_empty(&self) -> bool {
        self.observations.is_empty() && self.history.is_empty()
    }

    /// Something was seen of their work.
    pub fn observe(&mut self, observation: Observation) {
        let key = |one: &Observation| (one.at, one.signal.clone());
        let place = self
            .observations
            .partition_point(|known| key(known) <= key(&observation));
        self.observations.insert(place, observation);
    }

    /// What was seen is taken back.
    pub fn forget(&mut self, signal: &str) {
        self.observations.retain(|known| known.signal != signal);
    }

    /// When the next of what was agreed is broken by itself.
    pub fn due(&self) -> Option<Time> {
        let due = |one: &Agreement| one.action.lapses_at();
        self.agreed.iter().filter_map(due).min()
    }

    /// What is broken by itself at exactly this instant.
    pub fn lapsed(&self, at: Time) -> Vec<CoachingEvent> {
        let lapsed = |one: &&Agreement| one.action.lapses_at() == Some(at);
        let event = |one: &Agreement| CoachingEvent {
            at,
            by: None,
            change: CoachingChange::Lapsed {
                agreement: one.action.id.clone(),
            },
        };
        self.agreed.iter().filter(lapsed).map(event).collect()
    }

    /// What a command brings about. Apply the events to make it so. What is told late is taken as of its
    /// own instant.
    ///
    /// # Errors
    /// A refusal that says why not; nothing has changed.
    pub fn decide(
        &self,
        by: &str,
        at: Time,
        action: &CoachingAction,
    ) -> Result<Vec<CoachingEvent>, Refusal> {
        said(by, "coaching.by")?;
        let change = match action {
            CoachingAction::Agree { action, owner, due } => {
                self.agree((by, at), action, owner, *due)?
            }
            CoachingAction::Keep { agreement } => {
                let action = self.meant(at, agreement.as_ref(), "keep")?;
                if action.kept_at.is_some() {
                    return Err(refuse("this was done already"));
                }
                CoachingChange::Kept {
                    agreement: action.id.clone(),
                }
            }
            CoachingAction::Drop { agreement, reason } => {
                said(reason, "coaching.do.drop.reason")?;
                let action = self.meant(at, agreement.as_ref(), "drop")?;
                if action.kept_at.is_some() || action.state(at) != PromiseState::Open {
                    return Err(refuse("this is not open any more"));
                }
                CoachingChange::Dropped {
                    agreement: action.id.clone(),
                    reason: reason.clone(),
                }
            }
            CoachingAction::Note { text } => {
                said(text, "coaching.do.note.text")?;
                CoachingChange::Noted { text: text.clone() }
            }
        };
        Ok(vec![CoachingEvent {
            at,
            by: Some(by.to_owned()),
            change,
        }])
    }

    fn agree(
        &self,
        (by, at): (&str, Time),
        action: &str,
        owner: &str,
        due: Time,
    ) -> Result<CoachingChange, Refusal> {
        said(action, "coaching.do.agree.action")?;
        said(owner, "coaching.do.agree.owner")?;
        if due <= at {
            let message = format!("it would be due at {due}, before it is agreed");
            return Err(Error::new(Code::BadTime, message).at("coaching.do.agree.due"));
        }
        let id = id("g", &(&self.employee, at, by, action, owner, due));
        if self.agreed.iter().any(|known| known.action.id == id) {
            return Err(refuse("this was agreed already"));
        }
        Ok(CoachingChange::Agreed {
            agreement: Box::new(Agreement {
                owner: owner.to_owned(),
                action: Promise {
                    id,
                    text: action.to_owned(),
                    made_at: at,
                    by: by.to_owned(),
                    due,
                    kept_at: None,
                    broken_at: None,
                    reason: None,
                },
            }),
        })
    }

    /// What was agreed under an id, or is meant where none is named.
    fn meant(&self, at: Time, named: Option<&String>, command: &str) -> Result<&Promise, Refusal> {
        let all = self.agreed.iter().map(|one| &one.action);
        let is_open = |one: &Promise| one.state(at) == PromiseState::Open;
        Promise::meant(all, named, at, is_open).map_err(|code| {
            let message = match code {
                Code::OutOfOrder => "it is dated before this was agreed",
                Code::Ambiguous => "it may be more than one of what was agreed: name one by its id",
                _ => "nothing of the kind was agreed",
            };
            Error::new(code, message).at(format!("coaching.do.{command}.agreement"))
        })
    }

    /// Applies an event and adds it to the history, in order of `at`; of those of one instant, the one
    /// that is told last comes last. Nothing changes anywhere else but observations.
    pub fn apply(&mut self, event: &CoachingEvent) {
        match &event.change {
            CoachingChange::Agreed { agreement } => {
                let place = self
                    .agreed
                    .partition_point(|one| one.action.made_at <= event.at);
                self.agreed.insert(place, (**agreement).clone());
            }
            CoachingChange::Kept { agreement } => {
                self.with(agreement, |action| action.keep(event.at));
            }
            CoachingChange::Dropped { agreement, reason } => {
                self.with(agreement, |action| {
                    action.broken(event.at, Some(reason.as_str()));
                });
            }
            CoachingChange::Lapsed { agreement } => {
                self.with(agreement, |action| action.broken(event.at, None));
            }
            CoachingChange::Noted { .. } => {}
        }
        let place = self.history.partition_point(|known| known.at <= event.at);
        self.history.insert(place, event.clone());
    }

    fn with(&mut self, id: &str, change: impl FnOnce(&mut Promise)) {
        let mut all = self.agreed.iter_mut().map(|one| &mut one.action);
        if let Some(action) = all.find(|action| action.id == id) {
            change(action);
        }
    }
}

fn said(text: &str, path: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        let key = path.rsplit('.').next().unwrap_or(path);
        return Err(Error::new(Code::Missing, format!("`{key}` is empty")).at(path));
    }
    Ok(())
}

fn refuse(message: &str) -> Refusal {
    Error::new(Code::NotAllowed, message)
}

#[cfg(test)]
mod tests;
