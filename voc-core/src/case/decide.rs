//! What a person may do to a case, and what it brings about. Nothing changes here.
//!
//! ```text
//! | command        | in the states                                   | and then the case is |
//! |----------------|-------------------------------------------------|----------------------|
//! | assign         | every open one                                  | as it was            |
//! | unassign       | every open one that a person has                | as it was            |
//! | set_priority   | every open one of a type with several           | as it was            |
//! | acknowledge    | new                                             | acknowledged         |
//! | start          | new, acknowledged, waiting                      | in_progress          |
//! | contact        | every open one                                  | as it was            |
//! | hear           | every one but cancelled and merged              | as it was            |
//! | wait           | new, acknowledged, in_progress, waiting         | waiting              |
//! | resume         | waiting                                         | as before it waited  |
//! | place          | every open one whose state has sub-states       | as it was            |
//! | transfer       | every open one                                  | as it was            |
//! | escalate       | every open one                                  | as it was            |
//! | merge          | every open one with a customer                  | merged               |
//! | promise        | every one but cancelled and merged              | as it was            |
//! | keep_promise   | every one                                       | as it was            |
//! | break_promise  | every one                                       | as it was            |
//! | root_cause     | every open one                                  | as it was            |
//! | resolve        | new, acknowledged, in_progress, waiting         | resolved             |
//! | ask_verdict    | resolved                                        | as it was            |
//! | record_verdict | see verdict.rs                                  | closed or reopened   |
//! | waive          | resolved, by a role that may                    | closed               |
//! | close          | resolved, on the customer's word                | closed               |
//! | reopen         | resolved, closed                                | in_progress          |
//! | comment        | every one                                       | as it was            |
//! | cancel         | every open one without a standing alert         | cancelled            |
//! ```
//!
//! What is a fact of its own instant (`contact`, `hear`, `root_cause`, `comment`, promises) may be told late,
//! and is taken in order of its `at`. Whatever else is dated before what moved the case is refused, but for a
//! dispute.

use super::{Action, Case, CaseChange, CaseEvent, ClosedBy, Policy};
use crate::error::{Code, Error, Refusal};
use crate::program::Requirement;
use crate::time::Time;

/// Why a case is not taken off anybody.
pub(super) const NOBODY: &str = "nobody has it";

impl Case {
    /// What a command brings about. Apply the events to make it so.
    ///
    /// `role` is the role of the person, where it is known.
    ///
    /// # Errors
    /// A refusal that says why the case does not allow it; nothing has changed.
    pub fn decide(
        policy: &Policy<'_>,
        case: &Self,
        by: &str,
        role: Option<&str>,
        at: Time,
        action: &Action,
    ) -> Result<Vec<CaseEvent>, Refusal> {
        if by.is_empty() {
            return Err(Error::new(Code::Missing, "nobody gives the command").at("command.by"));
        }
        let at = case.dated(at, action)?;
        case.permit(policy, action.name(), role)?;
        let changes = case.changes(policy, by, at, action)?;
        let event = |change| CaseEvent {
            at,
            by: Some(by.to_owned()),
            change,
        };
        Ok(changes.into_iter().map(event).collect())
    }

    /// When a command counts as given. What it does to the state, and what is said of that, comes after
    /// what happened to the case before; a dispute that reaches us late is heard all the same, as of what
    /// happened last. A fact, such as an attempt to reach the customer, is taken as of its own instant.
    fn dated(&self, at: Time, action: &Action) -> Result<Time, Refusal> {
        let last = if action.is_a_fact() {
            Some(self.opened_at)
        } else {
            self.last_moved()
        };
        match last.filter(|last| at < *last) {
            None => Ok(at),
            Some(last) if action.disputes() => Ok(last),
            Some(last) => Err(Self::too_early(at, last)),
        }
    }

    /// When something last happened that moved the case.
    pub(super) fn last_moved(&self) -> Option<Time> {
        let mut back = self.history.iter().rev();
        let last = back.find(|event| event.change.moves_the_case());
        last.map(|event| event.at)
    }

