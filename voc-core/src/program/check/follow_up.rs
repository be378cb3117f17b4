//! Case types and their targets.

use super::super::Compiled;
use super::super::FORMS;
use super::super::spec::{CaseSpec, TargetSpec, WaitingOn};
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::time::Span;

impl Checker<'_> {
    pub(super) fn cases(&mut self, compiled: &Compiled) {
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
            if case.carry.topics && self.spec.topics.is_empty() {
                let message = "there are no topics that a case could keep";
                self.warn(&["cases", id, "carry", "topics"], Code::Missing, message);
            }
            for (name, target) in &case.targets {
                self.target(
                    &["cases", id, "targets", name.name()],
                    case,
                    target,
                    compiled,
                );
            }
            self.may(id, case);
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

    fn target(&mut self, path: &[&str], case: &CaseSpec, target: &TargetSpec, compiled: &Compiled) {
        let within = |key: &'static str| [path, &[key]].concat();
        let lengths = std::iter::once(target.within).chain(target.by.priority.values().copied());
        if lengths
            .into_iter()
            .any(|length: Span| length.fixed().is_none_or(|micros| micros == 0))
        {
            let message = "a target is a length of time in weeks, days, hours, minutes or seconds";
            self.error(&within("within"), Code::OutOfRange, message);
        }
        match target.warn.map(Span::fixed) {
            Some(None) => self.error(
                &within("warn"),
                Code::OutOfRange,
                "a warning comes days, hours or minutes before",
            ),
            Some(Some(warn)) if target.within.fixed().is_some_and(|length| warn >= length) => {
                self.error(
                    &within("warn"),
                    Code::OutOfRange,
                    "the warning would come before the clock starts",
                );
            }
            _ => {}
        }
        for priority in target.by.priority.keys() {
            if !case.priorities.contains(priority) {
                self.error(
                    &within("by"),
                    Code::Unknown,
                    format!("unknown priority `{priority}`"),
                );
            }
        }
        for state in &target.pause_when {
            let known = state
                .strip_prefix("waiting.")
                .is_some_and(|on| WaitingOn::ALL.iter().any(|known| known.name() == on));
            if !known {
                let message = format!("`{state}` is no state in which a clock stands");
                self.error(&within("pause_when"), Code::Unknown, message);
            }
        }
        let never = "the target can never be due";
        self.open_calendar(&within("calendar"), &target.calendar, never, compiled);
    }

    /// A calendar that something is due by is there, and has hours.
    pub(super) fn open_calendar(
        &mut self,
        path: &[&str],
        calendar: &str,
        never: &str,
        compiled: &Compiled,
    ) {
        let has_no_hours = |id: &str| {
            let calendar = compiled.calendars.get(id);
            calendar.is_some_and(|calendar| !calendar.has_hours())
        };
        match calendar {
            "always" => {}
            "unit" => {
                for (unit, declared) in &self.spec.units {
                    if let Some(id) = declared.calendar.as_deref().filter(|id| has_no_hours(id)) {
                        let message =
                            format!("calendar `{id}` of unit `{unit}` has no hours: {never}");
                        self.error(path, Code::OutOfRange, message);
                    }
                }
            }
            id if has_no_hours(id) => {
                let message = format!("calendar `{id}` has no hours: {never}");
                self.error(path, Code::OutOfRange, message);
            }
            id if !compiled.calendars.contains_key(id) => {
                self.error(path, Code::Unknown, format!("unknown calendar `{id}`"));
            }
            _ => {}
        }
    }
}
