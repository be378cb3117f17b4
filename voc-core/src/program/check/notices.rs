//! What is gathered for whom, and when.

use super::super::spec::{DAYS, DigestEvery, NoticeKind};
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn notices(&mut self) {
        let Some(notices) = &self.spec.notices else {
            return;
        };
        if notices.remember.fixed().is_none_or(|micros| micros == 0) {
            let message = "it is a length of time in weeks, days, hours, minutes or seconds";
            self.error(&["notices", "remember"], Code::OutOfRange, message);
        }
        for (id, digest) in &notices.digests {
            let path = |key| ["notices", "digests", id.as_str(), key];
            for role in &digest.roles {
                if !self.spec.roles.contains_key(role) {
                    self.found_unknown_role(&path("roles"), role);
                }
            }
            if digest.roles.is_empty() {
                self.error(&path("roles"), Code::Missing, "nobody gets it");
            }
            if digest.kinds.is_empty() {
                self.error(&path("kinds"), Code::Missing, "it gathers nothing");
            }
            if digest.kinds.contains(&NoticeKind::Digest) {
                let message = "a digest is not gathered itself";
                self.error(&path("kinds"), Code::NotAllowed, message);
            }
            if digest.time().is_none() {
                let message = format!("`{}` is no time of day", digest.at);
                let found = Diagnostic::error(Code::BadTime, message);
                self.add(&path("at"), found.hint("write it as 08:00"));
            }
            let Some(on) = &digest.on else { continue };
            if digest.every == DigestEvery::Day {
                let message = "a daily digest comes on every day";
                self.error(&path("on"), Code::NotAllowed, message);
            } else if digest.days().is_none() {
                let found = Diagnostic::error(Code::Unknown, format!("`{on}` is no day"));
                self.add(&path("on"), found.nearest(on, DAYS));
            }
        }
    }
}
