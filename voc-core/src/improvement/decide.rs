//! What may be done about an improvement, and what it brings about. Nothing changes here.
//!
//! ```text
//! | command   | in the states                  | and then it is |
//! |-----------|--------------------------------|----------------|
//! | open      | before it is there             | proposed       |
//! | link      | proposed, agreed, under_way    | as it was      |
//! | unlink    | proposed, agreed, under_way    | as it was      |
//! | agree     | proposed                       | agreed         |
//! | start     | agreed                         | under_way      |
//! | done      | under_way                      | done           |
//! | drop      | proposed, agreed, under_way    | dropped        |
//! | comment   | every one                      | as it was      |
//! | set_owner | proposed, agreed, under_way    | as it was      |
//! | set_goal  | proposed, agreed, under_way    | as it was      |
//! ```
//!
//! A remark may be told late. Whatever else is dated before what happened last is refused.

use super::{
    Improvement, ImprovementAction, ImprovementChange, ImprovementEvent, ImprovementState,
};
use crate::case::{Allowed, Case, Form, State};
use crate::error::{Code, Error, Refusal};
use crate::signal::CaseRef;
use crate::text::Text;
use crate::time::Time;

/// Every command but `open`, and what it brings, in the order in which a screen would show them.
pub const IMPROVEMENT_FORMS: [Form; 9] = [
    form("link", &["case"]),
    form("unlink", &["case"]),
    form("agree", &[]),
    form("start", &[]),
    form("done", &[]),
    form("drop", &["reason"]),
    form("comment", &["text"]),
    form("set_owner", &["owner"]),
    form("set_goal", &["better", "by"]),
];

const fn form(command: &'static str, needs: &'static [&'static str]) -> Form {
    Form {
        command,
        needs,
        takes: &[],
    }
}

impl Improvement {
    /// What a command brings about. Apply the events to make it so.
    ///
    /// `find` gives the case that a command means: an engine has them, another host looks in its tables.
    ///
    /// # Errors
    /// A refusal that says why this is not done now; nothing has changed.
    pub fn decide<'c>(
        &self,
        find: &dyn Fn(&CaseRef) -> Result<&'c Case, Refusal>,
        by: &str,
        at: Time,
        action: &ImprovementAction,
    ) -> Result<Vec<ImprovementEvent>, Refusal> {
        said(by, "improvement.by")?;
        self.permit(action.name())?;
        let last = match action {
            ImprovementAction::Comment { .. } => self.opened_at,
            _ => self.last_moved(),
        };
        if at < last {
            return Err(too_early(at, last));
        }
        let change = match action {
            ImprovementAction::Open(_) => {
                return Err(refuse("it is open already".to_owned())
                    .hint("to propose another, name no improvement"));
            }
            ImprovementAction::Link { case } => self.link(find(case)?, at)?,
            ImprovementAction::Unlink { case } => self.unlink(find(case)?)?,
            ImprovementAction::Agree => ImprovementChange::Agreed,
            ImprovementAction::Start => ImprovementChange::Started,
            ImprovementAction::Done => ImprovementChange::Done,
            ImprovementAction::Drop { reason } => {
                said(reason, &place(&["drop", "reason"]))?;
                ImprovementChange::Dropped {
                    reason: reason.clone(),
                }
            }
            ImprovementAction::Comment { text } => {
                said(text, &place(&["comment", "text"]))?;
                ImprovementChange::Commented { text: text.clone() }
            }
            ImprovementAction::SetOwner { owner } => {
                said(owner, &place(&["set_owner", "owner"]))?;
                ImprovementChange::OwnerSet {
                    owner: owner.clone(),
                }
            }
            ImprovementAction::SetGoal(goal) => ImprovementChange::GoalSet { goal: *goal },
        };
        Ok(vec![ImprovementEvent {
            at,
            by: Some(by.to_owned()),
            change,
        }])
    }

    /// What may be done about it now, and for each command that may not, the reason.
    pub fn allowed(&self) -> Vec<Allowed> {
        let owned = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect();
        let judge = |form: &Form| {
            let refusal = self.permit(form.command).err();
            Allowed {
                command: form.command.to_owned(),
                allowed: refusal.is_none(),
                code: refusal.as_ref().map(|refusal| refusal.code),
                hint: refusal.as_ref().and_then(|refusal| refusal.hint.clone()),
                reason: refusal.map(|refusal| refusal.message),
                needs: owned(form.needs),
                takes: owned(form.takes),
            }
        };
        IMPROVEMENT_FORMS.iter().map(judge).collect()
    }

    fn permit(&self, command: &str) -> Result<(), Refusal> {
        use ImprovementState::{Agreed, Proposed, UnderWay};
        let states: &[ImprovementState] = match command {
            "agree" => &[Proposed],
            "start" => &[Agreed],
            "done" => &[UnderWay],
            "comment" | "open" => &ImprovementState::ALL,
            _ => &[Proposed, Agreed, UnderWay],
        };
        if states.contains(&self.state) {
            if command == "unlink" && self.cases.is_empty() {
                return Err(refuse("no case is behind it".to_owned()));
            }
            return Ok(());
        }
        let state = self.state.name().replace('_', " ");
        Err(refuse(format!(
            "an improvement that is {state} takes no {command}"
        )))
    }

    /// When something last happened beside remarks.
    fn last_moved(&self) -> Time {
        let mut back = self.history.iter().rev();
        let last = back.find(|event| !matches!(event.change, ImprovementChange::Commented { .. }));
        last.map_or(self.opened_at, |event| event.at)
    }

    fn link(&self, case: &Case, at: Time) -> Result<ImprovementChange, Refusal> {
        let id = &case.id;
        let why_not = match case.state {
            _ if self.cases.contains(id) => refuse(format!("`{id}` is behind it already")),
            State::Merged => {
                let into = case.merged_into.as_deref().map_or("", Text::as_str);
                refuse(format!("`{id}` was a duplicate")).hint(format!("link `{into}`"))
            }
            State::Cancelled => refuse(format!("every alert behind `{id}` was retracted")),
            _ if case.root_cause.is_none() => refuse(format!("`{id}` has no root cause"))
                .hint("record it on the case: what is changed is a cause"),
            _ if at < case.opened_at => too_early(at, case.opened_at),
            _ => return Ok(ImprovementChange::Linked { case: id.clone() }),
        };
        Err(match why_not.path {
            Some(_) => why_not,
            None => why_not.at(place(&["link", "case"])),
        })
    }

    fn unlink(&self, case: &Case) -> Result<ImprovementChange, Refusal> {
        let case = case.id.clone();
        if self.cases.contains(&case) {
            return Ok(ImprovementChange::Unlinked { case });
        }
        Err(
            Error::new(Code::NotFound, format!("`{case}` is not behind it"))
                .at(place(&["unlink", "case"])),
        )
    }
}

fn too_early(at: Time, last: Time) -> Refusal {
    let message = format!("it is dated {at}, before what happened at {last}");
    Error::new(Code::OutOfOrder, message).at("improvement.at")
}

/// The place of a key of a command.
pub(super) fn place(keys: &[&str]) -> String {
    format!("improvement.do.{}", keys.join("."))
}

pub(super) fn said(text: &str, path: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        let key = path.rsplit('.').next().unwrap_or(path);
        return Err(Error::new(Code::Missing, format!("`{key}` is empty")).at(path));
    }
    Ok(())
}

fn refuse(message: String) -> Refusal {
    Error::new(Code::NotAllowed, message)
}
