//! What limits count alerts and invitations by: parts of a signal, as text.

use super::Signal;
use crate::program::{Limit, Part};

impl Signal {
    /// The value of a part or field as text; absent where it has none.
    pub(crate) fn part(&self, part: &Part) -> Option<String> {
        match part {
            Part::Customer => self.customer.clone(),
            Part::Kind => Some(self.kind.clone()),
            Part::Respondent => self.respondent.clone(),
            Part::RespondentRole => self.respondent_role.clone(),
            Part::TouchPoint => self.touch_point.clone(),
            Part::Stage => self.stage.clone(),
            Part::Channel => self.channel.clone(),
            Part::Unit => self.unit.clone(),
            Part::Employee => self.employee.clone(),
            Part::Field(field) => self.fields.get(field).map(ToString::to_string),
            Part::Rule | Part::Survey => None,
        }
    }

    /// The values that a limit counts this signal by, as one of a rule or a survey; absent where it
    /// lacks any of them.
    pub(crate) fn limit_key(&self, limit: &Limit, of: Option<&str>) -> Option<Vec<String>> {
        let value = |part: &Part| match part {
            Part::Rule | Part::Survey => of.map(str::to_owned),
            part => self.part(part),
        };
        limit.per.iter().map(value).collect()
    }
}
