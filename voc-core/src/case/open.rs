//! Opening a case, and joining an alert to one that is open.

use super::{Case, CaseAlert, CaseChange, CaseEvent, Policy, State, Verdict};
use crate::digest::id;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::ordered::Few;
use crate::rare::Rare;
use crate::signal::Signal;
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// The signal that opened a case, as far as its follow-up needs it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// The interaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<String>,
    /// Its fields.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub fields: Few<String, Value>,
    /// The id of the input that brought it, where the case keeps any of its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The customer's own words; absent too where their time has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<String>,
    /// When these words are to be forgotten; never if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbatim_until: Option<Time>,
    /// The topics that these words touch, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

impl From<&Signal> for About {
    fn from(signal: &Signal) -> Self {
        Self {
            kind: Some(signal.kind.clone()),
            respondent: signal.respondent.clone(),
            touch_point: signal.touch_point.clone(),
            stage: signal.stage.clone(),
            channel: signal.channel.clone(),
            unit: signal.unit.clone(),
            employee: signal.employee.clone(),
            fields: signal.fields.clone(),
            ..Self::default()
        }
    }
}

impl About {
    /// A signal, brought by the input of this id, with what a case opened at an instant keeps of its
    /// words by the policy of its type.
    pub fn carried(policy: &Policy<'_>, id: &str, signal: &Signal, at: Time) -> Self {
        let mut about = Self::from(signal);
        let (carry, program) = (&policy.spec().carry, policy.program());
        let Some(words) = &signal.verbatim else {
            return about;
        };
        if carry.topics {
            let topics = program.topics();
            let touched = topics.find(words);
            let names = touched
                .iter()
                .filter_map(|index| topics.names().get(usize::from(index)).cloned());
            about.topics = names.collect();
        }
        if carry.verbatim {
            let retain = program.spec().privacy.retain.verbatim;
            about.verbatim_until = retain.map(|span| span.after(signal.at, program.zone()));
            about.verbatim = Some(words.clone());
            if about.verbatim_until.is_some_and(|until| until <= at) {
                about.forget_verbatim();
            }
        }
        if carry.verbatim || carry.topics {
            about.signal = Some(id.to_owned());
        }
        about
    }

    /// When its words are to be forgotten, where there are any.
    pub fn forgotten_at(&self) -> Option<Time> {
        self.verbatim_until.filter(|_| self.verbatim.is_some())
    }

    /// The words are what a correction says.
    pub(super) fn correct(&mut self, change: &CaseChange) {
        if let CaseChange::WordsCorrected {
            verbatim,
            verbatim_until,
            topics,
        } = change
        {
            self.verbatim = verbatim.as_deref().map(String::from);
            self.verbatim_until = *verbatim_until;
            self.topics.clone_from(topics);
        }
    }

    pub(super) fn forget_verbatim(&mut self) {
        self.verbatim = None;
        self.verbatim_until = None;
    }
}

/// What it takes to open a case by hand, without an engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// Its id; derived from the rest if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its type, as the program declares it.
    pub case_type: String,
    /// When.
    pub at: Time,
    /// Its priority; the usual one if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The value that its alerts have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The segments that the customer is in, for targets that tell them apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The alert behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<CaseAlert>,
    /// The signal behind it.
    #[serde(default)]
    pub about: About,
}

