//! Stage 2 of a run over columns: the alerts go through the follow-up, each at the input that brings it
//! about one after another, together with the inputs beside the rows.

use super::about::About;
use super::found::Found;
use super::source::Source;
use crate::engine::Refused;
use crate::engine::event::What;
use crate::engine::facts::FactPlans;
use crate::engine::follow_up::FollowUp;
use crate::engine::index::Whose;
use crate::engine::limits::Decision;
use crate::error::Error;
use crate::ordered::{Map, Set, sort_by};
use crate::program::Program;
use crate::route::check as check_people;
use crate::rule::batch::{ABSENT, BatchAlert};
use crate::rule::{Alert, SignalFacts};
use crate::signal::{Body, Command, Input, Signal};
use crate::time::Time;

/// What came of the alerts.
#[derive(Default)]
pub(super) struct After {
    pub(super) follow_up: FollowUp,
    /// What happened, but for accepted signals; alerts without `why`.
    pub(super) out: Vec<(Time, What)>,
    /// The commands that were refused, in order.
    pub(super) refused: Vec<(Time, Refused)>,
    /// The latest time told.
    pub(super) now: Option<Time>,
}

/// Follows the alerts up; absent where a case was cancelled, since what it held back is known only one
/// after another.
pub(super) fn follow(
    program: &Program,
    plans: &FactPlans,
    source: &Source,
    found: &Found,
) -> Option<After> {
    // Words are forgotten as time moves, one input after another.
    let carries = program
        .spec()
        .cases
        .values()
        .any(|case| case.carry.verbatim);
    if carries && program.spec().privacy.retain.verbatim.is_some() {
        return None;
    }
    // Dossiers have what customers did without any alert.
    if program
        .spec()
        .cases
        .values()
        .any(|case| case.carry.journey > 0)
    {
        return None;
    }
    let has_cases = program
        .spec()
        .rules
        .values()
        .any(|rule| rule.raise.case.is_some());
    let mut follow = Follow {
        program,
        plans,
        source,
        found,
        at: found.at(source),
        has_cases,
        about: About::new(program, source, found, has_cases),
        after: After::default(),
        told: None,
        timed: Map::new(),
        first: Set::default(),
        wakes: Set::default(),
        codes: Map::new(),
    };
    follow.run()?;
    Some(follow.after)
}

struct Follow<'r> {
    program: &'r Program,
    plans: &'r FactPlans,
    source: &'r Source,
    found: &'r Found,
    at: &'r [i64],
    has_cases: bool,
    about: About<'r>,
    after: After,
    /// The latest time that inputs beside the rows have told.
    told: Option<Time>,
    /// For each customer, the alerts at deadlines that are to come, the last first.
    timed: Map<u32, Vec<u32>>,
    /// The first of each: when, whose.
    first: Set<(Time, String, u32)>,
    /// Places of rows at which a customer's timers fire.
    wakes: Set<(u32, u32)>,
    /// The customers that have cases.
    codes: Map<String, u32>,
}

/// A customer, by name and code.
type Customer<'c> = (&'c str, u32);

