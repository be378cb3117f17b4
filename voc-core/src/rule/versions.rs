//! The plans of several versions of a program: each signal, each deadline is read by the one in force
//! at its instant. What a rule remembers stays in its place as long as it means the same.

use super::plan::{Look, Machine, Plan, PlanRule};
use super::track::{Entry, PENDING, Track};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::ordered::Set;
use crate::program::{CountWindow, Limit, Pattern, Period, Program, Rule, Subject};
use crate::rule::period::{first_day, start_of_period};
use crate::time::{Span, Time};
use std::sync::Arc;

/// When a version is in force, and the plans of those before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Versions {
    /// From when; absent of the first.
    from: Option<Time>,
    /// Until when; absent of the newest.
    until: Option<Time>,
    /// The plans before this one, in order: only of the newest.
    earlier: Vec<Arc<Plan>>,
    /// Since when limits on alerts, and on invitations, count by what they do: of those that began to
    /// in mid-stream.
    suppress: Named<Time>,
    quarantine: Named<Time>,
}

/// Which places rules have: those that go on keep theirs, others come behind all that there were.
#[derive(Default)]
pub(super) struct Places<'p> {
    /// Those of the versions before.
    pub(super) taken: &'p [PlanRule],
    /// The places of the rules that go on.
    pub(super) kept: Vec<(&'p str, u16)>,
    /// From when the version is in force.
    pub(super) since: Option<Time>,
    /// No other rules than those that one signal decides: without a pattern, on signals or on the alerts
    /// of others of them.
    pub(super) only_each: bool,
    /// No other rules than these.
    #[cfg(not(small))]
    pub(super) only: Option<&'p [&'p str]>,
}

/// When a rule has seen all that it looks back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warm {
    /// It always has.
    Always,
    /// From this instant on.
    From(Time),
    /// It goes by numbers of signals, not by time: by those since it began.
    Counts,
}

impl Places<'_> {
    /// The rules of a program, each with its place.
    pub(super) fn of<'r>(&self, program: &'r Program) -> Vec<(&'r str, u16)> {
        let mut next = self.taken.len();
        let mut own = Vec::new();
        for rule in program.rules_in_order() {
            if self.only_each && !is_decided(rule, &own) {
                continue;
            }
            #[cfg(not(small))]
            if self
                .only
                .is_some_and(|only| !only.contains(&rule.id.as_str()))
            {
                continue;
            }
            let kept = self.kept.iter().find(|(id, _)| *id == rule.id);
            let place = kept.map_or_else(
                || {
                    next += 1;
                    u16::try_from(next - 1).unwrap_or(u16::MAX)
                },
                |(_, place)| *place,
            );
            own.push((rule.id.as_str(), place));
        }
        own
    }
}

/// Whether one signal decides a rule, whose own are those of the rules before it that it decides.
fn is_decided(rule: &Rule, own: &[(&str, u16)]) -> bool {
    matches!(rule.pattern, Pattern::Each)
        && match &rule.subject {
            Subject::Any => false,
            Subject::Signal(_) => true,
            Subject::Alert(other) => own.iter().any(|(id, _)| *id == other),
        }
}

impl Plan {
    /// The plan of a version in force from an instant on, after this one; it does not hold this one yet.
    ///
    /// # Errors
    /// More rules over all versions than there are places.
    pub(crate) fn followed_by(&self, program: &Program, from: Time) -> Result<Self, Error> {
        let before = self.program();
        let mut kept: Vec<(&str, u16)> = Vec::new();
        for rule in program.rules_in_order() {
            let mut awaited = rule.subjects().into_iter().filter_map(|one| one.alert());
            let awaited = awaited.all(|id| kept.iter().any(|(known, _)| *known == id));
            if let Some(place) = self.place_of(&rule.id)
                && awaited
                && before.means_same_rule(program, &rule.id)
            {
                kept.push((&rule.id, place));
            }
        }
        let rules = self.rules().len() + program.rules().count() - kept.len();
        if rules >= usize::from(u16::MAX) {
            let message = format!(
                "all versions together have {rules} rules; at most {} are read",
                u16::MAX
            );
            return Err(Error::new(Code::Limit, message).at("program.rules"));
        }
        let places = Places {
            taken: self.rules(),
            kept,
            since: Some(from),
            ..Places::default()
        };
        let mut plan = Self::at_places(program, &places);
        plan.lateness_max = plan.lateness_max.max(self.lateness_max);
        plan.versions = Versions {
            from: Some(from),
            until: None,
            earlier: Vec::new(),
            suppress: since(
                (before.suppressions(), &self.versions.suppress),
                program.suppressions(),
                from,
            ),
            quarantine: since(
                (before.quarantines(), &self.versions.quarantine),
                program.quarantines(),
                from,
            ),
        };
        Ok(plan)
    }

