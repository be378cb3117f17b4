//! What may be done to a case now, by whom, and why not the rest.

use super::decide::refuse;
use super::{Case, Policy, State, Verdict};
use crate::document::Read;
use crate::error::Refusal;
use serde::{Deserialize, Serialize};

/// Every command, in the order in which a screen would show them.
pub const COMMANDS: [&str; 15] = [
    "assign",
    "acknowledge",
    "start",
    "contact",
    "hear",
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

    /// Whether the state and the role allow a command at all.
    pub(super) fn permit(
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
            "record_verdict" | "hear" => {
                &[New, Acknowledged, InProgress, Waiting, Resolved, Closed]
            }
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
