//! What is compiled of a program, and of the versions of it that came in mid-stream.

use super::limits::LimitPlan;
use crate::calendar::Calendar;
use crate::case::Policy;
use crate::digest::digest;
use crate::error::Error;
use crate::metric::MetricPlan;
use crate::metric::watch::WatchPlan;
use crate::named::Named;
use crate::program::Program;
use crate::rule::{Alert, Plan};
use crate::signal::Plain;
use crate::time::Time;

/// What is compiled of all versions of a program.
#[derive(Debug, Clone)]
pub(super) struct FactPlans {
    pub(super) rules: Plan,
    pub(super) watch: WatchPlan,
    /// The calendars of all versions: each goes by what a version says of it from its instant on.
    calendars: Named<Calendar>,
    first: Version,
    /// Those that came in mid-stream, in order.
    later: Vec<Version>,
}

/// What is compiled of one version.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// From when it is in force; absent of the first.
    pub(super) from: Option<Time>,
    pub(super) program: Program,
    pub(super) plain: Plain,
    pub(super) metrics: MetricPlan,
    pub(super) limits: LimitPlan,
}

impl FactPlans {
    pub(super) fn of(program: Program) -> Self {
        let metrics = MetricPlan::of(&program);
        Self {
            rules: Plan::of(&program),
            watch: WatchPlan::of(&program, &metrics),
            calendars: Named::new(),
            first: Version {
                from: None,
                limits: LimitPlan::of(&program),
                plain: Plain::of(&program),
                program,
                metrics,
            },
            later: Vec::new(),
        }
    }

    /// A version is in force from an instant on, whose rules are compiled to follow those of the one
    /// before.
    pub(super) fn follow(&mut self, rules: Plan, from: Time) {
        let program = rules.program().clone();
        let last = std::mem::replace(&mut self.rules, rules);
        self.rules.succeed(last);
        let before = self.newest();
        let metrics = before.metrics.followed_by(&program, from);
        let last = before.program.clone();
        self.watch.follow(&last, &metrics, from);
        for (id, calendar) in program.calendars() {
            let before = self.calendars.get(id).or_else(|| last.calendar(id));
            let joined = before.map_or_else(
                || calendar.clone(),
                |before| before.followed_by(from, calendar),
            );
            self.calendars.insert(id.clone(), joined);
        }
        self.later.push(Version {
            from: Some(from),
            limits: LimitPlan::of(&program),
            plain: Plain::of(&program),
            program,
            metrics,
        });
    }

    /// The policy of a case type by a version, on calendars as they are in force at each instant.
    ///
    /// # Errors
    /// An unknown case type.
    pub(super) fn policy(&self, number: usize, case_type: &str) -> Result<Policy<'_>, Error> {
        let policy = Policy::of(&self.numbered(number).program, case_type)?;
        Ok(policy.on(&self.calendars))
    }

    /// The version before the newest; the only one, where there is no other.
    pub(super) fn before(&self) -> &Version {
        self.numbered(self.last().saturating_sub(1))
    }

    /// The version in force at an instant.
    #[inline]
    pub(super) fn at(&self, at: Time) -> &Version {
        let mut later = self.later.iter().rev();
        let found = later.find(|version| version.from.is_some_and(|from| from <= at));
        found.unwrap_or(&self.first)
    }

    /// The program in force at an instant.
    pub(super) fn program_at(&self, at: Time) -> &Program {
        &self.at(at).program
    }

    /// The number of the version in force at an instant; the first is 0.
    pub(super) fn number_at(&self, at: Time) -> usize {
        let began = |version: &&Version| version.from.is_some_and(|from| from <= at);
        self.later.iter().take_while(began).count()
    }

    /// A version by its number.
    pub(super) fn numbered(&self, number: usize) -> &Version {
        let later = number
            .checked_sub(1)
            .and_then(|place| self.later.get(place));
        later.unwrap_or(&self.first)
    }

    /// The number of the newest version.
    pub(super) fn last(&self) -> usize {
        self.later.len()
    }

    pub(super) fn newest(&self) -> &Version {
        self.later.last().unwrap_or(&self.first)
    }

    /// The newest program.
    pub(super) fn program(&self) -> &Program {
        &self.newest().program
    }

    /// All versions, in order.
    pub(super) fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The program by which an alert was raised: a period of a metric is judged as the version says
    /// that was in force to its end.
    pub(super) fn program_of(&self, alert: &Alert) -> &Program {
        let metric = alert.why.metric.is_some();
        self.program_at(alert.at.plus(if metric { -1 } else { 0 }))
    }

    /// Whether a rule, over signals or a metric, begins with the version in force from an instant on.
    pub(super) fn begins(&self, rule: &str, from: Time) -> bool {
        let mut watched = self.watch.rules().iter();
        self.rules.in_force_since(rule, from) == Some(from)
            || watched.any(|one| one.rule().id == rule && one.since() == Some(from))
    }

    /// When a rule that begins at an instant will have seen all that it looks back on.
    pub(super) fn warming_until(&self, rule: &str, from: Time) -> Option<Time> {
        let mut watched = self.watch.rules().iter();
        let watched = watched.find(|one| one.rule().id == rule && one.since() == Some(from));
        match watched {
            Some(watched) => watched.warming_until(),
            None => self.rules.warming_until(rule, from),
        }
    }

    /// Whether any version has metrics.
    pub(super) fn measures(&self) -> bool {
        self.versions().any(|version| !version.metrics.is_empty())
    }

    /// The digest of all that the versions say, and of when.
    pub(super) fn digest(&self) -> String {
        if self.later.is_empty() {
            return self.first.program.digest().to_owned();
        }
        let versions = self.versions();
        let said: Vec<(Option<Time>, &str)> = versions
            .map(|version| (version.from, version.program.digest()))
            .collect();
        digest(&("programs", said))
    }
}
