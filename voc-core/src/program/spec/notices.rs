//! What people are told at once, what is gathered for them, and how long we remember it.

use crate::document::Read;
use crate::named::Named;
use crate::time::Span;
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// There is an alert.
    Alert,
    /// The alert has changed.
    AlertRevised,
    /// The alert no longer stands.
    AlertRetracted,
    /// There is praise.
    Praise,
    /// A case has been given to them, or has come back.
    Case,
    /// A clock comes near its breach.
    ClockWarning,
    /// A clock's time was up.
    ClockBreach,
    /// The customer is asked whether it is solved.
    VerdictQuestion,
    /// A promise was not kept in its time.
    PromiseBroken,
    /// Somebody calls for them.
    Escalation,
    /// What was gathered for them.
    Digest,
    /// What customers said has led to something.
    ImprovementDone,
    /// A breach that they were told of is none: something of an earlier date came.
    ClockOvertaken,
    /// They are to do something that was agreed in coaching.
    Agreement,
    /// What was agreed in coaching was not done in its time.
    AgreementBroken,
    /// Praise that they were told of is not theirs after all: what the customer said was corrected.
    PraiseOvertaken,
    /// A promise comes near its due.
    PromiseWarning,
    /// A transfer comes near its due, and was not taken up.
    TransferWarning,
    /// A transfer was not taken up by its due.
    TransferLapsed,
    /// A transfer that they were told was not taken up was: something of an earlier date came.
    TransferOvertaken,
}

impl NoticeKind {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::AlertRevised => "alert_revised",
            Self::AlertRetracted => "alert_retracted",
            Self::Praise => "praise",
            Self::Case => "case",
            Self::ClockWarning => "clock_warning",
            Self::ClockBreach => "clock_breach",
            Self::VerdictQuestion => "verdict_question",
            Self::PromiseBroken => "promise_broken",
            Self::Escalation => "escalation",
            Self::Digest => "digest",
            Self::ImprovementDone => "improvement_done",
            Self::ClockOvertaken => "clock_overtaken",
            Self::Agreement => "agreement",
            Self::AgreementBroken => "agreement_broken",
            Self::PraiseOvertaken => "praise_overtaken",
            Self::PromiseWarning => "promise_warning",
            Self::TransferWarning => "transfer_warning",
            Self::TransferLapsed => "transfer_lapsed",
            Self::TransferOvertaken => "transfer_overtaken",
        }
    }
}

/// What becomes of notices. Without it, the engine forgets a notice once it has come out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticesSpec {
    /// How long it can be told that a notice was delivered, read or acted on; 30 days if not said.
    #[serde(default = "thirty_days")]
    pub remember: Span,
    /// What is gathered, for whom, and when they get it.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub digests: Named<DigestSpec>,
}

fn thirty_days() -> Span {
    Span::of_days(30)
}

/// Notices that come together, once a day or once a week. Of several digests that would gather a notice,
/// the first by id does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DigestSpec {
    /// The roles of those who get it.
    pub roles: Vec<String>,
    /// The notices that it gathers; they are not to be delivered by themselves.
    pub kinds: Vec<NoticeKind>,
    /// How often.
    pub every: DigestEvery,
    /// The day of a weekly one: `mon` to `sun`; Monday if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The time of day in the program's time zone, such as `08:00`.
    pub at: String,
}

/// How often a digest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DigestEvery {
    /// Every day.
    Day,
    /// Once a week.
    Week,
}

impl DigestSpec {
    /// Its time of day, where it says one.
    pub(crate) fn time(&self) -> Option<NaiveTime> {
        let (hour, minute) = self.at.split_once(':')?;
        if hour.len() != 2 || minute.len() != 2 {
            return None;
        }
        NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
    }

    /// The days of the week on which it comes, from Monday as 0; absent where it names no day.
    pub(crate) fn days(&self) -> Option<RangeInclusive<u32>> {
        match (self.every, &self.on) {
            (DigestEvery::Day, _) => Some(0..=6),
            (DigestEvery::Week, None) => Some(0..=0),
            (DigestEvery::Week, Some(on)) => {
                let (_, day) = DAYS.iter().zip(0..).find(|(day, _)| *day == on)?;
                Some(day..=day)
            }
        }
    }
}

/// The days of a week as they are written.
pub(crate) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