    /// Takes the place of the plan that it follows, and holds it.
    pub(crate) fn succeed(&mut self, mut last: Self) {
        self.versions.earlier = std::mem::take(&mut last.versions.earlier);
        last.versions.until = self.versions.from;
        self.versions.earlier.push(Arc::new(last));
    }

    /// Takes signals to come as late as this, whatever the versions say; how late they said.
    pub(crate) fn set_lateness(&mut self, lateness: i64) -> i64 {
        std::mem::replace(&mut self.lateness_max, lateness)
    }

    /// The plan of the version in force at an instant.
    #[inline]
    pub(crate) fn at(&self, at: Time) -> &Self {
        if self.versions.earlier.is_empty() {
            return self;
        }
        let mut earlier = self.versions.earlier.iter();
        earlier
            .find(|plan| plan.versions.until.is_some_and(|until| at < until))
            .map_or(self, |plan| plan)
    }

    /// The plans of all versions, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Self> {
        let earlier = self.versions.earlier.iter().map(Arc::as_ref);
        earlier.chain([self])
    }

    /// Whether this version is in force at an instant.
    pub(super) fn spans(&self, at: Time) -> bool {
        let Versions { from, until, .. } = self.versions;
        from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
    }

    /// The last instant at which this version is in force.
    pub(crate) fn last(&self) -> i64 {
        let until = self.versions.until;
        until.map_or(i64::MAX, |until| until.micros() - 1)
    }

    /// The plan of the last version that has the rule at a place.
    pub(super) fn of_place(&self, place: u16) -> &Self {
        if self.has(place) {
            return self;
        }
        let mut earlier = self.versions.earlier.iter().rev();
        earlier
            .find(|plan| plan.has(place))
            .map_or(self, |plan| plan)
    }

    /// The first instant at which time alone makes a rule fire that is in force then.
    pub(super) fn next_deadline(&self, track: &Track) -> Option<i64> {
        let next = track.next_deadline();
        if self.is_only() || next.is_none() {
            return next;
        }
        let pending = track.entries().iter();
        pending
            .filter(|entry| self.fires(entry))
            .map(|entry| entry.at)
            .min()
    }

    /// Whether time will make an entry fire: not past the end of its rule.
    pub(super) fn fires(&self, entry: &Entry) -> bool {
        let pending = entry.flags & PENDING != 0;
        pending && (self.is_only() || self.at(Time::clamped(entry.at)).has(entry.rule))
    }

    /// Nothing up to this instant is counted any more by these limits of any version at `at` or later.
    pub(crate) fn oldest_edge(&self, at: Time, limits: fn(&Program) -> &[Limit]) -> Time {
        let versions = self.all().filter(|plan| plan.last() >= at.micros());
        let edges = versions.map(|plan| {
            let program = plan.program();
            Limit::oldest_edge(limits(program), at, program.zone())
        });
        edges.min().unwrap_or(Time::MAX)
    }

    /// Whether there is no other version.
    fn is_only(&self) -> bool {
        self.versions.from.is_none() && self.versions.until.is_none()
    }

    /// The name under which what a limit on alerts counts is kept.
    pub(crate) fn suppression_name(&self, limit: &Limit) -> String {
        name_of(limit, &self.versions.suppress)
    }

    /// The name under which what a limit on invitations counts is kept.
    pub(crate) fn quarantine_name(&self, limit: &Limit) -> String {
        name_of(limit, &self.versions.quarantine)
    }

    /// Forgets of a track what rules remember that are not in force at an instant any more, nor later.
    pub(super) fn tidy(&self, track: Option<&mut Track>, at: i64) {
        let Some(track) = track.filter(|_| !self.is_only()) else {
            return;
        };
        let over: Set<u16> = track
            .entries()
            .iter()
            .map(|entry| entry.rule)
            .filter(|place| self.of_place(*place).last() < at)
            .collect();
        for place in over.iter() {
            track.set(*place, &[]);
        }
    }

    /// When a rule, as it is in force at an instant, will have seen all that it looks back on; absent
    /// where it has by then, or goes by numbers of signals.
    pub(crate) fn warming_until(&self, rule: &str, at: Time) -> Option<Time> {
        let plan = self.at(at);
        match plan.rule(plan.place_of(rule)?)?.warm {
            Warm::From(until) => Some(until).filter(|until| at < *until),
            Warm::Always | Warm::Counts => None,
        }
    }

    /// Since when a rule, as it is in force at an instant, is so; absent since the first version.
    pub(crate) fn in_force_since(&self, rule: &str, at: Time) -> Option<Time> {
        let plan = self.at(at);
        plan.rule(plan.place_of(rule)?)?.since
    }
}

