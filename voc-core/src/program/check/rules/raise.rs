//! What a rule raises.

use super::super::super::spec::RuleSpec;
use super::super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn raise(&mut self, id: &str, rule: &RuleSpec) {
        let spec = self.spec;
        let raise = &rule.raise;
        match (&raise.case, raise.praise) {
            (Some(_), true) => {
                self.error(
                    &["rules", id, "raise"],
                    Code::Ambiguous,
                    "praise opens no case",
                );
            }
            (Some(case), false) if !spec.cases.contains_key(case) => {
                let path = ["rules", id, "raise", "case"];
                let found = Diagnostic::error(Code::Unknown, format!("unknown case type `{case}`"));
                self.add(
                    &path,
                    found.nearest(case, spec.cases.keys().map(String::as_str)),
                );
            }
            (Some(case), false) => {
                let priorities = spec.cases.get(case).map(|case| case.priorities.clone());
                if let (Some(priority), Some(known)) = (&raise.priority, priorities)
                    && !known.contains(priority)
                {
                    let path = ["rules", id, "raise", "priority"];
                    self.error(
                        &path,
                        Code::Unknown,
                        format!("case type `{case}` has no priority `{priority}`"),
                    );
                }
            }
            (None, _) if raise.priority.is_some() => {
                let path = ["rules", id, "raise", "priority"];
                self.error(&path, Code::Malformed, "a priority is for a case");
            }
            (None, _) => {}
        }
        for (key, target) in [("to", &raise.to), ("copy", &raise.copy)] {
            let Some(target) = target else { continue };
            let known = ["employee", "unit", "owner"].contains(&target.as_str())
                || spec.gives_way(target)
                || spec.roles.contains_key(target)
                || spec.units.contains_key(target);
            if !known {
                let message = format!(
                    "`{target}` is neither employee, unit, owner, accountable, the declared account, a role nor a unit"
                );
                self.error(&["rules", id, "raise", key], Code::Unknown, message);
            }
        }
    }
}
