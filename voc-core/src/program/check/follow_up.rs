//! Case types and their targets.

use super::super::Compiled;
use super::super::spec::{CaseSpec, TargetSpec, WaitingOn};
use super::Checker;
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
            for (name, target) in &case.targets {
                self.target(
                    &["cases", id, "targets", name.name()],
                    case,
                    target,
                    compiled,
                );
            }
            for role in &case.close.waive {
                if !self.spec.roles.contains_key(role) {
                    self.error(
                        &["cases", id, "close", "waive"],
                        Code::Unknown,
                        format!("unknown role `{role}`"),
                    );
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
        match target.calendar.as_str() {
            "always" => {}
            "unit" => {
                for (unit, declared) in &self.spec.units {
                    if let Some(id) = &declared.calendar
                        && compiled
                            .calendars
                            .get(id)
                            .is_some_and(|calendar| !calendar.has_hours())
                    {
                        let message = format!(
                            "calendar `{id}` of unit `{unit}` has no hours: the target can never be due"
                        );
                        self.error(&within("calendar"), Code::OutOfRange, message);
                    }
                }
            }
            id => match compiled.calendars.get(id) {
                None => self.error(
                    &within("calendar"),
                    Code::Unknown,
                    format!("unknown calendar `{id}`"),
                ),
                Some(calendar) if !calendar.has_hours() => self.error(
                    &within("calendar"),
                    Code::OutOfRange,
                    format!("calendar `{id}` has no hours: the target can never be due"),
                ),
                Some(_) => {}
            },
        }
    }
}
