//! An invitation to a survey that was not sent yet.

use super::Signal;
use crate::document::Read;
use crate::ordered::Few;
use crate::program::{INVITATION, SURVEY};
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// An invitation that may be sent, or not. What a quarantine counts by (`per`) belongs in it: one that
/// lacks it is not limited by that quarantine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Whom it would be sent to.
    pub customer: String,
    /// The survey.
    pub survey: String,
    /// When.
    pub at: Time,
    /// Who would be asked, where an account has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// In which role they would speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent_role: Option<String>,
    /// The interaction that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The stage of the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<String>,
    /// Facts, by declared field.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub fields: Few<String, Value>,
}

impl Invitation {
    /// An invitation of a customer to a survey, about nothing in particular.
    pub fn new(customer: impl Into<String>, survey: impl Into<String>, at: Time) -> Self {
        Self {
            customer: customer.into(),
            survey: survey.into(),
            at,
            respondent: None,
            respondent_role: None,
            touch_point: None,
            stage: None,
            channel: None,
            unit: None,
            employee: None,
            fields: Few::new(),
        }
    }

    /// The signal that would tell that it was sent.
    pub fn signal(&self) -> Signal {
        let mut fields = self.fields.clone();
        fields.insert(SURVEY.to_owned(), Value::Text(self.survey.clone()));
        Signal {
            at: self.at,
            kind: INVITATION.to_owned(),
            customer: Some(self.customer.clone()),
            respondent: self.respondent.clone(),
            respondent_role: self.respondent_role.clone(),
            touch_point: self.touch_point.clone(),
            stage: self.stage.clone(),
            channel: self.channel.clone(),
            unit: self.unit.clone(),
            employee: self.employee.clone(),
            verbatim: None,
            fields,
            attributes: Few::new(),
        }
    }
}
