//! Two customers turn out to be one: their histories are read as one. `PATTERNS.md` says what that means
//! for what is past change.

mod book;
mod pattern;
mod track;

use super::customer::{Change, CustomerState, Place};
use super::head::Head;
use super::plan::Plan;
use super::report::alert_id;
use crate::named::Named;
use crate::ordered::sort_by;
use crate::time::Time;

impl CustomerState {
    /// The instant of the last signal that may still change.
    pub(crate) fn last_at(&self) -> Option<Time> {
        let lasts = [self.book.recent.last(), self.book.alone.last()];
        lasts.into_iter().flatten().map(|one| one.key.0).max()
    }

    /// All that is due by an instant has fired.
    pub(crate) fn passed_to(&mut self, now: Time) {
        self.passed = self.passed.max(Some(now));
    }

    /// Takes over all that is known of another customer, who is this one. Both are settled up to the
    /// same instant.
    pub(crate) fn join(
        &mut self,
        customer: &str,
        mut other: Self,
        plan: &Plan,
        place: &Place<'_>,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let moved = self.take_alerts(customer, &mut other, plan, &mut changes);
        let renaming = self.book.join(customer, other.book);
        track::join(plan, &self.book, &mut self.base, other.base, &renaming);
        self.passed = self.passed.max(other.passed).max(place.now);
        self.withdrawn.extend(other.withdrawn);
        self.settled.join(&other.settled);
        // Whoever has said no in either name has said no.
        self.consent = match (self.consent, other.consent) {
            (Some(one), Some(two)) => Some(one && two),
            (one, two) => one.or(two),
        };
        self.invitations.join(plan, customer, other.invitations);
        self.head = Head::stale();
        self.book.retest(plan, |one| place.touches(&one.key));
        let mut read = self.refresh_alone(Some(customer), plan, |_| true);
        self.replay(Some(customer), plan, &mut read);
        if self.book.recent.is_empty() && self.base_is_head(plan) {
            self.head = Head::default();
        }
        self.tell_moves(moved, read, &mut changes);
        changes
    }

    /// Takes over the other's alerts under the ids that they have here; the old id of each.
    fn take_alerts(
        &mut self,
        customer: &str,
        other: &mut Self,
        plan: &Plan,
        changes: &mut Vec<Change>,
    ) -> Named<String> {
        let mut moved: Named<String> = Named::new();
        let mut renamed: Named<String> = Named::new();
        for (old, mut alert) in std::mem::take(&mut other.standing) {
            let since = plan.in_force_since(&alert.rule, alert.at);
            let id = alert_id(&alert, Some(customer), since);
            if self.standing.contains_key(&id) {
                // One customer has but one tenth renewal.
                changes.push(Change::Retracted(alert));
                continue;
            }
            alert.id.clone_from(&id);
            alert.customer = Some(customer.to_owned());
            renamed.insert(old.clone(), id.clone());
            moved.insert(id.clone(), old);
            self.standing.insert(id, alert);
        }
        for one in &mut *other.book.alone {
            for id in &mut *one.alerts {
                if let Some(new) = renamed.get(id) {
                    id.clone_from(new);
                }
            }
        }
        moved
    }

    /// What the joined history says, with each alert that was taken over told as moved.
    fn tell_moves(&mut self, mut moved: Named<String>, read: Vec<Change>, out: &mut Vec<Change>) {
        let mut rest = Vec::new();
        for change in read {
            match change {
                Change::Revised(alert) => match moved.remove(&alert.id) {
                    Some(from) => out.push(Change::Moved { from, alert }),
                    None => rest.push(Change::Revised(alert)),
                },
                // Nobody has heard of it under its new id.
                Change::Retracted(mut alert) => {
                    if let Some(from) = moved.remove(&alert.id) {
                        alert.id = from;
                    }
                    rest.push(Change::Retracted(alert));
                }
                other => rest.push(other),
            }
        }
        for (id, from) in moved {
            if let Some(alert) = self.standing.get_mut(&id) {
                alert.revision += 1;
                let alert = alert.clone();
                out.push(Change::Moved { from, alert });
            }
        }
        // First what goes on, so that its cases are there for what comes anew.
        sort_by(out, &|one, two| one.goes_on().cmp(&two.goes_on()).reverse());
        out.extend(rest);
    }
}

impl Change {
    fn goes_on(&self) -> bool {
        matches!(self, Self::Moved { .. })
    }
}

/// Counts what limits counted by one customer by another: the value at the place of `customer`. Each
/// limit with the name under which what it counts is kept.
pub(crate) fn rename_customer<'l>(
    limits: impl Iterator<Item = (&'l crate::program::Limit, String)>,
    keys: &mut Named<Vec<String>>,
    from: Option<&str>,
    into: &str,
) {
    for (limit, name) in limits {
        let place = limit
            .per
            .iter()
            .position(|part| *part == crate::program::Part::Customer);
        let value = place.and_then(|place| keys.get_mut(&name)?.get_mut(place));
        if let Some(value) = value
            && from.is_none_or(|from| value == from)
        {
            into.clone_into(value);
        }
    }
}

impl super::invitations::Invitations {
    /// Takes over the invitations of another customer, who is this one.
    fn join(&mut self, plan: &Plan, customer: &str, other: Self) {
        self.sent.extend(other.sent);
        sort_by(&mut self.sent, &|one, two| one.key.cmp(&two.key));
        for one in &mut *self.sent {
            let limits = plan.all().flat_map(|plan| {
                let limits = plan.program().quarantines().iter();
                limits.map(|limit| (limit, plan.quarantine_name(limit)))
            });
            rename_customer(limits, &mut one.by, None, customer);
        }
    }
}