impl Case {
    /// Opens a case.
    ///
    /// # Errors
    /// A priority that the policy does not know.
    pub fn open(policy: &Policy<'_>, open: OpenCase) -> Result<Self, Refusal> {
        let usual = || policy.usual_priority();
        let priority = Text::from(open.priority.as_deref().unwrap_or_else(usual));
        if policy.rank(&priority).is_none() {
            let known = policy.spec().priorities.iter().map(String::as_str);
            return Err(
                Error::new(Code::Unknown, format!("unknown priority `{priority}`"))
                    .at("priority")
                    .nearest(&priority, known),
            );
        }
        let derived = || {
            id(
                "c",
                &(
                    &open.case_type,
                    &open.customer,
                    &open.same,
                    open.at,
                    &open.alert,
                ),
            )
        };
        Ok(Self {
            id: open.id.clone().unwrap_or_else(derived),
            case_type: open.case_type.into(),
            opened_priority: priority.clone(),
            priority,
            opened_at: open.at,
            customer: open.customer.map(Text::from),
            same: open.same.map(Into::into),
            segments: open.segments.into(),
            unit: open.unit,
            person: open.person,
            state: State::New,
            waiting_on: None,
            sub_state: None,
            verdict: Verdict::NotAsked,
            verdict_source: None,
            asked_at: None,
            waiver: None,
            root_cause: None,
            resolved: 0,
            reopened: 0,
            disputed: 0,
            contacts: Rare::default(),
            promises: Rare::default(),
            transfers: Rare::default(),
            escalations: Rare::default(),
            merged_into: None,
            routed: None,
            improvements: Rare::default(),
            alerts: open.alert.into_iter().collect(),
            flagged: false,
            about: open.about.into(),
            history: vec![CaseEvent::of_itself(open.at, CaseChange::Opened)],
        })
    }

    /// What happens when another alert on the same matter comes in. On a resolved case it withdraws
    /// the pending question and reopens it (DESIGN.md §5).
    pub fn join(
        &self,
        policy: &Policy<'_>,
        alert: CaseAlert,
        priority: Option<&str>,
        at: Time,
    ) -> Vec<CaseEvent> {
        let alert = Box::new(alert);
        let mut changes = vec![CaseChange::AlertJoined { alert }];
        if let Some(priority) = priority
            && policy.rank(priority) > policy.rank(&self.priority)
        {
            changes.push(CaseChange::PriorityRaised {
                priority: priority.to_owned(),
            });
        }
        if self.state == State::Resolved {
            changes.extend(self.question_withdrawn());
            changes.push(CaseChange::Reopened {
                reason: "a new concern".to_owned(),
            });
        }
        changes
            .into_iter()
            .map(|change| CaseEvent::of_itself(at, change))
            .collect()
    }

    /// What happens when the signal whose words it keeps (`about.signal`) is corrected, or taken back, or
    /// turns out to be somebody else's: it keeps those of the signal as it stands. Nothing where they are
    /// the same.
    pub fn correct_words(
        &self,
        policy: &Policy<'_>,
        signal: Option<&Signal>,
        at: Time,
    ) -> Option<CaseEvent> {
        let known = self.about.signal()?;
        let signal = signal.filter(|signal| signal.customer.as_deref() == self.customer.as_deref());
        let about = signal.map(|signal| About::carried(policy, known, signal, at));
        let About {
            verbatim,
            verbatim_until,
            topics,
            ..
        } = about.unwrap_or_default();
        let own = self.about.get();
        if verbatim == own.verbatim && verbatim_until == own.verbatim_until && topics == own.topics
        {
            return None;
        }
        let change = CaseChange::WordsCorrected {
            verbatim: verbatim.map(Into::into),
            verbatim_until,
            topics: topics.into(),
        };
        Some(CaseEvent::of_itself(at, change))
    }

    /// What happens when an alert behind it no longer stands: without any other, the case is cancelled
    /// where nobody has acted, and flagged where somebody has.
    pub fn withdraw(&self, alert: &str, at: Time) -> Vec<CaseEvent> {
        let mut changes = vec![CaseChange::AlertWithdrawn {
            alert: alert.to_owned(),
        }];
        let others = self
            .alerts
            .iter()
            .any(|other| other.standing && other.id != alert);
        if !others {
            changes.push(if self.was_acted_on() || !self.is_open() {
                CaseChange::Flagged
            } else {
                CaseChange::Cancelled {
                    reason: "every alert behind it was retracted".to_owned(),
                }
            });
        }
        changes
            .into_iter()
            .map(|change| CaseEvent::of_itself(at, change))
            .collect()
    }
}
