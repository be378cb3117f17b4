//! What a person may do to a case, and what it brings about. Nothing changes here.
//!
//! | command        | in the states                                   | and then the case is |
//! |----------------|-------------------------------------------------|----------------------|
//! | assign         | every open one                                  | as it was            |
//! | acknowledge    | new                                             | acknowledged         |
//! | start          | new, acknowledged, waiting                      | in_progress          |
//! | contact        | every open one                                  | as it was            |
//! | wait           | new, acknowledged, in_progress, waiting         | waiting              |
//! | root_cause     | every open one                                  | as it was            |
//! | resolve        | new, acknowledged, in_progress, waiting         | resolved             |
//! | ask_verdict    | resolved                                        | as it was            |
//! | record_verdict | see [`record_verdict`]                          | closed or reopened   |
//! | waive          | resolved, by a role that may                    | closed               |
//! | close          | resolved, on the customer's word                | closed               |
//! | reopen         | resolved, closed                                | in_progress          |
//! | comment        | every one                                       | as it was            |
//! | cancel         | every open one without a standing alert         | cancelled            |

use super::{Action, Case, CaseChange, CaseEvent, ClosedBy, Policy, State, Verdict};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::program::Requirement;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Every command, in the order in which a screen would show them.
pub const COMMANDS: [&str; 14] = [
    "assign",
    "acknowledge",
    "start",
    "contact",
    "wait",
    "root_cause",
    "resolve",
    "ask_verdict",
    "record_verdict",
    "waive",
    "close",
    "reopen",
    "comment",
    "cancel",
];

