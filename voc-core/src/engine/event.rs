//! What comes out of the engine.

use super::limits::Suppression;
use super::mail::Mark;
use super::notice::Notice;
use crate::case::CaseEvent;
#[cfg(not(small))]
use crate::coaching::CoachingEvent;
use crate::document::Read;
#[cfg(not(small))]
use crate::improvement::ImprovementEvent;
use crate::program::TargetName;
use crate::route::{RosterDoubt, Routed};
use crate::rule::Alert;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The version of the event format.
pub const EVENT_VERSION: u32 = 1;

/// Something that happened because of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The version of the format: 1.
    pub voc: u32,
    /// The input that brought it about.
    pub input: String,
    /// When: the instant of receipt, or the timer's own.
    pub at: Time,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What a new version of the program changes about a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleChange {
    /// The rule.
    pub rule: String,
    /// What changes.
    pub change: Changed,
    /// When it will have seen all that it looks back on; absent where it looks back on nothing, or
    /// goes by numbers of signals: it counts those from the version's instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warming_until: Option<Time>,
}

/// What changes about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// There was none of its id: it starts empty.
    Added,
    /// It means something else: it starts empty.
    Changed,
    /// It is no more: its alerts stand.
    Removed,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// A signal was accepted.
    SignalAccepted {
        /// It came later than `lateness`: metrics and rules on single signals see it, patterns do not.
        late: bool,
        /// It corrects one that came before.
        corrects: bool,
    },
    /// The same input came before; nothing has changed.
    Duplicate,
    /// A signal was taken back.
    SignalRetracted {
        /// The id of the input that brought it.
        signal: String,
    },
    /// A rule fired.
    AlertRaised {
        /// The alert.
        alert: Box<Alert>,
    },
    /// A rule fired, and nobody is told: `supersedes` or a limit holds the alert back. Where the case
    /// that covers a suppressed concern is cancelled, `alert_raised` follows.
    AlertSuppressed {
        /// The alert.
        alert: Box<Alert>,
        /// Everything that holds it back.
        reasons: Vec<Suppression>,
    },
    /// A rule on trial (`shadow`) fired: it is counted, and nobody is told.
    AlertShadowed {
        /// The alert.
        alert: Box<Alert>,
    },
    /// An alert, raised or not, stands with other signals or reasons.
    AlertRevised {
        /// The alert.
        alert: Box<Alert>,
    },
    /// An alert, raised or not, no longer stands.
    AlertRetracted {
        /// The alert as it was.
        alert: Box<Alert>,
    },
    /// Two customers turned out to be one.
    CustomersMerged {
        /// The key that is another's from now on.
        from: String,
        /// The key of the one customer.
        into: String,
    },
    /// An alert of a customer who was merged, or of a rule that began anew in time for it, raised or
    /// not, stands under another id, perhaps with other signals or reasons. Nobody is told again; a case
    /// that it opened goes on.
    AlertMoved {
        /// The id that it had.
        from: String,
        /// The alert.
        alert: Box<Alert>,
    },
    /// A new version of the program came.
    ProgramChanged {
        /// The digest of what it says.
        program: String,
        /// From when it is in force.
        from: Time,
        /// The rules that are not as they were. One that means the same goes on with what it
        /// remembers; another starts empty.
        rules: Vec<RuleChange>,
        /// The metrics that mean something else, or are new: they are counted anew.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        metrics: Vec<String>,
    },
    /// An alert was routed.
    AlertRouted {
        /// Its id.
        alert: String,
        /// Where to, and why.
        routed: Box<Routed>,
    },
    /// Something happened to a case.
    CaseChanged {
        /// Its id.
        case: String,
        /// Its type.
        case_type: String,
        /// Its customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<String>,
        /// What happened.
        event: CaseEvent,
    },
    /// A clock comes near its breach.
    ClockWarned {
        /// The case.
        case: String,
        /// The target.
        target: TargetName,
        /// When it will breach.
        due: Time,
    },
    /// A clock's time was up.
    ClockBreached {
        /// The case.
        case: String,
        /// The target.
        target: TargetName,
        /// When.
        due: Time,
    },
    /// A roster came that is probably not meant so; it holds all the same.
    RosterDoubted {
        /// What is in doubt, by person.
        doubts: Vec<RosterDoubt>,
    },
    /// The host should tell somebody.
    Notice {
        /// Whom, and of what.
        notice: Box<Notice>,
    },
    /// It became known what became of a notice.
    NoticeMarked {
        /// The notice's id.
        notice: String,
        /// What became of it.
        mark: Mark,
        /// Who read it, or acted, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// Something happened to an improvement.
    #[cfg(not(small))]
    ImprovementChanged {
        /// Its id.
        improvement: String,
        /// What it is.
        title: String,
        /// What happened.
        event: ImprovementEvent,
    },
    /// Something happened in coaching an employee.
    #[cfg(not(small))]
    CoachingChanged {
        /// The employee, by id.
        employee: String,
        /// What happened.
        event: CoachingEvent,
    },
    /// Somebody has reviewed a report for the first time, or earlier than was known.
    #[cfg(not(small))]
    ReportReviewed {
        /// The report.
        report: String,
        /// The unit that it is about.
        unit: String,
        /// The first day of its period.
        period: String,
        /// The person, by id.
        by: String,
        /// Whether it was in time; absent where the program does not say by when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_time: Option<bool>,
    },
}

impl What {
    pub(super) fn notice(notice: Notice) -> Self {
        Self::Notice {
            notice: Box::new(notice),
        }
    }
}