    fn changes(
        &self,
        policy: &Policy<'_>,
        by: &str,
        at: Time,
        action: &Action,
    ) -> Result<Vec<CaseChange>, Refusal> {
        Ok(match action {
            Action::Assign { to } => {
                said("to", to)?;
                vec![CaseChange::Assigned { to: to.clone() }]
            }
            Action::Unassign { reason } => vec![self.unassign(reason)?],
            Action::SetPriority { priority, reason } => {
                vec![self.set_priority(policy, priority, reason)?]
            }
            Action::Acknowledge => vec![CaseChange::Acknowledged],
            Action::Start => vec![CaseChange::Started],
            Action::Contact { channel, reached } => {
                vec![CaseChange::Contacted {
                    channel: channel.clone(),
                    reached: *reached,
                }]
            }
            Action::Hear { channel } => vec![CaseChange::CustomerSpoke {
                channel: channel.clone(),
                case: None,
            }],
            Action::Promise { text, due } => vec![self.promise(by, at, text, *due)?],
            Action::KeepPromise { promise } => vec![self.keep_promise(at, promise.as_ref())?],
            Action::BreakPromise { promise, reason } => {
                vec![self.break_promise(at, promise.as_ref(), reason)?]
            }
            Action::Wait { on } => vec![CaseChange::Waiting { on: *on }],
            Action::Place { sub_state } => vec![self.place(policy, sub_state)?],
            Action::Resume => vec![CaseChange::Resumed {
                to: self.before_waiting(),
            }],
            Action::Transfer {
                to,
                ask,
                why,
                by: due,
            } => vec![self.transfer(policy, (by, at), to, (ask, why, *due))?],
            Action::Merge { .. } => {
                return Err(refuse("merging takes both cases".into())
                    .at("command.do.merge")
                    .hint("an engine has both; two cases by themselves are merged by `merge`"));
            }
            Action::Escalate { to, reason } => {
                said("escalate.to", to)?;
                said("escalate.reason", reason)?;
                vec![called_for(to, reason)]
            }
            Action::RootCause { root_cause } => vec![known_cause(policy, root_cause)?],
            Action::Resolve { root_cause, note } => {
                let mut changes = Vec::new();
                if let Some(root_cause) = root_cause {
                    changes.push(known_cause(policy, root_cause)?);
                }
                self.required(policy, at, root_cause.is_some())?;
                changes.push(CaseChange::Resolved { note: note.clone() });
                changes
            }
            Action::AskVerdict => {
                vec![CaseChange::VerdictAsked {
                    how: policy.spec().close.ask.clone(),
                }]
            }
            Action::RecordVerdict { verdict, source } => {
                self.record_verdict(policy, at, *verdict, source)?
            }
            Action::Waive { reason } => {
                said("reason", reason)?;
                vec![
                    CaseChange::Waived {
                        reason: reason.clone(),
                    },
                    CaseChange::Closed {
                        on: ClosedBy::Waiver,
                    },
                ]
            }
            Action::Close => vec![CaseChange::Closed {
                on: self.ground(policy)?,
            }],
            Action::Reopen { reason } => {
                said("reason", reason)?;
                let mut changes = self.question_withdrawn();
                changes.push(CaseChange::Reopened {
                    reason: reason.clone(),
                });
                changes
            }
            Action::Comment { text } => {
                said("text", text)?;
                vec![CaseChange::Commented { text: text.clone() }]
            }
            Action::Cancel { reason } => {
                said("reason", reason)?;
                let mut changes = self.question_withdrawn();
                changes.push(CaseChange::Cancelled {
                    reason: reason.clone(),
                });
                changes
            }
        })
    }

    /// It is taken off whoever has it.
    fn unassign(&self, reason: &str) -> Result<CaseChange, Refusal> {
        said("unassign.reason", reason)?;
        let person = self.person.clone();
        Ok(CaseChange::Unassigned {
            person: person.ok_or_else(|| refuse(NOBODY.into()))?,
            reason: reason.into(),
        })
    }

    /// It gets another priority.
    fn set_priority(
        &self,
        policy: &Policy<'_>,
        priority: &str,
        reason: &str,
    ) -> Result<CaseChange, Refusal> {
        said("set_priority.reason", reason)?;
        let path = "command.do.set_priority.priority";
        if policy.rank(priority).is_none() {
            let known = policy.spec().priorities.iter().map(String::as_str);
            let message = format!("unknown priority `{priority}`");
            return Err(Error::new(Code::Unknown, message)
                .at(path)
                .nearest(priority, known));
        }
        if self.priority == priority {
            return Err(refuse(format!("its priority is {priority} already")).at(path));
        }
        Ok(CaseChange::PrioritySet {
            priority: priority.to_owned(),
            reason: reason.into(),
        })
    }

    /// What must be on record before it is resolved.
    fn required(&self, policy: &Policy<'_>, at: Time, names_cause: bool) -> Result<(), Refusal> {
        for requirement in &policy.spec().require.resolve {
            match requirement {
                Requirement::RootCause if self.root_cause.is_none() && !names_cause => {
                    return Err(
                        refuse("a root cause is required before it is resolved".into())
                            .at("command.do.resolve.root_cause"),
                    );
                }
                Requirement::PromisesSettled if self.has_open_promise(at) => {
                    return Err(refuse(
                        "a promise is open, to be kept or called off before it is resolved".into(),
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn called_for(person: &str, reason: &str) -> CaseChange {
    CaseChange::Escalated {
        to: Some(person.into()),
        reason: reason.into(),
        unit: None,
        step: None,
        target: None,
    }
}

fn known_cause(policy: &Policy<'_>, root_cause: &str) -> Result<CaseChange, Refusal> {
    said("root_cause", root_cause)?;
    let known = &policy.spec().root_causes;
    if known.is_empty() || known.iter().any(|cause| cause == root_cause) {
        return Ok(CaseChange::RootCauseFound {
            root_cause: root_cause.to_owned(),
        });
    }
    Err(
        Error::new(Code::Unknown, format!("unknown root cause `{root_cause}`"))
            .at("command.do.root_cause")
            .nearest(root_cause, known.iter().map(String::as_str)),
    )
}

pub(super) fn said(what: &str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Error::new(Code::Missing, format!("`{what}` is empty"))
            .at(format!("command.do.{what}")));
    }
    Ok(())
}

pub(super) fn refuse(message: String) -> Refusal {
    Error::new(Code::NotAllowed, message)
}
