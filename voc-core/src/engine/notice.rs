//! What the host should tell somebody.

use crate::digest::id;
use crate::document::Read;
use crate::program::{NoticeKind, TargetName};
use crate::route::Audience;
use serde::{Deserialize, Serialize};

/// A message that the host should deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Its id, derived from what it says to whom: deliver each id once.
    pub id: String,
    /// Why.
    pub kind: NoticeKind,
    /// Whom.
    pub to: Audience,
    /// The alert that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The case that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What it is about, to whom: of two notices of one key, the later makes the earlier needless.
    #[serde(default)]
    pub key: String,
    /// The digest that will bring it: it is not to be delivered by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_digest: Option<String>,
    /// Of a digest, the ids of the notices that it brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Of praise, the customer's own words, where whoever it is for may see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<String>,
    /// The improvement that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub improvement: Option<String>,
    /// The employee whose coaching it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<String>,
}

impl Notice {
    /// A notice; `what` tells it from others of its kind about the same alert or case.
    pub(super) fn new<T: Serialize>(
        kind: NoticeKind,
        to: Audience,
        alert: Option<&str>,
        case: Option<&str>,
        what: &T,
    ) -> Self {
        // An alert, and what becomes of it, are one matter; whether a case was joined is no part of it.
        let matter = match kind {
            NoticeKind::Alert
            | NoticeKind::Praise
            | NoticeKind::PraiseOvertaken
            | NoticeKind::AlertRevised
            | NoticeKind::AlertRetracted => id("k", &("alert", &to, alert)),
            NoticeKind::TransferWarning
            | NoticeKind::TransferLapsed
            | NoticeKind::TransferOvertaken => id("k", &("transfer", &to, case)),
            _ => id("k", &(kind, &to, alert, case, what)),
        };
        Self {
            id: id("n", &(kind, &to, alert, case, what)),
            kind,
            to,
            alert: alert.map(str::to_owned),
            case: case.map(str::to_owned),
            key: matter,
            in_digest: None,
            notices: Vec::new(),
            verbatim: None,
            improvement: None,
            employee: None,
        }
    }

    /// It is of the clock of a target: a breach makes the warning needless.
    pub(super) fn of_clock(mut self, target: Option<TargetName>) -> Self {
        if let Some(target) = target {
            self.key = id("k", &("clock", &self.to, &self.case, target));
        }
        self
    }
}
