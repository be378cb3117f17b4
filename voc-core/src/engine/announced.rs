//! Which warnings and breaches of clocks were announced, and what becomes of that when it turns out
//! otherwise: what was announced stands, and is marked as overtaken.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use crate::case::{Case, CaseChange, CaseEvent, Policy};
use crate::named::Named;
use crate::ordered::{insert_in_order, sort_plain};
use crate::program::{NoticeKind, TargetName};
use crate::route::Audience;
use crate::time::Time;

/// What is announced of a clock: the target, where its round begins, and for a warning its due.
pub(super) type Announced = (TargetName, Time, Option<Time>);
/// A breach: the target, where its round begins, and when its time was up.
type Breach = (TargetName, Time, Time);

impl FollowUp {
    /// What was announced of a case.
    pub(super) fn announced_of(&self, case: &Case) -> Vec<Announced> {
        let place = self.cases.place(&case.id);
        place.map_or_else(Vec::new, |place| self.announced_at(place, case))
    }

    /// Gives each case what was read to have been announced of it.
    pub(super) fn take_announced(&mut self) {
        let mut of: Named<Vec<Announced>> = Named::new();
        for (id, target, due) in std::mem::take(&mut self.announced) {
            if let Some(case) = self.cases.get(&id) {
                of.or_default(&id).push((target, case.opened_at, due));
            }
        }
        for (id, target, round, due) in std::mem::take(&mut self.announced_rounds) {
            of.or_default(&id).push((target, round, due));
        }
        for (id, mut announced) in of {
            sort_plain(&mut announced);
            if let Some(place) = self.cases.place(&id)
                && let Some(case) = self.cases.at(place)
            {
                self.wait(place, case.opened_at, &[], &announced);
            }
        }
    }

    /// Breaches may come again.
    pub(super) fn forget_announced(&mut self, id: &str, rounds: &[(TargetName, Time)]) {
        let Some(case) = self.cases.get(id) else {
            return;
        };
        let (opened, mut announced) = (case.opened_at, self.announced_of(case));
        announced
            .retain(|(target, round, due)| due.is_some() || !rounds.contains(&(*target, *round)));
        if let Some(place) = self.cases.place(id) {
            let ahead = self.ahead_of(place, case);
            self.wait(place, opened, &ahead, &announced);
        }
    }

    /// The rounds of a case whose breach was announced and is none by an instant, as a policy has it.
    pub(super) fn untrue(
        &self,
        id: &str,
        policy: &Policy<'_>,
        at: Time,
    ) -> Vec<(TargetName, Time)> {
        let Some(case) = self.cases.get(id) else {
            return Vec::new();
        };
        let announced = self.announced_of(case).into_iter();
        let breached: Vec<_> = breaches(case, policy, at)
            .map(|(target, round, _)| (target, round))
            .collect();
        let breach = |(target, round, due): Announced| due.is_none().then_some((target, round));
        let announced = announced.filter_map(breach);
        announced.filter(|one| !breached.contains(one)).collect()
    }

    /// Applies what a command of an earlier date brings about. A breach that was announced already and is
    /// none any more is marked in the case's history, and whoever was told hears of it.
    pub(super) fn apply_late(
        &mut self,
        plans: &FactPlans,
        id: &str,
        events: Vec<CaseEvent>,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let before = self.announced_breaches(plans, id, now);
        self.apply(plans, id, events, out);
        self.taken_up_after_all(plans, id, now, out);
        let case = self.cases.get(id);
        let policy = case.and_then(|case| self.policy_of(plans, id, &case.case_type).ok());
        let untrue = policy.map(|policy| self.untrue(id, &policy, now));
        let untrue = untrue.filter(|_| !before.is_empty()).unwrap_or_default();
        self.forget_announced(id, &untrue);
        for (target, round, due) in before {
            if !untrue.contains(&(target, round)) {
                continue;
            }
            let told = self.told_of_breach(id, target, due);
            let change = CaseChange::ClockOvertaken { target, due };
            self.apply(plans, id, vec![CaseEvent::of_itself(now, change)], out);
            for to in told {
                let kind = NoticeKind::ClockOvertaken;
                let notice = Notice::new(kind, to, None, Some(id), &(target, due));
                let notice = notice.of_clock(Some(target));
                out.push((now, What::notice(notice)));
            }
        }
    }

    fn announced_breaches(&self, plans: &FactPlans, id: &str, now: Time) -> Vec<Breach> {
        let Some(case) = self.cases.get(id) else {
            return Vec::new();
        };
        let Ok(policy) = self.policy_of(plans, id, &case.case_type) else {
            return Vec::new();
        };
        let announced = self.announced_of(case);
        if announced.is_empty() {
            return Vec::new();
        }
        let breaches = breaches(case, &policy, now);
        breaches
            .filter(|(target, round, _)| announced.contains(&(*target, *round, None)))
            .collect()
    }

    /// Who was told when the time of a target was up: whoever had the case, and whoever was called for.
    fn told_of_breach(&self, id: &str, target: TargetName, due: Time) -> Vec<Audience> {
        let Some(case) = self.cases.get(id) else {
            return Vec::new();
        };
        let mut told: Vec<Audience> = self.holder_at(case, due).into_iter().collect();
        let called = case.escalations.iter();
        for one in called.filter(|one| one.target == Some(target) && one.at >= due) {
            let person = one.to.clone().map(Audience::Person);
            if let Some(to) = person.or_else(|| one.unit.clone().map(Audience::Unit)) {
                insert_in_order(&mut told, to);
            }
        }
        told
    }

    /// Who had a case at an instant: what it was opened with is known by its first alert.
    pub(super) fn holder_at(&self, case: &Case, at: Time) -> Option<Audience> {
        let of = |person: Option<&String>, unit: Option<&String>| {
            let person = person.cloned().map(Audience::Person);
            person.or_else(|| unit.cloned().map(Audience::Unit))
        };
        let mut holder = None;
        let mut moved = false;
        for event in &case.history {
            let next = match &event.change {
                CaseChange::Assigned { to } => of(Some(to), None),
                CaseChange::Unassigned { .. } => of(None, case.unit_at(event.at)),
                CaseChange::Transferred { transfer } => {
                    of(transfer.to_person.as_ref(), transfer.to_unit.as_ref())
                }
                _ => continue,
            };
            moved = true;
            if event.at <= at {
                holder = next;
            }
        }
        if !moved {
            return self.holder(&case.id);
        }
        holder.or_else(|| {
            let first = case.alerts.first();
            let routed = first.and_then(|alert| self.routed(&alert.id))?;
            of(routed.person.as_ref(), routed.unit.as_ref())
        })
    }
}

/// The breaches of a case by an instant.
fn breaches(case: &Case, policy: &Policy<'_>, by: Time) -> impl Iterator<Item = Breach> + use<> {
    let mut found = Vec::new();
    for target in policy.targets() {
        case.rounds_due(&target, &mut |due| {
            let breach = due.breach.filter(|breach| *breach <= by);
            found.extend(breach.map(|breach| (target.name, due.from, breach)));
        });
    }
    found.into_iter()
}