/// Since when the limits of a version count by what they do. One that did before goes on counting.
fn since((before, known): (&[Limit], &Named<Time>), now: &[Limit], from: Time) -> Named<Time> {
    let since = |limit: &Limit| {
        let old = before.iter().find(|old| old.id == limit.id);
        let since = match old.filter(|old| old.per == limit.per) {
            Some(_) => *known.get(&limit.id)?,
            None => from,
        };
        Some((limit.id.clone(), since))
    };
    now.iter().filter_map(since).collect()
}

fn name_of(limit: &Limit, since: &Named<Time>) -> String {
    match since.get(&limit.id) {
        Some(since) => format!("{}@{since}", limit.id),
        None => limit.id.clone(),
    }
}

/// When a rule that begins with a version will have seen all that it looks back on.
pub(super) fn warm(
    rule: &PlanRule,
    others: &[PlanRule],
    program: &Program,
    since: Option<Time>,
) -> Warm {
    let Some(since) = since else {
        return Warm::Always;
    };
    let zone = program.zone();
    let mut from = since;
    for look in looks(rule) {
        let Look::Alert(other) = look else { continue };
        match others.get(usize::from(other)).map(|other| other.warm) {
            Some(Warm::From(other)) => from = from.max(other),
            Some(Warm::Counts) => return Warm::Counts,
            Some(Warm::Always) | None => {}
        }
    }
    let after = |span: &Span| span.after(from, zone);
    let until = match &rule.machine {
        Machine::Each => from,
        Machine::Count {
            window: CountWindow::Calendar(period),
            ..
        } if start_of_period(*period, from, zone) == from => from,
        Machine::Count {
            window: CountWindow::Calendar(period),
            ..
        } => next_period(*period, from, program),
        Machine::Sequence { within, .. } | Machine::Absent { within, .. } => after(within),
        Machine::Count {
            window: CountWindow::Rolling(span),
            ..
        }
        | Machine::Silence(span) => after(span),
        Machine::Nth { .. } | Machine::Change { .. } | Machine::Streak { .. } => {
            return Warm::Counts;
        }
    };
    if until > since {
        Warm::From(until)
    } else {
        Warm::Always
    }
}

/// Everything that a rule looks at.
fn looks(rule: &PlanRule) -> Vec<Look> {
    let mut looks = vec![rule.looks];
    match &rule.machine {
        Machine::Sequence { steps, .. } => looks.extend(steps.iter().map(|(look, _)| *look)),
        Machine::Absent { of, .. } => looks.push(*of),
        _ => {}
    }
    looks
}

/// When the local period after the one that holds an instant begins.
fn next_period(period: Period, at: Time, program: &Program) -> Time {
    let day = at.date_in(program.zone());
    let first = first_day(period, day);
    let mut days = day.iter_days();
    let next = days.find(|day| first_day(period, *day) != first);
    Time::start_of_day(program.zone(), next.unwrap_or(day))
}
