//! Which warnings and breaches of clocks were announced, and what becomes of that when it turns out
//! otherwise: what was announced stands, and is marked as overtaken.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use crate::case::{Case, CaseChange, CaseEvent, Policy};
use crate::ordered::insert_in_order;
use crate::program::{NoticeKind, TargetName};
use crate::route::Audience;
use crate::time::Time;

/// What is announced of a clock: the target, where its round begins, and for a warning its due.
pub(super) type Announced = (TargetName, Time, Option<Time>);
/// A breach: the target, where its round begins, and when its time was up.
type Breach = (TargetName, Time, Time);

impl FollowUp {
    /// What was announced of the case at a place.
    pub(super) fn announced_of(&self, place: u32) -> &[Announced] {
        let of = self.index.announced.get(place as usize);
        of.map(Vec::as_slice).unwrap_or_default()
    }

    /// Finds again what was announced of each case.
    pub(super) fn index_announced(&mut self) {
        let first = self.announced.iter().filter_map(|(id, target, due)| {
            let opened = self.cases.get(id)?.opened_at;
            Some((id.clone(), (*target, opened, *due)))
        });
        let later = self.announced_rounds.iter();
        let later = later.map(|(id, target, round, due)| (id.clone(), (*target, *round, *due)));
        for (id, announced) in first.chain(later).collect::<Vec<_>>() {
            self.enter_announced(&id, announced);
        }
    }

    fn enter_announced(&mut self, id: &str, announced: Announced) {
        let Some(place) = self.cases.place(id).map(|place| place as usize) else {
            return;
        };
        let all = &mut self.index.announced;
        if all.len() <= place {
            all.resize_with(place + 1, Vec::new);
        }
        if let Some(of) = all.get_mut(place) {
            insert_in_order(of, announced);
        }
    }

    pub(super) fn announce_clock(&mut self, id: &str, (target, round, due): Announced) {
        self.enter_announced(id, (target, round, due));
        let opened = self.cases.get(id).map(|case| case.opened_at);
        if opened == Some(round) {
            self.announced.insert((id.to_owned(), target, due));
        } else {
            let entry = (id.to_owned(), target, round, due);
            self.announced_rounds.insert(entry);
        }
    }

    /// Breaches may come again.
    pub(super) fn forget_announced(&mut self, id: &str, rounds: &[(TargetName, Time)]) {
        let opened = self.cases.get(id).map(|case| case.opened_at);
        let place = self.cases.place(id).map(|place| place as usize);
        let of = place.and_then(|place| self.index.announced.get_mut(place));
        if let Some(of) = of {
            of.retain(|(target, round, due)| due.is_some() || !rounds.contains(&(*target, *round)));
        }
        for (target, round) in rounds {
            if opened == Some(*round) {
                self.announced.remove(&(id.to_owned(), *target, None));
            } else {
                let entry = (id.to_owned(), *target, *round, None);
                self.announced_rounds.remove(&entry);
            }
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
        let place = self.cases.place(id);
        let announced = place.map(|place| self.announced_of(place));
        let announced = announced.unwrap_or_default().iter().copied();
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
                out.push((now, What::Notice { notice }));
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
        let announced = self.cases.place(id).map(|place| self.announced_of(place));
        let announced = announced.unwrap_or_default();
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
