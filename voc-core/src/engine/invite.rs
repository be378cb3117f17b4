//! Whether a customer may be asked.

use super::Engine;
use crate::error::{Code, Error};
use crate::program::{INVITATION, SURVEY};
use crate::rule::{CustomerState, MayInvite};
use crate::signal::{Invitation, check_signal};

impl Engine {
    /// Whether this invitation may be sent, by the program's `quarantine` and the invitations of its
    /// customer: signals of kind `invitation` that name their survey in the field `survey`.
    ///
    /// # Errors
    /// An unknown survey, or a part or field that is not as declared; an instant before which what was
    /// sent may be forgotten.
    pub fn may_invite(&self, invitation: &Invitation) -> Result<MayInvite, Error> {
        let program = self.plans.program_at(invitation.at);
        let spec = program.spec();
        let survey = &invitation.survey;
        if !spec.surveys.is_empty() && !spec.surveys.contains_key(survey) {
            let known = spec.surveys.keys().map(String::as_str);
            return Err(
                Error::new(Code::Unknown, format!("unknown survey `{survey}`"))
                    .at(SURVEY)
                    .nearest(survey, known),
            );
        }
        if invitation.at < self.horizon() {
            let message = format!("{} is past `lateness`", invitation.at);
            return Err(Error::new(Code::BadTime, message)
                .at("at")
                .hint("what was sent before may be forgotten; ask about now, or later"));
        }
        let mut asked = invitation.signal();
        let asked_of = self.state.merged.root(&invitation.customer).to_owned();
        asked.customer = Some(asked_of.clone());
        let kind = spec.kinds.get(INVITATION);
        let carried = kind.and_then(|kind| kind.fields.as_ref());
        let names = |fields: &Vec<String>| fields.iter().any(|field| field == SURVEY);
        if !spec.fields.contains_key(SURVEY) || !carried.is_none_or(names) {
            asked.fields.remove(SURVEY);
        }
        if !program.quarantines().is_empty() {
            check_signal(program, &mut asked).map_err(as_asked)?;
        }
        let state = self.state.facts.of(Some(&asked_of));
        let nothing = CustomerState::default();
        let invitations = &state.as_deref().unwrap_or(&nothing).invitations;
        Ok(invitations.may_invite(&self.plans.rules, survey, &asked))
    }
}

/// Its place in the invitation instead of in a signal.
fn as_asked(error: Error) -> Error {
    let path = error.path.as_deref().unwrap_or_default();
    let path = path.strip_prefix("signal.").unwrap_or(path).to_owned();
    error.at(path)
}
