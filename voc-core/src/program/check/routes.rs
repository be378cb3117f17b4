//! Routes.

use super::super::Compiled;
use super::super::spec::{FieldType, ProgramSpec};
use super::Checker;
use crate::error::Code;

impl Checker<'_> {
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
