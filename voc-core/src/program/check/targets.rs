//! Targets: lengths that can pass, by names that there are, on calendars that have hours.

use super::super::Compiled;
use super::super::spec::{CaseSpec, TargetSpec};
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::time::Span;

impl Checker<'_> {
    pub(super) fn target(
        &mut self,
        path: &[&str],
        case: &CaseSpec,
        target: &TargetSpec,
        compiled: &Compiled,
    ) {
        let within = |key: &'static str| [path, &[key]].concat();
        let mut lengths = std::iter::once(target.within).chain(target.by.spans());
        if lengths.any(|length: Span| length.fixed().is_none_or(|micros| micros == 0)) {
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
        let spec = self.spec;
        for priority in target.by.priority.keys() {
            let known = case.priorities.iter().map(String::as_str);
            self.named(
                &[path, &["by", "priority", priority]].concat(),
                "priority",
                priority,
                known,
            );
        }
        for segment in target.by.segment.keys() {
            let known = spec.segments.keys().map(String::as_str);
            self.named(
                &[path, &["by", "segment", segment]].concat(),
                "segment",
                segment,
                known,
            );
        }
        for unit in target.by.unit.keys() {
            let known = spec.units.keys().map(String::as_str);
            self.known(&[path, &["by", "unit", unit]].concat(), "unit", unit, known);
        }
        for state in &target.pause_when {
            if !Self::stands_in(case, state) {
                let message = format!("`{state}` is no state in which a clock stands");
                self.error(&within("pause_when"), Code::Unknown, message);
            }
        }
        let never = "the target can never be due";
        self.open_calendar(&within("calendar"), &target.calendar, never, compiled);
    }

    /// A name is one of those that the program declares, of which there may be none.
    pub(super) fn named<'n>(
        &mut self,
        path: &[&str],
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.collect();
        if !known.contains(&name) {
            let found = Diagnostic::error(Code::Unknown, format!("unknown {what} `{name}`"));
            self.add(path, found.nearest(name, known));
        }
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
