//! Finds before anything runs what would go wrong, and compiles on the way.

#[cfg(not(small))]
mod accountability;
mod escalate;
mod follow_up;
#[cfg(not(small))]
mod leading;
#[cfg(not(small))]
mod metrics;
mod names;
mod notices;
mod organisation;
#[cfg(not(small))]
mod outcomes;
#[cfg(not(small))]
mod plan;
mod routes;
mod rules;
mod states;
mod surveys;
mod targets;
#[cfg(not(small))]
mod uses;
#[cfg(not(small))]
mod wording;

use super::Compiled;
use super::scope::ProgramScope;
use super::spec::ProgramSpec;
use crate::condition::{Condition, Problem};
use crate::document::{Diagnostic, Node, Position};
use crate::error::{Code, Error};
use crate::time::{Span, Time, written};
use crate::zone::Zone;
use std::sync::Arc;

pub(super) fn compile(spec: &Arc<ProgramSpec>, root: &Node) -> (Compiled, Vec<Diagnostic>) {
    let mut compiled = Compiled::new(Arc::clone(spec));
    let mut checker = Checker {
        spec,
        root,
        found: Vec::new(),
    };
    checker.time(&mut compiled);
    checker.names();
    checker.surveys();
    checker.topics(&mut compiled);
    checker.metrics(&mut compiled);
    checker.segments(&mut compiled);
    checker.units();
    checker.roles();
    checker.calendars(&mut compiled);
    checker.touch_points();
    checker.journeys(&mut compiled);
    checker.rules(&mut compiled);
    checker.routes(&mut compiled);
    checker.cases(&mut compiled);
    #[cfg(not(small))]
    {
        checker.plans();
        checker.goals();
        checker.outcomes();
        checker.reports();
        checker.uses();
    }
    checker.notices();
    checker.limits(&mut compiled);
    let found = Diagnostic::in_order(checker.found);
    (compiled, found)
}

struct Checker<'s> {
    spec: &'s ProgramSpec,
    root: &'s Node,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Adds a finding at a path, and its place in the text.
    fn add(&mut self, path: &[&str], found: Diagnostic) {
        let place = self.root.nearest(path);
        self.found.push(
            Diagnostic {
                path: Some(path.join(".")),
                ..found
            }
            .at(place),
        );
    }

    fn error(&mut self, path: &[&str], code: Code, message: impl Into<String>) {
        self.add(path, Diagnostic::error(code, message));
    }

    fn warn(&mut self, path: &[&str], code: Code, message: impl Into<String>) {
        self.add(path, Diagnostic::warning(code, message));
    }

    /// Finds a name that is not among those known; an empty list knows every name.
    fn known<'n>(
        &mut self,
        path: &[&str],
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> bool {
        let known: Vec<&str> = known.collect();
        if known.is_empty() || known.contains(&name) {
            return true;
        }
        let found = Diagnostic::error(Code::Unknown, format!("unknown {what} `{name}`"))
            .nearest(name, known);
        self.add(path, found);
        false
    }

    fn condition(&mut self, path: &[&str], source: &str, segments: bool) -> Option<Condition> {
        let scope = ProgramScope {
            spec: self.spec,
            segments,
        };
        match Condition::compile(source, &scope) {
            Ok(condition) => {
                for doubt in condition.lint() {
                    self.within(path, doubt, Diagnostic::warning);
                }
                Some(condition)
            }
            Err(problem) => {
                self.within(path, problem, Diagnostic::error);
                None
            }
        }
    }

    /// Adds a finding at a character of the text that stands at a path.
    fn within(&mut self, path: &[&str], problem: Problem, kind: fn(Code, String) -> Diagnostic) {
        let start = self.root.find(path).unwrap_or(self.root).text_start();
        let offset = u32::try_from(problem.offset).unwrap_or(u32::MAX);
        let place = Position {
            column: start.column.saturating_add(offset),
            ..start
        };
        let found = Diagnostic {
            path: Some(path.join(".")),
            hint: problem.error.hint,
            ..kind(problem.error.code, problem.error.message)
        };
        self.found.push(found.at(place));
    }

    fn problem(&mut self, path: &[&str], error: Error) {
        let inner = error.path.clone().unwrap_or_default();
        let mut full: Vec<&str> = path.to_vec();
        full.extend(inner.split('.').filter(|part| !part.is_empty()));
        self.add(&full, Diagnostic::of(error));
    }

    fn zone(&mut self, path: &[&str], name: &str) -> Zone {
        Zone::named(name).unwrap_or_else(|| {
            let found = Diagnostic::error(Code::Unknown, format!("`{name}` is no time zone"))
                .nearest(name, Zone::names());
            self.add(path, found);
            Zone::UTC
        })
    }

    fn time(&mut self, compiled: &mut Compiled) {
        compiled.zone = self.zone(&["time_zone"], &self.spec.time_zone);
        let retained = self.spec.privacy.retain.verbatim;
        if retained.is_some_and(Span::is_zero) {
            let path = ["privacy", "retain", "verbatim"];
            self.error(
                &path,
                Code::OutOfRange,
                "words that are kept for no time are not kept",
            );
        }
        #[cfg(not(small))]
        if let Some(min_n) = self.spec.privacy.min_n.filter(|min_n| *min_n < 2) {
            let message = format!("`min_n: {min_n}` withholds nothing: it is at least 2");
            self.error(&["privacy", "min_n"], Code::OutOfRange, message);
        }
        if let Some(text) = &self.spec.live_from {
            match (written::date(text), Time::parse(text)) {
                (Some(day), _) => {
                    compiled.live_from = Some(Time::start_of_day(&compiled.zone, day));
                }
                (_, Ok(at)) => compiled.live_from = Some(at),
                (_, Err(error)) => self.problem(&["live_from"], error),
            }
        }
    }
}
