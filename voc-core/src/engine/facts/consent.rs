//! What customers said to being contacted.

use super::{FactPlans, Facts};
use crate::condition::Cell;
use crate::program::Program;

/// What a customer said to being contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Consent {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// Nothing.
    NotSaid,
    /// The program has no word for it.
    NotDeclared,
}

impl Facts {
    /// Whether a customer has agreed to be contacted, by the newest word.
    pub(in crate::engine) fn may_contact(&self, program: &Program, customer: &str) -> bool {
        self.consent(program, customer) == Consent::Given
    }

    /// What a customer said to being contacted, by the newest word.
    pub(in crate::engine) fn consent(&self, program: &Program, customer: &str) -> Consent {
        let Some(name) = consent_of(program) else {
            return Consent::NotDeclared;
        };
        let Some(state) = self.of(Some(customer)) else {
            return Consent::NotSaid;
        };
        let said = match name.strip_prefix("customer.") {
            Some(attribute) => match state.newest(attribute) {
                Cell::Bool(said) => Some(said),
                _ => None,
            },
            None => state.newest_answer(name),
        };
        match said {
            Some(true) => Consent::Given,
            Some(false) => Consent::Refused,
            None => Consent::NotSaid,
        }
    }
}

pub(super) fn consent(plans: &FactPlans) -> Option<&str> {
    consent_of(plans.program())
}

pub(super) fn consent_of(program: &Program) -> Option<&str> {
    program.spec().privacy.contact_consent.as_deref()
}
