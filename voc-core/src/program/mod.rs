//! What a company declares: parsed, checked and compiled once, then immutable.

mod check;
mod forms;
mod label;
mod meaning;
mod rule;
mod scope;
mod spec;

pub use forms::{FORMS, Form};
pub use label::Label;
pub use rule::*;
pub use spec::*;

use crate::calendar::Calendar;
use crate::condition::topics::Topics;
use crate::condition::{Condition, Facts, Truth};
use crate::digest::digest;
use crate::document::{self, Diagnostic, ProgramError, Severity};
use crate::error::Code;
use crate::named::Named;
use crate::time::Time;
use crate::zone::Zone;
use std::sync::Arc;

/// The version of the program format.
pub const PROGRAM_VERSION: u32 = 1;

/// A company's declared set-up, ready to run. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Program(Arc<Compiled>);

/// A program with its conditions and calendars compiled.
#[derive(Debug)]
struct Compiled {
    spec: Arc<ProgramSpec>,
    digest: String,
    warnings: Vec<Diagnostic>,
    zone: Zone,
    live_from: Option<Time>,
    segments: Named<Condition>,
    rules: Named<Rule>,
    /// Each after those whose alerts it waits on.
    rule_order: Vec<String>,
    metric_rules: Named<MetricRule>,
    suppress: Vec<Limit>,
    quarantine: Vec<Limit>,
    rates: Named<(Condition, Option<Condition>)>,
    routes: Vec<Option<Condition>>,
    hears: Named<Condition>,
    calendars: Named<Calendar>,
    topics: Topics,
    stages: Named<Vec<String>>,
    /// The kinds of signal that are about employees.
    employee_kinds: Vec<String>,
}

