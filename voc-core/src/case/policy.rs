//! The rules that a case is followed up by: a case type of a program, with its calendars.

use super::{Case, State, WaitingOn};
use crate::calendar::Calendar;
use crate::condition::{Facts, Truth};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::ordered::insert_in_order;
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
    policy: Policy<'p>,
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

    /// The calendar that a target or a step names, as it holds for a case now.
    pub(super) fn calendar_for(&self, case: &Case, named: &str) -> &'p Calendar {
        let held = case.units().filter_map(|unit| self.named(unit, named));
        held.last().unwrap_or(&ALWAYS)
    }

    /// The calendar that a target or a step names, in a unit; absent where the program does not know
    /// the unit, and it depends on that.
    fn named(&self, unit: Option<&str>, named: &str) -> Option<&'p Calendar> {
        let calendar = match named {
            "always" => None,
            "unit" => {
                let unit = unit.filter(|unit| self.program.spec().units.contains_key(*unit))?;
                self.program
                    .calendar_of_unit(unit)
                    .and_then(|id| self.calendar(id))
            }
            id => self.calendar(id),
        };
        Some(calendar.unwrap_or(&ALWAYS))
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

    /// The targets of a case of this type.
    pub fn targets(&self) -> impl Iterator<Item = Target<'p>> + use<'p> {
        let policy = *self;
        let targets = self.spec.targets.iter();
        targets.map(move |(name, spec)| Target {
            name: *name,
            policy,
            spec,
        })
    }

    /// One of its targets.
    pub fn target(&self, name: TargetName) -> Option<Target<'p>> {
        let spec = self.spec.targets.get(&name)?;
        Some(Target {
            name,
            policy: *self,
            spec,
        })
    }

    /// One of its targets by its name in every format.
    ///
    /// # Errors
    /// A target that this type of case does not have.
    pub fn target_named(&self, name: &str) -> Result<Target<'p>, Error> {
        let found = self.targets().find(|target| target.name.name() == name);
        found.ok_or_else(|| {
            let message = format!("this type of case has no target `{name}`");
            let known = self.targets().map(|target| target.name.name());
            Error::new(Code::Unknown, message)
                .at("target")
                .nearest(name, known)
        })
    }

    /// The segments that its targets tell apart, as far as a customer is in them.
    pub(crate) fn segments_of(&self, facts: &dyn Facts) -> Vec<String> {
        let mut segments = Vec::new();
        for name in self
            .targets()
            .flat_map(|target| target.spec.by.segment.keys())
        {
            if self.program.segment(name, facts) == Truth::Yes {
                insert_in_order(&mut segments, name.clone());
            }
        }
        segments
    }
}

impl<'p> Target<'p> {
    /// How long it may take, in microseconds of its calendar: by priority, else by segment, else by the
    /// unit in which the case was opened or the nearest above it. Of several segments, the shortest.
    pub fn within(&self, priority: &str, segments: &[String], unit: Option<&str>) -> i64 {
        let by = &self.spec.by;
        let of_segment = || {
            let spans = segments.iter().filter_map(|name| by.segment.get(name));
            spans.copied().min_by_key(|span| span.at_most())
        };
        let of_unit = || {
            let mut units = self.policy.program.up_from(unit?);
            units.find_map(|unit| by.unit.get(unit)).copied()
        };
        let span = by.priority.get(priority).copied();
        let span = span.or_else(of_segment).or_else(of_unit);
        span.unwrap_or(self.spec.within).at_most()
    }

    /// The calendar that its clock runs on while a unit has the case; absent where the policy does not
    /// know the unit, and it depends on that.
    pub fn calendar_in(&self, unit: Option<&str>) -> Option<&'p Calendar> {
        self.policy.named(unit, &self.spec.calendar)
    }

    /// The calendar that it begins by: that of the first unit that the policy knows.
    pub(super) fn first_calendar(&self, case: &Case) -> &'p Calendar {
        let mut units = case.units();
        units
            .find_map(|unit| self.calendar_in(unit))
            .unwrap_or(&ALWAYS)
    }

    /// Whether the first answer has a target of its own.
    pub(super) fn shares_first_contact(&self) -> bool {
        let targets = &self.policy.spec.targets;
        targets.contains_key(&TargetName::FirstContact)
    }

    /// How long before the breach to warn, in microseconds of its calendar.
    pub fn warn(&self) -> Option<i64> {
        self.spec.warn.map(Span::at_most)
    }

    /// Whether its clock stands in a state, on what is waited on there, or in a sub-state of either.
    pub fn pauses(&self, state: State, on: Option<WaitingOn>, sub_state: Option<&str>) -> bool {
        self.spec.pause_when.iter().any(|named| {
            let mut parts = named.split('.');
            let is_there = parts.next() == Some(state.name())
                && on.is_none_or(|on| parts.next() == Some(on.name()));
            match parts.next() {
                // By itself only what is waited on stops a clock.
                None => is_there && on.is_some(),
                within => is_there && within == sub_state,
            }
        })
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
