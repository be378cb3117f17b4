//! What may be done to a case now, by whom, and why not the rest.

use super::decide::{NOBODY, refuse};
use super::{Case, FORMS, Form, Policy, State, Verdict};
use crate::document::Read;
use crate::error::{Code, Refusal};
use crate::program::Requirement;
use serde::{Deserialize, Serialize};

/// Why a case is not resolved before anybody tried to reach the customer.
const NO_ATTEMPT: &str = "an attempt to reach the customer is required before it is resolved";

/// Whether a person may give a command now, why not, and what it brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowed {
    /// The command.
    pub command: String,
    /// Whether it may be given.
    pub allowed: bool,
    /// Why not, for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Why not, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What to do instead, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The fields that it must bring now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The fields that it may bring besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<String>,
}

impl Case {
    /// What a person of this role may do now, and for each command that they may not, the reason.
    pub fn allowed(&self, policy: &Policy<'_>, role: Option<&str>) -> Vec<Allowed> {
        let judge = |form: &Form| {
            let refusal = self.permit(policy, form.command, role).err();
            let (needs, takes) = self.fields(policy, form);
            Allowed {
                command: form.command.to_owned(),
                allowed: refusal.is_none(),
                code: refusal.as_ref().map(|refusal| refusal.code),
                hint: refusal.as_ref().and_then(|refusal| refusal.hint.clone()),
                reason: refusal.map(|refusal| refusal.message),
                needs,
                takes,
            }
        };
        FORMS.iter().map(judge).collect()
    }

    /// What a command must bring to this case, and what it may: what the policy asks for, and which of
    /// several promises is meant, must be said.
    fn fields(&self, policy: &Policy<'_>, form: &Form) -> (Vec<String>, Vec<String>) {
        let required = &policy.spec().require.resolve;
        let must = |field: &str| match (form.command, field) {
            ("resolve", "root_cause") => {
                self.root_cause.is_none() && required.contains(&Requirement::RootCause)
            }
            ("keep_promise" | "break_promise", "promise") => self.unkept() > 1,
            _ => false,
        };
        let needs = form.needs.iter().copied();
        let more = form.takes.iter().copied().filter(|field| must(field));
        let rest = form.takes.iter().copied().filter(|field| !must(field));
        let owned = |field: &str| field.to_owned();
        (
            needs.chain(more).map(owned).collect(),
            rest.map(owned).collect(),
        )
    }

    /// How many promises are not kept.
    fn unkept(&self) -> usize {
        let unkept = self.promises.iter().filter(|one| one.kept_at.is_none());
        unkept.count()
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
            "resume" => &[Waiting],
            "start" => &[New, Acknowledged, Waiting],
            "wait" | "resolve" => &working,
            "ask_verdict" | "waive" | "close" => &[Resolved],
            "reopen" => &[Resolved, Closed],
            "record_verdict" | "hear" | "promise" => {
                &[New, Acknowledged, InProgress, Waiting, Resolved, Closed]
            }
            "comment" => &State::ALL,
            "keep_promise" | "break_promise" => &[
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
            let refusal = refuse(format!(
                "a case that is {} takes no {command}",
                self.state.name()
            ));
            return Err(match &self.merged_into {
                Some(case) => refusal.hint(format!("the work goes on in `{case}`")),
                None => refusal,
            });
        }
        if let Some(roles) = policy.spec().may.get(command) {
            of_roles(command, roles, role)?;
        }
        match command {
            "resolve"
                if self.contacts.is_empty()
                    && policy
                        .spec()
                        .require
                        .resolve
                        .contains(&Requirement::ContactAttempt) =>
            {
                Err(refuse(NO_ATTEMPT.to_owned()).hint("record a `contact`"))
            }
            "ask_verdict" if self.verdict == Verdict::Pending => Err(refuse(
                "the customer has been asked and has not answered".into(),
            )),
            // The word is there: what is left to do is to close it.
            "ask_verdict" | "waive" if self.verdict == Verdict::Confirmed => {
                Err(refuse("the customer has confirmed it".into()).hint("`close` it"))
            }
            "ask_verdict" if self.customer.is_none() => {
                Err(refuse("there is no customer to ask".into()))
            }
            "merge" if self.customer.is_none() => Err(refuse(
                "duplicates are of one customer, and none is known".into(),
            )),
            "place" => self.may_be_placed(policy),
            "unassign" if self.person.is_none() => Err(refuse(NOBODY.into())),
            "unassign" if self.unit.is_none() => Err(refuse("no unit would have it then".into())),
            "set_priority" if policy.spec().priorities.len() < 2 => {
                Err(refuse("a case of this type has one priority".into()))
            }
            "waive" => may_waive(policy, role),
            "keep_promise" | "break_promise" if self.unkept() == 0 => {
                Err(refuse("no promise is left to keep".into()))
            }
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
    if roles.is_empty() {
        return Err(refuse(
            "this policy lets nobody waive the customer's word".into(),
        ));
    }
    of_roles("waive", roles, role)
}

fn of_roles(command: &str, roles: &[String], role: Option<&str>) -> Result<(), Refusal> {
    match role {
        Some(role) if roles.iter().any(|known| known == role) => Ok(()),
        Some(role) => Err(refuse(format!(
            "the role {role} may not {command}; {} may",
            roles.join(", ")
        ))),
        None => Err(refuse(format!(
            "only {} may {command}, and the role is not known",
            roles.join(", ")
        ))),
    }
}