impl Program {
    /// Reads a program from YAML or JSON, checks it and compiles it.
    ///
    /// # Errors
    /// Everything that was found, each with its place in the text, where any of it is an error.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        let node = document::read(text)?;
        let spec: Arc<ProgramSpec> = Arc::new(document::decode(&node)?);
        if spec.voc != PROGRAM_VERSION {
            let found = Diagnostic {
                path: Some("voc".into()),
                ..Diagnostic::error(
                    Code::Version,
                    format!(
                        "program format {} is not read by this release, {PROGRAM_VERSION} is",
                        spec.voc
                    ),
                )
            };
            return Err(found.at(node.nearest(&["voc"])).into());
        }
        let (compiled, diagnostics) = check::compile(&spec, &node);
        if diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error)
        {
            return Err(ProgramError { diagnostics });
        }
        Ok(Self(Arc::new(Compiled {
            warnings: diagnostics,
            ..compiled
        })))
    }

    /// What is probably not meant. Errors have been refused by [`Program::parse`].
    pub fn check(&self) -> &[Diagnostic] {
        &self.0.warnings
    }

    /// What the program file says.
    pub fn spec(&self) -> &ProgramSpec {
        &self.0.spec
    }

    /// The digest of what the program says: 64 hex digits, whatever its format and layout. What only the
    /// build for data reads is no part of it: of journeys `key`, `starts`, `ends`, `gap` and `expect`; `goals`,
    /// `outcomes` and `reports`.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The time zone of its days and months.
    pub fn zone(&self) -> &Zone {
        &self.0.zone
    }

    /// From when signals raise cases and notices.
    pub fn live_from(&self) -> Option<Time> {
        self.0.live_from
    }

    /// How late a signal may come, in microseconds.
    pub fn lateness(&self) -> i64 {
        self.0.spec.lateness.at_most()
    }

    /// How late a signal of this kind may come and still count in patterns, in microseconds.
    pub fn lateness_of(&self, kind: &str) -> i64 {
        let own = self.0.spec.kinds.get(kind).and_then(|kind| kind.lateness);
        own.unwrap_or(self.0.spec.lateness).at_most()
    }

    /// Whether signals of a kind are about an employee.
    pub fn is_about_employee(&self, kind: &str) -> bool {
        self.0.employee_kinds.iter().any(|known| known == kind)
    }

    /// A rule over customers' signals.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.0.rules.get(id)
    }

    /// The rules over customers' signals, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.0.rules.values()
    }

    /// The same, each after those whose alerts it waits on, and by id where that leaves it open.
    pub fn rules_in_order(&self) -> impl Iterator<Item = &Rule> {
        self.0.rule_order.iter().filter_map(|id| self.rule(id))
    }

    /// The rules over metrics, by id.
    pub fn metric_rules(&self) -> impl Iterator<Item = &MetricRule> {
        self.0.metric_rules.values()
    }

    /// The limits on alerts, by id.
    pub fn suppressions(&self) -> &[Limit] {
        &self.0.suppress
    }

    /// The limits on invitations, by id.
    pub fn quarantines(&self) -> &[Limit] {
        &self.0.quarantine
    }

    /// The condition on the signals that a rule looks at.
    pub fn rule_condition(&self, rule: &str) -> Option<&Condition> {
        self.rule(rule)?.subject.condition()
    }

    /// The condition of a rate metric, and that of its denominator.
    pub(crate) fn rate_conditions(&self, metric: &str) -> Option<(&Condition, Option<&Condition>)> {
        self.0
            .rates
            .get(metric)
            .map(|(of, out_of)| (of, out_of.as_ref()))
    }

    /// The condition of the route at this place in the list.
    pub(crate) fn route_condition(&self, index: usize) -> Option<&Condition> {
        self.0.routes.get(index)?.as_ref()
    }

    /// The condition on the signals that count as the customer's word on a case of a type.
    pub(crate) fn hears(&self, case_type: &str) -> Option<&Condition> {
        self.0.hears.get(case_type)
    }

    /// Whether signals may count as the customer's word on a case of any type.
    pub(crate) fn hears_any(&self) -> bool {
        !self.0.hears.is_empty()
    }

    /// The topics that verbatims are searched for.
    pub fn topics(&self) -> &Topics {
        &self.0.topics
    }

    /// The condition of a segment.
    pub fn segment_condition(&self, name: &str) -> Option<&Condition> {
        self.0.segments.get(name)
    }

    /// A condition that the program holds, compiled anew.
    #[cfg(not(small))]
    pub(crate) fn condition(&self, source: &str) -> Option<Condition> {
        self.asked_condition(source).ok()
    }

    /// A condition that somebody asks with, checked against the program.
    ///
    /// # Errors
    /// What is wrong with it, and at which character.
    #[cfg(not(small))]
    pub(crate) fn asked_condition(&self, source: &str) -> Result<Condition, crate::error::Error> {
        let scope = scope::ProgramScope {
            spec: &self.0.spec,
            segments: true,
        };
        Condition::compile(source, &scope).map_err(|problem| {
            let message = format!(
                "{} (at character {})",
                problem.error.message,
                problem.offset + 1
            );
            crate::error::Error {
                message,
                ..problem.error
            }
        })
    }

    /// Whether a verbatim touches a topic; absent where there is no verbatim.
    pub(crate) fn touches(&self, topic: &str, verbatim: Option<&str>) -> Option<bool> {
        let index = self.topics().index(topic)?;
        Some(self.topics().find(verbatim?).contains(index))
    }

    /// Whether a segment holds.
    pub(crate) fn segment(&self, name: &str, facts: &dyn Facts) -> Truth {
        match self.0.segments.get(name) {
            Some(condition) => condition.holds(facts),
            None => Truth::No,
        }
    }

    /// Its calendars, by id.
    pub fn calendars(&self) -> &Named<Calendar> {
        &self.0.calendars
    }

    /// A calendar by id.
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.0.calendars.get(id)
    }

    /// The id of the calendar of a unit: its own, or that of the nearest unit above.
    pub fn calendar_of_unit(&self, unit: &str) -> Option<&str> {
        let units = &self.0.spec.units;
        self.up_from(unit)
            .find_map(|unit| units.get(unit)?.calendar.as_deref())
    }

    /// A unit and those above it, nearest first.
    pub(crate) fn up_from<'u>(&'u self, unit: &'u str) -> impl Iterator<Item = &'u str> {
        let units = &self.0.spec.units;
        let above = |unit: &&str| units.get(*unit)?.parent.as_deref();
        std::iter::successors(Some(unit), above).take(units.len().max(1))
    }

    /// A unit and those above it, nearest first.
    pub fn units_up<'p>(&'p self, unit: &'p str) -> Vec<&'p str> {
        self.up_from(unit).collect()
    }

    /// The stages at which a touch point stands.
    pub fn stages_of(&self, touch_point: &str) -> &[String] {
        self.0.stages.get(touch_point).map_or(&[], Vec::as_slice)
    }
}

/// The digest of a program, which every build finds the same.
fn digest_of(spec: &ProgramSpec) -> String {
    #[cfg(not(small))]
    if let Some(bare) = spec.without_plans() {
        return digest(&bare);
    }
    digest(spec)
}

fn about_employees(spec: &ProgramSpec) -> Vec<String> {
    let kinds = spec.kinds.iter();
    let about = kinds.filter(|(_, kind)| kind.subject == Some(KindSubject::Employee));
    about.map(|(kind, _)| kind.clone()).collect()
}

impl Compiled {
    fn new(spec: Arc<ProgramSpec>) -> Self {
        Self {
            digest: digest_of(&spec),
            warnings: Vec::new(),
            zone: Zone::UTC,
            live_from: None,
            segments: Named::new(),
            rules: Named::new(),
            rule_order: Vec::new(),
            metric_rules: Named::new(),
            suppress: Vec::new(),
            quarantine: Vec::new(),
            rates: Named::new(),
            routes: Vec::new(),
            hears: Named::new(),
            calendars: Named::new(),
            topics: Topics::default(),
            stages: Named::new(),
            employee_kinds: about_employees(&spec),
            spec,
        }
    }
}

#[cfg(test)]
mod doubt_tests;
#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod route_tests;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod tests;