/// Whether a person may give a command now, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowed {
    /// The command.
    pub command: String,
    /// Whether it may be given.
    pub allowed: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Case {
    /// What a person of this role may do now, and for each command that they may not, the reason.
    pub fn allowed(&self, policy: &Policy<'_>, role: Option<&str>) -> Vec<Allowed> {
        let judge = |command: &&str| {
            let refusal = self.permit(policy, command, role).err();
            Allowed {
                command: (*command).to_owned(),
                allowed: refusal.is_none(),
                reason: refusal.map(|refusal| refusal.message),
            }
        };
        COMMANDS.iter().map(judge).collect()
    }

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
        let last = case
            .history
            .iter()
            .rev()
            .find(|event| event.change.moves_the_case());
        let at = match last {
            Some(last) if at < last.at => {
                if !matches!(
                    action,
                    Action::RecordVerdict {
                        verdict: Verdict::Disputed,
                        ..
                    }
                ) {
                    let message = format!(
                        "it is dated {at}, before what happened to the case at {}",
                        last.at
                    );
                    return Err(Error::new(Code::OutOfOrder, message).at("command.at"));
                }
                // A dispute that reaches us late is heard all the same, as of what happened last.
                last.at
            }
            _ => at,
        };
        case.permit(policy, action.name(), role)?;
        let changes = case.changes(policy, at, action)?;
        let event = |change| CaseEvent {
            at,
            by: Some(by.to_owned()),
            change,
        };
        Ok(changes.into_iter().map(event).collect())
    }

    /// What the engine does by itself when its time has come: silence counts as undisputed.
    pub fn silence(&self, policy: &Policy<'_>, at: Time) -> Vec<CaseEvent> {
        let Some(span) = policy.spec().close.undisputed_after else {
            return Vec::new();
        };
        let source = format!("no objection within {span}");
        let changes = [
            CaseChange::VerdictRecorded {
                verdict: Verdict::Undisputed,
                source,
            },
            CaseChange::Closed {
                on: ClosedBy::Undisputed,
            },
        ];
        changes
            .into_iter()
            .map(|change| CaseEvent {
                at,
                by: None,
                change,
            })
            .collect()
    }

    /// Whether the state and the role allow a command at all.
    fn permit(
        &self,
        policy: &Policy<'_>,
        command: &str,
        role: Option<&str>,
    ) -> Result<(), Refusal> {
        use State::{Acknowledged, Cancelled, Closed, InProgress, New, Resolved, Waiting};
        let working = [New, Acknowledged, InProgress, Waiting];
        let open = [New, Acknowledged, InProgress, Waiting, Resolved];
        let states: &[State] = match command {
            "acknowledge" => &[New],
            "start" => &[New, Acknowledged, Waiting],
            "wait" | "resolve" => &working,
            "ask_verdict" | "waive" | "close" => &[Resolved],
            "reopen" => &[Resolved, Closed],
            "record_verdict" => &[New, Acknowledged, InProgress, Waiting, Resolved, Closed],
            "comment" => &[
                New,
                Acknowledged,
                InProgress,
                Waiting,
                Resolved,
                Closed,
                Cancelled,
            ],
            _ => &open,
        };
        if !states.contains(&self.state) {
            return Err(refuse(format!(
                "a case that is {} takes no {command}",
                self.state.name()
            )));
        }
        match command {
            "ask_verdict" if self.verdict == Verdict::Pending => Err(refuse(
                "the customer has been asked and has not answered".into(),
            )),
            "ask_verdict" if self.customer.is_none() => {
                Err(refuse("there is no customer to ask".into()))
            }
            "waive" => may_waive(policy, role),
            "close" => self.ground(policy).map(|_| ()),
            "cancel" if self.alerts.is_empty() || self.has_standing_alert() => Err(refuse(
                "cancel is for a case whose alerts were all retracted".into(),
            )),
            _ => Ok(()),
        }
    }

    fn changes(
        &self,
        policy: &Policy<'_>,
        at: Time,
        action: &Action,
    ) -> Result<Vec<CaseChange>, Refusal> {
        Ok(match action {
            Action::Assign { to } => {
                said("to", to)?;
                vec![CaseChange::Assigned { to: to.clone() }]
            }
            Action::Acknowledge => vec![CaseChange::Acknowledged],
            Action::Start => vec![CaseChange::Started],
            Action::Contact { channel, reached } => {
                vec![CaseChange::Contacted {
                    channel: channel.clone(),
                    reached: *reached,
                }]
            }
            Action::Wait { on } => vec![CaseChange::Waiting { on: *on }],
            Action::RootCause { root_cause } => vec![known_cause(policy, root_cause)?],
            Action::Resolve { root_cause, note } => {
                let mut changes = Vec::new();
                if let Some(root_cause) = root_cause {
                    changes.push(known_cause(policy, root_cause)?);
                }
                self.required(policy, root_cause.is_some())?;
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
                let mut changes = Vec::new();
                if self.verdict == Verdict::Pending {
                    changes.push(CaseChange::QuestionWithdrawn);
                }
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
                vec![CaseChange::Cancelled {
                    reason: reason.clone(),
                }]
            }
        })
    }

    /// What must be on record before it is resolved.
    fn required(&self, policy: &Policy<'_>, names_cause: bool) -> Result<(), Refusal> {
        for requirement in &policy.spec().require.resolve {
            match requirement {
                Requirement::RootCause if self.root_cause.is_none() && !names_cause => {
                    return Err(
                        refuse("a root cause is required before it is resolved".into())
                            .at("command.do.resolve.root_cause"),
                    );
                }
                Requirement::ContactAttempt if self.contacts.is_empty() => {
                    return Err(refuse(
                        "an attempt to reach the customer is required before it is resolved".into(),
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The customer's word. `disputed` is heard in every state, and reopens what was resolved or
    /// closed. The others are about a resolution: they need one, and close it where the policy allows.
    fn record_verdict(
        &self,
        policy: &Policy<'_>,
        at: Time,
        verdict: Verdict,
        source: &str,
    ) -> Result<Vec<CaseChange>, Refusal> {
        said("source", source)?;
        let mut changes = vec![CaseChange::VerdictRecorded {
            verdict,
            source: source.to_owned(),
        }];
        let done = matches!(self.state, State::Resolved | State::Closed);
        match verdict {
            Verdict::NotAsked | Verdict::Pending => {
                return Err(
                    refuse(format!("`{}` is not the customer's word", verdict.name()))
                        .at("command.do.record_verdict.verdict")
                        .hint("confirmed, disputed, undisputed or unreachable"),
                );
            }
            Verdict::Disputed => {
                if done {
                    changes.push(CaseChange::Reopened {
                        reason: "the customer disputes it".to_owned(),
                    });
                }
                return Ok(changes);
            }
            _ if !done => {
                return Err(refuse(format!(
                    "`{}` is said of a resolution, and the case is {}",
                    verdict.name(),
                    self.state.name()
                )));
            }
            Verdict::Undisputed | Verdict::Unreachable if self.verdict != Verdict::Pending => {
                return Err(refuse(format!(
                    "`{}` needs a question first, and the customer was not asked",
                    verdict.name()
                )));
            }
            Verdict::Undisputed if policy.spec().close.undisputed_after.is_none() => {
                return Err(refuse("this policy takes no silence for an answer".into()));
            }
            Verdict::Confirmed | Verdict::Undisputed => {}
            Verdict::Unreachable => self.unreachable(policy, at)?,
        }
        if self.state == State::Resolved {
            changes.push(CaseChange::Closed {
                on: match verdict {
                    Verdict::Confirmed => ClosedBy::Confirmed,
                    Verdict::Undisputed => ClosedBy::Undisputed,
                    _ => ClosedBy::Unreachable,
                },
            });
        }
        Ok(changes)
    }

    /// Whether the attempts of the policy were made, the last of them after the customer was asked.
    fn unreachable(&self, policy: &Policy<'_>, at: Time) -> Result<(), Refusal> {
        let Some(needed) = &policy.spec().close.unreachable_after else {
            return Err(refuse("this policy knows no unreachable customers".into()));
        };
        let since_reached = self
            .contacts
            .iter()
            .rev()
            .take_while(|contact| !contact.reached);
        let tries: Vec<Time> = since_reached.map(|contact| contact.at).collect();
        if tries.len() < needed.attempts as usize {
            return Err(refuse(format!(
                "{} of {} attempts were made without reaching the customer",
                tries.len(),
                needed.attempts
            )));
        }
        let first = tries.last().copied().unwrap_or(at);
        let over = needed.over.after(first, policy.program().zone());
        if tries.first().is_none_or(|last| *last < over) {
            return Err(refuse(format!(
                "the attempts must spread over {}",
                needed.over
            )));
        }
        Ok(())
    }

    /// The ground on which it may be closed.
    fn ground(&self, policy: &Policy<'_>) -> Result<ClosedBy, Refusal> {
        let close = &policy.spec().close;
        match self.verdict {
            Verdict::Confirmed => Ok(ClosedBy::Confirmed),
            Verdict::Undisputed if close.undisputed_after.is_some() => Ok(ClosedBy::Undisputed),
            Verdict::Unreachable if close.unreachable_after.is_some() => Ok(ClosedBy::Unreachable),
            verdict => Err(refuse(format!(
                "only the customer closes, and the verdict is {}",
                verdict.name()
            ))),
        }
    }
}

fn may_waive(policy: &Policy<'_>, role: Option<&str>) -> Result<(), Refusal> {
    let roles = &policy.spec().close.waive;
    match role {
        _ if roles.is_empty() => Err(refuse(
            "this policy lets nobody waive the customer's word".into(),
        )),
        Some(role) if roles.iter().any(|known| known == role) => Ok(()),
        Some(role) => Err(refuse(format!(
            "the role {role} may not waive; {} may",
            roles.join(", ")
        ))),
        None => Err(refuse(format!(
            "only {} may waive, and the role is not known",
            roles.join(", ")
        ))),
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

fn said(what: &str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Error::new(Code::Missing, format!("`{what}` is empty"))
            .at(format!("command.do.{what}")));
    }
    Ok(())
}

fn refuse(message: String) -> Refusal {
    Error::new(Code::NotAllowed, message)
}
