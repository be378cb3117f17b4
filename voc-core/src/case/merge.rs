//! Duplicates of one customer become one case: the older one goes on with what belongs to both.

use super::apply::in_order;
use super::decide::refuse;
use super::{Case, CaseAlert, CaseChange, CaseEvent, Contact, Policy, Promise, State};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::program::TargetName;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a case took over from a duplicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taken {
    /// The duplicate.
    pub case: String,
    /// How often it was resolved by us.
    pub resolved: u32,
    /// How often it was reopened.
    pub reopened: u32,
    /// How often the customer disputed that: a false resolution stays one.
    pub disputed: u32,
    /// The alerts behind it.
    pub alerts: Vec<CaseAlert>,
    /// The attempts to reach the customer.
    pub contacts: Vec<Contact>,
    /// The promises that are open.
    pub promises: Vec<Promise>,
}

impl Case {
    /// What it brings about that one case is a duplicate of another: the events of the duplicate, and
    /// those of the other. Both are open, of one customer and one type, and the other is not the younger
    /// one, so that no clock begins anew. What the customer said on the duplicate and waits to be answered is
    /// owed by the other, since the same instant. Work that was to be done on the duplicate reopens the other
    /// where that one is resolved.
    ///
    /// # Errors
    /// A refusal that says why these two do not become one; nothing has changed.
    pub fn merge(
        policy: &Policy<'_>,
        by: &str,
        role: Option<&str>,
        at: Time,
        (duplicate, into): (&Self, &Self),
    ) -> Result<(Vec<CaseEvent>, Vec<CaseEvent>), Refusal> {
        duplicate.permit(policy, "merge", role)?;
        let why_not = if duplicate.id == into.id {
            Some("a case is no duplicate of itself")
        } else if duplicate.customer != into.customer {
            Some("they are of two customers")
        } else if duplicate.case_type != into.case_type {
            Some("they are of two types")
        } else if !into.is_open() {
            Some("the case to merge it into is not open")
        } else if into.opened_at > duplicate.opened_at {
            Some("the case to merge it into was opened later")
        } else {
            None
        };
        if let Some(why_not) = why_not {
            let refusal = refuse(why_not.into()).at("command.do.merge.into");
            return Err(if into.opened_at > duplicate.opened_at {
                refusal.hint("merge the other way round: the older case goes on")
            } else {
                refusal
            });
        }
        for case in [duplicate, into] {
            case.in_order(at)?;
        }
        let working = duplicate.state != State::Resolved;
        let mut ends = duplicate.question_withdrawn();
        ends.push(CaseChange::MergedInto {
            case: into.id.clone(),
        });
        let open = duplicate.promises.iter().filter(|one| one.is_open());
        let mut goes_on = vec![CaseChange::TookOver {
            taken: Box::new(Taken {
                case: duplicate.id.clone(),
                resolved: duplicate.resolved,
                reopened: duplicate.reopened,
                disputed: duplicate.disputed,
                alerts: duplicate.alerts.clone(),
                contacts: duplicate.contacts.to_vec(),
                promises: open.cloned().collect(),
            }),
        }];
        if policy.rank(&duplicate.priority) > policy.rank(&into.priority) {
            goes_on.push(CaseChange::PriorityRaised {
                priority: String::from(&duplicate.priority),
            });
        }
        if working && into.state == State::Resolved {
            goes_on.extend(into.question_withdrawn());
            goes_on.push(CaseChange::Reopened {
                reason: "a duplicate is not resolved".to_owned(),
            });
        }
        let mut before = Vec::new();
        if let Some((since, spoke)) = duplicate.owes(policy) {
            match since {
                Some(since) => before.push(CaseEvent::of_itself(since, spoke)),
                None => goes_on.insert(1, spoke),
            }
        }
        let events = |changes: Vec<CaseChange>| -> Vec<CaseEvent> {
            let event = |change| CaseEvent {
                at,
                by: Some(by.to_owned()),
                change,
            };
            changes.into_iter().map(event).collect()
        };
        before.extend(events(goes_on));
        Ok((events(ends), before))
    }

    /// What the customer said on it and waits to be answered, as the case that goes on hears it, and since
    /// when; from the merge on where nobody was to answer it, since it was resolved.
    fn owes(&self, policy: &Policy<'_>) -> Option<(Option<Time>, CaseChange)> {
        let target = policy.target(TargetName::Reply)?;
        let (word, runs) = self.reply_owed(&target)?;
        let channel = match &word.change {
            CaseChange::CustomerSpoke { channel, .. } => channel.clone(),
            _ => None,
        };
        let case = runs.then(|| self.id.as_str().into());
        let spoke = CaseChange::CustomerSpoke { channel, case };
        Some((runs.then_some(word.at), spoke))
    }

    /// Whether something may happen at an instant after all that moved the case.
    fn in_order(&self, at: Time) -> Result<(), Refusal> {
        match self.last_moved().filter(|last| at < *last) {
            None => Ok(()),
            Some(last) => Err(Self::too_early(at, last)),
        }
    }

    pub(super) fn too_early(at: Time, last: Time) -> Refusal {
        let message = format!("it is dated {at}, before what happened to the case at {last}");
        Error::new(Code::OutOfOrder, message).at("command.at")
    }

    /// It is a duplicate: what belongs to both cases leaves it.
    pub(super) fn give_over(&mut self, into: &str) {
        self.move_to(State::Merged);
        self.merged_into = Some(into.into());
        self.alerts.clear();
        self.contacts.clear();
        self.promises.retain(|promise| !promise.is_open());
    }

    /// What belonged to a duplicate belongs to it.
    pub(super) fn take_over(&mut self, taken: &Taken) {
        self.resolved += taken.resolved;
        self.reopened += taken.reopened;
        self.disputed += taken.disputed;
        for alert in &taken.alerts {
            self.joined(alert);
        }
        for contact in &taken.contacts {
            self.contacted(contact.clone());
        }
        for promise in &taken.promises {
            in_order(&mut self.promises, promise.clone(), |one| one.made_at);
        }
    }
}
