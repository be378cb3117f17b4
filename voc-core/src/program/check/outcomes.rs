//! What customers do later.

use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::program::FieldType;

impl Checker<'_> {
    /// Checks the outcomes.
    pub(super) fn outcomes(&mut self) {
        let spec = self.spec;
        for (id, outcome) in &spec.outcomes {
            let path = |key| ["outcomes", id.as_str(), key];
            let condition = self.condition(&path("when"), &outcome.when, true);
            if outcome.within.is_zero() {
                self.error(
                    &path("within"),
                    Code::OutOfRange,
                    "nothing comes within no time",
                );
            }
            let Some(value) = &outcome.value else {
                continue;
            };
            let Some(field) = spec.fields.get(value) else {
                let found = Diagnostic::error(Code::Unknown, format!("unknown field `{value}`"));
                let known = spec.fields.keys().map(String::as_str);
                self.add(&path("value"), found.nearest(value, known));
                continue;
            };
            if field.of == FieldType::Text {
                let message = format!("`{value}` is text: what comes of it is a bool or a number");
                self.error(&path("value"), Code::WrongType, message);
            }
            let kinds = condition.as_ref().and_then(|it| it.requires("kind"));
            for kind in kinds.unwrap_or_default() {
                let declared = spec.kinds.get(kind).and_then(|it| it.fields.as_ref());
                if declared.is_some_and(|fields| !fields.contains(value)) {
                    let message = format!("signals of kind `{kind}` do not carry `{value}`");
                    self.warn(&path("value"), Code::Missing, message);
                }
            }
        }
    }
}
