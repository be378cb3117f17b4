//! How the follow-up is written down.

use super::follow_up::FollowUp;
use serde::ser::{Serialize, SerializeStruct, Serializer};

impl Serialize for FollowUp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for case in self.cases.in_order() {
            let id = &case.id;
            for (target, round, due) in self.announced_of(case) {
                if round == case.opened_at {
                    first.push((id, target, due));
                } else {
                    later.push((id, target, round, due));
                }
            }
        }
        let mut written = serializer.serialize_struct("FollowUp", 9)?;
        written.serialize_field("cases", &self.cases)?;
        if !self.policies.is_empty() {
            written.serialize_field("policies", &self.policies)?;
        }
        written.serialize_field("people", &self.people)?;
        if !self.recognised.is_empty() {
            written.serialize_field("recognised", &self.recognised)?;
        }
        written.serialize_field("routed", &self.routed)?;
        written.serialize_field("announced", &first)?;
        if !later.is_empty() {
            written.serialize_field("announced_rounds", &later)?;
        }
        written.serialize_field("alerts", &self.alerts)?;
        if !self.limits.is_empty() {
            written.serialize_field("limits", &self.limits)?;
        }
        written.end()
    }
}
