//! States by the names that there are, and sub-states where a case can be put into one.

use super::super::spec::{CaseSpec, WaitingOn};
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;

/// The states beside waiting, which goes by what is waited on.
const STATES: [&str; 7] = [
    "new",
    "acknowledged",
    "in_progress",
    "resolved",
    "closed",
    "cancelled",
    "merged",
];
/// Nothing is placed in these any more.
const LAST: [&str; 3] = ["closed", "cancelled", "merged"];

impl Checker<'_> {
    pub(super) fn states(&mut self, id: &str, case: &CaseSpec) {
        let waiting = WaitingOn::ALL.map(|on| format!("waiting.{}", on.name()));
        for (state, declared) in &case.states {
            let path = ["cases", id, "states", state];
            let known = STATES.into_iter().chain(waiting.iter().map(String::as_str));
            if !known.clone().any(|known| known == state) {
                let found = Diagnostic::error(Code::Unknown, format!("unknown state `{state}`"));
                self.add(&path, found.nearest(state, known));
            }
            for sub_state in declared.sub_states.keys() {
                let path = ["cases", id, "states", state, "sub_states", sub_state];
                if LAST.contains(&state.as_str()) {
                    let message = format!("a case that is {state} is not placed any more");
                    self.error(&path, Code::NotAllowed, message);
                } else if sub_state.is_empty() || sub_state.contains('.') {
                    let message = "the name of a sub-state is a text without dots";
                    self.error(&path, Code::Malformed, message);
                }
            }
        }
    }

    /// A clock can stand in it: what is waited on, or a sub-state of what is worked on.
    pub(super) fn stands_in(case: &CaseSpec, state: &str) -> bool {
        let waits = |state: &str| {
            let on = state.strip_prefix("waiting.");
            on.is_some_and(|on| WaitingOn::ALL.iter().any(|known| known.name() == on))
        };
        let has = |(state, sub_state): (&str, &str)| {
            let declared = case.states.get(state);
            declared.is_some_and(|state| state.sub_states.contains_key(sub_state))
        };
        waits(state) || state.rsplit_once('.').is_some_and(has)
    }
}
