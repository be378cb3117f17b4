//! Case types and their targets.

use super::super::Compiled;
use super::super::FORMS;
use super::super::spec::CaseSpec;
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::time::Span;

/// The most signals that a dossier has: more is read by nobody, and kept for every customer.
const JOURNEY_MAX: u32 = 100;

impl Checker<'_> {
    pub(super) fn cases(&mut self, compiled: &mut Compiled) {
        for (id, case) in &self.spec.cases {
            for (index, priority) in case.priorities.iter().enumerate() {
                if case
                    .priorities
                    .iter()
                    .take(index)
                    .any(|before| before == priority)
                {
                    let path = ["cases", id, "priorities", &index.to_string()];
                    self.error(
                        &path,
                        Code::Malformed,
                        format!("`{priority}` stands here twice"),
                    );
                }
            }
            if case.carry.journey > JOURNEY_MAX {
                let message = format!("a dossier has at most {JOURNEY_MAX} signals");
                self.error(&["cases", id, "carry", "journey"], Code::Limit, message);
            }
            if cfg!(small) && case.carry.journey > 0 {
                let message = "the journeys of customers are not in this build";
                let found = Diagnostic::error(Code::NotAllowed, message);
                let path = ["cases", id, "carry", "journey"];
                self.add(&path, found.hint("take the build for data"));
            }
            if case.carry.topics && self.spec.topics.is_empty() {
                let message = "there are no topics that a case could keep";
                self.warn(&["cases", id, "carry", "topics"], Code::Missing, message);
            }
            if let Some(source) = &case.hears
                && let Some(condition) = self.condition(&["cases", id, "hears"], source, true)
            {
                compiled.hears.insert(id.clone(), condition);
            }
            for (name, target) in &case.targets {
                self.target(
                    &["cases", id, "targets", name.name()],
                    case,
                    target,
                    compiled,
                );
            }
            self.dues(id, case, compiled);
            self.may(id, case);
            self.states(id, case);
            self.escalations(id, case, compiled);
            for role in &case.close.waive {
                if !self.spec.roles.contains_key(role) {
                    self.found_unknown_role(&["cases", id, "close", "waive"], role);
                }
            }
            if let Some(unreachable) = &case.close.unreachable_after
                && unreachable.attempts == 0
            {
                let path = ["cases", id, "close", "unreachable_after", "attempts"];
                self.error(
                    &path,
                    Code::OutOfRange,
                    "nobody is unreachable before one attempt",
                );
            }
        }
    }

    /// A warning comes some time before, on a calendar that has hours.
    fn dues(&mut self, id: &str, case: &CaseSpec, compiled: &Compiled) {
        let dues = [("promises", &case.promises), ("transfers", &case.transfers)];
        for (key, due) in dues {
            let Some(due) = due else { continue };
            if cfg!(small) {
                let message = "warnings of promises and transfers are not in this build";
                let found = Diagnostic::error(Code::NotAllowed, message);
                self.add(&["cases", id, key], found.hint("take the build for data"));
                continue;
            }
            let path = ["cases", id, key, "warn"];
            match due.warn.map(Span::fixed) {
                None if key == "promises" => {
                    let message = "when to warn of a promise is not said";
                    self.error(&["cases", id, key], Code::Missing, message);
                }
                Some(None | Some(0)) => {
                    let message = "a warning comes days, hours or minutes before";
                    self.error(&path, Code::OutOfRange, message);
                }
                _ => {}
            }
            let never = "the warning can never come";
            let path = ["cases", id, key, "calendar"];
            self.open_calendar(&path, &due.calendar, never, compiled);
        }
    }

    /// Commands are given by roles that there are.
    fn may(&mut self, id: &str, case: &CaseSpec) {
        for (command, roles) in &case.may {
            let path = ["cases", id, "may", command];
            if command == "waive" {
                let message = "who may waive the customer's word is said under `close`";
                self.error(&path, Code::NotAllowed, message);
            }
            let commands = FORMS.iter().map(|form| form.command);
            self.known(&path, "command", command, commands);
            if roles.is_empty() {
                let message = format!("nobody may {command}");
                self.error(&path, Code::Missing, message);
            }
            for role in roles
                .iter()
                .filter(|role| !self.spec.roles.contains_key(*role))
            {
                self.found_unknown_role(&path, role);
            }
        }
    }

    pub(super) fn found_unknown_role(&mut self, path: &[&str], role: &str) {
        let known = self.spec.roles.keys().map(String::as_str);
        let found = Diagnostic::error(Code::Unknown, format!("unknown role `{role}`"));
        self.add(path, found.nearest(role, known));
    }
}
