//! Rules and routes.

use super::super::Compiled;
use super::super::spec::{FieldType, ProgramSpec, RuleSpec};
use super::Checker;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn rules(&mut self, compiled: &mut Compiled) {
        for (id, rule) in &self.spec.rules {
            if let Some(condition) = self.condition(&["rules", id, "when"], &rule.when, true) {
                compiled.rules.insert(id.clone(), condition);
            }
            if let Some(count) = &rule.count {
                if count.at_least == 0 {
                    let path = ["rules", id, "count", "at_least"];
                    self.error(&path, Code::OutOfRange, "a count is at least 1");
                }
                if count.within.is_zero() {
                    let path = ["rules", id, "count", "within"];
                    self.error(&path, Code::OutOfRange, "the window has no length");
                }
                if let Some(same) = &count.same
                    && !self.spec.fields.contains_key(same)
                {
                    let path = ["rules", id, "count", "same"];
                    self.error(&path, Code::Unknown, format!("unknown field `{same}`"));
                }
            }
            self.raise(id, rule);
        }
    }

    fn raise(&mut self, id: &str, rule: &RuleSpec) {
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
                let found = crate::document::Diagnostic::error(
                    Code::Unknown,
                    format!("unknown case type `{case}`"),
                );
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
                || spec.roles.contains_key(target)
                || spec.units.contains_key(target);
            if !known {
                let message =
                    format!("`{target}` is neither employee, unit, owner, a role nor a unit");
                self.error(&["rules", id, "raise", key], Code::Unknown, message);
            }
        }
    }

    pub(super) fn routes(&mut self, compiled: &mut Compiled) {
        for (index, route) in self.spec.routes.iter().enumerate() {
            let index = index.to_string();
            let condition = match &route.when {
                Some(source) => self.condition(&["routes", &index, "if"], source, true),
                None => None,
            };
            compiled.routes.push(condition);
            let targets = [
                ("to", Some(&route.to)),
                ("else", route.otherwise.as_ref()),
                ("copy", route.copy.as_ref()),
            ];
            for (key, target) in targets {
                if let Some(target) = target
                    && !is_unit_or_holds_one(self.spec, target)
                {
                    let message = format!(
                        "`{target}` is neither unit, owner, a unit, nor a text field or attribute that holds one"
                    );
                    self.error(&["routes", &index, key], Code::Unknown, message);
                }
            }
            if let Some(role) = &route.role
                && !self.spec.roles.contains_key(role)
            {
                self.error(
                    &["routes", &index, "role"],
                    Code::Unknown,
                    format!("unknown role `{role}`"),
                );
            }
        }
        let catch_all = self
            .spec
            .routes
            .iter()
            .position(|route| route.when.is_none());
        if let Some(last) = catch_all
            && last + 1 < self.spec.routes.len()
        {
            let path = ["routes", &(last + 1).to_string()];
            self.warn(
                &path,
                Code::Ambiguous,
                "never taken: the route before it always is",
            );
        }
    }
}

fn is_unit_or_holds_one(spec: &ProgramSpec, target: &str) -> bool {
    let field = match target.strip_prefix("customer.") {
        Some(attribute) => spec.customer.get(attribute),
        None => spec.fields.get(target),
    };
    ["unit", "owner"].contains(&target)
        || spec.units.contains_key(target)
        || field.is_some_and(|field| field.of == FieldType::Text)
}
