//! The rules that a case is followed up by: a case type of a program, with its calendars.

use super::{Case, CaseChange};
use crate::calendar::Calendar;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::program::{CaseSpec, OnReopen, Program, TargetName, TargetSpec};
use crate::time::Span;

static ALWAYS: Calendar = Calendar::Always;
/// The priority where a case type declares none.
const NORMAL: &str = "normal";

/// The rules of one case type.
#[derive(Debug, Clone, Copy)]
pub struct Policy<'p> {
    program: &'p Program,
    spec: &'p CaseSpec,
    calendars: Option<&'p Named<Calendar>>,
}

/// A service-level target as it holds for one case.
#[derive(Debug, Clone, Copy)]
pub struct Target<'p> {
    /// What it asks for.
    pub name: TargetName,
    /// The calendar that its clock runs on.
    pub calendar: &'p Calendar,
    spec: &'p TargetSpec,
}

impl<'p> Policy<'p> {
    /// The policy of a case type.
    ///
    /// # Errors
    /// An unknown case type.
    pub fn of(program: &'p Program, case_type: &str) -> Result<Self, Error> {
        let cases = &program.spec().cases;
        let spec = cases.get(case_type).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown case type `{case_type}`"))
                .nearest(case_type, cases.keys().map(String::as_str))
        })?;
        Ok(Self {
            program,
            spec,
            calendars: None,
        })
    }

    /// The same on calendars whose later versions are not in its program.
    pub(crate) fn on(self, calendars: &'p Named<Calendar>) -> Self {
        Self {
            calendars: Some(calendars),
            ..self
        }
    }

    fn calendar(&self, id: &str) -> Option<&'p Calendar> {
        let later = self.calendars.and_then(|calendars| calendars.get(id));
        later.or_else(|| self.program.calendar(id))
    }

    /// The calendar that a target or a step names, as it holds for a case.
    pub(super) fn calendar_for(&self, case: &Case, named: &str) -> &'p Calendar {
        self.named(self.unit_of(case), named)
    }

    fn named(&self, unit: Option<&str>, named: &str) -> &'p Calendar {
        match named {
            "always" => &ALWAYS,
            "unit" => unit
                .and_then(|unit| self.calendar(self.program.calendar_of_unit(unit)?))
                .unwrap_or(&ALWAYS),
            id => self.calendar(id).unwrap_or(&ALWAYS),
        }
    }

    /// What the program says of the case type.
    pub fn spec(&self) -> &'p CaseSpec {
        self.spec
    }

    /// The program that it belongs to.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The usual priority.
    pub fn usual_priority(&self) -> &'p str {
        self.spec.priorities.first().map_or(NORMAL, String::as_str)
    }

    /// The rank of a priority: later in the list is higher.
    pub fn rank(&self, priority: &str) -> Option<usize> {
        if self.spec.priorities.is_empty() {
            return (priority == NORMAL).then_some(0);
        }
        self.spec
            .priorities
            .iter()
            .position(|known| known == priority)
    }

    /// The targets of a case. Its calendars are those of the unit that it was opened in, where the
    /// program of the policy has it, so that a reorganisation does not rewrite its clocks.
    pub fn targets_of(&self, case: &Case) -> Vec<Target<'p>> {
        self.targets(self.unit_of(case))
    }

    fn unit_of<'c>(&self, case: &'c Case) -> Option<&'c str> {
        let units = &self.program.spec().units;
        let first = case.history.iter().find_map(|event| match &event.change {
            CaseChange::UnitRemoved { unit, .. } => Some(unit.as_str()),
            _ => None,
        });
        let first = first.filter(|unit| units.contains_key(*unit));
        first.or(case.unit.as_deref())
    }

    /// The targets of a case of this type in a unit.
    pub fn targets(&self, unit: Option<&str>) -> Vec<Target<'p>> {
        let targets = self.spec.targets.iter().map(|(name, spec)| Target {
            name: *name,
            spec,
            calendar: self.named(unit, &spec.calendar),
        });
        targets.collect()
    }
}

impl<'p> Target<'p> {
    /// How long it may take at a priority, in microseconds of its calendar.
    pub fn within(&self, priority: &str) -> i64 {
        self.spec
            .by
            .priority
            .get(priority)
            .copied()
            .unwrap_or(self.spec.within)
            .at_most()
    }

    /// How long before the breach to warn, in microseconds of its calendar.
    pub fn warn(&self) -> Option<i64> {
        self.spec.warn.map(Span::at_most)
    }

    /// Whether its clock stands in a state such as `waiting.customer`.
    pub fn pauses_in(&self, state: &str) -> bool {
        self.spec.pause_when.iter().any(|pause| pause == state)
    }

    /// What its clock does when the case is reopened.
    pub fn on_reopen(&self) -> OnReopen {
        self.spec.on_reopen
    }

    /// What the program says of it.
    pub fn spec(&self) -> &'p TargetSpec {
        self.spec
    }
}
