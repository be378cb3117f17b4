//! Sub-states: finer than the states that have rules, and without any of their own.

use super::decide::refuse;
use super::{Case, CaseChange, Policy};
use crate::error::{Code, Error, Refusal};
use crate::ordered::Few;
use crate::program::SubStateSpec;

impl Case {
    /// The name of its state: `in_progress`, `waiting.customer`.
    pub fn state_name(&self) -> String {
        match self.waiting_on {
            Some(on) => format!("waiting.{}", on.name()),
            None => self.state.name().to_owned(),
        }
    }

    fn sub_states<'p>(&self, policy: &Policy<'p>) -> Option<&'p Few<String, SubStateSpec>> {
        let state = policy.spec().states.get(self.state_name().as_str())?;
        (!state.sub_states.is_empty()).then_some(&state.sub_states)
    }

    /// Whether its state has sub-states.
    pub(super) fn may_be_placed(&self, policy: &Policy<'_>) -> Result<(), Refusal> {
        match self.sub_states(policy) {
            Some(_) => Ok(()),
            None => Err(refuse(format!("{} has no sub-states", self.state_name()))),
        }
    }

    /// It is put into a sub-state of its state.
    pub(super) fn place(
        &self,
        policy: &Policy<'_>,
        sub_state: &str,
    ) -> Result<CaseChange, Refusal> {
        let known = self.sub_states(policy).into_iter().flat_map(Few::keys);
        if !known.clone().any(|known| known == sub_state) {
            let message = format!("{} has no sub-state `{sub_state}`", self.state_name());
            return Err(Error::new(Code::Unknown, message)
                .at("command.do.place.sub_state")
                .nearest(sub_state, known.map(String::as_str)));
        }
        Ok(CaseChange::Placed {
            sub_state: sub_state.to_owned(),
        })
    }
}
