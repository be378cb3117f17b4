//! Promises that near their due, and transfers that nobody has taken up: whoever can act is told.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use crate::case::CaseChange;
use crate::program::NoticeKind;
use crate::route::Audience;
use crate::time::Time;

impl FollowUp {
    /// What is due next of a promise or a transfer happens, at its own instant. Whoever has the case is told;
    /// of a transfer that lapses, whoever handed it over too.
    pub(super) fn fall_due(&mut self, plans: &FactPlans, id: &str, out: &mut Vec<(Time, What)>) {
        let due = self.cases.get(id).and_then(|case| {
            let policy = self.policy_of(plans, id, &case.case_type).ok()?;
            case.falls_due(&policy)
        });
        let Some((at, change)) = due else {
            self.rest(id);
            return;
        };
        let kind = match change {
            CaseChange::PromiseWarned { .. } => NoticeKind::PromiseWarning,
            CaseChange::TransferWarned { .. } => NoticeKind::TransferWarning,
            _ => NoticeKind::TransferLapsed,
        };
        self.happens(plans, id, change.clone(), at, out);
        let mut told: Vec<Audience> = self.holder(id).into_iter().collect();
        if kind == NoticeKind::TransferLapsed {
            told.extend(self.giver(id).filter(|giver| !told.contains(giver)));
        }
        for to in told {
            let mut notice = Notice::new(kind, to, None, Some(id), &change);
            // That it was broken makes the warning needless.
            if let CaseChange::PromiseWarned { promise, .. } = &change {
                let kind = NoticeKind::PromiseBroken;
                notice.key = Notice::new(kind, notice.to.clone(), None, Some(id), promise).key;
            }
            out.push((at, What::notice(notice)));
        }
    }

    /// A transfer that was announced as not taken up was taken up in time: that is marked in the case's
    /// history, and whoever was told hears of it.
    pub(super) fn taken_up_after_all(
        &mut self,
        plans: &FactPlans,
        id: &str,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let Some(case) = self.cases.get(id) else {
            return;
        };
        let Some(due) = case.lapse_overtaken() else {
            return;
        };
        let mut told: Vec<Audience> = self.holder_at(case, due).into_iter().collect();
        told.extend(self.giver(id).filter(|giver| !told.contains(giver)));
        let change = CaseChange::TransferOvertaken { due };
        self.happens(plans, id, change, now, out);
        for to in told {
            let kind = NoticeKind::TransferOvertaken;
            let notice = Notice::new(kind, to, None, Some(id), &due);
            out.push((now, What::notice(notice)));
        }
    }

    fn giver(&self, id: &str) -> Option<Audience> {
        let by = self.cases.get(id)?.handed_over_by()?;
        Some(Audience::Person(by.to_owned()))
    }
}
