//! What scores are used for.

use super::Checker;
use crate::error::Code;
use crate::program::{MetricKind, Purpose};

impl Checker<'_> {
    /// Checks the register of uses.
    pub(super) fn uses(&mut self) {
        let spec = self.spec;
        for (index, one) in spec.uses.iter().enumerate() {
            let index = index.to_string();
            let path = ["uses", &index, "metric"];
            let Some(metric) = spec.metrics.get(&one.metric) else {
                let known = spec.metrics.keys().map(String::as_str);
                self.named(&path, "metric", &one.metric, known);
                continue;
            };
            if one.roles.is_empty() && one.people.is_empty() {
                let message = "a use touches the people of a role, or people by name";
                self.error(&["uses", &index, "roles"], Code::Missing, message);
            }
            for (place, person) in one.people.iter().enumerate() {
                let path = ["uses", &index, "people", &place.to_string()];
                if person.is_empty() {
                    self.error(&path, Code::Missing, "nobody has an empty id");
                } else if one.people.iter().take(place).any(|other| other == person) {
                    let message = format!("`{person}` is named twice");
                    self.error(&path, Code::Ambiguous, message);
                }
            }
            for (place, role) in one.roles.iter().enumerate() {
                let path = ["uses", &index, "roles", &place.to_string()];
                self.named(&path, "role", role, spec.roles.keys().map(String::as_str));
            }
            let before = spec.uses.iter().take(index.parse().unwrap_or_default());
            let same = |other: &&crate::program::UseSpec| {
                other.metric == one.metric && other.purpose == one.purpose
            };
            if before.clone().any(|other| same(&other)) {
                let message = format!(
                    "`{}` is registered for {} twice: name all roles and people in one place",
                    one.metric,
                    one.purpose.name()
                );
                self.error(&path, Code::Ambiguous, message);
            }
            let asked = |field: &str| {
                let mut surveys = spec.surveys.values();
                surveys.any(|survey| survey.questions.contains_key(field))
            };
            let has_stakes = matches!(one.purpose, Purpose::Pay | Purpose::Correction);
            if has_stakes && metric.kind != MetricKind::Rate && !asked(&metric.of) {
                let message = format!(
                    "`{}` is used for {}, and no survey asks for `{}`: nobody can say who was asked",
                    one.metric,
                    one.purpose.name(),
                    metric.of
                );
                self.warn(&path, Code::Missing, message);
            }
        }
    }
}