impl Follow<'_> {
    fn run(&mut self) -> Option<()> {
        let (signals, timed) = self.divide();
        for index in timed.into_iter().rev() {
            let customer = self.about.customer(self.alert(index)?.row);
            self.timed.or_default(&customer).push(index);
        }
        let customers: Vec<u32> = self.timed.keys().copied().collect();
        for code in customers {
            let first = self.next_timed(code)?;
            let name = self.about.name(self.alert(first)?.row);
            self.first
                .insert((self.alert(first)?.at, name.clone(), code));
            self.wake((&name, code), 0);
        }
        let mut signals = signals.into_iter().peekable();
        let mut others = self.source.others.iter().peekable();
        loop {
            let alert = signals.peek().and_then(|index| self.alert(*index));
            let wake = self.wakes.first().map(|(row, _)| *row);
            let row = [alert.map(|alert| alert.row), wake];
            let row = row.into_iter().flatten().min();
            if let Some(other) = others.peek() {
                let before = self.about.place(other);
                if row.is_none_or(|row| before <= row) {
                    self.tell(before);
                    self.other(other, before)?;
                    others.next();
                    continue;
                }
            }
            let Some(row) = row else { break };
            let mut group = Vec::new();
            while let Some(index) =
                signals.next_if(|index| self.alert(*index).is_some_and(|alert| alert.row == row))
            {
                group.push(index);
            }
            self.row(row, &group)?;
        }
        self.tell(u32::MAX);
        if let Some(end) = self.source.until.or(self.after.now) {
            self.fire(Whose::All, None, end)?;
            self.after.now = self.after.now.max(Some(end));
        }
        Some(())
    }

    /// The alerts at signals in the order of their rows, and those at deadlines in that of their
    /// instants.
    fn divide(&self) -> (Vec<u32>, Vec<u32>) {
        let at_signal = |alert: &BatchAlert| {
            let at = self.at.get(alert.row as usize);
            at.is_some_and(|at| *at == alert.at.micros())
        };
        let all = (0_u32..).zip(&self.found.alerts);
        let (signals, timed): (Vec<_>, Vec<_>) = all.partition(|(_, alert)| at_signal(alert));
        let indices =
            |alerts: Vec<(u32, &BatchAlert)>| alerts.into_iter().map(|one| one.0).collect();
        (indices(signals), indices(timed))
    }

    fn alert(&self, index: u32) -> Option<&BatchAlert> {
        self.found.alerts.get(index as usize)
    }

    fn next_timed(&self, code: u32) -> Option<u32> {
        self.timed.get(&code)?.last().copied()
    }

    /// The time that is known before the row at a place.
    fn tell(&mut self, before: u32) {
        let rows = self.at.get(..(before as usize).min(self.at.len()));
        let last = rows.and_then(<[i64]>::last).map(|at| Time::clamped(*at));
        self.after.now = last.max(self.told);
    }

    fn row(&mut self, row: u32, group: &[u32]) -> Option<()> {
        self.tell(row);
        let at = Time::clamped(*self.at.get(row as usize)?);
        let code = self.about.customer(row);
        let name = self.about.name(row);
        while let Some(wake) = self.wakes.first().filter(|(wake, _)| *wake <= row).copied() {
            self.wakes.remove(&wake);
        }
        if code != ABSENT {
            self.fire(Whose::Customer(&name), Some(code), at)?;
        }
        self.after.now = Some(at);
        self.announce(group, at)?;
        if code != ABSENT {
            if self.has_cases && !group.is_empty() {
                self.codes.insert(name.clone(), code);
            }
            self.wake((&name, code), row + 1);
        }
        Some(())
    }

    /// Remembers at which row, from a place on, the customer's next timer fires.
    fn wake(&mut self, (name, code): Customer<'_>, from: u32) {
        let timed = self.next_timed(code).and_then(|index| self.alert(index));
        let timed = timed.map(|alert| alert.at);
        let case = if self.has_cases {
            let whose = Whose::Customer(name);
            self.after.follow_up.due(whose, Time::MAX).map(|(at, _)| at)
        } else {
            None
        };
        let Some(due) = [timed, case].into_iter().flatten().min() else {
            return;
        };
        if let Some(row) = self.about.first_row(code, from, due) {
            self.wakes.insert((row, code));
        }
    }

    fn fire(&mut self, whose: Whose<'_>, code: Option<u32>, by: Time) -> Option<()> {
        loop {
            let case = self.after.follow_up.due(whose, by);
            let timed = match code {
                Some(code) => {
                    let next = self.next_timed(code).and_then(|index| self.alert(index));
                    next.map(|alert| (alert.at, code))
                }
                None if matches!(whose, Whose::All) => {
                    self.first.first().map(|(at, _, code)| (*at, *code))
                }
                None => None,
            };
            match (timed.filter(|(at, _)| *at <= by), case) {
                // At one instant: what customers say, then what is done about it.
                (Some((at, code)), case) if case.as_ref().is_none_or(|case| at <= case.0) => {
                    self.deadline(code, at)?;
                }
                (_, Some((_, case))) => {
                    let After { follow_up, out, .. } = &mut self.after;
                    follow_up.fire(self.plans, case, out);
                }
                _ => return Some(()),
            }
        }
    }

    /// A customer's alerts at a deadline.
    fn deadline(&mut self, code: u32, at: Time) -> Option<()> {
        let mut group = Vec::new();
        while let Some(index) = self.next_timed(code) {
            if self.alert(index)?.at != at {
                break;
            }
            self.timed.get_mut(&code)?.pop();
            group.push(index);
        }
        let name = self.about.name(self.alert(*group.first()?)?.row);
        let mut entry = (at, name, code);
        self.first.remove(&entry);
        if let Some(next) = self.next_timed(code) {
            entry.0 = self.alert(next)?.at;
            self.first.insert(entry.clone());
        }
        if self.has_cases {
            self.codes.insert(entry.1, code);
        }
        self.announce(&group, at)
    }

    /// The alerts that come up together are decided in their order, and followed up.
    fn announce(&mut self, group: &[u32], now: Time) -> Option<()> {
        let found = self.found;
        let mut alerts: Vec<(Alert, Signal, u32)> = Vec::with_capacity(group.len());
        for index in group {
            let one = found.alerts.get(*index as usize)?;
            let (alert, signal) = self.about.alert(&self.plans.rules, one)?;
            alerts.push((alert, signal, one.row));
        }
        if alerts.len() > 1 {
            let ranks = &self.plans.newest().limits;
            sort_by(&mut alerts, &|(one, first, _), (two, second, _)| {
                (ranks.rank(&one.rule), first.at, &one.signal, &one.same).cmp(&(
                    ranks.rank(&two.rule),
                    second.at,
                    &two.signal,
                    &two.same,
                ))
            });
        }
        for (alert, signal, row) in &alerts {
            let decision = self.after.follow_up.decide_alert(
                self.plans,
                (alert, signal),
                alerts.iter().map(|(alert, ..)| alert),
                self.after.now.map_or(now, |known| known.max(now)),
            );
            let raised = decision == Decision::Raised;
            let what = What::decided(Box::new(alert.clone()), decision);
            self.after.out.push((now, what));
            if !raised {
                continue;
            }
            let known = self.about.known(*row, signal);
            let facts = SignalFacts {
                program: self.program,
                signal,
                attributes: &known,
            };
            let After { follow_up, out, .. } = &mut self.after;
            follow_up.raised(self.plans, alert, &facts, now, out).ok()?;
        }
        Some(())
    }

    /// An input beside the rows, before the row at a place.
    fn other(&mut self, input: &Input, before: u32) -> Option<()> {
        let at = input.at()?;
        let refused = match &input.body {
            Body::Roster(roster) => {
                let checked = check_people(&roster.people);
                if checked.is_ok() {
                    let now = self.told.map_or(at, |told| told.max(at));
                    let After { follow_up, out, .. } = &mut self.after;
                    follow_up.roster(self.plans, roster, now, out);
                }
                checked
            }
            Body::Tick(_) => {
                self.fire(Whose::All, None, at)?;
                Ok(())
            }
            Body::Command(command) => self.command(command, at, before)?,
            _ => return None,
        };
        if let Err(error) = refused {
            let id = input.id.clone();
            self.after.refused.push((at, Refused { id, error }));
            return Some(());
        }
        self.told = self.told.max(Some(at));
        self.after.now = self.after.now.max(self.told);
        Some(())
    }

    fn command(&mut self, command: &Command, at: Time, before: u32) -> Option<Result<(), Error>> {
        let follow_up = &self.after.follow_up;
        let decided = match follow_up.decide(self.plans, command, Some(at)) {
            Ok(decided) => decided,
            Err(error) => return Some(Err(error)),
        };
        let (id, _) = decided.first().cloned()?;
        let customer = follow_up
            .cases
            .get(&id)
            .and_then(|case| case.customer.clone());
        let code = customer
            .as_ref()
            .and_then(|name| self.codes.get(name.as_str()).copied());
        match &customer {
            Some(name) => self.fire(Whose::Customer(name), code, at)?,
            None => self.fire(Whose::Case(&id), None, at)?,
        }
        let After { follow_up, out, .. } = &mut self.after;
        let asked = follow_up.carry_out(self.plans, decided, Some(at), out);
        if !follow_up.dropped.is_empty() {
            return None;
        }
        follow_up.tell_of(&id, command, out);
        if let (Some(name), Some(code)) = (&customer, code) {
            if asked {
                let may_contact = self.about.may_contact(code, before);
                let question = follow_up.ask(&id, may_contact, command.at);
                out.extend(question.map(|what| (command.at, what)));
            }
            self.wake((name, code), before);
        }
        Some(Ok(()))
    }
}
